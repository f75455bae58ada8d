// SPDX-License-Identifier: GPL-2.0-or-later
/* shutdown: makes the filesystem of the current file stop, as after a failed disk. */

#include <errno.h>
#include <sys/ioctl.h>

#include "io/io.h"

struct shutdown_opts {
	bool	flush;
};

static const struct opt_row shutdown_rows[] = {
	IO_FLAG('f', struct shutdown_opts, flush, .help = "write the log to the disk first"),
};

static int run_shutdown(struct io *io, const struct io_args *args)
{
	const struct shutdown_opts *opts = args->opts;
	__u32 how = opts->flush ? FS_SHUTDOWN_FLAGS_LOGFLUSH : FS_SHUTDOWN_FLAGS_NOLOGFLUSH;

	if (ioctl(io_file(io)->fd, FS_IOC_SHUTDOWN, &how) < 0)
		return io_fail_call(io, "XFS_IOC_GOINGDOWN", -errno);
	return 0;
}

const struct io_command io_shutdown_commands[] = {
	{ .name = "shutdown", .run = run_shutdown,
	  .rows = shutdown_rows, .nr_rows = 1, .opts_size = sizeof(struct shutdown_opts),
	  .flags = IO_NEEDS_FILE | IO_EXPERT,
	  .usage = "[-f]", .brief = "shut the filesystem down",
	  .help = "From here on the filesystem of the current file fails every operation\n"
		  "with an I/O error until it is unmounted; the next mount recovers the log.\n"
		  "Transactions still in memory are lost, as in a power failure, unless -f\n"
		  "writes them to the log.\n"
		  "\n"
		  "  xfs_io -x -r -c 'shutdown -f' /mnt" },
	{ 0 }
};
