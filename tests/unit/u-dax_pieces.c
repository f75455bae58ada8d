// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxfs/dax/dax_pieces: random files against a model that knows of every 4 KiB block where
 * it is and judges each piece by looking at all of its blocks; then sizes no model can hold.
 */

#include "libxfs/dax/dax_pieces.h"
#include "tests/unit/tap.h"

#define BLOCK		UINT64_C(4096)
#define PIECE_BLOCKS	(XFS_DAX_HUGE / BLOCK)
#define PIECES		5
#define BLOCKS		(PIECES * PIECE_BLOCKS)
#define FILES		6000

struct block {
	bool		mapped, written, known;
	uint64_t	dev;		/* bytes */
};

struct model {
	struct block		block[BLOCKS];
	struct xfs_dax_file	file;
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
	switch (below(3)) {
	case 0:		return 1 + below(PIECE_BLOCKS);
	case 1:		return PIECE_BLOCKS * (1 + below(3));
	default:	return PIECE_BLOCKS - 1 + below(3);
	}
}

/* Often where a huge page would have it, or behind what was before. */
static uint64_t some_place(const struct model *m, uint64_t b)
{
	uint64_t right = (b * BLOCK - m->file.mem_start) & (XFS_DAX_HUGE - 1);

	if (b && m->block[b - 1].mapped && !below(3))
		return m->block[b - 1].dev + BLOCK;
	if (below(2))
		return right + XFS_DAX_HUGE * (1 + below(64));
	return BLOCK * (1 + below(64 * PIECE_BLOCKS));
}

static void fill_model(struct model *m)
{
	uint64_t b = 0, n, i;

	memset(m, 0, sizeof(*m));
	m->file.mem_start = below(3) ? below(9) * XFS_DAX_HUGE : below(2000) * BLOCK;
	m->file.size = below(3) ? BLOCKS * BLOCK : below(BLOCKS * BLOCK + 1);
	for (; b < BLOCKS; b += n) {
		struct block bl = { true, below(10), below(20), some_place(m, b) };

		n = least(some_blocks(), BLOCKS - b);
		for (i = 0; i < n && bl.mapped; i++, bl.dev += BLOCK)
			m->block[b + i] = bl;
		if (!below(8))
			n = least(n + 1 + below(PIECE_BLOCKS), BLOCKS - b);
	}
}

static enum xfs_dax_why judge(const struct model *m, uint64_t p)
{
	const struct block *b = &m->block[p * PIECE_BLOCKS];
	bool hole = false, unwritten = false, unknown = false, apart = false, placed = false;
	uint64_t i, off = p * XFS_DAX_HUGE;

	for (i = 0; i < PIECE_BLOCKS && off + i * BLOCK < m->file.size; i++) {
		hole |= !b[i].mapped;
		unwritten |= !b[i].written;
		unknown |= !b[i].known;
		apart |= b[i].dev != b[0].dev + i * BLOCK;
		placed |= b[i].known &&
			  (m->file.mem_start + b[i].dev) % XFS_DAX_HUGE == i * BLOCK;
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

static void model_bytes(const struct model *m, uint64_t *bytes)
{
	uint64_t b;

	for (b = 0; b < BLOCKS && b * BLOCK < m->file.size; b++)
		if (m->block[b].mapped)
			bytes[judge(m, b / PIECE_BLOCKS)] +=
				least(m->file.size - b * BLOCK, BLOCK);
}

/* Blocks from @b on that can be one extent; at times fewer. */
static uint64_t extent_blocks(const struct model *m, uint64_t b)
{
	const struct block *first = &m->block[b];
	uint64_t n = 1;

	for (; b + n < BLOCKS && below(400); n++)
		if (!first[n].mapped || first[n].dev != first->dev + n * BLOCK ||
		    first[n].written != first->written || first[n].known != first->known)
			break;
	return n;
}

static void stream_bytes(const struct model *m, struct xfs_dax_stream *s)
{
	uint64_t b, n;

	*s = (struct xfs_dax_stream){ .file = m->file };
	for (b = 0; b < BLOCKS; b += n) {
		struct xfs_dax_extent e = {
			.file_off = b * BLOCK, .dev_off = m->block[b].dev,
			.written = m->block[b].written, .address_known = m->block[b].known,
		};

		n = m->block[b].mapped ? extent_blocks(m, b) : 1;
		e.len = n * BLOCK;
		if (m->block[b].mapped)
			xfs_dax_stream_add(s, &e);
	}
	xfs_dax_stream_end(s);
}

static void test_random(void)
{
	static struct model m;
	struct xfs_dax_stream s;
	unsigned int wrong = 0, i, p, seen[XFS_DAX_NR_WHY] = { 0 };

	for (i = 0; i < FILES; i++) {
		uint64_t want[XFS_DAX_NR_WHY] = { 0 };

		random_state = 0x9e3779b97f4a7c15ull * (i + 1);
		fill_model(&m);
		model_bytes(&m, want);
		stream_bytes(&m, &s);
		wrong += memcmp(want, s.bytes, sizeof(want)) != 0;
		for (p = 0; p < XFS_DAX_NR_WHY; p++)
			seen[p] += want[p] != 0;
	}
	is_u64(wrong, 0, "%u files: bytes by reason are as the model has them", FILES);
	for (p = 0; p < XFS_DAX_NR_WHY; p++)
		ok(seen[p] > FILES / 100, "  %s: in %u of them", xfs_dax_why_name(p), seen[p]);
}

/* One extent that is all of the file; returns what of it is eligible. */
static uint64_t eligible(uint64_t size, uint64_t off, uint64_t dev, uint64_t mem_start)
{
	struct xfs_dax_stream s = { .file = { .size = size, .mem_start = mem_start } };
	struct xfs_dax_extent e = {
		.file_off = off, .dev_off = dev, .len = size - off,
		.written = true, .address_known = true,
	};

	xfs_dax_stream_add(&s, &e);
	xfs_dax_stream_end(&s);
	return s.bytes[XFS_DAX_ELIGIBLE];
}

static void test_extremes(void)
{
	const uint64_t most = INT64_MAX, last = most & ~(XFS_DAX_HUGE - 1);

	is_u64(eligible(most, 0, 0, 0), most, "8 EiB in one extent, to the last byte");
	is_u64(eligible(most, last, XFS_DAX_HUGE, 0), most - last, "the last piece alone");
	is_u64(eligible(most, 0, 0, BLOCK), 0, "none when the device starts off the boundary");
	is_u64(eligible(most, 0, XFS_DAX_HUGE - BLOCK, BLOCK), most, "  unless that mends it");
	is_u64(eligible(most, 0, XFS_DAX_HUGE, -XFS_DAX_HUGE), most, "addresses may wrap");
	is_u64(eligible(XFS_DAX_HUGE - 100, 0, 0, 0), XFS_DAX_HUGE - 100,
	       "a file may end within the last page");
	is_u64(eligible(XFS_DAX_HUGE - BLOCK, 0, 0, 0), 0, "  but not before it");
	is_u64(eligible(0, 0, 0, 0), 0, "an empty file has nothing");
}

static void test_realignable(void)
{
	const struct xfs_dax_file f = { .size = 2 * XFS_DAX_HUGE - BLOCK };
	struct xfs_dax_extent e = {
		.file_off = BLOCK, .len = 2 * XFS_DAX_HUGE, .written = true, .address_known = true,
	};
	struct xfs_dax_piece p;

	xfs_dax_piece_begin(&p, 0);
	ok(!xfs_dax_piece_realignable(&p, &f), "a hole has nothing to move");
	xfs_dax_piece_add(&p, &f, &e);
	ok(xfs_dax_piece_realignable(&p, &f), "a piece with some data has");
	xfs_dax_piece_begin(&p, XFS_DAX_HUGE);
	xfs_dax_piece_add(&p, &f, &e);
	ok(!xfs_dax_piece_realignable(&p, &f), "one that the file ends in stays what it is");
}

int main(void)
{
	test_random();
	test_extremes();
	test_realignable();
	return done();
}
