// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One pass over a sorted store.
 *
 * Beginnings come in order; ends come from a heap of the extents that are open.  It is
 * as deep as blocks have owners, mostly one or two, so that the sweep is linear where
 * little is shared.  Equal extents are neighbours in the store and one element of the
 * heap, so that two million clones of one extent cost no more than one; only overlapping
 * extents that all differ make it O(n log n), with 8 bytes for each.
 *
 * An element of the heap is like an entry of the store: last block 32 bits, how many
 * 21, owner bits 11.
 */
#include "libxfs/reflink/owner_sweep.h"

#define MANY_MAX	XFS_MAX_BMBT_EXTLEN	/* that one element can stand for */

/* ---- The heap ---- */

static int heap_push(struct xfs_packed_array *heap, uint64_t element)
{
	size_t i = heap->nr, up;
	int error;

	error = xfs_packed_append(heap, element);
	if (error)
		return error;
	for (; i; i = up) {
		up = (i - 1) / 2;
		if (*xfs_packed_at(heap, up) <= element)
			break;
		*xfs_packed_at(heap, i) = *xfs_packed_at(heap, up);
	}
	*xfs_packed_at(heap, i) = element;
	return 0;
}

static void heap_pop(struct xfs_packed_array *heap)
{
	uint64_t last = *xfs_packed_at(heap, heap->nr - 1);
	size_t i, down;

	xfs_packed_pop(heap);
	if (!heap->nr)
		return;
	for (i = 0; (down = 2 * i + 1) < heap->nr; i = down) {
		if (down + 1 < heap->nr &&
		    *xfs_packed_at(heap, down + 1) < *xfs_packed_at(heap, down))
			down++;
		if (*xfs_packed_at(heap, down) >= last)
			break;
		*xfs_packed_at(heap, i) = *xfs_packed_at(heap, down);
	}
	*xfs_packed_at(heap, i) = last;
}

/* The block behind the first open extent to end; UINT64_MAX: none is open. */
static uint64_t next_end(const struct xfs_owner_sweep *sweep)
{
	if (!sweep->open.nr)
		return UINT64_MAX;
	return (uint64_t)xfs_extent_agbno(*xfs_packed_at(&sweep->open, 0)) + 1;
}

static uint64_t next_begin(const struct xfs_owner_sweep *sweep)
{
	if (sweep->next == sweep->entries->nr)
		return UINT64_MAX;
	return xfs_extent_agbno(*xfs_packed_at(sweep->entries, sweep->next));
}

/* ---- Who owns the block at hand ---- */

static bool may_share(uint32_t owner)
{
	return (owner & XFS_EXTENT_KIND_MASK) == XFS_OWNER_FILE &&
	       !(owner & (XFS_EXTENT_ATTR | XFS_EXTENT_BMBT));
}

/* @bit of @mask follows whether @counter is zero.  @many is modulo 2^64: it may be minus. */
static void count(uint64_t *counter, uint64_t many, uint32_t *mask, uint32_t bit)
{
	*counter += many;
	if (*counter)
		*mask |= bit;
	else
		*mask &= ~bit;
}

static void change_owners(struct xfs_owner_sweep *sweep, uint32_t owner, uint64_t many)
{
	uint32_t kind = owner & XFS_EXTENT_KIND_MASK;
	uint32_t flags = owner >> XFS_EXTENT_FLAGS_SHIFT;
	unsigned int i;

	if (may_share(owner))
		sweep->now.files += many;
	else
		sweep->now.others += many;
	count(&sweep->nr_kind[kind], many, &sweep->now.kinds, 1U << kind);
	for (i = 0; flags >> i; i++)
		if (flags >> i & 1)
			count(&sweep->nr_flag[i], many, &sweep->now.flags,
			      1U << (i + XFS_EXTENT_FLAGS_SHIFT));
}

static void end_extents(struct xfs_owner_sweep *sweep)
{
	uint64_t element;

	while (next_end(sweep) == sweep->at) {
		element = *xfs_packed_at(&sweep->open, 0);
		change_owners(sweep, xfs_extent_owner(element),
			      -(uint64_t)xfs_extent_len(element));
		heap_pop(&sweep->open);
	}
}

/* Begins the next extent and those equal to it. */
static int begin_extents(struct xfs_owner_sweep *sweep)
{
	uint64_t entry = *xfs_packed_at(sweep->entries, sweep->next);
	uint32_t owner = xfs_extent_owner(entry);
	uint32_t many = 0;
	int error;

	do {
		many++;
		sweep->next++;
	} while (many < MANY_MAX && sweep->next < sweep->entries->nr &&
		 *xfs_packed_at(sweep->entries, sweep->next) == entry);
	error = heap_push(&sweep->open, xfs_extent_pack(
				xfs_extent_agbno(entry) + xfs_extent_len(entry) - 1,
				many, owner));
	if (error)
		return error;
	change_owners(sweep, owner, many);
	return 0;
}

/* Brings the owners up to those of the block at hand. */
static int settle(struct xfs_owner_sweep *sweep)
{
	int error = 0;

	end_extents(sweep);
	while (!error && next_begin(sweep) == sweep->at)
		error = begin_extents(sweep);
	return error;
}

/* ---- Pieces ---- */

static uint64_t next_change(const struct xfs_owner_sweep *sweep)
{
	uint64_t begin = next_begin(sweep), end = next_end(sweep);

	if (end < begin)
		return end;
	if (begin != UINT64_MAX)
		return begin;
	return sweep->end > sweep->at ? sweep->end : sweep->at;
}

static bool same_owners(const struct xfs_owner_piece *a, const struct xfs_owner_piece *b)
{
	return a->files == b->files && a->others == b->others && a->kinds == b->kinds &&
	       a->flags == b->flags;
}

int xfs_owner_sweep_piece(struct xfs_owner_sweep *sweep, struct xfs_owner_piece *piece,
			  bool *found)
{
	uint64_t start = sweep->at, to;
	int error;

	*found = false;
	/* The first block's owners; elsewhere they are known. */
	error = settle(sweep);
	if (error)
		return error;
	*piece = sweep->now;
	for (;;) {
		to = next_change(sweep);
		if (to == sweep->at)
			break;
		sweep->at = to;
		error = settle(sweep);
		if (error)
			return error;
		if (!same_owners(piece, &sweep->now))
			break;
	}
	piece->start = start;
	piece->len = sweep->at - start;
	*found = sweep->at > start;
	return 0;
}

/* ---- Runs ---- */

static int piece_ahead(struct xfs_owner_sweep *sweep)
{
	bool found;
	int error;

	error = xfs_owner_sweep_piece(sweep, &sweep->ahead, &found);
	if (error || !found)
		sweep->ahead.len = 0;
	return error;
}

int xfs_owner_sweep_run(struct xfs_owner_sweep *sweep, xfs_owner_project project,
			struct xfs_owner_run *run, bool *found)
{
	struct xfs_owner_piece *ahead = &sweep->ahead;
	int error = 0;

	*found = false;
	memset(run, 0, sizeof(*run));
	if (!ahead->len)
		error = piece_ahead(sweep);
	while (!error && ahead->len && !project(ahead))
		error = piece_ahead(sweep);
	if (error || !ahead->len)
		return error;
	run->start = ahead->start;
	run->value = project(ahead);
	do {
		run->len += ahead->len;
		run->kinds |= ahead->kinds;
		run->flags |= ahead->flags;
		error = piece_ahead(sweep);
	} while (!error && ahead->len && project(ahead) == run->value);
	*found = !error;
	return error;
}

void xfs_owner_sweep_init(struct xfs_owner_sweep *sweep,
			  const struct xfs_extent_store *store, xfs_agblock_t blocks)
{
	memset(sweep, 0, sizeof(*sweep));
	sweep->entries = &store->entries;
	sweep->end = blocks;
}

size_t xfs_owner_sweep_bytes(const struct xfs_owner_sweep *sweep)
{
	return xfs_packed_bytes(&sweep->open);
}

void xfs_owner_sweep_done(struct xfs_owner_sweep *sweep)
{
	xfs_packed_destroy(&sweep->open);
}

/* ---- Projections ---- */

uint32_t xfs_owner_refcount(const struct xfs_owner_piece *piece)
{
	if (piece->files < 2)
		return 0;
	return piece->files < XFS_REFC_REFCOUNT_MAX ? piece->files : XFS_REFC_REFCOUNT_MAX;
}

uint32_t xfs_owner_single(const struct xfs_owner_piece *piece)
{
	return piece->files + piece->others == 1;
}

uint32_t xfs_owner_conflict(const struct xfs_owner_piece *piece)
{
	return piece->others && piece->files + piece->others > 1;
}

uint32_t xfs_owner_free(const struct xfs_owner_piece *piece)
{
	return !piece->files && !piece->others;
}

uint32_t xfs_owner_staging(const struct xfs_owner_piece *piece)
{
	return piece->kinds >> XFS_OWNER_STAGING & 1;
}
