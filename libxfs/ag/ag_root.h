// SPDX-License-Identifier: GPL-2.0-or-later
/* The test that every root of a group's trees, in AGF and AGI, must pass. */
#ifndef LIBXFS_AG_AG_ROOT_H
#define LIBXFS_AG_AG_ROOT_H

#include "libxfs/format/btree.h"
#include "libxfs/fs/geom.h"

/* A block of group @agno, and as many levels as a tree can have. */
static inline bool xfs_ag_root_valid(const struct xfs_geom *g,
				     xfs_agnumber_t agno, __be32 droot,
				     __be32 dlevel)
{
	uint32_t level = be32_to_cpu(dlevel);

	return level >= 1 && level <= XFS_BTREE_MAXLEVELS &&
	       xfs_agbno_valid(g, agno, be32_to_cpu(droot));
}

#endif /* LIBXFS_AG_AG_ROOT_H */
