// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Naming the owners of blocks with which something is wrong, and inodes whose reflink
 * flag says otherwise than their blocks.
 */
#include <errno.h>
#include <stdlib.h>

#include "repair/fork_scan.h"
#include "repair/inode_walk.h"
#include "repair/sharing.h"

/* One enumeration into all the sets that have ranges. */
struct spread {
	struct owner_sink	sink;
	struct sharing		*s;
	bool			full;		/* atomic: not all were kept */
};

/* Of those without the flag one extent an inode is enough, wherever they come in one go. */
static bool lacks_flag(struct owner_ranges *o, const struct owner_extent *x)
{
	return x->kind & XFS_EXTENT_NOREFLINK && !(x->kind & (XFS_EXTENT_ATTR | XFS_EXTENT_BMBT)) &&
	       owner_ranges_last(o) != x->owner;
}

static int add_to_set(struct spread *spread, enum sharing_set set, xfs_agnumber_t agno,
		      const struct owner_extent *x, size_t nr)
{
	struct owner_ranges *o = &spread->s->set[set];
	int error = 0;
	size_t i;

	if (!o->nr)
		return 0;
	if (set != SET_UNFLAGGED)
		error = o->sink.add(&o->sink, agno, x, nr);
	for (i = 0; set == SET_UNFLAGGED && !error && i < nr; i++)
		if (lacks_flag(o, &x[i]))
			error = o->sink.add(&o->sink, agno, &x[i], 1);
	if (error == -E2BIG)
		__atomic_store_n(&spread->full, true, __ATOMIC_RELAXED);
	return error == -E2BIG ? 0 : error;
}

static int spread_add(struct owner_sink *sink, xfs_agnumber_t agno,
		      const struct owner_extent *x, size_t nr)
{
	struct spread *spread = (struct spread *)sink;
	enum sharing_set set;
	int error = 0;

	for (set = 0; !error && set < SET_MAPPED; set++)
		error = add_to_set(spread, set, agno, x, nr);
	return error;
}

static int compare_owners(const void *pa, const void *pb)
{
	const struct range_owner *a = pa, *b = pb;

	if (a->x.owner != b->x.owner)
		return a->x.owner < b->x.owner ? -1 : 1;
	if (a->x.offset != b->x.offset)
		return a->x.offset < b->x.offset ? -1 : 1;
	if (a->agno != b->agno)
		return a->agno < b->agno ? -1 : 1;
	return a->x.agbno < b->x.agbno ? -1 : a->x.agbno > b->x.agbno;
}

static void sort_owners(struct owner_ranges *o)
{
	if (o->nr_owners)
		qsort(o->owners, o->nr_owners, sizeof(*o->owners), compare_owners);
}

static void name_each(struct repair *r, struct owner_ranges *o, enum finding_id id)
{
	size_t i;

	sort_owners(o);
	for (i = 0; i < o->nr_owners; i++)
		report_plain(r->report, id, owner_place(o->owners[i].agno, &o->owners[i].x));
}

static bool is_staging(const struct owner_extent *x)
{
	return (x->kind & XFS_EXTENT_KIND_MASK) == XFS_OWNER_STAGING;
}

/* Staging that is not alone is told apart: its range is the other owner's loss. */
static void name_twice(struct repair *r, struct owner_ranges *o)
{
	size_t i;

	sort_owners(o);
	for (i = 0; i < o->nr_owners; i++)
		report_plain(r->report, is_staging(&o->owners[i].x) ? FIND_STAGING_IN_USE :
								      FIND_CLAIMED_TWICE,
			     owner_place(o->owners[i].agno, &o->owners[i].x));
}

/* Each inode once. */
static void name_unflagged(struct repair *r, struct owner_ranges *o)
{
	xfs_ino_t last = NULLFSINO;
	size_t i;

	sort_owners(o);
	for (i = 0; i < o->nr_owners; i++) {
		if (o->owners[i].x.owner == last)
			continue;
		last = o->owners[i].x.owner;
		report_plain(r->report, FIND_UNFLAGGED,
			     owner_place(o->owners[i].agno, &o->owners[i].x));
	}
}

static bool any_to_name(const struct sharing *s)
{
	enum sharing_set set;

	for (set = 0; set < SET_MAPPED; set++)
		if (s->set[set].nr)
			return true;
	return false;
}

int sharing_name_owners(struct sharing *s)
{
	struct spread spread = { .sink.add = spread_add, .s = s };
	struct repair *r = s->r;
	int error;

	if (!any_to_name(s))
		return 0;
	progress_begin(r->progress, "naming owners", chunk_walk_total(r));
	error = owners_again(r, &spread.sink);
	if (error)
		return error;
	if (spread.full)
		repair_note_missing(r, "owners of blocks with faults, of which there are too many");
	name_twice(r, &s->set[SET_TWICE]);
	name_each(r, &s->set[SET_FREE], FIND_FREE_IN_USE);
	name_each(r, &s->set[SET_UNWRITTEN], FIND_SHARED_UNWRITTEN);
	name_unflagged(r, &s->set[SET_UNFLAGGED]);
	return 0;
}

/* ---- Flags without sharing ---- */

struct flag_check {
	const struct sharing	*s;
	bool			shares;
};

static bool is_shared(const struct sharing *s, xfs_agnumber_t agno, xfs_agblock_t agbno,
		      xfs_extlen_t len)
{
	const struct xfs_packed_array *a = &s->shared[agno];
	uint64_t end = (uint64_t)agbno + len, word;
	size_t low = 0, high = a->nr, mid;

	while (low < high) {		/* the first run that ends behind agbno */
		mid = low + (high - low) / 2;
		word = *xfs_packed_at(a, mid);
		if ((word >> 32) + (uint32_t)word <= agbno)
			low = mid + 1;
		else
			high = mid;
	}
	return low < a->nr && *xfs_packed_at(a, low) >> 32 < end;
}

static int flag_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct flag_check *c = priv;
	const struct xfs_geom *g = &c->s->r->geom;

	if (is_shared(c->s, xfs_fsb_agno(g, irec->br_startblock),
		      xfs_fsb_agbno(g, irec->br_startblock), irec->br_blockcount))
		c->shares = true;
	return c->shares;
}

static int check_flag(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		      unsigned int thread, void *priv)
{
	struct flag_check c = { .s = priv };
	const struct fork_visit visit = { .extent = flag_extent, .priv = &c };
	struct fork_sums sums;
	int error;

	/* Blocks of a realtime file are of no group; that it has the flag has been told. */
	if (!(be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_REFLINK) || xfs_dinode_is_realtime(dip))
		return 0;
	error = fork_scan(r, ino, dip, XFS_DATA_FORK, &visit, &sums);
	if (error < 0)
		return error;
	if (!c.shares && sums.whole)
		report_plain(r->report, FIND_FLAG_UNUSED, place_ino(NULL, ino, NULLFILEOFF));
	return 0;
}

int sharing_check_flags(struct sharing *s)
{
	if (__atomic_load_n(&s->r->owners_missing, __ATOMIC_RELAXED)) {
		repair_note_missing(s->r, "reflink flags that nothing needs");
		return 0;
	}
	progress_begin(s->r->progress, "reflink flags", chunk_walk_total(s->r));
	return inode_walk(s->r, check_flag, s);
}
