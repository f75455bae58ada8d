// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of symbolic links' targets, in the inode and in blocks of their own. */
#include "libxfs/inode/symlink_verify.h"

static enum xfs_fault verify_target(const uint8_t *p, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size; i++)
		if (!p[i])
			return XFS_FAULT_SYMLINK_TARGET;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_symlink_sf_verify(const void *data, uint64_t size)
{
	if (!size || size >= XFS_SYMLINK_MAXLEN)
		return XFS_FAULT_SYMLINK_BYTES;
	return verify_target(data, size);
}

enum xfs_fault xfs_symlink_verify(const struct xfs_geom *g,
				  const struct xfs_dsymlink_hdr *dsl,
				  uint32_t len, xfs_daddr_t daddr,
				  xfs_ino_t owner)
{
	uint64_t ino = be64_to_cpu(dsl->sl_owner);
	uint32_t bytes = be32_to_cpu(dsl->sl_bytes);

	if (be32_to_cpu(dsl->sl_magic) != XFS_SYMLINK_MAGIC)
		return XFS_FAULT_SYMLINK_MAGIC;
	if (memcmp(&dsl->sl_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_SYMLINK_UUID;
	if (be64_to_cpu(dsl->sl_blkno) != (uint64_t)daddr)
		return XFS_FAULT_SYMLINK_BLKNO;
	if (owner == NULLFSINO ? !xfs_ino_valid(g, ino) : ino != owner)
		return XFS_FAULT_SYMLINK_OWNER;
	if (!bytes || bytes > len - sizeof(*dsl))
		return XFS_FAULT_SYMLINK_BYTES;
	if ((uint64_t)be32_to_cpu(dsl->sl_offset) + bytes >= XFS_SYMLINK_MAXLEN)
		return XFS_FAULT_SYMLINK_OFFSET;
	return verify_target((const uint8_t *)(dsl + 1), bytes);
}
