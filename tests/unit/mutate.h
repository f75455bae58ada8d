// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Verifiers under mutation.  The structure lies in memory of exactly its size, so
 * that a sanitized build sees any step outside it.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include <stdlib.h>

#include "libxfs/fs/fault.h"
#include "tests/unit/tap.h"

static uint64_t mutate_seed = 0x9e3779b97f4a7c15ULL;

__attribute__((unused))
static uint32_t mutate_random(void)
{
	mutate_seed ^= mutate_seed << 13;
	mutate_seed ^= mutate_seed >> 7;
	mutate_seed ^= mutate_seed << 17;
	return mutate_seed >> 32;
}

/*
 * One to four bytes near each other become anything, or an edge.  In large blocks
 * mostly near the ends, where what is not padding stands.
 */
__attribute__((unused))
static void mutate(uint8_t *p, size_t len)
{
	static const uint8_t edges[] = { 0, 1, 0x7f, 0x80, 0xff };
	size_t at = mutate_random() % len;
	unsigned int i, n = 1 + mutate_random() % 4;

	if (len > 1024 && mutate_random() % 4)
		at = (at % 256 + len - 64) % len;
	for (i = 0; i < n; i++)
		p[(at + mutate_random() % 8) % len] = mutate_random() % 2 ?
			edges[mutate_random() % sizeof(edges)] : mutate_random();
}

typedef enum xfs_fault (*mutate_verify)(const void *p, size_t len);

/*
 * @good passes; and so many times a few mutations of it, and a few of random bytes,
 * give an answer from the table and change nothing.  Says how many were caught.
 */
__attribute__((unused))
static void mutate_many(const char *what, const void *good, size_t len,
			mutate_verify verify, unsigned int rounds)
{
	uint8_t *p = malloc(len), *before = malloc(len);
	unsigned int i, k, caught = 0, wrong = 0;
	enum xfs_fault fault;

	if (!p || !before)
		abort();
	memcpy(p, good, len);
	is_u64(verify(p, len), XFS_FAULT_NONE, "%s: good one passes", what);
	for (i = 0; i < rounds; i++) {
		if (i % 16)
			memcpy(p, good, len);
		for (k = mutate_random() % 3 + 1; k; k--)
			mutate(p, len);
		memcpy(before, p, len);
		fault = verify(p, len);
		wrong += fault >= XFS_FAULT_NR || memcmp(before, p, len);
		caught += fault != XFS_FAULT_NONE;
	}
	is_u64(wrong, 0, "%s: every answer is of the table, nothing changes", what);
	ok(caught > rounds / 20, "%s: %u of %u mutations caught", what, caught,
	   rounds);
	free(p);
	free(before);
}

#endif /* MUTATE_H */
