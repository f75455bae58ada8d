// SPDX-License-Identifier: GPL-2.0-or-later
/* freeze, thaw: stops and resumes writing to the filesystem of the current file. */

#include <errno.h>
#include <sys/ioctl.h>

#include "io/io.h"

static int run_freeze(struct io *io, const struct io_args *args)
{
	int level = 1;

	(void)args;
	if (ioctl(io_file(io)->fd, FIFREEZE, &level) < 0)
		return io_fail_call(io, "freeze", -errno);
	return 0;
}

static int run_thaw(struct io *io, const struct io_args *args)
{
	int level = 1;

	(void)args;
	if (!ioctl(io_file(io)->fd, FITHAW, &level))
		return 0;
	if (errno == EINVAL)
		return io_fail(io, "the filesystem of %s is not frozen", io_file(io)->name);
	return io_fail_call(io, "thaw", -errno);
}

const struct io_command io_freeze_commands[] = {
	{ .name = "freeze", .run = run_freeze, .flags = IO_NEEDS_FILE | IO_EXPERT,
	  .brief = "stop writing to the filesystem",
	  .help = "Writes out what is in memory and makes every later write to the\n"
		  "filesystem of the current file wait until it is thawed, also when\n"
		  "xfs_io has ended.  Open the file to thaw it with -r: making or changing a\n"
		  "file would wait.\n"
		  "\n"
		  "  xfs_io -x -r -c freeze -c 'label' -c thaw /mnt" },
	{ .name = "thaw", .run = run_thaw, .flags = IO_NEEDS_FILE | IO_EXPERT,
	  .brief = "let a frozen filesystem be written again",
	  .help = "Ends what freeze began; writers that wait go on.\n"
		  "\n"
		  "  xfs_io -x -r -c thaw /mnt" },
	{ 0 }
};
