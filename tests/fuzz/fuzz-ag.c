// SPDX-License-Identifier: GPL-2.0-or-later
/* AGF, AGI and AGFL: what is accepted points into its group. */

#include "libxfs/ag/agf.h"
#include "libxfs/ag/agfl.h"
#include "libxfs/ag/agi.h"
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"
#include "tests/fuzz/fuzz_input.h"

static void check_root(const struct xfs_geom *g, xfs_agnumber_t agno, __be32 root, __be32 level)
{
	assert(xfs_agbno_valid(g, agno, be32_to_cpu(root)));
	assert(be32_to_cpu(level) >= 1 && be32_to_cpu(level) <= XFS_BTREE_CUR_LEVELS);
}

static void check_agf(const struct xfs_geom *g, xfs_agnumber_t agno, const struct xfs_buf *bp)
{
	const struct xfs_agf *agf = bp->data;

	check_root(g, agno, agf->agf_bno_root, agf->agf_bno_level);
	check_root(g, agno, agf->agf_cnt_root, agf->agf_cnt_level);
	if (xfs_has_rmapbt(g))
		check_root(g, agno, agf->agf_rmap_root, agf->agf_rmap_level);
	if (xfs_has_reflink(g))
		check_root(g, agno, agf->agf_refcount_root, agf->agf_refcount_level);
	assert(be32_to_cpu(agf->agf_length) == xfs_ag_length(g, agno));
	assert(be32_to_cpu(agf->agf_flfirst) < XFS_AGFL_SIZE(g->sectsize));
	assert(be32_to_cpu(agf->agf_fllast) < XFS_AGFL_SIZE(g->sectsize));
	assert(be32_to_cpu(agf->agf_flcount) <= XFS_AGFL_SIZE(g->sectsize));
}

static void check_agi(const struct xfs_geom *g, xfs_agnumber_t agno, const struct xfs_buf *bp)
{
	const struct xfs_agi *agi = bp->data;
	unsigned int i;

	check_root(g, agno, agi->agi_root, agi->agi_level);
	if (xfs_has_finobt(g))
		check_root(g, agno, agi->agi_free_root, agi->agi_free_level);
	assert(be32_to_cpu(agi->agi_freecount) <= be32_to_cpu(agi->agi_count));
	for (i = 0; i < XFS_AGI_UNLINKED_BUCKETS; i++)
		assert(be32_to_cpu(agi->agi_unlinked[i]) == NULLAGINO ||
		       xfs_agino_valid(g, agno, be32_to_cpu(agi->agi_unlinked[i])));
}

static void check_agfl(const struct xfs_geom *g, xfs_agnumber_t agno, const struct xfs_buf *bp)
{
	const struct xfs_agfl *agfl = bp->data;
	unsigned int i;

	assert(be32_to_cpu(agfl->agfl_seqno) == agno);
	for (i = 0; i < XFS_AGFL_SIZE(g->sectsize); i++)
		assert(be32_to_cpu(agfl->agfl_bno[i]) == NULLAGBLOCK ||
		       be32_to_cpu(agfl->agfl_bno[i]) < g->agblocks);
}

static const struct {
	int	(*read)(struct xfs_buf_cache *cache, xfs_agnumber_t agno, struct xfs_buf **bpp);
	void	(*check)(const struct xfs_geom *g, xfs_agnumber_t agno, const struct xfs_buf *bp);
	uint32_t magic;
} headers[] = {
	{ xfs_agf_read, check_agf, XFS_AGF_MAGIC },
	{ xfs_agi_read, check_agi, XFS_AGI_MAGIC },
	{ xfs_agfl_read, check_agfl, XFS_AGFL_MAGIC },
};

static void one(struct fuzz_bed *bed, unsigned int i)
{
	xfs_agnumber_t agno = (xfs_agnumber_t)(bed->head.ino % (bed->g.agcount + 1));
	struct xfs_buf *bp = NULL;
	int error;

	fuzz_own(bed, agno, headers[i].magic);
	error = headers[i].read(bed->cache, agno, &bp);
	if (agno == bed->g.agcount) {
		assert(error == -EINVAL && !bp);
		return;
	}
	fuzz_expect(bed, error);
	assert(!bp == (error && error != -EFSCORRUPTED && error != -EFSBADCRC));
	if (bp && error)
		assert(bp->fault && bp->fault < XFS_FAULT_NR);
	if (!error)
		headers[i].check(&bed->g, agno, bp);
	if (bp)
		xfs_buf_release(bp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bed bed;
	unsigned int i;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	for (i = 0; i < 3; i++)
		one(&bed, i);
	fuzz_end(&bed);
	return 0;
}
