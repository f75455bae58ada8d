// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A directory of any form, read and checked: both hand out the same entries, each a possible
 * one, and what check has nothing against, read has nothing against.
 */

#include "libxfs/inode/dir_check.h"
#include "libxfs/inode/inode_verify.h"
#include "tests/fuzz/fuzz_input.h"

#define LIMIT	1000

struct seen {
	const struct xfs_geom	*g;
	uint64_t	entries;
	uint32_t	sum;
	unsigned int	faults;
	uint64_t	offset;		/* of the last entry */
};

static int entry(void *priv, const struct xfs_dir_entry *e)
{
	struct seen *s = priv;

	assert(e->namelen >= 1 && e->namelen <= 255);
	assert(xfs_ino_valid(s->g, e->ino));
	assert(!s->entries || s->faults || e->offset > s->offset);
	s->offset = e->offset;
	s->sum = s->sum * 31 + fuzz_touch(e->name, e->namelen) + (uint32_t)e->ino;
	assert(++s->entries <= (uint64_t)FUZZ_BLOCKS * 65536 / 16 + LIMIT);
	return 0;
}

static int told(void *priv, const struct xfs_da_fault *df)
{
	struct seen *s = priv;

	assert(df->fault && df->fault < XFS_FAULT_NR && xfs_fault_number(df->fault));
	s->faults++;
	return 0;
}

static void check(struct fuzz_bed *bed)
{
	struct seen read = { .g = &bed->g }, checked = read;
	struct xfs_dir_visit v = {
		.entry = entry, .fault = told, .priv = &read, .max_extents = LIMIT,
	};
	int error = xfs_dir_read(bed->cache, bed->dip, bed->ino, &v), error2;

	fuzz_expect(bed, error);
	v.priv = &checked;
	error2 = xfs_dir_check(bed->cache, bed->dip, bed->ino, &v);
	fuzz_expect(bed, error2);
	if (error || error2)
		return;
	assert(read.entries == checked.entries && read.sum == checked.sum);
	assert(checked.faults || !read.faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bed bed;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	fuzz_mend_inode(&bed, XFS_IFDIR);
	fuzz_own(&bed, bed.ino, 0);
	if (!xfs_dinode_verify_core(&bed.g, bed.dip, bed.ino) &&
	    (be16_to_cpu(bed.dip->di_mode) & XFS_IFMT) == XFS_IFDIR)
		check(&bed);
	fuzz_end(&bed);
	return 0;
}
