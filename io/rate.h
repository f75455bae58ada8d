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

/* Starts the clock; the other fields stay. */
void io_rate_begin(struct io_rate *rate);
/* The time since then. */
void io_rate_taken(const struct io_rate *rate, struct timespec *taken);
/*
 * "<verb> <done>/<asked> bytes at offset <offset>" and "<size>, <ops> ops; <time> (...)",
 * or with .terse "<done>,<ops>,<time>,<bytes a second>,<ops a second>" alone.
 */
void io_rate_end(const struct io_rate *rate, const char *verb, uint64_t offset,
		 uint64_t asked, uint64_t done, uint64_t ops);

#define IO_SIZE_TEXT	64	/* fits any text of the two below */

/*
 * "1.500 GiB".  Where the peer drops the decimals we do: a whole number that fits
 * 32 bits with sign is rounded to whole units ("1536" is "2 KiB"), any other has three
 * decimals, and below 1 KiB six.
 */
const char *io_size_text(double size, char text[IO_SIZE_TEXT]);
/* "0.0123 sec" below a second, else and with @terse "1:02:03.45"; digits are cut off. */
const char *io_time_text(const struct timespec *ts, bool terse, char text[IO_SIZE_TEXT]);
/* Everything of io_rate_end() but reading the clock, for tests. */
void io_rate_print(FILE *out, const struct io_rate *rate, const struct timespec *taken,
		   const char *verb, uint64_t offset, uint64_t asked, uint64_t done,
		   uint64_t ops);

/* "00000000:  cd cd ..  ........": 16 bytes a line, addresses counted from @offset. */
void io_dump(FILE *out, const uint8_t *bytes, uint64_t offset, uint64_t len);

#endif /* IO_RATE_H */
