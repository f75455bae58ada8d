// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the forks of an inode on disk stand, and how much they hold.
 *
 * The arithmetic needs a di_forkoff within the literal area, which
 * xfs_dinode_verify_core() tests.  Format: doc/format/inode.md.
 */
#ifndef LIBXFS_INODE_FORK_H
#define LIBXFS_INODE_FORK_H

#include "libxfs/format/btree.h"
#include "libxfs/format/inode.h"
#include "libxfs/fs/geom.h"

enum xfs_fork {
	XFS_DATA_FORK	= 0,
	XFS_ATTR_FORK	= 1,
};

/* Bytes of the literal area. */
static inline unsigned int xfs_dinode_literal(const struct xfs_geom *g)
{
	return g->inodesize - XFS_DINODE_LITERAL;
}

/* Do its data blocks belong to the realtime device? */
static inline bool xfs_dinode_is_realtime(const struct xfs_dinode *dip)
{
	return be16_to_cpu(dip->di_flags) & XFS_DIFLAG_REALTIME;
}

/* Bytes of fork @which. */
static inline unsigned int xfs_dfork_size(const struct xfs_geom *g,
					  const struct xfs_dinode *dip,
					  enum xfs_fork which)
{
	unsigned int boff = dip->di_forkoff * 8U;

	if (which == XFS_DATA_FORK)
		return boff ? boff : xfs_dinode_literal(g);
	return boff ? xfs_dinode_literal(g) - boff : 0;
}

static inline const void *xfs_dfork_ptr(const struct xfs_dinode *dip,
					enum xfs_fork which)
{
	const uint8_t *p = (const uint8_t *)dip + XFS_DINODE_LITERAL;

	return which == XFS_DATA_FORK ? p : p + dip->di_forkoff * 8U;
}

static inline unsigned int xfs_dfork_format(const struct xfs_dinode *dip,
					    enum xfs_fork which)
{
	return which == XFS_DATA_FORK ? dip->di_format : dip->di_aformat;
}

static inline bool xfs_dinode_has_nrext64(const struct xfs_dinode *dip)
{
	return be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_NREXT64;
}

/* The extents the core counts for fork @which. */
static inline uint64_t xfs_dfork_nextents(const struct xfs_dinode *dip,
					  enum xfs_fork which)
{
	if (xfs_dinode_has_nrext64(dip))
		return which == XFS_DATA_FORK ?
			be64_to_cpu(dip->di_big_nextents) :
			be32_to_cpu(dip->di_big_anextents);
	return which == XFS_DATA_FORK ? be32_to_cpu(dip->di_nextents) :
					be16_to_cpu(dip->di_anextents);
}

/* Extent records that fit in a fork of @size bytes. */
static inline unsigned int xfs_dfork_maxext(unsigned int size)
{
	return size / sizeof(struct xfs_bmbt_rec);
}

#endif /* LIBXFS_INODE_FORK_H */
