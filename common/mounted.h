// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Facts of the mounted filesystem a file lies on: how it is mounted, what it is made
 * of, whether DAX is possible on it, and where its first byte is in physical memory.
 */
#ifndef COMMON_MOUNTED_H
#define COMMON_MOUNTED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
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
	bool			root_dax;	/* the root directory has the DAX flag, or hands
						   it down */
	bool			device_dax;	/* the data device offers DAX */
	struct pmem_info	pmem;
	int			pmem_error;	/* why @pmem cannot be trusted, its bad blocks
						   least of all; 0 normally */
	uint64_t		mem_start;	/* bytes: device address of the data device's first
						   byte: its start in physical memory for
						   persistent memory, else that of the partition
						   on its disk */
	bool			mem_known;	/* false: sysfs did not tell (not root, no device,
						   a mapping over persistent memory); @mem_start
						   is then what is known of it, or 0 */
};

/*
 * Fills @m for the filesystem of @fd.  What cannot be found is unknown, not an error.
 * 0, or a negative errno when the file itself cannot be asked.  Free with
 * mounted_free() whatever was returned.
 */
int mounted_probe(int fd, struct mounted *m);
void mounted_free(struct mounted *m);

/*
 * What mounted_probe() does with /proc/self/mountinfo: fills source, point, rt_source
 * and dax from the line of mount @id or, when there is none (0: unknown), from the first
 * of device @dev.  Lines that make no sense are passed over.  0 or -ENOMEM.
 */
int mounted_parse(FILE *table, uint64_t id, dev_t dev, struct mounted *m);

/* What it does with sysfs: fills device_dax, pmem, pmem_error, mem_start and mem_known
   for dev, if dev_known.  Looks below the environment's XFS_DAX_SYSFS as pmem.h says. */
void mounted_find_device(struct mounted *m);

/* The facts the rule in libxfs/dax/ asks for; the file @fd (or -1: none) counts. */
struct xfs_dax_facts mounted_dax_facts(const struct mounted *m, int fd);

#endif /* COMMON_MOUNTED_H */
