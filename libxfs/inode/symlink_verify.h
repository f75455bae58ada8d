// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of symbolic links' targets; pure.  Format: doc/format/symlink.md. */
#ifndef LIBXFS_INODE_SYMLINK_VERIFY_H
#define LIBXFS_INODE_SYMLINK_VERIFY_H

#include "libxfs/format/symlink.h"
#include "libxfs/fs/geom.h"

/* A target of @size bytes in the inode: not empty, no zero byte in it. */
enum xfs_fault xfs_symlink_sf_verify(const void *data, uint64_t size);

/*
 * An extent of @len bytes at @daddr that holds a piece of a target.  @owner is the
 * inode, or NULLFSINO where it is not known.
 */
enum xfs_fault xfs_symlink_verify(const struct xfs_geom *g,
				  const struct xfs_dsymlink_hdr *dsl,
				  uint32_t len, xfs_daddr_t daddr,
				  xfs_ino_t owner);

#endif /* LIBXFS_INODE_SYMLINK_VERIFY_H */
