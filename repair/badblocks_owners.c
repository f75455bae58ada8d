// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who has blocks in bad ranges.
 *
 * A complete reverse map is asked for files; what it says of metadata is coarser than what
 * walking tells (the free list and the reverse map are one owner with the free space trees),
 * so the metadata of groups that have bad ranges is enumerated in any case: it is small.
 */
#include <errno.h>

#include "libxfs/format/dir.h"
#include "libxfs/fs/superblock.h"
#include "repair/badblocks.h"
#include "repair/inode_walk.h"

struct rmap_query {
	struct repair		*r;
	struct owner_ranges	*ranges;
	xfs_agnumber_t		agno;
};

/* What sort of file it is, which the reverse map does not say. */
static uint32_t file_kind(const struct repair *r, xfs_ino_t ino)
{
	enum xfs_sb_file named = xfs_sb_file_of(&r->dsb, ino);
	unsigned int bit;
	const struct inode_chunk *chunk = groups_find_inode(r, ino, &bit);

	if (named != XFS_SB_FILE_NONE)
		return named == XFS_SB_FILE_QUOTA ? XFS_OWNER_QUOTA : XFS_OWNER_REALTIME;
	if (!chunk || !(chunk->used >> bit & 1))
		return XFS_OWNER_INODE;
	switch (chunk->links->type[bit]) {
	case XFS_DIR3_FT_REG_FILE:
		return XFS_OWNER_FILE;
	case XFS_DIR3_FT_DIR:
		return XFS_OWNER_DIR;
	case XFS_DIR3_FT_SYMLINK:
		return XFS_OWNER_SYMLINK;
	default:
		return XFS_OWNER_INODE;
	}
}

static int take_record(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec, void *priv)
{
	const struct rmap_query *q = priv;
	const struct xfs_rmap_irec *rm = &irec->rmap;
	struct owner_extent x = {
		.agbno = rm->startblock, .len = rm->blockcount, .owner = rm->owner,
		.offset = rm->offset,
	};

	if (XFS_RMAP_NON_INODE_OWNER(rm->owner))
		return 0;
	x.kind = file_kind(q->r, rm->owner);
	if (rm->flags & XFS_RMAP_OFF_ATTR_FORK)
		x.kind |= XFS_EXTENT_ATTR;
	if (rm->flags & XFS_RMAP_OFF_BMBT_BLOCK)
		x.kind |= XFS_EXTENT_BMBT;
	if (rm->flags & XFS_RMAP_OFF_UNWRITTEN)
		x.kind |= XFS_EXTENT_UNWRITTEN;
	return q->ranges->sink.add(&q->ranges->sink, q->agno, &x, 1);
}

/* The part of the reverse map from the first range of the group to the last. */
static int query_range(struct xfs_btree_cur *cur, const struct owner_range *range,
		       const struct owner_range *last, struct rmap_query *q)
{
	const union xfs_btree_irec low = { .rmap = { .startblock = range->agbno } };
	const union xfs_btree_irec high = { .rmap = {
		.startblock = last->agbno + last->len - 1, .owner = ~0ULL,
		.offset = XFS_RMAP_OFF_MASK, .flags = XFS_RMAP_OFF_FLAGS } };

	return xfs_btree_query(cur, &low, &high, take_record, q);
}

/* Ranges from @i on are this group's; one query, since a record may be in several of them. */
static int query_group(struct repair *r, struct owner_ranges *o, size_t i)
{
	struct rmap_query q = { .r = r, .ranges = o, .agno = o->ranges[i].agno };
	struct xfs_btree_host host;
	struct xfs_btree_cur cur;
	size_t last = i;
	int error;

	while (last + 1 < o->nr && o->ranges[last + 1].agno == q.agno)
		last++;
	if (!group_tree_host(r, q.agno, TREE_RMAP, &host))
		return -EFSCORRUPTED;
	xfs_btree_cur_init(&cur, group_tree_ops(TREE_RMAP), &r->geom, &host);
	error = query_range(&cur, &o->ranges[i], &o->ranges[last], &q);
	xfs_btree_cur_done(&cur);
	return error;
}

/* Can the reverse map of every group with ranges be believed? */
static bool rmap_is_good(const struct repair *r, const struct owner_ranges *o)
{
	size_t i;

	for (i = 0; i < o->nr; i++)
		if (!group_tree_is_complete(&r->groups[o->ranges[i].agno], TREE_RMAP))
			return false;
	return !report_count_of(r->report, FIND_RMAP_MISSING) &&
	       !report_count_of(r->report, FIND_RMAP_WRONG) &&
	       !report_count_of(r->report, FIND_RMAP_SUPERFLUOUS) &&
	       !report_count_of(r->report, FIND_RMAP_DIFFERS);
}

static int ask_rmap(struct repair *r, struct owner_ranges *o)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && i < o->nr; i++) {
		if (i && o->ranges[i].agno == o->ranges[i - 1].agno)
			continue;
		error = owners_of_group(r, o->ranges[i].agno, &o->sink);
		if (!error)
			error = query_group(r, o, i);
	}
	return error;
}

int badblocks_find_owners(struct repair *r, struct owner_ranges *o, bool *by_rmap)
{
	int error;

	*by_rmap = rmap_is_good(r, o);
	if (!o->nr)
		return 0;
	if (*by_rmap) {
		error = ask_rmap(r, o);
		if (!error || error == -ENOMEM || error == -E2BIG)
			return error;
		owner_ranges_forget(o);
		*by_rmap = false;
	}
	progress_begin(r->progress, "bad blocks", chunk_walk_total(r));
	return owners_again(r, &o->sink);
}
