// SPDX-License-Identifier: GPL-2.0-or-later
/* imap: the map of inodes in use, one line a chunk. */

#include <errno.h>
#include <stdio.h>

#include "io/bulkstat.h"
#include "io/io.h"

static void print_lines(const struct io_bulk *bulk)
{
	const struct xfs_inumbers *xi = io_bulk_chunks(bulk);
	uint32_t i;

	for (i = 0; i < bulk->req->ocount; i++, xi++)
		printf("ino %10llu count %2d mask %016llx\n",
		       (unsigned long long)xi->xi_startino, xi->xi_alloccount,
		       (unsigned long long)xi->xi_allocmask);
}

static int print_map(struct io *io, struct io_bulk *bulk)
{
	int error;

	do {
		error = io_bulk_next(bulk);
		if (!error && io_interrupted())
			error = -EINTR;
		if (error)
			return io_fail_call(io, "imap", error);
		print_lines(bulk);
	} while (bulk->req->ocount);
	return 0;
}

static int run_imap(struct io *io, const struct io_args *args)
{
	struct io_file *file = io_file(io);
	uint64_t batch = 1;
	struct io_bulk bulk;
	int error;

	if (args->nr) {
		error = io_number(io, "number of entries", args->words[0], &batch);
		if (error)
			return error;
	}
	if (!batch || batch > IO_BULK_MAX)
		return io_fail(io, "the number of entries a call is 1 to %u", IO_BULK_MAX);
	error = io_bulk_init(&bulk, &io_bulk_inumbers, file->fd, &file->geom, 0,
			     (uint32_t)batch);
	error = error ? io_fail_call(io, "imap", error) : print_map(io, &bulk);
	io_bulk_free(&bulk);
	return error;
}

const struct io_command io_imap_commands[] = {
	{ .name = "imap", .run = run_imap, .max_words = 1,
	  .flags = IO_NEEDS_XFS | IO_EXPERT, .usage = "[nentries]",
	  .brief = "print the map of inodes in use",
	  .help = "One line for each 64 inodes that were allocated together: the first number, "
		  "how many are\nin use, and their mask.  nentries is how many lines are asked for "
		  "at a time.\nExample: imap 64" },
	{ 0 }
};
