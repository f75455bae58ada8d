// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Comparing who owns what with what the trees say, both ways.  Only the files of the
 * sharing phase include this.
 */
#ifndef REPAIR_SHARING_H
#define REPAIR_SHARING_H

#include "libxfs/reflink/packed_array.h"
#include "repair/groups.h"
#include "repair/owner_ranges.h"

/* What is wrong with the blocks of a range. */
enum sharing_set {
	SET_TWICE,		/* claimed by several that may not share */
	SET_FREE,		/* in use, and free space */
	SET_UNWRITTEN,		/* shared and not written */
	SET_UNFLAGGED,		/* shared, and an inode lacks the flag */
	SET_MAPPED,		/* the reverse map differs in it */
	NR_SETS
};

struct sharing {
	struct repair		*r;
	struct owner_ranges	set[NR_SETS];
	struct xfs_packed_array	*shared;	/* of each group: start << 32 | length, by start;
						   NULL: no inode has the flag */
	bool			left_out;	/* atomic: something was not compared */
};

/*
 * May a tree be said to hold too much, or a block to be nobody's, in group @agno?  Only
 * where every owner there may be is known.
 */
bool sharing_knows_all(const struct sharing *s, xfs_agnumber_t agno);

/* Group @agno's free space and reference counts; adds to the ranges.  Frees its store. */
int sharing_compare_group(struct sharing *s, xfs_agnumber_t agno);

/* Where the reverse map of group @agno differs: adds to ->mapped. */
int sharing_sum_group(struct sharing *s, xfs_agnumber_t agno);
/* Names the differences of the reverse map. */
int sharing_name_mapped(struct sharing *s);

/* Names the owners in the other ranges. */
int sharing_name_owners(struct sharing *s);

/* Inodes with the reflink flag that share nothing. */
int sharing_check_flags(struct sharing *s);

#endif /* REPAIR_SHARING_H */
