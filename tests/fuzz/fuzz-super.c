// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The superblock: what is accepted gives a geometry whose arithmetic holds, and that makes
 * a superblock which is accepted again.
 */

#include "libxfs/fs/features.h"
#include "libxfs/fs/superblock.h"
#include "tests/fuzz/fuzz_input.h"

static void check_features(const struct xfs_geom *g)
{
	unsigned int word;

	for (word = 0; word < XFS_WORD_NR; word++)
		assert(!(xfs_features_unknown(g, word) & xfs_features_known(word)));
}

static void check_geom(const struct xfs_geom *g)
{
	xfs_agnumber_t last = g->agcount - 1;
	xfs_agblock_t len = xfs_ag_length(g, last);
	xfs_fsblock_t fsb = xfs_agb_fsb(g, last, len - 1);
	xfs_daddr_t daddr = xfs_fsb_daddr(g, fsb);

	assert(len >= 1 && len <= g->agblocks);
	assert(xfs_daddr_fsb(g, daddr) == fsb);
	assert(xfs_daddr_valid(g, daddr, g->blocksize));
	assert(!xfs_daddr_valid(g, daddr, g->blocksize + 1ULL));
	assert(xfs_fsb_valid(g, fsb) && !xfs_fsb_extent_valid(g, fsb, 2));
	assert(!g->logstart || xfs_fsb_extent_valid(g, g->logstart, g->logblocks));
	assert(g->inopblock << g->inodelog == g->blocksize);
}

/* A geometry does not hold what there is of realtime groups. */
static void check_again(const struct xfs_geom *g)
{
	struct xfs_geom again;
	struct xfs_dsb dsb;

	if (xfs_has_metadir(g) || xfs_has_zoned(g))
		return;
	xfs_geom_to_sb(g, 64, 0, 0, &dsb);
	assert(!xfs_sb_verify(&dsb));
	xfs_geom_from_sb(&again, &dsb);
	assert(again.dblocks == g->dblocks && again.agblocks == g->agblocks &&
	       again.agcount == g->agcount && again.logstart == g->logstart &&
	       again.incompat == g->incompat && again.ro_compat == g->ro_compat);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum xfs_fault fault = 0;
	struct fuzz_bed bed;
	struct xfs_geom g;
	struct xfs_dsb dsb;
	xfs_daddr_t daddr;
	int error;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	daddr = bed.head.select & 1 ? xfs_ag_header_daddr(&bed.g, 1, XFS_SB_SECTOR) : 0;
	error = xfs_geom_read(&bed.dev, daddr, &g, &dsb, &fault);
	fuzz_expect(&bed, error);
	if (error == -EFSCORRUPTED || error == -EFSBADCRC)
		assert(fault && fault < XFS_FAULT_NR && xfs_fault_number(fault));
	if (!error) {
		assert(!xfs_sb_verify(&dsb));
		check_features(&g);
		check_geom(&g);
		check_again(&g);
	}
	fuzz_end(&bed);
	return 0;
}
