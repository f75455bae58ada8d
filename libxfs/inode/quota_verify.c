// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of quota records. */
#include "libxfs/fs/features.h"
#include "libxfs/inode/quota_verify.h"

static enum xfs_fault verify_type(const struct xfs_geom *g,
				  const struct xfs_disk_dquot *ddq,
				  unsigned int type)
{
	unsigned int rec = ddq->d_type & XFS_DQTYPE_REC_MASK;

	if ((ddq->d_type & ~XFS_DQTYPE_ANY) || !rec || (rec & (rec - 1)) ||
	    (type && rec != type))
		return XFS_FAULT_DQ_TYPE;
	if ((ddq->d_type & XFS_DQTYPE_BIGTIME) &&
	    (!xfs_has_bigtime(g) || !ddq->d_id))
		return XFS_FAULT_DQ_BIGTIME;
	return XFS_FAULT_NONE;
}

/* Over the soft limit the clock runs. */
static bool over_without_timer(__be64 soft, __be64 count, __be32 timer)
{
	return soft && be64_to_cpu(count) > be64_to_cpu(soft) && !timer;
}

enum xfs_fault xfs_disk_dquot_verify(const struct xfs_geom *g,
				     const struct xfs_disk_dquot *ddq,
				     uint32_t id, unsigned int type)
{
	enum xfs_fault fault;

	if (be16_to_cpu(ddq->d_magic) != XFS_DQUOT_MAGIC)
		return XFS_FAULT_DQ_MAGIC;
	if (ddq->d_version != XFS_DQUOT_VERSION)
		return XFS_FAULT_DQ_VERSION;
	fault = verify_type(g, ddq, type);
	if (fault)
		return fault;
	if (id != XFS_DQUOT_ANY_ID && be32_to_cpu(ddq->d_id) != id)
		return XFS_FAULT_DQ_ID;
	if (!ddq->d_id)		/* root's holds the defaults; it has no clock */
		return XFS_FAULT_NONE;
	if (over_without_timer(ddq->d_blk_softlimit, ddq->d_bcount,
			       ddq->d_btimer) ||
	    over_without_timer(ddq->d_ino_softlimit, ddq->d_icount,
			       ddq->d_itimer) ||
	    over_without_timer(ddq->d_rtb_softlimit, ddq->d_rtbcount,
			       ddq->d_rtbtimer))
		return XFS_FAULT_DQ_TIMER;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_dqblk_verify(const struct xfs_geom *g,
				const struct xfs_dqblk *dqb, uint32_t id,
				unsigned int type)
{
	enum xfs_fault fault = xfs_disk_dquot_verify(g, &dqb->dd_diskdq, id, type);

	if (!fault && memcmp(&dqb->dd_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		fault = XFS_FAULT_DQ_UUID;
	return fault;
}
