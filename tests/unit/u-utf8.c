// SPDX-License-Identifier: GPL-2.0-or-later
/* Which bytes are a character, and texts cut between two. */

#include <string.h>

#include "common/utf8.h"
#include "tests/unit/tap.h"

static void length(const char *text, size_t want, const char *what)
{
	is_u64(utf8_length(text, strlen(text)), want, "%s", what);
}

static void test_length(void)
{
	length("a", 1, "ASCII");
	length("\x7f", 1, "the last of ASCII");
	length("\xc2\x80", 2, "the first of two bytes");
	length("\xdf\xbf", 2, "the last of two bytes");
	length("\xe0\xa0\x80", 3, "the first of three bytes");
	length("\xef\xbf\xbf", 3, "the last of three bytes");
	length("\xf0\x90\x80\x80", 4, "the first of four bytes");
	length("\xf4\x8f\xbf\xbf", 4, "the last there is");
	length("\x80", 0, "a continuation alone");
	length("\xc1\xbf", 0, "ASCII in two bytes");
	length("\xe0\x9f\xbf", 0, "two bytes' in three");
	length("\xed\xa0\x80", 0, "half of a pair");
	length("\xf0\x8f\xbf\xbf", 0, "three bytes' in four");
	length("\xf4\x90\x80\x80", 0, "behind the last");
	length("\xff", 0, "no beginning");
	length("\xc3", 0, "cut off after one");
	length("\xe2\x82", 0, "cut off after two");
	length("\xf0\x9f\x92", 0, "cut off after three");
}

static void clip(const char *text, size_t max, size_t want, const char *what)
{
	is_u64(utf8_clip(text, strlen(text), max), want, "%s, at most %zu", what, max);
}

static void test_clip(void)
{
	clip("", 3, 0, "nothing");
	clip("abc", 0, 0, "abc");
	clip("abc", 2, 2, "abc");
	clip("abc", 3, 3, "abc");
	clip("abc", 4, 3, "abc");
	clip("a\xc3\xa4z", 1, 1, "two bytes within");
	clip("a\xc3\xa4z", 2, 1, "two bytes within");
	clip("a\xc3\xa4z", 3, 3, "two bytes within");
	clip("\xf0\x9f\x92\xbe", 3, 0, "four bytes");
	clip("\xf0\x9f\x92\xbe", 4, 4, "four bytes");
	clip("\xff\xff\xff", 2, 2, "no UTF-8");
	clip("ab\xe2\x82", 3, 3, "cut off already");
	clip("ab\xe2\x82", 9, 4, "cut off already");
}

int main(void)
{
	test_length();
	test_clip();
	return done();
}
