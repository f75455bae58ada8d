// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between common/pmem.c and the two places it learns of namespaces from.
 */
#ifndef COMMON_PMEM_SOURCE_H
#define COMMON_PMEM_SOURCE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/pmem.h"

/* Where a target stands in sysfs, and in its disk. */
struct pmem_disk {
	char		path[PATH_MAX];	/* sysfs folder of the whole disk */
	const char	*name;		/* its last part: "pmem0" */
	bool		partition;
	uint64_t	start;		/* of the target in the disk, bytes */
	uint64_t	size;		/* of the target, bytes */
};

/* Where sysfs is: "/sys", or what the environment's XFS_DAX_SYSFS says. */
const char *pmem_sysfs_root(void);

/* -ENOENT when @root does not know the device, -EINVAL when it makes no sense. */
int pmem_sysfs_disk(const char *root, dev_t rdev, struct pmem_disk *disk);

/* Logical sector size and DAX of the disk, into @info; 0 and false if unknown. */
void pmem_sysfs_queue(const struct pmem_disk *disk, struct pmem_info *info);

/* The bad blocks of the disk, as listed; @info owns them. */
int pmem_sysfs_badblocks(const struct pmem_disk *disk, struct pmem_info *info);

/*
 * Fill mode, names, numa node and alignment, and the physical address of the
 * disk's (not the target's) first byte.  -ENOENT when the disk is no namespace.
 */
int pmem_sysfs_namespace(const struct pmem_disk *disk, struct pmem_info *info);
int pmem_ndctl_namespace(const struct pmem_disk *disk, struct pmem_info *info);

#endif /* COMMON_PMEM_SOURCE_H */
