// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The entries of a directory in any form: short, one block, data blocks of any size.
 *
 * What can be read is read: behind a bad piece of a block the rest is still tried, and
 * entries that cannot be ones are left out.  Whether hashes lead to the entries is
 * dir_check.h's question.  Format: doc/format/directory.md.
 */
#ifndef LIBXFS_INODE_DIR_READ_H
#define LIBXFS_INODE_DIR_READ_H

#include "libxfs/inode/da_block.h"

struct xfs_dir_entry {
	const uint8_t	*name;		/* not terminated; valid during the call */
	unsigned int	namelen;	/* 1 to 255 */
	unsigned int	ftype;		/* enum xfs_dir3_ftype; UNKNOWN if there are none */
	xfs_ino_t	ino;		/* a possible one */
	uint64_t	offset;		/* in the directory's data; short form: where it
					   would be */
};

/* 1: ".", 2: "..", 0: a name. */
static inline unsigned int xfs_dir_entry_dots(const struct xfs_dir_entry *e)
{
	if (e->name[0] != '.' || e->namelen > 2 || e->name[e->namelen - 1] != '.')
		return 0;
	return e->namelen;
}

/* What is done with a directory.  A non-zero result of a callback ends the reading. */
struct xfs_dir_visit {
	/* Each may be NULL. */
	int	(*entry)(void *priv, const struct xfs_dir_entry *e);
	xfs_da_fault_fn	fault;
	xfs_da_lsn_fn	lsn;
	void		*priv;
	uint64_t	max_extents;	/* refuse more: -EFBIG */
};

/*
 * Every entry, "." and ".." too, in the order of offsets, and the faults of the blocks
 * they are in.  The core of @dip, a directory's, must be good; contents need not.
 * 0 also after faults; else a callback's result, -EFBIG or -ENOMEM.
 */
int xfs_dir_read(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		 xfs_ino_t ino, const struct xfs_dir_visit *v);

/* The parts of it, for dir_check.c; @v->max_extents is not looked at. */

int xfs_dir_read_short(const struct xfs_geom *g, const struct xfs_dinode *dip,
		       xfs_ino_t ino, const struct xfs_dir_visit *v);

/*
 * Is the directory one block?  By its extents or, if nothing is mapped where hashes
 * belong, by what its first block says; then blocks behind are no longer ->places.
 */
int xfs_dir_is_block(struct xfs_da_file *f, bool *one);

/*
 * Reads the block of a directory that is @one, or a data block; @b is the caller's to
 * release.  Fills in @place's best and, if not all of it is good, XFS_DA_BAD.  b->data
 * NULL if it is no block of the directory.
 */
int xfs_dir_read_block(struct xfs_da_file *f, struct xfs_da_place *place, bool one,
		       const struct xfs_dir_visit *v, struct xfs_da_block *b);

/*
 * Reads the data blocks of a larger one, as far as they are the directory's: dir_read.c
 * says how far.  Blocks behind that are no longer ->places; what is given up is
 * XFS_DA_BAD, and told.
 */
int xfs_dir_read_data(struct xfs_da_file *f, const struct xfs_dir_visit *v);

/*
 * The leaf entries at the end of a one-block directory's block: their number in
 * *@count, cut to what has room.
 */
const struct xfs_dir2_leaf_entry *xfs_dir_block_leaf(const struct xfs_geom *g,
						     const void *block,
						     unsigned int *count);

#endif /* LIBXFS_INODE_DIR_READ_H */
