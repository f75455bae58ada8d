// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Work on numbered items (allocation groups, mostly) by as many threads as there are
 * processors.
 *
 * Threads live for one workers_run() and take the next number from a shared counter
 * when they are done with the last, so groups of very different size need no plan.  The
 * calling thread is one of them: with no memory for threads, work is slow and gets done.
 * Stacks are small (256 KiB): functions that keep much in them or recurse are out of place.
 * A thread that uses a buffer cache is registered with liburcu by common/host/env.c at
 * its first look-up, and unregistered when it ends.
 */
#ifndef COMMON_WORKERS_H
#define COMMON_WORKERS_H

#include <stdbool.h>
#include <stdint.h>

#define WORKERS_MAX	64

struct workers;

/*
 * Does item @item; @thread, below workers_nr(), names the room of its own this thread may
 * have.  An error stops the handing out of further items.
 */
typedef int (*workers_fn)(void *arg, uint64_t item, unsigned int thread);

/* @nr threads at most, 0 for one a processor; never more than WORKERS_MAX.  -ENOMEM. */
int workers_create(unsigned int nr, struct workers **wp);
void workers_destroy(struct workers *w);	/* takes NULL */

unsigned int workers_nr(const struct workers *w);

/*
 * Calls @fn for the items 0 to @nr_items - 1 and returns when every call has returned: 0,
 * the error of the lowest item that failed, or -ECANCELED after workers_cancel().  One run
 * at a time.
 */
int workers_run(struct workers *w, uint64_t nr_items, workers_fn fn, void *arg);

/*
 * From within @fn: hands out no more items of this run.  Those begun are finished, and
 * may ask workers_cancelled() whether they still matter.
 */
void workers_cancel(struct workers *w);
bool workers_cancelled(const struct workers *w);

#endif /* COMMON_WORKERS_H */
