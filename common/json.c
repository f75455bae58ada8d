// SPDX-License-Identifier: GPL-2.0-or-later
/* The JSON emitter; see json.h. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/json.h"
#include "common/utf8.h"

static const char replacement[] = "\xef\xbf\xbd";

void json_begin(struct json *j, FILE *out)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
	j->first = true;
}

static void put_ascii(FILE *out, unsigned char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t";
	static const char letter[] = "\"\\bfnrt";
	const char *p = c ? strchr(plain, c) : NULL;

	if (p)
		fprintf(out, "\\%c", letter[p - plain]);
	else if (c < 0x20 || c == 0x7f)
		fprintf(out, "\\u%04x", c);
	else
		fputc(c, out);
}

static void put_text(FILE *out, const char *text, size_t len)
{
	size_t n;

	fputc('"', out);
	for (; len; text += n, len -= n) {
		n = utf8_length(text, len);
		if (n == 1) {
			put_ascii(out, *text);
		} else if (n) {
			fwrite(text, 1, n, out);
		} else {
			fputs(replacement, out);
			n = 1;
		}
	}
	fputc('"', out);
}

static void indent(struct json *j)
{
	unsigned int i;

	fputc('\n', j->out);
	for (i = 0; i < j->depth; i++)
		fputs("  ", j->out);
}

/* What stands before a value.  False if none may stand here. */
static bool start_value(struct json *j, const char *key)
{
	bool object = j->depth && j->ends[j->depth - 1] == '}';

	if (object != (key != NULL) || (!j->depth && !j->first))
		j->wrong = true;
	if (j->wrong)
		return false;
	if (!j->first)
		fputc(',', j->out);
	if (j->depth)
		indent(j);
	j->first = false;
	if (key) {
		put_text(j->out, key, strlen(key));
		fputs(": ", j->out);
	}
	return true;
}

void json_open(struct json *j, const char *key, char bracket)
{
	if (j->depth == JSON_DEPTH || (bracket != '{' && bracket != '['))
		j->wrong = true;
	if (!start_value(j, key))
		return;
	fputc(bracket, j->out);
	j->ends[j->depth++] = bracket == '{' ? '}' : ']';
	j->first = true;
}

void json_close(struct json *j)
{
	bool empty = j->first;

	if (!j->depth)
		j->wrong = true;
	if (j->wrong)
		return;
	j->depth--;
	if (!empty)
		indent(j);
	fputc(j->ends[j->depth], j->out);
	j->first = false;
}

void json_strn(struct json *j, const char *key, const char *value, size_t len)
{
	if (start_value(j, key))
		put_text(j->out, value, len);
}

void json_str(struct json *j, const char *key, const char *value)
{
	if (value)
		json_strn(j, key, value, strlen(value));
	else if (start_value(j, key))
		fputs("null", j->out);
}

void json_u64(struct json *j, const char *key, uint64_t value)
{
	if (start_value(j, key))
		fprintf(j->out, "%" PRIu64, value);
}

void json_i64(struct json *j, const char *key, int64_t value)
{
	if (start_value(j, key))
		fprintf(j->out, "%" PRId64, value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	if (start_value(j, key))
		fputs(value ? "true" : "false", j->out);
}

int json_end(struct json *j)
{
	if (j->wrong || j->depth || j->first)
		return -EINVAL;
	fputc('\n', j->out);
	return fflush(j->out) || ferror(j->out) ? -EIO : 0;
}
