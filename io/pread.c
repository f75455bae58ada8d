// SPDX-License-Identifier: GPL-2.0-or-later
/* pread: reads a range of the file, in any order, and dumps it when asked. */

#include <sys/stat.h>

#include "io/buffer.h"

struct pread_opts {
	struct io_move_opts	m;
	bool			verbose;
};

static const struct opt_row rows[] = {
	IO_MOVE_ROWS(struct pread_opts, "read"),
	IO_FLAG('v', struct pread_opts, verbose, .help = "dump the bytes, even with -q"),
};

/* A line never goes on into the next block, as vectors of the peer do not. */
static void dump(const struct io_move *move, uint64_t offset, uint64_t len)
{
	uint64_t at, n;

	for (at = 0; at < len; at += n) {
		n = len - at < move->block ? len - at : move->block;
		io_dump(stdout, move->bytes + at, offset + at, n);
	}
}

/* No order but forward finds the end of the file by itself: nothing lies behind it. */
static void stop_at_end(int fd, struct io_walk *walk)
{
	struct stat st;

	if (walk->order == IO_FORWARD || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	if (walk->end > (uint64_t)st.st_size)
		walk->end = (uint64_t)st.st_size;
	if (walk->start > walk->end)
		walk->start = walk->end;
	io_walk_begin(walk);
}

static int read_all(struct io_move *move, struct io_walk *walk, bool verbose)
{
	uint64_t offset, len, n;
	int error = 0;

	while (!error && io_walk_next(walk, &offset, &len)) {
		error = io_move_piece(move, offset, len, &n);
		if (verbose)
			dump(move, offset, n);
		if (n < len && walk->order == IO_FORWARD)
			break;
	}
	return error;
}

static int run_pread(struct io *io, const struct io_args *args)
{
	const struct pread_opts *opts = args->opts;
	struct io_rate rate = { .quiet = opts->m.quiet, .terse = opts->m.terse };
	struct io_move move;
	struct io_walk walk;
	uint64_t offset, len;
	int error = io_range(io, args, 0, &offset, &len);

	if (!error)
		error = io_move_begin(io, &move, &opts->m);
	if (error)
		return error;
	if (opts->m.backward && len > offset)
		len = offset;
	io_move_walk(&move, &opts->m, offset, len, &walk);
	stop_at_end(move.fd, &walk);
	io_rate_begin(&rate);
	error = read_all(&move, &walk, opts->verbose);
	if (!error || move.done)
		io_rate_end(&rate, "read", offset, len, move.done, move.ops);
	io_move_end(&move);
	return error;
}

const struct io_command io_pread_commands[] = {
	{ .name = "pread", .alias = "r", .run = run_pread,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct pread_opts),
	  .min_words = 2, .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-b bs] [-qCvU] [-FBR [-Z seed]] [-V N] off len",
	  .brief = "read bytes at an offset",
	  .help = "Reads len bytes at off in blocks and reports how many came and how fast;\n"
		  "the end of the file ends it and is no failure.  Random reads choose among\n"
		  "the blocks of the range, each time anew, so one may be read twice and\n"
		  "another never.  -U needs the calls with vectors, hence -V.\n"
		  "\n"
		  "Example: 'pread -v 512 20' dumps 20 bytes from offset 512." },
	{ 0 }
};
