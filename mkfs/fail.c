// SPDX-License-Identifier: GPL-2.0-or-later
/* How mkfs.xfs says no: one sentence on standard error, and -EINVAL. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "mkfs/mkfs.h"

int mkfs_fail(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("mkfs.xfs: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return -EINVAL;
}
