// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tolerant walk: depth first by a path of one block a level, as a cursor's.
 *
 * What is refused is left where it is: the walk takes the parent's next entry.  Who
 * should be whose neighbour is known from the parent even of a block that cannot be
 * read, but not across a lost parent: there the comparison is left out.
 */
#include "libxfs/btree/scan.h"

static int tell(struct xfs_btree_scan *s, enum xfs_fault fault, unsigned int level,
		uint64_t ptr, int error)
{
	struct xfs_btree_scan_fault sf = {
		.fault = fault, .error = error, .level = level, .ptr = ptr,
	};

	s->sound = false;
	return s->visit && s->visit->fault ? s->visit->fault(s->visit->priv, &sf) : 0;
}

void xfs_btree_scan_init(struct xfs_btree_scan *scan, const struct xfs_btree_ops *ops,
			 const struct xfs_geom *g, struct xfs_btree_host *host,
			 const struct xfs_btree_scan_visit *visit)
{
	unsigned int level;

	memset(scan, 0, sizeof(*scan));
	scan->ops = ops;
	scan->g = g;
	scan->host = host;
	scan->visit = visit;
	scan->complete = true;
	scan->sound = true;
	for (level = 0; level < XFS_BTREE_CUR_LEVELS; level++) {
		scan->lv[level].known = true;
		scan->lv[level].before = xfs_btree_null_ptr(ops);
	}
}

static void drop(struct xfs_btree_scan_level *lv)
{
	if (lv->bp)
		xfs_buf_release(lv->bp);
	lv->bp = NULL;
}

void xfs_btree_scan_done(struct xfs_btree_scan *scan)
{
	unsigned int level;

	for (level = 0; level < XFS_BTREE_CUR_LEVELS; level++)
		drop(&scan->lv[level]);
	scan->ended = true;
}

/* ---- One block ---- */

/*
 * Reads the block and tells what is wrong with it.  *@bpp NULL: it cannot be used, which
 * has been told.
 */
static int read_block(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr,
		      struct xfs_buf **bpp)
{
	xfs_daddr_t daddr = xfs_btree_ptr_daddr(s->ops, s->g, s->host->owner, ptr);
	enum xfs_fault fault;
	int error;

	error = xfs_buf_read(s->host->cache, daddr, s->g->blocksize, s->ops->buf_ops, bpp);
	if (!error || error == -ENOMEM)
		return error;
	if (!*bpp)
		return tell(s, XFS_FAULT_UNREADABLE, level, ptr, error);
	fault = xfs_btree_block_verify(s->ops, s->g, (*bpp)->data, (*bpp)->len, daddr);
	if (fault) {
		xfs_buf_release(*bpp);
		*bpp = NULL;
		return tell(s, fault, level, ptr, 0);
	}
	return tell(s, XFS_FAULT_BAD_CRC, level, ptr, 0);
}

/* Does a block of good structure belong here?  The fault if not. */
static enum xfs_fault refuse(struct xfs_btree_scan *s, unsigned int level,
			     const struct xfs_buf *bp, const struct xfs_btree_view *v)
{
	struct xfs_btree_scan_level *lv = &s->lv[level];
	struct xfs_btree_key first;

	if (v->level != level)
		return XFS_FAULT_BT_CHILD_LEVEL;
	if (xfs_btree_owner(s->ops, bp->data) != s->host->owner)
		return XFS_FAULT_BT_CHILD_OWNER;
	if (!v->nr)
		return s->level == level ? XFS_FAULT_NONE : XFS_FAULT_BT_NUMRECS;
	xfs_btree_view_low(v, 0, &first);
	if (lv->met && s->ops->key_cmp(&lv->last, &first) >= 0)
		return XFS_FAULT_BT_NEIGHBOUR_ORDER;
	return XFS_FAULT_NONE;
}

/* Neighbours point at each other, as far as the one before is known. */
static int check_neighbours(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr,
			    const void *block)
{
	struct xfs_btree_scan_level *lv = &s->lv[level];
	int error = 0;

	if (lv->known && lv->entered && lv->right != ptr)
		error = tell(s, XFS_FAULT_BT_NEIGHBOUR, level, lv->before, 0);
	if (!error && lv->known && xfs_btree_left(s->ops, block) != lv->before)
		error = tell(s, XFS_FAULT_BT_NEIGHBOUR, level, ptr, 0);
	return error;
}

/* The keys that the parent, in which @v is entry @idx, holds. */
static int check_keys(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr,
		      const struct xfs_btree_view *v, unsigned int idx)
{
	const struct xfs_btree_view *parent = &s->lv[level + 1].view;
	struct xfs_btree_key low, high;
	int error = 0;

	xfs_btree_view_bounds(v, &low, &high);
	if (s->ops->key_cmp(&low, xfs_btree_view_key(parent, idx)))
		error = tell(s, XFS_FAULT_BT_CHILD_KEY, level, ptr, 0);
	if (!error && s->ops->overlapping &&
	    s->ops->key_cmp(&high, xfs_btree_view_high_key(parent, idx)))
		error = tell(s, XFS_FAULT_BT_CHILD_HIGH_KEY, level, ptr, 0);
	return error;
}

/* The block at @ptr has been passed at its level, good or bad. */
static void passed(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr)
{
	s->lv[level].known = true;
	s->lv[level].entered = false;
	s->lv[level].before = ptr;
}

static void lose(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr)
{
	s->complete = false;
	passed(s, level, ptr);
	while (level-- > 0)
		s->lv[level].known = false;
}

/* Leaves stand anywhere: the host may fetch them while those before are walked. */
static void leaves_ahead(struct xfs_btree_scan *s, const struct xfs_btree_view *v)
{
	uint64_t first;
	unsigned int i, nr;

	for (i = 0; i < v->nr; i += nr) {
		first = xfs_btree_view_ptr(v, i);
		nr = 1;
		while (i + nr < v->nr && xfs_btree_view_ptr(v, i + nr) == first + nr)
			nr++;
		if (xfs_btree_ptr_ok(s->ops, s->g, s->host->owner, first))
			xfs_buf_read_ahead(s->host->cache,
				xfs_btree_ptr_daddr(s->ops, s->g, s->host->owner, first),
				(size_t)nr << s->g->blocklog);
	}
}

static int enter(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr,
		 struct xfs_buf *bp, const struct xfs_btree_view *v)
{
	struct xfs_btree_scan_level *lv = &s->lv[level];
	int error = check_neighbours(s, level, ptr, bp->data);

	drop(lv);
	lv->bp = bp;
	lv->view = *v;
	lv->idx = 0;
	passed(s, level, ptr);
	lv->entered = true;
	lv->right = xfs_btree_right(s->ops, bp->data);
	if (v->nr) {
		xfs_btree_view_low(v, v->nr - 1, &lv->last);
		lv->met = true;
	}
	if (level == 1)
		leaves_ahead(s, v);
	s->level = level;
	s->nr_blocks++;
	if (!error && s->visit && s->visit->block)
		error = s->visit->block(s->visit->priv, level, ptr, bp);
	return error;
}

/* Enters the block at @ptr, or tells why not; @idx of its parent unless it is the root. */
static int try_block(struct xfs_btree_scan *s, unsigned int level, uint64_t ptr,
		     unsigned int idx)
{
	bool root = level == s->level;
	struct xfs_buf *bp = NULL;
	struct xfs_btree_view v;
	enum xfs_fault fault;
	int error = read_block(s, level, ptr, &bp);

	if (!error && bp) {
		xfs_btree_view_init(&v, s->ops, bp->data, bp->len, false);
		fault = refuse(s, level, bp, &v);
		if (!fault) {
			error = root ? 0 : check_keys(s, level, ptr, &v, idx);
			if (!error)
				return enter(s, level, ptr, bp, &v);
		} else {
			error = tell(s, fault, level, ptr, 0);
		}
	}
	if (bp)
		xfs_buf_release(bp);
	lose(s, level, ptr);
	return error;
}

/* ---- The root ---- */

static int begin_fork(struct xfs_btree_scan *s)
{
	struct xfs_btree_host *host = s->host;
	uint64_t null = xfs_btree_null_ptr(s->ops);
	struct xfs_btree_scan_level *lv;
	enum xfs_fault fault;

	fault = xfs_btree_fork_verify(s->ops, s->g, host->fork, host->fork_bytes);
	if (!fault && get_unaligned_be16(host->fork) >= XFS_BTREE_CUR_LEVELS)
		fault = XFS_FAULT_BT_LEVEL;
	if (fault) {
		s->complete = false;
		return tell(s, fault, 0, null, 0);
	}
	s->level = get_unaligned_be16(host->fork);
	lv = &s->lv[s->level];
	xfs_btree_view_init(&lv->view, s->ops, host->fork, host->fork_bytes, true);
	if (s->level == 1)
		leaves_ahead(s, &lv->view);
	return 0;
}

static int begin_header(struct xfs_btree_scan *s)
{
	struct xfs_btree_host *host = s->host;

	if (!host->nlevels || host->nlevels > s->ops->maxlevels(s->g) ||
	    host->nlevels > XFS_BTREE_CUR_LEVELS ||
	    !xfs_btree_ptr_ok(s->ops, s->g, host->owner, host->root)) {
		s->complete = false;
		return tell(s, XFS_FAULT_BT_ROOT, 0, host->root, 0);
	}
	s->level = host->nlevels - 1;
	return try_block(s, s->level, host->root, 0);
}

/* ---- The walk ---- */

/* Beyond the last block of each level there is none. */
static int end_check(struct xfs_btree_scan *s)
{
	uint64_t null = xfs_btree_null_ptr(s->ops);
	unsigned int level;
	int error = 0;

	for (level = 0; !error && level < XFS_BTREE_CUR_LEVELS; level++)
		if (s->lv[level].known && s->lv[level].entered &&
		    s->lv[level].right != null)
			error = tell(s, XFS_FAULT_BT_NEIGHBOUR, level,
				     s->lv[level].before, 0);
	return error;
}

static unsigned int top_level(const struct xfs_btree_scan *s)
{
	return s->ops->fork_root ? get_unaligned_be16(s->host->fork) :
				   s->host->nlevels - 1;
}

static bool in_block(const struct xfs_btree_scan *s)
{
	return s->lv[s->level].bp || s->lv[s->level].view.fork;
}

static int begin(struct xfs_btree_scan *s)
{
	int error = s->ops->fork_root ? begin_fork(s) : begin_header(s);

	s->begun = true;
	if (!error && !in_block(s))
		s->ended = true;
	return error;
}

/* Takes the next entry of the path's lowest block, or leaves that block. */
static int step(struct xfs_btree_scan *s)
{
	struct xfs_btree_scan_level *lv = &s->lv[s->level];
	unsigned int idx;

	if (lv->idx < lv->view.nr) {
		idx = lv->idx++;
		return try_block(s, s->level - 1, xfs_btree_view_ptr(&lv->view, idx), idx);
	}
	drop(lv);
	if (s->level == top_level(s)) {
		s->ended = true;
		return end_check(s);
	}
	s->level++;
	return 0;
}

int xfs_btree_scan_next(struct xfs_btree_scan *scan, union xfs_btree_irec *irec,
			bool *found)
{
	struct xfs_btree_scan_level *leaf = &scan->lv[0];
	int error = scan->begun ? 0 : begin(scan);

	*found = false;
	while (!error && !scan->ended) {
		if (!scan->level && leaf->idx < leaf->view.nr) {
			scan->ops->unpack(scan->g,
					  xfs_btree_view_rec(&leaf->view, leaf->idx++),
					  irec);
			*found = true;
			return 0;
		}
		error = step(scan);
	}
	if (error)
		scan->ended = true;
	return error;
}
