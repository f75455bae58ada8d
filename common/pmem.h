// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Persistent memory behind a block device: which namespace, in which mode, where
 * in physical memory, and which parts of it are known to be bad.
 *
 * Facts come from libndctl where the build has it, from sysfs otherwise; both
 * fill the same structure.  A partition reports the namespace of its whole disk
 * and its own start within it.
 *
 * What sysfs says is parsed with bounds: a fact that is missing or makes no sense
 * is unknown, except that a list of bad blocks or a partition that makes no sense
 * is an error, because to go on would be to trust memory nobody vouches for.
 */
#ifndef COMMON_PMEM_H
#define COMMON_PMEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum pmem_mode {
	PMEM_NONE,		/* not persistent memory */
	PMEM_RAW,		/* no page structures: no DAX for filesystems */
	PMEM_SECTOR,		/* block translation table: no DAX */
	PMEM_FSDAX,
	PMEM_OTHER,		/* offers DAX but is no namespace: device mapper
				   over namespaces; address and bad blocks unknown */
};

struct pmem_badrange {
	uint64_t	start;	/* bytes from the start of the target */
	uint64_t	len;
};

struct pmem_info {
	enum pmem_mode	mode;
	char		namespace[64];	/* "namespace0.0" */
	char		region[64];	/* "region0" */
	int		numa_node;	/* -1 unknown */
	uint64_t	align;		/* of the namespace, bytes; 0 unknown or none */
	uint32_t	sectsize;	/* logical, bytes */
	bool		dax;		/* the block device offers DAX */
	bool		partition;	/* the target is a part of the disk */
	bool		phys_known;
	uint64_t	phys_start;	/* physical address of the target's first byte;
					   sysfs tells it to root alone */
	struct pmem_badrange *bad;	/* sorted, disjoint, clipped to the target */
	size_t		nr_bad;
};

/*
 * Fills @info for the block device open as @fd.  @sysfs is the root to look
 * under ("/sys", or a prepared tree in tests; NULL means "/sys" or the environment's
 * XFS_DAX_SYSFS).  A device that is no persistent memory, and anything but a block
 * device, is mode PMEM_NONE and 0.  -EINVAL when sysfs makes no sense.  Free @info
 * with pmem_info_free() whatever was returned.
 */
int pmem_probe(int fd, const char *sysfs, struct pmem_info *info);
/* The same for a device number; what pmem_probe() does once it has that. */
int pmem_probe_rdev(dev_t rdev, const char *sysfs, struct pmem_info *info);
void pmem_info_free(struct pmem_info *info);
const char *pmem_mode_name(enum pmem_mode mode);	/* "fsdax", "none" ... */

#endif /* COMMON_PMEM_H */
