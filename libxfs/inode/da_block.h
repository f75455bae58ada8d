// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The blocks of a directory or of an attribute fork, read through the fork's extents,
 * and how disagreements found in them are told.
 *
 * The blocks of a directory are listed.  Of an attribute fork, where a wrong extent may
 * claim millions, there is a bit for each that was met.
 *
 * A block is addressed by its first file block (dablk).  In a directory it has
 * g->dirblksize bytes and may lie in several pieces; in an attribute fork, a block.
 * Not for concurrent use; several files can be read at once.
 */
#ifndef LIBXFS_INODE_DA_BLOCK_H
#define LIBXFS_INODE_DA_BLOCK_H

#include "libxfs/format/dir.h"
#include "libxfs/inode/fork_map.h"

/* One disagreement, and where. */
struct xfs_da_fault {
	enum xfs_fault	fault;
	int		error;	/* XFS_FAULT_UNREADABLE: the host's, negative */
	uint32_t	dablk;	/* short form: 0 */
	uint32_t	index;	/* in the table there; in directory data, bytes from the
				   block's start; of an extent fault, the extent's */
};

/* A non-zero result ends the reading and is what it returns. */
typedef int (*xfs_da_fault_fn)(void *priv, const struct xfs_da_fault *df);

/* The sequence number of the log that a good block at @dablk was written with last. */
typedef void (*xfs_da_lsn_fn)(void *priv, uint32_t dablk, uint64_t lsn);

#define XFS_DA_SEEN	(1U << 0)	/* something led here */
#define XFS_DA_BAD	(1U << 1)	/* cannot be trusted; more may be in it than read */

/* One mapped block. */
struct xfs_da_place {
	uint32_t	dablk;
	uint16_t	best;		/* directory data: longest unused piece */
	uint8_t		flags;		/* XFS_DA_* */
};

struct xfs_da_file {
	struct xfs_buf_cache	*cache;
	const struct xfs_geom	*g;
	const struct xfs_dinode	*dip;
	xfs_ino_t		ino;
	xfs_da_fault_fn		fault;	/* may be NULL */
	xfs_da_lsn_fn		lsn;	/* may be NULL, as opening leaves it */
	void			*priv;
	uint32_t		blksize;
	uint32_t		blkfsbs;
	struct xfs_fork_map	map;
	struct xfs_da_place	*places;	/* directory: by dablk */
	uint32_t		nr_places;
	uint64_t		*met;		/* attributes: bit a mapped block */
	uint32_t		*before;	/* mapped blocks before each extent */
};

struct xfs_da_block {
	uint32_t		dablk;
	uint32_t		len;
	xfs_daddr_t		daddr;	/* of its first piece */
	const void		*data;	/* NULL: could not be read, which was told */
	struct xfs_buf		*bp;
	void			*own;	/* the pieces put together */
};

/*
 * Makes @f ready for fork @which, format EXTENTS or BTREE, of an inode whose core is
 * good; @dip must stay.  @limit as in xfs_fork_map_read().  Extents that are no good
 * are told to @fault; then -EFSCORRUPTED.  xfs_da_file_close() afterwards in any case.
 */
int xfs_da_file_open(struct xfs_da_file *f, struct xfs_buf_cache *cache,
		     const struct xfs_dinode *dip, xfs_ino_t ino,
		     enum xfs_fork which, uint64_t limit, xfs_da_fault_fn fault,
		     void *priv);
void xfs_da_file_close(struct xfs_da_file *f);

/* Tells of a disagreement. */
int xfs_da_tell(struct xfs_da_file *f, enum xfs_fault fault, uint32_t dablk,
		uint32_t index);

/* Something leads to block @dablk: is it a whole one of the file, and the first time? */
enum xfs_da_met {
	XFS_DA_UNMAPPED,
	XFS_DA_FIRST,
	XFS_DA_AGAIN,
};

enum xfs_da_met xfs_da_meet(struct xfs_da_file *f, uint32_t dablk);
bool xfs_da_mapped(struct xfs_da_file *f, uint32_t dablk);

/* Tells of an attribute fork's blocks that were not met; of neighbours once. */
int xfs_da_tell_unmet(struct xfs_da_file *f, enum xfs_fault fault);

/* A directory's place of @dablk, or NULL; the first at or behind it, up to ->nr_places. */
struct xfs_da_place *xfs_da_place_find(struct xfs_da_file *f, uint32_t dablk);
uint32_t xfs_da_place_lower(const struct xfs_da_file *f, uint32_t dablk);
/* Drops places number @from up to below @end. */
void xfs_da_places_drop(struct xfs_da_file *f, uint32_t from, uint32_t end);

/*
 * Reads a mapped block, verifying nothing.  A read that fails is told and leaves
 * b->data NULL; other errors are returned.  xfs_da_block_release() in any case.
 */
int xfs_da_block_read(struct xfs_da_file *f, uint32_t dablk, struct xfs_da_block *b);
void xfs_da_block_release(struct xfs_da_block *b);

/*
 * Verifies a block as @ops, owner included; a fault is told, and is *@found.  A wrong
 * checksum is told besides, unless the magic number is wrong: but *@found is what the
 * structure is found to be.  The log's sequence number of a good one goes to f->lsn.
 */
int xfs_da_block_verify(struct xfs_da_file *f, const struct xfs_da_block *b,
			const struct xfs_buf_ops *ops, enum xfs_fault *found);

#endif /* LIBXFS_INODE_DA_BLOCK_H */
