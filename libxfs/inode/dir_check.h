// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Everything one directory must agree with itself in: entries and hashes, counts,
 * tables of free space, tree and neighbours, "." and "..".  Whether an entry's inode is
 * there and of its type is not asked here.
 */
#ifndef LIBXFS_INODE_DIR_CHECK_H
#define LIBXFS_INODE_DIR_CHECK_H

#include "libxfs/inode/dir_read.h"

/*
 * As xfs_dir_read(), and checks the whole.  Every disagreement is told and checking
 * goes on; what could not be read or belongs to something that is already told of is
 * not told again.  Takes 8 bytes of memory an entry, up to twice that while they are
 * gathered, and n log n steps.
 */
int xfs_dir_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		  xfs_ino_t ino, const struct xfs_dir_visit *v);

#endif /* LIBXFS_INODE_DIR_CHECK_H */
