// SPDX-License-Identifier: GPL-2.0-or-later
/* The line of progress; see progress.h. */

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/progress.h"

#define REDRAW_MS	200
#define TEXT_MAX	160

struct progress {
	FILE		*out;
	bool		terminal;
	uint64_t	every_ms;	/* 0: never */
	pthread_mutex_t	lock;		/* of all but done */
	const char	*name;		/* NULL: between phases */
	uint64_t	total;
	uint64_t	done;		/* atomic */
	uint64_t	start_ms;
	uint64_t	drawn_ms;	/* atomic */
	bool		shown;		/* a line stands on the terminal */
};

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool can_redraw(FILE *out)
{
	const char *term = getenv("TERM");

	return isatty(fileno(out)) && term && *term && strcmp(term, "dumb");
}

int progress_create(FILE *out, unsigned int seconds, struct progress **pp)
{
	struct progress *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	if (pthread_mutex_init(&p->lock, NULL)) {
		free(p);
		return -ENOMEM;
	}
	p->out = out;
	p->terminal = can_redraw(out);
	p->every_ms = p->terminal ? REDRAW_MS : (uint64_t)seconds * 1000;
	*pp = p;
	return 0;
}

void progress_destroy(struct progress *p)
{
	if (!p)
		return;
	progress_end(p);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

static int put_time(char *text, size_t size, uint64_t seconds)
{
	uint64_t h = seconds / 3600, m = seconds / 60 % 60, s = seconds % 60;

	if (h)
		return snprintf(text, size, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, h, m, s);
	return snprintf(text, size, "%" PRIu64 ":%02" PRIu64, m, s);
}

void progress_text(const char *name, uint64_t done, uint64_t total, uint64_t elapsed,
		   char *text, size_t size)
{
	char taken[32], left[32];
	double share;

	if (done > total)
		done = total;
	share = total ? (double)done / total : 0;
	put_time(taken, sizeof(taken), elapsed);
	if (!done || share >= 1) {
		snprintf(text, size, "%s: %u %% done, %s taken", name,
			 (unsigned int)(share * 100), taken);
		return;
	}
	put_time(left, sizeof(left), (uint64_t)(elapsed * (1 - share) / share));
	snprintf(text, size, "%s: %u %% done, %s taken, about %s left", name,
		 (unsigned int)(share * 100), taken, left);
}

static void wipe(struct progress *p)
{
	if (!p->shown)
		return;
	fputs("\r\033[K", p->out);
	fflush(p->out);
	p->shown = false;
}

static void draw(struct progress *p, uint64_t now)
{
	char text[TEXT_MAX];

	if (!p->name)
		return;
	progress_text(p->name, __atomic_load_n(&p->done, __ATOMIC_RELAXED), p->total,
		      (now - p->start_ms) / 1000, text, sizeof(text));
	if (p->terminal)
		fprintf(p->out, "\r%s\033[K", text);
	else
		fprintf(p->out, "%s\n", text);
	fflush(p->out);
	p->shown = p->terminal;
}

void progress_begin(struct progress *p, const char *name, uint64_t total)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->name = name;
	p->total = total;
	p->start_ms = now_ms();
	__atomic_store_n(&p->done, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&p->drawn_ms, p->start_ms, __ATOMIC_RELAXED);
	pthread_mutex_unlock(&p->lock);
}

/* One thread draws; the others go on with their work meanwhile. */
static void draw_if_due(struct progress *p)
{
	uint64_t now;

	if (!p->every_ms)
		return;
	now = now_ms();
	if (now - __atomic_load_n(&p->drawn_ms, __ATOMIC_RELAXED) < p->every_ms ||
	    pthread_mutex_trylock(&p->lock))
		return;
	__atomic_store_n(&p->drawn_ms, now, __ATOMIC_RELAXED);
	draw(p, now);
	pthread_mutex_unlock(&p->lock);
}

void progress_add(struct progress *p, uint64_t units)
{
	if (!p)
		return;
	__atomic_fetch_add(&p->done, units, __ATOMIC_RELAXED);
	draw_if_due(p);
}

void progress_set(struct progress *p, uint64_t done)
{
	if (!p)
		return;
	__atomic_store_n(&p->done, done, __ATOMIC_RELAXED);
	draw_if_due(p);
}

void progress_end(struct progress *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	wipe(p);
	p->name = NULL;
	pthread_mutex_unlock(&p->lock);
}

void progress_clear(struct progress *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	wipe(p);
	pthread_mutex_unlock(&p->lock);
}
