// SPDX-License-Identifier: GPL-2.0-or-later
/* Which bytes are a character of UTF-8. */
#ifndef COMMON_UTF8_H
#define COMMON_UTF8_H

#include <stddef.h>

/* Bytes of the character at @text, of which @len are there; 0: it is no UTF-8. */
size_t utf8_length(const char *text, size_t len);

/* So many of the @len bytes at @text are @max at most and cut no character in two. */
size_t utf8_clip(const char *text, size_t len, size_t max);

#endif /* COMMON_UTF8_H */
