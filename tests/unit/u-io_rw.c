// SPDX-License-Identifier: GPL-2.0-or-later
/* io/rate.c: the report of a transfer against lines the stock 7.2 printed. */

#include <stdlib.h>

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

int main(void)
{
	test_reports();
	test_dump();
	free(printed);
	return done();
}
