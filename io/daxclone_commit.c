// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The last step of daxclone: what was built becomes the destination, in place.
 *
 * It is shared into it by the kernel, which can fail in the middle.  So a clone of the
 * old contents is taken first and brought back then; if even that fails it gets a name,
 * so that nothing is lost.  Bytes of the range that fill no block are written, so that
 * those beside them stay whatever they are by then.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "io/daxclone.h"

#define RESCUE_TRIES	64
#define CAPABILITY	"security.capability"

/* How the destination was. */
struct before {
	struct stat	st;		/* when its contents were saved */
	struct fsxattr	fsx;
	int		flags;		/* it was opened with */
	int		dax;
	char		capability[64];
	ssize_t		capability_len;
	struct staging	copy;
	bool		switched, touched;
};

/* The file of that name, if it is the destination. */
static int open_named(const struct daxclone *c, const char *name, int flags)
{
	int fd = openat(c->dir, name, flags | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) == 0 && st.st_ino == c->dst_st.st_ino &&
	    st.st_dev == c->dst_st.st_dev)
		return fd;
	close(fd);
	return -ESTALE;
}

/* The state changes only between the last close and the next open: whether that will
   succeed is tried before anything is changed. */
static int reopen_with(struct daxclone *c, const struct before *b, const char *name, bool dax)
{
	int flags = b->flags & DAXCLONE_OFLAGS, error, fd = open_named(c, name, flags);

	if (fd < 0)
		return fd;
	close(fd);
	error = staging_set_dax(c->file->fd, dax);
	if (error)
		return error;
	close(c->file->fd);
	fd = open_named(c, name, flags);
	c->file->fd = fd < 0 ? -1 : fd;
	return fd < 0 ? fd : 0;
}

static int switch_to(struct daxclone *c, const struct before *b, bool dax)
{
	char *name = staging_name(c->file->fd);
	int error = name ? reopen_with(c, b, name, dax) : -ENOENT;

	free(name);
	return error;
}

static int make_same_dax(struct daxclone *c, struct before *b)
{
	const char *how = c->dax ? "DAX" : "not DAX";
	int error;

	if (b->dax == c->dax)
		return 0;
	error = switch_to(c, b, c->dax);
	if (error) {
		io_fail(c->io, "%s is %s, %s is not, and that cannot be changed: %s",
			c->src_name, how, c->file->name, strerror(-error));
		if (c->file->fd < 0)
			io_fail(c->io, "%s was moved meanwhile and is no longer open; its DAX "
				"flag stays changed", c->file->name);
		return error;
	}
	b->switched = true;
	if (staging_is_dax(c->file->fd) == c->dax)
		return 0;
	io_fail(c->io, "%s is %s, %s is not and stays so: it is open or mapped elsewhere too, "
		"or mount options decide; files of different DAX state cannot share",
		c->src_name, how, c->file->name);
	return -EBUSY;
}

/* Sharing and writing at a place need a descriptor that neither appends nor asks for
   whole sectors; opening one of our own would need permissions of today. */
static int open_plainly(struct daxclone *c, const struct before *b)
{
	if (fcntl(c->file->fd, F_SETFL, b->flags & ~(O_APPEND | O_DIRECT)) == 0)
		return 0;
	return io_fail_call(c->io, c->file->name, -errno);
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* A clone of all it is now; not of what it was when we began. */
static int copy_aside(struct daxclone *c, struct before *b)
{
	int error, fd = c->file->fd;
	struct stat now;

	b->capability_len = fgetxattr(fd, CAPABILITY, b->capability, sizeof(b->capability));
	if (fstat(fd, &b->st) < 0)
		return -errno;
	error = staging_create(c->dir, c->dax, &b->copy);
	if (!error)
		error = staging_share(fd, 0, b->copy.fd, 0, b->st.st_size);
	if (error)
		return error;
	if (fstat(fd, &now) < 0)
		return -errno;
	return now.st_size == b->st.st_size && same_time(&now.st_mtim, &b->st.st_mtim) &&
		same_time(&now.st_ctim, &b->st.st_ctim) ? 0 : -ETXTBSY;
}

static int save(struct daxclone *c, struct before *b)
{
	int error = copy_aside(c, b);

	if (error == -ETXTBSY)
		io_fail(c->io, "somebody is changing %s; nothing was changed", c->file->name);
	else if (error)
		io_fail(c->io, "cannot keep the old contents of %s aside: %s; nothing was changed",
			c->file->name, strerror(-error));
	return error;
}

static int replace_all(struct daxclone *c, struct before *b)
{
	int error, fd = c->file->fd;

	b->touched = true;
	if (ftruncate(fd, 0) < 0)
		return -errno;
	error = daxclone_set_hints(c, fd, true);
	return error ? error : staging_share(c->stage.fd, 0, fd, 0, c->high);
}

static int write_range(struct daxclone *c, uint64_t from, uint64_t to)
{
	return staging_copy(c->stage.fd, from, c->file->fd, from, to - from, c->buffer);
}

static int replace_range(struct daxclone *c, struct before *b)
{
	uint64_t block = c->m.geom.blocksize, end = c->dst_off + c->len;
	uint64_t first = (c->dst_off + block - 1) / block * block, last = end / block * block;
	int error = daxclone_set_hints(c, c->file->fd, b->st.st_size == 0);

	/* 6.0 and 6.1 take no hint for a DAX file that shares blocks. */
	if (error != -EINVAL && error != -EOPNOTSUPP && error)
		return error;
	c->hint_refused = error;
	b->touched = true;
	if (first >= last)
		return write_range(c, c->dst_off, end);
	error = write_range(c, c->dst_off, first);
	if (!error)
		error = staging_share(c->stage.fd, first, c->file->fd, first, last - first);
	return error ? error : write_range(c, last, end);
}

static int replace(struct daxclone *c, struct before *b)
{
	int error = c->whole ? replace_all(c, b) : replace_range(c, b);

	if (!error)
		error = fsync(c->file->fd) < 0 ? -errno : 0;
	if (error)
		io_fail(c->io, "cannot share into %s: %s", c->file->name, strerror(-error));
	return error;
}

/* Only a file that shares nothing takes hints on every kernel, and only one without
   blocks one for the size of extents: so first all goes, then it comes back. */
static int bring_back(struct daxclone *c, const struct before *b)
{
	int error, fd = c->file->fd;
	struct stat st;

	if (ftruncate(fd, 0) < 0)
		return -errno;
	/* With the old DAX flag, while the state, until the next open, is the new one. */
	if (ioctl(fd, FS_IOC_FSSETXATTR, &b->fsx) < 0)
		return -errno;
	error = staging_share(b->copy.fd, 0, fd, 0, b->st.st_size);
	if (error)
		return error;
	if (fstat(fd, &st) < 0)
		return -errno;
	/* Not if the size is right: that would copy a shared last block. */
	return st.st_size != b->st.st_size && ftruncate(fd, b->st.st_size) < 0 ? -errno : 0;
}

/* What every write takes away. */
static int bring_back_rights(struct daxclone *c, const struct before *b)
{
	struct timespec times[2] = { b->st.st_atim, b->st.st_mtim };
	int fd = c->file->fd;
	struct stat st;

	if (fstat(fd, &st) < 0 ||
	    (st.st_mode != b->st.st_mode && fchmod(fd, b->st.st_mode & 07777) < 0) ||
	    (b->capability_len > 0 &&
	     fsetxattr(fd, CAPABILITY, b->capability, b->capability_len, 0) < 0) ||
	    futimens(fd, times) < 0)
		return -errno;
	return 0;
}

/* The old contents get a name of their own, or at least stay open. */
static void rescue(struct daxclone *c, struct before *b, const char *why)
{
	int tries, pid = getpid(), error = -EEXIST;
	char name[48];

	if (!b->st.st_size) {
		io_fail(c->io, "%s was empty and could not be restored: %s", c->file->name, why);
		return;
	}
	for (tries = 0; error == -EEXIST && tries < RESCUE_TRIES; tries++) {
		snprintf(name, sizeof(name), tries ? "daxclone-old-%d-%d" : "daxclone-old-%d",
			 pid, tries);
		error = staging_publish(&b->copy, name, false);
	}
	if (!error) {
		io_fail(c->io, "%s could not be restored: %s; its old contents are in the file %s "
			"beside it", c->file->name, why, name);
		return;
	}
	io_fail(c->io, "%s could not be restored: %s; its old contents could not get a name, "
		"either (%s): until this program ends they are /proc/%d/fd/%d", c->file->name,
		why, strerror(-error), pid, b->copy.fd);
	b->copy.fd = -1;
}

static void restore_contents(struct daxclone *c, struct before *b)
{
	int error = bring_back(c, b);

	if (error) {
		rescue(c, b, strerror(-error));
		return;
	}
	error = bring_back_rights(c, b);
	if (error)
		io_fail(c->io, "%s has its old contents, but its mode, capabilities or times could "
			"not be restored: %s", c->file->name, strerror(-error));
}

static void restore(struct daxclone *c, struct before *b)
{
	int error;

	if (b->touched)
		restore_contents(c, b);
	if (!b->switched)
		return;
	error = switch_to(c, b, b->fsx.fsx_xflags & FS_XFLAG_DAX);
	if (error)
		io_fail(c->io, "the DAX flag of %s could not be restored: %s%s", c->file->name,
			strerror(-error), c->file->fd < 0 ? "; it is no longer open" : "");
}

int daxclone_commit(struct daxclone *c)
{
	struct before b = { .copy = STAGING_NONE, .flags = fcntl(c->file->fd, F_GETFL) };
	int error;

	b.dax = staging_is_dax(c->file->fd);
	if (b.flags < 0 || b.dax < 0 || ioctl(c->file->fd, FS_IOC_FSGETXATTR, &b.fsx) < 0)
		return io_fail_call(c->io, c->file->name, -errno);
	if (b.fsx.fsx_xflags & (FS_XFLAG_IMMUTABLE | FS_XFLAG_APPEND))
		return io_fail_call(c->io, c->file->name, -EPERM);
	error = make_same_dax(c, &b);
	if (!error)
		error = open_plainly(c, &b);
	if (!error)
		error = save(c, &b);
	if (!error)
		error = replace(c, &b);
	if (error)
		restore(c, &b);
	if (c->file->fd >= 0)
		fcntl(c->file->fd, F_SETFL, b.flags);
	staging_drop(&b.copy);
	return error;
}
