// SPDX-License-Identifier: GPL-2.0-or-later
/* The pool: every item once, errors of the lowest item, cancelling, one thread. */

#include <errno.h>
#include <unistd.h>

#include "common/workers.h"
#include "libxfs/env.h"
#include "tests/unit/tap.h"

#define ITEMS	5000

struct bed {
	struct workers		*w;
	unsigned char		done[ITEMS];
	uint64_t		fail_from;	/* items from here on fail */
	uint64_t		cancel_at;
	uint64_t		calls;
	bool			bad_thread;
	struct xfs_env_map	*map;
};

static int do_item(void *arg, uint64_t item, unsigned int thread)
{
	struct bed *b = arg;

	__atomic_fetch_add(&b->calls, 1, __ATOMIC_RELAXED);
	if (thread >= workers_nr(b->w))
		b->bad_thread = true;
	b->done[item]++;
	if (item == b->cancel_at)
		workers_cancel(b->w);
	/* The first to fail finishes last. */
	if (item == b->fail_from)
		usleep(20000);
	return item >= b->fail_from ? -(int)(item - b->fail_from) - 1000 : 0;
}

static void start(struct bed *b, unsigned int nr)
{
	memset(b, 0, sizeof(*b));
	b->fail_from = b->cancel_at = UINT64_MAX;
	ok(!workers_create(nr, &b->w), "a pool of %u", nr);
}

static bool all_once(const struct bed *b, uint64_t nr)
{
	uint64_t i;

	for (i = 0; i < ITEMS; i++)
		if (b->done[i] != (i < nr))
			return false;
	return true;
}

static void test_items(unsigned int nr)
{
	struct bed b;

	start(&b, nr);
	ok(workers_nr(b.w) >= 1 && workers_nr(b.w) <= WORKERS_MAX, "so many: %u",
	   workers_nr(b.w));
	ok(!workers_run(b.w, ITEMS, do_item, &b) && all_once(&b, ITEMS) && !b.bad_thread,
	   "every item once");
	memset(b.done, 0, sizeof(b.done));
	ok(!workers_run(b.w, 1, do_item, &b) && all_once(&b, 1), "a single item");
	memset(b.done, 0, sizeof(b.done));
	ok(!workers_run(b.w, 0, do_item, &b) && all_once(&b, 0), "none");
	workers_destroy(b.w);
}

static void test_errors(void)
{
	struct bed b;

	start(&b, 4);
	b.fail_from = 100;
	is_u64(-workers_run(b.w, ITEMS, do_item, &b), 1000, "the lowest item's error");
	ok(b.calls < ITEMS, "and no more items than were under way");
	b.fail_from = UINT64_MAX;
	ok(!workers_run(b.w, 10, do_item, &b), "the next run knows nothing of it");

	b.calls = 0;
	b.cancel_at = 7;
	is_u64(-workers_run(b.w, ITEMS, do_item, &b), ECANCELED, "cancelled");
	ok(b.calls < ITEMS && workers_cancelled(b.w), "and stopped");
	workers_destroy(b.w);
}

static int look_up(void *arg, uint64_t item, unsigned int thread)
{
	struct bed *b = arg;
	int error;

	xfs_env_map_read_begin();
	error = xfs_env_map_find(b->map, item) ? -EEXIST : 0;
	xfs_env_map_read_end();
	return error;
}

/* Threads that read the map come and go with each run. */
static void test_map(void)
{
	unsigned int i, bad = 0;
	struct bed b;

	start(&b, 4);
	b.map = xfs_env_map_create();
	for (i = 0; i < 20; i++)
		bad += workers_run(b.w, 100, look_up, &b) != 0;
	is_u64(bad, 0, "look-ups from threads of many runs");
	xfs_env_map_destroy(b.map);
	workers_destroy(b.w);
}

int main(void)
{
	test_items(1);
	test_items(4);
	test_items(0);
	test_items(1000);
	test_errors();
	test_map();
	workers_destroy(NULL);
	return done();
}
