// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Walks over inode chunks.
 *
 * A chunk is read in one piece, past the buffer cache: it is looked at once a walk and
 * would only push out what is needed again.  Where that fails it is read block by block,
 * and what still fails is left out.  Items of work are runs of chunks of one group.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "repair/inode_walk.h"

#define CHUNKS_AN_ITEM	32
/* So many items ahead the system is told what will be read: some MiB. */
#define ITEMS_AHEAD	8

struct walk {
	struct repair	*r;
	chunk_want_fn	wanted;		/* NULL: all are */
	chunk_fn	fn;
	void		*priv;
	uint64_t	*first_item;	/* of each group; one more at the end */
	uint8_t		**bytes;	/* a thread's chunk */
	size_t		size;
};

static uint64_t nr_items(const struct group_facts *gf)
{
	return (gf->nr_chunks + CHUNKS_AN_ITEM - 1) / CHUNKS_AN_ITEM;
}

/* Bits of the inodes in the @len bytes at @at of a chunk. */
static uint64_t bits_of(const struct xfs_geom *g, size_t at, size_t len)
{
	unsigned int first = at >> g->inodelog, nr = len >> g->inodelog;

	return (nr >= XFS_INODES_PER_CHUNK ? ~0ULL : (1ULL << nr) - 1) << first;
}

static xfs_daddr_t chunk_daddr(const struct xfs_geom *g, xfs_agnumber_t agno,
			       const struct inode_chunk *chunk)
{
	return xfs_agb_daddr(g, agno, 0) + (((uint64_t)chunk->start << g->inodelog) >> BBSHIFT);
}

static void read_chunk(struct walk *w, struct chunk_view *v, uint8_t *bytes)
{
	const struct xfs_geom *g = &w->r->geom;
	size_t piece = g->blocksize < w->size ? g->blocksize : w->size, at;
	xfs_daddr_t daddr = chunk_daddr(g, v->agno, v->chunk);
	int error;

	v->bytes = bytes;
	v->readable = ~0ULL;
	v->error = xfs_env_read(w->r->data, daddr, bytes, w->size);
	if (!v->error)
		return;
	v->readable = 0;
	for (at = 0; at < w->size; at += piece) {
		if (!(v->chunk->alloc & bits_of(g, at, piece)))
			continue;
		error = xfs_env_read(w->r->data, daddr + (at >> BBSHIFT), bytes + at, piece);
		if (error)
			v->error = error;
		else
			v->readable |= bits_of(g, at, piece);
	}
}

static xfs_agnumber_t group_of_item(const struct walk *w, uint64_t item)
{
	xfs_agnumber_t low = 0, high = w->r->geom.agcount, mid;

	while (low + 1 < high) {
		mid = low + (high - low) / 2;
		if (w->first_item[mid] <= item)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* Chunks of an item: from *@first to before *@end; the group they are of. */
static xfs_agnumber_t item_chunks(const struct walk *w, uint64_t item, size_t *first, size_t *end)
{
	xfs_agnumber_t agno = group_of_item(w, item);
	size_t nr = w->r->groups[agno].nr_chunks;

	*first = (item - w->first_item[agno]) * CHUNKS_AN_ITEM;
	*end = nr - *first < CHUNKS_AN_ITEM ? nr : *first + CHUNKS_AN_ITEM;
	return agno;
}

static void read_ahead(const struct walk *w, uint64_t item)
{
	size_t i, end;
	xfs_agnumber_t agno;
	const struct inode_chunk *chunks;

	if (item >= w->first_item[w->r->geom.agcount])
		return;
	agno = item_chunks(w, item, &i, &end);
	chunks = w->r->groups[agno].chunks;
	for (; i < end; i++)
		if (!w->wanted || w->wanted(&chunks[i]))
			xfs_env_read_ahead(w->r->data, chunk_daddr(&w->r->geom, agno, &chunks[i]),
					   w->size);
}

static int walk_item(void *arg, uint64_t item, unsigned int thread)
{
	struct walk *w = arg;
	size_t i, end;
	struct chunk_view v = { .thread = thread };
	int error = 0;

	v.agno = item_chunks(w, item, &i, &end);
	read_ahead(w, item + ITEMS_AHEAD);
	for (; !error && i < end; i++) {
		v.chunk = &w->r->groups[v.agno].chunks[i];
		if (!w->wanted || w->wanted(v.chunk)) {
			read_chunk(w, &v, w->bytes[thread]);
			error = w->fn(w->r, &v, w->priv);
		}
		progress_add(w->r->progress, 1);
	}
	return error;
}

static int prepare(struct walk *w)
{
	struct repair *r = w->r;
	unsigned int i, nr = workers_nr(r->workers);
	xfs_agnumber_t agno;

	w->first_item = calloc((size_t)r->geom.agcount + 1, sizeof(*w->first_item));
	w->bytes = calloc(nr, sizeof(*w->bytes));
	if (!w->first_item || !w->bytes)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		w->bytes[i] = xfs_env_io_alloc(w->size);
		if (!w->bytes[i])
			return -ENOMEM;
	}
	for (agno = 0; agno < r->geom.agcount; agno++)
		w->first_item[agno + 1] = w->first_item[agno] + nr_items(&r->groups[agno]);
	return 0;
}

int chunk_walk_some(struct repair *r, chunk_want_fn wanted, chunk_fn fn, void *priv)
{
	struct walk w = {
		.r = r, .wanted = wanted, .fn = fn, .priv = priv,
		.size = (size_t)XFS_INODES_PER_CHUNK << r->geom.inodelog,
	};
	unsigned int i, nr = workers_nr(r->workers);
	int error = prepare(&w);

	if (!error)
		error = workers_run(r->workers, w.first_item[r->geom.agcount], walk_item, &w);
	for (i = 0; w.bytes && i < nr; i++)
		xfs_env_io_free(w.bytes[i]);
	free(w.bytes);
	free(w.first_item);
	return error;
}

int chunk_walk(struct repair *r, chunk_fn fn, void *priv)
{
	return chunk_walk_some(r, NULL, fn, priv);
}

uint64_t chunk_walk_total(const struct repair *r)
{
	xfs_agnumber_t agno;
	uint64_t nr = 0;

	for (agno = 0; agno < r->geom.agcount; agno++)
		nr += r->groups[agno].nr_chunks;
	return nr;
}

/* ---- Inodes in use ---- */

struct each_inode {
	inode_fn	fn;
	void		*priv;
};

static int each_of_chunk(struct repair *r, const struct chunk_view *v, void *priv)
{
	const struct each_inode *each = priv;
	uint64_t todo = v->chunk->used & v->readable;
	unsigned int bit;
	int error = 0;

	for (; !error && todo; todo &= todo - 1) {
		bit = __builtin_ctzll(todo);
		error = each->fn(r, chunk_ino(&r->geom, v, bit), chunk_dinode(&r->geom, v, bit),
				 v->thread, each->priv);
	}
	return error;
}

int inode_walk_some(struct repair *r, chunk_want_fn wanted, inode_fn fn, void *priv)
{
	struct each_inode each = { .fn = fn, .priv = priv };

	return chunk_walk_some(r, wanted, each_of_chunk, &each);
}

int inode_walk(struct repair *r, inode_fn fn, void *priv)
{
	return inode_walk_some(r, NULL, fn, priv);
}

int inode_load(struct repair *r, xfs_ino_t ino, struct xfs_dinode *dip)
{
	const struct xfs_geom *g = &r->geom;
	uint8_t *block = xfs_env_io_alloc(g->blocksize);
	int error;

	if (!block)
		return -ENOMEM;
	error = xfs_env_read(r->data, xfs_fsb_daddr(g, xfs_ino_fsb(g, ino)), block,
			     g->blocksize);
	if (!error)
		memcpy(dip, block + ((size_t)xfs_ino_offset(g, ino) << g->inodelog),
		       g->inodesize);
	xfs_env_io_free(block);
	return error;
}
