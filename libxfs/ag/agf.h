// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The AGF: where a group's free space, reverse map and reference count trees
 * stand, and what they sum up to.  doc/format/ag.md
 */
#ifndef LIBXFS_AG_AGF_H
#define LIBXFS_AG_AGF_H

#include "libxfs/format/ag.h"
#include "libxfs/fs/buf.h"

/* Returns 0, or the id of the first test that failed. */
enum xfs_fault xfs_agf_verify(const struct xfs_geom *g,
			      const struct xfs_agf *dagf, xfs_agnumber_t agno);

extern const struct xfs_buf_ops xfs_agf_buf_ops;

/* As xfs_buf_read(); -EINVAL if there is no group @agno. */
int xfs_agf_read(struct xfs_buf_cache *cache, xfs_agnumber_t agno,
		 struct xfs_buf **bpp);

static inline xfs_daddr_t xfs_agf_daddr(const struct xfs_geom *g,
					xfs_agnumber_t agno)
{
	return xfs_ag_header_daddr(g, agno, XFS_AGF_SECTOR);
}

#endif /* LIBXFS_AG_AGF_H */
