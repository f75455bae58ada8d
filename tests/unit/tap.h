// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A unit test speaks TAP: one line a check, a plan at the end.
 *
 *	int main(void)
 *	{
 *		ok(1 + 1 == 2, "arithmetic");
 *		is_u64(got, want, "block %u", n);
 *		return done();
 *	}
 */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static unsigned int tap_run, tap_failed;

__attribute__((format(printf, 2, 3), unused))
static bool ok(bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %u - ", good ? "" : "not ", ++tap_run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	tap_failed += !good;
	return good;
}

#define is_u64(got, want, ...) do {					\
	uint64_t got_ = (got), want_ = (want);				\
	if (!ok(got_ == want_, __VA_ARGS__))				\
		printf("# got %" PRIu64 " (0x%" PRIx64 "), want %" PRIu64 \
		       " (0x%" PRIx64 ") at %s:%d\n", got_, got_, want_, \
		       want_, __FILE__, __LINE__);			\
} while (0)

#define is_str(got, want, ...) do {					\
	const char *got_ = (got), *want_ = (want);			\
	if (!ok(got_ && !strcmp(got_, want_), __VA_ARGS__))		\
		printf("# got \"%s\", want \"%s\" at %s:%d\n",		\
		       got_ ? got_ : "(null)", want_, __FILE__, __LINE__); \
} while (0)

__attribute__((unused))
static int done(void)
{
	printf("1..%u\n", tap_run);
	return tap_failed ? 1 : 0;
}

#endif /* TAP_H */
