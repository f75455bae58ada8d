// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the run knows of each allocation group: left behind by the phase that reads the
 * groups (FACT_GROUPS), and its inodes' part by those that follow.
 */
#ifndef REPAIR_GROUPS_H
#define REPAIR_GROUPS_H

#include "libxfs/btree/scan.h"
#include "libxfs/format/ag.h"
#include "repair/repair.h"

enum group_tree {
	TREE_BNO,
	TREE_CNT,
	TREE_RMAP,
	TREE_REFC,
	TREE_INO,
	TREE_FINO,
	TREE_NR
};

/* What later phases keep of the inodes of one chunk. */
struct inode_links {
	uint32_t	links[XFS_INODES_PER_CHUNK];	/* di_nlink less the entries that
							   were met, modulo 2^32 */
	uint8_t		type[XFS_INODES_PER_CHUNK];	/* enum xfs_dir3_ftype */
	uint64_t	parents[2];	/* sum of hashes: parent pointers less entries */
};

/* 64 inode numbers, of which some may not exist and some are not in use. */
struct inode_chunk {
	xfs_agino_t	start;
	uint64_t	alloc;		/* bit an inode that exists */
	uint64_t	free;		/* of those, the tree says, not in use; all others clear */
	uint64_t	used;		/* in use and the core is good: by the inodes' phase */
	uint64_t	lost;		/* cannot be read or judged: by the inodes' phase */
	uint64_t	unlinked;	/* on an unlinked list: by the names' phase */
	uint64_t	named;		/* atomic: an entry leads to it: by the names' phase */
	struct inode_links *links;	/* by the inodes' phase; NULL: none is used */
};

struct group_facts {
	bool			agf_ok, agfl_ok, agi_ok;	/* read, and structure good */
	bool			agfl_whole;	/* every block on the free list is known */
	struct xfs_agf		agf;
	struct xfs_agi		agi;
	unsigned int		present;	/* 1 << enum group_tree: has such a tree */
	unsigned int		complete;	/* all its records could be read */
	bool			chunks_scanned;	/* all chunks in use were found, without their tree */
	struct inode_chunk	*chunks;	/* by start */
	size_t			nr_chunks;
};

/* The operations table of @tree; its name is ->name. */
const struct xfs_btree_ops *group_tree_ops(enum group_tree tree);

/*
 * A tree of group @agno as the header says, ready to be scanned or looked up; false if there is
 * none or the header is no good.
 */
bool group_tree_host(struct repair *r, xfs_agnumber_t agno, enum group_tree tree,
		     struct xfs_btree_host *host);

static inline bool group_tree_is_complete(const struct group_facts *gf, enum group_tree tree)
{
	return gf->present & gf->complete & 1U << tree;
}

/* The chunk that @agino belongs to, or NULL. */
struct inode_chunk *group_find_chunk(const struct group_facts *gf, xfs_agino_t agino);

/*
 * Where @ino is: its chunk, and *@bit which of it.  NULL for a number that is no inode that
 * exists, whatever the number.
 */
struct inode_chunk *groups_find_inode(const struct repair *r, xfs_ino_t ino,
				      unsigned int *bit);

void groups_destroy(struct repair *r);

#endif /* REPAIR_GROUPS_H */
