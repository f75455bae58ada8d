// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bulk load: a whole B+tree written once, left to right, from a sorted stream.
 *
 * Fill in the upper part of struct xfs_btree_bulk, call xfs_btree_bulk_geometry()
 * for the number of records, reserve ->nr_blocks blocks, call
 * xfs_btree_bulk_load(); then ->root and ->nlevels (or ->fork) are what the header
 * (or the inode) is to hold.  A tree that maps its own blocks (free space, reverse
 * map) asks for the geometry again until the number of records stands still.
 *
 * Records are spread evenly over the blocks of a level, and a level has one block
 * fewer where the slack asked for would leave some below their minimum.
 */
#ifndef LIBXFS_BTREE_BULK_H
#define LIBXFS_BTREE_BULK_H

#include "libxfs/btree/btree.h"

/* One level as the geometry wants it; level 0 is the leaves. */
struct xfs_btree_bulk_level {
	uint64_t	entries;	/* records, or blocks of the level below */
	uint64_t	blocks;		/* 0 for a root in a fork */
};

struct xfs_btree_bulk {
	const struct xfs_btree_ops *ops;
	const struct xfs_geom	*g;
	uint64_t		owner;		/* group or inode number */
	int			leaf_slack;	/* free slots a block; -1: a quarter or so */
	int			node_slack;
	void			*fork;		/* ops->fork_root: where the root goes */
	uint32_t		fork_bytes;

	/* The next record of the stream; called nr_records times. */
	int (*next)(void *priv, union xfs_btree_irec *irec);
	/* A block for @level, not near anything in particular. */
	int (*claim)(void *priv, unsigned int level, uint64_t *ptr);
	/*
	 * A finished block, checksum in it.  NULL: it is verified and written through
	 * @cache.
	 */
	int (*emit)(void *priv, unsigned int level, xfs_daddr_t daddr,
		    const void *block);
	struct xfs_buf_cache	*cache;
	void			*priv;

	/* By xfs_btree_bulk_geometry(). */
	uint64_t		nr_records;
	uint64_t		nr_blocks;	/* to claim; a root in a fork aside */
	unsigned int		nlevels;	/* with the root in a fork */
	struct xfs_btree_bulk_level level[XFS_BTREE_CUR_LEVELS];

	/* By xfs_btree_bulk_load(). */
	uint64_t		root;		/* header roots */
};

/*
 * Sizes of a tree of @nr_records.  No records is one empty leaf; in a fork, where
 * such a tree is not one but an extent list, -EINVAL.  -EFBIG when the tree would be
 * higher than its kind can be.
 */
int xfs_btree_bulk_geometry(struct xfs_btree_bulk *b, uint64_t nr_records);

/*
 * Writes the tree the geometry describes.  -EINVAL when a record is impossible or
 * not behind the one before, or a claimed block is no block of the tree's.  After an
 * error blocks may have been written; nothing refers to them.
 */
int xfs_btree_bulk_load(struct xfs_btree_bulk *b);

#endif /* LIBXFS_BTREE_BULK_H */
