// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crc32c: the published vectors (RFC 3720 appendix B.4 and the usual check
 * string), and every variant this processor can run against a sum computed one
 * bit at a time, over odd lengths, unaligned addresses and split points.
 */
#include "common/host/crc32c.h"
#include "libxfs/env.h"
#include "tests/unit/tap.h"

#define MAX_LEN		5000

static unsigned char data[MAX_LEN + 64];
static uint32_t want_at[MAX_LEN + 1];	/* sum of the first n bytes from @shift on */

static uint32_t by_bits(uint32_t crc, const unsigned char *p, size_t len)
{
	int k;

	for (; len; p++, len--) {
		crc ^= *p;
		for (k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
	}
	return crc;
}

static void vectors(const struct crc32c_variant *v)
{
	unsigned char b[48];
	int i;

	is_u64(~v->crc(~0u, "123456789", 9), 0xe3069283, "%s: check string", v->name);
	memset(b, 0, 32);
	is_u64(~v->crc(~0u, b, 32), 0x8a9136aa, "%s: 32 zeroes", v->name);
	memset(b, 0xff, 32);
	is_u64(~v->crc(~0u, b, 32), 0x62a8ab43, "%s: 32 ones", v->name);
	for (i = 0; i < 32; i++)
		b[i] = i;
	is_u64(~v->crc(~0u, b, 32), 0x46dd794e, "%s: ascending", v->name);
	for (i = 0; i < 32; i++)
		b[i] = 31 - i;
	is_u64(~v->crc(~0u, b, 32), 0x113fdb5c, "%s: descending", v->name);
	memset(b, 0, 48);
	b[0] = 0x01, b[1] = 0xc0, b[16] = 0x14, b[22] = 0x04, b[27] = 0x14;
	b[31] = 0x18, b[32] = 0x28, b[40] = 0x02;
	is_u64(~v->crc(~0u, b, 48), 0xd9963a56, "%s: a SCSI read command", v->name);
	is_u64(v->crc(0x12345678, b, 0), 0x12345678, "%s: nothing", v->name);
}

/* Every length from 0 on, at every alignment of an 8-byte word. */
static void lengths(const struct crc32c_variant *v)
{
	unsigned int shift, wrong = 0;
	size_t len;

	for (shift = 0; shift < 8; shift++) {
		want_at[0] = ~0u;
		for (len = 1; len <= MAX_LEN; len++)
			want_at[len] = by_bits(want_at[len - 1],
					       data + shift + len - 1, 1);
		for (len = 0; len <= MAX_LEN; len++)
			wrong += v->crc(~0u, data + shift, len) != want_at[len];
	}
	is_u64(wrong, 0, "%s: lengths 0..%d at 8 alignments", v->name, MAX_LEN);
}

static void splits(const struct crc32c_variant *v)
{
	uint32_t want = by_bits(0x5eed, data + 3, MAX_LEN), crc;
	unsigned int wrong = 0;
	size_t at;

	for (at = 0; at <= MAX_LEN; at++) {
		crc = v->crc(0x5eed, data + 3, at);
		wrong += v->crc(crc, data + 3 + at, MAX_LEN - at) != want;
	}
	is_u64(wrong, 0, "%s: split anywhere", v->name);
}

int main(void)
{
	const struct crc32c_variant *v;
	uint32_t x = 1;
	size_t i;

	for (i = 0; i < sizeof(data); i++) {
		x = x * 1664525 + 1013904223;
		data[i] = x >> 24;
	}
	for (v = crc32c_variants; v->name; v++) {
		if (!v->usable()) {
			ok(true, "%s # SKIP not on this processor", v->name);
			continue;
		}
		vectors(v);
		lengths(v);
		splits(v);
	}
	ok(crc32c_chosen()->usable(), "the chosen variant runs here: %s",
	   crc32c_chosen()->name);
	is_u64(~xfs_env_crc32c(~0u, "123456789", 9), 0xe3069283, "through env.h");
	return done();
}
