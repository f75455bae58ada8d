// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Is the device, or the file as a device, in use?  A filesystem that changes while it is
 * read is full of findings that are none.
 *
 * The kernel's own answer is the exclusive open of a block device, which sees mounts in
 * every mount namespace, device mapper and the rest; the table of mounts gives the reason,
 * and the answer where devices have no names (in containers) or may not be opened.  A file
 * is in use if a loop device made of it is.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <stdlib.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "repair/repair.h"

/* A line: id, parent, device, root, mount point, options, tags, "-", type, source. */
static bool is_mount_of(const char *line, dev_t rdev, char *who, size_t size)
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
	snprintf(who, size, "is mounted on %s", point);
	return true;
}

static bool find_mount(dev_t rdev, char *who, size_t size)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t room = 0;
	bool found = false;

	if (!f)
		return false;
	while (!found && getline(&line, &room, f) > 0)
		found = is_mount_of(line, rdev, who, size);
	free(line);
	fclose(f);
	return found;
}

/* @path is that device, and somebody holds it exclusively. */
static bool is_held(const char *path, dev_t rdev)
{
	int fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd >= 0) {
		close(fd);
		return false;
	}
	return errno == EBUSY && !stat(path, &st) && S_ISBLK(st.st_mode) &&
		st.st_rdev == rdev;
}

/* The first line of a sysfs file, without its end. */
static bool read_line(const char *path, char *line, size_t size)
{
	FILE *f = fopen(path, "re");
	bool good;

	if (!f)
		return false;
	good = fgets(line, size, f);
	fclose(f);
	if (good)
		line[strcspn(line, "\n")] = '\0';
	return good;
}

static bool is_made_of(const char *name, const struct stat *file)
{
	char attr[PATH_MAX], backing[PATH_MAX];
	struct stat st;

	snprintf(attr, sizeof(attr), "/sys/block/%s/loop/backing_file", name);
	return read_line(attr, backing, sizeof(backing)) && !stat(backing, &st) &&
		S_ISREG(st.st_mode) && st.st_dev == file->st_dev && st.st_ino == file->st_ino;
}

static bool is_busy_loop(const char *name, const struct stat *file, char *who, size_t size)
{
	char path[PATH_MAX], devno[64], why[640];
	unsigned int maj, min;

	if (!is_made_of(name, file))
		return false;
	snprintf(path, sizeof(path), "/sys/block/%s/dev", name);
	if (!read_line(path, devno, sizeof(devno)) || sscanf(devno, "%u:%u", &maj, &min) != 2)
		return false;
	snprintf(path, sizeof(path), "/dev/%s", name);
	if (find_mount(makedev(maj, min), why, sizeof(why)))
		snprintf(who, size, "is behind %s, which %s", name, why);
	else if (is_held(path, makedev(maj, min)))
		snprintf(who, size, "is behind %s, which is in use", name);
	else
		return false;
	return true;
}

static bool find_loop(const struct stat *file, char *who, size_t size)
{
	DIR *dir = opendir("/sys/block");
	struct dirent *entry;
	bool found = false;

	if (!dir)
		return false;
	while (!found && (entry = readdir(dir)))
		found = !strncmp(entry->d_name, "loop", 4) &&
			is_busy_loop(entry->d_name, file, who, size);
	closedir(dir);
	return found;
}

bool repair_find_user(const struct stat *st, char *who, size_t size)
{
	if (S_ISREG(st->st_mode))
		return find_loop(st, who, size);
	return S_ISBLK(st->st_mode) && find_mount(st->st_rdev, who, size);
}
