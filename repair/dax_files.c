// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * --dax, one file: its extents as they come are judged by the core
 * (libxfs/dax/dax_pieces.h), and what the reference counts say of them is added up.
 */
#include <errno.h>

#include "repair/dax.h"
#include "repair/fork_scan.h"
#include "repair/groups.h"

struct passing {
	struct repair		*r;
	bool			realtime;
	bool			reflink;
	struct dax_sums		*sums;
	struct xfs_dax_stream	stream;
};

/* Blocks of one extent, and how many of its bytes are shared. */
struct shared_query {
	const struct xfs_geom	*g;
	uint64_t		start, bytes;	/* in the group; as far as the file goes */
	uint64_t		shared;
};

static int add_shared(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec, void *priv)
{
	const struct xfs_refcount_irec *rc = &irec->refcount;
	struct shared_query *q = priv;
	uint64_t start = (uint64_t)rc->startblock << q->g->blocklog;
	uint64_t end = start + ((uint64_t)rc->blockcount << q->g->blocklog);

	start = start > q->start ? start : q->start;
	end = end < q->start + q->bytes ? end : q->start + q->bytes;
	if (!rc->cow && rc->refcount > 1 && start < end)
		q->shared += end - start;
	return 0;
}

static int query_shared(struct repair *r, xfs_agnumber_t agno, xfs_agblock_t agbno,
			xfs_extlen_t len, struct shared_query *q)
{
	const union xfs_btree_irec low = { .refcount = { .startblock = agbno } };
	const union xfs_btree_irec high = { .refcount = { .startblock = agbno + len - 1 } };
	struct xfs_btree_host host;
	struct xfs_btree_cur cur;
	int error;

	if (!group_tree_is_complete(&r->groups[agno], TREE_REFC) ||
	    !group_tree_host(r, agno, TREE_REFC, &host))
		return -EFSCORRUPTED;
	xfs_btree_cur_init(&cur, group_tree_ops(TREE_REFC), &r->geom, &host);
	error = xfs_btree_query(&cur, &low, &high, add_shared, q);
	xfs_btree_cur_done(&cur);
	return error;
}

/* @bytes of the extent are in the file. */
static int count_shared(struct passing *p, const struct xfs_bmbt_irec *irec, uint64_t bytes)
{
	const struct xfs_geom *g = &p->r->geom;
	xfs_agblock_t agbno = xfs_fsb_agbno(g, irec->br_startblock);
	struct shared_query q = {
		.g = g, .start = (uint64_t)agbno << g->blocklog, .bytes = bytes,
	};
	int error = query_shared(p->r, xfs_fsb_agno(g, irec->br_startblock), agbno,
				 irec->br_blockcount, &q);

	p->sums->shared += q.shared;
	p->sums->shared_missing |= error != 0;
	return error == -ENOMEM ? error : 0;
}

static int take_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct passing *p = priv;
	const struct xfs_geom *g = &p->r->geom;
	uint64_t size = p->stream.file.size;
	struct xfs_dax_extent e = {
		.file_off = irec->br_startoff << g->blocklog,
		.len = irec->br_blockcount << g->blocklog,
		.written = !irec->br_unwritten,
		.address_known = !p->realtime,
	};

	if (e.address_known)
		e.dev_off = (uint64_t)xfs_fsb_daddr(g, irec->br_startblock) << BBSHIFT;
	xfs_dax_stream_add(&p->stream, &e);
	if (!p->reflink || p->realtime || e.file_off >= size)
		return 0;
	return count_shared(p, irec, e.len < size - e.file_off ? e.len : size - e.file_off);
}

int dax_look_at(struct repair *r, uint64_t mem_start, xfs_ino_t ino,
		const struct xfs_dinode *dip, struct dax_sums *sums)
{
	struct passing p = {
		.r = r, .sums = sums,
		.realtime = xfs_dinode_is_realtime(dip),
		.reflink = be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_REFLINK,
		.stream = { .file = { be64_to_cpu(dip->di_size), mem_start } },
	};
	const struct fork_visit visit = { .extent = take_extent, .priv = &p };
	struct fork_sums fork;
	unsigned int i;
	int error;

	*sums = (struct dax_sums){ 0 };
	error = fork_scan(r, ino, dip, XFS_DATA_FORK, &visit, &fork);
	xfs_dax_stream_end(&p.stream);
	for (i = 0; i < XFS_DAX_NR_WHY; i++) {
		sums->why[i] = p.stream.bytes[i];
		sums->bytes += sums->why[i];
	}
	return error;
}
