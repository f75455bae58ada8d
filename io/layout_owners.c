// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How many mappings own each part of a layout's shared extents, from the reverse map
 * of an XFS (FS_IOC_GETFSMAP).
 *
 * Shared extents are taken in the order of the device and asked for in windows: a file
 * that small copy-on-write has scattered would otherwise cost a call for each block.
 * The records of a window become +1 at their start and -1 at their end; the running sum
 * over the sorted marks is the number of owners.  A sum below two within a shared
 * extent means that the kernel does not tell (not root) or that the file is changing:
 * then it is unknown.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "common/array.h"
#include "io/io.h"
#include "io/layout.h"

#define BATCH		4096u			/* records a call */
#define WINDOW		((uint64_t)64 << 20)	/* extents beginning within that, bytes */
#define GAP		((uint64_t)1 << 20)	/* and no farther apart than this */
#define MARKS_MAX	((size_t)4 << 20)	/* a window with more is not told, 64 MiB */
#define CALLS_MAX	(MARKS_MAX / BATCH)	/* nor one that takes more */

struct mark {
	uint64_t	at;		/* device offset, bytes */
	int64_t		change;		/* of the number of owners there */
};

struct owners {
	int			fd;
	uint32_t		device;		/* data device as fsmap names it */
	struct fsmap_head	*head;
	struct mark		*marks;		/* of one window */
	size_t			nr, room;
	struct layout		out;		/* in device order at first */
};

static int add_mark(struct owners *o, uint64_t at, int64_t change)
{
	struct mark *marks;

	if (o->nr == MARKS_MAX)
		return -E2BIG;
	marks = array_grow(o->marks, &o->room, o->nr, sizeof(*marks));
	if (!marks)
		return -ENOMEM;
	o->marks = marks;
	o->marks[o->nr++] = (struct mark) { at, change };
	return 0;
}

/* Only mappings of data forks own; other records have other flags. */
static int take_record(struct owners *o, const struct fsmap *rec)
{
	const uint32_t others = FMR_OF_SPECIAL_OWNER | FMR_OF_ATTR_FORK | FMR_OF_EXTENT_MAP;
	int error;

	if (rec->fmr_flags & others || rec->fmr_device != o->device ||
	    rec->fmr_length > UINT64_MAX - rec->fmr_physical)
		return 0;
	error = add_mark(o, rec->fmr_physical, 1);
	return error ? error : add_mark(o, rec->fmr_physical + rec->fmr_length, -1);
}

static void ask_for(struct owners *o, uint64_t start, uint64_t end)
{
	struct fsmap_head *head = o->head;

	memset(head, 0, sizeof(*head));
	head->fmh_count = BATCH;
	head->fmh_keys[0].fmr_device = o->device;
	head->fmh_keys[0].fmr_physical = start;
	head->fmh_keys[1].fmr_device = o->device;
	head->fmh_keys[1].fmr_physical = end - 1;
	head->fmh_keys[1].fmr_owner = UINT64_MAX;
	head->fmh_keys[1].fmr_offset = UINT64_MAX;
	head->fmh_keys[1].fmr_flags = UINT32_MAX;
}

/* One answer's records; 1 when there is more, and the head asks for it. */
static int take_batch(struct owners *o)
{
	struct fsmap_head *head = o->head;
	const struct fsmap *last;
	uint32_t i, nr = head->fmh_entries;
	int error;

	if (nr > BATCH)
		return -EIO;
	if (!nr)
		return 0;
	for (i = 0; i < nr; i++) {
		error = take_record(o, &head->fmh_recs[i]);
		if (error)
			return error;
	}
	last = &head->fmh_recs[nr - 1];
	if (last->fmr_flags & FMR_OF_LAST)
		return 0;
	if (!memcmp(last, &head->fmh_keys[0], sizeof(*last)))
		return -EIO;
	head->fmh_keys[0] = *last;
	return 1;
}

static int by_place(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* Fills the marks of [@start, @end), sorted; none where the kernel does not tell. */
static int read_window(struct owners *o, uint64_t start, uint64_t end)
{
	size_t calls;
	int more = 1;

	o->nr = 0;
	ask_for(o, start, end);
	for (calls = 0; more > 0 && calls < CALLS_MAX; calls++) {
		if (io_interrupted())
			return -EINTR;
		if (ioctl(o->fd, FS_IOC_GETFSMAP, o->head) < 0)
			more = -errno;
		else
			more = take_batch(o);
	}
	if (more == -ENOMEM)
		return more;
	if (more)
		o->nr = 0;
	if (o->nr)
		qsort(o->marks, o->nr, sizeof(o->marks[0]), by_place);
	return 0;
}

static int add_part(struct owners *o, const struct layout_extent *whole, uint64_t start,
		    uint64_t end, int64_t owners)
{
	struct layout_extent e = *whole;

	e.file_off += start - whole->dev_off;
	e.dev_off = start;
	e.len = end - start;
	e.owners = owners < 2 ? 0 : owners > UINT32_MAX ? UINT32_MAX : owners;
	return layout_add(&o->out, &e);
}

/* Cuts @e where the number of owners changes; @mark and @sum: the state before it. */
static int split_extent(struct owners *o, const struct layout_extent *e, size_t mark,
			int64_t sum)
{
	uint64_t at = e->dev_off, end = at + e->len;
	int error = 0;

	while (!error && at < end) {
		uint64_t stop = end;

		for (; mark < o->nr && o->marks[mark].at <= at; mark++)
			sum += o->marks[mark].change;
		if (mark < o->nr && o->marks[mark].at < end)
			stop = o->marks[mark].at;
		error = add_part(o, e, at, stop, sum);
		at = stop;
	}
	return error;
}

/* The extents @list[0 .. @nr), in device order, with the marks of their window. */
static int split_window(struct owners *o, struct layout_extent *const *list, size_t nr)
{
	size_t i, mark = 0;
	int64_t sum = 0;
	int error = 0;

	for (i = 0; i < nr && !error; i++) {
		for (; mark < o->nr && o->marks[mark].at <= list[i]->dev_off; mark++)
			sum += o->marks[mark].change;
		error = split_extent(o, list[i], mark, sum);
	}
	return error;
}

/* How many of the extents, from the first, are one window, and its end. */
static size_t window_of(struct layout_extent *const *list, size_t nr, uint64_t *end)
{
	uint64_t start = list[0]->dev_off;
	size_t i;

	*end = start + list[0]->len;
	for (i = 1; i < nr; i++) {
		uint64_t next = list[i]->dev_off;

		if (next - start > WINDOW || (next > *end && next - *end > GAP))
			break;
		if (next + list[i]->len > *end)
			*end = next + list[i]->len;
	}
	return i;
}

static int by_device(const void *a, const void *b)
{
	const struct layout_extent *x = *(struct layout_extent *const *)a;
	const struct layout_extent *y = *(struct layout_extent *const *)b;

	return (x->dev_off > y->dev_off) - (x->dev_off < y->dev_off);
}

static int by_file(const void *a, const void *b)
{
	const struct layout_extent *x = a, *y = b;

	return (x->file_off > y->file_off) - (x->file_off < y->file_off);
}

/* Replaces @l's extents by o->out's, in file order and joined. */
static int take_over(struct owners *o, struct layout *l)
{
	struct layout sorted = o->out;
	size_t i;
	int error = 0;

	memset(&o->out, 0, sizeof(o->out));
	if (sorted.nr)
		qsort(sorted.extents, sorted.nr, sizeof(sorted.extents[0]), by_file);
	l->nr = 0;
	for (i = 0; i < sorted.nr && !error; i++)
		error = layout_add(l, &sorted.extents[i]);
	layout_free(&sorted);
	return error;
}

static int split_shared(struct owners *o, struct layout *l)
{
	struct layout_extent **list = calloc(l->nr, sizeof(*list));
	size_t i, n, nr = 0;
	uint64_t end;
	int error = 0;

	if (!list)
		return -ENOMEM;
	for (i = 0; i < l->nr && !error; i++) {
		if (l->extents[i].shared && l->extents[i].address_known)
			list[nr++] = &l->extents[i];
		else
			error = layout_add(&o->out, &l->extents[i]);
	}
	qsort(list, nr, sizeof(*list), by_device);
	for (i = 0; i < nr && !error; i += n) {
		n = window_of(list + i, nr - i, &end);
		error = read_window(o, list[i]->dev_off, end);
		if (!error)
			error = split_window(o, list + i, n);
	}
	free(list);
	return error ? error : take_over(o, l);
}

int layout_find_owners(int fd, const struct mounted *m, struct layout *l)
{
	struct owners o = { .fd = fd, .device = compat_dev(m->dev) };
	bool shared = false;
	size_t i;
	int error;

	for (i = 0; i < l->nr; i++) {
		shared |= l->extents[i].shared;
		l->extents[i].owners = !l->extents[i].shared;
	}
	if (!shared || !(m->geom.flags & XFS_FSOP_GEOM_FLAGS_RMAPBT))
		return 0;
	o.head = malloc(fsmap_sizeof(BATCH));
	if (!o.head)
		return -ENOMEM;
	error = split_shared(&o, l);
	layout_free(&o.out);
	free(o.marks);
	free(o.head);
	return error;
}
