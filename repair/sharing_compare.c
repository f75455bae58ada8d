// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One group: the sweep over its owners against free space and reference counts.
 *
 * Differences that can come from an owner that could not be read (blocks that are
 * nobody's, a count that is too high), or from a record that could not, are left out.
 */
#include "libxfs/fs/features.h"
#include "libxfs/reflink/range_compare.h"
#include "repair/sharing.h"

/* One comparison of the group. */
struct stream {
	struct sharing		*s;
	xfs_agnumber_t		agno;
	struct xfs_btree_host	host;
	struct xfs_btree_scan	scan;
	bool			there;		/* the group has such a tree */
	bool			complete;	/* and all its records can be read */
	struct xfs_range_compare cmp;
};

static int next_rec(struct stream *t, union xfs_btree_irec *irec, bool *found)
{
	*found = false;
	return t->there ? xfs_btree_scan_next(&t->scan, irec, found) : 0;
}

static int next_free(void *priv, struct xfs_range_rec *rec, bool *found)
{
	union xfs_btree_irec irec;
	int error = next_rec(priv, &irec, found);

	if (!error && *found)
		*rec = (struct xfs_range_rec){ irec.alloc.startblock, irec.alloc.blockcount, 1 };
	return error;
}

static int next_shared(void *priv, struct xfs_range_rec *rec, bool *found)
{
	union xfs_btree_irec irec;
	int error;

	do
		error = next_rec(priv, &irec, found);
	while (!error && *found && irec.refcount.cow);
	if (!error && *found)
		*rec = (struct xfs_range_rec){ irec.refcount.startblock,
					       irec.refcount.blockcount,
					       irec.refcount.refcount };
	return error;
}

/* A difference in one direction: not to be believed where something is not known. */
static bool leave_out(struct stream *t, bool known)
{
	if (!known)
		__atomic_store_n(&t->s->left_out, true, __ATOMIC_RELAXED);
	return !known;
}

static int free_differs(void *priv, const struct xfs_range_diff *d)
{
	struct stream *t = priv;

	switch (d->fault) {
	case XFS_RANGE_SUPERFLUOUS:
		return owner_ranges_add(&t->s->set[SET_FREE], t->agno, d->start, d->len);
	case XFS_RANGE_MISSING:
		if (!leave_out(t, t->complete && sharing_knows_all(t->s, t->agno)))
			report_plain(t->s->r->report, FIND_BLOCKS_LOST,
				     place_agb(NULL, t->agno, d->start, d->len));
		return 0;
	default:
		return 0;		/* the groups' phase has said so */
	}
}

static void refcount_differs(struct stream *t, const struct xfs_range_diff *d)
{
	struct report *report = t->s->r->report;
	struct place at = place_agb("reference counts", t->agno, d->start, d->len);

	if (d->in_tree > d->computed ? !sharing_knows_all(t->s, t->agno) : !t->complete) {
		leave_out(t, false);
		return;
	}
	if (d->fault == XFS_RANGE_MISSING)
		report_note(report, FIND_REFC_MISSING, at, "%u files share them", d->computed);
	else if (d->fault == XFS_RANGE_SUPERFLUOUS)
		report_note(report, FIND_REFC_SUPERFLUOUS, at, "it counts %u", d->in_tree);
	else
		report_values(report, FIND_REFC_WRONG, at, d->in_tree, d->computed);
}

static int shared_differs(void *priv, const struct xfs_range_diff *d)
{
	if (d->fault != XFS_RANGE_UNMERGED && d->fault != XFS_RANGE_DISORDER)
		refcount_differs(priv, d);
	return 0;
}

static const struct xfs_range_compare_ops free_ops = { next_free, free_differs };
static const struct xfs_range_compare_ops shared_ops = { next_shared, shared_differs };

static void open_stream(struct stream *t, struct sharing *s, xfs_agnumber_t agno,
			enum group_tree tree, const struct xfs_range_compare_ops *ops,
			xfs_owner_project project)
{
	t->s = s;
	t->agno = agno;
	t->there = group_tree_host(s->r, agno, tree, &t->host);
	t->complete = group_tree_is_complete(&s->r->groups[agno], tree);
	xfs_btree_scan_init(&t->scan, group_tree_ops(tree), &s->r->geom, &t->host, NULL);
	xfs_range_compare_init(&t->cmp, ops, project, t);
}

/* ---- What a piece says by itself ---- */

static int judge_files(struct sharing *s, xfs_agnumber_t agno, const struct xfs_owner_piece *p)
{
	int error = 0;

	if (!xfs_has_reflink(&s->r->geom))
		return owner_ranges_add(&s->set[SET_TWICE], agno, p->start, p->len);
	if (p->flags & XFS_EXTENT_UNWRITTEN)
		error = owner_ranges_add(&s->set[SET_UNWRITTEN], agno, p->start, p->len);
	if (!error && (p->flags & XFS_EXTENT_NOREFLINK))
		error = owner_ranges_add(&s->set[SET_UNFLAGGED], agno, p->start, p->len);
	if (!error && s->shared)
		error = xfs_packed_append(&s->shared[agno],
					  (uint64_t)p->start << 32 | p->len);
	return error;
}

static int judge_piece(struct sharing *s, xfs_agnumber_t agno, const struct xfs_owner_piece *p)
{
	int error = 0;

	if (xfs_owner_conflict(p))
		error = owner_ranges_add(&s->set[SET_TWICE], agno, p->start, p->len);
	else if (xfs_owner_staging(p))
		report_plain(s->r->report, FIND_STAGING_LEFT,
			     place_agb("reference counts", agno, p->start, p->len));
	if (!error && p->files > 1)
		error = judge_files(s, agno, p);
	return error;
}

static int sweep_group(struct sharing *s, xfs_agnumber_t agno, struct stream *free,
		       struct stream *shared)
{
	struct group_owners *go = &s->r->owners->group[agno];
	struct xfs_owner_sweep sweep;
	struct xfs_owner_piece p;
	bool found;
	int error;

	xfs_owner_sweep_init(&sweep, &go->store, xfs_ag_length(&s->r->geom, agno));
	while (!(error = xfs_owner_sweep_piece(&sweep, &p, &found)) && found) {
		if (free->there)
			error = xfs_range_compare_piece(&free->cmp, &p);
		if (!error && shared->there)
			error = xfs_range_compare_piece(&shared->cmp, &p);
		if (!error)
			error = judge_piece(s, agno, &p);
		if (error)
			break;
	}
	xfs_owner_sweep_done(&sweep);
	if (!error && free->there)
		error = xfs_range_compare_finish(&free->cmp);
	if (!error && shared->there)
		error = xfs_range_compare_finish(&shared->cmp);
	return error;
}

int sharing_compare_group(struct sharing *s, xfs_agnumber_t agno)
{
	struct group_owners *go = &s->r->owners->group[agno];
	struct stream free, shared;
	int error = xfs_extent_store_sort(&go->store);

	if (error)
		return error;
	open_stream(&free, s, agno, TREE_BNO, &free_ops, xfs_owner_free);
	open_stream(&shared, s, agno, TREE_REFC, &shared_ops, xfs_owner_refcount);
	error = sweep_group(s, agno, &free, &shared);
	xfs_btree_scan_done(&free.scan);
	xfs_btree_scan_done(&shared.scan);
	xfs_extent_store_destroy(&go->store);
	return error;
}
