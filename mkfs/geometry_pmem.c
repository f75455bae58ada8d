// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Placement on persistent memory, so that 2 MiB of a file can be 2 MiB of aligned
 * device memory, one entry in a page table.
 *
 * Where the device begins on a 2 MiB boundary, a stripe unit of 2 MiB does it: the
 * kernel then allocates by multiples of 2 MiB within a group, and groups are
 * multiples of 2 MiB long.  Where it does not, that same rounding would put every
 * allocation off the boundary; there the filesystem has no stripes, groups are
 * still multiples of 2 MiB, so that boundaries are at the same place in each, and
 * free space is made to begin at one (mkfs.dax_agbno).
 */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "mkfs/aglayout.h"
#include "mkfs/geometry.h"

/* Inode chunks that find room before the first boundary, so as not to split it. */
#define EARLY_CHUNKS	8

int mkfs_check_pmem(struct mkfs *m)
{
	long page = sysconf(_SC_PAGESIZE);
	uint32_t bs = m->geom.blocksize;

	if (page > 0 && bs != (unsigned long)page)
		return mkfs_fail("-b size=%u: DAX on persistent memory needs blocks of the page size, %ld; -d pmem=0 makes a filesystem without DAX",
				 bs, page);
	if (m->pmem_start % bs)
		return mkfs_fail("the device starts at physical address 0x%" PRIx64 ", not on a block of %u bytes, so neither DAX nor huge pages are possible; move its start, or give -d pmem=0 to do without",
				 m->pmem_start, bs);
	return 0;
}

static bool stripe_given(const struct mkfs *m)
{
	return mkfs_given(&m->opts, MKFS_OPT_D_SU) ||
	       mkfs_given(&m->opts, MKFS_OPT_D_SUNIT);
}

uint32_t mkfs_huge_blocks(const struct mkfs *m)
{
	uint32_t blocks = XFS_DAX_HUGE / m->geom.blocksize;

	if (!m->on_pmem || m->opts.d.noalign)
		return 0;
	if (stripe_given(m) && (!m->geom.unit || m->geom.unit % blocks))
		return 0;
	return blocks;
}

uint64_t mkfs_huge_round_up(const struct mkfs *m, uint64_t agbno)
{
	uint64_t huge = XFS_DAX_HUGE / m->geom.blocksize;
	uint64_t phase = m->pmem_start % XFS_DAX_HUGE / m->geom.blocksize;
	uint64_t past = (agbno + phase) % huge;

	return past ? agbno + huge - past : agbno;
}

void mkfs_choose_dax_agbno(struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint32_t chunk = 64 * g->inodesize / g->blocksize;
	uint64_t least;

	m->dax_agbno = 0;
	if (!mkfs_huge_blocks(m) || g->unit)
		return;
	least = mkfs_root_blocks(g) + mkfs_agfl_blocks(g) +
		(EARLY_CHUNKS + 2) * (chunk ? chunk : 1);
	least = mkfs_huge_round_up(m, least);
	if (least < g->agblocks / 2)
		m->dax_agbno = least;
}
