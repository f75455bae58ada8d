// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A preloaded library that makes the kernel's answers to daxalign slow or too good:
 *
 *   SLOWCALL_FREE=MS     XFS_IOC_FREE_EOFBLOCKS takes so long
 *   SLOWCALL_DEDUPE=MS   FIDEDUPERANGE takes so long
 *   SLOWCALL_SHORT=1     FIDEDUPERANGE leaves out the last block and tells of all, as the
 *                        kernel does at the end of a file that has grown
 */

#include <dlfcn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "common/compat.h"

#define BLOCK	4096

static void wait_as_told(const char *name)
{
	const char *text = getenv(name);
	long ms = text ? strtol(text, NULL, 10) : 0;
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	while (nanosleep(&left, &left) < 0)
		continue;
}

/* The C library's, but for the name in its header. */
int slow_ioctl(int fd, unsigned long request, ...) __asm__("ioctl");

int slow_ioctl(int fd, unsigned long request, ...)
{
	int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))
		dlsym(RTLD_NEXT, "ioctl");
	struct file_dedupe_range *range;
	bool cut = false;
	va_list ap;
	void *arg;
	int error;

	va_start(ap, request);
	range = arg = va_arg(ap, void *);
	va_end(ap);
	if (request == XFS_IOC_FREE_EOFBLOCKS)
		wait_as_told("SLOWCALL_FREE");
	if (request == FIDEDUPERANGE) {
		wait_as_told("SLOWCALL_DEDUPE");
		cut = getenv("SLOWCALL_SHORT") && range->src_length > BLOCK;
		range->src_length -= cut ? BLOCK : 0;
	}
	error = real(fd, request, arg);
	if (cut && !error && range->info[0].status == FILE_DEDUPE_RANGE_SAME)
		range->info[0].bytes_deduped += BLOCK;
	return error;
}
