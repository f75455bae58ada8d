// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A sorted extent store read as what it says of every block of the group: pieces, in
 * order and without holes, each with its owners.
 *
 * A projection makes of a piece the number that some tree ought to hold for it, 0 for
 * nothing: the reference count, 1 where blocks are free, ...  One sweep can feed any
 * number of comparisons (range_compare.h), or be joined into the canonical records of
 * one tree (xfs_owner_sweep_run), which is also what a bulk load takes.
 */
#ifndef LIBXFS_REFLINK_OWNER_SWEEP_H
#define LIBXFS_REFLINK_OWNER_SWEEP_H

#include "libxfs/reflink/extent_store.h"

/* Neighbouring blocks with the same numbers and sorts of owners; as long as can be. */
struct xfs_owner_piece {
	xfs_agblock_t	start;
	xfs_extlen_t	len;
	uint64_t	files;		/* data forks of regular files that map it */
	uint64_t	others;		/* owners that may not share */
	uint32_t	kinds;		/* 1 << enum xfs_owner_kind, of all owners */
	uint32_t	flags;		/* XFS_EXTENT_UNWRITTEN.., of any owner */
};

typedef uint32_t (*xfs_owner_project)(const struct xfs_owner_piece *piece);

/* The count a reference count record holds: 2 or more, saturating; or 0. */
uint32_t xfs_owner_refcount(const struct xfs_owner_piece *piece);
/* 1 where there is but one owner, of whatever sort. */
uint32_t xfs_owner_single(const struct xfs_owner_piece *piece);
/* 1 where something that may not share is not alone. */
uint32_t xfs_owner_conflict(const struct xfs_owner_piece *piece);
/* 1 where there is no owner. */
uint32_t xfs_owner_free(const struct xfs_owner_piece *piece);
/* 1 where copy-on-write has reserved blocks, whoever else has them. */
uint32_t xfs_owner_staging(const struct xfs_owner_piece *piece);

/* Neighbouring pieces of the same projected number; flags and kinds are of any. */
struct xfs_owner_run {
	xfs_agblock_t	start;
	xfs_extlen_t	len;
	uint32_t	value;
	uint32_t	kinds;
	uint32_t	flags;
};

/* Initialise with xfs_owner_sweep_init(). */
struct xfs_owner_sweep {
	const struct xfs_packed_array *entries;
	size_t			next;		/* entry to begin */
	uint64_t		at;		/* block up to which all is said */
	uint64_t		end;		/* of the group */
	struct xfs_packed_array	open;		/* heap: extents by their last block */
	uint64_t		nr_kind[XFS_EXTENT_KIND_MASK + 1];
	uint64_t		nr_flag[XFS_EXTENT_FLAGS_NR];
	struct xfs_owner_piece	now;		/* owners from at on; no range */
	struct xfs_owner_piece	ahead;		/* of xfs_owner_sweep_run; len 0: none */
};

/*
 * @store must be sorted and is not changed; it must outlive the sweep.  @blocks is the
 * length of the group.  Extents beyond it are swept all the same, each as it stands.
 */
void xfs_owner_sweep_init(struct xfs_owner_sweep *sweep,
			  const struct xfs_extent_store *store, xfs_agblock_t blocks);

/*
 * The next piece.  *@found false at the end.  -ENOMEM ends the sweep: memory is needed
 * for the extents that cover one block, 8 bytes for each that differs from the others.
 */
int xfs_owner_sweep_piece(struct xfs_owner_sweep *sweep, struct xfs_owner_piece *piece,
			  bool *found);

/*
 * The next longest run of blocks of the same number other than 0.  Of one sweep take
 * either pieces or the runs of one projection.
 */
int xfs_owner_sweep_run(struct xfs_owner_sweep *sweep, xfs_owner_project project,
			struct xfs_owner_run *run, bool *found);

/* Memory held: the most that were open at once. */
size_t xfs_owner_sweep_bytes(const struct xfs_owner_sweep *sweep);

/* Frees everything; needed also after an error. */
void xfs_owner_sweep_done(struct xfs_owner_sweep *sweep);

#endif /* LIBXFS_REFLINK_OWNER_SWEEP_H */
