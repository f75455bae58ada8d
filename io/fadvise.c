// SPDX-License-Identifier: GPL-2.0-or-later
/* fadvise: tells the page cache how the file will be used. */

#include <fcntl.h>

#include "io/io.h"

struct fadvise_opts {
	bool	dontneed, noreuse, random, sequential, willneed;
};

static const struct opt_row rows[] = {
	IO_FLAG('d', struct fadvise_opts, dontneed, .conflicts = "n r s w",
		.help = "the range is not needed any more (POSIX_FADV_DONTNEED)"),
	IO_FLAG('n', struct fadvise_opts, noreuse, .conflicts = "d r s w",
		.help = "the range will be used once (POSIX_FADV_NOREUSE)"),
	IO_FLAG('r', struct fadvise_opts, random, .conflicts = "d n s w",
		.help = "the file will be read here and there (POSIX_FADV_RANDOM)"),
	IO_FLAG('s', struct fadvise_opts, sequential, .conflicts = "d n r w",
		.help = "the file will be read in order (POSIX_FADV_SEQUENTIAL)"),
	IO_FLAG('w', struct fadvise_opts, willneed, .conflicts = "d n r s",
		.help = "the range will be needed soon (POSIX_FADV_WILLNEED)"),
};

static int advice(const struct fadvise_opts *opts)
{
	if (opts->dontneed)
		return POSIX_FADV_DONTNEED;
	if (opts->noreuse)
		return POSIX_FADV_NOREUSE;
	if (opts->willneed)
		return POSIX_FADV_WILLNEED;
	if (opts->random)
		return POSIX_FADV_RANDOM;
	return opts->sequential ? POSIX_FADV_SEQUENTIAL : POSIX_FADV_NORMAL;
}

static int run_fadvise(struct io *io, const struct io_args *args)
{
	const struct fadvise_opts *opts = args->opts;
	bool ranged = opts->dontneed || opts->noreuse || opts->willneed;
	uint64_t offset = 0, len = 0;
	int error = 0;

	if (ranged && args->nr != 2)
		return io_fail(io, "this advice is about a range: give offset and length");
	if (!ranged && args->nr)
		return io_fail(io, "this advice is about the whole file: give no range");
	if (ranged)
		error = io_range(io, args, 0, &offset, &len);
	if (error)
		return error;
	error = -posix_fadvise(io_file(io)->fd, (off_t)offset, (off_t)len, advice(opts));
	return error ? io_fail_call(io, "fadvise", error) : 0;
}

const struct io_command io_fadvise_commands[] = {
	{ .name = "fadvise", .run = run_fadvise,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct fadvise_opts), .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-r | -s | -d off len | -n off len | -w off len]",
	  .brief = "advise the page cache",
	  .help = "Without options the file is as usual again (POSIX_FADV_NORMAL).  The advice\n"
		  "of -d, -n and -w is about a range, the other about the whole file.\n"
		  "\n"
		  "Example: 'fadvise -d 0 1m' lets the kernel forget the first MiB." },
	{ 0 }
};
