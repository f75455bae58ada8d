// SPDX-License-Identifier: GPL-2.0-or-later
/* inode: whether an inode number is in use, which is the next, how large numbers get. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "io/bulkstat.h"
#include "io/io.h"

struct inode_opts {
	bool	next;
	bool	verbose;
};

static const struct opt_row inode_rows[] = {
	IO_FLAG('n', struct inode_opts, next, .help = "the next number in use after this one"),
	IO_FLAG('v', struct inode_opts, verbose, .help = "the bits that the number needs, too"),
};

/* The greatest number in use among the chunks of one answer, or @so_far. */
static uint64_t greatest(const struct io_bulk *bulk, uint64_t so_far)
{
	const struct xfs_inumbers *xi = io_bulk_chunks(bulk);
	uint64_t ino;
	uint32_t i;

	for (i = 0; i < bulk->req->ocount; i++, xi++) {
		if (!xi->xi_allocmask)
			continue;
		ino = xi->xi_startino + 63 - (unsigned int)__builtin_clzll(xi->xi_allocmask);
		so_far = ino > so_far ? ino : so_far;
	}
	return so_far;
}

static int find_greatest(struct io_file *file, uint64_t *ino)
{
	struct io_bulk bulk;
	int error = io_bulk_init(&bulk, &io_bulk_inumbers, file->fd, &file->geom, 0,
				 IO_BULK_BATCH);

	*ino = 0;
	while (!error) {
		error = io_bulk_next(&bulk);
		if (error || !bulk.req->ocount)
			break;
		*ino = greatest(&bulk, *ino);
		if (io_interrupted())
			error = -EINTR;
	}
	io_bulk_free(&bulk);
	return error;
}

/* @ino itself, with @next the one in use after it; 0 when there is none. */
static int find_inode(struct io_file *file, bool next, uint64_t ino, uint64_t *found)
{
	struct xfs_bulkstat bs;
	struct io_bulk bulk;
	int error;

	*found = 0;
	if (!next) {
		error = io_bulkstat_one(file->fd, &file->geom, 0, ino, 0, &bs);
		if (!error && bs.bs_ino == ino)
			*found = ino;
		return error == -EINVAL ? 0 : error;
	}
	error = io_bulk_init(&bulk, &io_bulk_stat, file->fd, &file->geom, 0, 1);
	if (error)
		goto out;
	bulk.req->ino = ino + 1;
	error = io_bulk_next(&bulk);
	if (!error && bulk.req->ocount)
		*found = io_bulk_stats(&bulk)->bs_ino;
	/* Numbers beyond the last group are answered so by some kernels. */
	if (error == -EINVAL)
		error = 0;
out:
	io_bulk_free(&bulk);
	return error;
}

static void print_ino(uint64_t ino, bool verbose)
{
	printf("%" PRIu64, ino);
	if (verbose && ino)
		printf(":%d", ino > UINT32_MAX ? 64 : 32);
	putchar('\n');
}

static int run_inode(struct io *io, const struct io_args *args)
{
	const struct inode_opts *o = args->opts;
	struct io_file *file = io_file(io);
	uint64_t ino, found;
	int error;

	if (!args->nr && o->next)
		return io_fail(io, "-n needs an inode number to begin after");
	if (!args->nr) {
		error = find_greatest(file, &found);
		if (error)
			return io_fail_call(io, "inode", error);
		if (!o->verbose)
			found = found > UINT32_MAX;
		print_ino(found, o->verbose);
		return 0;
	}
	error = io_number(io, "inode", args->words[0], &ino);
	if (error)
		return error;
	error = find_inode(file, o->next, ino, &found);
	if (error)
		return io_fail_call(io, "inode", error);
	print_ino(found, o->verbose);
	return 0;
}

const struct io_command io_inode_commands[] = {
	{ .name = "inode", .run = run_inode, .rows = inode_rows,
	  .nr_rows = sizeof(inode_rows) / sizeof(inode_rows[0]),
	  .opts_size = sizeof(struct inode_opts), .max_words = 1,
	  .flags = IO_NEEDS_XFS, .usage = "[-nv] [num]",
	  .brief = "tell which inode numbers are in use",
	  .help = "With a number: prints it when that inode is in use, else 0; with -n the next "
		  "number\nin use after it, 0 after the last.  Without: 1 when some number in use "
		  "takes more than\n32 bits, else 0.  -v adds the bits, 32 or 64, and without a "
		  "number prints the greatest\none in use.\nExample: inode -nv 128" },
	{ 0 }
};
