// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A tolerant walk over a whole B+tree, for checkers: every record that can be reached,
 * left to right, every fault on the way, and what is lost behind a bad block is said
 * instead of ending the walk.  A cursor (btree/btree.h) ends at the first fault.
 *
 *	xfs_btree_scan_init(&scan, &xfs_bnobt_ops, g, &host, &visit);
 *	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found)
 *		...
 *	if (!scan.complete)	// there may be records that were not met
 *	xfs_btree_scan_done(&scan);
 *
 * A block is entered if its structure is good, if it stands where its level and owner
 * belong, and if it begins behind all that was met at its level: so none is entered
 * twice, and the walk ends whatever the disk holds.  Of a block that is refused nothing is
 * used.  A wrong checksum, a key that its parent has otherwise and a neighbour that
 * does not point back are faults, but the block's entries are still walked.
 */
#ifndef LIBXFS_BTREE_SCAN_H
#define LIBXFS_BTREE_SCAN_H

#include "libxfs/btree/block.h"

struct xfs_btree_scan_fault {
	enum xfs_fault	fault;
	int		error;		/* XFS_FAULT_UNREADABLE: the host's, negative */
	unsigned int	level;
	uint64_t	ptr;		/* of the block; null: the root in the fork */
};

/* Either may be NULL.  A non-zero result ends the walk and is what it returns. */
struct xfs_btree_scan_visit {
	int	(*fault)(void *priv, const struct xfs_btree_scan_fault *sf);
	/* Each block that is entered, before what is below it; not the root in a fork. */
	int	(*block)(void *priv, unsigned int level, uint64_t ptr,
			 const struct xfs_buf *bp);
	void	*priv;
};

struct xfs_btree_scan_level {
	struct xfs_buf		*bp;	/* NULL: not in one, or the root in the fork */
	struct xfs_btree_view	view;
	unsigned int		idx;	/* entry to take next */
	bool			met;	/* last is set */
	struct xfs_btree_key	last;	/* greatest key met */
	/* The block before this one at its level: who its neighbours should be. */
	bool			known;	/* before is; not behind a lost parent */
	bool			entered; /* and right is what it says */
	uint64_t		before;
	uint64_t		right;
};

struct xfs_btree_scan {
	const struct xfs_btree_ops	*ops;
	const struct xfs_geom		*g;
	struct xfs_btree_host		*host;
	const struct xfs_btree_scan_visit *visit;
	unsigned int			level;
	bool				begun;
	bool				ended;
	bool				complete;	/* so far nothing is lost */
	bool				sound;		/* so far no fault at all */
	uint64_t			nr_blocks;	/* entered, a root in a fork aside */
	struct xfs_btree_scan_level	lv[XFS_BTREE_CUR_LEVELS];
};

/* @host is read only: its ->ops are not asked.  Everything given must stay. */
void xfs_btree_scan_init(struct xfs_btree_scan *scan, const struct xfs_btree_ops *ops,
			 const struct xfs_geom *g, struct xfs_btree_host *host,
			 const struct xfs_btree_scan_visit *visit);

/*
 * The next record, verified; *@found false at the end, also when the root is no good.
 * -ENOMEM, or what a callback returned.
 */
int xfs_btree_scan_next(struct xfs_btree_scan *scan, union xfs_btree_irec *irec,
			bool *found);

/* Gives buffers back; needed also after an error. */
void xfs_btree_scan_done(struct xfs_btree_scan *scan);

#endif /* LIBXFS_BTREE_SCAN_H */
