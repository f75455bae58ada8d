// SPDX-License-Identifier: GPL-2.0-or-later
/* What the parts of the inodes' phase share: one inode under examination. */
#ifndef REPAIR_INODES_H
#define REPAIR_INODES_H

#include <errno.h>

#include "libxfs/inode/fork.h"
#include "repair/groups.h"

struct owner_batch;

struct inode_check {
	struct repair			*r;
	const struct xfs_dinode		*dip;	/* g->inodesize bytes */
	xfs_ino_t			ino;
	bool				tree_free;	/* says the inode tree */
	bool				whole;	/* all owners so far could be read */
	struct owner_batch		*batch;	/* the thread's, for all inodes it comes to */
	/* By enum xfs_fork, after inode_forks_check(). */
	bool				fork_whole[2];	/* its map could be read */
	uint64_t			fork_blocks[2];	/* mapped */
};

static inline unsigned int inode_type(const struct xfs_dinode *dip)
{
	return be16_to_cpu(dip->di_mode) & XFS_IFMT;
}

/* The inode itself, and a field of its core. */
static inline struct place inode_place(const struct inode_check *c)
{
	return place_ino(NULL, c->ino, NULLFILEOFF);
}

static inline struct place inode_field(const struct inode_check *c, const char *field)
{
	return place_field(inode_place(c), field);
}

/*
 * repair/inodes_core.c: checksum and fields of an inode, in use or not; reports.  False if
 * its forks cannot be trusted to be where the core says, or it is not this inode at all.
 */
bool inode_core_check(struct inode_check *c);

/*
 * repair/inodes_fork.c: the maps of both forks of an inode whose core is good, what the
 * core says of them, and their owners to the run's sink, some of them by way of the batch.
 * Reports; -ENOMEM.
 */
int inode_forks_check(struct inode_check *c);

/*
 * repair/inodes_contents.c: attributes and the target of a symbolic link, where
 * inode_forks_check() found the maps whole.  Reports; -ENOMEM.
 */
int inode_contents_check(struct inode_check *c);

/*
 * repair/inodes_special.c: what inodes that the superblock names must be.  The first for
 * each inode in use and good, and it does nothing for all others: contents; -ENOMEM.  The
 * second once all are known: are they there, and of the right type?
 */
int inode_special_check(struct inode_check *c);
void special_inodes_check(struct repair *r);

#endif /* REPAIR_INODES_H */
