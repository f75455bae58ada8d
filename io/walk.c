// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Walks a tree with a stack of its own.  At most MAX_OPEN folders are open: a deeper one
 * closes the uppermost, which is opened again through ".." when the walk comes back to
 * it, must then be the same one, and is read on from where it was left.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/walk.h"

#define MAX_OPEN	32

struct level {
	DIR	*dir;		/* NULL: closed for now */
	long	pos;		/* then, where to read on */
	dev_t	dev;
	ino_t	ino;
	size_t	path_len;	/* of its own path */
};

struct tree {
	struct io	*io;
	struct level	*levels;
	size_t		nr, room;
	char		*path;
	size_t		path_room;
	enum walk_depth	depth;
	walk_fn		fn;
	void		*ctx;
	int		error;		/* the first */
};

static void failed(struct tree *t, int error)
{
	if (error && !t->error)
		t->error = error;
}

static void visit(struct tree *t, int dirfd, const char *name, mode_t mode)
{
	const struct walk_entry e = {
		.dirfd = dirfd, .name = name, .path = t->path, .mode = mode,
	};

	failed(t, t->fn(t->io, &e, t->ctx));
}

/* @name below the first @at bytes of the path. */
static int set_path(struct tree *t, size_t at, const char *name)
{
	size_t len = strlen(name), slash = at && t->path[at - 1] != '/';
	char *path;

	if (at + slash + len >= t->path_room) {
		path = realloc(t->path, at + len + PATH_MAX);
		if (!path)
			return -ENOMEM;
		t->path = path;
		t->path_room = at + len + PATH_MAX;
	}
	if (slash)
		t->path[at] = '/';
	memcpy(t->path + at + slash, name, len + 1);
	return 0;
}

/* Closes the uppermost open folder when one more would be too many. */
static int park(struct tree *t)
{
	struct level *l;

	if (t->nr < MAX_OPEN)
		return 0;
	l = &t->levels[t->nr - MAX_OPEN];
	if (!l->dir)
		return 0;
	l->pos = telldir(l->dir);
	if (l->pos < 0)
		return -errno;
	closedir(l->dir);
	l->dir = NULL;
	return 0;
}

static int grow(struct tree *t)
{
	size_t room = t->room ? 2 * t->room : 16;
	struct level *levels;

	if (t->nr < t->room)
		return 0;
	levels = reallocarray(t->levels, room, sizeof(*levels));
	if (!levels)
		return -ENOMEM;
	t->levels = levels;
	t->room = room;
	return 0;
}

/* Takes over @fd. */
static int push(struct tree *t, int fd, const struct stat *st)
{
	int error = park(t);
	DIR *dir = NULL;

	if (!error)
		error = grow(t);
	if (!error) {
		dir = fdopendir(fd);
		error = dir ? 0 : -errno;
	}
	if (error) {
		close(fd);
		return error;
	}
	t->levels[t->nr++] = (struct level) {
		.dir = dir, .dev = st->st_dev, .ino = st->st_ino,
		.path_len = strlen(t->path),
	};
	return 0;
}

/* Whether a folder above is this one: only a damaged filesystem has such a circle. */
static bool is_above(const struct tree *t, const struct stat *st)
{
	size_t i;

	for (i = 0; i < t->nr; i++)
		if (t->levels[i].ino == st->st_ino && t->levels[i].dev == st->st_dev)
			return true;
	return false;
}

/* Goes into @name, unless another filesystem is mounted there. */
static int enter(struct tree *t, int dirfd, const char *name)
{
	int fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	int error;

	if (fd < 0)
		return -errno;
	error = fstat(fd, &st) < 0 ? -errno : 0;
	if (!error && is_above(t, &st))
		error = -ELOOP;
	if (error || (t->nr && st.st_dev != t->levels[0].dev)) {
		close(fd);
		return error;
	}
	return push(t, fd, &st);
}

/* Opens the folder above again, by way of the one being left. */
static int reopen(struct level *l, int below)
{
	int fd = openat(below, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0 || st.st_ino != l->ino || st.st_dev != l->dev) {
		close(fd);
		return -ESTALE;
	}
	l->dir = fdopendir(fd);
	if (!l->dir) {
		close(fd);
		return -ENOMEM;
	}
	seekdir(l->dir, l->pos);
	return 0;
}

/* A folder has been read: visits it and goes up. */
static int leave(struct tree *t)
{
	struct level *l = &t->levels[t->nr - 1];
	int error = 0;

	t->path[l->path_len] = 0;
	visit(t, dirfd(l->dir), "", S_IFDIR);
	if (t->nr > 1 && !l[-1].dir)
		error = reopen(&l[-1], dirfd(l->dir));
	closedir(l->dir);
	t->nr--;
	return error;
}

static int one_name(struct tree *t, const struct level *l, const char *name)
{
	int at = dirfd(l->dir);
	struct stat st;

	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return enter(t, at, name);
	if (t->depth == WALK_ALL)
		visit(t, at, name, st.st_mode);
	return 0;
}

/* Reads on in the lowest folder; nonzero ends the walk. */
static int step(struct tree *t)
{
	struct level *l = &t->levels[t->nr - 1];
	struct dirent *de;
	int error;

	errno = 0;
	de = readdir(l->dir);
	if (!de) {
		error = -errno;
		if (error)
			failed(t, io_fail_call(t->io, t->path, error));
		return leave(t);
	}
	if (!strcmp(de->d_name, ".") || !strcmp(de->d_name, ".."))
		return 0;
	error = set_path(t, l->path_len, de->d_name);
	if (error)
		return error;
	error = one_name(t, l, de->d_name);
	if (error)
		failed(t, io_fail_call(t->io, t->path, error));
	return 0;
}

static void walk_tree(struct tree *t, int fd)
{
	int error = enter(t, fd, ".");

	while (!error && t->nr)
		error = io_interrupted() ? -EINTR : step(t);
	if (error)
		failed(t, io_fail_call(t->io, t->path, error));
	while (t->nr)
		if (t->levels[--t->nr].dir)
			closedir(t->levels[t->nr].dir);
}

int walk(struct io *io, enum walk_depth depth, walk_fn fn, void *ctx)
{
	struct tree t = { .io = io, .depth = depth, .fn = fn, .ctx = ctx };
	int fd = io_file(io)->fd;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return io_fail_call(io, io_file(io)->name, -errno);
	t.error = set_path(&t, 0, io_file(io)->name);
	if (t.error)
		io_fail_call(io, io_file(io)->name, t.error);
	else if (depth == WALK_ONE || (depth == WALK_ALL && !S_ISDIR(st.st_mode)))
		visit(&t, fd, "", st.st_mode);
	else if (S_ISDIR(st.st_mode))
		walk_tree(&t, fd);
	free(t.levels);
	free(t.path);
	return t.error;
}

bool walk_is_special(const struct walk_entry *e)
{
	return *e->name && !S_ISREG(e->mode) && !S_ISDIR(e->mode);
}

enum walk_depth walk_depth(const struct walk_opts *opts)
{
	return opts->all ? WALK_ALL : opts->folders ? WALK_FOLDERS : WALK_ONE;
}

int walk_failed(struct io *io, const struct walk_entry *e, const char *what, int error)
{
	char call[512];

	if (error == -EOPNOTSUPP && walk_is_special(e))
		return 0;
	snprintf(call, sizeof(call), "%s: %s %s", io->progname, what, e->path);
	return io_fail_call(io, call, error);
}

int walk_open(const struct walk_entry *e)
{
	int fd;

	if (walk_is_special(e))
		return -EOPNOTSUPP;
	if (!*e->name)
		fd = fcntl(e->dirfd, F_DUPFD_CLOEXEC, 0);
	else
		fd = openat(e->dirfd, e->name,
			    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* By name, for what is not opened. */
static int by_name(const struct walk_entry *e, long nr, struct compat_file_attr *attr)
{
	if (!syscall(nr, e->dirfd, e->name, attr, sizeof(*attr), AT_SYMLINK_NOFOLLOW))
		return 0;
	return errno == ENOSYS ? -EOPNOTSUPP : -errno;
}

static int by_call(const struct walk_entry *e, unsigned long call, struct fsxattr *attr)
{
	int error = 0, fd = walk_open(e);

	if (fd < 0)
		return fd;
	if (ioctl(fd, call, attr) < 0)
		error = -errno;
	close(fd);
	return error;
}

int walk_getattr(const struct walk_entry *e, struct fsxattr *attr)
{
	struct compat_file_attr fa = { 0 };
	int error;

	if (!walk_is_special(e))
		return by_call(e, FS_IOC_FSGETXATTR, attr);
	error = by_name(e, __NR_file_getattr, &fa);
	*attr = (struct fsxattr) {
		.fsx_xflags = fa.fa_xflags, .fsx_extsize = fa.fa_extsize,
		.fsx_nextents = fa.fa_nextents, .fsx_projid = fa.fa_projid,
		.fsx_cowextsize = fa.fa_cowextsize,
	};
	return error;
}

int walk_setattr(const struct walk_entry *e, const struct fsxattr *attr)
{
	struct compat_file_attr fa = {
		.fa_xflags = attr->fsx_xflags, .fa_extsize = attr->fsx_extsize,
		.fa_projid = attr->fsx_projid, .fa_cowextsize = attr->fsx_cowextsize,
	};
	struct fsxattr copy = *attr;

	if (!walk_is_special(e))
		return by_call(e, FS_IOC_FSSETXATTR, &copy);
	return by_name(e, __NR_file_setattr, &fa);
}
