// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The one B+tree of XFS V5: free space, inodes, reverse map, reference counts and
 * file extents are one implementation behind a table of operations.
 *
 * Three objects.  struct xfs_btree_ops is what is fixed for one of the seven trees:
 * how records, keys and pointers look, compare and are checked.  struct
 * xfs_btree_host is what one tree hangs from: where its root is, whose blocks they
 * are, how blocks are read and, for edits, made writable, allocated and freed.
 * struct xfs_btree_cur is a place in that tree: one buffer and one index a level.
 *
 * Trust.  Each block is verified alone when it is read; a cursor checks what only
 * two blocks together can tell: that levels descend by one, that a child's first
 * key is the one its parent holds, that neighbours point at each other, a level's
 * outer blocks at nothing, and their keys go on rising, that the block is this owner's.  Rising keys are what makes
 * every walk end: no block can be met twice.  A breach is -EFSCORRUPTED, with the
 * fault and the block in the cursor.  Nothing recurses.
 *
 * Bytes: doc/format/btree.md.  Whole trees from sorted streams: btree/bulk.h.
 */
#ifndef LIBXFS_BTREE_BTREE_H
#define LIBXFS_BTREE_BTREE_H

#include "libxfs/env.h"
#include "libxfs/format/btree.h"
#include "libxfs/fs/buf.h"
#include "libxfs/fs/fault.h"
#include "libxfs/fs/geom.h"

/* No geometry allows a higher tree; ops->maxlevels is one kind's bound in one. */
#define XFS_BTREE_CUR_LEVELS	12

/* Longest key, and record, of any tree. */
#define XFS_BTREE_KEY_MAX	20
#define XFS_BTREE_REC_MAX	24

/* Records unpacked; struct xfs_bmbt_irec stands in format/btree.h. */
struct xfs_alloc_irec {
	xfs_agblock_t	startblock;
	xfs_extlen_t	blockcount;
};

struct xfs_inobt_irec {
	xfs_agino_t	startino;
	uint16_t	holemask;	/* bit: four inodes that do not exist */
	uint8_t		count;		/* inodes that exist */
	uint8_t		freecount;	/* of those, free */
	uint64_t	free;		/* bit an inode; holes are set */
};

struct xfs_rmap_irec {
	xfs_agblock_t	startblock;
	xfs_extlen_t	blockcount;
	uint64_t	owner;		/* inode or XFS_RMAP_OWN_* */
	xfs_fileoff_t	offset;
	uint64_t	flags;		/* XFS_RMAP_OFF_FLAGS */
};

struct xfs_refcount_irec {
	xfs_agblock_t	startblock;
	xfs_extlen_t	blockcount;
	uint32_t	refcount;
	bool		cow;		/* staging domain */
};

union xfs_btree_irec {
	struct xfs_alloc_irec		alloc;		/* bnobt, cntbt */
	struct xfs_inobt_irec		inobt;		/* inobt, finobt */
	struct xfs_rmap_irec		rmap;
	struct xfs_refcount_irec	refcount;
	struct xfs_bmbt_irec		bmap;
};

/* A key as on disk; only ops->key_len bytes count. */
struct xfs_btree_key {
	uint8_t		b[XFS_BTREE_KEY_MAX];
};

/*
 * One kind of tree.  @drec and @dkey point at on-disk bytes, not necessarily
 * aligned.  All functions are pure.
 */
struct xfs_btree_ops {
	const char	*name;		/* "bnobt" */
	uint32_t	magic;
	uint8_t		rec_len;
	uint8_t		key_len;	/* of one key */
	bool		lptr;		/* 64-bit pointers, long header, owner an inode */
	bool		overlapping;	/* a node holds lowest and highest key an entry */
	bool		fork_root;	/* the root is in an inode fork */
	const struct xfs_buf_ops *buf_ops;

	void (*unpack)(const struct xfs_geom *g, const void *drec,
		       union xfs_btree_irec *irec);
	void (*pack)(const struct xfs_geom *g, const union xfs_btree_irec *irec,
		     void *drec);

	/* The key a record is sorted by, and the last key it covers. */
	void (*rec_key)(const void *drec, void *dkey);
	void (*rec_high_key)(const void *drec, void *dkey);
	/* Below, at or above 0 as @a sorts before, with or after @b. */
	int (*key_cmp)(const void *a, const void *b);
	/* @b may directly follow @a: sorted and, where that is asked, not overlapping. */
	bool (*rec_order)(const void *a, const void *b);
	/* The record is possible in group @agno (NULLAGNUMBER: the tree is a file's). */
	bool (*rec_verify)(const struct xfs_geom *g, xfs_agnumber_t agno,
			   const void *drec);
	/* The key is one a record can have; NULL: all are. */
	bool (*key_verify)(const void *dkey);
	/* What rec_verify failing is called. */
	enum xfs_fault	rec_fault;

	/* Height that a tree of this kind cannot exceed in this geometry. */
	unsigned int (*maxlevels)(const struct xfs_geom *g);
};

extern const struct xfs_btree_ops xfs_bnobt_ops;	/* ag/alloc_btree.c */
extern const struct xfs_btree_ops xfs_cntbt_ops;
extern const struct xfs_btree_ops xfs_inobt_ops;	/* ag/ialloc_btree.c */
extern const struct xfs_btree_ops xfs_finobt_ops;
extern const struct xfs_btree_ops xfs_rmapbt_ops;	/* ag/rmap_btree.c */
extern const struct xfs_btree_ops xfs_refcountbt_ops;	/* ag/refcount_btree.c */
extern const struct xfs_btree_ops xfs_bmbt_ops;		/* inode/bmap_btree.c */

extern const struct xfs_buf_ops xfs_bnobt_buf_ops;
extern const struct xfs_buf_ops xfs_cntbt_buf_ops;
extern const struct xfs_buf_ops xfs_inobt_buf_ops;
extern const struct xfs_buf_ops xfs_finobt_buf_ops;
extern const struct xfs_buf_ops xfs_rmapbt_buf_ops;
extern const struct xfs_buf_ops xfs_refcountbt_buf_ops;
extern const struct xfs_buf_ops xfs_bmbt_buf_ops;

/* ---- Sizes (btree/block.c) ---- */

/* Bytes of a block's header. */
unsigned int xfs_btree_header_len(const struct xfs_btree_ops *ops);
/* Entries a block of @blocksize can hold, and must hold unless it is the root. */
unsigned int xfs_btree_maxrecs(const struct xfs_btree_ops *ops, uint32_t blocksize,
			       bool leaf);
unsigned int xfs_btree_minrecs(const struct xfs_btree_ops *ops, uint32_t blocksize,
			       bool leaf);
/* Entries of a root in a fork of @fork_bytes. */
unsigned int xfs_btree_fork_maxrecs(const struct xfs_btree_ops *ops,
				    uint32_t fork_bytes);
/* Height of a tree of @records whose blocks all hold the minimum. */
unsigned int xfs_btree_height(const struct xfs_btree_ops *ops, uint32_t blocksize,
			      uint64_t records);
/* Greatest height of a tree that has no more than @blocks blocks. */
unsigned int xfs_btree_height_in_space(const struct xfs_btree_ops *ops,
				       uint32_t blocksize, uint64_t blocks);
/* Height bound of one file's map; ops->maxlevels is that of the data fork. */
unsigned int xfs_bmbt_maxlevels(const struct xfs_geom *g, bool attr);
/* The extent lies on the data device, inside one group, behind its headers. */
bool xfs_bmbt_irec_ok(const struct xfs_geom *g, const struct xfs_bmbt_irec *irec);

/* ---- Blocks (btree/block.c) ---- */

/*
 * An empty block at @daddr: header complete but for the checksum, LSN 0, no
 * siblings, everything after the header zero.  @owner is the group or inode.
 */
void xfs_btree_block_init(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
			  void *block, xfs_daddr_t daddr, uint64_t owner,
			  unsigned int level);
/*
 * An empty block as above, then @nr records (at most maxrecs, sorted) in a leaf: the
 * root of a small tree.  The checksum is left to the write or block_stamp.
 */
int xfs_btree_leaf_fill(const struct xfs_btree_ops *ops, const struct xfs_geom *g,
			void *block, xfs_daddr_t daddr, uint64_t owner,
			const union xfs_btree_irec *recs, unsigned int nr);
/* Puts the checksum in. */
void xfs_btree_block_stamp(const struct xfs_btree_ops *ops,
			   const struct xfs_geom *g, void *block);

/*
 * Everything one block alone can tell: header, bounds, order of records or keys,
 * each record and pointer.  @daddr is where it was read from.  Pure; the checksum
 * is the buffer layer's.  Record targets of extent maps are left to xfs_bmbt
 * users: a block does not say whether its file is a realtime one.
 */
enum xfs_fault xfs_btree_block_verify(const struct xfs_btree_ops *ops,
				      const struct xfs_geom *g, const void *block,
				      uint32_t len, xfs_daddr_t daddr);
/* The same for the root in an inode fork. */
enum xfs_fault xfs_btree_fork_verify(const struct xfs_btree_ops *ops,
				     const struct xfs_geom *g, const void *fork,
				     uint32_t fork_bytes);

/* ---- The host of one tree ---- */

struct xfs_btree_host;

/*
 * What edits need, and reads may replace.  The cursor never changes a buffer it did
 * not pass through ->edit or get from ->alloc, so a transaction can hand out private
 * copies and find what changed by comparing.
 */
struct xfs_btree_host_ops {
	/*
	 * A verified block, referenced; once edited or allocated, that version of it,
	 * as it stands.  NULL: xfs_buf_read from host->cache.
	 */
	int (*read)(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		    xfs_daddr_t daddr, struct xfs_buf **bpp);
	/* *@bpp is about to change: may replace it, moving the reference; on error not. */
	int (*edit)(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		    struct xfs_buf **bpp);
	/* A fresh block near @near (0: anywhere): its pointer and writable buffer. */
	int (*alloc)(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		     uint64_t near, uint64_t *ptr, struct xfs_buf **bpp);
	/* Takes a block back; the cursor drops its own reference afterwards. */
	int (*free)(struct xfs_btree_host *host, const struct xfs_btree_ops *ops,
		    uint64_t ptr, struct xfs_buf *bp);
	/* host->root and ->nlevels have changed (header roots only). */
	int (*root_changed)(struct xfs_btree_host *host,
			    const struct xfs_btree_ops *ops);
	/* host->fork is about to change (fork roots only). */
	int (*edit_fork)(struct xfs_btree_host *host,
			 const struct xfs_btree_ops *ops);
};

/*
 * Embedded in the AGF, AGI or inode object.  Pointers are agblocks or fsblocks as
 * ops->lptr says.
 */
struct xfs_btree_host {
	const struct xfs_btree_host_ops *ops;	/* NULL: read only */
	struct xfs_buf_cache	*cache;
	uint64_t		owner;		/* group or inode number */
	uint64_t		root;		/* header roots: the root's pointer */
	unsigned int		nlevels;	/* header roots: 1 is a leaf for root */
	void			*fork;		/* fork roots: struct xfs_bmdr_block */
	uint32_t		fork_bytes;
};

/* ---- Cursors (btree/cursor.c) ---- */

struct xfs_btree_level {
	struct xfs_buf		*bp;	/* NULL: not loaded, or the root in the fork */
	uint64_t		ptr;
	int			idx;	/* from 0; -1 or numrecs is off the end */
};

/*
 * A place in a tree.  @lv[0] is the leaf.  Plain data on the caller's stack: set up
 * by xfs_btree_cur_init(), given back with xfs_btree_cur_done().  Not shared by
 * threads.  Edits through another cursor of the same tree make it stale: look up
 * again.
 */
struct xfs_btree_cur {
	const struct xfs_btree_ops	*ops;
	const struct xfs_geom		*g;
	struct xfs_btree_host		*host;
	unsigned int			nlevels;	/* as of the last lookup */
	struct xfs_btree_level		lv[XFS_BTREE_CUR_LEVELS];
	enum xfs_fault			fault;		/* of the last -EFSCORRUPTED */
	uint64_t			fault_ptr;	/* and its block */
};

enum xfs_btree_dir {
	XFS_LOOKUP_EQ,		/* the record of this key */
	XFS_LOOKUP_LE,		/* the last at or before it */
	XFS_LOOKUP_GE,		/* the first at or after it */
};

void xfs_btree_cur_init(struct xfs_btree_cur *cur, const struct xfs_btree_ops *ops,
			const struct xfs_geom *g, struct xfs_btree_host *host);
/* Drops its buffers; the cursor can look up again. */
void xfs_btree_cur_done(struct xfs_btree_cur *cur);

/*
 * Moves to the record that @dir and the key of @want choose.  *@found false: there
 * is none, and the cursor is before the first (LE), after the last (GE), or nowhere
 * (EQ).
 */
int xfs_btree_lookup(struct xfs_btree_cur *cur, enum xfs_btree_dir dir,
		     const union xfs_btree_irec *want, bool *found);
int xfs_btree_first(struct xfs_btree_cur *cur, bool *found);
int xfs_btree_last(struct xfs_btree_cur *cur, bool *found);
/* One record on or back; *@found false at the end, where the cursor stays. */
int xfs_btree_next(struct xfs_btree_cur *cur, bool *found);
int xfs_btree_prev(struct xfs_btree_cur *cur, bool *found);
/* The record here; -ENOENT when the cursor is on none. */
int xfs_btree_get(struct xfs_btree_cur *cur, union xfs_btree_irec *irec);

/*
 * Calls @fn on every record that covers any key from @low's to @high's, in order:
 * a record that begins before @low and reaches into it counts.  For overlapping
 * trees whole subtrees are skipped by their highest key.  A non-zero result of @fn
 * ends the query and is returned.  @fn may not edit the tree.
 */
typedef int (*xfs_btree_query_fn)(struct xfs_btree_cur *cur,
				  const union xfs_btree_irec *irec, void *priv);
int xfs_btree_query(struct xfs_btree_cur *cur, const union xfs_btree_irec *low,
		    const union xfs_btree_irec *high, xfs_btree_query_fn fn,
		    void *priv);

/*
 * Calls @fn on every block, a parent before its children, left to right; the root in
 * a fork comes with @bp NULL.  A non-zero result of @fn ends it.
 */
typedef int (*xfs_btree_block_fn)(struct xfs_btree_cur *cur, unsigned int level,
				  uint64_t ptr, const struct xfs_buf *bp, void *priv);
int xfs_btree_walk(struct xfs_btree_cur *cur, xfs_btree_block_fn fn, void *priv);

/* ---- Edits (btree/edit.c) ---- */

/*
 * All edits need host->ops.  After any error of an edit the tree in the edited
 * buffers may be half changed: the transaction is abandoned, never committed.  What the
 * host holds in memory is changed before the calls that can fail: who abandons must
 * put back ->root, ->nlevels and the bytes of ->fork as they were before the edit, and
 * drop the cursor.
 * Free counts, longest extents and block counts in headers are the host's.
 */

/*
 * Replaces the record here with @irec, whose place in the order must be the same:
 * -EINVAL, nothing changed, when a neighbour forbids it; -ENOENT on no record.
 */
int xfs_btree_update(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec);

/*
 * Adds @irec and leaves the cursor on it.  -EEXIST when its key is there, -EINVAL
 * when a neighbour forbids it; both before anything changed.
 */
int xfs_btree_insert(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec);

/*
 * Removes the record here and leaves the cursor on the one that followed, or after
 * the end.  -ENOENT on no record; -EINVAL, nothing changed, for the last record of a
 * tree in a fork: that fork goes back to an extent list first.
 */
int xfs_btree_delete(struct xfs_btree_cur *cur);

#endif /* LIBXFS_BTREE_BTREE_H */
