// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How fast each crc32c variant is here: GB/s over 4 KiB blocks in cache, and the
 * ratio to the slowest.  A figure for people; nothing passes or fails by it.
 */
#include <stdio.h>
#include <time.h>

#include "common/host/crc32c.h"

#define BLOCK		4096
#define SECONDS		0.3

static unsigned char data[64 * BLOCK];
extern volatile uint32_t sink;
volatile uint32_t sink;		/* external, so that the sums are not optimised away */

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static double measure(const struct crc32c_variant *v)
{
	double start = now(), took;
	size_t done = 0, i;

	do {
		for (i = 0; i < sizeof(data); i += BLOCK)
			sink = v->crc(~0u, data + i, BLOCK);
		done += sizeof(data);
		took = now() - start;
	} while (took < SECONDS);
	return done / took / 1e9;
}

int main(void)
{
	const struct crc32c_variant *v;
	double slowest = 0, rate[8];
	int i, n = 0;

	for (v = crc32c_variants; v->name; v++, n++) {
		rate[n] = v->usable() ? measure(v) : 0;
		if (rate[n] && (!slowest || rate[n] < slowest))
			slowest = rate[n];
	}
	for (i = 0; i < n; i++)
		printf("%-24s %7.2f GB/s  %5.1fx\n", crc32c_variants[i].name,
		       rate[i], rate[i] / slowest);
	return 0;
}
