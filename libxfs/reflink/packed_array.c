// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An array of 64-bit words in chunks.
 *
 * Words in use fill the chunks from the first on without a hole; behind them chunks may
 * be allocated that are not in use, because a heap shrinks and grows.
 */
#include "libxfs/reflink/packed_array.h"

#define CHUNK_BYTES	(XFS_PACKED_CHUNK * sizeof(uint64_t))

/* Room in the table for @more chunks. */
static int grow_table(struct xfs_packed_array *a, size_t more)
{
	size_t max = a->max_chunks ? a->max_chunks : 4;
	uint64_t **table;

	while (max - a->nr_chunks < more) {
		if (max > SIZE_MAX / 2 / sizeof(*table))
			return -ENOMEM;
		max *= 2;
	}
	if (max == a->max_chunks)
		return 0;
	table = xfs_env_alloc(max * sizeof(*table));
	if (!table)
		return -ENOMEM;
	if (a->nr_chunks)
		memcpy(table, a->chunk, a->nr_chunks * sizeof(*table));
	xfs_env_free(a->chunk);
	a->chunk = table;
	a->max_chunks = max;
	return 0;
}

static int add_chunk(struct xfs_packed_array *a)
{
	uint64_t *chunk;
	int error;

	error = grow_table(a, 1);
	if (error)
		return error;
	chunk = xfs_env_alloc(CHUNK_BYTES);
	if (!chunk)
		return -ENOMEM;
	a->chunk[a->nr_chunks++] = chunk;
	return 0;
}

int xfs_packed_append(struct xfs_packed_array *a, uint64_t word)
{
	int error;

	if (a->nr >> XFS_PACKED_CHUNK_LOG == a->nr_chunks) {
		error = add_chunk(a);
		if (error)
			return error;
	}
	*xfs_packed_at(a, a->nr) = word;
	a->nr++;
	return 0;
}

/* Chunks behind the words in use. */
static void trim(struct xfs_packed_array *a)
{
	size_t used = (a->nr + XFS_PACKED_CHUNK - 1) >> XFS_PACKED_CHUNK_LOG;

	while (a->nr_chunks > used)
		xfs_env_free(a->chunk[--a->nr_chunks]);
}

/* Full chunks of @from go before the last, partly full, one of @to. */
static void move_full_chunks(struct xfs_packed_array *to, struct xfs_packed_array *from)
{
	size_t full = from->nr >> XFS_PACKED_CHUNK_LOG;
	size_t at = to->nr >> XFS_PACKED_CHUNK_LOG;

	memmove(to->chunk + at + full, to->chunk + at,
		(to->nr_chunks - at) * sizeof(*to->chunk));
	memcpy(to->chunk + at, from->chunk, full * sizeof(*to->chunk));
	to->nr_chunks += full;
	to->nr += full << XFS_PACKED_CHUNK_LOG;
	from->nr_chunks -= full;
	from->nr -= full << XFS_PACKED_CHUNK_LOG;
	memmove(from->chunk, from->chunk + full, from->nr_chunks * sizeof(*from->chunk));
}

int xfs_packed_absorb(struct xfs_packed_array *to, struct xfs_packed_array *from)
{
	int error;

	if (!to->nr) {
		xfs_packed_destroy(to);
		*to = *from;
		memset(from, 0, sizeof(*from));
		return 0;
	}
	if (!from->nr) {
		xfs_packed_destroy(from);
		return 0;
	}
	error = grow_table(to, from->nr_chunks + 1);
	if (error)
		return error;
	/* With this chunk nothing below can fail. */
	error = add_chunk(to);
	if (error)
		return error;
	move_full_chunks(to, from);
	while (from->nr) {
		xfs_packed_append(to, *xfs_packed_at(from, from->nr - 1));
		xfs_packed_pop(from);
	}
	trim(to);
	xfs_packed_destroy(from);
	return 0;
}

void xfs_packed_get(const struct xfs_packed_array *a, size_t i, uint64_t *words, size_t n)
{
	size_t part;

	while (n) {
		part = XFS_PACKED_CHUNK - (i & (XFS_PACKED_CHUNK - 1));
		if (part > n)
			part = n;
		memcpy(words, xfs_packed_at(a, i), part * sizeof(*words));
		words += part;
		i += part;
		n -= part;
	}
}

void xfs_packed_put(struct xfs_packed_array *a, size_t i, const uint64_t *words, size_t n)
{
	size_t part;

	while (n) {
		part = XFS_PACKED_CHUNK - (i & (XFS_PACKED_CHUNK - 1));
		if (part > n)
			part = n;
		memcpy(xfs_packed_at(a, i), words, part * sizeof(*words));
		words += part;
		i += part;
		n -= part;
	}
}

size_t xfs_packed_bytes(const struct xfs_packed_array *a)
{
	return a->nr_chunks * CHUNK_BYTES + a->max_chunks * sizeof(*a->chunk);
}

void xfs_packed_destroy(struct xfs_packed_array *a)
{
	a->nr = 0;
	trim(a);
	xfs_env_free(a->chunk);
	memset(a, 0, sizeof(*a));
}
