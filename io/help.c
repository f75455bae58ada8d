// SPDX-License-Identifier: GPL-2.0-or-later
/* help, quit. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "io/command.h"

static void print_line(const struct io_command *cmd, const char *name)
{
	printf("%s %s%s-- %s\n", name, cmd->usage ? cmd->usage : "", cmd->usage ? " " : "",
	       cmd->brief);
}

static int by_name(const void *a, const void *b)
{
	const struct io_command *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

unsigned int io_command_list(const struct io *io, const struct io_command **list)
{
	const struct io_command *const *table;
	const struct io_command *cmd;
	unsigned int nr = 0;

	for (table = io_command_tables; *table; table++) {
		for (cmd = *table; cmd->name; cmd++) {
			if (cmd->flags & IO_EXPERT && !io->expert)
				continue;
			if (list)
				list[nr] = cmd;
			nr++;
		}
	}
	if (list)
		qsort(list, nr, sizeof(*list), by_name);
	return nr;
}

static int print_all(struct io *io)
{
	const struct io_command **list = calloc(io_command_list(io, NULL), sizeof(*list));
	unsigned int i, nr;

	if (!list)
		return io_fail_call(io, "help", -ENOMEM);
	nr = io_command_list(io, list);
	for (i = 0; i < nr; i++)
		print_line(list[i], list[i]->name);
	free(list);
	puts("\n'help COMMAND' tells more about one of them.");
	return 0;
}

#define OPTION_COLUMN	18

/* " -b SIZE          what it does". */
static void print_option(const struct opt_row *row)
{
	int at;

	if (row->letter)
		at = printf(" -%c%s%s", row->letter, row->arg ? " " : "",
			    row->arg ? row->arg : "");
	else
		at = printf(" --%s%s%s", row->name, row->arg ? "=" : "",
			    row->arg ? row->arg : "");
	printf("%*s%s\n", at < OPTION_COLUMN - 1 ? OPTION_COLUMN - at : 1, "",
	       row->help ? row->help : "");
}

static void print_one(const struct io_command *cmd, const char *name)
{
	size_t i;

	print_line(cmd, name);
	if (cmd->alias)
		printf("\nShort name: %s\n", cmd->alias);
	if (cmd->help)
		printf("\n%s\n", cmd->help);
	if (cmd->nr_rows)
		putchar('\n');
	for (i = 0; i < cmd->nr_rows; i++)
		if (!(cmd->rows[i].flags & OPT_HIDDEN))
			print_option(&cmd->rows[i]);
	if (cmd->help || cmd->nr_rows)
		putchar('\n');
}

static int run_help(struct io *io, const struct io_args *args)
{
	const struct io_command *cmd;

	if (!args->nr)
		return print_all(io);
	cmd = io_command_find(args->words[0]);
	if (!cmd)
		return io_fail(io, "there is no command '%.64s'; help lists them",
			       args->words[0]);
	print_one(cmd, args->words[0]);
	return 0;
}

static int run_quit(struct io *io, const struct io_args *args)
{
	io->quit = true;
	return 0;
}

const struct io_command io_help_commands[] = {
	{ .name = "help", .alias = "?", .run = run_help, .flags = IO_ONCE, .max_words = 1,
	  .usage = "[command]", .brief = "list the commands, or explain one" },
	{ .name = "quit", .alias = "q", .run = run_quit, .flags = IO_ONCE,
	  .brief = "end the program" },
	{ 0 }
};
