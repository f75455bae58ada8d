// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of an allocation group's headers besides the superblock copy: free
 * space (AGF), inodes (AGI) and the free list (AGFL).  doc/format/ag.md
 */
#ifndef LIBXFS_FORMAT_AG_H
#define LIBXFS_FORMAT_AG_H

#include "libxfs/types.h"

#define XFS_AGF_MAGIC		0x58414746	/* "XAGF" */
#define XFS_AGI_MAGIC		0x58414749	/* "XAGI" */
#define XFS_AGFL_MAGIC		0x5841464c	/* "XAFL" */
#define XFS_AGF_VERSION		1
#define XFS_AGI_VERSION		1

#define XFS_AGI_UNLINKED_BUCKETS 64

/* AG free-space header: sector 1 of each AG.  doc/format/ag.md */
struct xfs_agf {
	__be32		agf_magicnum;	/* XFS_AGF_MAGIC */
	__be32		agf_versionnum;	/* XFS_AGF_VERSION */
	__be32		agf_seqno;	/* number of this AG */
	__be32		agf_length;	/* blocks in this AG */
	__be32		agf_bno_root;	/* free space by block: root, agblock */
	__be32		agf_cnt_root;	/* free space by size */
	__be32		agf_rmap_root;	/* reverse map; 0 without */
	__be32		agf_bno_level;	/* levels; 1 is a leaf for root */
	__be32		agf_cnt_level;
	__be32		agf_rmap_level;	/* 0 without */
	__be32		agf_flfirst;	/* first used slot of the AGFL */
	__be32		agf_fllast;	/* last used slot, modulo its size */
	__be32		agf_flcount;	/* used slots */
	__be32		agf_freeblks;	/* free blocks in the trees */
	__be32		agf_longest;	/* longest free extent */
	__be32		agf_btreeblks;	/* blocks of bno, cnt and rmap, roots aside */
	struct xfs_uuid	agf_uuid;
	__be32		agf_rmap_blocks;	/* blocks of the reverse map */
	__be32		agf_refcount_blocks;	/* blocks of the reference counts */
	__be32		agf_refcount_root;	/* 0 without */
	__be32		agf_refcount_level;	/* 0 without */
	__be64		agf_spare64[14];	/* zero */
	__be64		agf_lsn;	/* last logged write */
	__le32		agf_crc;	/* crc32c of the sector, this field zero */
	__be32		agf_spare2;	/* zero */
};
XFS_CHECK_OFFSET(struct xfs_agf, agf_bno_root, 16);
XFS_CHECK_OFFSET(struct xfs_agf, agf_flfirst, 40);
XFS_CHECK_OFFSET(struct xfs_agf, agf_uuid, 64);
XFS_CHECK_OFFSET(struct xfs_agf, agf_rmap_blocks, 80);
XFS_CHECK_OFFSET(struct xfs_agf, agf_lsn, 208);
XFS_CHECK_OFFSET(struct xfs_agf, agf_crc, 216);
XFS_CHECK_SIZE(struct xfs_agf, 224);

#define XFS_AGF_CRC_OFF		offsetof(struct xfs_agf, agf_crc)
#define XFS_AGF_LSN_OFF		offsetof(struct xfs_agf, agf_lsn)

/* AG inode header: sector 2 of each AG.  doc/format/ag.md */
struct xfs_agi {
	__be32		agi_magicnum;	/* XFS_AGI_MAGIC */
	__be32		agi_versionnum;	/* XFS_AGI_VERSION */
	__be32		agi_seqno;	/* number of this AG */
	__be32		agi_length;	/* blocks in this AG */
	__be32		agi_count;	/* inodes allocated, holes aside */
	__be32		agi_root;	/* inode B+tree: root, agblock */
	__be32		agi_level;
	__be32		agi_freecount;	/* free inodes */
	__be32		agi_newino;	/* last chunk allocated, or NULLAGINO */
	__be32		agi_dirino;	/* NULLAGINO */
	__be32		agi_unlinked[XFS_AGI_UNLINKED_BUCKETS];	/* agino or NULLAGINO */
	struct xfs_uuid	agi_uuid;
	__le32		agi_crc;	/* crc32c of the sector, this field zero */
	__be32		agi_pad32;	/* zero */
	__be64		agi_lsn;	/* last logged write */
	__be32		agi_free_root;	/* free inode B+tree; 0 without */
	__be32		agi_free_level;	/* 0 without */
	__be32		agi_iblocks;	/* INOBTCNT: blocks of the inode B+tree */
	__be32		agi_fblocks;	/* INOBTCNT: blocks of the free inode B+tree */
};
XFS_CHECK_OFFSET(struct xfs_agi, agi_unlinked, 40);
XFS_CHECK_OFFSET(struct xfs_agi, agi_uuid, 296);
XFS_CHECK_OFFSET(struct xfs_agi, agi_crc, 312);
XFS_CHECK_OFFSET(struct xfs_agi, agi_lsn, 320);
XFS_CHECK_OFFSET(struct xfs_agi, agi_free_root, 328);
XFS_CHECK_SIZE(struct xfs_agi, 344);

#define XFS_AGI_CRC_OFF		offsetof(struct xfs_agi, agi_crc)
#define XFS_AGI_LSN_OFF		offsetof(struct xfs_agi, agi_lsn)

/* AG free list: sector 3 of each AG; slots fill the sector.  doc/format/ag.md */
struct xfs_agfl {
	__be32		agfl_magicnum;	/* XFS_AGFL_MAGIC */
	__be32		agfl_seqno;	/* number of this AG */
	struct xfs_uuid	agfl_uuid;
	__be64		agfl_lsn;	/* last logged write */
	__le32		agfl_crc;	/* crc32c of the sector, this field zero */
	__be32		agfl_bno[];	/* agblocks; NULLAGBLOCK where never used */
} __packed;
XFS_CHECK_OFFSET(struct xfs_agfl, agfl_lsn, 24);
XFS_CHECK_OFFSET(struct xfs_agfl, agfl_crc, 32);
XFS_CHECK_OFFSET(struct xfs_agfl, agfl_bno, 36);
XFS_CHECK_SIZE(struct xfs_agfl, 36);

#define XFS_AGFL_CRC_OFF	offsetof(struct xfs_agfl, agfl_crc)
#define XFS_AGFL_LSN_OFF	offsetof(struct xfs_agfl, agfl_lsn)

/* Slots of a free list in a sector of @sectsize bytes. */
#define XFS_AGFL_SIZE(sectsize)	\
	(((sectsize) - sizeof(struct xfs_agfl)) / sizeof(__be32))

#endif /* LIBXFS_FORMAT_AG_H */
