// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two targets that are one: a file and a loop device on it, two loop devices on one
 * file, a disk and its partition.  Each target is followed down to what it is made
 * of, and there the bytes are compared, so that two halves of one file are two.
 */

#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/sysmacros.h>

#include "common/in_use.h"
#include "mkfs/target_check.h"

/* Partitions of loop devices on partitions of ...: nobody stacks more. */
#define MAX_STEPS	16

struct place {
	struct stat	st;
	uint64_t	start, end;	/* bytes */
};

static bool read_number(const char *dir, const char *name, uint64_t *value)
{
	char path[PATH_MAX];
	bool good;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "re");
	if (!f)
		return false;
	good = fscanf(f, "%" SCNu64, value) == 1;
	fclose(f);
	return good;
}

static bool read_parent(const char *dir, dev_t *rdev)
{
	unsigned int maj, min;
	char path[PATH_MAX];
	bool good;
	FILE *f;

	snprintf(path, sizeof(path), "%s/../dev", dir);
	f = fopen(path, "re");
	if (!f)
		return false;
	good = fscanf(f, "%u:%u", &maj, &min) == 2;
	fclose(f);
	*rdev = good ? makedev(maj, min) : *rdev;
	return good;
}

/* From a partition to its disk, from a loop device to what is behind it. */
static bool step_down(struct place *p)
{
	uint64_t offset = 0, number;
	char dir[64];

	if (!S_ISBLK(p->st.st_mode))
		return false;
	snprintf(dir, sizeof(dir), "/sys/dev/block/%u:%u", major(p->st.st_rdev),
		 minor(p->st.st_rdev));
	if (read_number(dir, "partition", &number)) {
		if (!read_number(dir, "start", &offset) ||
		    !read_parent(dir, &p->st.st_rdev))
			return false;
		offset *= 512;
	} else if (in_use_loop_backing(dir, &p->st) > 0) {
		read_number(dir, "loop/offset", &offset);
	} else {
		return false;
	}
	p->start += offset;
	p->end += offset;
	return true;
}

/* A file is taken whole, and so is a device of which sysfs says nothing. */
static struct place bottom(const struct stat *st)
{
	struct place p = { .st = *st, .end = INT64_MAX };
	uint64_t sectors;
	char dir[64];
	int steps;

	snprintf(dir, sizeof(dir), "/sys/dev/block/%u:%u", major(st->st_rdev),
		 minor(st->st_rdev));
	if (S_ISBLK(st->st_mode) && read_number(dir, "size", &sectors))
		p.end = sectors * 512;
	for (steps = 0; steps < MAX_STEPS && step_down(&p); steps++)
		;
	return p;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	if (S_ISBLK(a->st_mode))
		return S_ISBLK(b->st_mode) && a->st_rdev == b->st_rdev;
	return !S_ISBLK(b->st_mode) && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool target_overlap(const struct stat *a, const struct stat *b)
{
	struct place p = bottom(a), q = bottom(b);

	return same_file(a, b) ||
		(same_file(&p.st, &q.st) && p.start < q.end && q.start < p.end);
}
