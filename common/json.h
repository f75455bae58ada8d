// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes one JSON value to a stream, piece by piece, indented for people.
 *
 *	struct json j;
 *
 *	json_begin(&j, stdout);
 *	json_open(&j, NULL, '{');
 *	json_u64(&j, "blocks", 42);
 *	json_str(&j, "label", "with \"quotes\"");
 *	json_close(&j);
 *	error = json_end(&j);
 *
 * @key is NULL inside an array and for the outermost value.  Text is taken as UTF-8;
 * bytes that are not become U+FFFD.  A nesting that is wrong (a key in an array,
 * none in an object, too deep, left open) is -EINVAL from json_end(), a stream that
 * took not all of it -EIO.
 */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH	32

struct json {
	FILE		*out;
	unsigned int	depth;
	char		ends[JSON_DEPTH];	/* what closes each open level */
	bool		first;			/* nothing yet in this level */
	bool		wrong;
};

void json_begin(struct json *j, FILE *out);
void json_open(struct json *j, const char *key, char bracket);	/* '{' or '[' */
void json_close(struct json *j);
void json_str(struct json *j, const char *key, const char *value); /* NULL: null */
void json_strn(struct json *j, const char *key, const char *value, size_t len);
void json_u64(struct json *j, const char *key, uint64_t value);
void json_i64(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);
int json_end(struct json *j);

#endif /* COMMON_JSON_H */
