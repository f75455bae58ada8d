// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An inode: its core, both forks, the extent maps they hold, a link's target.  A map that is
 * read whole rises, lies on the device, and finds again what is in it.
 */

#include "libxfs/btree/btree.h"
#include "libxfs/inode/fork_map.h"
#include "libxfs/inode/inode_verify.h"
#include "libxfs/inode/symlink_read.h"
#include "tests/fuzz/fuzz_input.h"

#define LIMIT	5000

static void check_map(const struct fuzz_bed *bed, const struct xfs_fork_map *map)
{
	struct xfs_bmbt_irec irec, again;
	xfs_fileoff_t end = 0;
	uint64_t i, index, blocks = 0;

	for (i = 0; i < map->nr; i++) {
		xfs_fork_map_get(map, i, &irec);
		assert(irec.br_startoff >= end && irec.br_blockcount);
		assert(xfs_bmbt_irec_ok(&bed->g, &irec));
		end = irec.br_startoff + irec.br_blockcount;
		blocks += irec.br_blockcount;
		assert(xfs_fork_map_find(map, end - 1, &again, &index) && index == i);
		assert(again.br_startblock == irec.br_startblock);
	}
	assert(end == xfs_fork_map_end(map) && blocks == map->blocks);
	assert(!xfs_fork_map_find(map, end, &irec, &index));
}

/* @good: the verifier has nothing against the inode. */
static void read_map(struct fuzz_bed *bed, enum xfs_fork which, bool good)
{
	unsigned int format = xfs_dfork_format(bed->dip, which);
	bool rt = be16_to_cpu(bed->dip->di_flags) & XFS_DIFLAG_REALTIME && which == XFS_DATA_FORK;
	struct xfs_fork_map map;
	int error;

	if (which == XFS_ATTR_FORK && !bed->dip->di_forkoff)
		return;
	error = xfs_fork_map_read(&map, bed->cache, bed->dip, bed->ino, which, LIMIT);
	if (format != XFS_DINODE_FMT_EXTENTS && format != XFS_DINODE_FMT_BTREE)
		assert(error == -EINVAL);
	else
		fuzz_expect(bed, error);
	assert(error != -EFSCORRUPTED || map.fault);
	if (good && !rt && format == XFS_DINODE_FMT_EXTENTS && error != -ENOMEM)
		assert(!error && map.nr == xfs_dfork_nextents(bed->dip, which));
	if ((!error || error == -EFSCORRUPTED) && !rt)
		check_map(bed, &map);
	xfs_fork_map_free(&map);
}

static int told(void *priv, const struct xfs_da_fault *df)
{
	assert(df->fault && df->fault < XFS_FAULT_NR);
	(*(unsigned int *)priv)++;
	return 0;
}

/* One without a name may have no target. */
static void read_link(struct fuzz_bed *bed)
{
	uint8_t target[XFS_SYMLINK_MAXLEN];
	unsigned int len = 0, faults = 0;
	bool whole = false;
	int error;

	error = xfs_symlink_check(bed->cache, bed->dip, bed->ino, target, &len, &whole, told,
				  &faults);
	fuzz_expect(bed, error);
	if (!error && whole) {
		assert(len <= sizeof(target));
		fuzz_touch(target, len);
	}
	assert(error || whole || faults || !bed->dip->di_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum xfs_fault core, all;
	struct fuzz_bed bed;

	if (!fuzz_begin(&bed, data, size))
		return 0;
	fuzz_mend_inode(&bed, 0);
	fuzz_own(&bed, bed.ino, 0);
	core = xfs_dinode_verify_core(&bed.g, bed.dip, bed.ino);
	all = xfs_dinode_verify(&bed.g, bed.dip, bed.ino);
	assert(core < XFS_FAULT_NR && all < XFS_FAULT_NR);
	assert(!core || core == all);
	if (!core) {
		read_map(&bed, XFS_DATA_FORK, !all);
		read_map(&bed, XFS_ATTR_FORK, !all);
		if ((be16_to_cpu(bed.dip->di_mode) & XFS_IFMT) == XFS_IFLNK)
			read_link(&bed);
	}
	fuzz_end(&bed);
	return 0;
}
