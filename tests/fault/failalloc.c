// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded (LD_PRELOAD) before xfs_repair: counts what is asked of memory, by all threads
 * together, and
 *
 *   FAILALLOC=N           gives none the N-th time (from 1), once;
 *   FAILALLOC=N+          that time and never again;
 *   FAILALLOC_COUNT=FILE  writes there how often it was asked.
 *
 * What allocates by other means (strdup, getline, fopen, open_memstream) comes here for it.
 * Some are spared and not counted, since they end the program when they get nothing: liburcu,
 * the dynamic linker, and what a sanitizer asks of each thread.
 */

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fault/next.h"

#define SPARED_MAX	16

struct range {
	uintptr_t	start, end;
};

static struct range spared[SPARED_MAX];
static size_t nr_spared;
static unsigned long calls, number;
static bool counting, for_good;
static __thread bool thread_spared;

static int spare(struct dl_phdr_info *object, size_t size, void *arg)
{
	const ElfW(Phdr) *segment = object->dlpi_phdr;
	const char *name = strrchr(object->dlpi_name, '/');
	int i;

	if (!name || (strncmp(name, "/liburcu", 8) && strncmp(name, "/ld-", 4)))
		return 0;
	for (i = 0; i < object->dlpi_phnum && nr_spared < SPARED_MAX; i++, segment++) {
		if (segment->p_type != PT_LOAD)
			continue;
		spared[nr_spared].start = object->dlpi_addr + segment->p_vaddr;
		spared[nr_spared].end = spared[nr_spared].start + segment->p_memsz;
		nr_spared++;
	}
	return 0;
}

static bool is_spared(const void *caller)
{
	uintptr_t at = (uintptr_t)caller;
	size_t i;

	for (i = 0; i < nr_spared; i++)
		if (at >= spared[i].start && at < spared[i].end)
			return true;
	return false;
}

static bool fails(const void *caller)
{
	unsigned long call;

	if (!counting || thread_spared || is_spared(caller))
		return false;
	call = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	if (call < number || !number || (call > number && !for_good))
		return false;
	errno = ENOMEM;
	return true;
}
#define FAILS	fails(__builtin_return_address(0))

__attribute__((constructor))
static void begin(void)
{
	const char *n = getenv("FAILALLOC");
	char *rest;

	dl_iterate_phdr(spare, NULL);
	if (n) {
		number = strtoul(n, &rest, 10);
		for_good = *rest == '+';
	}
	counting = true;
}

__attribute__((destructor))
static void tell(void)
{
	const char *name = getenv("FAILALLOC_COUNT");
	FILE *f;

	counting = false;
	f = name ? fopen(name, "w") : NULL;
	if (!f)
		return;
	fprintf(f, "%lu\n", calls);
	fclose(f);
}

/* Calls the one behind this, as which it was asked for. */
#define ALLOC(type, name, none, params, args)				\
type name params;							\
type name params							\
{									\
	static type (*real) params;					\
									\
	if (!real)							\
		real = (type (*) params)next(#name);			\
	return FAILS ? none : real args;				\
}

ALLOC(void *, malloc, NULL, (size_t size), (size))
ALLOC(void *, realloc, NULL, (void *p, size_t size), (p, size))
ALLOC(void *, reallocarray, NULL, (void *p, size_t nr, size_t size), (p, nr, size))
ALLOC(void *, memalign, NULL, (size_t align, size_t size), (align, size))
ALLOC(void *, aligned_alloc, NULL, (size_t align, size_t size), (align, size))
ALLOC(int, posix_memalign, ENOMEM, (void **p, size_t align, size_t size), (p, align, size))

int pthread_getattr_np(pthread_t id, pthread_attr_t *attr)
{
	static int (*real)(pthread_t id, pthread_attr_t *attr);
	int error;

	thread_spared = true;
	if (!real)
		real = (int (*)(pthread_t, pthread_attr_t *))next("pthread_getattr_np");
	error = real(id, attr);
	thread_spared = false;
	return error;
}

/* dlsym() itself may ask for memory before it can be asked; that is never freed. */
void *calloc(size_t nr, size_t size)
{
	static void *(*real)(size_t, size_t);
	static char early[4096] __attribute__((aligned(64)));
	static size_t used;
	static bool busy;
	void *p;

	if (busy) {
		p = early + used;
		used += (nr * size + 63) / 64 * 64;
		return used > sizeof(early) ? NULL : p;
	}
	if (!real) {
		busy = true;
		real = (void *(*)(size_t, size_t))next("calloc");
		busy = false;
	}
	return FAILS ? NULL : real(nr, size);
}
