// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is no finding but has to be said: sentences of one line each, on standard error.
 * A newline or an escape in a name they quote is shown as "?".
 */

#include <errno.h>
#include <inttypes.h>

#include "repair/repair.h"

static void say(char *text, const char *fmt, va_list ap)
{
	char *p;

	vsnprintf(text, REPAIR_SAY_MAX, fmt, ap);
	for (p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	fflush(stdout);
	fprintf(stderr, "xfs_repair: %s\n", text);
}

void repair_say(const char *fmt, ...)
{
	char text[REPAIR_SAY_MAX];
	va_list ap;

	va_start(ap, fmt);
	say(text, fmt, ap);
	va_end(ap);
}

int repair_fail(struct repair *r, int error, const char *fmt, ...)
{
	char text[REPAIR_SAY_MAX];
	va_list ap;

	va_start(ap, fmt);
	say(r->failure[0] ? text : r->failure, fmt, ap);
	va_end(ap);
	return error;
}

int repair_no_memory(struct repair *r, const char *what)
{
	if (r->opts.max_mib)
		return repair_fail(r, -ENOMEM, "the %" PRIu64 " MiB of -m do not suffice (%s); "
				   "give more, or leave out -m", r->opts.max_mib, what);
	return repair_fail(r, -ENOMEM, "the system has no more memory to give (%s); end "
			   "something else, or check on a larger machine", what);
}
