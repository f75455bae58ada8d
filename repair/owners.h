// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who owns which blocks.
 *
 * Whatever owns blocks is told to a sink, extent by extent: the metadata of groups by
 * owners_of_group(), what files map by owners_of_file(), or by struct owner_batch where the
 * map is being read anyway.  The run's own sink gathers all of it, 8 bytes an extent and a
 * fingerprint a group, for the comparison with free space, reference counts and reverse
 * map.  Where that finds a difference, and for bad blocks, the same is enumerated again into
 * a sink that looks at the ranges in question and nowhere else (owners_again()).
 */
#ifndef REPAIR_OWNERS_H
#define REPAIR_OWNERS_H

#include <pthread.h>

#include "libxfs/inode/fork.h"
#include "libxfs/reflink/extent_store.h"
#include "libxfs/reflink/rmap_sum.h"
#include "repair/repair.h"

/* Blocks of one group and their owner. */
struct owner_extent {
	xfs_agblock_t	agbno;
	xfs_extlen_t	len;
	uint32_t	kind;		/* enum xfs_owner_kind and XFS_EXTENT_* */
	uint64_t	owner;		/* inode, or XFS_RMAP_OWN_* */
	xfs_fileoff_t	offset;		/* of a fork's extents, blocks; else 0 */
	const char	*tree;		/* the group's tree that has the block; NULL: none, or
					   nobody has looked */
};

/* Takes extents of group @agno, from any thread.  Not 0 ends the enumeration. */
struct owner_sink {
	int	(*add)(struct owner_sink *sink, xfs_agnumber_t agno,
		       const struct owner_extent *x, size_t nr);
};

/* What was gathered of one group. */
struct group_owners {
	pthread_mutex_t		lock;
	struct xfs_extent_store	store;
	struct xfs_rmap_sum	sum;		/* with a reverse map only */
	uint64_t		outside;	/* extents not all in the group, left out */
};

struct owners {
	struct owner_sink	sink;		/* gathers here */
	struct xfs_rmap_seed	seed;
	bool			rmap;
	xfs_agnumber_t		nr;
	struct group_owners	*group;
};

/* An empty one for every group, as r->owners.  -ENOMEM, or an error after a sentence. */
int owners_create(struct repair *r);
void owners_destroy(struct owners *o);		/* takes NULL */

/* The extent as the reverse map has it. */
void owner_to_rmap(const struct owner_extent *x, struct xfs_rmap_irec *irec);

/*
 * Headers, log, trees, free list, inode chunks and staging extents of group @agno, as
 * far as they can be read.  What is wrong with them is not said.
 */
int owners_of_group(struct repair *r, xfs_agnumber_t agno, struct owner_sink *sink);

/*
 * The extents of one fork, taken one by one and told to a sink in runs of one group.
 * Set up with owner_batch_init(), end with owner_batch_flush().
 */
#define OWNER_BATCH	64
struct owner_batch {
	struct owner_sink	*sink;
	const struct xfs_geom	*g;
	xfs_ino_t		ino;
	uint32_t		kind;		/* without the state of an extent */
	xfs_agnumber_t		agno;		/* of those that wait */
	size_t			nr;
	struct owner_extent	x[OWNER_BATCH];
};
void owner_batch_init(struct owner_batch *b, const struct xfs_geom *g,
		      struct owner_sink *sink, xfs_ino_t ino, uint32_t kind);
int owner_batch_add(struct owner_batch *b, const struct xfs_bmbt_irec *irec);
int owner_batch_flush(struct owner_batch *b);

/* A block of the fork's tree. */
int owner_add_bmbt(const struct xfs_geom *g, struct owner_sink *sink, xfs_ino_t ino,
		   uint32_t kind, xfs_fsblock_t fsb);

/*
 * Kind and flags that all extents of fork @which of this inode have: what sort of file it
 * is, XFS_EXTENT_ATTR, XFS_EXTENT_NOREFLINK.
 */
uint32_t owner_kind(const struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		    enum xfs_fork which);

/*
 * Both forks of an inode whose core is good and the blocks of their trees.  What is wrong
 * with them is not said; *@whole false if not all could be read.
 */
int owners_of_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		   struct owner_sink *sink, bool *whole);

/* Everything once more, all groups and all inodes in use, by all threads. */
int owners_again(struct repair *r, struct owner_sink *sink);

#endif /* REPAIR_OWNERS_H */
