// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Looking things up in what is known of the groups.
 */
#include <stdlib.h>

#include "libxfs/fs/features.h"
#include "repair/groups.h"

const struct xfs_btree_ops *group_tree_ops(enum group_tree tree)
{
	static const struct xfs_btree_ops *const ops[TREE_NR] = {
		[TREE_BNO] = &xfs_bnobt_ops,	[TREE_CNT] = &xfs_cntbt_ops,
		[TREE_RMAP] = &xfs_rmapbt_ops,	[TREE_REFC] = &xfs_refcountbt_ops,
		[TREE_INO] = &xfs_inobt_ops,	[TREE_FINO] = &xfs_finobt_ops,
	};

	return ops[tree];
}

static void set_root(struct xfs_btree_host *host, __be32 root, __be32 level)
{
	host->root = be32_to_cpu(root);
	host->nlevels = be32_to_cpu(level);
}

bool group_tree_host(struct repair *r, xfs_agnumber_t agno, enum group_tree tree,
		     struct xfs_btree_host *host)
{
	const struct group_facts *gf = &r->groups[agno];
	const struct xfs_agf *agf = &gf->agf;
	const struct xfs_agi *agi = &gf->agi;

	*host = (struct xfs_btree_host){ .cache = r->cache, .owner = agno };
	switch (tree) {
	case TREE_BNO:
		set_root(host, agf->agf_bno_root, agf->agf_bno_level);
		return gf->agf_ok;
	case TREE_CNT:
		set_root(host, agf->agf_cnt_root, agf->agf_cnt_level);
		return gf->agf_ok;
	case TREE_RMAP:
		set_root(host, agf->agf_rmap_root, agf->agf_rmap_level);
		return gf->agf_ok && xfs_has_rmapbt(&r->geom);
	case TREE_REFC:
		set_root(host, agf->agf_refcount_root, agf->agf_refcount_level);
		return gf->agf_ok && xfs_has_reflink(&r->geom);
	case TREE_INO:
		set_root(host, agi->agi_root, agi->agi_level);
		return gf->agi_ok;
	case TREE_FINO:
		set_root(host, agi->agi_free_root, agi->agi_free_level);
		return gf->agi_ok && xfs_has_finobt(&r->geom);
	default:
		return false;
	}
}

struct inode_chunk *group_find_chunk(const struct group_facts *gf, xfs_agino_t agino)
{
	size_t low = 0, high = gf->nr_chunks, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (gf->chunks[mid].start <= agino)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || agino - gf->chunks[low - 1].start >= XFS_INODES_PER_CHUNK)
		return NULL;
	return &gf->chunks[low - 1];
}

struct inode_chunk *groups_find_inode(const struct repair *r, xfs_ino_t ino,
				      unsigned int *bit)
{
	struct inode_chunk *chunk;
	xfs_agino_t agino;

	if (!xfs_ino_valid(&r->geom, ino))
		return NULL;
	agino = xfs_ino_agino(&r->geom, ino);
	chunk = group_find_chunk(&r->groups[xfs_ino_agno(&r->geom, ino)], agino);
	if (!chunk)
		return NULL;
	*bit = agino - chunk->start;
	return chunk->alloc >> *bit & 1 ? chunk : NULL;
}

void groups_destroy(struct repair *r)
{
	xfs_agnumber_t agno;
	size_t i;

	for (agno = 0; r->groups && agno < r->geom.agcount; agno++) {
		for (i = 0; i < r->groups[agno].nr_chunks; i++)
			free(r->groups[agno].chunks[i].links);
		free(r->groups[agno].chunks);
	}
	free(r->groups);
	r->groups = NULL;
}
