// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reference counts of a group: extents with two or more owners, and, sorted
 * after them all by the top bit of their block, the staging extents of copy-on-write.
 */
#include "libxfs/btree/btree.h"

static void refcountbt_unpack(const struct xfs_geom *g, const void *drec,
			      union xfs_btree_irec *irec)
{
	struct xfs_refcount_rec rec;
	uint32_t start;

	memcpy(&rec, drec, sizeof(rec));
	start = be32_to_cpu(rec.rc_startblock);
	irec->refcount.startblock = start & ~XFS_REFC_COWFLAG;
	irec->refcount.cow = start & XFS_REFC_COWFLAG;
	irec->refcount.blockcount = be32_to_cpu(rec.rc_blockcount);
	irec->refcount.refcount = be32_to_cpu(rec.rc_refcount);
}

static void refcountbt_pack(const struct xfs_geom *g,
			    const union xfs_btree_irec *irec, void *drec)
{
	uint32_t domain = irec->refcount.cow ? XFS_REFC_COWFLAG : 0;
	struct xfs_refcount_rec rec = {
		.rc_startblock = cpu_to_be32(irec->refcount.startblock | domain),
		.rc_blockcount = cpu_to_be32(irec->refcount.blockcount),
		.rc_refcount = cpu_to_be32(irec->refcount.refcount),
	};

	memcpy(drec, &rec, sizeof(rec));
}

static uint32_t start_of(const void *p)
{
	return get_unaligned_be32(p);
}

static uint32_t count_of(const void *drec)
{
	return get_unaligned_be32((const uint8_t *)drec +
				  offsetof(struct xfs_refcount_rec, rc_blockcount));
}

static void refcountbt_rec_key(const void *drec, void *dkey)
{
	memcpy(dkey, drec, sizeof(struct xfs_refcount_key));
}

static void refcountbt_rec_high_key(const void *drec, void *dkey)
{
	put_unaligned_be32(start_of(drec) + count_of(drec) - 1, dkey);
}

static int refcountbt_key_cmp(const void *a, const void *b)
{
	uint32_t x = start_of(a), y = start_of(b);

	return x < y ? -1 : x > y;
}

static bool refcountbt_rec_order(const void *a, const void *b)
{
	return (uint64_t)start_of(a) + count_of(a) <= start_of(b);
}

static bool refcountbt_rec_verify(const struct xfs_geom *g, xfs_agnumber_t agno,
				  const void *drec)
{
	union xfs_btree_irec irec;
	const struct xfs_refcount_irec *refc = &irec.refcount;

	refcountbt_unpack(g, drec, &irec);
	if (refc->cow ? refc->refcount != 1 : refc->refcount < 2)
		return false;
	return xfs_agb_extent_valid(g, agno, refc->startblock, refc->blockcount);
}

/* At worst every block has a record of its own. */
static unsigned int refcountbt_maxlevels(const struct xfs_geom *g)
{
	return xfs_btree_height(&xfs_refcountbt_ops, g->blocksize, g->agblocks);
}

static enum xfs_fault refcountbt_buf_verify(const struct xfs_geom *g,
					    const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_refcountbt_ops, g, bp->data, bp->len,
				      bp->daddr);
}

const struct xfs_buf_ops xfs_refcountbt_buf_ops = {
	.name		= "refcountbt",
	.crc_offset	= XFS_BTREE_SBLOCK_CRC_OFF,
	.verify		= refcountbt_buf_verify,
};

const struct xfs_btree_ops xfs_refcountbt_ops = {
	.name		= "refcountbt",
	.magic		= XFS_REFC_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_refcount_rec),
	.key_len	= sizeof(struct xfs_refcount_key),
	.buf_ops	= &xfs_refcountbt_buf_ops,
	.unpack		= refcountbt_unpack,
	.pack		= refcountbt_pack,
	.rec_key	= refcountbt_rec_key,
	.rec_high_key	= refcountbt_rec_high_key,
	.key_cmp	= refcountbt_key_cmp,
	.rec_order	= refcountbt_rec_order,
	.rec_verify	= refcountbt_rec_verify,
	.rec_fault	= XFS_FAULT_BT_REFC_REC,
	.maxlevels	= refcountbt_maxlevels,
};
