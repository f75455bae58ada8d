// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Naming owners: ranges of blocks in which something is wrong, and, after everything has been
 * enumerated once more, who has blocks in them.
 *
 * Gather ranges with owner_ranges_add(), from any thread; then owner_ranges_sort();
 * then take them as a sink through owners_again(), which collects what overlaps them,
 * clipped to them.
 */
#ifndef REPAIR_OWNER_RANGES_H
#define REPAIR_OWNER_RANGES_H

#include "repair/owners.h"

struct owner_range {
	xfs_agnumber_t	agno;
	xfs_agblock_t	agbno;
	xfs_extlen_t	len;
};

/* Somebody's blocks within a range. */
struct range_owner {
	xfs_agnumber_t		agno;
	struct owner_extent	x;
};

struct owner_ranges {
	struct owner_sink	sink;
	pthread_mutex_t		lock;
	struct owner_range	*ranges;	/* sorted: disjoint, not touching */
	size_t			nr, room;
	size_t			max;		/* more are counted and forgotten */
	uint64_t		forgotten;
	struct range_owner	*owners;
	size_t			nr_owners, room_owners;
	size_t			max_owners;	/* more are -E2BIG */
};

/* Holds at most so many; -ENOMEM. */
int owner_ranges_init(struct owner_ranges *o, size_t max, size_t max_owners);
void owner_ranges_destroy(struct owner_ranges *o);

int owner_ranges_add(struct owner_ranges *o, xfs_agnumber_t agno, xfs_agblock_t agbno,
		     xfs_extlen_t len);
/* Once, before owners are asked for. */
void owner_ranges_sort(struct owner_ranges *o);
/* The first range of group @agno that ends behind @agbno, or of a later group, or ->nr. */
size_t owner_ranges_find(const struct owner_ranges *o, xfs_agnumber_t agno,
			 xfs_agblock_t agbno);
/* Who was taken last; XFS_RMAP_OWN_NULL: nobody yet. */
uint64_t owner_ranges_last(struct owner_ranges *o);
/* Forgets the owners, not the ranges. */
void owner_ranges_forget(struct owner_ranges *o);

/*
 * Calls @fn with the part of the extent in each range of @o it reaches into, its offset
 * moved with it.  0, or what @fn returned.
 */
typedef int (*owner_clip_fn)(void *priv, xfs_agnumber_t agno, const struct owner_extent *x);
int owner_ranges_clip(const struct owner_ranges *o, xfs_agnumber_t agno,
		      const struct owner_extent *x, owner_clip_fn fn, void *priv);

/* Where the extent is: inode, fork and offset, or which metadata; and its blocks. */
struct place owner_place(xfs_agnumber_t agno, const struct owner_extent *x);
/* What the owner is, as "data fork". */
const char *owner_name(const struct owner_extent *x);

#endif /* REPAIR_OWNER_RANGES_H */
