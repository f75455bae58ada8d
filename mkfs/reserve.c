// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Room for everything that will be written into regular files, taken before the
 * first byte is: a disk that is too full under an image must leave what the image
 * holds as it is, not half overwritten.
 *
 * Wiping needs no room, since only what is there is wiped.  When room runs out
 * midway the file keeps the blocks it got, because which of them it had before
 * cannot be told; that should be rare, so whether there can be enough is asked
 * first.  A filesystem that copies on write promises what its fallocate() does, and
 * no more.
 */

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "mkfs/aglayout.h"

static int reserve_data(const struct mkfs *m, uint64_t start, uint64_t len)
{
	int error = device_reserve(m->data, start, len);

	return error ? mkfs_fail("%s", device_error(m->data)) : 0;
}

static int reserve_log(const struct mkfs *m)
{
	uint64_t len = (uint64_t)m->geom.logblocks << m->geom.blocklog;

	return device_reserve(m->logdev, 0, len) ?
		mkfs_fail("%s", device_error(m->logdev)) : 0;
}

/* Without the free lists, whose blocks count as free. */
static uint64_t metadata_bytes(const struct mkfs *m)
{
	return (m->geom.dblocks - m->fdblocks) << m->geom.blocklog;
}

/* Can @bytes of this file have blocks, be it those it has already? */
static int check_room(const struct xfs_dev *dev, uint64_t bytes)
{
	struct statvfs fs;
	struct stat st;
	uint64_t room;

	/* Some filesystems do not say how large they are. */
	if (fstatvfs(device_fd(dev), &fs) || fstat(device_fd(dev), &st) || !fs.f_blocks)
		return 0;
	room = (geteuid() ? fs.f_bavail : fs.f_bfree) * (uint64_t)fs.f_frsize;
	if (bytes <= room || bytes - room <= (uint64_t)st.st_blocks * 512)
		return 0;
	return mkfs_fail("the filesystem that %s is on has no room for it: %" PRIu64 " bytes are free, and metadata take %" PRIu64,
			 device_path(dev), room, bytes);
}

int mkfs_reserve(struct mkfs *m)
{
	int error = 0;

	if (!m->data_facts.block) {
		error = check_room(m->data, metadata_bytes(m));
		if (!error)
			error = mkfs_each_metadata(m, reserve_data);
	}
	if (error || !m->logdev || m->log_facts.block)
		return error;
	error = check_room(m->logdev, (uint64_t)m->geom.logblocks << m->geom.blocklog);
	return error ? error : reserve_log(m);
}
