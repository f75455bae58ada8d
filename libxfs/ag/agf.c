// SPDX-License-Identifier: GPL-2.0-or-later
/* The AGF's verifier and buffer operations: see agf.h. */
#include "libxfs/ag/agf.h"

#include "libxfs/ag/ag_root.h"
#include "libxfs/fs/features.h"

static enum xfs_fault verify_identity(const struct xfs_geom *g,
				      const struct xfs_agf *dagf,
				      xfs_agnumber_t agno)
{
	if (be32_to_cpu(dagf->agf_magicnum) != XFS_AGF_MAGIC)
		return XFS_FAULT_AGF_MAGIC;
	if (be32_to_cpu(dagf->agf_versionnum) != XFS_AGF_VERSION)
		return XFS_FAULT_AGF_VERSION;
	if (memcmp(&dagf->agf_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_AGF_UUID;
	if (agno >= g->agcount || be32_to_cpu(dagf->agf_seqno) != agno)
		return XFS_FAULT_AGF_SEQNO;
	if (be32_to_cpu(dagf->agf_length) != xfs_ag_length(g, agno))
		return XFS_FAULT_AGF_LENGTH;
	return XFS_FAULT_NONE;
}

/* The used slots of the free list are a ring from flfirst to fllast. */
static enum xfs_fault verify_freelist(const struct xfs_geom *g,
				      const struct xfs_agf *dagf)
{
	uint32_t slots = XFS_AGFL_SIZE(g->sectsize);
	uint32_t first = be32_to_cpu(dagf->agf_flfirst);
	uint32_t last = be32_to_cpu(dagf->agf_fllast);
	uint32_t count = be32_to_cpu(dagf->agf_flcount);
	uint32_t spanned;

	if (first >= slots || last >= slots || count > slots)
		return XFS_FAULT_AGF_FREELIST;
	spanned = last >= first ? last - first + 1 : slots - first + last + 1;
	if (count && count != spanned)
		return XFS_FAULT_AGF_FLCOUNT;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_counts(const struct xfs_geom *g,
				    const struct xfs_agf *dagf, uint32_t length)
{
	uint32_t freeblks = be32_to_cpu(dagf->agf_freeblks);

	if (freeblks > length - xfs_ag_first_agbno(g))
		return XFS_FAULT_AGF_FREEBLKS;
	if (be32_to_cpu(dagf->agf_longest) > freeblks)
		return XFS_FAULT_AGF_LONGEST;
	if (be32_to_cpu(dagf->agf_btreeblks) >= length)
		return XFS_FAULT_AGF_BTREEBLKS;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_roots(const struct xfs_geom *g,
				   const struct xfs_agf *dagf,
				   xfs_agnumber_t agno)
{
	if (!xfs_ag_root_valid(g, &xfs_bnobt_ops, agno, dagf->agf_bno_root,
			dagf->agf_bno_level))
		return XFS_FAULT_AGF_BNO_ROOT;
	if (!xfs_ag_root_valid(g, &xfs_cntbt_ops, agno, dagf->agf_cnt_root,
			dagf->agf_cnt_level))
		return XFS_FAULT_AGF_CNT_ROOT;
	if (xfs_has_rmapbt(g) &&
	    !xfs_ag_root_valid(g, &xfs_rmapbt_ops, agno, dagf->agf_rmap_root,
			dagf->agf_rmap_level))
		return XFS_FAULT_AGF_RMAP_ROOT;
	if (xfs_has_reflink(g) &&
	    !xfs_ag_root_valid(g, &xfs_refcountbt_ops, agno,
			dagf->agf_refcount_root, dagf->agf_refcount_level))
		return XFS_FAULT_AGF_REFCOUNT_ROOT;
	return XFS_FAULT_NONE;
}

/* A tree has at least its root, and not the whole group. */
static bool blocks_valid(__be32 dblocks, uint32_t length)
{
	uint32_t blocks = be32_to_cpu(dblocks);

	return blocks >= 1 && blocks < length;
}

enum xfs_fault xfs_agf_verify(const struct xfs_geom *g,
			      const struct xfs_agf *dagf, xfs_agnumber_t agno)
{
	enum xfs_fault fault = verify_identity(g, dagf, agno);
	uint32_t length = be32_to_cpu(dagf->agf_length);

	if (!fault)
		fault = verify_freelist(g, dagf);
	if (!fault)
		fault = verify_counts(g, dagf, length);
	if (!fault)
		fault = verify_roots(g, dagf, agno);
	if (fault)
		return fault;
	if (xfs_has_rmapbt(g) && !blocks_valid(dagf->agf_rmap_blocks, length))
		return XFS_FAULT_AGF_RMAP_BLOCKS;
	if (xfs_has_reflink(g) &&
	    !blocks_valid(dagf->agf_refcount_blocks, length))
		return XFS_FAULT_AGF_REFCOUNT_BLOCKS;
	return XFS_FAULT_NONE;
}

static enum xfs_fault agf_buf_verify(const struct xfs_geom *g,
				     const struct xfs_buf *bp)
{
	xfs_agnumber_t agno = xfs_daddr_agno(g, bp->daddr);

	if (!xfs_buf_is_ag_header(g, bp, agno, XFS_AGF_SECTOR))
		return XFS_FAULT_BAD_PLACE;
	return xfs_agf_verify(g, bp->data, agno);
}

const struct xfs_buf_ops xfs_agf_buf_ops = {
	.name		= "AGF",
	.crc_offset	= XFS_AGF_CRC_OFF,
	.verify		= agf_buf_verify,
};

int xfs_agf_read(struct xfs_buf_cache *cache, xfs_agnumber_t agno,
		 struct xfs_buf **bpp)
{
	const struct xfs_geom *g = xfs_buf_cache_geom(cache);

	*bpp = NULL;
	if (agno >= g->agcount)
		return -EINVAL;
	return xfs_buf_read(cache, xfs_agf_daddr(g, agno), g->sectsize,
			    &xfs_agf_buf_ops, bpp);
}
