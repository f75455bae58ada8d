// SPDX-License-Identifier: GPL-2.0-or-later
/* The store of owned extents: what goes in comes out, sorted, in little memory. */
#include <stdlib.h>

#include "libxfs/reflink/extent_store.h"
#include "tests/unit/mutate.h"
#include "tests/unit/tap.h"

static int cmp_words(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint64_t entry_at(const struct xfs_extent_store *s, size_t i)
{
	return *xfs_packed_at(&s->entries, i);
}

static void test_pack(void)
{
	uint64_t e = xfs_extent_pack(NULLAGBLOCK - 1, XFS_MAX_BMBT_EXTLEN, 0x7ff);

	ok(xfs_extent_agbno(e) == NULLAGBLOCK - 1 &&
	   xfs_extent_len(e) == XFS_MAX_BMBT_EXTLEN && xfs_extent_owner(e) == 0x7ff,
	   "all bits of an entry are told apart");
	e = xfs_extent_pack(7, 1, XFS_OWNER_DIR);
	ok(xfs_extent_agbno(e) == 7 && xfs_extent_len(e) == 1 &&
	   xfs_extent_owner(e) == XFS_OWNER_DIR, "and small ones");
}

static void test_limits(void)
{
	struct xfs_extent_store s = { .unsorted = false };

	is_u64(-xfs_extent_store_add(&s, 5, 0, 0), EINVAL, "no blocks");
	is_u64(-xfs_extent_store_add(&s, 5, 1, 0x800), EINVAL, "unknown owner bits");
	is_u64(-xfs_extent_store_add(&s, NULLAGBLOCK, 1, 0), EINVAL, "block without number");
	is_u64(-xfs_extent_store_add(&s, NULLAGBLOCK - 1, 2, 0), EINVAL, "past the last");
	is_u64(-xfs_extent_store_add(&s, 0xfffffff0, 0xffffffff, 0), EINVAL, "wraps");
	is_u64(s.entries.nr, 0, "nothing of it is added");
	is_u64(xfs_extent_store_sort(&s), 0, "nothing can be sorted");
	is_u64(xfs_extent_store_add(&s, NULLAGBLOCK - 1, 1, 0), 0, "the very last block");
	is_u64(xfs_extent_store_add(&s, 0, XFS_MAX_BMBT_EXTLEN, 0), 0, "longest file extent");
	is_u64(s.entries.nr, 2, "are an entry each");
	is_u64(xfs_extent_store_add(&s, 0, NULLAGBLOCK, 1), 0, "all blocks there can be");
	is_u64(s.entries.nr, 2 + 2049, "are many");
	ok(s.unsorted, "it has noticed that order is lost");
	xfs_extent_store_destroy(&s);
	is_u64(xfs_extent_store_bytes(&s), 0, "destroyed: no memory is left");
}

static void test_continue(void)
{
	struct xfs_extent_store s = { .unsorted = false };

	xfs_extent_store_add(&s, 10, 5, XFS_OWNER_DIR);
	xfs_extent_store_add(&s, 15, 1, XFS_OWNER_DIR);
	is_u64(s.entries.nr, 1, "what continues the last lengthens it");
	is_u64(entry_at(&s, 0), xfs_extent_pack(10, 6, XFS_OWNER_DIR), "by its blocks");
	xfs_extent_store_add(&s, 16, 1, XFS_OWNER_FILE);
	xfs_extent_store_add(&s, 16, 1, XFS_OWNER_FILE);
	xfs_extent_store_add(&s, 18, 1, XFS_OWNER_FILE);
	is_u64(s.entries.nr, 4, "another owner, a second owner and a hole do not");
	xfs_extent_store_add(&s, 19, XFS_MAX_BMBT_EXTLEN - 1, XFS_OWNER_FILE);
	is_u64(s.entries.nr, 4, "up to the longest");
	xfs_extent_store_add(&s, 18 + XFS_MAX_BMBT_EXTLEN, 1, XFS_OWNER_FILE);
	is_u64(s.entries.nr, 5, "and no longer");
	ok(!s.unsorted, "all of it in order");
	xfs_extent_store_destroy(&s);
}

/* Entries as data of all sorts of order; @shape varies what differs among them. */
static uint64_t random_entry(unsigned int shape, size_t i)
{
	uint32_t r = mutate_random();

	switch (shape % 6) {
	case 0: return xfs_extent_pack(r, 1 + mutate_random() % XFS_MAX_BMBT_EXTLEN, r & 0x7ff);
	case 1: return xfs_extent_pack(r % 1000, 1, 0);
	case 2: return xfs_extent_pack(77, 3, XFS_OWNER_FILE);
	case 3: return xfs_extent_pack(i * 16, 1 + r % 3, r & 0x1e0);
	case 4: return xfs_extent_pack(0x40000000 - i, 1, r & 0x7ff);
	default: return xfs_extent_pack(5, 1 + r % 7, r & 0x7ff);
	}
}

static bool sort_once(unsigned int shape, size_t n)
{
	uint64_t *want = malloc((n + 1) * sizeof(*want));
	struct xfs_extent_store s = { .unsorted = true };
	bool good = true;
	size_t i;

	for (i = 0; i < n; i++) {
		want[i] = random_entry(shape, i);
		if (xfs_packed_append(&s.entries, want[i]))
			abort();
	}
	qsort(want, n, sizeof(*want), cmp_words);
	s.unsorted = n > 1;
	good &= !xfs_extent_store_sort(&s) && s.entries.nr == n && !s.unsorted;
	for (i = 0; i < n; i++)
		good &= entry_at(&s, i) == want[i];
	xfs_extent_store_destroy(&s);
	free(want);
	return good;
}

static void test_sort(void)
{
	static const size_t sizes[] = { 0, 1, 2, 47, 48, 49, 255, 2047, 2048, 2049, 4096, 30000 };
	unsigned int shape, i, wrong = 0;

	for (shape = 0; shape < 6; shape++)
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			wrong += !sort_once(shape, sizes[i]);
	is_u64(wrong, 0, "six sorts of data, twelve sizes, as qsort sorts them");
	for (i = 0; i < 1500; i++)
		wrong += !sort_once(i, mutate_random() % 300);
	is_u64(wrong, 0, "1500 stores at random too");
	ok(sort_once(0, 400000) && sort_once(2, 400000) && sort_once(3, 400000),
	   "and large ones: random, all equal, nearly in order");
}

/* @n entries in @parts stores, absorbed one into another, are all there. */
static bool absorb_once(size_t n, unsigned int parts)
{
	struct xfs_extent_store part[5] = { { .unsorted = false } };
	uint64_t *want = malloc((n + 1) * sizeof(*want));
	unsigned int to, from;
	bool good = true;
	size_t i;

	for (i = 0; i < n; i++) {
		want[i] = xfs_extent_pack(mutate_random() & ~1U, 1, 0);
		if (xfs_extent_store_add(&part[mutate_random() % parts],
					 xfs_extent_agbno(want[i]), 1, 0))
			abort();
	}
	for (from = parts - 1; from; from--) {
		to = mutate_random() % from;
		good &= !xfs_extent_store_absorb(&part[to], &part[from]);
		good &= !part[from].entries.nr && !xfs_extent_store_bytes(&part[from]);
	}
	good &= part[0].entries.nr == n && !xfs_extent_store_sort(&part[0]);
	qsort(want, n, sizeof(*want), cmp_words);
	for (i = 0; i < n; i++)
		good &= entry_at(&part[0], i) == want[i];
	xfs_extent_store_destroy(&part[0]);
	free(want);
	return good;
}

static void test_absorb(void)
{
	struct xfs_extent_store a = { .unsorted = false }, b = { .unsorted = false };
	unsigned int i, wrong = 0;

	for (i = 0; i < 300; i++)
		wrong += !absorb_once(mutate_random() % 12000, 1 + i % 5);
	is_u64(wrong, 0, "stores of several threads absorbed into one, 300 times");
	xfs_extent_store_add(&b, 1, 1, 0);
	xfs_extent_store_add(&b, 5, 1, 0);
	xfs_extent_store_absorb(&a, &b);
	ok(!a.unsorted && entry_at(&a, 0) < entry_at(&a, 1),
	   "an empty store that absorbs keeps the order");
	xfs_extent_store_destroy(&a);
}

static void test_memory(void)
{
	struct xfs_extent_store s = { .unsorted = false };
	unsigned int i, n = 1000000;

	for (i = 0; i < n; i++)
		if (xfs_extent_store_add(&s, mutate_random() & ~1U, 1, 0))
			abort();
	ok(xfs_extent_store_bytes(&s) < n * 8 + n / 8,
	   "a million extents in %zu bytes", xfs_extent_store_bytes(&s));
	xfs_extent_store_destroy(&s);
}

int main(void)
{
	test_pack();
	test_limits();
	test_continue();
	test_sort();
	test_absorb();
	test_memory();
	return done();
}
