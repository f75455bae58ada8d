// SPDX-License-Identifier: GPL-2.0-or-later
/* Quota records: what the whole record's verifier accepts, the inner one's does, too. */

#include <stdlib.h>

#include "libxfs/inode/quota_verify.h"
#include "tests/fuzz/fuzz_input.h"

static void check(struct fuzz_bed *bed, struct xfs_dqblk *dqb)
{
	uint32_t id = bed->head.select & 8 ? XFS_DQUOT_ANY_ID : bed->head.arg;
	unsigned int type = bed->head.select & XFS_DQTYPE_REC_MASK;
	enum xfs_fault outer, inner;

	if (bed->head.mend & FUZZ_MEND_UUID)
		dqb->dd_uuid = bed->g.meta_uuid;
	if (bed->head.mend & FUZZ_MEND_MAGIC) {
		dqb->dd_diskdq.d_magic = cpu_to_be16(XFS_DQUOT_MAGIC);
		dqb->dd_diskdq.d_version = XFS_DQUOT_VERSION;
	}
	if (bed->head.mend & FUZZ_MEND_PLACE)
		dqb->dd_diskdq.d_id = cpu_to_be32(id);
	inner = xfs_disk_dquot_verify(&bed->g, &dqb->dd_diskdq, id, type);
	outer = xfs_dqblk_verify(&bed->g, dqb, id, type);
	assert(inner < XFS_FAULT_NR && outer < XFS_FAULT_NR);
	assert(outer || !inner);
	if (!outer && id != XFS_DQUOT_ANY_ID)
		assert(be32_to_cpu(dqb->dd_diskdq.d_id) == id);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xfs_dqblk *dqb;
	struct fuzz_bed bed;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	dqb = malloc(sizeof(*dqb));
	if (!dqb)
		abort();
	memcpy(dqb, bed.dip, sizeof(*dqb));
	check(&bed, dqb);
	free(dqb);
	fuzz_end(&bed);
	return 0;
}
