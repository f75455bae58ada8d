// SPDX-License-Identifier: GPL-2.0-or-later
/* Which pieces of a file are broken, and what it costs to mend them: arithmetic. */

#include <errno.h>
#include <stdlib.h>

#include "common/array.h"
#include "io/daxalign.h"

#define PAGE	4096

struct planner {
	const struct layout	*l;
	const struct mounted	*m;
	size_t			e;	/* not behind the piece we are at */
	uint64_t		bad;	/* the next bad byte; UINT64_MAX none */
	struct align_plan	*plan;
};

static int add(struct align_plan *plan, const struct align_piece *p)
{
	struct align_piece *pieces = array_grow(plan->pieces, &plan->room, plan->nr,
						sizeof(*pieces));

	if (!pieces)
		return -ENOMEM;
	plan->pieces = pieces;
	plan->pieces[plan->nr++] = *p;
	if (p->bad) {
		plan->nr_bad++;
		return 0;
	}
	plan->bytes += p->len;
	plan->extra += p->extra;
	return 0;
}

/* How much of the piece is written, and how much is the file's own already. */
static void weigh(struct planner *p, uint64_t off, uint64_t *written, uint64_t *own)
{
	uint64_t end = off + XFS_DAX_HUGE, from, to;
	const struct layout_extent *x;
	size_t i;

	*written = *own = 0;
	while (p->e < p->l->nr &&
	       p->l->extents[p->e].file_off + p->l->extents[p->e].len <= off)
		p->e++;
	for (i = p->e; i < p->l->nr && p->l->extents[i].file_off < end; i++) {
		x = &p->l->extents[i];
		from = x->file_off > off ? x->file_off : off;
		to = x->file_off + x->len < end ? x->file_off + x->len : end;
		if (x->written)
			*written += to - from;
		if (!x->shared)
			*own += to - from;
	}
}

static bool is_bad(struct planner *p, uint64_t off)
{
	uint64_t len;

	if (p->bad < off) {
		p->bad = off;
		if (layout_next_bad(p->l, p->m, &p->bad, &len) <= 0)
			p->bad = UINT64_MAX;
	}
	return p->bad < off + XFS_DAX_HUGE;
}

static int add_piece(struct planner *p, uint64_t off)
{
	uint64_t written, own, left = p->l->size - off;
	struct align_piece piece = {
		.off = off, .len = left < XFS_DAX_HUGE ? left : XFS_DAX_HUGE,
	};

	/* Huge pages map to the end of a file in the last page of a piece, not before. */
	if (left <= XFS_DAX_HUGE - PAGE)
		return 0;
	weigh(p, off, &written, &own);
	if (!written)
		return 0;
	piece.extra = XFS_DAX_HUGE - own;
	piece.bad = is_bad(p, off);
	return add(p->plan, &piece);
}

static bool is_broken(enum xfs_dax_why why)
{
	return why != XFS_DAX_ELIGIBLE && why != XFS_DAX_LENGTH && why != XFS_DAX_NO_ADDRESS;
}

int align_plan_make(const struct layout *l, const struct mounted *m, uint64_t off,
		    uint64_t len, struct align_plan *plan)
{
	struct planner p = { .l = l, .m = m, .plan = plan };
	uint64_t end = off + len < l->size ? off + len : l->size, pos, next, at = 0, bad_len;
	enum xfs_dax_why why;
	int error = 0;

	*plan = (struct align_plan) { 0 };
	p.bad = layout_next_bad(l, m, &at, &bad_len) > 0 ? at : UINT64_MAX;
	for (pos = off & ~(XFS_DAX_HUGE - 1); !error && pos < end; pos = next) {
		next = layout_run(l, pos, end, &why);
		if (next <= pos)
			next = pos + XFS_DAX_HUGE;
		/* Many pieces of one hole: nothing to mend, and too many to look at. */
		if (!is_broken(why) || (why == XFS_DAX_HOLE && next - pos > XFS_DAX_HUGE))
			continue;
		for (; !error && pos < next; pos += XFS_DAX_HUGE)
			error = add_piece(&p, pos);
	}
	return error;
}

void align_plan_free(struct align_plan *plan)
{
	free(plan->pieces);
	*plan = (struct align_plan) { 0 };
}
