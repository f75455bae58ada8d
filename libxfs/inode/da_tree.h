// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The hash tree of a directory or of attributes, walked from its root, leaf by leaf in
 * the order of hashes, and checked for what no block can tell alone: levels, pointers,
 * neighbours, hashes of parents against their children's.
 */
#ifndef LIBXFS_INODE_DA_TREE_H
#define LIBXFS_INODE_DA_TREE_H

#include "libxfs/inode/da_block.h"

struct xfs_da_tree {
	struct xfs_da_file	*f;
	uint32_t		root;		/* dablk, also the lowest of the tree */
	uint64_t		end;		/* the tree's blocks are below */
	const struct xfs_buf_ops *leaf_ops;
	/* First and last hash of a leaf; false if it has no entry. */
	bool	(*hashes)(const void *leaf, uint32_t *first, uint32_t *last);
	/* Each good leaf.  A non-zero result ends the walk. */
	int	(*leaf)(struct xfs_da_tree *t, const struct xfs_da_block *b);
	void			*priv;

	bool			broken;	/* out: there may be leaves that were not met */
};

/*
 * Tells t->f of every disagreement and goes on with what can still be reached; each
 * block is looked at once at most.  Blocks met are so by xfs_da_meet().
 */
int xfs_da_tree_walk(struct xfs_da_tree *t);

/*
 * Tells of a directory's blocks from @from to below @end that nothing led to; of
 * neighbours once.
 */
int xfs_da_tell_lost(struct xfs_da_file *f, uint32_t from, uint64_t end,
		     enum xfs_fault fault);

#endif /* LIBXFS_INODE_DA_TREE_H */
