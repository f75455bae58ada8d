// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Chooses every number of the superblock that does not count things, so that it is
 * the one the stock mkfs.xfs (6.1) chooses for the same options and device; what
 * only newer ones have (concurrency=) follows 7.2.  Persistent memory apart
 * (mkfs/geometry_pmem.c).  Where the stock tool's rules come from is told in
 * tests/unit/u-mkfs_geometry.c, which holds numbers observed.
 *
 * Here: sizes of blocks, sectors, inodes and directory blocks, and the order of
 * the steps.  Nothing is read or written but struct mkfs.
 */
#include <errno.h>
#include <inttypes.h>

#include "mkfs/geometry.h"

bool mkfs_is_power(uint64_t n, uint64_t min, uint64_t max)
{
	return n >= min && n <= max && !(n & (n - 1));
}

uint32_t mkfs_most_sector(const struct xfs_geom *g)
{
	return g->blocksize < XFS_MAX_SECTORSIZE ? g->blocksize : XFS_MAX_SECTORSIZE;
}

static int choose_block(struct mkfs *m)
{
	uint64_t size = m->opts.b.size ? m->opts.b.size : 4096;

	if (!mkfs_is_power(size, XFS_MIN_CRC_BLOCKSIZE, XFS_MAX_BLOCKSIZE))
		return mkfs_fail("-b size=%" PRIu64 " is out of range: a power of two from 1024 to 65536",
				 size);
	m->geom.blocksize = size;
	return m->on_pmem ? mkfs_check_pmem(m) : 0;
}

/* Physical sectors where a block holds one, logical ones where not. */
static uint32_t best_sector(const struct mkfs *m)
{
	uint32_t logical = m->data_facts.lsectsize, size = m->data_facts.psectsize;

	if (!logical)
		logical = XFS_MIN_SECTORSIZE;
	if (m->on_pmem && m->geom.blocksize >= 4096)
		size = 4096;
	if (size < logical || size > XFS_MAX_SECTORSIZE || size > m->geom.blocksize)
		size = logical;
	return size;
}

static int choose_sector(struct mkfs *m)
{
	uint64_t size = m->opts.s.size ? m->opts.s.size : best_sector(m);
	uint32_t least = m->data_facts.lsectsize, most = mkfs_most_sector(&m->geom);

	if (least < XFS_MIN_SECTORSIZE)
		least = XFS_MIN_SECTORSIZE;
	if (least > most)
		return mkfs_fail("-b size=%u is out of range: the device has sectors of %u bytes, of at most 32768 a block has to hold one",
				 m->geom.blocksize, least);
	if (!mkfs_is_power(size, least, most))
		return mkfs_fail("-s size=%" PRIu64 " is out of range: a power of two from %u, the device's sectors, to %u",
				 size, least, most);
	m->geom.sectsize = size;
	return 0;
}

static int choose_inode_size(struct mkfs *m)
{
	uint64_t size = 512, max = m->geom.blocksize / 2;
	uint64_t each = m->opts.i.perblock;
	bool perblock = mkfs_given(&m->opts, MKFS_OPT_I_PERBLOCK) && each;

	if (max > 2048)
		max = 2048;
	if (mkfs_given(&m->opts, MKFS_OPT_I_SIZE))
		size = m->opts.i.size;
	else if (perblock)
		size = m->geom.blocksize / each;
	if (!mkfs_is_power(size, 512, max))
		return perblock ?
			mkfs_fail("-i perblock=%" PRIu64 " is out of range: a power of two from %" PRIu64 " to %u, for inodes have 512 to %" PRIu64 " bytes",
				  each, m->geom.blocksize / max,
				  m->geom.blocksize / 512, max) :
			mkfs_fail("-i size=%" PRIu64 " is out of range: a power of two from 512 to %" PRIu64,
				  size, max);
	m->geom.inodesize = size;
	return 0;
}

static int choose_dir_block(struct mkfs *m)
{
	uint64_t size = m->geom.blocksize > 4096 ? m->geom.blocksize : 4096;

	if (mkfs_given(&m->opts, MKFS_OPT_N_SIZE))
		size = m->opts.n.size;
	if (!mkfs_is_power(size, m->geom.blocksize, XFS_MAX_BLOCKSIZE) ||
	    size < 4096)
		return mkfs_fail("-n size=%" PRIu64 " is out of range: a power of two from %u to 65536",
				 size, m->geom.blocksize > 4096 ?
				 m->geom.blocksize : 4096);
	m->geom.dirblksize = size;
	return 0;
}

static int choose_size(struct mkfs *m)
{
	uint64_t size = m->data_facts.size;

	if (mkfs_given(&m->opts, MKFS_OPT_D_SIZE))
		size = m->opts.d.size;
	if (size > m->data_facts.size)
		return mkfs_fail("-d size=%" PRIu64 " is out of range: the device has %" PRIu64 " bytes",
				 size, m->data_facts.size);
	if (size < MKFS_MIN_DATA && !m->opts.unsupported)
		return mkfs_fail("-d size: %" PRIu64 " bytes are too few for a filesystem: at least %llu (300 MiB) are needed",
				 size, MKFS_MIN_DATA);
	if (size < XFS_MIN_AG_BYTES)
		return mkfs_fail("-d size: %" PRIu64 " bytes are too few for a filesystem: at least %llu (16 MiB) are needed",
				 size, XFS_MIN_AG_BYTES);
	m->geom.dblocks = size / m->geom.blocksize;
	return 0;
}

/* Noted in the superblock though there is no realtime device. */
static int choose_rt_extent(struct mkfs *m)
{
	uint64_t size = m->geom.blocksize > XFS_MIN_RTEXTSIZE ?
		m->geom.blocksize : XFS_MIN_RTEXTSIZE;

	if (mkfs_given(&m->opts, MKFS_OPT_R_EXTSIZE))
		size = m->opts.r.extsize;
	if (size % m->geom.blocksize || size < XFS_MIN_RTEXTSIZE ||
	    size > XFS_MAX_RTEXTSIZE)
		return mkfs_fail("-r extsize=%" PRIu64 " is out of range: a multiple of the block size, %u, from 4096 to 1073741824",
				 size, m->geom.blocksize);
	m->geom.rextsize = size / m->geom.blocksize;
	return 0;
}

static void finish(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;

	g->versionnum &= ~(XFS_SB_VERSION_SECTORBIT | XFS_SB_VERSION_DALIGNBIT);
	if (g->sectsize > BBSIZE || g->logsectsize > BBSIZE)
		g->versionnum |= XFS_SB_VERSION_SECTORBIT;
	if (g->unit)
		g->versionnum |= XFS_SB_VERSION_DALIGNBIT;
	xfs_geom_derive(g);
}

int mkfs_choose_geometry(struct mkfs *m)
{
	static int (*const steps[])(struct mkfs *m) = {
		choose_block, choose_sector, choose_inode_size,
		mkfs_choose_alignment, choose_dir_block, choose_size,
		choose_rt_extent, mkfs_choose_stripe, mkfs_choose_groups, mkfs_choose_log,
		mkfs_choose_inodes, mkfs_check_hints,
	};
	size_t i;
	int error;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		error = steps[i](m);
		if (error)
			return error;
	}
	finish(m);
	return 0;
}
