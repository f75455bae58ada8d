// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damages the metadata of an image that is whole:
 *
 *	spoil list IMAGE		how many structures there are of each kind
 *	spoil random IMAGE SEED [COUNT [KIND]]
 *					changes COUNT (1) fields of structures, of any kind,
 *					and says what it did; the same SEED does the same
 *	spoil sharing IMAGE SEED	breaks one promise of sharing: a record of the reverse map or
 *					of the reference counts, a flag or an extent of a file
 *	spoil delete IMAGE DADDR N	record N (from 1) of the leaf at DADDR is gone
 *	spoil double IMAGE DADDR N	record N is there twice
 *	spoil trade IMAGE DADDR N	records N and N + 1 change places
 *	spoil read IMAGE		reads and checksums all of it, twice: bytes, and the
 *					microseconds that took with and without a cold cache
 *	spoil same IMAGE OTHER		status 0 if they hold the same bytes, holes skipped
 *
 * A kind is chosen first, a structure of it second, so that the rare ones get their share.
 *
 * What is read here is a whole image of our own: an odd one ends the program, no more.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libxfs/fs/superblock.h"
#include "tests/fuzz/spoil.h"

void die(const char *what)
{
	fprintf(stderr, "spoil: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
	exit(2);
}

uint64_t random_word(struct spoil *s)
{
	uint64_t x = s->state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

uint32_t below(struct spoil *s, uint64_t limit)
{
	return (uint32_t)(random_word(s) % limit);
}

void read_at(struct spoil *s, void *buf, size_t len, uint64_t offset)
{
	memset(buf, 0, len);
	if (pread(s->fd, buf, len, (off_t)offset) < 0)
		die("read");
}

void write_at(struct spoil *s, const void *buf, size_t len, uint64_t offset)
{
	if (pwrite(s->fd, buf, len, (off_t)offset) != (ssize_t)len)
		die("write");
}

static bool same_from(struct spoil *s, int other, off_t at)
{
	static uint8_t theirs[sizeof(s->buf)];
	ssize_t n = pread(s->fd, s->buf, sizeof(s->buf), at);

	return n > 0 && pread(other, theirs, sizeof(theirs), at) == n && !memcmp(s->buf, theirs, n);
}

/* What has data in one of the two. */
bool spoil_same(struct spoil *s, const char *name)
{
	int other = open(name, O_RDONLY);
	off_t at = 0, mine, theirs, end = lseek(s->fd, 0, SEEK_END);

	if (other < 0)
		die(name);
	while (at < end) {
		mine = lseek(s->fd, at, SEEK_DATA);
		theirs = lseek(other, at, SEEK_DATA);
		if (mine < 0 && theirs < 0)
			break;
		at = mine < 0 || (theirs >= 0 && theirs < mine) ? theirs : mine;
		if (!same_from(s, other, at))
			break;
		at += sizeof(s->buf);
		mine = theirs = 0;
	}
	close(other);
	return at >= end || (mine < 0 && theirs < 0);
}

static void list(struct spoil *s)
{
	for (int kind = 0; kind < KINDS; kind++) {
		unsigned int count = 0;

		for (size_t i = 0; i < s->nr; i++)
			count += (int)s->things[i].kind == kind;
		printf("%-14s %u\n", kind_name[kind], count);
	}
}

static void run(struct spoil *s, int argc, char **argv)
{
	const char *command = argv[1];

	if (!strcmp(command, "delete") || !strcmp(command, "double") || !strcmp(command, "trade")) {
		spoil_record(s, argc, argv);
		return;
	}
	find_things(s);
	if (!strcmp(command, "list"))
		list(s);
	else if (!strcmp(command, "read"))
		spoil_read(s);
	else if (!strcmp(command, "random"))
		spoil_random(s, argc, argv);
	else if (!strcmp(command, "sharing"))
		spoil_sharing(s, argc, argv);
	else
		die("no such command");
}

int main(int argc, char **argv)
{
	struct spoil *s = calloc(1, sizeof(*s));
	struct xfs_dsb dsb;

	if (argc < 3 || !s)
		die("usage: spoil list|random|sharing|read|delete|double|trade|same IMAGE ...");
	s->fd = open(argv[2], O_RDWR);
	if (s->fd < 0)
		die(argv[2]);
	if (!strcmp(argv[1], "same") && argc > 3)
		return !spoil_same(s, argv[3]);
	read_at(s, &dsb, sizeof(dsb), 0);
	errno = 0;
	if (xfs_sb_verify_primary(&dsb))
		die("no whole superblock");
	xfs_geom_from_sb(&s->geom, &dsb);
	run(s, argc, argv);
	free(s->is_free);
	free(s->things);
	close(s->fd);
	free(s);
	return 0;
}
