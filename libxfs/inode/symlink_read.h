// SPDX-License-Identifier: GPL-2.0-or-later
/* The target of a symbolic link, in the inode or in extents.  doc/format/symlink.md */
#ifndef LIBXFS_INODE_SYMLINK_READ_H
#define LIBXFS_INODE_SYMLINK_READ_H

#include "libxfs/format/symlink.h"
#include "libxfs/inode/da_block.h"

/*
 * Reads the target into @target, @len bytes, not terminated, and checks its pieces: each
 * disagreement is told to @fault with the piece's file block.  The core of @dip, a
 * symlink's, must be good.  *@whole false if not all of the target could be read.
 * 0, the callback's result, or -ENOMEM.
 */
int xfs_symlink_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		      xfs_ino_t ino, uint8_t target[XFS_SYMLINK_MAXLEN],
		      unsigned int *len, bool *whole, xfs_da_fault_fn fault,
		      void *priv);

#endif /* LIBXFS_INODE_SYMLINK_READ_H */
