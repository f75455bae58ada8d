// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded (LD_PRELOAD) before a program under test: sees each of its changes to a
 * file in order, and
 *
 *   FAULTIO_FAIL=N     makes the N-th fail (from 1), with FAULTIO_ERRNO (5, EIO);
 *   FAULTIO_SHORT=N    makes the N-th write half of what was asked, once;
 *   FAULTIO_TRACE=FILE records all of them (tests/fault/trace.h);
 *   FAULTIO_FILES=A:B  takes only these files' changes into account, absolute paths
 *                      without links; numbered in this order in the record.
 *
 * A change is a positioned write, an allocation change, a resize, a flush, or a
 * block device's zeroing or discarding: the calls that common/device.c makes.
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <unistd.h>

#include "tests/fault/next.h"
#include "tests/fault/trace.h"

/* The C library declares these with its own idea of off_t; ours are the 64-bit ones. */
ssize_t pwrite64(int fd, const void *buf, size_t len, off64_t off);
int fallocate64(int fd, int mode, off64_t off, off64_t len);
int ftruncate64(int fd, off64_t len);

static unsigned long changes;

static unsigned long setting(const char *name, unsigned long otherwise)
{
	const char *value = getenv(name);

	return value ? strtoul(value, NULL, 10) : otherwise;
}

static void put(int fd, const void *p, size_t len)
{
	if (write(fd, p, len) != (ssize_t)len)
		abort();
}

/* The number of @fd's file among FAULTIO_FILES, 0 without; -1 if it is none of them. */
static int file_number(int fd)
{
	const char *list = getenv("FAULTIO_FILES"), *end;
	char link[64], path[4096];
	ssize_t len;
	int n;

	if (!list)
		return 0;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path));
	for (n = 0; *list; n++) {
		end = strchrnul(list, ':');
		if (len == end - list && !memcmp(path, list, len))
			return n;
		list = *end ? end + 1 : end;
	}
	return -1;
}

static void record(int file, enum trace_op op, uint64_t off, uint64_t len,
		   const void *data)
{
	struct trace_record rec = { .op = op, .file = file, .off = off, .len = len };
	const char *path = getenv("FAULTIO_TRACE");
	int fd;

	if (!path)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		abort();
	put(fd, &rec, sizeof(rec));
	if (data)
		put(fd, data, len);
	close(fd);
}

/* Counts a change; -1 with errno if it is the one to fail. */
static int count(void)
{
	if (++changes != setting("FAULTIO_FAIL", 0))
		return 0;
	errno = setting("FAULTIO_ERRNO", EIO);
	return -1;
}

ssize_t pwrite64(int fd, const void *buf, size_t len, off64_t off)
{
	ssize_t (*real)(int, const void *, size_t, off64_t) = next("pwrite64");
	int file = file_number(fd);
	ssize_t n;

	if (file < 0)
		return real(fd, buf, len, off);
	if (count())
		return -1;
	/* Half, in whole sectors: what a device could have done. */
	if (changes == setting("FAULTIO_SHORT", 0) && len > 4096)
		len = len / 2 & ~(size_t)4095;
	n = real(fd, buf, len, off);
	if (n > 0)
		record(file, TRACE_WRITE, off, n, buf);
	return n;
}

int fallocate64(int fd, int mode, off64_t off, off64_t len)
{
	int (*real)(int, int, off64_t, off64_t) = next("fallocate64");
	int error, file = file_number(fd);

	if (file < 0)
		return real(fd, mode, off, len);
	if (count())
		return -1;
	error = real(fd, mode, off, len);
	if (!error && mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		record(file, TRACE_ZERO, off, len, NULL);
	return error;
}

int ftruncate64(int fd, off64_t len)
{
	int (*real)(int, off64_t) = next("ftruncate64");
	int error, file = file_number(fd);

	if (file < 0)
		return real(fd, len);
	if (count())
		return -1;
	error = real(fd, len);
	if (!error)
		record(file, TRACE_RESIZE, 0, len, NULL);
	return error;
}

int fsync(int fd)
{
	int (*real)(int) = next("fsync");
	int error, file = file_number(fd);

	if (file < 0)
		return real(fd);
	if (count())
		return -1;
	error = real(fd);
	if (!error)
		record(file, TRACE_FLUSH, 0, 0, NULL);
	return error;
}

int ioctl(int fd, unsigned long request, ...)
{
	int (*real)(int, unsigned long, ...) = next("ioctl");
	int error, file;
	uint64_t *range;
	va_list ap;

	va_start(ap, request);
	range = va_arg(ap, uint64_t *);
	va_end(ap);
	if (request != BLKZEROOUT && request != BLKDISCARD)
		return real(fd, request, range);
	file = file_number(fd);
	if (file < 0)
		return real(fd, request, range);
	if (count())
		return -1;
	error = real(fd, request, range);
	if (!error)
		record(file, TRACE_ZERO, range[0], range[1], NULL);
	return error;
}
