// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkfs.xfs: makes an XFS filesystem, on persistent memory one that DAX and
 * sharing can both be used on.
 *
 * The run is the table below.  A phase that fails has said why; nothing is
 * written to a device before the last one.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/stdfds.h"
#include "mkfs/mkfs.h"

static int (*const phases[])(struct mkfs *m) = {
	mkfs_open_targets,
	mkfs_choose_features,
	mkfs_choose_geometry,
	mkfs_plan,
	mkfs_write_config,
	mkfs_warn,
	mkfs_report,
	mkfs_write,
};

static int run(struct mkfs *m)
{
	size_t i;
	int error;

	for (i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		error = phases[i](m);
		if (error)
			return error;
	}
	return 0;
}

/* A write error that close() alone reports is an error all the same. */
static int close_target(struct xfs_dev *dev)
{
	int error;

	if (!dev)
		return 0;
	error = device_close(dev);
	if (error)
		mkfs_fail("the device could not be closed: %s", strerror(-error));
	return error;
}

static int finish(struct mkfs *m, int error)
{
	int log_error = close_target(m->logdev);
	int data_error = close_target(m->data);

	pmem_info_free(&m->pmem);
	pmem_info_free(&m->log_pmem);
	mkfs_options_free(&m->opts);
	if (!error && (fflush(stdout) || ferror(stdout)))
		error = mkfs_fail("standard output: %s", strerror(errno));
	return error ? error : log_error ? log_error : data_error;
}

int main(int argc, char **argv)
{
	static struct mkfs m;
	int error;

	error = stdfds_take();
	if (!error)
		error = mkfs_options_parse(&m.opts, argc, argv);
	if (error > 0)
		return finish(&m, 0) ? EXIT_FAILURE : EXIT_SUCCESS;
	if (!error)
		error = run(&m);
	return finish(&m, error) ? EXIT_FAILURE : EXIT_SUCCESS;
}
