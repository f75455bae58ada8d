// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Devices for programs: common/device.h and the block I/O of libxfs/env.h.
 *
 * Every request is checked against the size and the sector before it is made, so
 * that a number from a damaged filesystem ends here, in a sentence, and not in a
 * partial transfer.  The sentence is written when the failure happens, under a
 * lock, since several threads may share a device.
 *
 * Zeroing a regular file leaves its allocation as it is: what reads as zeroes already,
 * allocated or not, is not touched, and data become allocated zeroes.  A sparse image
 * so stays sparse, and one that was allocated beforehand keeps its blocks.  A block
 * device is asked for zeroes (BLKZEROOUT).  Where either is refused zeroes are
 * written, and it is the write that reports what is wrong.
 */
#include "common/device.h"

#include <blkid.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libxfs/env.h"

#define ZERO_PIECE	((size_t)1 << 20)
#define DISCARD_PIECE	((uint64_t)2 << 30)

struct xfs_dev {
	int			fd;
	char			*path;
	struct device_facts	facts;
	pthread_mutex_t		lock;		/* of message */
	char			message[512];
};

/* Remembers what failed: "cannot <operation> of <path>: <why>".  Returns @error. */
static int dev_fail(struct xfs_dev *dev, int error, const char *why,
		    const char *operation)
{
	pthread_mutex_lock(&dev->lock);
	snprintf(dev->message, sizeof(dev->message), "cannot %s of %s: %s",
		 operation, dev->path, why ? why : strerror(-error));
	pthread_mutex_unlock(&dev->lock);
	return error;
}

static int dev_fail_at(struct xfs_dev *dev, int error, const char *why,
		       const char *verb, xfs_daddr_t daddr, uint64_t len)
{
	char operation[128];

	snprintf(operation, sizeof(operation),
		 "%s %" PRIu64 " bytes at sector %" PRIu64, verb, len,
		 (uint64_t)daddr);
	return dev_fail(dev, error, why, operation);
}

/* Is this a request that the device can take at all? */
static int dev_check(struct xfs_dev *dev, const char *verb, xfs_daddr_t daddr,
		     uint64_t len)
{
	uint64_t size = dev->facts.size, sector = dev->facts.lsectsize;
	char why[96];

	if (daddr < 0 || (uint64_t)daddr > BTOBBT(size) ||
	    len > size - BBTOB(daddr)) {
		snprintf(why, sizeof(why),
			 "the device ends at sector %" PRIu64, BTOBBT(size));
		return dev_fail_at(dev, -ENXIO, why, verb, daddr, len);
	}
	if (len % sector || BBTOB(daddr) % sector) {
		snprintf(why, sizeof(why),
			 "not a whole number of %" PRIu64 "-byte sectors", sector);
		return dev_fail_at(dev, -EINVAL, why, verb, daddr, len);
	}
	return 0;
}

int xfs_env_read(struct xfs_dev *dev, xfs_daddr_t daddr, void *buf, size_t len)
{
	int error = dev_check(dev, "read", daddr, len);
	size_t done = 0;
	ssize_t n;

	if (error)
		return error;
	while (done < len) {
		n = pread(dev->fd, (char *)buf + done, len - done,
			  BBTOB(daddr) + done);
		if (n > 0)
			done += n;
		else if (n == 0)
			return dev_fail_at(dev, -EIO, "it ended early", "read",
					   daddr, len);
		else if (errno != EINTR)
			return dev_fail_at(dev, -errno, NULL, "read", daddr, len);
	}
	return 0;
}

/* With direct I/O nothing would keep them until they are wanted. */
void xfs_env_read_ahead(struct xfs_dev *dev, xfs_daddr_t daddr, size_t len)
{
	if (!dev->facts.block)
		posix_fadvise(dev->fd, BBTOB(daddr), (off_t)len, POSIX_FADV_WILLNEED);
}

static int write_whole(struct xfs_dev *dev, const char *verb, xfs_daddr_t daddr,
		       const void *buf, size_t len)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = pwrite(dev->fd, (const char *)buf + done, len - done,
			   BBTOB(daddr) + done);
		if (n > 0)
			done += n;
		else if (n == 0)
			return dev_fail_at(dev, -EIO, "it took no more", verb,
					   daddr, len);
		else if (errno != EINTR)
			return dev_fail_at(dev, -errno, NULL, verb, daddr, len);
	}
	return 0;
}

int xfs_env_write(struct xfs_dev *dev, xfs_daddr_t daddr, const void *buf,
		  size_t len)
{
	int error = dev_check(dev, "write", daddr, len);

	return error ? error : write_whole(dev, "write", daddr, buf, len);
}

/* Asks the system for zeroes; false when they must be written. */
static bool zero_asked(struct xfs_dev *dev, uint64_t start, uint64_t len)
{
	uint64_t range[2] = { start, len };

	if (dev->facts.block)
		return !ioctl(dev->fd, BLKZEROOUT, range);
	return !fallocate(dev->fd, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE,
			  start, len);
}

static int zero_written(struct xfs_dev *dev, xfs_daddr_t daddr, uint64_t len)
{
	size_t piece = len < ZERO_PIECE ? len : ZERO_PIECE;
	void *zeroes = xfs_env_io_alloc(piece);
	int error = 0;

	if (!zeroes)
		return dev_fail_at(dev, -ENOMEM, NULL, "zero", daddr, len);
	while (len && !error) {
		if (piece > len)
			piece = len;
		error = write_whole(dev, "zero", daddr, zeroes, piece);
		daddr += BTOBBT(piece);
		len -= piece;
	}
	xfs_env_io_free(zeroes);
	return error;
}

static int zero_piece(struct xfs_dev *dev, uint64_t start, uint64_t end)
{
	if (zero_asked(dev, start, end - start))
		return 0;
	return zero_written(dev, BTOBBT(start), end - start);
}

/* The next data of the file at or behind @start; where that cannot be told, all. */
static void find_data(struct xfs_dev *dev, uint64_t *start, uint64_t *end)
{
	off_t data = lseek(dev->fd, *start, SEEK_DATA), hole;

	if (data < 0) {
		*start = errno == ENXIO ? *end : *start;
		return;
	}
	hole = lseek(dev->fd, data, SEEK_HOLE);
	*start = BBTOB(BTOBBT((uint64_t)data));
	if (hole > data && (uint64_t)hole < *end)
		*end = BBTOB(BTOBB((uint64_t)hole));
}

static int zero_data(struct xfs_dev *dev, uint64_t start, uint64_t end)
{
	uint64_t stop;
	int error = 0;

	while (!error) {
		stop = end;
		find_data(dev, &start, &stop);
		if (start >= end)
			break;
		error = zero_piece(dev, start, stop);
		start = stop;
	}
	return error;
}

int xfs_env_zero(struct xfs_dev *dev, xfs_daddr_t daddr, uint64_t len)
{
	uint64_t start = BBTOB(daddr);
	int error = dev_check(dev, "zero", daddr, len);

	if (error || !len)
		return error;
	return dev->facts.block ? zero_piece(dev, start, start + len) :
		zero_data(dev, start, start + len);
}

int xfs_env_flush(struct xfs_dev *dev)
{
	if (fsync(dev->fd))
		return dev_fail(dev, -errno, NULL, "flush the writes");
	return 0;
}

/* MAP_SYNC is what the kernel grants for device memory only. */
int xfs_env_map_pmem(struct xfs_dev *dev, xfs_daddr_t daddr, size_t len,
		     void **addrp)
{
	int error = dev_check(dev, "map", daddr, len);
	void *addr;

	if (error)
		return error;
	addr = mmap(NULL, len, PROT_READ | PROT_WRITE,
		    MAP_SHARED_VALIDATE | MAP_SYNC, dev->fd, BBTOB(daddr));
	if (addr == MAP_FAILED)
		return dev_fail_at(dev, -errno, NULL, "map", daddr, len);
	*addrp = addr;
	return 0;
}

void xfs_env_unmap_pmem(struct xfs_dev *dev, void *addr, size_t len)
{
	munmap(addr, len);
}

/* libblkid knows about md and dm; without it there is the plain sector size. */
static int facts_topology(int fd, struct device_facts *facts)
{
	blkid_probe probe = blkid_new_probe();
	blkid_topology tp = NULL;
	int sector;

	if (ioctl(fd, BLKSSZGET, &sector) || sector < BBSIZE)
		sector = BBSIZE;
	facts->lsectsize = facts->psectsize = sector;
	if (!probe)
		return -ENOMEM;
	if (!blkid_probe_set_device(probe, fd, 0, 0))
		tp = blkid_probe_get_topology(probe);
	if (tp) {
		facts->psectsize = blkid_topology_get_physical_sector_size(tp);
		facts->io_min = blkid_topology_get_minimum_io_size(tp);
		facts->io_opt = blkid_topology_get_optimal_io_size(tp);
	}
	if (facts->psectsize < facts->lsectsize)
		facts->psectsize = facts->lsectsize;
	blkid_free_probe(probe);
	return 0;
}

static int facts_block(int fd, struct device_facts *facts)
{
	int readonly = 0;

	facts->block = true;
	if (ioctl(fd, BLKGETSIZE64, &facts->size))
		return -errno;
	if (ioctl(fd, BLKROGET, &readonly))
		return -errno;
	facts->readonly = readonly;
	return facts_topology(fd, facts);
}

static void facts_file(const char *path, const struct stat *st,
		       struct device_facts *facts)
{
	facts->size = st->st_size;
	facts->lsectsize = facts->psectsize = BBSIZE;
	facts->readonly = access(path, W_OK) != 0;
}

/*
 * What is there decides how it is opened, and is looked at again once it is
 * open: nothing but files and block devices, never a FIFO that would block.
 */
static int open_checked(const char *path, unsigned int flags, struct stat *st)
{
	int oflags = O_CLOEXEC | (flags & DEVICE_WRITE ? O_RDWR : O_RDONLY);
	bool block = false, there = !stat(path, st);
	int fd;

	if (there) {
		block = S_ISBLK(st->st_mode);
		if (S_ISDIR(st->st_mode))
			return -EISDIR;
		if (!block && !S_ISREG(st->st_mode))
			return -ENOTBLK;
	} else if (errno != ENOENT || !(flags & DEVICE_CREATE)) {
		return -errno;
	}
	if (block)
		oflags |= O_DIRECT | (flags & DEVICE_EXCL ? O_EXCL : 0);
	else if (!there)
		oflags |= O_CREAT | O_EXCL;
	fd = open(path, oflags | O_NONBLOCK, 0666);
	if (fd < 0)
		return -errno;
	if (fstat(fd, st) || block != !!S_ISBLK(st->st_mode) ||
	    (!block && !S_ISREG(st->st_mode))) {
		close(fd);
		return -ENOTBLK;
	}
	return fd;
}

static int dev_create(int fd, const char *path, const struct stat *st,
		      struct xfs_dev **devp)
{
	struct xfs_dev *dev = calloc(1, sizeof(*dev));
	int error = 0;

	if (!dev)
		return -ENOMEM;
	dev->path = strdup(path);
	if (!dev->path)
		error = -ENOMEM;
	else if (S_ISBLK(st->st_mode))
		error = facts_block(fd, &dev->facts);
	else
		facts_file(path, st, &dev->facts);
	if (error) {
		free(dev->path);
		free(dev);
		return error;
	}
	pthread_mutex_init(&dev->lock, NULL);
	dev->fd = fd;
	*devp = dev;
	return 0;
}

int device_open(const char *path, unsigned int flags, struct xfs_dev **devp)
{
	struct stat st;
	int fd = open_checked(path, flags, &st);
	int error;

	if (fd < 0)
		return fd;
	error = dev_create(fd, path, &st, devp);
	if (error)
		close(fd);
	return error;
}

int device_close(struct xfs_dev *dev)
{
	int error = 0;

	if (!dev)
		return 0;
	if (close(dev->fd))
		error = -errno;
	pthread_mutex_destroy(&dev->lock);
	free(dev->path);
	free(dev);
	return error;
}

int device_fd(const struct xfs_dev *dev)
{
	return dev->fd;
}

const char *device_path(const struct xfs_dev *dev)
{
	return dev->path;
}

const struct device_facts *device_facts(const struct xfs_dev *dev)
{
	return &dev->facts;
}

int device_resize(struct xfs_dev *dev, uint64_t size)
{
	int error = 0;

	if (dev->facts.block)
		error = -EINVAL;
	else if (size > INT64_MAX)
		error = -EFBIG;
	else if (ftruncate(dev->fd, size))
		error = -errno;
	if (error)
		return dev_fail(dev, error, NULL, "set the size");
	dev->facts.size = size;
	return 0;
}

int device_reserve(struct xfs_dev *dev, uint64_t start, uint64_t len)
{
	int error = dev_check(dev, "reserve", BTOBBT(start), len);

	if (error || !len || dev->facts.block)
		return error;
	do {
		error = fallocate(dev->fd, FALLOC_FL_KEEP_SIZE, start, len) ? -errno : 0;
	} while (error == -EINTR);
	if (!error || error == -EOPNOTSUPP || error == -ENOSYS)
		return 0;
	return dev_fail_at(dev, error, NULL, "reserve", BTOBBT(start), len);
}

void device_discard(struct xfs_dev *dev, uint64_t start, uint64_t len)
{
	uint64_t range[2], end;

	if (!dev->facts.block || start > dev->facts.size ||
	    len > dev->facts.size - start)
		return;
	for (end = start + len; start < end; start += range[1]) {
		range[0] = start;
		range[1] = end - start < DISCARD_PIECE ? end - start : DISCARD_PIECE;
		if (ioctl(dev->fd, BLKDISCARD, range))
			return;
	}
}

const char *device_error(const struct xfs_dev *dev)
{
	return dev->message;
}
