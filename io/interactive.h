// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Commands from standard input: at a terminal with a prompt, line editing, history and
 * completion; from a pipe or file line by line, without a prompt.
 */
#ifndef IO_INTERACTIVE_H
#define IO_INTERACTIVE_H

#include <stdio.h>

#include "io/io.h"

/* Runs lines until `quit`, the end of the input, or a signal other than ^C at a terminal. */
void io_interactive(struct io *io);

/*
 * How the word that ends @line would go on: the first word of a line is a command, a
 * word after `help` too, any other a path.  @common is what all candidates continue
 * with (freed by the caller; NULL: no memory), @nr how many there are, and every one is
 * written to @out, one a line, unless that is NULL.
 */
void io_complete(const struct io *io, const char *line, FILE *out, char **common,
		 unsigned int *nr);

#endif /* IO_INTERACTIVE_H */
