// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User space's half of libxfs/env.h: the C library's types and names under the
 * names the core uses.  The kernel has a file of the same name, and the include
 * path chooses; the core never asks where it runs.
 */
#ifndef XFS_HOST_H
#define XFS_HOST_H

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __CHECKER__
#define __force			__attribute__((force))
#else
#define __force
#endif

#ifndef __packed
#define __packed		__attribute__((packed))
#endif

/* Big-endian is what is on disk; the log alone has little-endian corners. */
#define cpu_to_be16(x)		((__force __be16)htobe16(x))
#define cpu_to_be32(x)		((__force __be32)htobe32(x))
#define cpu_to_be64(x)		((__force __be64)htobe64(x))
#define be16_to_cpu(x)		be16toh((__force uint16_t)(__be16)(x))
#define be32_to_cpu(x)		be32toh((__force uint32_t)(__be32)(x))
#define be64_to_cpu(x)		be64toh((__force uint64_t)(__be64)(x))
#define cpu_to_le32(x)		((__force __le32)htole32(x))
#define le32_to_cpu(x)		le32toh((__force uint32_t)(__le32)(x))

static inline uint16_t get_unaligned_be16(const void *p)
{
	__be16 v;

	memcpy(&v, p, sizeof(v));
	return be16_to_cpu(v);
}

static inline uint32_t get_unaligned_be32(const void *p)
{
	__be32 v;

	memcpy(&v, p, sizeof(v));
	return be32_to_cpu(v);
}

static inline uint64_t get_unaligned_be64(const void *p)
{
	__be64 v;

	memcpy(&v, p, sizeof(v));
	return be64_to_cpu(v);
}

static inline void put_unaligned_be16(uint16_t x, void *p)
{
	__be16 v = cpu_to_be16(x);

	memcpy(p, &v, sizeof(v));
}

static inline void put_unaligned_be32(uint32_t x, void *p)
{
	__be32 v = cpu_to_be32(x);

	memcpy(p, &v, sizeof(v));
}

static inline void put_unaligned_be64(uint64_t x, void *p)
{
	__be64 v = cpu_to_be64(x);

	memcpy(p, &v, sizeof(v));
}

#endif /* XFS_HOST_H */
