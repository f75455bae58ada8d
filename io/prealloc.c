// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * resvsp, unresvsp, zero: the calls for space that XFS had before fallocate(2); and
 * allocsp and freesp, which Linux 5.17 removed.
 */

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/io.h"

/* The call, without a word about its failure. */
static int ask_space(struct io *io, const struct io_args *args, unsigned long request, int *result)
{
	struct xfs_flock64 range = { .l_whence = SEEK_SET };
	uint64_t offset, len;
	int error = io_range(io, args, 0, &offset, &len);

	if (error)
		return error;
	range.l_start = (int64_t)offset;
	range.l_len = (int64_t)len;
	*result = ioctl(io_file(io)->fd, request, &range) < 0 ? -errno : 0;
	return 0;
}

static int run_call(struct io *io, const struct io_args *args, unsigned long request,
		    const char *name)
{
	int result = 0, error = ask_space(io, args, request, &result);

	if (error || !result)
		return error;
	return io_fail_call(io, name, result);
}

/* One that most kernels do not have any more. */
static int run_dead(struct io *io, const struct io_args *args, unsigned long request,
		    const char *name, const char *instead)
{
	int result = 0, error = ask_space(io, args, request, &result);

	if (error || !result)
		return error;
	if (result == -ENOTTY || result == -EOPNOTSUPP)
		return io_fail(io, "this kernel has no %s: Linux 5.17 removed it; use %s", name,
			       instead);
	return io_fail_call(io, name, result);
}

static int run_allocsp(struct io *io, const struct io_args *args)
{
	return run_dead(io, args, XFS_IOC_ALLOCSP64, "XFS_IOC_ALLOCSP64", "falloc or fzero");
}

static int run_freesp(struct io *io, const struct io_args *args)
{
	return run_dead(io, args, XFS_IOC_FREESP64, "XFS_IOC_FREESP64", "truncate");
}

static int run_resvsp(struct io *io, const struct io_args *args)
{
	return run_call(io, args, XFS_IOC_RESVSP64, "XFS_IOC_RESVSP64");
}

static int run_unresvsp(struct io *io, const struct io_args *args)
{
	return run_call(io, args, XFS_IOC_UNRESVSP64, "XFS_IOC_UNRESVSP64");
}

static int run_zero(struct io *io, const struct io_args *args)
{
	return run_call(io, args, XFS_IOC_ZERO_RANGE, "XFS_IOC_ZERO_RANGE");
}

#define RANGE	.min_words = 2, .max_words = 2, .usage = "off len"

const struct io_command io_prealloc_commands[] = {
	{ .name = "allocsp", .run = run_allocsp, RANGE, .flags = IO_NEEDS_XFS,
	  .brief = "allocate zeroed space (Linux before 5.17)",
	  .help = "Newer kernels do not have it and the command says so: use falloc or fzero.\n" },
	{ .name = "freesp", .run = run_freesp, RANGE, .flags = IO_NEEDS_XFS,
	  .brief = "free the space from an offset to the end (Linux before 5.17)",
	  .help = "Newer kernels do not have it and the command says so: use truncate.\n" },
	{ .name = "resvsp", .run = run_resvsp, RANGE, .flags = IO_NEEDS_FILE,
	  .brief = "reserve space for a range; the size of the file stays",
	  .help = "What falloc -k does, by the older call.\n\n  resvsp 0 1m\n" },
	{ .name = "unresvsp", .run = run_unresvsp, RANGE, .flags = IO_NEEDS_FILE,
	  .brief = "free the space of a range; it reads as zeroes",
	  .help = "What fpunch does, by the older call.\n\n  unresvsp 0 1m\n" },
	{ .name = "zero", .run = run_zero, RANGE, .flags = IO_NEEDS_XFS,
	  .brief = "make a range allocated zeroes, without writing them",
	  .help = "What fzero -k does, by the older call.\n\n  zero 0 1m\n" },
	{ 0 }
};
