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

#endif /* LIBXFS_FS_SUPERBLOCK_H */
