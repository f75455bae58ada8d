// SPDX-License-Identifier: GPL-2.0-or-later
/* Inodes of a group whose tree cannot tell them. */
#ifndef REPAIR_CHUNK_SCAN_H
#define REPAIR_CHUNK_SCAN_H

#include "repair/groups.h"

/*
 * Reads all of group @agno, finds inodes by their looks and adds chunks for those that
 * no chunk of its table has: *@found of them.  Sets ->chunks_scanned if all of the group
 * could be read.  A chunk without any
 * inode in use is not added: what is left of one that was given up looks the same.
 * Blocks that cannot be read are passed over.  -ENOMEM.
 */
int chunk_scan(struct repair *r, xfs_agnumber_t agno, uint64_t *found);

#endif /* REPAIR_CHUNK_SCAN_H */
