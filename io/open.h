// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of open files. */
#ifndef IO_OPEN_H
#define IO_OPEN_H

#include "io/io.h"

/* Opens @path with IO_ flags and makes it current; says why when it cannot. */
int io_file_open(struct io *io, const char *path, unsigned int flags, mode_t mode);
/* Closes one of the table and forgets it; a failing close is said and returned. */
int io_file_close(struct io *io, unsigned int index);

#endif /* IO_OPEN_H */
