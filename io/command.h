// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a line to a command that ran: words, name, options, checks, call.
 */
#ifndef IO_COMMAND_H
#define IO_COMMAND_H

#include "io/io.h"

/* Every table of io/commands.inc; ends with NULL.  A table ends with a row without name. */
extern const struct io_command *const io_command_tables[];

/* By name or alias; NULL: none. */
const struct io_command *io_command_find(const char *name);

/*
 * The commands @io may run, sorted by name, into @list unless that is NULL; how many.
 */
unsigned int io_command_list(const struct io *io, const struct io_command **list);

/*
 * Runs one line ("pwrite -S 1 0 4k"); a word that begins with a quote
 * ends at the next quote.  0 or a negative errno, said.
 */
int io_run_line(struct io *io, const char *line);
/* The same for every file of the command line, one after the other, unless IO_ONCE. */
int io_run_line_each(struct io *io, const char *line);

#endif /* IO_COMMAND_H */
