// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes the filesystem that the phases before have decided on.
 *
 * Order is what makes it safe.  All decisions and all checks come first.  Then
 * the old superblock goes, durably; then everything else, durably; the new superblock
 * is one sector, written last.  Interrupted anywhere, the device holds something
 * that no kernel mounts.
 */

#include <errno.h>

#include "libxfs/env.h"
#include "mkfs/write.h"

int mkfs_write_bytes(struct xfs_dev *dev, xfs_daddr_t daddr, const void *buf,
		     size_t len)
{
	int error = xfs_env_write(dev, daddr, buf, len);

	if (error)
		mkfs_fail("%s", device_error(dev));
	return error;
}

int mkfs_zero_bytes(struct xfs_dev *dev, xfs_daddr_t daddr, uint64_t len)
{
	int error = xfs_env_zero(dev, daddr, len);

	if (error)
		mkfs_fail("%s", device_error(dev));
	return error;
}

void *mkfs_io_alloc(size_t len)
{
	void *buf = xfs_env_io_alloc(len);

	if (!buf)
		mkfs_fail("out of memory");
	return buf;
}

static int flush(struct xfs_dev *dev)
{
	int error = dev ? xfs_env_flush(dev) : 0;

	if (error)
		mkfs_fail("%s", device_error(dev));
	return error;
}

static int write_all(struct mkfs *m)
{
	xfs_agnumber_t agno;
	int error;

	error = mkfs_wipe(m);
	if (!error)
		error = mkfs_write_log(m);
	for (agno = 0; !error && agno < m->geom.agcount; agno++)
		error = mkfs_write_ag(m, agno);
	if (!error)
		error = mkfs_write_inodes(m);
	if (!error)
		error = flush(m->logdev);
	if (!error)
		error = flush(m->data);
	if (!error)
		error = mkfs_write_primary(m);
	if (!error)
		error = flush(m->data);
	return error;
}

int mkfs_write(struct mkfs *m)
{
	int error;

	if (m->opts.dry_run)
		return 0;
	error = mkfs_prepare_targets(m);
	if (!error)
		error = write_all(m);
	if (error)
		mkfs_abandon_targets(m);
	return error;
}
