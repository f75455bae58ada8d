// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * chattr, lsattr: the extended inode flags of a file or a tree.
 *
 * After +x or -x chattr asks the kernel whether it now uses the file with DAX, and says
 * since when, or why not: setting the flag alone says nothing about that.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/io.h"
#include "io/walk.h"
#include "io/xflags.h"

struct lsattr_opts {
	struct walk_opts	where;
	bool			settable, names;
};

static const struct opt_row lsattr_rows[] = {
	WALK_ROWS(struct lsattr_opts, where.),
	IO_FLAG('a', struct lsattr_opts, settable, .help = "add the letters of all flags"),
	IO_FLAG('v', struct lsattr_opts, names, .help = "names instead of letters"),
};

static int lsattr_one(struct io *io, const struct walk_entry *e, void *ctx)
{
	const struct lsattr_opts *opts = ctx;
	char text[XFLAGS_TEXT];
	struct fsxattr attr;
	int error = walk_getattr(e, &attr);

	if (error)
		return walk_failed(io, e, "cannot get flags on", error);
	if (opts->names) {
		xflags_names(attr.fsx_xflags, text);
		printf("[%s]", text);
	} else {
		xflags_letters(attr.fsx_xflags, text);
		fputs(text, stdout);
	}
	xflags_letters(UINT32_MAX, text);
	if (opts->settable)
		printf("/%s", text);
	printf(" %s \n", e->path);
	return 0;
}

static int run_lsattr(struct io *io, const struct io_args *args)
{
	struct lsattr_opts opts = *(const struct lsattr_opts *)args->opts;

	return walk(io, walk_depth(&opts.where), lsattr_one, &opts);
}

struct chattr_job {
	uint32_t		set, clear;
	struct walk_opts	where;
	uint64_t		states[DAX_NR_STATES];	/* how many files +x or -x left so */
};

/* What the kernel made of the DAX flag of @e. */
static int note_dax(const struct walk_entry *e, struct chattr_job *job)
{
	enum dax_state state;
	int error, fd = walk_open(e);

	if (fd < 0)
		return fd;
	error = dax_state_of(fd, NULL, &state);
	close(fd);
	if (!error)
		job->states[state]++;
	return error;
}

static int change(const struct walk_entry *e, struct chattr_job *job)
{
	bool one = walk_depth(&job->where) == WALK_ONE;
	uint32_t want;
	struct fsxattr attr;
	int error = walk_getattr(e, &attr);

	if (error)
		return error;
	attr.fsx_xflags = want = (attr.fsx_xflags | job->set) & ~job->clear;
	error = walk_setattr(e, &attr);
	if (!error && one)
		error = walk_getattr(e, &attr);
	/* Some flags the kernel drops without a word, where they mean nothing. */
	if (!error && one && (attr.fsx_xflags ^ want) & (job->set | job->clear))
		return -EINVAL;
	if (!error && (job->set | job->clear) & FS_XFLAG_DAX &&
	    (S_ISREG(e->mode) || S_ISDIR(e->mode)))
		error = note_dax(e, job);
	return error;
}

static int chattr_one(struct io *io, const struct walk_entry *e, void *ctx)
{
	int error = change(e, ctx);

	return error ? walk_failed(io, e, "cannot set flags on", error) : 0;
}

/* One word, "+xi", "-R". */
static int parse_word(struct io *io, const char *word, struct chattr_job *job)
{
	const char *p;
	uint32_t flag;

	if ((word[0] != '+' && word[0] != '-') || !word[1])
		return io_fail(io, "'%.64s' is no change of flags: + or - and their letters",
			       word);
	for (p = word + 1; *p; p++) {
		flag = xflags_find(*p);
		if (word[0] == '-' && *p == 'R')
			job->where.all = true;
		else if (word[0] == '-' && *p == 'D')
			job->where.folders = true;
		else if (!flag)
			return io_fail(io, "'%c' of '%.64s' is no flag that can be changed", *p,
				       word);
		else if (word[0] == '+')
			job->set |= flag;
		else
			job->clear |= flag;
	}
	return 0;
}

static void print_dax(const struct chattr_job *job)
{
	bool tree = walk_depth(&job->where) != WALK_ONE;
	unsigned int i;

	for (i = 0; i < DAX_NR_STATES; i++) {
		if (!job->states[i])
			continue;
		printf("dax = %s", dax_state_text(i));
		if (tree)
			printf(": %llu files and folders", (unsigned long long)job->states[i]);
		putchar('\n');
	}
}

static int run_chattr(struct io *io, const struct io_args *args)
{
	struct chattr_job job = { 0 };
	unsigned int i;
	int error = 0;

	for (i = 0; i < args->nr && !error; i++)
		error = parse_word(io, args->words[i], &job);
	if (error)
		return error;
	if (job.where.all && job.where.folders)
		return io_fail(io, "-R and -D cannot be given together");
	if (job.set & job.clear)
		return io_fail(io, "the same flag is to be set and cleared");
	error = walk(io, walk_depth(&job.where), chattr_one, &job);
	print_dax(&job);
	return error;
}

#define FLAG_HELP \
"    r  data on the realtime device          n  no symbolic links in this folder\n" \
"    i  cannot be changed                    e  the extent size hint counts\n" \
"    a  can only grow                        E  new files get the extent size hint\n" \
"    s  writes are synchronous               f  not to be defragmented\n" \
"    A  access times are not kept            S  filestreams allocator\n" \
"    d  not to be dumped                     x  direct access (DAX)\n" \
"    t  new files on the realtime device     C  the copy-on-write hint counts\n" \
"    P  new files get the project\n"

const struct io_command io_chattr_commands[] = {
	{ .name = "chattr", .run = run_chattr, .min_words = 1, .max_words = 64,
	  .flags = IO_NEEDS_FILE | IO_RAW, .usage = "[-R|-D] [+/-riasAdtPneEfSxC]",
	  .brief = "change the extended flags of a file",
	  .help =
"Sets flags with +, clears them with -; -R does so for everything below the current\n"
"folder and itself, -D for folders only.\n"
FLAG_HELP
"A flag that the kernel does not keep is a failure.  After +x or -x a line tells whether\n"
"the file is used with DAX from now on or only when its inode is next read in.\n"
"Example: chattr -R +x" },
	{ .name = "lsattr", .run = run_lsattr, .rows = lsattr_rows,
	  .nr_rows = sizeof(lsattr_rows) / sizeof(lsattr_rows[0]),
	  .opts_size = sizeof(struct lsattr_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-R|-D] [-av]", .brief = "show the extended flags of a file",
	  .help =
"Shows the flags in letters:\n"
"    p  has preallocated extents             X  has extended attributes\n"
FLAG_HELP
"Example: lsattr -Rv" },
	{ 0 }
};
