// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Inside the B+tree: a block, or the root in an inode fork, seen as a level and an
 * array of entries, whatever its header and its pointers' width.
 *
 * A view borrows the bytes.  Its accessors trust ->nr no further than the block was
 * verified.
 */
#ifndef LIBXFS_BTREE_BLOCK_H
#define LIBXFS_BTREE_BLOCK_H

#include "libxfs/btree/btree.h"

struct xfs_btree_view {
	const struct xfs_btree_ops *ops;
	uint8_t		*head;		/* be16 level, be16 numrecs */
	uint8_t		*entries;	/* records, or keys then pointers */
	unsigned int	max;		/* entries that fit */
	unsigned int	nr;
	unsigned int	level;
	bool		fork;
};

/* A view of @block of @len bytes; @fork: it is the root in a fork. */
void xfs_btree_view_init(struct xfs_btree_view *v, const struct xfs_btree_ops *ops,
			 const void *block, uint32_t len, bool fork);
/* Writes the number of entries. */
void xfs_btree_view_set_nr(struct xfs_btree_view *v, unsigned int nr);

static inline unsigned int xfs_btree_ptr_len(const struct xfs_btree_ops *ops)
{
	return ops->lptr ? 8 : 4;
}

/* Bytes of the keys of one node entry. */
static inline unsigned int xfs_btree_keys_len(const struct xfs_btree_ops *ops)
{
	return ops->key_len << ops->overlapping;
}

static inline uint64_t xfs_btree_null_ptr(const struct xfs_btree_ops *ops)
{
	return ops->lptr ? NULLFSBLOCK : NULLAGBLOCK;
}

/* The @i-th record of a leaf. */
static inline uint8_t *xfs_btree_view_rec(const struct xfs_btree_view *v,
					  unsigned int i)
{
	return v->entries + i * v->ops->rec_len;
}

/* The @i-th low key of a node; its high key, if any, follows it. */
static inline uint8_t *xfs_btree_view_key(const struct xfs_btree_view *v,
					  unsigned int i)
{
	return v->entries + i * xfs_btree_keys_len(v->ops);
}

static inline uint8_t *xfs_btree_view_high_key(const struct xfs_btree_view *v,
					       unsigned int i)
{
	return xfs_btree_view_key(v, i) + v->ops->key_len;
}

static inline uint8_t *xfs_btree_view_ptr_addr(const struct xfs_btree_view *v,
					       unsigned int i)
{
	return v->entries + v->max * xfs_btree_keys_len(v->ops) +
		i * xfs_btree_ptr_len(v->ops);
}

uint64_t xfs_btree_view_ptr(const struct xfs_btree_view *v, unsigned int i);
void xfs_btree_view_set_ptr(struct xfs_btree_view *v, unsigned int i, uint64_t ptr);

/* The key entry @i is sorted by, from leaf or node. */
void xfs_btree_view_low(const struct xfs_btree_view *v, unsigned int i,
			struct xfs_btree_key *key);
/* Lowest key, and for overlapping trees highest key, of everything in the block. */
void xfs_btree_view_bounds(const struct xfs_btree_view *v, struct xfs_btree_key *low,
			   struct xfs_btree_key *high);

/* Sibling pointers of a whole block. */
uint64_t xfs_btree_left(const struct xfs_btree_ops *ops, const void *block);
uint64_t xfs_btree_right(const struct xfs_btree_ops *ops, const void *block);
void xfs_btree_set_left(const struct xfs_btree_ops *ops, void *block, uint64_t ptr);
void xfs_btree_set_right(const struct xfs_btree_ops *ops, void *block, uint64_t ptr);
uint64_t xfs_btree_owner(const struct xfs_btree_ops *ops, const void *block);

/* The pointer is a block that trees of @owner may use; NULLs are not. */
bool xfs_btree_ptr_ok(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
		      uint64_t owner, uint64_t ptr);
/* Where it is; only for pointers that are ok. */
xfs_daddr_t xfs_btree_ptr_daddr(const struct xfs_btree_ops *ops,
				const struct xfs_geom *g, uint64_t owner,
				uint64_t ptr);

#endif /* LIBXFS_BTREE_BLOCK_H */
