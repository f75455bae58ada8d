// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crc32cselftest: whether every way this machine can compute the checksum of metadata
 * gives what its definition gives, bit by bit.
 */

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "common/host/crc32c.h"
#include "io/io.h"
#include "io/rate.h"

/* As many bytes as the stock program checksums, so that the line is the same. */
#define TEST_BYTES	225944
#define TEST_MAX	4096
#define CRC32C_POLY	0x82f63b78

static uint32_t crc_by_bits(uint32_t crc, const uint8_t *bytes, size_t len)
{
	unsigned int bit;

	while (len--) {
		crc ^= *bytes++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? CRC32C_POLY : 0);
	}
	return crc;
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* Times and tests one piece with every variant; true when all agree. */
static bool test_piece(const uint8_t *bytes, size_t len, uint32_t seed, uint64_t *nsec)
{
	uint32_t want = crc_by_bits(seed, bytes, len), got;
	const struct crc32c_variant *v;
	struct io_rate rate = { 0 };
	struct timespec taken;
	bool good = true;

	for (v = crc32c_variants; v->name; v++) {
		if (!v->usable())
			continue;
		io_rate_begin(&rate);
		got = v->crc(seed, bytes, len);
		io_rate_taken(&rate, &taken);
		if (v == crc32c_chosen())
			*nsec += (uint64_t)taken.tv_nsec;
		good = good && got == want;
	}
	return good;
}

static int run_crc32cselftest(struct io *io, const struct io_args *args)
{
	uint8_t bytes[TEST_MAX + 8];
	uint32_t state = 1;
	size_t i, left, len;
	uint64_t nsec = 0;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)next_random(&state);
	for (left = TEST_BYTES; left; left -= len) {
		len = next_random(&state) % TEST_MAX + 1;
		if (len > left)
			len = left;
		if (!test_piece(bytes + state % 8, len, next_random(&state), &nsec))
			return io_fail(io, "a checksum of %zu bytes is wrong: this machine "
				       "computes metadata checksums that others refuse", len);
	}
	printf("crc32c: tests passed, %u bytes in %" PRIu64 " usec\n", TEST_BYTES, nsec / 1000);
	return 0;
}

const struct io_command io_crc32c_commands[] = {
	{ .name = "crc32cselftest", .run = run_crc32cselftest, .flags = IO_ONCE,
	  .brief = "test the computing of checksums",
	  .help = "Compares every way of computing crc32c that this processor has with the\n"
		  "definition, and tells how long the chosen one took.\n"
		  "\n"
		  "Example: 'crc32cselftest'" },
	{ 0 }
};
