// SPDX-License-Identifier: GPL-2.0-or-later
/* truncate: sets the size of the file. */

#include <errno.h>
#include <unistd.h>

#include "io/io.h"

static int run_truncate(struct io *io, const struct io_args *args)
{
	uint64_t size;
	int error = io_number(io, "size", args->words[0], &size);

	if (!error && ftruncate(io_file(io)->fd, (off_t)size) < 0)
		error = io_fail_call(io, "ftruncate", -errno);
	return error;
}

const struct io_command io_truncate_commands[] = {
	{ .name = "truncate", .alias = "t", .run = run_truncate,
	  .min_words = 1, .max_words = 1, .flags = IO_NEEDS_FILE, .usage = "off",
	  .brief = "set the size of the file",
	  .help = "Cuts the file at off, or lets it grow to there with a hole.\n"
		  "\n"
		  "Example: 'truncate 1g'" },
	{ 0 }
};
