// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fingerprints of reverse mappings: equal for what is equal however it is split,
 * ordered or divided among threads; different for every difference; and in which region.
 */
#include <stdlib.h>

#include "libxfs/reflink/rmap_sum.h"
#include "tests/unit/mutate.h"
#include "tests/unit/tap.h"

#define BLOCKS		100000U
#define MAX_MAPS	400

static const struct xfs_rmap_seed seed = { { 0x0123456789abcdefULL, 0xfedcba9876543210ULL } };

struct maps {
	struct xfs_rmap_irec	m[MAX_MAPS];
	unsigned int		nr;
};

static void start(struct xfs_rmap_sum *sum, xfs_agblock_t blocks)
{
	if (xfs_rmap_sum_init(sum, &seed, blocks))
		abort();
}

static void sum_of(struct xfs_rmap_sum *sum, const struct maps *maps, xfs_agblock_t blocks)
{
	unsigned int i;

	start(sum, blocks);
	for (i = 0; i < maps->nr; i++)
		if (xfs_rmap_sum_add(sum, &maps->m[i]))
			abort();
}

static bool equal(const struct xfs_rmap_sum *a, const struct xfs_rmap_sum *b)
{
	xfs_agblock_t at;
	xfs_extlen_t len;

	return xfs_rmap_sum_differs(a, b, 0, &at, &len) == a->nr;
}

static bool equal_maps(const struct maps *a, const struct maps *b)
{
	struct xfs_rmap_sum sa, sb;
	bool same;

	sum_of(&sa, a, BLOCKS);
	sum_of(&sb, b, BLOCKS);
	same = equal(&sa, &sb);
	xfs_rmap_sum_destroy(&sa);
	xfs_rmap_sum_destroy(&sb);
	return same;
}

/* ---- Mappings at random ---- */

static bool moves(const struct xfs_rmap_irec *m)
{
	return !XFS_RMAP_NON_INODE_OWNER(m->owner) && !(m->flags & XFS_RMAP_OFF_BMBT_BLOCK);
}

static struct xfs_rmap_irec random_map(void)
{
	struct xfs_rmap_irec m = { .owner = 128 + mutate_random() % 20 };
	uint32_t kind = mutate_random() % 8;

	m.startblock = mutate_random() % (BLOCKS - 1);
	m.blockcount = 1 + mutate_random() % (BLOCKS - m.startblock);
	if (mutate_random() % 4)
		m.blockcount = 1 + m.blockcount % 300 % (BLOCKS - m.startblock);
	if (kind == 0)
		m.owner = XFS_RMAP_OWN_FS - mutate_random() % 7;
	else if (kind == 1)
		m.flags = XFS_RMAP_OFF_BMBT_BLOCK |
			  (mutate_random() % 2 ? XFS_RMAP_OFF_ATTR_FORK : 0);
	else
		m.flags = (uint64_t)(mutate_random() % 4 == 0) << 61 |
			  (uint64_t)(mutate_random() % 4 == 0) << 63;
	if (moves(&m))
		m.offset = (uint64_t)mutate_random() << mutate_random() % 22;
	return m;
}

static void random_maps(struct maps *maps, unsigned int most)
{
	unsigned int i;

	maps->nr = 1 + mutate_random() % most;
	for (i = 0; i < maps->nr; i++)
		maps->m[i] = random_map();
}

static void shuffle(struct maps *maps)
{
	struct xfs_rmap_irec t;
	unsigned int i, k;

	for (i = maps->nr; i > 1; i--) {
		k = mutate_random() % i;
		t = maps->m[i - 1];
		maps->m[i - 1] = maps->m[k];
		maps->m[k] = t;
	}
}

/* Splits any mapping of more than one block in two. */
static void split(struct maps *maps)
{
	struct xfs_rmap_irec *m = &maps->m[mutate_random() % maps->nr], *half;
	xfs_extlen_t at;

	if (m->blockcount < 2 || maps->nr == MAX_MAPS)
		return;
	at = 1 + mutate_random() % (m->blockcount - 1);
	half = &maps->m[maps->nr++];
	*half = *m;
	half->startblock += at;
	half->blockcount -= at;
	if (moves(m))
		half->offset += at;
	m->blockcount = at;
}

static void test_same(void)
{
	unsigned int i, k, wrong = 0;
	struct maps a, b;

	for (i = 0; i < 1500; i++) {
		random_maps(&a, 60);
		b = a;
		for (k = mutate_random() % 200; k; k--)
			split(&b);
		shuffle(&b);
		wrong += !equal_maps(&a, &b);
	}
	is_u64(wrong, 0, "1500 multitudes, split and shuffled, stay what they are");
}

static void test_threads(void)
{
	struct xfs_rmap_sum all, part[3];
	unsigned int i;
	struct maps a;

	random_maps(&a, MAX_MAPS);
	sum_of(&all, &a, BLOCKS);
	for (i = 0; i < 3; i++)
		start(&part[i], BLOCKS);
	for (i = 0; i < a.nr; i++)
		xfs_rmap_sum_add(&part[mutate_random() % 3], &a.m[i]);
	ok(!xfs_rmap_sum_merge(&part[0], &part[1]) && !xfs_rmap_sum_merge(&part[0], &part[2]) &&
	   equal(&part[0], &all), "sums of several threads add up");
	part[1].seed.k[1]++;
	is_u64(-xfs_rmap_sum_merge(&part[0], &part[1]), EINVAL, "but not of another seed");
	xfs_rmap_sum_destroy(&part[1]);
	start(&part[1], BLOCKS - 1);
	is_u64(-xfs_rmap_sum_merge(&part[0], &part[1]), EINVAL, "nor of another group");
	for (i = 0; i < 3; i++)
		xfs_rmap_sum_destroy(&part[i]);
	xfs_rmap_sum_destroy(&all);
}

/* ---- Every difference ---- */

enum change { START, COUNT, SHIFT, OWNER, OFFSET, ATTR, BMBT, UNWRITTEN, LOST, TWICE, CHANGES };

static const char *const change_name[CHANGES] = {
	"another first block", "another length", "moved with its offset", "another owner",
	"another offset", "another fork", "map block or not", "another state", "lost", "twice",
};

/* Changes one mapping; false if it cannot be. */
static bool change(struct maps *maps, enum change what, unsigned int i)
{
	struct xfs_rmap_irec *m = &maps->m[i];
	uint64_t bit = 1ULL << mutate_random() % 54;

	switch (what) {
	case START:
		m->startblock ^= 1U << mutate_random() % 17;
		break;
	case COUNT:
		m->blockcount ^= 1U << mutate_random() % 17;
		break;
	case SHIFT:
		m->startblock++;
		m->offset++;
		break;
	case OWNER:
		m->owner ^= 1ULL << mutate_random() % 64;
		break;
	case OFFSET:
		m->offset ^= bit;
		break;
	case LOST:
		*m = maps->m[--maps->nr];
		break;
	case TWICE:
		maps->m[maps->nr++] = *m;
		break;
	default:
		m->flags ^= what == ATTR ? XFS_RMAP_OFF_ATTR_FORK :
			what == BMBT ? XFS_RMAP_OFF_BMBT_BLOCK : XFS_RMAP_OFF_UNWRITTEN;
	}
	return m->blockcount && m->startblock + (uint64_t)m->blockcount <= BLOCKS;
}

static void test_changes(void)
{
	unsigned int what, i, tried, missed;
	struct maps a, b;

	for (what = 0; what < CHANGES; what++) {
		tried = missed = 0;
		for (i = 0; i < 600; i++) {
			random_maps(&a, 30);
			b = a;
			if (!change(&b, what, mutate_random() % a.nr))
				continue;
			shuffle(&b);
			tried++;
			missed += equal_maps(&a, &b);
		}
		ok(tried > 150 && !missed, "%s: found %u times of %u", change_name[what],
		   tried - missed, tried);
	}
}

/*
 * All multitudes of up to three mappings of four blocks by two owners: the sums are
 * equal exactly when every block is mapped as often by each.
 */
#define TINY		4
#define TINY_MAPS	(TINY * (TINY + 1) / 2 * 2)

struct tiny {
	uint64_t	often;		/* 4 bits a block and owner */
	struct xfs_rmap_lanes sum;
};

static int cmp_tiny(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct tiny));
}

static struct tiny tiny_of(const struct maps *maps)
{
	struct tiny t = { .often = 0 };
	struct xfs_rmap_sum sum;
	unsigned int i, k;

	sum_of(&sum, maps, TINY);
	for (k = 0; k < sum.nr; k++) {
		/* A polynomial, so that the buckets are told apart. */
		t.sum.lane[0] = t.sum.lane[0] * 0x9e3779b97f4a7c15ULL + sum.bucket[k].lane[0];
		t.sum.lane[1] = t.sum.lane[1] * 0x9e3779b97f4a7c15ULL + sum.bucket[k].lane[1];
	}
	xfs_rmap_sum_destroy(&sum);
	for (i = 0; i < maps->nr; i++)
		for (k = 0; k < maps->m[i].blockcount; k++)
			t.often += 1ULL << 4 * (maps->m[i].startblock + k +
						TINY * (maps->m[i].owner - 128));
	return t;
}

static unsigned int tiny_all(struct tiny *all, const struct xfs_rmap_irec *universe)
{
	unsigned int a, b, c, n = 0;
	struct maps maps;

	/* TINY_MAPS stands for none. */
	for (a = 0; a <= TINY_MAPS; a++)
		for (b = a; b <= TINY_MAPS; b++)
			for (c = b; c <= TINY_MAPS; c++) {
				maps.nr = 0;
				if (a < TINY_MAPS)
					maps.m[maps.nr++] = universe[a];
				if (b < TINY_MAPS)
					maps.m[maps.nr++] = universe[b];
				if (c < TINY_MAPS)
					maps.m[maps.nr++] = universe[c];
				all[n++] = tiny_of(&maps);
			}
	return n;
}

static void test_meaning(void)
{
	static struct tiny all[(TINY_MAPS + 3) * (TINY_MAPS + 2) * (TINY_MAPS + 1) / 6];
	struct xfs_rmap_irec universe[TINY_MAPS];
	unsigned int o, s, l, n = 0, i, k, wrong = 0, same = 0;

	for (o = 0; o < 2; o++)
		for (s = 0; s < TINY; s++)
			for (l = 1; l <= TINY - s; l++)
				universe[n++] = (struct xfs_rmap_irec){ s, l, 128 + o, 50 + s, 0 };
	n = tiny_all(all, universe);
	qsort(all, n, sizeof(*all), cmp_tiny);
	for (i = 0; i < n; i++)
		for (k = i + 1; k < n; k++) {
			bool sums = !memcmp(&all[i].sum, &all[k].sum, sizeof(all[i].sum));

			wrong += sums != (all[i].often == all[k].often);
			same += sums;
		}
	ok(n == 1771 && !wrong && same,
	   "%u multitudes of four blocks: %u pairs are equal, none but those that should",
	   n, same);
}

/* ---- Regions ---- */

static bool overlaps(const struct xfs_rmap_irec *m, xfs_agblock_t at, xfs_extlen_t len)
{
	return m->startblock < at + len && at < m->startblock + m->blockcount;
}

/* A lost mapping is seen in each region it has blocks in, and in no other. */
static bool region_once(xfs_agblock_t blocks)
{
	struct xfs_rmap_sum with, without;
	struct xfs_rmap_irec lost;
	xfs_agblock_t at = 0;
	xfs_extlen_t len = 0;
	unsigned int bucket, seen = 0, want;
	struct maps a;
	bool good = true;

	random_maps(&a, 30);
	sum_of(&with, &a, blocks);
	lost = a.m[--a.nr];
	sum_of(&without, &a, blocks);
	want = ((lost.startblock + lost.blockcount - 1) >> with.shift) -
		(lost.startblock >> with.shift) + 1;
	for (bucket = 0;; bucket++) {
		bucket = xfs_rmap_sum_differs(&with, &without, bucket, &at, &len);
		if (bucket == with.nr)
			break;
		good &= overlaps(&lost, at, len) && at == bucket << with.shift;
		good &= at + len <= blocks && (len == 1U << with.shift || at + len == blocks);
		seen++;
	}
	xfs_rmap_sum_destroy(&with);
	xfs_rmap_sum_destroy(&without);
	return good && seen == want;
}

static void test_regions(void)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < 1500; i++)
		wrong += !region_once(i % 2 ? BLOCKS : BLOCKS + mutate_random() % 4000000);
	is_u64(wrong, 0, "a difference is seen in the regions it lies in, 1500 times");
}

static void test_limits(void)
{
	struct xfs_rmap_irec m = { 0, NULLAGBLOCK, 128, 0, 0 };
	struct xfs_rmap_sum sum, empty;

	is_u64(-xfs_rmap_sum_init(&sum, &seed, 0), EINVAL, "a group has blocks");
	start(&sum, 1);
	is_u64(sum.nr, 1, "one block, one region");
	xfs_rmap_sum_destroy(&sum);
	start(&sum, NULLAGBLOCK);
	start(&empty, NULLAGBLOCK);
	is_u64(sum.nr, XFS_RMAP_SUM_BUCKETS, "the largest group has no more regions");
	is_u64(xfs_rmap_sum_add(&sum, &m), 0, "all its blocks");
	ok(!equal(&sum, &empty), "are something");
	m = (struct xfs_rmap_irec){ NULLAGBLOCK - 1, 2, 128, 0, 0 };
	is_u64(-xfs_rmap_sum_add(&sum, &m), EINVAL, "not one more");
	m.blockcount = 0;
	is_u64(-xfs_rmap_sum_add(&sum, &m), EINVAL, "nor none");
	m = (struct xfs_rmap_irec){ 0xffffff00, 0xffffffff, 128, 0, 0 };
	is_u64(-xfs_rmap_sum_add(&sum, &m), EINVAL, "nor what wraps");
	xfs_rmap_sum_destroy(&sum);
	xfs_rmap_sum_destroy(&empty);
}

/* ---- The hash ---- */

/* Of mappings that differ in one bit, the bits of both lanes differ half the time. */
static void test_mixing(void)
{
	unsigned int differ[128] = { 0 }, i, bit, low = ~0U, high = 0, n = 4000;
	struct xfs_rmap_lanes x[2];
	struct xfs_rmap_sum sum;
	struct maps a;

	for (i = 0; i < n; i++) {
		a.nr = 1;
		a.m[0] = random_map();
		sum_of(&sum, &a, BLOCKS);
		x[0] = sum.bucket[a.m[0].startblock >> sum.shift];
		xfs_rmap_sum_destroy(&sum);
		a.m[0].owner ^= 1ULL << i % 64;
		sum_of(&sum, &a, BLOCKS);
		x[1] = sum.bucket[a.m[0].startblock >> sum.shift];
		xfs_rmap_sum_destroy(&sum);
		for (bit = 0; bit < 128; bit++)
			differ[bit] += (x[0].lane[bit / 64] ^ x[1].lane[bit / 64]) >>
				bit % 64 & 1;
	}
	for (bit = 0; bit < 128; bit++) {
		low = differ[bit] < low ? differ[bit] : low;
		high = differ[bit] > high ? differ[bit] : high;
	}
	ok(low > n * 45 / 100 && high < n * 55 / 100,
	   "each of 128 bits changes in half of %u cases: %u to %u", n, low, high);
}

static void test_seed(void)
{
	struct xfs_rmap_seed other = seed;
	struct xfs_rmap_sum a, b;
	struct xfs_rmap_irec m = { 5, 7, 128, 9, 0 };
	unsigned int i, same = 0;

	for (i = 0; i < 128; i++) {
		start(&a, BLOCKS);
		other.k[i / 64] ^= 1ULL << i % 64;
		xfs_rmap_sum_init(&b, &other, BLOCKS);
		xfs_rmap_sum_add(&a, &m);
		xfs_rmap_sum_add(&b, &m);
		same += equal(&a, &b);
		xfs_rmap_sum_destroy(&a);
		xfs_rmap_sum_destroy(&b);
		other = seed;
	}
	is_u64(same, 0, "every bit of the seed matters");
}

int main(void)
{
	test_same();
	test_threads();
	test_changes();
	test_meaning();
	test_regions();
	test_limits();
	test_mixing();
	test_seed();
	return done();
}
