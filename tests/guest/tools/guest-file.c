// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the guest tests do to files and ask about them, one command a run:
 *
 *	write FILE BYTES SEED [PIECE]
 *				fill with bytes that depend on SEED, by write()s of
 *				PIECE bytes (1 MiB)
 *	check FILE BYTES SEED	are they still there?  0 or 1
 *	clone FILE NEW		FICLONE
 *	store FILE OFF BYTES C	map shared, store BYTES of C, msync
 *	load FILE OFF		map shared, load one byte, print it as a number
 *	sync-map FILE		can it be mapped MAP_SYNC?  0 or 1
 *	is-dax FILE		does statx say DAX?  0 or 1
 *	map FILE		fiemap: "OFFSET DEVICE-OFFSET BYTES FLAGS" a line
 *	phys FILE OFF [w]	physical address behind OFF of a shared mapping,
 *				after loading (or storing, w) one byte there
 *
 * 0 and 1 are the exit status; 2 is an error, with a sentence.  Mappings of phys,
 * store and load begin on a 2 MiB boundary of the address space where the
 * file's offset does, so that the kernel may use a huge page.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef STATX_ATTR_DAX
#define STATX_ATTR_DAX 0x00200000
#endif
#ifndef MAP_SYNC
#define MAP_SYNC 0x80000
#endif

#define HUGE	(2ull << 20)
#define CHUNK	(1u << 20)

static int fail(const char *what)
{
	fprintf(stderr, "guest-file: %s: %s\n", what, strerror(errno));
	return 2;
}

static uint64_t number(const char *s)
{
	return strtoull(s, NULL, 0);
}

static void pattern(unsigned char *buf, size_t len, uint64_t pos, uint64_t seed)
{
	for (size_t i = 0; i < len; i++)
		buf[i] = (unsigned char)(((pos + i) * 2654435761u >> 13) + seed * 37);
}

static int cmd_write(char **arg)
{
	static unsigned char buf[2 * HUGE];
	uint64_t len = number(arg[1]), piece = arg[3] ? number(arg[3]) : CHUNK;
	int fd = open(arg[0], O_RDWR | O_CREAT | O_TRUNC, 0644);

	if (!piece || piece > sizeof(buf))
		errno = EINVAL;
	if (fd < 0 || !piece || piece > sizeof(buf))
		return fail(arg[0]);
	for (uint64_t pos = 0; pos < len; pos += piece) {
		size_t n = len - pos < piece ? len - pos : piece;

		pattern(buf, n, pos, number(arg[2]));
		if (pwrite(fd, buf, n, pos) != (ssize_t)n)
			return fail("write");
	}
	return fsync(fd) ? fail("fsync") : 0;
}

static int cmd_check(char **arg)
{
	static unsigned char got[CHUNK], want[CHUNK];
	uint64_t len = number(arg[1]);
	int fd = open(arg[0], O_RDONLY);

	if (fd < 0)
		return fail(arg[0]);
	for (uint64_t pos = 0; pos < len; pos += CHUNK) {
		size_t n = len - pos < CHUNK ? len - pos : CHUNK;

		pattern(want, n, pos, number(arg[2]));
		if (pread(fd, got, n, pos) != (ssize_t)n)
			return fail("read");
		if (memcmp(got, want, n))
			return 1;
	}
	return 0;
}

static int cmd_clone(char **arg)
{
	int src = open(arg[0], O_RDONLY);
	int dst = open(arg[1], O_RDWR | O_CREAT | O_TRUNC, 0644);

	if (src < 0 || dst < 0)
		return fail("clone");
	return ioctl(dst, FICLONE, src) ? fail("FICLONE") : 0;
}

/*
 * Maps @len bytes at @off; address and offset agree modulo 2 MiB.
 */
static unsigned char *map_file(const char *name, uint64_t off, uint64_t len)
{
	uint64_t start = off & ~(HUGE - 1);
	uint64_t span = (off + len - start + HUGE - 1) & ~(HUGE - 1);
	int fd = open(name, O_RDWR);
	struct stat st;
	uintptr_t base;
	void *room, *p;

	if (fd < 0 || fstat(fd, &st))
		return NULL;
	if (off + len > (uint64_t)st.st_size) {
		errno = ERANGE;
		return NULL;
	}
	room = mmap(NULL, span + HUGE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		return NULL;
	base = ((uintptr_t)room + HUGE - 1) & ~(uintptr_t)(HUGE - 1);
	p = mmap((void *)base, span, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_FIXED, fd, start);
	close(fd);
	return p == MAP_FAILED ? NULL : (unsigned char *)p + (off - start);
}

static int cmd_store(char **arg)
{
	uint64_t off = number(arg[1]), len = number(arg[2]);
	unsigned char *p = map_file(arg[0], off, len);
	uintptr_t page = (uintptr_t)p & ~(uintptr_t)4095;

	if (!p)
		return fail("mmap");
	memset(p, (int)number(arg[3]), len);
	return msync((void *)page, (uintptr_t)p + len - page, MS_SYNC) ?
		fail("msync") : 0;
}

static int cmd_load(char **arg)
{
	const volatile unsigned char *p = map_file(arg[0], number(arg[1]), 1);

	if (!p)
		return fail("mmap");
	printf("%u\n", *p);
	return 0;
}

static int cmd_sync_map(char **arg)
{
	int fd = open(arg[0], O_RDWR);
	void *p;

	if (fd < 0)
		return fail(arg[0]);
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		 MAP_SHARED_VALIDATE | MAP_SYNC, fd, 0);
	if (p == MAP_FAILED && errno != EOPNOTSUPP)
		return fail("mmap");
	return p == MAP_FAILED;
}

static int cmd_is_dax(char **arg)
{
	struct statx stx;

	if (statx(AT_FDCWD, arg[0], 0, STATX_BASIC_STATS, &stx))
		return fail(arg[0]);
	if (!(stx.stx_attributes_mask & STATX_ATTR_DAX)) {
		errno = ENOTSUP;
		return fail("statx does not know DAX");
	}
	return !(stx.stx_attributes & STATX_ATTR_DAX);
}

static int cmd_map(char **arg)
{
	union {
		struct fiemap	fm;
		char		room[sizeof(struct fiemap) +
				     256 * sizeof(struct fiemap_extent)];
	} u;
	int fd = open(arg[0], O_RDONLY);
	uint64_t pos = 0;
	bool last = false;

	if (fd < 0)
		return fail(arg[0]);
	while (!last) {
		memset(&u, 0, sizeof(u));
		u.fm.fm_start = pos;
		u.fm.fm_length = FIEMAP_MAX_OFFSET - pos;
		u.fm.fm_flags = FIEMAP_FLAG_SYNC;
		u.fm.fm_extent_count = 256;
		if (ioctl(fd, FS_IOC_FIEMAP, &u.fm))
			return fail("fiemap");
		last = !u.fm.fm_mapped_extents;
		for (uint32_t i = 0; i < u.fm.fm_mapped_extents; i++) {
			const struct fiemap_extent *e = &u.fm.fm_extents[i];

			printf("%llu %llu %llu 0x%x%s%s\n", e->fe_logical,
			       e->fe_physical, e->fe_length, e->fe_flags,
			       e->fe_flags & FIEMAP_EXTENT_SHARED ? " shared" : "",
			       e->fe_flags & FIEMAP_EXTENT_UNWRITTEN ? " unwritten" : "");
			pos = e->fe_logical + e->fe_length;
			last |= !!(e->fe_flags & FIEMAP_EXTENT_LAST);
		}
	}
	return 0;
}

static int cmd_phys(char **arg)
{
	uint64_t off = number(arg[1]), entry;
	volatile unsigned char *p = map_file(arg[0], off, 1);
	int fd = open("/proc/self/pagemap", O_RDONLY);

	if (!p || fd < 0)
		return fail("mmap");
	if (arg[2])
		*p = *p;
	else
		(void)*p;
	if (pread(fd, &entry, 8, (uintptr_t)p / 4096 * 8) != 8)
		return fail("pagemap");
	if (!(entry >> 63)) {
		errno = ENXIO;
		return fail("no page behind the mapping");
	}
	entry = (entry & ((1ull << 55) - 1)) * 4096 + off % 4096;
	printf("0x%" PRIx64 "\n", entry);
	return 0;
}

static const struct command {
	const char	*name;
	int		nr_args;
	int		(*run)(char **arg);
} commands[] = {
	{ "write", 3, cmd_write },	{ "check", 3, cmd_check },
	{ "clone", 2, cmd_clone },	{ "store", 4, cmd_store },
	{ "load", 2, cmd_load },	{ "sync-map", 1, cmd_sync_map },
	{ "is-dax", 1, cmd_is_dax },	{ "map", 1, cmd_map },
	{ "phys", 2, cmd_phys },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (argc > 1 && !strcmp(argv[1], commands[i].name) &&
		    argc >= 2 + commands[i].nr_args)
			return commands[i].run(argv + 2);
	fprintf(stderr, "guest-file: unknown command or too few arguments\n");
	return 2;
}
