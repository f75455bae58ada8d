// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files beside a file: made without a name and with the right DAX state, published in
 * one step or gone.
 */

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/staging.h"

#define HIDDEN_TRIES	64

struct hidden_name {
	char	text[48];
};

/* What stands for an open file among names. */
struct fd_path {
	char	text[40];
};

static struct fd_path fd_path(int fd)
{
	struct fd_path path;

	snprintf(path.text, sizeof(path.text), "/proc/self/fd/%d", fd);
	return path;
}

int io_fd_reopen(int fd, int flags)
{
	fd = open(fd_path(fd).text, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int io_fd_link(int fd, int dir, const char *name)
{
	if (linkat(AT_FDCWD, fd_path(fd).text, dir, name, AT_SYMLINK_FOLLOW) < 0)
		return -errno;
	return 0;
}

/* The path of an open file as the kernel knows it now, not as it was given. */
static int path_of(int fd, char *path, size_t room)
{
	ssize_t len;

	len = readlink(fd_path(fd).text, path, room - 1);
	if (len < 0)
		return -errno;
	if (path[0] != '/')
		return -ENOENT;
	path[len] = 0;
	return 0;
}

static bool same_device(int a, int b)
{
	struct stat sa, sb;

	return fstat(a, &sa) == 0 && fstat(b, &sb) == 0 && sa.st_dev == sb.st_dev;
}

int staging_folder(int fd)
{
	char path[PATH_MAX];
	int error = path_of(fd, path, sizeof(path)), dir;

	if (error)
		return error;
	dir = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	if (!same_device(fd, dir)) {
		close(dir);
		return -EXDEV;
	}
	return dir;
}

char *staging_name(int fd)
{
	char path[PATH_MAX];
	struct stat named, open_file;

	if (path_of(fd, path, sizeof(path)) || fstat(fd, &open_file) < 0 ||
	    lstat(path, &named) < 0 || named.st_ino != open_file.st_ino ||
	    named.st_dev != open_file.st_dev)
		return NULL;
	return strdup(basename(path));
}

int staging_is_dax(int fd)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx) < 0)
		return -errno;
	return (stx.stx_attributes & STATX_ATTR_DAX) != 0;
}

int staging_set_dax(int fd, bool dax)
{
	struct fsxattr fsx;

	if (ioctl(fd, FS_IOC_FSGETXATTR, &fsx) < 0)
		return -errno;
	if (((fsx.fsx_xflags & FS_XFLAG_DAX) != 0) == dax)
		return 0;
	fsx.fsx_xflags ^= FS_XFLAG_DAX;
	return ioctl(fd, FS_IOC_FSSETXATTR, &fsx) < 0 ? -errno : 0;
}

/* Calls @make(@from, dir, name) with hidden names until one is free; @name keeps it. */
static int make_hidden(int (*make)(int from, int dir, const char *name), int from, int dir,
		       struct hidden_name *name)
{
	static unsigned int serial;
	int tries, error = -EEXIST;

	for (tries = 0; error == -EEXIST && tries < HIDDEN_TRIES; tries++) {
		snprintf(name->text, sizeof(name->text), ".xfs_io-%d-%u", (int)getpid(),
			 serial++);
		error = make(from, dir, name->text);
	}
	return error;
}

static int make_folder(int unused, int dir, const char *name)
{
	(void)unused;
	return mkdirat(dir, name, 0700) < 0 ? -errno : 0;
}

static int create_in(int folder)
{
	int fd = openat(folder, ".", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);

	return fd < 0 ? -errno : fd;
}

/* The folder we just made, and not what its parent's owner put in its place. */
static int open_folder(int dir, const char *name)
{
	int folder = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (folder < 0)
		return -errno;
	if (fstat(folder, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 0777) == 0700)
		return folder;
	close(folder);
	return -ESTALE;
}

/* A file made in a folder that hands down @dax; the descriptor. */
static int create_switched(int dir, bool dax)
{
	struct hidden_name name;
	int folder, fd = make_hidden(make_folder, -1, dir, &name);

	if (fd)
		return fd;
	folder = open_folder(dir, name.text);
	fd = folder < 0 ? folder : staging_set_dax(folder, dax);
	if (!fd)
		fd = create_in(folder);
	if (folder >= 0)
		close(folder);
	unlinkat(dir, name.text, AT_REMOVEDIR);
	return fd;
}

int staging_create(int dir, bool dax, struct staging *s)
{
	*s = (struct staging) { .fd = create_in(dir), .dir = dir };
	if (s->fd >= 0 && staging_is_dax(s->fd) != dax) {
		close(s->fd);
		s->fd = create_switched(dir, dax);
	}
	if (s->fd < 0) {
		int error = s->fd;

		s->fd = -1;
		return error;
	}
	if (staging_is_dax(s->fd) == dax)
		return 0;
	staging_drop(s);
	return -EMEDIUMTYPE;
}

static int check_name(int fd, int dir, const char *name)
{
	struct stat named, st;

	if (fstat(fd, &st) < 0 || fstatat(dir, name, &named, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	return named.st_ino == st.st_ino && named.st_dev == st.st_dev ? 0 : -ESTALE;
}

/* Only a rename can replace, and only what has a name can be renamed. */
static int replace_name(const struct staging *s, const char *name)
{
	struct hidden_name hidden;
	int error = make_hidden(io_fd_link, s->fd, s->dir, &hidden);

	if (error)
		return error;
	error = check_name(s->fd, s->dir, hidden.text);
	if (!error && renameat(s->dir, hidden.text, s->dir, name) < 0)
		error = -errno;
	/* What another put in its place is his. */
	if (error && error != -ESTALE)
		unlinkat(s->dir, hidden.text, 0);
	return error;
}

int staging_publish(struct staging *s, const char *name, bool replace)
{
	return replace ? replace_name(s, name) : io_fd_link(s->fd, s->dir, name);
}

void staging_drop(struct staging *s)
{
	struct stat st;
	int ignored;

	if (s->fd < 0)
		return;
	/* Closing would do it too, but some time later; until then blocks stay shared. */
	if (fstat(s->fd, &st) == 0 && st.st_nlink == 0) {
		ignored = ftruncate(s->fd, 0);
		(void)ignored;
	}
	close(s->fd);
	s->fd = -1;
}

static int read_all(int fd, uint8_t *buffer, uint64_t off, size_t len)
{
	size_t got = 0;
	ssize_t n;

	while (got < len) {
		n = pread(fd, buffer + got, len - got, off + got);
		if (n < 0 && errno == EINTR)
			return -EINTR;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;
		got += n;
	}
	return 0;
}

static int write_all(int fd, const uint8_t *buffer, uint64_t off, size_t len)
{
	size_t put = 0;
	ssize_t n;

	while (put < len) {
		n = pwrite(fd, buffer + put, len - put, off + put);
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;
		put += n;
	}
	return 0;
}

int staging_copy(int from, uint64_t from_off, int to, uint64_t to_off, uint64_t len,
		 void *buffer)
{
	uint64_t done, part;
	int error = 0;

	for (done = 0; !error && done < len; done += part) {
		if (io_interrupted())
			return -EINTR;
		part = len - done < XFS_DAX_HUGE ? len - done : XFS_DAX_HUGE;
		error = read_all(from, buffer, from_off + done, part);
		if (!error)
			error = write_all(to, buffer, to_off + done, part);
	}
	return error;
}

static int share(int from, uint64_t from_off, int to, uint64_t to_off, uint64_t len)
{
	struct file_clone_range range = {
		.src_fd = from, .src_offset = from_off, .src_length = len,
		.dest_offset = to_off,
	};

	return ioctl(to, FICLONERANGE, &range) < 0 ? -errno : 0;
}

int staging_share(int from, uint64_t from_off, int to, uint64_t to_off, uint64_t len)
{
	/* To the kernel a length of 0 means "to the end". */
	return len ? share(from, from_off, to, to_off, len) : 0;
}

int staging_share_rest(int from, uint64_t from_off, int to, uint64_t to_off)
{
	return share(from, from_off, to, to_off, 0);
}
