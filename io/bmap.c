// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bmap: the extents of a fork of a file on XFS, holes included, one a line or in a table.
 *
 * The kernel is asked again from where its answer ended until it has no more; the table
 * needs the widest number of all lines before the first is printed, so they are kept.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/io.h"
#include "io/maptext.h"

#define BLOCK_HOLE	(-1)
#define BLOCK_DELAYED	(-2)
#define STEP		1024		/* records a call */
#define MAX_RECORDS	(1u << 24)	/* what we keep: 768 MiB */

struct bmap_opts {
	bool		attr, cow, delayed, length, unwritten;
	uint16_t	verbose;	/* how often given */
	uint64_t	count;
};

enum { BMAP_COUNT };

static const struct opt_row bmap_rows[] = {
	IO_FLAG('a', struct bmap_opts, attr, .conflicts = "c",
		.help = "the attribute fork"),
	IO_FLAG('c', struct bmap_opts, cow,
		.help = "the copy-on-write fork (kernels built with XFS debugging only)"),
	IO_FLAG('e', struct bmap_opts, delayed,
		.help = "do not write out first: show data that has no blocks yet as delalloc"),
	IO_FLAG('l', struct bmap_opts, length, .help = "add the length of each extent"),
	IO_FLAG('p', struct bmap_opts, unwritten,
		.help = "tell preallocated, unwritten extents from written ones"),
	IO_FLAG('v', struct bmap_opts, verbose,
		.help = "a table with groups and flags; twice explains the flags"),
	IO_OPT('n', BMAP_COUNT, struct bmap_opts, count, OPT_NUMBER, .min = 1,
	       .arg = "N", .help = "only the first N lines"),
};

struct bmap_list {
	struct getbmapx	*recs;		/* [0] asks */
	size_t		nr;		/* answers, from [1] on */
	size_t		room;
};

static int list_grow(struct bmap_list *list, size_t more)
{
	size_t room = list->nr + 1 + more;
	struct getbmapx *recs;

	if (room <= list->room)
		return 0;
	if (room < 2 * list->room)
		room = 2 * list->room;
	if (room > MAX_RECORDS)
		return -EFBIG;
	recs = reallocarray(list->recs, room, sizeof(*recs));
	if (!recs)
		return -ENOMEM;
	if (!list->room)
		recs[0] = (struct getbmapx) { 0 };
	list->recs = recs;
	list->room = room;
	return 0;
}

/*
 * One call for @want records from file offset @from on; their number, or an error.  The
 * kernel writes its answer behind the question, so the question takes the place of the
 * last record known for a while.
 */
static int ask(int fd, struct bmap_list *list, int iflags, size_t want, int64_t from)
{
	struct getbmapx *q = &list->recs[list->nr];
	struct getbmapx saved = *q;
	int error = 0, entries;

	*q = (struct getbmapx) {
		.bmv_offset = from, .bmv_length = -1, .bmv_count = want + 1,
		.bmv_iflags = iflags,
	};
	if (ioctl(fd, XFS_IOC_GETBMAPX, q) < 0)
		error = -errno;
	entries = q->bmv_entries;
	*q = saved;
	if (error)
		return error;
	return entries < 0 || (size_t)entries > want ? -EIO : entries;
}

/*
 * Takes over @entries records just read, if they go on from *next.  Fewer than wanted are
 * the end: to ask on behind it is an error for some kernels.
 */
static int take(struct bmap_list *list, int entries, size_t want, int64_t *next, bool *more)
{
	const struct getbmapx *rec = NULL;
	int i;

	for (i = 0; i < entries; i++) {
		rec = &list->recs[list->nr + 1];
		if (rec->bmv_length <= 0 || rec->bmv_offset < *next ||
		    rec->bmv_length > INT64_MAX - rec->bmv_offset)
			return -EIO;
		*next = rec->bmv_offset + rec->bmv_length;
		list->nr++;
	}
	*more = rec && (size_t)entries == want && !(rec->bmv_oflags & BMV_OF_LAST);
	return 0;
}

static int read_list(int fd, const struct bmap_opts *opts, int iflags, struct bmap_list *list)
{
	int64_t next = 0;
	bool more = true;
	int got;

	while (more && (!opts->count || list->nr < opts->count)) {
		size_t want = STEP;

		if (opts->count && opts->count - list->nr < want)
			want = opts->count - list->nr;
		if (io_interrupted())
			return -EINTR;
		got = list_grow(list, want);
		if (!got)
			got = ask(fd, list, iflags, want, next);
		if (got >= 0)
			got = take(list, got, want, &next, &more);
		if (got < 0)
			return got;
	}
	return 0;
}

static void print_lines(const struct bmap_list *list, bool length)
{
	char text[MAP_TEXT];
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct getbmapx *rec = &list->recs[i + 1];

		map_range(text, "[", rec->bmv_offset, rec->bmv_length, "]");
		printf("\t%zu: %s: ", i, text);
		if (rec->bmv_block == BLOCK_DELAYED) {
			fputs("delalloc", stdout);
		} else if (rec->bmv_block == BLOCK_HOLE) {
			fputs("hole", stdout);
		} else {
			map_range(text, "", rec->bmv_block, rec->bmv_length, "");
			fputs(text, stdout);
		}
		if (length)
			printf(" %" PRId64 " blocks", (int64_t)rec->bmv_length);
		putchar('\n');
	}
}

struct bmap_table {
	struct map_groups	groups;
	bool			realtime;
	bool			flags;		/* some row has flags */
	bool			flags_head;	/* and the column a name, which the peer does
						   not give it for sharing alone */
	bool			all_flags;	/* 000000 is printed too */
	int			file, block, group_off, total;
};

static unsigned int rec_flags(const struct bmap_table *t, const struct getbmapx *rec)
{
	unsigned int flags = map_stripe_flags(&t->groups, rec->bmv_block, rec->bmv_length);

	if (rec->bmv_oflags & BMV_OF_PREALLOC)
		flags |= MAPTEXT_UNWRITTEN;
	if (rec->bmv_oflags & BMV_OF_SHARED)
		flags |= MAPTEXT_SHARED;
	return flags;
}

static void group_text(const struct bmap_table *t, const struct getbmapx *rec,
		       char text[MAP_TEXT])
{
	map_range(text, "(", rec->bmv_block % t->groups.group, rec->bmv_length, ")");
}

static void measure(struct bmap_table *t, const struct bmap_list *list)
{
	char text[MAP_TEXT];
	size_t i;

	t->file = t->block = t->group_off = MAP_COL_MIN;
	t->total = MAP_TOTAL_MIN;
	for (i = 1; i <= list->nr; i++) {
		const struct getbmapx *rec = &list->recs[i];

		map_range(text, "[", rec->bmv_offset, rec->bmv_length, "]:");
		map_widen(&t->file, text);
		map_widen_number(&t->total, rec->bmv_length);
		/* A hole lies on no stripe, for the peer's name of the column. */
		t->flags_head |= rec->bmv_block < 0 && (t->groups.unit || t->groups.width);
		if (rec->bmv_block < 0)
			continue;
		map_range(text, "", rec->bmv_block, rec->bmv_length, "");
		map_widen(&t->block, text);
		if (t->groups.group) {
			group_text(t, rec, text);
			map_widen(&t->group_off, text);
		}
		t->flags |= rec_flags(t, rec) != 0;
		t->flags_head |= (rec_flags(t, rec) & ~(unsigned int)MAPTEXT_SHARED) != 0;
	}
}

static void print_head(const struct bmap_table *t)
{
	const char *kind = t->realtime ? "RG" : "AG";
	char offset[16];

	printf("%4s: %-*s %-*s ", " EXT", t->file, "FILE-OFFSET", t->block,
	       t->realtime ? "RT-BLOCK-RANGE" : "BLOCK-RANGE");
	snprintf(offset, sizeof(offset), "%s-OFFSET", kind);
	if (t->groups.group)
		printf("%s %-*s ", kind, t->group_off, offset);
	printf("%*s%s\n", t->total, "TOTAL", t->flags_head ? " FLAGS" : "");
}

static void print_row(const struct bmap_table *t, size_t i, const struct getbmapx *rec)
{
	char text[MAP_TEXT];
	unsigned int flags;

	map_range(text, "[", rec->bmv_offset, rec->bmv_length, "]:");
	printf("%4zu: %-*s ", i, t->file, text);
	if (rec->bmv_block < 0) {
		printf("%-*s %*s%*" PRId64 "\n", t->block,
		       rec->bmv_block == BLOCK_DELAYED ? "delalloc" : "hole",
		       t->groups.group ? t->group_off + 4 : 0, "", t->total,
		       (int64_t)rec->bmv_length);
		return;
	}
	map_range(text, "", rec->bmv_block, rec->bmv_length, "");
	printf("%-*s ", t->block, text);
	if (t->groups.group) {
		group_text(t, rec, text);
		printf("%2" PRIu64 " %-*s ", (uint64_t)rec->bmv_block / t->groups.group,
		       t->group_off, text);
	}
	printf("%*" PRId64, t->total, (int64_t)rec->bmv_length);
	flags = rec_flags(t, rec);
	if (flags || t->all_flags)
		printf(" %06o", flags);
	putchar('\n');
}

static void print_table(const struct io_file *file, const struct bmap_opts *opts,
			const struct bmap_list *list)
{
	struct bmap_table t = {
		.flags = opts->unwritten, .flags_head = opts->unwritten,
		.all_flags = opts->unwritten,
	};
	struct fsxattr attr = { 0 };
	size_t i;

	if (!opts->attr && !ioctl(file->fd, FS_IOC_FSGETXATTR, &attr))
		t.realtime = attr.fsx_xflags & FS_XFLAG_REALTIME;
	if (t.realtime)
		map_groups_rt(&file->geom, &t.groups);
	else
		map_groups_data(&file->geom, &t.groups);
	measure(&t, list);
	print_head(&t);
	for (i = 0; i < list->nr; i++)
		print_row(&t, i, &list->recs[i + 1]);
	if (t.flags && opts->verbose > 1)
		map_legend(7, false);
}

static int bmap_iflags(const struct bmap_opts *opts)
{
	return (opts->attr ? BMV_IF_ATTRFORK : 0) | (opts->delayed ? BMV_IF_DELALLOC : 0) |
	       (opts->unwritten ? BMV_IF_PREALLOC : 0) |
	       (opts->cow ? BMV_IF_COWFORK | BMV_IF_DELALLOC : 0);
}

static int run_bmap(struct io *io, const struct io_args *args)
{
	const struct bmap_opts *opts = args->opts;
	const struct io_file *file = io_file(io);
	struct bmap_list list = { 0 };
	char call[512];
	int iflags = bmap_iflags(opts);
	int error = read_list(file->fd, opts, iflags, &list);

	if (error) {
		snprintf(call, sizeof(call), "%s: xfsctl(XFS_IOC_GETBMAPX) iflags=0x%x [\"%s\"]",
			 io->progname, (unsigned int)iflags, file->name);
		io_fail_call(io, call, error);
	} else if (!list.nr) {
		printf("%s: no extents\n", file->name);
	} else {
		printf("%s:\n", file->name);
		if (opts->verbose)
			print_table(file, opts, &list);
		else
			print_lines(&list, opts->length);
	}
	free(list.recs);
	return error;
}

const struct io_command io_bmap_commands[] = {
	{ .name = "bmap", .run = run_bmap, .rows = bmap_rows,
	  .nr_rows = sizeof(bmap_rows) / sizeof(bmap_rows[0]),
	  .opts_size = sizeof(struct bmap_opts), .flags = IO_NEEDS_XFS,
	  .usage = "[-acelpv] [-n nx]", .brief = "list the extents of a file on XFS",
	  .help =
"Lists where the blocks of the file lie, in units of 512 bytes, holes included:\n"
"    extent: [first..last in the file]: first..last on the device\n"
"With -v the list is a table that tells the allocation group and, by flags, shared and\n"
"unwritten extents and those that do not lie on the stripe.\n"
"Example: bmap -vvp" },
	{ 0 }
};
