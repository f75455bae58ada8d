// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finding persistent memory: asks libndctl or sysfs for the disk, then turns the
 * disk's facts into the target's, which may be a partition of it.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/pmem.h"
#include "common/pmem_source.h"
#include "config.h"

#define SYSFS	"/sys"

const char *pmem_mode_name(enum pmem_mode mode)
{
	static const char *const names[] = {
		[PMEM_NONE]	= "none",
		[PMEM_RAW]	= "raw",
		[PMEM_SECTOR]	= "sector",
		[PMEM_FSDAX]	= "fsdax",
		[PMEM_OTHER]	= "other",
	};

	return (size_t)mode < sizeof(names) / sizeof(names[0]) ? names[mode] : "other";
}

void pmem_info_free(struct pmem_info *info)
{
	free(info->bad);
	info->bad = NULL;
	info->nr_bad = 0;
}

static int by_start(const void *a, const void *b)
{
	const struct pmem_badrange *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Moves @r from disk to target; false if no part of it lies in the target. */
static bool clip(const struct pmem_disk *disk, struct pmem_badrange *r)
{
	uint64_t end = r->len > UINT64_MAX - r->start ? UINT64_MAX : r->start + r->len;
	uint64_t disk_end = disk->start + disk->size;

	if (end <= disk->start || r->start >= disk_end || !r->len)
		return false;
	if (end > disk_end)
		end = disk_end;
	if (r->start < disk->start)
		r->start = disk->start;
	r->len = end - r->start;
	r->start -= disk->start;
	return true;
}

/* Clips, sorts, and joins what overlaps or touches. */
static void tidy_badranges(const struct pmem_disk *disk, struct pmem_info *info)
{
	struct pmem_badrange *bad = info->bad;
	size_t i, n = 0, kept = 0;

	for (i = 0; i < info->nr_bad; i++)
		if (clip(disk, &bad[i]))
			bad[n++] = bad[i];
	if (n)
		qsort(bad, n, sizeof(*bad), by_start);
	for (i = 0; i < n; i++) {
		struct pmem_badrange *last = kept ? &bad[kept - 1] : NULL;
		uint64_t end = bad[i].start + bad[i].len;

		if (!last || last->start + last->len < bad[i].start)
			bad[kept++] = bad[i];
		else if (last->start + last->len < end)
			last->len = end - last->start;
	}
	info->nr_bad = kept;
}

/* libndctl looks nowhere but in /sys, and may know less than sysfs does. */
static int find_namespace(const char *root, const struct pmem_disk *disk,
			  struct pmem_info *info)
{
#ifdef HAVE_LIBNDCTL
	if (!strcmp(root, SYSFS) && pmem_ndctl_namespace(disk, info) == 0)
		return 0;
#endif
	return pmem_sysfs_namespace(disk, info);
}

static void forget(struct pmem_info *info)
{
	pmem_info_free(info);
	memset(info, 0, sizeof(*info));
	info->numa_node = -1;
}

const char *pmem_sysfs_root(void)
{
	const char *root = secure_getenv("XFS_DAX_SYSFS");

	return root && *root ? root : SYSFS;
}

int pmem_probe_rdev(dev_t rdev, const char *sysfs, struct pmem_info *info)
{
	const char *root = sysfs ? sysfs : pmem_sysfs_root();
	struct pmem_disk disk;
	int error;

	memset(info, 0, sizeof(*info));
	info->numa_node = -1;
	error = pmem_sysfs_disk(root, rdev, &disk);
	if (error)
		return error == -ENOENT ? 0 : error;

	pmem_sysfs_queue(&disk, info);
	error = find_namespace(root, &disk, info);
	if (error == -ENOMEM)
		return error;
	if (error == -ENOENT) {
		if (info->dax)
			info->mode = PMEM_OTHER;
		else
			forget(info);
	}
	if (info->mode == PMEM_NONE)
		return 0;

	info->partition = disk.partition;
	if (info->phys_start > UINT64_MAX - disk.start)
		info->phys_known = false;
	info->phys_start = info->phys_known ? info->phys_start + disk.start : 0;
	error = pmem_sysfs_badblocks(&disk, info);
	if (!error)
		tidy_badranges(&disk, info);
	return error;
}

int pmem_probe(int fd, const char *sysfs, struct pmem_info *info)
{
	struct stat st;

	memset(info, 0, sizeof(*info));
	info->numa_node = -1;
	if (fstat(fd, &st) < 0)
		return -errno;
	return S_ISBLK(st.st_mode) ? pmem_probe_rdev(st.st_rdev, sysfs, info) : 0;
}
