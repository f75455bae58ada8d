// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The steps of mkfs_choose_geometry(), in their order.  Each needs what the steps
 * before it filled in of m->geom, and returns 0 or -EINVAL after one sentence.
 */
#ifndef MKFS_GEOMETRY_H
#define MKFS_GEOMETRY_H

#include "libxfs/dax/dax.h"
#include "mkfs/mkfs.h"

#define MKFS_KIB		1024ULL
#define MKFS_MIB		(MKFS_KIB << 10)
#define MKFS_GIB		(MKFS_MIB << 10)
#define MKFS_TIB		(MKFS_GIB << 10)

/* Smaller filesystems and logs only with --unsupported. */
#define MKFS_MIN_DATA		(300 * MKFS_MIB)
#define MKFS_MIN_LOG		(64 * MKFS_MIB)
#define MKFS_MAX_LOG		(2038 * MKFS_MIB)

static inline uint64_t mkfs_div_up(uint64_t n, uint64_t d)
{
	return n / d + (n % d != 0);
}

/* Inode buffers grow with inodes: 8 KiB for the smallest there ever were, 256. */
static inline uint32_t mkfs_cluster_bytes(const struct xfs_geom *g)
{
	return 8192 / 256 * g->inodesize;
}

/* mkfs/geometry.c: @n is a power of two in this range; the greatest sector. */
bool mkfs_is_power(uint64_t n, uint64_t min, uint64_t max);
uint32_t mkfs_most_sector(const struct xfs_geom *g);

/* mkfs/geometry_ag.c: stripe, groups, the size that is left after cutting them. */
int mkfs_choose_stripe(struct mkfs *m);
int mkfs_choose_groups(struct mkfs *m);

/* mkfs/geometry_log.c: the log's sectors, stripe unit, length and place. */
int mkfs_choose_log(struct mkfs *m);
/* Blocks at the start of a group for headers and the roots of its trees. */
xfs_extlen_t mkfs_root_blocks(const struct xfs_geom *g);

/* mkfs/geometry_inode.c: chunk alignment; the share of inodes, the root inode. */
int mkfs_choose_alignment(struct mkfs *m);
int mkfs_choose_inodes(struct mkfs *m);
/* The group 0 block that the root directory's chunk starts at. */
xfs_agblock_t mkfs_root_chunk(const struct mkfs *m);

/* mkfs/geometry_pmem.c: block and sector size, and what 2 MiB alignment takes. */
int mkfs_check_pmem(struct mkfs *m);
/* Blocks that group sizes are rounded to and huge pages begin at; 0: no matter. */
uint32_t mkfs_huge_blocks(const struct mkfs *m);
/* The first group block >= @agbno that a huge page of memory begins at. */
uint64_t mkfs_huge_round_up(const struct mkfs *m, uint64_t agbno);
void mkfs_choose_dax_agbno(struct mkfs *m);

/* mkfs/logsize.c: what the kernel's largest transaction asks of the log. */
struct mkfs_log_need {
	const char	*transaction;	/* which it is, for debugging and tests */
	uint64_t	bytes;		/* one round of it */
	unsigned int	rounds;		/* rounds reserved for at once */
	xfs_extlen_t	blocks;		/* the shortest log that holds it */
};
/* Needs block, sector, inode, directory and group sizes, features, logsunit, and
   what xfs_geom_derive() makes of them.  @atomic_blocks: of the longest atomic write
   that is to fit; 0: no matter. */
void mkfs_log_need(const struct xfs_geom *g, uint64_t atomic_blocks,
		   struct mkfs_log_need *need);

#endif /* MKFS_GEOMETRY_H */
