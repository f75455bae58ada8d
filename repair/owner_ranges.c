// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ranges in which owners are to be named.  Memory is bounded on both sides: by how many
 * ranges and by how many owners are kept.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/array.h"
#include "repair/owner_ranges.h"

/* ---- Ranges ---- */

static int add_range(struct owner_ranges *o, xfs_agnumber_t agno, xfs_agblock_t agbno,
		     xfs_extlen_t len)
{
	struct owner_range *p = array_grow(o->ranges, &o->room, o->nr, sizeof(*p));

	if (!p)
		return -ENOMEM;
	o->ranges = p;
	o->ranges[o->nr++] = (struct owner_range){ agno, agbno, len };
	return 0;
}

int owner_ranges_add(struct owner_ranges *o, xfs_agnumber_t agno, xfs_agblock_t agbno,
		     xfs_extlen_t len)
{
	int error = 0;

	pthread_mutex_lock(&o->lock);
	if (o->nr == o->max)
		o->forgotten++;
	else
		error = add_range(o, agno, agbno, len);
	pthread_mutex_unlock(&o->lock);
	return error;
}

static int compare_ranges(const void *pa, const void *pb)
{
	const struct owner_range *a = pa, *b = pb;

	if (a->agno != b->agno)
		return a->agno < b->agno ? -1 : 1;
	return a->agbno < b->agbno ? -1 : a->agbno > b->agbno;
}

static uint64_t range_end(const struct owner_range *r)
{
	return (uint64_t)r->agbno + r->len;
}

void owner_ranges_sort(struct owner_ranges *o)
{
	struct owner_range *last;
	size_t i, nr = 0;

	if (o->nr)
		qsort(o->ranges, o->nr, sizeof(*o->ranges), compare_ranges);
	for (i = 0; i < o->nr; i++) {
		last = nr ? &o->ranges[nr - 1] : NULL;
		if (!last || last->agno != o->ranges[i].agno ||
		    range_end(last) < o->ranges[i].agbno)
			o->ranges[nr++] = o->ranges[i];
		else if (range_end(last) < range_end(&o->ranges[i]))
			last->len = range_end(&o->ranges[i]) - last->agbno;
	}
	o->nr = nr;
}

size_t owner_ranges_find(const struct owner_ranges *o, xfs_agnumber_t agno,
			 xfs_agblock_t agbno)
{
	size_t low = 0, high = o->nr, mid;
	const struct owner_range *r;

	while (low < high) {
		mid = low + (high - low) / 2;
		r = &o->ranges[mid];
		if (r->agno < agno || (r->agno == agno && range_end(r) <= agbno))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Offsets mean something, and go along with the blocks, for a fork's extents only. */
static bool has_offset(const struct owner_extent *x)
{
	return !XFS_RMAP_NON_INODE_OWNER(x->owner) && !(x->kind & XFS_EXTENT_BMBT);
}

int owner_ranges_clip(const struct owner_ranges *o, xfs_agnumber_t agno,
		      const struct owner_extent *x, owner_clip_fn fn, void *priv)
{
	uint64_t end = (uint64_t)x->agbno + x->len, upto;
	size_t i = owner_ranges_find(o, agno, x->agbno);
	struct owner_extent part;
	int error = 0;

	for (; !error && i < o->nr && o->ranges[i].agno == agno &&
	     o->ranges[i].agbno < end; i++) {
		part = *x;
		if (part.agbno < o->ranges[i].agbno)
			part.agbno = o->ranges[i].agbno;
		upto = range_end(&o->ranges[i]) < end ? range_end(&o->ranges[i]) : end;
		part.len = upto - part.agbno;
		if (has_offset(x))
			part.offset += part.agbno - x->agbno;
		error = fn(priv, agno, &part);
	}
	return error;
}

/* ---- Owners ---- */

static int add_owner(struct owner_ranges *o, xfs_agnumber_t agno, const struct owner_extent *x)
{
	struct range_owner *p;

	if (o->nr_owners == o->max_owners)
		return -E2BIG;
	p = array_grow(o->owners, &o->room_owners, o->nr_owners, sizeof(*p));
	if (!p)
		return -ENOMEM;
	o->owners = p;
	o->owners[o->nr_owners++] = (struct range_owner){ agno, *x };
	return 0;
}

static int take_part(void *priv, xfs_agnumber_t agno, const struct owner_extent *x)
{
	struct owner_ranges *o = priv;
	int error;

	pthread_mutex_lock(&o->lock);
	error = add_owner(o, agno, x);
	pthread_mutex_unlock(&o->lock);
	return error;
}

static int take(struct owner_sink *sink, xfs_agnumber_t agno, const struct owner_extent *x,
		size_t nr)
{
	struct owner_ranges *o = (struct owner_ranges *)sink;
	int error = 0;
	size_t i;

	for (i = 0; !error && i < nr; i++)
		error = owner_ranges_clip(o, agno, &x[i], take_part, o);
	return error;
}

int owner_ranges_init(struct owner_ranges *o, size_t max, size_t max_owners)
{
	memset(o, 0, sizeof(*o));
	o->sink.add = take;
	o->max = max;
	o->max_owners = max_owners;
	return pthread_mutex_init(&o->lock, NULL) ? -ENOMEM : 0;
}

void owner_ranges_destroy(struct owner_ranges *o)
{
	pthread_mutex_destroy(&o->lock);
	free(o->ranges);
	free(o->owners);
}

uint64_t owner_ranges_last(struct owner_ranges *o)
{
	uint64_t owner;

	pthread_mutex_lock(&o->lock);
	owner = o->nr_owners ? o->owners[o->nr_owners - 1].x.owner : XFS_RMAP_OWN_NULL;
	pthread_mutex_unlock(&o->lock);
	return owner;
}

void owner_ranges_forget(struct owner_ranges *o)
{
	o->nr_owners = 0;
}

/* ---- Words ---- */

static const char *metadata_name(const struct owner_extent *x)
{
	if (x->tree)
		return x->tree;
	switch (x->kind & XFS_EXTENT_KIND_MASK) {
	case XFS_OWNER_AGFL:
		return "free list";
	case XFS_OWNER_RMAP:
		return "reverse map";
	default:
		break;
	}
	switch (x->owner) {
	case XFS_RMAP_OWN_FS:
		return "group headers";
	case XFS_RMAP_OWN_LOG:
		return "log";
	case XFS_RMAP_OWN_AG:
		return "free space trees";
	case XFS_RMAP_OWN_INOBT:
		return "inode trees";
	case XFS_RMAP_OWN_INODES:
		return "inodes";
	case XFS_RMAP_OWN_REFC:
		return "reference counts";
	case XFS_RMAP_OWN_COW:
		return "reserve of copy-on-write";
	default:
		return "unknown owner";
	}
}

const char *owner_name(const struct owner_extent *x)
{
	if (XFS_RMAP_NON_INODE_OWNER(x->owner))
		return metadata_name(x);
	if (x->kind & XFS_EXTENT_BMBT)
		return x->kind & XFS_EXTENT_ATTR ? "map of the attribute fork" :
						   "map of the data fork";
	if (x->kind & XFS_EXTENT_ATTR)
		return "attribute fork";
	return x->kind & XFS_EXTENT_UNWRITTEN ? "data fork, unwritten" : "data fork";
}

struct place owner_place(xfs_agnumber_t agno, const struct owner_extent *x)
{
	struct place p = place_agb(owner_name(x), agno, x->agbno, x->len);

	if (!XFS_RMAP_NON_INODE_OWNER(x->owner))
		p.ino = x->owner;
	if (has_offset(x))
		p.offset = x->offset;
	return p;
}
