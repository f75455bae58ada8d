// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ways this machine can compute crc32c (Castagnoli, reflected), each under
 * the contract of xfs_env_crc32c() in libxfs/env.h: no inversion at either end.
 *
 * Programs call xfs_env_crc32c(), which is the first row of crc32c_variants[]
 * that the processor can run.  The table is for tests and benchmarks.
 */
#ifndef COMMON_HOST_CRC32C_H
#define COMMON_HOST_CRC32C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crc32c_variant {
	const char	*name;
	bool		(*usable)(void);
	uint32_t	(*crc)(uint32_t crc, const void *p, size_t len);
};

/* Fastest first; ends with a NULL name.  The row before that always works. */
extern const struct crc32c_variant crc32c_variants[];

/* The row that xfs_env_crc32c() uses. */
const struct crc32c_variant *crc32c_chosen(void);

#endif /* COMMON_HOST_CRC32C_H */
