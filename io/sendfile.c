// SPDX-License-Identifier: GPL-2.0-or-later
/* sendfile: the kernel copies from another file to where this one's position is. */

#include <errno.h>
#include <sys/sendfile.h>

#include "io/rate.h"
#include "io/source.h"

/* No call is asked for more: the kernel cuts at this itself. */
#define CALL_MAX	0x7ffff000U

enum { OPT_SENDFILE_NUMBER };

struct sendfile_opts {
	const char	*infile;
	uint64_t	number;
	bool		quiet, terse;
};

static const struct opt_row rows[] = {
	IO_OPT('i', OPT_NO_ID, struct sendfile_opts, infile, OPT_PATH, .conflicts = "f",
	       .arg = "infile", .help = "send from the file of this name"),
	IO_OPT('f', OPT_SENDFILE_NUMBER, struct sendfile_opts, number, OPT_NUMBER,
	       .arg = "N", .help = "send from open file N, as 'file' lists them"),
	IO_FLAG('q', struct sendfile_opts, quiet, .help = "print no report"),
	IO_FLAG('C', struct sendfile_opts, terse, .help = "report in one line for programs"),
};

/* One call; -EINTR only after SIGINT. */
static ssize_t send_some(int to, int from, uint64_t offset, uint64_t len)
{
	off_t pos = (off_t)offset;
	ssize_t n;

	do {
		if (io_interrupted())
			return -EINTR;
		n = sendfile(to, from, &pos, len < CALL_MAX ? len : CALL_MAX);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

static int send_all(struct io *io, int from, uint64_t offset, uint64_t len,
		    struct io_rate *rate)
{
	uint64_t done, ops = 0;
	ssize_t n = 0;

	io_rate_begin(rate);
	for (done = 0; done < len; done += (uint64_t)n, ops++) {
		n = send_some(io_file(io)->fd, from, offset + done, len - done);
		if (n <= 0)
			break;
	}
	if (n < 0)
		io_fail_call(io, "sendfile", (int)n);
	if (n >= 0 || done)
		io_rate_end(rate, "sent", offset, len, done, ops);
	return n < 0 ? (int)n : 0;
}

static int run_sendfile(struct io *io, const struct io_args *args)
{
	const struct sendfile_opts *opts = args->opts;
	struct io_rate rate = { .quiet = opts->quiet, .terse = opts->terse };
	struct io_source source;
	uint64_t offset = 0, len;
	int error = io_range_optional(io, args, &offset, &len);

	if (error)
		return error;
	error = io_source_open(io, opts->infile, IO_GIVEN(args, OPT_SENDFILE_NUMBER),
			       opts->number, &source);
	if (error)
		return error;
	if (!args->nr)
		error = io_source_size(io, &source, &len);
	if (!error)
		error = send_all(io, source.fd, offset, len, &rate);
	io_source_close(&source);
	return error;
}

const struct io_command io_sendfile_commands[] = {
	{ .name = "sendfile", .alias = "send", .run = run_sendfile,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct sendfile_opts), .max_words = 2, .flags = IO_NEEDS_FILE,
	  .usage = "-i infile | -f N [-qC] [off len]",
	  .brief = "let the kernel copy from another file",
	  .help = "Copies len bytes from off of another file, or all of it, to the current\n"
		  "file, without passing them through this program.  They land at the file's\n"
		  "own position, which is its beginning at first and moves with each call.\n"
		  "\n"
		  "Example: 'sendfile -f 2 512 20' copies 20 bytes of open file 2." },
	{ 0 }
};
