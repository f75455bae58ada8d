// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The two lines that report a transfer ("read 4096/4096 bytes at offset 0" and its rate)
 * in the form that scripts parse, for every command that moves or shares data; and the
 * dump of bytes that -v asks for.
 */
#ifndef IO_RATE_H
#define IO_RATE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

struct io_rate {
	struct timespec	start;
	bool		quiet;		/* -q: io_rate_end() prints nothing */
	bool		terse;		/* -C: one line for machines */
};

void io_rate_begin(struct io_rate *rate);
/*
 * "<verb> <done>/<asked> bytes at offset <offset>" and "<size>, <ops> ops; <time> (...)".
 */
void io_rate_end(const struct io_rate *rate, const char *verb, uint64_t offset,
		 uint64_t asked, uint64_t done, uint64_t ops);

/* "00000000:  cd cd ..  ........": 16 bytes a line, addresses counted from @offset. */
void io_dump(FILE *out, const uint8_t *bytes, uint64_t offset, uint64_t len);

#endif /* IO_RATE_H */
