// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the B+tree tests share: a sparse file with a geometry of any block size, the
 * i-th of an endless sorted series of records for each tree, a host whose edits are
 * held back until flushed, and the check of a whole tree.
 */
#ifndef BTREE_BED_H
#define BTREE_BED_H

#include <stdlib.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/btree/block.h"
#include "libxfs/btree/bulk.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "tests/unit/tap.h"

#define BED_AGNO	1	/* where trees of a group are */
#define BED_INO		((uint64_t)1 << 12)
#define BED_FIRST	100	/* first block claimed */
#define BED_HELD	(1 << 17)

#define BED __attribute__((unused)) static

BED const struct xfs_btree_ops *const bed_trees[] = {
	&xfs_bnobt_ops, &xfs_cntbt_ops, &xfs_inobt_ops, &xfs_finobt_ops,
	&xfs_rmapbt_ops, &xfs_refcountbt_ops, &xfs_bmbt_ops,
};
#define BED_NR_TREES	(sizeof(bed_trees) / sizeof(bed_trees[0]))

struct bed {
	struct xfs_btree_host	host;	/* first: host callbacks cast back */
	const struct xfs_btree_ops *ops;
	struct xfs_geom		g;
	struct xfs_dev		*dev;
	uint8_t			fork[512];

	/* Blocks given out: a stack of freed ones, then never used ones. */
	uint64_t		unused;
	uint64_t		*freed;
	size_t			nr_freed;
	int			fail_after;	/* alloc fails after so many; -1 never */

	/* Edited blocks by their number modulo BED_HELD. */
	struct xfs_buf		**held;

	/* The stream of a bulk load: records from..from + n, thinned to step. */
	uint64_t		at;
};

BED uint64_t bed_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

BED uint64_t bed_mix(uint64_t i)
{
	i = (i + 0x9e3779b97f4a7c15ULL) * 0xbf58476d1ce4e5b9ULL;
	return i ^ i >> 29;
}

BED void bed_geom(struct xfs_geom *g, uint32_t blocksize)
{
	memset(g, 0, sizeof(*g));
	g->blocksize = blocksize;
	g->sectsize = 512;
	g->inodesize = 512;
	g->dirblksize = blocksize > 4096 ? blocksize : 4096;
	g->logsectsize = 512;
	g->agblocks = 1ULL << 40 >> __builtin_ctz(blocksize);
	if (g->agblocks > 1U << 27)
		g->agblocks = 1U << 27;
	g->agcount = 2;
	g->dblocks = 2ULL * g->agblocks - 10;
	g->versionnum = XFS_SB_VERSION_5;
	g->features2 = XFS_SB_VERSION2_CRCBIT;
	g->ro_compat = XFS_SB_FEAT_RO_COMPAT_FINOBT | XFS_SB_FEAT_RO_COMPAT_RMAPBT |
		XFS_SB_FEAT_RO_COMPAT_REFLINK;
	g->incompat = XFS_SB_FEAT_INCOMPAT_SPINODES | XFS_SB_FEAT_INCOMPAT_NREXT64;
	memset(g->uuid.b, 0x5a, sizeof(g->uuid.b));
	g->meta_uuid = g->uuid;
	xfs_geom_derive(g);
}

/* The @i-th record of a series that rises with @i, with gaps to insert nothing in. */
BED void bed_rec(const struct xfs_btree_ops *ops, const struct xfs_geom *g, uint64_t i,
		 union xfs_btree_irec *rec)
{
	uint32_t first = xfs_ag_first_agbno(g), mix = bed_mix(i) >> 32;

	memset(rec, 0, sizeof(*rec));
	if (ops == &xfs_bnobt_ops) {
		rec->alloc.startblock = first + 8 * i + mix % 4;
		rec->alloc.blockcount = 1 + mix / 4 % 4;
	} else if (ops == &xfs_cntbt_ops) {
		rec->alloc.blockcount = 1 + i / 100;
		rec->alloc.startblock = first + i % 100 * 10 + mix % 10;
	} else if (ops == &xfs_inobt_ops || ops == &xfs_finobt_ops) {
		rec->inobt.startino = (first << g->inopblog);
		rec->inobt.startino = (rec->inobt.startino + 63) / 64 * 64 + 64 * i;
		rec->inobt.count = 64;
		rec->inobt.free = 1ULL << mix % 64;
		rec->inobt.freecount = 1;
	} else if (ops == &xfs_rmapbt_ops) {
		rec->rmap.startblock = first + i / 3 * 2;
		rec->rmap.blockcount = 1 + mix % (mix & 1024 ? 500 : 5);
		rec->rmap.owner = BED_INO + i % 3;
		rec->rmap.offset = mix & 0xffff;
		rec->rmap.flags = mix & 512 ? XFS_RMAP_OFF_UNWRITTEN : 0;
	} else if (ops == &xfs_refcountbt_ops) {
		rec->refcount.cow = i >= 500000;
		rec->refcount.startblock = first + i % 500000 * 8 + mix % 4;
		rec->refcount.blockcount = 1 + mix / 4 % 4;
		rec->refcount.refcount = rec->refcount.cow ? 1 : 2 + mix % 7;
	} else {
		rec->bmap.br_startoff = i * 5 + mix % 3;
		rec->bmap.br_blockcount = 1 + mix / 4 % 2;
		rec->bmap.br_startblock = 1000 + mix % 4096;
		rec->bmap.br_unwritten = mix & 4096;
	}
}

BED bool bed_rec_same(const struct bed *b, const union xfs_btree_irec *x,
		      const union xfs_btree_irec *y)
{
	uint8_t dx[XFS_BTREE_REC_MAX], dy[XFS_BTREE_REC_MAX];

	b->ops->pack(&b->g, x, dx);
	b->ops->pack(&b->g, y, dy);
	return !memcmp(dx, dy, b->ops->rec_len);
}

/* ---- Blocks ---- */

BED uint64_t bed_owner(const struct xfs_btree_ops *ops)
{
	return ops->lptr ? BED_INO : BED_AGNO;
}

BED int bed_take(struct bed *b, uint64_t *ptr)
{
	uint64_t n;

	if (b->fail_after >= 0 && b->fail_after-- == 0)
		return -ENOSPC;
	n = b->nr_freed ? b->freed[--b->nr_freed] : b->unused++;
	*ptr = b->ops->lptr ? xfs_agb_fsb(&b->g, n & 1, BED_FIRST + n / 2) :
			      BED_FIRST + n;
	return 0;
}

BED uint64_t bed_number(const struct bed *b, uint64_t ptr)
{
	if (!b->ops->lptr)
		return ptr - BED_FIRST;
	return 2 * (uint64_t)(xfs_fsb_agbno(&b->g, ptr) - BED_FIRST) +
		xfs_fsb_agno(&b->g, ptr);
}

BED uint64_t bed_daddr_number(const struct bed *b, xfs_daddr_t daddr)
{
	return bed_number(b, b->ops->lptr ? xfs_daddr_fsb(&b->g, daddr) :
			     xfs_daddr_agbno(&b->g, daddr));
}

BED int bed_read(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		 xfs_daddr_t daddr, struct xfs_buf **bpp)
{
	struct bed *b = (struct bed *)host;

	return xfs_buf_read(host->cache, daddr, b->g.blocksize, ops->buf_ops, bpp);
}

BED int bed_edit(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		 struct xfs_buf **bpp)
{
	struct bed *b = (struct bed *)host;
	uint64_t n = bed_daddr_number(b, (*bpp)->daddr);

	if (n >= BED_HELD)
		return -ENOSPC;
	if (b->held[n])
		return 0;
	return xfs_buf_get(host->cache, (*bpp)->daddr, b->g.blocksize, &b->held[n]);
}

BED int bed_alloc(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		  uint64_t near, uint64_t *ptr, struct xfs_buf **bpp)
{
	struct bed *b = (struct bed *)host;
	int error = bed_take(b, ptr);

	if (error)
		return error;
	error = xfs_buf_get(host->cache,
			    xfs_btree_ptr_daddr(ops, &b->g, host->owner, *ptr),
			    b->g.blocksize, bpp);
	return error ? error : bed_edit(host, ops, bpp);
}

BED int bed_free(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		 uint64_t ptr, struct xfs_buf *bp)
{
	struct bed *b = (struct bed *)host;
	uint64_t n = bed_number(b, ptr);

	if (b->held[n])
		xfs_buf_release(b->held[n]);
	b->held[n] = NULL;
	b->freed[b->nr_freed++] = n;
	return 0;
}

BED int bed_root_changed(struct xfs_btree_host *host, const struct xfs_btree_ops *ops)
{
	return 0;
}

BED int bed_edit_fork(struct xfs_btree_host *host, const struct xfs_btree_ops *ops)
{
	return 0;
}

BED const struct xfs_btree_host_ops bed_host_ops = {
	.read		= bed_read,
	.edit		= bed_edit,
	.alloc		= bed_alloc,
	.free		= bed_free,
	.root_changed	= bed_root_changed,
	.edit_fork	= bed_edit_fork,
};

BED void bed_open(struct bed *b, const struct xfs_btree_ops *ops, uint32_t blocksize)
{
	char path[] = "/tmp/u-btree.XXXXXX";
	int fd = mkstemp(path);

	memset(b, 0, sizeof(*b));
	b->ops = ops;
	b->fail_after = -1;
	bed_geom(&b->g, blocksize);
	b->held = calloc(BED_HELD, sizeof(*b->held));
	b->freed = calloc(BED_HELD, sizeof(*b->freed));
	if (fd < 0 || device_open(path, DEVICE_WRITE, &b->dev) ||
	    device_resize(b->dev, b->g.dblocks * blocksize)) {
		printf("Bail out! cannot make a sparse file in /tmp\n");
		exit(1);
	}
	close(fd);
	unlink(path);
	b->host.ops = &bed_host_ops;
	b->host.cache = xfs_buf_cache_create(b->dev, &b->g);
	b->host.owner = bed_owner(ops);
	b->host.fork = b->fork;
	b->host.fork_bytes = 4 + 16 * 9;
}

/* Writes every edited block; false if one does not verify. */
BED bool bed_flush(struct bed *b)
{
	bool good = true;
	size_t n;
	int error;

	for (n = 0; n < BED_HELD; n++) {
		if (!b->held[n])
			continue;
		error = xfs_buf_write(b->held[n], b->ops->buf_ops);
		if (error && good)
			printf("# block %zu: error %d, fault %u %s\n", n, error,
			       xfs_fault_number(b->held[n]->fault),
			       xfs_fault_text(b->held[n]->fault));
		good &= !error;
		xfs_buf_release(b->held[n]);
		b->held[n] = NULL;
	}
	return good;
}

/* A new cache, so that everything is read and verified again. */
BED void bed_forget(struct bed *b)
{
	xfs_buf_cache_destroy(b->host.cache);
	b->host.cache = xfs_buf_cache_create(b->dev, &b->g);
}

BED void bed_close(struct bed *b)
{
	bed_flush(b);
	xfs_buf_cache_destroy(b->host.cache);
	device_close(b->dev);
	free(b->held);
	free(b->freed);
}

/* ---- Whole trees ---- */

BED int bed_next(void *priv, union xfs_btree_irec *irec)
{
	struct bed *b = priv;

	bed_rec(b->ops, &b->g, b->at++, irec);
	return 0;
}

BED int bed_claim(void *priv, unsigned int level, uint64_t *ptr)
{
	return bed_take(priv, ptr);
}

/* Loads the first @n records of the series and hangs the tree on the host. */
BED int bed_load(struct bed *b, struct xfs_btree_bulk *bulk, uint64_t n, int slack)
{
	int error;

	memset(bulk, 0, sizeof(*bulk));
	bulk->ops = b->ops;
	bulk->g = &b->g;
	bulk->owner = b->host.owner;
	bulk->leaf_slack = slack;
	bulk->node_slack = slack;
	bulk->fork = b->fork;
	bulk->fork_bytes = b->host.fork_bytes;
	bulk->next = bed_next;
	bulk->claim = bed_claim;
	bulk->cache = b->host.cache;
	bulk->priv = b;
	b->at = 0;
	error = xfs_btree_bulk_geometry(bulk, n);
	if (!error)
		error = xfs_btree_bulk_load(bulk);
	if (!error && !b->ops->fork_root) {
		b->host.root = bulk->root;
		b->host.nlevels = bulk->nlevels;
	}
	return error;
}

struct bed_count {
	uint64_t	blocks[XFS_BTREE_CUR_LEVELS];
	uint64_t	records;
	uint64_t	inexact;	/* parent's keys not exactly the child's */
};

BED int bed_count_block(struct xfs_btree_cur *cur, unsigned int level, uint64_t ptr,
			const struct xfs_buf *bp, void *priv)
{
	struct bed_count *c = priv;
	struct xfs_btree_view v, up;
	struct xfs_btree_key low, high;
	unsigned int i;

	if (!bp)
		return 0;
	c->blocks[level]++;
	xfs_btree_view_init(&v, cur->ops, bp->data, bp->len, false);
	c->records += level ? 0 : v.nr;
	if (level + 1 == cur->nlevels)
		return 0;
	xfs_btree_view_bounds(&v, &low, &high);
	if (cur->ops->fork_root && level + 2 == cur->nlevels)
		xfs_btree_view_init(&up, cur->ops, cur->host->fork,
				    cur->host->fork_bytes, true);
	else
		xfs_btree_view_init(&up, cur->ops, cur->lv[level + 1].bp->data,
				    bp->len, false);
	i = cur->lv[level + 1].idx;
	if (memcmp(&low, xfs_btree_view_key(&up, i), cur->ops->key_len) ||
	    (cur->ops->overlapping && memcmp(&high, xfs_btree_view_high_key(&up, i),
					     cur->ops->key_len)))
		c->inexact++;
	return 0;
}

/* Every block read afresh, in its place, all keys exact, and @records in all. */
BED bool bed_check(struct bed *b, uint64_t records, uint64_t *blocks)
{
	struct bed_count c = { .records = 0 };
	struct xfs_btree_cur cur;
	unsigned int level;
	int error;

	bed_forget(b);
	xfs_btree_cur_init(&cur, b->ops, &b->g, &b->host);
	error = xfs_btree_walk(&cur, bed_count_block, &c);
	if (error || c.inexact || c.records != records)
		printf("# walk %d, fault %s at %" PRIu64 ", %" PRIu64 " keys inexact, %"
		       PRIu64 " records not %" PRIu64 "\n", error,
		       xfs_fault_text(cur.fault), cur.fault_ptr, c.inexact,
		       c.records, records);
	*blocks = 0;
	for (level = 0; level < XFS_BTREE_CUR_LEVELS; level++)
		*blocks += c.blocks[level];
	return !error && !c.inexact && c.records == records;
}

#endif /* BTREE_BED_H */
