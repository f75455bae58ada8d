// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extent map of a file's fork, when it outgrows a list in the inode: the root is
 * in the fork, and blocks lie anywhere on the data device.
 *
 * What a record maps is not checked here, because a block does not say whether its
 * file is a realtime one; xfs_bmbt_irec_ok() is for those who know it is not.
 */
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"

/* The fewest pointers a fork has room for. */
#define DATA_FORK_MIN_PTRS	3
#define ATTR_FORK_MIN_PTRS	2

static void bmbt_unpack(const struct xfs_geom *g, const void *drec,
			union xfs_btree_irec *irec)
{
	xfs_bmbt_rec_unpack(drec, &irec->bmap);
}

static void bmbt_pack(const struct xfs_geom *g, const union xfs_btree_irec *irec,
		      void *drec)
{
	xfs_bmbt_rec_pack(drec, &irec->bmap);
}

static uint64_t startoff_of(const void *drec)
{
	return (get_unaligned_be64(drec) >> 9) & BMBT_STARTOFF_MASK;
}

static uint64_t count_of(const void *drec)
{
	return get_unaligned_be64((const uint8_t *)drec + 8) & BMBT_BLOCKCOUNT_MASK;
}

static void bmbt_rec_key(const void *drec, void *dkey)
{
	put_unaligned_be64(startoff_of(drec), dkey);
}

static void bmbt_rec_high_key(const void *drec, void *dkey)
{
	put_unaligned_be64(startoff_of(drec) + count_of(drec) - 1, dkey);
}

static int bmbt_key_cmp(const void *a, const void *b)
{
	uint64_t x = get_unaligned_be64(a), y = get_unaligned_be64(b);

	return x < y ? -1 : x > y;
}

static bool bmbt_rec_order(const void *a, const void *b)
{
	return startoff_of(a) + count_of(a) <= startoff_of(b);
}

static bool bmbt_rec_verify(const struct xfs_geom *g, xfs_agnumber_t agno,
			    const void *drec)
{
	return count_of(drec) &&
		xfs_file_range_valid(startoff_of(drec), count_of(drec));
}

static bool bmbt_key_verify(const void *dkey)
{
	return get_unaligned_be64(dkey) <= BMBT_STARTOFF_MASK;
}

bool xfs_bmbt_irec_ok(const struct xfs_geom *g, const struct xfs_bmbt_irec *irec)
{
	return xfs_fsb_extent_valid(g, irec->br_startblock, irec->br_blockcount);
}

static uint64_t max_extents(const struct xfs_geom *g, bool attr)
{
	if (xfs_has_nrext64(g))
		return attr ? (1ULL << 32) - 1 : (1ULL << 48) - 1;
	return attr ? (1ULL << 15) - 1 : (1ULL << 31) - 1;
}

unsigned int xfs_bmbt_maxlevels(const struct xfs_geom *g, bool attr)
{
	unsigned int leaf = xfs_btree_minrecs(&xfs_bmbt_ops, g->blocksize, true);
	unsigned int node = xfs_btree_minrecs(&xfs_bmbt_ops, g->blocksize, false);
	unsigned int root = attr ? ATTR_FORK_MIN_PTRS : DATA_FORK_MIN_PTRS;
	uint64_t blocks = (max_extents(g, attr) + leaf - 1) / leaf;
	unsigned int height = 2;

	for (; blocks > root; height++)
		blocks = (blocks + node - 1) / node;
	return height;
}

static unsigned int bmbt_data_maxlevels(const struct xfs_geom *g)
{
	return xfs_bmbt_maxlevels(g, false);
}

static enum xfs_fault bmbt_buf_verify(const struct xfs_geom *g,
				      const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_bmbt_ops, g, bp->data, bp->len, bp->daddr);
}

const struct xfs_buf_ops xfs_bmbt_buf_ops = {
	.name		= "bmbt",
	.crc_offset	= XFS_BTREE_LBLOCK_CRC_OFF,
	.verify		= bmbt_buf_verify,
};

const struct xfs_btree_ops xfs_bmbt_ops = {
	.name		= "bmbt",
	.magic		= XFS_BMAP_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_bmbt_rec),
	.key_len	= sizeof(struct xfs_bmbt_key),
	.lptr		= true,
	.fork_root	= true,
	.buf_ops	= &xfs_bmbt_buf_ops,
	.unpack		= bmbt_unpack,
	.pack		= bmbt_pack,
	.rec_key	= bmbt_rec_key,
	.rec_high_key	= bmbt_rec_high_key,
	.key_cmp	= bmbt_key_cmp,
	.rec_order	= bmbt_rec_order,
	.rec_verify	= bmbt_rec_verify,
	.key_verify	= bmbt_key_verify,
	.rec_fault	= XFS_FAULT_BT_BMAP_REC,
	.maxlevels	= bmbt_data_maxlevels,
};
