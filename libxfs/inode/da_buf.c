// SPDX-License-Identifier: GPL-2.0-or-later
/* Blocks of directories, attributes and symlinks as the buffer layer's types. */
#include "libxfs/inode/da_buf.h"

#include "libxfs/fs/checksum.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/dir_verify.h"
#include "libxfs/inode/symlink_verify.h"

static enum xfs_fault block_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	if (bp->len != g->dirblksize)
		return XFS_FAULT_DIR_MAGIC;
	return xfs_dir3_block_verify(g, bp->data, bp->daddr, NULLFSINO);
}

static enum xfs_fault data_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	if (bp->len != g->dirblksize)
		return XFS_FAULT_DIR_MAGIC;
	return xfs_dir3_data_verify(g, bp->data, bp->daddr, NULLFSINO);
}

static enum xfs_fault free_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	if (bp->len != g->dirblksize)
		return XFS_FAULT_DIR_MAGIC;
	return xfs_dir3_free_verify(g, bp->data, bp->daddr, NULLFSINO);
}

static enum xfs_fault leaf_verify(const struct xfs_geom *g, const struct xfs_buf *bp,
				  uint16_t magic)
{
	const struct xfs_da3_blkinfo *info = bp->data;

	if (bp->len != g->dirblksize || be16_to_cpu(info->magic) != magic)
		return XFS_FAULT_DA_MAGIC;
	return xfs_dir3_leaf_verify(g, bp->data, bp->daddr, NULLFSINO);
}

static enum xfs_fault leaf1_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	return leaf_verify(g, bp, XFS_DIR3_LEAF1_MAGIC);
}

static enum xfs_fault leafn_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	return leaf_verify(g, bp, XFS_DIR3_LEAFN_MAGIC);
}

static enum xfs_fault node_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	if (bp->len != g->dirblksize && bp->len != g->blocksize)
		return XFS_FAULT_DA_MAGIC;
	return xfs_da3_node_verify(g, bp->data, bp->len, bp->daddr, NULLFSINO);
}

static enum xfs_fault attr_leaf_verify(const struct xfs_geom *g,
				       const struct xfs_buf *bp)
{
	if (bp->len != g->blocksize)
		return XFS_FAULT_DA_MAGIC;
	return xfs_attr3_leaf_verify(g, bp->data, bp->daddr, NULLFSINO);
}

static enum xfs_fault rmt_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	const uint8_t *block = bp->data;
	enum xfs_fault fault = XFS_FAULT_NONE;
	uint32_t at;

	if (!bp->len || bp->len % g->blocksize)
		return XFS_FAULT_ATTR_RMT_MAGIC;
	for (at = 0; !fault && at < bp->len; at += g->blocksize) {
		if (!xfs_cksum_verify(block + at, g->blocksize, XFS_ATTR3_RMT_CRC_OFF))
			return XFS_FAULT_BAD_CRC;
		fault = xfs_attr3_rmt_verify(g, block + at,
					     bp->daddr + (at >> BBSHIFT), NULLFSINO);
	}
	return fault;
}

static enum xfs_fault symlink_verify(const struct xfs_geom *g, const struct xfs_buf *bp)
{
	if (!bp->len || bp->len % g->blocksize)
		return XFS_FAULT_SYMLINK_MAGIC;
	return xfs_symlink_verify(g, bp->data, bp->len, bp->daddr, NULLFSINO);
}

const struct xfs_buf_ops xfs_dir3_block_buf_ops = {
	.name		= "dir_block",
	.crc_offset	= XFS_DIR3_BLK_CRC_OFF,
	.verify		= block_verify,
};

const struct xfs_buf_ops xfs_dir3_data_buf_ops = {
	.name		= "dir_data",
	.crc_offset	= XFS_DIR3_BLK_CRC_OFF,
	.verify		= data_verify,
};

const struct xfs_buf_ops xfs_dir3_leaf1_buf_ops = {
	.name		= "dir_leaf1",
	.crc_offset	= XFS_DA3_CRC_OFF,
	.verify		= leaf1_verify,
};

const struct xfs_buf_ops xfs_dir3_leafn_buf_ops = {
	.name		= "dir_leafn",
	.crc_offset	= XFS_DA3_CRC_OFF,
	.verify		= leafn_verify,
};

const struct xfs_buf_ops xfs_dir3_free_buf_ops = {
	.name		= "dir_free",
	.crc_offset	= XFS_DIR3_BLK_CRC_OFF,
	.verify		= free_verify,
};

const struct xfs_buf_ops xfs_da3_node_buf_ops = {
	.name		= "da_node",
	.crc_offset	= XFS_DA3_CRC_OFF,
	.verify		= node_verify,
};

const struct xfs_buf_ops xfs_attr3_leaf_buf_ops = {
	.name		= "attr_leaf",
	.crc_offset	= XFS_DA3_CRC_OFF,
	.verify		= attr_leaf_verify,
};

const struct xfs_buf_ops xfs_attr3_rmt_buf_ops = {
	.name		= "attr_rmt",
	.crc_offset	= -1,
	.verify		= rmt_verify,
};

const struct xfs_buf_ops xfs_symlink_buf_ops = {
	.name		= "symlink",
	.crc_offset	= XFS_SYMLINK_CRC_OFF,
	.verify		= symlink_verify,
};
