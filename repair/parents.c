// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Parent pointers against names.
 *
 * Each pointer adds to the sum of its inode's chunk a hash of inode, directory with
 * generation, and name; each name subtracts the same.  Two different multitudes have
 * equal sums with the chance 2^-64 at worst (libxfs/reflink/rmap_sum.c says why).
 *
 * Where a sum is not zero, the hashes of both sides are listed, eight bytes each, and what
 * stands on one side only is looked for once more, now to be named.
 */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "libxfs/fs/features.h"
#include "libxfs/fs/siphash.h"
#include "repair/owners.h"
#include "repair/parents.h"

/* More are counted, not named: 32 MiB. */
#define MAX_LISTED	((size_t)4 << 20)

/* One parent pointer, or what it should be. */
struct pointer {
	xfs_ino_t	ino;
	xfs_ino_t	dir;
	uint32_t	gen;
	const uint8_t	*name;
	unsigned int	namelen;
};

static void hash_pointer(const struct repair *r, const struct pointer *p, uint64_t h[2])
{
	const struct xfs_rmap_seed *seed = &r->owners->seed;
	struct xfs_sip s;
	unsigned int i, len;
	uint64_t word;

	xfs_sip_start(&s, seed->k[0], seed->k[1]);
	xfs_sip_word(&s, (uint64_t)p->gen << 32 | p->namelen);
	xfs_sip_word(&s, p->ino);
	xfs_sip_word(&s, p->dir);
	for (i = 0; i < p->namelen; i += len) {
		len = p->namelen - i < sizeof(word) ? p->namelen - i : sizeof(word);
		word = 0;
		memcpy(&word, p->name + i, len);
		xfs_sip_word(&s, word);
	}
	xfs_sip_end(&s, h);
}

/* False if it is no parent pointer, or not a whole one. */
static bool attr_pointer(xfs_ino_t ino, const struct xfs_attr_entry *e, struct pointer *p)
{
	if (!(e->flags & XFS_ATTR_PARENT) || (e->flags & XFS_ATTR_INCOMPLETE) || !e->value ||
	    e->valuelen != sizeof(struct xfs_parent_rec))
		return false;
	*p = (struct pointer){
		.ino = ino, .dir = get_unaligned_be64(e->value),
		.gen = get_unaligned_be32(e->value + 8),
		.name = e->name, .namelen = e->namelen,
	};
	return true;
}

static struct pointer name_pointer(const struct names_from *from, const struct xfs_dir_entry *e)
{
	return (struct pointer){
		.ino = e->ino, .dir = from->ino, .gen = from->gen,
		.name = e->name, .namelen = e->namelen,
	};
}

void parents_take_attr(struct repair *r, xfs_ino_t ino, const struct xfs_attr_entry *e)
{
	struct inode_chunk *chunk;
	struct pointer p;
	unsigned int bit;
	uint64_t h[2];

	if (!xfs_has_parent(&r->geom) || !attr_pointer(ino, e, &p))
		return;
	chunk = groups_find_inode(r, ino, &bit);
	if (!chunk || !chunk->links)
		return;
	hash_pointer(r, &p, h);
	__atomic_fetch_add(&chunk->links->parents[0], h[0], __ATOMIC_RELAXED);
	__atomic_fetch_add(&chunk->links->parents[1], h[1], __ATOMIC_RELAXED);
}

void parents_take_name(const struct names_from *from, const struct xfs_dir_entry *e,
		       struct inode_chunk *chunk)
{
	struct pointer p = name_pointer(from, e);
	uint64_t h[2];

	if (!xfs_has_parent(&from->r->geom))
		return;
	hash_pointer(from->r, &p, h);
	__atomic_fetch_sub(&chunk->links->parents[0], h[0], __ATOMIC_RELAXED);
	__atomic_fetch_sub(&chunk->links->parents[1], h[1], __ATOMIC_RELAXED);
}

/* ---- Listing ---- */

struct list {
	uint64_t	*v;
	size_t		nr, room;
	bool		full;
};

/* What has no partner. */
struct differ {
	struct repair	*r;
	pthread_mutex_t	lock;
	struct list	hashes;		/* the lowest bit is FROM_NAME or FROM_ATTR */
	struct list	unread;		/* inodes whose attributes could not all be read */
	bool		naming;		/* second time: what stands in hashes */
};
enum { FROM_NAME = 0, FROM_ATTR = 1 };

static int list_grow(struct list *l)
{
	size_t room = l->room ? 2 * l->room : 1024;
	uint64_t *v;

	l->full = room > MAX_LISTED;
	if (l->full)
		return 0;
	v = realloc(l->v, room * sizeof(*v));
	if (!v)
		return -ENOMEM;
	l->v = v;
	l->room = room;
	return 0;
}

static int list_add(struct differ *d, struct list *l, uint64_t word)
{
	int error = 0;

	pthread_mutex_lock(&d->lock);
	if (l->nr == l->room && !l->full)
		error = list_grow(l);
	if (!error && !l->full)
		l->v[l->nr++] = word;
	pthread_mutex_unlock(&d->lock);
	return error;
}

static int compare_words(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void list_sort(struct list *l)
{
	if (l->nr)
		qsort(l->v, l->nr, sizeof(*l->v), compare_words);
}

static bool list_has(const struct list *l, uint64_t word)
{
	return l->nr && bsearch(&word, l->v, l->nr, sizeof(word), compare_words);
}

/* A name and a pointer of one hash are a pair. */
static void drop_pairs(struct list *l)
{
	size_t i, nr = 0;

	for (i = 0; i < l->nr; i++) {
		if (i + 1 < l->nr && (l->v[i] ^ l->v[i + 1]) == 1)
			i++;
		else
			l->v[nr++] = l->v[i];
	}
	l->nr = nr;
}

/* ---- Both sides once more ---- */

static void tell(struct differ *d, const struct pointer *p, unsigned int side)
{
	struct place place = place_ino(NULL, p->ino, NULLFILEOFF);

	if (side == FROM_NAME ? list_has(&d->unread, p->ino) : !names_are_whole(d->r))
		return;
	report_note(d->r->report, side == FROM_NAME ? FIND_PARENT_MISSING :
		    FIND_PARENT_SUPERFLUOUS, place,
		    "\"%.*s\" in directory inode %" PRIu64 ", generation %" PRIu32,
		    NAME_SHOWN(p), p->dir, p->gen);
}

static int take(struct differ *d, const struct pointer *p, unsigned int side)
{
	uint64_t h[2];

	hash_pointer(d->r, p, h);
	h[0] = (h[0] & ~(uint64_t)1) | side;
	if (!d->naming)
		return list_add(d, &d->hashes, h[0]);
	if (list_has(&d->hashes, h[0]))
		tell(d, p, side);
	return 0;
}

static bool chunk_differs(const struct inode_chunk *chunk)
{
	return chunk->links && (chunk->links->parents[0] || chunk->links->parents[1]);
}

static int again_name(const struct names_from *from, const struct xfs_dir_entry *e, void *priv)
{
	struct pointer p = name_pointer(from, e);
	struct inode_chunk *chunk;
	unsigned int bit;

	chunk = groups_find_inode(from->r, e->ino, &bit);
	if (chunk && (chunk->used >> bit & 1) && chunk_differs(chunk) &&
	    !names_is_special(from->r, e->ino))
		return take(priv, &p, FROM_NAME);
	return 0;
}

struct again_attrs {
	struct differ	*d;
	xfs_ino_t	ino;
};

static int again_attr(void *priv, const struct xfs_attr_entry *e)
{
	struct again_attrs *a = priv;
	struct pointer p;

	return attr_pointer(a->ino, e, &p) ? take(a->d, &p, FROM_ATTR) : 0;
}

static int again_fault(void *priv, const struct xfs_da_fault *df)
{
	struct again_attrs *a = priv;

	if (!a->d->naming && df->fault != XFS_FAULT_ATTR_INCOMPLETE)
		return list_add(a->d, &a->d->unread, a->ino);
	return 0;
}

static int again_inode(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		       unsigned int thread, void *priv)
{
	struct again_attrs a = { .d = priv, .ino = ino };
	const struct xfs_attr_visit visit = {
		.entry = again_attr, .fault = again_fault, .priv = &a,
		.max_extents = MAX_DIR_BLOCKS,
	};
	enum names_fork fork;
	int error;

	if (!dip->di_forkoff)
		return 0;
	error = names_probe_fork(r, ino, dip, XFS_ATTR_FORK, &fork);
	if (!error && fork == NAMES_FORK_OK)
		error = xfs_attr_check(r->cache, dip, ino, &visit);
	else if (!error && !a.d->naming)
		error = list_add(a.d, &a.d->unread, ino);
	return error;
}

static int both_sides(struct differ *d)
{
	int error;

	progress_begin(d->r->progress, "names", 2 * chunk_walk_total(d->r));
	error = names_again(d->r, again_name, d);
	if (error)
		return error;
	return inode_walk_some(d->r, chunk_differs, again_inode, d);
}

static uint64_t count_chunks(const struct repair *r)
{
	xfs_agnumber_t agno;
	uint64_t nr = 0;
	size_t i;

	for (agno = 0; agno < r->geom.agcount; agno++)
		for (i = 0; i < r->groups[agno].nr_chunks; i++)
			nr += chunk_differs(&r->groups[agno].chunks[i]);
	return nr;
}

static int name_all(struct differ *d, uint64_t nr_chunks)
{
	int error = both_sides(d);

	if (error)
		return error;
	if (d->hashes.full || d->unread.full) {
		report_note(d->r->report, FIND_PARENTS_DIFFER, PLACE_NOWHERE,
			    "of inodes in %" PRIu64 " chunks", nr_chunks);
		return 0;
	}
	list_sort(&d->hashes);
	list_sort(&d->unread);
	drop_pairs(&d->hashes);
	d->naming = true;
	return d->hashes.nr ? both_sides(d) : 0;
}

int parents_check(struct repair *r)
{
	struct differ d = { .r = r };
	uint64_t nr = count_chunks(r);
	int error;

	if (!nr)
		return 0;
	if (pthread_mutex_init(&d.lock, NULL))
		return -ENOMEM;
	error = name_all(&d, nr);
	pthread_mutex_destroy(&d.lock);
	free(d.hashes.v);
	free(d.unread.v);
	return error;
}
