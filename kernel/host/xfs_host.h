// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's half of libxfs/env.h: its types and names under the names the core
 * uses.  User space has a file of the same name (common/host/), and the include
 * path chooses; the core never asks where it runs.
 */
#ifndef XFS_HOST_H
#define XFS_HOST_H

#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>
#if __has_include(<linux/unaligned.h>)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/* What <stdint.h> calls them. */
#ifndef INT32_MAX
#define INT32_MAX		S32_MAX
#endif
#ifndef INT64_MAX
#define INT64_MAX		S64_MAX
#endif
#ifndef INT64_MIN
#define INT64_MIN		S64_MIN
#endif
#ifndef UINT8_MAX
#define UINT8_MAX		U8_MAX
#endif
#ifndef UINT16_MAX
#define UINT16_MAX		U16_MAX
#endif
#ifndef UINT32_MAX
#define UINT32_MAX		U32_MAX
#endif
#ifndef UINT64_MAX
#define UINT64_MAX		U64_MAX
#endif

#endif /* XFS_HOST_H */
