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

/* The kernel maps whole pages: a file's last page counts in full. */
#define PAGE		((uint64_t)4096)
#define MASK		(XFS_DAX_HUGE - 1)

/* What one piece holds, or the part of it that is in the file. */
struct piece {
	bool	hole;
	bool	unwritten;
	bool	written;	/* some of it, with a known address */
	bool	no_address;
	bool	in_place;	/* some of it is where a huge page would have it */
	size_t	nr_runs;
};

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

static bool same_run(const struct layout_extent *a, const struct layout_extent *b)
{
	return extent_end(a) == b->file_off && a->dev_off + a->len == b->dev_off &&
	       a->written == b->written && a->address_known && b->address_known;
}

/* Where the run that @i is in ends; no matter where exactly if at @enough or later. */
static uint64_t run_end(const struct layout *l, size_t i, uint64_t enough)
{
	for (; i + 1 < l->nr && extent_end(&l->extents[i]) < enough; i++)
		if (!same_run(&l->extents[i], &l->extents[i + 1]))
			break;
	return extent_end(&l->extents[i]);
}

static bool in_place(const struct layout *l, const struct layout_extent *e)
{
	return !((l->mem_start + e->dev_off - e->file_off) & MASK);
}

/* Looks at [@start, @end), which is not empty. */
static struct piece look_at(const struct layout *l, uint64_t start, uint64_t end)
{
	size_t i = first_after(l, start);
	struct piece p = { .hole = i == l->nr || l->extents[i].file_off > start };

	for (; i < l->nr && l->extents[i].file_off < end; i++) {
		const struct layout_extent *e = &l->extents[i];

		p.unwritten |= !e->written;
		p.written |= e->written && e->address_known;
		p.no_address |= !e->address_known;
		p.in_place |= e->address_known && in_place(l, e);
		p.nr_runs += !p.nr_runs || !same_run(e - 1, e);
		if (extent_end(e) < end)
			p.hole |= i + 1 == l->nr ||
				  l->extents[i + 1].file_off > extent_end(e);
	}
	return p;
}

/* The file's end as pages have it; a size near 2^63 does not wrap. */
static uint64_t page_end(const struct layout *l)
{
	return (l->size + PAGE - 1) & ~(PAGE - 1);
}

static uint64_t end_in_file(const struct layout *l, uint64_t end)
{
	return end < l->size ? end : l->size;
}

/* The piece is written and in one place: the rest is the rule's. */
static bool huge_in_memory(const struct layout *l, uint64_t piece_off)
{
	const struct layout_extent *e = &l->extents[first_after(l, piece_off)];
	struct xfs_dax_mapping map = {
		.file_off = piece_off, .dev_off = e->dev_off + (piece_off - e->file_off),
		.len = XFS_DAX_HUGE, .written = true,
	};
	uint64_t start;

	return xfs_dax_huge_eligible(&map, l->mem_start, &start) != 0;
}

enum layout_why layout_piece(const struct layout *l, uint64_t piece_off)
{
	uint64_t piece_end = piece_off + XFS_DAX_HUGE;
	uint64_t end = end_in_file(l, piece_end);
	struct piece p;

	if (piece_off >= l->size)
		return LAYOUT_TAIL;
	p = look_at(l, piece_off, end);
	if (p.hole)
		return LAYOUT_HOLE;
	if (p.unwritten)
		return LAYOUT_UNWRITTEN;
	if (page_end(l) < piece_end)
		return LAYOUT_TAIL;
	if (p.no_address)
		return LAYOUT_NO_ADDRESS;
	if (p.nr_runs > 1)
		return p.in_place ? LAYOUT_SPLIT : LAYOUT_PIECES;
	return huge_in_memory(l, piece_off) ? LAYOUT_HUGE : LAYOUT_MISALIGNED;
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
		    enum layout_why *why)
{
	uint64_t stop = alike_until(l, piece_off, end);

	*why = layout_piece(l, piece_off);
	return stop > piece_off ? stop : piece_off + XFS_DAX_HUGE;
}

const char *layout_why_name(enum layout_why why)
{
	static const char *const names[LAYOUT_NR_WHY] = {
		[LAYOUT_HUGE]		= "eligible",
		[LAYOUT_HOLE]		= "hole",
		[LAYOUT_UNWRITTEN]	= "unwritten",
		[LAYOUT_TAIL]		= "length",
		[LAYOUT_NO_ADDRESS]	= "no-address",
		[LAYOUT_SPLIT]		= "split",
		[LAYOUT_PIECES]		= "fragmented",
		[LAYOUT_MISALIGNED]	= "misaligned",
	};

	return (size_t)why < LAYOUT_NR_WHY ? names[why] : "unknown";
}

uint64_t layout_eligible(const struct layout *l, uint64_t off, uint64_t len)
{
	uint64_t end = end_in_file(l, off + len), at = off & ~MASK, sum = 0, stop;
	enum layout_why why;

	for (; at < end; at = stop) {
		stop = layout_run(l, at, (end + MASK) & ~MASK, &why);
		if (why == LAYOUT_HUGE)
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

/* Would the piece at @start be eligible if it were written anew? */
static bool worth_realigning(const struct layout *l, uint64_t start, enum layout_why why)
{
	uint64_t end = start + XFS_DAX_HUGE;

	if (why == LAYOUT_HUGE)
		return true;
	return page_end(l) >= end && look_at(l, start, end_in_file(l, end)).written;
}

void layout_totals(const struct layout *l, uint64_t off, uint64_t len,
		   struct layout_totals *t)
{
	uint64_t end = len > l->size || off > l->size - len ? l->size : off + len;
	uint64_t at = off & ~MASK, stop;
	enum layout_why why;

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
		if (worth_realigning(l, at, why))
			t->realigned += bytes;
	}
	t->eligible = t->why[LAYOUT_HUGE];
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
