// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The host's services other than checksum and block I/O: zeroed and aligned
 * memory, the clock, the lock, and the map under threads that come and go.
 */
#include <pthread.h>
#include <unistd.h>

#include "libxfs/env.h"
#include "tests/unit/tap.h"

#define NR_THREADS	4
#define NR_KEYS		20000

struct shared {
	struct xfs_env_map	*map;
	struct xfs_env_lock	*lock;
	uint64_t		counter;	/* under lock */
	unsigned int		inserted;	/* atomic: by this thread, not another */
	unsigned int		missing;	/* atomic */
};

/* The C library's, of a machine with large pages. */
int getpagesize(void)
{
	return 65536;
}

static struct xfs_env_node nodes[NR_THREADS][NR_KEYS];

/* The sanitizer would rather die than say that there is no memory. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void memory(void)
{
	unsigned char *p = xfs_env_alloc(100), *q = xfs_env_io_alloc(65536);
	unsigned int dirty = 0, i;

	for (i = 0; i < 100; i++)
		dirty += p[i];
	for (i = 0; i < 65536; i++)
		dirty += q[i];
	is_u64(dirty, 0, "memory comes zeroed");
	is_u64((uintptr_t)q % 65536, 0, "memory for I/O is aligned to a page");
	ok(!xfs_env_alloc(SIZE_MAX / 2), "too much memory is NULL");
	ok(!xfs_env_io_alloc(SIZE_MAX / 2), "too much memory for I/O is NULL");
	xfs_env_free(p);
	xfs_env_io_free(q);
	xfs_env_free(NULL);
	xfs_env_io_free(NULL);
}

static void clock_runs(void)
{
	struct xfs_time now;

	xfs_env_now(&now);
	ok(now.sec > 1600000000 && now.nsec < 1000000000, "the clock is sane");
}

/* Every thread offers the same keys: one wins each, all find it. */
static void *worker(void *arg)
{
	static unsigned int next;
	struct shared *s = arg;
	unsigned int me = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED), i;

	for (i = 0; i < NR_KEYS; i++) {
		struct xfs_env_node *node = &nodes[me % NR_THREADS][i];

		node->key = i * 8;
		if (xfs_env_map_insert(s->map, node) == node)
			__atomic_fetch_add(&s->inserted, 1, __ATOMIC_RELAXED);
		xfs_env_map_read_begin();
		node = xfs_env_map_find(s->map, i * 8);
		if (!node || node->key != i * 8)
			__atomic_fetch_add(&s->missing, 1, __ATOMIC_RELAXED);
		xfs_env_map_read_end();
		xfs_env_lock(s->lock);
		s->counter++;
		xfs_env_unlock(s->lock);
	}
	return NULL;
}

static void map_under_threads(struct shared *s)
{
	pthread_t threads[NR_THREADS];
	int i;

	for (i = 0; i < NR_THREADS; i++)
		pthread_create(&threads[i], NULL, worker, s);
	for (i = 0; i < NR_THREADS; i++)
		pthread_join(threads[i], NULL);
	is_u64(s->inserted, NR_KEYS, "each key went in once");
	is_u64(s->missing, 0, "every key was found");
	is_u64(s->counter, NR_THREADS * NR_KEYS, "the lock locks");
}

static void map_empties(struct shared *s)
{
	unsigned int i, removed = 0;
	struct xfs_env_node *node;

	for (i = 0; i < NR_KEYS; i++) {
		xfs_env_map_read_begin();
		node = xfs_env_map_find(s->map, i * 8);
		if (node && xfs_env_map_remove(s->map, node))
			removed += !xfs_env_map_remove(s->map, node);
		xfs_env_map_read_end();
	}
	is_u64(removed, NR_KEYS, "each key is removed once and not twice");
	xfs_env_map_read_begin();
	ok(!xfs_env_map_find(s->map, 0), "a removed key is not found");
	xfs_env_map_read_end();
	xfs_env_map_synchronize();
}

static void *visitor(void *arg)
{
	struct shared *s = arg;

	xfs_env_map_read_begin();
	if (xfs_env_map_find(s->map, 0))
		s->counter++;
	xfs_env_map_read_end();
	return NULL;
}

/*
 * The host cannot watch for the end of a thread: its key, found between two of
 * ours, is taken away.  A thread that ended registered would make the wait for
 * readers, here or of the next thread in its place, never end; the alarm ends it.
 */
static void threads_unwatched(pthread_key_t key)
{
	struct shared s = { .map = xfs_env_map_create() };
	pthread_t thread;
	int i;

	nodes[0][0].key = 0;
	xfs_env_map_insert(s.map, &nodes[0][0]);
	ok(!pthread_key_delete(key), "take the host's key away");
	alarm(20);
	for (i = 0; i < 3; i++) {
		pthread_create(&thread, NULL, visitor, &s);
		pthread_join(thread, NULL);
		xfs_env_map_synchronize();
	}
	alarm(0);
	is_u64(s.counter, 3, "threads find what they look for, and end");
	xfs_env_map_remove(s.map, &nodes[0][0]);
	xfs_env_map_destroy(s.map);
}

int main(void)
{
	struct shared s = { .lock = xfs_env_lock_create() };
	pthread_key_t before, after;

	pthread_key_create(&before, NULL);
	s.map = xfs_env_map_create();
	pthread_key_create(&after, NULL);
	memory();
	clock_runs();
	map_under_threads(&s);
	map_empties(&s);
	xfs_env_map_destroy(s.map);
	xfs_env_lock_destroy(s.lock);
	xfs_env_map_destroy(NULL);
	if (ok(after == before + 2, "the host has one key"))
		threads_unwatched(before + 1);
	xfs_env_lock_destroy(NULL);
	return done();
}
