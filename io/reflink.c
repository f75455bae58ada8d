// SPDX-License-Identifier: GPL-2.0-or-later
/* reflink, dedupe: the current file shares blocks with another one. */

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/rate.h"
#include "io/share_why.h"

struct share_opts {
	bool	terse, quiet;
};

static const struct opt_row share_rows[] = {
	IO_FLAG('C', struct share_opts, terse, .help = "report in one line, for machines"),
	IO_FLAG('q', struct share_opts, quiet, .help = "no report"),
};

/* The three numbers after the source's name. */
static int parse_range(struct io *io, const struct io_args *args, struct share_range *r)
{
	int error = io_number(io, "source offset", args->words[1], &r->src_off);

	if (!error)
		error = io_number(io, "destination offset", args->words[2], &r->dst_off);
	if (!error)
		error = io_number(io, "length", args->words[3], &r->len);
	if (!error && (r->len > INT64_MAX - r->src_off || r->len > INT64_MAX - r->dst_off))
		return io_fail(io, "offset and length reach beyond the greatest file offset");
	return error;
}

static struct io_rate begin(const struct share_opts *o)
{
	struct io_rate rate = { .quiet = o->quiet, .terse = o->terse };

	io_rate_begin(&rate);
	return rate;
}

/* FICLONE for the whole file, else FICLONERANGE; a length of 0 reaches to the end. */
static int clone(int dst, int src, bool whole, const struct share_range *r)
{
	struct file_clone_range range = {
		.src_fd = src, .src_offset = r->src_off, .src_length = r->len,
		.dest_offset = r->dst_off,
	};
	int ret = whole ? ioctl(dst, FICLONE, src) : ioctl(dst, FICLONERANGE, &range);

	return ret < 0 ? -errno : 0;
}

static int run_reflink(struct io *io, const struct io_args *args)
{
	const struct share_opts *o = args->opts;
	const char *name = args->words[0];
	struct share_range r = { 0 };
	struct io_rate rate;
	bool whole = args->nr == 1;
	int src, error;

	if (!whole && args->nr != 4)
		return io_fail(io, "give source offset, destination offset and length, or none");
	error = whole ? 0 : parse_range(io, args, &r);
	if (!error)
		error = io_open_other(io, name, O_RDONLY | O_NONBLOCK, &src);
	if (error)
		return error;
	rate = begin(o);
	error = clone(io_file(io)->fd, src, whole, &r);
	if (error) {
		io_fail_call(io, whole ? "XFS_IOC_CLONE" : "XFS_IOC_CLONE_RANGE", error);
		io_share_why(io, src, name, &r, error);
	} else {
		io_rate_end(&rate, "linked", r.dst_off, r.len, r.len, 1);
	}
	close(src);
	return error;
}

/* The kernel may do less than asked; in pieces, so that ^C is heard now and then. */
#define DEDUPE_PIECE	(1ULL << 30)

/* One piece; what was shared of it in @done.  1: the data differ. */
static int dedupe_piece(int dst, int src, const struct share_range *r, uint64_t *done)
{
	struct file_dedupe_range *range = calloc(1, sizeof(*range) + sizeof(range->info[0]));
	int error = 0;

	*done = 0;
	if (!range)
		return -ENOMEM;
	range->src_offset = r->src_off;
	range->src_length = r->len;
	range->dest_count = 1;
	range->info[0].dest_fd = dst;
	range->info[0].dest_offset = r->dst_off;
	if (ioctl(src, FIDEDUPERANGE, range) < 0)
		error = -errno;
	else if (range->info[0].status < 0)
		error = range->info[0].status;
	else if (range->info[0].status == FILE_DEDUPE_RANGE_DIFFERS)
		error = 1;
	else
		*done = range->info[0].bytes_deduped;
	free(range);
	return error;
}

/* All of @r; stops where the kernel makes no progress.  1: the data differ at @done. */
static int dedupe_all(int dst, int src, const struct share_range *r, uint64_t *done, uint64_t *ops)
{
	int error;

	do {
		struct share_range piece = {
			.src_off = r->src_off + *done, .dst_off = r->dst_off + *done,
			.len = r->len - *done < DEDUPE_PIECE ? r->len - *done : DEDUPE_PIECE,
		};
		uint64_t now;

		if (io_interrupted())
			return -EINTR;
		error = dedupe_piece(dst, src, &piece, &now);
		if (error)
			return error;
		if (now > piece.len)
			return -EINVAL;
		*done += now;
		(*ops)++;
		if (!now)
			break;
	} while (*done < r->len);
	return 0;
}

/* The failure in the peer's words, and how far it got. */
static int dedupe_failed(struct io *io, int src, const char *name, const struct share_range *r,
			 uint64_t done, int error)
{
	if (error > 0) {
		fflush(stdout);
		fputs("XFS_IOC_FILE_EXTENT_SAME: Extents did not match.\n", stderr);
		io->failed = true;
	} else {
		io_fail_call(io, "XFS_IOC_FILE_EXTENT_SAME", error);
		io_share_why(io, src, name, r, error);
	}
	if (done)
		io_fail(io, "the first %llu bytes of the range are shared",
			(unsigned long long)done);
	return error > 0 ? -EBADE : error;
}

static int run_dedupe(struct io *io, const struct io_args *args)
{
	const struct share_opts *o = args->opts;
	const char *name = args->words[0];
	struct share_range r = { .same_data = true };
	uint64_t done = 0, ops = 0;
	struct io_rate rate;
	int src, error = parse_range(io, args, &r);

	if (!error)
		error = io_open_other(io, name, O_RDONLY | O_NONBLOCK, &src);
	if (error)
		return error;
	rate = begin(o);
	error = dedupe_all(io_file(io)->fd, src, &r, &done, &ops);
	if (error)
		error = dedupe_failed(io, src, name, &r, done, error);
	else
		io_rate_end(&rate, "deduped", r.dst_off, r.len, done, ops);
	close(src);
	return error;
}

#define ROWS(table, type) \
	.rows = table, .nr_rows = sizeof(table) / sizeof(table[0]), .opts_size = sizeof(type)

const struct io_command io_reflink_commands[] = {
	{ .name = "reflink", .alias = "rl", .run = run_reflink, ROWS(share_rows, struct share_opts),
	  .min_words = 1, .max_words = 4, .flags = IO_NEEDS_FILE | IO_ONCE,
	  .usage = "[-Cq] src [src_off dst_off len]",
	  .brief = "make the current file share blocks of another file",
	  .help = "The whole file, or a range of it; a length of 0 reaches to its end.  What was\n"
		  "there before is dropped.  A later write to either file goes to fresh blocks.\n"
		  "Both must be on one filesystem and in the same DAX state; offsets and length\n"
		  "are whole blocks.  daxclone does more for files that are mapped directly.\n\n"
		  "  reflink old                    all of it\n"
		  "  reflink old 0 64k 32k          32 KiB from 0 to 64k\n" },
	{ .name = "dedupe", .alias = "dd", .run = run_dedupe, ROWS(share_rows, struct share_opts),
	  .min_words = 4, .max_words = 4, .flags = IO_NEEDS_FILE | IO_ONCE,
	  .usage = "[-Cq] src src_off dst_off len",
	  .brief = "share blocks of another file where the data are equal",
	  .help = "Nothing is changed and the command fails unless both ranges hold the same\n"
		  "bytes.  Otherwise as reflink.\n\n"
		  "  dedupe old 0 0 1m\n" },
	{ 0 }
};
