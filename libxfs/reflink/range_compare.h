// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a tree holds against what it ought to hold, block by block, while both stream
 * by: neither is kept.  One comparison for each tree or domain of one: free space by
 * block (xfs_owner_free), reference counts (xfs_owner_refcount), staging extents
 * (xfs_owner_staging), each with its own stream of records from the tree.
 *
 * Blocks count, not records: a tree that splits its records otherwise has no difference
 * but that neighbours could be one, which is said apart.
 */
#ifndef LIBXFS_REFLINK_RANGE_COMPARE_H
#define LIBXFS_REFLINK_RANGE_COMPARE_H

#include "libxfs/reflink/owner_sweep.h"

enum xfs_range_fault {
	XFS_RANGE_MISSING,	/* the tree says nothing */
	XFS_RANGE_SUPERFLUOUS,	/* the tree says something and should not */
	XFS_RANGE_WRONG,	/* the tree gives another number */
	XFS_RANGE_UNMERGED,	/* the record continues the one before: not an error */
	XFS_RANGE_DISORDER,	/* blocks of a record that begins before the last ended */
};

/*
 * A record of the tree; a value of 0 counts as no record, and blocks that have no number
 * are left out: both are for the tree's verifier to report.
 */
struct xfs_range_rec {
	xfs_agblock_t	start;
	xfs_extlen_t	len;
	uint32_t	value;
};

/*
 * Differences of one sort with the same numbers that touch are one.  Of UNMERGED and
 * DISORDER only start, len and in_tree say anything.
 */
struct xfs_range_diff {
	enum xfs_range_fault fault;
	xfs_agblock_t	start;
	xfs_extlen_t	len;
	uint32_t	in_tree;	/* 0: nothing */
	uint32_t	computed;	/* 0: nothing */
	uint32_t	kinds;		/* of the owners there */
	uint32_t	flags;
};

struct xfs_range_compare_ops {
	/* The tree's next record; *@found false at its end, and it is not asked again. */
	int (*next)(void *priv, struct xfs_range_rec *rec, bool *found);
	/* A difference; what is not 0 ends the comparison with it. */
	int (*differs)(void *priv, const struct xfs_range_diff *diff);
};

/* Initialise with xfs_range_compare_init(); owns no memory. */
struct xfs_range_compare {
	const struct xfs_range_compare_ops *ops;
	xfs_owner_project	project;
	void			*priv;
	struct xfs_range_rec	rec;		/* the tree's, clipped to order */
	uint64_t		rec_end;	/* of all seen */
	uint32_t		rec_value;	/* of the one that ends there */
	uint64_t		swept;		/* where the next piece begins */
	bool			have;		/* rec is one */
	bool			at_end;		/* of the tree */
	bool			have_diff;
	struct xfs_range_diff	diff;		/* still growing */
};

void xfs_range_compare_init(struct xfs_range_compare *cmp,
			    const struct xfs_range_compare_ops *ops,
			    xfs_owner_project project, void *priv);

/* Takes the pieces of a sweep in order, all of them.  0, or what a callback returned. */
int xfs_range_compare_piece(struct xfs_range_compare *cmp,
			    const struct xfs_owner_piece *piece);

/* After the last piece: what else the tree holds is superfluous. */
int xfs_range_compare_finish(struct xfs_range_compare *cmp);

#endif /* LIBXFS_REFLINK_RANGE_COMPARE_H */
