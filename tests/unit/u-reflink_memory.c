// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory running out at every allocation of the arithmetic of sharing: a clean error,
 * what is promised to stay unchanged unchanged, and nothing left behind.  The two
 * services it needs of its host are answered here.
 */
#include <stdlib.h>

#include "libxfs/reflink/owner_sweep.h"
#include "libxfs/reflink/rmap_sum.h"
#include "tests/unit/tap.h"

#define EXTENTS		5000U

static unsigned int fail_at, asked;	/* the allocation to fail, from 1; those made */
static int held;

void *xfs_env_alloc(size_t size)
{
	void *p;

	if (++asked == fail_at)
		return NULL;
	p = calloc(1, size);
	held += !!p;
	return p;
}

void xfs_env_free(void *p)
{
	held -= !!p;
	free(p);
}

static uint64_t sum_of_entries(const struct xfs_extent_store *store)
{
	uint64_t sum = store->entries.nr;
	size_t i;

	for (i = 0; i < store->entries.nr; i++)
		sum += *xfs_packed_at(&store->entries, i) * 0x9e3779b97f4a7c15ULL;
	return sum;
}

static int fill(struct xfs_extent_store *store, uint32_t from)
{
	unsigned int i;
	int error = 0;

	/* All of them open at once, none like another, not in order. */
	for (i = 0; !error && i < EXTENTS; i++)
		error = xfs_extent_store_add(store, from - i, 20000 + 2 * i, XFS_OWNER_FILE);
	return error;
}

static int merge_and_sort(struct xfs_extent_store *a, struct xfs_extent_store *b, bool *kept)
{
	uint64_t before = sum_of_entries(a), before_b = sum_of_entries(b);
	int error;

	error = xfs_extent_store_absorb(a, b);
	if (error) {
		*kept &= sum_of_entries(a) == before && sum_of_entries(b) == before_b;
		return error;
	}
	before = sum_of_entries(a);
	error = xfs_extent_store_sort(a);
	*kept &= sum_of_entries(a) == before && a->unsorted == !!error;
	return error;
}

static int sweep_all(const struct xfs_extent_store *store, uint64_t *blocks)
{
	struct xfs_owner_sweep sweep;
	struct xfs_owner_piece p;
	bool found;
	int error;

	xfs_owner_sweep_init(&sweep, store, 50000);
	do {
		error = xfs_owner_sweep_piece(&sweep, &p, &found);
		if (!error && found)
			*blocks += p.files * p.len;
	} while (!error && found);
	xfs_owner_sweep_done(&sweep);
	return error;
}

static int run(bool *kept, uint64_t *blocks)
{
	static const struct xfs_rmap_seed seed = { { 1, 2 } };
	struct xfs_extent_store a = { .unsorted = false }, b = { .unsorted = false };
	struct xfs_rmap_sum sum = { .nr = 0 };
	int error;

	*blocks = 0;
	error = fill(&a, 10000);
	if (!error)
		error = fill(&b, 10001);
	if (!error)
		error = merge_and_sort(&a, &b, kept);
	if (!error)
		error = sweep_all(&a, blocks);
	if (!error)
		error = xfs_rmap_sum_init(&sum, &seed, 50000);
	xfs_rmap_sum_destroy(&sum);
	xfs_extent_store_destroy(&a);
	xfs_extent_store_destroy(&b);
	return error;
}

int main(void)
{
	uint64_t want = 2ULL * EXTENTS * (20000 + EXTENTS - 1), blocks;
	unsigned int wrong = 0, total;
	bool kept = true;

	is_u64(run(&kept, &blocks), 0, "with memory it runs");
	is_u64(blocks, want, "and sweeps all blocks");
	total = asked;
	for (fail_at = 1; fail_at <= total; fail_at++) {
		asked = 0;
		wrong += run(&kept, &blocks) != -ENOMEM || held;
	}
	ok(total > 12 && !wrong, "each of %u allocations failing is -ENOMEM, nothing is left",
	   total);
	ok(kept, "and what was to stay unchanged is");
	return done();
}
