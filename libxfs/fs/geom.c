// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The numbers that follow from a geometry's own fields.  Its conversion from and
 * to the superblock's bytes is in superblock.c.
 */
#include "libxfs/fs/geom.h"

#define INODES_PER_CHUNK	64

/* The exponent of @n rounded up to a power of two; @n is not 0. */
static uint8_t log2_ceil(uint32_t n)
{
	return n > 1 ? 32 - __builtin_clz(n - 1) : 0;
}

void xfs_geom_derive(struct xfs_geom *g)
{
	g->blocklog = log2_ceil(g->blocksize);
	g->sectlog = log2_ceil(g->sectsize);
	g->inodelog = log2_ceil(g->inodesize);
	g->inopblog = g->blocklog - g->inodelog;
	g->agblklog = log2_ceil(g->agblocks);
	g->dirblklog = log2_ceil(g->dirblksize) - g->blocklog;
	g->agino_log = g->agblklog + g->inopblog;
	g->inopblock = 1U << g->inopblog;
	g->sectbb = g->sectsize >> BBSHIFT;
	g->blockbb = g->blocksize >> BBSHIFT;
	g->ialloc_inos = g->inopblock > INODES_PER_CHUNK ?
			 g->inopblock : INODES_PER_CHUNK;
	g->ialloc_blks = g->ialloc_inos >> g->inopblog;
}
