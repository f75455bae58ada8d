// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a run works with: memory, threads, progress, report, devices opened for reading only.
 *
 * A mounted filesystem is refused: block devices are held exclusively from here to the end
 * of the run, files are looked up among the loop devices.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/in_use.h"
#include "repair/groups.h"
#include "repair/names.h"
#include "repair/owners.h"
#include "repair/paths.h"
#include "repair/repair.h"

static int open_device(struct repair *r, const char *path, const char *what,
		       struct xfs_dev **devp)
{
	char who[1280];
	struct stat st;
	int error = stat(path, &st) ? 0 : in_use_find(&st, who, sizeof(who));

	if (error > 0)
		return repair_fail(r, -EBUSY, "%s %s; unmount it and check again", path, who);
	if (!error)
		error = device_open(path, DEVICE_EXCL, devp);
	if (error == -ENOMEM)
		return repair_no_memory(r, "opening a device");
	if (error == -EBUSY)
		return repair_fail(r, error, "%s is in use by something; find and end that, and "
				   "check again", path);
	if (error == -ENOTBLK || error == -EISDIR)
		return repair_fail(r, error, "%s is neither a file nor a block device", path);
	if (error)
		return repair_fail(r, error, "the %s %s cannot be opened: %s", what, path,
				   strerror(-error));
	return 0;
}

/* By whatever name. */
static bool is_open_as(const struct xfs_dev *dev, const struct stat *st)
{
	struct stat have;

	if (!dev || fstat(device_fd(dev), &have))
		return false;
	if (S_ISBLK(have.st_mode) && S_ISBLK(st->st_mode))
		return have.st_rdev == st->st_rdev;
	return have.st_dev == st->st_dev && have.st_ino == st->st_ino;
}

/* Asked before opening: a second time, a block device would be in use. */
static int open_further(struct repair *r, const char *path, const char *what,
			struct xfs_dev **devp)
{
	const struct xfs_dev *twin = NULL;
	struct stat st;

	if (!stat(path, &st))
		twin = is_open_as(r->data, &st) ? r->data : is_open_as(r->log, &st) ? r->log : NULL;
	if (twin)
		return repair_fail(r, -EINVAL, "the %s %s and the %s %s are one and the same; name "
				   "the filesystem's own %s", what, path, twin == r->data ?
				   "device" : "log device", device_path(twin), what);
	return open_device(r, path, what, devp);
}

static int open_devices(struct repair *r)
{
	int error = open_device(r, r->opts.device, "device", &r->data);

	if (!error && r->opts.logdev)
		error = open_further(r, r->opts.logdev, "log device", &r->log);
	if (!error && r->opts.rtdev)
		error = open_further(r, r->opts.rtdev, "realtime device", &r->rt);
	return error;
}

static void clear_progress(void *arg)
{
	struct repair *r = arg;

	progress_clear(r->progress);
}

static bool name_inode(void *arg, xfs_ino_t ino, char *path, size_t size)
{
	const struct repair *r = arg;

	return r->facts & FACT_NAMES && paths_name(r, ino, path, size);
}

/* One thread a processor, unless -m is too little for them. */
static int create_workers(struct repair *r)
{
	unsigned int max = repair_max_threads(r);
	int error = workers_create(0, &r->workers);

	if (!error && max && workers_nr(r->workers) > max) {
		workers_destroy(r->workers);
		r->workers = NULL;
		error = workers_create(max, &r->workers);
	}
	if (!error)
		repair_save_memory(workers_nr(r->workers));
	return error;
}

static int open_tools(struct repair *r)
{
	const struct report_style style = {
		.json = r->opts.json, .verbose = r->opts.verbose, .out = stdout,
		.before_print = clear_progress, .name_inode = name_inode, .arg = r,
	};
	int error = create_workers(r);

	if (!error)
		error = progress_create(stderr, r->opts.interval, &r->progress);
	if (!error)
		error = report_create(&style, &r->report);
	return error ? repair_no_memory(r, "beginning") : 0;
}

int repair_open(struct repair *r)
{
	int error = repair_limit_memory(r);

	if (!error)
		error = open_tools(r);
	return error ? error : open_devices(r);
}

void repair_close(struct repair *r)
{
	paths_destroy(r);
	names_destroy(r);
	owners_destroy(r->owners);
	groups_destroy(r);
	xfs_buf_cache_destroy(r->cache);
	device_close(r->data);
	device_close(r->log);
	device_close(r->rt);
	report_destroy(r->report);
	progress_destroy(r->progress);
	workers_destroy(r->workers);
	free(r->gaps);
}
