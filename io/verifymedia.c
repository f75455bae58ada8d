// SPDX-License-Identifier: GPL-2.0-or-later
/* verifymedia: reads the devices below a filesystem through, in the kernel. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "io/io.h"
#include "io/rate.h"

struct verify_opts {
	uint32_t	max_io;
	uint32_t	rest;
	bool		data, log, rt;
	bool		report;
};

static const struct opt_row verify_rows[] = {
	IO_OPT_MAX('b', OPT_NO_ID, struct verify_opts, max_io, OPT_SIZE, UINT32_MAX,
		   .arg = "BYTES", .help = "read at most this much at once"),
	IO_FLAG('d', struct verify_opts, data, .conflicts = "l r",
		.help = "the data device, as without it"),
	IO_FLAG('l', struct verify_opts, log, .conflicts = "d r", .help = "the log device"),
	IO_FLAG('r', struct verify_opts, rt, .conflicts = "d l", .help = "the realtime device"),
	IO_FLAG('R', struct verify_opts, report,
		.help = "report media errors to those who watch the filesystem"),
	IO_OPT_MAX('s', OPT_NO_ID, struct verify_opts, rest, OPT_NUMBER, UINT32_MAX,
		   .arg = "USEC", .help = "rest between reads, microseconds"),
};

static const char *const device_names[] = {
	[XFS_DEV_DATA] = "datadev", [XFS_DEV_LOG] = "logdev", [XFS_DEV_RT] = "rtdev",
};

/* Start and end, whole sectors around what was asked for. */
static int parse_words(struct io *io, const struct io_args *args, struct xfs_verify_media *me)
{
	uint64_t start = 0, end;
	int error = 0;

	me->me_end_daddr = UINT64_MAX;
	if (args->nr > 0)
		error = io_number(io, "start", args->words[0], &start);
	if (!error && args->nr > 1) {
		error = io_number(io, "end", args->words[1], &end);
		if (!error && end < start)
			return io_fail(io, "the end lies before the start");
		if (!error)
			me->me_end_daddr = BTOBB(end);
	}
	me->me_start_daddr = BTOBBT(start);
	return error;
}

/* A bad sector, found before the end; what was checked up to it was good. */
static int fail_media(struct io *io, const struct xfs_verify_media *me)
{
	uint64_t start = BBTOB(me->me_start_daddr), length = 0;

	if (me->me_end_daddr > me->me_start_daddr)
		length = BBTOB(me->me_end_daddr - me->me_start_daddr);
	fflush(stdout);
	fprintf(stderr, "%s: verify error at offset %llu length %llu: %s\n",
		device_names[me->me_dev], (unsigned long long)start, (unsigned long long)length,
		strerror((int)me->me_ioerror));
	io->failed = true;
	return -EIO;
}

static int fail_call(struct io *io, int error)
{
	char call[4200];

	snprintf(call, sizeof(call), "%s: ioctl(XFS_IOC_VERIFY_MEDIA) [\"%s\"]", io->progname,
		 io_file(io)->name);
	return io_fail_call(io, call, error);
}

/* Until the end, which the first answer brings back to the end of the device. */
static int verify(struct io *io, struct xfs_verify_media *me, uint64_t *calls)
{
	uint64_t from, to;

	for (*calls = 0; ; ) {
		from = me->me_start_daddr;
		to = me->me_end_daddr;
		if (ioctl(io_file(io)->fd, XFS_IOC_VERIFY_MEDIA, me) < 0)
			return fail_call(io, -errno);
		++*calls;
		if (me->me_end_daddr > to || me->me_start_daddr < from)
			return fail_call(io, -EPROTO);
		if (me->me_ioerror)
			return fail_media(io, me);
		if (me->me_start_daddr >= me->me_end_daddr)
			return 0;
		if (me->me_start_daddr == from)
			return fail_call(io, -EPROTO);
		if (io_interrupted())
			return fail_call(io, -EINTR);
	}
}

static int run_verifymedia(struct io *io, const struct io_args *args)
{
	const struct verify_opts *o = args->opts;
	struct xfs_verify_media me = {
		.me_dev = o->log ? XFS_DEV_LOG : o->rt ? XFS_DEV_RT : XFS_DEV_DATA,
		.me_flags = o->report ? XFS_VERIFY_MEDIA_REPORT : 0,
		.me_max_io_size = o->max_io, .me_rest_us = o->rest,
	};
	struct io_rate rate = { .quiet = false };
	uint64_t start, calls;
	int error = parse_words(io, args, &me);

	if (error)
		return error;
	start = me.me_start_daddr;
	io_rate_begin(&rate);
	error = verify(io, &me, &calls);
	if (error)
		return error;
	if (me.me_end_daddr < start)
		return io_fail(io, "the range lies behind the end of the device, %llu bytes",
			       (unsigned long long)BBTOB(me.me_end_daddr));
	io_rate_end(&rate, "verified", BBTOB(start), BBTOB(me.me_end_daddr - start),
		    BBTOB(me.me_start_daddr - start), calls);
	return 0;
}

const struct io_command io_verifymedia_commands[] = {
	{ .name = "verifymedia", .run = run_verifymedia, .rows = verify_rows,
	  .nr_rows = sizeof(verify_rows) / sizeof(verify_rows[0]),
	  .opts_size = sizeof(struct verify_opts), .max_words = 2,
	  .flags = IO_NEEDS_XFS, .usage = "[-dlrR] [-b bytes] [-s usec] [start [end]]",
	  .brief = "read the filesystem's devices for media errors",
	  .help = "Has the kernel read the data device, or with -l the log's or -r the realtime "
		  "one, from\nbyte start up to end, the whole of it unless told, and stops at the "
		  "first media error,\nwhich is a failure.  With -R the errors also reach the "
		  "programs that watch the\nfilesystem, healthmon among them.\n"
		  "Example: verifymedia -R 0 1g" },
	{ 0 }
};
