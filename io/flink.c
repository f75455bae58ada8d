// SPDX-License-Identifier: GPL-2.0-or-later
/* flink: gives the current file another name, or its first (open -T). */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "io/io.h"

static int run_flink(struct io *io, const struct io_args *args)
{
	int fd = io_file(io)->fd;
	char link[32];

	if (!linkat(fd, "", AT_FDCWD, args->words[0], AT_EMPTY_PATH))
		return 0;
	/* Without the privilege the descriptor's own link serves, where proc is mounted. */
	if (errno == ENOENT) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		if (!linkat(AT_FDCWD, link, AT_FDCWD, args->words[0], AT_SYMLINK_FOLLOW))
			return 0;
	}
	return io_fail_call(io, "flink", -errno);
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
