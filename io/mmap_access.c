// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mread and mwrite: loads and stores over a part of the current mapping.
 *
 * Memory is touched a page at a time in the direction asked for, by memcpy() and
 * memset(), under io/sigbus.h: a page that is not there, or whose memory failed, ends
 * the command and not the program.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/mmap.h"
#include "io/rate.h"
#include "io/sigbus.h"

#define SHOWN_PIECE	(64 << 10)	/* bytes dumped at once; a multiple of 16 */
#define PIECE		(16 << 20)	/* bytes touched between looks for SIGINT */

/* A way over [addr, addr + len), from either end. */
struct walk {
	uint8_t		*addr;
	size_t		len;
	size_t		page;
	bool		reverse;
	bool		store;
	int		seed;
	uint8_t		*copy;		/* where loads go; NULL with @store */
	bool		keep;		/* all of them, not each page over the last */
	volatile size_t	done;		/* bytes; survives the jump out of a fault */
};

/* Bytes of the next step: to the end of the page the walk stands in. */
static size_t step_of(const struct walk *w)
{
	size_t left = w->len - w->done, step;

	if (w->reverse)
		step = ((uintptr_t)w->addr + left - 1) % w->page + 1;
	else
		step = w->page - ((uintptr_t)w->addr + w->done) % w->page;
	return step < left ? step : left;
}

static void touch(void *arg)
{
	struct walk *w = arg;

	while (w->done < w->len) {
		size_t step = step_of(w);
		size_t at = w->reverse ? w->len - w->done - step : w->done;

		if (w->store)
			memset(w->addr + at, w->seed, step);
		else
			memcpy(w->copy + (w->keep ? at : 0), w->addr + at, step);
		w->done += step;
	}
}

/* The mapped file where it is still open; -1: closed. */
static int fd_of(const struct io *io, const struct io_mapping *map)
{
	unsigned int i;

	for (i = 0; i < io->nr_files; i++)
		if (!strcmp(io->files[i].name, map->name))
			return io->files[i].fd;
	return -1;
}

/*
 * SIGBUS that is not called a memory failure: the end of the file is the usual reason.
 * Memory that is known to be bad is never mapped, and then reading says EIO.
 */
static void say_no_page(struct io *io, uint64_t offset)
{
	const struct io_mapping *map = io_mapping(io);
	int fd = fd_of(io, map);
	struct stat st;
	char byte;

	if ((fd < 0 ? stat(map->name, &st) : fstat(fd, &st)) == 0 &&
	    (uint64_t)st.st_size <= offset)
		io_fail(io, "SIGBUS at file offset %llu: the file ends there, it has %lld bytes",
			(unsigned long long)offset, (long long)st.st_size);
	else if (pread(fd, &byte, 1, (off_t)offset) < 0 && errno == EIO)
		io_fail(io, "SIGBUS at file offset %llu: memory failure, known before; reading "
			"there fails, too", (unsigned long long)offset);
	else
		io_fail(io, "SIGBUS at file offset %llu: the filesystem could not provide the "
			"page", (unsigned long long)offset);
}

static int say_fault(struct io *io, const struct io_fault *fault)
{
	const struct io_mapping *map = io_mapping(io);
	unsigned long long offset = (unsigned long long)map->offset + (fault->addr - map->addr);

	if (fault->kind == IO_FAULT_NO_PAGE) {
		say_no_page(io, offset);
		return -EFAULT;
	}
	if (fault->kind == IO_FAULT_POISON) {
		io_fail(io, "SIGBUS at file offset %llu: memory failure; the data of that page are "
			"lost", offset);
		return -EIO;
	}
	io_fail(io, "SIGSEGV at file offset %llu: the mapping does not allow it; mmap has -r "
		"and -w", offset);
	return -EACCES;
}

static void reverse_bytes(uint8_t *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len / 2; i++) {
		uint8_t byte = bytes[i];

		bytes[i] = bytes[len - 1 - i];
		bytes[len - 1 - i] = byte;
	}
}

/* Shows what a piece of the walk loaded; after a fault that is not all of it. */
static void show(const struct walk *piece, uint64_t label)
{
	size_t first = piece->reverse ? piece->len - piece->done : 0;

	if (piece->reverse)
		reverse_bytes(piece->copy + first, piece->done);
	io_dump(stdout, piece->copy + first, label, piece->done);
}

/*
 * Bytes of the piece after @done.  A dump begins with the part of a page
 * that the length has, as that of the stock xfs_io does: its line ends there.
 */
static size_t piece_of(const struct walk *all, size_t done)
{
	size_t left = all->len - done, most = all->keep ? SHOWN_PIECE : PIECE;

	if (all->keep && !done && left % all->page)
		return left % all->page;
	return left < most ? left : most;
}

/* Touches all of @all; @label is the address of its first byte in a dump. */
static int walk(struct io *io, const struct walk *all, uint64_t label)
{
	struct io_fault fault;
	size_t done = 0;

	while (done < all->len) {
		struct walk piece = *all;
		bool whole;

		if (io_interrupted())
			return -EINTR;
		piece.len = piece_of(all, done);
		piece.addr += all->reverse ? all->len - done - piece.len : done;
		whole = io_sigbus_guard(piece.addr, piece.len, touch, &piece, &fault);
		if (piece.keep)
			show(&piece, label + done);
		if (!whole)
			return say_fault(io, &fault);
		done += piece.len;
	}
	return 0;
}

struct mread_opts {
	bool	file, reverse, verbose;
};

static const struct opt_row mread_rows[] = {
	IO_FLAG('f', struct mread_opts, file,
		.help = "dump the bytes, addresses counted from the start of the file"),
	IO_FLAG('r', struct mread_opts, reverse, .help = "backwards, from the end of the range"),
	IO_FLAG('v', struct mread_opts, verbose,
		.help = "dump the bytes, addresses counted from the start of the mapping"),
};

static int run_mread(struct io *io, const struct io_args *args)
{
	const struct mread_opts *o = args->opts;
	struct walk all = { .reverse = o->reverse, .keep = o->verbose || o->file };
	struct io_span span;
	int error = io_mapping_span(io, args, &span);

	if (error)
		return error;
	all.addr = span.addr;
	all.len = span.len;
	all.page = (size_t)sysconf(_SC_PAGESIZE);
	all.copy = malloc(all.page > SHOWN_PIECE ? all.page : SHOWN_PIECE);
	if (!all.copy)
		return io_fail_call(io, "mread", -ENOMEM);
	error = walk(io, &all, o->file ? span.offset :
		     span.offset - (uint64_t)io_mapping(io)->offset);
	free(all.copy);
	return error;
}

struct mwrite_opts {
	bool		reverse;
	uint64_t	seed;
};

enum { MWRITE_SEED };

static const struct opt_row mwrite_rows[] = {
	IO_FLAG('r', struct mwrite_opts, reverse, .help = "backwards, from the end of the range"),
	IO_OPT('S', MWRITE_SEED, struct mwrite_opts, seed, OPT_NUMBER, .arg = "BYTE",
	       .help = "the byte to store, 0 to 255; else 'X'"),
};

static const struct mwrite_opts mwrite_defaults = { .seed = 'X' };

static int run_mwrite(struct io *io, const struct io_args *args)
{
	const struct mwrite_opts *o = args->opts;
	struct walk all = { .store = true, .reverse = o->reverse, .seed = (int)o->seed };
	struct io_span span;
	int error;

	if (o->seed > UINT8_MAX)
		return io_fail(io, "-S wants a byte, 0 to 255");
	error = io_mapping_span(io, args, &span);
	if (error)
		return error;
	all.addr = span.addr;
	all.len = span.len;
	all.page = (size_t)sysconf(_SC_PAGESIZE);
	return walk(io, &all, 0);
}

#define ROWS(table, type) \
	.rows = table, .nr_rows = sizeof(table) / sizeof(table[0]), .opts_size = sizeof(type)

const struct io_command io_mmap_access_commands[] = {
	{ .name = "mread", .alias = "mr", .run = run_mread, ROWS(mread_rows, struct mread_opts),
	  .max_words = 2, .flags = IO_NEEDS_MAPPING, .usage = "[-frv] [off len]",
	  .brief = "load from the current mapping",
	  .help = "Every page of the mapping, or of the range, is read from memory; -v or -f\n"
		  "shows the bytes.  Offsets are those of the file.  Where there is no page, or\n"
		  "its memory failed, the command says at which offset and fails.\n\n"
		  "  mread -v 512 20    show 20 bytes\n" },
	{ .name = "mwrite", .alias = "mw", .run = run_mwrite,
	  ROWS(mwrite_rows, struct mwrite_opts), .defaults = &mwrite_defaults, .max_words = 2,
	  .flags = IO_NEEDS_MAPPING, .usage = "[-r] [-S byte] [off len]",
	  .brief = "store into the current mapping",
	  .help = "Every byte of the mapping, or of the range, becomes 'X' or the byte of -S.\n"
		  "Offsets are those of the file.  msync writes it out.\n\n"
		  "  mwrite -S 0x61 0 4k    the first 4 KiB become 'a'\n" },
	{ 0 }
};
