// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Persistent memory as sysfs shows it.
 *
 * A pmem disk hangs under the device that drives it: pfnR.N (fsdax with its page
 * structures on the medium), bttR.N (sector), or namespaceR.N itself (raw, or
 * fsdax whose page structures are in ordinary memory, as virtio-pmem and memmap=
 * have them).  That device's folder stands beside its namespace's in regionR.  The
 * `resource` of a pfn is the address of its first data byte, after label and page
 * structures; that of a namespace is its very start.
 */

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "common/pmem_source.h"

/* The kernel shows at most a page; a prepared tree may hold somewhat more. */
#define ATTR_MAX	65536
#define SECTOR_SHIFT	9

/*
 * Reads @dir/@name into @buf, terminated, final newline kept out unless @whole.
 * -E2BIG when it does not fit, -EINVAL when it holds a zero byte.
 */
static int read_attr_text(const char *dir, const char *name, char *buf, size_t size)
{
	char path[PATH_MAX];
	size_t len = 0;
	ssize_t n;
	int fd, error = 0;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	do {
		n = read(fd, buf + len, size - len);
		if (n < 0)
			error = -errno;
		else
			len += n;
	} while (n > 0 && len < size);
	close(fd);
	if (error)
		return error;
	if (len == size)
		return -E2BIG;
	buf[len] = '\0';
	return memchr(buf, '\0', len) ? -EINVAL : 0;
}

/* One word on one line. */
static int read_attr(const char *dir, const char *name, char *buf, size_t size)
{
	int error = read_attr_text(dir, name, buf, size);

	if (!error)
		buf[strcspn(buf, "\n")] = '\0';
	return error;
}

/* A number as sysfs writes them, decimal or 0x; nothing before or after it. */
static int parse_number(const char *text, char **endp, uint64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	*value = strtoull(text, &end, text[1] == 'x' ? 16 : 10);
	if (errno || end == text)
		return -ERANGE;
	if (endp)
		*endp = end;
	return endp || !*end ? 0 : -EINVAL;
}

static int read_number(const char *dir, const char *name, uint64_t *value)
{
	char buf[32];
	int error = read_attr(dir, name, buf, sizeof(buf));

	return error ? error : parse_number(buf, NULL, value);
}

/* A count of sectors, as bytes. */
static int read_sectors(const char *dir, const char *name, uint64_t *bytes)
{
	uint64_t sectors;
	int error = read_number(dir, name, &sectors);

	if (error)
		return error == -ENOENT ? -EINVAL : error;
	if (sectors > (uint64_t)INT64_MAX >> SECTOR_SHIFT)
		return -EINVAL;
	*bytes = sectors << SECTOR_SHIFT;
	return 0;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Cuts the last part off; an empty path stays what it is. */
static void cut_last_part(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

static int locate_partition(struct pmem_disk *disk)
{
	uint64_t number;
	int error = read_number(disk->path, "partition", &number);

	disk->start = 0;
	disk->partition = error != -ENOENT;
	if (!disk->partition)
		return read_sectors(disk->path, "size", &disk->size);
	if (error)
		return -EINVAL;
	error = read_sectors(disk->path, "start", &disk->start);
	if (!error)
		error = read_sectors(disk->path, "size", &disk->size);
	if (error)
		return error;
	cut_last_part(disk->path);
	return 0;
}

int pmem_sysfs_disk(const char *root, dev_t rdev, struct pmem_disk *disk)
{
	char link[PATH_MAX];
	int error;

	if (snprintf(link, sizeof(link), "%s/dev/block/%u:%u", root, major(rdev),
		     minor(rdev)) >= (int)sizeof(link))
		return -ENAMETOOLONG;
	if (!realpath(link, disk->path))
		return errno == ENOENT || errno == ENOTDIR ? -ENOENT : -errno;
	error = locate_partition(disk);
	disk->name = last_part(disk->path);
	return error;
}

void pmem_sysfs_queue(const struct pmem_disk *disk, struct pmem_info *info)
{
	uint64_t value;

	info->dax = read_number(disk->path, "queue/dax", &value) == 0 && value == 1;
	if (read_number(disk->path, "queue/logical_block_size", &value) == 0 &&
	    value >= 512 && value <= 65536 && !(value & (value - 1)))
		info->sectsize = value;
}

/* One line, "sector count"; *@textp moves past it. */
static int parse_badrange(char **textp, struct pmem_badrange *r)
{
	char *p = *textp;
	int error;

	error = parse_number(p, &p, &r->start);
	if (error || *p++ != ' ')
		return -EINVAL;
	error = parse_number(p, &p, &r->len);
	if (error || *p++ != '\n')
		return -EINVAL;
	if (r->start > UINT64_MAX >> SECTOR_SHIFT || r->len > UINT64_MAX >> SECTOR_SHIFT)
		return -EINVAL;
	r->start <<= SECTOR_SHIFT;
	r->len <<= SECTOR_SHIFT;
	*textp = p;
	return 0;
}

/*
 * The kernel cuts a long list off at its page, maybe within a line: what stands
 * after the last newline is no line.
 */
static int parse_badblocks(char *text, struct pmem_info *info)
{
	size_t lines = 0;
	char *p;
	int error;

	for (p = text; *p; p++)
		lines += *p == '\n';
	if (!lines)
		return *text ? -EINVAL : 0;
	*(strrchr(text, '\n') + 1) = '\0';
	info->bad = calloc(lines, sizeof(*info->bad));
	if (!info->bad)
		return -ENOMEM;
	for (p = text; *p; info->nr_bad++) {
		error = parse_badrange(&p, &info->bad[info->nr_bad]);
		if (error)
			return error;
	}
	return 0;
}

int pmem_sysfs_badblocks(const struct pmem_disk *disk, struct pmem_info *info)
{
	char *text = malloc(ATTR_MAX);
	int error;

	if (!text)
		return -ENOMEM;
	error = read_attr_text(disk->path, "badblocks", text, ATTR_MAX);
	if (error == -ENOENT)
		error = 0;	/* the driver keeps no list */
	else if (!error)
		error = parse_badblocks(text, info);
	free(text);
	return error;
}

/* Is @name "@kind" and two numbers: "pfn" and "pfn0.1"? */
static bool is_kind(const char *name, const char *kind)
{
	size_t len = strlen(kind);
	unsigned int region, id;
	char rest;

	return !strncmp(name, kind, len) && isdigit((unsigned char)name[len]) &&
	       sscanf(name + len, "%9u.%9u%c", &region, &id, &rest) == 2;
}

static void fill_name(char *to, size_t size, const char *name)
{
	if (strlen(name) < size)
		snprintf(to, size, "%s", name);
}

static enum pmem_mode namespace_mode(const char *dir, const struct pmem_info *info)
{
	char mode[16];

	if (read_attr(dir, "mode", mode, sizeof(mode)))
		return info->dax ? PMEM_FSDAX : PMEM_RAW;
	if (!strcmp(mode, "memory"))
		return PMEM_FSDAX;
	return strcmp(mode, "safe") ? PMEM_RAW : PMEM_SECTOR;
}

/* The region's folder holds the device's; the numa node stands in either. */
static void fill_region(char *dir, struct pmem_info *info)
{
	uint64_t node;
	int error = read_number(dir, "numa_node", &node);

	cut_last_part(dir);
	if (!strncmp(last_part(dir), "region", 6))
		fill_name(info->region, sizeof(info->region), last_part(dir));
	if (error)
		error = read_number(dir, "numa_node", &node);
	if (!error && node <= INT16_MAX)
		info->numa_node = node;
}

int pmem_sysfs_namespace(const struct pmem_disk *disk, struct pmem_info *info)
{
	char dir[PATH_MAX], link[PATH_MAX], name[64];
	const char *driver;

	if (snprintf(link, sizeof(link), "%s/device", disk->path) >= (int)sizeof(link))
		return -ENOENT;
	if (!realpath(link, dir))
		return errno == ENOMEM ? -ENOMEM : -ENOENT;
	driver = last_part(dir);
	if (is_kind(driver, "namespace")) {
		fill_name(info->namespace, sizeof(info->namespace), driver);
		info->mode = namespace_mode(dir, info);
	} else if (is_kind(driver, "pfn")) {
		info->mode = PMEM_FSDAX;
	} else if (is_kind(driver, "btt")) {
		info->mode = PMEM_SECTOR;
	} else {
		return -ENOENT;
	}
	if (!info->namespace[0] && !read_attr(dir, "namespace", name, sizeof(name)) &&
	    is_kind(name, "namespace"))
		fill_name(info->namespace, sizeof(info->namespace), name);
	info->phys_known = info->mode != PMEM_SECTOR &&
			   !read_number(dir, "resource", &info->phys_start) &&
			   info->phys_start != 0;
	if (read_number(dir, "align", &info->align) || (info->align & (info->align - 1)))
		info->align = 0;
	fill_region(dir, info);
	return 0;
}
