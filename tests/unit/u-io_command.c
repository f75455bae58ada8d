// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a line to a command: words and quotes, names, options, counts, the table of files
 * that results, and how a word at the prompt goes on.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/command.h"
#include "io/interactive.h"
#include "io/interrupt.h"
#include "io/open.h"
#include "tests/unit/tap.h"

static FILE *said;
static char text[4096];

/* What stands on standard error since the last call. */
static const char *last_said(void)
{
	size_t len;

	fflush(stderr);
	rewind(said);
	len = fread(text, 1, sizeof(text) - 1, said);
	text[len] = 0;
	if (ftruncate(fileno(said), 0) || lseek(STDERR_FILENO, 0, SEEK_SET))
		return NULL;
	rewind(said);
	return text;
}

static void close_all(struct io *io)
{
	while (io->nr_files)
		io_file_close(io, 0);
	free(io->files);
	*io = (struct io) { .progname = "xfs_io" };
}

struct line {
	const char	*line;
	int		error;
	const char	*said;		/* NULL: nothing */
	const char	*current;	/* name of the current file afterwards; NULL: none */
	unsigned int	nr;
};

/* Each begins where the one before it ended. */
static const struct line lines[] = {
	{ "", 0, NULL, NULL, 0 },
	{ "  \t \n", 0, NULL, NULL, 0 },
	{ "nosuch", -EINVAL, "xfs_io: there is no command 'nosuch'; help lists them\n", NULL, 0 },
	{ "Open -f a", -EINVAL, "xfs_io: there is no command 'Open'; help lists them\n", NULL, 0 },
	{ "print", 0, NULL, NULL, 0 },
	{ "close", -EINVAL, "close: no file is open; open one with the open command\n", NULL, 0 },
	{ "c", -EINVAL, "close: no file is open; open one with the open command\n", NULL, 0 },
	{ "file", -EINVAL, "file: no file is open; open one with the open command\n", NULL, 0 },
	{ "open a", -ENOENT, "a: No such file or directory\n", NULL, 0 },
	{ "open -f a", 0, NULL, "a", 1 },
	{ "open a", 0, NULL, "a", 2 },
	{ "  open\t-f   'b c' \r\n", 0, NULL, "b c", 3 },
	{ "open -f \"d'e\"", 0, NULL, "d'e", 4 },
	{ "open -f it's", 0, NULL, "it's", 5 },
	{ "open \"b c\" -r", 0, NULL, "b c", 6 },
	{ "open 'b c", -EINVAL, "xfs_io: the quote before 'b c' does not end\n", "b c", 6 },
	{ "open 'b'c", -EINVAL, "xfs_io: there is no blank behind the quote after 'b'\n",
	  "b c", 6 },
	{ "open \"no\nway\033\"", -ENOENT, "no?way?: No such file or directory\n", "b c", 6 },
	{ "open ''", -ENOENT, ": No such file or directory\n", "b c", 6 },
	{ "'open' a", 0, NULL, "a", 7 },
	{ "close", 0, NULL, "b c", 6 },
	{ "file 0", 0, NULL, "a", 6 },
	{ "f 0x2", 0, NULL, "b c", 6 },
	{ "file 6", -EINVAL, "file: file 6 is out of range: 0 to 5\n", "b c", 6 },
	{ "file -1", -ERANGE,
	  "file: file '-1' is out of range: 0 to 9223372036854775807\n", "b c", 6 },
	{ "file one", -EINVAL,
	  "file: file 'one' is no number; suffixes are b s k m g t p e\n", "b c", 6 },
	{ "file 0 1", -EINVAL, "file: too many arguments; it is: file [N]\n", "b c", 6 },
	{ "file -- 1", 0, NULL, "a", 6 },
	{ "close", 0, NULL, "b c", 5 },
	{ "c", 0, NULL, "d'e", 4 },
	{ "close now", -EINVAL, "close: too many arguments; it is: close\n", "d'e", 4 },
	{ "open -Z a", -EINVAL, "open: -Z is no option; help open lists them\n", "d'e", 4 },
	{ "open --long a", -EINVAL, "open: --long is no option; help open lists them\n", "d'e", 4 },
	{ "open a -m", -EINVAL, "open: -m needs a value; help open lists what it takes\n",
	  "d'e", 4 },
	{ "open -m 888 a", -EINVAL, "open: -m 888 is no mode: octal digits, 0 to 7777\n",
	  "d'e", 4 },
	{ "open -m 10000 a", -EINVAL, "open: -m 10000 is no mode: octal digits, 0 to 7777\n",
	  "d'e", 4 },
	{ "open -Pt a", -EINVAL, "open: -P and -t contradict each other: give one of them\n",
	  "d'e", 4 },
	{ "open -rT .", -EINVAL, "open: -T and -r contradict each other: give one of them\n",
	  "d'e", 4 },
	{ "open -r", -EINVAL, "open: there is no path behind the options\n", "d'e", 4 },
	{ "open a b", -EINVAL,
	  "open: too many arguments; it is: open [-acdfnrstxRTPL] [-m mode] [path]\n", "d'e", 4 },
	{ "open -PL a", 0, NULL, "a", 5 },
	{ "open .", 0, NULL, ".", 6 },
	{ "open -f -- -f", 0, NULL, "-f", 7 },
	{ "open ./-f", 0, NULL, "./-f", 8 },
	{ "help nosuch", -EINVAL, "help: there is no command 'nosuch'; help lists them\n",
	  "./-f", 8 },
	{ "help p", 0, NULL, "./-f", 8 },
	{ "? quit", 0, NULL, "./-f", 8 },
};

static void test_lines(struct io *io)
{
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct line *l = &lines[i];
		int error;

		io->failed = false;
		error = io_run_line(io, l->line);
		ok(error == l->error && io->failed == (error != 0), "line %zu: error %d", i, error);
		is_str(last_said(), l->said ? l->said : "", "line %zu: message", i);
		ok(io->nr_files == l->nr && (l->nr ? !strcmp(io_file(io)->name, l->current) :
					     !io_file(io)), "line %zu: %u files", i, io->nr_files);
	}
}

static void test_quit(struct io *io)
{
	ok(io_run_line(io, "quit 1") && !io->quit, "quit takes nothing");
	ok(!io_run_line(io, "q") && io->quit, "q ends");
	last_said();
}

/* More words than any table of fixed size would hold. */
static void test_many_words(struct io *io)
{
	size_t n = 100000, i;
	char *line = calloc(n, 2);

	for (i = 0; line && i < n - 1; i++)
		memcpy(line + 2 * i, "x ", 2);
	ok(line && io_run_line(io, line) == -EINVAL, "%zu words without a command", n);
	if (line)
		memcpy(line, "p ", 2);
	ok(line && io_run_line(io, line) == -EINVAL, "%zu words for print", n);
	is_str(last_said(), "xfs_io: there is no command 'x'; help lists them\n"
	       "print: too many arguments; it is: print\n", "said so");
	free(line);
}

static void test_each(struct io *io)
{
	io->failed = false;
	ok(!io_run_line(io, "open a") && !io_run_line(io, "open a"), "two files");
	ok(io_run_line_each(io, "nosuch") == -EINVAL, "what is no command");
	is_str(last_said(), "xfs_io: there is no command 'nosuch'; help lists them\n",
	       "is said once");
	ok(!io_run_line_each(io, "close") && io->nr_files == 1, "close closes one of them");
}

static void test_tmpfile(struct io *io)
{
	struct stat st;

	ok(!io_run_line(io, "open -T later"), "a file beside its name to be");
	is_str(io_file(io)->link_name, "later", "which is remembered");
	ok(stat("later", &st) < 0, "and not there");
	ok(!fstat(io_file(io)->fd, &st) && !st.st_nlink, "nor linked elsewhere");
	ok(!io_run_line(io, "open -T .") && !io_file(io)->link_name, "a folder: no such name");
	ok(io_run_line(io, "open -T a") == -EEXIST, "a file: refused");
	ok(io_run_line(io, "open -T no/way") == -ENOENT, "no folder: refused");
	last_said();
}

static void test_modes(struct io *io)
{
	static const struct { const char *line; mode_t mode; } modes[] = {
		{ "open -f m1", 0600 }, { "open -f -m 640 m2", 0640 },
		{ "open -fm0444 m3", 0444 }, { "open -c -m 4755 m4", 04755 },
		{ "open -f -m 0 m5", 0 },
	};
	struct stat st;
	size_t i;

	umask(0);
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		ok(!io_run_line(io, modes[i].line) && !fstat(io_file(io)->fd, &st) &&
		   (st.st_mode & 07777) == modes[i].mode, "%s", modes[i].line);
}

struct completion {
	const char	*line, *common;
	unsigned int	nr;
};

static const struct completion completions[] = {
	{ "prin", "t ", 1 }, { "qui", "t ", 1 }, { "  prin", "t ", 1 }, { "help prin", "t ", 1 },
	{ "nosuch", "", 0 }, { "print", " ", 1 }, { "open sub", "folder/", 1 },
	{ "open subfolder/o", "ne", 2 }, { "open subfolder/onet", "wo ", 1 },
	{ "open ./subfolder/", "one", 2 }, { "open subfolder/.", "hidden ", 1 },
	{ "open -f sub", "folder/", 1 }, { "open /no/such/folder/x", "", 0 },
	{ "open zz", "", 0 }, { "helper sub", "folder/", 1 },
};

static void test_completion(struct io *io)
{
	size_t i;

	ok(!mkdir("subfolder", 0700) && !io_run_line(io, "open -f subfolder/one") &&
	   !io_run_line(io, "open -f subfolder/onetwo") &&
	   !io_run_line(io, "open -f subfolder/.hidden"), "files to complete");
	for (i = 0; i < sizeof(completions) / sizeof(completions[0]); i++) {
		const struct completion *c = &completions[i];
		char *common;
		unsigned int nr;

		io_complete(io, c->line, NULL, &common, &nr);
		is_str(common, c->common, "'%s' goes on", c->line);
		is_u64(nr, c->nr, "'%s': candidates", c->line);
		free(common);
	}
}

static void test_interrupt(void)
{
	io_interrupt_catch(true);
	ok(!io_interrupted(), "no signal yet");
	raise(SIGINT);
	ok(io_interrupted() && io_interrupt_signal() == SIGINT, "SIGINT is remembered");
	io_interrupt_clear();
	ok(!io_interrupted(), "and forgotten");
	raise(SIGTERM);
	raise(SIGINT);
	io_interrupt_clear();
	ok(io_interrupt_signal() == SIGTERM, "SIGTERM is not");
}

static void test_names(void)
{
	const struct io_command *const *table, *cmd;
	unsigned int nr = 0, good = 0;

	for (table = io_command_tables; *table; table++) {
		for (cmd = *table; cmd->name; cmd++, nr++)
			good += io_command_find(cmd->name) == cmd && cmd->run && cmd->brief &&
				(!cmd->alias || io_command_find(cmd->alias) == cmd) &&
				(cmd->rows || !cmd->nr_rows) && (!cmd->nr_rows || cmd->opts_size);
	}
	is_u64(good, nr, "every command is found by its names and has all it needs");
}

int main(void)
{
	char dir[] = "/tmp/u-io_command.XXXXXX", remove[64];
	struct io io = { .progname = "xfs_io" };
	int out = dup(STDOUT_FILENO);

	said = tmpfile();
	if (!said || out < 0 || dup2(fileno(said), STDERR_FILENO) < 0 || !mkdtemp(dir) ||
	    chdir(dir))
		return EXIT_FAILURE;
	test_lines(&io);
	test_quit(&io);
	close_all(&io);
	test_many_words(&io);
	test_each(&io);
	test_tmpfile(&io);
	test_modes(&io);
	test_completion(&io);
	close_all(&io);
	test_names();
	test_interrupt();
	snprintf(remove, sizeof(remove), "rm -rf %s", dir);
	ok(!system(remove), "cleaned up");
	return done();
}
