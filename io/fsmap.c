// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fsmap: what every block of the filesystem's devices is used for, as far as the
 * filesystem tells: owners of file data need the reverse map.
 *
 * The kernel fills an array at a time and goes on from its last record.  The columns of
 * the table are as wide as one array needs, as the peer's.
 */

#include <errno.h>
#include <inttypes.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "io/io.h"
#include "io/maptext.h"

#define BATCH		2048
#define BATCH_MAX	(1u << 20)	/* 64 MiB */
#define NUMBER_MIN	4
#define DEV_MIN		3
#define FLAG_DIGITS	7
/* These call for a FLAGS column even where the row shows none. */
#define FORK_FLAGS	(FMR_OF_PREALLOC | FMR_OF_ATTR_FORK | FMR_OF_SHARED)

struct fsmap_opts {
	bool		data, log, realtime, machine, verbose;
	uint64_t	batch;
};

enum { FSMAP_BATCH };

static const struct opt_row fsmap_rows[] = {
	IO_FLAG('d', struct fsmap_opts, data, .conflicts = "l r",
		.help = "only the data device"),
	IO_FLAG('l', struct fsmap_opts, log, .conflicts = "r", .help = "only the log device"),
	IO_FLAG('r', struct fsmap_opts, realtime, .help = "only the realtime device"),
	IO_FLAG('m', struct fsmap_opts, machine, .conflicts = "v",
		.help = "comma-separated values for other programs"),
	IO_FLAG('v', struct fsmap_opts, verbose, .help = "a table with groups and flags"),
	IO_OPT_MAX('n', FSMAP_BATCH, struct fsmap_opts, batch, OPT_NUMBER, BATCH_MAX,
		   .arg = "N", .help = "ask for N records at a time; 0: 2048"),
};

struct fsmap_walk {
	const struct fsmap_opts	*opts;
	struct map_groups	groups;		/* of the data device */
	uint32_t		data_dev;
	uint64_t		lines;
	bool			headed, flags;
	int			number, dev, block, owner, file, group_off, total;
};

/* The names are those of the peer's output. */
static const char *special_name(uint64_t owner)
{
	static const struct { uint64_t owner; const char *name; } names[] = {
		{ FMR_OWN_FREE, "free space" },
		{ FMR_OWN_UNKNOWN, "unknown" },
		{ FMR_OWNER('X', 1), "static fs metadata" },
		{ FMR_OWNER('X', 2), "journalling log" },
		{ FMR_OWNER('X', 3), "per-AG metadata" },
		{ FMR_OWNER('X', 4), "inode btree" },
		{ FMR_OWNER('X', 5), "inodes" },
		{ FMR_OWNER('X', 6), "refcount btree" },
		{ FMR_OWNER('X', 7), "cow reservation" },
		{ FMR_OWNER('X', 8), "defective" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].owner == owner)
			return names[i].name;
	return NULL;
}

static const char *special_text(uint64_t owner, char sep, char text[MAP_TEXT])
{
	snprintf(text, MAP_TEXT, "special%c%u:%u", sep, (unsigned int)FMR_OWNER_TYPE(owner),
		 (unsigned int)FMR_OWNER_CODE(owner));
	return text;
}

static bool is_special(const struct fsmap *rec)
{
	return rec->fmr_flags & FMR_OF_SPECIAL_OWNER;
}

static const char *fork_name(const struct fsmap *rec)
{
	return rec->fmr_flags & FMR_OF_ATTR_FORK ? "attr" : "data";
}

/* Bytes to "8..15" blocks of 512. */
static void byte_range(char text[MAP_TEXT], const char *open, uint64_t start, uint64_t len,
		       const char *close)
{
	uint64_t first = start >> MAP_BB_SHIFT, last = (start + len - 1) >> MAP_BB_SHIFT;

	map_range(text, open, first, last - first + 1, close);
}

static void print_line(const struct fsmap_walk *w, const struct fsmap *rec)
{
	char text[MAP_TEXT];
	const char *name;

	byte_range(text, "[", rec->fmr_physical, rec->fmr_length, "]");
	printf("\t%" PRIu64 ": %u:%u %s: ", w->lines, major(rec->fmr_device),
	       minor(rec->fmr_device), text);
	if (is_special(rec)) {
		name = special_name(rec->fmr_owner);
		fputs(name ? name : special_text(rec->fmr_owner, ' ', text), stdout);
	} else {
		byte_range(text, "", rec->fmr_offset, rec->fmr_length, "");
		printf("inode %" PRIu64 " %s %s", (uint64_t)rec->fmr_owner, fork_name(rec),
		       rec->fmr_flags & FMR_OF_EXTENT_MAP ? "extent map" : text);
	}
	printf(" %" PRIu64 "\n", (uint64_t)rec->fmr_length >> MAP_BB_SHIFT);
}

static void print_machine(const struct fsmap_walk *w, const struct fsmap *rec)
{
	char text[MAP_TEXT];
	uint64_t end = rec->fmr_physical + rec->fmr_length - 1;
	bool map = rec->fmr_flags & FMR_OF_EXTENT_MAP;

	if (!w->lines)
		printf("EXT,MAJOR,MINOR,PSTART,PEND,OWNER,OSTART,OEND,LENGTH\n");
	printf("%" PRIu64 ",%u,%u,%" PRIu64 ",%" PRIu64 ",", w->lines, major(rec->fmr_device),
	       minor(rec->fmr_device), (uint64_t)rec->fmr_physical >> MAP_BB_SHIFT,
	       end >> MAP_BB_SHIFT);
	if (is_special(rec))
		fputs(special_text(rec->fmr_owner, '_', text), stdout);
	else
		printf("inode_%" PRIu64 "_%s%s", (uint64_t)rec->fmr_owner, fork_name(rec),
		       map ? "_bmbt" : "");
	if (is_special(rec) || map)
		printf(",,,");
	else
		printf(",%" PRIu64 ",%" PRIu64 ",", (uint64_t)rec->fmr_offset >> MAP_BB_SHIFT,
		       (uint64_t)(rec->fmr_offset + rec->fmr_length - 1) >> MAP_BB_SHIFT);
	printf("%" PRIu64 "\n", (uint64_t)rec->fmr_length >> MAP_BB_SHIFT);
}

/* One record's cells of the table. */
struct fsmap_cells {
	char		dev[MAP_TEXT], block[MAP_TEXT], owner[MAP_TEXT], file[MAP_TEXT];
	char		group_off[MAP_TEXT];
	bool		in_group;
	uint64_t	group, total;
	unsigned int	flags;
};

/* Metadata has no fork and no state, whatever the record says. */
static unsigned int rec_flags(const struct fsmap_walk *w, const struct fsmap *rec)
{
	const struct map_groups bytes = {
		.unit = w->groups.unit << MAP_BB_SHIFT,
		.width = w->groups.width << MAP_BB_SHIFT,
	};
	unsigned int flags = 0;

	if (rec->fmr_flags & FMR_OF_EXTENT_MAP)
		return 0;
	if (rec->fmr_device == w->data_dev)
		flags = map_stripe_flags(&bytes, rec->fmr_physical, rec->fmr_length);
	if (is_special(rec))
		return flags;
	if (rec->fmr_flags & FMR_OF_PREALLOC)
		flags |= MAPTEXT_UNWRITTEN;
	if (rec->fmr_flags & FMR_OF_ATTR_FORK)
		flags |= MAPTEXT_ATTR;
	if (rec->fmr_flags & FMR_OF_SHARED)
		flags |= MAPTEXT_SHARED;
	return flags;
}

static void make_owner(const struct fsmap *rec, struct fsmap_cells *c)
{
	const char *name = special_name(rec->fmr_owner);

	c->file[0] = 0;
	if (is_special(rec)) {
		if (name)
			snprintf(c->owner, sizeof(c->owner), "%s", name);
		else
			special_text(rec->fmr_owner, ' ', c->owner);
		return;
	}
	snprintf(c->owner, sizeof(c->owner), "%" PRIu64, (uint64_t)rec->fmr_owner);
	if (rec->fmr_flags & FMR_OF_EXTENT_MAP)
		snprintf(c->file, sizeof(c->file), "extent map");
	else
		byte_range(c->file, "", rec->fmr_offset, rec->fmr_length, "");
}

static void make_cells(const struct fsmap_walk *w, const struct fsmap *rec,
		       struct fsmap_cells *c)
{
	uint64_t group = w->groups.group << MAP_BB_SHIFT;

	snprintf(c->dev, sizeof(c->dev), "%u:%u", major(rec->fmr_device),
		 minor(rec->fmr_device));
	byte_range(c->block, "[", rec->fmr_physical, rec->fmr_length, "]:");
	make_owner(rec, c);
	c->in_group = group && rec->fmr_device == w->data_dev;
	c->group_off[0] = 0;
	if (c->in_group) {
		c->group = rec->fmr_physical / group;
		byte_range(c->group_off, "(", rec->fmr_physical % group, rec->fmr_length, ")");
	}
	c->total = rec->fmr_length >> MAP_BB_SHIFT;
	c->flags = rec_flags(w, rec);
}

static void measure(struct fsmap_walk *w, const struct fsmap_head *head)
{
	struct fsmap_cells c;
	uint32_t i;

	w->number = NUMBER_MIN;
	w->dev = DEV_MIN;
	w->block = w->owner = w->file = w->group_off = MAP_COL_MIN;
	w->total = MAP_TOTAL_MIN;
	map_widen_number(&w->number, w->lines + head->fmh_entries - 1);
	for (i = 0; i < head->fmh_entries; i++) {
		make_cells(w, &head->fmh_recs[i], &c);
		map_widen(&w->dev, c.dev);
		map_widen(&w->block, c.block);
		map_widen(&w->owner, c.owner);
		map_widen(&w->file, c.file);
		map_widen(&w->group_off, c.group_off);
		map_widen_number(&w->total, c.total);
		w->flags |= c.flags || head->fmh_recs[i].fmr_flags & FORK_FLAGS;
	}
}

static void print_head(struct fsmap_walk *w)
{
	if (!w->headed)
		printf("%*s: %-*s %-*s %-*s %-*s %s %-*s %*s%s\n", w->number, "EXT", w->dev, "DEV",
		       w->block, "BLOCK-RANGE", w->owner, "OWNER", w->file, "FILE-OFFSET",
		       "AG", w->group_off, "AG-OFFSET", w->total, "TOTAL",
		       w->flags ? " FLAGS" : "");
	w->headed = true;
}

static void print_row(const struct fsmap_walk *w, const struct fsmap *rec)
{
	struct fsmap_cells c;

	make_cells(w, rec, &c);
	printf("%*" PRIu64 ": %-*s %-*s %-*s %-*s ", w->number, w->lines, w->dev, c.dev, w->block, c.block,
	       w->owner, c.owner, w->file, c.file);
	if (c.in_group)
		printf("%-2" PRIu64 " %-*s ", c.group, w->group_off, c.group_off);
	else
		printf("%*s", w->group_off + 4, "");
	printf("%*" PRIu64, w->total, c.total);
	if (c.flags)
		printf(" %0*o", FLAG_DIGITS, c.flags);
	putchar('\n');
}

static void print_batch(struct fsmap_walk *w, const struct fsmap_head *head)
{
	uint32_t i;

	if (w->opts->verbose) {
		measure(w, head);
		print_head(w);
	}
	for (i = 0; i < head->fmh_entries; i++, w->lines++) {
		if (w->opts->verbose)
			print_row(w, &head->fmh_recs[i]);
		else if (w->opts->machine)
			print_machine(w, &head->fmh_recs[i]);
		else
			print_line(w, &head->fmh_recs[i]);
	}
}

/* Whether the answer fits the question and never goes back on a device. */
static bool answer_fine(const struct fsmap_head *head)
{
	const struct fsmap *prev = &head->fmh_keys[0], *rec;
	uint32_t i;

	if (head->fmh_entries > head->fmh_count)
		return false;
	for (i = 0; i < head->fmh_entries; i++, prev = rec) {
		rec = &head->fmh_recs[i];
		if (!rec->fmr_length || rec->fmr_length > UINT64_MAX - rec->fmr_physical)
			return false;
		if (i && rec->fmr_device == prev->fmr_device &&
		    rec->fmr_physical < prev->fmr_physical)
			return false;
	}
	return true;
}

/* The kernel goes on behind the record that it gave last; not when it is the same again. */
static bool advance(struct fsmap_head *head)
{
	const struct fsmap *last = &head->fmh_recs[head->fmh_entries - 1];
	const struct fsmap *key = &head->fmh_keys[0];

	if (last->fmr_flags & FMR_OF_LAST ||
	    (last->fmr_device == key->fmr_device && last->fmr_physical == key->fmr_physical &&
	     last->fmr_owner == key->fmr_owner && last->fmr_offset == key->fmr_offset &&
	     last->fmr_flags == key->fmr_flags && last->fmr_length == key->fmr_length))
		return false;
	fsmap_advance(head);
	return true;
}

static int list_space(int fd, struct fsmap_walk *w, struct fsmap_head *head)
{
	do {
		if (io_interrupted())
			return -EINTR;
		if (ioctl(fd, FS_IOC_GETFSMAP, head) < 0)
			return -errno;
		if (!answer_fine(head))
			return -EIO;
		if (!head->fmh_entries)
			break;
		print_batch(w, head);
	} while (advance(head));
	if (w->opts->verbose && w->flags)
		map_legend(FLAG_DIGITS + 1, true);
	return 0;
}

/* The device that mount option @option of the filesystem @dev names; 0: none. */
static uint32_t option_device(dev_t dev, const char *option)
{
	FILE *table = setmntent("/proc/self/mounts", "r");
	const struct mntent *m;
	char *path = NULL;
	struct stat st;
	uint32_t found = 0;

	while (table && !found && (m = getmntent(table))) {
		const char *at = hasmntopt(m, option);

		if (at)
			at = strchr(at, '=');
		if (!at || stat(m->mnt_dir, &st) < 0 || st.st_dev != dev)
			continue;
		free(path);
		path = strndup(at + 1, strcspn(at + 1, ","));
		if (path && !stat(path, &st) && S_ISBLK(st.st_mode))
			found = st.st_rdev;
	}
	free(path);
	if (table)
		endmntent(table);
	return found;
}

static int one_device(const struct fsmap_walk *w, uint32_t *dev)
{
	if (w->opts->data)
		*dev = w->data_dev;
	else if (w->opts->log)
		*dev = option_device(w->data_dev, "logdev");
	else if (w->opts->realtime)
		*dev = option_device(w->data_dev, "rtdev");
	else
		return -ENOENT;
	return 0;
}

/* What is asked for: everything, or a device, or a part of one. */
static int make_keys(struct io *io, const struct io_args *args, struct fsmap_walk *w,
		     struct fsmap_head *head)
{
	struct fsmap *low = &head->fmh_keys[0], *high = &head->fmh_keys[1];
	uint64_t start = 0, end = 0;
	uint32_t dev;
	int error = 0, whole = one_device(w, &dev);

	if (args->nr && whole)
		return io_fail(io, "start and end need -d, -l or -r, which say of which device");
	if (args->nr)
		error = io_number(io, "start", args->words[0], &start);
	if (!error && args->nr > 1)
		error = io_number(io, "end", args->words[1], &end);
	if (error)
		return error;
	if ((start | end) > UINT64_MAX >> MAP_BB_SHIFT)
		return io_fail(io, "start and end count blocks of 512 bytes; that is too far");
	*high = (struct fsmap) {
		.fmr_device = UINT32_MAX, .fmr_flags = UINT32_MAX, .fmr_physical = UINT64_MAX,
		.fmr_owner = UINT64_MAX, .fmr_offset = UINT64_MAX,
	};
	if (!whole)
		low->fmr_device = high->fmr_device = dev;
	low->fmr_physical = start << MAP_BB_SHIFT;
	if (args->nr > 1)
		high->fmr_physical = end << MAP_BB_SHIFT;
	return 0;
}

static int run_fsmap(struct io *io, const struct io_args *args)
{
	struct fsmap_walk w = { .opts = args->opts };
	const struct io_file *file = io_file(io);
	uint32_t batch = w.opts->batch ? w.opts->batch : BATCH;
	struct fsmap_head *head = calloc(1, fsmap_sizeof(batch));
	char call[512];
	struct stat st;
	int error;

	if (!head || fstat(file->fd, &st) < 0) {
		error = io_fail_call(io, "fsmap", head ? -errno : -ENOMEM);
		goto out;
	}
	w.data_dev = st.st_dev;
	if (!(file->flags & IO_FOREIGN))
		map_groups_data(&file->geom, &w.groups);
	head->fmh_count = batch;
	error = make_keys(io, args, &w, head);
	if (error)
		goto out;
	error = list_space(file->fd, &w, head);
	if (error) {
		snprintf(call, sizeof(call), "%s: xfsctl(XFS_IOC_GETFSMAP) iflags=0x0 [\"%s\"]",
			 io->progname, file->name);
		io_fail_call(io, call, error);
	}
out:
	free(head);
	return error;
}

const struct io_command io_fsmap_commands[] = {
	{ .name = "fsmap", .run = run_fsmap, .rows = fsmap_rows,
	  .nr_rows = sizeof(fsmap_rows) / sizeof(fsmap_rows[0]),
	  .opts_size = sizeof(struct fsmap_opts), .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-d|-l|-r] [-m|-v] [-n nx] [start] [end]",
	  .brief = "list what the blocks of the filesystem are used for",
	  .help =
"Lists the space of the filesystem that holds the current file, in units of 512 bytes:\n"
"    record: device [first..last]: owner, place in the owner, length\n"
"Owners are inodes or kinds of metadata.  A filesystem without a reverse map knows free\n"
"space, and unknown for most of the rest.  With -d, -l or -r, start and end limit the\n"
"part of that device.\n"
"Example: fsmap -v -d 2048 4095" },
	{ 0 }
};
