// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of directories, and of the hash tree (da) blocks that directories and
 * attributes have in common.  doc/format/directory.md
 *
 * A directory grows through forms: short form in the inode, one block, data blocks
 * with one leaf, data blocks with a hash tree and a free index.  Its file offsets
 * are split in three spaces of 32 GiB: data, hash tree, free index.
 */
#ifndef LIBXFS_FORMAT_DIR_H
#define LIBXFS_FORMAT_DIR_H

#include "libxfs/types.h"

/* Magic numbers of V5; 32 bits in data and free blocks, 16 in da blocks. */
#define XFS_DIR3_BLOCK_MAGIC	0x58444233	/* "XDB3": one-block directory */
#define XFS_DIR3_DATA_MAGIC	0x58444433	/* "XDD3": data */
#define XFS_DIR3_FREE_MAGIC	0x58444633	/* "XDF3": free index */
#define XFS_DIR3_LEAF1_MAGIC	0x3df1		/* the only leaf */
#define XFS_DIR3_LEAFN_MAGIC	0x3dff		/* a leaf under nodes */
#define XFS_DA3_NODE_MAGIC	0x3ebe		/* node, directory or attribute */

/* The three spaces of a directory's file offsets, bytes. */
#define XFS_DIR2_SPACE_SIZE	(1ULL << 35)
#define XFS_DIR2_DATA_OFFSET	(0 * XFS_DIR2_SPACE_SIZE)
#define XFS_DIR2_LEAF_OFFSET	(1 * XFS_DIR2_SPACE_SIZE)
#define XFS_DIR2_FREE_OFFSET	(2 * XFS_DIR2_SPACE_SIZE)

#define XFS_DIR2_DATA_ALIGN_LOG	3	/* entries start on 8 bytes */
#define XFS_DIR2_DATA_ALIGN	(1 << XFS_DIR2_DATA_ALIGN_LOG)
#define XFS_DIR2_DATA_FREE_TAG	0xffff
#define XFS_DIR2_DATA_FD_COUNT	3	/* best free extents kept in a block */
#define XFS_DIR2_NULL_DATAPTR	0	/* address of a stale leaf entry */
#define XFS_DIR2_MAX_SHORT_INUM	0xffffffffULL
#define XFS_DIR2_NULL_DATAOFF	0xffff	/* free index: no such data block */
#define XFS_DA_NODE_MAXDEPTH	5
#define XFS_NAME_LEN_MAX	255

/* File type in a directory entry. */
enum xfs_dir3_ftype {
	XFS_DIR3_FT_UNKNOWN	= 0,
	XFS_DIR3_FT_REG_FILE	= 1,
	XFS_DIR3_FT_DIR		= 2,
	XFS_DIR3_FT_CHRDEV	= 3,
	XFS_DIR3_FT_BLKDEV	= 4,
	XFS_DIR3_FT_FIFO	= 5,
	XFS_DIR3_FT_SOCK	= 6,
	XFS_DIR3_FT_SYMLINK	= 7,
	XFS_DIR3_FT_WHT		= 8,
	XFS_DIR3_FT_MAX		= 9,
};

/*
 * Short form: in the data fork, format LOCAL.  Then the parent's inode number (4
 * bytes, 8 if i8count is not 0) and the entries.  doc/format/directory.md
 */
struct xfs_dir2_sf_hdr {
	uint8_t		count;		/* entries */
	uint8_t		i8count;	/* inode numbers over 32 bits; then all are 8 bytes */
	uint8_t		parent[];	/* 4 or 8 bytes */
} __packed;
XFS_CHECK_SIZE(struct xfs_dir2_sf_hdr, 2);

/* Short form entry; after the name a type byte (FTYPE), then 4 or 8 bytes of inode */
struct xfs_dir2_sf_entry {
	uint8_t		namelen;
	uint8_t		offset[2];	/* where it would stand in a data block */
	uint8_t		name[];
} __packed;
XFS_CHECK_SIZE(struct xfs_dir2_sf_entry, 3);

/* Head of data and free index blocks.  doc/format/directory.md */
struct xfs_dir3_blk_hdr {
	__be32		magic;
	__le32		crc;		/* crc32c of the block, this field zero */
	__be64		blkno;		/* own daddr */
	__be64		lsn;		/* last logged write */
	struct xfs_uuid	uuid;
	__be64		owner;		/* inode number */
};
XFS_CHECK_OFFSET(struct xfs_dir3_blk_hdr, crc, 4);
XFS_CHECK_OFFSET(struct xfs_dir3_blk_hdr, lsn, 16);
XFS_CHECK_OFFSET(struct xfs_dir3_blk_hdr, owner, 40);
XFS_CHECK_SIZE(struct xfs_dir3_blk_hdr, 48);

/* One of the longest unused pieces of a data block. */
struct xfs_dir2_data_free {
	__be16		offset;
	__be16		length;		/* 0: no such piece */
};
XFS_CHECK_SIZE(struct xfs_dir2_data_free, 4);

/* Data block: entries and unused pieces follow.  doc/format/directory.md */
struct xfs_dir3_data_hdr {
	struct xfs_dir3_blk_hdr	hdr;
	struct xfs_dir2_data_free best_free[XFS_DIR2_DATA_FD_COUNT];
	__be32		pad;		/* zero */
};
XFS_CHECK_OFFSET(struct xfs_dir3_data_hdr, best_free, 48);
XFS_CHECK_SIZE(struct xfs_dir3_data_hdr, 64);

/*
 * Entry of a data block: 8-byte aligned; after the name a type byte (FTYPE), padding
 * and, in the last two bytes, its own offset in the block as a tag.
 */
struct xfs_dir2_data_entry {
	__be64		inumber;
	uint8_t		namelen;
	uint8_t		name[];
} __packed;
XFS_CHECK_OFFSET(struct xfs_dir2_data_entry, name, 9);

/* Unused piece of a data block; its last two bytes are the tag, too. */
struct xfs_dir2_data_unused {
	__be16		freetag;	/* XFS_DIR2_DATA_FREE_TAG */
	__be16		length;		/* bytes, multiple of 8 */
};
XFS_CHECK_SIZE(struct xfs_dir2_data_unused, 4);

/* Bytes of an entry with a name of @namelen, with or without type byte. */
static inline unsigned int xfs_dir2_data_entsize(unsigned int namelen, bool ftype)
{
	unsigned int len = offsetof(struct xfs_dir2_data_entry, name) + namelen +
			   ftype + sizeof(__be16);

	return (len + XFS_DIR2_DATA_ALIGN - 1) & ~(XFS_DIR2_DATA_ALIGN - 1U);
}

/* Hash to address; in leaves, and in the tail of a one-block directory. */
struct xfs_dir2_leaf_entry {
	__be32		hashval;
	__be32		address;	/* byte offset in the directory / 8; 0: stale */
};
XFS_CHECK_SIZE(struct xfs_dir2_leaf_entry, 8);

/* Last 8 bytes of a one-block directory; leaf entries stand before it. */
struct xfs_dir2_block_tail {
	__be32		count;		/* leaf entries */
	__be32		stale;		/* of those, stale */
};
XFS_CHECK_SIZE(struct xfs_dir2_block_tail, 8);

/* Head of da blocks: nodes, directory leaves, attribute leaves. */
struct xfs_da3_blkinfo {
	__be32		forw;		/* next block of the level, file block; 0: none */
	__be32		back;		/* previous */
	__be16		magic;
	__be16		pad;		/* zero */
	__le32		crc;		/* crc32c of the block, this field zero */
	__be64		blkno;		/* own daddr */
	__be64		lsn;		/* last logged write */
	struct xfs_uuid	uuid;
	__be64		owner;		/* inode number */
};
XFS_CHECK_OFFSET(struct xfs_da3_blkinfo, magic, 8);
XFS_CHECK_OFFSET(struct xfs_da3_blkinfo, crc, 12);
XFS_CHECK_OFFSET(struct xfs_da3_blkinfo, lsn, 24);
XFS_CHECK_OFFSET(struct xfs_da3_blkinfo, owner, 48);
XFS_CHECK_SIZE(struct xfs_da3_blkinfo, 56);

#define XFS_DA3_CRC_OFF		offsetof(struct xfs_da3_blkinfo, crc)
#define XFS_DIR3_BLK_CRC_OFF	offsetof(struct xfs_dir3_blk_hdr, crc)
#define XFS_DA3_LSN_OFF		offsetof(struct xfs_da3_blkinfo, lsn)
#define XFS_DIR3_BLK_LSN_OFF	offsetof(struct xfs_dir3_blk_hdr, lsn)

/* Directory leaf: entries sorted by hash follow.  doc/format/directory.md */
struct xfs_dir3_leaf_hdr {
	struct xfs_da3_blkinfo	info;
	__be16		count;		/* entries, stale ones too */
	__be16		stale;
	__be32		pad;		/* zero */
};
XFS_CHECK_OFFSET(struct xfs_dir3_leaf_hdr, count, 56);
XFS_CHECK_SIZE(struct xfs_dir3_leaf_hdr, 64);

/*
 * Last 4 bytes of an only leaf.  Before it one __be16 a data block: the longest
 * unused piece there.
 */
struct xfs_dir2_leaf_tail {
	__be32		bestcount;
};
XFS_CHECK_SIZE(struct xfs_dir2_leaf_tail, 4);

/* Hash tree node: entries sorted by hash follow.  doc/format/directory.md */
struct xfs_da3_node_hdr {
	struct xfs_da3_blkinfo	info;
	__be16		count;
	__be16		level;		/* 1 is above the leaves */
	__be32		pad;		/* zero */
};
XFS_CHECK_OFFSET(struct xfs_da3_node_hdr, count, 56);
XFS_CHECK_SIZE(struct xfs_da3_node_hdr, 64);

struct xfs_da_node_entry {
	__be32		hashval;	/* highest below */
	__be32		before;		/* file block of the child */
};
XFS_CHECK_SIZE(struct xfs_da_node_entry, 8);

/* Free index block: one __be16 a data block follows.  doc/format/directory.md */
struct xfs_dir3_free_hdr {
	struct xfs_dir3_blk_hdr	hdr;
	__be32		firstdb;	/* data block of the first slot */
	__be32		nvalid;		/* slots in use */
	__be32		nused;		/* of those, not XFS_DIR2_NULL_DATAOFF */
	__be32		pad;		/* zero */
};
XFS_CHECK_OFFSET(struct xfs_dir3_free_hdr, firstdb, 48);
XFS_CHECK_SIZE(struct xfs_dir3_free_hdr, 64);

/*
 * The hash of a name: starting from 0, rotate left by 7 bits and exclusive-or the
 * next byte.  Attributes use it, too; a parent pointer's hash also mixes in the
 * parent's number (attr.h).
 */
static inline uint32_t xfs_da_hashname(const uint8_t *name, unsigned int namelen)
{
	uint32_t hash = 0;
	unsigned int i;

	for (i = 0; i < namelen; i++)
		hash = (hash << 7 | hash >> 25) ^ name[i];
	return hash;
}

/* A letter's small form, in ASCII and in the upper half of ISO 8859-1. */
static inline uint8_t xfs_ascii_ci_fold(uint8_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
		return c + ('a' - 'A');
	return c;
}

/* The same hash of the folded name: of directory entries with the ascii-ci feature. */
static inline uint32_t xfs_ascii_ci_hashname(const uint8_t *name,
					     unsigned int namelen)
{
	uint32_t hash = 0;
	unsigned int i;

	for (i = 0; i < namelen; i++)
		hash = (hash << 7 | hash >> 25) ^ xfs_ascii_ci_fold(name[i]);
	return hash;
}

#endif /* LIBXFS_FORMAT_DIR_H */
