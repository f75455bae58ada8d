// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * falloc and its single-purpose relatives fcollapse, finsert, fpunch, fzero, fwzero and
 * funshare: all that fallocate(2) does to a range of the current file.
 */

#include <errno.h>

#include "io/io.h"

static int do_fallocate(struct io *io, const struct io_args *args, int mode)
{
	uint64_t offset, len;
	int error = io_range(io, args, 0, &offset, &len);

	if (error)
		return error;
	if (fallocate(io_file(io)->fd, mode, (off_t)offset, (off_t)len) < 0)
		return io_fail_call(io, "fallocate", -errno);
	return 0;
}

struct falloc_opts {
	bool	collapse, insert, keep, punch, unshare;
};

static const struct opt_row falloc_rows[] = {
	IO_FLAG('c', struct falloc_opts, collapse,
		.help = "remove the range; what follows moves down"),
	IO_FLAG('i', struct falloc_opts, insert,
		.help = "insert a hole; what follows moves up"),
	IO_FLAG('k', struct falloc_opts, keep, .help = "leave the size of the file alone"),
	IO_FLAG('p', struct falloc_opts, punch, .help = "punch a hole; implies -k"),
	IO_FLAG('u', struct falloc_opts, unshare,
		.help = "give the file blocks of its own where it shares some"),
};

static int run_falloc(struct io *io, const struct io_args *args)
{
	const struct falloc_opts *o = args->opts;
	int mode = o->keep ? FALLOC_FL_KEEP_SIZE : 0;

	if (o->collapse + o->insert + o->punch + o->unshare > 1)
		return io_fail(io, "-c, -i, -p and -u exclude each other");
	if (o->keep && (o->collapse || o->insert))
		return io_fail(io, "-c and -i always change the size of the file; -k contradicts");
	if (o->collapse)
		mode |= FALLOC_FL_COLLAPSE_RANGE;
	if (o->insert)
		mode |= FALLOC_FL_INSERT_RANGE;
	if (o->punch)
		mode |= FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	if (o->unshare)
		mode |= FALLOC_FL_UNSHARE_RANGE;
	return do_fallocate(io, args, mode);
}

static int run_fcollapse(struct io *io, const struct io_args *args)
{
	return do_fallocate(io, args, FALLOC_FL_COLLAPSE_RANGE);
}

static int run_finsert(struct io *io, const struct io_args *args)
{
	return do_fallocate(io, args, FALLOC_FL_INSERT_RANGE);
}

static int run_fpunch(struct io *io, const struct io_args *args)
{
	return do_fallocate(io, args, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE);
}

struct fzero_opts {
	bool	keep;
};

static const struct opt_row fzero_rows[] = {
	IO_FLAG('k', struct fzero_opts, keep, .help = "leave the size of the file alone"),
};

static int run_fzero(struct io *io, const struct io_args *args)
{
	const struct fzero_opts *o = args->opts;

	return do_fallocate(io, args, FALLOC_FL_ZERO_RANGE | (o->keep ? FALLOC_FL_KEEP_SIZE : 0));
}

static int run_fwzero(struct io *io, const struct io_args *args)
{
	return do_fallocate(io, args, FALLOC_FL_WRITE_ZEROES);
}

static int run_funshare(struct io *io, const struct io_args *args)
{
	return do_fallocate(io, args, FALLOC_FL_UNSHARE_RANGE);
}

#define RANGE \
	.min_words = 2, .max_words = 2, .flags = IO_NEEDS_FILE, .usage = "off len"
#define ROWS(table, type) \
	.rows = table, .nr_rows = sizeof(table) / sizeof(table[0]), .opts_size = sizeof(type)

const struct io_command io_fallocate_commands[] = {
	{ .name = "falloc", .run = run_falloc, ROWS(falloc_rows, struct falloc_opts),
	  .min_words = 2, .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-c | -i | -p | -u] [-k] off len",
	  .brief = "allocate, remove, insert, punch or unshare a range of the file",
	  .help = "Without options the holes of the range are filled with unwritten space, and\n"
		  "the file grows to its end.  -c and -i want whole blocks.\n\n"
		  "  falloc -k 0 1m    reserve a megabyte without growing the file\n" },
	{ .name = "fcollapse", .run = run_fcollapse, RANGE,
	  .brief = "remove a range; what follows moves down",
	  .help = "Offset and length are whole blocks, and the range ends before the file does.\n\n"
		  "  fcollapse 0 1b    drop the first block\n" },
	{ .name = "finsert", .run = run_finsert, RANGE,
	  .brief = "insert a hole; what follows moves up",
	  .help = "Offset and length are whole blocks, and the offset lies within the file.\n\n"
		  "  finsert 0 64k    what was at 0 is at 64k\n" },
	{ .name = "fpunch", .run = run_fpunch, RANGE,
	  .brief = "free the space of a range; it reads as zeroes",
	  .help = "The size of the file stays.  Parts of blocks at the ends are zeroed.\n\n"
		  "  fpunch 1m 64k\n" },
	{ .name = "fzero", .run = run_fzero, ROWS(fzero_rows, struct fzero_opts),
	  .min_words = 2, .max_words = 2, .flags = IO_NEEDS_FILE, .usage = "[-k] off len",
	  .brief = "make a range allocated zeroes, without writing them",
	  .help = "Its blocks become unwritten ones, and holes are filled with such.\n\n"
		  "  fzero 0 1m\n" },
	{ .name = "fwzero", .run = run_fwzero, RANGE,
	  .brief = "make a range written zeroes, by the device where it can",
	  .help = "Unlike fzero it leaves written blocks, so that a later write changes no\n"
		  "metadata.  Needs Linux 6.17 and a device that zeroes without being sent\n"
		  "zeroes.\n\n"
		  "  fwzero 0 1m\n" },
	{ .name = "funshare", .run = run_funshare, RANGE,
	  .brief = "give the file blocks of its own in a range",
	  .help = "Blocks it shares with others are copied, and holes are allocated, so that\n"
		  "later writes there need no space.\n\n"
		  "  funshare 0 1m\n" },
	{ 0 }
};
