// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fingerprints of the reverse mappings of one allocation group: a sum over what files
 * and trees map and a sum over what the reverse map holds are equal exactly if, for
 * every owner, both map the same blocks at the same offsets and as often; the chance
 * of a mistake is 2^-64 at worst.  Neither side is held, sorted, or in any order, and
 * how it splits its mappings makes no difference.
 *
 * The group is divided into at most XFS_RMAP_SUM_BUCKETS regions of 2^k blocks with a
 * sum each.  Where two differ, the caller looks again at mappings of that region.
 *
 * A sum belongs to one thread; sums of the same group and seed add up.
 */
#ifndef LIBXFS_REFLINK_RMAP_SUM_H
#define LIBXFS_REFLINK_RMAP_SUM_H

#include "libxfs/btree/btree.h"

#define XFS_RMAP_SUM_BUCKETS	1024U

/* The same for all sums that are compared; unknown to who made the image. */
struct xfs_rmap_seed {
	uint64_t	k[2];
};

struct xfs_rmap_lanes {
	uint64_t	lane[2];
};

/* Initialise with xfs_rmap_sum_init(). */
struct xfs_rmap_sum {
	struct xfs_rmap_seed	seed;
	xfs_agblock_t		blocks;		/* of the group */
	unsigned int		shift;		/* a bucket is 2^shift blocks */
	unsigned int		nr;		/* buckets */
	struct xfs_rmap_lanes	*bucket;
};

/*
 * An empty sum for a group of @blocks blocks, of which there is at least one, else
 * -EINVAL.  The memory is 16 bytes a bucket; -ENOMEM.
 */
int xfs_rmap_sum_init(struct xfs_rmap_sum *sum, const struct xfs_rmap_seed *seed,
		      xfs_agblock_t blocks);
void xfs_rmap_sum_destroy(struct xfs_rmap_sum *sum);

/*
 * Adds one mapping.  Every field counts, also an offset or flags with an owner that
 * should have none.  -EINVAL, and nothing is added, if not all its blocks are of the
 * group: that is a fault of its own and the caller's to report.
 */
int xfs_rmap_sum_add(struct xfs_rmap_sum *sum, const struct xfs_rmap_irec *irec);

/* Adds all that @from has; both were initialised alike, else -EINVAL. */
int xfs_rmap_sum_merge(struct xfs_rmap_sum *sum, const struct xfs_rmap_sum *from);

/*
 * The first bucket from @bucket on in which the two, initialised alike, differ: its
 * number, with *@start and *@len the region; sum->nr and nothing if there is none.
 */
unsigned int xfs_rmap_sum_differs(const struct xfs_rmap_sum *sum,
				  const struct xfs_rmap_sum *other, unsigned int bucket,
				  xfs_agblock_t *start, xfs_extlen_t *len);

#endif /* LIBXFS_REFLINK_RMAP_SUM_H */
