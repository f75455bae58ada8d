// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lays out every group and counts what the superblock will say, before a byte is
 * written: a filesystem that does not fit, or whose metadata would stand on memory
 * known to be bad, is refused here, also in a dry run.
 */

#include "mkfs/aglayout.h"
#include "mkfs/badblocks.h"

static int lay_out_groups(struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	struct mkfs_ag ag;
	xfs_agnumber_t agno;

	for (agno = 0; agno < g->agcount; agno++) {
		if (mkfs_ag_layout(m, agno, &ag))
			return mkfs_fail("group %u of %u blocks has no room for its metadata; choose larger groups with -d agsize or fewer with -d agcount",
					 agno, xfs_ag_length(g, agno));
		m->fdblocks += ag.freeblks + ag.agfl.len;
	}
	m->icount = g->ialloc_inos;
	m->ifree = g->ialloc_inos - MKFS_INODES_USED;
	return 0;
}

static int each_of_group(struct mkfs *m, xfs_agnumber_t agno, mkfs_range_fn fn)
{
	const struct xfs_geom *g = &m->geom;
	struct mkfs_ag ag;
	unsigned int i;
	int error;

	error = mkfs_ag_layout(m, agno, &ag);
	for (i = 0; !error && i < ag.nr_rmap; i++) {
		const struct xfs_rmap_irec *rec = &ag.rmap[i].rmap;
		xfs_daddr_t daddr = xfs_agb_daddr(g, agno, rec->startblock);

		error = fn(m, BBTOB(daddr),
			   (uint64_t)rec->blockcount << g->blocklog);
	}
	return error;
}

int mkfs_each_metadata(struct mkfs *m, mkfs_range_fn fn)
{
	xfs_agnumber_t agno;
	int error = 0;

	for (agno = 0; !error && agno < m->geom.agcount; agno++)
		error = each_of_group(m, agno, fn);
	return error;
}

int mkfs_plan(struct mkfs *m)
{
	int error = lay_out_groups(m);

	if (error)
		return error;
	mkfs_list_badblocks(m);
	error = mkfs_check_log_badblocks(m);
	if (error || !m->pmem.nr_bad)
		return error;
	return mkfs_each_metadata(m, mkfs_check_badblocks);
}
