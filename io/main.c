// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * xfs_io: the command line.  Parse, open the files, run what -c and -C say in their
 * order, or else what is typed; the exit status is 1 if anything failed.
 */

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/stdfds.h"
#include "config.h"
#include "io/command.h"
#include "io/interactive.h"
#include "io/interrupt.h"
#include "io/open.h"

struct main_opts {
	struct open_opts	how;
	bool			idle, expert, version, foreign, help;
	const char		*progname;
};

static const struct opt_row main_rows[] = {
	{ .letter = 'c', .type = OPT_LIST, .id = OPT_NO_ID, .arg = "COMMAND",
	  .help = "run this for every file; may be given again" },
	{ .letter = 'C', .type = OPT_LIST, .id = OPT_NO_ID, .arg = "COMMAND",
	  .help = "run this for the current file only; may be given again" },
	IO_OPEN_ROWS(struct main_opts, how.),
	IO_FLAG('D', struct main_opts, how.direct, .conflicts = "P", .help = "the same as -d"),
	IO_FLAG('F', struct main_opts, foreign,
		.help = "no effect: files that are not on XFS open without it"),
	IO_FLAG('i', struct main_opts, idle,
		.help = "have a second, idle thread, so that the table of files is shared"),
	IO_OPT('p', OPT_NO_ID, struct main_opts, progname, OPT_STRING, .arg = "NAME",
	       .help = "what the prompt and messages call the program"),
	IO_FLAG('x', struct main_opts, expert, .help = "allow the expert commands"),
	IO_FLAG('V', struct main_opts, version, .help = "print the version and end"),
	{ .name = "help", .type = OPT_FLAG, .id = OPT_NO_ID, .flags = OPT_REPEAT,
	  .offset = offsetof(struct main_opts, help), .width = sizeof(bool),
	  .help = "print this and end" },
};

static const struct opt_group main_groups[] = { { .title = "options" } };

static const struct opt_table main_table = {
	.program = "xfs_io",
	.usage = "[-adfFinrRstTxPLV] [-m MODE] [-p NAME] [-c COMMAND | -C COMMAND]... [FILE]...",
	.rows = main_rows, .nr_rows = sizeof(main_rows) / sizeof(main_rows[0]),
	.groups = main_groups, .nr_groups = 1,
};

static int parse(struct io *io, struct opt_parser *p, int argc, char **argv)
{
	struct opt_units units = io_units(io);
	int error = opt_parse_argv(p, argc, argv);

	if (!error)
		error = opt_convert_units(p);
	if (!error)
		error = opt_finish(p, &units);
	return error ? io_fail(io, "%s", *opt_error(p) ? opt_error(p) : strerror(-error)) : 0;
}

/* Signals are for the thread that runs the commands. */
static void *idle(void *unused)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	for (;;)
		pause();
	return unused;
}

static int start_idle_thread(struct io *io)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, idle, NULL);

	return error ? io_fail_call(io, "pthread_create", -error) : 0;
}

static int open_files(struct io *io, const struct opt_parser *p, const struct open_opts *how)
{
	unsigned int i, flags;
	mode_t mode;
	int error = io_open_wanted(io, how, &flags, &mode);

	for (i = 0; i < opt_nr_args(p) && !error; i++)
		error = io_file_open(io, opt_arg(p, i), flags, mode);
	return error;
}

static void run_commands(struct io *io, const struct opt_parser *p)
{
	const struct opt_item *item;
	unsigned int i;

	if (!opt_item(p, 0))
		io_interactive(io);
	for (i = 0; (item = opt_item(p, i)) && !io->quit && !io_interrupted(); i++) {
		if (item->row->letter == 'c')
			io_run_line_each(io, item->text);
		else
			io_run_line(io, item->text);
	}
}

static void run(struct io *io, const struct opt_parser *p, const struct main_opts *opts)
{
	io->expert = opts->expert;
	if (opts->progname)
		io->progname = opts->progname;
	if (opts->help)
		return opt_help(&main_table, stdout);
	if (opts->version) {
		printf("xfs_io version %s (xfsprogs-dax)\n", PACKAGE_VERSION);
		return;
	}
	if (opts->idle && start_idle_thread(io))
		return;
	io_interrupt_catch(false);
	if (!open_files(io, p, &opts->how))
		run_commands(io, p);
}

/* What was printed has to arrive; a full disk under `xfs_io >log` is a failure, too. */
static void finish(struct io *io)
{
	while (io->nr_files)
		io_file_close(io, 0);
	free(io->files);
	while (io->nr_mappings)
		free(io->mappings[--io->nr_mappings].name);
	free(io->mappings);
	if (fflush(stdout) || ferror(stdout))
		io_fail_call(io, "standard output", errno ? -errno : -EIO);
}

int main(int argc, char **argv)
{
	struct io io = { .progname = "xfs_io" };
	struct main_opts opts = { 0 };
	struct opt_table table = main_table;
	struct opt_parser *p = NULL;
	uint64_t given = 0;
	int error;

	table.max_args = argc;
	error = stdfds_take();
	if (!error)
		error = opt_parser_create(&table, &opts, &given, &p);
	if (error)
		io_fail_call(&io, "xfs_io", error);
	else if (!parse(&io, p, argc, argv))
		run(&io, p, &opts);
	finish(&io);
	opt_parser_free(p);
	io_interrupt_raise();
	return io.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
