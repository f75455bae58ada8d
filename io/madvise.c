// SPDX-License-Identifier: GPL-2.0-or-later
/* madvise, mincore: what the kernel should know of a mapping's pages, and which it has. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/mmap.h"
#include "io/sigbus.h"

enum advice {
	ADVISE_DONTNEED, ADVISE_RANDOM, ADVISE_SEQUENTIAL, ADVISE_WILLNEED,
	ADVISE_COLLAPSE, ADVISE_COLD, ADVISE_FREE, ADVISE_NOHUGE, ADVISE_HUGE,
	ADVISE_MERGE, ADVISE_UNMERGE, ADVISE_OFFLINE, ADVISE_PUNCH, ADVISE_POISON,
	ADVISE_POPULATE_READ, ADVISE_POPULATE_WRITE, ADVISE_PAGEOUT,
	NR_ADVICE
};

static const int advice_of[NR_ADVICE] = {
	[ADVISE_DONTNEED]	= MADV_DONTNEED,
	[ADVISE_RANDOM]		= MADV_RANDOM,
	[ADVISE_SEQUENTIAL]	= MADV_SEQUENTIAL,
	[ADVISE_WILLNEED]	= MADV_WILLNEED,
	[ADVISE_COLLAPSE]	= MADV_COLLAPSE,
	[ADVISE_COLD]		= MADV_COLD,
	[ADVISE_FREE]		= MADV_FREE,
	[ADVISE_NOHUGE]		= MADV_NOHUGEPAGE,
	[ADVISE_HUGE]		= MADV_HUGEPAGE,
	[ADVISE_MERGE]		= MADV_MERGEABLE,
	[ADVISE_UNMERGE]	= MADV_UNMERGEABLE,
	[ADVISE_OFFLINE]	= MADV_SOFT_OFFLINE,
	[ADVISE_PUNCH]		= MADV_REMOVE,
	[ADVISE_POISON]		= MADV_HWPOISON,
	[ADVISE_POPULATE_READ]	= MADV_POPULATE_READ,
	[ADVISE_POPULATE_WRITE]	= MADV_POPULATE_WRITE,
	[ADVISE_PAGEOUT]	= MADV_PAGEOUT,
};

struct madvise_opts {
	bool	given[NR_ADVICE];
};

#define ADVICE(letter, which, text) \
	IO_FLAG(letter, struct madvise_opts, given[which], .help = text)

static const struct opt_row madvise_rows[] = {
	ADVICE('d', ADVISE_DONTNEED, "not needed soon: drop the pages (MADV_DONTNEED)"),
	ADVICE('r', ADVISE_RANDOM, "access will be random: no read-ahead (MADV_RANDOM)"),
	ADVICE('s', ADVISE_SEQUENTIAL, "access will be in order: read far ahead (MADV_SEQUENTIAL)"),
	ADVICE('w', ADVISE_WILLNEED, "needed soon: begin to read (MADV_WILLNEED)"),
	ADVICE('c', ADVISE_COLLAPSE, "make huge pages of it now (MADV_COLLAPSE)"),
	ADVICE('D', ADVISE_COLD, "among the first to be reclaimed (MADV_COLD)"),
	ADVICE('f', ADVISE_FREE, "may be freed; private memory only (MADV_FREE)"),
	ADVICE('h', ADVISE_NOHUGE, "no huge pages (MADV_NOHUGEPAGE)"),
	ADVICE('H', ADVISE_HUGE, "huge pages where possible (MADV_HUGEPAGE)"),
	ADVICE('m', ADVISE_MERGE, "equal pages may become one (MADV_MERGEABLE)"),
	ADVICE('M', ADVISE_UNMERGE, "undo -m (MADV_UNMERGEABLE)"),
	ADVICE('o', ADVISE_OFFLINE, "take the memory out of use, data kept (MADV_SOFT_OFFLINE)"),
	ADVICE('p', ADVISE_PUNCH, "punch a hole in the file (MADV_REMOVE)"),
	ADVICE('P', ADVISE_POISON, "treat the memory as failed: a test (MADV_HWPOISON)"),
	ADVICE('R', ADVISE_POPULATE_READ, "map all pages, for reading (MADV_POPULATE_READ)"),
	ADVICE('W', ADVISE_POPULATE_WRITE, "map all pages, for writing (MADV_POPULATE_WRITE)"),
	ADVICE('X', ADVISE_PAGEOUT, "reclaim the pages now (MADV_PAGEOUT)"),
};

struct call {
	struct io_span	span;
	int		advice;
	int		error;
};

static void advise(void *arg)
{
	struct call *c = arg;

	c->error = madvise(c->span.addr, c->span.len, c->advice) < 0 ? -errno : 0;
}

/* The one that was given; MADV_NORMAL when none was. */
static int pick_advice(struct io *io, const struct madvise_opts *o, int *advice)
{
	unsigned int i, nr = 0;

	*advice = MADV_NORMAL;
	for (i = 0; i < NR_ADVICE; i++)
		if (o->given[i]) {
			*advice = advice_of[i];
			nr++;
		}
	return nr > 1 ? io_fail(io, "one advice at a time") : 0;
}

static int run_madvise(struct io *io, const struct io_args *args)
{
	struct io_fault fault;
	struct call c = { .error = -EIO };
	int error = pick_advice(io, args->opts, &c.advice);

	if (!error)
		error = io_mapping_pages(io, args, &c.span);
	if (error)
		return error;
	/* Poisoning signals those who have the page mapped: us. */
	if (!io_sigbus_guard(c.span.addr, c.span.len, advise, &c, &fault) &&
	    c.advice == MADV_HWPOISON)
		return 0;
	return c.error ? io_fail_call(io, "madvise", c.error) : 0;
}

#define MINCORE_PAGES	(1 << 20)	/* asked for at once */

/* Pages in a row that are in memory; bytes from the start of the span. */
struct run {
	uint64_t	start, len;
};

static void print_run(const struct io_span *span, const struct run *r, size_t page)
{
	uintptr_t addr = (uintptr_t)span->addr + r->start;

	if (r->len)
		printf("0x%jx - 0x%jx  %llu pages (%llu : %llu)\n", (uintmax_t)addr,
		       (uintmax_t)(addr + r->len), (unsigned long long)(r->len / page),
		       (unsigned long long)(span->offset + r->start),
		       (unsigned long long)r->len);
}

/* Lengthens @r by the pages of @resident, which begin at @at; prints it where it ends. */
static void add_pages(const struct io_span *span, const uint8_t *resident, size_t nr,
		      uint64_t at, size_t page, struct run *r)
{
	size_t i;

	for (i = 0; i < nr; i++, at += page) {
		if (resident[i] & 1) {
			if (!r->len)
				r->start = at;
			r->len += page;
		} else {
			print_run(span, r, page);
			r->len = 0;
		}
	}
}

static int run_mincore(struct io *io, const struct io_args *args)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct io_span span;
	struct run r = { 0 };
	uint64_t at, nr;
	uint8_t *resident;
	int error = io_mapping_pages(io, args, &span);

	if (error)
		return error;
	resident = malloc(MINCORE_PAGES);
	if (!resident)
		return io_fail_call(io, "mincore", -ENOMEM);
	for (at = 0; at < span.len && !error; at += nr * page) {
		nr = (span.len - at + page - 1) / page;
		nr = nr < MINCORE_PAGES ? nr : MINCORE_PAGES;
		if (io_interrupted())
			error = -EINTR;
		else if (mincore(span.addr + at, nr * page, resident) < 0)
			error = io_fail_call(io, "mincore", -errno);
		else
			add_pages(&span, resident, nr, at, page, &r);
	}
	print_run(&span, &r, page);
	free(resident);
	return error;
}

const struct io_command io_madvise_commands[] = {
	{ .name = "madvise", .alias = "ma", .run = run_madvise, .rows = madvise_rows,
	  .nr_rows = sizeof(madvise_rows) / sizeof(madvise_rows[0]),
	  .opts_size = sizeof(struct madvise_opts), .max_words = 2, .flags = IO_NEEDS_MAPPING,
	  .usage = "[-drswcDfhHmMopPRWX] [off len]",
	  .brief = "tell the kernel how the current mapping will be used",
	  .help = "One advice, for all of the mapping or for the pages of a range; none takes\n"
		  "earlier ones back (MADV_NORMAL).  -o, -p and -P are more than advice: they\n"
		  "change memory or the file.\n\n"
		  "  madvise -w 0 2m    begin to read the first two megabytes\n" },
	{ .name = "mincore", .alias = "mi", .run = run_mincore, .max_words = 2,
	  .flags = IO_NEEDS_MAPPING, .usage = "[off len]",
	  .brief = "show which pages of the current mapping are in memory",
	  .help = "One line for each run of resident pages: addresses, number of pages, offset\n"
		  "in the file and length.\n\n"
		  "  mincore 0 1m    of the first megabyte\n" },
	{ 0 }
};
