// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded (LD_PRELOAD) before xfs_io: counts its calls that read, change or share
 * files, and
 *
 *   FAILCALL=N           makes the N-th of them (from 1) fail with EIO, once;
 *   FAILCALL_COUNT=FILE  writes there how many there were.
 *
 * Unlike faultio.c it looks at no content, but at ioctl(), too, which is how blocks are
 * shared.
 */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long calls;

static int fails(void)
{
	const char *n = getenv("FAILCALL");

	if (!n || ++calls != strtoul(n, NULL, 10))
		return 0;
	errno = EIO;
	return 1;
}

__attribute__((destructor))
static void tell(void)
{
	const char *name = getenv("FAILCALL_COUNT");
	FILE *f = name ? fopen(name, "w") : NULL;

	if (!f)
		return;
	fprintf(f, "%lu\n", calls);
	fclose(f);
}

static void *next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function)
		abort();
	return function;
}

#define CALL(type, name, params, args)					\
type name params;							\
type name params							\
{									\
	type (*real) params = (type (*) params)next(#name);		\
	return fails() ? -1 : real args;				\
}

CALL(ssize_t, pread64, (int fd, void *buf, size_t len, off64_t off), (fd, buf, len, off))
CALL(ssize_t, pwrite64, (int fd, const void *buf, size_t len, off64_t off), (fd, buf, len, off))
CALL(int, fallocate64, (int fd, int mode, off64_t off, off64_t len), (fd, mode, off, len))
CALL(int, ftruncate64, (int fd, off64_t len), (fd, len))
CALL(int, fsync, (int fd), (fd))
CALL(int, fdatasync, (int fd), (fd))
CALL(int, linkat, (int olddir, const char *oldname, int newdir, const char *newname, int flags),
     (olddir, oldname, newdir, newname, flags))
CALL(int, renameat2, (int olddir, const char *oldname, int newdir, const char *newname,
		      unsigned int flags), (olddir, oldname, newdir, newname, flags))
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode))

int ioctl(int fd, unsigned long request, ...);
int ioctl(int fd, unsigned long request, ...)
{
	int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))next("ioctl");
	va_list ap;
	void *arg;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	return fails() ? -1 : real(fd, request, arg);
}

int openat64(int dir, const char *name, int flags, ...);
int openat64(int dir, const char *name, int flags, ...)
{
	int (*real)(int, const char *, int, ...) =
		(int (*)(int, const char *, int, ...))next("openat64");
	va_list ap;
	int mode;

	va_start(ap, flags);
	mode = va_arg(ap, int);
	va_end(ap);
	return fails() ? -1 : real(dir, name, flags, mode);
}
