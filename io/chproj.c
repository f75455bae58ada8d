// SPDX-License-Identifier: GPL-2.0-or-later
/* chproj, lsproj: the project a file belongs to. */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/io.h"
#include "io/walk.h"

static const struct opt_row chproj_rows[] = { WALK_ROWS(struct walk_opts, ) };

static int print_one(struct io *io, const struct walk_entry *e, void *ctx)
{
	const enum walk_depth *depth = ctx;
	struct fsxattr attr;
	int error = walk_getattr(e, &attr);

	if (error)
		return *depth == WALK_ONE ? io_fail_call(io, "getprojid", error) :
			walk_failed(io, e, "cannot get project of", error);
	if (*depth == WALK_ONE)
		printf("projid = %u\n", attr.fsx_projid);
	else
		printf("[%u] %s\n", attr.fsx_projid, e->path);
	return 0;
}

struct chproj_job {
	enum walk_depth	depth;
	uint32_t	id;
};

static int set_one(struct io *io, const struct walk_entry *e, void *ctx)
{
	const struct chproj_job *job = ctx;
	struct fsxattr attr;
	int error = walk_getattr(e, &attr);

	if (!error) {
		attr.fsx_projid = job->id;
		error = walk_setattr(e, &attr);
	}
	if (!error)
		return 0;
	return job->depth == WALK_ONE ? io_fail_call(io, "setprojid", error) :
		walk_failed(io, e, "cannot set project on", error);
}

static int run_lsproj(struct io *io, const struct io_args *args)
{
	enum walk_depth depth = walk_depth(args->opts);

	return walk(io, depth, print_one, &depth);
}

/* Always decimal: "010" is ten, as in /etc/projects.  The highest number means none. */
static int parse_id(struct io *io, const char *text, uint32_t *id)
{
	uint64_t value = 0;
	const char *p;

	for (p = text; isdigit((unsigned char)*p) && value < UINT32_MAX; p++)
		value = value * 10 + (*p - '0');
	if (!*text || *p || value >= UINT32_MAX)
		return io_fail(io, "'%.64s' is no project: a number from 0 to %u", text,
			       UINT32_MAX - 1);
	*id = value;
	return 0;
}

static int run_chproj(struct io *io, const struct io_args *args)
{
	struct chproj_job job = { .depth = walk_depth(args->opts) };
	int error = parse_id(io, args->words[0], &job.id);

	return error ? error : walk(io, job.depth, set_one, &job);
}

#define CHPROJ_COMMAND \
	.rows = chproj_rows, .nr_rows = sizeof(chproj_rows) / sizeof(chproj_rows[0]), \
	.opts_size = sizeof(struct walk_opts), .flags = IO_NEEDS_FILE

const struct io_command io_chproj_commands[] = {
	{ .name = "chproj", .run = run_chproj, CHPROJ_COMMAND, .min_words = 1, .max_words = 1,
	  .usage = "[-D|-R] projid", .brief = "set the project of a file",
	  .help =
"Makes the file, or with -R or -D what lies below the folder, belong to a project, by\n"
"number; quotas count by project.  chattr +P lets new files follow their folder.\n"
"Example: chproj -R 42" },
	{ .name = "lsproj", .run = run_lsproj, CHPROJ_COMMAND,
	  .usage = "[-D|-R]", .brief = "show the project of a file",
	  .help = "Shows the number of the project the file belongs to.\nExample: lsproj -R" },
	{ 0 }
};
