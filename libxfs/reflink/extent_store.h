// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extents of one allocation group that something owns, 8 bytes each: what a check
 * collects from extent maps and trees, sorts, and sweeps (owner_sweep.h).
 *
 * An extent owned twice is added twice.  A store belongs to one thread; threads that
 * collect the same group have one store each, absorbed into one at the end.  That is
 * cheaper than a lock an extent, and absorbing moves chunks, not extents.
 */
#ifndef LIBXFS_REFLINK_EXTENT_STORE_H
#define LIBXFS_REFLINK_EXTENT_STORE_H

#include "libxfs/env.h"
#include "libxfs/format/btree.h"
#include "libxfs/reflink/packed_array.h"

/* What owns an extent.  Blocks of regular files can be shared, no others. */
enum xfs_owner_kind {
	XFS_OWNER_FILE,		/* regular file */
	XFS_OWNER_DIR,
	XFS_OWNER_SYMLINK,
	XFS_OWNER_QUOTA,
	XFS_OWNER_REALTIME,	/* realtime bitmap and summary */
	XFS_OWNER_INODE,	/* an inode of another kind, or of an unknown one */
	XFS_OWNER_HEADERS,	/* superblock, AGF, AGFL, AGI */
	XFS_OWNER_LOG,
	XFS_OWNER_ALLOC,	/* the free space trees */
	XFS_OWNER_AGFL,		/* blocks the free list names */
	XFS_OWNER_INOBT,	/* the inode trees */
	XFS_OWNER_INODES,	/* inode chunks */
	XFS_OWNER_RMAP,		/* the reverse map */
	XFS_OWNER_REFCOUNT,	/* the reference counts */
	XFS_OWNER_STAGING,	/* copy-on-write has reserved it */
	XFS_OWNER_NR,
};

/* Flags; together with a kind they are the low 11 bits of an entry. */
#define XFS_EXTENT_KIND_MASK	0x01fU
#define XFS_EXTENT_UNWRITTEN	0x020U
#define XFS_EXTENT_ATTR		0x040U	/* of the attribute fork, maps included */
#define XFS_EXTENT_BMBT		0x080U	/* a block of the fork's extent map */
#define XFS_EXTENT_NOREFLINK	0x100U	/* the inode lacks the reflink flag */
#define XFS_EXTENT_FLAGS_SHIFT	5
#define XFS_EXTENT_FLAGS_NR	6	/* two of them free */
#define XFS_EXTENT_OWNER_BITS	11
static_assert(XFS_OWNER_NR <= XFS_EXTENT_KIND_MASK + 1, "kinds fit");

/* An entry: agblock 32 bits, length 21, flags and kind 11; numeric order sorts. */
static inline uint64_t xfs_extent_pack(xfs_agblock_t agbno, xfs_extlen_t len, uint32_t owner)
{
	return (uint64_t)agbno << 32 | (uint64_t)len << XFS_EXTENT_OWNER_BITS | owner;
}

static inline xfs_agblock_t xfs_extent_agbno(uint64_t entry)
{
	return entry >> 32;
}

static inline xfs_extlen_t xfs_extent_len(uint64_t entry)
{
	return entry >> XFS_EXTENT_OWNER_BITS & XFS_MAX_BMBT_EXTLEN;
}

static inline uint32_t xfs_extent_owner(uint64_t entry)
{
	return entry & ((1U << XFS_EXTENT_OWNER_BITS) - 1);
}

/* All zeroes is an empty one. */
struct xfs_extent_store {
	struct xfs_packed_array	entries;
	bool			unsorted;
};

/*
 * Adds blocks [@agbno, @agbno + @len) once; @owner is a kind and flags.  What continues
 * the extent added just before, with the same owner bits, lengthens that one; what is
 * longer than an entry can say becomes several.  -EINVAL for no blocks, for any that
 * have no number and for unknown owner bits; -ENOMEM, and then a part may have been
 * added.  Whether the group has these blocks is for the caller to test.
 */
int xfs_extent_store_add(struct xfs_extent_store *store, xfs_agblock_t agbno,
			 xfs_extlen_t len, uint32_t owner);

/* Moves all of @from to @store; -ENOMEM: both are as they were. */
int xfs_extent_store_absorb(struct xfs_extent_store *store, struct xfs_extent_store *from);

/*
 * Sorts in place, in linear time.  Needs XFS_EXTENT_SORT_BYTES for its duration, whatever
 * the number of extents; -ENOMEM without, and nothing has changed.
 */
#define XFS_EXTENT_SORT_BYTES	(32 << 10)	/* at most */
int xfs_extent_store_sort(struct xfs_extent_store *store);

/* Memory held. */
size_t xfs_extent_store_bytes(const struct xfs_extent_store *store);

/* Frees everything; the store is empty and usable. */
void xfs_extent_store_destroy(struct xfs_extent_store *store);

#endif /* LIBXFS_REFLINK_EXTENT_STORE_H */
