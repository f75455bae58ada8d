// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * -m: how much memory the process may take, all of it.
 *
 * What is allocated with care everywhere else is held to account by the kernel here:
 * RLIMIT_DATA, since 4.7, covers heap, anonymous mappings and the stacks of threads.  What
 * the program is itself, code and libraries, is there already when the limit is set, and
 * is taken off.
 */

#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "repair/repair.h"

/* The main thread's stack, and pages of code that are yet to be touched. */
#define RESERVE		((uint64_t)3 << 19)
/* Each thread has a stack and buffers of its own. */
#define MIB_A_THREAD	8

/* With one for all they wait for each other; each keeps memory that no other can have. */
#define THREADS_AN_ARENA 2

/* A sanitizer maps far more than it uses. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED	true
#else
#define SANITIZED	false
#endif

/* In bytes: what is in memory, and what counts by RLIMIT_DATA.  Without /proc, a guess. */
static void read_use(uint64_t *resident, uint64_t *data)
{
	FILE *f = fopen("/proc/self/statm", "re");
	uint64_t page = getpagesize();
	unsigned long rss, writable;

	*resident = (uint64_t)4 << 20;
	*data = (uint64_t)1 << 20;
	if (f && fscanf(f, "%*u %lu %*u %*u %*u %lu", &rss, &writable) == 2) {
		*resident = rss * page;
		*data = writable * page;
	}
	if (f)
		fclose(f);
}

void repair_save_memory(unsigned int nr_threads)
{
	mallopt(M_ARENA_MAX, 1 + (int)(nr_threads / THREADS_AN_ARENA));
}

int repair_limit_memory(struct repair *r)
{
	uint64_t want, use, data;
	struct rlimit limit;

	if (!r->opts.max_mib || SANITIZED)
		return 0;
	read_use(&use, &data);
	want = r->opts.max_mib << 20;
	want = want > use + RESERVE ? want - use - RESERVE : 0;
	if (getrlimit(RLIMIT_DATA, &limit))
		return repair_fail(r, -errno, "memory cannot be limited: %s", strerror(errno));
	if (limit.rlim_cur <= data + want)
		return 0;
	limit.rlim_cur = data + want;
	if (setrlimit(RLIMIT_DATA, &limit))
		return repair_fail(r, -errno, "memory cannot be limited: %s; leave out -m",
				   strerror(errno));
	return 0;
}

unsigned int repair_max_threads(const struct repair *r)
{
	uint64_t nr = r->opts.max_mib / MIB_A_THREAD;

	return nr < WORKERS_MAX ? nr : WORKERS_MAX;
}
