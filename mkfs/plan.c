// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lays out every group and counts what the superblock will say, before a byte is
 * written: a filesystem that does not fit, or whose metadata would stand on memory
 * known to be bad, is refused here, also in a dry run.
 */

#include <stdlib.h>

#include "mkfs/aglayout.h"
#include "mkfs/badblocks.h"

static int lay_out_groups(struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	xfs_agnumber_t agno;

	m->ags = calloc(g->agcount, sizeof(*m->ags));
	if (!m->ags)
		return mkfs_fail("out of memory for %u groups", g->agcount);
	for (agno = 0; agno < g->agcount; agno++) {
		struct mkfs_ag *ag = &m->ags[agno];

		if (mkfs_ag_layout(m, agno, ag))
			return mkfs_fail("group %u of %u blocks has no room for its metadata; choose larger groups with -d agsize or fewer with -d agcount",
					 agno, xfs_ag_length(g, agno));
		m->fdblocks += ag->freeblks + ag->agfl.len;
	}
	m->icount = g->ialloc_inos;
	m->ifree = g->ialloc_inos - MKFS_INODES_USED;
	return 0;
}

static int check_group(struct mkfs *m, const struct mkfs_ag *ag)
{
	const struct xfs_geom *g = &m->geom;
	unsigned int i;
	int error;

	for (i = 0; i < ag->nr_rmap; i++) {
		const struct xfs_rmap_irec *rec = &ag->rmap[i].rmap;
		xfs_daddr_t daddr = xfs_agb_daddr(g, ag->agno, rec->startblock);

		error = mkfs_check_badblocks(m, BBTOB(daddr),
				(uint64_t)rec->blockcount << g->blocklog);
		if (error)
			return error;
	}
	return 0;
}

int mkfs_plan(struct mkfs *m)
{
	xfs_agnumber_t agno;
	int error;

	error = lay_out_groups(m);
	if (error || !m->pmem.nr_bad)
		return error;
	mkfs_list_badblocks(m);
	for (agno = 0; !error && agno < m->geom.agcount; agno++)
		error = check_group(m, &m->ags[agno]);
	return error;
}
