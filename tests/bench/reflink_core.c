// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How fast the arithmetic of sharing is here: millions of extents a second through each
 * step of it, processor time of one thread, for groups of several shapes; and the
 * memory it took.  A figure for people.  tests/bench/reflink_core [EXTENTS]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "libxfs/reflink/range_compare.h"
#include "libxfs/reflink/rmap_sum.h"

#define GROUP_BLOCKS	(1U << 28)	/* 1 TiB of 4 KiB blocks */

/* The extent that is added as number @i of @n. */
typedef uint64_t (*shape_fn)(uint64_t i, uint64_t n);

static uint64_t state = 0x9e3779b97f4a7c15ULL;

static uint32_t random32(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 32;
}

/* One to sixteen blocks anywhere: a group grown old. */
static uint64_t anywhere(uint64_t i, uint64_t n)
{
	uint32_t r = random32();

	return xfs_extent_pack(r % (GROUP_BLOCKS - 16), 1 + (r >> 28), XFS_OWNER_FILE);
}

/* A tenth of files, each extent cloned nine times, one in fifty rewritten. */
static uint64_t clones(uint64_t i, uint64_t n)
{
	uint64_t extent = i % (n / 10 + 1);

	if (random32() % 50 == 0)
		extent += n;
	return xfs_extent_pack(extent * 7919 % (GROUP_BLOCKS / 32) * 32, 16, XFS_OWNER_FILE);
}

/* All of one extent. */
static uint64_t one_block(uint64_t i, uint64_t n)
{
	return xfs_extent_pack(4711, 8, XFS_OWNER_FILE);
}

/* All open at once, none like another: what a hostile image would do. */
static uint64_t nested(uint64_t i, uint64_t n)
{
	uint64_t k = i * 7919 % n;

	return xfs_extent_pack(k % XFS_MAX_BMBT_EXTLEN,
			       XFS_MAX_BMBT_EXTLEN - k % XFS_MAX_BMBT_EXTLEN, XFS_OWNER_FILE);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void say(const char *what, uint64_t n, double start)
{
	double took = now() - start;

	printf("  %-28s %7.1f million/s  %6.1f ns each\n", what, n / took / 1e6,
	       took / n * 1e9);
}

static void no_memory(void)
{
	fprintf(stderr, "not enough memory for so many extents; give a smaller number\n");
	exit(1);
}

static void measure_add(struct xfs_extent_store *store, shape_fn shape, uint64_t n)
{
	uint64_t batch[1024], i, k;
	double start, took = 0;

	for (i = 0; i < n; i += 1024) {
		for (k = 0; k < 1024; k++)
			batch[k] = shape(i + k, n);
		start = now();
		for (k = 0; k < 1024 && i + k < n; k++)
			if (xfs_extent_store_add(store, xfs_extent_agbno(batch[k]),
						 xfs_extent_len(batch[k]),
						 xfs_extent_owner(batch[k])))
				no_memory();
		took += now() - start;
	}
	say("add", n, now() - took);
}

static void measure_sweep(const struct xfs_extent_store *store, uint64_t n)
{
	struct xfs_owner_sweep sweep;
	struct xfs_owner_run run;
	double start = now();
	uint64_t records = 0;
	bool found;

	xfs_owner_sweep_init(&sweep, store, GROUP_BLOCKS);
	do {
		if (xfs_owner_sweep_run(&sweep, xfs_owner_refcount, &run, &found))
			no_memory();
		records += found;
	} while (found);
	say("sweep to reference counts", n, start);
	printf("  %-28s %" PRIu64 "; sweep held %zu KiB\n", "records", records,
	       xfs_owner_sweep_bytes(&sweep) >> 10);
	xfs_owner_sweep_done(&sweep);
}

/* The tree is a sweep of its own, so that there is no difference. */
static int next_in_tree(void *priv, struct xfs_range_rec *rec, bool *found)
{
	struct xfs_owner_run run;
	int error;

	error = xfs_owner_sweep_run(priv, xfs_owner_refcount, &run, found);
	*rec = (struct xfs_range_rec){ run.start, run.len, run.value };
	return error;
}

static int no_difference(void *priv, const struct xfs_range_diff *diff)
{
	return -EFSCORRUPTED;
}

static void measure_compare(const struct xfs_extent_store *store, uint64_t n)
{
	static const struct xfs_range_compare_ops ops = { next_in_tree, no_difference };
	struct xfs_owner_sweep sweep, tree;
	struct xfs_range_compare cmp;
	struct xfs_owner_piece piece;
	double start = now();
	bool found;

	xfs_owner_sweep_init(&sweep, store, GROUP_BLOCKS);
	xfs_owner_sweep_init(&tree, store, GROUP_BLOCKS);
	xfs_range_compare_init(&cmp, &ops, xfs_owner_refcount, &tree);
	do {
		if (xfs_owner_sweep_piece(&sweep, &piece, &found) ||
		    (found && xfs_range_compare_piece(&cmp, &piece)))
			no_memory();
	} while (found);
	if (xfs_range_compare_finish(&cmp))
		no_memory();
	say("two sweeps and comparison", n, start);
	xfs_owner_sweep_done(&sweep);
	xfs_owner_sweep_done(&tree);
}

static void measure_sum(const struct xfs_extent_store *store, uint64_t n)
{
	struct xfs_rmap_seed seed = { { random32(), random32() } };
	struct xfs_rmap_irec irec = { .owner = 128 };
	struct xfs_rmap_sum sum;
	double start = now();
	uint64_t entry, i;

	if (xfs_rmap_sum_init(&sum, &seed, GROUP_BLOCKS))
		no_memory();
	for (i = 0; i < store->entries.nr; i++) {
		entry = *xfs_packed_at(&store->entries, i);
		irec.startblock = xfs_extent_agbno(entry);
		irec.blockcount = xfs_extent_len(entry);
		irec.owner = 128 + i / 8;
		irec.offset = i;
		xfs_rmap_sum_add(&sum, &irec);
	}
	say("fingerprint of mappings", i, start);
	xfs_rmap_sum_destroy(&sum);
}

static void measure(const char *name, shape_fn shape, uint64_t n)
{
	struct xfs_extent_store store = { .unsorted = false };
	double start;

	printf("%s, %" PRIu64 " extents\n", name, n);
	measure_add(&store, shape, n);
	start = now();
	if (xfs_extent_store_sort(&store))
		no_memory();
	say("sort", n, start);
	measure_sweep(&store, n);
	measure_compare(&store, n);
	measure_sum(&store, n);
	printf("  %-28s %.2f bytes an extent\n", "memory of the store",
	       (double)xfs_extent_store_bytes(&store) / n);
	xfs_extent_store_destroy(&store);
}

int main(int argc, char **argv)
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 0) : 10000000;

	if (n < 1024 || n > 1000000000) {
		fprintf(stderr, "usage: reflink_core [EXTENTS], 1024 to 1000000000\n");
		return 1;
	}
	measure("anywhere", anywhere, n);
	measure("clones", clones, n);
	measure("one extent", one_block, n);
	measure("nested, all different", nested, n);
	return 0;
}
