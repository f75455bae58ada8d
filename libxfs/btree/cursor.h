// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cursor.c lends to edit.c; not for users of the tree.
 */
#ifndef LIBXFS_BTREE_CURSOR_H
#define LIBXFS_BTREE_CURSOR_H

#include "libxfs/btree/block.h"

/* The block at @level is the root in the inode fork. */
bool xfs_btree_cur_is_fork(const struct xfs_btree_cur *cur, unsigned int level);
/* A view of the block loaded at @level. */
void xfs_btree_cur_view(const struct xfs_btree_cur *cur, unsigned int level,
			struct xfs_btree_view *v);
/* Reads a block of this tree, outside the path; the fault goes into the cursor. */
int xfs_btree_cur_read(struct xfs_btree_cur *cur, uint64_t ptr, struct xfs_buf **bpp);
/* Starts a path afresh: everything dropped, the root loaded. */
int xfs_btree_cur_load_root(struct xfs_btree_cur *cur);
/* The key @want is looked up by. */
void xfs_btree_want_key(const struct xfs_btree_cur *cur,
			const union xfs_btree_irec *want, struct xfs_btree_key *key);
/* xfs_btree_lookup() by key. */
int xfs_btree_cur_seek(struct xfs_btree_cur *cur, enum xfs_btree_dir dir,
		       const struct xfs_btree_key *key, bool *found);

#endif /* LIBXFS_BTREE_CURSOR_H */
