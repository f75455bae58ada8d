// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of an inode: the core, and how its literal area is shared by the data
 * fork and the attribute fork.  doc/format/inode.md
 */
#ifndef LIBXFS_FORMAT_INODE_H
#define LIBXFS_FORMAT_INODE_H

#include "libxfs/types.h"

#define XFS_DINODE_MAGIC	0x494e	/* "IN" */
#define XFS_DINODE_VERSION_3	3

#define XFS_DINODE_MIN_LOG	8
#define XFS_DINODE_MAX_LOG	11
#define XFS_DINODE_MIN_SIZE	(1 << XFS_DINODE_MIN_LOG)
#define XFS_DINODE_MIN_CRC_SIZE	(1 << (XFS_DINODE_MIN_LOG + 1))
#define XFS_DINODE_MAX_SIZE	(1 << XFS_DINODE_MAX_LOG)

/* Inode core of V5: inodesize bytes apart in a chunk.  doc/format/inode.md */
struct xfs_dinode {
	__be16		di_magic;	/* XFS_DINODE_MAGIC */
	__be16		di_mode;	/* type and permissions; 0: free */
	uint8_t		di_version;	/* 3 */
	uint8_t		di_format;	/* data fork: enum xfs_dinode_fmt */
	__be16		di_metatype;	/* enum xfs_metafile_type if METADATA, else 0 */
	__be32		di_uid;
	__be32		di_gid;
	__be32		di_nlink;
	__be16		di_projid_lo;	/* project id, low half */
	__be16		di_projid_hi;	/* high half */
	union {
		__be64	di_big_nextents;	/* NREXT64: data fork extents */
		__be64	di_v3_pad;		/* otherwise zero */
	};
	__be64		di_atime;	/* see below */
	__be64		di_mtime;
	__be64		di_ctime;
	__be64		di_size;	/* bytes */
	__be64		di_nblocks;	/* both forks and their tree blocks */
	__be32		di_extsize;	/* extent size hint, blocks */
	union {
		struct {
			__be32	di_nextents;	/* data fork extents */
			__be16	di_anextents;	/* attribute fork extents */
		} __packed;
		struct {
			__be32	di_big_anextents;	/* NREXT64: attribute fork */
			__be16	di_nrext64_pad;		/* NREXT64: zero */
		} __packed;
	} __packed;
	uint8_t		di_forkoff;	/* attribute fork, 8-byte units; 0: none */
	uint8_t		di_aformat;	/* attribute fork: enum xfs_dinode_fmt */
	__be32		di_dmevmask;	/* unused */
	__be16		di_dmstate;	/* unused */
	__be16		di_flags;	/* XFS_DIFLAG_* */
	__be32		di_gen;		/* changes when the inode is reused */
	__be32		di_next_unlinked;	/* agino in the AGI's bucket, or NULLAGINO */
	__le32		di_crc;		/* crc32c of the inode, this field zero */
	__be64		di_changecount;
	__be64		di_lsn;		/* last logged write */
	__be64		di_flags2;	/* XFS_DIFLAG2_* */
	__be32		di_cowextsize;	/* copy-on-write extent size hint, blocks */
	uint8_t		di_pad2[12];	/* zero */
	__be64		di_crtime;	/* created */
	__be64		di_ino;		/* own number */
	struct xfs_uuid	di_uuid;
};
XFS_CHECK_OFFSET(struct xfs_dinode, di_uid, 8);
XFS_CHECK_OFFSET(struct xfs_dinode, di_big_nextents, 24);
XFS_CHECK_OFFSET(struct xfs_dinode, di_atime, 32);
XFS_CHECK_OFFSET(struct xfs_dinode, di_size, 56);
XFS_CHECK_OFFSET(struct xfs_dinode, di_extsize, 72);
XFS_CHECK_OFFSET(struct xfs_dinode, di_nextents, 76);
XFS_CHECK_OFFSET(struct xfs_dinode, di_anextents, 80);
XFS_CHECK_OFFSET(struct xfs_dinode, di_big_anextents, 76);
XFS_CHECK_OFFSET(struct xfs_dinode, di_forkoff, 82);
XFS_CHECK_OFFSET(struct xfs_dinode, di_flags, 90);
XFS_CHECK_OFFSET(struct xfs_dinode, di_next_unlinked, 96);
XFS_CHECK_OFFSET(struct xfs_dinode, di_crc, 100);
XFS_CHECK_OFFSET(struct xfs_dinode, di_lsn, 112);
XFS_CHECK_OFFSET(struct xfs_dinode, di_flags2, 120);
XFS_CHECK_OFFSET(struct xfs_dinode, di_cowextsize, 128);
XFS_CHECK_OFFSET(struct xfs_dinode, di_crtime, 144);
XFS_CHECK_OFFSET(struct xfs_dinode, di_ino, 152);
XFS_CHECK_SIZE(struct xfs_dinode, 176);

#define XFS_DINODE_CRC_OFF	offsetof(struct xfs_dinode, di_crc)

/*
 * Literal area: what follows the core.  The data fork stands at its start; the
 * attribute fork, if di_forkoff is not 0, di_forkoff * 8 bytes into it.
 */
#define XFS_DINODE_LITERAL	sizeof(struct xfs_dinode)

/* di_format, di_aformat: what stands in the fork.  doc/format/inode.md */
enum xfs_dinode_fmt {
	XFS_DINODE_FMT_DEV	= 0,	/* 4 bytes: xfs_dev */
	XFS_DINODE_FMT_LOCAL	= 1,	/* the contents themselves */
	XFS_DINODE_FMT_EXTENTS	= 2,	/* struct xfs_bmbt_rec[] */
	XFS_DINODE_FMT_BTREE	= 3,	/* struct xfs_bmdr_block, keys, pointers */
	XFS_DINODE_FMT_UUID	= 4,	/* never used */
	XFS_DINODE_FMT_META_BTREE = 5,	/* root of a realtime tree */
};

/* di_metatype */
enum xfs_metafile_type {
	XFS_METAFILE_UNKNOWN	= 0,
	XFS_METAFILE_DIR	= 1,
	XFS_METAFILE_USRQUOTA	= 2,
	XFS_METAFILE_GRPQUOTA	= 3,
	XFS_METAFILE_PRJQUOTA	= 4,
	XFS_METAFILE_RTBITMAP	= 5,
	XFS_METAFILE_RTSUMMARY	= 6,
	XFS_METAFILE_RTRMAP	= 7,
	XFS_METAFILE_RTREFCOUNT	= 8,
	XFS_METAFILE_MAX	= 9,
};

/* Most extents a fork may count, without and with NREXT64. */
#define XFS_MAX_EXTCNT_DATA_FORK_SMALL	((1ULL << 31) - 1)
#define XFS_MAX_EXTCNT_ATTR_FORK_SMALL	((1ULL << 15) - 1)
#define XFS_MAX_EXTCNT_DATA_FORK_LARGE	((1ULL << 48) - 1)
#define XFS_MAX_EXTCNT_ATTR_FORK_LARGE	((1ULL << 32) - 1)

/* di_flags */
#define XFS_DIFLAG_REALTIME	(1U << 0)	/* data on the realtime device */
#define XFS_DIFLAG_PREALLOC	(1U << 1)
#define XFS_DIFLAG_NEWRTBM	(1U << 2)	/* realtime bitmap in the new form */
#define XFS_DIFLAG_IMMUTABLE	(1U << 3)
#define XFS_DIFLAG_APPEND	(1U << 4)
#define XFS_DIFLAG_SYNC		(1U << 5)
#define XFS_DIFLAG_NOATIME	(1U << 6)
#define XFS_DIFLAG_NODUMP	(1U << 7)
#define XFS_DIFLAG_RTINHERIT	(1U << 8)	/* directory: children get REALTIME */
#define XFS_DIFLAG_PROJINHERIT	(1U << 9)	/* directory: children get its project */
#define XFS_DIFLAG_NOSYMLINKS	(1U << 10)
#define XFS_DIFLAG_EXTSIZE	(1U << 11)	/* regular file: di_extsize in force */
#define XFS_DIFLAG_EXTSZINHERIT	(1U << 12)	/* directory: children get di_extsize */
#define XFS_DIFLAG_NODEFRAG	(1U << 13)
#define XFS_DIFLAG_FILESTREAM	(1U << 14)
#define XFS_DIFLAG_ANY		0x7fffU

/* di_flags2 */
#define XFS_DIFLAG2_DAX		(1ULL << 0)	/* use DAX; directory: children too */
#define XFS_DIFLAG2_REFLINK	(1ULL << 1)	/* may share blocks */
#define XFS_DIFLAG2_COWEXTSIZE	(1ULL << 2)	/* di_cowextsize in force */
#define XFS_DIFLAG2_BIGTIME	(1ULL << 3)	/* times as nanoseconds */
#define XFS_DIFLAG2_NREXT64	(1ULL << 4)	/* wide extent counters */
#define XFS_DIFLAG2_METADATA	(1ULL << 5)	/* in the metadata directory tree */
#define XFS_DIFLAG2_ANY		0x3fULL

/*
 * Times.  With BIGTIME, 64 bits of nanoseconds since 2^31 seconds before 1970;
 * without, 32 bits of signed seconds since 1970, then 32 bits of nanoseconds.
 */
#define XFS_BIGTIME_EPOCH_OFFSET	(1LL << 31)
#define XFS_NSEC_PER_SEC		1000000000U

static inline void xfs_dinode_time_unpack(__be64 disk, bool bigtime,
					  struct xfs_time *t)
{
	uint64_t v = be64_to_cpu(disk);

	if (bigtime) {
		t->sec = (int64_t)(v / XFS_NSEC_PER_SEC) - XFS_BIGTIME_EPOCH_OFFSET;
		t->nsec = v % XFS_NSEC_PER_SEC;
	} else {
		t->sec = (int32_t)(v >> 32);
		t->nsec = (uint32_t)v;
	}
}

static inline __be64 xfs_dinode_time_pack(const struct xfs_time *t, bool bigtime)
{
	if (bigtime)
		return cpu_to_be64((uint64_t)(t->sec + XFS_BIGTIME_EPOCH_OFFSET) *
				   XFS_NSEC_PER_SEC + t->nsec);
	return cpu_to_be64((uint64_t)(uint32_t)t->sec << 32 | t->nsec);
}

/* Device number in a DEV fork: 14 bits major, 18 bits minor. */
#define XFS_DEV_MINOR_BITS	18
#define XFS_DEV(major, minor)	((uint32_t)(major) << XFS_DEV_MINOR_BITS | (minor))
#define XFS_DEV_MAJOR(dev)	((uint32_t)(dev) >> XFS_DEV_MINOR_BITS)
#define XFS_DEV_MINOR(dev)	((uint32_t)(dev) & ((1U << XFS_DEV_MINOR_BITS) - 1))

/* Type bits of di_mode, the same on every host. */
#define XFS_IFMT		0170000
#define XFS_IFSOCK		0140000
#define XFS_IFLNK		0120000
#define XFS_IFREG		0100000
#define XFS_IFBLK		0060000
#define XFS_IFDIR		0040000
#define XFS_IFCHR		0020000
#define XFS_IFIFO		0010000

#endif /* LIBXFS_FORMAT_INODE_H */
