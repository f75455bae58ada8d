// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The AGFL: blocks set aside so that the free space trees can grow while they are
 * changed; a ring whose bounds stand in the AGF.  doc/format/ag.md
 */
#ifndef LIBXFS_AG_AGFL_H
#define LIBXFS_AG_AGFL_H

#include "libxfs/format/ag.h"
#include "libxfs/fs/buf.h"

/*
 * Returns 0, or the id of the first test that failed.  Slots not in use may be
 * old, from before the last group was made shorter; which are in use the AGF
 * knows.  So all are tested to stand for a block of a whole group, and who takes a
 * block out of one tests it with xfs_agbno_valid().
 */
enum xfs_fault xfs_agfl_verify(const struct xfs_geom *g,
			       const struct xfs_agfl *dagfl, xfs_agnumber_t agno);

extern const struct xfs_buf_ops xfs_agfl_buf_ops;

/* As xfs_buf_read(); -EINVAL if there is no group @agno. */
int xfs_agfl_read(struct xfs_buf_cache *cache, xfs_agnumber_t agno,
		  struct xfs_buf **bpp);

/*
 * The slot of the @n-th block on the list, from the one taken next on; false if the list is
 * shorter, or the AGF's bounds are none of a ring.
 */
static inline bool xfs_agfl_slot(const struct xfs_geom *g, const struct xfs_agf *agf, uint32_t n,
				 uint32_t *slot)
{
	uint32_t size = XFS_AGFL_SIZE(g->sectsize), first = be32_to_cpu(agf->agf_flfirst);

	if (first >= size || be32_to_cpu(agf->agf_flcount) > size ||
	    n >= be32_to_cpu(agf->agf_flcount))
		return false;
	*slot = (first + n) % size;
	return true;
}

static inline xfs_daddr_t xfs_agfl_daddr(const struct xfs_geom *g,
					 xfs_agnumber_t agno)
{
	return xfs_ag_header_daddr(g, agno, XFS_AGFL_SECTOR);
}

#endif /* LIBXFS_AG_AGFL_H */
