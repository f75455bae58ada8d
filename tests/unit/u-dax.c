// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libxfs/dax: the whole truth table of the EXPERIMENTAL rule, and huge-page
 * eligibility against a model that walks the file piece by piece and byte range
 * by byte range.
 */

#include "libxfs/dax/dax.h"
#include "tests/unit/tap.h"

#define KIB		UINT64_C(1024)
#define MIB		(KIB * KIB)

static void test_rule(void)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < 16; i++) {
		struct xfs_dax_facts f = {
			.reflink = i & 1, .device = i & 2,
			.mount_always = i & 4, .inode = i & 8,
		};

		wrong += xfs_dax_possible(&f) != (i >= 2);
		wrong += xfs_dax_experimental(&f) != ((i & 1) && i > 1);
	}
	is_u64(wrong, 0, "16 combinations of facts, all as the rule says");
	ok(strstr(XFS_DAX_EXPERIMENTAL_TEXT, "EXPERIMENTAL"), "the sentence says EXPERIMENTAL");
}

/* Is the 4 KiB of file at @off mapped and written, and where in memory? */
static bool model_block(const struct xfs_dax_mapping *map, uint64_t mem_start,
			uint64_t off, uint64_t *mem)
{
	if (!map->written || off < map->file_off ||
	    off + 4 * KIB > map->file_off + map->len)
		return false;
	*mem = mem_start + map->dev_off + (off - map->file_off);
	return true;
}

static bool model_piece(const struct xfs_dax_mapping *map, uint64_t mem_start,
			uint64_t piece)
{
	uint64_t off, mem;

	for (off = 0; off < 2 * MIB; off += 4 * KIB) {
		if (!model_block(map, mem_start, piece + off, &mem))
			return false;
		if (off == 0 && mem % (2 * MIB) != 0)
			return false;
	}
	return true;
}

static uint64_t model(const struct xfs_dax_mapping *map, uint64_t mem_start,
		      uint64_t *first)
{
	uint64_t piece, sum = 0;

	for (piece = 0; piece < 16 * MIB; piece += 2 * MIB) {
		if (!model_piece(map, mem_start, piece))
			continue;
		if (!sum)
			*first = piece;
		sum += 2 * MIB;
	}
	return sum;
}

static bool agrees(const struct xfs_dax_mapping *map, uint64_t mem_start,
		   unsigned int *eligible)
{
	uint64_t got_first = 0, want_first = 0;
	uint64_t got = xfs_dax_huge_eligible(map, mem_start, &got_first);
	uint64_t want = model(map, mem_start, &want_first);

	*eligible += want != 0;
	if (got == want && (!want || got_first == want_first))
		return true;
	printf("# file %#" PRIx64 " device %#" PRIx64 " length %#" PRIx64
	       " memory %#" PRIx64 ": got %#" PRIx64 " want %#" PRIx64 "\n",
	       map->file_off, map->dev_off, map->len, mem_start, got, want);
	return false;
}

/* Every combination of offsets around the boundaries. */
static void test_brute(void)
{
	static const uint64_t offs[] = {
		0, 4 * KIB, 1 * MIB, 2 * MIB - 4 * KIB, 2 * MIB, 2 * MIB + 4 * KIB,
		3 * MIB, 4 * MIB, 5 * MIB + 64 * KIB, 6 * MIB,
	};
	static const uint64_t lens[] = {
		0, 4 * KIB, 1 * MIB, 2 * MIB - 4 * KIB, 2 * MIB, 2 * MIB + 4 * KIB,
		3 * MIB, 4 * MIB - 4 * KIB, 4 * MIB, 7 * MIB, 8 * MIB,
	};
	static const uint64_t mems[] = {
		0, 4 * KIB, 1 * MIB, 0x140000000, 0x140200000, 0x140201000,
		-(2 * MIB),
	};
	const size_t no = sizeof(offs) / sizeof(offs[0]);
	const size_t nl = sizeof(lens) / sizeof(lens[0]);
	const size_t nm = sizeof(mems) / sizeof(mems[0]);
	unsigned int wrong = 0, eligible = 0, n = 0;
	size_t i;

	for (i = 0; i < no * no * nl * nm * 2; i++, n++) {
		struct xfs_dax_mapping map = {
			.file_off = offs[i % no],
			.dev_off = offs[i / no % no],
			.len = lens[i / no / no % nl],
			.written = i / no / no / nl / nm,
		};

		wrong += !agrees(&map, mems[i / no / no / nl % nm], &eligible);
	}
	is_u64(wrong, 0, "%u mappings agree with the model, %u of them with a huge page",
	       n, eligible);
	ok(eligible > 100, "enough of them have a huge page");
}

static void test_random(void)
{
	uint64_t seed = 20221;
	unsigned int wrong = 0, eligible = 0, i;

	for (i = 0; i < 20000; i++) {
		uint64_t r = seed = seed * UINT64_C(6364136223846793005) + 1;
		struct xfs_dax_mapping map = {
			.file_off = (r >> 20) % 1024 * 4 * KIB,
			.dev_off = (r >> 30) % 4096 * 4 * KIB,
			.len = (r >> 42) % 2048 * 4 * KIB,
			.written = r >> 60,
		};

		if (i & 1)	/* aligned ones would be rare otherwise */
			map.dev_off = map.file_off + (r >> 30) % 5 * 2 * MIB;
		wrong += !agrees(&map, i & 2 ? 0 : 0x80000000, &eligible);
	}
	is_u64(wrong, 0, "20000 random mappings agree, %u with a huge page", eligible);
}

static void test_extremes(void)
{
	struct xfs_dax_mapping map = {
		.file_off = UINT64_MAX - 4 * MIB, .len = 8 * MIB, .written = true,
	};
	uint64_t first = 0;

	is_u64(xfs_dax_huge_eligible(&map, 0, &first), 0, "a mapping past 2^64 has none");
	map = (struct xfs_dax_mapping){
		.file_off = UINT64_MAX - 100, .len = 50, .written = true,
	};
	is_u64(xfs_dax_huge_eligible(&map, 0, &first), 0, "nor has the last piece of 2^64");
	map = (struct xfs_dax_mapping){
		.file_off = 0, .len = UINT64_MAX, .written = true,
	};
	is_u64(xfs_dax_huge_eligible(&map, 0, &first), UINT64_MAX & ~(2 * MIB - 1),
	       "the longest mapping has all of its whole pieces");
	is_u64(first, 0, "from its start");
}

int main(void)
{
	test_rule();
	test_brute();
	test_random();
	test_extremes();
	return done();
}
