// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finding how a file's filesystem is mounted and what lies under it: asks the file,
 * the table of mounts, and sysfs for the device.
 *
 * The mount is found by its number, not by its device: a device may be mounted several
 * times, in part (bind) and with points of different names.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "common/mounted.h"
#include "common/pmem_source.h"

#define MOUNT_TABLE	"/proc/self/mountinfo"

/* One line of the table, cut into its words. */
struct mount_line {
	uint64_t	id;
	dev_t		dev;
	char		*point;
	char		*source;
	char		*options;	/* of the filesystem, not of the mount */
};

void mounted_free(struct mounted *m)
{
	free(m->source);
	free(m->point);
	free(m->rt_source);
	m->source = m->point = m->rt_source = NULL;
	pmem_info_free(&m->pmem);
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* A copy in which \ooo is the byte it stands for. */
static char *unescaped(const char *text)
{
	char *copy = strdup(text), *to = copy;

	if (!copy)
		return NULL;
	for (; *text; to++) {
		if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' &&
		    is_octal(text[2]) && is_octal(text[3])) {
			*to = (text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0');
			text += 4;
		} else {
			*to = *text++;
		}
	}
	*to = '\0';
	return copy;
}

static int replace(char **field, const char *text)
{
	free(*field);
	*field = unescaped(text);
	return *field ? 0 : -ENOMEM;
}

/* "12 1 8:1 / /mnt rw shared:1 - xfs /dev/sda1 rw,dax=inode" */
static bool parse_line(char *text, struct mount_line *line)
{
	unsigned int maj, min;
	char *word[6], *rest = text, *type;
	unsigned long long id;
	size_t i;

	for (i = 0; i < 6; i++)
		word[i] = strsep(&rest, " ");
	if (!rest || sscanf(word[0], "%llu", &id) != 1 ||
	    sscanf(word[2], "%u:%u", &maj, &min) != 2)
		return false;
	do {
		type = strsep(&rest, " ");
	} while (type && strcmp(type, "-"));
	if (!strsep(&rest, " "))
		return false;
	line->id = id;
	line->dev = makedev(maj, min);
	line->point = word[4];
	line->source = strsep(&rest, " ");
	line->options = strsep(&rest, " ");
	return line->source && line->options;
}

static int take_options(struct mounted *m, char *options)
{
	char *word;
	int error = 0;

	m->dax = MOUNT_DAX_INODE;
	free(m->rt_source);
	m->rt_source = NULL;
	while (!error && (word = strsep(&options, ","))) {
		if (!strcmp(word, "dax=always") || !strcmp(word, "dax"))
			m->dax = MOUNT_DAX_ALWAYS;
		else if (!strcmp(word, "dax=never"))
			m->dax = MOUNT_DAX_NEVER;
		else if (!strncmp(word, "rtdev=", 6))
			error = replace(&m->rt_source, word + 6);
	}
	return error;
}

static int take_line(struct mounted *m, const struct mount_line *line)
{
	int error = replace(&m->source, line->source);

	if (!error)
		error = replace(&m->point, line->point);
	return error ? error : take_options(m, line->options);
}

int mounted_parse(FILE *table, uint64_t id, dev_t dev, struct mounted *m)
{
	struct mount_line line;
	bool found = false, exact = false;
	char *text = NULL;
	size_t size = 0;
	int error = 0;

	while (!error && !exact && getline(&text, &size, table) > 0) {
		text[strcspn(text, "\n")] = '\0';
		if (!parse_line(text, &line))
			continue;
		exact = id && line.id == id;
		if (exact || (!found && line.dev == dev)) {
			found = true;
			error = take_line(m, &line);
		}
	}
	free(text);
	return error;
}

static uint64_t mount_id(int fd)
{
	struct statx st;

	if (statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &st) < 0 ||
	    !(st.stx_mask & STATX_MNT_ID))
		return 0;
	return st.stx_mnt_id;
}

static int find_mount(int fd, struct mounted *m)
{
	FILE *table = fopen(MOUNT_TABLE, "re");
	int error;

	if (!table)
		return 0;
	error = mounted_parse(table, mount_id(fd), m->dev, m);
	fclose(table);
	return error;
}

static bool has_dax_flag(int fd)
{
	struct fsxattr attr;

	return ioctl(fd, FS_IOC_FSGETXATTR, &attr) == 0 && attr.fsx_xflags & FS_XFLAG_DAX;
}

/* The flag the root directory hands down; a bind mount's point is as good as it gets. */
static bool find_root_flag(const struct mounted *m)
{
	struct stat st;
	bool dax;
	int fd;

	if (!m->xfs || !m->point)
		return false;
	fd = open(m->point, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	dax = fstat(fd, &st) == 0 && st.st_dev == m->dev && has_dax_flag(fd);
	close(fd);
	return dax;
}

/* Where the device begins on its disk; false if sysfs does not know the device. */
static bool start_on_disk(dev_t dev, uint64_t *start)
{
	struct pmem_disk disk;

	if (pmem_sysfs_disk(pmem_sysfs_root(), dev, &disk))
		return false;
	*start = disk.start;
	return true;
}

/*
 * A mapping over persistent memory (PMEM_OTHER) lies anywhere in it, and where a
 * namespace lies is for root alone: the start of the device is all there is then.
 */
void mounted_find_device(struct mounted *m)
{
	uint64_t start = 0;
	bool known;

	m->pmem.numa_node = -1;
	if (!m->dev_known)
		return;
	m->pmem_error = pmem_probe_rdev(m->dev, NULL, &m->pmem);
	m->device_dax = m->pmem.dax;
	known = start_on_disk(m->dev, &start);
	m->mem_start = m->pmem.phys_known ? m->pmem.phys_start : start;
	m->mem_known = known && (m->pmem.phys_known || m->pmem.mode == PMEM_NONE ||
				 m->pmem.mode == PMEM_SECTOR);
}

int mounted_probe(int fd, struct mounted *m)
{
	struct stat st;
	int error;

	memset(m, 0, sizeof(*m));
	if (fstat(fd, &st) < 0)
		return -errno;
	m->dev = st.st_dev;
	m->dev_known = major(st.st_dev) != 0;
	m->xfs = ioctl(fd, XFS_IOC_FSGEOMETRY, &m->geom) == 0;
	if (!m->xfs)
		memset(&m->geom, 0, sizeof(m->geom));
	error = find_mount(fd, m);
	if (error)
		return error;
	m->root_dax = find_root_flag(m);
	mounted_find_device(m);
	return 0;
}

static bool file_is_dax(int fd)
{
	struct statx st;

	if (has_dax_flag(fd))
		return true;
	return statx(fd, "", AT_EMPTY_PATH, 0, &st) == 0 &&
	       st.stx_attributes & STATX_ATTR_DAX;
}

struct xfs_dax_facts mounted_dax_facts(const struct mounted *m, int fd)
{
	return (struct xfs_dax_facts) {
		.reflink = m->geom.flags & XFS_FSOP_GEOM_FLAGS_REFLINK,
		.device = m->device_dax,
		.mount_always = m->dax == MOUNT_DAX_ALWAYS,
		.inode = m->root_dax || (fd >= 0 && file_is_dax(fd)),
	};
}
