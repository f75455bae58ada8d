// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How mkfs.xfs speaks of what is wrong: sentences of one line each, whatever names
 * they quote.  A newline or an escape in a file name is shown as "?", and there is
 * room for two names as long as the kernel takes them, so that none swallows what
 * is said about it.
 */

#include <errno.h>
#include <stdarg.h>

#include "mkfs/mkfs.h"

static void say(FILE *to, const char *fmt, va_list ap)
{
	char text[MKFS_TEXT_MAX], *p;

	vsnprintf(text, sizeof(text), fmt, ap);
	for (p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	fflush(stdout);
	fprintf(to, "mkfs.xfs: %s\n", text);
}

void mkfs_say(FILE *to, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(to, fmt, ap);
	va_end(ap);
}

int mkfs_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(stderr, fmt, ap);
	va_end(ap);
	return -EINVAL;
}
