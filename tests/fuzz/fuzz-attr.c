// SPDX-License-Identifier: GPL-2.0-or-later
/* Extended attributes of any form: names and values that are handed out can be read. */

#include "libxfs/inode/attr_read.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/inode_verify.h"
#include "tests/fuzz/fuzz_input.h"

#define LIMIT	1000

struct seen {
	uint64_t	entries;
	uint32_t	sum;
	unsigned int	faults;
};

static int entry(void *priv, const struct xfs_attr_entry *e)
{
	struct seen *s = priv;

	assert(e->namelen >= 1 && e->namelen <= 255);
	s->sum += fuzz_touch(e->name, e->namelen);
	if (e->value) {
		assert(e->valuelen <= XFS_XATTR_SIZE_MAX);
		s->sum += fuzz_touch(e->value, e->valuelen);
	}
	assert(++s->entries <= (uint64_t)FUZZ_BLOCKS * 65536 / 4);
	return 0;
}

static int told(void *priv, const struct xfs_da_fault *df)
{
	struct seen *s = priv;

	assert(df->fault && df->fault < XFS_FAULT_NR && xfs_fault_number(df->fault));
	s->faults++;
	return 0;
}

/* Twice, the second time from the cache. */
static void check(struct fuzz_bed *bed)
{
	struct seen first = { .faults = 0 }, second = first;
	struct xfs_attr_visit v = {
		.entry = entry, .fault = told, .priv = &first, .max_extents = LIMIT,
	};
	int error = xfs_attr_check(bed->cache, bed->dip, bed->ino, &v), error2;

	fuzz_expect(bed, error);
	v.priv = &second;
	error2 = xfs_attr_check(bed->cache, bed->dip, bed->ino, &v);
	fuzz_expect(bed, error2);
	if (!error && !error2)
		assert(first.entries == second.entries && first.sum == second.sum &&
		       first.faults == second.faults);
	if (!error && bed->dip->di_aformat == XFS_DINODE_FMT_LOCAL && !first.faults)
		assert(!xfs_attr_sf_verify(xfs_dfork_ptr(bed->dip, XFS_ATTR_FORK),
					   xfs_dfork_size(&bed->g, bed->dip, XFS_ATTR_FORK)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bed bed;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	fuzz_mend_inode(&bed, 0);
	fuzz_own(&bed, bed.ino, 0);
	if (!xfs_dinode_verify_core(&bed.g, bed.dip, bed.ino) && bed.dip->di_forkoff)
		check(&bed);
	fuzz_end(&bed);
	return 0;
}
