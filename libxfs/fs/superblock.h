// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The superblock as a buffer, and the first read of a filesystem, before its
 * sector size is known.  The structure's own functions are in geom.h.
 */
#ifndef LIBXFS_FS_SUPERBLOCK_H
#define LIBXFS_FS_SUPERBLOCK_H

#include "libxfs/fs/buf.h"

/* Any copy: group 0's by xfs_sb_verify_primary(), the others by xfs_sb_verify(). */
extern const struct xfs_buf_ops xfs_sb_buf_ops;

/*
 * Reads and verifies the copy of the superblock at @daddr and fills @g from it;
 * asks the device for no more than the copy's own sector.
 * -EFSBADCRC or -EFSCORRUPTED with the reason in *@fault, else the host's error.
 * @dsb, unless NULL, is given the bytes as found, also when they are bad.
 */
int xfs_geom_read(struct xfs_dev *dev, xfs_daddr_t daddr, struct xfs_geom *g,
		  struct xfs_dsb *dsb, enum xfs_fault *fault);

/*
 * Files that no directory names but the superblock, unless there is a metadata directory.
 * Which of them is @ino, an inode of the filesystem?
 */
enum xfs_sb_file { XFS_SB_FILE_NONE, XFS_SB_FILE_REALTIME, XFS_SB_FILE_QUOTA };
static inline enum xfs_sb_file xfs_sb_file_of(const struct xfs_dsb *dsb, xfs_ino_t ino)
{
	const __be64 want = cpu_to_be64(ino);

	if (dsb->sb_rbmino == want || dsb->sb_rsumino == want)
		return XFS_SB_FILE_REALTIME;
	if (dsb->sb_uquotino == want || dsb->sb_gquotino == want || dsb->sb_pquotino == want)
		return XFS_SB_FILE_QUOTA;
	return XFS_SB_FILE_NONE;
}

#endif /* LIBXFS_FS_SUPERBLOCK_H */
