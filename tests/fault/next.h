// SPDX-License-Identifier: GPL-2.0-or-later
/* For preloaded libraries: the function that stands behind the one they put in its place. */
#ifndef TESTS_FAULT_NEXT_H
#define TESTS_FAULT_NEXT_H

#include <dlfcn.h>
#include <stdlib.h>

/* Ends the program if there is none. */
static inline void *next(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function)
		abort();
	return function;
}

#endif /* TESTS_FAULT_NEXT_H */
