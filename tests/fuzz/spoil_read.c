// SPDX-License-Identifier: GPL-2.0-or-later
/* The yardstick of benchmarks: the metadata read and checksummed, nothing asked of it. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "libxfs/fs/checksum.h"
#include "tests/fuzz/spoil.h"

#define RUN_MAX		(1U << 20)

static int by_offset(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

static uint64_t microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* One run of things that touch; what follows it. */
static size_t read_run(struct spoil *s, size_t i, uint8_t *buf, uint64_t *bytes)
{
	uint64_t start = s->things[i].offset, end = start;
	size_t j = i;

	while (i < s->nr && s->things[i].offset <= end &&
	       s->things[i].offset + s->things[i].length - start <= RUN_MAX) {
		end = s->things[i].offset + s->things[i].length;
		i++;
	}
	read_at(s, buf, end - start, start);
	for (; j < i; j++)
		xfs_cksum_verify(buf + s->things[j].offset - start, s->things[j].length,
				 s->things[j].crc_off);
	*bytes += end - start;
	return i;
}

void spoil_read(struct spoil *s)
{
	uint8_t *buf = malloc(RUN_MAX);
	uint64_t began, bytes = 0, took[2];

	if (!buf)
		die("memory");
	qsort(s->things, s->nr, sizeof(*s->things), by_offset);
	posix_fadvise(s->fd, 0, 0, POSIX_FADV_DONTNEED);
	for (unsigned int pass = 0; pass < 2; pass++) {
		began = microseconds();
		bytes = 0;
		for (size_t i = 0; i < s->nr; )
			i = read_run(s, i, buf, &bytes);
		took[pass] = microseconds() - began;
	}
	printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", bytes, took[0], took[1]);
	free(buf);
}
