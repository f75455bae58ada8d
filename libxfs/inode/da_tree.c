// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Walking a hash tree.
 *
 * The nodes on the way from the root to where the walk stands are held, at most
 * XFS_DA_NODE_MAXDEPTH of them.  A level may only go down by one, and no block is
 * entered twice, so the walk ends whatever the pointers say.  For each level the last
 * block met is remembered, to see that neighbours lead to each other; behind a block
 * that could not be read nothing is known and nothing is asked.
 */
#include "libxfs/inode/da_tree.h"

#include "libxfs/inode/da_buf.h"

#define LEVELS		(XFS_DA_NODE_MAXDEPTH + 1)
#define ANY_LEVEL	LEVELS

struct chain {
	bool		known;
	bool		met;	/* any block of the level */
	uint32_t	last;	/* its dablk; 0 if none is met */
	uint32_t	forw;	/* where it leads */
};

struct da_walk {
	struct xfs_da_tree	*t;
	unsigned int		depth;		/* nodes held */
	struct {
		struct xfs_da_block	b;
		unsigned int		next;	/* entry */
	} at[XFS_DA_NODE_MAXDEPTH];
	struct chain		chain[LEVELS];
	uint32_t		hash;		/* last of the leaves so far */
	bool			hash_known;
};

/* What led to a block: nothing, for the root. */
struct parent {
	uint32_t	dablk;
	uint32_t	index;
	uint32_t	hash;
	unsigned int	level;	/* the block's own to be; ANY_LEVEL for the root */
};

static bool is_node(const struct xfs_da_block *b)
{
	const struct xfs_da3_blkinfo *info = b->data;

	return be16_to_cpu(info->magic) == XFS_DA3_NODE_MAGIC;
}

static unsigned int node_level(const void *data)
{
	return be16_to_cpu(((const struct xfs_da3_node_hdr *)data)->level);
}

static unsigned int node_count(const void *data)
{
	return be16_to_cpu(((const struct xfs_da3_node_hdr *)data)->count);
}

static const struct xfs_da_node_entry *node_entries(const void *data)
{
	return (const void *)((const struct xfs_da3_node_hdr *)data + 1);
}

/* What is on this level and below is known in part only. */
static void lose(struct da_walk *w, unsigned int level)
{
	unsigned int i;

	w->t->broken = true;
	w->hash_known = false;
	for (i = 0; i <= level && i < LEVELS; i++)
		w->chain[i].known = false;
}

/* The block and the one before it on its level lead to each other. */
static int check_chain(struct da_walk *w, const struct xfs_da_block *b,
		       unsigned int level)
{
	const struct xfs_da3_blkinfo *info = b->data;
	struct chain *c = &w->chain[level];
	int error = 0;

	if (c->known && (be32_to_cpu(info->back) != c->last ||
			 (c->met && c->forw != b->dablk)))
		error = xfs_da_tell(w->t->f, XFS_FAULT_DA_NEIGHBOUR, b->dablk, 0);
	c->known = true;
	c->met = true;
	c->last = b->dablk;
	c->forw = be32_to_cpu(info->forw);
	return error;
}

static int check_parent_hash(struct da_walk *w, const struct parent *p, uint32_t last)
{
	if (p->level == ANY_LEVEL || p->hash == last)
		return 0;
	return xfs_da_tell(w->t->f, XFS_FAULT_DA_PARENT_HASH, p->dablk, p->index);
}

static int enter_leaf(struct da_walk *w, const struct xfs_da_block *b,
		      const struct parent *p)
{
	struct xfs_da_tree *t = w->t;
	uint32_t first, last;
	int error = check_chain(w, b, 0);

	if (!error && t->hashes(b->data, &first, &last)) {
		error = check_parent_hash(w, p, last);
		if (!error && w->hash_known && first < w->hash)
			error = xfs_da_tell(t->f, XFS_FAULT_DA_LEAF_ORDER, b->dablk, 0);
		w->hash = last;
		w->hash_known = true;
	}
	return error ? error : t->leaf(t, b);
}

/* Takes the block over. */
static int enter_node(struct da_walk *w, struct xfs_da_block *b, const struct parent *p)
{
	unsigned int level = node_level(b->data);
	int error;

	error = check_chain(w, b, level);
	if (!error)
		error = check_parent_hash(w, p, be32_to_cpu(
				node_entries(b->data)[node_count(b->data) - 1].hashval));
	w->at[w->depth].b = *b;
	w->at[w->depth++].next = 0;
	memset(b, 0, sizeof(*b));
	return error;
}

/* Is it good, and of the level it should be?  What is not is told. */
static int judge(struct da_walk *w, const struct xfs_da_block *b, const struct parent *p,
		 bool *good)
{
	bool node = is_node(b);
	enum xfs_fault found;
	int error;

	*good = false;
	if (p->level != ANY_LEVEL && node != (p->level > 0))
		return xfs_da_tell(w->t->f, XFS_FAULT_DA_CHILD_LEVEL, b->dablk, 0);
	error = xfs_da_block_verify(w->t->f, b, node ? &xfs_da3_node_buf_ops :
				    w->t->leaf_ops, &found);
	if (error || found)
		return error;
	if (node && p->level != ANY_LEVEL && node_level(b->data) != p->level)
		return xfs_da_tell(w->t->f, XFS_FAULT_DA_CHILD_LEVEL, b->dablk, 0);
	*good = true;
	return 0;
}

static int enter(struct da_walk *w, uint32_t dablk, const struct parent *p)
{
	struct xfs_da_tree *t = w->t;
	enum xfs_da_met met = XFS_DA_UNMAPPED;
	struct xfs_da_block b;
	bool good = false;
	int error;

	if (dablk >= t->root && dablk < t->end)
		met = xfs_da_meet(t->f, dablk);
	if (met != XFS_DA_FIRST) {
		lose(w, p->level);
		return xfs_da_tell(t->f, met == XFS_DA_AGAIN ? XFS_FAULT_DA_TWICE :
				   XFS_FAULT_DA_PTR, p->dablk, p->index);
	}
	error = xfs_da_block_read(t->f, dablk, &b);
	if (!error && b.data)
		error = judge(w, &b, p, &good);
	if (!error && !good)
		lose(w, p->level);
	else if (!error && is_node(&b))
		error = enter_node(w, &b, p);
	else if (!error)
		error = enter_leaf(w, &b, p);
	xfs_da_block_release(&b);
	return error;
}

/* The next child of the lowest node held, or one node fewer held. */
static int step(struct da_walk *w)
{
	struct xfs_da_block *b = &w->at[w->depth - 1].b;
	const struct xfs_da_node_entry *ent;
	struct parent p;

	p.index = w->at[w->depth - 1].next++;
	if (p.index == node_count(b->data)) {
		xfs_da_block_release(b);
		w->depth--;
		return 0;
	}
	ent = &node_entries(b->data)[p.index];
	p.dablk = b->dablk;
	p.hash = be32_to_cpu(ent->hashval);
	p.level = node_level(b->data) - 1;
	return enter(w, be32_to_cpu(ent->before), &p);
}

/* The last of each level leads nowhere. */
static int check_ends(struct da_walk *w)
{
	unsigned int i;
	int error = 0;

	for (i = 0; !error && i < LEVELS; i++)
		if (w->chain[i].known && w->chain[i].met && w->chain[i].forw)
			error = xfs_da_tell(w->t->f, XFS_FAULT_DA_NEIGHBOUR,
					    w->chain[i].last, 0);
	return error;
}

int xfs_da_tree_walk(struct xfs_da_tree *t)
{
	struct parent none = { .level = ANY_LEVEL };
	struct da_walk w = { .t = t };
	unsigned int i;
	int error;

	t->broken = false;
	for (i = 0; i < LEVELS; i++)
		w.chain[i].known = true;
	if (!xfs_da_mapped(t->f, t->root)) {
		t->broken = true;
		return xfs_da_tell(t->f, XFS_FAULT_DA_ROOT, t->root, 0);
	}
	error = enter(&w, t->root, &none);
	while (!error && w.depth)
		error = step(&w);
	if (!error)
		error = check_ends(&w);
	while (w.depth)
		xfs_da_block_release(&w.at[--w.depth].b);
	return error;
}

int xfs_da_tell_lost(struct xfs_da_file *f, uint32_t from, uint64_t end,
		     enum xfs_fault fault)
{
	uint32_t i = xfs_da_place_lower(f, from), first;
	uint64_t next = UINT64_MAX;
	int error = 0;

	for (; !error && i < f->nr_places && f->places[i].dablk < end; i++) {
		if (f->places[i].flags & XFS_DA_SEEN)
			continue;
		first = f->places[i].dablk;
		if (first != next)
			error = xfs_da_tell(f, fault, first, 0);
		next = (uint64_t)first + f->blkfsbs;
	}
	return error;
}
