// SPDX-License-Identifier: GPL-2.0-or-later
/* fsync, fdatasync, syncfs, sync, sync_range: what was written goes to disk. */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "io/io.h"

struct range_opts {
	bool	after, before, write;
};

static const struct opt_row range_rows[] = {
	IO_FLAG('a', struct range_opts, after,
		.help = "wait for it to end (SYNC_FILE_RANGE_WAIT_AFTER)"),
	IO_FLAG('b', struct range_opts, before,
		.help = "wait first for what is on its way (SYNC_FILE_RANGE_WAIT_BEFORE)"),
	IO_FLAG('w', struct range_opts, write,
		.help = "begin to write dirty pages (SYNC_FILE_RANGE_WRITE)"),
};

static int run_fsync(struct io *io, const struct io_args *args)
{
	return fsync(io_file(io)->fd) < 0 ? io_fail_call(io, "fsync", -errno) : 0;
}

static int run_fdatasync(struct io *io, const struct io_args *args)
{
	return fdatasync(io_file(io)->fd) < 0 ? io_fail_call(io, "fdatasync", -errno) : 0;
}

static int run_syncfs(struct io *io, const struct io_args *args)
{
	return syncfs(io_file(io)->fd) < 0 ? io_fail_call(io, "syncfs", -errno) : 0;
}

static int run_sync(struct io *io, const struct io_args *args)
{
	sync();
	return 0;
}

static int run_sync_range(struct io *io, const struct io_args *args)
{
	const struct range_opts *opts = args->opts;
	unsigned int flags = (opts->before ? SYNC_FILE_RANGE_WAIT_BEFORE : 0) |
		(opts->write ? SYNC_FILE_RANGE_WRITE : 0) |
		(opts->after ? SYNC_FILE_RANGE_WAIT_AFTER : 0);
	uint64_t offset, len;
	int error = io_range(io, args, 0, &offset, &len);

	if (error)
		return error;
	if (sync_file_range(io_file(io)->fd, (off_t)offset, (off_t)len,
			    flags ? flags : SYNC_FILE_RANGE_WRITE) < 0)
		error = io_fail_call(io, "sync_file_range", -errno);
	return error;
}

const struct io_command io_sync_commands[] = {
	{ .name = "fsync", .alias = "s", .run = run_fsync, .flags = IO_NEEDS_FILE,
	  .brief = "write data and attributes of the file to disk",
	  .help = "Calls fsync(2) and waits for it.\n\nExample: 'fsync'" },
	{ .name = "fdatasync", .alias = "ds", .run = run_fdatasync, .flags = IO_NEEDS_FILE,
	  .brief = "write data of the file to disk",
	  .help = "Calls fdatasync(2): like fsync, without attributes that no one needs to\n"
		  "find the data, as the time of change.\n\nExample: 'fdatasync'" },
	{ .name = "syncfs", .run = run_syncfs, .flags = IO_NEEDS_FILE,
	  .brief = "write everything of the file's filesystem to disk",
	  .help = "Calls syncfs(2) and waits for it.\n\nExample: 'syncfs'" },
	{ .name = "sync", .run = run_sync, .flags = IO_ONCE,
	  .brief = "write everything of every filesystem to disk",
	  .help = "Calls sync(2); needs no open file.\n\nExample: 'sync'" },
	{ .name = "sync_range", .run = run_sync_range,
	  .rows = range_rows, .nr_rows = sizeof(range_rows) / sizeof(range_rows[0]),
	  .opts_size = sizeof(struct range_opts), .min_words = 2, .max_words = 2,
	  .flags = IO_NEEDS_FILE, .usage = "[-abw] off len",
	  .brief = "control the writing of a range's dirty pages",
	  .help = "Calls sync_file_range(2) with what the options ask for, together; without\n"
		  "any, as with -w alone.  Attributes are not written, nor is the disk's cache:\n"
		  "this is no way to be safe from power loss.\n"
		  "\n"
		  "Example: 'sync_range -w -a 0 1m' writes the first MiB and waits." },
	{ 0 }
};
