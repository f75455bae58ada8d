// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How mkfs.xfs says no: one sentence on standard error, and -EINVAL.  It is one line
 * whatever names it quotes: a newline or an escape in a file name is shown as "?".
 */

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "mkfs/mkfs.h"

int mkfs_fail(const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	char *p;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (p = text; *p; p++)
		if (iscntrl((unsigned char)*p))
			*p = '?';
	fflush(stdout);
	fprintf(stderr, "mkfs.xfs: %s\n", text);
	return -EINVAL;
}
