// SPDX-License-Identifier: GPL-2.0-or-later
/* copy_range: copy_file_range(2), where the filesystem may share instead of copying. */

#include <errno.h>
#include <unistd.h>

#include "io/source.h"

/* What one call may be asked for without running into the kernel's own limit. */
#define CALL_MAX	0x7ffff000U

enum { OPT_COPY_NUMBER, OPT_COPY_LEN };

struct copy_opts {
	uint64_t	from, to, len, number;
};

static const struct opt_row rows[] = {
	IO_OPT_MAX('s', OPT_NO_ID, struct copy_opts, from, OPT_SIZE, INT64_MAX,
		   .arg = "src_off", .help = "begin at this offset of the source (0)"),
	IO_OPT_MAX('d', OPT_NO_ID, struct copy_opts, to, OPT_SIZE, INT64_MAX,
		   .arg = "dst_off", .help = "begin at this offset of the current file (0)"),
	IO_OPT_MAX('l', OPT_COPY_LEN, struct copy_opts, len, OPT_SIZE, INT64_MAX,
		   .arg = "len", .help = "copy this many bytes (up to the end of the source)"),
	IO_OPT('f', OPT_COPY_NUMBER, struct copy_opts, number, OPT_NUMBER,
	       .arg = "N", .help = "copy from open file N, as 'file' lists them"),
};

static int copy_all(struct io *io, int from, uint64_t from_off, uint64_t to_off, uint64_t len)
{
	loff_t in = (loff_t)from_off, out = (loff_t)to_off;
	ssize_t n;

	/* Even nothing is asked for once, so that wrong files are found. */
	do {
		if (io_interrupted())
			return io_fail_call(io, "copy_range", -EINTR);
		n = copy_file_range(from, &in, io_file(io)->fd, &out,
				    len < CALL_MAX ? len : CALL_MAX, 0);
		if (n < 0 && errno != EINTR)
			return io_fail_call(io, "copy_range", -errno);
		if (n > 0)
			len -= (uint64_t)n < len ? (uint64_t)n : len;
	} while (n && len);
	return 0;
}

/* Without -l: what the source has behind the offset. */
static int rest_of_source(struct io *io, const struct io_source *source, uint64_t from,
			  uint64_t *len)
{
	uint64_t size = 0;
	int error = io_source_size(io, source, &size);

	*len = size > from ? size - from : 0;
	return error;
}

static int run_copy_range(struct io *io, const struct io_args *args)
{
	const struct copy_opts *opts = args->opts;
	uint64_t len = opts->len;
	struct io_source source;
	int error = io_source_open(io, args->nr ? args->words[0] : NULL,
				   IO_GIVEN(args, OPT_COPY_NUMBER), opts->number, &source);

	if (error)
		return error;
	if (!IO_GIVEN(args, OPT_COPY_LEN))
		error = rest_of_source(io, &source, opts->from, &len);
	if (!error)
		error = copy_all(io, source.fd, opts->from, opts->to, len);
	io_source_close(&source);
	return error;
}

const struct io_command io_copy_range_commands[] = {
	{ .name = "copy_range", .run = run_copy_range,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct copy_opts), .max_words = 1, .flags = IO_NEEDS_FILE,
	  .usage = "[-s src_off] [-d dst_off] [-l len] src_file | -f N",
	  .brief = "copy a range from another file, shared where the filesystem can",
	  .help = "Copies from src_file, or from an open file, into the current one and prints\n"
		  "nothing; the end of the source ends the copy.  On a filesystem that shares\n"
		  "blocks aligned ranges may be shared instead of copied.\n"
		  "\n"
		  "Example: 'copy_range -s 4k -d 0 -l 1m other' puts the first MiB behind the\n"
		  "first block of other at the beginning of the current file." },
	{ 0 }
};
