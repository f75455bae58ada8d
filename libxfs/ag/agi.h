// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The AGI: where a group's inode trees stand, what they sum up to, and the inodes
 * that are unlinked but still open.  doc/format/ag.md
 */
#ifndef LIBXFS_AG_AGI_H
#define LIBXFS_AG_AGI_H

#include "libxfs/format/ag.h"
#include "libxfs/fs/buf.h"

/* Returns 0, or the id of the first test that failed. */
enum xfs_fault xfs_agi_verify(const struct xfs_geom *g,
			      const struct xfs_agi *dagi, xfs_agnumber_t agno);

extern const struct xfs_buf_ops xfs_agi_buf_ops;

/* As xfs_buf_read(); -EINVAL if there is no group @agno. */
int xfs_agi_read(struct xfs_buf_cache *cache, xfs_agnumber_t agno,
		 struct xfs_buf **bpp);

static inline xfs_daddr_t xfs_agi_daddr(const struct xfs_geom *g,
					xfs_agnumber_t agno)
{
	return xfs_ag_header_daddr(g, agno, XFS_AGI_SECTOR);
}

#endif /* LIBXFS_AG_AGI_H */
