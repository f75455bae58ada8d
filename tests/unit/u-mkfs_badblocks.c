// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkfs/badblocks: overlap against a model that marks every byte of a small device,
 * and what is said on standard error.
 */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "mkfs/badblocks.h"
#include "tests/unit/tap.h"

static struct mkfs m = { .opts.device = "/dev/pmem0" };

/* Runs what prints to standard error and returns what it printed. */
static const char *said(void (*fn)(void))
{
	static char text[4096];
	FILE *f = tmpfile();
	int saved = dup(2);
	size_t n;

	fflush(stderr);
	dup2(fileno(f), 2);
	fn();
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void list(void)
{
	mkfs_list_badblocks(&m);
}

static int refused;

static void refuse(void)
{
	refused = mkfs_check_badblocks(&m, 8192, 4096);
}

static unsigned int wrong, hits;

/* Every range of a device of 24 units against three bad ranges of it. */
static void compare(void)
{
	static struct pmem_badrange bad[] = { { 0, 1 }, { 5, 3 }, { 20, 4 } };
	bool marked[24] = { false };
	unsigned int start, len, i, j;
	bool want;

	for (i = 0; i < 3; i++)
		for (j = 0; j < bad[i].len; j++)
			marked[bad[i].start + j] = true;
	m.pmem.bad = bad;
	m.pmem.nr_bad = 3;
	for (start = 0; start < 24; start++)
		for (len = 0; start + len <= 24; len++) {
			want = false;
			for (i = start; i < start + len; i++)
				want |= marked[i];
			hits += want;
			wrong += (mkfs_check_badblocks(&m, start, len) != 0) != want;
		}
}

int main(void)
{
	struct pmem_badrange many[20], high = { UINT64_MAX - 511, 512 };
	size_t i;

	said(compare);
	is_u64(wrong, 0, "every range agrees with the model, %u of them refused", hits);
	ok(hits > 50, "enough of them are");

	m.pmem.nr_bad = 0;
	is_str(said(list), "", "nothing bad, nothing said");
	ok(mkfs_check_badblocks(&m, 0, UINT64_MAX) == 0, "nor refused");

	for (i = 0; i < 20; i++)
		many[i] = (struct pmem_badrange) { i * 8192, 512 };
	m.pmem.bad = many;
	m.pmem.nr_bad = 1;
	is_str(said(list), "mkfs.xfs: /dev/pmem0 has 1 known bad range: 512 bytes at 0\n",
	       "one is listed");
	m.pmem.nr_bad = 20;
	ok(strstr(said(list), "20 known bad ranges: 512 bytes at 0, 512 bytes at 8192,") &&
	   strstr(said(list), "512 bytes at 57344 and 12 more\n"), "of many the first eight");
	ok(strstr(said(refuse), "4096 bytes at 8192 of /dev/pmem0") &&
	   strstr(said(refuse), "512 bytes at 8192)"), "a refusal names both");
	ok(refused == -EINVAL, "and is -EINVAL");
	m.opts.device = "/dev/a\nmkfs.xfs: b\033[31m";
	ok(strstr(said(list), "/dev/a?mkfs.xfs: b?[31m has 20 known bad"),
	   "whatever the device is called, that is one line");
	m.opts.device = "/dev/pmem0";

	m.pmem.bad = &high;
	m.pmem.nr_bad = 1;
	ok(mkfs_check_badblocks(&m, 0, UINT64_MAX - 600) == 0, "a range short of the last");
	return done();
}
