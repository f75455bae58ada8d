// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fiemap: the extents of a file on any filesystem that tells them, holes between them
 * included, one a line or in a table.
 *
 * The kernel is asked for BATCH extents at a time, and the columns of the table are as
 * wide as the extents so far need, as the peer does it: memory is bounded and scripts see
 * what they know.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/io.h"
#include "io/maptext.h"

#define BATCH		32
#define FILE_COL_MAX	31	/* a wider range pushes its line out, not the column */

struct fiemap_opts {
	bool		attr, delayed, length, verbose;
	uint64_t	count;
};

enum { FIEMAP_COUNT };

static const struct opt_row fiemap_rows[] = {
	IO_FLAG('a', struct fiemap_opts, attr, .help = "the extended attributes' blocks"),
	IO_FLAG('e', struct fiemap_opts, delayed,
		.help = "do not write out first, so that delayed extents show"),
	IO_FLAG('l', struct fiemap_opts, length, .help = "add the length of each extent"),
	IO_FLAG('v', struct fiemap_opts, verbose, .help = "a table with lengths and flags"),
	IO_OPT('n', FIEMAP_COUNT, struct fiemap_opts, count, OPT_NUMBER, .min = 1,
	       .arg = "N", .help = "only the first N lines"),
};

struct fiemap_walk {
	const struct fiemap_opts *opts;
	uint64_t	lines;		/* printed */
	uint64_t	end;		/* file offset up to which all has been printed */
	bool		headed;
	int		file, block, total;
};

static bool enough(const struct fiemap_walk *w)
{
	return w->opts->count && w->lines >= w->opts->count;
}

static void measure(struct fiemap_walk *w, const struct fiemap *map)
{
	char text[MAP_TEXT];
	uint32_t i;

	for (i = 0; i < map->fm_mapped_extents; i++) {
		const struct fiemap_extent *e = &map->fm_extents[i];
		uint64_t len = e->fe_length >> MAP_BB_SHIFT;

		map_range(text, "[", e->fe_logical >> MAP_BB_SHIFT, len, "]");
		map_widen(&w->file, text);
		map_range(text, "", e->fe_physical >> MAP_BB_SHIFT, len, "");
		map_widen(&w->block, text);
		map_widen_number(&w->total, len);
		if (e->fe_flags & FIEMAP_EXTENT_LAST)
			break;
	}
	if (w->file > FILE_COL_MAX)
		w->file = FILE_COL_MAX;
}

/* One line; @e is NULL for a hole.  @start and @len in blocks of 512 bytes. */
static void print_line(struct fiemap_walk *w, uint64_t start, uint64_t len,
		       const struct fiemap_extent *e)
{
	char file[MAP_TEXT], block[MAP_TEXT] = "hole", flags[16];

	if (e)
		map_range(block, "", e->fe_physical >> MAP_BB_SHIFT, len, "");
	if (w->opts->verbose) {
		map_range(file, "[", start, len, "]:");
		printf("%4" PRIu64 ": %-*s %-*s %*" PRIu64, w->lines, w->file, file, w->block,
		       block, w->total, len);
		snprintf(flags, sizeof(flags), "0x%x", e ? e->fe_flags : 0);
		if (e)
			printf(" %5s", flags);
	} else {
		map_range(file, "[", start, len, "]");
		printf("\t%" PRIu64 ": %s: %s", w->lines, file, block);
		if (w->opts->length)
			printf(" %" PRIu64 " blocks", len);
	}
	putchar('\n');
	w->lines++;
}

static void print_hole(struct fiemap_walk *w, uint64_t end)
{
	uint64_t start = w->end >> MAP_BB_SHIFT, len = (end >> MAP_BB_SHIFT) - start;

	if (end > w->end && len && !enough(w))
		print_line(w, start, len, NULL);
}

static void print_head(struct fiemap_walk *w)
{
	if (w->opts->verbose && !w->headed)
		printf("%4s: %-*s %-*s %*s %s\n", " EXT", w->file, "FILE-OFFSET", w->block,
		       "BLOCK-RANGE", w->total, "TOTAL", "FLAGS");
	w->headed = true;
}

/* Prints a batch; -EIO when it does not go on from where the last one ended. */
static int print_batch(struct fiemap_walk *w, const struct fiemap *map, bool *last)
{
	uint32_t i;

	measure(w, map);
	print_head(w);
	for (i = 0; i < map->fm_mapped_extents && !*last && !enough(w); i++) {
		const struct fiemap_extent *e = &map->fm_extents[i];

		if (!e->fe_length || e->fe_length > UINT64_MAX - e->fe_logical ||
		    e->fe_logical + e->fe_length <= w->end)
			return -EIO;
		print_hole(w, e->fe_logical);
		if (!enough(w))
			print_line(w, e->fe_logical >> MAP_BB_SHIFT,
				   e->fe_length >> MAP_BB_SHIFT, e);
		w->end = e->fe_logical + e->fe_length;
		*last = e->fe_flags & FIEMAP_EXTENT_LAST;
	}
	return 0;
}

static int ask(int fd, const struct fiemap_opts *opts, uint64_t from, uint64_t to,
	       struct fiemap *map)
{
	*map = (struct fiemap) {
		.fm_start = from, .fm_length = to - from,
		.fm_flags = (opts->delayed ? 0 : FIEMAP_FLAG_SYNC) |
			    (opts->attr ? FIEMAP_FLAG_XATTR : 0),
		.fm_extent_count = BATCH,
	};
	if (ioctl(fd, FS_IOC_FIEMAP, map) < 0)
		return -errno;
	return map->fm_mapped_extents > BATCH ? -EIO : 0;
}

/* The hole behind the last extent ends where the file or the range does. */
static int print_tail(int fd, struct fiemap_walk *w, uint64_t to)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	print_hole(w, (uint64_t)st.st_size < to ? (uint64_t)st.st_size : to);
	return 0;
}

static int list_extents(int fd, struct fiemap_walk *w, uint64_t to)
{
	struct fiemap *map = malloc(sizeof(*map) + BATCH * sizeof(map->fm_extents[0]));
	bool last = false;
	int error = map ? 0 : -ENOMEM;

	while (!error && !last && !enough(w) && w->end < to) {
		if (io_interrupted())
			error = -EINTR;
		else
			error = ask(fd, w->opts, w->end, to, map);
		if (error || !map->fm_mapped_extents)
			break;
		error = print_batch(w, map, &last);
	}
	free(map);
	if (!error && w->headed)
		error = print_tail(fd, w, to);
	return error;
}

static int run_fiemap(struct io *io, const struct io_args *args)
{
	struct fiemap_walk w = {
		.opts = args->opts, .file = MAP_COL_MIN, .block = MAP_COL_MIN,
		.total = MAP_TOTAL_MIN,
	};
	uint64_t len, to = UINT64_MAX;
	char call[512];
	int error = 0;

	if (args->nr == 2) {
		error = io_range(io, args, 0, &w.end, &len);
		to = error ? to : w.end + len;
	} else if (args->nr == 1) {
		error = io_number(io, "offset", args->words[0], &w.end);
	}
	if (error)
		return error;
	printf("%s:\n", io_file(io)->name);
	error = list_extents(io_file(io)->fd, &w, to);
	if (error) {
		snprintf(call, sizeof(call), "%s: ioctl(FS_IOC_FIEMAP) [\"%s\"]", io->progname,
			 io_file(io)->name);
		io_fail_call(io, call, error);
	}
	return error;
}

const struct io_command io_fiemap_commands[] = {
	{ .name = "fiemap", .run = run_fiemap, .rows = fiemap_rows,
	  .nr_rows = sizeof(fiemap_rows) / sizeof(fiemap_rows[0]),
	  .opts_size = sizeof(struct fiemap_opts), .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-alev] [-n nx] [offset [len]]",
	  .brief = "list the extents of a file on any filesystem",
	  .help =
"Lists where the blocks of the file lie, in units of 512 bytes, holes included, as bmap\n"
"does, but through a call that most filesystems answer.  With an offset, and a length,\n"
"only that part of the file.  The flags of -v are those of <linux/fiemap.h>.\n"
"Example: fiemap -v 1m 2m" },
	{ 0 }
};
