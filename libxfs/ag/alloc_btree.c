// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The two trees of free space in a group: by block (bnobt) and by size (cntbt).
 * They hold the same records; the second is sorted by length, then block.
 */
#include "libxfs/btree/btree.h"

static void alloc_unpack(const struct xfs_geom *g, const void *drec,
			 union xfs_btree_irec *irec)
{
	struct xfs_alloc_rec rec;

	memcpy(&rec, drec, sizeof(rec));
	irec->alloc.startblock = be32_to_cpu(rec.ar_startblock);
	irec->alloc.blockcount = be32_to_cpu(rec.ar_blockcount);
}

static void alloc_pack(const struct xfs_geom *g, const union xfs_btree_irec *irec,
		       void *drec)
{
	struct xfs_alloc_rec rec = {
		.ar_startblock = cpu_to_be32(irec->alloc.startblock),
		.ar_blockcount = cpu_to_be32(irec->alloc.blockcount),
	};

	memcpy(drec, &rec, sizeof(rec));
}

static uint32_t start_of(const void *p)
{
	return get_unaligned_be32((const uint8_t *)p +
				  offsetof(struct xfs_alloc_rec, ar_startblock));
}

static uint32_t count_of(const void *p)
{
	return get_unaligned_be32((const uint8_t *)p +
				  offsetof(struct xfs_alloc_rec, ar_blockcount));
}

static void alloc_rec_key(const void *drec, void *dkey)
{
	memcpy(dkey, drec, sizeof(xfs_alloc_key_t));
}

static void bnobt_rec_high_key(const void *drec, void *dkey)
{
	xfs_alloc_key_t key = {
		.ar_startblock = cpu_to_be32(start_of(drec) + count_of(drec) - 1),
	};

	memcpy(dkey, &key, sizeof(key));
}

static int cmp_u32(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int bnobt_key_cmp(const void *a, const void *b)
{
	return cmp_u32(start_of(a), start_of(b));
}

static int cntbt_key_cmp(const void *a, const void *b)
{
	int cmp = cmp_u32(count_of(a), count_of(b));

	return cmp ? cmp : cmp_u32(start_of(a), start_of(b));
}

static bool bnobt_rec_order(const void *a, const void *b)
{
	return (uint64_t)start_of(a) + count_of(a) <= start_of(b);
}

static bool cntbt_rec_order(const void *a, const void *b)
{
	return cntbt_key_cmp(a, b) < 0;
}

static bool alloc_rec_verify(const struct xfs_geom *g, xfs_agnumber_t agno,
			     const void *drec)
{
	return xfs_agb_extent_valid(g, agno, start_of(drec), count_of(drec));
}

/* At worst every other block is free. */
static unsigned int bnobt_maxlevels(const struct xfs_geom *g)
{
	return xfs_btree_height(&xfs_bnobt_ops, g->blocksize,
				((uint64_t)g->agblocks + 1) / 2);
}

static enum xfs_fault bnobt_buf_verify(const struct xfs_geom *g,
				       const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_bnobt_ops, g, bp->data, bp->len, bp->daddr);
}

static enum xfs_fault cntbt_buf_verify(const struct xfs_geom *g,
				       const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_cntbt_ops, g, bp->data, bp->len, bp->daddr);
}

const struct xfs_buf_ops xfs_bnobt_buf_ops = {
	.name		= "bnobt",
	.crc_offset	= XFS_BTREE_SBLOCK_CRC_OFF,
	.verify		= bnobt_buf_verify,
};

const struct xfs_buf_ops xfs_cntbt_buf_ops = {
	.name		= "cntbt",
	.crc_offset	= XFS_BTREE_SBLOCK_CRC_OFF,
	.verify		= cntbt_buf_verify,
};

const struct xfs_btree_ops xfs_bnobt_ops = {
	.name		= "bnobt",
	.magic		= XFS_ABTB_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_alloc_rec),
	.key_len	= sizeof(xfs_alloc_key_t),
	.buf_ops	= &xfs_bnobt_buf_ops,
	.unpack		= alloc_unpack,
	.pack		= alloc_pack,
	.rec_key	= alloc_rec_key,
	.rec_high_key	= bnobt_rec_high_key,
	.key_cmp	= bnobt_key_cmp,
	.rec_order	= bnobt_rec_order,
	.rec_verify	= alloc_rec_verify,
	.rec_fault	= XFS_FAULT_BT_FREE_REC,
	.maxlevels	= bnobt_maxlevels,
};

const struct xfs_btree_ops xfs_cntbt_ops = {
	.name		= "cntbt",
	.magic		= XFS_ABTC_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_alloc_rec),
	.key_len	= sizeof(xfs_alloc_key_t),
	.buf_ops	= &xfs_cntbt_buf_ops,
	.unpack		= alloc_unpack,
	.pack		= alloc_pack,
	.rec_key	= alloc_rec_key,
	.rec_high_key	= alloc_rec_key,
	.key_cmp	= cntbt_key_cmp,
	.rec_order	= cntbt_rec_order,
	.rec_verify	= alloc_rec_verify,
	.rec_fault	= XFS_FAULT_BT_FREE_REC,
	.maxlevels	= bnobt_maxlevels,
};
