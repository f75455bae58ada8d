// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkfs/aglayout.c on random geometries: every block of a group is either free or
 * owned once, the free list stands where the stock tools expect it, and memory that
 * begins off a 2 MiB boundary gets a free extent that begins on one.
 */

#include <stdlib.h>

#include "libxfs/fs/features.h"
#include "mkfs/aglayout.h"
#include "tests/unit/tap.h"

#define BLOCKS 60000

static void setup(struct mkfs *m, bool rmap, bool reflink, bool finobt)
{
	struct xfs_geom *g = &m->geom;

	memset(m, 0, sizeof(*m));
	g->blocksize = 4096;
	g->sectsize = 512;
	g->logsectsize = 512;
	g->inodesize = 512;
	g->dirblksize = 4096;
	g->logsunit = 1;
	g->agcount = 4;
	g->agblocks = BLOCKS;
	g->dblocks = 4 * BLOCKS - 1000;
	g->rextsize = 1;
	g->versionnum = 0xb4a5;
	g->features2 = 0x18a;
	g->incompat = 0x2b;
	g->ro_compat = (finobt ? XFS_SB_FEAT_RO_COMPAT_FINOBT : 0) |
		       (rmap ? XFS_SB_FEAT_RO_COMPAT_RMAPBT : 0) |
		       (reflink ? XFS_SB_FEAT_RO_COMPAT_REFLINK : 0);
	g->inoalignmt = 8;
	g->spino_align = 4;
	xfs_geom_derive(g);
	g->rootino = xfs_agino_ino(g, 0, xfs_agb_agino(g, 16, 0));
	g->logblocks = 16384;
	m->log_agno = 2;
	m->log_agbno = 100;
	g->logstart = xfs_agb_fsb(g, 2, 100);
}

/* Owners from the list, free space from the other: each block exactly once. */
static bool covers_once(const struct mkfs_ag *ag)
{
	uint8_t *seen = calloc(ag->length, 1);
	xfs_extlen_t i, bad = 0;
	unsigned int n;

	for (n = 0; n < ag->nr_rmap; n++)
		for (i = 0; i < ag->rmap[n].rmap.blockcount; i++)
			seen[ag->rmap[n].rmap.startblock + i]++;
	for (n = 0; n < ag->nr_free; n++)
		for (i = 0; i < ag->free[n].alloc.blockcount; i++)
			seen[ag->free[n].alloc.startblock + i]++;
	for (i = 0; i < ag->length; i++)
		bad += seen[i] != 1;
	free(seen);
	return !bad;
}

static void check_features(bool rmap, bool reflink, bool finobt)
{
	struct mkfs m;
	struct mkfs_ag ag;
	xfs_agnumber_t agno;

	setup(&m, rmap, reflink, finobt);
	for (agno = 0; agno < 4; agno++) {
		is_u64(mkfs_ag_layout(&m, agno, &ag), 0, "group %u is laid out (rmap %d, reflink %d, finobt %d)",
		       agno, rmap, reflink, finobt);
		ok(covers_once(&ag), "every block once");
		is_u64(ag.agfl.len, rmap ? 6 : 4, "length of the free list");
		is_u64(ag.header_end, 4 + finobt + rmap + reflink, "headers and roots");
		is_u64(ag.length, agno == 3 ? BLOCKS - 1000 : BLOCKS, "length");
	}
}

static void check_misaligned(xfs_agblock_t boundary)
{
	struct mkfs m;
	struct mkfs_ag ag;
	unsigned int i;
	bool starts = false, small = true;

	setup(&m, true, true, true);
	m.dax_agbno = boundary;
	is_u64(mkfs_ag_layout(&m, 0, &ag), 0, "laid out for a boundary at block %u", boundary);
	ok(covers_once(&ag), "every block once");
	is_u64(ag.root[MKFS_REFC], boundary - 1, "the last root stands before the boundary");
	for (i = 0; i < ag.nr_free; i++) {
		const struct xfs_alloc_irec *rec = &ag.free[i].alloc;

		starts |= rec->startblock == boundary &&
			  rec->blockcount == ag.longest;
		small &= rec->startblock == boundary || rec->blockcount < 512;
	}
	ok(starts, "the longest free extent begins on it");
	ok(small, "no other has room for a huge page");
}

static void check_too_small(void)
{
	struct mkfs m;
	struct mkfs_ag ag;

	setup(&m, true, true, true);
	m.log_agbno = 3;
	ok(mkfs_ag_layout(&m, 2, &ag) == -ENOSPC, "a log over the roots is refused");
	setup(&m, true, true, true);
	m.log_agbno = BLOCKS - 16383;
	ok(mkfs_ag_layout(&m, 2, &ag) == -ENOSPC, "a log beyond the group is refused");
	setup(&m, true, true, true);
	m.geom.agblocks = 16396;
	m.geom.dblocks = 4 * 16396;
	m.log_agbno = 7;
	is_u64(mkfs_ag_layout(&m, 2, &ag), 0, "no room for the free list is allowed");
	is_u64(ag.agfl.len, 0, "it is empty then");
	is_u64(ag.freeblks, 5, "and what is left is free");
	ok(covers_once(&ag), "every block once");
}

int main(void)
{
	int bits;

	for (bits = 0; bits < 8; bits++)
		check_features(bits & 1, bits & 2, bits & 4);
	check_misaligned(512);
	check_misaligned(37);
	check_misaligned(604);
	check_misaligned(545);
	check_too_small();
	return done();
}
