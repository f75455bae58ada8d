// SPDX-License-Identifier: GPL-2.0-or-later
/* cachestat: how much of a range the page cache holds, and in which state. */

#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "io/io.h"

static int run_cachestat(struct io *io, const struct io_args *args)
{
	struct compat_cachestat_range range;
	struct compat_cachestat stat = { 0 };
	uint64_t offset, len;
	int error = io_range(io, args, 0, &offset, &len);

	if (error)
		return error;
	range = (struct compat_cachestat_range) { .off = offset, .len = len };
	if (syscall(__NR_cachestat, io_file(io)->fd, &range, &stat, 0) < 0)
		return io_fail_call(io, "cachestat", -errno);
	printf("Cached: %llu, Dirty: %llu, Writeback: %llu, Evicted: %llu, "
	       "Recently Evicted: %llu\n",
	       (unsigned long long)stat.nr_cache, (unsigned long long)stat.nr_dirty,
	       (unsigned long long)stat.nr_writeback, (unsigned long long)stat.nr_evicted,
	       (unsigned long long)stat.nr_recently_evicted);
	return 0;
}

const struct io_command io_cachestat_commands[] = {
	{ .name = "cachestat", .alias = "cs", .run = run_cachestat,
	  .min_words = 2, .max_words = 2, .flags = IO_NEEDS_FILE, .usage = "off len",
	  .brief = "count the range's pages in the page cache",
	  .help = "Prints how many pages of the range are cached, dirty, being written, gone,\n"
		  "and gone so recently that they were still in use.  A length of 0 reaches to\n"
		  "the end of the file.  Needs a kernel with cachestat(2), 6.5 or newer.\n"
		  "\n"
		  "Example: 'cachestat 0 1m'" },
	{ 0 }
};
