// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Extents in 8 bytes each, and how they are sorted.
 *
 * The sort is a radix sort from the top byte down, in place: count the digits of a
 * range, which says where each digit's part begins, and swap entries until all stand in
 * their parts; then each part by the next byte.  Parts that are small are finished by
 * insertion.  Whole entries are compared, not only block numbers, so that equal ones
 * become neighbours, of which the sweep makes one.  Ranges wait in one record a byte of
 * the key: no recursion, and the memory is fixed.
 */
#include "libxfs/reflink/extent_store.h"

#define DIGIT_BITS	8
#define DIGITS		(1U << DIGIT_BITS)
#define LEVELS		(64 / DIGIT_BITS)
#define SMALL		48U	/* entries that are quicker by insertion; measured */

/* ---- Collecting ---- */

/* Lengthens the last entry if this continues it. */
static bool continues(struct xfs_extent_store *store, xfs_agblock_t agbno,
		      xfs_extlen_t len, uint32_t owner)
{
	uint64_t *last;

	if (!store->entries.nr)
		return false;
	last = xfs_packed_at(&store->entries, store->entries.nr - 1);
	if (xfs_extent_owner(*last) != owner ||
	    xfs_extent_agbno(*last) + xfs_extent_len(*last) != agbno ||
	    len > XFS_MAX_BMBT_EXTLEN - xfs_extent_len(*last))
		return false;
	*last += (uint64_t)len << XFS_EXTENT_OWNER_BITS;
	return true;
}

static int append(struct xfs_extent_store *store, uint64_t entry)
{
	struct xfs_packed_array *a = &store->entries;
	int error;

	error = xfs_packed_append(a, entry);
	if (error)
		return error;
	if (a->nr > 1 && *xfs_packed_at(a, a->nr - 2) > entry)
		store->unsorted = true;
	return 0;
}

int xfs_extent_store_add(struct xfs_extent_store *store, xfs_agblock_t agbno,
			 xfs_extlen_t len, uint32_t owner)
{
	xfs_extlen_t part;
	int error;

	if (!len || len > NULLAGBLOCK - agbno || owner >> XFS_EXTENT_OWNER_BITS)
		return -EINVAL;
	if (continues(store, agbno, len, owner))
		return 0;
	for (; len; agbno += part, len -= part) {
		part = len < XFS_MAX_BMBT_EXTLEN ? len : XFS_MAX_BMBT_EXTLEN;
		error = append(store, xfs_extent_pack(agbno, part, owner));
		if (error)
			return error;
	}
	return 0;
}

int xfs_extent_store_absorb(struct xfs_extent_store *store, struct xfs_extent_store *from)
{
	bool unsorted = store->entries.nr ? store->unsorted || from->entries.nr :
		from->unsorted;
	int error;

	error = xfs_packed_absorb(&store->entries, &from->entries);
	if (error)
		return error;
	store->unsorted = unsorted;
	from->unsorted = false;
	return 0;
}

size_t xfs_extent_store_bytes(const struct xfs_extent_store *store)
{
	return xfs_packed_bytes(&store->entries);
}

void xfs_extent_store_destroy(struct xfs_extent_store *store)
{
	xfs_packed_destroy(&store->entries);
	store->unsorted = false;
}

/* ---- Sorting ---- */

/* A range partitioned by one byte: its parts, those below next done. */
struct level {
	unsigned int	shift;
	unsigned int	next;
	size_t		begin;		/* of part next */
	size_t		end[DIGITS];
};

struct sort {
	struct xfs_packed_array *a;
	unsigned int	depth;
	struct level	level[LEVELS];
	size_t		fill[DIGITS];	/* where the next of each digit goes */
	uint64_t	small[SMALL];
};
static_assert(sizeof(struct sort) <= XFS_EXTENT_SORT_BYTES, "as promised");

static unsigned int digit(uint64_t entry, unsigned int shift)
{
	return entry >> shift & (DIGITS - 1);
}

/* Leaves in end[] where the part of each digit ends; false if there is but one part. */
static bool count_digits(struct sort *s, struct level *level, size_t begin, size_t end)
{
	const uint64_t *entry = xfs_packed_at(s->a, begin);
	unsigned int d, first = digit(*entry, level->shift);
	size_t i, stop, total = end - begin;
	bool one;

	memset(level->end, 0, sizeof(level->end));
	for (i = begin; i < end; i = stop) {
		stop = (i | (XFS_PACKED_CHUNK - 1)) + 1;
		if (stop > end)
			stop = end;
		entry = xfs_packed_at(s->a, i);
		for (; i < stop; i++)
			level->end[digit(*entry++, level->shift)]++;
	}
	one = level->end[first] == total;
	for (d = 0; d < DIGITS; d++) {
		s->fill[d] = begin;
		begin += level->end[d];
		level->end[d] = begin;
	}
	return !one;
}

static void move_to_parts(struct sort *s, const struct level *level)
{
	uint64_t entry, other, *to;
	unsigned int d, own;

	for (d = 0; d < DIGITS; d++) {
		while (s->fill[d] < level->end[d]) {
			entry = *xfs_packed_at(s->a, s->fill[d]);
			for (;;) {
				own = digit(entry, level->shift);
				if (own == d)
					break;
				to = xfs_packed_at(s->a, s->fill[own]++);
				other = *to;
				*to = entry;
				entry = other;
			}
			*xfs_packed_at(s->a, s->fill[d]++) = entry;
		}
	}
}

static void partition(struct sort *s, size_t begin, size_t end, unsigned int shift)
{
	struct level *level = &s->level[s->depth++];

	level->shift = shift;
	level->next = 0;
	level->begin = begin;
	if (count_digits(s, level, begin, end))
		move_to_parts(s, level);
}

static void sort_small(struct sort *s, size_t begin, size_t end)
{
	size_t n = end - begin, i, j;
	uint64_t entry;

	xfs_packed_get(s->a, begin, s->small, n);
	for (i = 1; i < n; i++) {
		entry = s->small[i];
		for (j = i; j && s->small[j - 1] > entry; j--)
			s->small[j] = s->small[j - 1];
		s->small[j] = entry;
	}
	xfs_packed_put(s->a, begin, s->small, n);
}

/* The next part of the deepest range, if it has one left. */
static void sort_part(struct sort *s)
{
	struct level *level = &s->level[s->depth - 1];
	size_t begin = level->begin, end;

	if (level->next == DIGITS) {
		s->depth--;
		return;
	}
	end = level->end[level->next++];
	level->begin = end;
	if (end - begin < 2 || !level->shift)
		return;
	if (end - begin <= SMALL)
		sort_small(s, begin, end);
	else
		partition(s, begin, end, level->shift > DIGIT_BITS ?
			  level->shift - DIGIT_BITS : 0);
}

/* How far to shift for the highest byte in which entries differ. */
static unsigned int first_shift(const struct xfs_packed_array *a)
{
	uint64_t first = *xfs_packed_at(a, 0), differ = 0;
	unsigned int shift = 0;
	size_t i;

	for (i = 1; i < a->nr; i++)
		differ |= *xfs_packed_at(a, i) ^ first;
	while (differ >> shift >> DIGIT_BITS)
		shift++;
	return shift;
}

int xfs_extent_store_sort(struct xfs_extent_store *store)
{
	struct sort *s;

	if (!store->unsorted)
		return 0;
	s = xfs_env_alloc(sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->a = &store->entries;
	partition(s, 0, s->a->nr, first_shift(s->a));
	while (s->depth)
		sort_part(s);
	store->unsorted = false;
	xfs_env_free(s);
	return 0;
}
