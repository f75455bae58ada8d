// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An array of 64-bit words that grows at its end, in chunks: growing copies no word,
 * and what is unused is at most one chunk (and the table of chunks).
 *
 * One thread at a time.
 */
#ifndef LIBXFS_REFLINK_PACKED_ARRAY_H
#define LIBXFS_REFLINK_PACKED_ARRAY_H

#include "libxfs/env.h"

#define XFS_PACKED_CHUNK_LOG	11
#define XFS_PACKED_CHUNK	((size_t)1 << XFS_PACKED_CHUNK_LOG)	/* words */

/* All zeroes is an empty one. */
struct xfs_packed_array {
	uint64_t	**chunk;
	size_t		nr;		/* words */
	size_t		nr_chunks;
	size_t		max_chunks;	/* the table has room for */
};

/* Word @i, which must be below nr. */
static inline uint64_t *xfs_packed_at(const struct xfs_packed_array *a, size_t i)
{
	return &a->chunk[i >> XFS_PACKED_CHUNK_LOG][i & (XFS_PACKED_CHUNK - 1)];
}

/* 0, or -ENOMEM and nothing has changed. */
int xfs_packed_append(struct xfs_packed_array *a, uint64_t word);

/* Drops the last word, of which there must be one; keeps the memory. */
static inline void xfs_packed_pop(struct xfs_packed_array *a)
{
	a->nr--;
}

/*
 * Moves all words of @from behind, or between, those of @to: chunks change hands, at
 * most one chunk of words is copied, and order is kept only if @to was empty.  @from is
 * empty afterwards.
 * -ENOMEM: both are as they were.
 */
int xfs_packed_absorb(struct xfs_packed_array *to, struct xfs_packed_array *from);

/* Copies @n words out or in; what is there may cross chunks. */
void xfs_packed_get(const struct xfs_packed_array *a, size_t i, uint64_t *words, size_t n);
void xfs_packed_put(struct xfs_packed_array *a, size_t i, const uint64_t *words, size_t n);

/* Memory held. */
size_t xfs_packed_bytes(const struct xfs_packed_array *a);

/* Frees everything; the array is empty and usable. */
void xfs_packed_destroy(struct xfs_packed_array *a);

#endif /* LIBXFS_REFLINK_PACKED_ARRAY_H */
