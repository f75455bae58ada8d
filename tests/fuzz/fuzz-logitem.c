// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The pieces of a log that are judged alone: an operation's head, and the regions of items.
 * The region is the bytes of the inode, head.arg of them.
 */

#include <stdlib.h>

#include "libxfs/log/log_scan.h"
#include "libxfs/log/log_verify.h"
#include "tests/fuzz/fuzz_input.h"

static void check(const struct fuzz_bed *bed, const void *region, uint32_t len)
{
	enum xfs_fault item = xfs_log_item_verify(&bed->g, region, len);
	enum xfs_fault inode = xfs_log_dinode_verify(&bed->g, region, len, bed->ino);
	enum xfs_fault head = xfs_trans_header_verify(region, len);

	assert(item < XFS_FAULT_NR && inode < XFS_FAULT_NR && head < XFS_FAULT_NR);
	if (!item)
		assert(len >= 4 && xlog_item_name(*(const uint16_t *)region));
	if (!head)
		assert(len >= sizeof(struct xfs_trans_header));
	if (len >= sizeof(struct xlog_op_header))
		assert(xlog_op_header_verify(region, bed->head.select) < XFS_FAULT_NR);
}

static void mend(const struct fuzz_bed *bed, uint8_t *region, uint32_t len)
{
	struct xfs_log_dinode *di = (void *)region;

	if (len < sizeof(*di) || di->di_magic != XFS_DINODE_MAGIC)
		return;
	if (bed->head.mend & FUZZ_MEND_UUID)
		di->di_uuid = bed->g.meta_uuid;
	if (bed->head.mend & FUZZ_MEND_PLACE)
		di->di_ino = bed->ino;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bed bed;
	uint8_t *region;
	uint32_t len;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	len = bed.head.arg % (bed.g.inodesize + 1);
	region = malloc(len);
	if (len && !region)
		abort();
	memcpy(region, bed.dip, len);
	mend(&bed, region, len);
	check(&bed, region, len);
	free(region);
	fuzz_end(&bed);
	return 0;
}
