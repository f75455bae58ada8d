// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of quota records; pure.  Each returns XFS_FAULT_NONE or the id of the first
 * test that failed.  Format: doc/format/quota.md.
 */
#ifndef LIBXFS_INODE_QUOTA_VERIFY_H
#define LIBXFS_INODE_QUOTA_VERIFY_H

#include "libxfs/format/quota.h"
#include "libxfs/fs/geom.h"

#define XFS_DQUOT_ANY_ID	0xffffffffU

/*
 * Limits and use of @id (or XFS_DQUOT_ANY_ID) of kind @type, one of
 * XFS_DQTYPE_REC_MASK, or 0 for any.  What the log holds of a record, too.
 */
enum xfs_fault xfs_disk_dquot_verify(const struct xfs_geom *g,
				     const struct xfs_disk_dquot *ddq,
				     uint32_t id, unsigned int type);

/* The same and the identity around it; the checksum is the caller's to test. */
enum xfs_fault xfs_dqblk_verify(const struct xfs_geom *g,
				const struct xfs_dqblk *dqb, uint32_t id,
				unsigned int type);

#endif /* LIBXFS_INODE_QUOTA_VERIFY_H */
