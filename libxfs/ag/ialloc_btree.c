// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The two trees of inode chunks in a group: all of them (inobt), and those with a
 * free inode (finobt).  With SPINODES a chunk may lack inodes, four to a bit of its
 * hole mask; without, the same bytes are a wide free count.
 */
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"

/* A count the record has no room for saturates, which rec_verify refuses. */
static void inobt_unpack(const struct xfs_geom *g, const void *drec,
			 union xfs_btree_irec *irec)
{
	struct xfs_inobt_irec *ino = &irec->inobt;
	struct xfs_inobt_rec rec;
	uint32_t freecount;

	memcpy(&rec, drec, sizeof(rec));
	ino->startino = be32_to_cpu(rec.ir_startino);
	ino->free = be64_to_cpu(rec.ir_free);
	if (xfs_has_sparse(g)) {
		ino->holemask = be16_to_cpu(rec.ir_u.sp.ir_holemask);
		ino->count = rec.ir_u.sp.ir_count;
		ino->freecount = rec.ir_u.sp.ir_freecount;
		return;
	}
	freecount = be32_to_cpu(rec.ir_u.f.ir_freecount);
	ino->holemask = 0;
	ino->count = XFS_INODES_PER_CHUNK;
	ino->freecount = freecount > 255 ? 255 : freecount;
}

static void inobt_pack(const struct xfs_geom *g, const union xfs_btree_irec *irec,
		       void *drec)
{
	const struct xfs_inobt_irec *ino = &irec->inobt;
	struct xfs_inobt_rec rec = {
		.ir_startino = cpu_to_be32(ino->startino),
		.ir_free = cpu_to_be64(ino->free),
	};

	if (xfs_has_sparse(g)) {
		rec.ir_u.sp.ir_holemask = cpu_to_be16(ino->holemask);
		rec.ir_u.sp.ir_count = ino->count;
		rec.ir_u.sp.ir_freecount = ino->freecount;
	} else {
		rec.ir_u.f.ir_freecount = cpu_to_be32(ino->freecount);
	}
	memcpy(drec, &rec, sizeof(rec));
}

static void inobt_rec_key(const void *drec, void *dkey)
{
	memcpy(dkey, drec, sizeof(struct xfs_inobt_key));
}

static void inobt_rec_high_key(const void *drec, void *dkey)
{
	put_unaligned_be32(get_unaligned_be32(drec) + XFS_INODES_PER_CHUNK - 1, dkey);
}

static int inobt_key_cmp(const void *a, const void *b)
{
	uint32_t x = get_unaligned_be32(a), y = get_unaligned_be32(b);

	return x < y ? -1 : x > y;
}

static bool inobt_rec_order(const void *a, const void *b)
{
	return (uint64_t)get_unaligned_be32(a) + XFS_INODES_PER_CHUNK <=
		get_unaligned_be32(b);
}

static unsigned int bits_set(uint64_t mask)
{
	unsigned int n;

	for (n = 0; mask; n++)
		mask &= mask - 1;
	return n;
}

/* A bit an inode that the hole mask leaves existing. */
static uint64_t existing(uint16_t holemask)
{
	uint64_t mask = 0;
	unsigned int i;

	for (i = 0; i < XFS_INOBT_HOLEMASK_BITS; i++)
		if (!(holemask & (1U << i)))
			mask |= 0xfULL << (i * XFS_INODES_PER_HOLEMASK_BIT);
	return mask;
}

/* Every block that holds an inode of @exist is one of the group's. */
static bool chunk_in_group(const struct xfs_geom *g, xfs_agnumber_t agno,
			   xfs_agino_t startino, uint64_t exist)
{
	xfs_agblock_t agbno = xfs_agino_agbno(g, startino);
	unsigned int last = 0;

	while (exist >>= 1)
		last++;
	return xfs_agbno_valid(g, agno, agbno) &&
		xfs_agbno_valid(g, agno, agbno + (last >> g->inopblog));
}

/* Inodes are made and given back in whole blocks, so many as the sparse alignment says. */
static bool holes_whole(const struct xfs_geom *g, uint64_t exist)
{
	uint64_t blocks = g->spino_align ? g->spino_align : 1;
	uint64_t unit = blocks << g->inopblog, part, at;

	if (unit >= XFS_INODES_PER_CHUNK)
		return !~exist;
	for (at = 0; at < XFS_INODES_PER_CHUNK; at += unit) {
		part = exist >> at & ((1ULL << unit) - 1);
		if (part && part != (1ULL << unit) - 1)
			return false;
	}
	return true;
}

static bool inobt_rec_verify(const struct xfs_geom *g, xfs_agnumber_t agno,
			     const void *drec)
{
	union xfs_btree_irec irec;
	const struct xfs_inobt_irec *ino = &irec.inobt;
	unsigned int align = g->inopblock < XFS_INODES_PER_CHUNK ?
		g->inopblock : XFS_INODES_PER_CHUNK;
	uint64_t exist;

	inobt_unpack(g, drec, &irec);
	exist = existing(ino->holemask);
	return !(ino->startino & (align - 1)) &&
		chunk_in_group(g, agno, ino->startino, exist) &&
		ino->count && ino->count == bits_set(exist) &&
		holes_whole(g, exist) &&
		ino->freecount == bits_set(ino->free & exist);
}

static bool finobt_rec_verify(const struct xfs_geom *g, xfs_agnumber_t agno,
			      const void *drec)
{
	union xfs_btree_irec irec;

	inobt_unpack(g, drec, &irec);
	return irec.inobt.freecount && inobt_rec_verify(g, agno, drec);
}

/* At worst every inode number of the group is in use. */
static unsigned int inobt_maxlevels(const struct xfs_geom *g)
{
	uint64_t inodes = 1ULL << g->agino_log;

	return xfs_btree_height(&xfs_inobt_ops, g->blocksize,
				inodes / XFS_INODES_PER_CHUNK);
}

static enum xfs_fault inobt_buf_verify(const struct xfs_geom *g,
				       const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_inobt_ops, g, bp->data, bp->len, bp->daddr);
}

static enum xfs_fault finobt_buf_verify(const struct xfs_geom *g,
					const struct xfs_buf *bp)
{
	return xfs_btree_block_verify(&xfs_finobt_ops, g, bp->data, bp->len,
				      bp->daddr);
}

const struct xfs_buf_ops xfs_inobt_buf_ops = {
	.name		= "inobt",
	.crc_offset	= XFS_BTREE_SBLOCK_CRC_OFF,
	.verify		= inobt_buf_verify,
};

const struct xfs_buf_ops xfs_finobt_buf_ops = {
	.name		= "finobt",
	.crc_offset	= XFS_BTREE_SBLOCK_CRC_OFF,
	.verify		= finobt_buf_verify,
};

const struct xfs_btree_ops xfs_inobt_ops = {
	.name		= "inobt",
	.magic		= XFS_IBT_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_inobt_rec),
	.key_len	= sizeof(struct xfs_inobt_key),
	.buf_ops	= &xfs_inobt_buf_ops,
	.unpack		= inobt_unpack,
	.pack		= inobt_pack,
	.rec_key	= inobt_rec_key,
	.rec_high_key	= inobt_rec_high_key,
	.key_cmp	= inobt_key_cmp,
	.rec_order	= inobt_rec_order,
	.rec_verify	= inobt_rec_verify,
	.rec_fault	= XFS_FAULT_BT_INO_REC,
	.maxlevels	= inobt_maxlevels,
};

const struct xfs_btree_ops xfs_finobt_ops = {
	.name		= "finobt",
	.magic		= XFS_FIBT_CRC_MAGIC,
	.rec_len	= sizeof(struct xfs_inobt_rec),
	.key_len	= sizeof(struct xfs_inobt_key),
	.buf_ops	= &xfs_finobt_buf_ops,
	.unpack		= inobt_unpack,
	.pack		= inobt_pack,
	.rec_key	= inobt_rec_key,
	.rec_high_key	= inobt_rec_high_key,
	.key_cmp	= inobt_key_cmp,
	.rec_order	= inobt_rec_order,
	.rec_verify	= finobt_rec_verify,
	.rec_fault	= XFS_FAULT_BT_INO_REC,
	.maxlevels	= inobt_maxlevels,
};
