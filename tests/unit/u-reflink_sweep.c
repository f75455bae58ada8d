// SPDX-License-Identifier: GPL-2.0-or-later
/* The sweep against counting block by block; its extremes. */
#include <stdlib.h>

#include "libxfs/reflink/owner_sweep.h"
#include "tests/unit/reflink_model.h"
#include "tests/unit/tap.h"

/* ---- Against the model ---- */

static bool same(const struct xfs_owner_piece *a, const struct xfs_owner_piece *b)
{
	return a->files == b->files && a->others == b->others && a->kinds == b->kinds &&
	       a->flags == b->flags;
}

/* The piece from unit *@i on, which it moves behind it; before the base is a hole. */
static void model_piece(const struct model *m, unsigned int *i, struct xfs_owner_piece *p)
{
	unsigned int from = *i;

	while (*i < m->units && same(&m->owners[*i], &m->owners[from]))
		(*i)++;
	*p = m->owners[from];
	p->start = m->base + from * m->unit;
	p->len = (*i - from) * m->unit;
	if (!from && m->base && xfs_owner_free(p)) {
		p->start = 0;
		p->len += m->base;
	}
}

static bool check_pieces(const struct model *m, const struct xfs_extent_store *store)
{
	struct xfs_owner_piece want, got;
	struct xfs_owner_sweep sweep;
	bool found, good = true;
	unsigned int i = 0;

	xfs_owner_sweep_init(&sweep, store, model_blocks(m));
	if (m->base && !xfs_owner_free(&m->owners[0])) {
		good &= !xfs_owner_sweep_piece(&sweep, &got, &found) && found;
		good &= !got.start && got.len == m->base && xfs_owner_free(&got);
	}
	while (i < m->units) {
		model_piece(m, &i, &want);
		good &= !xfs_owner_sweep_piece(&sweep, &got, &found) && found;
		good &= got.start == want.start && got.len == want.len && same(&got, &want);
	}
	good &= !xfs_owner_sweep_piece(&sweep, &got, &found) && !found;
	good &= !xfs_owner_sweep_piece(&sweep, &got, &found) && !found;
	xfs_owner_sweep_done(&sweep);
	return good;
}

/* The run from unit *@i on; false if no unit is left that gives a number. */
static bool model_run(const struct model *m, xfs_owner_project project, unsigned int *i,
		      struct xfs_owner_run *run)
{
	unsigned int from;

	memset(run, 0, sizeof(*run));
	while (*i < m->units && !project(&m->owners[*i]))
		(*i)++;
	if (*i == m->units)
		return false;
	from = *i;
	run->value = project(&m->owners[from]);
	for (; *i < m->units && project(&m->owners[*i]) == run->value; (*i)++) {
		run->kinds |= m->owners[*i].kinds;
		run->flags |= m->owners[*i].flags;
	}
	run->start = m->base + from * m->unit;
	run->len = (*i - from) * m->unit;
	return true;
}

static bool check_runs(const struct model *m, const struct xfs_extent_store *store,
		       xfs_owner_project project)
{
	struct xfs_owner_run want, got;
	struct xfs_owner_sweep sweep;
	bool more, found, good = true;
	unsigned int i = 0;

	xfs_owner_sweep_init(&sweep, store, model_blocks(m));
	do {
		more = model_run(m, project, &i, &want);
		good &= !xfs_owner_sweep_run(&sweep, project, &got, &found) &&
			found == more;
		good &= !memcmp(&got, &want, sizeof(got));
	} while (more && good);
	xfs_owner_sweep_done(&sweep);
	return good;
}

/* Saturates where the model gets to. */
static uint32_t at_most_three(const struct xfs_owner_piece *p)
{
	uint32_t n = xfs_owner_refcount(p);

	return n < 3 ? n : 3;
}

static void test_random(void)
{
	static const struct {
		xfs_owner_project project;
		const char	*what;
	} runs[] = {
		{ xfs_owner_refcount, "reference count records" },
		{ xfs_owner_single, "blocks of one owner" },
		{ xfs_owner_conflict, "conflicts" },
		{ xfs_owner_staging, "staging extents" },
		{ at_most_three, "records with saturated counts" },
	};
	unsigned int i, k, pieces = 0, wrong[5] = { 0 };
	struct xfs_extent_store store;
	struct model m;

	for (i = 0; i < 6000; i++) {
		model_random(&m, &store);
		pieces += !check_pieces(&m, &store);
		for (k = 0; k < 5; k++)
			wrong[k] += !check_runs(&m, &store, runs[k].project);
		xfs_extent_store_destroy(&store);
	}
	is_u64(pieces, 0, "pieces of 6000 groups as counted");
	for (k = 0; k < 5; k++)
		is_u64(wrong[k], 0, "%s of them as counted", runs[k].what);
}

/* ---- Extremes ---- */

static void is_run(struct xfs_owner_sweep *sweep, xfs_owner_project project,
		   struct xfs_owner_run want, const char *what)
{
	struct xfs_owner_run got;
	bool found;

	if (!ok(!xfs_owner_sweep_run(sweep, project, &got, &found) && found &&
		!memcmp(&got, &want, sizeof(got)), "%s", what))
		printf("# found %d: %u+%u = %u, kinds 0x%x, flags 0x%x\n", found, got.start,
		       got.len, got.value, got.kinds, got.flags);
}

static void is_end(struct xfs_owner_sweep *sweep, xfs_owner_project project)
{
	struct xfs_owner_run got;
	bool found;

	ok(!xfs_owner_sweep_run(sweep, project, &got, &found) && !found, "and no more");
	xfs_owner_sweep_done(sweep);
}

static void test_empty(void)
{
	struct xfs_extent_store store = { .unsorted = false };
	struct xfs_owner_sweep sweep;

	xfs_owner_sweep_init(&sweep, &store, NULLAGBLOCK);
	is_run(&sweep, xfs_owner_free, (struct xfs_owner_run){ 0, NULLAGBLOCK, 1, 0, 0 },
	       "an empty group is free");
	is_end(&sweep, xfs_owner_free);
	xfs_owner_sweep_init(&sweep, &store, 0);
	is_end(&sweep, xfs_owner_free);
}

static void test_ends(void)
{
	const uint32_t blocks = 0x40000000;
	struct xfs_extent_store store = { .unsorted = false };
	struct xfs_owner_sweep sweep;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		xfs_extent_store_add(&store, blocks - 1, 1, XFS_EXTENT_UNWRITTEN * i);
		xfs_extent_store_add(&store, 0, XFS_MAX_BMBT_EXTLEN, XFS_OWNER_FILE);
	}
	xfs_extent_store_sort(&store);
	xfs_owner_sweep_init(&sweep, &store, blocks);
	is_run(&sweep, xfs_owner_refcount,
	       (struct xfs_owner_run){ 0, XFS_MAX_BMBT_EXTLEN, 2, 1, 0 },
	       "the longest extent at the first block, twice");
	is_run(&sweep, xfs_owner_refcount,
	       (struct xfs_owner_run){ blocks - 1, 1, 2, 1, XFS_EXTENT_UNWRITTEN },
	       "the last block of the group, once unwritten");
	is_end(&sweep, xfs_owner_refcount);
	xfs_owner_sweep_init(&sweep, &store, blocks);
	is_run(&sweep, xfs_owner_free,
	       (struct xfs_owner_run){ XFS_MAX_BMBT_EXTLEN,
				       blocks - 1 - XFS_MAX_BMBT_EXTLEN, 1, 0, 0 },
	       "between them it is free");
	is_end(&sweep, xfs_owner_free);
	xfs_extent_store_destroy(&store);
}

/* More owners than one element of the heap stands for. */
static void test_many_owners(void)
{
	const unsigned int n = 3 << 21;
	struct xfs_extent_store store = { .unsorted = false };
	struct xfs_owner_sweep sweep;
	unsigned int i;

	for (i = 0; i < n; i++)
		if (xfs_extent_store_add(&store, 1000, 10, XFS_OWNER_FILE))
			abort();
	xfs_extent_store_add(&store, 1003, 2, XFS_OWNER_FILE);
	xfs_extent_store_sort(&store);
	xfs_owner_sweep_init(&sweep, &store, 5000);
	is_run(&sweep, xfs_owner_refcount, (struct xfs_owner_run){ 1000, 3, n, 1, 0 },
	       "six million owners");
	is_run(&sweep, xfs_owner_refcount, (struct xfs_owner_run){ 1003, 2, n + 1, 1, 0 },
	       "and one");
	is_run(&sweep, xfs_owner_refcount, (struct xfs_owner_run){ 1005, 5, n, 1, 0 },
	       "six million again");
	ok(xfs_owner_sweep_bytes(&sweep) <= 20000, "open in %zu bytes",
	   xfs_owner_sweep_bytes(&sweep));
	is_end(&sweep, xfs_owner_refcount);
	xfs_extent_store_destroy(&store);
}

/* Everything open at once and all different: the most the heap can be asked. */
static void test_nested(void)
{
	const uint32_t n = 200000;
	struct xfs_extent_store store = { .unsorted = false };
	struct xfs_owner_sweep sweep;
	struct xfs_owner_piece p;
	uint64_t area = 0;
	bool found, good = true;
	uint32_t i;

	for (i = 0; i < n; i++)
		xfs_extent_store_add(&store, i, 2 * (n - i), XFS_OWNER_FILE);
	xfs_extent_store_sort(&store);
	xfs_owner_sweep_init(&sweep, &store, 2 * n);
	do {
		good &= !xfs_owner_sweep_piece(&sweep, &p, &found);
		area += found ? p.len * p.files : 0;
	} while (good && found);
	is_u64(area, (uint64_t)n * (n + 1), "200000 extents, each within the one before");
	ok(xfs_owner_sweep_bytes(&sweep) < n * 8 + n, "8 bytes for each that is open");
	xfs_owner_sweep_done(&sweep);
	xfs_extent_store_destroy(&store);
}

static void test_saturation(void)
{
	struct xfs_owner_piece p = { .files = 1 };

	is_u64(xfs_owner_refcount(&p), 0, "one owner has no count");
	p.files = 2;
	is_u64(xfs_owner_refcount(&p), 2, "two have");
	p.files = XFS_REFC_REFCOUNT_MAX - 1;
	is_u64(xfs_owner_refcount(&p), XFS_REFC_REFCOUNT_MAX - 1, "one below the most");
	p.files = (uint64_t)XFS_REFC_REFCOUNT_MAX + 1;
	is_u64(xfs_owner_refcount(&p), XFS_REFC_REFCOUNT_MAX, "one above it saturates");
	p.files = 1ULL << 33;
	is_u64(xfs_owner_refcount(&p), XFS_REFC_REFCOUNT_MAX, "what is 0 in 32 bits too");
}

static void test_conflict(void)
{
	struct xfs_owner_piece p = { .files = 5 };

	is_u64(xfs_owner_conflict(&p), 0, "five files share");
	p.others = 1;
	is_u64(xfs_owner_conflict(&p), 1, "not with anything else");
	is_u64(xfs_owner_refcount(&p), 5, "which is not counted");
	p.files = 0;
	is_u64(xfs_owner_conflict(&p), 0, "a directory alone");
	p.others = 2;
	is_u64(xfs_owner_conflict(&p), 1, "two of them");
}

int main(void)
{
	test_random();
	test_empty();
	test_ends();
	test_many_owners();
	test_nested();
	test_saturation();
	test_conflict();
	return done();
}
