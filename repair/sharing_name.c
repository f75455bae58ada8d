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
	struct owner_ranges	*set[4];
};

static int spread_add(struct owner_sink *sink, xfs_agnumber_t agno,
		      const struct owner_extent *x, size_t nr)
{
	struct spread *spread = (struct spread *)sink;
	int error = 0, i;

	for (i = 0; !error && i < 4; i++)
		if (spread->set[i]->nr)
			error = spread->set[i]->sink.add(&spread->set[i]->sink, agno, x, nr);
	return error == -E2BIG ? 0 : error;	/* enough to tell */
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
		if (!(o->owners[i].x.kind & XFS_EXTENT_NOREFLINK) ||
		    o->owners[i].x.kind & (XFS_EXTENT_ATTR | XFS_EXTENT_BMBT) ||
		    o->owners[i].x.owner == last)
			continue;
		last = o->owners[i].x.owner;
		report_plain(r->report, FIND_UNFLAGGED,
			     owner_place(o->owners[i].agno, &o->owners[i].x));
	}
}

int sharing_name_owners(struct sharing *s)
{
	struct spread spread = {
		.sink.add = spread_add,
		.set = { &s->twice, &s->free, &s->unwritten, &s->unflagged },
	};
	struct repair *r = s->r;
	int error;

	if (!s->twice.nr && !s->free.nr && !s->unwritten.nr && !s->unflagged.nr)
		return 0;
	progress_begin(r->progress, "naming owners", chunk_walk_total(r));
	error = owners_again(r, &spread.sink);
	if (error)
		return error;
	name_twice(r, &s->twice);
	name_each(r, &s->free, FIND_FREE_IN_USE);
	name_each(r, &s->unwritten, FIND_SHARED_UNWRITTEN);
	name_unflagged(r, &s->unflagged);
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

	if (!(be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_REFLINK))
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
	if (__atomic_load_n(&s->r->owners_missing, __ATOMIC_RELAXED))
		return 0;
	progress_begin(s->r->progress, "reflink flags", chunk_walk_total(s->r));
	return inode_walk(s->r, check_flag, s);
}
