// SPDX-License-Identifier: GPL-2.0-or-later
/* What daxclone shares, copies and leaves out: arithmetic over a layout. */

#include <errno.h>
#include <stdlib.h>

#include "common/array.h"
#include "io/daxclone.h"

struct planner {
	const struct layout		*l;
	const struct clone_range	*bad;
	size_t				nr_bad;
	size_t				e, b;		/* not behind the place we are at */
	struct clone_plan		*plan;
};

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static int add(struct clone_plan *plan, uint64_t off, uint64_t len, enum clone_kind kind)
{
	struct clone_piece *last = plan->nr ? &plan->pieces[plan->nr - 1] : NULL, *pieces;

	if (!len)
		return 0;
	plan->bytes[kind] += len;
	if (last && last->kind == kind && last->off + last->len == off) {
		last->len += len;
		return 0;
	}
	pieces = array_grow(plan->pieces, &plan->room, plan->nr, sizeof(*pieces));
	if (!pieces)
		return -ENOMEM;
	plan->pieces = pieces;
	plan->pieces[plan->nr++] = (struct clone_piece) { off, len, kind };
	return 0;
}

/* The first extent and bad range that do not end before @pos; @pos only grows. */
static void advance(struct planner *p, uint64_t pos)
{
	while (p->e < p->l->nr &&
	       p->l->extents[p->e].file_off + p->l->extents[p->e].len <= pos)
		p->e++;
	while (p->b < p->nr_bad && p->bad[p->b].off + p->bad[p->b].len <= pos)
		p->b++;
}

/* What is at @pos and how far it reaches, not beyond @end: data is @kind. */
static uint64_t run_at(const struct planner *p, uint64_t pos, uint64_t end,
		       enum clone_kind data, enum clone_kind *kind)
{
	const struct layout_extent *e = p->e < p->l->nr ? &p->l->extents[p->e] : NULL;
	const struct clone_range *bad = p->b < p->nr_bad ? &p->bad[p->b] : NULL;

	if (bad && bad->off <= pos) {
		*kind = CLONE_SKIP;
		return least(end, bad->off + bad->len);
	}
	if (bad)
		end = least(end, bad->off);
	*kind = CLONE_HOLE;
	if (!e)
		return end;
	if (e->file_off > pos)
		return least(end, e->file_off);
	if (e->written)
		*kind = data;
	return least(end, e->file_off + e->len);
}

/* Extent by extent. */
static int add_runs(struct planner *p, uint64_t pos, uint64_t end, enum clone_kind data)
{
	enum clone_kind kind;
	uint64_t next;
	int error = 0;

	for (; !error && pos < end; pos = next) {
		advance(p, pos);
		next = run_at(p, pos, end, data, &kind);
		error = add(p->plan, pos, next - pos, kind);
	}
	return error;
}

static bool has_data(const struct planner *p, uint64_t pos, uint64_t end)
{
	size_t i;

	for (i = p->e; i < p->l->nr && p->l->extents[i].file_off < end; i++)
		if (p->l->extents[i].written && p->l->extents[i].file_off +
		    p->l->extents[i].len > pos)
			return true;
	return false;
}

/* Pieces of one judgement from @pos on. */
static int add_aligned_run(struct planner *p, uint64_t pos, uint64_t end, uint64_t *next)
{
	enum xfs_dax_why why;
	enum clone_kind kind;

	advance(p, pos);
	*next = layout_run(p->l, pos, end, &why);
	if (*next <= pos || *next > end)
		*next = pos + XFS_DAX_HUGE;
	if (p->b < p->nr_bad && p->bad[p->b].off < *next) {
		*next = p->bad[p->b].off & ~(XFS_DAX_HUGE - 1);
		if (*next <= pos) {
			*next = pos + XFS_DAX_HUGE;
			return add_runs(p, pos, *next, CLONE_COPY);
		}
	}
	if (why == XFS_DAX_ELIGIBLE)
		kind = CLONE_SHARE;
	else
		kind = has_data(p, pos, *next) ? CLONE_ALIGN : CLONE_HOLE;
	return add(p->plan, pos, *next - pos, kind);
}

static int add_aligned(struct planner *p, uint64_t pos, uint64_t end)
{
	uint64_t next;
	int error = 0;

	for (; !error && pos < end; pos = next)
		error = add_aligned_run(p, pos, end, &next);
	return error;
}

int clone_plan_make(const struct layout *l, const struct clone_range *bad, size_t nr_bad,
		    uint64_t off, uint64_t len, bool align, struct clone_plan *plan)
{
	struct planner p = { .l = l, .bad = bad, .nr_bad = nr_bad, .plan = plan };
	uint64_t end = off + len, first, last;
	int error;

	*plan = (struct clone_plan) { 0 };
	first = least((off + XFS_DAX_HUGE - 1) & ~(XFS_DAX_HUGE - 1), end);
	last = end & ~(XFS_DAX_HUGE - 1);
	if (last < first)
		last = first;
	error = add_runs(&p, off, first, CLONE_COPY);
	if (!error)
		error = align ? add_aligned(&p, first, last) :
			add_runs(&p, first, last, CLONE_SHARE);
	return error ? error : add_runs(&p, last, end, CLONE_COPY);
}

void clone_plan_free(struct clone_plan *plan)
{
	free(plan->pieces);
	*plan = (struct clone_plan) { 0 };
}
