// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The checksum every V5 metadata structure carries: crc32c of the whole, its own
 * field taken as zero, inverted, little-endian.  doc/format/README.md
 */
#ifndef LIBXFS_FS_CHECKSUM_H
#define LIBXFS_FS_CHECKSUM_H

#include "libxfs/types.h"

/* What belongs at @crc_offset of the @len bytes at @buf; at most @len - 4. */
uint32_t xfs_cksum_compute(const void *buf, size_t len, size_t crc_offset);

bool xfs_cksum_verify(const void *buf, size_t len, size_t crc_offset);

void xfs_cksum_update(void *buf, size_t len, size_t crc_offset);

#endif /* LIBXFS_FS_CHECKSUM_H */
