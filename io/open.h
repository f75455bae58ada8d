// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of open files, and the options that say how to open one. */
#ifndef IO_OPEN_H
#define IO_OPEN_H

#include <stdio.h>

#include "io/io.h"

/* What -a -d -f ... ask for, on the command line and after `open` alike. */
struct open_opts {
	bool		append, direct, create, nonblock, readonly, sync, truncate;
	bool		realtime, tmpfile, path, nofollow;
	const char	*mode;		/* octal text; NULL: 0600 */
};

/* The rows of these options for a structure @type, where each field has @in before its name. */
#define IO_OPEN_ROWS(type, in) \
	IO_FLAG('a', type, in append, .help = "every write goes to the end of the file"), \
	IO_FLAG('d', type, in direct, .help = "direct I/O, past the page cache"), \
	IO_FLAG('f', type, in create, .help = "create the file if there is none"), \
	IO_OPT('m', OPT_NO_ID, type, in mode, OPT_STRING, .arg = "MODE", \
	       .help = "permissions of a file that is created, octal; else 0600"), \
	IO_FLAG('n', type, in nonblock, .help = "do not wait for what would block"), \
	IO_FLAG('r', type, in readonly, .help = "only read"), \
	IO_FLAG('s', type, in sync, .help = "every write reaches the device before it returns"), \
	IO_FLAG('t', type, in truncate, .help = "cut the file to no bytes"), \
	IO_FLAG('R', type, in realtime, .help = "mark the file as one of the realtime device"), \
	IO_FLAG('T', type, in tmpfile, .conflicts = "r f", \
		.help = "a file without a name in this folder, or beside this new name"), \
	IO_FLAG('P', type, in path, .conflicts = "a d f n s t R T", \
		.help = "only a reference to the place of the file"), \
	IO_FLAG('L', type, in nofollow, .help = "do not follow a symbolic link")

/* The IO_ flags and mode of @opts; -EINVAL, said, when the mode is none. */
int io_open_wanted(struct io *io, const struct open_opts *opts, unsigned int *flags,
		   mode_t *mode);

/* Opens @path with IO_ flags and makes it current; says why when it cannot. */
int io_file_open(struct io *io, const char *path, unsigned int flags, mode_t mode);
/* Says that @file belongs to an atomic update, whose end alone closes it; -EINVAL. */
int io_fail_updating(struct io *io, const struct io_file *file);
/* Closes one of the table and forgets it; a failing close is said and returned. */
int io_file_close(struct io *io, unsigned int index);

/* "non-sync,non-direct,read-write" and what else of @flags has a word. */
void io_flags_print(unsigned int flags, FILE *out);

#endif /* IO_OPEN_H */
