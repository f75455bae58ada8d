// SPDX-License-Identifier: GPL-2.0-or-later
/* The other file of sendfile and copy_range: a name, or a number of the table. */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include "io/io.h"

struct io_source {
	int	fd;
	bool	opened;		/* by us */
};

/* Either @path or, with @by_number, open file @number; says why not. */
int io_source_open(struct io *io, const char *path, bool by_number, uint64_t number,
		   struct io_source *source);
void io_source_close(struct io_source *source);
/* Bytes of the source; a device has none that could be a default, and that is said. */
int io_source_size(struct io *io, const struct io_source *source, uint64_t *size);

#endif /* IO_SOURCE_H */
