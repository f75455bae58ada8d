// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where everything stands in one allocation group of a fresh filesystem, and the
 * records of its trees that follow from that.  Pure arithmetic; mkfs/write.c turns
 * it into bytes.
 */
#ifndef MKFS_AGLAYOUT_H
#define MKFS_AGLAYOUT_H

#include "libxfs/btree/btree.h"
#include "mkfs/mkfs.h"

enum mkfs_root {
	MKFS_BNO, MKFS_CNT, MKFS_INO, MKFS_FINO, MKFS_RMAP, MKFS_REFC,
	MKFS_NR_ROOTS
};

/* The trees in the order their roots take their blocks. */
extern const struct xfs_btree_ops *const mkfs_root_ops[MKFS_NR_ROOTS];

/* Inodes mkfs creates: the root directory, the realtime bitmap and summary. */
#define MKFS_INODES_USED	3

#define MKFS_MAX_FREE	5
#define MKFS_MAX_RMAP	16

struct mkfs_extent {
	xfs_agblock_t	start;
	xfs_extlen_t	len;		/* 0: there is none */
};

struct mkfs_ag {
	xfs_agnumber_t	agno;
	xfs_extlen_t	length;
	xfs_extlen_t	headers;		/* blocks of the four header sectors */
	xfs_agblock_t	root[MKFS_NR_ROOTS];	/* 0: no such tree */
	xfs_agblock_t	header_end;		/* first block after headers and roots */
	struct mkfs_extent log;
	struct mkfs_extent inodes;		/* the first chunk, in group 0 only */
	struct mkfs_extent agfl;		/* of length 0 if there is no room */

	unsigned int	nr_free;		/* what is left, by block */
	union xfs_btree_irec free[MKFS_MAX_FREE];
	unsigned int	nr_rmap;
	union xfs_btree_irec rmap[MKFS_MAX_RMAP];
	xfs_extlen_t	freeblks;
	xfs_extlen_t	longest;
};

/* True if the filesystem has this tree. */
bool mkfs_has_root(const struct xfs_geom *g, enum mkfs_root root);

/* Blocks that a fresh group's free list holds. */
xfs_extlen_t mkfs_agfl_blocks(const struct xfs_geom *g);

/* -ENOSPC if the group has no room for what must be in it. */
int mkfs_ag_layout(const struct mkfs *m, xfs_agnumber_t agno, struct mkfs_ag *ag);

/*
 * Calls @fn on every piece of the data device that metadata will take, in bytes,
 * group by group; mkfs/plan.c.  The first error ends it and is returned.
 */
typedef int (*mkfs_range_fn)(const struct mkfs *m, uint64_t start, uint64_t len);
int mkfs_each_metadata(struct mkfs *m, mkfs_range_fn fn);

#endif /* MKFS_AGLAYOUT_H */
