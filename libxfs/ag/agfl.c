// SPDX-License-Identifier: GPL-2.0-or-later
/* The AGFL's verifier and buffer operations: see agfl.h. */
#include "libxfs/ag/agfl.h"

enum xfs_fault xfs_agfl_verify(const struct xfs_geom *g,
			       const struct xfs_agfl *dagfl, xfs_agnumber_t agno)
{
	uint32_t i, agbno, slots = XFS_AGFL_SIZE(g->sectsize);

	if (be32_to_cpu(dagfl->agfl_magicnum) != XFS_AGFL_MAGIC)
		return XFS_FAULT_AGFL_MAGIC;
	if (memcmp(&dagfl->agfl_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_AGFL_UUID;
	if (agno >= g->agcount || be32_to_cpu(dagfl->agfl_seqno) != agno)
		return XFS_FAULT_AGFL_SEQNO;
	for (i = 0; i < slots; i++) {
		agbno = get_unaligned_be32(&dagfl->agfl_bno[i]);
		if (agbno != NULLAGBLOCK && agbno >= g->agblocks)
			return XFS_FAULT_AGFL_BNO;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault agfl_buf_verify(const struct xfs_geom *g,
				      const struct xfs_buf *bp)
{
	xfs_agnumber_t agno = xfs_daddr_agno(g, bp->daddr);

	if (!xfs_buf_is_ag_header(g, bp, agno, XFS_AGFL_SECTOR))
		return XFS_FAULT_BAD_PLACE;
	return xfs_agfl_verify(g, bp->data, agno);
}

const struct xfs_buf_ops xfs_agfl_buf_ops = {
	.name		= "AGFL",
	.crc_offset	= XFS_AGFL_CRC_OFF,
	.verify		= agfl_buf_verify,
};

int xfs_agfl_read(struct xfs_buf_cache *cache, xfs_agnumber_t agno,
		  struct xfs_buf **bpp)
{
	const struct xfs_geom *g = xfs_buf_cache_geom(cache);

	*bpp = NULL;
	if (agno >= g->agcount)
		return -EINVAL;
	return xfs_buf_read(cache, xfs_agfl_daddr(g, agno), g->sectsize,
			    &xfs_agfl_buf_ops, bpp);
}
