// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reverse map of a group: for every used extent its owner, fork and offset.
 *
 * Mappings of shared blocks overlap, so nodes hold the lowest and the highest key
 * below each pointer.  The unwritten flag is part of a record but of no key: it
 * changes where a record does not move.
 */
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"

static void rmapbt_unpack(const struct xfs_geom *g, const void *drec,
			  union xfs_btree_irec *irec)
{
	struct xfs_rmap_rec rec;
	uint64_t offset;

	memcpy(&rec, drec, sizeof(rec));
	offset = be64_to_cpu(rec.rm_offset);
	irec->rmap.startblock = be32_to_cpu(rec.rm_startblock);
	irec->rmap.blockcount = be32_to_cpu(rec.rm_blockcount);
	irec->rmap.owner = be64_to_cpu(rec.rm_owner);
	irec->rmap.offset = offset & XFS_RMAP_OFF_MASK;
	irec->rmap.flags = offset & XFS_RMAP_OFF_FLAGS;
}

static void rmapbt_pack(const struct xfs_geom *g, const union xfs_btree_irec *irec,
			void *drec)
{
	struct xfs_rmap_rec rec = {
		.rm_startblock = cpu_to_be32(irec->rmap.startblock),
		.rm_blockcount = cpu_to_be32(irec->rmap.blockcount),
		.rm_owner = cpu_to_be64(irec->rmap.owner),
		.rm_offset = cpu_to_be64((irec->rmap.offset & XFS_RMAP_OFF_MASK) |
					 (irec->rmap.flags & XFS_RMAP_OFF_FLAGS)),
	};

	memcpy(drec, &rec, sizeof(rec));
}

static void set_key(void *dkey, uint32_t startblock, uint64_t owner, uint64_t offset)
{
	struct xfs_rmap_key key = {
		.rm_startblock = cpu_to_be32(startblock),
		.rm_owner = cpu_to_be64(owner),
		.rm_offset = cpu_to_be64(offset & ~XFS_RMAP_OFF_UNWRITTEN),
	};

	memcpy(dkey, &key, sizeof(key));
}

static void rmapbt_rec_key(const void *drec, void *dkey)
{
	struct xfs_rmap_rec rec;

	memcpy(&rec, drec, sizeof(rec));
	set_key(dkey, be32_to_cpu(rec.rm_startblock), be64_to_cpu(rec.rm_owner),
		be64_to_cpu(rec.rm_offset));
}

/* The last block's key: the offset goes along where the owner has offsets. */
static void rmapbt_rec_high_key(const void *drec, void *dkey)
{
	struct xfs_rmap_rec rec;
	uint64_t owner, offset;
	uint32_t last;

	memcpy(&rec, drec, sizeof(rec));
	owner = be64_to_cpu(rec.rm_owner);
	offset = be64_to_cpu(rec.rm_offset);
	last = be32_to_cpu(rec.rm_blockcount) - 1;
	if (!XFS_RMAP_NON_INODE_OWNER(owner) && !(offset & XFS_RMAP_OFF_BMBT_BLOCK))
		offset += last;
	set_key(dkey, be32_to_cpu(rec.rm_startblock) + last, owner, offset);
}

static int cmp_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int rmapbt_key_cmp(const void *a, const void *b)
{
	struct xfs_rmap_key x, y;
	int cmp;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	cmp = cmp_u64(be32_to_cpu(x.rm_startblock), be32_to_cpu(y.rm_startblock));
	if (!cmp)
		cmp = cmp_u64(be64_to_cpu(x.rm_owner), be64_to_cpu(y.rm_owner));
	if (!cmp)
		cmp = cmp_u64(be64_to_cpu(x.rm_offset) & ~XFS_RMAP_OFF_UNWRITTEN,
			      be64_to_cpu(y.rm_offset) & ~XFS_RMAP_OFF_UNWRITTEN);
	return cmp;
}

static bool rmapbt_rec_order(const void *a, const void *b)
{
	struct xfs_rmap_key x, y;

	rmapbt_rec_key(a, &x);
	rmapbt_rec_key(b, &y);
	return rmapbt_key_cmp(&x, &y) < 0;
}

/* Extent maps' blocks have no offset; a fork's blocks end within the fork. */
static bool inode_offset_ok(const struct xfs_rmap_irec *rmap)
{
	if (rmap->flags & XFS_RMAP_OFF_BMBT_BLOCK)
		return !rmap->offset && !(rmap->flags & XFS_RMAP_OFF_UNWRITTEN);
	if ((rmap->flags & XFS_RMAP_OFF_ATTR_FORK) &&
	    (rmap->flags & XFS_RMAP_OFF_UNWRITTEN))
		return false;
	return xfs_file_range_valid(rmap->offset, rmap->blockcount);
}

static bool owner_ok(const struct xfs_geom *g, const struct xfs_rmap_irec *rmap)
{
	uint64_t owner = rmap->owner;

	if (XFS_RMAP_NON_INODE_OWNER(owner))
		return owner > XFS_RMAP_OWN_MIN && owner <= XFS_RMAP_OWN_FS &&
			!rmap->offset && !rmap->flags;
	return xfs_ino_valid(g, owner) && inode_offset_ok(rmap);
}

/* A group's headers are one record from block 0; all else lies behind them. */
static bool rmapbt_rec_verify(const struct xfs_geom *g, xfs_agnumber_t agno,
			      const void *drec)
{
	const struct xfs_rmap_rec *rec = drec;
	uint64_t offset = get_unaligned_be64(&rec->rm_offset);
	union xfs_btree_irec irec;
	const struct xfs_rmap_irec *rmap = &irec.rmap;

	rmapbt_unpack(g, drec, &irec);
	if (offset & ~(XFS_RMAP_OFF_MASK | XFS_RMAP_OFF_FLAGS))
		return false;
	if (!owner_ok(g, rmap))
		return false;
	if (rmap->owner == XFS_RMAP_OWN_FS)
		return !rmap->startblock &&
			rmap->blockcount == xfs_ag_first_agbno(g);
	return xfs_agb_extent_valid(g, agno, rmap->startblock, rmap->blockcount);
}

/*
 * With sharing a block has any number of records, so only the group's space bounds
 * the tree; without, a record has a block.
 */
static unsigned int rmapbt_maxlevels(const struct xfs_geom *g)
{
	if (xfs_has_reflink(g))
		return xfs_btree_height_in_space(&xfs_rmapbt_ops, g->blocksize,
						 g->agblocks);
	return xfs_btree_height(&xfs_rmapbt_ops, g->blocksize, g->agblocks);
}

static enum xfs_fault rmapbt_buf_verify(const struct xfs_geom *g,
					const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_rmapbt_ops, g, bp->data, bp->len,
				      bp->daddr);
}

const struct xfs_buf_ops xfs_rmapbt_buf_ops = {
	.name		= "rmapbt",
	.crc_offset	= XFS_BTREE_SBLOCK_CRC_OFF,
	.verify		= rmapbt_buf_verify,
};

const struct xfs_btree_ops xfs_rmapbt_ops = {
	.name		= "rmapbt",
	.magic		= XFS_RMAP_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_rmap_rec),
	.key_len	= sizeof(struct xfs_rmap_key),
	.overlapping	= true,
	.buf_ops	= &xfs_rmapbt_buf_ops,
	.unpack		= rmapbt_unpack,
	.pack		= rmapbt_pack,
	.rec_key	= rmapbt_rec_key,
	.rec_high_key	= rmapbt_rec_high_key,
	.key_cmp	= rmapbt_key_cmp,
	.rec_order	= rmapbt_rec_order,
	.rec_verify	= rmapbt_rec_verify,
	.rec_fault	= XFS_FAULT_BT_RMAP_REC,
	.maxlevels	= rmapbt_maxlevels,
};
