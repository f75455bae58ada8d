// SPDX-License-Identifier: GPL-2.0-or-later
/* flink: gives the current file another name, or its first (open -T). */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "io/io.h"
#include "io/staging.h"

static int run_flink(struct io *io, const struct io_args *args)
{
	int fd = io_file(io)->fd, error = 0;

	if (linkat(fd, "", AT_FDCWD, args->words[0], AT_EMPTY_PATH) < 0)
		error = -errno;
	/* So it says without the privilege for that. */
	if (error == -ENOENT)
		error = io_fd_link(fd, AT_FDCWD, args->words[0]);
	return error ? io_fail_call(io, "flink", error) : 0;
}

const struct io_command io_flink_commands[] = {
	{ .name = "flink", .run = run_flink, .flags = IO_NEEDS_FILE,
	  .min_words = 1, .max_words = 1,
	  .usage = "filename", .brief = "link the open file under a name",
	  .help = "Makes a hard link to the current file.  A file opened with -T, which has\n"
		  "no name, becomes a lasting one this way, complete from the start.\n"
		  "\n"
		  "  xfs_io -T -c 'pwrite 0 1m' -c 'flink /mnt/new' /mnt" },
	{ 0 }
};
