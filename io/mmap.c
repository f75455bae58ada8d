// SPDX-License-Identifier: GPL-2.0-or-later
/* mmap, munmap, mremap, msync: the table of mappings and the commands over it. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/mmap.h"

void io_mapping_print(const struct io *io, unsigned int index)
{
	const struct io_mapping *map = &io->mappings[index];
	uintptr_t start = (uintptr_t)map->addr;
	bool current = index == io->cur_mapping;

	printf("%c%03u%c 0x%jx - 0x%jx %c%c%c%s  %14s (%lld : %llu)\n",
	       current ? '[' : ' ', index, current ? ']' : ' ',
	       (uintmax_t)start, (uintmax_t)(start + map->length),
	       map->prot & PROT_READ ? 'r' : '-', map->prot & PROT_WRITE ? 'w' : '-',
	       map->prot & PROT_EXEC ? 'x' : '-', map->sync ? " S" : "", map->name,
	       (long long)map->offset, (unsigned long long)map->length);
}

static void print_all(const struct io *io)
{
	unsigned int i;

	for (i = 0; i < io->nr_mappings; i++)
		io_mapping_print(io, i);
}

int io_mapping_span(struct io *io, const struct io_args *args, struct io_span *span)
{
	struct io_mapping *map = io_mapping(io);
	uint64_t start = (uint64_t)map->offset, offset = start, len = map->length;
	int error = io_range_optional(io, args, &offset, &len);

	if (error)
		return error;
	if (offset < start || offset - start > map->length ||
	    len > map->length - (offset - start))
		return io_fail(io, "%llu bytes at offset %llu reach outside the mapping, which "
			       "has %llu bytes at offset %llu of %s",
			       (unsigned long long)len, (unsigned long long)offset,
			       (unsigned long long)map->length, (unsigned long long)start,
			       map->name);
	span->addr = map->addr + (offset - start);
	span->len = len;
	span->offset = offset;
	return 0;
}

int io_mapping_pages(struct io *io, const struct io_args *args, struct io_span *span)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	int error = io_mapping_span(io, args, span);

	if (error)
		return error;
	if ((uintptr_t)span->addr % page)
		return io_fail(io, "offset %llu is not where a page of the mapping begins: "
			       "pages have %llu bytes, counted from offset %lld",
			       (unsigned long long)span->offset, (unsigned long long)page,
			       (long long)io_mapping(io)->offset);
	return 0;
}

struct mmap_opts {
	bool		read, write, exec, sync;
	uint64_t	reserve;
};

enum { MMAP_RESERVE };

static const struct opt_row mmap_rows[] = {
	IO_FLAG('r', struct mmap_opts, read, .help = "allow reading"),
	IO_FLAG('w', struct mmap_opts, write, .help = "allow writing"),
	IO_FLAG('x', struct mmap_opts, exec, .help = "allow execution"),
	IO_FLAG('S', struct mmap_opts, sync,
		.help = "MAP_SYNC: what is stored and flushed survives; needs DAX"),
	IO_OPT('s', MMAP_RESERVE, struct mmap_opts, reserve, OPT_SIZE, .arg = "SIZE",
	       .help = "find a place with room to grow to this size"),
};

static int prot_of(const struct mmap_opts *o)
{
	int prot = (o->read ? PROT_READ : 0) | (o->write ? PROT_WRITE : 0) |
		   (o->exec ? PROT_EXEC : 0);

	return prot ? prot : PROT_READ | PROT_WRITE | PROT_EXEC;
}

/* An address with @size free bytes behind it. */
static int find_room(uint64_t size, void **addr)
{
	*addr = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (*addr == MAP_FAILED)
		return -errno;
	munmap(*addr, size);
	return 0;
}

/* One sentence more after MAP_SYNC was refused, when the file itself tells why. */
static void say_why_no_sync(struct io *io, const struct io_file *file)
{
	struct statx st;

	if (statx(file->fd, "", AT_EMPTY_PATH, STATX_TYPE, &st) < 0)
		return;
	if (!(st.stx_attributes_mask & STATX_ATTR_DAX) || !(st.stx_attributes & STATX_ATTR_DAX))
		io_fail(io, "MAP_SYNC needs a file with DAX in effect, and %s has none now",
			file->name);
}

static int add_mapping(struct io *io, const struct io_mapping *map)
{
	struct io_mapping *table = realloc(io->mappings,
					   (io->nr_mappings + 1) * sizeof(*table));

	if (!table)
		return -ENOMEM;
	io->mappings = table;
	table[io->nr_mappings] = *map;
	io->cur_mapping = io->nr_mappings++;
	return 0;
}

static int map_range(struct io *io, const struct mmap_opts *o, uint64_t offset, uint64_t len)
{
	struct io_file *file = io_file(io);
	struct io_mapping map = {
		.length = len, .mapped = o->reserve > len ? o->reserve : len,
		.offset = (off_t)offset, .prot = prot_of(o), .sync = o->sync,
		.name = strdup(file->name),
	};
	int flags = o->sync ? MAP_SYNC | MAP_SHARED_VALIDATE : MAP_SHARED;
	void *addr = NULL;
	int error = map.name ? 0 : -ENOMEM;

	if (!error && o->reserve)
		error = find_room(map.mapped, &addr);
	if (!error) {
		addr = mmap(addr, len, map.prot, flags, file->fd, map.offset);
		error = addr == MAP_FAILED ? -errno : 0;
	}
	map.addr = addr;
	if (!error) {
		error = add_mapping(io, &map);
		if (error)
			munmap(addr, len);
	}
	if (!error)
		return 0;
	free(map.name);
	io_fail_call(io, "mmap", error);
	if (o->sync && error == -EOPNOTSUPP)
		say_why_no_sync(io, file);
	return error;
}

/* @text: a position in the table, or the address a mapping begins at. */
static int select_mapping(struct io *io, const char *text)
{
	uint64_t value;
	unsigned int i;
	int error = io_number(io, "mapping", text, &value);

	if (error)
		return error;
	for (i = 0; i < io->nr_mappings; i++)
		if (value == i || value == (uintptr_t)io->mappings[i].addr) {
			io->cur_mapping = i;
			print_all(io);
			return 0;
		}
	return io_fail(io, "no mapping has the number or the address %s", text);
}

static int run_mmap(struct io *io, const struct io_args *args)
{
	const struct mmap_opts *o = args->opts;
	uint64_t offset, len;
	int error;

	if (args->nr == 2) {
		if (!io_file(io))
			return io_fail(io, "no file is open; open one with the open command");
		error = io_range(io, args, 0, &offset, &len);
		return error ? error : map_range(io, o, offset, len);
	}
	if (o->read || o->write || o->exec || o->sync || o->reserve)
		return io_fail(io, "options are for a new mapping: give its offset and length");
	if (!io->nr_mappings)
		return io_fail(io, "nothing is mapped; map a range with mmap OFF LEN");
	if (args->nr)
		return select_mapping(io, args->words[0]);
	print_all(io);
	return 0;
}

static int run_munmap(struct io *io, const struct io_args *args)
{
	struct io_mapping *map = io_mapping(io);

	(void)args;
	if (munmap(map->addr, map->length) < 0)
		return io_fail_call(io, "munmap", -errno);
	free(map->name);
	io->nr_mappings--;
	memmove(map, map + 1, (io->nr_mappings - io->cur_mapping) * sizeof(*map));
	if (io->cur_mapping >= io->nr_mappings)
		io->cur_mapping = io->nr_mappings ? io->nr_mappings - 1 : 0;
	print_all(io);
	return 0;
}

struct mremap_opts {
	bool		move;
	uint64_t	addr;
};

enum { MREMAP_ADDR };

static const struct opt_row mremap_rows[] = {
	IO_FLAG('m', struct mremap_opts, move, .help = "elsewhere if it must"),
	IO_OPT('f', MREMAP_ADDR, struct mremap_opts, addr, OPT_NUMBER, .arg = "ADDRESS",
	       .help = "to this address, which must be free and begin a page"),
};

/*
 * Keeps [@addr, @addr + @len) for the mapping.  MREMAP_FIXED alone would replace
 * whatever is there, the program's own memory included.
 */
static int claim(void *addr, uint64_t len)
{
	void *got = mmap(addr, len, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	if (got == MAP_FAILED)
		return -errno;
	if (got == addr)
		return 0;
	munmap(got, len);
	return -EEXIST;
}

static int run_mremap(struct io *io, const struct io_args *args)
{
	const struct mremap_opts *o = args->opts;
	struct io_mapping *map = io_mapping(io);
	bool fixed = IO_GIVEN(args, MREMAP_ADDR);
	void *to = (void *)(uintptr_t)o->addr;
	int flags = (o->move || fixed ? MREMAP_MAYMOVE : 0) | (fixed ? MREMAP_FIXED : 0);
	uint64_t len;
	int error = io_number(io, "size", args->words[0], &len);

	if (error)
		return error;
	if (fixed) {
		error = claim(to, len);
		if (error == -EEXIST)
			return io_fail(io, "memory at 0x%llx is in use",
				       (unsigned long long)o->addr);
		if (error)
			return io_fail_call(io, "mremap", error);
	}
	to = mremap(map->addr, map->length, len, flags, to);
	if (to == MAP_FAILED) {
		error = io_fail_call(io, "mremap", -errno);
		if (fixed)
			munmap((void *)(uintptr_t)o->addr, len);
		return error;
	}
	map->addr = to;
	map->length = map->mapped = len;
	return 0;
}

struct msync_opts {
	bool	async, invalidate, sync;
};

static const struct opt_row msync_rows[] = {
	IO_FLAG('a', struct msync_opts, async, .conflicts = "s",
		.help = "only begin to write (MS_ASYNC)"),
	IO_FLAG('i', struct msync_opts, invalidate,
		.help = "make other mappings of the file read anew (MS_INVALIDATE)"),
	IO_FLAG('s', struct msync_opts, sync,
		.help = "wait until all is written (MS_SYNC); the default"),
};

static int run_msync(struct io *io, const struct io_args *args)
{
	const struct msync_opts *o = args->opts;
	struct io_span span;
	int error = io_mapping_pages(io, args, &span);

	if (error)
		return error;
	if (msync(span.addr, span.len, (o->async ? MS_ASYNC : MS_SYNC) |
		  (o->invalidate ? MS_INVALIDATE : 0)) < 0)
		return io_fail_call(io, "msync", -errno);
	return 0;
}

#define ROWS(table, type) \
	.rows = table, .nr_rows = sizeof(table) / sizeof(table[0]), .opts_size = sizeof(type)

const struct io_command io_mmap_commands[] = {
	{ .name = "mmap", .alias = "mm", .run = run_mmap, ROWS(mmap_rows, struct mmap_opts),
	  .max_words = 2, .flags = IO_ONCE, .usage = "[N] | [-rwxS] [-s size] [off len]",
	  .brief = "map a part of the current file, or show the mappings",
	  .help = "Without words the mappings are listed, the current one in brackets; with one,\n"
		  "a number of the list or an address, that mapping becomes the current one.\n"
		  "With offset and length a part of the current file is mapped shared.  Without\n"
		  "-r, -w or -x everything is allowed.  -S fails on a file without DAX.\n\n"
		  "  mmap -rw 0 1m    the first megabyte, to read and to write\n" },
	{ .name = "munmap", .alias = "mu", .run = run_munmap, .flags = IO_NEEDS_MAPPING,
	  .brief = "remove the current mapping",
	  .help = "The mapping after it becomes the current one; those left are listed.\n" },
	{ .name = "mremap", .alias = "mrm", .run = run_mremap,
	  ROWS(mremap_rows, struct mremap_opts), .min_words = 1, .max_words = 1,
	  .flags = IO_NEEDS_MAPPING, .usage = "[-m] [-f address] newsize",
	  .brief = "change the size or the place of the current mapping",
	  .help = "Without options the mapping stays where it is and growing fails when there\n"
		  "is no room behind it (mmap -s finds a place with room).\n\n"
		  "  mremap -m 8m    eight megabytes, here or elsewhere\n" },
	{ .name = "msync", .alias = "ms", .run = run_msync, ROWS(msync_rows, struct msync_opts),
	  .max_words = 2, .flags = IO_NEEDS_MAPPING, .usage = "[-ais] [off len]",
	  .brief = "write the changed pages of the current mapping to the file",
	  .help = "All of the mapping, or the pages of a range that begins on a page.\n\n"
		  "  msync -a 0 64k    begin to write the first 64 KiB\n" },
	{ 0 }
};
