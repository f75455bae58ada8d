// SPDX-License-Identifier: GPL-2.0-or-later
/* Every inode of some sort, by all threads, chunk by chunk in long reads. */
#ifndef REPAIR_INODE_WALK_H
#define REPAIR_INODE_WALK_H

#include "repair/groups.h"

/* One chunk in memory.  Not all may have been readable. */
struct chunk_view {
	xfs_agnumber_t		agno;
	struct inode_chunk	*chunk;
	unsigned int		thread;		/* as of workers_run() */
	uint64_t		readable;	/* bit an inode whose bytes are here */
	int			error;		/* of the read that failed, if not all */
	const uint8_t		*bytes;		/* XFS_INODES_PER_CHUNK inodes */
};

static inline const struct xfs_dinode *chunk_dinode(const struct xfs_geom *g,
						    const struct chunk_view *v, unsigned int bit)
{
	return (const struct xfs_dinode *)(v->bytes + ((size_t)bit << g->inodelog));
}

static inline xfs_ino_t chunk_ino(const struct xfs_geom *g, const struct chunk_view *v,
				  unsigned int bit)
{
	return xfs_agino_ino(g, v->agno, v->chunk->start + bit);
}

/*
 * Calls @fn on every chunk of every group, from all threads, one of them a chunk.  0,
 * -ENOMEM, or what @fn returned.  progress_add() is called with 1 a chunk.
 */
typedef int (*chunk_fn)(struct repair *r, const struct chunk_view *v, void *priv);
int chunk_walk(struct repair *r, chunk_fn fn, void *priv);
/* Only chunks that are @wanted; others are not even read. */
typedef bool (*chunk_want_fn)(const struct inode_chunk *chunk);
int chunk_walk_some(struct repair *r, chunk_want_fn wanted, chunk_fn fn, void *priv);
uint64_t chunk_walk_total(const struct repair *r);	/* chunks there are */

/* The same for every inode that the inodes' phase has found in use and good. */
typedef int (*inode_fn)(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
			unsigned int thread, void *priv);
int inode_walk(struct repair *r, inode_fn fn, void *priv);
int inode_walk_some(struct repair *r, chunk_want_fn wanted, inode_fn fn, void *priv);

/*
 * One inode's bytes, checksum and structure not looked at, into @dip of g->inodesize bytes;
 * the chunk must exist.  The host's error.
 */
int inode_load(struct repair *r, xfs_ino_t ino, struct xfs_dinode *dip);

#endif /* REPAIR_INODE_WALK_H */
