// SPDX-License-Identifier: GPL-2.0-or-later
/* extsize, cowextsize: the sizes in which a file asks for space, and for copies of it. */

#include <errno.h>
#include <stdio.h>

#include "io/io.h"
#include "io/walk.h"

static const struct opt_row extsize_rows[] = { WALK_ROWS(struct walk_opts, ) };

struct extsize_job {
	bool		cow, set;
	uint32_t	size;
};

static int print_one(struct io *io, const struct walk_entry *e, void *ctx)
{
	const struct extsize_job *job = ctx;
	struct fsxattr attr;
	int error = walk_getattr(e, &attr);

	if (error)
		return walk_failed(io, e, "FS_IOC_FSGETXATTR", error);
	printf("[%u] %s\n", job->cow ? attr.fsx_cowextsize : attr.fsx_extsize, e->path);
	return 0;
}

/* A size without its flag means nothing, and a folder's is for what is made in it. */
static void change(const struct extsize_job *job, mode_t mode, struct fsxattr *attr)
{
	uint32_t flag = job->cow ? FS_XFLAG_COWEXTSIZE :
			S_ISDIR(mode) ? FS_XFLAG_EXTSZINHERIT : FS_XFLAG_EXTSIZE;

	if (job->size)
		attr->fsx_xflags |= flag;
	else
		attr->fsx_xflags &= ~flag;
	if (job->cow)
		attr->fsx_cowextsize = job->size;
	else
		attr->fsx_extsize = job->size;
}

/* Other filesystems take the call and forget the hint. */
static int check_kept(const struct extsize_job *job, const struct walk_entry *e)
{
	struct fsxattr attr;
	int error = walk_getattr(e, &attr);

	if (error)
		return error;
	return job->size == (job->cow ? attr.fsx_cowextsize : attr.fsx_extsize) ? 0 :
		-EOPNOTSUPP;
}

static int set_one(struct io *io, const struct walk_entry *e, void *ctx)
{
	const struct extsize_job *job = ctx;
	struct fsxattr attr;
	int error;

	if (walk_is_special(e))
		return 0;
	error = walk_getattr(e, &attr);
	if (!error) {
		change(job, e->mode, &attr);
		error = walk_setattr(e, &attr);
	}
	if (!error)
		error = check_kept(job, e);
	return error ? walk_failed(io, e, job->cow ? "XFS_IOC_FSSETXATTR" : "FS_IOC_FSSETXATTR",
				   error) : 0;
}

static int run_extsize(struct io *io, const struct io_args *args)
{
	struct extsize_job job = { .cow = io->running->name[0] == 'c', .set = args->nr };
	uint64_t size;
	int error;

	if (job.set) {
		error = io_number(io, "size", args->words[0], &size);
		if (error)
			return error;
		if (size > UINT32_MAX)
			return io_fail(io, "a hint of %llu bytes is too great: at most %u",
				       (unsigned long long)size, UINT32_MAX);
		job.size = size;
	}
	return walk(io, walk_depth(args->opts), job.set ? set_one : print_one, &job);
}

#define EXTSIZE_COMMAND \
	.run = run_extsize, .rows = extsize_rows, \
	.nr_rows = sizeof(extsize_rows) / sizeof(extsize_rows[0]), \
	.opts_size = sizeof(struct walk_opts), .max_words = 1

const struct io_command io_extsize_commands[] = {
	{ .name = "extsize", EXTSIZE_COMMAND, .flags = IO_NEEDS_FILE,
	  .usage = "[-D|-R] [extsize]", .brief = "show or set the extent size hint",
	  .help =
"Shows, or sets, the hint in what pieces the file asks for space, in bytes; 0 takes it\n"
"away.  A file must be empty for that; a folder's hint is for files made in it.\n"
"Example: extsize 2m" },
	{ .name = "cowextsize", EXTSIZE_COMMAND, .flags = IO_NEEDS_XFS,
	  .usage = "[-D|-R] [cowextsize]", .brief = "show or set the copy-on-write size hint",
	  .help =
"Shows, or sets, the hint in what pieces shared blocks are copied when they are written\n"
"to, in bytes; 0 takes it away.  With DAX, 2m keeps huge pages whole when stores through\n"
"mmap copy; write() copies only what it writes.\n"
"Example: cowextsize 2m" },
	{ 0 }
};
