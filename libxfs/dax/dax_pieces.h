// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which 2 MiB pieces of a file huge pages can map, and why not the others: the one
 * definition, for maps that the kernel told and for maps read from the disk.
 *
 * Extents are given in the order of the file and do not overlap.  Sharing does not matter to
 * a huge page, so neither does it here.  Nothing is allocated, nothing can fail.
 */
#ifndef LIBXFS_DAX_DAX_PIECES_H
#define LIBXFS_DAX_DAX_PIECES_H

#include "libxfs/dax/dax.h"

/* Why a piece cannot be mapped huge; the first that holds counts. */
enum xfs_dax_why {
	XFS_DAX_ELIGIBLE,	/* it can */
	XFS_DAX_HOLE,		/* nothing there at all, or in part */
	XFS_DAX_UNWRITTEN,	/* allocated, not written, at least in part */
	XFS_DAX_LENGTH,		/* the file ends before the last page of the piece */
	XFS_DAX_NO_ADDRESS,	/* not on the data device, or nobody tells where */
	XFS_DAX_SPLIT,		/* in several places, of which one lies as it should: small
				   copy-on-write broke it */
	XFS_DAX_FRAGMENTED,	/* in several places */
	XFS_DAX_MISALIGNED,	/* in one place, not on a 2 MiB boundary of memory */
	XFS_DAX_NR_WHY
};

/* "hole", "unwritten" ...: stable words, for JSON too. */
const char *xfs_dax_why_name(enum xfs_dax_why why);

struct xfs_dax_file {
	uint64_t	size;		/* bytes, at most 2^63 - 1 */
	uint64_t	mem_start;	/* address of the data device's first byte */
};

/* Bytes; ends at 2^63 or before. */
struct xfs_dax_extent {
	uint64_t	file_off;
	uint64_t	dev_off;	/* from the start of the data device */
	uint64_t	len;
	bool		written;
	bool		address_known;	/* false: @dev_off means nothing */
};

/* Is @b the same run of blocks as @a before it: file, device and state go on? */
bool xfs_dax_continues(const struct xfs_dax_extent *a, const struct xfs_dax_extent *b);

/* ---- One piece ---- */

struct xfs_dax_piece {
	uint64_t		off;		/* in the file, a multiple of XFS_DAX_HUGE */
	uint64_t		mapped;		/* bytes of it, in the file */
	unsigned int		nr_runs;
	bool			unwritten;	/* some of it */
	bool			no_address;	/* some of it */
	bool			in_place;	/* some of it is where a huge page would have it */
	bool			movable;	/* some is data that could be moved */
	struct xfs_dax_extent	last;
};

/* The piece that @off is in, of which nothing is known yet. */
void xfs_dax_piece_begin(struct xfs_dax_piece *p, uint64_t off);
/* What of @e is in the piece and in the file. */
void xfs_dax_piece_add(struct xfs_dax_piece *p, const struct xfs_dax_file *f,
		       const struct xfs_dax_extent *e);
/* When all of it was added. */
enum xfs_dax_why xfs_dax_piece_why(const struct xfs_dax_piece *p, const struct xfs_dax_file *f);
/* Has it data, and would it be eligible if it were one aligned extent? */
bool xfs_dax_piece_realignable(const struct xfs_dax_piece *p, const struct xfs_dax_file *f);

/* ---- A whole file, as its extents go by ---- */

struct xfs_dax_stream {
	struct xfs_dax_file	file;		/* set it, the rest zero */
	struct xfs_dax_piece	piece;		/* the one that is open, if any is mapped */
	uint64_t		bytes[XFS_DAX_NR_WHY];	/* mapped and in the file */
};

/* Takes time for each extent, however long it is. */
void xfs_dax_stream_add(struct xfs_dax_stream *s, const struct xfs_dax_extent *e);
/* Behind the last extent: now @bytes is right. */
void xfs_dax_stream_end(struct xfs_dax_stream *s);

#endif /* LIBXFS_DAX_DAX_PIECES_H */
