// SPDX-License-Identifier: GPL-2.0-or-later
/* help, quit. */

#include <stdio.h>

#include "io/command.h"

static int run_quit(struct io *io, const struct io_args *args)
{
	io->quit = true;
	return 0;
}

const struct io_command io_help_commands[] = {
	{ .name = "quit", .alias = "q", .run = run_quit, .flags = IO_ONCE,
	  .brief = "end the program" },
	{ 0 }
};
