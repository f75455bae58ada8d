// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds, parses and runs one command; says what went wrong in one sentence. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/command.h"

#define IO_COMMANDS(file) extern const struct io_command io_##file##_commands[];
#include "io/commands.inc"
#undef IO_COMMANDS

const struct io_command *const io_command_tables[] = {
#define IO_COMMANDS(file) io_##file##_commands,
#include "io/commands.inc"
#undef IO_COMMANDS
	NULL
};

#define MAX_WORDS	256

const struct io_command *io_command_find(const char *name)
{
	const struct io_command *const *table;
	const struct io_command *cmd;

	for (table = io_command_tables; *table; table++)
		for (cmd = *table; cmd->name; cmd++)
			if (!strcmp(cmd->name, name) ||
			    (cmd->alias && !strcmp(cmd->alias, name)))
				return cmd;
	return NULL;
}

struct io_file *io_file(struct io *io)
{
	return io->nr_files ? &io->files[io->cur_file] : NULL;
}

struct io_mapping *io_mapping(struct io *io)
{
	return io->nr_mappings ? &io->mappings[io->cur_mapping] : NULL;
}

struct opt_units io_units(struct io *io)
{
	struct io_file *file = io_file(io);
	struct opt_units units = { .block = 4096, .sector = 512 };

	if (file && file->geom.blocksize) {
		units.block = file->geom.blocksize;
		units.sector = file->geom.sectsize;
	}
	return units;
}

int io_fail(struct io *io, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "%s: ", io->running ? io->running->name : io->progname);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	io->failed = true;
	return -EINVAL;
}

int io_fail_call(struct io *io, const char *call, int error)
{
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", call, strerror(-error));
	io->failed = true;
	return error;
}

int io_number(struct io *io, const char *what, const char *text, uint64_t *value)
{
	struct opt_units units = io_units(io);
	int error = opt_number(text, &units, value);

	if (!error && *value > INT64_MAX)
		error = -ERANGE;
	if (error == -ERANGE)
		io_fail(io, "%s '%.64s' is out of range: 0 to %lld", what, text,
			(long long)INT64_MAX);
	else if (error)
		io_fail(io, "%s '%.64s' is no number; suffixes are b s k m g t p e",
			what, text);
	return error;
}

int io_range(struct io *io, const struct io_args *args, unsigned int first,
	     uint64_t *offset, uint64_t *len)
{
	int error = io_number(io, "offset", args->words[first], offset);

	if (!error)
		error = io_number(io, "length", args->words[first + 1], len);
	if (!error && *len > INT64_MAX - *offset) {
		io_fail(io, "offset and length reach beyond the greatest file offset");
		error = -ERANGE;
	}
	return error;
}

/* What has to be there before @cmd can run. */
static int check_needs(struct io *io, const struct io_command *cmd)
{
	struct io_file *file = io_file(io);

	if (cmd->flags & IO_EXPERT && !io->expert)
		return io_fail(io, "this is an expert command: start xfs_io with -x");
	if (cmd->flags & (IO_NEEDS_FILE | IO_NEEDS_XFS) && !file)
		return io_fail(io, "no file is open; open one with the open command");
	if (cmd->flags & IO_NEEDS_XFS && file->flags & IO_FOREIGN)
		return io_fail(io, "%s is not on an XFS filesystem", file->name);
	if (cmd->flags & IO_NEEDS_MAPPING && !io_mapping(io))
		return io_fail(io, "nothing is mapped; map a range with the mmap command");
	return 0;
}

static int check_count(struct io *io, const struct io_command *cmd, unsigned int nr)
{
	if (nr >= cmd->min_words && nr <= cmd->max_words)
		return 0;
	return io_fail(io, "%s arguments: %s %s", nr < cmd->min_words ? "too few" : "too many",
		       cmd->name, cmd->usage ? cmd->usage : "");
}

static int run_raw(struct io *io, const struct io_command *cmd, unsigned int nr, char **words)
{
	struct io_args args = { .nr = nr - 1, .words = words + 1 };
	int error = check_count(io, cmd, args.nr);

	return error ? error : cmd->run(io, &args);
}

/* The words that are no options; the parser owns their texts. */
static int run_parsed(struct io *io, const struct io_command *cmd, struct opt_parser *p,
		      const struct io_args *parsed)
{
	struct io_args args = *parsed;
	const char *words[MAX_WORDS];
	unsigned int i;
	int error;

	args.nr = opt_nr_args(p);
	for (i = 0; i < args.nr; i++)
		words[i] = opt_arg(p, i);
	args.words = (char *const *)words;
	error = check_count(io, cmd, args.nr);
	return error ? error : cmd->run(io, &args);
}

static int run_options(struct io *io, const struct io_command *cmd, unsigned int nr, char **words)
{
	struct opt_table table = {
		.program = cmd->name, .usage = cmd->usage,
		.rows = cmd->rows, .nr_rows = cmd->nr_rows,
		.max_args = MAX_WORDS,
	};
	struct opt_units units = io_units(io);
	struct io_args args = { 0 };
	struct opt_parser *p = NULL;
	void *opts = calloc(1, cmd->opts_size + 1);
	int error = opts ? opt_parser_create(&table, opts, &args.given, &p) : -ENOMEM;

	if (error) {
		io_fail_call(io, cmd->name, error);
		goto out;
	}
	if (cmd->defaults)
		memcpy(opts, cmd->defaults, cmd->opts_size);
	args.opts = opts;
	error = opt_parse_argv(p, nr, words);
	if (!error)
		error = opt_convert_units(p);
	if (!error)
		error = opt_finish(p, &units);
	if (error)
		io_fail(io, "%s", opt_error(p));
	else
		error = run_parsed(io, cmd, p, &args);
out:
	opt_parser_free(p);
	free(opts);
	return error;
}

int io_run_words(struct io *io, unsigned int nr, char **words)
{
	const struct io_command *cmd = io_command_find(words[0]), *outer = io->running;
	int error;

	if (!cmd)
		return io_fail(io, "there is no command '%.64s'; help lists them", words[0]);
	io->running = cmd;
	error = check_needs(io, cmd);
	if (!error)
		error = cmd->flags & IO_RAW ? run_raw(io, cmd, nr, words) :
			run_options(io, cmd, nr, words);
	if (error)
		io->failed = true;
	io->running = outer;
	return error;
}

/* Splits in place at blanks; quotes join. */
static int split(struct io *io, char *line, char **words, unsigned int *nr)
{
	char *to;

	for (*nr = 0; *nr < MAX_WORDS - 1; (*nr)++) {
		char quote = 0;

		line += strspn(line, " \t\n");
		if (!*line)
			return 0;
		words[*nr] = to = line;
		for (; *line && (quote || !strchr(" \t\n", *line)); line++) {
			if (quote ? *line == quote : *line == '"' || *line == '\'')
				quote = quote ? 0 : *line;
			else
				*to++ = *line;
		}
		line += *line != 0;
		*to = 0;
	}
	return io_fail(io, "a line of more than %d words", MAX_WORDS - 1);
}

int io_run_line(struct io *io, const char *line)
{
	char *words[MAX_WORDS + 1] = { NULL };
	char *copy = strdup(line);
	unsigned int nr;
	int error;

	if (!copy)
		return io_fail_call(io, "xfs_io", -ENOMEM);
	error = split(io, copy, words, &nr);
	if (!error && nr)
		error = io_run_words(io, nr, words);
	free(copy);
	return error;
}

int io_run_line_each(struct io *io, const char *line)
{
	unsigned int i, n = io->nr_files;
	size_t skip = strspn(line, " \t"), len = strcspn(line + skip, " \t\n");
	char *name = strndup(line + skip, len);
	const struct io_command *cmd = name ? io_command_find(name) : NULL;
	int error = 0, one;

	free(name);
	if (!n || (cmd && cmd->flags & IO_ONCE))
		return io_run_line(io, line);
	for (i = 0; i < n && i < io->nr_files && !io->quit; i++) {
		io->cur_file = i;
		one = io_run_line(io, line);
		error = error ? error : one;
	}
	return error;
}
