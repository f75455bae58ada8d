// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A merge of two ordered streams: pieces are given, records of the tree are asked for.
 *
 * The order of pieces is our own; that of records is the tree's and not to be relied
 * on.  What begins before the end of the last is cut off there and reported, so that
 * every block is compared once.
 */
#include "libxfs/reflink/range_compare.h"

/* ---- Reporting ---- */

static int flush(struct xfs_range_compare *cmp)
{
	if (!cmp->have_diff)
		return 0;
	cmp->have_diff = false;
	return cmp->ops->differs(cmp->priv, &cmp->diff);
}

static bool grows(const struct xfs_range_compare *cmp, const struct xfs_range_diff *diff)
{
	const struct xfs_range_diff *d = &cmp->diff;

	return cmp->have_diff && d->fault == diff->fault &&
	       d->start + d->len == diff->start && d->in_tree == diff->in_tree &&
	       d->computed == diff->computed;
}

static int report(struct xfs_range_compare *cmp, const struct xfs_range_diff *diff)
{
	int error;

	if (grows(cmp, diff)) {
		cmp->diff.len += diff->len;
		cmp->diff.kinds |= diff->kinds;
		cmp->diff.flags |= diff->flags;
		return 0;
	}
	error = flush(cmp);
	cmp->diff = *diff;
	cmp->have_diff = true;
	return error;
}

/* Of the record as such. */
static int report_record(struct xfs_range_compare *cmp, enum xfs_range_fault fault,
			 xfs_extlen_t len)
{
	struct xfs_range_diff diff = {
		.fault		= fault,
		.start		= cmp->rec.start,
		.len		= len,
		.in_tree	= cmp->rec.value,
	};
	int error;

	/* Each of these is one record's. */
	error = flush(cmp);
	if (error)
		return error;
	return cmp->ops->differs(cmp->priv, &diff);
}

/* ---- Records ---- */

/* Cuts off what records before had already. */
static int put_in_order(struct xfs_range_compare *cmp)
{
	struct xfs_range_rec *rec = &cmp->rec;
	uint64_t end = (uint64_t)rec->start + rec->len;
	xfs_extlen_t over;
	int error;

	if (rec->start == cmp->rec_end && rec->start && rec->value == cmp->rec_value)
		return report_record(cmp, XFS_RANGE_UNMERGED, rec->len);
	if (rec->start >= cmp->rec_end)
		return 0;
	over = (end < cmp->rec_end ? end : cmp->rec_end) - rec->start;
	error = report_record(cmp, XFS_RANGE_DISORDER, over);
	rec->start += over;
	rec->len -= over;
	return error;
}

static int next_record(struct xfs_range_compare *cmp)
{
	struct xfs_range_rec *rec = &cmp->rec;
	int error;

	cmp->have = false;
	error = cmp->ops->next(cmp->priv, rec, &cmp->have);
	cmp->at_end = !cmp->have;
	if (error || !cmp->have)
		return error;
	if (rec->len > NULLAGBLOCK - rec->start)
		rec->len = NULLAGBLOCK - rec->start;
	if (rec->len)
		error = put_in_order(cmp);
	if (rec->len) {
		cmp->rec_end = rec->start + (uint64_t)rec->len;
		cmp->rec_value = rec->value;
	}
	return error;
}

/* Has a record that ends behind @block, unless the tree has no more. */
static int advance(struct xfs_range_compare *cmp, uint64_t block)
{
	int error = 0;

	while (!error && !cmp->at_end &&
	       (!cmp->have || !cmp->rec.len ||
		cmp->rec.start + (uint64_t)cmp->rec.len <= block))
		error = next_record(cmp);
	return error;
}

/* ---- Blocks ---- */

/* @diff has range, owners and numbers; what does that mean? */
static int judge(struct xfs_range_compare *cmp, struct xfs_range_diff *diff)
{
	if (diff->in_tree == diff->computed)
		return 0;
	if (!diff->in_tree)
		diff->fault = XFS_RANGE_MISSING;
	else if (!diff->computed)
		diff->fault = XFS_RANGE_SUPERFLUOUS;
	else
		diff->fault = XFS_RANGE_WRONG;
	return report(cmp, diff);
}

/* Blocks from @start to at most @end of which the tree says one thing. */
static uint64_t same_in_tree(const struct xfs_range_compare *cmp, uint64_t start,
			     uint64_t end, uint32_t *in_tree)
{
	const struct xfs_range_rec *rec = &cmp->rec;
	uint64_t stop = end;

	*in_tree = 0;
	if (!cmp->have)
		return end;
	if (rec->start > start) {
		stop = rec->start;
	} else {
		stop = rec->start + (uint64_t)rec->len;
		*in_tree = rec->value;
	}
	return stop < end ? stop : end;
}

int xfs_range_compare_piece(struct xfs_range_compare *cmp,
			    const struct xfs_owner_piece *piece)
{
	uint64_t at = piece->start, end = at + piece->len, stop;
	struct xfs_range_diff diff = { .computed = cmp->project(piece) };
	int error;

	for (; at < end; at = stop) {
		error = advance(cmp, at);
		if (error)
			return error;
		stop = same_in_tree(cmp, at, end, &diff.in_tree);
		diff.start = at;
		diff.len = stop - at;
		diff.kinds = piece->kinds;
		diff.flags = piece->flags;
		error = judge(cmp, &diff);
		if (error)
			return error;
	}
	cmp->swept = end;
	return 0;
}

int xfs_range_compare_finish(struct xfs_range_compare *cmp)
{
	struct xfs_range_diff diff = { .computed = 0 };
	uint64_t at;
	int error;

	for (at = cmp->swept;; at = diff.start + (uint64_t)diff.len) {
		error = advance(cmp, at);
		if (error)
			return error;
		if (!cmp->have)
			return flush(cmp);
		diff.start = cmp->rec.start > at ? cmp->rec.start : at;
		diff.len = cmp->rec.start + (uint64_t)cmp->rec.len - diff.start;
		diff.in_tree = cmp->rec.value;
		error = judge(cmp, &diff);
		if (error)
			return error;
	}
}

void xfs_range_compare_init(struct xfs_range_compare *cmp,
			    const struct xfs_range_compare_ops *ops,
			    xfs_owner_project project, void *priv)
{
	memset(cmp, 0, sizeof(*cmp));
	cmp->ops = ops;
	cmp->project = project;
	cmp->priv = priv;
}
