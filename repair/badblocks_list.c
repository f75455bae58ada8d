// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bad ranges of the device: from a file, or from what the kernel knows.
 *
 * A file is as sysfs prints the list: "start length" in sectors of 512 bytes a line; blank
 * lines and what follows a "#" do not count.  So many lines are read and no more, whatever
 * the file is.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "common/array.h"
#include "common/pmem.h"
#include "common/pmem_source.h"
#include "repair/badblocks.h"

#define LINE_MAX_BYTES	256
#define LINES_MAX	(1U << 22)

void bad_list_free(struct bad_list *list)
{
	free(list->range);
}

static int add_range(struct bad_list *list, uint64_t start, uint64_t len)
{
	struct bad_range *range = array_grow(list->range, &list->room, list->nr, sizeof(*range));

	if (!range)
		return -ENOMEM;
	list->range = range;
	list->range[list->nr++] = (struct bad_range){ start, len };
	return 0;
}

static int compare_ranges(const void *pa, const void *pb)
{
	const struct bad_range *a = pa, *b = pb;

	return a->start < b->start ? -1 : a->start > b->start;
}

static uint64_t range_end(const struct bad_range *range)
{
	return range->start + range->len;
}

static void merge_ranges(struct bad_list *list)
{
	struct bad_range *last;
	size_t i, nr = 0;

	if (list->nr)
		qsort(list->range, list->nr, sizeof(*list->range), compare_ranges);
	for (i = 0; i < list->nr; i++) {
		last = nr ? &list->range[nr - 1] : NULL;
		if (!last || range_end(last) < list->range[i].start)
			list->range[nr++] = list->range[i];
		else if (range_end(last) < range_end(&list->range[i]))
			last->len = range_end(&list->range[i]) - last->start;
	}
	list->nr = nr;
}

/* ---- A file ---- */

/* A decimal number and what is blank behind it; moves *@p on. */
static bool get_number(const char **p, uint64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)**p))
		return false;
	errno = 0;
	*value = strtoull(*p, &end, 10);
	if (errno || (*end && *end != ' ' && *end != '\t'))
		return false;
	*p = end + strspn(end, " \t");
	return true;
}

/* NULL, or what is wrong with the line. */
static const char *parse_line(char *line, struct bad_range *range, bool *empty)
{
	const char *p = line + strspn(line, " \t");

	line[strcspn(line, "#\r\n")] = '\0';
	*empty = !*p;
	if (*empty)
		return NULL;
	if (!get_number(&p, &range->start) || !get_number(&p, &range->len) || *p)
		return "is not \"start length\" in sectors of 512 bytes";
	if (!range->len)
		return "is a range of no sectors";
	if (range->start > INT64_MAX / 512 || range->len > INT64_MAX / 512 - range->start)
		return "reaches past what a device can be";
	return NULL;
}

/* A line without its end; *@wrong: what is the matter with it, or NULL.  False: no more. */
static bool next_line(FILE *f, char line[LINE_MAX_BYTES], const char **wrong)
{
	size_t len = 0;
	int c;

	*wrong = NULL;
	while ((c = getc(f)) != EOF && c != '\n' && c && len < LINE_MAX_BYTES - 1)
		line[len++] = c;
	line[len] = '\0';
	if (!c)
		*wrong = "has a byte that is zero";
	else if (c != EOF && c != '\n')
		*wrong = "is too long";
	return len || c != EOF;
}

static int take_line(struct repair *r, struct bad_list *list, const char *path, char *line,
		     unsigned int nr, const char *wrong)
{
	struct bad_range range;
	bool empty = false;

	if (!wrong)
		wrong = parse_line(line, &range, &empty);
	if (wrong)
		return repair_fail(r, -EINVAL, "%s: line %u %s", path, nr, wrong);
	if (!empty && list->nr == BADBLOCKS_MAX)
		return repair_fail(r, -E2BIG, "%s: more than %u ranges", path, BADBLOCKS_MAX);
	return empty ? 0 : add_range(list, range.start, range.len);
}

static int read_file(struct repair *r, struct bad_list *list, const char *path, FILE *f)
{
	char line[LINE_MAX_BYTES];
	unsigned int nr = 0;
	const char *wrong;
	int error = 0;

	while (!error && next_line(f, line, &wrong)) {
		if (nr == LINES_MAX)
			return repair_fail(r, -E2BIG, "%s: more than %u lines", path, LINES_MAX);
		error = take_line(r, list, path, line, ++nr, wrong);
	}
	if (!error && ferror(f))
		return repair_fail(r, -EIO, "%s cannot be read", path);
	return error;
}

static int load_file(struct repair *r, struct bad_list *list)
{
	const char *path = r->opts.badblocks;
	FILE *f = fopen(path, "re");
	int error;

	if (!f && errno == ENOMEM)
		return -ENOMEM;
	if (!f)
		return repair_fail(r, -errno, "%s cannot be opened: %s", path, strerror(errno));
	error = read_file(r, list, path, f);
	fclose(f);
	return error;
}

/* ---- What the kernel knows ---- */

static int no_list(struct repair *r, const char *why)
{
	return repair_fail(r, -ENODATA, "--badblocks auto: %s %s; give a file of ranges "
			   "instead", r->opts.device, why);
}

/* A disk that is no persistent memory may have a list too; a partition has none. */
static int load_disk(struct repair *r, struct bad_list *list, dev_t rdev)
{
	char path[PATH_MAX];
	FILE *f;
	int error;

	if ((size_t)snprintf(path, sizeof(path), "%s/dev/block/%u:%u/badblocks",
			     pmem_sysfs_root(), major(rdev), minor(rdev)) >= sizeof(path))
		return no_list(r, "has no list of bad blocks");
	f = fopen(path, "re");
	if (!f && errno == ENOMEM)
		return -ENOMEM;
	if (!f)
		return no_list(r, "has no list of bad blocks");
	error = read_file(r, list, path, f);
	fclose(f);
	return error;
}

static int take_info(struct bad_list *list, const struct pmem_info *info)
{
	uint64_t start, end;
	size_t i;
	int error = 0;

	for (i = 0; !error && i < info->nr_bad; i++) {
		start = info->bad[i].start / 512;
		end = (info->bad[i].start + info->bad[i].len + 511) / 512;
		error = add_range(list, start, end - start);
	}
	return error;
}

static int load_auto(struct repair *r, struct bad_list *list)
{
	struct pmem_info info = { 0 };
	struct stat st;
	int error;

	if (fstat(device_fd(r->data), &st) < 0 || !S_ISBLK(st.st_mode))
		return no_list(r, "is a file, of which the kernel keeps no list of bad blocks");
	error = pmem_probe_rdev(st.st_rdev, NULL, &info);
	if (error && error != -ENOMEM)
		error = no_list(r, "has a list of bad blocks that makes no sense");
	else if (!error && info.mode == PMEM_OTHER)
		error = no_list(r, "lies over other devices, which have the lists of bad blocks");
	else if (!error && info.mode == PMEM_NONE)
		error = load_disk(r, list, st.st_rdev);
	else if (!error)
		error = take_info(list, &info);
	pmem_info_free(&info);
	return error;
}

int bad_list_load(struct repair *r, struct bad_list *list)
{
	int error;

	*list = (struct bad_list){ 0 };
	if (!strcmp(r->opts.badblocks, "auto"))
		error = load_auto(r, list);
	else if (!strcmp(r->opts.badblocks, "-"))
		error = read_file(r, list, "standard input", stdin);
	else
		error = load_file(r, list);
	if (!error)
		merge_ranges(list);
	return error;
}
