// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The last step of daxclone -x: what was built gets the name.
 *
 * All that can fail comes before that: its owner, permissions and attributes, and the
 * descriptor by which it is the open file from then on.
 */

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "io/daxclone.h"

#define TAKEN_XFLAGS	(FS_XFLAG_SYNC | FS_XFLAG_NOATIME | FS_XFLAG_NODUMP | FS_XFLAG_NODEFRAG)

int daxclone_take_flags(struct daxclone *c)
{
	struct fsxattr old, fsx;

	if (ioctl(c->file->fd, FS_IOC_FSGETXATTR, &old) < 0 ||
	    ioctl(c->stage.fd, FS_IOC_FSGETXATTR, &fsx) < 0)
		return -errno;
	if (fsx.fsx_projid == old.fsx_projid &&
	    !((fsx.fsx_xflags ^ old.fsx_xflags) & TAKEN_XFLAGS))
		return 0;
	fsx.fsx_projid = old.fsx_projid;
	fsx.fsx_xflags = (fsx.fsx_xflags & ~TAKEN_XFLAGS) | (old.fsx_xflags & TAKEN_XFLAGS);
	return ioctl(c->stage.fd, FS_IOC_FSSETXATTR, &fsx) < 0 ? -errno : 0;
}

/* Names of extended attributes, each with its 0. */
struct names {
	char	text[XATTR_LIST_MAX];
	size_t	len;
};

static int list(int fd, struct names *names)
{
	ssize_t len = flistxattr(fd, names->text, sizeof(names->text));

	if (len < 0)
		return -errno;
	names->len = len;
	return 0;
}

static bool has(const struct names *names, const char *name)
{
	size_t at;

	for (at = 0; at < names->len; at += strlen(names->text + at) + 1)
		if (!strcmp(names->text + at, name))
			return true;
	return false;
}

/* What the new file has of its folder and the old has not: a default ACL would let in
   people as soon as the mode does. */
static int drop_others(int fd, const struct names *own, const struct names *wanted)
{
	const char *name;
	size_t at;

	for (at = 0; at < own->len; at += strlen(name) + 1) {
		name = own->text + at;
		if (!has(wanted, name) && fremovexattr(fd, name) < 0 && errno != ENODATA)
			return -errno;
	}
	return 0;
}

static int copy_values(int from, int to, const struct names *names, void *value)
{
	const char *name;
	ssize_t len;
	size_t at;

	for (at = 0; at < names->len; at += strlen(name) + 1) {
		name = names->text + at;
		len = fgetxattr(from, name, value, XATTR_SIZE_MAX);
		if (len < 0 || fsetxattr(to, name, value, len, 0) < 0)
			return -errno;
	}
	return 0;
}

static int take_xattrs(struct daxclone *c)
{
	struct room {
		struct names	own, wanted;
		char		value[XATTR_SIZE_MAX];
	} *room = c->buffer;
	int error;

	static_assert(sizeof(*room) <= XFS_DAX_HUGE, "the buffer holds it");
	error = list(c->file->fd, &room->wanted);
	if (!error)
		error = list(c->stage.fd, &room->own);
	if (!error)
		error = drop_others(c->stage.fd, &room->own, &room->wanted);
	if (!error)
		error = copy_values(c->file->fd, c->stage.fd, &room->wanted, room->value);
	return error;
}

/* Who may do what with it is as it was.  A new owner takes set-user-ID and capabilities
   away, and the mode masks the ACL: so the owner is first and the mode last. */
static int take_rights(struct daxclone *c)
{
	struct stat old, new;
	int error, fd = c->stage.fd;

	if (fstat(c->file->fd, &old) < 0 || fstat(fd, &new) < 0)
		return -errno;
	if ((new.st_uid != old.st_uid || new.st_gid != old.st_gid) &&
	    fchown(fd, old.st_uid, old.st_gid) < 0)
		return -errno;
	error = take_xattrs(c);
	if (error)
		return error;
	if (fchmod(fd, old.st_mode & 07777) < 0 || fstat(fd, &new) < 0)
		return -errno;
	/* Set-group-ID goes without an error when the group is not ours. */
	return new.st_mode == old.st_mode ? 0 : -EPERM;
}

static int give_name(struct daxclone *c)
{
	char *path = c->file->link_name ? strdup(c->file->link_name) :
		staging_name(c->file->fd);
	int error = -ENOENT;

	if (path)
		error = staging_publish(&c->stage, basename(path), !c->file->link_name);
	free(path);
	return error;
}

/* It takes the place of the old in the table of open files. */
static void adopt(struct io_file *file, int fd)
{
	close(file->fd);
	file->fd = fd;
	file->flags &= ~IO_TMPFILE;
	if (file->link_name) {
		free(file->name);
		file->name = file->link_name;
		file->link_name = NULL;
	}
}

int daxclone_publish(struct daxclone *c)
{
	const char *name = c->file->link_name ? c->file->link_name : c->file->name;
	int error, fd = io_fd_reopen(c->stage.fd, fcntl(c->file->fd, F_GETFL) & DAXCLONE_OFLAGS);

	if (fd < 0) {
		io_fail(c->io, "cannot open the clone again: %s; nothing was changed",
			strerror(-fd));
		return fd;
	}
	error = take_rights(c);
	if (error) {
		io_fail(c->io, "cannot give the clone the owner, permissions and extended "
			"attributes of %s: %s; nothing was changed", name, strerror(-error));
		goto out;
	}
	error = give_name(c);
	if (error) {
		io_fail(c->io, "cannot give the clone the name %s: %s; nothing was changed", name,
			strerror(-error));
		goto out;
	}
	adopt(c->file, fd);
	/* So that the name survives a crash, as the contents do. */
	if (fsync(c->dir) < 0)
		fprintf(stderr, "daxclone: the clone is complete and has the name %s, but a crash "
			"may still undo that: %s\n", c->file->name, strerror(errno));
	return 0;
out:
	close(fd);
	return error;
}
