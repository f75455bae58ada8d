// SPDX-License-Identifier: GPL-2.0-or-later
/* The report of a transfer and the dump of bytes, as scripts parse them. */

#include <inttypes.h>

#include "io/rate.h"

/* Whole numbers of this range lose their decimals. */
static bool is_small_whole(double size)
{
	return size <= INT32_MAX && size == (double)(int32_t)size;
}

const char *io_size_text(double size, char text[IO_SIZE_TEXT])
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	int decimals = is_small_whole(size) ? 0 : 3;
	unsigned int i = 0;

	if (size < 1024) {
		snprintf(text, IO_SIZE_TEXT, "%f bytes", size);
		return text;
	}
	for (size /= 1024; size >= 1024 && i < 5; size /= 1024)
		i++;
	snprintf(text, IO_SIZE_TEXT, "%.*f %s", decimals, size, units[i]);
	return text;
}

const char *io_time_text(const struct timespec *ts, bool terse, char text[IO_SIZE_TEXT])
{
	long long sec = ts->tv_sec;

	if (!sec && !terse)
		snprintf(text, IO_SIZE_TEXT, "0.%04ld sec", ts->tv_nsec / 100000);
	else
		snprintf(text, IO_SIZE_TEXT, "%lld:%02lld:%02lld.%02ld", sec / 3600,
			 sec / 60 % 60, sec % 60, ts->tv_nsec / 10000000);
	return text;
}

/* Nothing in no time is no rate, rather than not a number. */
static double per_second(uint64_t count, double seconds)
{
	return count ? (double)count / seconds : 0;
}

void io_rate_print(FILE *out, const struct io_rate *rate, const struct timespec *taken,
		   const char *verb, uint64_t offset, uint64_t asked, uint64_t done,
		   uint64_t ops)
{
	double seconds = (double)taken->tv_sec + (double)taken->tv_nsec / 1e9;
	double speed = per_second(done, seconds), ops_speed = per_second(ops, seconds);
	char size[IO_SIZE_TEXT], time[IO_SIZE_TEXT], speed_text[IO_SIZE_TEXT];

	io_time_text(taken, rate->terse, time);
	if (rate->terse) {
		fprintf(out, "%" PRIu64 ",%" PRIu64 ",%s,%.3f,%.3f\n", done, ops, time, speed,
			ops_speed);
		return;
	}
	fprintf(out, "%s %" PRIu64 "/%" PRIu64 " bytes at offset %" PRIu64 "\n", verb, done,
		asked, offset);
	fprintf(out, "%s, %" PRIu64 " ops; %s (%s/sec and %.4f ops/sec)\n",
		io_size_text((double)done, size), ops, time, io_size_text(speed, speed_text),
		ops_speed);
}

void io_rate_begin(struct io_rate *rate)
{
	clock_gettime(CLOCK_MONOTONIC, &rate->start);
}

void io_rate_taken(const struct io_rate *rate, struct timespec *taken)
{
	clock_gettime(CLOCK_MONOTONIC, taken);
	taken->tv_sec -= rate->start.tv_sec;
	taken->tv_nsec -= rate->start.tv_nsec;
	if (taken->tv_nsec < 0) {
		taken->tv_nsec += 1000000000;
		taken->tv_sec--;
	}
}

void io_rate_end(const struct io_rate *rate, const char *verb, uint64_t offset,
		 uint64_t asked, uint64_t done, uint64_t ops)
{
	struct timespec taken;

	if (rate->quiet)
		return;
	io_rate_taken(rate, &taken);
	io_rate_print(stdout, rate, &taken, verb, offset, asked, done, ops);
}

/* Letters and digits as themselves, whatever the locale. */
static char shown(uint8_t byte)
{
	uint8_t letter = byte & ~0x20;

	return (letter >= 'A' && letter <= 'Z') || (byte >= '0' && byte <= '9') ?
		(char)byte : '.';
}

void io_dump(FILE *out, const uint8_t *bytes, uint64_t offset, uint64_t len)
{
	uint64_t i;
	unsigned int j, n;

	for (i = 0; i < len; i += n) {
		n = len - i < 16 ? (unsigned int)(len - i) : 16;
		fprintf(out, "%08" PRIx64 ":  ", offset + i);
		for (j = 0; j < n; j++)
			fprintf(out, "%02x ", bytes[i + j]);
		fputc(' ', out);
		for (j = 0; j < n; j++)
			fputc(shown(bytes[i + j]), out);
		fputc('\n', out);
	}
}
