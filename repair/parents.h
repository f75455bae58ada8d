// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Parent pointers against names, both ways: what each chunk's inodes say who names them
 * less who does, as a sum of hashes, and then, where that is not zero, name by name.
 */
#ifndef REPAIR_PARENTS_H
#define REPAIR_PARENTS_H

#include "libxfs/inode/attr_read.h"
#include "repair/names.h"

/* An attribute of inode @ino; any.  From any thread. */
void parents_take_attr(struct repair *r, xfs_ino_t ino, const struct xfs_attr_entry *e);

/* An entry that leads to inode @bit of @chunk.  Does nothing without the feature. */
void parents_take_name(const struct names_from *from, const struct xfs_dir_entry *e,
		       struct inode_chunk *chunk);

/* Once both are complete: names what differs.  Reports; -ENOMEM. */
int parents_check(struct repair *r);

#endif /* REPAIR_PARENTS_H */
