// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extent maps of an inode, whatever their height: every extent and every block of their
 * trees, what the core counts, and to whom the blocks belong.
 *
 * A map is read once, as a stream: the extents go to the owners' sink in the same pass.
 */
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"
#include "repair/fork_scan.h"
#include "repair/inodes.h"
#include "repair/owners.h"

struct fork_check {
	struct inode_check	*c;
	enum xfs_fork		which;
	bool			rt;		/* blocks are of the realtime device */
	uint32_t		kind;
	struct fork_sums	sums;
};

static const char *map_name(enum xfs_fork which)
{
	return which == XFS_DATA_FORK ? "extent map" : "attribute fork's extent map";
}

/* The inode, or a block of its tree. */
static struct place map_place(const struct fork_check *f, xfs_fsblock_t fsb)
{
	const struct xfs_geom *g = &f->c->r->geom;
	struct place place = place_ino(map_name(f->which), f->c->ino, NULLFILEOFF);

	if (fsb != NULLFSBLOCK) {
		place.agno = xfs_fsb_agno(g, fsb);
		place.agbno = xfs_fsb_agbno(g, fsb);
	}
	return place;
}

static int map_fault(void *priv, enum xfs_fault fault, xfs_fsblock_t fsb, int error)
{
	struct fork_check *f = priv;

	report_fault(f->c->r->report, FIND_INODE_MAP, map_place(f, fsb), fault);
	return 0;
}

static int map_block(void *priv, unsigned int level, uint64_t fsb, const struct xfs_buf *bp)
{
	const struct xfs_btree_block_lhdr *block = bp->data;
	struct fork_check *f = priv;
	struct repair *r = f->c->r;

	repair_check_lsn(r, be64_to_cpu(block->bb_lsn), map_place(f, fsb));
	return owner_add_bmbt(&r->geom, &r->owners->sink, f->c->ino, f->kind, fsb);
}

/* With a metadata directory realtime addresses have groups, too: they are not judged. */
static void check_rt_extent(struct fork_check *f, const struct xfs_bmbt_irec *irec)
{
	struct repair *r = f->c->r;
	uint64_t end = be64_to_cpu(r->dsb.sb_rblocks);
	struct place place = map_place(f, NULLFSBLOCK);

	place.offset = irec->br_startoff;
	if (end && !xfs_has_metadir(&r->geom) &&
	    (irec->br_startblock >= end || irec->br_blockcount > end - irec->br_startblock))
		report_fault(r->report, FIND_INODE_MAP, place, XFS_FAULT_BMAP_BLOCK);
}

static int map_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct fork_check *f = priv;

	if (!f->rt)
		return owner_batch_add(f->c->batch, irec);
	check_rt_extent(f, irec);
	return 0;
}

static int scan_fork(struct fork_check *f)
{
	const struct fork_visit visit = {
		.extent = map_extent, .block = map_block, .fault = map_fault, .priv = f,
	};
	struct inode_check *c = f->c;
	int error;

	f->kind = owner_kind(c->r, c->ino, c->dip, f->which);
	c->batch->ino = c->ino;
	c->batch->kind = f->kind;
	error = fork_scan(c->r, c->ino, c->dip, f->which, &visit, &f->sums);
	c->fork_whole[f->which] = f->sums.whole;
	c->fork_blocks[f->which] = f->sums.blocks;
	c->whole &= f->sums.whole;
	return error;
}

/* A fork without extents counts none: there, none are met. */
static void check_count(const struct fork_check *f)
{
	const struct inode_check *c = f->c;
	uint64_t nr = xfs_dfork_nextents(c->dip, f->which);

	if (f->sums.whole && nr != f->sums.nr)
		report_values(c->r->report, FIND_INODE_EXTENTS,
			      inode_field(c, f->which == XFS_DATA_FORK ? "di_nextents" :
						     "di_anextents"), nr, f->sums.nr);
}

/*
 * The root of a tree: kernels take it for damaged if its extents would have found room in
 * the inode, and attributes never grow as high as data.
 */
static void check_root(const struct fork_check *f)
{
	const struct inode_check *c = f->c;
	const struct xfs_geom *g = &c->r->geom;
	bool attr = f->which == XFS_ATTR_FORK;
	const struct xfs_bmdr_block *root = xfs_dfork_ptr(c->dip, f->which);
	unsigned int room = xfs_dfork_maxext(xfs_dfork_size(g, c->dip, f->which));
	enum xfs_fault fault = XFS_FAULT_NONE;

	if ((attr && !c->dip->di_forkoff) ||
	    xfs_dfork_format(c->dip, f->which) != XFS_DINODE_FMT_BTREE)
		return;
	if (xfs_dfork_nextents(c->dip, f->which) <= room)
		fault = XFS_FAULT_BMAP_NR;
	else if (attr && be16_to_cpu(root->bb_level) >= xfs_bmbt_maxlevels(g, true))
		fault = XFS_FAULT_BT_LEVEL;
	if (fault)
		report_fault(c->r->report, FIND_INODE_MAP, map_place(f, NULLFSBLOCK), fault);
}

static void check_nblocks(const struct inode_check *c, const struct fork_check *data,
			  const struct fork_check *attr)
{
	uint64_t nr = data->sums.blocks + data->sums.tree_blocks + attr->sums.blocks +
		      attr->sums.tree_blocks;

	if (data->sums.whole && attr->sums.whole && nr != be64_to_cpu(c->dip->di_nblocks))
		report_values(c->r->report, FIND_INODE_NBLOCKS, inode_field(c, "di_nblocks"),
			      be64_to_cpu(c->dip->di_nblocks), nr);
}

int inode_forks_check(struct inode_check *c)
{
	struct fork_check data = {
		.c = c, .which = XFS_DATA_FORK,
		.rt = xfs_dinode_is_realtime(c->dip),
	};
	struct fork_check attr = { .c = c, .which = XFS_ATTR_FORK };
	int error = scan_fork(&data);

	if (!error)
		error = scan_fork(&attr);
	if (error)
		return error;
	check_count(&data);
	check_count(&attr);
	check_root(&data);
	check_root(&attr);
	check_nblocks(c, &data, &attr);
	return 0;
}
