// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Scanning a fork, extent by extent.
 */
#include "libxfs/inode/inode_verify.h"
#include "repair/fork_scan.h"

struct fork_scan {
	struct repair		*r;
	const struct fork_visit	*visit;
	struct fork_sums	*sums;
	bool			unwritten;	/* extents may be */
	bool			rt;
};

static int tell(struct fork_scan *s, enum xfs_fault fault, xfs_fsblock_t fsb, int error)
{
	return s->visit->fault ? s->visit->fault(s->visit->priv, fault, fsb, error) : 0;
}

/* An extent that is no good is told of and left out. */
static int take(struct fork_scan *s, const struct xfs_bmbt_rec *drec, xfs_fsblock_t fsb)
{
	enum xfs_fault fault = xfs_bmbt_recs_verify(&s->r->geom, drec, 1, s->unwritten, s->rt);
	struct xfs_bmbt_irec irec;

	xfs_bmbt_rec_unpack(drec, &irec);
	if (!fault && irec.br_startoff < s->sums->end)
		fault = XFS_FAULT_BMAP_ORDER;
	if (fault) {
		s->sums->whole = false;
		return tell(s, fault, fsb, 0);
	}
	s->sums->nr++;
	s->sums->blocks += irec.br_blockcount;
	s->sums->end = irec.br_startoff + irec.br_blockcount;
	return s->visit->extent ? s->visit->extent(s->visit->priv, &irec) : 0;
}

static int scan_list(struct fork_scan *s, const struct xfs_dinode *dip, enum xfs_fork which)
{
	const struct xfs_bmbt_rec *drecs = xfs_dfork_ptr(dip, which);
	uint64_t i, nr = xfs_dfork_nextents(dip, which);
	unsigned int room = xfs_dfork_maxext(xfs_dfork_size(&s->r->geom, dip, which));
	int error = 0;

	if (nr > room) {
		s->sums->whole = false;
		error = tell(s, XFS_FAULT_BMAP_NR, NULLFSBLOCK, 0);
		nr = room;
	}
	for (i = 0; !error && i < nr; i++)
		error = take(s, &drecs[i], NULLFSBLOCK);
	return error;
}

static int tree_fault(void *priv, const struct xfs_btree_scan_fault *sf)
{
	return tell(priv, sf->fault, sf->ptr, sf->error);
}

static int tree_block(void *priv, unsigned int level, uint64_t ptr, const struct xfs_buf *bp)
{
	struct fork_scan *s = priv;

	s->sums->tree_blocks++;
	return s->visit->block ? s->visit->block(s->visit->priv, level, ptr, bp) : 0;
}

static int scan_tree(struct fork_scan *s, xfs_ino_t ino, const struct xfs_dinode *dip,
		     enum xfs_fork which)
{
	const struct xfs_btree_scan_visit visit = {
		.fault = tree_fault, .block = tree_block, .priv = s,
	};
	struct xfs_btree_host host = {
		.cache = s->r->cache,
		.owner = ino,
		.fork = (void *)xfs_dfork_ptr(dip, which),
		.fork_bytes = xfs_dfork_size(&s->r->geom, dip, which),
	};
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	struct xfs_bmbt_rec drec;
	bool found;
	int error;

	xfs_btree_scan_init(&scan, &xfs_bmbt_ops, &s->r->geom, &host, &visit);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found) {
		xfs_bmbt_rec_pack(&drec, &irec.bmap);
		error = take(s, &drec, scan.lv[0].before);
		if (error)
			break;
	}
	if (!scan.complete)
		s->sums->whole = false;
	xfs_btree_scan_done(&scan);
	return error;
}

int fork_scan(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
	      enum xfs_fork which, const struct fork_visit *visit, struct fork_sums *sums)
{
	bool data = which == XFS_DATA_FORK;
	struct fork_scan s = {
		.r = r,
		.visit = visit,
		.sums = sums,
		.unwritten = data && (be16_to_cpu(dip->di_mode) & XFS_IFMT) == XFS_IFREG,
		.rt = data && xfs_dinode_is_realtime(dip),
	};

	*sums = (struct fork_sums){ .whole = true };
	if (!data && !dip->di_forkoff)
		return 0;
	switch (xfs_dfork_format(dip, which)) {
	case XFS_DINODE_FMT_EXTENTS:
		return scan_list(&s, dip, which);
	case XFS_DINODE_FMT_BTREE:
		return scan_tree(&s, ino, dip, which);
	default:
		return 0;
	}
}
