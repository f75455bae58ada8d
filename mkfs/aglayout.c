// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lays out one allocation group: headers, roots, the log where it is this group's,
 * the first inode chunk in group 0, the free list, and what is free after that.
 *
 * The places are those the stock mkfs.xfs ends up with, because tools compute
 * the root inode's number from them.  The one exception is memory that begins off a
 * 2 MiB boundary, where stripe alignment would misalign: there the last root goes
 * just before the first aligned block (mkfs.dax_agbno), so that a free extent
 * begins on it, and stays so as long as that tree lives.  What is free before it is
 * for small things: in one piece it is less than a huge page, so that no file of
 * that size is put there.
 */

#include <errno.h>

#include "libxfs/dax/dax.h"
#include "libxfs/fs/features.h"
#include "mkfs/aglayout.h"

const struct xfs_btree_ops *const mkfs_root_ops[MKFS_NR_ROOTS] = {
	[MKFS_BNO]	= &xfs_bnobt_ops,
	[MKFS_CNT]	= &xfs_cntbt_ops,
	[MKFS_INO]	= &xfs_inobt_ops,
	[MKFS_FINO]	= &xfs_finobt_ops,
	[MKFS_RMAP]	= &xfs_rmapbt_ops,
	[MKFS_REFC]	= &xfs_refcountbt_ops,
};

/* Who owns the root's block, for the reverse map. */
static const uint64_t root_owner[MKFS_NR_ROOTS] = {
	[MKFS_BNO]	= XFS_RMAP_OWN_AG,
	[MKFS_CNT]	= XFS_RMAP_OWN_AG,
	[MKFS_INO]	= XFS_RMAP_OWN_INOBT,
	[MKFS_FINO]	= XFS_RMAP_OWN_INOBT,
	[MKFS_RMAP]	= XFS_RMAP_OWN_AG,
	[MKFS_REFC]	= XFS_RMAP_OWN_REFC,
};

bool mkfs_has_root(const struct xfs_geom *g, enum mkfs_root root)
{
	switch (root) {
	case MKFS_FINO:
		return xfs_has_finobt(g);
	case MKFS_RMAP:
		return xfs_has_rmapbt(g);
	case MKFS_REFC:
		return xfs_has_reflink(g);
	default:
		return true;
	}
}

/*
 * What the first split of each tree that allocation itself changes can take: one
 * block more than it has levels, but a tree cannot grow beyond its greatest height.
 */
static xfs_extlen_t split_reserve(const struct xfs_geom *g, enum mkfs_root root)
{
	return mkfs_root_ops[root]->maxlevels(g) > 1 ? 2 : 1;
}

xfs_extlen_t mkfs_agfl_blocks(const struct xfs_geom *g)
{
	xfs_extlen_t blocks = split_reserve(g, MKFS_BNO) + split_reserve(g, MKFS_CNT);

	return xfs_has_rmapbt(g) ? blocks + split_reserve(g, MKFS_RMAP) : blocks;
}

/*
 * Moves the last root to just before the first aligned block, and, where the free
 * extent that leaves before it could hold a huge page, off the boundary, the root
 * before that into its middle.  @order lists the roots there are.
 */
static void place_separators(const struct mkfs *m, struct mkfs_ag *ag,
			     const int *order, unsigned int nr)
{
	xfs_extlen_t huge = XFS_DAX_HUGE >> m->geom.blocklog;

	ag->root[order[nr - 1]] = m->dax_agbno - 1;
	ag->header_end--;
	if (m->dax_agbno - 1 - ag->header_end < huge)
		return;
	ag->root[order[nr - 2]] = m->dax_agbno - huge / 2;
	ag->header_end--;
}

static void place_roots(const struct mkfs *m, struct mkfs_ag *ag)
{
	int root, order[MKFS_NR_ROOTS];
	unsigned int nr = 0;

	for (root = 0; root < MKFS_NR_ROOTS; root++) {
		ag->root[root] = 0;
		if (!mkfs_has_root(&m->geom, root))
			continue;
		ag->root[root] = ag->headers + nr;
		order[nr++] = root;
	}
	ag->header_end = ag->headers + nr;
	/* The log's end is the boundary where there is a log. */
	if (m->dax_agbno && !ag->log.len)
		place_separators(m, ag, order, nr);
}

/* One sorted list of what is taken; neighbours of one owner are one record. */
static void take(struct mkfs_ag *ag, xfs_agblock_t start, xfs_extlen_t len,
		 uint64_t owner)
{
	unsigned int i = ag->nr_rmap;
	struct xfs_rmap_irec rec = {
		.startblock = start, .blockcount = len, .owner = owner,
	};

	if (!len)
		return;
	while (i > 0 && ag->rmap[i - 1].rmap.startblock > start) {
		ag->rmap[i] = ag->rmap[i - 1];
		i--;
	}
	ag->rmap[i].rmap = rec;
	ag->nr_rmap++;
}

static void merge_neighbours(struct mkfs_ag *ag)
{
	unsigned int i, n = 0;

	for (i = 1; i < ag->nr_rmap; i++) {
		struct xfs_rmap_irec *last = &ag->rmap[n].rmap;
		const struct xfs_rmap_irec *rec = &ag->rmap[i].rmap;

		if (rec->owner == last->owner &&
		    rec->startblock == last->startblock + last->blockcount)
			last->blockcount += rec->blockcount;
		else
			ag->rmap[++n].rmap = *rec;
	}
	ag->nr_rmap = n + 1;
}

/* The gaps between what is taken.  -ENOSPC if two takers overlap or stick out. */
static int find_free(struct mkfs_ag *ag)
{
	xfs_agblock_t next = 0;
	unsigned int i;

	ag->nr_free = 0;
	for (i = 0; i <= ag->nr_rmap; i++) {
		bool end = i == ag->nr_rmap;
		xfs_agblock_t start = end ? ag->length : ag->rmap[i].rmap.startblock;

		if (start < next || start > ag->length)
			return -ENOSPC;
		if (start > next) {
			if (ag->nr_free == MKFS_MAX_FREE)
				return -ENOSPC;
			ag->free[ag->nr_free++].alloc = (struct xfs_alloc_irec){
				.startblock = next, .blockcount = start - next,
			};
		}
		if (!end)
			next = start + ag->rmap[i].rmap.blockcount;
	}
	return 0;
}

/*
 * The free list comes from the smallest free extent that holds it whole.  In a group
 * that the log all but fills there is none; it stays empty then, and the kernel
 * takes no space from that group.
 */
static void place_agfl(const struct xfs_geom *g, struct mkfs_ag *ag)
{
	xfs_extlen_t want = mkfs_agfl_blocks(g);
	const struct xfs_alloc_irec *best = NULL;
	unsigned int i;

	for (i = 0; i < ag->nr_free; i++) {
		const struct xfs_alloc_irec *rec = &ag->free[i].alloc;

		if (rec->blockcount >= want &&
		    (!best || rec->blockcount < best->blockcount))
			best = rec;
	}
	if (!best)
		return;
	ag->agfl.start = best->startblock;
	ag->agfl.len = want;
	take(ag, ag->agfl.start, want, XFS_RMAP_OWN_AG);
}

static void count_free(struct mkfs_ag *ag)
{
	unsigned int i;

	ag->freeblks = 0;
	ag->longest = 0;
	for (i = 0; i < ag->nr_free; i++) {
		xfs_extlen_t len = ag->free[i].alloc.blockcount;

		ag->freeblks += len;
		if (len > ag->longest)
			ag->longest = len;
	}
}

static void place_fixed(const struct mkfs *m, struct mkfs_ag *ag)
{
	const struct xfs_geom *g = &m->geom;

	ag->length = xfs_ag_length(g, ag->agno);
	ag->headers = xfs_ag_first_agbno(g);
	if (g->logstart && m->log_agno == ag->agno)
		ag->log = (struct mkfs_extent){ m->log_agbno, g->logblocks };
	if (ag->agno == 0)
		ag->inodes = (struct mkfs_extent){
			xfs_ino_agbno(g, g->rootino),
			g->ialloc_blks };
	place_roots(m, ag);
}

int mkfs_ag_layout(const struct mkfs *m, xfs_agnumber_t agno, struct mkfs_ag *ag)
{
	int error, root;

	memset(ag, 0, sizeof(*ag));
	ag->agno = agno;
	place_fixed(m, ag);

	take(ag, 0, ag->headers, XFS_RMAP_OWN_FS);
	for (root = 0; root < MKFS_NR_ROOTS; root++)
		take(ag, ag->root[root], ag->root[root] != 0, root_owner[root]);
	take(ag, ag->log.start, ag->log.len, XFS_RMAP_OWN_LOG);
	take(ag, ag->inodes.start, ag->inodes.len, XFS_RMAP_OWN_INODES);

	error = find_free(ag);
	if (error)
		return error;
	place_agfl(&m->geom, ag);
	error = find_free(ag);
	if (error)
		return error;
	count_free(ag);
	merge_neighbours(ag);
	return 0;
}
