// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A regular file or block device open for metadata I/O, as the core sees it
 * (struct xfs_dev of libxfs/env.h), and what the system tells of it.
 *
 * Block devices are opened with direct I/O; regular files without.  Reads and
 * writes come back whole or as an error that device_error() puts in one sentence
 * with the address in it.
 */
#ifndef COMMON_DEVICE_H
#define COMMON_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

struct xfs_dev;

enum {
	DEVICE_WRITE	= 1 << 0,
	DEVICE_CREATE	= 1 << 1,	/* a regular file that is not there is created;
					   -EEXIST if somebody else just did, or if the
					   name is a link to nothing */
	DEVICE_EXCL	= 1 << 2,	/* refuse a block device in use by anything */
};

struct device_facts {
	bool		block;		/* block device, not regular file */
	bool		readonly;
	uint64_t	size;		/* bytes */
	uint32_t	lsectsize;	/* logical sector, bytes */
	uint32_t	psectsize;	/* physical sector, bytes */
	uint32_t	io_min;		/* bytes; 0 unknown (libblkid topology) */
	uint32_t	io_opt;
};

int device_open(const char *path, unsigned int flags, struct xfs_dev **devp);
int device_close(struct xfs_dev *dev);
int device_fd(const struct xfs_dev *dev);
const char *device_path(const struct xfs_dev *dev);
const struct device_facts *device_facts(const struct xfs_dev *dev);

/* Grows or sets a regular file to @size bytes (sparse). */
int device_resize(struct xfs_dev *dev, uint64_t size);

/*
 * Makes sure that writing to these bytes of a regular file will find room, without
 * changing what they read as.  Nothing where the filesystem cannot promise that.
 */
int device_reserve(struct xfs_dev *dev, uint64_t start, uint64_t len);

/*
 * Tells a block device that its contents are of no use; errors are not reported.  A
 * regular file keeps its blocks.
 */
void device_discard(struct xfs_dev *dev, uint64_t start, uint64_t len);

/* "cannot write 4096 bytes at sector 16 of /dev/pmem0: Input/output error" */
const char *device_error(const struct xfs_dev *dev);

#endif /* COMMON_DEVICE_H */
