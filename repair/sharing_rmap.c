// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reverse map against what is mapped: by fingerprint first, and where that differs,
 * mapping by mapping.
 *
 * Both sides of a region are laid out as events: +1 where a mapping begins that was
 * found, -1 where one begins that the reverse map holds, and the opposite where they end,
 * sorted by all that two mappings must have in common to be the same.  Where the running
 * sum is not 0 the sides differ, however they are split.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/array.h"
#include "libxfs/fs/features.h"
#include "repair/inode_walk.h"
#include "repair/sharing.h"

/* ---- By fingerprint ---- */

static int sum_tree(struct sharing *s, xfs_agnumber_t agno, struct xfs_rmap_sum *sum)
{
	struct xfs_btree_host host;
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	bool found;
	int error;

	if (!group_tree_host(s->r, agno, TREE_RMAP, &host))
		return 0;
	xfs_btree_scan_init(&scan, &xfs_rmapbt_ops, &s->r->geom, &host, NULL);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found)
		xfs_rmap_sum_add(sum, &irec.rmap);	/* what is outside has been reported */
	xfs_btree_scan_done(&scan);
	return error;
}

static int add_differing(struct sharing *s, xfs_agnumber_t agno, const struct xfs_rmap_sum *sum)
{
	const struct xfs_rmap_sum *own = &s->r->owners->group[agno].sum;
	xfs_agblock_t start;
	xfs_extlen_t len;
	unsigned int i;
	int error = 0;

	for (i = 0; !error; i++) {
		i = xfs_rmap_sum_differs(sum, own, i, &start, &len);
		if (i == sum->nr)
			break;
		error = owner_ranges_add(&s->set[SET_MAPPED], agno, start, len);
	}
	return error;
}

int sharing_sum_group(struct sharing *s, xfs_agnumber_t agno)
{
	struct owners *o = s->r->owners;
	struct xfs_rmap_sum sum;
	int error = 0;

	if (group_tree_is_complete(&s->r->groups[agno], TREE_RMAP) ||
	    sharing_knows_all(s, agno)) {
		error = xfs_rmap_sum_init(&sum, &o->seed, xfs_ag_length(&s->r->geom, agno));
		if (error)
			return error;
		error = sum_tree(s, agno, &sum);
		if (!error)
			error = add_differing(s, agno, &sum);
		xfs_rmap_sum_destroy(&sum);
	} else {
		__atomic_store_n(&s->left_out, true, __ATOMIC_RELAXED);
	}
	xfs_rmap_sum_destroy(&o->group[agno].sum);
	return error;
}

/* ---- Mapping by mapping ---- */

/* Flags that the reverse map has, too. */
#define RMAP_KINDS	(XFS_EXTENT_UNWRITTEN | XFS_EXTENT_ATTR | XFS_EXTENT_BMBT)

/* A mapping begins or ends at @at. */
struct event {
	xfs_agnumber_t	agno;
	uint32_t	kind;		/* RMAP_KINDS */
	uint64_t	owner;
	uint64_t	distance;	/* offset less block, where that is constant */
	uint64_t	at;
	int		delta;
};

/* Blocks with the same key of which one side has more. */
struct difference {
	xfs_agnumber_t		agno;
	bool			missing;	/* from the reverse map */
	bool			told;
	struct owner_extent	x;
};

struct naming {
	struct sharing		*s;
	struct owner_ranges	part;		/* of what differs */
	struct event		*events;
	size_t			nr_events, room_events;
	struct difference	*diffs;
	size_t			nr_diffs, room_diffs;
};

static bool moves(uint64_t owner, uint32_t kind)
{
	return !XFS_RMAP_NON_INODE_OWNER(owner) && !(kind & XFS_EXTENT_BMBT);
}

static int add_event(struct naming *n, const struct event *e)
{
	struct event *p = array_grow(n->events, &n->room_events, n->nr_events, sizeof(*p));

	if (!p)
		return -ENOMEM;
	n->events = p;
	n->events[n->nr_events++] = *e;
	return 0;
}

static int add_mapping(struct naming *n, xfs_agnumber_t agno, const struct owner_extent *x,
		       int delta)
{
	struct event e = {
		.agno = agno, .kind = x->kind & RMAP_KINDS, .owner = x->owner,
		.distance = moves(x->owner, x->kind) ? x->offset - x->agbno : x->offset,
		.at = x->agbno, .delta = delta,
	};
	int error = add_event(n, &e);

	e.at += x->len;
	e.delta = -delta;
	return error ? error : add_event(n, &e);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_keys(const struct event *a, const struct event *b)
{
	int order = compare_numbers(a->agno, b->agno);

	if (!order)
		order = compare_numbers(a->owner, b->owner);
	if (!order)
		order = compare_numbers(a->kind, b->kind);
	return order ? order : compare_numbers(a->distance, b->distance);
}

static int compare_events(const void *pa, const void *pb)
{
	const struct event *a = pa, *b = pb;
	int order = compare_keys(a, b);

	return order ? order : compare_numbers(a->at, b->at);
}

static int tree_part(void *priv, xfs_agnumber_t agno, const struct owner_extent *x)
{
	struct naming *n = priv;

	if (n->nr_events / 2 >= n->part.max_owners)
		return -E2BIG;
	return add_mapping(n, agno, x, -1);
}

static void rmap_to_owner(const struct xfs_rmap_irec *irec, struct owner_extent *x)
{
	*x = (struct owner_extent){
		.agbno = irec->startblock, .len = irec->blockcount, .owner = irec->owner,
		.offset = irec->offset,
	};
	if (irec->flags & XFS_RMAP_OFF_UNWRITTEN)
		x->kind |= XFS_EXTENT_UNWRITTEN;
	if (irec->flags & XFS_RMAP_OFF_ATTR_FORK)
		x->kind |= XFS_EXTENT_ATTR;
	if (irec->flags & XFS_RMAP_OFF_BMBT_BLOCK)
		x->kind |= XFS_EXTENT_BMBT;
}

/* What the reverse map of @agno holds in the ranges, to @fn. */
static int take_tree(struct repair *r, const struct owner_ranges *o, xfs_agnumber_t agno,
		     owner_clip_fn fn, void *priv)
{
	struct xfs_btree_host host;
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	struct owner_extent x;
	bool found;
	int error;

	if (!group_tree_host(r, agno, TREE_RMAP, &host))
		return 0;
	xfs_btree_scan_init(&scan, &xfs_rmapbt_ops, &r->geom, &host, NULL);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found) {
		rmap_to_owner(&irec.rmap, &x);
		error = owner_ranges_clip(o, agno, &x, fn, priv);
		if (error)
			break;
	}
	xfs_btree_scan_done(&scan);
	return error;
}

static int take_trees(struct repair *r, const struct owner_ranges *o, owner_clip_fn fn,
		      void *priv)
{
	xfs_agnumber_t last = NULLAGNUMBER;
	size_t i;
	int error = 0;

	for (i = 0; !error && i < o->nr; i++)
		if (o->ranges[i].agno != last) {
			last = o->ranges[i].agno;
			error = take_tree(r, o, last, fn, priv);
		}
	return error;
}

static int take_found(struct naming *n)
{
	int error = owners_again(n->s->r, &n->part.sink);
	size_t i;

	for (i = 0; !error && i < n->part.nr_owners; i++)
		error = add_mapping(n, n->part.owners[i].agno, &n->part.owners[i].x, 1);
	owner_ranges_forget(&n->part);
	return error;
}

static int add_difference(struct naming *n, const struct event *key, uint64_t from,
			  uint64_t to, bool missing)
{
	struct difference *p = array_grow(n->diffs, &n->room_diffs, n->nr_diffs, sizeof(*p));

	if (!p)
		return -ENOMEM;
	n->diffs = p;
	n->diffs[n->nr_diffs++] = (struct difference){
		.agno = key->agno, .missing = missing,
		.x = { .agbno = from, .len = to - from, .kind = key->kind,
		       .owner = key->owner,
		       .offset = key->distance + (moves(key->owner, key->kind) ? from : 0) },
	};
	return 0;
}

/* Where the running sum is not 0 a side has more. */
static int find_differences(struct naming *n)
{
	const struct event *e = n->events;
	size_t i;
	int64_t sum = 0;
	int error = 0;

	if (n->nr_events)
		qsort(n->events, n->nr_events, sizeof(*n->events), compare_events);
	for (i = 0; !error && i + 1 < n->nr_events; i++) {
		sum += e[i].delta;
		if (sum && e[i].at < e[i + 1].at)
			error = add_difference(n, &e[i], e[i].at, e[i + 1].at, sum > 0);
	}
	return error;
}

static int compare_differences(const void *pa, const void *pb)
{
	const struct difference *a = pa, *b = pb;
	int order = compare_numbers(a->agno, b->agno);

	if (!order)
		order = compare_numbers(a->x.agbno, b->x.agbno);
	if (!order)
		order = compare_numbers(a->x.len, b->x.len);
	if (!order)
		order = compare_numbers(a->missing, b->missing);
	return order ? order : compare_numbers(a->x.owner, b->x.owner);
}

static bool same_blocks(const struct difference *a, const struct difference *b)
{
	return a->agno == b->agno && a->x.agbno == b->x.agbno && a->x.len == b->x.len;
}

/* A mapping of the tree that should be another one of the same blocks. */
static void tell_wrong(struct naming *n, struct difference *tree, struct difference *found)
{
	char offset[32] = "";

	if (moves(tree->x.owner, tree->x.kind))
		snprintf(offset, sizeof(offset), ", file block %llu",
			 (unsigned long long)tree->x.offset);
	if (XFS_RMAP_NON_INODE_OWNER(tree->x.owner))
		report_note(n->s->r->report, FIND_RMAP_WRONG,
			    owner_place(found->agno, &found->x), "it says %s",
			    owner_name(&tree->x));
	else
		report_note(n->s->r->report, FIND_RMAP_WRONG,
			    owner_place(found->agno, &found->x), "it says inode %llu, %s%s",
			    (unsigned long long)tree->x.owner, owner_name(&tree->x), offset);
	tree->told = found->told = true;
}

/* Of the same blocks, superfluous ones stand before missing ones. */
static void pair(struct naming *n)
{
	size_t i, j;

	for (i = 0; i < n->nr_diffs; i++) {
		if (n->diffs[i].missing || n->diffs[i].told)
			continue;
		for (j = i + 1; j < n->nr_diffs && j < i + 64 &&
		     same_blocks(&n->diffs[i], &n->diffs[j]); j++)
			if (n->diffs[j].missing && !n->diffs[j].told) {
				tell_wrong(n, &n->diffs[i], &n->diffs[j]);
				break;
			}
	}
}

static void tell(struct naming *n, const struct difference *d)
{
	struct sharing *s = n->s;
	bool known = d->missing ? group_tree_is_complete(&s->r->groups[d->agno], TREE_RMAP) :
				  sharing_knows_all(s, d->agno);

	if (!known)
		s->left_out = true;
	else
		report_plain(s->r->report, d->missing ? FIND_RMAP_MISSING : FIND_RMAP_SUPERFLUOUS,
			     owner_place(d->agno, &d->x));
}

static int name_part(struct naming *n)
{
	int error;
	size_t i;

	n->nr_events = n->nr_diffs = 0;
	progress_begin(n->s->r->progress, "naming mappings", chunk_walk_total(n->s->r));
	error = take_found(n);
	if (!error)
		error = take_trees(n->s->r, &n->part, tree_part, n);
	if (!error)
		error = find_differences(n);
	if (error)
		return error;
	if (n->nr_diffs)
		qsort(n->diffs, n->nr_diffs, sizeof(*n->diffs), compare_differences);
	pair(n);
	for (i = 0; i < n->nr_diffs; i++)
		if (!n->diffs[i].told)
			tell(n, &n->diffs[i]);
	return 0;
}

/* ---- Region by region, where there are too many mappings for one walk ---- */

/* A walk takes minutes where there are millions of inodes. */
#define WALKS_MAX	64

struct counting {
	struct owner_sink	sink;
	const struct owner_ranges *ranges;
	uint64_t		*nr;		/* of each range; atomic */
};

static int count_part(void *priv, xfs_agnumber_t agno, const struct owner_extent *x)
{
	const struct counting *c = priv;
	size_t i = owner_ranges_find(c->ranges, agno, x->agbno);

	__atomic_fetch_add(&c->nr[i], 1, __ATOMIC_RELAXED);
	return 0;
}

static int count_extents(struct owner_sink *sink, xfs_agnumber_t agno,
			 const struct owner_extent *x, size_t nr)
{
	struct counting *c = (struct counting *)sink;
	size_t i;

	for (i = 0; i < nr; i++)
		owner_ranges_clip(c->ranges, agno, &x[i], count_part, c);
	return 0;
}

/* How many mappings each region of @all has, those of its tree too. */
static int count_mappings(struct naming *n, const struct owner_ranges *all, uint64_t *nr)
{
	struct counting c = { .sink.add = count_extents, .ranges = all, .nr = nr };
	int error;

	progress_begin(n->s->r->progress, "counting mappings", chunk_walk_total(n->s->r));
	error = owners_again(n->s->r, &c.sink);
	return error ? error : take_trees(n->s->r, all, count_part, &c);
}

/* Names what differs in regions [@at, @at + @nr); -E2BIG: they have too many mappings. */
static int name_regions(struct naming *n, const struct owner_ranges *all, size_t at, size_t nr)
{
	size_t i;
	int error = 0;

	n->part.nr = 0;
	owner_ranges_forget(&n->part);
	for (i = at; !error && i < at + nr; i++)
		error = owner_ranges_add(&n->part, all->ranges[i].agno, all->ranges[i].agbno,
					 all->ranges[i].len);
	return error ? error : name_part(n);
}

/* As it is, without names. */
static void tell_region(struct naming *n, const struct owner_range *range)
{
	report_plain(n->s->r->report, FIND_RMAP_DIFFERS,
		     place_agb("reverse map", range->agno, range->agbno, range->len));
}

/* How many regions from @at on have together few enough mappings; 0: not even one. */
static size_t regions_at_once(const struct naming *n, const struct owner_ranges *all,
			      const uint64_t *counts, size_t at)
{
	uint64_t sum = 0;
	size_t nr = 0;

	while (at + nr < all->nr && (sum += counts[at + nr]) <= n->part.max_owners)
		nr++;
	return nr;
}

/* These have few enough, but if a disk reads other things each time. */
static int name_or_tell(struct naming *n, const struct owner_ranges *all, size_t at, size_t nr)
{
	int error = name_regions(n, all, at, nr);

	if (error != -E2BIG)
		return error;
	while (nr--)
		tell_region(n, &all->ranges[at++]);
	return 0;
}

/* Few enough at a time; a region with too many, and what would take too long, as it is. */
static int name_in_parts(struct naming *n, const struct owner_ranges *all,
			 const uint64_t *counts)
{
	unsigned int walks = 0;
	size_t at = 0, nr;
	int error;

	while (at < all->nr) {
		nr = walks < WALKS_MAX ? regions_at_once(n, all, counts, at) : 0;
		if (!nr) {
			tell_region(n, &all->ranges[at++]);
			continue;
		}
		error = name_or_tell(n, all, at, nr);
		if (error)
			return error;
		walks++;
		at += nr;
	}
	return 0;
}

static int name_counted(struct naming *n, const struct owner_ranges *all)
{
	uint64_t *counts = calloc(all->nr, sizeof(*counts));
	int error = counts ? count_mappings(n, all, counts) : -ENOMEM;

	if (!error)
		error = name_in_parts(n, all, counts);
	free(counts);
	return error;
}

int sharing_name_mapped(struct sharing *s)
{
	const struct owner_ranges *all = &s->set[SET_MAPPED];
	struct naming n = { .s = s };
	int error;

	if (!all->nr)
		return 0;
	error = owner_ranges_init(&n.part, all->max, all->max_owners);
	if (error)
		return error;
	error = name_regions(&n, all, 0, all->nr);
	if (error == -E2BIG)
		error = name_counted(&n, all);
	owner_ranges_destroy(&n.part);
	free(n.events);
	free(n.diffs);
	return error;
}
