// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Copies of the superblock: reading one, comparing two, counting what most of them say.
 * Only the files of the superblock's phase include this.
 */
#ifndef REPAIR_SUPERBLOCK_H
#define REPAIR_SUPERBLOCK_H

#include "repair/repair.h"

/* One copy as it was found. */
struct sb_copy {
	struct xfs_dsb	dsb;
	int		error;		/* it could not be read: -EIO ... */
	enum xfs_fault	fault;		/* the first thing wrong, unknown features apart */
	bool		sane;		/* the fields are, whatever the checksum */
	bool		tail;		/* bytes behind the fields are not zero */
};

/*
 * Reads the copy at @daddr; group 0's is verified as the primary.  @buf has
 * XFS_MAX_SECTORSIZE bytes, for I/O.  Takes the sector size from the copy if it is a
 * possible one.
 */
void sb_copy_read(struct xfs_dev *dev, xfs_daddr_t daddr, void *buf, struct sb_copy *copy);

/* Do they agree in every field that all copies have in common? */
bool sb_same(const struct xfs_dsb *a, const struct xfs_dsb *b);

/* Reports each of those fields in which @dsb is not what @want is. */
void sb_report_fields(struct report *r, enum finding_id id, xfs_agnumber_t agno,
		      const struct xfs_dsb *dsb, const struct xfs_dsb *want);
/* Reports fields that a copy may lack, where it has what the primary has not: inodes, quota flags,
   a larger realtime section. */
void sb_report_own_fields(struct report *r, xfs_agnumber_t agno, const struct xfs_dsb *dsb,
			  const struct xfs_dsb *primary);

/* What the places say in which a superblock expects its copies. */
struct sb_votes {
	uint64_t	places;		/* copies that the device has room for */
	uint64_t	same;		/* copies that agree */
	uint64_t	headers;	/* others, where at least the group's AGF is in place */
	uint64_t	most;		/* copies that agree with each other, but not with it */
	struct xfs_dsb	other;		/* what those say, if most */
};

/* Counts votes on @dsb, whose fields are sane.  -ENOMEM. */
int sb_vote(struct repair *r, const struct xfs_dsb *dsb, struct sb_votes *votes);

/* Reads every copy once more and reports what is wrong with each.  -ENOMEM. */
int sb_report_copies(struct repair *r, const struct xfs_dsb *believed);

/*
 * Looks through the device for a copy that most of its own fellows agree with.  @hint, a
 * lost primary, may still say where they are.  0, -ENOENT if there is none, or -ENOMEM.
 */
int sb_scan(struct repair *r, const struct xfs_dsb *hint, struct xfs_dsb *dsb);

#endif /* REPAIR_SUPERBLOCK_H */
