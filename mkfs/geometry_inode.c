// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How chunks of inodes are aligned, how much of the space they may take, and which
 * inode the root directory is: the first that fits behind what every group 0
 * starts with, for the kernel and the tools compute its number from the geometry.
 */
#include "libxfs/fs/features.h"
#include "mkfs/aglayout.h"
#include "mkfs/geometry.h"

int mkfs_choose_alignment(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	uint32_t cluster = mkfs_cluster_bytes(g) / g->blocksize;
	uint32_t chunk = 64 * g->inodesize / g->blocksize;

	g->inoalignmt = xfs_has_sparse(g) ? chunk : cluster;
	g->spino_align = xfs_has_sparse(g) ? cluster : 0;
	return 0;
}

static void choose_share(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	uint64_t size = g->dblocks * g->blocksize;

	if (mkfs_given(&m->opts, MKFS_OPT_I_MAXPCT))
		g->imax_pct = m->opts.i.maxpct;
	else
		g->imax_pct = size < MKFS_TIB ? 25 : size < 50 * MKFS_TIB ? 5 : 1;
}

xfs_agblock_t mkfs_root_chunk(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t first = mkfs_root_blocks(g) + mkfs_agfl_blocks(g);
	uint64_t align = g->inoalignmt;

	if (g->logstart && m->log_agno == 0)
		first += g->logblocks;
	if (align > 1 && g->unit && g->unit % align == 0)
		align = g->unit;
	if (align > 1)
		first += (align - first % align) % align;
	return first;
}

int mkfs_choose_inodes(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	uint64_t start, end, inopblock = g->blocksize / g->inodesize;
	uint32_t blocks = 64 / inopblock ? 64 / inopblock : 1;

	if (m->opts.i.maxpct > 100)
		return mkfs_fail("-i maxpct=%llu is out of range: 0 to 100",
				 (unsigned long long)m->opts.i.maxpct);
	choose_share(m);
	start = mkfs_root_chunk(m);
	end = start + blocks;
	g->rootino = start * inopblock;
	g->rbmino = g->rootino + 1;
	g->rsumino = g->rootino + 2;
	if (g->logstart && m->log_agno == 0 && start < m->log_agbno + g->logblocks &&
	    end > m->log_agbno)
		return mkfs_fail("-l agnum=0: with this stripe unit the log would lie where the root directory has to be; choose another group or -l su");
	if (end > g->agblocks)
		return mkfs_fail("-d agsize: %u blocks have no room for the root directory in group 0; choose larger groups, a smaller stripe unit or another -l agnum",
				 g->agblocks);
	mkfs_choose_dax_agbno(m);
	return 0;
}
