// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bulk load of a B+tree, all levels at once.
 *
 * One block a level is open.  A record goes into the open leaf; a block that has
 * its share is closed: its right neighbour's address is claimed, the block is
 * written, and its key and pointer go into the open block above, which may close in
 * turn.  So each block is written once, in order, and memory is one block a level,
 * whatever the number of records.  Loops run over the levels of the geometry, which
 * is our own arithmetic and not the disk's.
 */
#include "libxfs/btree/block.h"
#include "libxfs/btree/bulk.h"

/* ---- Geometry ---- */

static unsigned int per_block(const struct xfs_btree_bulk *b, bool leaf)
{
	int slack = leaf ? b->leaf_slack : b->node_slack;
	unsigned int max = xfs_btree_maxrecs(b->ops, b->g->blocksize, leaf);
	unsigned int min = xfs_btree_minrecs(b->ops, b->g->blocksize, leaf);

	if (slack < 0)
		return (max + min) / 2;
	if ((unsigned int)slack > max - min)
		return min;
	return max - slack;
}

static uint64_t blocks_for(const struct xfs_btree_bulk *b, bool leaf, uint64_t entries)
{
	unsigned int min = xfs_btree_minrecs(b->ops, b->g->blocksize, leaf);
	unsigned int per = per_block(b, leaf);
	uint64_t blocks = entries / per + (entries % per != 0);

	if (!blocks)
		return 1;
	if (blocks > 1 && entries / blocks < min)
		blocks--;
	return blocks;
}

int xfs_btree_bulk_geometry(struct xfs_btree_bulk *b, uint64_t nr_records)
{
	unsigned int max = b->ops->maxlevels(b->g);
	unsigned int level, roots = 1;
	uint64_t entries = nr_records;

	b->nr_records = nr_records;
	b->nr_blocks = 0;
	if (b->ops->fork_root) {
		roots = xfs_btree_fork_maxrecs(b->ops, b->fork_bytes);
		if (!nr_records || !roots)
			return -EINVAL;
	}
	for (level = 0; level < max && level < XFS_BTREE_CUR_LEVELS; level++) {
		b->nlevels = level + 1;
		b->level[level].entries = entries;
		b->level[level].blocks = 0;
		if (b->ops->fork_root && level && entries <= roots)
			return 0;
		entries = blocks_for(b, !level, entries);
		b->level[level].blocks = entries;
		b->nr_blocks += entries;
		if (!b->ops->fork_root && entries == 1)
			return 0;
	}
	return -EFBIG;
}

/* ---- The load ---- */

/* The open block of one level. */
struct open_block {
	void		*block;
	struct xfs_btree_view view;
	uint64_t	ptr;
	uint64_t	done;		/* blocks of the level closed so far */
};

struct load {
	struct xfs_btree_bulk	*b;
	uint8_t			last[XFS_BTREE_REC_MAX];
	bool			any;	/* ->last holds a record */
	struct open_block	open[XFS_BTREE_CUR_LEVELS];
};

static bool is_fork(const struct xfs_btree_bulk *b, unsigned int level)
{
	return b->ops->fork_root && level == b->nlevels - 1;
}

static int claim(struct load *ld, unsigned int level, uint64_t *ptr)
{
	struct xfs_btree_bulk *b = ld->b;
	int error = b->claim(b->priv, level, ptr);

	if (!error && !xfs_btree_ptr_ok(b->ops, b->g, b->owner, *ptr))
		return -EINVAL;
	return error;
}

/* An empty block at @ptr is open at @level, with @left on its left. */
static void open_at(struct load *ld, unsigned int level, uint64_t ptr, uint64_t left)
{
	struct open_block *open = &ld->open[level];
	struct xfs_btree_bulk *b = ld->b;
	xfs_daddr_t daddr = xfs_btree_ptr_daddr(b->ops, b->g, b->owner, ptr);

	open->ptr = ptr;
	xfs_btree_block_init(b->ops, b->g, open->block, daddr, b->owner, level);
	xfs_btree_set_left(b->ops, open->block, left);
	xfs_btree_view_init(&open->view, b->ops, open->block, b->g->blocksize, false);
}

static void open_fork(struct load *ld, unsigned int level)
{
	struct open_block *open = &ld->open[level];
	struct xfs_btree_bulk *b = ld->b;

	memset(b->fork, 0, b->fork_bytes);
	put_unaligned_be16(level, b->fork);
	xfs_btree_view_init(&open->view, b->ops, b->fork, b->fork_bytes, true);
}

static int open_level(struct load *ld, unsigned int level)
{
	struct xfs_btree_bulk *b = ld->b;
	uint64_t ptr;
	int error;

	if (is_fork(b, level)) {
		open_fork(ld, level);
		return 0;
	}
	ld->open[level].block = xfs_env_io_alloc(b->g->blocksize);
	if (!ld->open[level].block)
		return -ENOMEM;
	error = claim(ld, level, &ptr);
	if (error)
		return error;
	open_at(ld, level, ptr, xfs_btree_null_ptr(b->ops));
	return 0;
}

/* Blocks share their level's entries evenly, the first ones taking what is over. */
static bool has_its_share(const struct load *ld, unsigned int level)
{
	const struct xfs_btree_bulk_level *geo = &ld->b->level[level];
	const struct open_block *open = &ld->open[level];

	if (open->done >= geo->blocks)
		return false;
	return open->view.nr ==
		geo->entries / geo->blocks + (open->done < geo->entries % geo->blocks);
}

static int write_block(struct load *ld, unsigned int level)
{
	struct xfs_btree_bulk *b = ld->b;
	struct open_block *open = &ld->open[level];
	xfs_daddr_t daddr = xfs_btree_ptr_daddr(b->ops, b->g, b->owner, open->ptr);
	struct xfs_buf *bp;
	int error;

	if (b->emit) {
		xfs_btree_block_stamp(b->ops, b->g, open->block);
		return b->emit(b->priv, level, daddr, open->block);
	}
	error = xfs_buf_get(b->cache, daddr, b->g->blocksize, &bp);
	if (error)
		return error;
	memcpy(bp->data, open->block, b->g->blocksize);
	error = xfs_buf_write(bp, b->ops->buf_ops);
	xfs_buf_release(bp);
	return error;
}

/* The entry of the block open at @level goes into the one above it. */
static void add_to_parent(struct load *ld, unsigned int level)
{
	const struct xfs_btree_ops *ops = ld->b->ops;
	struct xfs_btree_view *up = &ld->open[level + 1].view;
	struct xfs_btree_key low, high;

	xfs_btree_view_bounds(&ld->open[level].view, &low, &high);
	memcpy(xfs_btree_view_key(up, up->nr), &low, ops->key_len);
	if (ops->overlapping)
		memcpy(xfs_btree_view_high_key(up, up->nr), &high, ops->key_len);
	xfs_btree_view_set_ptr(up, up->nr, ld->open[level].ptr);
	xfs_btree_view_set_nr(up, up->nr + 1);
}

/* Writes the open block of @level, tells its parent, and opens the next. */
static int close_block(struct load *ld, unsigned int level)
{
	struct xfs_btree_bulk *b = ld->b;
	struct open_block *open = &ld->open[level];
	uint64_t right = xfs_btree_null_ptr(b->ops), ptr = open->ptr;
	int error;

	open->done++;
	if (open->done < b->level[level].blocks) {
		error = claim(ld, level, &right);
		if (error)
			return error;
	}
	xfs_btree_set_right(b->ops, open->block, right);
	error = write_block(ld, level);
	if (error)
		return error;
	if (level + 1 < b->nlevels)
		add_to_parent(ld, level);
	else
		b->root = ptr;
	if (right != xfs_btree_null_ptr(b->ops))
		open_at(ld, level, right, ptr);
	return 0;
}

static int close_full(struct load *ld)
{
	unsigned int level;
	int error = 0;

	for (level = 0; level < ld->b->nlevels && !error; level++) {
		if (!has_its_share(ld, level))
			break;
		error = close_block(ld, level);
	}
	return error;
}

static int add_record(struct load *ld)
{
	struct xfs_btree_bulk *b = ld->b;
	struct xfs_btree_view *v = &ld->open[0].view;
	xfs_agnumber_t agno = b->ops->lptr ? NULLAGNUMBER : b->owner;
	union xfs_btree_irec irec;
	uint8_t *drec = xfs_btree_view_rec(v, v->nr);
	int error;

	error = b->next(b->priv, &irec);
	if (error)
		return error;
	b->ops->pack(b->g, &irec, drec);
	if (!b->ops->rec_verify(b->g, agno, drec))
		return -EINVAL;
	if (ld->any && !b->ops->rec_order(ld->last, drec))
		return -EINVAL;
	memcpy(ld->last, drec, b->ops->rec_len);
	ld->any = true;
	xfs_btree_view_set_nr(v, v->nr + 1);
	return close_full(ld);
}

static int load_levels(struct load *ld)
{
	unsigned int level;
	uint64_t n;
	int error;

	for (level = 0; level < ld->b->nlevels; level++) {
		error = open_level(ld, level);
		if (error)
			return error;
	}
	for (n = 0; n < ld->b->nr_records; n++) {
		error = add_record(ld);
		if (error)
			return error;
	}
	return n ? 0 : close_full(ld);
}

int xfs_btree_bulk_load(struct xfs_btree_bulk *b)
{
	struct load *ld = xfs_env_alloc(sizeof(*ld));
	unsigned int level;
	int error;

	if (!ld)
		return -ENOMEM;
	ld->b = b;
	error = load_levels(ld);
	for (level = 0; level < XFS_BTREE_CUR_LEVELS; level++)
		if (ld->open[level].block)
			xfs_env_io_free(ld->open[level].block);
	xfs_env_free(ld);
	return error;
}
