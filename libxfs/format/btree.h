// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of B+tree blocks and of what the trees hold: free space, inodes,
 * reverse map, reference counts, file extent maps.  doc/format/btree.md
 *
 * Two block headers exist: the short one of trees that stay within an allocation
 * group (32-bit addresses), the long one of trees rooted in an inode (64-bit).  A
 * leaf holds records after its header; a node holds all keys, then, at the offset
 * where a full block's keys would end, all pointers.
 */
#ifndef LIBXFS_FORMAT_BTREE_H
#define LIBXFS_FORMAT_BTREE_H

#include "libxfs/types.h"

/* bb_magic of V5 */
#define XFS_ABTB_CRC_MAGIC	0x41423342	/* "AB3B": free space by block */
#define XFS_ABTC_CRC_MAGIC	0x41423343	/* "AB3C": free space by size */
#define XFS_IBT_CRC_MAGIC	0x49414233	/* "IAB3": inodes */
#define XFS_FIBT_CRC_MAGIC	0x46494233	/* "FIB3": free inodes */
#define XFS_RMAP_CRC_MAGIC	0x524d4233	/* "RMB3": reverse map */
#define XFS_REFC_CRC_MAGIC	0x52334643	/* "R3FC": reference counts */
#define XFS_BMAP_CRC_MAGIC	0x424d4133	/* "BMA3": file extent map */
#define XFS_RTRMAP_CRC_MAGIC	0x4d415052	/* "MAPR": realtime reverse map */
#define XFS_RTREFC_CRC_MAGIC	0x52434e54	/* "RCNT": realtime reference counts */

/* bb_magic of V4, to name what is met */
#define XFS_ABTB_MAGIC		0x41425442	/* "ABTB" */
#define XFS_ABTC_MAGIC		0x41425443	/* "ABTC" */
#define XFS_IBT_MAGIC		0x49414254	/* "IABT" */
#define XFS_FIBT_MAGIC		0x46494254	/* "FIBT" */
#define XFS_BMAP_MAGIC		0x424d4150	/* "BMAP" */

/* Header of a block within an AG.  doc/format/btree.md */
struct xfs_btree_block_shdr {
	__be32		bb_magic;
	__be16		bb_level;	/* 0 is a leaf */
	__be16		bb_numrecs;	/* records, or keys and pointers */
	__be32		bb_leftsib;	/* agblock or NULLAGBLOCK */
	__be32		bb_rightsib;
	__be64		bb_blkno;	/* own daddr */
	__be64		bb_lsn;		/* last logged write */
	struct xfs_uuid	bb_uuid;
	__be32		bb_owner;	/* AG number */
	__le32		bb_crc;		/* crc32c of the block, this field zero */
};
XFS_CHECK_OFFSET(struct xfs_btree_block_shdr, bb_blkno, 16);
XFS_CHECK_OFFSET(struct xfs_btree_block_shdr, bb_lsn, 24);
XFS_CHECK_OFFSET(struct xfs_btree_block_shdr, bb_owner, 48);
XFS_CHECK_OFFSET(struct xfs_btree_block_shdr, bb_crc, 52);
XFS_CHECK_SIZE(struct xfs_btree_block_shdr, 56);

/* Header of a block of a tree rooted in an inode.  doc/format/btree.md */
struct xfs_btree_block_lhdr {
	__be32		bb_magic;
	__be16		bb_level;	/* 0 is a leaf */
	__be16		bb_numrecs;	/* records, or keys and pointers */
	__be64		bb_leftsib;	/* fsblock or NULLFSBLOCK */
	__be64		bb_rightsib;
	__be64		bb_blkno;	/* own daddr */
	__be64		bb_lsn;		/* last logged write */
	struct xfs_uuid	bb_uuid;
	__be64		bb_owner;	/* inode number */
	__le32		bb_crc;		/* crc32c of the block, this field zero */
	__be32		bb_pad;		/* zero */
};
XFS_CHECK_OFFSET(struct xfs_btree_block_lhdr, bb_blkno, 24);
XFS_CHECK_OFFSET(struct xfs_btree_block_lhdr, bb_lsn, 32);
XFS_CHECK_OFFSET(struct xfs_btree_block_lhdr, bb_owner, 56);
XFS_CHECK_OFFSET(struct xfs_btree_block_lhdr, bb_crc, 64);
XFS_CHECK_SIZE(struct xfs_btree_block_lhdr, 72);

#define XFS_BTREE_SBLOCK_CRC_LEN	56
#define XFS_BTREE_LBLOCK_CRC_LEN	72
#define XFS_BTREE_SBLOCK_CRC_OFF offsetof(struct xfs_btree_block_shdr, bb_crc)
#define XFS_BTREE_LBLOCK_CRC_OFF offsetof(struct xfs_btree_block_lhdr, bb_crc)
#define XFS_BTREE_SBLOCK_LSN_OFF offsetof(struct xfs_btree_block_shdr, bb_lsn)
#define XFS_BTREE_LBLOCK_LSN_OFF offsetof(struct xfs_btree_block_lhdr, bb_lsn)

/* Root of a tree in an inode fork; keys and pointers follow.  doc/format/btree.md */
struct xfs_bmdr_block {
	__be16		bb_level;	/* never 0: a leaf would be extents format */
	__be16		bb_numrecs;
};
XFS_CHECK_SIZE(struct xfs_bmdr_block, 4);

/* Pointers of the short and the long trees. */
typedef __be32		xfs_alloc_ptr_t;	/* agblock */
typedef __be32		xfs_inobt_ptr_t;
typedef __be32		xfs_rmap_ptr_t;
typedef __be32		xfs_refcount_ptr_t;
typedef __be64		xfs_bmbt_ptr_t;		/* fsblock */

/* Free extent; record and key of both free space trees.  doc/format/btree.md */
struct xfs_alloc_rec {
	__be32		ar_startblock;	/* agblock */
	__be32		ar_blockcount;	/* blocks */
};
XFS_CHECK_SIZE(struct xfs_alloc_rec, 8);
typedef struct xfs_alloc_rec xfs_alloc_key_t;

#define XFS_INODES_PER_CHUNK	64
#define XFS_INOBT_HOLEMASK_BITS	16
#define XFS_INODES_PER_HOLEMASK_BIT \
	(XFS_INODES_PER_CHUNK / XFS_INOBT_HOLEMASK_BITS)

/* Chunk of 64 inodes; record of both inode trees.  doc/format/btree.md */
struct xfs_inobt_rec {
	__be32		ir_startino;	/* agino of the first */
	union {
		struct {
			__be32	ir_freecount;	/* without SPINODES */
		} f;
		struct {
			__be16	ir_holemask;	/* bit: these 4 inodes do not exist */
			uint8_t	ir_count;	/* inodes that exist */
			uint8_t	ir_freecount;	/* of those, free */
		} sp;
	} ir_u;
	__be64		ir_free;	/* bit per inode, lowest first; holes set */
};
XFS_CHECK_OFFSET(struct xfs_inobt_rec, ir_u, 4);
XFS_CHECK_OFFSET(struct xfs_inobt_rec, ir_free, 8);
XFS_CHECK_SIZE(struct xfs_inobt_rec, 16);

/* Key of both inode trees. */
struct xfs_inobt_key {
	__be32		ir_startino;
};
XFS_CHECK_SIZE(struct xfs_inobt_key, 4);

/* Owners of the reverse map that are not inodes. */
#define XFS_RMAP_OWN_NULL	((uint64_t)-1)	/* nobody; also "any" in queries */
#define XFS_RMAP_OWN_UNKNOWN	((uint64_t)-2)
#define XFS_RMAP_OWN_FS		((uint64_t)-3)	/* AG headers */
#define XFS_RMAP_OWN_LOG	((uint64_t)-4)	/* internal log */
#define XFS_RMAP_OWN_AG		((uint64_t)-5)	/* bno, cnt, rmap blocks; AGFL */
#define XFS_RMAP_OWN_INOBT	((uint64_t)-6)	/* inobt and finobt blocks */
#define XFS_RMAP_OWN_INODES	((uint64_t)-7)	/* inode chunks */
#define XFS_RMAP_OWN_REFC	((uint64_t)-8)	/* reference count blocks */
#define XFS_RMAP_OWN_COW	((uint64_t)-9)	/* staging for copy-on-write */
#define XFS_RMAP_OWN_MIN	((uint64_t)-10)	/* below every owner above */
#define XFS_RMAP_NON_INODE_OWNER(owner)	(!!((uint64_t)(owner) & (1ULL << 63)))

/* rm_offset: three flags, then the block offset in the fork */
#define XFS_RMAP_OFF_ATTR_FORK	(1ULL << 63)
#define XFS_RMAP_OFF_BMBT_BLOCK	(1ULL << 62)
#define XFS_RMAP_OFF_UNWRITTEN	(1ULL << 61)
#define XFS_RMAP_OFF_FLAGS	(7ULL << 61)
#define XFS_RMAP_OFF_MASK	((1ULL << BMBT_STARTOFF_BITLEN) - 1)
#define XFS_RMAP_LEN_MAX	0xffffffffU

/* Mapping of an extent to its owner.  doc/format/btree.md */
struct xfs_rmap_rec {
	__be32		rm_startblock;	/* agblock */
	__be32		rm_blockcount;	/* blocks */
	__be64		rm_owner;	/* inode number or XFS_RMAP_OWN_* */
	__be64		rm_offset;	/* XFS_RMAP_OFF_* | offset, blocks */
};
XFS_CHECK_OFFSET(struct xfs_rmap_rec, rm_owner, 8);
XFS_CHECK_SIZE(struct xfs_rmap_rec, 24);

/*
 * Key of the reverse map.  A node has two a pointer: the lowest, then the highest
 * of all records below, because mappings of shared blocks overlap.
 */
struct xfs_rmap_key {
	__be32		rm_startblock;
	__be64		rm_owner;
	__be64		rm_offset;
} __packed;
XFS_CHECK_OFFSET(struct xfs_rmap_key, rm_owner, 4);
XFS_CHECK_SIZE(struct xfs_rmap_key, 20);

/* rc_startblock: this bit puts the record in the staging domain */
#define XFS_REFC_COWFLAG	(1U << 31)
#define XFS_REFC_REFCOUNT_MAX	0xffffffffU
#define XFS_REFC_LEN_MAX	((1U << 31) - 1)

/* Extent with two or more owners, or staging.  doc/format/btree.md */
struct xfs_refcount_rec {
	__be32		rc_startblock;	/* XFS_REFC_COWFLAG | agblock */
	__be32		rc_blockcount;	/* blocks */
	__be32		rc_refcount;	/* owners; 1 for staging */
};
XFS_CHECK_SIZE(struct xfs_refcount_rec, 12);

/* Key of the reference counts. */
struct xfs_refcount_key {
	__be32		rc_startblock;	/* with the flag */
};
XFS_CHECK_SIZE(struct xfs_refcount_key, 4);

/*
 * Extent of a file: 1 bit unwritten, 54 bits file offset, 52 bits fsblock, 21 bits
 * length, from the top of l0 down.  doc/format/btree.md
 */
struct xfs_bmbt_rec {
	__be64		l0;
	__be64		l1;
};
XFS_CHECK_SIZE(struct xfs_bmbt_rec, 16);

#define BMBT_EXNTFLAG_BITLEN	1
#define BMBT_STARTOFF_BITLEN	54
#define BMBT_STARTBLOCK_BITLEN	52
#define BMBT_BLOCKCOUNT_BITLEN	21
#define BMBT_STARTOFF_MASK	((1ULL << BMBT_STARTOFF_BITLEN) - 1)
#define BMBT_STARTBLOCK_MASK	((1ULL << BMBT_STARTBLOCK_BITLEN) - 1)
#define BMBT_BLOCKCOUNT_MASK	((1ULL << BMBT_BLOCKCOUNT_BITLEN) - 1)
#define XFS_MAX_BMBT_EXTLEN	((xfs_extlen_t)BMBT_BLOCKCOUNT_MASK)

/* The last block a file can have is the last whose offset has a number. */
static inline bool xfs_file_range_valid(uint64_t startoff, uint64_t blockcount)
{
	return startoff <= BMBT_STARTOFF_MASK &&
	       blockcount <= BMBT_STARTOFF_MASK + 1 - startoff;
}

/* Key of a file's extent map. */
struct xfs_bmbt_key {
	__be64		br_startoff;	/* file offset, blocks */
};
XFS_CHECK_SIZE(struct xfs_bmbt_key, 8);

/* A file extent unpacked. */
struct xfs_bmbt_irec {
	xfs_fileoff_t	br_startoff;	/* blocks */
	xfs_fsblock_t	br_startblock;
	xfs_filblks_t	br_blockcount;
	bool		br_unwritten;
};

static inline void xfs_bmbt_rec_unpack(const struct xfs_bmbt_rec *drec,
				       struct xfs_bmbt_irec *irec)
{
	uint64_t l0 = get_unaligned_be64(&drec->l0);
	uint64_t l1 = get_unaligned_be64(&drec->l1);

	irec->br_unwritten = l0 >> 63;
	irec->br_startoff = (l0 >> 9) & BMBT_STARTOFF_MASK;
	irec->br_startblock = (l0 & 0x1ff) << 43 | l1 >> 21;
	irec->br_blockcount = l1 & BMBT_BLOCKCOUNT_MASK;
}

static inline void xfs_bmbt_rec_pack(struct xfs_bmbt_rec *drec,
				     const struct xfs_bmbt_irec *irec)
{
	put_unaligned_be64((uint64_t)irec->br_unwritten << 63 |
			   (irec->br_startoff & BMBT_STARTOFF_MASK) << 9 |
			   (irec->br_startblock & BMBT_STARTBLOCK_MASK) >> 43,
			   &drec->l0);
	put_unaligned_be64(irec->br_startblock << 21 |
			   (irec->br_blockcount & BMBT_BLOCKCOUNT_MASK),
			   &drec->l1);
}

#endif /* LIBXFS_FORMAT_BTREE_H */
