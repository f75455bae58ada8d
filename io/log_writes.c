// SPDX-License-Identifier: GPL-2.0-or-later
/* log_writes: sets a mark in the log of a device-mapper device of that name. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <linux/dm-ioctl.h>

#include "io/io.h"

enum { LOG_DEVICE, LOG_MARK };

struct log_writes_opts {
	const char	*device;
	const char	*mark;
};

static const struct opt_row log_writes_rows[] = {
	IO_OPT('d', LOG_DEVICE, struct log_writes_opts, device, OPT_PATH,
	       .arg = "DEVICE", .help = "name in /dev/mapper, or a path"),
	IO_OPT('m', LOG_MARK, struct log_writes_opts, mark, OPT_PATH,
	       .arg = "MARK", .help = "the text to find again"),
};

/* A path stands for the device's number, anything else for its name. */
static int name_device(struct io *io, const char *device, struct dm_ioctl *dm)
{
	struct stat st;

	if (!strchr(device, '/')) {
		if (strlen(device) >= sizeof(dm->name))
			return io_fail(io, "-d: names of devices are shorter than %d bytes",
				       DM_NAME_LEN);
		memcpy(dm->name, device, strlen(device));
		return 0;
	}
	if (stat(device, &st) < 0)
		return io_fail_call(io, device, -errno);
	if (!S_ISBLK(st.st_mode))
		return io_fail(io, "%s is no block device", device);
	dm->dev = compat_dev(st.st_rdev);
	return 0;
}

static int send_mark(struct dm_ioctl *dm)
{
	int error = 0, fd = open("/dev/" DM_DIR "/" DM_CONTROL_NODE, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (ioctl(fd, DM_TARGET_MSG, dm) < 0)
		error = -errno;
	close(fd);
	return error;
}

static int run_log_writes(struct io *io, const struct io_args *args)
{
	const struct log_writes_opts *opts = args->opts;
	size_t len, size;
	struct dm_ioctl *dm;
	struct dm_target_msg *msg;
	int error;

	if (!opts->device || !opts->mark)
		return io_fail(io, "both -d and -m are needed");
	len = strlen(opts->mark);
	size = sizeof(*dm) + sizeof(*msg) + sizeof("mark ") + len;
	dm = calloc(1, size);
	if (!dm)
		return io_fail_call(io, "log_writes", -ENOMEM);
	dm->version[0] = 4;
	dm->data_size = size;
	dm->data_start = sizeof(*dm);
	msg = (struct dm_target_msg *)(dm + 1);
	snprintf(msg->message, sizeof("mark ") + len, "mark %s", opts->mark);
	error = name_device(io, opts->device, dm);
	if (!error) {
		error = send_mark(dm);
		if (error)
			io_fail_call(io, "log_writes", error);
	}
	free(dm);
	return error;
}

const struct io_command io_log_writes_commands[] = {
	{ .name = "log_writes", .alias = "lw", .run = run_log_writes,
	  .rows = log_writes_rows, .nr_rows = 2, .opts_size = sizeof(struct log_writes_opts),
	  .flags = IO_ONCE, .usage = "-d device -m mark", .brief = "mark a place in a log of writes",
	  .help = "The device-mapper target log-writes records everything written to a\n"
		  "device; replaying up to a mark shows the filesystem as it was then.\n"
		  "\n"
		  "  xfs_io -c 'log_writes -d logged -m fsynced' file" },
	{ 0 }
};
