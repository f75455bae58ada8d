// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of extended attributes: short form in the inode, leaves, values in
 * blocks of their own, parent pointers.  Nodes are those of dir.h.
 * doc/format/attribute.md
 */
#ifndef LIBXFS_FORMAT_ATTR_H
#define LIBXFS_FORMAT_ATTR_H

#include "libxfs/types.h"
#include "libxfs/format/dir.h"

#define XFS_ATTR3_LEAF_MAGIC	0x3bee
#define XFS_ATTR3_RMT_MAGIC	0x5841524d	/* "XARM" */

#define XFS_XATTR_SIZE_MAX	65536	/* bytes of a value */
#define XFS_ATTR_LEAF_MAPSIZE	3	/* free pieces kept in a leaf */
#define XFS_ATTR_LEAF_NAME_ALIGN 4

/* Flags of an attribute: where its value is, and its namespace (none: user). */
#define XFS_ATTR_LOCAL		(1U << 0)	/* value stands beside the name */
#define XFS_ATTR_ROOT		(1U << 1)	/* trusted */
#define XFS_ATTR_SECURE		(1U << 2)
#define XFS_ATTR_PARENT		(1U << 3)	/* parent pointer */
#define XFS_ATTR_INCOMPLETE	(1U << 7)	/* being made or removed */
#define XFS_ATTR_NSP_ONDISK_MASK \
	(XFS_ATTR_ROOT | XFS_ATTR_SECURE | XFS_ATTR_PARENT)
#define XFS_ATTR_ONDISK_MASK \
	(XFS_ATTR_NSP_ONDISK_MASK | XFS_ATTR_LOCAL | XFS_ATTR_INCOMPLETE)

/* Short form: in the attribute fork, format LOCAL.  doc/format/attribute.md */
struct xfs_attr_sf_hdr {
	__be16		totsize;	/* bytes, header included */
	uint8_t		count;		/* entries */
	uint8_t		padding;
};
XFS_CHECK_SIZE(struct xfs_attr_sf_hdr, 4);

struct xfs_attr_sf_entry {
	uint8_t		namelen;
	uint8_t		valuelen;
	uint8_t		flags;		/* XFS_ATTR_* */
	uint8_t		nameval[];	/* name, then value */
};
XFS_CHECK_SIZE(struct xfs_attr_sf_entry, 3);

struct xfs_attr_leaf_map {
	__be16		base;		/* offset in the block */
	__be16		size;
};
XFS_CHECK_SIZE(struct xfs_attr_leaf_map, 4);

/*
 * Leaf: entries sorted by hash grow up from here, names grow down from the end of
 * the block.  doc/format/attribute.md
 */
struct xfs_attr3_leaf_hdr {
	struct xfs_da3_blkinfo	info;
	__be16		count;		/* entries */
	__be16		usedbytes;	/* of names and values */
	__be16		firstused;	/* lowest name's offset; 0: 65536 */
	uint8_t		holes;		/* names could be packed tighter */
	uint8_t		pad1;
	struct xfs_attr_leaf_map freemap[XFS_ATTR_LEAF_MAPSIZE];
	__be32		pad2;
};
XFS_CHECK_OFFSET(struct xfs_attr3_leaf_hdr, count, 56);
XFS_CHECK_OFFSET(struct xfs_attr3_leaf_hdr, freemap, 64);
XFS_CHECK_SIZE(struct xfs_attr3_leaf_hdr, 80);

struct xfs_attr_leaf_entry {
	__be32		hashval;
	__be16		nameidx;	/* offset of the name in the block */
	uint8_t		flags;		/* XFS_ATTR_* */
	uint8_t		pad2;
};
XFS_CHECK_SIZE(struct xfs_attr_leaf_entry, 8);

/* Name with its value (XFS_ATTR_LOCAL). */
struct xfs_attr_leaf_name_local {
	__be16		valuelen;
	uint8_t		namelen;
	uint8_t		nameval[];	/* name, then value */
};
XFS_CHECK_OFFSET(struct xfs_attr_leaf_name_local, nameval, 3);

/* Name whose value stands in blocks of its own. */
struct xfs_attr_leaf_name_remote {
	__be32		valueblk;	/* file block; 0 while INCOMPLETE */
	__be32		valuelen;	/* bytes */
	uint8_t		namelen;
	uint8_t		name[];
};
XFS_CHECK_OFFSET(struct xfs_attr_leaf_name_remote, name, 9);

/* Bytes a name takes in a leaf. */
static inline unsigned int xfs_attr_leaf_entsize_local(unsigned int namelen,
						       unsigned int valuelen)
{
	return (3 + namelen + valuelen + 3) & ~3U;
}

/* The format counts 11 bytes before the name, though it starts at byte 9. */
static inline unsigned int xfs_attr_leaf_entsize_remote(unsigned int namelen)
{
	return (11 + namelen + 3) & ~3U;
}

/* Head of each block of a remote value.  doc/format/attribute.md */
struct xfs_attr3_rmt_hdr {
	__be32		rm_magic;	/* XFS_ATTR3_RMT_MAGIC */
	__be32		rm_offset;	/* of this piece in the value */
	__be32		rm_bytes;	/* of the value in this block */
	__le32		rm_crc;		/* crc32c of the block, this field zero */
	struct xfs_uuid	rm_uuid;
	__be64		rm_owner;	/* inode number */
	__be64		rm_blkno;	/* own daddr */
	__be64		rm_lsn;		/* never logged: all ones */
};
XFS_CHECK_OFFSET(struct xfs_attr3_rmt_hdr, rm_crc, 12);
XFS_CHECK_OFFSET(struct xfs_attr3_rmt_hdr, rm_owner, 32);
XFS_CHECK_SIZE(struct xfs_attr3_rmt_hdr, 56);

#define XFS_ATTR3_RMT_CRC_OFF	offsetof(struct xfs_attr3_rmt_hdr, rm_crc)

/*
 * Value of a parent pointer.  The attribute's name is the entry's name in that
 * directory; its hash is the name's, exclusive-or both halves of the parent's number.
 */
struct xfs_parent_rec {
	__be64		p_ino;
	__be32		p_gen;
} __packed;
XFS_CHECK_SIZE(struct xfs_parent_rec, 12);

#endif /* LIBXFS_FORMAT_ATTR_H */
