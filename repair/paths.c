// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Paths of inodes (repair/paths.h): a table, by number, of what is wanted and of every
 * directory above it.
 *
 * Which directory is above which is known from the names' phase, so the way up from
 * a directory costs no reading.  On a damaged filesystem it may be a circle: a number that
 * is in the table already ends the way when it is gathered, and its length when it is put
 * together.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "repair/names.h"
#include "repair/paths.h"

#define PATHS_MAX	((size_t)1 << 18)
#define PATH_BYTES	256		/* that one takes, more or less */
#define SLOTS_MIN	1024

struct path_node {
	xfs_ino_t	ino;		/* 0: no node */
	xfs_ino_t	parent;		/* of the entry that was found; NULLFSINO: none yet */
	uint64_t	offset;		/* of that entry */
	uint8_t		namelen;
	uint8_t		*name;
	bool		done;		/* was in the table during a whole walk */
};

struct paths {
	pthread_mutex_t		lock;
	struct path_node	*slots;		/* hashed, open */
	size_t			nr_slots, nr;	/* a power of two; at most half are in use */
	size_t			nr_wanted, max_wanted;
	size_t			max_nodes;	/* with the directories above */
	bool			short_of;	/* some were not taken */
};

size_t paths_max(const struct repair *r)
{
	uint64_t bytes = r->opts.max_mib ? (r->opts.max_mib << 20) / 4 : SIZE_MAX;

	return bytes / PATH_BYTES < PATHS_MAX ? bytes / PATH_BYTES : PATHS_MAX;
}

/* ---- The table ---- */

static struct path_node *find_slot(struct path_node *slots, size_t nr_slots, xfs_ino_t ino)
{
	size_t i = (ino * 0x9e3779b97f4a7c15ULL) >> 32 & (nr_slots - 1);

	while (slots[i].ino && slots[i].ino != ino)
		i = (i + 1) & (nr_slots - 1);
	return &slots[i];
}

static struct path_node *find_node(const struct paths *p, xfs_ino_t ino)
{
	struct path_node *node = ino ? find_slot(p->slots, p->nr_slots, ino) : NULL;

	return node && node->ino ? node : NULL;
}

static bool make_room(struct paths *p)
{
	size_t i, nr = p->nr_slots * 2;
	struct path_node *slots;

	if (p->nr < p->nr_slots / 2)
		return true;
	slots = calloc(nr, sizeof(*slots));
	if (!slots)
		return false;
	for (i = 0; i < p->nr_slots; i++)
		if (p->slots[i].ino)
			*find_slot(slots, nr, p->slots[i].ino) = p->slots[i];
	free(p->slots);
	p->slots = slots;
	p->nr_slots = nr;
	return true;
}

/* 1 if it was not there and now is, 0 if nothing has changed, or -ENOMEM. */
static int add_node(struct paths *p, xfs_ino_t ino)
{
	struct path_node *node;

	if (!ino || ino == NULLFSINO || p->nr == p->max_nodes || find_node(p, ino))
		return 0;
	if (!make_room(p))
		return -ENOMEM;
	node = find_slot(p->slots, p->nr_slots, ino);
	node->ino = ino;
	node->parent = NULLFSINO;
	p->nr++;
	return 1;
}

static struct paths *create(const struct repair *r)
{
	struct paths *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->max_wanted = paths_max(r);
	p->max_nodes = 2 * p->max_wanted + (SLOTS_MIN << 5);
	p->nr_slots = SLOTS_MIN;
	p->slots = calloc(p->nr_slots, sizeof(*p->slots));
	if (!p->slots || pthread_mutex_init(&p->lock, NULL)) {
		free(p->slots);
		free(p);
		return NULL;
	}
	return p;
}

void paths_destroy(struct repair *r)
{
	struct paths *p = r->paths;
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->nr_slots; i++)
		free(p->slots[i].name);
	pthread_mutex_destroy(&p->lock);
	free(p->slots);
	free(p);
	r->paths = NULL;
}

/* @ino and all directories above it, as far as they are known. */
static int add_upwards(struct repair *r, xfs_ino_t ino)
{
	int added;

	do
		added = add_node(r->paths, ino);
	while (added > 0 && names_parent_of(r, ino, &ino));
	return added < 0 ? added : 0;
}

int paths_want(struct repair *r, xfs_ino_t ino)
{
	if (!r->paths)
		r->paths = create(r);
	if (!r->paths)
		return -ENOMEM;
	if (find_node(r->paths, ino))
		return 0;
	if (r->paths->nr_wanted == r->paths->max_wanted) {
		r->paths->short_of = true;
		return 0;
	}
	r->paths->nr_wanted++;
	return add_upwards(r, ino);
}

/* ---- Walks ---- */

static bool is_before(const struct path_node *node, xfs_ino_t from, uint64_t offset)
{
	if (node->parent == NULLFSINO)
		return false;
	return node->parent < from || (node->parent == from && node->offset <= offset);
}

static int set_name(struct path_node *node, xfs_ino_t from, const struct xfs_dir_entry *e)
{
	uint8_t *name = malloc(e->namelen);

	if (!name)
		return -ENOMEM;
	memcpy(name, e->name, e->namelen);
	free(node->name);
	node->name = name;
	node->namelen = e->namelen;
	node->parent = from;
	node->offset = e->offset;
	return 0;
}

static int take_entry(const struct names_from *from, const struct xfs_dir_entry *e, void *priv)
{
	struct paths *p = priv;
	struct path_node *node = find_node(p, e->ino);
	xfs_ino_t above;
	int error = 0;

	if (!node || node->done || names_is_root(from->r, e->ino))
		return 0;
	if (names_parent_of(from->r, e->ino, &above) && above != from->ino)
		return 0;
	pthread_mutex_lock(&p->lock);
	if (!is_before(node, from->ino, e->offset))
		error = set_name(node, from->ino, e);
	pthread_mutex_unlock(&p->lock);
	return error;
}

static int walk(struct repair *r)
{
	struct paths *p = r->paths;
	int error = names_again(r, take_entry, p);
	size_t i;

	for (i = 0; i < p->nr_slots; i++)
		p->slots[i].done = p->slots[i].ino;
	return error;
}

/* The directories that the names found are in. */
static int add_parents(struct repair *r)
{
	struct paths *p = r->paths;
	xfs_ino_t *above = calloc(p->nr + 1, sizeof(*above));
	size_t i, nr = 0;
	int error = 0;

	if (!above)
		return -ENOMEM;
	for (i = 0; i < p->nr_slots; i++)
		if (p->slots[i].ino && p->slots[i].parent != NULLFSINO)
			above[nr++] = p->slots[i].parent;
	for (i = 0; !error && i < nr; i++)
		error = add_upwards(r, above[i]);
	free(above);
	return error;
}

static bool has_open(const struct paths *p)
{
	size_t i;

	for (i = 0; i < p->nr_slots; i++)
		if (p->slots[i].ino && !p->slots[i].done)
			return true;
	return false;
}

static void say_short(struct paths *p)
{
	if (p->short_of)
		repair_say("only the first %zu inodes have paths, the others numbers",
			   p->max_wanted);
	p->short_of = false;
}

int paths_resolve(struct repair *r)
{
	size_t nr;
	int error;

	if (!r->paths || !(r->facts & FACT_NAMES) || !has_open(r->paths))
		return 0;
	say_short(r->paths);
	progress_begin(r->progress, "paths", 2 * chunk_walk_total(r));
	nr = r->paths->nr;
	error = walk(r);
	if (!error)
		error = add_parents(r);
	if (!error && r->paths->nr > nr)
		error = walk(r);
	progress_end(r->progress);
	return error;
}

/* ---- One path ---- */

#define CUT	"..."

/* Puts "/name" before @at; false if there is no room. */
static bool put_before(char *path, size_t *at, const struct path_node *node)
{
	if (*at < node->namelen + sizeof(CUT))
		return false;
	*at -= node->namelen;
	memcpy(path + *at, node->name, node->namelen);
	path[--*at] = '/';
	return true;
}

bool paths_name(const struct repair *r, xfs_ino_t ino, char *path, size_t size)
{
	const struct path_node *node;
	size_t at = size - 1, depth = 0;

	if (names_is_root(r, ino))
		return snprintf(path, size, "/") > 0;
	path[at] = '\0';
	while (r->paths && !names_is_root(r, ino)) {
		node = find_node(r->paths, ino);
		if (!node || !node->name || depth++ > r->paths->max_nodes)
			return false;
		if (!put_before(path, &at, node)) {
			at -= strlen(CUT);
			memcpy(path + at, CUT, strlen(CUT));
			break;
		}
		ino = node->parent;
	}
	memmove(path, path + at, size - at);
	return size - at > 1;
}
