// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Directories: the table of all, by number, and whether each can be reached.
 *
 * Of several directories that name one, the table keeps the lowest, whatever the order
 * they were met in; whoever is named so is looked at once more at the end.
 *
 * The way up from each directory is followed until it comes to one of which it is known
 * whether it reaches a root, or to itself; then all on the way are known, so every
 * directory is on one way only.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "repair/names.h"

/* ---- The table ---- */

static uint64_t dirs_of(const struct inode_chunk *chunk)
{
	uint64_t todo = chunk->used, dirs = 0;
	unsigned int bit;

	for (; todo; todo &= todo - 1) {
		bit = __builtin_ctzll(todo);
		if (chunk->links->type[bit] == XFS_DIR3_FT_DIR)
			dirs |= 1ULL << bit;
	}
	return dirs;
}

static size_t count_dirs(const struct repair *r)
{
	xfs_agnumber_t agno;
	size_t i, nr = 0;

	for (agno = 0; agno < r->geom.agcount; agno++)
		for (i = 0; i < r->groups[agno].nr_chunks; i++)
			nr += __builtin_popcountll(dirs_of(&r->groups[agno].chunks[i]));
	return nr;
}

static void list_chunk(struct repair *r, xfs_agnumber_t agno, const struct inode_chunk *chunk)
{
	struct names *n = r->names;
	uint64_t todo = dirs_of(chunk);
	struct names_dir *dir;

	for (; todo; todo &= todo - 1) {
		dir = &n->dirs[n->nr_dirs++];
		dir->ino = xfs_agino_ino(&r->geom, agno, chunk->start + __builtin_ctzll(todo));
		dir->dotdot = NULLFSINO;
		dir->parent = names_is_root(r, dir->ino) ? dir->ino : NULLFSINO;
	}
}

int names_list_dirs(struct repair *r)
{
	struct names *n = r->names;
	size_t i, nr = count_dirs(r);
	xfs_agnumber_t agno;

	n->dirs = calloc(nr + 1, sizeof(*n->dirs));
	n->state = calloc(nr + 1, sizeof(*n->state));
	if (!n->dirs || !n->state)
		return -ENOMEM;
	for (agno = 0; agno < r->geom.agcount; agno++)
		for (i = 0; i < r->groups[agno].nr_chunks; i++)
			list_chunk(r, agno, &r->groups[agno].chunks[i]);
	return 0;
}

struct names_dir *names_find_dir(const struct repair *r, xfs_ino_t ino)
{
	const struct names *n = r->names;
	size_t low = 0, high = n->nr_dirs, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (n->dirs[mid].ino < ino)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n->nr_dirs && n->dirs[low].ino == ino ? &n->dirs[low] : NULL;
}

bool names_parent_of(const struct repair *r, xfs_ino_t dir, xfs_ino_t *parent)
{
	const struct names_dir *d = r->names ? names_find_dir(r, dir) : NULL;

	if (!d || d->parent == NULLFSINO || d->parent == dir)
		return false;
	*parent = d->parent;
	return true;
}

static uint8_t *state_of(const struct repair *r, const struct names_dir *dir)
{
	return &r->names->state[dir - r->names->dirs];
}

bool names_is_filled(const struct repair *r, const struct names_dir *dir)
{
	return __atomic_load_n(state_of(r, dir), __ATOMIC_RELAXED) & NAMES_FILLED;
}

void names_set_filled(struct repair *r, const struct names_dir *dir)
{
	if (!names_is_filled(r, dir))
		__atomic_fetch_or(state_of(r, dir), NAMES_FILLED, __ATOMIC_RELAXED);
}

void names_set_parent(struct repair *r, xfs_ino_t ino, xfs_ino_t from)
{
	struct names_dir *dir = names_find_dir(r, ino);
	xfs_ino_t old = NULLFSINO;

	if (!dir || __atomic_compare_exchange_n(&dir->parent, &old, from, false,
						__ATOMIC_RELAXED, __ATOMIC_RELAXED))
		return;
	__atomic_fetch_or(state_of(r, dir), NAMES_SEVERAL, __ATOMIC_RELAXED);
	while (!names_is_root(r, ino) && from < old &&
	       !__atomic_compare_exchange_n(&dir->parent, &old, from, false,
					    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		continue;
}

/* ---- Several names ---- */

static int tell_several(const struct names_from *from, const struct xfs_dir_entry *e, void *priv)
{
	struct repair *r = from->r;
	struct names_dir *dir = names_find_dir(r, e->ino);

	if (!dir || !(*state_of(r, dir) & NAMES_SEVERAL))
		return 0;
	if (from->ino == dir->dotdot && !names_is_root(r, dir->ino))
		__atomic_store_n(&dir->parent, from->ino, __ATOMIC_RELAXED);
	report_note(r->report, FIND_DIR_SEVERAL, place_ino(NULL, e->ino, NULLFILEOFF),
		    "\"%.*s\" in directory inode %" PRIu64,
		    NAME_SHOWN(e), from->ino);
	return 0;
}

static int check_several(struct repair *r)
{
	const struct names *n = r->names;
	size_t i = 0;

	while (i < n->nr_dirs && !(n->state[i] & NAMES_SEVERAL))
		i++;
	if (i == n->nr_dirs)
		return 0;
	progress_begin(r->progress, "names", chunk_walk_total(r));
	return names_again(r, tell_several, NULL);
}

/* ---- The way up ---- */

static void set_state(struct repair *r, const struct names_dir *dir, enum names_state state)
{
	*state_of(r, dir) = (*state_of(r, dir) & NAMES_FLAGS) | state;
}

static enum names_state get_state(const struct repair *r, const struct names_dir *dir)
{
	return *state_of(r, dir) & ~NAMES_FLAGS;
}

static const struct names_dir *up(const struct repair *r, const struct names_dir *dir)
{
	return dir->parent == NULLFSINO ? NULL : names_find_dir(r, dir->parent);
}

/* Was it removed, and is still open?  Then it is empty. */
static bool is_removed(const struct repair *r, const struct names_dir *dir)
{
	unsigned int bit;
	const struct inode_chunk *chunk = groups_find_inode(r, dir->ino, &bit);

	return chunk && !chunk_has(&chunk->named, bit) && !chunk->links->links[bit] &&
		!names_is_filled(r, dir);
}

static void tell_island(struct repair *r, const struct names_dir *top)
{
	struct place place = place_ino(NULL, top->ino, NULLFILEOFF);

	if (is_removed(r, top) || !names_are_whole(r))
		return;
	if (top->dotdot == NULLFSINO)
		report_plain(r->report, FIND_DIR_ISLAND, place);
	else
		report_note(r->report, FIND_DIR_ISLAND, place, "its parent says it is inode %"
			    PRIu64, top->dotdot);
}

/* Once for a circle, at its lowest. */
static void tell_circle(struct repair *r, const struct names_dir *in)
{
	const struct names_dir *dir = in, *low = in;
	size_t nr = 0;

	do {
		if (dir->ino < low->ino)
			low = dir;
		dir = up(r, dir);
		nr++;
	} while (dir != in);
	report_note(r->report, FIND_DIR_CIRCLE, place_ino(NULL, low->ino, NULLFILEOFF),
		    nr == 1 ? "it is its own" : "with %zu others", nr - 1);
}

/* How the way up from @dir, of which nothing is known yet, ends. */
static enum names_state follow(struct repair *r, const struct names_dir *dir)
{
	const struct names_dir *next;

	for (;; dir = next) {
		if (names_is_root(r, dir->ino))
			return NAMES_JOINED;
		set_state(r, dir, NAMES_WAY);
		next = up(r, dir);
		if (!next) {
			tell_island(r, dir);
			return NAMES_ISLAND;
		}
		if (get_state(r, next) == NAMES_WAY) {
			tell_circle(r, next);
			return NAMES_ISLAND;
		}
		if (get_state(r, next) != NAMES_UNKNOWN)
			return get_state(r, next);
	}
}

static void check_way(struct repair *r, const struct names_dir *dir)
{
	enum names_state end;

	if (get_state(r, dir) != NAMES_UNKNOWN)
		return;
	end = follow(r, dir);
	for (; dir && get_state(r, dir) <= NAMES_WAY; dir = up(r, dir)) {
		set_state(r, dir, end);
		if (names_is_root(r, dir->ino))
			break;
	}
}

static void check_dotdot(struct repair *r, const struct names_dir *dir)
{
	if (dir->parent != NULLFSINO && dir->dotdot != NULLFSINO && dir->dotdot != dir->parent)
		report_values(r->report, FIND_DOTDOT, place_ino(NULL, dir->ino, NULLFILEOFF),
			      dir->dotdot, dir->parent);
}

int names_check_dirs(struct repair *r)
{
	int error = check_several(r);
	size_t i;

	for (i = 0; !error && i < r->names->nr_dirs; i++) {
		check_dotdot(r, &r->names->dirs[i]);
		check_way(r, &r->names->dirs[i]);
	}
	return error;
}
