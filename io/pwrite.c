// SPDX-License-Identifier: GPL-2.0-or-later
/* pwrite: writes a pattern or the contents of another file into a range of the file. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/buffer.h"

struct pwrite_opts {
	struct io_move_opts	m;
	const char		*infile;
	uint64_t		skip, pattern;
	bool			indirect, atomic, dsync, nowait, datasync, sync, once;
};

static const struct pwrite_opts defaults = { .pattern = 0xcd };

static const struct opt_row rows[] = {
	IO_MOVE_ROWS(struct pwrite_opts, "write"),
	IO_OPT('i', OPT_NO_ID, struct pwrite_opts, infile, OPT_PATH, .conflicts = "B R O S",
	       .arg = "infile", .help = "write what this file contains, until it ends"),
	IO_FLAG('d', struct pwrite_opts, indirect, .requires = "i",
		.help = "open infile for direct I/O"),
	IO_OPT_MAX('s', OPT_NO_ID, struct pwrite_opts, skip, OPT_SIZE, INT64_MAX,
		   .requires = "i", .arg = "skip", .help = "begin at this offset of infile"),
	IO_OPT_MAX('S', OPT_NO_ID, struct pwrite_opts, pattern, OPT_NUMBER, UINT32_MAX,
		   .arg = "seed", .help = "fill with this byte, the low 8 bits count (0xcd)"),
	IO_FLAG('O', struct pwrite_opts, once, .conflicts = "B R",
		.help = "make one call for the whole range; it may write less"),
	IO_FLAG('w', struct pwrite_opts, datasync, .help = "fdatasync at the end, in the time"),
	IO_FLAG('W', struct pwrite_opts, sync, .help = "fsync at the end, in the time"),
	IO_FLAG('A', struct pwrite_opts, atomic, .requires = "V",
		.help = "each call is written whole or not at all (RWF_ATOMIC)"),
	IO_FLAG('D', struct pwrite_opts, dsync, .requires = "V",
		.help = "each call returns when its data is on disk (RWF_DSYNC)"),
	IO_FLAG('N', struct pwrite_opts, nowait, .requires = "V",
		.help = "each call fails rather than wait (RWF_NOWAIT)"),
};

/* A transfer and where its bytes come from. */
struct source {
	struct io_move	from;	/* shares the buffer of the transfer */
	uint64_t	pos;
	bool		whole;	/* ask for whole steps, as direct I/O needs */
};

static int open_source(struct io *io, const struct pwrite_opts *opts,
		       const struct io_move *to, struct source *source)
{
	*source = (struct source) { .from = *to, .pos = opts->skip,
				    .whole = opts->indirect };
	source->from.fd = -1;
	source->from.call = "pread";
	source->from.write = false;
	source->from.rwf = 0;
	if (!opts->infile)
		return 0;
	return io_open_other(io, opts->infile, O_RDONLY | (opts->indirect ? O_DIRECT : 0),
			     &source->from.fd);
}

/* Fetches *@len bytes into the buffer, or fewer when infile ends: then *@last. */
static int fetch(struct source *source, uint64_t *len, bool *last)
{
	uint64_t want = *len;
	int error;

	if (source->from.fd < 0)
		return 0;
	error = io_move_piece(&source->from, source->pos,
			      source->whole ? source->from.step : want, len);
	if (*len > want)
		*len = want;
	*last = *len < want;
	source->pos += *len;
	return error;
}

static int write_all(struct io_move *to, struct source *source, struct io_walk *walk)
{
	uint64_t offset, len, n;
	bool last = false;
	int error = 0;

	while (!error && !last && io_walk_next(walk, &offset, &len)) {
		error = fetch(source, &len, &last);
		if (error)
			break;
		error = io_move_piece(to, offset, len, &n);
		if (!error && n < len)
			error = io_fail(to->io, "nothing could be written at offset %llu",
					(unsigned long long)(offset + n));
	}
	return error;
}

static int write_once(struct io_move *to, uint64_t offset, uint64_t len)
{
	ssize_t n = io_move_once(to, 0, len < to->step ? len : to->step, offset);

	return n < 0 ? io_fail_call(to->io, to->call, (int)n) : 0;
}

static int flush(struct io_move *to, const struct pwrite_opts *opts)
{
	int error = 0;

	if (opts->sync && fsync(to->fd) < 0)
		error = io_fail_call(to->io, "fsync", -errno);
	if (opts->datasync && fdatasync(to->fd) < 0)
		error = io_fail_call(to->io, "fdatasync", -errno);
	return error;
}

static int transfer(struct io_move *to, struct source *source, const struct pwrite_opts *opts,
		    uint64_t offset, uint64_t len)
{
	struct io_rate rate = { .quiet = opts->m.quiet, .terse = opts->m.terse };
	struct io_walk walk;
	int error;

	io_rate_begin(&rate);
	if (opts->once) {
		error = write_once(to, offset, len);
	} else {
		io_move_walk(to, &opts->m, offset, len, &walk);
		error = write_all(to, source, &walk);
	}
	if (!error)
		error = flush(to, opts);
	if (!error || to->done)
		io_rate_end(&rate, "wrote", offset, len, to->done, to->ops);
	return error;
}

/* The options of the transfer itself; -O alone makes the whole range one block. */
static int begin(struct io *io, const struct pwrite_opts *opts, uint64_t len,
		 struct io_move *to)
{
	struct io_move_opts move = opts->m;
	int error;

	if (opts->once && !move.vectors)
		move.block = len ? len : 1;
	if (move.block > IO_BLOCK_MAX)
		return io_fail(io, "one call writes at most %u bytes", IO_BLOCK_MAX);
	error = io_move_begin(io, to, &move);
	if (error)
		return error;
	to->write = true;
	to->rwf |= (opts->atomic ? RWF_ATOMIC : 0) | (opts->dsync ? RWF_DSYNC : 0) |
		(opts->nowait ? RWF_NOWAIT : 0);
	if (!opts->infile)
		memset(to->bytes, (int)(opts->pattern & 0xff), len < to->step ? len : to->step);
	return 0;
}

static int run_pwrite(struct io *io, const struct io_args *args)
{
	const struct pwrite_opts *opts = args->opts;
	struct source source = { .from.fd = -1 };
	struct io_move to = { 0 };
	uint64_t offset, len;
	int error = io_range(io, args, 0, &offset, &len);

	if (error)
		return error;
	if (opts->m.backward && len > offset)
		len = offset;
	error = begin(io, opts, len, &to);
	if (!error)
		error = open_source(io, opts, &to, &source);
	if (!error)
		error = transfer(&to, &source, opts, offset, len);
	if (source.from.fd >= 0)
		close(source.from.fd);
	io_move_end(&to);
	return error;
}

const struct io_command io_pwrite_commands[] = {
	{ .name = "pwrite", .alias = "w", .run = run_pwrite,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct pwrite_opts), .defaults = &defaults,
	  .min_words = 2, .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-i infile [-d] [-s skip]] [-b bs] [-S seed] [-qCwWO] [-FBR [-Z seed]] "
		   "[-V N [-ADNU]] off len",
	  .brief = "write bytes at an offset",
	  .help = "Writes len bytes at off in blocks and reports how many were written and how\n"
		  "fast: one byte over and over, or what infile contains.  Random writes choose\n"
		  "among the blocks of the range, each time anew, so one may be written twice\n"
		  "and another never.  -A -D -N -U need the calls with vectors, hence -V; an\n"
		  "atomic write is one call, so let -b times -V be the whole of it.\n"
		  "\n"
		  "Example: 'pwrite -S 0x61 512 20' writes 20 letters a at offset 512." },
	{ 0 }
};
