// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The names' phase: every directory, and what connects inodes with each other: entries,
 * "..", link counts, unlinked lists, parent pointers.
 *
 * Directories are read once, by all threads.  Each entry is taken off the link count of
 * the inode it leads to, and each subdirectory off that of the directory that names it,
 * for the subdirectory's ".."; what is left of a count is what is wrong with it.
 *
 * Where a directory could not be read wholly, or an inode that may be one is lost, there
 * may be names that nobody has seen: then a missing name is no finding, nor a link too
 * many, and it is said once that they were not judged.
 *
 * Leaves behind FACT_NAMES: the table of directories and their parents.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "libxfs/fs/features.h"
#include "libxfs/inode/dir_check.h"
#include "repair/fork_scan.h"
#include "repair/names.h"
#include "repair/parents.h"

bool names_is_root(const struct repair *r, xfs_ino_t ino)
{
	return ino == r->geom.rootino ||
	       (xfs_has_metadir(&r->geom) && ino == be64_to_cpu(r->dsb.sb_metadirino));
}

bool names_is_special(const struct repair *r, xfs_ino_t ino)
{
	return !xfs_has_metadir(&r->geom) && xfs_sb_file_of(&r->dsb, ino) != XFS_SB_FILE_NONE;
}

bool names_are_whole(const struct repair *r)
{
	return !__atomic_load_n(&r->names->incomplete, __ATOMIC_RELAXED);
}

static void set_incomplete(struct repair *r)
{
	__atomic_store_n(&r->names->incomplete, true, __ATOMIC_RELAXED);
}

void names_destroy(struct repair *r)
{
	if (!r->names)
		return;
	free(r->names->dirs);
	free(r->names->state);
	free(r->names);
	r->names = NULL;
}

/* ---- Entries ---- */

static struct place entry_place(const struct names_from *from, const struct xfs_dir_entry *e)
{
	const struct xfs_geom *g = &from->r->geom;
	uint64_t block = e->offset / g->dirblksize * g->dirblksize;

	return place_ino("directory", from->ino, block >> g->blocklog);
}

static void bad_entry(const struct names_from *from, const struct xfs_dir_entry *e,
		      enum finding_id id)
{
	report_note(from->r->report, id, entry_place(from, e), "inode %" PRIu64 ", name \"%.*s\"",
		    e->ino, NAME_SHOWN(e));
}

static void take_link(struct inode_chunk *chunk, unsigned int bit)
{
	__atomic_fetch_sub(&chunk->links->links[bit], 1, __ATOMIC_RELAXED);
}

static void set_named(struct inode_chunk *chunk, unsigned int bit)
{
	if (!chunk_has(&chunk->named, bit))
		__atomic_fetch_or(&chunk->named, 1ULL << bit, __ATOMIC_RELAXED);
}

/* Of the inode itself nothing is known; the entry says what it was. */
static void take_lost(const struct names_from *from, const struct xfs_dir_entry *e,
		      struct inode_chunk *chunk, unsigned int bit)
{
	if (e->ftype == XFS_DIR3_FT_DIR)
		take_link(from->chunk, from->bit);
	else if (e->ftype != XFS_DIR3_FT_UNKNOWN)
		set_named(chunk, bit);
}

static void take_used(const struct names_from *from, const struct xfs_dir_entry *e,
		      struct inode_chunk *chunk, unsigned int bit)
{
	unsigned int type = chunk->links->type[bit];

	if (names_is_special(from->r, e->ino)) {
		bad_entry(from, e, FIND_ENTRY_SPECIAL);
		return;
	}
	if (xfs_has_ftype(&from->r->geom) && e->ftype != type)
		report_values(from->r->report, FIND_ENTRY_TYPE,
			      place_field(entry_place(from, e), "ftype"), e->ftype, type);
	take_link(chunk, bit);
	set_named(chunk, bit);
	if (type == XFS_DIR3_FT_DIR) {
		take_link(from->chunk, from->bit);
		names_set_parent(from->r, e->ino, from->ino);
	}
	parents_take_name(from, e, chunk);
}

/* All inodes of @ino's group are known. */
static bool group_is_whole(const struct repair *r, xfs_ino_t ino)
{
	return group_tree_is_complete(&r->groups[xfs_ino_agno(&r->geom, ino)], TREE_INO);
}

static void take_entry(const struct names_from *from, const struct xfs_dir_entry *e)
{
	unsigned int bit;
	struct inode_chunk *chunk = groups_find_inode(from->r, e->ino, &bit);

	if (!chunk) {
		if (group_is_whole(from->r, e->ino))
			bad_entry(from, e, FIND_ENTRY_NOWHERE);
	} else if (chunk->lost >> bit & 1) {
		take_lost(from, e, chunk, bit);
	} else if (!(chunk->used >> bit & 1)) {
		bad_entry(from, e, FIND_ENTRY_FREE);
	} else {
		take_used(from, e, chunk, bit);
	}
}

/* ---- A directory ---- */

static int check_entry(void *priv, const struct xfs_dir_entry *e)
{
	const struct names_from *from = priv;

	unsigned int dots = xfs_dir_entry_dots(e);

	if (!dots) {
		names_set_filled(from->r, from->dir);
		take_entry(from, e);
	} else if (dots == 2 && from->dir->dotdot == NULLFSINO) {
		from->dir->dotdot = e->ino;
	}
	return 0;
}

/* Of the map, what is wrong has been said by the inodes' phase. */
static bool is_of_map(enum xfs_fault fault)
{
	unsigned int number = xfs_fault_number(fault);

	return number >= xfs_fault_number(XFS_FAULT_BMAP_NR) &&
	       number <= xfs_fault_number(XFS_FAULT_BMAP_BLOCKS);
}

/* Can entries go unseen because of it?  In doubt they can. */
static bool hides_entries(const struct repair *r, const struct xfs_da_fault *df)
{
	if (df->dablk >= XFS_DIR2_LEAF_OFFSET >> r->geom.blocklog)
		return false;
	switch (df->fault) {
	case XFS_FAULT_BAD_CRC:
	case XFS_FAULT_DIR_HASH:
	case XFS_FAULT_DIR_HASH_ORDER:
	case XFS_FAULT_DIR_STALE:
	case XFS_FAULT_DIR_BEST_FREE:
	case XFS_FAULT_DIR_BEST:
	case XFS_FAULT_DIR_BEST_COUNT:
	case XFS_FAULT_DIR_ADDRESS:
	case XFS_FAULT_DIR_SF_OFFSET:
	case XFS_FAULT_DIR_SF_I8COUNT:
	case XFS_FAULT_DIR_DOT:
	case XFS_FAULT_DIR_DOTDOT:
	case XFS_FAULT_DIR_LEAF_ENTRY:
	case XFS_FAULT_DIR_NO_FREE:
	case XFS_FAULT_DIR_SIZE:
	case XFS_FAULT_DIR_EXTRA:
	case XFS_FAULT_DIR_TWICE:
		return false;
	default:
		return true;
	}
}

static int check_fault(void *priv, const struct xfs_da_fault *df)
{
	const struct names_from *from = priv;
	struct repair *r = from->r;
	xfs_fileoff_t at = df->dablk;

	if (is_of_map(df->fault) || hides_entries(r, df))
		set_incomplete(r);
	if (!is_of_map(df->fault))
		report_fault(r->report, FIND_DIR, place_ino("directory", from->ino, at),
			     df->fault);
	return 0;
}

static void check_lsn(void *priv, uint32_t dablk, uint64_t lsn)
{
	const struct names_from *from = priv;

	repair_check_lsn(from->r, lsn, place_ino("directory", from->ino, dablk));
}

static bool is_dir(const struct xfs_dinode *dip)
{
	return (be16_to_cpu(dip->di_mode) & XFS_IFMT) == XFS_IFDIR;
}

int names_probe_fork(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     enum xfs_fork which, enum names_fork *found)
{
	const struct fork_visit visit = { 0 };
	struct fork_sums sums;
	int error = fork_scan(r, ino, dip, which, &visit, &sums);

	if (error)
		return error;
	if (!sums.whole)
		*found = NAMES_FORK_BAD;
	else
		*found = sums.blocks > MAX_DIR_BLOCKS ? NAMES_FORK_LARGE : NAMES_FORK_OK;
	return 0;
}

static void begin_dir(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		      struct names_from *from)
{
	*from = (struct names_from){
		.r = r, .ino = ino, .gen = be32_to_cpu(dip->di_gen),
		.dir = names_find_dir(r, ino),
	};
	from->chunk = groups_find_inode(r, ino, &from->bit);
}

/* What is wrong with its map, the inodes' phase has said. */
static void leave_dir(struct repair *r, xfs_ino_t ino, enum names_fork fork)
{
	set_incomplete(r);
	if (fork == NAMES_FORK_LARGE)
		report_note(r->report, FIND_DIR, place_ino("directory", ino, NULLFILEOFF),
			    "in more than %u blocks", MAX_DIR_BLOCKS);
}

static int check_dir(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     unsigned int thread, void *priv)
{
	struct names_from from;
	const struct xfs_dir_visit visit = {
		.entry = check_entry, .fault = check_fault, .lsn = check_lsn, .priv = &from,
		.max_extents = MAX_DIR_BLOCKS,
	};
	enum names_fork fork;
	int error;

	if (!is_dir(dip))
		return 0;
	begin_dir(r, ino, dip, &from);
	if (!from.dir || !from.chunk)
		return 0;
	error = names_probe_fork(r, ino, dip, XFS_DATA_FORK, &fork);
	if (!error && fork == NAMES_FORK_OK)
		error = xfs_dir_check(r->cache, dip, ino, &visit);
	else if (!error)
		leave_dir(r, ino, fork);
	return error;
}

/* ---- Once more ---- */

struct again {
	names_entry_fn		entry;
	void			*priv;
	struct names_from	from;
};

static int again_entry(void *priv, const struct xfs_dir_entry *e)
{
	struct again *a = priv;

	return xfs_dir_entry_dots(e) ? 0 : a->entry(&a->from, e, a->priv);
}

static int again_dir(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     unsigned int thread, void *priv)
{
	struct again a = *(const struct again *)priv;
	const struct xfs_dir_visit visit = {
		.entry = again_entry, .priv = &a, .max_extents = MAX_DIR_BLOCKS,
	};
	enum names_fork fork;
	int error;

	if (!is_dir(dip))
		return 0;
	begin_dir(r, ino, dip, &a.from);
	if (!a.from.dir || !a.from.chunk)
		return 0;
	error = names_probe_fork(r, ino, dip, XFS_DATA_FORK, &fork);
	return error || fork != NAMES_FORK_OK ? error :
	       xfs_dir_read(r->cache, dip, ino, &visit);
}

static bool has_dirs(const struct inode_chunk *chunk)
{
	uint64_t todo = chunk->used;

	for (; todo; todo &= todo - 1)
		if (chunk->links->type[__builtin_ctzll(todo)] == XFS_DIR3_FT_DIR)
			return true;
	return false;
}

int names_again(struct repair *r, names_entry_fn entry, void *priv)
{
	struct again a = { .entry = entry, .priv = priv };

	return inode_walk_some(r, has_dirs, again_dir, &a);
}

/* ---- The phase ---- */

/* May an inode that nobody can read be a directory?  Entries have said which are not. */
static bool may_lack_dirs(const struct repair *r)
{
	const struct group_facts *gf;
	xfs_agnumber_t agno;
	size_t i;

	for (agno = 0; agno < r->geom.agcount; agno++) {
		gf = &r->groups[agno];
		if (!group_tree_is_complete(gf, TREE_INO))
			return true;
		for (i = 0; i < gf->nr_chunks; i++)
			if (gf->chunks[i].lost & ~gf->chunks[i].free & ~gf->chunks[i].named)
				return true;
	}
	return false;
}

static bool root_is_there(const struct repair *r)
{
	return names_find_dir(r, r->geom.rootino) != NULL;
}

static int check_all(struct repair *r)
{
	int error = names_list_dirs(r);

	if (!error)
		error = inode_walk_some(r, has_dirs, check_dir, NULL);
	if (error)
		return error;
	if (may_lack_dirs(r) || !root_is_there(r))
		set_incomplete(r);
	error = names_check_dirs(r);
	if (!error)
		error = names_check_links(r);
	if (!error && xfs_has_parent(&r->geom))
		error = parents_check(r);
	return error;
}

int phase_names(struct repair *r)
{
	int error;

	progress_begin(r->progress, "names", chunk_walk_total(r));
	r->names = calloc(1, sizeof(*r->names));
	if (!r->names)
		return -ENOMEM;
	error = check_all(r);
	free(r->names->state);
	r->names->state = NULL;
	if (!error && !(names_are_whole(r) && r->dsb_of_primary))
		repair_note_missing(r, "names that inodes lack, and links too many, where not all "
				    "directories could be read");
	return error;
}
