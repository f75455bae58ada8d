// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Removes what was on the device before: its start and its end, where filesystems,
 * RAID, LVM and partition tables keep their signatures, and every superblock copy of
 * an older XFS, which a repair program scanning for superblocks would find.
 *
 * This is also what makes an interrupted run safe: from here on until the last
 * write there is no superblock at the start of the device.
 */

#include <errno.h>

#include "libxfs/env.h"
#include "mkfs/write.h"

/* Signatures live within this much of either end. */
#define WIPE_BYTES	(128U << 10)
/* No XFS has smaller groups: what bounds the walk over an old superblock's. */
#define OLD_AG_MIN	(1U << 20)

/* The distance between the superblocks of an XFS at the start of @m->data, or 0. */
static uint64_t old_ag_bytes(struct mkfs *m)
{
	uint32_t sector = m->data_facts.lsectsize;
	struct xfs_dsb *dsb = mkfs_io_alloc(sector);
	uint64_t blocksize, bytes = 0;

	if (!dsb)
		return 0;
	if (!xfs_env_read(m->data, 0, dsb, sector) &&
	    be32_to_cpu(dsb->sb_magicnum) == XFS_SB_MAGIC) {
		blocksize = be32_to_cpu(dsb->sb_blocksize);
		bytes = be32_to_cpu(dsb->sb_agblocks) * blocksize;
		if (blocksize < XFS_MIN_BLOCKSIZE || blocksize > XFS_MAX_BLOCKSIZE ||
		    bytes < OLD_AG_MIN || bytes % sector)
			bytes = 0;
	}
	xfs_env_io_free(dsb);
	return bytes;
}

static int wipe_old_copies(struct mkfs *m, uint64_t ag_bytes)
{
	uint32_t sector = m->data_facts.lsectsize;
	uint64_t off;
	int error;

	if (!ag_bytes)
		return 0;
	for (off = ag_bytes; off + sector <= m->data_facts.size; off += ag_bytes) {
		error = mkfs_zero_bytes(m->data, BTOBBT(off), sector);
		if (error)
			return error;
	}
	return 0;
}

int mkfs_wipe(struct mkfs *m)
{
	uint64_t size = m->data_facts.size & ~(uint64_t)(m->data_facts.lsectsize - 1);
	uint64_t old = old_ag_bytes(m);
	int error;

	error = mkfs_zero_bytes(m->data, 0, WIPE_BYTES);
	if (error)
		return error;
	error = xfs_env_flush(m->data);
	if (error)
		return mkfs_fail("%s", device_error(m->data));
	if (!m->opts.no_discard)
		device_discard(m->data, WIPE_BYTES, size - WIPE_BYTES);
	error = mkfs_zero_bytes(m->data, BTOBBT(size - WIPE_BYTES), WIPE_BYTES);
	if (error)
		return error;
	return wipe_old_copies(m, old);
}
