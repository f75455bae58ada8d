// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What daxclone shares and copies, what daxalign moves, and where the pool cuts aligned
 * pieces: each against a model that looks at every block of a small random file.
 */

#include <errno.h>
#include <stdlib.h>

#include "io/daxalign.h"
#include "io/daxclone.h"
#include "tests/unit/tap.h"

#define BLOCK	(512 << 10)		/* a quarter of a piece: few blocks, all cases */
#define PER	(XFS_DAX_HUGE / BLOCK)
#define BLOCKS	64
#define ROUNDS	20000

struct model {
	bool	data[BLOCKS], written[BLOCKS], shared[BLOCKS], bad[BLOCKS];
	uint64_t dev[BLOCKS];		/* in blocks */
	struct layout l;
	struct clone_range ranges[BLOCKS];
	size_t	nr_ranges;
};

static uint64_t state = 42;

static uint64_t rnd(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

/* Runs of blocks that lie somewhere, often where huge pages could map them. */
static void make_blocks(struct model *m)
{
	unsigned int i, n, stop;

	for (i = 0; i < BLOCKS; i = stop) {
		bool data = rnd(5), written = rnd(6), shared = rnd(2);
		uint64_t dev = rnd(1000) * PER + i % PER + (rnd(3) ? 0 : rnd(PER));

		stop = i + 1 + rnd(3 * PER);
		if (!rnd(3))
			stop = (i / PER + 1 + rnd(2)) * PER;
		for (n = i; n < stop && n < BLOCKS; n++) {
			m->data[n] = data;
			m->written[n] = data && written;
			m->shared[n] = data && written && shared;
			m->dev[n] = dev + n - i;
			m->bad[n] = false;
		}
	}
	for (n = rnd(4); n; n--)
		m->bad[rnd(BLOCKS)] = true;
}

static void make_layout(struct model *m, uint64_t mem_blocks)
{
	unsigned int i;

	layout_free(&m->l);
	m->l = (struct layout) {
		.size = (uint64_t)BLOCKS * BLOCK, .mem_start = mem_blocks * BLOCK,
	};
	m->nr_ranges = 0;
	for (i = 0; i < BLOCKS; i++) {
		struct layout_extent e = {
			.file_off = (uint64_t)i * BLOCK, .len = BLOCK,
			.dev_off = m->dev[i] * BLOCK, .written = m->written[i],
			.shared = m->shared[i], .address_known = true,
		};

		if (m->bad[i])
			m->ranges[m->nr_ranges++] = (struct clone_range) { e.file_off, BLOCK };
		if (m->data[i] && layout_add(&m->l, &e))
			abort();
	}
}

static bool is_huge(const struct model *m, unsigned int first)
{
	unsigned int i;

	for (i = first; i < first + PER; i++)
		if (!m->written[i] || m->dev[i] != m->dev[first] + i - first)
			return false;
	return (m->dev[first] + m->l.mem_start / BLOCK) % PER == 0;
}

static bool any(const bool *of, unsigned int first)
{
	unsigned int i;

	for (i = first; i < first + PER; i++)
		if (of[i])
			return true;
	return false;
}

static enum clone_kind block_kind(const struct model *m, unsigned int i, enum clone_kind data)
{
	return m->bad[i] ? CLONE_SKIP : m->written[i] ? data : CLONE_HOLE;
}

/* What is to become of block @i of a clone of [@from, @to). */
static enum clone_kind model_kind(const struct model *m, unsigned int i, unsigned int from,
				  unsigned int to, bool align)
{
	unsigned int first = i / PER * PER;

	if (first < from || first + PER > to)
		return block_kind(m, i, CLONE_COPY);
	if (!align)
		return block_kind(m, i, CLONE_SHARE);
	if (any(m->bad, first))
		return block_kind(m, i, CLONE_COPY);
	if (is_huge(m, first))
		return CLONE_SHARE;
	return any(m->written, first) ? CLONE_ALIGN : CLONE_HOLE;
}

/* Blocks of the plan that the model sees in another way, gaps, and pieces unmerged. */
static unsigned int count_wrong(const struct model *m, const struct clone_plan *plan,
				unsigned int from, unsigned int to, bool align)
{
	uint64_t at = (uint64_t)from * BLOCK, bytes[CLONE_NR_KINDS] = { 0 }, pos;
	unsigned int wrong = 0, kind;
	size_t i;

	for (i = 0; i < plan->nr; i++) {
		const struct clone_piece *p = &plan->pieces[i];

		wrong += p->off != at || !p->len;
		wrong += i && p->kind == plan->pieces[i - 1].kind;
		for (pos = p->off; pos < p->off + p->len; pos += BLOCK)
			wrong += model_kind(m, pos / BLOCK, from, to, align) != p->kind;
		bytes[p->kind] += p->len;
		at = p->off + p->len;
	}
	wrong += at != (uint64_t)to * BLOCK;
	for (kind = 0; kind < CLONE_NR_KINDS; kind++)
		wrong += bytes[kind] != plan->bytes[kind];
	return wrong;
}

static void test_clone(void)
{
	unsigned int round, wrong = 0, aligned = 0, from, to;
	struct clone_plan plan;
	struct model m = { 0 };

	for (round = 0; round < ROUNDS; round++) {
		bool align = rnd(2);

		make_blocks(&m);
		make_layout(&m, rnd(PER));
		from = rnd(BLOCKS);
		to = from + rnd(BLOCKS - from + 1);
		if (clone_plan_make(&m.l, m.ranges, m.nr_ranges, (uint64_t)from * BLOCK,
				    (uint64_t)(to - from) * BLOCK, align, &plan))
			abort();
		wrong += count_wrong(&m, &plan, from, to, align);
		aligned += plan.bytes[CLONE_ALIGN] != 0;
		clone_plan_free(&plan);
	}
	is_u64(wrong, 0, "daxclone: %u random plans are those of the model", ROUNDS);
	ok(aligned > ROUNDS / 8, "of which %u copy to aligned places", aligned);
	layout_free(&m.l);
}

static void test_clone_bytes(void)
{
	struct layout_extent e = { .len = 5 * XFS_DAX_HUGE, .written = true, .address_known = true };
	struct layout l = { .size = 5 * XFS_DAX_HUGE };
	struct clone_plan plan;

	if (layout_add(&l, &e))
		abort();
	clone_plan_make(&l, NULL, 0, 1, 3 * XFS_DAX_HUGE, false, &plan);
	is_u64(plan.bytes[CLONE_COPY], XFS_DAX_HUGE, "an odd start copies a head and a tail");
	is_u64(plan.bytes[CLONE_SHARE], 2 * XFS_DAX_HUGE, "and shares what is between");
	clone_plan_free(&plan);
	clone_plan_make(&l, NULL, 0, XFS_DAX_HUGE + 1, 10, true, &plan);
	is_u64(plan.nr, 1, "a range within a piece");
	is_u64(plan.bytes[CLONE_COPY], 10, "is copied");
	clone_plan_free(&plan);
	clone_plan_make(&l, NULL, 0, 0, 0, true, &plan);
	is_u64(plan.nr, 0, "nothing is planned for nothing");
	clone_plan_free(&plan);
	layout_free(&l);
}

/* Whether daxalign is to move the piece at @first. */
static bool model_moves(const struct model *m, unsigned int first)
{
	return any(m->written, first) && !is_huge(m, first) &&
		(uint64_t)(first + PER) * BLOCK <= m->l.size;
}

static uint64_t model_extra(const struct model *m, unsigned int first)
{
	uint64_t extra = 0;
	unsigned int i;

	for (i = first; i < first + PER; i++)
		extra += !m->data[i] || m->shared[i] ? BLOCK : 0;
	return extra;
}

static unsigned int align_wrong(const struct model *m, const struct align_plan *plan,
				unsigned int from, unsigned int to)
{
	unsigned int first, wrong = 0;
	uint64_t bytes = 0, extra = 0;
	size_t i = 0;

	for (first = from / PER * PER; first < to; first += PER) {
		if (!model_moves(m, first))
			continue;
		wrong += i >= plan->nr || plan->pieces[i].off != (uint64_t)first * BLOCK ||
			plan->pieces[i].extra != model_extra(m, first);
		bytes += XFS_DAX_HUGE;
		extra += model_extra(m, first);
		i++;
	}
	return wrong + (i != plan->nr) + (bytes != plan->bytes) + (extra != plan->extra);
}

static void test_align(void)
{
	unsigned int round, wrong = 0, moved = 0, from, to;
	struct align_plan plan;
	struct mounted none = { 0 };
	struct model m = { 0 };

	for (round = 0; round < ROUNDS; round++) {
		make_blocks(&m);
		make_layout(&m, rnd(PER));
		m.l.size -= rnd(PER) * BLOCK;
		from = rnd(BLOCKS);
		to = from + 1 + rnd(BLOCKS - from);
		if (align_plan_make(&m.l, &none, (uint64_t)from * BLOCK,
				    (uint64_t)(to - from) * BLOCK, &plan))
			abort();
		wrong += align_wrong(&m, &plan, from, to);
		moved += plan.nr;
		align_plan_free(&plan);
	}
	is_u64(wrong, 0, "daxalign: %u random plans are those of the model", ROUNDS);
	ok(moved > ROUNDS, "%u broken pieces in them", moved);
	layout_free(&m.l);
}

/* A last piece that ends in its last page is mapped as a whole, so it is mended. */
static void test_last_page(void)
{
	struct layout_extent e = { .len = XFS_DAX_HUGE, .dev_off = 4096, .written = true,
				   .address_known = true };
	struct layout l = { .size = XFS_DAX_HUGE - 4095 };
	struct mounted none = { 0 };
	struct align_plan plan;

	if (layout_add(&l, &e))
		abort();
	align_plan_make(&l, &none, 0, INT64_MAX, &plan);
	is_u64(plan.nr, 1, "a file of 2 MiB less 4095 bytes can be mended");
	is_u64(plan.bytes, XFS_DAX_HUGE - 4095, "to its end");
	align_plan_free(&plan);
	l.size--;
	align_plan_make(&l, &none, 0, INT64_MAX, &plan);
	is_u64(plan.nr, 0, "one byte shorter cannot");
	align_plan_free(&plan);
	layout_free(&l);
}

/* All the aligned pieces of a chunk, and nothing else, without asking for more space. */
static unsigned int cut_wrong(struct model *m)
{
	struct staging_pool pool = { .chunk = m->l, .file = { .fd = -1, .dir = -1 } };
	unsigned int i = 0, run, wrong = 0;
	uint64_t off;

	while (i + PER <= BLOCKS) {
		bool good = (m->dev[i] + m->l.mem_start / BLOCK) % PER == 0;

		for (run = 0; run < PER; run++)
			good = good && m->data[i + run] &&
				m->written[i + run] == m->written[i] &&
				m->shared[i + run] == m->shared[i] &&
				m->dev[i + run] == m->dev[i] + run;
		if (!good) {
			i++;
			continue;
		}
		wrong += staging_pool_cut(&pool, 1, &off) || off != (uint64_t)i * BLOCK;
		i += PER;
	}
	/* The next asks the kernel, of a file that is none. */
	wrong += staging_pool_cut(&pool, 1, &off) != -EBADF;
	return wrong;
}

static void test_pool(void)
{
	unsigned int round, wrong = 0;
	struct model m = { 0 };

	for (round = 0; round < ROUNDS; round++) {
		make_blocks(&m);
		make_layout(&m, rnd(PER));
		wrong += cut_wrong(&m);
	}
	is_u64(wrong, 0, "the pool cuts %u random chunks as the model does", ROUNDS);
	layout_free(&m.l);
}

int main(void)
{
	test_clone();
	test_clone_bytes();
	test_align();
	test_last_page();
	test_pool();
	return done();
}
