// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Known bad blocks of the namespaces against what mkfs.xfs is about to write.
 */
#ifndef MKFS_BADBLOCKS_H
#define MKFS_BADBLOCKS_H

#include <stdint.h>

#include "mkfs/mkfs.h"

/*
 * Lists the known bad ranges of m->pmem in one line on standard error, the first
 * few of them and how many more there are, and those of m->log_pmem in another.
 * Silent when there are none.
 */
void mkfs_list_badblocks(const struct mkfs *m);

/*
 * -EINVAL, after one sentence that names both, if a known bad range lies under the
 * @len bytes at @start of the data device, which will hold metadata.  A bad range
 * that nothing is written to is left for the filesystem to meet.
 */
int mkfs_check_badblocks(const struct mkfs *m, uint64_t start, uint64_t len);
/* The same for the log on a device of its own, which m->log_pmem tells of. */
int mkfs_check_log_badblocks(const struct mkfs *m);

#endif /* MKFS_BADBLOCKS_H */
