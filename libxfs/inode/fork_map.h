// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extents of one fork in memory, 16 bytes each: from the list in the inode or from
 * its B+tree, checked one by one, then found by file offset without another read.
 * Format: doc/format/inode.md, doc/format/btree.md.
 */
#ifndef LIBXFS_INODE_FORK_MAP_H
#define LIBXFS_INODE_FORK_MAP_H

#include "libxfs/format/btree.h"
#include "libxfs/format/inode.h"
#include "libxfs/fs/buf.h"
#include "libxfs/inode/fork.h"

struct xfs_fork_map {
	struct xfs_bmbt_rec	*recs;		/* ascending, none overlaps */
	uint64_t		nr;
	uint64_t		room;		/* records allocated */
	uint64_t		blocks;		/* in all extents */

	/* After -EFSCORRUPTED: what, at which record and in which tree block (0: inode). */
	enum xfs_fault		fault;
	uint64_t		fault_index;
	xfs_fsblock_t		fault_block;
};

/*
 * Reads the fork of inode @ino, format EXTENTS or BTREE (else -EINVAL); the core of
 * @dip must have passed xfs_dinode_verify_core().  Memory grows with the extents that
 * are there, whatever the core counts.
 *
 * -EFSCORRUPTED with ->fault at the first bad extent or tree block: those before it
 * are in the map and good.  -EFBIG for more than @limit extents, -ENOMEM, or the
 * host's error of a read.  xfs_fork_map_free() afterwards, whatever was returned.
 */
int xfs_fork_map_read(struct xfs_fork_map *map, struct xfs_buf_cache *cache,
		      const struct xfs_dinode *dip, xfs_ino_t ino,
		      enum xfs_fork which, uint64_t limit);
void xfs_fork_map_free(struct xfs_fork_map *map);

/* Extent @i, below ->nr. */
static inline void xfs_fork_map_get(const struct xfs_fork_map *map, uint64_t i,
				    struct xfs_bmbt_irec *irec)
{
	xfs_bmbt_rec_unpack(&map->recs[i], irec);
}

/*
 * The extent that holds file block @off, or the first behind it; false if there is
 * none.  *@index, unless NULL, is its number.
 */
bool xfs_fork_map_find(const struct xfs_fork_map *map, xfs_fileoff_t off,
		       struct xfs_bmbt_irec *irec, uint64_t *index);

/* The block behind the last extent; 0 for an empty map. */
xfs_fileoff_t xfs_fork_map_end(const struct xfs_fork_map *map);

#endif /* LIBXFS_INODE_FORK_MAP_H */
