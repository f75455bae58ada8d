// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of directories in all their forms, and of the hash tree nodes that
 * attributes share; pure.
 *
 * Each returns XFS_FAULT_NONE or the id of the first test that failed.  @block has
 * g->dirblksize bytes (nodes: @len) and stands at @daddr; @owner is the inode, or
 * NULLFSINO where it is not known.  The checksum is the caller's to test first.
 * Format: doc/format/directory.md.
 */
#ifndef LIBXFS_INODE_DIR_VERIFY_H
#define LIBXFS_INODE_DIR_VERIFY_H

#include "libxfs/format/dir.h"
#include "libxfs/fs/geom.h"

/* Short form of @size bytes. */
enum xfs_fault xfs_dir2_sf_verify(const struct xfs_geom *g, const void *data,
				  uint64_t size);

/* One-block directory: entries, unused pieces, and that the hashes lead to them. */
enum xfs_fault xfs_dir3_block_verify(const struct xfs_geom *g, const void *block,
				     xfs_daddr_t daddr, xfs_ino_t owner);

/* Data block of a larger directory. */
enum xfs_fault xfs_dir3_data_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner);

/* Leaf, the only one or one under nodes: the magic number tells. */
enum xfs_fault xfs_dir3_leaf_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner);

/* Block of the free index. */
enum xfs_fault xfs_dir3_free_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner);

/* Node of a directory's or an attribute fork's hash tree. */
enum xfs_fault xfs_da3_node_verify(const struct xfs_geom *g, const void *block,
				   uint32_t len, xfs_daddr_t daddr,
				   xfs_ino_t owner);

/* The head every node and leaf has; @magic is what it must be. */
enum xfs_fault xfs_da3_blkinfo_verify(const struct xfs_geom *g,
				      const struct xfs_da3_blkinfo *info,
				      uint16_t magic, xfs_daddr_t daddr,
				      xfs_ino_t owner);

#endif /* LIBXFS_INODE_DIR_VERIFY_H */
