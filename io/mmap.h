// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of mappings, and what every command over the current mapping shares: the
 * range its two words name, in the file and in memory.
 */
#ifndef IO_MMAP_H
#define IO_MMAP_H

#include <stddef.h>
#include <stdint.h>

#include "io/io.h"

/* Prints line @index of the table: "[000] 0x7f.. - 0x7f.. rw-  name (off : len)"; behind
   the access stands an S for MAP_SYNC. */
void io_mapping_print(const struct io *io, unsigned int index);

/* A part of the current mapping. */
struct io_span {
	uint8_t		*addr;
	size_t		len;
	uint64_t	offset;		/* in the file */
};

/*
 * Words 0 and 1, offset in the file and length, as part of the current mapping; no
 * words: all of it.  One sentence has been said when they reach outside.
 */
int io_mapping_span(struct io *io, const struct io_args *args, struct io_span *span);
/* The same, and the span begins a page. */
int io_mapping_pages(struct io *io, const struct io_args *args, struct io_span *span);

#endif /* IO_MMAP_H */
