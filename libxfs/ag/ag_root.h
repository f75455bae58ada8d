// SPDX-License-Identifier: GPL-2.0-or-later
/* The test that every root of a group's trees, in AGF and AGI, must pass. */
#ifndef LIBXFS_AG_AG_ROOT_H
#define LIBXFS_AG_AG_ROOT_H

#include "libxfs/btree/btree.h"

/* A block of group @agno, and no more levels than such a tree can have. */
static inline bool xfs_ag_root_valid(const struct xfs_geom *g,
				     const struct xfs_btree_ops *ops,
				     xfs_agnumber_t agno, __be32 droot,
				     __be32 dlevel)
{
	uint32_t level = be32_to_cpu(dlevel);

	return level >= 1 && level <= ops->maxlevels(g) &&
	       xfs_agbno_valid(g, agno, be32_to_cpu(droot));
}

#endif /* LIBXFS_AG_AG_ROOT_H */
