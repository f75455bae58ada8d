/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel interfaces our programs use and the headers of Debian 12 lack.
 *
 * XFS has no header among those the kernel installs, so all of its calls stand
 * here, under the names and fields known from xfslibs-dev: include this header
 * or that one, not both.
 *
 * What newer headers of the kernel or the C library do declare is guarded, when
 * it is a macro, and has the prefix compat_ when it is a structure: an older
 * header's structure of the plain name may lack the newer fields.
 *
 * tests/build/compat compares all of it with the newest headers of Debian.
 */
#ifndef COMMON_COMPAT_H
#define COMMON_COMPAT_H

#include <stddef.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <linux/types.h>
#include <linux/falloc.h>
#include <linux/fiemap.h>
/* The C library has flags of its own for preadv2(); sparse minds the second definition. */
#undef RWF_HIPRI
#undef RWF_DSYNC
#undef RWF_SYNC
#undef RWF_NOWAIT
#undef RWF_APPEND
#undef RWF_NOAPPEND
#undef RWF_ATOMIC
#undef RWF_DONTCACHE
#undef RWF_NOSIGNAL
#include <linux/fs.h>
/* The kernel's cast a type that sparse lets nobody cast; ours, below, are numbers. */
#undef RWF_HIPRI
#undef RWF_DSYNC
#undef RWF_SYNC
#undef RWF_NOWAIT
#undef RWF_APPEND
#undef RWF_NOAPPEND
#undef RWF_ATOMIC
#undef RWF_DONTCACHE
#undef RWF_NOSIGNAL
#include <linux/fsmap.h>
#include <linux/nsfs.h>

#include "libxfs/types.h"

/* Sizes are those of 64-bit machines; for others the kernel translates. */
#if __SIZEOF_POINTER__ == 8
#define COMPAT_CHECK_SIZE(type, size)	XFS_CHECK_SIZE(type, size)
#else
#define COMPAT_CHECK_SIZE(type, size)	XFS_CHECK_SIZE(type, sizeof(type))
#endif

/*
 * XFS: geometry, counters, shutdown.
 * Source of the facts: xfslibs-dev 7.2, installed header xfs/xfs_fs.h.
 */

/* The shape before the log stripe unit. */
struct xfs_fsop_geom_v1 {
	__u32	blocksize;
	__u32	rtextsize;
	__u32	agblocks;
	__u32	agcount;
	__u32	logblocks;
	__u32	sectsize;
	__u32	inodesize;
	__u32	imaxpct;
	__u64	datablocks;
	__u64	rtblocks;
	__u64	rtextents;
	__u64	logstart;
	unsigned char	uuid[16];
	__u32	sunit;
	__u32	swidth;
	__s32	version;
	__u32	flags;
	__u32	logsectsize;
	__u32	rtsectsize;
	__u32	dirblocksize;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_geom_v1, 112);

/* The shape before health and realtime groups. */
struct xfs_fsop_geom_v4 {
	__u32	blocksize;
	__u32	rtextsize;
	__u32	agblocks;
	__u32	agcount;
	__u32	logblocks;
	__u32	sectsize;
	__u32	inodesize;
	__u32	imaxpct;
	__u64	datablocks;
	__u64	rtblocks;
	__u64	rtextents;
	__u64	logstart;
	unsigned char	uuid[16];
	__u32	sunit;
	__u32	swidth;
	__s32	version;
	__u32	flags;
	__u32	logsectsize;
	__u32	rtsectsize;
	__u32	dirblocksize;
	__u32	logsunit;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_geom_v4, 112);

/* Lengths in filesystem blocks, sizes in bytes; sunit and swidth in blocks. */
struct xfs_fsop_geom {
	__u32	blocksize;
	__u32	rtextsize;
	__u32	agblocks;
	__u32	agcount;
	__u32	logblocks;
	__u32	sectsize;
	__u32	inodesize;
	__u32	imaxpct;
	__u64	datablocks;
	__u64	rtblocks;
	__u64	rtextents;
	__u64	logstart;
	unsigned char	uuid[16];
	__u32	sunit;
	__u32	swidth;
	__s32	version;
	__u32	flags;
	__u32	logsectsize;
	__u32	rtsectsize;
	__u32	dirblocksize;
	__u32	logsunit;
	__u32	sick;
	__u32	checked;
	__u32	rgextents;
	__u32	rgcount;
	__u64	rtstart;
	__u64	rtreserved;
	__u64	reserved[14];
};
COMPAT_CHECK_SIZE(struct xfs_fsop_geom, 256);

#define XFS_FSOP_GEOM_VERSION		0
#define XFS_FSOP_GEOM_VERSION_V5	5

#define XFS_FSOP_GEOM_FLAGS_ATTR		(1U << 0)
#define XFS_FSOP_GEOM_FLAGS_NLINK		(1U << 1)
#define XFS_FSOP_GEOM_FLAGS_QUOTA		(1U << 2)
#define XFS_FSOP_GEOM_FLAGS_IALIGN		(1U << 3)
#define XFS_FSOP_GEOM_FLAGS_DALIGN		(1U << 4)
#define XFS_FSOP_GEOM_FLAGS_SHARED		(1U << 5)
#define XFS_FSOP_GEOM_FLAGS_EXTFLG		(1U << 6)
#define XFS_FSOP_GEOM_FLAGS_DIRV2		(1U << 7)
#define XFS_FSOP_GEOM_FLAGS_LOGV2		(1U << 8)
#define XFS_FSOP_GEOM_FLAGS_SECTOR		(1U << 9)
#define XFS_FSOP_GEOM_FLAGS_ATTR2		(1U << 10)
#define XFS_FSOP_GEOM_FLAGS_PROJID32		(1U << 11)
#define XFS_FSOP_GEOM_FLAGS_DIRV2CI		(1U << 12)
#define XFS_FSOP_GEOM_FLAGS_LAZYSB		(1U << 14)
#define XFS_FSOP_GEOM_FLAGS_V5SB		(1U << 15)
#define XFS_FSOP_GEOM_FLAGS_FTYPE		(1U << 16)
#define XFS_FSOP_GEOM_FLAGS_FINOBT		(1U << 17)
#define XFS_FSOP_GEOM_FLAGS_SPINODES		(1U << 18)
#define XFS_FSOP_GEOM_FLAGS_RMAPBT		(1U << 19)
#define XFS_FSOP_GEOM_FLAGS_REFLINK		(1U << 20)
#define XFS_FSOP_GEOM_FLAGS_BIGTIME		(1U << 21)
#define XFS_FSOP_GEOM_FLAGS_INOBTCNT		(1U << 22)
#define XFS_FSOP_GEOM_FLAGS_NREXT64		(1U << 23)
#define XFS_FSOP_GEOM_FLAGS_EXCHANGE_RANGE	(1U << 24)
#define XFS_FSOP_GEOM_FLAGS_PARENT		(1U << 25)
#define XFS_FSOP_GEOM_FLAGS_METADIR		(1U << 26)
#define XFS_FSOP_GEOM_FLAGS_ZONED		(1U << 27)

/* Bits of sick and checked. */
#define XFS_FSOP_GEOM_SICK_COUNTERS	(1U << 0)
#define XFS_FSOP_GEOM_SICK_UQUOTA	(1U << 1)
#define XFS_FSOP_GEOM_SICK_GQUOTA	(1U << 2)
#define XFS_FSOP_GEOM_SICK_PQUOTA	(1U << 3)
#define XFS_FSOP_GEOM_SICK_RT_BITMAP	(1U << 4)
#define XFS_FSOP_GEOM_SICK_RT_SUMMARY	(1U << 5)
#define XFS_FSOP_GEOM_SICK_QUOTACHECK	(1U << 6)
#define XFS_FSOP_GEOM_SICK_NLINKS	(1U << 7)
#define XFS_FSOP_GEOM_SICK_METADIR	(1U << 8)
#define XFS_FSOP_GEOM_SICK_METAPATH	(1U << 9)

/* Free and allocated, now. */
struct xfs_fsop_counts {
	__u64	freedata;
	__u64	freertx;
	__u64	freeino;
	__u64	allocino;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_counts, 32);

struct xfs_fsop_resblks {
	__u64	resblks;
	__u64	resblks_avail;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_resblks, 16);

#define XFS_FSOP_GOING_FLAGS_DEFAULT	0x0
#define XFS_FSOP_GOING_FLAGS_LOGFLUSH	0x1
#define XFS_FSOP_GOING_FLAGS_NOLOGFLUSH	0x2

#define XFS_IOC_FSGEOMETRY_V1	_IOR('X', 100, struct xfs_fsop_geom_v1)
#define XFS_IOC_FSGEOMETRY_V4	_IOR('X', 124, struct xfs_fsop_geom_v4)
#define XFS_IOC_FSGEOMETRY	_IOR('X', 126, struct xfs_fsop_geom)
#define XFS_IOC_FSCOUNTS	_IOR('X', 113, struct xfs_fsop_counts)
#define XFS_IOC_SET_RESBLKS	_IOWR('X', 114, struct xfs_fsop_resblks)
#define XFS_IOC_GET_RESBLKS	_IOR('X', 115, struct xfs_fsop_resblks)
#define XFS_IOC_GOINGDOWN	_IOR('X', 125, __u32)
#define XFS_IOC_FREEZE		_IOWR('X', 119, int)
#define XFS_IOC_THAW		_IOWR('X', 120, int)

/*
 * XFS: growing.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

struct xfs_growfs_data {
	__u64	newblocks;
	__u32	imaxpct;
};
COMPAT_CHECK_SIZE(struct xfs_growfs_data, 16);

struct xfs_growfs_log {
	__u32	newblocks;
	__u32	isint;
};
COMPAT_CHECK_SIZE(struct xfs_growfs_log, 8);

struct xfs_growfs_rt {
	__u64	newblocks;
	__u32	extsize;
};
COMPAT_CHECK_SIZE(struct xfs_growfs_rt, 16);

#define XFS_IOC_FSGROWFSDATA	_IOW('X', 110, struct xfs_growfs_data)
#define XFS_IOC_FSGROWFSLOG	_IOW('X', 111, struct xfs_growfs_log)
#define XFS_IOC_FSGROWFSRT	_IOW('X', 112, struct xfs_growfs_rt)

/*
 * XFS: health of allocation groups and realtime groups.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

/* ag_number in, the rest out. */
struct xfs_ag_geometry {
	__u32	ag_number;
	__u32	ag_length;
	__u32	ag_freeblks;
	__u32	ag_icount;
	__u32	ag_ifree;
	__u32	ag_sick;
	__u32	ag_checked;
	__u32	ag_flags;
	__u64	ag_reserved[12];
};
COMPAT_CHECK_SIZE(struct xfs_ag_geometry, 128);

#define XFS_AG_GEOM_SICK_SB		(1U << 0)
#define XFS_AG_GEOM_SICK_AGF		(1U << 1)
#define XFS_AG_GEOM_SICK_AGFL		(1U << 2)
#define XFS_AG_GEOM_SICK_AGI		(1U << 3)
#define XFS_AG_GEOM_SICK_BNOBT		(1U << 4)
#define XFS_AG_GEOM_SICK_CNTBT		(1U << 5)
#define XFS_AG_GEOM_SICK_INOBT		(1U << 6)
#define XFS_AG_GEOM_SICK_FINOBT		(1U << 7)
#define XFS_AG_GEOM_SICK_RMAPBT		(1U << 8)
#define XFS_AG_GEOM_SICK_REFCNTBT	(1U << 9)
#define XFS_AG_GEOM_SICK_INODES		(1U << 10)

/* rg_number in, the rest out. */
struct xfs_rtgroup_geometry {
	__u32	rg_number;
	__u32	rg_length;
	__u32	rg_sick;
	__u32	rg_checked;
	__u32	rg_flags;
	__u32	rg_writepointer;
	__u32	rg_reserved[26];
};
COMPAT_CHECK_SIZE(struct xfs_rtgroup_geometry, 128);

#define XFS_RTGROUP_GEOM_SICK_SUPER	(1U << 0)
#define XFS_RTGROUP_GEOM_SICK_BITMAP	(1U << 1)
#define XFS_RTGROUP_GEOM_SICK_SUMMARY	(1U << 2)
#define XFS_RTGROUP_GEOM_SICK_RMAPBT	(1U << 3)
#define XFS_RTGROUP_GEOM_SICK_REFCNTBT	(1U << 4)

/* A bit of rg_flags: rg_writepointer means something. */
#define XFS_RTGROUP_GEOM_WRITEPOINTER	(1U << 0)

#define XFS_IOC_AG_GEOMETRY		_IOWR('X', 61, struct xfs_ag_geometry)
#define XFS_IOC_RTGROUP_GEOMETRY	_IOWR('X', 65, struct xfs_rtgroup_geometry)

/*
 * XFS: extent maps of a file and owners of space.  Units of 512 bytes.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

struct getbmap {
	__s64	bmv_offset;
	__s64	bmv_block;
	__s64	bmv_length;
	__s32	bmv_count;
	__s32	bmv_entries;
};
COMPAT_CHECK_SIZE(struct getbmap, 32);

/* The first element asks, the others answer. */
struct getbmapx {
	__s64	bmv_offset;
	__s64	bmv_block;
	__s64	bmv_length;
	__s32	bmv_count;
	__s32	bmv_entries;
	__s32	bmv_iflags;
	__s32	bmv_oflags;
	__s32	bmv_unused1;
	__s32	bmv_unused2;
};
COMPAT_CHECK_SIZE(struct getbmapx, 48);

#define BMV_IF_ATTRFORK		0x1
#define BMV_IF_NO_DMAPI_READ	0x2
#define BMV_IF_PREALLOC		0x4
#define BMV_IF_DELALLOC		0x8
#define BMV_IF_NO_HOLES		0x10
#define BMV_IF_COWFORK		0x20
#define BMV_IF_VALID \
	(BMV_IF_ATTRFORK | BMV_IF_NO_DMAPI_READ | BMV_IF_PREALLOC | BMV_IF_DELALLOC | \
	 BMV_IF_NO_HOLES | BMV_IF_COWFORK)

#define BMV_OF_PREALLOC	0x1
#define BMV_OF_DELALLOC	0x2
#define BMV_OF_LAST	0x4
#define BMV_OF_SHARED	0x8

/* The ioctl number counts struct getbmap, whichever of the two is passed. */
#define XFS_IOC_GETBMAP		_IOWR('X', 38, struct getbmap)
#define XFS_IOC_GETBMAPA	_IOWR('X', 44, struct getbmap)
#define XFS_IOC_GETBMAPX	_IOWR('X', 56, struct getbmap)

#define XFS_FMR_OWN_FREE	FMR_OWN_FREE
#define XFS_FMR_OWN_UNKNOWN	FMR_OWN_UNKNOWN
#define XFS_FMR_OWN_FS		FMR_OWNER('X', 1)
#define XFS_FMR_OWN_LOG		FMR_OWNER('X', 2)
#define XFS_FMR_OWN_AG		FMR_OWNER('X', 3)
#define XFS_FMR_OWN_INOBT	FMR_OWNER('X', 4)
#define XFS_FMR_OWN_INODES	FMR_OWNER('X', 5)
#define XFS_FMR_OWN_REFC	FMR_OWNER('X', 6)
#define XFS_FMR_OWN_COW		FMR_OWNER('X', 7)
#define XFS_FMR_OWN_DEFECTIVE	FMR_OWNER('X', 8)

/*
 * XFS: file attributes, direct I/O limits, space of a file.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h; for ALLOCSP and FREESP 6.1.
 */

struct dioattr {
	__u32	d_mem;
	__u32	d_miniosz;
	__u32	d_maxiosz;
};
COMPAT_CHECK_SIZE(struct dioattr, 12);

struct xfs_flock64 {
	__s16	l_type;
	__s16	l_whence;
	__s64	l_start;
	__s64	l_len;
	__s32	l_sysid;
	__u32	l_pid;
	__s32	l_pad[4];
};
COMPAT_CHECK_SIZE(struct xfs_flock64, 48);

struct xfs_fs_eofblocks {
	__u32	eof_version;
	__u32	eof_flags;
	__u32	eof_uid;
	__u32	eof_gid;
	__u32	eof_prid;
	__u32	pad32;
	__u64	eof_min_file_size;
	__u64	pad64[12];
};
COMPAT_CHECK_SIZE(struct xfs_fs_eofblocks, 128);

#define XFS_EOFBLOCKS_VERSION	1

#define XFS_EOF_FLAGS_SYNC		(1U << 0)
#define XFS_EOF_FLAGS_UID		(1U << 1)
#define XFS_EOF_FLAGS_GID		(1U << 2)
#define XFS_EOF_FLAGS_PRID		(1U << 3)
#define XFS_EOF_FLAGS_MINFILESIZE	(1U << 4)
#define XFS_EOF_FLAGS_UNION		(1U << 5)
#define XFS_EOF_FLAGS_VALID \
	(XFS_EOF_FLAGS_SYNC | XFS_EOF_FLAGS_UID | XFS_EOF_FLAGS_GID | XFS_EOF_FLAGS_PRID | \
	 XFS_EOF_FLAGS_MINFILESIZE)

#define XFS_IOC_ALLOCSP		_IOW('X', 10, struct xfs_flock64)
#define XFS_IOC_FREESP		_IOW('X', 11, struct xfs_flock64)
#define XFS_IOC_DIOINFO		_IOR('X', 30, struct dioattr)
#define XFS_IOC_ALLOCSP64	_IOW('X', 36, struct xfs_flock64)
#define XFS_IOC_FREESP64	_IOW('X', 37, struct xfs_flock64)
#define XFS_IOC_RESVSP		_IOW('X', 40, struct xfs_flock64)
#define XFS_IOC_UNRESVSP	_IOW('X', 41, struct xfs_flock64)
#define XFS_IOC_RESVSP64	_IOW('X', 42, struct xfs_flock64)
#define XFS_IOC_UNRESVSP64	_IOW('X', 43, struct xfs_flock64)
#define XFS_IOC_FSGETXATTRA	_IOR('X', 45, struct fsxattr)
#define XFS_IOC_ZERO_RANGE	_IOW('X', 57, struct xfs_flock64)
#define XFS_IOC_FREE_EOFBLOCKS	_IOR('X', 58, struct xfs_fs_eofblocks)

/*
 * XFS: inodes in bulk.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

/* Opens the request of both calls; ocount and ino come back. */
struct xfs_bulk_ireq {
	__u64	ino;
	__u32	flags;
	__u32	icount;
	__u32	ocount;
	__u32	agno;
	__u64	reserved[5];
};
COMPAT_CHECK_SIZE(struct xfs_bulk_ireq, 64);

#define XFS_BULK_IREQ_AGNO		(1U << 0)
#define XFS_BULK_IREQ_SPECIAL		(1U << 1)
#define XFS_BULK_IREQ_NREXT64		(1U << 2)
#define XFS_BULK_IREQ_METADIR		(1U << 3)
#define XFS_BULK_IREQ_FLAGS_ALL \
	(XFS_BULK_IREQ_AGNO | XFS_BULK_IREQ_SPECIAL | XFS_BULK_IREQ_NREXT64 | \
	 XFS_BULK_IREQ_METADIR)
#define XFS_BULK_IREQ_SPECIAL_ROOT	1

struct xfs_bulkstat {
	__u64	bs_ino;
	__u64	bs_size;
	__u64	bs_blocks;
	__u64	bs_xflags;
	__s64	bs_atime;
	__s64	bs_mtime;
	__s64	bs_ctime;
	__s64	bs_btime;
	__u32	bs_gen;
	__u32	bs_uid;
	__u32	bs_gid;
	__u32	bs_projectid;
	__u32	bs_atime_nsec;
	__u32	bs_mtime_nsec;
	__u32	bs_ctime_nsec;
	__u32	bs_btime_nsec;
	__u32	bs_blksize;
	__u32	bs_rdev;
	__u32	bs_cowextsize_blks;
	__u32	bs_extsize_blks;
	__u32	bs_nlink;
	__u32	bs_extents;
	__u32	bs_aextents;
	__u16	bs_version;
	__u16	bs_forkoff;
	__u16	bs_sick;
	__u16	bs_checked;
	__u16	bs_mode;
	__u16	bs_pad2;
	__u64	bs_extents64;
	__u64	bs_pad[6];
};
COMPAT_CHECK_SIZE(struct xfs_bulkstat, 192);

#define XFS_BULKSTAT_VERSION_V1	1
#define XFS_BULKSTAT_VERSION_V5	5

/* Bits of bs_sick and bs_checked. */
#define XFS_BS_SICK_INODE	(1U << 0)
#define XFS_BS_SICK_BMBTD	(1U << 1)
#define XFS_BS_SICK_BMBTA	(1U << 2)
#define XFS_BS_SICK_BMBTC	(1U << 3)
#define XFS_BS_SICK_DIR		(1U << 4)
#define XFS_BS_SICK_XATTR	(1U << 5)
#define XFS_BS_SICK_SYMLINK	(1U << 6)
#define XFS_BS_SICK_PARENT	(1U << 7)
#define XFS_BS_SICK_DIRTREE	(1U << 8)

struct xfs_bulkstat_req {
	struct xfs_bulk_ireq	hdr;
	struct xfs_bulkstat	bulkstat[];
};
COMPAT_CHECK_SIZE(struct xfs_bulkstat_req, 64);

/* A chunk of 64 inodes. */
struct xfs_inumbers {
	__u64	xi_startino;
	__u64	xi_allocmask;
	__u8	xi_alloccount;
	__u8	xi_version;
	__u8	xi_padding[6];
};
COMPAT_CHECK_SIZE(struct xfs_inumbers, 24);

#define XFS_INUMBERS_VERSION_V1	1
#define XFS_INUMBERS_VERSION_V5	5

struct xfs_inumbers_req {
	struct xfs_bulk_ireq	hdr;
	struct xfs_inumbers	inumbers[];
};
COMPAT_CHECK_SIZE(struct xfs_inumbers_req, 64);

#define XFS_BULKSTAT_REQ_SIZE(nr) \
	(sizeof(struct xfs_bulkstat_req) + (nr) * sizeof(struct xfs_bulkstat))
#define XFS_INUMBERS_REQ_SIZE(nr) \
	(sizeof(struct xfs_inumbers_req) + (nr) * sizeof(struct xfs_inumbers))

/* The first version of the same calls; layouts vary with the machine word. */

struct xfs_bstime {
	__kernel_long_t	tv_sec;
	__s32	tv_nsec;
};
COMPAT_CHECK_SIZE(struct xfs_bstime, 16);

struct xfs_bstat {
	__u64	bs_ino;
	__u16	bs_mode;
	__u16	bs_nlink;
	__u32	bs_uid;
	__u32	bs_gid;
	__u32	bs_rdev;
	__s32	bs_blksize;
	__s64	bs_size;
	struct xfs_bstime	bs_atime;
	struct xfs_bstime	bs_mtime;
	struct xfs_bstime	bs_ctime;
	__s64	bs_blocks;
	__u32	bs_xflags;
	__s32	bs_extsize;
	__s32	bs_extents;
	__u32	bs_gen;
	__u16	bs_projid_lo;
	__u16	bs_forkoff;
	__u16	bs_projid_hi;
	__u16	bs_sick;
	__u16	bs_checked;
	unsigned char	bs_pad[2];
	__u32	bs_cowextsize;
	__u32	bs_dmevmask;
	__u16	bs_dmstate;
	__u16	bs_aextents;
};
COMPAT_CHECK_SIZE(struct xfs_bstat, 136);

struct xfs_inogrp {
	__u64	xi_startino;
	__s32	xi_alloccount;
	__u64	xi_allocmask;
};
COMPAT_CHECK_SIZE(struct xfs_inogrp, 24);

struct xfs_fsop_bulkreq {
	__u64	*lastip;
	__s32	icount;
	void	*ubuffer;
	__s32	*ocount;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_bulkreq, 32);

#define XFS_IOC_FSBULKSTAT		_IOWR('X', 101, struct xfs_fsop_bulkreq)
#define XFS_IOC_FSBULKSTAT_SINGLE	_IOWR('X', 102, struct xfs_fsop_bulkreq)
#define XFS_IOC_FSINUMBERS		_IOWR('X', 103, struct xfs_fsop_bulkreq)
#define XFS_IOC_BULKSTAT		_IOR('X', 127, struct xfs_bulkstat_req)
#define XFS_IOC_INUMBERS		_IOR('X', 128, struct xfs_inumbers_req)

/*
 * XFS: online check and repair.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

struct xfs_scrub_metadata {
	__u32	sm_type;
	__u32	sm_flags;
	__u64	sm_ino;
	__u32	sm_gen;
	__u32	sm_agno;
	__u64	sm_reserved[5];
};
COMPAT_CHECK_SIZE(struct xfs_scrub_metadata, 64);

#define XFS_SCRUB_TYPE_PROBE		0
#define XFS_SCRUB_TYPE_SB		1
#define XFS_SCRUB_TYPE_AGF		2
#define XFS_SCRUB_TYPE_AGFL		3
#define XFS_SCRUB_TYPE_AGI		4
#define XFS_SCRUB_TYPE_BNOBT		5
#define XFS_SCRUB_TYPE_CNTBT		6
#define XFS_SCRUB_TYPE_INOBT		7
#define XFS_SCRUB_TYPE_FINOBT		8
#define XFS_SCRUB_TYPE_RMAPBT		9
#define XFS_SCRUB_TYPE_REFCNTBT		10
#define XFS_SCRUB_TYPE_INODE		11
#define XFS_SCRUB_TYPE_BMBTD		12
#define XFS_SCRUB_TYPE_BMBTA		13
#define XFS_SCRUB_TYPE_BMBTC		14
#define XFS_SCRUB_TYPE_DIR		15
#define XFS_SCRUB_TYPE_XATTR		16
#define XFS_SCRUB_TYPE_SYMLINK		17
#define XFS_SCRUB_TYPE_PARENT		18
#define XFS_SCRUB_TYPE_RTBITMAP		19
#define XFS_SCRUB_TYPE_RTSUM		20
#define XFS_SCRUB_TYPE_UQUOTA		21
#define XFS_SCRUB_TYPE_GQUOTA		22
#define XFS_SCRUB_TYPE_PQUOTA		23
#define XFS_SCRUB_TYPE_FSCOUNTERS	24
#define XFS_SCRUB_TYPE_QUOTACHECK	25
#define XFS_SCRUB_TYPE_NLINKS		26
#define XFS_SCRUB_TYPE_HEALTHY		27
#define XFS_SCRUB_TYPE_DIRTREE		28
#define XFS_SCRUB_TYPE_METAPATH		29
#define XFS_SCRUB_TYPE_RGSUPER		30
#define XFS_SCRUB_TYPE_RTRMAPBT		31
#define XFS_SCRUB_TYPE_RTREFCBT		32
#define XFS_SCRUB_TYPE_NR		33
#define XFS_SCRUB_TYPE_BARRIER		0xFFFFFFFF

#define XFS_SCRUB_IFLAG_REPAIR			(1u << 0)
#define XFS_SCRUB_OFLAG_CORRUPT			(1u << 1)
#define XFS_SCRUB_OFLAG_PREEN			(1u << 2)
#define XFS_SCRUB_OFLAG_XFAIL			(1u << 3)
#define XFS_SCRUB_OFLAG_XCORRUPT		(1u << 4)
#define XFS_SCRUB_OFLAG_INCOMPLETE		(1u << 5)
#define XFS_SCRUB_OFLAG_WARNING			(1u << 6)
#define XFS_SCRUB_OFLAG_NO_REPAIR_NEEDED	(1u << 7)
#define XFS_SCRUB_IFLAG_FORCE_REBUILD		(1u << 8)

#define XFS_SCRUB_FLAGS_IN	(XFS_SCRUB_IFLAG_REPAIR | XFS_SCRUB_IFLAG_FORCE_REBUILD)
#define XFS_SCRUB_FLAGS_OUT \
	(XFS_SCRUB_OFLAG_CORRUPT | XFS_SCRUB_OFLAG_PREEN | XFS_SCRUB_OFLAG_XFAIL | \
	 XFS_SCRUB_OFLAG_XCORRUPT | XFS_SCRUB_OFLAG_INCOMPLETE | XFS_SCRUB_OFLAG_WARNING | \
	 XFS_SCRUB_OFLAG_NO_REPAIR_NEEDED)
#define XFS_SCRUB_FLAGS_ALL	(XFS_SCRUB_FLAGS_IN | XFS_SCRUB_FLAGS_OUT)

/* One check of a vector; sv_ret is its result. */
struct xfs_scrub_vec {
	__u32	sv_type;
	__u32	sv_flags;
	__s32	sv_ret;
	__u32	sv_reserved;
};
COMPAT_CHECK_SIZE(struct xfs_scrub_vec, 16);

/* svh_vectors is the address of svh_nr checks. */
struct xfs_scrub_vec_head {
	__u64	svh_ino;
	__u32	svh_gen;
	__u32	svh_agno;
	__u32	svh_flags;
	__u16	svh_rest_us;
	__u16	svh_nr;
	__u64	svh_reserved;
	__u64	svh_vectors;
};
COMPAT_CHECK_SIZE(struct xfs_scrub_vec_head, 40);

#define XFS_SCRUB_VEC_FLAGS_ALL	0

/* sm_ino of XFS_SCRUB_TYPE_METAPATH. */
#define XFS_SCRUB_METAPATH_PROBE	0
#define XFS_SCRUB_METAPATH_RTDIR	1
#define XFS_SCRUB_METAPATH_RTBITMAP	2
#define XFS_SCRUB_METAPATH_RTSUMMARY	3
#define XFS_SCRUB_METAPATH_QUOTADIR	4
#define XFS_SCRUB_METAPATH_USRQUOTA	5
#define XFS_SCRUB_METAPATH_GRPQUOTA	6
#define XFS_SCRUB_METAPATH_PRJQUOTA	7
#define XFS_SCRUB_METAPATH_RTRMAPBT	8
#define XFS_SCRUB_METAPATH_RTREFCOUNTBT	9
#define XFS_SCRUB_METAPATH_NR		10

#define XFS_IOC_SCRUB_METADATA	_IOWR('X', 60, struct xfs_scrub_metadata)
#define XFS_IOC_SCRUBV_METADATA	_IOWR('X', 64, struct xfs_scrub_vec_head)

/*
 * XFS: handles, attributes by handle, parents.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

struct xfs_fsid {
	__u32	val[2];
};
COMPAT_CHECK_SIZE(struct xfs_fsid, 8);

struct xfs_fid {
	__u16	fid_len;
	__u16	fid_pad;
	__u32	fid_gen;
	__u64	fid_ino;
};
COMPAT_CHECK_SIZE(struct xfs_fid, 16);

struct xfs_handle {
	union {
		__s64	align;
		struct xfs_fsid	_ha_fsid;
	} ha_u;
	struct xfs_fid	ha_fid;
};
COMPAT_CHECK_SIZE(struct xfs_handle, 24);

#define ha_fsid	ha_u._ha_fsid

struct xfs_fsop_handlereq {
	__u32	fd;
	void	*path;
	__u32	oflags;
	void	*ihandle;
	__u32	ihandlen;
	void	*ohandle;
	__u32	*ohandlen;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_handlereq, 56);

#define XFS_IOC_PATH_TO_FSHANDLE	_IOWR('X', 104, struct xfs_fsop_handlereq)
#define XFS_IOC_PATH_TO_HANDLE		_IOWR('X', 105, struct xfs_fsop_handlereq)
#define XFS_IOC_FD_TO_HANDLE		_IOWR('X', 106, struct xfs_fsop_handlereq)
#define XFS_IOC_OPEN_BY_HANDLE		_IOWR('X', 107, struct xfs_fsop_handlereq)
#define XFS_IOC_READLINK_BY_HANDLE	_IOWR('X', 108, struct xfs_fsop_handlereq)

#define XFS_IOC_ATTR_ROOT	0x0002
#define XFS_IOC_ATTR_SECURE	0x0008
#define XFS_IOC_ATTR_CREATE	0x0010
#define XFS_IOC_ATTR_REPLACE	0x0020

#define XFS_XATTR_LIST_MAX	65536

struct xfs_attrlist_cursor {
	__u32	opaque[4];
};
COMPAT_CHECK_SIZE(struct xfs_attrlist_cursor, 16);

struct xfs_attrlist {
	__s32	al_count;
	__s32	al_more;
	__s32	al_offset[];
};
COMPAT_CHECK_SIZE(struct xfs_attrlist, 8);

struct xfs_attrlist_ent {
	__u32	a_valuelen;
	char	a_name[];
};
COMPAT_CHECK_SIZE(struct xfs_attrlist_ent, 4);

struct xfs_fsop_attrlist_handlereq {
	struct xfs_fsop_handlereq	hreq;
	struct xfs_attrlist_cursor	pos;
	__u32	flags;
	__u32	buflen;
	void	*buffer;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_attrlist_handlereq, 88);

#define ATTR_OP_GET	1
#define ATTR_OP_SET	2
#define ATTR_OP_REMOVE	3

struct xfs_attr_multiop {
	__u32	am_opcode;
	__s32	am_error;
	void	*am_attrname;
	void	*am_attrvalue;
	__u32	am_length;
	__u32	am_flags;
};
COMPAT_CHECK_SIZE(struct xfs_attr_multiop, 32);

struct xfs_fsop_attrmulti_handlereq {
	struct xfs_fsop_handlereq	hreq;
	__u32	opcount;
	struct xfs_attr_multiop	*ops;
};
COMPAT_CHECK_SIZE(struct xfs_fsop_attrmulti_handlereq, 72);

#define XFS_IOC_ATTRLIST_BY_HANDLE	_IOW('X', 122, struct xfs_fsop_attrlist_handlereq)
#define XFS_IOC_ATTRMULTI_BY_HANDLE	_IOW('X', 123, struct xfs_fsop_attrmulti_handlereq)

/* gpr_reclen leads to the next record. */
struct xfs_getparents_rec {
	struct xfs_handle	gpr_parent;
	__u32	gpr_reclen;
	__u32	gpr_reserved;
	char	gpr_name[];
};
COMPAT_CHECK_SIZE(struct xfs_getparents_rec, 32);

/* gp_buffer is the address of gp_bufsize bytes for the records. */
struct xfs_getparents {
	struct xfs_attrlist_cursor	gp_cursor;
	__u16	gp_iflags;
	__u16	gp_oflags;
	__u32	gp_bufsize;
	__u64	gp_reserved;
	__u64	gp_buffer;
};
COMPAT_CHECK_SIZE(struct xfs_getparents, 40);

struct xfs_getparents_by_handle {
	struct xfs_handle	gph_handle;
	struct xfs_getparents	gph_request;
};
COMPAT_CHECK_SIZE(struct xfs_getparents_by_handle, 64);

#define XFS_GETPARENTS_OFLAG_ROOT	(1U << 0)
#define XFS_GETPARENTS_OFLAG_DONE	(1U << 1)
#define XFS_GETPARENTS_OFLAGS_ALL	(XFS_GETPARENTS_OFLAG_ROOT | XFS_GETPARENTS_OFLAG_DONE)
#define XFS_GETPARENTS_IFLAGS_ALL	0

#define XFS_IOC_GETPARENTS		_IOWR('X', 62, struct xfs_getparents)
#define XFS_IOC_GETPARENTS_BY_HANDLE	_IOWR('X', 63, struct xfs_getparents_by_handle)

/*
 * XFS: exchanging contents of files.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

#define XFS_SX_VERSION	0

/* sx_stat is the state in which the target was read. */
struct xfs_swapext {
	__s64	sx_version;
	__s64	sx_fdtarget;
	__s64	sx_fdtmp;
	__s64	sx_offset;
	__s64	sx_length;
	char	sx_pad[16];
	struct xfs_bstat	sx_stat;
};
COMPAT_CHECK_SIZE(struct xfs_swapext, 192);

struct xfs_exchange_range {
	__s32	file1_fd;
	__u32	pad;
	__u64	file1_offset;
	__u64	file2_offset;
	__u64	length;
	__u64	flags;
};
COMPAT_CHECK_SIZE(struct xfs_exchange_range, 40);

/* file2_freshness is filled by START_COMMIT. */
struct xfs_commit_range {
	__s32	file1_fd;
	__u32	pad;
	__u64	file1_offset;
	__u64	file2_offset;
	__u64	length;
	__u64	flags;
	__u64	file2_freshness[6];
};
COMPAT_CHECK_SIZE(struct xfs_commit_range, 88);

#define XFS_EXCHANGE_RANGE_TO_EOF		(1ULL << 0)
#define XFS_EXCHANGE_RANGE_DSYNC		(1ULL << 1)
#define XFS_EXCHANGE_RANGE_DRY_RUN		(1ULL << 2)
#define XFS_EXCHANGE_RANGE_FILE1_WRITTEN	(1ULL << 3)
#define XFS_EXCHANGE_RANGE_ALL_FLAGS \
	(XFS_EXCHANGE_RANGE_TO_EOF | XFS_EXCHANGE_RANGE_DSYNC | XFS_EXCHANGE_RANGE_DRY_RUN | \
	 XFS_EXCHANGE_RANGE_FILE1_WRITTEN)

#define XFS_IOC_SWAPEXT		_IOWR('X', 109, struct xfs_swapext)
#define XFS_IOC_EXCHANGE_RANGE	_IOW('X', 129, struct xfs_exchange_range)
#define XFS_IOC_START_COMMIT	_IOR('X', 130, struct xfs_commit_range)
#define XFS_IOC_COMMIT_RANGE	_IOW('X', 131, struct xfs_commit_range)

/*
 * XFS: health events and media checks.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

#define XFS_HEALTH_MONITOR_DOMAIN_MOUNT		0
#define XFS_HEALTH_MONITOR_DOMAIN_FS		1
#define XFS_HEALTH_MONITOR_DOMAIN_AG		2
#define XFS_HEALTH_MONITOR_DOMAIN_INODE		3
#define XFS_HEALTH_MONITOR_DOMAIN_RTGROUP	4
#define XFS_HEALTH_MONITOR_DOMAIN_DATADEV	5
#define XFS_HEALTH_MONITOR_DOMAIN_RTDEV		6
#define XFS_HEALTH_MONITOR_DOMAIN_LOGDEV	7
#define XFS_HEALTH_MONITOR_DOMAIN_FILERANGE	8

#define XFS_HEALTH_MONITOR_TYPE_RUNNING		0
#define XFS_HEALTH_MONITOR_TYPE_LOST		1
#define XFS_HEALTH_MONITOR_TYPE_UNMOUNT		2
#define XFS_HEALTH_MONITOR_TYPE_SICK		3
#define XFS_HEALTH_MONITOR_TYPE_CORRUPT		4
#define XFS_HEALTH_MONITOR_TYPE_HEALTHY		5
#define XFS_HEALTH_MONITOR_TYPE_SHUTDOWN	6
#define XFS_HEALTH_MONITOR_TYPE_MEDIA_ERROR	7
#define XFS_HEALTH_MONITOR_TYPE_BUFREAD		8
#define XFS_HEALTH_MONITOR_TYPE_BUFWRITE	9
#define XFS_HEALTH_MONITOR_TYPE_DIOREAD		10
#define XFS_HEALTH_MONITOR_TYPE_DIOWRITE	11
#define XFS_HEALTH_MONITOR_TYPE_DATALOST	12

#define XFS_HEALTH_SHUTDOWN_META_IO_ERROR	(1u << 0)
#define XFS_HEALTH_SHUTDOWN_LOG_IO_ERROR	(1u << 1)
#define XFS_HEALTH_SHUTDOWN_FORCE_UMOUNT	(1u << 2)
#define XFS_HEALTH_SHUTDOWN_CORRUPT_INCORE	(1u << 3)
#define XFS_HEALTH_SHUTDOWN_CORRUPT_ONDISK	(1u << 4)
#define XFS_HEALTH_SHUTDOWN_DEVICE_REMOVED	(1u << 5)

struct xfs_health_monitor_lost {
	__u64	count;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_lost, 8);

struct xfs_health_monitor_fs {
	__u32	mask;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_fs, 4);

struct xfs_health_monitor_group {
	__u32	mask;
	__u32	gno;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_group, 8);

struct xfs_health_monitor_inode {
	__u32	mask;
	__u32	gen;
	__u64	ino;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_inode, 16);

struct xfs_health_monitor_shutdown {
	__u32	reasons;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_shutdown, 4);

struct xfs_health_monitor_filerange {
	__u64	pos;
	__u64	len;
	__u64	ino;
	__u32	gen;
	__u32	error;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_filerange, 32);

struct xfs_health_monitor_media {
	__u64	daddr;
	__u64	bbcount;
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_media, 16);

/* What a read of the monitor gives; domain chooses the member of e. */
struct xfs_health_monitor_event {
	__u32	domain;
	__u32	type;
	__u64	time_ns;
	union {
		struct xfs_health_monitor_lost	lost;
		struct xfs_health_monitor_fs	fs;
		struct xfs_health_monitor_group	group;
		struct xfs_health_monitor_inode	inode;
		struct xfs_health_monitor_shutdown	shutdown;
		struct xfs_health_monitor_media	media;
		struct xfs_health_monitor_filerange	filerange;
	} e;
	__u64	pad[2];
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor_event, 64);

struct xfs_health_monitor {
	__u64	flags;
	__u8	format;
	__u8	pad[23];
};
COMPAT_CHECK_SIZE(struct xfs_health_monitor, 32);

#define XFS_HEALTH_MONITOR_VERBOSE	(1ULL << 0)
#define XFS_HEALTH_MONITOR_ALL		(XFS_HEALTH_MONITOR_VERBOSE)
#define XFS_HEALTH_MONITOR_FMT_V0	0

struct xfs_health_file_on_monitored_fs {
	__s32	fd;
	__u32	flags;
};
COMPAT_CHECK_SIZE(struct xfs_health_file_on_monitored_fs, 8);

/* me_dev of XFS_IOC_VERIFY_MEDIA. */
enum xfs_device {
	XFS_DEV_DATA = 1,
	XFS_DEV_LOG = 2,
	XFS_DEV_RT = 3,
};

/* From me_start_daddr up to me_end_daddr, 512-byte units; the start moves as it goes. */
struct xfs_verify_media {
	__u32	me_dev;
	__u32	me_flags;
	__u64	me_start_daddr;
	__u64	me_end_daddr;
	__u32	me_ioerror;
	__u32	me_max_io_size;
	__u32	me_rest_us;
	__u32	me_pad;
};
COMPAT_CHECK_SIZE(struct xfs_verify_media, 40);

#define XFS_VERIFY_MEDIA_REPORT	(1U << 0)
#define XFS_VERIFY_MEDIA_FLAGS	(XFS_VERIFY_MEDIA_REPORT)

#define XFS_IOC_HEALTH_MONITOR			_IOW('X', 68, struct xfs_health_monitor)
#define XFS_IOC_HEALTH_FD_ON_MONITORED_FS \
	_IOW('X', 69, struct xfs_health_file_on_monitored_fs)
#define XFS_IOC_VERIFY_MEDIA			_IOWR('X', 70, struct xfs_verify_media)

/*
 * XFS: error injection, in debugging kernels.
 * Source of the facts: xfslibs-dev 7.2, xfs/xfs_fs.h.
 */

struct xfs_error_injection {
	__s32	fd;
	__s32	errtag;
};
COMPAT_CHECK_SIZE(struct xfs_error_injection, 8);

#define XFS_IOC_ERROR_INJECTION	_IOW('X', 116, struct xfs_error_injection)
#define XFS_IOC_ERROR_CLEARALL	_IOW('X', 117, struct xfs_error_injection)

/*
 * Files and filesystems, whatever the filesystem.
 * Source of the facts: linux-libc-dev 7.2, linux/fs.h, linux/falloc.h.
 */

struct compat_fsuuid2 {
	__u8	len;
	__u8	uuid[16];
};
COMPAT_CHECK_SIZE(struct compat_fsuuid2, 17);

struct compat_fs_sysfs_path {
	__u8	len;
	__u8	name[128];
};
COMPAT_CHECK_SIZE(struct compat_fs_sysfs_path, 129);

#ifndef FS_IOC_GETFSUUID
#define FS_IOC_GETFSUUID	_IOR(0x15, 0, struct compat_fsuuid2)
#endif
#ifndef FS_IOC_GETFSSYSFSPATH
#define FS_IOC_GETFSSYSFSPATH	_IOR(0x15, 1, struct compat_fs_sysfs_path)
#endif

#ifndef FS_IOC_SHUTDOWN
#define FS_IOC_SHUTDOWN	_IOR('X', 125, __u32)
#endif
#ifndef FS_SHUTDOWN_FLAGS_DEFAULT
#define FS_SHUTDOWN_FLAGS_DEFAULT	0x0
#endif
#ifndef FS_SHUTDOWN_FLAGS_LOGFLUSH
#define FS_SHUTDOWN_FLAGS_LOGFLUSH	0x1
#endif
#ifndef FS_SHUTDOWN_FLAGS_NOLOGFLUSH
#define FS_SHUTDOWN_FLAGS_NOLOGFLUSH	0x2
#endif

#ifndef FS_XFLAG_VERITY
#define FS_XFLAG_VERITY	0x00020000
#endif
#ifndef FS_XFLAG_CASEFOLD
#define FS_XFLAG_CASEFOLD	0x00040000
#endif
#ifndef FS_XFLAG_CASENONPRESERVING
#define FS_XFLAG_CASENONPRESERVING	0x00080000
#endif

#ifndef RWF_HIPRI
#define RWF_HIPRI	0x00000001
#endif
#ifndef RWF_DSYNC
#define RWF_DSYNC	0x00000002
#endif
#ifndef RWF_SYNC
#define RWF_SYNC	0x00000004
#endif
#ifndef RWF_NOWAIT
#define RWF_NOWAIT	0x00000008
#endif
#ifndef RWF_APPEND
#define RWF_APPEND	0x00000010
#endif
#ifndef RWF_NOAPPEND
#define RWF_NOAPPEND	0x00000020
#endif
#ifndef RWF_ATOMIC
#define RWF_ATOMIC	0x00000040
#endif
#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE	0x00000080
#endif
#ifndef RWF_NOSIGNAL
#define RWF_NOSIGNAL	0x00000100
#endif

#ifndef FALLOC_FL_ALLOCATE_RANGE
#define FALLOC_FL_ALLOCATE_RANGE	0x00
#endif
#ifndef FALLOC_FL_WRITE_ZEROES
#define FALLOC_FL_WRITE_ZEROES	0x80
#endif

/* What file_getattr() gives and file_setattr() takes. */
struct compat_file_attr {
	__u64	fa_xflags;
	__u32	fa_extsize;
	__u32	fa_nextents;
	__u32	fa_projid;
	__u32	fa_cowextsize;
};
COMPAT_CHECK_SIZE(struct compat_file_attr, 24);

#ifndef FILE_ATTR_SIZE_VER0
#define FILE_ATTR_SIZE_VER0	24
#endif

/*
 * statx.
 * Source of the facts: linux-libc-dev 7.2, linux/stat.h.
 */

/* The newest fields; pass it to syscall(SYS_statx, ...), or cast. */
struct compat_statx {
	__u32	stx_mask;
	__u32	stx_blksize;
	__u64	stx_attributes;
	__u32	stx_nlink;
	__u32	stx_uid;
	__u32	stx_gid;
	__u16	stx_mode;
	__u16	__spare0[1];
	__u64	stx_ino;
	__u64	stx_size;
	__u64	stx_blocks;
	__u64	stx_attributes_mask;
	struct statx_timestamp	stx_atime;
	struct statx_timestamp	stx_btime;
	struct statx_timestamp	stx_ctime;
	struct statx_timestamp	stx_mtime;
	__u32	stx_rdev_major;
	__u32	stx_rdev_minor;
	__u32	stx_dev_major;
	__u32	stx_dev_minor;
	__u64	stx_mnt_id;
	__u32	stx_dio_mem_align;
	__u32	stx_dio_offset_align;
	__u64	stx_subvol;
	__u32	stx_atomic_write_unit_min;
	__u32	stx_atomic_write_unit_max;
	__u32	stx_atomic_write_segments_max;
	__u32	stx_dio_read_offset_align;
	__u32	stx_atomic_write_unit_max_opt;
	__u32	__spare2[1];
	__u64	__spare3[8];
};
COMPAT_CHECK_SIZE(struct compat_statx, 256);

#ifndef STATX_MNT_ID_UNIQUE
#define STATX_MNT_ID_UNIQUE	0x00004000U
#endif
#ifndef STATX_SUBVOL
#define STATX_SUBVOL	0x00008000U
#endif
#ifndef STATX_WRITE_ATOMIC
#define STATX_WRITE_ATOMIC	0x00010000U
#endif
#ifndef STATX_DIO_READ_ALIGN
#define STATX_DIO_READ_ALIGN	0x00020000U
#endif
#ifndef STATX_ATTR_DAX
#define STATX_ATTR_DAX	0x00200000
#endif
#ifndef STATX_ATTR_WRITE_ATOMIC
#define STATX_ATTR_WRITE_ATOMIC	0x00400000
#endif

/*
 * Memory and the page cache.
 * Source of the facts: linux-libc-dev 7.2, linux/mman.h, asm-generic/mman-common.h.
 */

#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE	0x08
#endif

#ifndef MADV_SOFT_OFFLINE
#define MADV_SOFT_OFFLINE	101
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE	25
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL	102
#endif
#ifndef MADV_GUARD_REMOVE
#define MADV_GUARD_REMOVE	103
#endif

struct compat_cachestat_range {
	__u64	off;
	__u64	len;
};
COMPAT_CHECK_SIZE(struct compat_cachestat_range, 16);

/* Counts of pages. */
struct compat_cachestat {
	__u64	nr_cache;
	__u64	nr_dirty;
	__u64	nr_writeback;
	__u64	nr_evicted;
	__u64	nr_recently_evicted;
};
COMPAT_CHECK_SIZE(struct compat_cachestat, 40);

/*
 * Mounts.
 * Source of the facts: linux-libc-dev 7.2, linux/mount.h.
 */

/* What statmount() and listmount() are asked; size is that of the version used. */
struct compat_mnt_id_req {
	__u32	size;
	union {
		__u32	mnt_ns_fd;
		__u32	mnt_fd;
	};
	__u64	mnt_id;
	__u64	param;
	__u64	mnt_ns_id;
};
COMPAT_CHECK_SIZE(struct compat_mnt_id_req, 32);

#ifndef MNT_ID_REQ_SIZE_VER0
#define MNT_ID_REQ_SIZE_VER0	24
#endif
#ifndef MNT_ID_REQ_SIZE_VER1
#define MNT_ID_REQ_SIZE_VER1	32
#endif

/* Strings stand in str, at the offsets the 32-bit fields give. */
struct compat_statmount {
	__u32	size;
	__u32	mnt_opts;
	__u64	mask;
	__u32	sb_dev_major;
	__u32	sb_dev_minor;
	__u64	sb_magic;
	__u32	sb_flags;
	__u32	fs_type;
	__u64	mnt_id;
	__u64	mnt_parent_id;
	__u32	mnt_id_old;
	__u32	mnt_parent_id_old;
	__u64	mnt_attr;
	__u64	mnt_propagation;
	__u64	mnt_peer_group;
	__u64	mnt_master;
	__u64	propagate_from;
	__u32	mnt_root;
	__u32	mnt_point;
	__u64	mnt_ns_id;
	__u32	fs_subtype;
	__u32	sb_source;
	__u32	opt_num;
	__u32	opt_array;
	__u32	opt_sec_num;
	__u32	opt_sec_array;
	__u64	supported_mask;
	__u32	mnt_uidmap_num;
	__u32	mnt_uidmap;
	__u32	mnt_gidmap_num;
	__u32	mnt_gidmap;
	__u64	__spare2[43];
	char	str[];
};
COMPAT_CHECK_SIZE(struct compat_statmount, 512);

#ifndef STATMOUNT_SB_BASIC
#define STATMOUNT_SB_BASIC	0x00000001U
#endif
#ifndef STATMOUNT_MNT_BASIC
#define STATMOUNT_MNT_BASIC	0x00000002U
#endif
#ifndef STATMOUNT_PROPAGATE_FROM
#define STATMOUNT_PROPAGATE_FROM	0x00000004U
#endif
#ifndef STATMOUNT_MNT_ROOT
#define STATMOUNT_MNT_ROOT	0x00000008U
#endif
#ifndef STATMOUNT_MNT_POINT
#define STATMOUNT_MNT_POINT	0x00000010U
#endif
#ifndef STATMOUNT_FS_TYPE
#define STATMOUNT_FS_TYPE	0x00000020U
#endif
#ifndef STATMOUNT_MNT_NS_ID
#define STATMOUNT_MNT_NS_ID	0x00000040U
#endif
#ifndef STATMOUNT_MNT_OPTS
#define STATMOUNT_MNT_OPTS	0x00000080U
#endif
#ifndef STATMOUNT_FS_SUBTYPE
#define STATMOUNT_FS_SUBTYPE	0x00000100U
#endif
#ifndef STATMOUNT_SB_SOURCE
#define STATMOUNT_SB_SOURCE	0x00000200U
#endif
#ifndef STATMOUNT_OPT_ARRAY
#define STATMOUNT_OPT_ARRAY	0x00000400U
#endif
#ifndef STATMOUNT_OPT_SEC_ARRAY
#define STATMOUNT_OPT_SEC_ARRAY	0x00000800U
#endif
#ifndef STATMOUNT_SUPPORTED_MASK
#define STATMOUNT_SUPPORTED_MASK	0x00001000U
#endif
#ifndef STATMOUNT_MNT_UIDMAP
#define STATMOUNT_MNT_UIDMAP	0x00002000U
#endif
#ifndef STATMOUNT_MNT_GIDMAP
#define STATMOUNT_MNT_GIDMAP	0x00004000U
#endif
#ifndef LSMT_ROOT
#define LSMT_ROOT	0xffffffffffffffff
#endif
#ifndef LISTMOUNT_REVERSE
#define LISTMOUNT_REVERSE	(1 << 0)
#endif
#ifndef STATMOUNT_BY_FD
#define STATMOUNT_BY_FD	0x00000001U
#endif

/* Of a mount namespace's file: its number. */
#ifndef NS_GET_MNTNS_ID
#define NS_GET_MNTNS_ID	_IOR(0xb7, 5, __u64)
#endif

/* Bytes that the calls for a filesystem's label move, the ending zero included. */
#ifndef FSLABEL_MAX
#define FSLABEL_MAX	256
#endif

/* A device number as the kernel puts it into its structures: twelve bits of major
   between those of minor. */
static inline __u32 compat_dev(dev_t dev)
{
	__u32 min = minor(dev);

	return (min & 0xff) | (__u32)major(dev) << 8 | (min & ~0xffu) << 12;
}

/*
 * Numbers of system calls: the same on every machine but Alpha.
 * Source of the facts: linux-libc-dev 7.2, asm/unistd.h.
 */
#ifdef __alpha__
#define COMPAT_NR(nr)	((nr) + 110)
#else
#define COMPAT_NR(nr)	(nr)
#endif

#ifndef __NR_cachestat
#define __NR_cachestat	COMPAT_NR(451)
#endif
#ifndef __NR_statmount
#define __NR_statmount	COMPAT_NR(457)
#endif
#ifndef __NR_listmount
#define __NR_listmount	COMPAT_NR(458)
#endif
#ifndef __NR_file_getattr
#define __NR_file_getattr	COMPAT_NR(468)
#endif
#ifndef __NR_file_setattr
#define __NR_file_setattr	COMPAT_NR(469)
#endif

#endif /* COMMON_COMPAT_H */
