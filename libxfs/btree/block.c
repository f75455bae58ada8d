// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * B+tree blocks: sizes, access to their entries, and the verifier of one block.
 *
 * The verifier leaves to cursors what takes two blocks to tell.  It demands what
 * every writer of the format keeps: a block with a sibling holds at least half of
 * what fits, keys and records rise strictly, and pointers stay behind the headers of
 * their group.
 */
#include "libxfs/btree/block.h"
#include "libxfs/fs/checksum.h"

#define BB_LEVEL	4	/* offset of level and numrecs in a block */

/* ---- Sizes ---- */

unsigned int xfs_btree_header_len(const struct xfs_btree_ops *ops)
{
	return ops->lptr ? XFS_BTREE_LBLOCK_CRC_LEN : XFS_BTREE_SBLOCK_CRC_LEN;
}

static unsigned int entry_len(const struct xfs_btree_ops *ops, bool leaf)
{
	if (leaf)
		return ops->rec_len;
	return xfs_btree_keys_len(ops) + xfs_btree_ptr_len(ops);
}

unsigned int xfs_btree_maxrecs(const struct xfs_btree_ops *ops, uint32_t blocksize,
			       bool leaf)
{
	return (blocksize - xfs_btree_header_len(ops)) / entry_len(ops, leaf);
}

unsigned int xfs_btree_minrecs(const struct xfs_btree_ops *ops, uint32_t blocksize,
			       bool leaf)
{
	return xfs_btree_maxrecs(ops, blocksize, leaf) / 2;
}

unsigned int xfs_btree_fork_maxrecs(const struct xfs_btree_ops *ops,
				    uint32_t fork_bytes)
{
	if (fork_bytes < sizeof(struct xfs_bmdr_block))
		return 0;
	return (fork_bytes - sizeof(struct xfs_bmdr_block)) / entry_len(ops, false);
}

static uint64_t howmany(uint64_t n, uint64_t per)
{
	return n / per + (n % per != 0);
}

unsigned int xfs_btree_height(const struct xfs_btree_ops *ops, uint32_t blocksize,
			      uint64_t records)
{
	uint64_t blocks = howmany(records, xfs_btree_minrecs(ops, blocksize, true));
	unsigned int per = xfs_btree_minrecs(ops, blocksize, false);
	unsigned int height = 1;

	for (; blocks > 1; height++)
		blocks = howmany(blocks, per);
	return height;
}

/*
 * The leanest tree of a height has one root, two blocks below it, and the minimum
 * under each of those.
 */
unsigned int xfs_btree_height_in_space(const struct xfs_btree_ops *ops,
				       uint32_t blocksize, uint64_t blocks)
{
	unsigned int per = xfs_btree_minrecs(ops, blocksize, false);
	unsigned int height = 1;
	uint64_t level = 2, left;

	if (!blocks)
		return 0;
	for (left = blocks - 1; level < left; height++) {
		left -= level;
		level *= per;
	}
	return height;
}

/* ---- Views ---- */

void xfs_btree_view_init(struct xfs_btree_view *v, const struct xfs_btree_ops *ops,
			 const void *block, uint32_t len, bool fork)
{
	v->ops = ops;
	v->fork = fork;
	v->head = (uint8_t *)block + (fork ? 0 : BB_LEVEL);
	v->level = get_unaligned_be16(v->head);
	v->nr = get_unaligned_be16(v->head + 2);
	if (fork) {
		v->entries = (uint8_t *)block + sizeof(struct xfs_bmdr_block);
		v->max = xfs_btree_fork_maxrecs(ops, len);
	} else {
		v->entries = (uint8_t *)block + xfs_btree_header_len(ops);
		v->max = xfs_btree_maxrecs(ops, len, !v->level);
	}
}

void xfs_btree_view_set_nr(struct xfs_btree_view *v, unsigned int nr)
{
	v->nr = nr;
	put_unaligned_be16(nr, v->head + 2);
}

static uint64_t load_ptr(const struct xfs_btree_ops *ops, const void *p)
{
	return ops->lptr ? get_unaligned_be64(p) : get_unaligned_be32(p);
}

static void store_ptr(const struct xfs_btree_ops *ops, void *p, uint64_t ptr)
{
	if (ops->lptr)
		put_unaligned_be64(ptr, p);
	else
		put_unaligned_be32(ptr, p);
}

uint64_t xfs_btree_view_ptr(const struct xfs_btree_view *v, unsigned int i)
{
	return load_ptr(v->ops, xfs_btree_view_ptr_addr(v, i));
}

void xfs_btree_view_set_ptr(struct xfs_btree_view *v, unsigned int i, uint64_t ptr)
{
	store_ptr(v->ops, xfs_btree_view_ptr_addr(v, i), ptr);
}

void xfs_btree_view_low(const struct xfs_btree_view *v, unsigned int i,
			struct xfs_btree_key *key)
{
	if (v->level)
		memcpy(key, xfs_btree_view_key(v, i), v->ops->key_len);
	else
		v->ops->rec_key(xfs_btree_view_rec(v, i), key);
}

static void view_high(const struct xfs_btree_view *v, unsigned int i,
		      struct xfs_btree_key *key)
{
	if (v->level)
		memcpy(key, xfs_btree_view_high_key(v, i), v->ops->key_len);
	else
		v->ops->rec_high_key(xfs_btree_view_rec(v, i), key);
}

void xfs_btree_view_bounds(const struct xfs_btree_view *v, struct xfs_btree_key *low,
			   struct xfs_btree_key *high)
{
	struct xfs_btree_key key;
	unsigned int i;

	xfs_btree_view_low(v, 0, low);
	if (!v->ops->overlapping)
		return;
	view_high(v, 0, high);
	for (i = 1; i < v->nr; i++) {
		view_high(v, i, &key);
		if (v->ops->key_cmp(&key, high) > 0)
			*high = key;
	}
}

/* ---- Headers ---- */

uint64_t xfs_btree_left(const struct xfs_btree_ops *ops, const void *block)
{
	return load_ptr(ops, (const uint8_t *)block + 8);
}

uint64_t xfs_btree_right(const struct xfs_btree_ops *ops, const void *block)
{
	return load_ptr(ops, (const uint8_t *)block + 8 + xfs_btree_ptr_len(ops));
}

void xfs_btree_set_left(const struct xfs_btree_ops *ops, void *block, uint64_t ptr)
{
	store_ptr(ops, (uint8_t *)block + 8, ptr);
}

void xfs_btree_set_right(const struct xfs_btree_ops *ops, void *block, uint64_t ptr)
{
	store_ptr(ops, (uint8_t *)block + 8 + xfs_btree_ptr_len(ops), ptr);
}

uint64_t xfs_btree_owner(const struct xfs_btree_ops *ops, const void *block)
{
	const struct xfs_btree_block_shdr *s = block;
	const struct xfs_btree_block_lhdr *l = block;

	return ops->lptr ? be64_to_cpu(l->bb_owner) : be32_to_cpu(s->bb_owner);
}

void xfs_btree_block_init(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
			  void *block, xfs_daddr_t daddr, uint64_t owner,
			  unsigned int level)
{
	struct xfs_btree_block_shdr *s = block;
	struct xfs_btree_block_lhdr *l = block;

	memset(block, 0, g->blocksize);
	s->bb_magic = cpu_to_be32(ops->magic);
	s->bb_level = cpu_to_be16(level);
	xfs_btree_set_left(ops, block, xfs_btree_null_ptr(ops));
	xfs_btree_set_right(ops, block, xfs_btree_null_ptr(ops));
	if (ops->lptr) {
		l->bb_blkno = cpu_to_be64(daddr);
		l->bb_uuid = g->meta_uuid;
		l->bb_owner = cpu_to_be64(owner);
	} else {
		s->bb_blkno = cpu_to_be64(daddr);
		s->bb_uuid = g->meta_uuid;
		s->bb_owner = cpu_to_be32(owner);
	}
}

int xfs_btree_leaf_fill(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
			void *block, xfs_daddr_t daddr, uint64_t owner,
			const union xfs_btree_irec *recs, unsigned int nr)
{
	struct xfs_btree_view v;
	unsigned int i;

	if (nr > xfs_btree_maxrecs(ops, g->blocksize, true))
		return -EINVAL;
	xfs_btree_block_init(ops, g, block, daddr, owner, 0);
	xfs_btree_view_init(&v, ops, block, g->blocksize, false);
	for (i = 0; i < nr; i++) {
		ops->pack(g, &recs[i], xfs_btree_view_rec(&v, i));
		if (i && !ops->rec_order(xfs_btree_view_rec(&v, i - 1),
					 xfs_btree_view_rec(&v, i)))
			return -EINVAL;
	}
	xfs_btree_view_set_nr(&v, nr);
	return 0;
}

void xfs_btree_block_stamp(const struct xfs_btree_ops *ops,
			   const struct xfs_geom *g, void *block)
{
	xfs_cksum_update(block, g->blocksize, ops->buf_ops->crc_offset);
}

/* ---- Addresses ---- */

bool xfs_btree_ptr_ok(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
		      uint64_t owner, uint64_t ptr)
{
	return ops->lptr ? xfs_fsb_valid(g, ptr) : xfs_agbno_valid(g, owner, ptr);
}

xfs_daddr_t xfs_btree_ptr_daddr(const struct xfs_btree_ops *ops,
				const struct xfs_geom *g, uint64_t owner, uint64_t ptr)
{
	return ops->lptr ? xfs_fsb_daddr(g, ptr) : xfs_agb_daddr(g, owner, ptr);
}

/* ---- The verifier ---- */

/* What one block knows of where it is. */
struct place {
	xfs_agnumber_t	agno;		/* NULLAGNUMBER for a file's tree */
	uint64_t	self;		/* own pointer; null for a fork's root */
};

static bool ptr_ok(const struct xfs_btree_view *v, const struct xfs_geom *g,
		   const struct place *at, uint64_t ptr)
{
	return ptr != at->self && xfs_btree_ptr_ok(v->ops, g, at->agno, ptr);
}

static enum xfs_fault verify_records(const struct xfs_btree_view *v,
				     const struct xfs_geom *g, const struct place *at)
{
	unsigned int i;

	for (i = 0; i < v->nr; i++)
		if (!v->ops->rec_verify(g, at->agno, xfs_btree_view_rec(v, i)))
			return v->ops->rec_fault;
	for (i = 1; i < v->nr; i++)
		if (!v->ops->rec_order(xfs_btree_view_rec(v, i - 1),
				       xfs_btree_view_rec(v, i)))
			return XFS_FAULT_BT_REC_ORDER;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_entries(const struct xfs_btree_view *v,
				     const struct xfs_geom *g, const struct place *at)
{
	const struct xfs_btree_ops *ops = v->ops;
	unsigned int i;

	for (i = 0; i < v->nr; i++) {
		if (!ptr_ok(v, g, at, xfs_btree_view_ptr(v, i)))
			return XFS_FAULT_BT_PTR;
		if (ops->key_verify && !ops->key_verify(xfs_btree_view_key(v, i)))
			return XFS_FAULT_BT_KEY;
		if (i && ops->key_cmp(xfs_btree_view_key(v, i - 1),
				      xfs_btree_view_key(v, i)) >= 0)
			return XFS_FAULT_BT_KEY_ORDER;
		if (ops->overlapping && ops->key_cmp(xfs_btree_view_key(v, i),
				xfs_btree_view_high_key(v, i)) > 0)
			return XFS_FAULT_BT_HIGH_KEY;
	}
	return XFS_FAULT_NONE;
}

/* A sibling is none, or another block of the same group. */
static enum xfs_fault verify_siblings(const struct xfs_btree_view *v,
				      const struct xfs_geom *g, const void *block,
				      const struct place *at)
{
	uint64_t null = xfs_btree_null_ptr(v->ops);
	uint64_t left = xfs_btree_left(v->ops, block);
	uint64_t right = xfs_btree_right(v->ops, block);

	if (left != null && !ptr_ok(v, g, at, left))
		return XFS_FAULT_BT_SIBLING;
	if (right != null && !ptr_ok(v, g, at, right))
		return XFS_FAULT_BT_SIBLING;
	if (left != null && left == right)
		return XFS_FAULT_BT_SIBLING;
	if (v->nr > v->max || (v->level && !v->nr))
		return XFS_FAULT_BT_NUMRECS;
	if ((left != null || right != null) && v->nr < v->max / 2)
		return XFS_FAULT_BT_NUMRECS;
	return XFS_FAULT_NONE;
}

/* Where @daddr is, and whether a block of the tree may be there at all. */
static bool locate(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
		   xfs_daddr_t daddr, struct place *at)
{
	xfs_agblock_t agbno;

	if (daddr % g->blockbb || !xfs_daddr_valid(g, daddr, g->blocksize))
		return false;
	at->agno = xfs_daddr_agno(g, daddr);
	agbno = xfs_daddr_agbno(g, daddr);
	if (!xfs_agbno_valid(g, at->agno, agbno))
		return false;
	at->self = ops->lptr ? xfs_agb_fsb(g, at->agno, agbno) : agbno;
	if (ops->lptr)
		at->agno = NULLAGNUMBER;
	return true;
}

static enum xfs_fault verify_header(const struct xfs_btree_ops *ops,
				    const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, const struct place *at)
{
	const struct xfs_btree_block_shdr *s = block;
	const struct xfs_btree_block_lhdr *l = block;
	const struct xfs_uuid *uuid = ops->lptr ? &l->bb_uuid : &s->bb_uuid;
	uint64_t blkno = be64_to_cpu(ops->lptr ? l->bb_blkno : s->bb_blkno);
	uint64_t owner = xfs_btree_owner(ops, block);

	if (be32_to_cpu(s->bb_magic) != ops->magic)
		return XFS_FAULT_BT_MAGIC;
	if (memcmp(uuid, &g->meta_uuid, sizeof(*uuid)))
		return XFS_FAULT_BT_UUID;
	if (blkno != (uint64_t)daddr)
		return XFS_FAULT_BT_BLKNO;
	if (ops->lptr ? !xfs_ino_valid(g, owner) : owner != at->agno)
		return XFS_FAULT_BT_OWNER;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_btree_block_verify(const struct xfs_btree_ops *ops,
				      const struct xfs_geom *g, const void *block,
				      uint32_t len, xfs_daddr_t daddr)
{
	struct xfs_btree_view v;
	struct place at;
	enum xfs_fault fault;

	if (len != g->blocksize || !locate(ops, g, daddr, &at))
		return XFS_FAULT_BT_BLKNO;
	fault = verify_header(ops, g, block, daddr, &at);
	if (fault)
		return fault;
	xfs_btree_view_init(&v, ops, block, len, false);
	if (v.level >= ops->maxlevels(g))
		return XFS_FAULT_BT_LEVEL;
	fault = verify_siblings(&v, g, block, &at);
	if (fault)
		return fault;
	return v.level ? verify_entries(&v, g, &at) : verify_records(&v, g, &at);
}

enum xfs_fault xfs_btree_fork_verify(const struct xfs_btree_ops *ops,
				     const struct xfs_geom *g, const void *fork,
				     uint32_t fork_bytes)
{
	struct place at = {
		.agno = NULLAGNUMBER,
		.self = xfs_btree_null_ptr(ops),
	};
	struct xfs_btree_view v;

	if (fork_bytes < sizeof(struct xfs_bmdr_block))
		return XFS_FAULT_BT_FORK_ROOT;
	xfs_btree_view_init(&v, ops, fork, fork_bytes, true);
	if (!v.level || v.level >= ops->maxlevels(g))
		return XFS_FAULT_BT_LEVEL;
	if (!v.nr || v.nr > v.max)
		return XFS_FAULT_BT_NUMRECS;
	return verify_entries(&v, g, &at);
}
