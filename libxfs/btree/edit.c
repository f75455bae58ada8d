// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Edits: update, insert, delete.
 *
 * Each changes structure in small steps that leave a whole tree, and looks its key
 * up again after each, instead of carrying a half-done split upwards.  Insert: as
 * long as the leaf is full, the highest full block above it whose parent has room
 * sheds entries to a sibling under that parent, or splits; when all are full the
 * root grows.  At most two steps a level.  Delete: from the leaf up, a block under
 * its minimum takes entries from a sibling under its parent, or the two become one;
 * then a root with one child goes.
 *
 * Siblings under one parent suffice, because every parent but a lone one has two
 * children.  A pair of them is checked as a cursor's step would be.
 */
#include "libxfs/btree/cursor.h"

static int corrupt(struct xfs_btree_cur *cur, enum xfs_fault fault, uint64_t ptr)
{
	cur->fault = fault;
	cur->fault_ptr = ptr;
	return -EFSCORRUPTED;
}

static int writable(struct xfs_btree_cur *cur, unsigned int level)
{
	struct xfs_btree_host *host = cur->host;

	if (xfs_btree_cur_is_fork(cur, level))
		return host->ops->edit_fork(host, cur->ops);
	return host->ops->edit(host, cur->ops, &cur->lv[level].bp);
}

/* ---- Entries ---- */

/* @n entries from @si of @src to @di of @dst, which may be the same block. */
static void copy_entries(struct xfs_btree_view *dst, unsigned int di,
			 const struct xfs_btree_view *src, unsigned int si,
			 unsigned int n)
{
	const struct xfs_btree_ops *ops = dst->ops;

	if (!dst->level) {
		memmove(xfs_btree_view_rec(dst, di), xfs_btree_view_rec(src, si),
			n * ops->rec_len);
		return;
	}
	memmove(xfs_btree_view_key(dst, di), xfs_btree_view_key(src, si),
		n * xfs_btree_keys_len(ops));
	memmove(xfs_btree_view_ptr_addr(dst, di), xfs_btree_view_ptr_addr(src, si),
		n * xfs_btree_ptr_len(ops));
}

static void open_gap(struct xfs_btree_view *v, unsigned int at, unsigned int n)
{
	copy_entries(v, at + n, v, at, v->nr - at);
	xfs_btree_view_set_nr(v, v->nr + n);
}

static void close_gap(struct xfs_btree_view *v, unsigned int at, unsigned int n)
{
	copy_entries(v, at, v, at + n, v->nr - at - n);
	xfs_btree_view_set_nr(v, v->nr - n);
}

/* Entry @i of the node @v becomes that of the child @child at @ptr. */
static void set_entry(struct xfs_btree_view *v, unsigned int i,
		      const struct xfs_btree_view *child, uint64_t ptr)
{
	struct xfs_btree_key low, high;

	xfs_btree_view_bounds(child, &low, &high);
	memcpy(xfs_btree_view_key(v, i), &low, v->ops->key_len);
	if (v->ops->overlapping)
		memcpy(xfs_btree_view_high_key(v, i), &high, v->ops->key_len);
	xfs_btree_view_set_ptr(v, i, ptr);
}

static bool same_bounds(const struct xfs_btree_view *v, unsigned int i,
			const struct xfs_btree_view *child)
{
	struct xfs_btree_key low, high;

	xfs_btree_view_bounds(child, &low, &high);
	if (memcmp(xfs_btree_view_key(v, i), &low, v->ops->key_len))
		return false;
	return !v->ops->overlapping ||
		!memcmp(xfs_btree_view_high_key(v, i), &high, v->ops->key_len);
}

/* The keys above the path's block at @level follow it, as far as they change. */
static int fix_keys(struct xfs_btree_cur *cur, unsigned int level)
{
	struct xfs_btree_view child, parent;
	unsigned int idx;
	int error;

	for (; level + 1 < cur->nlevels; level++) {
		idx = cur->lv[level + 1].idx;
		xfs_btree_cur_view(cur, level, &child);
		xfs_btree_cur_view(cur, level + 1, &parent);
		if (!child.nr || same_bounds(&parent, idx, &child))
			return 0;
		error = writable(cur, level + 1);
		if (error)
			return error;
		xfs_btree_cur_view(cur, level + 1, &parent);
		set_entry(&parent, idx, &child, cur->lv[level].ptr);
	}
	return 0;
}

/* ---- Pairs of siblings ---- */

/*
 * Two children of one node, the left one under entry @idx; both writable.  While a
 * pair is open the path has no block at its level.
 */
struct pair {
	unsigned int		level;
	unsigned int		idx;
	struct xfs_buf		*bp[2];
	uint64_t		ptr[2];
	struct xfs_btree_view	v[2];
};

static void pair_close(struct pair *p)
{
	unsigned int i;

	for (i = 0; i < 2; i++)
		if (p->bp[i])
			xfs_buf_release(p->bp[i]);
}

static void pair_view(struct xfs_btree_cur *cur, struct pair *p)
{
	unsigned int i;

	for (i = 0; i < 2; i++)
		xfs_btree_view_init(&p->v[i], cur->ops, p->bp[i]->data,
				    cur->g->blocksize, false);
}

static int pair_check(struct xfs_btree_cur *cur, struct pair *p)
{
	const struct xfs_btree_ops *ops = cur->ops;
	const void *left = p->bp[0]->data, *right = p->bp[1]->data;
	struct xfs_btree_key last, first;

	if (p->v[0].level != p->level || p->v[1].level != p->level)
		return corrupt(cur, XFS_FAULT_BT_CHILD_LEVEL, p->ptr[1]);
	if (xfs_btree_owner(ops, left) != cur->host->owner ||
	    xfs_btree_owner(ops, right) != cur->host->owner)
		return corrupt(cur, XFS_FAULT_BT_CHILD_OWNER, p->ptr[1]);
	if (xfs_btree_right(ops, left) != p->ptr[1] ||
	    xfs_btree_left(ops, right) != p->ptr[0])
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR, p->ptr[1]);
	if (!p->v[0].nr || !p->v[1].nr)
		return 0;
	xfs_btree_view_low(&p->v[0], p->v[0].nr - 1, &last);
	xfs_btree_view_low(&p->v[1], 0, &first);
	if (ops->key_cmp(&last, &first) >= 0)
		return corrupt(cur, XFS_FAULT_BT_NEIGHBOUR_ORDER, p->ptr[1]);
	return 0;
}

static int pair_writable(struct xfs_btree_cur *cur, struct pair *p)
{
	struct xfs_btree_host *host = cur->host;
	int error;

	error = host->ops->edit(host, cur->ops, &p->bp[0]);
	if (!error)
		error = host->ops->edit(host, cur->ops, &p->bp[1]);
	pair_view(cur, p);
	return error;
}

/*
 * The path's block at @level and its sibling on the right (or left), which the
 * parent must have.  Whatever comes back, pair_close() is due.
 */
static int pair_open(struct xfs_btree_cur *cur, unsigned int level, bool right,
		     struct pair *p)
{
	struct xfs_btree_level *lv = &cur->lv[level];
	struct xfs_btree_view parent;
	unsigned int self = right ? 0 : 1;
	int error;

	xfs_btree_cur_view(cur, level + 1, &parent);
	memset(p, 0, sizeof(*p));
	p->level = level;
	p->idx = right ? cur->lv[level + 1].idx : cur->lv[level + 1].idx - 1;
	p->ptr[self] = lv->ptr;
	p->ptr[!self] = xfs_btree_view_ptr(&parent, p->idx + right);
	p->bp[self] = lv->bp;
	lv->bp = NULL;
	error = xfs_btree_cur_read(cur, p->ptr[!self], &p->bp[!self]);
	if (error)
		return error;
	pair_view(cur, p);
	return pair_check(cur, p);
}

/* Moves entries until the left block holds @nr. */
static void pair_level(struct pair *p, unsigned int nr)
{
	struct xfs_btree_view *l = &p->v[0], *r = &p->v[1];
	unsigned int n;

	if (l->nr > nr) {
		n = l->nr - nr;
		open_gap(r, 0, n);
		copy_entries(r, 0, l, nr, n);
		xfs_btree_view_set_nr(l, nr);
	} else if (l->nr < nr) {
		n = nr - l->nr;
		copy_entries(l, l->nr, r, 0, n);
		xfs_btree_view_set_nr(l, nr);
		close_gap(r, 0, n);
	}
}

/* The parent's keys follow both; a new one (@added) gets an entry of its own. */
static int pair_to_parent(struct xfs_btree_cur *cur, struct pair *p, bool added)
{
	unsigned int up = p->level + 1;
	struct xfs_btree_view parent;
	int error;

	error = writable(cur, up);
	if (error)
		return error;
	xfs_btree_cur_view(cur, up, &parent);
	if (added)
		open_gap(&parent, p->idx + 1, 1);
	set_entry(&parent, p->idx, &p->v[0], p->ptr[0]);
	set_entry(&parent, p->idx + 1, &p->v[1], p->ptr[1]);
	return fix_keys(cur, up);
}

static int pair_balance(struct xfs_btree_cur *cur, struct pair *p)
{
	int error = pair_writable(cur, p);

	if (error)
		return error;
	pair_level(p, (p->v[0].nr + p->v[1].nr + 1) / 2);
	return pair_to_parent(cur, p, false);
}

/* The block at @ptr, whose left neighbour was @was, has @now there. */
static int relink_left(struct xfs_btree_cur *cur, uint64_t ptr, uint64_t was,
		       uint64_t now)
{
	struct xfs_btree_host *host = cur->host;
	struct xfs_buf *bp;
	int error;

	if (ptr == xfs_btree_null_ptr(cur->ops))
		return 0;
	error = xfs_btree_cur_read(cur, ptr, &bp);
	if (error)
		return error;
	if (xfs_btree_left(cur->ops, bp->data) != was)
		error = corrupt(cur, XFS_FAULT_BT_NEIGHBOUR, ptr);
	if (!error)
		error = host->ops->edit(host, cur->ops, &bp);
	if (!error)
		xfs_btree_set_left(cur->ops, bp->data, now);
	xfs_buf_release(bp);
	return error;
}

/* The right one's entries go to the left one, and the right one away. */
static int pair_join(struct xfs_btree_cur *cur, struct pair *p)
{
	struct xfs_btree_host *host = cur->host;
	unsigned int up = p->level + 1;
	struct xfs_btree_view parent;
	uint64_t right;
	int error;

	error = pair_writable(cur, p);
	if (error)
		return error;
	pair_level(p, p->v[0].nr + p->v[1].nr);
	right = xfs_btree_right(cur->ops, p->bp[1]->data);
	xfs_btree_set_right(cur->ops, p->bp[0]->data, right);
	error = relink_left(cur, right, p->ptr[1], p->ptr[0]);
	if (!error)
		error = writable(cur, up);
	if (error)
		return error;
	xfs_btree_cur_view(cur, up, &parent);
	close_gap(&parent, p->idx + 1, 1);
	set_entry(&parent, p->idx, &p->v[0], p->ptr[0]);
	cur->lv[up].idx = p->idx;
	error = fix_keys(cur, up);
	if (error)
		return error;
	return host->ops->free(host, cur->ops, p->ptr[1], p->bp[1]);
}

/* ---- Insert ---- */

/* A fresh empty block at @level; the buffer is the caller's to release. */
static int fresh_block(struct xfs_btree_cur *cur, unsigned int level, uint64_t near,
		       uint64_t *ptr, struct xfs_buf **bpp)
{
	struct xfs_btree_host *host = cur->host;
	int error;

	error = host->ops->alloc(host, cur->ops, near, ptr, bpp);
	if (error)
		return error;
	if (!xfs_btree_ptr_ok(cur->ops, cur->g, host->owner, *ptr)) {
		xfs_buf_release(*bpp);
		return -EINVAL;
	}
	xfs_btree_block_init(cur->ops, cur->g, (*bpp)->data,
			     xfs_btree_ptr_daddr(cur->ops, cur->g, host->owner, *ptr),
			     host->owner, level);
	return 0;
}

/* A block over the old root, with the one entry. */
static int grow_header_root(struct xfs_btree_cur *cur)
{
	struct xfs_btree_host *host = cur->host;
	struct xfs_btree_view old, v;
	struct xfs_buf *bp;
	uint64_t ptr;
	int error;

	xfs_btree_cur_view(cur, cur->nlevels - 1, &old);
	error = fresh_block(cur, cur->nlevels, host->root, &ptr, &bp);
	if (error)
		return error;
	xfs_btree_view_init(&v, cur->ops, bp->data, cur->g->blocksize, false);
	xfs_btree_view_set_nr(&v, 1);
	set_entry(&v, 0, &old, host->root);
	xfs_buf_release(bp);
	host->root = ptr;
	host->nlevels++;
	return host->ops->root_changed(host, cur->ops);
}

/* The fork's entries go into a block, and the fork holds the one entry for it. */
static int grow_fork_root(struct xfs_btree_cur *cur)
{
	struct xfs_btree_view root, v;
	struct xfs_buf *bp;
	uint64_t ptr;
	int error;

	error = writable(cur, cur->nlevels - 1);
	if (error)
		return error;
	xfs_btree_cur_view(cur, cur->nlevels - 1, &root);
	error = fresh_block(cur, root.level, xfs_btree_view_ptr(&root, 0), &ptr, &bp);
	if (error)
		return error;
	xfs_btree_view_init(&v, cur->ops, bp->data, cur->g->blocksize, false);
	copy_entries(&v, 0, &root, 0, root.nr);
	xfs_btree_view_set_nr(&v, root.nr);
	put_unaligned_be16(root.level + 1, root.head);
	xfs_btree_view_set_nr(&root, 1);
	set_entry(&root, 0, &v, ptr);
	xfs_buf_release(bp);
	return 0;
}

static int grow_root(struct xfs_btree_cur *cur)
{
	if (cur->nlevels >= cur->ops->maxlevels(cur->g) ||
	    cur->nlevels >= XFS_BTREE_CUR_LEVELS)
		return -EFBIG;
	return cur->ops->fork_root ? grow_fork_root(cur) : grow_header_root(cur);
}

/* The full block at @level gives half of itself to a new right neighbour. */
static int split(struct xfs_btree_cur *cur, unsigned int level)
{
	struct xfs_btree_level *lv = &cur->lv[level];
	struct pair p = {
		.level = level,
		.idx = cur->lv[level + 1].idx,
		.ptr[0] = lv->ptr,
	};
	uint64_t right;
	int error;

	error = fresh_block(cur, level, lv->ptr, &p.ptr[1], &p.bp[1]);
	if (error)
		return error;
	p.bp[0] = lv->bp;
	lv->bp = NULL;
	error = pair_writable(cur, &p);
	if (error)
		goto out;
	right = xfs_btree_right(cur->ops, p.bp[0]->data);
	xfs_btree_set_right(cur->ops, p.bp[1]->data, right);
	xfs_btree_set_left(cur->ops, p.bp[1]->data, p.ptr[0]);
	xfs_btree_set_right(cur->ops, p.bp[0]->data, p.ptr[1]);
	error = relink_left(cur, right, p.ptr[0], p.ptr[1]);
	if (error)
		goto out;
	pair_level(&p, (p.v[0].nr + 1) / 2);
	error = pair_to_parent(cur, &p, true);
out:
	pair_close(&p);
	return error;
}

/*
 * Tries the sibling on one side; *@done when it took entries.  Both must have room
 * afterwards: the key's place may be in either.
 */
static int shed(struct xfs_btree_cur *cur, unsigned int level, bool right, bool *done)
{
	struct pair p;
	int error;

	error = pair_open(cur, level, right, &p);
	if (!error && p.v[0].nr + p.v[1].nr + 2 <= 2 * p.v[0].max) {
		*done = true;
		error = pair_balance(cur, &p);
	}
	if (!*done) {
		cur->lv[level].bp = p.bp[!right];
		p.bp[!right] = NULL;
	}
	pair_close(&p);
	return error;
}

static bool is_full(const struct xfs_btree_cur *cur, unsigned int level)
{
	struct xfs_btree_view v;

	xfs_btree_cur_view(cur, level, &v);
	return v.nr >= v.max;
}

/* One step towards room in the full leaf of the path, which is then of no use. */
static int make_room(struct xfs_btree_cur *cur)
{
	struct xfs_btree_view parent;
	unsigned int level = 0;
	bool done = false;
	int idx, error = 0;

	while (level + 1 < cur->nlevels && is_full(cur, level + 1))
		level++;
	if (level + 1 == cur->nlevels)
		return grow_root(cur);
	xfs_btree_cur_view(cur, level + 1, &parent);
	idx = cur->lv[level + 1].idx;
	if (idx > 0)
		error = shed(cur, level, false, &done);
	if (!error && !done && idx + 1 < (int)parent.nr)
		error = shed(cur, level, true, &done);
	if (!error && !done)
		error = split(cur, level);
	return error;
}

/*
 * The record @by (1 or -1) from here, in the leaf or its neighbour.  Here may be
 * before the first record.
 */
static int peek(struct xfs_btree_cur *cur, int by, uint8_t *drec, bool *found)
{
	struct xfs_btree_cur other;
	struct xfs_btree_key key;
	struct xfs_btree_view v;
	int at = cur->lv[0].idx + by, error;

	xfs_btree_cur_view(cur, 0, &v);
	*found = at >= 0 && at < (int)v.nr;
	if (*found) {
		memcpy(drec, xfs_btree_view_rec(&v, at), cur->ops->rec_len);
		return 0;
	}
	if (cur->lv[0].idx < 0)
		return 0;
	xfs_btree_view_low(&v, cur->lv[0].idx, &key);
	xfs_btree_cur_init(&other, cur->ops, cur->g, cur->host);
	error = xfs_btree_cur_seek(&other, XFS_LOOKUP_EQ, &key, found);
	if (!error && *found)
		error = by > 0 ? xfs_btree_next(&other, found) :
				 xfs_btree_prev(&other, found);
	if (!error && *found) {
		xfs_btree_cur_view(&other, 0, &v);
		memcpy(drec, xfs_btree_view_rec(&v, other.lv[0].idx),
		       cur->ops->rec_len);
	}
	if (error)
		corrupt(cur, other.fault, other.fault_ptr);
	xfs_btree_cur_done(&other);
	return error;
}

/* @drec may stand between the records @before (0 or -1) and 1 from here. */
static int check_place(struct xfs_btree_cur *cur, const uint8_t *drec, int before)
{
	const struct xfs_btree_ops *ops = cur->ops;
	xfs_agnumber_t agno = ops->lptr ? NULLAGNUMBER : cur->host->owner;
	uint8_t near[XFS_BTREE_REC_MAX];
	bool found;
	int error;

	if (!ops->rec_verify(cur->g, agno, drec))
		return -EINVAL;
	error = peek(cur, before, near, &found);
	if (error)
		return error;
	if (found && !ops->rec_order(near, drec))
		return -EINVAL;
	error = peek(cur, 1, near, &found);
	if (error)
		return error;
	return found && !ops->rec_order(drec, near) ? -EINVAL : 0;
}

static int put_record(struct xfs_btree_cur *cur, const uint8_t *drec, bool insert)
{
	struct xfs_btree_view v;
	int error;

	error = writable(cur, 0);
	if (error)
		return error;
	xfs_btree_cur_view(cur, 0, &v);
	if (insert)
		open_gap(&v, ++cur->lv[0].idx, 1);
	memcpy(xfs_btree_view_rec(&v, cur->lv[0].idx), drec, cur->ops->rec_len);
	return fix_keys(cur, 0);
}

static bool key_is_here(const struct xfs_btree_cur *cur,
			const struct xfs_btree_key *key)
{
	struct xfs_btree_key here;
	struct xfs_btree_view v;

	xfs_btree_cur_view(cur, 0, &v);
	xfs_btree_view_low(&v, cur->lv[0].idx, &here);
	return !cur->ops->key_cmp(&here, key);
}

static int insert(struct xfs_btree_cur *cur, const uint8_t *drec,
		  const struct xfs_btree_key *key)
{
	unsigned int steps = 3 * XFS_BTREE_CUR_LEVELS;
	bool found;
	int error;

	error = xfs_btree_cur_seek(cur, XFS_LOOKUP_LE, key, &found);
	if (error)
		return error;
	if (found && key_is_here(cur, key))
		return -EEXIST;
	error = check_place(cur, drec, 0);
	while (!error && is_full(cur, 0)) {
		error = steps-- ? make_room(cur) :
			corrupt(cur, XFS_FAULT_BT_NUMRECS, cur->lv[0].ptr);
		if (!error)
			error = xfs_btree_cur_seek(cur, XFS_LOOKUP_LE, key, &found);
	}
	return error ? error : put_record(cur, drec, true);
}

int xfs_btree_insert(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec)
{
	uint8_t drec[XFS_BTREE_REC_MAX];
	struct xfs_btree_key key;
	int error;

	if (!cur->host->ops)
		return -EROFS;
	cur->ops->pack(cur->g, irec, drec);
	cur->ops->rec_key(drec, &key);
	error = insert(cur, drec, &key);
	if (error)
		xfs_btree_cur_done(cur);
	return error;
}

/* ---- Update ---- */

static bool on_record(const struct xfs_btree_cur *cur)
{
	struct xfs_btree_view v;

	if (!cur->nlevels || cur->lv[0].idx < 0)
		return false;
	xfs_btree_cur_view(cur, 0, &v);
	return cur->lv[0].idx < (int)v.nr;
}

int xfs_btree_update(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec)
{
	uint8_t drec[XFS_BTREE_REC_MAX];
	int error;

	if (!cur->host->ops)
		return -EROFS;
	if (!on_record(cur))
		return -ENOENT;
	cur->ops->pack(cur->g, irec, drec);
	error = check_place(cur, drec, -1);
	if (error)
		return error;
	return put_record(cur, drec, false);
}

/* ---- Delete ---- */

/* Blocks under their minimum, from the leaf up, are filled from a sibling or joined. */
static int refill(struct xfs_btree_cur *cur)
{
	struct xfs_btree_view v, parent;
	unsigned int level;
	struct pair p;
	bool join;
	int error = 0;

	for (level = 0; level + 1 < cur->nlevels; level++) {
		xfs_btree_cur_view(cur, level, &v);
		xfs_btree_cur_view(cur, level + 1, &parent);
		if (v.nr >= v.max / 2 || parent.nr < 2)
			return 0;
		error = pair_open(cur, level, !cur->lv[level + 1].idx, &p);
		join = !error && p.v[0].nr + p.v[1].nr <= v.max;
		if (!error)
			error = join ? pair_join(cur, &p) : pair_balance(cur, &p);
		pair_close(&p);
		if (error || !join)
			break;
	}
	return error;
}

/* The root's only child becomes the root. */
static int lower_header_root(struct xfs_btree_cur *cur, uint64_t child)
{
	struct xfs_btree_host *host = cur->host;
	uint64_t old = host->root;
	int error;

	host->root = child;
	host->nlevels--;
	error = host->ops->root_changed(host, cur->ops);
	if (error)
		return error;
	return host->ops->free(host, cur->ops, old, cur->lv[cur->nlevels - 1].bp);
}

/* The only child's entries go into the fork; *@done when there was room. */
static int lower_fork_root(struct xfs_btree_cur *cur, uint64_t child, bool *done)
{
	struct xfs_btree_host *host = cur->host;
	struct xfs_btree_view root, v;
	struct xfs_buf *bp;
	int error;

	error = xfs_btree_cur_read(cur, child, &bp);
	if (error)
		return error;
	xfs_btree_cur_view(cur, cur->nlevels - 1, &root);
	xfs_btree_view_init(&v, cur->ops, bp->data, cur->g->blocksize, false);
	*done = v.nr <= root.max;
	if (v.level + 1 != root.level)
		error = corrupt(cur, XFS_FAULT_BT_CHILD_LEVEL, child);
	if (!error && *done)
		error = writable(cur, cur->nlevels - 1);
	if (!error && *done) {
		xfs_btree_cur_view(cur, cur->nlevels - 1, &root);
		put_unaligned_be16(v.level, root.head);
		copy_entries(&root, 0, &v, 0, v.nr);
		xfs_btree_view_set_nr(&root, v.nr);
		error = host->ops->free(host, cur->ops, child, bp);
	}
	xfs_buf_release(bp);
	return error;
}

static int lower_root(struct xfs_btree_cur *cur)
{
	unsigned int least = cur->ops->fork_root ? 2 : 1;
	struct xfs_btree_view root;
	bool done = true;
	int error;

	while (done) {
		error = xfs_btree_cur_load_root(cur);
		if (error || cur->nlevels <= least)
			return error;
		xfs_btree_cur_view(cur, cur->nlevels - 1, &root);
		if (root.nr > 1)
			return 0;
		if (cur->ops->fork_root)
			error = lower_fork_root(cur, xfs_btree_view_ptr(&root, 0),
						&done);
		else
			error = lower_header_root(cur, xfs_btree_view_ptr(&root, 0));
		if (error)
			return error;
	}
	return 0;
}

static int delete_here(struct xfs_btree_cur *cur, const struct xfs_btree_key *key)
{
	struct xfs_btree_view v;
	bool found;
	int error;

	error = writable(cur, 0);
	if (error)
		return error;
	xfs_btree_cur_view(cur, 0, &v);
	close_gap(&v, cur->lv[0].idx, 1);
	error = fix_keys(cur, 0);
	if (!error)
		error = refill(cur);
	if (!error)
		error = lower_root(cur);
	if (!error)
		error = xfs_btree_cur_seek(cur, XFS_LOOKUP_GE, key, &found);
	return error;
}

int xfs_btree_delete(struct xfs_btree_cur *cur)
{
	struct xfs_btree_view leaf, root;
	struct xfs_btree_key key;
	int error;

	if (!cur->host->ops)
		return -EROFS;
	if (!on_record(cur))
		return -ENOENT;
	xfs_btree_cur_view(cur, 0, &leaf);
	xfs_btree_cur_view(cur, cur->nlevels - 1, &root);
	if (cur->ops->fork_root && cur->nlevels == 2 && root.nr == 1 && leaf.nr == 1)
		return -EINVAL;
	xfs_btree_view_low(&leaf, cur->lv[0].idx, &key);
	error = delete_here(cur, &key);
	if (error)
		xfs_btree_cur_done(cur);
	return error;
}
