// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of an inode on disk.  Pure: no I/O, no message, no change.
 *
 * Each returns XFS_FAULT_NONE or the id of the first test that failed.  The
 * checksum is the caller's to test first.  @dip has g->inodesize bytes.
 * Format: doc/format/inode.md.
 */
#ifndef LIBXFS_INODE_INODE_VERIFY_H
#define LIBXFS_INODE_INODE_VERIFY_H

#include "libxfs/inode/fork.h"

/* Everything: the core, then both forks, local contents included. */
enum xfs_fault xfs_dinode_verify(const struct xfs_geom *g,
				 const struct xfs_dinode *dip, xfs_ino_t ino);

/* The core alone: afterwards sizes and places of the forks can be trusted. */
enum xfs_fault xfs_dinode_verify_core(const struct xfs_geom *g,
				      const struct xfs_dinode *dip, xfs_ino_t ino);

/* What stands in one fork of an inode whose core is good. */
enum xfs_fault xfs_dinode_verify_fork(const struct xfs_geom *g,
				      const struct xfs_dinode *dip,
				      enum xfs_fork which);

/*
 * @nr extent records in file order.  @unwritten: may be unwritten; @rt: blocks of
 * the realtime device, whose end the geometry does not know.
 */
enum xfs_fault xfs_bmbt_recs_verify(const struct xfs_geom *g,
				    const struct xfs_bmbt_rec *drecs,
				    unsigned int nr, bool unwritten, bool rt);

#endif /* LIBXFS_INODE_INODE_VERIFY_H */
