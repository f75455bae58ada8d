// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User space's answer to libxfs/env.h: memory, time, a log line, a lock, the map.
 * Checksums are in crc32c.c, block I/O in common/device.c.
 *
 * The map is liburcu's lock-free hash table.  liburcu wants each thread that
 * reads under it to be registered; a thread is registered at its first use of the
 * map and unregistered by a thread-specific destructor when it ends, so that
 * neither the core nor the programs need to know.  Where that destructor cannot be
 * had, the thread is registered for each use anew: slow, and right.
 */
#include "libxfs/env.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <urcu.h>
#include <urcu/rculfhash.h>

void *xfs_env_alloc(size_t size)
{
	return calloc(1, size);
}

void xfs_env_free(void *p)
{
	free(p);
}

void *xfs_env_io_alloc(size_t size)
{
	void *p;

	if (posix_memalign(&p, getpagesize(), size))
		return NULL;
	return memset(p, 0, size);
}

void xfs_env_io_free(void *p)
{
	free(p);
}

void xfs_env_now(struct xfs_time *now)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	now->sec = ts.tv_sec;
	now->nsec = ts.tv_nsec;
}

/* One write() a line, so that lines of several threads do not mix. */
void xfs_env_log(const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s\n", line);
}

struct xfs_env_lock {
	pthread_mutex_t	mutex;
};

struct xfs_env_lock *xfs_env_lock_create(void)
{
	struct xfs_env_lock *lock = malloc(sizeof(*lock));

	if (lock && pthread_mutex_init(&lock->mutex, NULL)) {
		free(lock);
		return NULL;
	}
	return lock;
}

void xfs_env_lock_destroy(struct xfs_env_lock *lock)
{
	if (!lock)
		return;
	pthread_mutex_destroy(&lock->mutex);
	free(lock);
}

void xfs_env_lock(struct xfs_env_lock *lock)
{
	pthread_mutex_lock(&lock->mutex);
}

void xfs_env_unlock(struct xfs_env_lock *lock)
{
	pthread_mutex_unlock(&lock->mutex);
}

static_assert(sizeof(struct cds_lfht_node) <= sizeof(((struct xfs_env_node *)0)->host),
	      "the table's node fits the storage env.h promises");

#define MIN_PLACES	1024UL
#define MAX_PLACES	(1UL << 20)
#define PLACE_BYTES	16384	/* of the memory a limit allows */

static pthread_once_t rcu_once = PTHREAD_ONCE_INIT;
static pthread_key_t rcu_key;
static int rcu_key_error;
static __thread bool rcu_registered;	/* until the thread ends */
static __thread unsigned int rcu_uses;	/* otherwise: nested ones */

static void rcu_thread_ends(void *unused)
{
	rcu_unregister_thread();
	rcu_registered = false;
}

static void rcu_key_create(void)
{
	rcu_key_error = pthread_key_create(&rcu_key, rcu_thread_ends);
}

/* A value that is not NULL makes the destructor run. */
static void rcu_enter_thread(void)
{
	if (rcu_registered)
		return;
	pthread_once(&rcu_once, rcu_key_create);
	if (rcu_uses++)
		return;
	rcu_register_thread();
	rcu_registered = !rcu_key_error &&
			 !pthread_setspecific(rcu_key, &rcu_registered);
	if (rcu_registered)
		rcu_uses = 0;
}

static void rcu_leave_thread(void)
{
	if (!rcu_registered && !--rcu_uses)
		rcu_unregister_thread();
}

static struct cds_lfht *to_table(struct xfs_env_map *map)
{
	return (struct cds_lfht *)map;
}

static struct cds_lfht_node *to_hashed(struct xfs_env_node *node)
{
	return (struct cds_lfht_node *)(void *)node->host;
}

static struct xfs_env_node *to_node(struct cds_lfht_node *hashed)
{
	return (struct xfs_env_node *)(void *)hashed;
}

/* Neighbouring addresses must not share low bits: multiply and fold. */
static unsigned long map_hash(uint64_t key)
{
	key *= 0x9e3779b97f4a7c15ull;
	return key ^ key >> 32;
}

static int map_match(struct cds_lfht_node *hashed, const void *key)
{
	return to_node(hashed)->key == *(const uint64_t *)key;
}

/* Bytes that this process may allocate; RLIM_INFINITY, which is the greatest: no limit. */
static rlim_t memory_limit(void)
{
	struct rlimit data, space;

	if (getrlimit(RLIMIT_DATA, &data) || getrlimit(RLIMIT_AS, &space))
		return RLIM_INFINITY;
	return data.rlim_cur < space.rlim_cur ? data.rlim_cur : space.rlim_cur;
}

/*
 * Where memory is limited the table does not grow: liburcu ends the program when it gets
 * none for that.  It has as many places as there may be pages, about.
 */
struct xfs_env_map *xfs_env_map_create(void)
{
	int flags = CDS_LFHT_AUTO_RESIZE | CDS_LFHT_ACCOUNTING;
	rlim_t limit = memory_limit();
	unsigned long places = MIN_PLACES;
	struct cds_lfht *table;

	if (limit != RLIM_INFINITY) {
		flags = 0;
		while (places < MAX_PLACES && places < limit / PLACE_BYTES)
			places *= 2;
	}
	rcu_enter_thread();
	table = cds_lfht_new(places, places, 0, flags, NULL);
	rcu_leave_thread();
	return (struct xfs_env_map *)table;
}

void xfs_env_map_destroy(struct xfs_env_map *map)
{
	if (!map)
		return;
	rcu_enter_thread();
	if (cds_lfht_destroy(to_table(map), NULL))
		xfs_env_log("a map was given up with entries in it");
	rcu_leave_thread();
}

void xfs_env_map_read_begin(void)
{
	rcu_enter_thread();
	rcu_read_lock();
}

void xfs_env_map_read_end(void)
{
	rcu_read_unlock();
	rcu_leave_thread();
}

struct xfs_env_node *xfs_env_map_find(struct xfs_env_map *map, uint64_t key)
{
	struct cds_lfht_iter iter;
	struct cds_lfht_node *hashed;

	cds_lfht_lookup(to_table(map), map_hash(key), map_match, &key, &iter);
	hashed = cds_lfht_iter_get_node(&iter);
	return hashed ? to_node(hashed) : NULL;
}

struct xfs_env_node *xfs_env_map_insert(struct xfs_env_map *map,
					struct xfs_env_node *node)
{
	struct cds_lfht_node *hashed = to_hashed(node);

	rcu_enter_thread();
	rcu_read_lock();
	cds_lfht_node_init(hashed);
	hashed = cds_lfht_add_unique(to_table(map), map_hash(node->key),
				     map_match, &node->key, hashed);
	rcu_read_unlock();
	rcu_leave_thread();
	return to_node(hashed);
}

bool xfs_env_map_remove(struct xfs_env_map *map, struct xfs_env_node *node)
{
	int error;

	rcu_enter_thread();
	rcu_read_lock();
	error = cds_lfht_del(to_table(map), to_hashed(node));
	rcu_read_unlock();
	rcu_leave_thread();
	return !error;
}

void xfs_env_map_synchronize(void)
{
	rcu_enter_thread();
	synchronize_rcu();
	rcu_leave_thread();
}
