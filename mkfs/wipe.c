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
/* The superblocks of most filesystems, in what a device may zero in one go. */
#define FIRST_BYTES	4096U

struct old_copies {
	uint64_t	distance;	/* bytes from one superblock to the next */
	uint32_t	count;		/* 0: nothing there is an XFS */
};

/*
 * Zeroes but for memory known to be bad: whatever stands there cannot be read back,
 * and a write might fail.  Metadata was checked not to stand there.
 */
static int wipe(struct mkfs *m, uint64_t start, uint64_t len)
{
	uint32_t sector = m->data_facts.lsectsize;
	uint64_t end = start + len, from = start, to;
	size_t i;
	int error;

	for (i = 0; i < m->pmem.nr_bad && from < end; i++) {
		const struct pmem_badrange *bad = &m->pmem.bad[i];

		if (bad->start + bad->len <= from)
			continue;
		to = bad->start / sector * sector;
		if (to >= end)
			break;
		error = to > from ? mkfs_zero_bytes(m->data, BTOBBT(from), to - from) : 0;
		if (error)
			return error;
		from = (bad->start + bad->len + sector - 1) / sector * sector;
	}
	return from < end ? mkfs_zero_bytes(m->data, BTOBBT(from), end - from) : 0;
}

/* The superblocks of an older XFS, V4 too; its numbers are believed in bounds only. */
static struct old_copies find_old(struct mkfs *m)
{
	uint32_t sector = m->data_facts.lsectsize;
	struct xfs_dsb *dsb = mkfs_io_alloc(sector);
	struct old_copies old = { 0, 0 };
	uint64_t blocksize;

	if (!dsb)
		return old;
	if (!xfs_env_read(m->data, 0, dsb, sector) &&
	    be32_to_cpu(dsb->sb_magicnum) == XFS_SB_MAGIC) {
		blocksize = be32_to_cpu(dsb->sb_blocksize);
		old.distance = be32_to_cpu(dsb->sb_agblocks) * blocksize;
		if (blocksize >= XFS_MIN_BLOCKSIZE && blocksize <= XFS_MAX_BLOCKSIZE &&
		    old.distance >= XFS_MIN_AG_BYTES && old.distance % sector == 0)
			old.count = be32_to_cpu(dsb->sb_agcount);
	}
	xfs_env_io_free(dsb);
	return old;
}

static int wipe_old(struct mkfs *m, const struct old_copies *old)
{
	uint32_t sector = m->data_facts.lsectsize;
	uint64_t off;
	uint32_t i;
	int error;

	for (i = 1; i < old->count; i++) {
		off = old->distance * i;
		if (off + sector > m->data_facts.size)
			break;
		error = wipe(m, off, sector);
		if (error)
			return error;
	}
	return 0;
}

/* Durably, before anything that the old superblock still leads to is touched. */
static int wipe_first(struct mkfs *m, uint32_t len)
{
	int error = wipe(m, 0, len);

	if (!error && xfs_env_flush(m->data))
		error = mkfs_fail("%s", device_error(m->data));
	return error;
}

int mkfs_wipe(struct mkfs *m)
{
	uint32_t sector = m->data_facts.lsectsize;
	uint32_t first = sector > FIRST_BYTES ? sector : FIRST_BYTES;
	uint64_t size = m->data_facts.size & ~(uint64_t)(sector - 1);
	struct old_copies old = find_old(m);
	int error;

	error = wipe_first(m, first);
	if (!error)
		error = wipe(m, first, WIPE_BYTES - first);
	if (error)
		return error;
	if (!m->opts.no_discard)
		device_discard(m->data, WIPE_BYTES, size - WIPE_BYTES);
	error = wipe(m, size - WIPE_BYTES, WIPE_BYTES);
	return error ? error : wipe_old(m, &old);
}
