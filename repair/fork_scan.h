// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extents of one fork as they come, from the inode's list or its tree, and every
 * fault on the way; behind a bad extent or tree block the rest is still read.
 */
#ifndef REPAIR_FORK_SCAN_H
#define REPAIR_FORK_SCAN_H

#include "libxfs/btree/scan.h"
#include "libxfs/inode/fork.h"
#include "repair/repair.h"

/* Any may be NULL.  A non-zero result ends the scan and is what it returns. */
struct fork_visit {
	/* A good extent, behind the one before. */
	int	(*extent)(void *priv, const struct xfs_bmbt_irec *irec);
	/* A block of the tree. */
	int	(*block)(void *priv, unsigned int level, uint64_t fsb,
			 const struct xfs_buf *bp);
	/* @fsb: the tree's block; NULLFSBLOCK: in the inode.  @error: of a read, or 0. */
	int	(*fault)(void *priv, enum xfs_fault fault, xfs_fsblock_t fsb, int error);
	void	*priv;
};

struct fork_sums {
	uint64_t	nr;		/* good extents */
	uint64_t	blocks;		/* in them */
	uint64_t	tree_blocks;
	xfs_fileoff_t	end;		/* block behind the last */
	bool		whole;		/* there were no others */
};

/*
 * Scans fork @which of @ino, whose core is good; a fork of another format than
 * EXTENTS or BTREE has no extents.  0 also after faults; -ENOMEM, or a callback's result.
 */
int fork_scan(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
	      enum xfs_fork which, const struct fork_visit *visit, struct fork_sums *sums);

#endif /* REPAIR_FORK_SCAN_H */
