// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ranges in which owners are named, against a model that has an entry for every block;
 * and the words for an owner.
 */

#include <errno.h>
#include <stdlib.h>

#include "repair/owner_ranges.h"
#include "tests/unit/tap.h"

#define GROUPS	3
#define BLOCKS	400
#define OFFSET	1000000

static uint64_t state = 1;

static unsigned int random_below(unsigned int n)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (state >> 33) % n;
}

struct model {
	bool		wanted[GROUPS][BLOCKS];
	unsigned int	times[GROUPS][BLOCKS];	/* so often an extent was added to it */
};

static struct owner_extent random_extent(bool fork)
{
	struct owner_extent x = { .agbno = random_below(BLOCKS - 1) };

	x.len = 1 + random_below(BLOCKS - x.agbno);
	x.kind = fork ? XFS_OWNER_FILE : XFS_OWNER_INOBT;
	x.owner = fork ? 128 : XFS_RMAP_OWN_INOBT;
	x.offset = fork ? OFFSET + x.agbno : 0;		/* so an offset tells its block */
	return x;
}

static void add_ranges(struct owner_ranges *o, struct model *m)
{
	unsigned int i, n = random_below(40), b;
	struct owner_extent x;
	xfs_agnumber_t agno;

	for (i = 0; i < n; i++) {
		x = random_extent(false);
		x.len = 1 + x.len % 20;
		if (x.agbno + x.len > BLOCKS)
			x.len = BLOCKS - x.agbno;
		agno = random_below(GROUPS);
		owner_ranges_add(o, agno, x.agbno, x.len);
		for (b = 0; b < x.len; b++)
			m->wanted[agno][x.agbno + b] = true;
	}
}

static bool ranges_are_disjoint(const struct owner_ranges *o)
{
	size_t i;

	for (i = 1; i < o->nr; i++)
		if (o->ranges[i].agno == o->ranges[i - 1].agno &&
		    o->ranges[i].agbno <= o->ranges[i - 1].agbno + o->ranges[i - 1].len)
			return false;
	return true;
}

static bool owners_match(const struct owner_ranges *o, struct model *m)
{
	const struct range_owner *w;
	unsigned int b, g;
	size_t i;

	for (i = 0; i < o->nr_owners; i++) {
		w = &o->owners[i];
		if (w->x.owner == 128 && w->x.offset != OFFSET + w->x.agbno)
			return false;
		for (b = 0; b < w->x.len; b++) {
			if (!m->wanted[w->agno][w->x.agbno + b] ||
			    !m->times[w->agno][w->x.agbno + b]--)
				return false;
		}
	}
	for (g = 0; g < GROUPS; g++)
		for (b = 0; b < BLOCKS; b++)
			if (m->wanted[g][b] && m->times[g][b])
				return false;
	return true;
}

static bool round_matches(void)
{
	struct model *m = calloc(1, sizeof(*m));
	struct owner_ranges o;
	struct owner_extent x;
	unsigned int i, b, agno;
	bool good;

	if (!m || owner_ranges_init(&o, 1000, 100000))
		exit(1);
	add_ranges(&o, m);
	owner_ranges_sort(&o);
	good = ranges_are_disjoint(&o);
	for (i = 0; i < 50; i++) {
		x = random_extent(i % 2);
		agno = random_below(GROUPS);
		good = good && !o.sink.add(&o.sink, agno, &x, 1);
		for (b = 0; b < x.len; b++)
			m->times[agno][x.agbno + b]++;
	}
	good = good && owners_match(&o, m);
	owner_ranges_destroy(&o);
	free(m);
	return good;
}

static void test_model(void)
{
	unsigned int i, good = 0;

	for (i = 0; i < 500; i++)
		good += round_matches();
	is_u64(good, 500, "500 random sets of ranges and extents as the model has them");
}

static void test_bounds(void)
{
	struct owner_extent x = { .agbno = 10, .len = 5, .owner = 128 };
	struct owner_ranges o;

	if (owner_ranges_init(&o, 2, 1))
		exit(1);
	owner_ranges_add(&o, 0, 10, 1);
	owner_ranges_add(&o, 0, 14, 1);
	owner_ranges_add(&o, 0, 30, 1);
	is_u64(o.nr, 2, "no more ranges than were asked for");
	is_u64(o.forgotten, 1, "and what is forgotten is counted");
	owner_ranges_sort(&o);
	ok(o.sink.add(&o.sink, 0, &x, 1) == -E2BIG, "too many owners are an error");
	is_u64(o.nr_owners, 1, "and those before it are there");
	owner_ranges_forget(&o);
	is_u64(o.nr_owners, 0, "owners can be forgotten");
	owner_ranges_destroy(&o);

	/* The last block there can be. */
	if (owner_ranges_init(&o, 2, 8))
		exit(1);
	owner_ranges_add(&o, 7, UINT32_MAX, 1);
	owner_ranges_sort(&o);
	x.agbno = UINT32_MAX - 4;
	ok(!o.sink.add(&o.sink, 7, &x, 1) && o.nr_owners == 1 &&
	   o.owners[0].x.agbno == UINT32_MAX, "no number overflows at the end of a group");
	owner_ranges_destroy(&o);
}

static void test_words(void)
{
	struct owner_extent x = { .agbno = 5, .len = 2, .owner = 128, .offset = 9 };
	struct place p = owner_place(3, &x);

	is_str(owner_name(&x), "data fork", "a data fork by name");
	ok(p.ino == 128 && p.offset == 9 && p.agno == 3 && p.agbno == 5 && p.len == 2,
	   "its place has inode, offset and blocks");
	x.kind = XFS_EXTENT_BMBT | XFS_EXTENT_ATTR;
	is_str(owner_name(&x), "map of the attribute fork", "a map block by name");
	ok(owner_place(3, &x).offset == NULLFILEOFF, "which has no offset");
	x.owner = XFS_RMAP_OWN_LOG;
	x.kind = XFS_OWNER_LOG;
	is_str(owner_name(&x), "log", "the log by name");
	ok(owner_place(3, &x).ino == NULLFSINO, "which is no inode's");
}

int main(void)
{
	test_model();
	test_bounds();
	test_words();
	return done();
}
