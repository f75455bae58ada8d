// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * daxmap: where a file's extents are in memory, who shares them, what of them huge
 * pages can map and why not the rest, and which of them are known to be bad.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/json.h"
#include "io/io.h"
#include "io/layout.h"

struct daxmap_opts {
	bool	verbose, json;
};

struct daxmap {
	const char		*name;		/* of the file */
	bool			dax;		/* used with DAX now */
	struct mounted		m;
	struct layout		l;
	uint64_t		off, len;	/* what was asked for; len may reach beyond */
	struct layout_totals	t;
	uint64_t		bad;		/* bytes of bad memory seen so far */
	uint64_t		bad_at, bad_len;	/* the next of it; 0: no more */
	struct json		j;
};

/* What addresses count from; the words stand in JSON. */
enum base { BASE_MEMORY, BASE_DISK, BASE_DEVICE, BASE_UNKNOWN };

static const struct {
	const char *word, *text;
} bases[] = {
	[BASE_MEMORY]	= { "memory", "addresses are in physical memory" },
	[BASE_DISK]	= { "disk", "addresses are on the disk, not in memory" },
	[BASE_DEVICE]	= { "device", "addresses count from the start of the device; where "
			    "that is in memory is not known (root may be told), and taken to "
			    "be on a 2 MiB boundary" },
	[BASE_UNKNOWN]	= { "unknown", "addresses are unknown: the filesystem is on no one "
			    "device" },
};

static const char *const reasons[XFS_DAX_NR_WHY] = {
	[XFS_DAX_ELIGIBLE]	= "can be mapped huge",
	[XFS_DAX_HOLE]		= "nothing is allocated there, in whole or in part",
	[XFS_DAX_UNWRITTEN]	= "allocated but not written, in whole or in part",
	[XFS_DAX_LENGTH]	= "the file ends before the 2 MiB do",
	[XFS_DAX_NO_ADDRESS]	= "the filesystem does not tell where it is",
	[XFS_DAX_SPLIT]		= ("a part lies as it should and another elsewhere, as "
				   "copy-on-write in small pieces leaves it"),
	[XFS_DAX_FRAGMENTED]	= "in several places",
	[XFS_DAX_MISALIGNED]	= "does not start on a 2 MiB boundary of the device",
};

static enum base base_of(const struct mounted *m)
{
	if (!m->dev_known)
		return BASE_UNKNOWN;
	if (!m->mem_known)
		return BASE_DEVICE;
	return m->pmem.phys_known ? BASE_MEMORY : BASE_DISK;
}

static uint64_t end_of(const struct layout_extent *e)
{
	return e->file_off + e->len;
}

static void next_bad(struct daxmap *d)
{
	d->bad_at += d->bad_len;
	if (!layout_next_bad(&d->l, &d->m, &d->bad_at, &d->bad_len))
		d->bad_len = 0;
}

/* The next bad part of @e, which becomes the past; false when there is none. */
static bool take_bad(struct daxmap *d, const struct layout_extent *e, uint64_t *off,
		     uint64_t *len, uint64_t *address)
{
	if (!d->bad_len || d->bad_at >= end_of(e))
		return false;
	*off = d->bad_at;
	*len = d->bad_len;
	*address = d->l.mem_start + e->dev_off + (d->bad_at - e->file_off);
	d->bad += d->bad_len;
	next_bad(d);
	return true;
}

static void print_extent(struct daxmap *d, const struct layout_extent *e)
{
	uint64_t off, len, address;
	char where[24] = "-", owners[16] = "shared";

	if (e->address_known)
		snprintf(where, sizeof(where), "0x%" PRIx64, d->l.mem_start + e->dev_off);
	if (e->owners)
		snprintf(owners, sizeof(owners), "%" PRIu32, e->owners);
	printf("%16" PRIu64 " %14" PRIu64 " %18s %7s  %-9s %14" PRIu64 "\n", e->file_off,
	       e->len, where, owners, e->written ? "written" : "unwritten",
	       layout_eligible(&d->l, e->file_off, e->len));
	while (take_bad(d, e, &off, &len, &address))
		printf("bad %12" PRIu64 " %14" PRIu64 " %#18" PRIx64 "\n", off, len, address);
}

typedef void show_piece(struct daxmap *d, uint64_t off, uint64_t len, const char *state);

/* Pieces of one hole are one, or a sparse file would never end. */
static int for_each_piece(struct daxmap *d, uint64_t at, uint64_t end, show_piece *show)
{
	enum xfs_dax_why why;
	uint64_t stop, len;

	while (at < end) {
		stop = layout_run(&d->l, at, end, &why);
		for (; at < stop; at += len) {
			if (io_interrupted())
				return -EINTR;
			len = why == XFS_DAX_HOLE ? stop - at : XFS_DAX_HUGE;
			show(d, at, len < d->l.size - at ? len : d->l.size - at,
			     xfs_dax_why_name(why));
		}
	}
	return 0;
}

static void print_piece(struct daxmap *d, uint64_t off, uint64_t len, const char *state)
{
	printf("piece %10" PRIu64 " %14" PRIu64 " %s\n", off, len, state);
}

static void print_totals(const struct daxmap *d)
{
	const struct layout_totals *t = &d->t;
	int why;

	printf("total: %" PRIu64 " bytes mapped, %" PRIu64 " shared, %" PRIu64 " eligible now, "
	       "%" PRIu64 " if realigned", t->bytes, t->shared, t->eligible, t->realigned);
	if (d->bad)
		printf(", %" PRIu64 " in bad memory", d->bad);
	putchar('\n');
	if (!d->l.size)
		puts("The file is empty.");
	else if (d->off >= d->l.size)
		puts("The range is beyond the end of the file.");
	else if (!t->eligible)
		puts("Huge pages can map nothing of it:");
	for (why = XFS_DAX_ELIGIBLE + 1; why < XFS_DAX_NR_WHY; why++)
		if (t->why[why])
			printf("not eligible: %14" PRIu64 " %-10s  %s\n", t->why[why],
			       xfs_dax_why_name(why), reasons[why]);
}

/* The pieces that the range touches, as far as there is a file. */
static void pieces_of(const struct daxmap *d, uint64_t *start, uint64_t *end)
{
	const uint64_t mask = XFS_DAX_HUGE - 1;
	uint64_t stop = d->len < d->l.size ? d->off + d->len : d->l.size;

	*start = d->off & ~mask;
	*end = d->len ? ((stop < d->l.size ? stop : d->l.size) + mask) & ~mask : *start;
}

/* In one line, whatever it holds. */
static void print_name(const char *name)
{
	for (; *name; name++)
		putchar((unsigned char)*name < 0x20 || *name == 0x7f ? '?' : *name);
}

static int print_text(struct daxmap *d, bool verbose)
{
	uint64_t start, end;
	size_t i;
	int error = 0;

	print_name(d->name);
	printf(": %" PRIu64 " bytes, used %s DAX; %s\n", d->l.size,
	       d->dax ? "with" : "without", bases[base_of(&d->m)].text);
	if (d->m.mem_start)
		printf("the filesystem's device starts at %#" PRIx64 "\n", d->m.mem_start);
	printf("%16s %14s %18s %7s  %-9s %14s\n", "offset", "length", "address", "owners",
	       "state", "eligible");
	for (i = 0; i < d->l.nr; i++)
		print_extent(d, &d->l.extents[i]);
	pieces_of(d, &start, &end);
	if (verbose)
		error = for_each_piece(d, start, end, print_piece);
	print_totals(d);
	return error;
}

static void json_bad(struct daxmap *d, const struct layout_extent *e)
{
	uint64_t off, len, address;

	json_open(&d->j, "bad", '[');
	while (take_bad(d, e, &off, &len, &address)) {
		json_open(&d->j, NULL, '{');
		json_u64(&d->j, "offset", off);
		json_u64(&d->j, "length", len);
		json_u64(&d->j, "address", address);
		json_close(&d->j);
	}
	json_close(&d->j);
}

static void json_extent(struct daxmap *d, const struct layout_extent *e)
{
	struct json *j = &d->j;

	json_open(j, NULL, '{');
	json_u64(j, "offset", e->file_off);
	json_u64(j, "length", e->len);
	if (e->address_known)
		json_u64(j, "address", d->l.mem_start + e->dev_off);
	else
		json_str(j, "address", NULL);
	json_bool(j, "written", e->written);
	json_bool(j, "shared", e->shared);
	if (e->owners)
		json_u64(j, "owners", e->owners);
	else
		json_str(j, "owners", NULL);
	json_u64(j, "eligible", layout_eligible(&d->l, e->file_off, e->len));
	json_bad(d, e);
	json_close(j);
}

static void json_piece(struct daxmap *d, uint64_t off, uint64_t len, const char *state)
{
	json_open(&d->j, NULL, '{');
	json_u64(&d->j, "offset", off);
	json_u64(&d->j, "length", len);
	json_str(&d->j, "state", state);
	json_close(&d->j);
}

static int json_pieces(struct daxmap *d, uint64_t start, uint64_t end)
{
	int error;

	json_open(&d->j, "pieces", '[');
	error = for_each_piece(d, start, end, json_piece);
	json_close(&d->j);
	return error;
}

static void json_totals(struct daxmap *d)
{
	struct json *j = &d->j;
	int why;

	json_open(j, "totals", '{');
	json_u64(j, "mapped", d->t.bytes);
	json_u64(j, "shared", d->t.shared);
	json_u64(j, "eligible", d->t.eligible);
	json_u64(j, "eligible_if_realigned", d->t.realigned);
	json_u64(j, "bad", d->bad);
	json_close(j);
	json_open(j, "not_eligible", '{');
	for (why = XFS_DAX_ELIGIBLE + 1; why < XFS_DAX_NR_WHY; why++)
		json_u64(j, xfs_dax_why_name(why), d->t.why[why]);
	json_close(j);
}

static int print_json(struct daxmap *d, bool verbose)
{
	uint64_t start, end;
	struct json *j = &d->j;
	int error = 0;
	size_t i;

	json_begin(j, stdout);
	json_open(j, NULL, '{');
	json_str(j, "file", d->name);
	json_u64(j, "size", d->l.size);
	json_bool(j, "dax", d->dax);
	json_str(j, "device", d->m.dev_known ? d->m.source : NULL);
	json_str(j, "addresses", bases[base_of(&d->m)].word);
	json_u64(j, "device_start", d->m.mem_start);
	json_open(j, "extents", '[');
	for (i = 0; i < d->l.nr; i++)
		json_extent(d, &d->l.extents[i]);
	json_close(j);
	pieces_of(d, &start, &end);
	if (verbose)
		error = json_pieces(d, start, end);
	json_totals(d);
	json_close(j);
	/* That it could not be written is for the end of the program to say. */
	json_end(j);
	return error;
}

static int say_why_unreadable(struct io *io, int error)
{
	if (error == -EOPNOTSUPP || error == -ENOTTY)
		return io_fail(io, "this filesystem does not tell where its files are (it has "
			       "no FIEMAP)");
	return io_fail_call(io, "daxmap", error);
}

static int map_file(struct io *io, struct daxmap *d, const struct daxmap_opts *opts)
{
	int fd = io_file(io)->fd, error;

	error = mounted_probe(fd, &d->m);
	if (!error)
		error = layout_read(fd, &d->m, d->off, d->len, true, &d->l);
	if (error)
		return say_why_unreadable(io, error);
	/* Not the last piece, which a range behind the end may touch. */
	if (d->off >= d->l.size)
		d->l.nr = 0;
	io_warn_experimental(io);
	layout_totals(&d->l, d->off, d->len, &d->t);
	next_bad(d);
	error = opts->json ? print_json(d, opts->verbose) : print_text(d, opts->verbose);
	if (error)
		return io_fail_call(io, "daxmap", error);
	if (d->m.pmem_error)
		return io_fail(io, "which memory of %s is bad cannot be read (%s), so none is "
			       "shown", d->m.source ? d->m.source : "the device",
			       strerror(-d->m.pmem_error));
	return 0;
}

/* Is it a file that has extents, and does the kernel use it with DAX? */
static int look_at(struct io *io, struct daxmap *d)
{
	struct statx st;

	if (statx(io_file(io)->fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) < 0)
		return io_fail_call(io, "statx", -errno);
	if (!S_ISREG(st.stx_mode))
		return io_fail(io, "%s is not a regular file", d->name);
	d->dax = st.stx_attributes & STATX_ATTR_DAX;
	return 0;
}

static int run_daxmap(struct io *io, const struct io_args *args)
{
	struct daxmap d = { .name = io_file(io)->name, .len = INT64_MAX };
	int error = io_range_optional(io, args, &d.off, &d.len);

	if (!d.len)
		d.len = INT64_MAX;
	if (!error)
		error = look_at(io, &d);
	if (!error)
		error = map_file(io, &d, args->opts);
	layout_free(&d.l);
	mounted_free(&d.m);
	return error;
}

static const struct opt_row daxmap_rows[] = {
	IO_FLAG('v', struct daxmap_opts, verbose,
		.help = "also every 2 MiB piece of the file, and why it is not eligible"),
	IO_FLAG('j', struct daxmap_opts, json, .help = "as JSON, numbers in bytes"),
};

const struct io_command io_daxmap_commands[] = {
	{ .name = "daxmap", .run = run_daxmap, .rows = daxmap_rows,
	  .nr_rows = sizeof(daxmap_rows) / sizeof(daxmap_rows[0]),
	  .opts_size = sizeof(struct daxmap_opts), .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "[-v] [-j] [off len]",
	  .brief = "show where the file is in memory and what huge pages can map",
	  .help =
	"Shows each extent of the file: offset and length in the file, address on the\n"
	"device (in physical memory where that is known, a partition's or namespace's\n"
	"start included), how many mappings own it, and how many bytes of it huge pages\n"
	"can map. These are 2 MiB pieces of the file, wholly written, in one place that\n"
	"starts on a 2 MiB boundary. Known bad memory follows as lines of its own. A\n"
	"range is widened to whole pieces; a length of 0 goes to the end. At the end stand totals, and what is in the\n"
	"way of the rest. Example:\n"
	"  daxmap -v 0 64m" },
	{ 0 }
};
