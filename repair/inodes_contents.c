// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What belongs to one inode alone: its extended attributes, the target of a symbolic link.
 * Only behind maps that are whole: what is wrong with a map has been said.
 */
#include "libxfs/inode/attr_read.h"
#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/symlink_read.h"
#include "repair/fork_scan.h"
#include "repair/inodes.h"
#include "repair/inodes_acl.h"
#include "repair/parents.h"

/* No attribute fork has more, and each takes memory: such a one is left unread. */
#define MAX_ATTR_BLOCKS		(1U << 22)

static struct place block_place(const struct inode_check *c, const char *what, bool in_inode,
				uint32_t dablk)
{
	return place_ino(what, c->ino, in_inode ? NULLFILEOFF : dablk);
}

/* ---- Attributes ---- */

static int attr_fault(void *priv, const struct xfs_da_fault *df)
{
	struct inode_check *c = priv;
	struct place place = block_place(c, "attributes", c->dip->di_aformat ==
					 XFS_DINODE_FMT_LOCAL, df->dablk);

	if (df->fault == XFS_FAULT_ATTR_INCOMPLETE)
		report_plain(c->r->report, FIND_ATTR_INCOMPLETE, place);
	else
		report_fault(c->r->report, FIND_ATTR, place, df->fault);
	return 0;
}

static int attr_entry(void *priv, const struct xfs_attr_entry *e)
{
	struct inode_check *c = priv;
	const char *fault = attr_is_acl(e) ? acl_fault(e->value, e->valuelen) : NULL;

	if (fault)
		report_note(c->r->report, FIND_ACL,
			    place_ino("attributes", c->ino, NULLFILEOFF), "%.*s: %s",
			    (int)e->namelen, (const char *)e->name, fault);
	parents_take_attr(c->r, c->ino, e);
	return 0;
}

static void attr_lsn(void *priv, uint32_t dablk, uint64_t lsn)
{
	struct inode_check *c = priv;

	repair_check_lsn(c->r, lsn, block_place(c, "attributes", false, dablk));
}

static int check_attrs(struct inode_check *c)
{
	const struct xfs_attr_visit visit = {
		.entry = attr_entry, .fault = attr_fault, .lsn = attr_lsn, .priv = c,
		.max_extents = MAX_ATTR_BLOCKS,
	};

	if (c->fork_blocks[XFS_ATTR_FORK] <= MAX_ATTR_BLOCKS)
		return xfs_attr_check(c->r->cache, c->dip, c->ino, &visit);
	report_note(c->r->report, FIND_ATTR, inode_place(c), "in more than %u blocks",
		    MAX_ATTR_BLOCKS);
	return 0;
}

/* ---- Symbolic links ---- */

static int symlink_fault(void *priv, const struct xfs_da_fault *df)
{
	struct inode_check *c = priv;

	report_fault(c->r->report, FIND_SYMLINK,
		     block_place(c, "target", c->dip->di_format == XFS_DINODE_FMT_LOCAL,
				 df->dablk), df->fault);
	return 0;
}

/* A piece of a target that has just been found good. */
static int symlink_lsn(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct inode_check *c = priv;
	const struct xfs_geom *g = &c->r->geom;
	const struct xfs_dsymlink_hdr *dsl;
	struct xfs_buf *bp;
	int error = xfs_buf_read(c->r->cache, xfs_fsb_daddr(g, irec->br_startblock),
				 irec->br_blockcount << g->blocklog, &xfs_symlink_buf_ops, &bp);

	if (!error) {
		dsl = bp->data;
		repair_check_lsn(c->r, be64_to_cpu(dsl->sl_lsn),
				 block_place(c, "target", false, irec->br_startoff));
	}
	if (bp)
		xfs_buf_release(bp);
	return error == -ENOMEM ? error : 0;
}

static int check_symlink(struct inode_check *c)
{
	const struct fork_visit visit = { .extent = symlink_lsn, .priv = c };
	uint8_t target[XFS_SYMLINK_MAXLEN];
	struct fork_sums sums;
	unsigned int len;
	bool whole;
	int error = xfs_symlink_check(c->r->cache, c->dip, c->ino, target, &len, &whole,
				      symlink_fault, c);

	if (error || !whole)
		return error;
	return fork_scan(c->r, c->ino, c->dip, XFS_DATA_FORK, &visit, &sums);
}

int inode_contents_check(struct inode_check *c)
{
	int error = 0;

	if (c->dip->di_forkoff && c->fork_whole[XFS_ATTR_FORK])
		error = check_attrs(c);
	if (!error && inode_type(c->dip) == XFS_IFLNK && c->fork_whole[XFS_DATA_FORK])
		error = check_symlink(c);
	return error;
}
