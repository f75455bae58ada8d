// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The interpreter as a command sees it: what it is given, what it may ask for, how
 * it registers, and how it says that it failed.
 *
 * A command is a row (struct io_command) in the table of its file, io_<file>_commands,
 * which io/commands.inc names.  Its options are rows of common/options.h, so ranges,
 * suffixes, missing values and `help` need no code.  A command prints its result on
 * standard output, its failure through io_fail() or io_fail_call(), and returns 0 or a
 * negative errno; any failure makes xfs_io exit 1, and the other commands still run.
 */
#ifndef IO_IO_H
#define IO_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/compat.h"
#include "common/options.h"

/* How a file was opened; also what -F -r -d ... of the command line ask for. */
enum {
	IO_READONLY	= 1 << 0,
	IO_OSYNC	= 1 << 1,
	IO_TRUNC	= 1 << 2,
	IO_APPEND	= 1 << 3,
	IO_DIRECT	= 1 << 4,
	IO_CREAT	= 1 << 5,
	IO_REALTIME	= 1 << 6,
	IO_NONBLOCK	= 1 << 7,
	IO_TMPFILE	= 1 << 8,
	IO_NOFOLLOW	= 1 << 9,
	IO_PATH		= 1 << 10,
	IO_FOREIGN	= 1 << 11,	/* not on XFS; found out at open, not asked for */
};

struct io_update;

struct io_file {
	int			fd;
	unsigned int		flags;
	char			*name;		/* as given to open; owned */
	struct xfs_fsop_geom	geom;		/* all zero when IO_FOREIGN */
	char			*link_name;	/* `open -T PATH`: the name it is to get; owned, or
						   NULL */
	struct io_update	*update;	/* this is the staging file of startupdate; else NULL */
};

struct io_mapping {
	uint8_t			*addr;
	uint64_t		length;		/* bytes mapped and asked for */
	uint64_t		mapped;		/* bytes set aside (-s), at least length */
	off_t			offset;		/* in the file */
	int			prot;		/* PROT_* */
	bool			sync;		/* MAP_SYNC */
	char			*name;		/* of the file; owned */
};

struct io {
	struct io_file		*files;		/* nr_files; pointers do not survive opens */
	unsigned int		nr_files;
	unsigned int		cur_file;
	struct io_mapping	*mappings;
	unsigned int		nr_mappings;
	unsigned int		cur_mapping;
	bool			expert;		/* -x */
	bool			failed;		/* some command did: exit 1 */
	bool			quit;
	bool			experimental_said;	/* said once a run */
	const char		*progname;	/* -p, else "xfs_io" */
	const struct io_command	*running;	/* NULL between commands */
};

/* What the interpreter sees to before a command runs. */
enum {
	IO_NEEDS_FILE	 = 1 << 0,	/* an open file; io_file() is not NULL */
	IO_NEEDS_XFS	 = 1 << 1,	/* a file on XFS */
	IO_NEEDS_MAPPING = 1 << 2,	/* io_mapping() is not NULL */
	IO_EXPERT	 = 1 << 3,	/* only with -x */
	IO_ONCE		 = 1 << 4,	/* once, not for every file of the command line */
	IO_RAW		 = 1 << 5,	/* no option rows: every word is an argument */
};

struct io_args {
	const void		*opts;		/* the command's own structure, filled */
	uint64_t		given;		/* bits of the ids of rows given */
	const struct opt_parser	*parser;	/* for opt_item(); NULL with IO_RAW */
	unsigned int		nr;		/* words that are no options */
	char *const		*words;		/* valid until the command returns */
};

#define IO_GIVEN(args, id)	((args)->given >> (id) & 1)

struct io_command {
	const char		*name;
	const char		*alias;		/* NULL: none */
	int			(*run)(struct io *io, const struct io_args *args);
	const struct opt_row	*rows;		/* NULL: no options */
	size_t			nr_rows;
	size_t			opts_size;	/* of the structure the rows fill */
	const void		*defaults;	/* its first contents; NULL: all zero */
	unsigned int		min_words, max_words;	/* after the options */
	unsigned int		flags;
	const char		*usage;		/* "[-b bs] off len" */
	const char		*brief;		/* one line: what it does */
	const char		*help;		/* paragraphs for `help NAME`; the options'
						   own lines come from the rows */
};

/*
 * For option rows: IO_OPT('b', ID, struct pwrite_opts, block, OPT_SIZE, .help = ...)
 * A number of IO_OPT has no upper limit; IO_OPT_MAX gives it one, behind the type.
 */
#define IO_OPT(l, ID, S, field, t, ...) \
	IO_OPT_MAX(l, ID, S, field, t, UINT64_MAX, __VA_ARGS__)
#define IO_OPT_MAX(l, ID, S, field, t, most, ...) \
	{ .letter = (l), .type = (t), .id = (ID), .offset = offsetof(S, field), \
	  .width = sizeof(((S *)0)->field), .flags = OPT_REPEAT, .max = (most), \
	  __VA_ARGS__ }
/* A flag needs no id: its destination is a bool. */
#define IO_FLAG(l, S, field, ...) \
	IO_OPT(l, OPT_NO_ID, S, field, OPT_FLAG, __VA_ARGS__)

/* The current file; NULL when none is open, which IO_NEEDS_FILE rules out. */
struct io_file *io_file(struct io *io);
struct io_mapping *io_mapping(struct io *io);

/* What the suffixes b and s stand for: block and sector of the current file. */
struct opt_units io_units(struct io *io);

/*
 * The number in @text as @what ("offset", "length") of the running command: suffixes
 * b s k m g t p e; never negative, never above INT64_MAX.  On failure one sentence
 * has been said and it is -EINVAL or -ERANGE.
 */
int io_number(struct io *io, const char *what, const char *text, uint64_t *value);
/* Words @first and @first + 1 as offset and length whose sum fits in off_t. */
int io_range(struct io *io, const struct io_args *args, unsigned int first,
	     uint64_t *offset, uint64_t *len);
/* The same when all words are these two or there is none, which leaves both as they are. */
int io_range_optional(struct io *io, const struct io_args *args, uint64_t *offset,
		      uint64_t *len);

/*
 * "pwrite: <sentence>" on standard error, @io->failed set; returns -EINVAL.  The name
 * is that of the running command.
 */
int io_fail(struct io *io, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * "<call>: <what @error means>", as perror() says it: for the failure of a system call,
 * in the form that scripts parse.  @error is negative and comes back.
 */
int io_fail_call(struct io *io, const char *call, int error);

/* Becomes true on SIGINT while a command runs; long loops ask, stop and return -EINTR. */
bool io_interrupted(void);

/*
 * Opens a second file for a command (`reflink SRC`), read-only unless @flags say
 * otherwise (O_NONBLOCK: do not wait for the other end of a pipe, where only a file will
 * do); says why when it cannot.
 */
int io_open_other(struct io *io, const char *path, int oflags, int *fd);
/* Says @argc words "pwrite 0 4k" as a command would be; the result of that command. */
int io_run_words(struct io *io, unsigned int nr, char **words);

/* Prints the EXPERIMENTAL sentence for the current file's filesystem where the rule of
   libxfs/dax/ says so, once a run. */
void io_warn_experimental(struct io *io);

#endif /* IO_IO_H */
