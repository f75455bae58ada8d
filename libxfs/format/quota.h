// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of quota files: an array of records by id, as many as fit in each
 * filesystem block.  doc/format/quota.md
 */
#ifndef LIBXFS_FORMAT_QUOTA_H
#define LIBXFS_FORMAT_QUOTA_H

#include "libxfs/types.h"

#define XFS_DQUOT_MAGIC		0x4451	/* "DQ" */
#define XFS_DQUOT_VERSION	1

/* d_type */
#define XFS_DQTYPE_USER		(1U << 0)
#define XFS_DQTYPE_PROJ		(1U << 1)
#define XFS_DQTYPE_GROUP	(1U << 2)
#define XFS_DQTYPE_BIGTIME	(1U << 7)	/* timers in units of 4 seconds */
#define XFS_DQTYPE_REC_MASK \
	(XFS_DQTYPE_USER | XFS_DQTYPE_PROJ | XFS_DQTYPE_GROUP)
#define XFS_DQTYPE_ANY		(XFS_DQTYPE_REC_MASK | XFS_DQTYPE_BIGTIME)
#define XFS_DQ_BIGTIME_SHIFT	2

/* Limits and use of one id; the log holds it alone.  doc/format/quota.md */
struct xfs_disk_dquot {
	__be16		d_magic;	/* XFS_DQUOT_MAGIC */
	uint8_t		d_version;	/* XFS_DQUOT_VERSION */
	uint8_t		d_type;		/* XFS_DQTYPE_* */
	__be32		d_id;		/* user, group or project */
	__be64		d_blk_hardlimit;	/* blocks; 0: none */
	__be64		d_blk_softlimit;
	__be64		d_ino_hardlimit;
	__be64		d_ino_softlimit;
	__be64		d_bcount;	/* blocks in use */
	__be64		d_icount;	/* inodes in use */
	__be32		d_itimer;	/* when the soft limit turns hard; 0: under it */
	__be32		d_btimer;
	__be16		d_iwarns;
	__be16		d_bwarns;
	__be32		d_pad0;
	__be64		d_rtb_hardlimit;	/* realtime blocks */
	__be64		d_rtb_softlimit;
	__be64		d_rtbcount;
	__be32		d_rtbtimer;
	__be16		d_rtbwarns;
	__be16		d_pad;
};
XFS_CHECK_OFFSET(struct xfs_disk_dquot, d_id, 4);
XFS_CHECK_OFFSET(struct xfs_disk_dquot, d_bcount, 40);
XFS_CHECK_OFFSET(struct xfs_disk_dquot, d_itimer, 56);
XFS_CHECK_OFFSET(struct xfs_disk_dquot, d_rtb_hardlimit, 72);
XFS_CHECK_SIZE(struct xfs_disk_dquot, 104);

/* Record of a quota file.  doc/format/quota.md */
struct xfs_dqblk {
	struct xfs_disk_dquot	dd_diskdq;
	uint8_t		dd_fill[4];
	__le32		dd_crc;		/* crc32c of the record, this field zero */
	__be64		dd_lsn;		/* last logged write */
	struct xfs_uuid	dd_uuid;
};
XFS_CHECK_OFFSET(struct xfs_dqblk, dd_crc, 108);
XFS_CHECK_OFFSET(struct xfs_dqblk, dd_lsn, 112);
XFS_CHECK_SIZE(struct xfs_dqblk, 136);

#define XFS_DQUOT_CRC_OFF	offsetof(struct xfs_dqblk, dd_crc)

#endif /* LIBXFS_FORMAT_QUOTA_H */
