// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers as commands of xfs_io take them: every suffix, notation and limit, and one
 * sentence for everything that is none.
 */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/io.h"
#include "tests/unit/tap.h"

#define MAX	((uint64_t)INT64_MAX)
#define BAD	(-EINVAL)
#define FAR	(-ERANGE)

struct number {
	const char	*text;
	int		error;
	uint64_t	value;
};

/* For a file with blocks of 1 KiB and sectors of 4 KiB, so that no two units agree. */
static const struct number numbers[] = {
	/* notation */
	{ "0", 0, 0 }, { "1", 0, 1 }, { "00", 0, 0 }, { "4096", 0, 4096 },
	{ "010", 0, 8 }, { "0777", 0, 511 }, { "08", BAD, 0 }, { "09", BAD, 0 },
	{ "0x10", 0, 16 }, { "0X10", 0, 16 }, { "0xff", 0, 255 }, { "0xFF", 0, 255 },
	{ "0xdeadbeef", 0, 0xdeadbeef }, { "0x", BAD, 0 }, { "0xg", BAD, 0 },
	{ "+1", 0, 1 }, { "+0x10", 0, 16 }, { "++1", BAD, 0 }, { "+", BAD, 0 },
	{ "000000000000000000000000000017", 0, 15 },
	/* suffixes */
	{ "1b", 0, 1024 }, { "1B", 0, 1024 }, { "3b", 0, 3072 }, { "0b", 0, 0 },
	{ "1s", 0, 4096 }, { "1S", 0, 4096 }, { "7s", 0, 28672 }, { "0s", 0, 0 },
	{ "1k", 0, 1ULL << 10 }, { "1K", 0, 1ULL << 10 }, { "0k", 0, 0 },
	{ "1m", 0, 1ULL << 20 }, { "1M", 0, 1ULL << 20 }, { "1g", 0, 1ULL << 30 },
	{ "1G", 0, 1ULL << 30 }, { "1t", 0, 1ULL << 40 }, { "1T", 0, 1ULL << 40 },
	{ "1p", 0, 1ULL << 50 }, { "1P", 0, 1ULL << 50 }, { "1e", 0, 1ULL << 60 },
	{ "1E", 0, 1ULL << 60 }, { "0e", 0, 0 }, { "0x10k", 0, 16384 }, { "010k", 0, 8192 },
	{ "2048m", 0, 2048ULL << 20 }, { "+4k", 0, 4096 },
	/* digits of a hexadecimal number before suffixes */
	{ "0x1b", 0, 27 }, { "0x1e", 0, 30 }, { "0x1s", 0, 4096 }, { "0x1bk", 0, 27648 },
	{ "0xe", 0, 14 }, { "0xb", 0, 11 },
	/* limits */
	{ "9223372036854775807", 0, MAX }, { "0x7fffffffffffffff", 0, MAX },
	{ "0777777777777777777777", 0, MAX }, { "9223372036854775808", FAR, 0 },
	{ "0x8000000000000000", FAR, 0 }, { "18446744073709551615", FAR, 0 },
	{ "18446744073709551616", FAR, 0 }, { "99999999999999999999999", FAR, 0 },
	{ "0x10000000000000000", FAR, 0 }, { "7e", 0, 7ULL << 60 }, { "8e", FAR, 0 },
	{ "15e", FAR, 0 }, { "16e", FAR, 0 }, { "17e", FAR, 0 }, { "1000000e", FAR, 0 },
	{ "8191p", 0, 8191ULL << 50 }, { "8192p", FAR, 0 }, { "16384p", FAR, 0 },
	{ "8388607t", 0, 8388607ULL << 40 }, { "8388608t", FAR, 0 },
	{ "8589934591g", 0, 8589934591ULL << 30 }, { "8589934592g", FAR, 0 },
	{ "9007199254740991k", 0, 9007199254740991ULL << 10 },
	{ "9007199254740992k", FAR, 0 }, { "18014398509481984k", FAR, 0 },
	{ "18446744073709551615k", FAR, 0 }, { "9007199254740991b", 0, 9007199254740991ULL << 10 },
	{ "9007199254740992b", FAR, 0 }, { "2251799813685248s", FAR, 0 },
	{ "2251799813685247s", 0, 2251799813685247ULL << 12 },
	/* negative */
	{ "-1", FAR, 0 }, { "-0", FAR, 0 }, { "-4k", FAR, 0 }, { "-0x10", FAR, 0 },
	{ "-9223372036854775808", FAR, 0 }, { "-99999999999999999999", FAR, 0 },
	{ "--1", BAD, 0 }, { "-", BAD, 0 }, { "-k", BAD, 0 },
	/* junk */
	{ "", BAD, 0 }, { "k", BAD, 0 }, { "x", BAD, 0 }, { "1kb", BAD, 0 }, { "1q", BAD, 0 },
	{ "1kk", BAD, 0 }, { "1 k", BAD, 0 }, { " 1", BAD, 0 }, { "1 ", BAD, 0 },
	{ "1.5k", BAD, 0 }, { "1,000", BAD, 0 }, { "1e3", BAD, 0 }, { "0b101", BAD, 0 },
	{ "1_000", BAD, 0 }, { "infinity", BAD, 0 }, { "nan", BAD, 0 }, { "1i", BAD, 0 },
	{ "1KiB", BAD, 0 }, { "\t1", BAD, 0 }, { "\n", BAD, 0 }, { "1\n", BAD, 0 },
	{ "1\x80", BAD, 0 }, { "\xff", BAD, 0 }, { "1@", BAD, 0 }, { "1k-1", BAD, 0 },
};

struct range {
	const char	*offset, *len;
	int		error;
	uint64_t	end;
};

static const struct range ranges[] = {
	{ "0", "0", 0, 0 }, { "0", "4k", 0, 4096 }, { "1b", "1s", 0, 5120 },
	{ "1m", "0", 0, 1 << 20 }, { "0", "9223372036854775807", 0, MAX },
	{ "9223372036854775807", "0", 0, MAX }, { "9223372036854775806", "1", 0, MAX },
	{ "9223372036854775807", "1", FAR, 0 }, { "1", "9223372036854775807", FAR, 0 },
	{ "4e", "4e", FAR, 0 }, { "4e", "3e", 0, 7ULL << 60 }, { "7e", "1e", FAR, 0 },
	{ "-1", "4", FAR, 0 }, { "4", "-1", FAR, 0 }, { "x", "4", BAD, 0 },
	{ "4", "x", BAD, 0 }, { "", "4", BAD, 0 }, { "4", "", BAD, 0 },
	{ "8e", "8e", FAR, 0 }, { "16e", "0", FAR, 0 }, { "0", "16e", FAR, 0 },
};

static FILE *said;

/* How many lines stood on standard error since the last call. */
static unsigned int lines_said(void)
{
	unsigned int lines = 0;
	int c;

	fflush(stderr);
	rewind(said);
	while ((c = getc(said)) != EOF)
		lines += c == '\n';
	if (ftruncate(fileno(said), 0) || lseek(STDERR_FILENO, 0, SEEK_SET))
		return -1;
	rewind(said);
	return lines;
}

static void test_numbers(struct io *io)
{
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const struct number *n = &numbers[i];
		uint64_t value = 0;
		int error;

		io->failed = false;
		error = io_number(io, "offset", n->text, &value);
		ok(error == n->error && (error || value == n->value) &&
		   io->failed == (error != 0) && lines_said() == (error != 0),
		   "number %zu of the table: error %d, value %" PRIu64, i, error, value);
	}
}

static void test_ranges(struct io *io)
{
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		const struct range *r = &ranges[i];
		char *words[] = { (char *)"in front", (char *)r->offset, (char *)r->len };
		struct io_args args = { .nr = 3, .words = words };
		uint64_t offset = 0, len = 0;
		int error = io_range(io, &args, 1, &offset, &len);

		ok(error == r->error && (error || offset + len == r->end) &&
		   lines_said() == !!error, "%s and %s: error %d, end %" PRIu64, r->offset,
		   r->len, error, offset + len);
	}
}

static void test_units(void)
{
	struct io_file file = { .geom = { .blocksize = 65536, .sectsize = 512 } };
	struct io io = { .progname = "u-io_number" };
	uint64_t value;

	ok(!io_number(&io, "offset", "1b", &value) && value == 4096, "no file: 4 KiB blocks");
	ok(!io_number(&io, "offset", "1s", &value) && value == 512, "no file: 512 byte sectors");
	io.files = &file;
	io.nr_files = 1;
	ok(!io_number(&io, "offset", "2b", &value) && value == 131072, "blocks of the file");
	ok(!io_number(&io, "offset", "2s", &value) && value == 1024, "sectors of the file");
	file = (struct io_file) { .flags = IO_FOREIGN };
	ok(!io_number(&io, "offset", "1b", &value) && value == 4096, "another filesystem");
}

int main(void)
{
	struct io_file file = { .geom = { .blocksize = 1024, .sectsize = 4096 } };
	struct io io = { .progname = "u-io_number", .files = &file, .nr_files = 1 };

	said = tmpfile();
	if (!said || dup2(fileno(said), STDERR_FILENO) < 0)
		return EXIT_FAILURE;
	test_numbers(&io);
	test_ranges(&io);
	test_units();
	return done();
}
