// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The extent maps of an inode, whatever their height: every extent and every block of their
 * trees, what the core counts, and to whom the blocks belong.
 *
 * A map is read once, as a stream: the extents go to the owners' sink in the same pass.
 */
#include "repair/fork_scan.h"
#include "repair/inodes.h"
#include "repair/owners.h"

struct fork_check {
	struct inode_check	*c;
	enum xfs_fork		which;
	bool			rt;		/* blocks are of the realtime device */
	struct owner_batch	batch;
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
	return owner_add_bmbt(&r->geom, &r->owners->sink, f->c->ino, f->batch.kind, fsb);
}

static int map_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct fork_check *f = priv;

	return f->rt ? 0 : owner_batch_add(&f->batch, irec);
}

static int scan_fork(struct fork_check *f)
{
	const struct fork_visit visit = {
		.extent = map_extent, .block = map_block, .fault = map_fault, .priv = f,
	};
	struct inode_check *c = f->c;
	int error;

	owner_batch_init(&f->batch, &c->r->geom, &c->r->owners->sink, c->ino,
			 owner_kind(c->r, c->ino, c->dip, f->which));
	error = fork_scan(c->r, c->ino, c->dip, f->which, &visit, &f->sums);
	if (!error)
		error = owner_batch_flush(&f->batch);
	c->whole &= f->sums.whole;
	return error;
}

static void check_count(const struct fork_check *f)
{
	const struct inode_check *c = f->c;
	uint64_t nr = xfs_dfork_nextents(c->dip, f->which);

	if (f->sums.whole && nr != f->sums.nr)
		report_values(c->r->report, FIND_INODE_EXTENTS,
			      inode_field(c, f->which == XFS_DATA_FORK ? "di_nextents" :
						     "di_anextents"), nr, f->sums.nr);
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
		.rt = be16_to_cpu(c->dip->di_flags) & XFS_DIFLAG_REALTIME,
	};
	struct fork_check attr = { .c = c, .which = XFS_ATTR_FORK };
	int error = scan_fork(&data);

	if (!error)
		error = scan_fork(&attr);
	if (error)
		return error;
	check_count(&data);
	check_count(&attr);
	check_nblocks(c, &data, &attr);
	return 0;
}
