// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * io/rate.c: the report of a transfer against lines the stock 7.2 printed.
 * io/buffer.c: the walks of pread and pwrite over small ranges, byte by byte.
 */

#include <stdlib.h>

#include "io/buffer.h"
#include "io/rate.h"
#include "tests/unit/tap.h"

/* What the stock program said when its clock and its read() were made to lie. */
static const struct {
	uint64_t us, bytes;
	const char *line, *terse;
} rows[] = {
	{ 1, 1, "1.000000 bytes, 1 ops; 0.0000 sec (977 KiB/sec and 1000000.0000 ops/sec)",
	  "1,1,0:00:00.00,1000000.000,1000000.000" },
	{ 3, 1024, "1 KiB, 1 ops; 0.0000 sec (325.521 MiB/sec and 333333.3333 ops/sec)",
	  "1024,1,0:00:00.00,341333333.333,333333.333" },
	{ 999999, 1023,
	  "1023.000000 bytes, 1 ops; 0.9999 sec (1023.001023 bytes/sec and 1.0000 ops/sec)",
	  "1023,1,0:00:00.99,1023.001,1.000" },
	{ 1000000, 1536, "2 KiB, 1 ops; 0:00:01.00 (2 KiB/sec and 1.0000 ops/sec)",
	  "1536,1,0:00:01.00,1536.000,1.000" },
	{ 1000001, 1048576, "1 MiB, 1 ops; 0:00:01.00 (1023.999 KiB/sec and 1.0000 ops/sec)",
	  "1048576,1,0:00:01.00,1048574.951,1.000" },
	{ 59999999, 1073741824,
	  "1 GiB, 1 ops; 0:00:59.99 (17.067 MiB/sec and 0.0167 ops/sec)",
	  "1073741824,1,0:00:59.99,17895697.365,0.017" },
	{ 60000000, 1073741823,
	  "1024 MiB, 1 ops; 0:01:00.00 (17.067 MiB/sec and 0.0167 ops/sec)",
	  "1073741823,1,0:01:00.00,17895697.050,0.017" },
	{ 3600000000, 1610612736,
	  "2 GiB, 1 ops; 1:00:00.00 (436.907 KiB/sec and 0.0003 ops/sec)",
	  "1610612736,1,1:00:00.00,447392.427,0.000" },
	{ 3599999999, 1099511627776,
	  "1.000 TiB, 1 ops; 0:59:59.99 (291.271 MiB/sec and 0.0003 ops/sec)",
	  "1099511627776,1,0:59:59.99,305419896.689,0.000" },
	{ 86400000000, 1649267441664,
	  "1.500 TiB, 1 ops; 24:00:00.00 (18.204 MiB/sec and 0.0000 ops/sec)",
	  "1649267441664,1,24:00:00.00,19088743.538,0.000" },
	{ 360000000000, 1125899906842624,
	  "1.000 PiB, 1 ops; 100:00:00.00 (2.913 GiB/sec and 0.0000 ops/sec)",
	  "1125899906842624,1,100:00:00.00,3127499741.230,0.000" },
	{ 5000000, 1152921504606846976,
	  "1.000 EiB, 1 ops; 0:00:05.00 (204.800 PiB/sec and 0.2000 ops/sec)",
	  "1152921504606846976,1,0:00:05.00,230584300921369408.000,0.200" },
	{ 1, 1729382256910270464,
	  "1.500 EiB, 1 ops; 0.0000 sec (1500000.000 EiB/sec and 1000000.0000 ops/sec)",
	  "1729382256910270464,1,0:00:00.00,1729382256910270464000000.000,1000000.000" },
	{ 999950, 7, "7.000000 bytes, 1 ops; 0.9999 sec (7.000350 bytes/sec and 1.0001 ops/sec)",
	  "7,1,0:00:00.99,7.000,1.000" },
	{ 1009999, 1, "1.000000 bytes, 1 ops; 0:00:01.00 (0.990100 bytes/sec and 0.9901 ops/sec)",
	  "1,1,0:00:01.00,0.990,0.990" },
	{ 1995000, 4096, "4 KiB, 1 ops; 0:00:01.99 (2.005 KiB/sec and 0.5013 ops/sec)",
	  "4096,1,0:00:01.99,2053.133,0.501" },
	{ 100, 2147, "2 KiB, 1 ops; 0.0001 sec (20 MiB/sec and 10000.0000 ops/sec)",
	  "2147,1,0:00:00.00,21470000.000,10000.000" },
	{ 0, 1, "1.000000 bytes, 1 ops; 0.0000 sec (inf EiB/sec and inf ops/sec)",
	  "1,1,0:00:00.00,inf,inf" },
	{ 0, 2147483648, "2.000 GiB, 1 ops; 0.0000 sec (inf EiB/sec and inf ops/sec)",
	  "2147483648,1,0:00:00.00,inf,inf" },
};

static char *printed;
static size_t printed_len;

/* The report as one string; the first line ends at the newline. */
static const char *report(const struct io_rate *rate, uint64_t us, uint64_t bytes)
{
	struct timespec taken = { (time_t)(us / 1000000), (long)(us % 1000000 * 1000) };
	FILE *out;

	free(printed);
	printed = NULL;
	out = open_memstream(&printed, &printed_len);
	if (!out)
		return "no memory";
	io_rate_print(out, rate, &taken, "read", 7, bytes, bytes, bytes != 0);
	fclose(out);
	if (printed_len)
		printed[printed_len - 1] = 0;
	return printed;
}

static void test_reports(void)
{
	static const struct io_rate human, terse = { .terse = true };
	char first[128];
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(first, sizeof(first),
			 "read %" PRIu64 "/%" PRIu64 " bytes at offset 7\n", rows[i].bytes,
			 rows[i].bytes);
		text = report(&human, rows[i].us, rows[i].bytes);
		ok(!strncmp(text, first, strlen(first)), "line 1 of row %zu", i);
		is_str(text + strlen(first), rows[i].line, "line 2 of row %zu", i);
		is_str(report(&terse, rows[i].us, rows[i].bytes), rows[i].terse,
		       "terse line of row %zu", i);
	}
	is_str(report(&terse, 0, 0), "0,0,0:00:00.00,0.000,0.000", "nothing in no time");
}

static void test_dump(void)
{
	uint8_t bytes[18] = "aZ09~ @[`{/:";
	FILE *out;

	free(printed);
	out = open_memstream(&printed, &printed_len);
	if (!ok(out != NULL, "memory for a dump"))
		return;
	bytes[17] = 0xff;
	io_dump(out, bytes, 0xfffffff8, sizeof(bytes));
	fclose(out);
	is_str(printed,
	       "fffffff8:  61 5a 30 39 7e 20 40 5b 60 7b 2f 3a 00 00 00 00  aZ09............\n"
	       "100000008:  00 ff  ..\n", "only letters and digits show themselves");
}

#define RANGE_MAX	64

/* How often each byte was visited; false when a piece is not as it should be. */
static bool walk_over(struct io_walk walk, unsigned int *visits, uint64_t *pieces)
{
	uint64_t offset, len, expect = walk.order == IO_BACKWARD ? walk.end : walk.start, i;

	memset(visits, 0, RANGE_MAX * sizeof(*visits));
	io_walk_begin(&walk);
	for (*pieces = 0; io_walk_next(&walk, &offset, &len); ++*pieces) {
		if (!len || len > walk.step || offset < walk.start || offset + len > walk.end ||
		    *pieces > RANGE_MAX)
			return false;
		if (walk.order == IO_RANDOM && (offset - walk.start) % walk.step)
			return false;
		if (walk.order == IO_FORWARD && offset != expect)
			return false;
		if (walk.order == IO_BACKWARD && (offset + len != expect ||
		    (offset != walk.start && offset % walk.block)))
			return false;
		expect = walk.order == IO_FORWARD ? offset + len : offset;
		for (i = offset; i < offset + len; i++)
			visits[i]++;
	}
	return true;
}

static bool once_each(const struct io_walk *walk, const unsigned int *visits)
{
	uint64_t i;

	for (i = 0; i < RANGE_MAX; i++)
		if (visits[i] != (i >= walk->start && i < walk->end))
			return false;
	return true;
}

/* Every range of a few bytes, blocks and vectors of some sizes. */
static void test_walks(enum io_order order, const char *name)
{
	unsigned int visits[RANGE_MAX], bad = 0, walks = 0;
	struct io_walk walk = { .order = order };
	uint64_t pieces, want;

	for (walk.start = 0; walk.start < 20; walk.start++)
		for (walk.end = walk.start; walk.end < RANGE_MAX; walk.end++)
			for (walk.block = 1; walk.block < 9; walk.block++)
				for (walk.step = walk.block; walk.step < 25;
				     walk.step += walk.block) {
					want = (walk.end - walk.start + walk.step - 1) / walk.step;
					walk.state = walks++;
					if (!walk_over(walk, visits, &pieces) ||
					    (order != IO_BACKWARD && pieces != want) ||
					    (order != IO_RANDOM && !once_each(&walk, visits)))
						bad++;
				}
	is_u64(bad, 0, "%u walks %s", walks, name);
}

/* Random walks leave no block out for ever, not even the last and short one. */
static void test_random_reach(void)
{
	struct io_walk walk = { .order = IO_RANDOM, .start = 5, .end = 60, .block = 8, .step = 8 };
	unsigned int visits[RANGE_MAX], all[RANGE_MAX] = { 0 }, i, missed = 0, again = 0;
	uint64_t pieces;

	for (walk.state = 0; walk.state < 64; walk.state++) {
		walk_over(walk, visits, &pieces);
		for (i = 0; i < RANGE_MAX; i++) {
			all[i] += visits[i];
			again += visits[i] > 1;
		}
	}
	for (i = 5; i < 60; i++)
		missed += !all[i];
	is_u64(missed, 0, "bytes that 64 random walks never reached");
	ok(again > 0, "random walks come to a block again");
}

/* The greatest range there is, in few steps. */
static void test_walk_limits(void)
{
	struct io_walk walk = { .end = INT64_MAX, .block = 1U << 30, .step = 1U << 31 };
	uint64_t offset, len;

	walk.start = walk.end - (1ULL << 32);
	io_walk_begin(&walk);
	is_u64(walk.left, 2, "steps of 4 GiB");
	ok(io_walk_next(&walk, &offset, &len) && io_walk_next(&walk, &offset, &len) &&
	   offset + len == INT64_MAX && !io_walk_next(&walk, &offset, &len),
	   "a forward walk ends at the greatest offset");
	walk.order = IO_BACKWARD;
	io_walk_begin(&walk);
	ok(io_walk_next(&walk, &offset, &len) && len == (1U << 30) - 1,
	   "a backward walk from there begins with the tail");
}

int main(void)
{
	test_reports();
	test_dump();
	test_walks(IO_FORWARD, "forward");
	test_walks(IO_BACKWARD, "backward");
	test_walks(IO_RANDOM, "at random");
	test_random_reach();
	test_walk_limits();
	free(printed);
	return done();
}
