// SPDX-License-Identifier: GPL-2.0-or-later
/* Telling UTF-8 from other bytes; see utf8.h. */
#include <stdbool.h>

#include "common/utf8.h"

static bool is_continued(const unsigned char *p, size_t len, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (i >= len || (p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

size_t utf8_length(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] < 0xe0)
		return is_continued(p, len, 2) ? 2 : 0;
	if (p[0] >= 0xe0 && p[0] < 0xf0) {
		if (!is_continued(p, len, 3) || (p[0] == 0xe0 && p[1] < 0xa0) ||
		    (p[0] == 0xed && p[1] >= 0xa0))
			return 0;
		return 3;
	}
	if (p[0] >= 0xf0 && p[0] < 0xf5) {
		if (!is_continued(p, len, 4) || (p[0] == 0xf0 && p[1] < 0x90) ||
		    (p[0] == 0xf4 && p[1] >= 0x90))
			return 0;
		return 4;
	}
	return 0;
}

size_t utf8_clip(const char *text, size_t len, size_t max)
{
	size_t at = 0, n;

	while (at < len) {
		n = utf8_length(text + at, len - at);
		n = n ? n : 1;
		if (at + n > max)
			break;
		at += n;
	}
	return at;
}
