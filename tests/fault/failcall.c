// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded (LD_PRELOAD) before xfs_io: counts its calls that read, change or share
 * files, and
 *
 *   FAILCALL=N           makes the N-th of them (from 1) fail with EIO, once;
 *   FAILCALL=N+          that one and all later ones;
 *   FAILCALL_DO=COMMAND  runs that by the shell before the N-th, which does not fail;
 *   FAILCALL_THEN=M      but the M-th after it does;
 *   FAILCALL_ONLY=NAME   counts the calls of that name only ("ioctl");
 *   FAILCALL_COUNT=FILE  writes there how many there were.
 *
 * Unlike faultio.c it looks at no content, but at ioctl(), too, which is how blocks are
 * shared.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/fault/next.h"

static unsigned long calls;

/* Unlike system() this lets in the signals that the command sends us. */
static void run(const char *command)
{
	FILE *f;

	unsetenv("LD_PRELOAD");
	f = popen(command, "r");
	if (!f || pclose(f))
		abort();
}

static int fails(const char *name)
{
	const char *n = getenv("FAILCALL"), *only = getenv("FAILCALL_ONLY");
	const char *command = getenv("FAILCALL_DO"), *then = getenv("FAILCALL_THEN");
	unsigned long number;
	char *rest;

	if (!n || (only && strcmp(only, name)))
		return 0;
	number = strtoul(n, &rest, 10);
	if (++calls == number && command) {
		run(command);
		return 0;
	}
	if (command && then)
		number += strtoul(then, NULL, 10);
	if (calls < number || !number || (calls > number && *rest != '+'))
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

#define CALL(type, name, params, args)					\
type name params;							\
type name params							\
{									\
	type (*real) params = (type (*) params)next(#name);		\
	return fails(#name) ? -1 : real args;				\
}

CALL(ssize_t, pread64, (int fd, void *buf, size_t len, off64_t off), (fd, buf, len, off))
CALL(ssize_t, pwrite64, (int fd, const void *buf, size_t len, off64_t off), (fd, buf, len, off))
CALL(int, fallocate64, (int fd, int mode, off64_t off, off64_t len), (fd, mode, off, len))
CALL(int, ftruncate64, (int fd, off64_t len), (fd, len))
CALL(int, fsync, (int fd), (fd))
CALL(int, fdatasync, (int fd), (fd))
CALL(int, linkat, (int olddir, const char *oldname, int newdir, const char *newname, int flags),
     (olddir, oldname, newdir, newname, flags))
CALL(int, renameat, (int olddir, const char *oldname, int newdir, const char *newname),
     (olddir, oldname, newdir, newname))
CALL(int, mkdirat, (int dir, const char *name, mode_t mode), (dir, name, mode))
CALL(int, fstat64, (int fd, struct stat64 *st), (fd, st))
CALL(int, fstatat64, (int dir, const char *name, struct stat64 *st, int flags),
     (dir, name, st, flags))
CALL(int, statx, (int dir, const char *name, int flags, unsigned int mask, struct statx *st),
     (dir, name, flags, mask, st))
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode))
CALL(int, fchown, (int fd, uid_t uid, gid_t gid), (fd, uid, gid))
CALL(int, futimens, (int fd, const struct timespec times[2]), (fd, times))
CALL(ssize_t, flistxattr, (int fd, char *names, size_t room), (fd, names, room))
CALL(ssize_t, fgetxattr, (int fd, const char *name, void *value, size_t room),
     (fd, name, value, room))
CALL(int, fsetxattr, (int fd, const char *name, const void *value, size_t len, int flags),
     (fd, name, value, len, flags))
CALL(int, fremovexattr, (int fd, const char *name), (fd, name))

int ioctl(int fd, unsigned long request, ...);
int ioctl(int fd, unsigned long request, ...)
{
	int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))next("ioctl");
	va_list ap;
	void *arg;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	return fails("ioctl") ? -1 : real(fd, request, arg);
}

/* The two that open: @real is called with @args before flags and mode. */
#define OPEN(name, params, args)					\
int name params;							\
int name params								\
{									\
	int (*real) params = (int (*) params)next(#name);		\
	va_list ap;							\
	int mode;							\
									\
	va_start(ap, flags);						\
	mode = va_arg(ap, int);						\
	va_end(ap);							\
	return fails(#name) ? -1 : real args;				\
}

OPEN(openat64, (int dir, const char *name, int flags, ...), (dir, name, flags, mode))
OPEN(open64, (const char *name, int flags, ...), (name, flags, mode))
