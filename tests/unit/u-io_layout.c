// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * io/layout_piece: thousands of random layouts against a model that knows of every
 * 4 KiB block of a small file where it is, and judges each piece by looking at all of
 * its blocks; then the sizes no model can hold.
 */

#include <stdlib.h>

#include "io/layout.h"
#include "tests/unit/tap.h"

#define BLOCK		4096u
#define PIECE_BLOCKS	(XFS_DAX_HUGE / BLOCK)
#define PIECES		5
#define BLOCKS		(PIECES * PIECE_BLOCKS)
#define LAYOUTS		6000

struct block {
	bool		mapped, written, shared, known;
	uint64_t	dev;		/* bytes */
};

struct model {
	struct block	block[BLOCKS];
	uint64_t	size, mem_start;
};

static uint64_t random_state;

static uint64_t below(uint64_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % n;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* A length that is often of whole pieces, else short. */
static uint64_t some_blocks(void)
{
	switch (below(4)) {
	case 0:		return 1 + below(3);
	case 1:		return 1 + below(PIECE_BLOCKS);
	case 2:		return PIECE_BLOCKS * (1 + below(3));
	default:	return PIECE_BLOCKS - 1 + below(3);
	}
}

/* A place for file block @b that often goes on with, or agrees with, what is before. */
static uint64_t some_place(const struct model *m, uint64_t b)
{
	uint64_t right = (b * BLOCK - m->mem_start) & (XFS_DAX_HUGE - 1);

	if (b && m->block[b - 1].mapped && !below(3))
		return m->block[b - 1].dev + BLOCK;
	if (below(2))
		return right + XFS_DAX_HUGE * (1 + below(64));
	return BLOCK * (1 + below(64 * PIECE_BLOCKS));
}

static void fill_model(struct model *m)
{
	uint64_t b = 0;

	memset(m, 0, sizeof(*m));
	m->mem_start = below(3) ? below(9) * XFS_DAX_HUGE : below(2000) * BLOCK;
	m->size = BLOCKS * (uint64_t)BLOCK;
	if (!below(3))
		m->size = below(m->size + 1);
	while (b < BLOCKS) {
		uint64_t n = least(some_blocks(), BLOCKS - b), i;
		uint64_t dev = some_place(m, b);
		bool mapped = below(8), written = below(10), shared = !below(3);
		bool known = below(20);

		for (i = 0; i < n && mapped; i++)
			m->block[b + i] = (struct block) {
				true, written, shared, known, dev + i * BLOCK };
		b += n;
	}
}

/* As layout_read() would have it, but sometimes cut where nothing ends. */
static void fill_layout(struct layout *l, const struct model *m)
{
	uint64_t b;

	memset(l, 0, sizeof(*l));
	l->size = m->size;
	l->mem_start = m->mem_start;
	for (b = 0; b < BLOCKS; b++) {
		const struct block *bl = &m->block[b];
		struct layout_extent e = {
			.file_off = b * BLOCK, .len = BLOCK, .dev_off = bl->dev,
			.written = bl->written, .shared = bl->shared,
			.address_known = bl->known, .owners = 1 + !below(50),
		};

		if (bl->mapped && layout_add(l, &e))
			abort();
	}
}

static enum xfs_dax_why judge(const struct model *m, uint64_t p)
{
	const struct block *b = &m->block[p * PIECE_BLOCKS];
	bool hole = false, unwritten = false, unknown = false, apart = false, placed = false;
	uint64_t i, off = p * XFS_DAX_HUGE;

	if (off >= m->size)
		return XFS_DAX_LENGTH;
	for (i = 0; i < PIECE_BLOCKS && off + i * BLOCK < m->size; i++) {
		hole |= !b[i].mapped;
		unwritten |= !b[i].written;
		unknown |= !b[i].known;
		apart |= b[i].dev != b[0].dev + i * BLOCK;
		placed |= b[i].known &&
			  (m->mem_start + b[i].dev) % XFS_DAX_HUGE == i * BLOCK;
	}
	if (hole)
		return XFS_DAX_HOLE;
	if (unwritten)
		return XFS_DAX_UNWRITTEN;
	if (i < PIECE_BLOCKS)
		return XFS_DAX_LENGTH;
	if (unknown)
		return XFS_DAX_NO_ADDRESS;
	if (apart)
		return placed ? XFS_DAX_SPLIT : XFS_DAX_FRAGMENTED;
	return placed ? XFS_DAX_ELIGIBLE : XFS_DAX_MISALIGNED;
}

/* Does the piece end within the file's last page, and is some of it worth a move? */
static bool movable(const struct model *m, uint64_t p)
{
	const struct block *b = &m->block[p * PIECE_BLOCKS];
	bool data = false;
	uint64_t i;

	for (i = 0; i < PIECE_BLOCKS; i++)
		data |= b[i].mapped && b[i].written && b[i].known;
	return data && p * XFS_DAX_HUGE + (PIECE_BLOCKS - 1) * BLOCK < m->size;
}

static void model_totals(const struct model *m, uint64_t off, uint64_t len,
			 struct layout_totals *t)
{
	uint64_t p, i;

	memset(t, 0, sizeof(*t));
	for (p = 0; p < PIECES; p++) {
		uint64_t start = p * XFS_DAX_HUGE, bytes;

		if (!len || start + XFS_DAX_HUGE <= off || start >= off + len ||
		    start >= m->size || off >= m->size)
			continue;
		bytes = least(m->size - start, XFS_DAX_HUGE);
		t->why[judge(m, p)] += bytes;
		t->realigned += movable(m, p) ? bytes : 0;
		for (i = p * PIECE_BLOCKS; i < (p + 1) * PIECE_BLOCKS; i++) {
			uint64_t in = i * BLOCK < m->size ?
				      least(m->size - i * BLOCK, BLOCK) : 0;

			t->bytes += m->block[i].mapped ? in : 0;
			t->shared += m->block[i].mapped && m->block[i].shared ? in : 0;
		}
	}
	t->eligible = t->why[XFS_DAX_ELIGIBLE];
}

static unsigned int wrong_pieces(const struct model *m, const struct layout *l)
{
	unsigned int wrong = 0;
	uint64_t p;

	for (p = 0; p < PIECES; p++)
		wrong += layout_piece(l, p * XFS_DAX_HUGE) != judge(m, p);
	return wrong;
}

/* Runs cover all pieces, each with the verdict of every piece in it. */
static unsigned int wrong_runs(const struct model *m, const struct layout *l)
{
	uint64_t at = 0, stop, end = PIECES * XFS_DAX_HUGE;
	enum xfs_dax_why why;
	unsigned int wrong = 0;

	for (; at < end; at = stop) {
		stop = layout_run(l, at, end, &why);
		if (stop <= at || stop > end || stop % XFS_DAX_HUGE)
			return wrong + 1;
		for (; at < stop; at += XFS_DAX_HUGE)
			wrong += at < m->size && judge(m, at / XFS_DAX_HUGE) != why;
	}
	return wrong;
}

static bool wrong_totals(const struct model *m, const struct layout *l)
{
	uint64_t off = below(BLOCKS * (uint64_t)BLOCK), len = below(BLOCKS * (uint64_t)BLOCK);
	struct layout_totals got, want;

	if (!below(3)) {
		off = 0;
		len = BLOCKS * (uint64_t)BLOCK;
	}
	layout_totals(l, off, len, &got);
	model_totals(m, off, len, &want);
	return memcmp(&got, &want, sizeof(got));
}

static bool wrong_eligible(const struct model *m, const struct layout *l)
{
	uint64_t off = below(BLOCKS), len = below(BLOCKS - off), sum = 0, b;

	for (b = off; b < off + len; b++)
		if (judge(m, b / PIECE_BLOCKS) == XFS_DAX_ELIGIBLE)
			sum += b * BLOCK < m->size ? least(m->size - b * BLOCK, BLOCK) : 0;
	return layout_eligible(l, off * BLOCK, len * BLOCK) != sum;
}

/* All bad blocks come, in order, in ranges that do not cross an extent. */
static bool wrong_bad(const struct model *m, const struct layout *l)
{
	struct pmem_badrange ranges[3] = { { 0, 0 } };
	struct mounted mounted = { .pmem = { .bad = ranges, .nr_bad = 3 } };
	bool want[BLOCKS] = { false }, got[BLOCKS] = { false };
	uint64_t at = 0, len, b, i, from = 0;

	for (i = 0; i < 3; i++) {
		ranges[i].start = from + below(40 * PIECE_BLOCKS) * BLOCK;
		ranges[i].len = (1 + below(300)) * BLOCK;
		from = ranges[i].start + ranges[i].len;
	}
	for (b = 0; b < BLOCKS; b++)
		for (i = 0; i < 3; i++)
			want[b] |= m->block[b].mapped && m->block[b].known &&
				   m->block[b].dev >= ranges[i].start &&
				   m->block[b].dev < ranges[i].start + ranges[i].len;
	for (from = 0; layout_next_bad(l, &mounted, &at, &len); from = at) {
		if (at < from || !len || at % BLOCK || len % BLOCK)
			return true;
		for (; len; len -= BLOCK, at += BLOCK)
			got[at / BLOCK] = true;
	}
	return memcmp(want, got, sizeof(want));
}

static void test_random(void)
{
	static struct model m;
	unsigned int pieces = 0, runs = 0, totals = 0, eligible = 0, bad = 0, i, p;
	unsigned int seen[XFS_DAX_NR_WHY] = { 0 };
	struct layout l;

	for (i = 0; i < LAYOUTS; i++) {
		random_state = 0x9e3779b97f4a7c15ull * (i + 1);
		fill_model(&m);
		fill_layout(&l, &m);
		for (p = 0; p < PIECES; p++)
			seen[judge(&m, p)]++;
		pieces += wrong_pieces(&m, &l);
		runs += wrong_runs(&m, &l);
		totals += wrong_totals(&m, &l);
		eligible += wrong_eligible(&m, &l);
		bad += wrong_bad(&m, &l);
		layout_free(&l);
	}
	is_u64(pieces, 0, "%u layouts: every piece is as the model has it", LAYOUTS);
	is_u64(runs, 0, "  every run");
	is_u64(totals, 0, "  totals of a random range");
	is_u64(eligible, 0, "  eligible bytes of a random range");
	is_u64(bad, 0, "  bad memory");
	for (i = 0; i < XFS_DAX_NR_WHY; i++)
		ok(seen[i] > LAYOUTS / 100, "  %s: seen %u times", xfs_dax_why_name(i), seen[i]);
}

static void add(struct layout *l, uint64_t off, uint64_t len, uint64_t dev)
{
	struct layout_extent e = {
		.file_off = off, .len = len, .dev_off = dev, .written = true,
		.address_known = true, .owners = 1,
	};

	if (layout_add(l, &e))
		abort();
}

/* As large as files can be, with nearly nothing in it: in no time. */
static void test_sparse(void)
{
	const uint64_t most = INT64_MAX, last = most & ~(XFS_DAX_HUGE - 1);
	struct layout l = { .size = most };
	struct layout_totals t;
	enum xfs_dax_why why;

	layout_totals(&l, 0, most, &t);
	is_u64(t.why[XFS_DAX_HOLE], most, "8 EiB of nothing are one hole");
	is_u64(t.realigned + t.bytes + t.eligible, 0, "  and no more");
	add(&l, 1ull << 40, XFS_DAX_HUGE, 0);
	add(&l, last, XFS_DAX_HUGE, XFS_DAX_HUGE);
	is_u64(layout_run(&l, 0, most, &why), 1ull << 40, "the hole before data is one run");
	is_u64(layout_run(&l, last, most, &why), 1ull << 63, "the last piece ends at 2^63");
	layout_totals(&l, 0, most, &t);
	is_u64(t.eligible, 2 * XFS_DAX_HUGE - 1, "two eligible pieces, to the last byte");
	is_u64(t.why[XFS_DAX_HOLE], last - XFS_DAX_HUGE, "  the rest is holes");
	layout_totals(&l, most - 1, most, &t);
	is_u64(t.eligible, XFS_DAX_HUGE - 1, "a range that reaches past the end is cut");
	layout_free(&l);
}

static void test_edges(void)
{
	struct layout l = { .size = 0 };
	struct layout_totals t;

	layout_totals(&l, 0, INT64_MAX, &t);
	is_u64(t.bytes + t.why[XFS_DAX_HOLE] + t.why[XFS_DAX_LENGTH], 0, "an empty file has nothing");
	add(&l, 0, 3 * XFS_DAX_HUGE, XFS_DAX_HUGE / 2);
	layout_totals(&l, 0, INT64_MAX, &t);
	is_u64(t.bytes, 0, "what lies beyond the end does not count");
	l.size = XFS_DAX_HUGE - 100;
	l.mem_start = XFS_DAX_HUGE / 2;
	is_u64(layout_piece(&l, 0), XFS_DAX_ELIGIBLE, "a file may end within the last page");
	l.size = XFS_DAX_HUGE - 4096;
	is_u64(layout_piece(&l, 0), XFS_DAX_LENGTH, "  but not before it");
	layout_free(&l);
}

static void test_add(void)
{
	struct layout l = { .size = 1 << 20 };

	add(&l, 0, 4096, 8192);
	add(&l, 4096, 4096, 12288);
	is_u64(l.nr, 1, "what continues is joined");
	add(&l, 8192, 4096, 20480);
	is_u64(l.nr, 2, "  not what lies elsewhere");
	add(&l, 16384, 4096, 24576);
	is_u64(l.nr, 3, "  nor what is behind a hole");
	layout_free(&l);
}

int main(void)
{
	test_random();
	test_sparse();
	test_edges();
	test_add();
	return done();
}
