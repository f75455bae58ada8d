// SPDX-License-Identifier: GPL-2.0-or-later
/* chmod: makes the current file read-only or writable. */

#include <errno.h>
#include <sys/stat.h>

#include "io/io.h"

struct chmod_opts {
	bool	readonly;
	bool	writable;
};

static const struct opt_row chmod_rows[] = {
	IO_FLAG('r', struct chmod_opts, readonly, .help = "mode 0444"),
	IO_FLAG('w', struct chmod_opts, writable, .help = "mode 0664"),
};

static int run_chmod(struct io *io, const struct io_args *args)
{
	const struct chmod_opts *opts = args->opts;

	if (opts->readonly == opts->writable)
		return io_fail(io, "either -r or -w is needed");
	if (fchmod(io_file(io)->fd, opts->readonly ? 0444 : 0664) < 0)
		return io_fail_call(io, "chmod", -errno);
	return 0;
}

const struct io_command io_chmod_commands[] = {
	{ .name = "chmod", .run = run_chmod,
	  .rows = chmod_rows, .nr_rows = 2, .opts_size = sizeof(struct chmod_opts),
	  .flags = IO_NEEDS_FILE,
	  .usage = "-r | -w", .brief = "make the file read-only or writable",
	  .help = "Sets the permissions of the current file: everybody may read (-r), or\n"
		  "owner and group may write besides (-w).  The open descriptor keeps what it\n"
		  "could do.\n"
		  "\n"
		  "  xfs_io -c 'chmod -r' -c 'pwrite 0 4k' file" },
	{ 0 }
};
