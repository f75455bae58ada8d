// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The last step of daxclone: what was built becomes the destination.
 *
 * Into a file that exists it is shared range by range by the kernel, which can fail in
 * the middle.  So a clone of the old contents is taken first and brought back then; if
 * even that fails it gets a name, so that nothing is lost.  No signal is let in.
 */

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/daxclone.h"

/* How the destination was. */
struct before {
	struct fsxattr	fsx;
	int		dax;
	uint64_t	size;
	struct staging	copy;
	bool		switched, touched;
};

static void block_signals(sigset_t *old)
{
	sigset_t set;

	sigfillset(&set);
	sigdelset(&set, SIGBUS);
	sigdelset(&set, SIGSEGV);
	sigprocmask(SIG_BLOCK, &set, old);
}

#define KEPT_FLAGS	(O_ACCMODE | O_APPEND | O_DIRECT | O_SYNC | O_DSYNC | O_NONBLOCK | \
			 O_NOATIME)

/* The state changes only between the last close and the next open. */
static int reopen(struct daxclone *c, int dir, const char *name)
{
	int flags = fcntl(c->file->fd, F_GETFL), fd;
	struct stat st;

	if (flags < 0)
		return -errno;
	close(c->file->fd);
	c->file->fd = fd = openat(dir, name, (flags & KEPT_FLAGS) | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0 || st.st_ino != c->dst_st.st_ino ||
	    st.st_dev != c->dst_st.st_dev)
		return -ESTALE;
	return 0;
}

static int switch_to(struct daxclone *c, bool dax)
{
	char *name = staging_name(c->file->fd);
	int error = name ? staging_set_dax(c->file->fd, dax) : -ENOENT;

	if (!error)
		error = reopen(c, c->dir, name);
	free(name);
	return error;
}

static int make_same_dax(struct daxclone *c, struct before *b)
{
	const char *how = c->dax ? "DAX" : "not DAX";
	int error;

	if (b->dax == c->dax)
		return 0;
	b->switched = true;
	error = switch_to(c, c->dax);
	if (error) {
		io_fail(c->io, "%s is %s, %s is not, and that cannot be changed: %s",
			c->src_name, how, c->file->name, strerror(-error));
		return error;
	}
	if (staging_is_dax(c->file->fd) == c->dax)
		return 0;
	io_fail(c->io, "%s is %s, %s is not and stays so: it is open or mapped elsewhere too, "
		"or mount options decide; files of different DAX state cannot share",
		c->src_name, how, c->file->name);
	return -EBUSY;
}

static int save(struct daxclone *c, struct before *b)
{
	int error;

	if (!b->size)
		return 0;
	error = staging_create(c->dir, c->dax, &b->copy);
	if (!error)
		error = staging_share(c->file->fd, 0, b->copy.fd, 0, b->size);
	if (error)
		io_fail(c->io, "cannot keep the old contents of %s aside: %s; nothing was changed",
			c->file->name, strerror(-error));
	return error;
}

static int replace_all(struct daxclone *c)
{
	int error, fd = c->file->fd;

	if (ftruncate(fd, 0) < 0)
		return -errno;
	error = daxclone_set_hints(c, fd, true);
	return error ? error : staging_share(c->stage.fd, 0, fd, 0, c->high);
}

static int replace_range(struct daxclone *c)
{
	int error;

	/* 6.0 and 6.1 take no hint for a DAX file that shares blocks. */
	error = daxclone_set_hints(c, c->file->fd, c->dst_st.st_size == 0);
	if (error)
		c->hint_refused = true;
	return staging_share(c->stage.fd, c->low, c->file->fd, c->low, c->high - c->low);
}

/* Only a file that shares nothing takes hints on every kernel, and only one without
   blocks one for the size of extents: so first all goes, then it comes back. */
static int bring_back(struct daxclone *c, struct before *b)
{
	int error, fd = c->file->fd;
	struct stat st;

	if (ftruncate(fd, 0) < 0)
		return -errno;
	/* With the old DAX flag, while the state, until the next open, is the new one. */
	if (ioctl(fd, FS_IOC_FSSETXATTR, &b->fsx) < 0)
		return -errno;
	error = staging_share(b->copy.fd, 0, fd, 0, b->size);
	if (error)
		return error;
	if (fstat(fd, &st) < 0)
		return -errno;
	/* Not if the size is right: that would copy a shared last block. */
	return (uint64_t)st.st_size != b->size && ftruncate(fd, b->size) < 0 ? -errno : 0;
}

static void restore(struct daxclone *c, struct before *b)
{
	char name[sizeof("daxclone-old-") + 12];
	int error = 0;

	if (c->file->fd < 0)
		return;
	if (b->touched)
		error = bring_back(c, b);
	if (error && b->size) {
		snprintf(name, sizeof(name), "daxclone-old-%d", (int)getpid());
		if (!staging_publish(&b->copy, name, false))
			io_fail(c->io, "%s could not be restored: %s; its old contents are in "
				"the file %s beside it", c->file->name, strerror(-error), name);
		else
			io_fail(c->io, "%s could not be restored: %s", c->file->name,
				strerror(-error));
	}
	if (b->switched)
		error = switch_to(c, b->fsx.fsx_xflags & FS_XFLAG_DAX);
	if (b->switched && error)
		io_fail(c->io, "the DAX flag of %s could not be restored: %s", c->file->name,
			strerror(-error));
}

static int commit(struct daxclone *c, struct before *b)
{
	int error = make_same_dax(c, b);

	if (!error)
		error = save(c, b);
	if (error)
		return error;
	b->touched = true;
	error = c->whole ? replace_all(c) : replace_range(c);
	if (!error)
		error = fsync(c->file->fd) < 0 ? -errno : 0;
	if (error)
		io_fail(c->io, "cannot share into %s: %s", c->file->name, strerror(-error));
	return error;
}

int daxclone_commit(struct daxclone *c)
{
	struct before b = { .copy = STAGING_NONE, .size = c->dst_st.st_size };
	sigset_t old;
	int error;

	b.dax = staging_is_dax(c->file->fd);
	if (b.dax < 0 || ioctl(c->file->fd, FS_IOC_FSGETXATTR, &b.fsx) < 0)
		return io_fail_call(c->io, c->file->name, -errno);
	block_signals(&old);
	error = commit(c, &b);
	if (error)
		restore(c, &b);
	staging_drop(&b.copy);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return error;
}

/* The new file takes the place of the old in the table of open files. */
static int adopt(struct daxclone *c)
{
	int flags = fcntl(c->file->fd, F_GETFL), fd;
	char link[40];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", c->stage.fd);
	fd = open(link, (flags & KEPT_FLAGS) | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	close(c->file->fd);
	c->file->fd = fd;
	c->file->flags &= ~IO_TMPFILE;
	if (c->file->link_name) {
		free(c->file->name);
		c->file->name = c->file->link_name;
		c->file->link_name = NULL;
	}
	return 0;
}

/* What people may do with it is as it was. */
static int take_mode(struct daxclone *c)
{
	if (c->dst_st.st_uid != geteuid() || c->dst_st.st_gid != getegid())
		if (fchown(c->stage.fd, c->dst_st.st_uid, c->dst_st.st_gid) < 0)
			return -errno;
	return fchmod(c->stage.fd, c->dst_st.st_mode & 07777) < 0 ? -errno : 0;
}

static int publish(struct daxclone *c)
{
	char *copy = NULL, *name;
	int error = take_mode(c);

	copy = c->file->link_name ? strdup(c->file->link_name) : staging_name(c->file->fd);
	name = copy ? basename(copy) : NULL;
	if (!error && !name)
		error = -ENOENT;
	if (!error)
		error = staging_publish(&c->stage, name, !c->file->link_name);
	free(copy);
	return error;
}

int daxclone_publish(struct daxclone *c)
{
	sigset_t old;
	int error;

	block_signals(&old);
	error = publish(c);
	if (!error)
		error = adopt(c);
	if (error)
		io_fail(c->io, "cannot give the clone the name %s: %s",
			c->file->link_name ? c->file->link_name : c->file->name,
			strerror(-error));
	/* So that the name survives a crash, as the contents do. */
	else if (fsync(c->dir) < 0)
		error = io_fail(c->io, "the clone is complete and has the name %s, but a crash "
				"may still undo that: %s", c->file->name, strerror(errno));
	sigprocmask(SIG_SETMASK, &old, NULL);
	return error;
}
