// SPDX-License-Identifier: GPL-2.0-or-later
/* Checksums of metadata: see checksum.h. */
#include "libxfs/fs/checksum.h"

#include "libxfs/env.h"

uint32_t xfs_cksum_compute(const void *buf, size_t len, size_t crc_offset)
{
	static const uint8_t zero[4];
	const uint8_t *p = buf;
	size_t behind = crc_offset + sizeof(zero);
	uint32_t crc;

	crc = xfs_env_crc32c(~0U, p, crc_offset);
	crc = xfs_env_crc32c(crc, zero, sizeof(zero));
	return ~xfs_env_crc32c(crc, p + behind, len - behind);
}

bool xfs_cksum_verify(const void *buf, size_t len, size_t crc_offset)
{
	__le32 found;

	memcpy(&found, (const uint8_t *)buf + crc_offset, sizeof(found));
	return le32_to_cpu(found) == xfs_cksum_compute(buf, len, crc_offset);
}

void xfs_cksum_update(void *buf, size_t len, size_t crc_offset)
{
	__le32 crc = cpu_to_le32(xfs_cksum_compute(buf, len, crc_offset));

	memcpy((uint8_t *)buf + crc_offset, &crc, sizeof(crc));
}
