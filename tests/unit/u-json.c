// SPDX-License-Identifier: GPL-2.0-or-later
/* The JSON emitter: shapes, escapes, bytes that are no UTF-8, and wrong nesting. */

#include <errno.h>
#include <stdlib.h>

#include "common/json.h"
#include "tests/unit/tap.h"

static char *text;
static size_t text_len;
static FILE *out;

static void start(struct json *j)
{
	free(text);
	text = NULL;
	out = open_memstream(&text, &text_len);
	json_begin(j, out);
}

static int finish(struct json *j)
{
	int error = json_end(j);

	fclose(out);
	return error;
}

static void test_shapes(void)
{
	struct json j;

	start(&j);
	json_open(&j, NULL, '{');
	json_u64(&j, "most", UINT64_MAX);
	json_i64(&j, "least", INT64_MIN);
	json_open(&j, "list", '[');
	json_bool(&j, NULL, true);
	json_bool(&j, NULL, false);
	json_str(&j, NULL, NULL);
	json_close(&j);
	json_open(&j, "empty", '{');
	json_close(&j);
	json_open(&j, "none", '[');
	json_close(&j);
	json_close(&j);
	ok(!finish(&j), "an object");
	is_str(text, "{\n  \"most\": 18446744073709551615,\n"
	       "  \"least\": -9223372036854775808,\n"
	       "  \"list\": [\n    true,\n    false,\n    null\n  ],\n"
	       "  \"empty\": {},\n  \"none\": []\n}\n", "  as expected");

	start(&j);
	json_u64(&j, NULL, 7);
	ok(!finish(&j), "a number alone");
	is_str(text, "7\n", "  as expected");
}

static void escaped(const char *in, const char *want)
{
	struct json j;

	start(&j);
	json_str(&j, NULL, in);
	ok(!finish(&j), "text");
	if (text_len)
		text[text_len - 1] = 0;
	is_str(text, want, "  is %s", want);
}

#define U "\xef\xbf\xbd"

static void test_escapes(void)
{
	static const char zero[] = "a\0b";
	struct json j;

	escaped("", "\"\"");
	escaped("a \"b\" \\ /", "\"a \\\"b\\\" \\\\ /\"");
	escaped("\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"");
	escaped("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x90\xa7",
		"\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x90\xa7\"");
	escaped("\xff" "a", "\"" U "a\"");
	escaped("\xc3", "\"" U "\"");
	escaped("\xc0\x80", "\"" U U "\"");
	escaped("\xe0\x80\x80", "\"" U U U "\"");
	escaped("\xed\xa0\x80", "\"" U U U "\"");
	escaped("\xf0\x80\x80\x80", "\"" U U U U "\"");
	escaped("\xf4\x90\x80\x80", "\"" U U U U "\"");
	escaped("\xe2\x82", "\"" U U "\"");

	start(&j);
	json_strn(&j, NULL, zero, 3);
	ok(!finish(&j), "a zero byte");
	is_str(text, "\"a\\u0000b\"\n", "  is escaped");
	start(&j);
	json_strn(&j, NULL, "\xe2\x82\xac", 2);
	finish(&j);
	is_str(text, "\"" U U "\"\n", "a character cut off by the length");
}

static void test_wrong(void)
{
	struct json j;
	int i;

	start(&j);
	ok(finish(&j) == -EINVAL, "nothing at all");
	start(&j);
	json_open(&j, NULL, '{');
	ok(finish(&j) == -EINVAL, "left open");
	start(&j);
	json_close(&j);
	ok(finish(&j) == -EINVAL, "closed without being open");
	start(&j);
	json_open(&j, NULL, '{');
	json_u64(&j, NULL, 1);
	json_close(&j);
	ok(finish(&j) == -EINVAL, "no key in an object");
	start(&j);
	json_open(&j, NULL, '[');
	json_u64(&j, "key", 1);
	json_close(&j);
	ok(finish(&j) == -EINVAL, "a key in an array");
	start(&j);
	json_u64(&j, NULL, 1);
	json_u64(&j, NULL, 2);
	ok(finish(&j) == -EINVAL, "two values");
	start(&j);
	for (i = 0; i < JSON_DEPTH + 1; i++)
		json_open(&j, NULL, '[');
	for (i = 0; i < JSON_DEPTH + 1; i++)
		json_close(&j);
	ok(finish(&j) == -EINVAL, "too deep");
	start(&j);
	json_open(&j, NULL, '(');
	ok(finish(&j) == -EINVAL, "no bracket of JSON");
}

static void test_full(void)
{
	FILE *full = fopen("/dev/full", "w");
	struct json j;

	if (!full) {
		printf("# no /dev/full here\n");
		return;
	}
	json_begin(&j, full);
	json_u64(&j, NULL, 1);
	ok(json_end(&j) == -EIO, "a stream that takes nothing");
	fclose(full);
}

int main(void)
{
	test_shapes();
	test_escapes();
	test_wrong();
	test_full();
	free(text);
	return done();
}
