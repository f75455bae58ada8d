// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file as daxmap, daxclone and daxalign see it: a sorted list of extents with their
 * device addresses, and of each 2 MiB piece whether huge pages can map it, or why not.
 *
 * layout_read() asks the kernel; everything below it is arithmetic over the list and
 * has a unit test with a brute-force model.
 */
#ifndef IO_LAYOUT_H
#define IO_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/mounted.h"

struct layout_extent {
	uint64_t	file_off;	/* bytes */
	uint64_t	len;
	uint64_t	dev_off;	/* from the start of the data device */
	bool		written;
	bool		shared;
	bool		address_known;	/* false: inline, delayed, encoded or realtime */
	uint32_t	owners;		/* by the reverse map; 0 unknown */
};

struct layout {
	struct layout_extent	*extents;	/* sorted, disjoint, holes left out */
	size_t			nr;
	uint64_t		size;		/* of the file, bytes */
	uint64_t		mem_start;	/* device address of dev_off 0 */
};

/* Why a 2 MiB piece of the file cannot be mapped huge; the first that holds counts. */
enum layout_why {
	LAYOUT_HUGE,		/* it can */
	LAYOUT_HOLE,		/* nothing there at all, or in part */
	LAYOUT_UNWRITTEN,	/* allocated, not written, at least in part */
	LAYOUT_TAIL,		/* the file ends before the piece does */
	LAYOUT_SPLIT,		/* in several extents, of which one lies as it should: small
				   copy-on-write broke it */
	LAYOUT_PIECES,		/* in several extents */
	LAYOUT_MISALIGNED,	/* one extent, not on a 2 MiB boundary of the device */
	LAYOUT_NO_ADDRESS,	/* the filesystem does not tell where */
	LAYOUT_NR_WHY
};

struct layout_totals {
	uint64_t	bytes;			/* mapped */
	uint64_t	shared;
	uint64_t	eligible;		/* now */
	uint64_t	realigned;		/* eligible if every whole 2 MiB piece with data
						   were one aligned extent */
	uint64_t	why[LAYOUT_NR_WHY];	/* bytes of file, by 2 MiB piece */
};

/*
 * Reads the part [@off, @off + @len) of the file; extents at the ends are whole, not
 * clipped.  Adjoining mappings that continue each other in file, device, state and
 * sharing are one extent.  Delayed data is flushed first.  With @owners the reverse
 * map is asked for the number of owners, and extents split where it changes.  0 or a
 * negative errno; free with layout_free() whatever was returned.
 */
int layout_read(int fd, const struct mounted *m, uint64_t off, uint64_t len,
		bool owners, struct layout *l);
void layout_free(struct layout *l);

/* The 2 MiB piece of the file at @piece_off (a multiple of XFS_DAX_HUGE). */
enum layout_why layout_piece(const struct layout *l, uint64_t piece_off);
/* "hole", "unwritten" ...: stable words, for JSON too. */
const char *layout_why_name(enum layout_why why);
/* Sums over the pieces that touch [@off, @off + @len). */
void layout_totals(const struct layout *l, uint64_t off, uint64_t len,
		   struct layout_totals *t);

/* What of [@off, @off+@len) lies in known bad memory, lowest first: 1 and the file range
   of the next one at or after *@at; 0 when there is none. */
int layout_next_bad(const struct layout *l, const struct mounted *m,
		    uint64_t *at, uint64_t *bad_len);

#endif /* IO_LAYOUT_H */
