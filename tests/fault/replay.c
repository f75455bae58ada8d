// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Builds what a power loss could have left: replay IMAGE[:IMAGE] TRACE N SEED applies
 * to the images (the record's file 0, file 1) the first N changes of TRACE, as devices
 * with volatile caches would have them.
 *
 * Everything before the image's last flush among them is applied in order.  Of those
 * after it, SEED 0 keeps all, SEED 1 none, and any other SEED chooses, sector by
 * sector, which arrived.  replay - TRACE prints how many changes there are.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fault/trace.h"

#define SECTOR 512

struct replay {
	int		fd[TRACE_FILES];
	unsigned long	flush[TRACE_FILES];	/* last flush among the changes */
	FILE		*trace;
	uint64_t	seed;
	uint64_t	state;
};

static int die(const char *what)
{
	fprintf(stderr, "replay: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* splitmix64: any fixed good generator serves. */
static uint64_t roll(struct replay *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static bool arrives(struct replay *r, bool durable)
{
	if (durable || r->seed == 0)
		return true;
	return r->seed == 1 ? false : roll(r) & 1;
}

static void apply_write(struct replay *r, const struct trace_record *rec,
			const char *data, bool durable)
{
	int fd = r->fd[rec->file];
	uint64_t done, n;

	for (done = 0; done < rec->len; done += n) {
		n = rec->len - done < SECTOR ? rec->len - done : SECTOR;
		if (arrives(r, durable) &&
		    pwrite(fd, data + done, n, rec->off + done) != (ssize_t)n)
			die("write");
	}
}

/* Zeroing is one command to the device: it happened or it did not. */
static void apply(struct replay *r, const struct trace_record *rec, const char *data,
		  bool durable)
{
	int fd = r->fd[rec->file];

	switch (rec->op) {
	case TRACE_WRITE:
		apply_write(r, rec, data, durable);
		break;
	case TRACE_ZERO:
		if (arrives(r, durable) &&
		    fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			      rec->off, rec->len))
			die("punch a hole");
		break;
	case TRACE_RESIZE:
		if (ftruncate(fd, rec->len))
			die("resize");
		break;
	default:
		break;
	}
}

static bool next_record(FILE *trace, struct trace_record *rec, char **data)
{
	*data = NULL;
	if (fread(rec, sizeof(*rec), 1, trace) != 1)
		return false;
	if (rec->file >= TRACE_FILES)
		die("trace");
	if (rec->op != TRACE_WRITE)
		return true;
	*data = malloc(rec->len);
	if (!*data || fread(*data, rec->len, 1, trace) != 1)
		die("trace");
	return true;
}

/* Notes each file's last flush among the first @n changes; returns how many there are. */
static unsigned long find_flushes(struct replay *r, unsigned long n)
{
	struct trace_record rec;
	unsigned long i;
	char *data;

	for (i = 1; next_record(r->trace, &rec, &data); i++) {
		free(data);
		if (rec.op == TRACE_FLUSH && i <= n)
			r->flush[rec.file] = i;
	}
	rewind(r->trace);
	return i - 1;
}

static void open_images(struct replay *r, char *images)
{
	char *path, *rest = images;
	int i;

	for (i = 0; i < TRACE_FILES && (path = strsep(&rest, ":")); i++) {
		r->fd[i] = open(path, O_RDWR);
		if (r->fd[i] < 0)
			die(path);
	}
}

static void replay(struct replay *r, unsigned long n)
{
	struct trace_record rec;
	unsigned long i;
	char *data;

	for (i = 1; i <= n && next_record(r->trace, &rec, &data); i++) {
		apply(r, &rec, data, i <= r->flush[rec.file]);
		free(data);
	}
}

int main(int argc, char **argv)
{
	struct replay r = { .fd = { -1, -1, -1, -1 } };
	unsigned long n, total;

	if (argc < 3 || (strcmp(argv[1], "-") && argc != 5)) {
		fprintf(stderr, "usage: replay IMAGE[:IMAGE] TRACE N SEED, replay - TRACE\n");
		return 2;
	}
	r.trace = fopen(argv[2], "r");
	if (!r.trace)
		die(argv[2]);
	n = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;
	total = find_flushes(&r, n);
	if (argc == 3) {
		printf("%lu\n", total);
		return 0;
	}
	r.seed = strtoull(argv[4], NULL, 10);
	r.state = r.seed * 1000003 + n;
	open_images(&r, argv[1]);
	replay(&r, n);
	return 0;
}
