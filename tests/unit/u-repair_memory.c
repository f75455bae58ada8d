// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * -m: what is allocated beyond it fails, whoever allocates; threads still run; a map that
 * gets no memory ends nothing; and the sentence that is said then names -m.  Each in
 * a process of its own, as a limit is for good.
 */

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "libxfs/env.h"
#include "repair/repair.h"
#include "tests/unit/tap.h"

#define MIB	((size_t)1 << 20)
/* Of a map: no more entries than its table, which does not grow, finds quickly. */
#define ENTRY	1024

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED	1
#else
#define SANITIZED	0
#endif

static size_t peak_bytes(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return (size_t)use.ru_maxrss << 10;
}

static void *volatile last;	/* no compiler may find that nobody needs a piece */

/* Pieces, all written to, until there are no more: how many bytes. */
static size_t use_up(size_t piece)
{
	size_t got = 0;

	while ((last = malloc(piece))) {
		memset(last, 1, piece);
		got += piece;
	}
	return got;
}

static bool small_pieces(struct repair *r)
{
	size_t got = use_up(1000), max = r->opts.max_mib * MIB;

	return got > max / 4 && got < max && peak_bytes() <= max;
}

static bool large_pieces(struct repair *r)
{
	size_t got = use_up(MIB), max = r->opts.max_mib * MIB;

	return got > max / 4 && got < max && peak_bytes() <= max;
}

static int count(void *arg, uint64_t item, unsigned int thread)
{
	unsigned char *p = malloc(MIB / 4);

	if (!p)
		return -ENOMEM;
	memset(p, 1, MIB / 4);
	free(p);
	__atomic_add_fetch((unsigned int *)arg, 1, __ATOMIC_RELAXED);
	return 0;
}

static bool threads(struct repair *r)
{
	unsigned int n = 0, max = repair_max_threads(r);
	struct workers *w;

	return max == r->opts.max_mib / 8 && !workers_create(max, &w) &&
	       workers_nr(w) == max && !workers_run(w, 1000, count, &n) && n == 1000;
}

static bool map(struct repair *r)
{
	struct xfs_env_map *m = xfs_env_map_create();
	struct xfs_env_node *node;
	uint64_t key = 0;

	while (m && (node = calloc(1, ENTRY))) {
		node->key = key++;
		xfs_env_map_insert(m, node);
	}
	xfs_env_map_read_begin();
	node = m ? xfs_env_map_find(m, key - 1) : NULL;
	xfs_env_map_read_end();
	return node && key > 10000;
}

/* Runs @fn under -m @mib. */
static void limited(const char *what, uint64_t mib, bool (*fn)(struct repair *r))
{
	struct repair r = { .opts = { .max_mib = mib } };
	int status = -1;
	pid_t pid = fork();

	if (!pid)
		_exit(repair_limit_memory(&r) || !fn(&r));
	waitpid(pid, &status, 0);
	ok(status == 0, "%s, -m %u", what, (unsigned int)mib);
}

static int no_memory(struct repair *r)
{
	return -ENOMEM;
}

/* What a phase that ran out of memory makes of the run. */
static void sentence(uint64_t mib, const char *want)
{
	const struct phase phases[] = { { .name = "inodes", .run = no_memory } };
	struct repair r = { .opts = { .max_mib = mib, .device = "a.img" } };
	struct report_style style = { .out = fopen("/dev/null", "w") };
	char text[512] = "";
	int pipes[2], old = dup(2), status;

	if (!style.out || report_create(&style, &r.report) || pipe(pipes)) {
		ok(false, "begins");
		return;
	}
	dup2(pipes[1], 2);
	status = repair_conclude(&r, repair_run(&r, phases, 1));
	dup2(old, 2);
	close(old);
	close(pipes[1]);
	ok(read(pipes[0], text, sizeof(text) - 1) > 0, "something is said");
	close(pipes[0]);
	is_str(text, want, "no memory");
	is_u64(status, 1, "exit status 1");
	fclose(style.out);
	repair_close(&r);
}

int main(void)
{
	sentence(64, "xfs_repair: the 64 MiB of -m do not suffice (inodes); give more, or leave "
		 "out -m\n");
	sentence(0, "xfs_repair: the system has no more memory to give (inodes); end something "
		 "else, or check on a larger machine\n");
	if (SANITIZED)
		return done();
	limited("small pieces", 16, small_pieces);
	limited("small pieces", 64, small_pieces);
	limited("large pieces", 64, large_pieces);
	limited("threads", 16, threads);
	limited("threads", 64, threads);
	limited("a map", 16, map);
	limited("a map", 64, map);
	return done();
}
