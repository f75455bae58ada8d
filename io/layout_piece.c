// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What of a layout huge pages can map (io/layout.h): arithmetic over its extents.
 *
 * Sharing does not matter to a huge page, so what is judged is a run: neighbouring
 * extents that continue each other in file, device and state, however they are shared.
 * All pieces wholly within one run, and all within one hole, are alike; only the others,
 * of which a run has two, are looked at one by one.
 */

#include "io/layout.h"

#define MASK		(XFS_DAX_HUGE - 1)

static uint64_t extent_end(const struct layout_extent *e)
{
	return e->file_off + e->len;
}

/* Index of the first extent that ends after @off; l->nr when there is none. */
static size_t first_after(const struct layout *l, uint64_t off)
{
	size_t low = 0, high = l->nr;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (extent_end(&l->extents[mid]) > off)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static struct xfs_dax_extent as_dax(const struct layout_extent *e)
{
	return (struct xfs_dax_extent){
		.file_off = e->file_off, .dev_off = e->dev_off, .len = e->len,
		.written = e->written, .address_known = e->address_known,
	};
}

static struct xfs_dax_file file_of(const struct layout *l)
{
	return (struct xfs_dax_file){ .size = l->size, .mem_start = l->mem_start };
}

static bool same_run(const struct layout_extent *a, const struct layout_extent *b)
{
	const struct xfs_dax_extent before = as_dax(a), after = as_dax(b);

	return xfs_dax_continues(&before, &after);
}

/* Where the run that @i is in ends; no matter where exactly if at @enough or later. */
static uint64_t run_end(const struct layout *l, size_t i, uint64_t enough)
{
	for (; i + 1 < l->nr && extent_end(&l->extents[i]) < enough; i++)
		if (!same_run(&l->extents[i], &l->extents[i + 1]))
			break;
	return extent_end(&l->extents[i]);
}

/* All of the layout that is in the piece at @piece_off. */
static struct xfs_dax_piece look_at(const struct layout *l, uint64_t piece_off)
{
	const struct xfs_dax_file file = file_of(l);
	size_t i = first_after(l, piece_off);
	struct xfs_dax_piece p;

	xfs_dax_piece_begin(&p, piece_off);
	for (; i < l->nr && l->extents[i].file_off < piece_off + XFS_DAX_HUGE; i++) {
		const struct xfs_dax_extent e = as_dax(&l->extents[i]);

		xfs_dax_piece_add(&p, &file, &e);
	}
	return p;
}

static uint64_t end_in_file(const struct layout *l, uint64_t end)
{
	return end < l->size ? end : l->size;
}

enum xfs_dax_why layout_piece(const struct layout *l, uint64_t piece_off)
{
	const struct xfs_dax_file file = file_of(l);
	const struct xfs_dax_piece p = look_at(l, piece_off);

	return xfs_dax_piece_why(&p, &file);
}

/*
 * Where the run of extents that holds @piece_off ends, or the hole; cut to whole pieces
 * of the file, but one at least.
 */
static uint64_t alike_until(const struct layout *l, uint64_t piece_off, uint64_t end)
{
	size_t i = first_after(l, piece_off);
	uint64_t stop;

	if (i == l->nr)
		stop = end;
	else if (l->extents[i].file_off > piece_off)
		stop = l->extents[i].file_off;
	else
		stop = run_end(l, i, end);
	if (stop > end)
		stop = end;
	/* The piece with the end of the file stands alone, unless nothing is in it. */
	if (i < l->nr && stop > (l->size & ~MASK))
		stop = l->size & ~MASK;
	return stop & ~MASK;
}

uint64_t layout_run(const struct layout *l, uint64_t piece_off, uint64_t end,
		    enum xfs_dax_why *why)
{
	uint64_t stop = alike_until(l, piece_off, end);

	*why = layout_piece(l, piece_off);
	return stop > piece_off ? stop : piece_off + XFS_DAX_HUGE;
}

uint64_t layout_eligible(const struct layout *l, uint64_t off, uint64_t len)
{
	uint64_t end = end_in_file(l, off + len), at = off & ~MASK, sum = 0, stop;
	enum xfs_dax_why why;

	for (; at < end; at = stop) {
		stop = layout_run(l, at, (end + MASK) & ~MASK, &why);
		if (why == XFS_DAX_ELIGIBLE)
			sum += (stop < end ? stop : end) - (at > off ? at : off);
	}
	return sum;
}

/* Mapped and shared bytes in the file's part of [@start, @end). */
static void count_mapped(const struct layout *l, uint64_t start, uint64_t end,
			 struct layout_totals *t)
{
	size_t i;

	end = end_in_file(l, end);
	for (i = first_after(l, start); i < l->nr && l->extents[i].file_off < end; i++) {
		const struct layout_extent *e = &l->extents[i];
		uint64_t from = e->file_off > start ? e->file_off : start;
		uint64_t to = extent_end(e) < end ? extent_end(e) : end;

		t->bytes += to - from;
		if (e->shared)
			t->shared += to - from;
	}
}

static bool worth_realigning(const struct layout *l, uint64_t piece_off)
{
	const struct xfs_dax_file file = file_of(l);
	const struct xfs_dax_piece p = look_at(l, piece_off);

	return xfs_dax_piece_realignable(&p, &file);
}

void layout_totals(const struct layout *l, uint64_t off, uint64_t len,
		   struct layout_totals *t)
{
	uint64_t end = len > l->size || off > l->size - len ? l->size : off + len;
	uint64_t at = off & ~MASK, stop;
	enum xfs_dax_why why;

	*t = (struct layout_totals) { 0 };
	if (!len || off >= l->size)
		return;
	end = (end + MASK) & ~MASK;
	count_mapped(l, at, end, t);
	for (; at < end; at = stop) {
		uint64_t bytes;

		stop = layout_run(l, at, end, &why);
		bytes = end_in_file(l, stop) - at;
		t->why[why] += bytes;
		if (worth_realigning(l, at))
			t->realigned += bytes;
	}
	t->eligible = t->why[XFS_DAX_ELIGIBLE];
}

/* The lowest part of @e, from *@at on, that is in one of the sorted bad ranges. */
static bool bad_in_extent(const struct layout_extent *e, const struct pmem_info *pmem,
			  uint64_t *at, uint64_t *bad_len)
{
	uint64_t from = *at > e->file_off ? *at : e->file_off;
	uint64_t start = e->dev_off + (from - e->file_off), end = e->dev_off + e->len;
	size_t i;

	for (i = 0; i < pmem->nr_bad && pmem->bad[i].start < end; i++) {
		const struct pmem_badrange *b = &pmem->bad[i];
		uint64_t bad_end = b->start + b->len;

		if (bad_end <= start)
			continue;
		*at = from + (b->start > start ? b->start - start : 0);
		*bad_len = (bad_end < end ? bad_end : end) -
			   (b->start > start ? b->start : start);
		return true;
	}
	return false;
}

int layout_next_bad(const struct layout *l, const struct mounted *m,
		    uint64_t *at, uint64_t *bad_len)
{
	size_t i;

	if (!m->pmem.nr_bad)
		return 0;
	for (i = first_after(l, *at); i < l->nr; i++)
		if (l->extents[i].address_known &&
		    bad_in_extent(&l->extents[i], &m->pmem, at, bad_len))
			return 1;
	return 0;
}
