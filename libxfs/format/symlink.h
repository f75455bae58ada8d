// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of symbolic links that do not fit in their inode.  Shorter ones are the
 * data fork itself, format LOCAL, unterminated.  doc/format/symlink.md
 */
#ifndef LIBXFS_FORMAT_SYMLINK_H
#define LIBXFS_FORMAT_SYMLINK_H

#include "libxfs/types.h"

#define XFS_SYMLINK_MAGIC	0x58534c4d	/* "XSLM" */
#define XFS_SYMLINK_MAXLEN	1024		/* a target is shorter */

/* Head of each contiguous extent of a target.  doc/format/symlink.md */
struct xfs_dsymlink_hdr {
	__be32		sl_magic;	/* XFS_SYMLINK_MAGIC */
	__be32		sl_offset;	/* of this piece in the target */
	__be32		sl_bytes;	/* of the target in this extent */
	__le32		sl_crc;		/* crc32c of the extent, this field zero */
	struct xfs_uuid	sl_uuid;
	__be64		sl_owner;	/* inode number */
	__be64		sl_blkno;	/* own daddr */
	__be64		sl_lsn;		/* last logged write */
};
XFS_CHECK_OFFSET(struct xfs_dsymlink_hdr, sl_crc, 12);
XFS_CHECK_OFFSET(struct xfs_dsymlink_hdr, sl_owner, 32);
XFS_CHECK_SIZE(struct xfs_dsymlink_hdr, 56);

#define XFS_SYMLINK_CRC_OFF	offsetof(struct xfs_dsymlink_hdr, sl_crc)
#define XFS_SYMLINK_LSN_OFF	offsetof(struct xfs_dsymlink_hdr, sl_lsn)

#endif /* LIBXFS_FORMAT_SYMLINK_H */
