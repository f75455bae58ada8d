// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finding out who uses a file or device (common/in_use.h).
 *
 * Everything here reads; the exclusive open of a device is what keeps others away, and
 * this gives the reasons, and the answer for files, which have no such thing.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "common/in_use.h"

/* Loop devices on files on loop devices: nobody stacks more. */
#define MAX_DEPTH	8

/* All that ask here return 1 for yes, 0 for no, or -ENOMEM. */
static int find_rdev_user(dev_t rdev, char *who, size_t size, int depth);

/* Of a file or folder that does not open: as if it were not there, unless it may be. */
static int not_opened(void)
{
	return errno == ENOMEM ? -ENOMEM : 0;
}

/* Reads "M:m" and whatever from the file @path. */
static int read_devno(const char *path, dev_t *rdev)
{
	unsigned int maj, min;
	FILE *f = fopen(path, "re");
	bool good;

	if (!f)
		return not_opened();
	good = fscanf(f, "%u:%u", &maj, &min) == 2;
	fclose(f);
	if (good)
		*rdev = makedev(maj, min);
	return good;
}

/*
 * A line of mountinfo: id, parent, device, root, mount point, options, tags, "-",
 * type, source.  Filesystems on several devices show a device of their own, so
 * the source is looked at as well.
 */
static bool mounted_on(const char *line, dev_t rdev, char *where, size_t size)
{
	char point[512], source[512] = "";
	const char *dash = strstr(line, " - ");
	unsigned int maj, min;
	struct stat st;

	if (sscanf(line, "%*s %*s %u:%u %*s %511s", &maj, &min, point) != 3)
		return false;
	if (dash)
		sscanf(dash, " - %*s %511s", source);
	if (makedev(maj, min) != rdev &&
	    (source[0] != '/' || stat(source, &st) || !S_ISBLK(st.st_mode) ||
	     st.st_rdev != rdev))
		return false;
	snprintf(where, size, "is mounted on %s", point);
	return true;
}

static int find_mount(dev_t rdev, char *who, size_t size)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t room = 0;
	int found = 0;

	if (!f)
		return not_opened();
	while (!found && getline(&line, &room, f) > 0)
		found = mounted_on(line, rdev, who, size);
	if (!found && !feof(f) && !ferror(f))
		found = -ENOMEM;
	free(line);
	fclose(f);
	return found;
}

static bool same_target(const struct stat *a, const struct stat *b)
{
	if (S_ISBLK(a->st_mode))
		return S_ISBLK(b->st_mode) && a->st_rdev == b->st_rdev;
	return S_ISREG(b->st_mode) && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static int find_swap(const struct stat *target, char *who, size_t size)
{
	FILE *f = fopen("/proc/swaps", "re");
	char line[1024], path[512];
	bool found = false;
	struct stat st;

	if (!f)
		return not_opened();
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%511s", path) == 1 && path[0] == '/' &&
			!stat(path, &st) && same_target(target, &st);
	fclose(f);
	if (found)
		snprintf(who, size, "is in use as swap");
	return found;
}

/* Calls @fn for the entries of the folder @path until it returns other than 0. */
static int any_entry(const char *path, int (*fn)(const char *path, const char *name, void *arg),
		     void *arg)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int found = 0;

	if (!dir)
		return not_opened();
	while (!found && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			found = fn(path, entry->d_name, arg);
	closedir(dir);
	return found;
}

struct search {
	const struct stat *target;
	dev_t		rdev;
	char		*who;
	size_t		size;
	int		depth;
};

static int is_holder(const char *path, const char *name, void *arg)
{
	struct search *s = arg;

	snprintf(s->who, s->size, "is held by %s", name);
	return 1;
}

static int is_used_partition(const char *path, const char *name, void *arg)
{
	char child[PATH_MAX], why[256];
	struct search *s = arg;
	dev_t rdev;
	int found;

	snprintf(child, sizeof(child), "%s/%s/partition", path, name);
	if (access(child, F_OK))
		return 0;
	snprintf(child, sizeof(child), "%s/%s/dev", path, name);
	found = read_devno(child, &rdev);
	if (found > 0)
		found = find_rdev_user(rdev, why, sizeof(why), s->depth);
	if (found > 0)
		snprintf(s->who, s->size, "has a partition %s that %s", name, why);
	return found;
}

int in_use_loop_backing(const char *dir, struct stat *backing)
{
	char attr[PATH_MAX], path[PATH_MAX];
	bool there;
	FILE *f;

	snprintf(attr, sizeof(attr), "%s/loop/backing_file", dir);
	f = fopen(attr, "re");
	if (!f)
		return not_opened();
	there = fgets(path, sizeof(path), f);
	fclose(f);
	if (!there)
		return 0;
	path[strcspn(path, "\n")] = '\0';
	return !stat(path, backing);
}

/* Who uses a device in another mount namespace is not to be seen, but is felt. */
static bool held_elsewhere(const char *name, dev_t rdev)
{
	char path[PATH_MAX];
	struct stat st;
	bool held;
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
	held = fd < 0 && errno == EBUSY && !stat(path, &st) &&
		S_ISBLK(st.st_mode) && st.st_rdev == rdev;
	if (fd >= 0)
		close(fd);
	return held;
}

/*
 * Is the loop device @name made of the target?  A device below a loop device is
 * busy; a file is when the loop device is, since files are often attached and
 * formatted by their own name.
 */
static int is_loop_user(const char *path, const char *name, void *arg)
{
	char dir[PATH_MAX / 2], attr[PATH_MAX], why[256] = "";
	struct search *s = arg;
	dev_t rdev = 0;
	struct stat st;
	int found;

	snprintf(dir, sizeof(dir), "%s/%s", path, name);
	found = strncmp(name, "loop", 4) ? 0 : in_use_loop_backing(dir, &st);
	if (found <= 0 || !same_target(s->target, &st))
		return found < 0 ? found : 0;
	snprintf(attr, sizeof(attr), "%s/dev", dir);
	found = read_devno(attr, &rdev);
	if (found > 0)
		found = find_rdev_user(rdev, why, sizeof(why), s->depth);
	if (found < 0)
		return found;
	if (found)
		snprintf(s->who, s->size, "is behind %s, which %s", name, why);
	else if (held_elsewhere(name, rdev))
		snprintf(s->who, s->size, "is behind %s, which is in use", name);
	else if (S_ISBLK(st.st_mode))
		snprintf(s->who, s->size, "is behind %s", name);
	else
		return 0;
	return 1;
}

/* Of a device, beyond what a file may be used by, too. */
static int find_device_user(struct search *s)
{
	unsigned int maj = major(s->rdev), min = minor(s->rdev);
	int found = find_mount(s->rdev, s->who, s->size);
	char path[64];

	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/holders", maj, min);
	if (!found)
		found = any_entry(path, is_holder, s);
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", maj, min);
	return found ? found : any_entry(path, is_used_partition, s);
}

static int find_target_user(const struct stat *target, char *who, size_t size,
			     int depth)
{
	struct search s = {
		.target = target, .rdev = target->st_rdev,
		.who = who, .size = size, .depth = depth + 1,
	};
	int found;

	if (depth > MAX_DEPTH)
		return 0;
	found = find_swap(target, who, size);
	if (!found)
		found = any_entry("/sys/block", is_loop_user, &s);
	return found || !S_ISBLK(target->st_mode) ? found : find_device_user(&s);
}

static int find_rdev_user(dev_t rdev, char *who, size_t size, int depth)
{
	struct stat st = { .st_mode = S_IFBLK, .st_rdev = rdev };

	return find_target_user(&st, who, size, depth);
}

int in_use_find(const struct stat *st, char *who, size_t size)
{
	return find_target_user(st, who, size, 0);
}
