// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * seek: where data and holes of the file begin.  They take turns, so a list asks for
 * each kind in turn, from where the last one was found, and prints the kinds wanted.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "io/io.h"

struct seek_opts {
	bool	all, data, hole, rest, start;
};

static const struct opt_row rows[] = {
	IO_FLAG('a', struct seek_opts, all, .help = "both the next data and the next hole"),
	IO_FLAG('d', struct seek_opts, data, .help = "the next data"),
	IO_FLAG('h', struct seek_opts, hole, .help = "the next hole"),
	IO_FLAG('r', struct seek_opts, rest, .help = "all that follow, not only the next"),
	IO_FLAG('s', struct seek_opts, start, .help = "print where the search began, too"),
};

struct search {
	int		fd;
	bool		data, hole;	/* kinds wanted */
	bool		start;		/* print where each search began */
	bool		asks_data;	/* what comes next */
	uint64_t	pos;
	unsigned int	printed;
};

/* 0, -ENXIO at the end of the file, or another errno. */
static int find(int fd, uint64_t pos, bool data, uint64_t *found)
{
	off_t off = lseek(fd, (off_t)pos, data ? SEEK_DATA : SEEK_HOLE);

	if (off < 0)
		return -errno;
	*found = (uint64_t)off;
	return *found < pos ? -EIO : 0;
}

/* @found NULL: there is none. */
static void print(struct search *s, const uint64_t *found)
{
	printf("%s\t", s->asks_data ? "DATA" : "HOLE");
	if (s->start)
		printf("%" PRIu64 "\t", s->pos);
	if (found)
		printf("%" PRIu64 "\n", *found);
	else
		puts("EOF");
	s->printed++;
}

/* Of two kinds wanted the one that stands at the beginning comes first. */
static int first_kind(struct search *s)
{
	uint64_t found = 0;
	int error;

	s->asks_data = s->data;
	if (!s->data || !s->hole)
		return 0;
	error = find(s->fd, s->pos, false, &found);
	if (!error)
		s->asks_data = found != s->pos;
	return error == -ENXIO ? 0 : error;
}

/* One more place; -ENXIO when there are no more. */
static int step(struct search *s)
{
	bool wanted = s->asks_data ? s->data : s->hole;
	uint64_t found = 0;
	int error = find(s->fd, s->pos, s->asks_data, &found);

	if (error == -ENXIO && !s->printed)
		print(s, NULL);
	if (error)
		return error;
	if (wanted)
		print(s, &found);
	s->pos = found;
	s->asks_data = !s->asks_data;
	return 0;
}

static int run_seek(struct io *io, const struct io_args *args)
{
	const struct seek_opts *opts = args->opts;
	struct search s = {
		.fd = io_file(io)->fd, .start = opts->start,
		.data = opts->data || opts->all, .hole = opts->hole || opts->all,
	};
	unsigned int wanted = s.data + s.hole;
	int error = io_number(io, "offset", args->words[0], &s.pos);

	if (error)
		return error;
	if (!wanted)
		return io_fail(io, "say what to look for: -d data, -h holes, -a both");
	error = first_kind(&s);
	if (!error)
		puts(s.start ? "Whence\tStart\tResult" : "Whence\tResult");
	while (!error && (opts->rest || s.printed < wanted))
		error = io_interrupted() ? -EINTR : step(&s);
	return error && error != -ENXIO ? io_fail_call(io, "lseek", error) : 0;
}

const struct io_command io_seek_commands[] = {
	{ .name = "seek", .run = run_seek,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct seek_opts), .min_words = 1, .max_words = 1,
	  .flags = IO_NEEDS_FILE, .usage = "-a | -d | -h [-rs] off",
	  .brief = "find the next data or hole",
	  .help = "Prints where data and holes begin at or after off.  The end of the file is a\n"
		  "hole; behind it, or when nothing is left, the place is EOF.\n"
		  "\n"
		  "Example: 'seek -a -r 0' lists all data and holes of the file." },
	{ 0 }
};
