// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cursors and edits against a model: lookups and range queries against brute force,
 * long random runs of insert, update and delete with the whole tree verified again
 * and again, and trees made to mislead a walk.
 */
#include "tests/unit/btree_bed.h"

/* ---- Lookups and queries on a loaded tree ---- */

static void key_of(const struct bed *b, const union xfs_btree_irec *rec, bool high,
		   struct xfs_btree_key *key)
{
	uint8_t drec[XFS_BTREE_REC_MAX];

	b->ops->pack(&b->g, rec, drec);
	if (high)
		b->ops->rec_high_key(drec, key);
	else
		b->ops->rec_key(drec, key);
}

/* A record near the @i-th whose key is often between two of the series. */
static void probe(const struct bed *b, uint64_t *seed, uint64_t n,
		  union xfs_btree_irec *rec)
{
	uint64_t r = bed_random(seed);

	bed_rec(b->ops, &b->g, r % (n + 3), rec);
	if (r >> 60 & 1)
		return;
	if (b->ops == &xfs_inobt_ops || b->ops == &xfs_finobt_ops)
		rec->inobt.startino -= r >> 50 & 15;
	else if (b->ops == &xfs_rmapbt_ops)
		rec->rmap.owner += (r >> 50 & 3) - 1;
	else if (b->ops == &xfs_bmbt_ops)
		rec->bmap.br_startoff += r >> 50 & 3;
	else
		rec->alloc.startblock += (r >> 50 & 7) - 3;
}

/* Records of the series at or before @key, by brute force (binary is the code's). */
static uint64_t model_le(const struct bed *b, uint64_t n, const struct xfs_btree_key *key)
{
	union xfs_btree_irec rec;
	struct xfs_btree_key k;
	uint64_t i;

	for (i = 0; i < n; i++) {
		bed_rec(b->ops, &b->g, i, &rec);
		key_of(b, &rec, false, &k);
		if (b->ops->key_cmp(&k, key) > 0)
			break;
	}
	return i;
}

static bool lands(struct bed *b, struct xfs_btree_cur *cur, enum xfs_btree_dir dir,
		  const union xfs_btree_irec *want, bool exists, uint64_t i)
{
	union xfs_btree_irec rec, got;
	bool found;

	if (xfs_btree_lookup(cur, dir, want, &found) || found != exists)
		return false;
	if (!exists)
		return xfs_btree_get(cur, &got) == -ENOENT;
	bed_rec(b->ops, &b->g, i, &rec);
	return !xfs_btree_get(cur, &got) && bed_rec_same(b, &rec, &got);
}

static bool one_lookup(struct bed *b, struct xfs_btree_cur *cur, uint64_t n,
		       uint64_t *seed)
{
	union xfs_btree_irec want, rec;
	struct xfs_btree_key key, k;
	uint64_t le;
	bool eq = false;

	probe(b, seed, n, &want);
	key_of(b, &want, false, &key);
	le = model_le(b, n, &key);
	if (le) {
		bed_rec(b->ops, &b->g, le - 1, &rec);
		key_of(b, &rec, false, &k);
		eq = !b->ops->key_cmp(&k, &key);
	}
	return lands(b, cur, XFS_LOOKUP_LE, &want, le > 0, le - 1) &&
		lands(b, cur, XFS_LOOKUP_EQ, &want, eq, le - 1) &&
		lands(b, cur, XFS_LOOKUP_GE, &want, eq || le < n, eq ? le - 1 : le);
}

struct hits {
	struct bed	*b;
	uint64_t	next;		/* in the series, that may come */
	uint64_t	n;
	struct xfs_btree_key low, high;
	bool		good;
};

static bool in_range(const struct hits *h, uint64_t i)
{
	union xfs_btree_irec rec;
	struct xfs_btree_key low, high;

	bed_rec(h->b->ops, &h->b->g, i, &rec);
	key_of(h->b, &rec, false, &low);
	key_of(h->b, &rec, true, &high);
	return h->b->ops->key_cmp(&low, &h->high) <= 0 &&
		h->b->ops->key_cmp(&high, &h->low) >= 0;
}

static int hit(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec, void *priv)
{
	struct hits *h = priv;
	union xfs_btree_irec rec;

	while (h->next < h->n && !in_range(h, h->next))
		h->next++;
	if (h->next == h->n) {
		h->good = false;
		return -ECANCELED;
	}
	bed_rec(h->b->ops, &h->b->g, h->next++, &rec);
	h->good &= bed_rec_same(h->b, irec, &rec);
	return h->good ? 0 : -ECANCELED;
}

static bool one_query(struct bed *b, struct xfs_btree_cur *cur, uint64_t n,
		      uint64_t *seed)
{
	struct hits h = { .b = b, .n = n, .good = true };
	union xfs_btree_irec low, high;

	probe(b, seed, n, &low);
	probe(b, seed, n, &high);
	key_of(b, &low, false, &h.low);
	key_of(b, &high, false, &h.high);
	if (xfs_btree_query(cur, &low, &high, hit, &h))
		return false;
	while (h.next < n && !in_range(&h, h.next))
		h.next++;
	return h.good && h.next == n;
}

static void lookups(const struct xfs_btree_ops *ops, uint32_t blocksize, uint64_t n)
{
	struct xfs_btree_bulk bulk;
	struct xfs_btree_cur cur;
	uint64_t seed = 77 + n;
	unsigned int i, bad = 0, bad_query = 0;
	struct bed b;

	bed_open(&b, ops, blocksize);
	if (!ok(!bed_load(&b, &bulk, n, -1), "%s: load %" PRIu64, ops->name, n))
		return;
	xfs_btree_cur_init(&cur, ops, &b.g, &b.host);
	for (i = 0; i < 300; i++) {
		bad += !one_lookup(&b, &cur, n, &seed);
		bad_query += !one_query(&b, &cur, n, &seed);
	}
	xfs_btree_cur_done(&cur);
	is_u64(bad, 0, "%s: LE, EQ, GE land where they should", ops->name);
	is_u64(bad_query, 0, "%s: ranges give what brute force gives", ops->name);
	bed_close(&b);
}

/* ---- Edits against a model ---- */

#define SERIES	6000

struct model {
	struct bed	b;
	bool		in[SERIES];
	uint64_t	nr;
	uint64_t	seed;
	struct xfs_btree_cur cur;
};

/* The first record of the model at or after @i; SERIES when there is none. */
static uint64_t model_from(const struct model *m, uint64_t i)
{
	while (i < SERIES && !m->in[i])
		i++;
	return i;
}

static bool cursor_on(struct model *m, uint64_t i)
{
	union xfs_btree_irec want, got;

	if (i >= SERIES)
		return xfs_btree_get(&m->cur, &got) == -ENOENT;
	bed_rec(m->b.ops, &m->b.g, i, &want);
	return !xfs_btree_get(&m->cur, &got) && bed_rec_same(&m->b, &want, &got);
}

static bool insert_one(struct model *m, uint64_t i)
{
	union xfs_btree_irec rec;
	int error;

	bed_rec(m->b.ops, &m->b.g, i, &rec);
	error = xfs_btree_insert(&m->cur, &rec);
	if (m->in[i])
		return error == -EEXIST;
	m->in[i] = true;
	m->nr++;
	return !error && cursor_on(m, i);
}

static bool delete_one(struct model *m, uint64_t i)
{
	union xfs_btree_irec rec;
	bool found;

	bed_rec(m->b.ops, &m->b.g, i, &rec);
	if (xfs_btree_lookup(&m->cur, XFS_LOOKUP_EQ, &rec, &found) ||
	    found != m->in[i])
		return false;
	if (!found)
		return xfs_btree_delete(&m->cur) == -ENOENT;
	if (m->b.ops->fork_root && m->nr == 1)
		return xfs_btree_delete(&m->cur) == -EINVAL;
	m->in[i] = false;
	m->nr--;
	return !xfs_btree_delete(&m->cur) && cursor_on(m, model_from(m, i));
}

/* Replaces a record by one in its place: an impossible one is refused. */
static bool update_one(struct model *m, uint64_t i)
{
	union xfs_btree_irec rec, other;
	bool found;

	bed_rec(m->b.ops, &m->b.g, i, &rec);
	if (xfs_btree_lookup(&m->cur, XFS_LOOKUP_GE, &rec, &found))
		return false;
	i = model_from(m, i);
	if (!found)
		return i == SERIES;
	bed_rec(m->b.ops, &m->b.g, i, &rec);
	bed_rec(m->b.ops, &m->b.g, SERIES + 100, &other);
	if (model_from(m, i + 1) < SERIES &&
	    xfs_btree_update(&m->cur, &other) != -EINVAL)
		return false;
	if (!m->b.ops->overlapping)
		return !xfs_btree_update(&m->cur, &rec) && cursor_on(m, i);
	other = rec;
	other.rmap.blockcount = 100000;
	return !xfs_btree_update(&m->cur, &other) &&
		!xfs_btree_update(&m->cur, &rec) && cursor_on(m, i);
}

/* Iteration gives the model, blocks in use are those the tree has. */
static bool agrees(struct model *m)
{
	uint64_t i = model_from(m, 0), blocks;
	bool found, good = true;
	int error;

	xfs_btree_cur_done(&m->cur);
	if (!bed_flush(&m->b) || !bed_check(&m->b, m->nr, &blocks))
		return false;
	if (blocks != m->b.unused - m->b.nr_freed) {
		printf("# %" PRIu64 " blocks in the tree, %" PRIu64 " in use\n", blocks,
		       m->b.unused - m->b.nr_freed);
		return false;
	}
	error = xfs_btree_first(&m->cur, &found);
	while (!error && found && good) {
		good = cursor_on(m, i);
		i = model_from(m, i + 1);
		error = xfs_btree_next(&m->cur, &found);
	}
	return good && !error && i == SERIES;
}

/*
 * Random edits in phases that lean towards growth or shrinking; where they fall
 * goes from anywhere to the ends.
 */
static bool edit_phase(struct model *m, unsigned int ops, unsigned int grow)
{
	uint64_t r, i;
	bool good = true;

	while (ops-- && good) {
		r = bed_random(&m->seed);
		i = (r >> 8) % SERIES;
		if (r % 100 < grow)
			good = insert_one(m, i);
		else if (r % 100 < 95)
			good = delete_one(m, i);
		else
			good = update_one(m, i);
		if (!good)
			printf("# edit of %" PRIu64 " went wrong (%u)\n", i,
			       (unsigned int)(r % 100));
		if (good && ops % 2500 == 0)
			good = agrees(m);
	}
	return good && agrees(m);
}

static bool in_order(struct model *m, bool insert, bool up)
{
	uint64_t i, n = up ? 0 : SERIES - 1;
	bool good = true;

	for (i = 0; i < SERIES && good; i++, n += up ? 1 : -1)
		good = insert ? insert_one(m, n) : delete_one(m, n);
	return good && agrees(m);
}

static bool start_tree(struct model *m)
{
	struct xfs_btree_bulk bulk;

	m->seed = 4711;
	xfs_btree_cur_init(&m->cur, m->b.ops, &m->b.g, &m->b.host);
	m->in[0] = m->b.ops->fork_root;
	m->nr = m->in[0];
	return !bed_load(&m->b, &bulk, m->nr, -1);
}

static void edits(const struct xfs_btree_ops *ops, uint32_t blocksize)
{
	struct model *m = calloc(1, sizeof(*m));

	bed_open(&m->b, ops, blocksize);
	ok(start_tree(m), "%s of %u: an empty tree", ops->name, blocksize);
	ok(edit_phase(m, 8000, 80), "%s: a tree grows", ops->name);
	ok(edit_phase(m, 8000, 48), "%s: a tree lives", ops->name);
	ok(edit_phase(m, 16000, 10), "%s: a tree shrinks", ops->name);
	ok(in_order(m, true, true), "%s: the rest rising", ops->name);
	ok(in_order(m, false, true), "%s: all gone rising", ops->name);
	ok(in_order(m, true, false), "%s: all again falling", ops->name);
	ok(in_order(m, false, false), "%s: all gone falling", ops->name);
	is_u64(m->nr, ops->fork_root, "%s: nothing is left", ops->name);
	is_u64(m->b.unused - m->b.nr_freed, 1, "%s: but one block", ops->name);
	xfs_btree_cur_done(&m->cur);
	bed_close(&m->b);
	free(m);
}

/* What was edited is forgotten, as by a transaction that is abandoned. */
static void abandon(struct bed *b)
{
	size_t n;

	for (n = 0; n < BED_HELD; n++) {
		if (b->held[n])
			xfs_buf_release(b->held[n]);
		b->held[n] = NULL;
	}
	bed_forget(b);
}

/* An edit that finds no block fails, and the blocks on disk are as they were. */
static void no_space(const struct xfs_btree_ops *ops, int allocs)
{
	struct xfs_btree_bulk bulk;
	struct xfs_btree_cur cur;
	union xfs_btree_irec rec;
	uint64_t blocks, root;
	int error = -ENOSPC, n;
	struct bed b;

	bed_open(&b, ops, 1024);
	ok(!bed_load(&b, &bulk, xfs_btree_maxrecs(ops, 1024, true) *
		     xfs_btree_maxrecs(ops, 1024, false), 0), "a tree without slack");
	xfs_btree_cur_init(&cur, b.ops, &b.g, &b.host);
	bed_rec(b.ops, &b.g, 200, &rec);
	rec.rmap.owner += 10;
	root = b.host.root;
	for (n = 0; error == -ENOSPC && n < 10; n++) {
		b.host.root = root;
		b.host.nlevels = bulk.nlevels;
		b.fail_after = n;
		error = xfs_btree_insert(&cur, &rec);
		xfs_btree_cur_done(&cur);
		if (error)
			abandon(&b);
	}
	ok(!error, "%s: an insert succeeds in the end", ops->name);
	is_u64(n - 1, allocs, "with so many blocks");
	abandon(&b);
	b.host.root = root;
	b.host.nlevels = bulk.nlevels;
	ok(bed_check(&b, bulk.nr_records, &blocks), "nothing of it is on disk");
	b.host.ops = NULL;
	ok(xfs_btree_insert(&cur, &rec) == -EROFS, "a host without edits");
	bed_close(&b);
}

/* ---- Trees that mislead ---- */

static void *block_at(struct bed *b, uint64_t ptr, struct xfs_buf **bpp)
{
	xfs_daddr_t daddr = xfs_btree_ptr_daddr(b->ops, &b->g, b->host.owner, ptr);

	if (xfs_buf_read(b->host.cache, daddr, b->g.blocksize, b->ops->buf_ops, bpp))
		return NULL;
	return (*bpp)->data;
}

/* First to last, or back, record by record. */
static int iterate(struct bed *b, bool up, enum xfs_fault *fault)
{
	struct xfs_btree_cur cur;
	uint64_t steps = 0;
	bool found;
	int error;

	bed_forget(b);
	xfs_btree_cur_init(&cur, b->ops, &b->g, &b->host);
	error = up ? xfs_btree_first(&cur, &found) : xfs_btree_last(&cur, &found);
	while (!error && found && steps++ < 1000000)
		error = up ? xfs_btree_next(&cur, &found) :
			     xfs_btree_prev(&cur, &found);
	*fault = cur.fault;
	xfs_btree_cur_done(&cur);
	return steps < 1000000 ? error : -ELOOP;
}

/* Every block of it from above. */
static int walk_all(struct bed *b, enum xfs_fault *fault)
{
	struct bed_count c = { .records = 0 };
	struct xfs_btree_cur cur;
	int error;

	bed_forget(b);
	xfs_btree_cur_init(&cur, b->ops, &b->g, &b->host);
	error = xfs_btree_walk(&cur, bed_count_block, &c);
	*fault = cur.fault;
	return error;
}

/* Records enough for a root three quarters full of leaves that are. */
static uint64_t two_levels(const struct xfs_btree_ops *ops)
{
	return (uint64_t)xfs_btree_maxrecs(ops, 1024, true) * 3 / 4 *
		xfs_btree_maxrecs(ops, 1024, false) * 3 / 4;
}

typedef void (*spoil_fn)(struct bed *b, void *root, void *left, void *right);

static void view(struct bed *b, void *block, struct xfs_btree_view *v)
{
	xfs_btree_view_init(v, b->ops, block, b->g.blocksize, false);
}

static void same_child(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;

	view(b, root, &v);
	xfs_btree_view_set_ptr(&v, 1, xfs_btree_view_ptr(&v, 0));
}

static void child_is_node(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;

	view(b, root, &v);
	memcpy(left, root, b->g.blocksize);
	xfs_btree_set_right(b->ops, left, xfs_btree_view_ptr(&v, 1));
	((struct xfs_btree_block_shdr *)left)->bb_blkno = cpu_to_be64(
		xfs_btree_ptr_daddr(b->ops, &b->g, BED_AGNO, xfs_btree_view_ptr(&v, 0)));
	view(b, left, &v);
	xfs_btree_view_set_ptr(&v, 0, b->host.root);
}

static void wrong_key(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;

	view(b, root, &v);
	v.ops->rec_key(xfs_btree_view_rec(&v, 0), xfs_btree_view_key(&v, 0));
	xfs_btree_view_key(&v, 1)[3]--;
}

static void wrong_high_key(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;

	view(b, root, &v);
	memcpy(xfs_btree_view_high_key(&v, 0), xfs_btree_view_key(&v, 0),
	       b->ops->key_len);
}

static void no_right(struct bed *b, void *root, void *left, void *right)
{
	xfs_btree_set_right(b->ops, left, xfs_btree_null_ptr(b->ops));
}

static void left_loop(struct bed *b, void *root, void *left, void *right)
{
	xfs_btree_set_left(b->ops, left, xfs_btree_right(b->ops, right));
}

/* Behind the last block the first comes again. */
static void right_loop(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;
	struct xfs_buf *bp;

	view(b, root, &v);
	if (!block_at(b, xfs_btree_view_ptr(&v, v.nr - 1), &bp))
		return;
	xfs_btree_set_right(b->ops, bp->data, xfs_btree_view_ptr(&v, 0));
	xfs_buf_write(bp, b->ops->buf_ops);
	xfs_buf_release(bp);
}

static void overlap(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;
	union xfs_btree_irec rec;

	view(b, left, &v);
	bed_rec(b->ops, &b->g, two_levels(b->ops) - 1, &rec);
	b->ops->pack(&b->g, &rec, xfs_btree_view_rec(&v, v.nr - 1));
	if (b->ops->overlapping) {
		view(b, root, &v);
		memset(xfs_btree_view_high_key(&v, 0), 0xff, b->ops->key_len);
	}
}

static void root_has_sibling(struct bed *b, void *root, void *left, void *right)
{
	struct xfs_btree_view v;

	view(b, root, &v);
	xfs_btree_set_right(b->ops, root, xfs_btree_view_ptr(&v, 0));
}

static const struct spoiler {
	const char	*what;
	spoil_fn	spoil;
	enum xfs_fault	fault;
	enum { LEAVES, OVERLAPPING, NODES } where;	/* nodes: as well as leaves */
} spoilers[] = {
	{ "two entries with one child", same_child, XFS_FAULT_BT_CHILD_KEY, LEAVES },
	{ "a child as high as its parent", child_is_node, XFS_FAULT_BT_CHILD_LEVEL,
	  LEAVES },
	{ "a key that is not the child's", wrong_key, XFS_FAULT_BT_CHILD_KEY, LEAVES },
	{ "a high key below the child's", wrong_high_key,
	  XFS_FAULT_BT_CHILD_HIGH_KEY, OVERLAPPING },
	{ "a level that ends early", no_right, XFS_FAULT_BT_NEIGHBOUR, NODES },
	{ "records behind the next block's", overlap, XFS_FAULT_BT_NEIGHBOUR_ORDER,
	  LEAVES },
	{ "a root with a sibling", root_has_sibling, XFS_FAULT_BT_NEIGHBOUR, LEAVES },
	{ "a level that has no beginning", left_loop, XFS_FAULT_BT_NEIGHBOUR, NODES },
	{ "a level that has no end", right_loop, XFS_FAULT_BT_NEIGHBOUR, NODES },
};

/* Spoils root and its first two children, passing only what each block alone may be. */
static int spoil(struct bed *b, spoil_fn fn)
{
	struct xfs_buf *root, *left, *right;
	struct xfs_btree_view v;
	int error;

	if (!block_at(b, b->host.root, &root))
		return -EIO;
	view(b, root->data, &v);
	if (!block_at(b, xfs_btree_view_ptr(&v, 0), &left) ||
	    !block_at(b, xfs_btree_view_ptr(&v, 1), &right))
		return -EIO;
	fn(b, root->data, left->data, right->data);
	error = xfs_buf_write(left, b->ops->buf_ops);
	if (!error)
		error = xfs_buf_write(right, b->ops->buf_ops);
	if (!error)
		error = xfs_buf_write(root, b->ops->buf_ops);
	xfs_buf_release(root);
	xfs_buf_release(left);
	xfs_buf_release(right);
	return error;
}

/* Whoever goes that way meets the fault. */
static void met(const struct spoiler *s, int error, enum xfs_fault fault,
		const char *name, const char *way)
{
	ok(error == -EFSCORRUPTED && fault == s->fault, "%s: %s to who goes %s (%s)",
	   name, s->what, way, xfs_fault_text(fault));
}

/* A tree of @nr records; with more than two levels, only what can be done to nodes. */
static void mislead(const struct xfs_btree_ops *ops, uint64_t nr)
{
	struct xfs_btree_bulk bulk;
	const struct spoiler *s;
	enum xfs_fault fault;
	struct bed b;
	int error;

	for (s = spoilers; s < spoilers + sizeof(spoilers) / sizeof(*s); s++) {
		if (s->where == OVERLAPPING && !ops->overlapping)
			continue;
		if (s->where != NODES && nr > two_levels(ops))
			continue;
		bed_open(&b, ops, 1024);
		error = bed_load(&b, &bulk, nr, -1);
		if (!error)
			error = spoil(&b, s->spoil);
		ok(!error && bulk.nlevels == (nr > two_levels(ops) ? 3 : 2),
		   "%s: make %s", ops->name, s->what);
		error = iterate(&b, true, &fault);
		met(s, error, fault, ops->name, "up");
		error = iterate(&b, false, &fault);
		met(s, error, fault, ops->name, "down");
		error = walk_all(&b, &fault);
		met(s, error, fault, ops->name, "from block to block");
		bed_close(&b);
	}
}

static void bad_roots(void)
{
	struct xfs_btree_bulk bulk;
	enum xfs_fault fault;
	unsigned int good;
	struct bed b;

	bed_open(&b, &xfs_bnobt_ops, 1024);
	ok(!bed_load(&b, &bulk, 400, -1), "a tree to lose");
	good = b.host.nlevels;
	b.host.nlevels = 0;
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_ROOT,
	   "no levels");
	b.host.nlevels = 1000;
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_ROOT,
	   "a thousand levels");
	b.host.nlevels = good + 1;
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_CHILD_LEVEL,
	   "one level too many");
	b.host.nlevels = good;
	b.host.root = b.g.agblocks;
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_ROOT,
	   "a root behind the end");
	b.host.root = BED_FIRST + 5000;
	ok(walk_all(&b, &fault) < 0 && fault, "a root that is no block of a tree");
	bed_close(&b);

	bed_open(&b, &xfs_bmbt_ops, 1024);
	ok(!bed_load(&b, &bulk, 400, -1), "a fork to lose");
	b.host.owner++;
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_CHILD_OWNER,
	   "another file's blocks");
	b.host.owner--;
	put_unaligned_be16(0, b.fork);
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_LEVEL,
	   "a leaf in a fork");
	put_unaligned_be16(1, b.fork);
	put_unaligned_be16(200, b.fork + 2);
	ok(walk_all(&b, &fault) == -EFSCORRUPTED && fault == XFS_FAULT_BT_NUMRECS,
	   "more in a fork than fits");
	bed_close(&b);
}

int main(void)
{
	size_t t;

	for (t = 0; t < BED_NR_TREES; t++) {
		lookups(bed_trees[t], 1024, 3000);
		lookups(bed_trees[t], 4096, 5);
		if (!bed_trees[t]->fork_root)
			lookups(bed_trees[t], 1024, 0);
	}
	for (t = 0; t < BED_NR_TREES; t++) {
		edits(bed_trees[t], 1024);
		edits(bed_trees[t], 4096);
	}
	edits(&xfs_rmapbt_ops, 65536);
	no_space(&xfs_rmapbt_ops, 3);
	mislead(&xfs_bnobt_ops, two_levels(&xfs_bnobt_ops));
	mislead(&xfs_rmapbt_ops, two_levels(&xfs_rmapbt_ops));
	mislead(&xfs_inobt_ops, two_levels(&xfs_inobt_ops));
	mislead(&xfs_rmapbt_ops, 5 * two_levels(&xfs_rmapbt_ops));
	bad_roots();
	return done();
}
