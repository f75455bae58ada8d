// SPDX-License-Identifier: GPL-2.0-or-later
/* fsuuid, sysfspath: the names under which the kernel knows a mounted filesystem. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <uuid/uuid.h>

#include "io/io.h"

/* XFS tells it on every kernel, other filesystems since Linux 6.9. */
static int run_fsuuid(struct io *io, const struct io_args *args)
{
	struct io_file *file = io_file(io);
	struct compat_fsuuid2 known = { 0 };
	char text[UUID_STR_LEN];

	(void)args;
	if (!(file->flags & IO_FOREIGN)) {
		uuid_unparse_lower(file->geom.uuid, text);
	} else {
		if (ioctl(file->fd, FS_IOC_GETFSUUID, &known) < 0)
			return io_fail_call(io, "FS_IOC_GETFSUUID", -errno);
		if (known.len != sizeof(known.uuid))
			return io_fail(io, "%s is on a filesystem whose identifier is no UUID",
				       file->name);
		uuid_unparse_lower(known.uuid, text);
	}
	printf("UUID = %s\n", text);
	return 0;
}

struct sysfspath_opts {
	bool	debugfs;
};

static const struct opt_row sysfspath_rows[] = {
	IO_FLAG('d', struct sysfspath_opts, debugfs, .help = "the folder in debugfs"),
};

static int run_sysfspath(struct io *io, const struct io_args *args)
{
	const struct sysfspath_opts *opts = args->opts;
	struct compat_fs_sysfs_path path = { 0 };
	int len;

	if (ioctl(io_file(io)->fd, FS_IOC_GETFSSYSFSPATH, &path) < 0)
		return io_fail_call(io, "FS_IOC_GETSYSFSPATH", -errno);
	len = path.len < sizeof(path.name) ? path.len : (int)sizeof(path.name);
	printf("%s/%.*s\n", opts->debugfs ? "/sys/kernel/debug" : "/sys/fs", len,
	       (const char *)path.name);
	return 0;
}

const struct io_command io_fsuuid_commands[] = {
	{ .name = "fsuuid", .run = run_fsuuid, .flags = IO_NEEDS_FILE,
	  .brief = "print the UUID of the mounted filesystem",
	  .help = "Prints the UUID of the filesystem of the current file, as the kernel that\n"
		  "mounted it tells it.  On filesystems other than XFS this takes Linux 6.9.\n"
		  "\n"
		  "  xfs_io -r -c fsuuid /mnt" },
	{ .name = "sysfspath", .run = run_sysfspath, .flags = IO_NEEDS_FILE,
	  .rows = sysfspath_rows, .nr_rows = 1, .opts_size = sizeof(struct sysfspath_opts),
	  .usage = "[-d]", .brief = "print the filesystem's folder in sysfs",
	  .help = "Prints where in sysfs the kernel keeps statistics and settings of the\n"
		  "filesystem of the current file (Linux 6.9).  Nothing promises that the\n"
		  "folder exists.\n"
		  "\n"
		  "  xfs_io -r -c sysfspath /mnt" },
	{ 0 }
};
