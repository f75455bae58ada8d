// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pieces of files and huge pages (libxfs/dax/dax_pieces.h).
 *
 * Within a run of blocks the distance between file offset and memory address is constant,
 * so all whole pieces of one extent are alike: one of them is judged, by the same rule as a
 * piece that is put together of several extents.
 */

#include "libxfs/dax/dax_pieces.h"

#define MASK	(XFS_DAX_HUGE - 1)
/* The kernel maps whole pages: a file's last page counts in full. */
#define PAGE	((uint64_t)4096)

const char *xfs_dax_why_name(enum xfs_dax_why why)
{
	static const char *const names[XFS_DAX_NR_WHY] = {
		[XFS_DAX_ELIGIBLE]	= "eligible",
		[XFS_DAX_HOLE]		= "hole",
		[XFS_DAX_UNWRITTEN]	= "unwritten",
		[XFS_DAX_LENGTH]	= "length",
		[XFS_DAX_NO_ADDRESS]	= "no-address",
		[XFS_DAX_SPLIT]		= "split",
		[XFS_DAX_FRAGMENTED]	= "fragmented",
		[XFS_DAX_MISALIGNED]	= "misaligned",
	};

	return (unsigned int)why < XFS_DAX_NR_WHY ? names[why] : "unknown";
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

bool xfs_dax_continues(const struct xfs_dax_extent *a, const struct xfs_dax_extent *b)
{
	return a->file_off + a->len == b->file_off && a->dev_off + a->len == b->dev_off &&
	       a->written == b->written && a->address_known && b->address_known;
}

/* ---- One piece ---- */

static bool in_place(const struct xfs_dax_file *f, const struct xfs_dax_extent *e)
{
	/* Wrapping is harmless: 2^64 is a multiple of 2 MiB. */
	return e->address_known && !((f->mem_start + e->dev_off - e->file_off) & MASK);
}

void xfs_dax_piece_begin(struct xfs_dax_piece *p, uint64_t off)
{
	*p = (struct xfs_dax_piece){ .off = off & ~MASK };
}

void xfs_dax_piece_add(struct xfs_dax_piece *p, const struct xfs_dax_file *f,
		       const struct xfs_dax_extent *e)
{
	uint64_t start = e->file_off > p->off ? e->file_off : p->off;
	uint64_t end = least(e->file_off + e->len, least(p->off + XFS_DAX_HUGE, f->size));

	if (start >= end)
		return;
	p->nr_runs += !p->nr_runs || !xfs_dax_continues(&p->last, e);
	p->mapped += end - start;
	p->unwritten |= !e->written;
	p->no_address |= !e->address_known;
	p->movable |= e->written && e->address_known;
	p->in_place |= in_place(f, e);
	p->last = *e;
}

/* Does the file reach into the last page of the piece? */
static bool is_long_enough(const struct xfs_dax_piece *p, const struct xfs_dax_file *f)
{
	return f->size > p->off + XFS_DAX_HUGE - PAGE;
}

enum xfs_dax_why xfs_dax_piece_why(const struct xfs_dax_piece *p, const struct xfs_dax_file *f)
{
	if (p->off >= f->size)
		return XFS_DAX_LENGTH;
	if (p->mapped < least(f->size - p->off, XFS_DAX_HUGE))
		return XFS_DAX_HOLE;
	if (p->unwritten)
		return XFS_DAX_UNWRITTEN;
	if (!is_long_enough(p, f))
		return XFS_DAX_LENGTH;
	if (p->no_address)
		return XFS_DAX_NO_ADDRESS;
	if (p->nr_runs > 1)
		return p->in_place ? XFS_DAX_SPLIT : XFS_DAX_FRAGMENTED;
	return p->in_place ? XFS_DAX_ELIGIBLE : XFS_DAX_MISALIGNED;
}

bool xfs_dax_piece_realignable(const struct xfs_dax_piece *p, const struct xfs_dax_file *f)
{
	return p->movable && is_long_enough(p, f);
}

/* ---- A whole file ---- */

static void close_piece(struct xfs_dax_stream *s)
{
	if (s->piece.mapped)
		s->bytes[xfs_dax_piece_why(&s->piece, &s->file)] += s->piece.mapped;
	s->piece.mapped = 0;
}

/* Pieces from @at on that are all in @e; returns where they end. */
static uint64_t count_whole(struct xfs_dax_stream *s, const struct xfs_dax_extent *e,
			    uint64_t at, uint64_t end)
{
	struct xfs_dax_piece p;

	xfs_dax_piece_begin(&p, at);
	xfs_dax_piece_add(&p, &s->file, e);
	s->bytes[xfs_dax_piece_why(&p, &s->file)] += (end & ~MASK) - at;
	return end & ~MASK;
}

/* The piece that @at is in has more in it than @e; returns where it ends. */
static uint64_t add_part(struct xfs_dax_stream *s, const struct xfs_dax_extent *e, uint64_t at)
{
	if (s->piece.mapped && s->piece.off != (at & ~MASK))
		close_piece(s);
	if (!s->piece.mapped)
		xfs_dax_piece_begin(&s->piece, at);
	xfs_dax_piece_add(&s->piece, &s->file, e);
	return s->piece.off + XFS_DAX_HUGE;
}

void xfs_dax_stream_add(struct xfs_dax_stream *s, const struct xfs_dax_extent *e)
{
	uint64_t at = e->file_off, end = least(at + e->len, s->file.size);

	while (at < end) {
		if (at & MASK || end - at < XFS_DAX_HUGE)
			at = add_part(s, e, at);
		else
			at = count_whole(s, e, at, end);
	}
}

void xfs_dax_stream_end(struct xfs_dax_stream *s)
{
	close_piece(s);
}
