// SPDX-License-Identifier: GPL-2.0-or-later
/* utimes: sets the times of access and change of contents. */

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "io/io.h"

/* Words are raw, because seconds before 1970 begin with a minus. */
static int parse_time(struct io *io, char *const *words, const char *what,
		      struct timespec *ts)
{
	uint64_t nsec;
	char *end;
	int error;

	errno = 0;
	ts->tv_sec = strtoll(words[0], &end, 0);
	if (end == words[0] || *end)
		return io_fail(io, "%s seconds '%.64s' are no number", what, words[0]);
	if (errno)
		return io_fail(io, "%s seconds '%.64s' are out of range", what, words[0]);
	error = io_number(io, "nanoseconds", words[1], &nsec);
	if (!error && nsec > INT32_MAX)
		error = io_fail(io, "%s nanoseconds '%.64s' are out of range", what, words[1]);
	if (!error)
		ts->tv_nsec = (long)nsec;
	return error;
}

static int run_utimes(struct io *io, const struct io_args *args)
{
	struct timespec times[2];
	int error = parse_time(io, args->words, "atime", &times[0]);

	if (!error)
		error = parse_time(io, args->words + 2, "mtime", &times[1]);
	if (!error && futimens(io_file(io)->fd, times) < 0)
		error = io_fail_call(io, "futimens", -errno);
	return error;
}

const struct io_command io_utimes_commands[] = {
	{ .name = "utimes", .run = run_utimes,
	  .min_words = 4, .max_words = 4, .flags = IO_NEEDS_FILE | IO_RAW,
	  .usage = "atime_sec atime_nsec mtime_sec mtime_nsec",
	  .brief = "set the times of access and of change",
	  .help = "Seconds count from 1970 and may be negative; nanoseconds are below 1e9, or\n"
		  "1073741823 for the present time, or 1073741822 to leave that time alone.\n"
		  "\n"
		  "Example: 'utimes 0 0 1 500000000'" },
	{ 0 }
};
