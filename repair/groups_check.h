// SPDX-License-Identifier: GPL-2.0-or-later
/* Checking one allocation group; only the files of that phase include this. */
#ifndef REPAIR_GROUPS_CHECK_H
#define REPAIR_GROUPS_CHECK_H

#include "repair/groups.h"
#include "repair/owners.h"

/* What the records of a tree come to. */
struct tree_sums {
	uint64_t	blocks;		/* of the tree */
	uint64_t	sum;		/* free blocks; inodes that exist */
	uint64_t	free;		/* of those, inodes not in use */
	uint64_t	longest;	/* free extent */
	uint64_t	print[2];	/* fingerprint of free extents */
};

struct group_check {
	struct repair		*r;
	xfs_agnumber_t		agno;
	struct group_facts	*gf;
	size_t			room;		/* chunks allocated */
	struct tree_sums	tree[TREE_NR];
};

/* Reads and checks AGF, AGI and AGFL; whether each can be used is in ->gf.  -ENOMEM. */
int group_check_headers(struct group_check *c);
/* The free list's slots in use.  -ENOMEM. */
int group_check_agfl(struct group_check *c);
/* Every block and record of one tree, and its part of ->tree.  -ENOMEM. */
int group_check_tree(struct group_check *c, enum group_tree tree);
/* Free space by block against free space by size. */
int group_compare_free(struct group_check *c);
/* Blocks of the free space trees and the reverse map, roots aside; false if not known. */
bool group_count_btreeblks(const struct group_check *c, uint64_t *blocks);
/* The headers' counters, where the trees could be read whole. */
void group_check_counters(struct group_check *c);

static inline bool group_has_whole(const struct group_check *c, enum group_tree tree)
{
	return group_tree_is_complete(c->gf, tree);
}

#endif /* REPAIR_GROUPS_CHECK_H */
