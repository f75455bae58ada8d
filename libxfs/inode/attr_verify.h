// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of extended attributes in all their forms; pure.  Nodes of their hash tree:
 * xfs_da3_node_verify().
 *
 * Each returns XFS_FAULT_NONE or the id of the first test that failed.  @owner is
 * the inode, or NULLFSINO where it is not known.  The checksum is the caller's to
 * test first.  Format: doc/format/attribute.md.
 */
#ifndef LIBXFS_INODE_ATTR_VERIFY_H
#define LIBXFS_INODE_ATTR_VERIFY_H

#include "libxfs/format/attr.h"
#include "libxfs/fs/geom.h"

/* Short form in a fork of @space bytes. */
enum xfs_fault xfs_attr_sf_verify(const void *data, unsigned int space);

/* Leaf of g->blocksize bytes at @daddr. */
enum xfs_fault xfs_attr3_leaf_verify(const struct xfs_geom *g, const void *block,
				     xfs_daddr_t daddr, xfs_ino_t owner);

/* One block of a value, g->blocksize bytes at @daddr. */
enum xfs_fault xfs_attr3_rmt_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner);

#endif /* LIBXFS_INODE_ATTR_VERIFY_H */
