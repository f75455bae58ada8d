// SPDX-License-Identifier: GPL-2.0-or-later
/* The AGI's verifier and buffer operations: see agi.h. */
#include "libxfs/ag/agi.h"

#include "libxfs/ag/ag_root.h"
#include "libxfs/fs/features.h"

static enum xfs_fault verify_identity(const struct xfs_geom *g,
				      const struct xfs_agi *dagi,
				      xfs_agnumber_t agno)
{
	if (be32_to_cpu(dagi->agi_magicnum) != XFS_AGI_MAGIC)
		return XFS_FAULT_AGI_MAGIC;
	if (be32_to_cpu(dagi->agi_versionnum) != XFS_AGI_VERSION)
		return XFS_FAULT_AGI_VERSION;
	if (memcmp(&dagi->agi_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_AGI_UUID;
	if (agno >= g->agcount || be32_to_cpu(dagi->agi_seqno) != agno)
		return XFS_FAULT_AGI_SEQNO;
	if (be32_to_cpu(dagi->agi_length) != xfs_ag_length(g, agno))
		return XFS_FAULT_AGI_LENGTH;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_counts(const struct xfs_geom *g,
				    const struct xfs_agi *dagi, uint32_t length)
{
	uint32_t count = be32_to_cpu(dagi->agi_count);
	uint32_t blocks = length - xfs_ag_first_agbno(g);

	if (count > (uint64_t)blocks << g->inopblog)
		return XFS_FAULT_AGI_COUNT;
	if (be32_to_cpu(dagi->agi_freecount) > count)
		return XFS_FAULT_AGI_FREECOUNT;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_trees(const struct xfs_geom *g,
				   const struct xfs_agi *dagi,
				   xfs_agnumber_t agno, uint32_t length)
{
	uint32_t iblocks = be32_to_cpu(dagi->agi_iblocks);
	uint32_t fblocks = be32_to_cpu(dagi->agi_fblocks);

	if (!xfs_ag_root_valid(g, &xfs_inobt_ops, agno, dagi->agi_root,
			dagi->agi_level))
		return XFS_FAULT_AGI_ROOT;
	if (xfs_has_finobt(g) &&
	    !xfs_ag_root_valid(g, &xfs_finobt_ops, agno, dagi->agi_free_root,
			dagi->agi_free_level))
		return XFS_FAULT_AGI_FREE_ROOT;
	if (xfs_has_inobtcount(g) &&
	    (!iblocks || iblocks >= length || !fblocks || fblocks >= length))
		return XFS_FAULT_AGI_BLOCKS;
	return XFS_FAULT_NONE;
}

static bool agino_or_null(const struct xfs_geom *g, xfs_agnumber_t agno,
			  __be32 dagino)
{
	xfs_agino_t agino = be32_to_cpu(dagino);

	return agino == NULLAGINO || xfs_agino_valid(g, agno, agino);
}

enum xfs_fault xfs_agi_verify(const struct xfs_geom *g,
			      const struct xfs_agi *dagi, xfs_agnumber_t agno)
{
	enum xfs_fault fault = verify_identity(g, dagi, agno);
	uint32_t length = be32_to_cpu(dagi->agi_length);
	int i;

	if (!fault)
		fault = verify_counts(g, dagi, length);
	if (!fault)
		fault = verify_trees(g, dagi, agno, length);
	if (fault)
		return fault;
	if (!agino_or_null(g, agno, dagi->agi_newino))
		return XFS_FAULT_AGI_NEWINO;
	for (i = 0; i < XFS_AGI_UNLINKED_BUCKETS; i++) {
		if (!agino_or_null(g, agno, dagi->agi_unlinked[i]))
			return XFS_FAULT_AGI_UNLINKED;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault agi_buf_verify(const struct xfs_geom *g,
				     const struct xfs_buf *bp)
{
	xfs_agnumber_t agno = xfs_daddr_agno(g, bp->daddr);

	if (!xfs_buf_is_ag_header(g, bp, agno, XFS_AGI_SECTOR))
		return XFS_FAULT_BAD_PLACE;
	return xfs_agi_verify(g, bp->data, agno);
}

const struct xfs_buf_ops xfs_agi_buf_ops = {
	.name		= "AGI",
	.crc_offset	= XFS_AGI_CRC_OFF,
	.verify		= agi_buf_verify,
};

int xfs_agi_read(struct xfs_buf_cache *cache, xfs_agnumber_t agno,
		 struct xfs_buf **bpp)
{
	const struct xfs_geom *g = xfs_buf_cache_geom(cache);

	*bpp = NULL;
	if (agno >= g->agcount)
		return -EINVAL;
	return xfs_buf_read(cache, xfs_agi_daddr(g, agno), g->sectsize,
			    &xfs_agi_buf_ops, bpp);
}
