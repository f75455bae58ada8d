// SPDX-License-Identifier: GPL-2.0-or-later
/* getrusage: what this process has used up so far. */

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>

#include "io/io.h"
#include "io/rate.h"

struct getrusage_opts {
	bool	terse, verbose;
};

static const struct opt_row rows[] = {
	IO_FLAG('C', struct getrusage_opts, terse, .help = "one line for programs"),
	IO_FLAG('v', struct getrusage_opts, verbose, .help = "two lines with words"),
};

static struct io_rate life;

/* Nobody else is told when the program began. */
__attribute__((constructor))
static void begin_life(void)
{
	io_rate_begin(&life);
}

static double seconds(const struct timeval *tv)
{
	return (double)tv->tv_sec + (double)tv->tv_usec / 1e6;
}

static void print_terse(const struct rusage *ru, const struct timespec *lived, double percent)
{
	char time[IO_SIZE_TEXT];

	printf("%.3f,%.3f,%s,%.1f,%ld,%ld,%ld,%ld,%ld,%ld,%ld\n", seconds(&ru->ru_utime),
	       seconds(&ru->ru_stime), io_time_text(lived, true, time), percent, ru->ru_majflt,
	       ru->ru_minflt, ru->ru_nswap, ru->ru_inblock, ru->ru_oublock, ru->ru_nvcsw,
	       ru->ru_nivcsw);
}

/* "1:02.34", or "1:01:02.34" from an hour on: both texts stand in the first. */
static const char *short_time(const struct timespec *lived, char text[IO_SIZE_TEXT])
{
	if (lived->tv_sec >= 3600)
		return io_time_text(lived, true, text);
	snprintf(text, IO_SIZE_TEXT, "%d:%02d.%02d", (int)(lived->tv_sec / 60),
		 (int)(lived->tv_sec % 60), (int)(lived->tv_nsec / 10000000));
	return text;
}

static void print(const struct rusage *ru, const char *lived, double percent, bool verbose)
{
	if (verbose)
		printf("%.2fuser %.2fsystem %selapsed %.0f%%CPU "
		       "(%ldavgtext+%ldavgdata %ldmaxresident)k\n"
		       "%ldinputs+%ldoutputs (%ldmajor+%ldminor)pagefaults %ldswaps\n",
		       seconds(&ru->ru_utime), seconds(&ru->ru_stime), lived, percent,
		       ru->ru_ixrss, ru->ru_idrss, ru->ru_maxrss, ru->ru_inblock,
		       ru->ru_oublock, ru->ru_majflt, ru->ru_minflt, ru->ru_nswap);
	else
		printf("%.3fu %.3fs %s %.1f%%\t%ld+%ldk %ld+%ldio %ldpf+%ldw\n",
		       seconds(&ru->ru_utime), seconds(&ru->ru_stime), lived, percent,
		       ru->ru_maxrss, ru->ru_ixrss, ru->ru_inblock, ru->ru_oublock,
		       ru->ru_majflt, ru->ru_nswap);
}

static int run_getrusage(struct io *io, const struct io_args *args)
{
	const struct getrusage_opts *opts = args->opts;
	struct timespec lived;
	char time[IO_SIZE_TEXT];
	struct rusage ru;
	double percent;

	if (getrusage(RUSAGE_SELF, &ru) < 0)
		return io_fail_call(io, "getrusage", -errno);
	io_rate_taken(&life, &lived);
	percent = (double)lived.tv_sec + (double)lived.tv_nsec / 1e9;
	if (percent > 0)
		percent = 100 * (seconds(&ru.ru_utime) + seconds(&ru.ru_stime)) / percent;
	if (percent > 100)	/* what it used before the clock was started */
		percent = 100;
	if (opts->terse)
		print_terse(&ru, &lived, percent);
	else
		print(&ru, short_time(&lived, time), percent, opts->verbose);
	return 0;
}

const struct io_command io_getrusage_commands[] = {
	{ .name = "getrusage", .alias = "g", .run = run_getrusage,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct getrusage_opts), .flags = IO_EXPERT | IO_ONCE,
	  .usage = "[-Cv]", .brief = "print what this process has used up",
	  .help = "Prints seconds in user and system mode, seconds since the start, the share\n"
		  "of the processor, then memory in KiB, blocks read and written, page faults\n"
		  "and swaps.  -C: user, system, elapsed, percent, major and minor faults,\n"
		  "swaps, blocks read, blocks written, voluntary and other context switches.\n"
		  "\n"
		  "Example: 'getrusage -v' in the manner of time(1)." },
	{ 0 }
};
