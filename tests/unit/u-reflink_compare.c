// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A tree's records against a sweep: every block's difference as a comparison of two
 * arrays finds it, whatever the records look like; and how differences are grouped.
 */
#include <stdlib.h>

#include "libxfs/reflink/range_compare.h"
#include "tests/unit/reflink_model.h"
#include "tests/unit/tap.h"

#define MAX_RECS	300
#define MAX_DIFFS	600

struct bed {
	struct xfs_range_rec	rec[MAX_RECS];
	unsigned int		nr_recs, next;
	struct xfs_range_diff	diff[MAX_DIFFS];
	unsigned int		nr_diffs;
	int			fail_next, fail_diff;	/* errors to give */
};

static int bed_next(void *priv, struct xfs_range_rec *rec, bool *found)
{
	struct bed *bed = priv;

	if (bed->fail_next && bed->next == bed->nr_recs / 2)
		return bed->fail_next;
	*found = bed->next < bed->nr_recs;
	if (*found)
		*rec = bed->rec[bed->next];
	bed->next++;
	return 0;
}

static int bed_differs(void *priv, const struct xfs_range_diff *diff)
{
	struct bed *bed = priv;

	if (bed->fail_diff || bed->nr_diffs == MAX_DIFFS)
		return bed->fail_diff ? bed->fail_diff : -E2BIG;
	bed->diff[bed->nr_diffs++] = *diff;
	return 0;
}

static const struct xfs_range_compare_ops bed_ops = {
	.next		= bed_next,
	.differs	= bed_differs,
};

static int compare(struct bed *bed, const struct xfs_extent_store *store,
		   xfs_agblock_t blocks, xfs_owner_project project)
{
	struct xfs_range_compare cmp;
	struct xfs_owner_sweep sweep;
	struct xfs_owner_piece piece;
	bool found;
	int error;

	bed->next = bed->nr_diffs = 0;
	xfs_owner_sweep_init(&sweep, store, blocks);
	xfs_range_compare_init(&cmp, &bed_ops, project, bed);
	for (;;) {
		error = xfs_owner_sweep_piece(&sweep, &piece, &found);
		if (error || !found)
			break;
		error = xfs_range_compare_piece(&cmp, &piece);
		if (error)
			break;
	}
	if (!error)
		error = xfs_range_compare_finish(&cmp);
	xfs_owner_sweep_done(&sweep);
	return error;
}

/* ---- Against two arrays ---- */

/* Units the tree may speak of: those of the group and as many behind its end. */
#define REACH		(MODEL_UNITS + 10)

struct expect {
	uint32_t	in_tree[REACH];
	unsigned int	unmerged;
	unsigned int	disorder[REACH];	/* times that a unit is said again */
};

static void bed_rec(struct bed *bed, const struct model *m, unsigned int from,
		    unsigned int units, uint32_t value)
{
	if (bed->nr_recs < MAX_RECS)
		bed->rec[bed->nr_recs++] = (struct xfs_range_rec){
			m->base + from * m->unit, units * m->unit, value };
}

/* The right records, split here and there, and some changed, lost or invented. */
static void random_tree(struct bed *bed, const struct model *m, xfs_owner_project project,
			unsigned int reach)
{
	unsigned int i, from, len, damage = mutate_random() % 3;
	uint32_t value, r;

	bed->nr_recs = 0;
	for (i = 0; i < reach; i += len) {
		value = i < m->units ? project(&m->owners[i]) : 0;
		len = 1;
		while (i + len < m->units && project(&m->owners[i + len]) == value &&
		       mutate_random() % 16)
			len++;
		r = damage ? mutate_random() % 16 : 15;
		if (r == 0)
			value = mutate_random() % 5;
		else if (r == 1)
			value = value ? 0 : 2;
		if (r == 2 && i) {
			from = i - mutate_random() % (i < 5 ? i : 5);
			bed_rec(bed, m, from, mutate_random() % 7 % (reach - from + 1),
				value + 1);
		}
		if (value)
			bed_rec(bed, m, i, len, value);
	}
	/* Beyond any tree: what the tree holds is not what it should at all. */
	if (damage == 2)
		for (i = 0; i < bed->nr_recs; i++)
			if (!(mutate_random() % 20))
				bed->rec[i] = bed->rec[mutate_random() % bed->nr_recs];
}

/* The same by painting; records cannot reach below what was painted. */
static void expect_tree(struct expect *e, const struct bed *bed, const struct model *m)
{
	unsigned int i, u, from, to, done = 0;
	uint32_t value = 0;

	memset(e, 0, sizeof(*e));
	for (i = 0; i < bed->nr_recs; i++) {
		from = (bed->rec[i].start - m->base) / m->unit;
		to = from + bed->rec[i].len / m->unit;
		if (from == to)
			continue;
		e->unmerged += from == done && value && value == bed->rec[i].value;
		for (u = from; u < to && u < done; u++)
			e->disorder[u]++;
		for (; u < to; u++)
			e->in_tree[u] = bed->rec[i].value;
		if (to > done) {
			done = to;
			value = bed->rec[i].value;
		}
	}
}

static bool right_fault(const struct xfs_range_diff *d)
{
	switch (d->fault) {
	case XFS_RANGE_MISSING: return !d->in_tree && d->computed;
	case XFS_RANGE_SUPERFLUOUS: return d->in_tree && !d->computed;
	case XFS_RANGE_WRONG: return d->in_tree && d->computed && d->in_tree != d->computed;
	default: return true;
	}
}

/* Takes a difference off what is expected. */
static bool strike(struct expect *e, const struct model *m, const struct xfs_range_diff *d,
		   xfs_owner_project project, bool *seen)
{
	unsigned int from = (d->start - m->base) / m->unit, u;
	bool good = right_fault(d) && d->len && !(d->len % m->unit);

	if (d->fault == XFS_RANGE_UNMERGED) {
		e->unmerged--;
		return good;
	}
	for (u = from; u < from + d->len / m->unit; u++) {
		if (d->fault == XFS_RANGE_DISORDER) {
			good &= e->disorder[u]-- > 0;
			continue;
		}
		good &= !seen[u] && d->in_tree == e->in_tree[u];
		good &= d->computed == (u < m->units ? project(&m->owners[u]) : 0);
		good &= u >= m->units || (m->owners[u].kinds & ~d->kinds) == 0;
		seen[u] = true;
	}
	return good;
}

static bool compare_once(struct bed *bed, xfs_owner_project project)
{
	struct xfs_extent_store store;
	bool seen[REACH] = { false };
	unsigned int i, reach;
	struct expect e;
	struct model m;
	bool good;

	model_random(&m, &store);
	reach = m.units + (m.base || m.unit > 1000 ? 0 : mutate_random() % 3);
	random_tree(bed, &m, project, reach);
	expect_tree(&e, bed, &m);
	/* The hole before the base is no unit; the free space record is of it too. */
	good = !compare(bed, &store, model_blocks(&m), project);
	for (i = 0; i < bed->nr_diffs; i++)
		good &= strike(&e, &m, &bed->diff[i], project, seen);
	good &= !e.unmerged;
	for (i = 0; i < REACH; i++) {
		good &= !e.disorder[i];
		good &= seen[i] || e.in_tree[i] ==
			(i < m.units ? project(&m.owners[i]) : 0);
	}
	xfs_extent_store_destroy(&store);
	return good;
}

static void test_random(void)
{
	static struct bed bed;
	unsigned int i, wrong = 0, some = 0;

	for (i = 0; i < 6000; i++) {
		wrong += !compare_once(&bed, i % 2 ? xfs_owner_refcount : xfs_owner_staging);
		some += bed.nr_diffs > 0;
	}
	is_u64(wrong, 0, "6000 trees, right, wrong and out of order, as arrays compare");
	ok(some > 1000 && some < 5000, "%u of them have differences", some);
}

/* ---- One by one ---- */

static void is_diff(const struct bed *bed, unsigned int i, struct xfs_range_diff want,
		    const char *what)
{
	const struct xfs_range_diff *got = &bed->diff[i];

	if (!ok(i < bed->nr_diffs && !memcmp(got, &want, sizeof(want)), "%s", what))
		printf("# fault %d %u+%u tree %u computed %u kinds 0x%x flags 0x%x\n",
		       got->fault, got->start, got->len, got->in_tree, got->computed,
		       got->kinds, got->flags);
}

static void test_refcounts(struct bed *bed, const struct xfs_extent_store *store)
{
	bed->nr_recs = 0;
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 10, 10, 2 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 40, 5, 3 };
	is_u64(compare(bed, store, 100, xfs_owner_refcount), 0, "right records");
	is_u64(bed->nr_diffs, 0, "have no difference");

	bed->nr_recs = 0;
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 12, 4, 2 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 16, 4, 2 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 40, 7, 9 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 99, 5, 2 };
	compare(bed, store, 100, xfs_owner_refcount);
	is_u64(bed->nr_diffs, 5, "wrong ones have five");
	is_diff(bed, 0, (struct xfs_range_diff){ XFS_RANGE_MISSING, 10, 2, 0, 2, 1, 0 },
		"two blocks missing before");
	is_diff(bed, 1, (struct xfs_range_diff){ XFS_RANGE_UNMERGED, 16, 4, 2, 0, 0, 0 },
		"the rest could be one");
	is_diff(bed, 2, (struct xfs_range_diff){ XFS_RANGE_WRONG, 40, 5, 9, 3, 1,
						 XFS_EXTENT_UNWRITTEN },
		"a wrong count, and that the blocks are unwritten");
	is_diff(bed, 3, (struct xfs_range_diff){ XFS_RANGE_SUPERFLUOUS, 45, 2, 9, 0, 2, 0 },
		"of blocks that are a directory's");
	is_diff(bed, 4, (struct xfs_range_diff){ XFS_RANGE_SUPERFLUOUS, 99, 5, 2, 0, 0, 0 },
		"beyond the end of the group");
}

static void test_free(struct bed *bed, const struct xfs_extent_store *store)
{
	bed->nr_recs = 0;
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 0, 12, 1 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 20, 20, 1 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 30, 5, 1 };
	compare(bed, store, 100, xfs_owner_free);
	is_u64(bed->nr_diffs, 3, "free space");
	is_diff(bed, 0, (struct xfs_range_diff){ XFS_RANGE_SUPERFLUOUS, 10, 2, 1, 0, 1, 0 },
		"free and a file's");
	is_diff(bed, 1, (struct xfs_range_diff){ XFS_RANGE_DISORDER, 30, 5, 1, 0, 0, 0 },
		"free twice");
	is_diff(bed, 2, (struct xfs_range_diff){ XFS_RANGE_MISSING, 50, 50, 0, 1, 0, 0 },
		"neither free nor owned");
}

static void test_staging(struct bed *bed, const struct xfs_extent_store *store)
{
	bed->nr_recs = 0;
	compare(bed, store, 100, xfs_owner_staging);
	is_u64(bed->nr_diffs, 0, "no staging extents anywhere");
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 15, 10, 1 };
	compare(bed, store, 100, xfs_owner_staging);
	is_u64(bed->nr_diffs, 1, "one");
	is_diff(bed, 0, (struct xfs_range_diff){ XFS_RANGE_SUPERFLUOUS, 15, 10, 1, 0, 1, 0 },
		"of which the reverse map knows nothing, though a file is there");
}

static void test_errors(struct bed *bed, const struct xfs_extent_store *store)
{
	unsigned int i, wrong = 0;

	bed->fail_next = -EIO;
	is_u64(-compare(bed, store, 100, xfs_owner_free), EIO, "an unreadable tree ends it");
	bed->fail_next = 0;
	bed->fail_diff = -EINTR;
	is_u64(-compare(bed, store, 100, xfs_owner_free), EINTR, "and so does the listener");
	bed->fail_diff = 0;
	bed->nr_recs = 0;
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ NULLAGBLOCK, 7, 1 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 5, NULLAGBLOCK, 1 };
	bed->rec[bed->nr_recs++] = (struct xfs_range_rec){ 0, 0, 1 };
	is_u64(compare(bed, store, 100, xfs_owner_single), 0, "records of impossible blocks");
	for (i = 0; i < bed->nr_diffs; i++)
		wrong += !bed->diff[i].len ||
			bed->diff[i].len > NULLAGBLOCK - bed->diff[i].start;
	ok(bed->nr_diffs == 2 && !wrong, "make two differences, of possible ones");
}

int main(void)
{
	struct xfs_extent_store store = { .unsorted = false };
	static struct bed bed;
	unsigned int i;

	test_random();
	for (i = 0; i < 3; i++) {
		if (i < 2)
			xfs_extent_store_add(&store, 10, 10, XFS_OWNER_FILE);
		xfs_extent_store_add(&store, 40, 5, i ? XFS_OWNER_FILE : XFS_EXTENT_UNWRITTEN);
	}
	xfs_extent_store_add(&store, 45, 5, XFS_OWNER_DIR);
	xfs_extent_store_sort(&store);
	test_refcounts(&bed, &store);
	test_free(&bed, &store);
	test_staging(&bed, &store);
	test_errors(&bed, &store);
	xfs_extent_store_destroy(&store);
	return done();
}
