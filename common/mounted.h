// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Facts of the mounted filesystem a file lies on: how it is mounted, what it is made
 * of, whether DAX is possible on it, and where its first byte is in physical memory.
 */
#ifndef COMMON_MOUNTED_H
#define COMMON_MOUNTED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/compat.h"
#include "common/pmem.h"
#include "libxfs/dax/dax.h"

enum mount_dax { MOUNT_DAX_INODE, MOUNT_DAX_ALWAYS, MOUNT_DAX_NEVER };

struct mounted {
	bool			xfs;
	struct xfs_fsop_geom	geom;		/* zero unless @xfs */
	dev_t			dev;		/* data device */
	bool			dev_known;	/* a block device is behind it */
	char			*source;	/* what was mounted; NULL unknown */
	char			*point;		/* mount point; NULL unknown */
	char			*rt_source;	/* rtdev=; NULL none */
	enum mount_dax		dax;
	bool			device_dax;	/* the data device offers DAX */
	struct pmem_info	pmem;
	uint64_t		mem_start;	/* bytes: device address of the data device's first
						   byte: its start in physical memory for
						   persistent memory, else that of the partition
						   on its disk */
	bool			mem_known;	/* false: sysfs did not tell (not root, no device) */
};

/*
 * Fills @m for the filesystem of @fd.  What cannot be found is unknown, not an error.
 * 0, or a negative errno when the file itself cannot be asked.  Free with
 * mounted_free() whatever was returned.
 */
int mounted_probe(int fd, struct mounted *m);
void mounted_free(struct mounted *m);

/* The facts the rule in libxfs/dax/ asks for; @inode: the file at hand (or -1) counts. */
struct xfs_dax_facts mounted_dax_facts(const struct mounted *m, int fd);

#endif /* COMMON_MOUNTED_H */
