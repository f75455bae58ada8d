// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crc32c by the processor's instruction, or by tables where there is none.
 *
 * The instruction takes eight bytes with a latency of three cycles but one can be
 * started every cycle, so one stream uses a third of it.  Long input is therefore
 * cut into three stretches of equal length whose sums run side by side.  To join
 * them, the sum of an earlier stretch is advanced over the length of the ones
 * behind it as if they were zeroes.  That is linear in the sum's bits: four
 * lookups of 256 entries, one for each byte, in a table made for that length.
 *
 * Two stretch lengths suffice: one such that three of them fill what lies behind
 * the checksum of a 4 KiB metadata block, one that does so in a 512-byte inode.
 *
 * The tables are made before main(), 16 KiB in all.
 */
#include "common/host/crc32c.h"

#include <endian.h>
#include <string.h>

#include "libxfs/env.h"

#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

#define POLY		0x82f63b78u	/* reflected Castagnoli polynomial */

static uint32_t slice_table[8][256];

static uint64_t load64(const unsigned char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Eight bytes a step: table k advances a byte over the k bytes behind it. */
static uint32_t crc32c_slice8(uint32_t crc, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t v;

	for (; len >= 8; p += 8, len -= 8) {
		v = le64toh(load64(p)) ^ crc;
		crc = slice_table[7][v & 0xff] ^
		      slice_table[6][(v >> 8) & 0xff] ^
		      slice_table[5][(v >> 16) & 0xff] ^
		      slice_table[4][(v >> 24) & 0xff] ^
		      slice_table[3][(v >> 32) & 0xff] ^
		      slice_table[2][(v >> 40) & 0xff] ^
		      slice_table[1][(v >> 48) & 0xff] ^
		      slice_table[0][v >> 56];
	}
	for (; len; p++, len--)
		crc = crc >> 8 ^ slice_table[0][(crc ^ *p) & 0xff];
	return crc;
}

static bool usable_always(void)
{
	return true;
}

static void slice_table_fill(void)
{
	uint32_t crc;
	int i, k;

	for (i = 0; i < 256; i++) {
		crc = i;
		for (k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? POLY : 0);
		slice_table[0][i] = crc;
	}
	for (k = 1; k < 8; k++) {
		for (i = 0; i < 256; i++) {
			crc = slice_table[k - 1][i];
			slice_table[k][i] = crc >> 8 ^ slice_table[0][crc & 0xff];
		}
	}
}

#if defined(__CHECKER__)
/* sparse knows no intrinsics; the tables it can check. */
#elif defined(__x86_64__)
#define CRC_TARGET	__attribute__((target("sse4.2")))
#define CRC_U64(c, v)	((uint32_t)__builtin_ia32_crc32di((c), (v)))
#define CRC_U8(c, v)	((uint32_t)__builtin_ia32_crc32qi((c), (v)))
#define CRC_NAME	"sse4.2"

static bool usable_instruction(void)
{
	__builtin_cpu_init();
	return __builtin_cpu_supports("sse4.2");
}
#elif defined(__aarch64__)
#define CRC_TARGET
#define CRC_U64(c, v)	crc_u64((c), htole64(v))
#define CRC_U8(c, v)	crc_u8((c), (v))
#define CRC_NAME	"armv8-crc"

static inline uint32_t crc_u64(uint32_t crc, uint64_t v)
{
	__asm__(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1"
		: "+r" (crc) : "r" (v));
	return crc;
}

static inline uint32_t crc_u8(uint32_t crc, uint8_t v)
{
	__asm__(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1"
		: "+r" (crc) : "r" ((uint32_t)v));
	return crc;
}

static bool usable_instruction(void)
{
	return getauxval(AT_HWCAP) & HWCAP_CRC32;
}
#endif

#ifdef CRC_U64
#define LONG_STRETCH	1344
#define SHORT_STRETCH	128

typedef uint32_t shift_table[4][256];

static shift_table long_shift, short_shift;

/* What @crc becomes when the table's number of zero bytes follows. */
static inline uint32_t crc_shift(shift_table table, uint32_t crc)
{
	return table[0][crc & 0xff] ^ table[1][(crc >> 8) & 0xff] ^
	       table[2][(crc >> 16) & 0xff] ^ table[3][crc >> 24];
}

static void shift_table_fill(shift_table table, size_t stretch)
{
	static const unsigned char zeroes[LONG_STRETCH];
	uint32_t bit[32];
	int byte, i, k;

	for (k = 0; k < 32; k++)
		bit[k] = crc32c_slice8((uint32_t)1 << k, zeroes, stretch);
	for (byte = 0; byte < 4; byte++) {
		for (i = 0; i < 256; i++) {
			for (k = 0; k < 8; k++) {
				if (i & 1 << k)
					table[byte][i] ^= bit[8 * byte + k];
			}
		}
	}
}

CRC_TARGET
static uint32_t crc32c_one_stream(uint32_t crc, const void *data, size_t len)
{
	const unsigned char *p = data;

	for (; len >= 8; p += 8, len -= 8)
		crc = CRC_U64(crc, load64(p));
	for (; len; p++, len--)
		crc = CRC_U8(crc, *p);
	return crc;
}

/* Three stretches of @stretch bytes, a multiple of eight, from @p on. */
CRC_TARGET
static inline uint32_t three_stretches(uint32_t crc, const unsigned char *p,
				       size_t stretch, shift_table table)
{
	const unsigned char *end = p + stretch;
	uint32_t second = 0, third = 0;

	for (; p < end; p += 8) {
		crc = CRC_U64(crc, load64(p));
		second = CRC_U64(second, load64(p + stretch));
		third = CRC_U64(third, load64(p + 2 * stretch));
	}
	crc = crc_shift(table, crc) ^ second;
	return crc_shift(table, crc) ^ third;
}

CRC_TARGET
static uint32_t crc32c_three_streams(uint32_t crc, const void *data, size_t len)
{
	const unsigned char *p = data;

	for (; len >= 3 * LONG_STRETCH; len -= 3 * LONG_STRETCH) {
		crc = three_stretches(crc, p, LONG_STRETCH, long_shift);
		p += 3 * LONG_STRETCH;
	}
	for (; len >= 3 * SHORT_STRETCH; len -= 3 * SHORT_STRETCH) {
		crc = three_stretches(crc, p, SHORT_STRETCH, short_shift);
		p += 3 * SHORT_STRETCH;
	}
	return crc32c_one_stream(crc, p, len);
}
#endif /* CRC_U64 */

const struct crc32c_variant crc32c_variants[] = {
#ifdef CRC_U64
	{ CRC_NAME " three streams", usable_instruction, crc32c_three_streams },
	{ CRC_NAME " one stream", usable_instruction, crc32c_one_stream },
#endif
	{ "slicing-by-8", usable_always, crc32c_slice8 },
	{ NULL, NULL, NULL },
};

static const struct crc32c_variant *chosen;

__attribute__((constructor))
static void crc32c_choose(void)
{
	slice_table_fill();
#ifdef CRC_U64
	shift_table_fill(long_shift, LONG_STRETCH);
	shift_table_fill(short_shift, SHORT_STRETCH);
#endif
	for (chosen = crc32c_variants; !chosen->usable(); chosen++)
		;
}

const struct crc32c_variant *crc32c_chosen(void)
{
	return chosen;
}

uint32_t xfs_env_crc32c(uint32_t crc, const void *p, size_t len)
{
	return chosen->crc(crc, p, len);
}
