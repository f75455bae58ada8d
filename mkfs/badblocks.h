// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Known bad blocks of the namespace against what mkfs.xfs is about to write.
 */
#ifndef MKFS_BADBLOCKS_H
#define MKFS_BADBLOCKS_H

#include <stdint.h>

#include "mkfs/mkfs.h"

/*
 * Lists the known bad ranges of m->pmem in one line on standard error, the first
 * few of them and how many more there are.  Silent when there are none.
 */
void mkfs_list_badblocks(const struct mkfs *m);

/*
 * -EINVAL, after one sentence that names both, if a known bad range lies under the
 * @len bytes at @start of the data device, which will hold metadata.  A bad range
 * that nothing is written to is left for the filesystem to meet.
 */
int mkfs_check_badblocks(const struct mkfs *m, uint64_t start, uint64_t len);

#endif /* MKFS_BADBLOCKS_H */
