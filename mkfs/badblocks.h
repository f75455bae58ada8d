// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Known bad blocks of the namespace against what mkfs.xfs is about to write.
 */
#ifndef MKFS_BADBLOCKS_H
#define MKFS_BADBLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "mkfs/mkfs.h"

/* A piece of the data device that will be written, and what it will hold. */
struct mkfs_range {
	uint64_t	start;		/* bytes */
	uint64_t	len;
	const char	*what;		/* "the internal log" */
};

/*
 * Lists the known bad ranges of m->pmem on standard error, the first few of them
 * and how many there are; then refuses (-EINVAL, one sentence that names both) if
 * one lies under any of @ranges, which need no order.  0 and silent when nothing
 * is known to be bad.  Bad ranges that nothing is written to are left for the
 * filesystem to meet.
 */
int mkfs_check_badblocks(const struct mkfs *m, const struct mkfs_range *ranges,
			 size_t nr_ranges);

#endif /* MKFS_BADBLOCKS_H */
