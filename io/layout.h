// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file as daxmap, daxclone and daxalign see it: a sorted list of extents with their
 * device addresses, and of each 2 MiB piece whether huge pages can map it, or why not.
 *
 * layout_read() asks the kernel; everything below it is arithmetic over the list and
 * has a unit test with a brute-force model.  What a piece is judged by is the core's
 * (libxfs/dax/dax_pieces.h).
 */
#ifndef IO_LAYOUT_H
#define IO_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/mounted.h"
#include "libxfs/dax/dax_pieces.h"

struct layout_extent {
	uint64_t	file_off;	/* bytes */
	uint64_t	len;
	uint64_t	dev_off;	/* from the start of the data device; what the
					   filesystem says when !@address_known */
	bool		written;
	bool		shared;
	bool		address_known;	/* false: inline, delayed, encoded or realtime, or
					   a filesystem over no one device */
	uint32_t	owners;		/* mappings of these blocks by the reverse map, this
					   one counted; 0 unknown */
};

struct layout {
	struct layout_extent	*extents;	/* sorted, disjoint, holes left out */
	size_t			nr;
	size_t			room;		/* allocated in @extents */
	uint64_t		size;		/* of the file, bytes */
	uint64_t		mem_start;	/* device address of dev_off 0 */
};

struct layout_totals {
	uint64_t	bytes;			/* mapped */
	uint64_t	shared;
	uint64_t	eligible;		/* now */
	uint64_t	realigned;		/* eligible if every 2 MiB piece with written
						   data, but the tail, were one aligned
						   extent */
	uint64_t	why[XFS_DAX_NR_WHY];	/* bytes of file, by 2 MiB piece */
};

/*
 * Reads the part [@off, @off + @len) of the file, widened to whole 2 MiB pieces;
 * extents are clipped there.  Adjoining mappings that continue each other in file,
 * device, state and sharing are one extent.  Delayed data is flushed first.  With
 * @owners the reverse map is asked for the number of owners, and extents split where
 * it changes.  0 or a negative errno, -EINTR when io_interrupted(); free with
 * layout_free() whatever was returned.
 */
int layout_read(int fd, const struct mounted *m, uint64_t off, uint64_t len,
		bool owners, struct layout *l);
void layout_free(struct layout *l);

/* Appends @e, which lies behind all others; joined with the last where it continues it
   in everything.  0 or -ENOMEM. */
int layout_add(struct layout *l, const struct layout_extent *e);

/*
 * What the reverse map of the filesystem of @fd says of the extents: fills in their
 * owners and splits them where it changes.  Blocks not shared have one.  Where nothing
 * is told (no reverse map, not root) it stays unknown.  0 or a negative errno.
 */
int layout_find_owners(int fd, const struct mounted *m, struct layout *l);

/* The 2 MiB piece of the file at @piece_off (a multiple of XFS_DAX_HUGE). */
enum xfs_dax_why layout_piece(const struct layout *l, uint64_t piece_off);
/*
 * The end of the longest run of pieces from @piece_off on that is as quick to judge as
 * one (within one place, or one hole), not beyond @end rounded up to a piece; @why is
 * that of each.  A file is walked in time of its extents, however large its holes.
 */
uint64_t layout_run(const struct layout *l, uint64_t piece_off, uint64_t end,
		    enum xfs_dax_why *why);
/* Bytes of [@off, @off + @len), in the file, that are in eligible pieces; the sum fits. */
uint64_t layout_eligible(const struct layout *l, uint64_t off, uint64_t len);
/* Sums over the pieces that touch [@off, @off + @len); what lies beyond the end of the
   file does not count. */
void layout_totals(const struct layout *l, uint64_t off, uint64_t len,
		   struct layout_totals *t);

/*
 * Known bad memory in the file: the part of it that lies in one bad range and one
 * extent, the lowest in the file at or after *@at.  1 and its start and length, or 0
 * when there is none.  To go on, add the length to *@at.
 */
int layout_next_bad(const struct layout *l, const struct mounted *m,
		    uint64_t *at, uint64_t *bad_len);

#endif /* IO_LAYOUT_H */
