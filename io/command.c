// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds, parses and runs one command; says what went wrong in one sentence. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "common/mounted.h"
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
	struct statfs fs;

	if (file && file->geom.blocksize) {
		units.block = file->geom.blocksize;
		units.sector = file->geom.sectsize;
	} else if (file && fstatfs(file->fd, &fs) == 0 && fs.f_bsize > 0) {
		units.block = fs.f_bsize;
	}
	return units;
}

/* "@who: @what" as one line, whatever file names hold. */
static void say(struct io *io, const char *who, const char *what)
{
	char *line = NULL, *c;

	fflush(stdout);
	io->failed = true;
	if (asprintf(&line, "%s: %s", who, what) < 0) {
		fprintf(stderr, "%s\n", strerror(ENOMEM));
		return;
	}
	for (c = line; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	fprintf(stderr, "%s\n", line);
	free(line);
}

int io_fail(struct io *io, const char *fmt, ...)
{
	char *what = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		what = NULL;
	va_end(ap);
	say(io, io->running ? io->running->name : io->progname,
	    what ? what : strerror(ENOMEM));
	free(what);
	return -EINVAL;
}

int io_fail_call(struct io *io, const char *call, int error)
{
	say(io, call, strerror(-error));
	return error;
}

int io_number(struct io *io, const char *what, const char *text, uint64_t *value)
{
	struct opt_units units = io_units(io);
	int error = *text ? opt_number(text, &units, value) : -EINVAL;

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

int io_range_optional(struct io *io, const struct io_args *args, uint64_t *offset,
		      uint64_t *len)
{
	if (!args->nr)
		return 0;
	if (args->nr == 1)
		return io_fail(io, "the length is missing: give offset and length, or neither");
	return io_range(io, args, 0, offset, len);
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
	return io_fail(io, "too %s arguments; it is: %s%s%s",
		       nr < cmd->min_words ? "few" : "many", cmd->name,
		       cmd->usage ? " " : "", cmd->usage ? cmd->usage : "");
}

static int run_raw(struct io *io, const struct io_command *cmd, unsigned int nr, char **words)
{
	struct io_args args = { .nr = nr - 1, .words = words + 1 };
	int error = check_count(io, cmd, args.nr);

	return error ? error : cmd->run(io, &args);
}

/* The words that are no options, @words' own texts in their order. */
static int run_plain(struct io *io, const struct io_command *cmd, const struct opt_parser *p,
		     const void *opts, uint64_t given, char **words)
{
	struct io_args args = {
		.opts = opts, .given = given, .parser = p, .nr = opt_nr_args(p),
	};
	char **plain = calloc((size_t)args.nr + 1, sizeof(*plain));
	unsigned int i;
	int error;

	if (!plain)
		return io_fail_call(io, cmd->name, -ENOMEM);
	for (i = 0; i < args.nr; i++) {
		while (*words != opt_arg(p, i))
			words++;
		plain[i] = *words++;
	}
	args.words = plain;
	error = check_count(io, cmd, args.nr);
	if (!error)
		error = cmd->run(io, &args);
	free(plain);
	return error;
}

/* Fills @opts and @given; says what is wrong. */
static int parse_options(struct io *io, struct opt_parser *p, unsigned int nr, char **words)
{
	struct opt_units units = io_units(io);
	int error = opt_parse_argv(p, nr, words);

	if (!error)
		error = opt_convert_units(p);
	if (!error)
		error = opt_finish(p, &units);
	if (error == -ENOMEM)
		return io_fail_call(io, io->running->name, error);
	return error ? io_fail(io, "%s", opt_error(p)) : 0;
}

static int run_options(struct io *io, const struct io_command *cmd, unsigned int nr, char **words)
{
	char hint[64];
	struct opt_table table = {
		.program = cmd->name, .usage = cmd->usage,
		.rows = cmd->rows, .nr_rows = cmd->nr_rows,
		.max_args = nr, .hint = hint, .numbers = true,
	};
	struct opt_parser *p = NULL;
	uint64_t given = 0;
	void *opts = calloc(1, cmd->opts_size + 1);
	int error = opts ? opt_parser_create(&table, opts, &given, &p) : -ENOMEM;

	if (error) {
		io_fail_call(io, cmd->name, error);
		goto out;
	}
	snprintf(hint, sizeof(hint), "help %s", cmd->name);
	if (cmd->defaults)
		memcpy(opts, cmd->defaults, cmd->opts_size);
	error = parse_options(io, p, nr, words);
	if (!error)
		error = run_plain(io, cmd, p, opts, given, words + 1);
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

#define BLANKS	" \t\r\n\v\f"

/*
 * Splits in place at blanks.  A word that begins with a quote ends at the next one like
 * it; elsewhere a quote is a letter, as files have them in their names.
 */
static int split(struct io *io, char *line, char **words, unsigned int *nr)
{
	const char *quote;

	for (*nr = 0, line += strspn(line, BLANKS); *line; line += strspn(line, BLANKS)) {
		quote = *line == '"' ? "\"" : *line == '\'' ? "'" : NULL;
		words[*nr] = line += quote != NULL;
		line += strcspn(line, quote ? quote : BLANKS);
		if (quote && !*line)
			return io_fail(io, "the quote before '%.64s' does not end", words[*nr]);
		if (quote && line[1] && !strchr(BLANKS, line[1]))
			return io_fail(io, "there is no blank behind the quote after '%.*s'",
				       (int)(line - words[*nr] > 64 ? 64 : line - words[*nr]),
				       words[*nr]);
		(*nr)++;
		if (*line)
			*line++ = 0;
	}
	return 0;
}

/* Splits and runs @copy, which is the caller's to free. */
static int run_copy(struct io *io, char *copy)
{
	/* A word and its blank take two bytes. */
	char **words = calloc(strlen(copy) / 2 + 2, sizeof(*words));
	unsigned int nr;
	int error;

	if (!words)
		return io_fail_call(io, io->progname, -ENOMEM);
	error = split(io, copy, words, &nr);
	if (!error && nr)
		error = io_run_words(io, nr, words);
	free(words);
	return error;
}

int io_run_line(struct io *io, const char *line)
{
	char *copy = strdup(line);
	int error = copy ? run_copy(io, copy) : io_fail_call(io, io->progname, -ENOMEM);

	free(copy);
	/* Whoever reads along sees each command's result when it is there. */
	fflush(stdout);
	return error;
}

/* The command that @line would run; NULL: none. */
static const struct io_command *command_of(const char *line)
{
	size_t skip = strspn(line, BLANKS), len = strcspn(line + skip, BLANKS);
	char *name = strndup(line + skip, len);
	const struct io_command *cmd = name ? io_command_find(name) : NULL;

	free(name);
	return cmd;
}

int io_run_line_each(struct io *io, const char *line)
{
	const struct io_command *cmd = command_of(line);
	unsigned int i, n = io->nr_files;
	int error = 0, one;

	if (!n || !cmd || cmd->flags & IO_ONCE)
		return io_run_line(io, line);
	for (i = 0; i < n && i < io->nr_files && !io->quit && !io_interrupted(); i++) {
		io->cur_file = i;
		one = io_run_line(io, line);
		error = error ? error : one;
	}
	return error;
}

void io_warn_experimental(struct io *io)
{
	struct io_file *file = io_file(io);
	struct xfs_dax_facts facts;
	struct mounted m;

	if (io->experimental_said || !file)
		return;
	if (!mounted_probe(file->fd, &m)) {
		facts = mounted_dax_facts(&m, file->fd);
		io->experimental_said = xfs_dax_experimental(&facts);
	}
	mounted_free(&m);
	if (!io->experimental_said)
		return;
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", io->progname, XFS_DAX_EXPERIMENTAL_TEXT);
}
