// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cursors: lookup, iteration, range queries, walks over all blocks.
 *
 * A cursor holds the path from root to leaf and moves by that path alone; sibling
 * pointers are compared, never followed.  Entering a block, step_into() checks it
 * against its parent; entering the next or previous block of a level, step_check()
 * checks it against the one left behind, and end_check() that the first and last of
 * each level have none beyond.  Together they make the keys of a level
 * rise strictly along any walk, so a walk meets no block twice and ends, whatever
 * the disk holds.  Depth is bounded by the path array.
 */
#include "libxfs/btree/cursor.h"

static int corrupt(struct xfs_btree_cur *cur, enum xfs_fault fault, uint64_t ptr)
{
	cur->fault = fault;
	cur->fault_ptr = ptr;
	return -EFSCORRUPTED;
}

void xfs_btree_cur_init(struct xfs_btree_cur *cur, const struct xfs_btree_ops *ops,
			const struct xfs_geom *g, struct xfs_btree_host *host)
{
	memset(cur, 0, sizeof(*cur));
	cur->ops = ops;
	cur->g = g;
	cur->host = host;
}

static void drop(struct xfs_btree_cur *cur, unsigned int level)
{
	if (cur->lv[level].bp)
		xfs_buf_release(cur->lv[level].bp);
	cur->lv[level].bp = NULL;
}

void xfs_btree_cur_done(struct xfs_btree_cur *cur)
{
	unsigned int level;

	for (level = 0; level < XFS_BTREE_CUR_LEVELS; level++)
		drop(cur, level);
	cur->nlevels = 0;
}

bool xfs_btree_cur_is_fork(const struct xfs_btree_cur *cur, unsigned int level)
{
	return cur->ops->fork_root && level == cur->nlevels - 1;
}

void xfs_btree_cur_view(const struct xfs_btree_cur *cur, unsigned int level,
			struct xfs_btree_view *v)
{
	if (xfs_btree_cur_is_fork(cur, level))
		xfs_btree_view_init(v, cur->ops, cur->host->fork,
				    cur->host->fork_bytes, true);
	else
		xfs_btree_view_init(v, cur->ops, cur->lv[level].bp->data,
				    cur->lv[level].bp->len, false);
}

/* ---- Loading blocks ---- */

int xfs_btree_cur_read(struct xfs_btree_cur *cur, uint64_t ptr, struct xfs_buf **bpp)
{
	struct xfs_btree_host *host = cur->host;
	xfs_daddr_t daddr;
	int error;

	*bpp = NULL;
	if (!xfs_btree_ptr_ok(cur->ops, cur->g, host->owner, ptr))
		return corrupt(cur, XFS_FAULT_BT_PTR, ptr);
	daddr = xfs_btree_ptr_daddr(cur->ops, cur->g, host->owner, ptr);
	if (host->ops && host->ops->read)
		error = host->ops->read(host, cur->ops, daddr, bpp);
	else
		error = xfs_buf_read(host->cache, daddr, cur->g->blocksize,
				     cur->ops->buf_ops, bpp);
	if (error && *bpp) {
		corrupt(cur, error == -EFSBADCRC ? XFS_FAULT_BAD_CRC : (*bpp)->fault,
			ptr);
		xfs_buf_release(*bpp);
		*bpp = NULL;
	}
	return error;
}

/* The block of @ptr becomes the cursor's at @level; the index is unset. */
static int load(struct xfs_btree_cur *cur, unsigned int level, uint64_t ptr)
{
	struct xfs_btree_level *lv = &cur->lv[level];
	struct xfs_btree_view v;
	struct xfs_buf *bp;
	int error;

	if (lv->bp && lv->ptr == ptr)
		return 0;
	error = xfs_btree_cur_read(cur, ptr, &bp);
	if (error)
		return error;
	drop(cur, level);
	lv->bp = bp;
	lv->ptr = ptr;
	xfs_btree_cur_view(cur, level, &v);
	if (v.level != level)
		return corrupt(cur, XFS_FAULT_BT_CHILD_LEVEL, ptr);
	if (xfs_btree_owner(cur->ops, bp->data) != cur->host->owner)
		return corrupt(cur, XFS_FAULT_BT_CHILD_OWNER, ptr);
	return 0;
}

static int load_fork(struct xfs_btree_cur *cur)
{
	struct xfs_btree_host *host = cur->host;
	enum xfs_fault fault;

	fault = xfs_btree_fork_verify(cur->ops, cur->g, host->fork,
				      host->fork_bytes);
	if (fault)
		return corrupt(cur, fault, xfs_btree_null_ptr(cur->ops));
	cur->nlevels = get_unaligned_be16(host->fork) + 1U;
	if (cur->nlevels > XFS_BTREE_CUR_LEVELS) {
		cur->nlevels = 0;
		return corrupt(cur, XFS_FAULT_BT_LEVEL,
			       xfs_btree_null_ptr(cur->ops));
	}
	return 0;
}

static int load_header(struct xfs_btree_cur *cur)
{
	struct xfs_btree_host *host = cur->host;
	uint64_t null = xfs_btree_null_ptr(cur->ops);
	unsigned int max = cur->ops->maxlevels(cur->g);
	const void *root;
	int error;

	if (!host->nlevels || host->nlevels > max ||
	    host->nlevels > XFS_BTREE_CUR_LEVELS ||
	    !xfs_btree_ptr_ok(cur->ops, cur->g, host->owner, host->root))
		return corrupt(cur, XFS_FAULT_BT_ROOT, host->root);
	cur->nlevels = host->nlevels;
	error = load(cur, cur->nlevels - 1, host->root);
	if (error)
		return error;
	root = cur->lv[cur->nlevels - 1].bp->data;
	if (xfs_btree_left(cur->ops, root) != null ||
	    xfs_btree_right(cur->ops, root) != null)
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR, host->root);
	return 0;
}

int xfs_btree_cur_load_root(struct xfs_btree_cur *cur)
{
	xfs_btree_cur_done(cur);
	cur->fault = XFS_FAULT_NONE;
	return cur->ops->fork_root ? load_fork(cur) : load_header(cur);
}

/* The child just loaded holds what entry lv[level + 1].idx of its parent says. */
static int check_against_parent(struct xfs_btree_cur *cur, unsigned int level)
{
	const struct xfs_btree_ops *ops = cur->ops;
	unsigned int idx = cur->lv[level + 1].idx;
	struct xfs_btree_view parent, child;
	struct xfs_btree_key low, high;

	xfs_btree_cur_view(cur, level + 1, &parent);
	xfs_btree_cur_view(cur, level, &child);
	if (!child.nr)
		return corrupt(cur, XFS_FAULT_BT_NUMRECS, cur->lv[level].ptr);
	xfs_btree_view_bounds(&child, &low, &high);
	if (ops->key_cmp(&low, xfs_btree_view_key(&parent, idx)))
		return corrupt(cur, XFS_FAULT_BT_CHILD_KEY, cur->lv[level].ptr);
	if (ops->overlapping &&
	    ops->key_cmp(&high, xfs_btree_view_high_key(&parent, idx)) > 0)
		return corrupt(cur, XFS_FAULT_BT_CHILD_HIGH_KEY, cur->lv[level].ptr);
	return 0;
}

/* Loads what entry @idx of the node at @level + 1 points at. */
static int step_into(struct xfs_btree_cur *cur, unsigned int level, unsigned int idx)
{
	struct xfs_btree_view parent;
	int error;

	xfs_btree_cur_view(cur, level + 1, &parent);
	cur->lv[level + 1].idx = idx;
	error = load(cur, level, xfs_btree_view_ptr(&parent, idx));
	if (error)
		return error;
	return check_against_parent(cur, level);
}

/* ---- Lookup ---- */

/* Entries of @v whose key is at most @key; they are the first so many. */
static unsigned int count_le(const struct xfs_btree_view *v,
			     const struct xfs_btree_key *key)
{
	unsigned int lo = 0, hi = v->nr, mid;
	struct xfs_btree_key here;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		xfs_btree_view_low(v, mid, &here);
		if (v->ops->key_cmp(&here, key) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void xfs_btree_want_key(const struct xfs_btree_cur *cur,
			const union xfs_btree_irec *want, struct xfs_btree_key *key)
{
	uint8_t drec[XFS_BTREE_REC_MAX];

	cur->ops->pack(cur->g, want, drec);
	cur->ops->rec_key(drec, key);
}

/* Leaves lv[0].idx on the last record at or before @key, -1 if there is none. */
static int descend(struct xfs_btree_cur *cur, const struct xfs_btree_key *key)
{
	struct xfs_btree_view v;
	unsigned int level, n;
	int error;

	error = xfs_btree_cur_load_root(cur);
	if (error)
		return error;
	for (level = cur->nlevels - 1; level; level--) {
		xfs_btree_cur_view(cur, level, &v);
		n = count_le(&v, key);
		error = step_into(cur, level - 1, n ? n - 1 : 0);
		if (error)
			return error;
	}
	xfs_btree_cur_view(cur, 0, &v);
	cur->lv[0].idx = (int)count_le(&v, key) - 1;
	return 0;
}

static bool here_is(const struct xfs_btree_cur *cur, const struct xfs_btree_key *key)
{
	struct xfs_btree_key here;
	struct xfs_btree_view v;

	if (cur->lv[0].idx < 0)
		return false;
	xfs_btree_cur_view(cur, 0, &v);
	xfs_btree_view_low(&v, cur->lv[0].idx, &here);
	return !cur->ops->key_cmp(&here, key);
}

int xfs_btree_cur_seek(struct xfs_btree_cur *cur, enum xfs_btree_dir dir,
		       const struct xfs_btree_key *key, bool *found)
{
	int error;

	*found = false;
	error = descend(cur, key);
	if (error) {
		xfs_btree_cur_done(cur);
		return error;
	}
	*found = here_is(cur, key);
	if (*found)
		return 0;
	if (dir == XFS_LOOKUP_GE)
		return xfs_btree_next(cur, found);
	if (dir == XFS_LOOKUP_LE)
		*found = cur->lv[0].idx >= 0;
	else
		xfs_btree_cur_done(cur);
	return 0;
}

int xfs_btree_lookup(struct xfs_btree_cur *cur, enum xfs_btree_dir dir,
		     const union xfs_btree_irec *want, bool *found)
{
	struct xfs_btree_key key;

	xfs_btree_want_key(cur, want, &key);
	return xfs_btree_cur_seek(cur, dir, &key, found);
}

/* ---- Iteration ---- */

/*
 * From the block at @level, where the path has just been moved from @old by one to
 * the right (or left): the two are neighbours and their keys in order.
 */
static int step_check(struct xfs_btree_cur *cur, unsigned int level,
		      const struct xfs_buf *old, uint64_t old_ptr, bool right)
{
	const struct xfs_btree_ops *ops = cur->ops;
	const struct xfs_btree_level *lv = &cur->lv[level];
	const void *a = right ? old->data : lv->bp->data;
	const void *b = right ? lv->bp->data : old->data;
	struct xfs_btree_key last, first;
	struct xfs_btree_view v;

	if (xfs_btree_right(ops, a) != (right ? lv->ptr : old_ptr) ||
	    xfs_btree_left(ops, b) != (right ? old_ptr : lv->ptr))
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR, lv->ptr);
	xfs_btree_view_init(&v, ops, a, cur->g->blocksize, false);
	xfs_btree_view_low(&v, v.nr - 1, &last);
	xfs_btree_view_init(&v, ops, b, cur->g->blocksize, false);
	xfs_btree_view_low(&v, 0, &first);
	if (ops->key_cmp(&last, &first) >= 0)
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR_ORDER, lv->ptr);
	return 0;
}

/* Loads the child at @level under entry @idx, next to the one loaded now. */
static int step_over(struct xfs_btree_cur *cur, unsigned int level, unsigned int idx,
		     bool right)
{
	struct xfs_btree_level *lv = &cur->lv[level];
	struct xfs_buf *old = lv->bp;
	uint64_t old_ptr = lv->ptr;
	int error;

	lv->bp = NULL;
	error = step_into(cur, level, idx);
	if (!error)
		error = step_check(cur, level, old, old_ptr, right);
	xfs_buf_release(old);
	return error;
}

/* The path goes down an edge of the tree: nothing is beyond its blocks. */
static int end_check(struct xfs_btree_cur *cur, unsigned int level, bool right)
{
	uint64_t null = xfs_btree_null_ptr(cur->ops), beyond;
	const void *block;

	for (; level < cur->nlevels; level++) {
		if (xfs_btree_cur_is_fork(cur, level))
			break;
		block = cur->lv[level].bp->data;
		beyond = right ? xfs_btree_right(cur->ops, block) :
				 xfs_btree_left(cur->ops, block);
		if (beyond != null)
			return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR,
				       cur->lv[level].ptr);
	}
	return 0;
}

/*
 * Moves the path at @level to the next block on the right or left; *@moved false at
 * the end of the level, where nothing changes.  The index in the new block is unset.
 */
static int next_block(struct xfs_btree_cur *cur, unsigned int level, bool right,
		      bool *moved)
{
	struct xfs_btree_view v;
	unsigned int up;
	int idx = 0, error;

	*moved = false;
	for (up = level + 1; up < cur->nlevels; up++) {
		xfs_btree_cur_view(cur, up, &v);
		idx = cur->lv[up].idx + (right ? 1 : -1);
		if (idx >= 0 && idx < (int)v.nr)
			break;
	}
	if (up >= cur->nlevels)
		return end_check(cur, level, right);
	while (up-- > level) {
		error = step_over(cur, up, idx, right);
		if (error)
			return error;
		xfs_btree_cur_view(cur, up, &v);
		idx = right ? 0 : (int)v.nr - 1;
	}
	*moved = true;
	return 0;
}

static int step(struct xfs_btree_cur *cur, bool right, bool *found)
{
	struct xfs_btree_level *leaf = &cur->lv[0];
	struct xfs_btree_view v;
	bool moved;
	int idx, error;

	*found = false;
	if (!cur->nlevels)
		return 0;
	xfs_btree_cur_view(cur, 0, &v);
	idx = leaf->idx + (right ? 1 : -1);
	if (idx >= 0 && idx < (int)v.nr) {
		leaf->idx = idx;
		*found = true;
		return 0;
	}
	error = next_block(cur, 0, right, &moved);
	if (error) {
		xfs_btree_cur_done(cur);
		return error;
	}
	xfs_btree_cur_view(cur, 0, &v);
	if (!moved) {
		leaf->idx = right ? (int)v.nr : -1;
		return 0;
	}
	leaf->idx = right ? 0 : (int)v.nr - 1;
	*found = true;
	return 0;
}

int xfs_btree_next(struct xfs_btree_cur *cur, bool *found)
{
	return step(cur, true, found);
}

int xfs_btree_prev(struct xfs_btree_cur *cur, bool *found)
{
	return step(cur, false, found);
}

/* Down the leftmost or rightmost edge. */
static int edge(struct xfs_btree_cur *cur, bool right, bool *found)
{
	struct xfs_btree_view v;
	unsigned int level;
	int error;

	*found = false;
	error = xfs_btree_cur_load_root(cur);
	for (level = cur->nlevels; !error && level-- > 1; ) {
		xfs_btree_cur_view(cur, level, &v);
		error = step_into(cur, level - 1, right ? v.nr - 1 : 0);
	}
	if (!error)
		error = end_check(cur, 0, right);
	if (error) {
		xfs_btree_cur_done(cur);
		return error;
	}
	xfs_btree_cur_view(cur, 0, &v);
	cur->lv[0].idx = right ? (int)v.nr - 1 : 0;
	*found = v.nr > 0;
	return 0;
}

int xfs_btree_first(struct xfs_btree_cur *cur, bool *found)
{
	return edge(cur, false, found);
}

int xfs_btree_last(struct xfs_btree_cur *cur, bool *found)
{
	return edge(cur, true, found);
}

int xfs_btree_get(struct xfs_btree_cur *cur, union xfs_btree_irec *irec)
{
	struct xfs_btree_view v;

	if (!cur->nlevels || cur->lv[0].idx < 0)
		return -ENOENT;
	xfs_btree_cur_view(cur, 0, &v);
	if (cur->lv[0].idx >= (int)v.nr)
		return -ENOENT;
	cur->ops->unpack(cur->g, xfs_btree_view_rec(&v, cur->lv[0].idx), irec);
	return 0;
}

/* ---- Walks over blocks, and queries ---- */

/*
 * A walk goes through the path in depth-first order.  ->idx is the entry to take
 * next at each level; ->last is the greatest key met there, below which no later
 * block may begin; ->here and ->right are the block last met there and its right
 * sibling, null before the first, which only walks that skip nothing can use.
 */
struct walk {
	struct xfs_btree_cur	*cur;
	unsigned int		level;
	bool			met[XFS_BTREE_CUR_LEVELS];
	struct xfs_btree_key	last[XFS_BTREE_CUR_LEVELS];
	uint64_t		here[XFS_BTREE_CUR_LEVELS];
	uint64_t		right[XFS_BTREE_CUR_LEVELS];
};

/* The block just entered lies behind all that were met at its level. */
static int walk_enter(struct walk *w)
{
	struct xfs_btree_cur *cur = w->cur;
	struct xfs_btree_key first;
	struct xfs_btree_view v;

	cur->lv[w->level].idx = 0;
	xfs_btree_cur_view(cur, w->level, &v);
	if (!v.nr)
		return 0;
	xfs_btree_view_low(&v, 0, &first);
	if (w->met[w->level] &&
	    cur->ops->key_cmp(&w->last[w->level], &first) >= 0)
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR_ORDER,
			       cur->lv[w->level].ptr);
	xfs_btree_view_low(&v, v.nr - 1, &w->last[w->level]);
	w->met[w->level] = true;
	return 0;
}

static int walk_root(struct walk *w, struct xfs_btree_cur *cur)
{
	unsigned int level;
	int error;

	memset(w, 0, sizeof(*w));
	w->cur = cur;
	for (level = 0; level < XFS_BTREE_CUR_LEVELS; level++)
		w->here[level] = w->right[level] = xfs_btree_null_ptr(cur->ops);
	error = xfs_btree_cur_load_root(cur);
	if (error)
		return error;
	w->level = cur->nlevels - 1;
	return walk_enter(w);
}

static int walk_down(struct walk *w)
{
	struct xfs_btree_cur *cur = w->cur;
	int error;

	error = step_into(cur, w->level - 1, cur->lv[w->level].idx);
	if (error)
		return error;
	w->level--;
	return walk_enter(w);
}

/* Back to the parent, behind the entry come from; false at the root. */
static bool walk_up(struct walk *w)
{
	if (w->level == w->cur->nlevels - 1)
		return false;
	w->level++;
	w->cur->lv[w->level].idx++;
	return true;
}

/* The block just entered and the one met before it at its level are neighbours. */
static int walk_beside(struct walk *w)
{
	struct xfs_btree_cur *cur = w->cur;
	const struct xfs_btree_level *lv = &cur->lv[w->level];
	uint64_t before = w->here[w->level];

	if (xfs_btree_cur_is_fork(cur, w->level))
		return 0;
	if (xfs_btree_left(cur->ops, lv->bp->data) != before ||
	    (before != xfs_btree_null_ptr(cur->ops) &&
	     w->right[w->level] != lv->ptr))
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR, lv->ptr);
	w->here[w->level] = lv->ptr;
	w->right[w->level] = xfs_btree_right(cur->ops, lv->bp->data);
	return 0;
}

/* The last block met at each level has none beyond it. */
static int walk_end(struct walk *w)
{
	unsigned int level;

	for (level = 0; level < w->cur->nlevels; level++)
		if (w->right[level] != xfs_btree_null_ptr(w->cur->ops))
			return corrupt(w->cur, XFS_FAULT_BT_NEIGHBOUR,
				       w->here[level]);
	return 0;
}

static int walk_blocks(struct xfs_btree_cur *cur, xfs_btree_block_fn fn, void *priv)
{
	uint64_t null = xfs_btree_null_ptr(cur->ops);
	struct xfs_btree_view v;
	struct walk w;
	bool fork;
	int error;

	error = walk_root(&w, cur);
	if (!error)
		error = walk_beside(&w);
	while (!error) {
		fork = xfs_btree_cur_is_fork(cur, w.level);
		error = fn(cur, w.level, fork ? null : cur->lv[w.level].ptr,
			   cur->lv[w.level].bp, priv);
		if (error)
			return error;
		xfs_btree_cur_view(cur, w.level, &v);
		while (!w.level || cur->lv[w.level].idx >= (int)v.nr) {
			if (!walk_up(&w))
				return walk_end(&w);
			xfs_btree_cur_view(cur, w.level, &v);
		}
		error = walk_down(&w);
		if (!error)
			error = walk_beside(&w);
	}
	return error;
}

int xfs_btree_walk(struct xfs_btree_cur *cur, xfs_btree_block_fn fn, void *priv)
{
	int error = walk_blocks(cur, fn, priv);

	xfs_btree_cur_done(cur);
	return error;
}

struct query {
	struct xfs_btree_key	low, high;
	xfs_btree_query_fn	fn;
	void			*priv;
};

static int query_record(struct xfs_btree_cur *cur, const struct query *q,
			const uint8_t *drec)
{
	union xfs_btree_irec irec;

	cur->ops->unpack(cur->g, drec, &irec);
	return q->fn(cur, &irec, q->priv);
}

/* Records in order from the one at or before the low key. */
static int query_simple(struct xfs_btree_cur *cur, const struct query *q)
{
	const struct xfs_btree_ops *ops = cur->ops;
	struct xfs_btree_key key;
	struct xfs_btree_view v;
	uint8_t *drec;
	bool found;
	int error;

	error = xfs_btree_cur_seek(cur, XFS_LOOKUP_LE, &q->low, &found);
	if (!error && !found)
		error = xfs_btree_next(cur, &found);
	while (!error && found) {
		xfs_btree_cur_view(cur, 0, &v);
		drec = xfs_btree_view_rec(&v, cur->lv[0].idx);
		ops->rec_key(drec, &key);
		if (ops->key_cmp(&key, &q->high) > 0)
			return 0;
		ops->rec_high_key(drec, &key);
		if (ops->key_cmp(&key, &q->low) >= 0)
			error = query_record(cur, q, drec);
		if (!error)
			error = xfs_btree_next(cur, &found);
	}
	return error;
}

/* Whether entry @i is before, in or after the range: -1, 0, 1. */
static int query_place(const struct xfs_btree_view *v, unsigned int i,
		       const struct query *q)
{
	struct xfs_btree_key key;

	xfs_btree_view_low(v, i, &key);
	if (v->ops->key_cmp(&key, &q->high) > 0)
		return 1;
	if (v->level)
		memcpy(&key, xfs_btree_view_high_key(v, i), v->ops->key_len);
	else
		v->ops->rec_high_key(xfs_btree_view_rec(v, i), &key);
	return v->ops->key_cmp(&key, &q->low) < 0 ? -1 : 0;
}

/* Depth first through every entry whose keys reach into the range. */
static int query_overlapping(struct xfs_btree_cur *cur, const struct query *q)
{
	struct xfs_btree_view v;
	struct walk w;
	int error, place, *idx;

	error = walk_root(&w, cur);
	while (!error) {
		idx = &cur->lv[w.level].idx;
		xfs_btree_cur_view(cur, w.level, &v);
		place = *idx < (int)v.nr ? query_place(&v, *idx, q) : 1;
		if (place > 0) {
			if (!walk_up(&w))
				return 0;
		} else if (place < 0) {
			(*idx)++;
		} else if (w.level) {
			error = walk_down(&w);
		} else {
			error = query_record(cur, q, xfs_btree_view_rec(&v, *idx));
			(*idx)++;
		}
	}
	return error;
}

int xfs_btree_query(struct xfs_btree_cur *cur, const union xfs_btree_irec *low,
		    const union xfs_btree_irec *high, xfs_btree_query_fn fn,
		    void *priv)
{
	struct query q = { .fn = fn, .priv = priv };
	int error;

	xfs_btree_want_key(cur, low, &q.low);
	xfs_btree_want_key(cur, high, &q.high);
	error = cur->ops->overlapping ? query_overlapping(cur, &q) :
					query_simple(cur, &q);
	xfs_btree_cur_done(cur);
	return error;
}
