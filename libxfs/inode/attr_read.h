// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extended attributes of an inode in any form, and everything their blocks must
 * agree with each other in: tree, hashes, tables of leaves, blocks of values, parent
 * pointers.  Format: doc/format/attribute.md.
 */
#ifndef LIBXFS_INODE_ATTR_READ_H
#define LIBXFS_INODE_ATTR_READ_H

#include "libxfs/format/attr.h"
#include "libxfs/inode/da_block.h"

struct xfs_attr_entry {
	const uint8_t	*name;		/* not terminated, no prefix */
	unsigned int	namelen;	/* 1 to 255 */
	unsigned int	flags;		/* XFS_ATTR_* as on disk */
	const uint8_t	*value;		/* NULL: it cannot be read, or is half made */
	uint32_t	valuelen;
};

/* A non-zero result of a callback ends the reading.  Pointers live during the call. */
struct xfs_attr_visit {
	/* Each may be NULL. */
	int	(*entry)(void *priv, const struct xfs_attr_entry *e);
	xfs_da_fault_fn	fault;
	xfs_da_lsn_fn	lsn;		/* of the tree's blocks; values are not logged */
	void		*priv;
	uint64_t	max_extents;	/* refuse more: -EFBIG */
};

/*
 * Every attribute, incomplete ones too, and every disagreement, checking going on
 * after it.  The core of @dip must be good; the fork need not.  Takes 64 KiB, and 8 bytes
 * an attribute, besides what the blocks in hand need.  0 also after faults; else a callback's result,
 * -EFBIG or -ENOMEM.
 */
int xfs_attr_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		   xfs_ino_t ino, const struct xfs_attr_visit *v);

#endif /* LIBXFS_INODE_ATTR_READ_H */
