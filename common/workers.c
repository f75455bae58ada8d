// SPDX-License-Identifier: GPL-2.0-or-later
/* Threads over a counter of items; see workers.h. */

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/workers.h"

/* The deepest calls take a tenth of it; it counts where memory is limited. */
#define STACK_BYTES	((size_t)256 << 10)

struct workers {
	unsigned int	nr;
	pthread_mutex_t	lock;		/* of error and error_item */
	int		error;
	uint64_t	error_item;

	/* Of the run. */
	workers_fn	fn;
	void		*arg;
	uint64_t	nr_items;
	uint64_t	next;		/* atomic */
	bool		cancelled;	/* atomic */
};

struct thread {
	struct workers	*w;
	pthread_t	id;
	unsigned int	nr;
};

/* The processors this process may use, not those the machine has. */
static unsigned int processors(void)
{
	cpu_set_t set;
	long online;

	if (!sched_getaffinity(0, sizeof(set), &set))
		return CPU_COUNT(&set);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? online : 1;
}

int workers_create(unsigned int nr, struct workers **wp)
{
	struct workers *w = calloc(1, sizeof(*w));

	if (!w)
		return -ENOMEM;
	if (pthread_mutex_init(&w->lock, NULL)) {
		free(w);
		return -ENOMEM;
	}
	w->nr = nr ? nr : processors();
	if (w->nr > WORKERS_MAX)
		w->nr = WORKERS_MAX;
	*wp = w;
	return 0;
}

void workers_destroy(struct workers *w)
{
	if (!w)
		return;
	pthread_mutex_destroy(&w->lock);
	free(w);
}

unsigned int workers_nr(const struct workers *w)
{
	return w->nr;
}

void workers_cancel(struct workers *w)
{
	__atomic_store_n(&w->cancelled, true, __ATOMIC_RELEASE);
}

bool workers_cancelled(const struct workers *w)
{
	return __atomic_load_n(&w->cancelled, __ATOMIC_ACQUIRE);
}

static void note_error(struct workers *w, uint64_t item, int error)
{
	pthread_mutex_lock(&w->lock);
	if (!w->error || item < w->error_item) {
		w->error = error;
		w->error_item = item;
	}
	pthread_mutex_unlock(&w->lock);
	workers_cancel(w);
}

/* All below an item that failed were handed out before it, so the lowest is known. */
static void work(struct workers *w, unsigned int thread)
{
	uint64_t item;
	int error;

	while (!workers_cancelled(w)) {
		item = __atomic_fetch_add(&w->next, 1, __ATOMIC_RELAXED);
		if (item >= w->nr_items)
			return;
		error = w->fn(w->arg, item, thread);
		if (error)
			note_error(w, item, error);
	}
}

static void *thread_main(void *arg)
{
	struct thread *t = arg;

	work(t->w, t->nr);
	return NULL;
}

static bool start_thread(struct thread *t)
{
	pthread_attr_t attr;
	bool small = !pthread_attr_init(&attr);
	int error;

	if (small)
		pthread_attr_setstacksize(&attr, STACK_BYTES);
	error = pthread_create(&t->id, small ? &attr : NULL, thread_main, t);
	if (small)
		pthread_attr_destroy(&attr);
	return !error;
}

int workers_run(struct workers *w, uint64_t nr_items, workers_fn fn, void *arg)
{
	struct thread threads[WORKERS_MAX];
	unsigned int i, started = 1;

	w->fn = fn;
	w->arg = arg;
	w->nr_items = nr_items;
	w->next = 0;
	w->error = 0;
	w->cancelled = false;
	for (; started < w->nr && started < nr_items; started++) {
		threads[started].w = w;
		threads[started].nr = started;
		if (!start_thread(&threads[started]))
			break;
	}
	work(w, 0);
	for (i = 1; i < started; i++)
		pthread_join(threads[i].id, NULL);
	if (w->error)
		return w->error;
	return w->cancelled ? -ECANCELED : 0;
}
