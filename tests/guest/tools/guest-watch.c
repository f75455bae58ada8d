// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Watches a file while a tool rearranges it, until SIGTERM; prints the rounds it made.
 *
 *	guest-watch read FILE COPY	it is always equal to COPY, read and mapped
 *	guest-watch store FILE OFFSET	stores a counter there through a mapping; none is lost
 *
 * Exit status 1 when something else was seen.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK	65536

static volatile sig_atomic_t stop;

static void on_term(int number)
{
	stop = number;
}

static int fail(const char *what)
{
	fprintf(stderr, "guest-watch: %s: %s\n", what, strerror(errno));
	return 2;
}

static unsigned char *map(const char *name, int prot, int *fd, size_t *len)
{
	struct stat st;
	void *p;

	*fd = open(name, prot & PROT_WRITE ? O_RDWR : O_RDONLY);
	if (*fd < 0 || fstat(*fd, &st))
		return NULL;
	*len = st.st_size;
	p = mmap(NULL, *len, prot, MAP_SHARED, *fd, 0);
	return p == MAP_FAILED ? NULL : p;
}

static int watch_reads(const char *name, const char *copy)
{
	static unsigned char buf[CHUNK];
	size_t len, copy_len, pos, n;
	uint64_t rounds = 0;
	int fd, copy_fd;
	unsigned char *p = map(name, PROT_READ, &fd, &len);
	unsigned char *want = map(copy, PROT_READ, &copy_fd, &copy_len);

	if (!p || !want || len != copy_len)
		return fail(name);
	for (; !stop; rounds++)
		for (pos = 0; !stop && pos < len; pos += n) {
			n = len - pos < CHUNK ? len - pos : CHUNK;
			if (pread(fd, buf, n, pos) != (ssize_t)n)
				return fail("read");
			if (memcmp(buf, want + pos, n) || memcmp(p + pos, want + pos, n)) {
				fprintf(stderr, "guest-watch: other bytes near %zu\n", pos);
				return 1;
			}
			/* The watched may have no other processor. */
			usleep(500);
		}
	printf("%" PRIu64 "\n", rounds);
	return 0;
}

static int watch_stores(const char *name, const char *offset)
{
	uint64_t off = strtoull(offset, NULL, 0) & ~7ull, rounds = 0, got = 0;
	volatile uint64_t *p;
	unsigned char *start;
	size_t len;
	int fd;

	start = map(name, PROT_READ | PROT_WRITE, &fd, &len);
	if (!start || off + 8 > len)
		return fail(name);
	p = (volatile uint64_t *)(void *)(start + off);
	for (*p = 0; !stop; rounds++) {
		if (*p != rounds) {
			fprintf(stderr, "guest-watch: store %" PRIu64 " was lost\n", rounds);
			return 1;
		}
		*p = rounds + 1;
		if (rounds % 64 == 0)
			usleep(1000);
	}
	if (pread(fd, &got, 8, off) != 8 || got != rounds) {
		fprintf(stderr, "guest-watch: reading finds %" PRIu64 ", not %" PRIu64 "\n",
			got, rounds);
		return 1;
	}
	printf("%" PRIu64 "\n", rounds);
	return 0;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_term };

	sigaction(SIGTERM, &action, NULL);
	if (argc == 4 && !strcmp(argv[1], "read"))
		return watch_reads(argv[2], argv[3]);
	if (argc == 4 && !strcmp(argv[1], "store"))
		return watch_stores(argv[2], argv[3]);
	fprintf(stderr, "usage: guest-watch read FILE COPY | store FILE OFFSET\n");
	return 2;
}
