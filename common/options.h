// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Options are rows of a table: `-d agcount=4,size=1g`, `-L label`, `-f`, `--json`
 * and the same rows again as `[data] agcount=4` in a config file.  One row carries
 * type, range, conflicts, destination and help, and parsing, errors, --help and the
 * check of the manual page all read it.
 *
 * The order is: collect, check what stands together, convert.  Collecting walks the command
 * line and the config files and only remembers texts, so a size in filesystem blocks
 * ("100b") may stand before the option that sets the block size.  Nothing is
 * printed: an error is -EINVAL and one sentence in opt_error().
 *
 * Owner of the texts: the parser.  Strings that land in the program's structure stay
 * valid until opt_parser_free().
 */
#ifndef COMMON_OPTIONS_H
#define COMMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum opt_type {
	OPT_FLAG,	/* -f, --json: no value; destination bool, or a wider number
			   that counts how often it is given */
	OPT_BOOL,	/* 0 or 1; destination bool */
	OPT_NUMBER,	/* unsigned, C notation, no suffix */
	OPT_SIZE,	/* bytes: a number with s b k m g t p e behind it, or none */
	OPT_ENUM,	/* one of .words; destination enum, the word's position */
	OPT_WORD,	/* one of .words; destination const char * */
	OPT_STRING,	/* at most .max bytes if .max; destination const char * */
	OPT_PATH,	/* a string that may not be empty */
	OPT_UUID,	/* destination uuid_t */
	OPT_LIST,	/* any text, as often as one likes: opt_item(); no destination */
};

enum {
	OPT_POW2	= 1 << 0,	/* a power of two */
	OPT_UNIT	= 1 << 1,	/* converted before the others, because the
					   suffixes b and s of those depend on it */
	OPT_NEVER	= 1 << 2,	/* refused whatever its value: .refused says why */
	OPT_REPEAT	= 1 << 3,	/* may be given again; the last one counts */
	OPT_NO_CONFIG	= 1 << 4,	/* not in config files */
	OPT_HIDDEN	= 1 << 5,	/* not in --help */
};

#define OPT_NO_ID	0xffff

/* Row and place are written by the OPT_ROW macro of the program's table. */
struct opt_row {
	char		letter;		/* 0: a long option, --name */
	const char	*name;		/* suboption; NULL: the letter itself */
	const char	*alias;		/* a second name for the same */
	enum opt_type	type;
	unsigned int	flags;
	uint16_t	id;		/* bit of the given[] map, or OPT_NO_ID */
	uint16_t	width;		/* of the destination, bytes */
	size_t		offset;		/* of the destination */
	uint64_t	min, max;	/* value, or position in .words */
	const char	*bare;		/* value without "="; NULL: one is needed */
	const char *const *words;	/* ends with NULL; for numbers one word that
					   means .bare */
	const char	*conflicts;	/* "d:agsize d:concurrency" */
	const char	*requires;	/* "d:swidth": to be given too */
	const char	*refused;	/* ends the sentence "-x y=z is refused: "; for a
					   value outside min..max unless OPT_NEVER */
	const char	*arg;		/* "BYTES", what --help calls the value */
	const char	*help;		/* one line */
};

/* Letters with suboptions, or with options of their own: order of --help. */
struct opt_group {
	char		letter;		/* 0: options without suboptions */
	const char	*section;	/* of a config file; NULL: none */
	const char	*title;
};

struct opt_table {
	const char	*program;	/* "mkfs.xfs" */
	const char	*usage;		/* "[options] DEVICE" */
	const struct opt_row *rows;
	size_t		nr_rows;
	const struct opt_group *groups;
	size_t		nr_groups;
	unsigned int	max_args;	/* arguments that are no options */
	const char	*epilog;	/* lines that end --help, or NULL */
	const char	*hint;		/* what lists the options; NULL: "PROGRAM --help" */
	bool		numbers;	/* -1 is an argument unless some row has that digit */
};

/* One text given to a row of type OPT_LIST; @row tells which, where several share. */
struct opt_item {
	const struct opt_row *row;
	const char	*text;		/* the parser's */
};

/* Where a text came from; a later source wins over OPT_DEFAULTS only. */
enum opt_source { OPT_NOWHERE, OPT_DEFAULTS, OPT_CONFIG, OPT_COMMAND };

/* What suffixes b and s stand for, asked after OPT_UNIT rows are converted. */
struct opt_units {
	uint32_t	block;
	uint32_t	sector;
};

struct opt_parser;

/* A parser for @table that fills @dest and sets the rows' bits in @given. */
int opt_parser_create(const struct opt_table *table, void *dest,
		      uint64_t *given, struct opt_parser **parserp);
void opt_parser_free(struct opt_parser *p);

/* Collects a command line; options may follow arguments, "--" ends them. */
int opt_parse_argv(struct opt_parser *p, int argc, char **argv);

/* Collects the config file @path, sections being groups. */
int opt_parse_config(struct opt_parser *p, const char *path,
		     enum opt_source source);

/* Collects one value for one row, as if it had been written so; @text is copied. */
int opt_give(struct opt_parser *p, const struct opt_row *row, const char *text,
	     enum opt_source source, const char *path);

/* The collected text of a row, NULL when it was not given. */
const char *opt_text(const struct opt_parser *p, const struct opt_row *row);

bool opt_is_given(const struct opt_parser *p, const struct opt_row *row);

/* Checks conflicts and requirements, then converts everything flagged OPT_UNIT. */
int opt_convert_units(struct opt_parser *p);

/* Converts the rest and sets the given bits. */
int opt_finish(struct opt_parser *p, const struct opt_units *units);

/* Arguments that are no options. */
unsigned int opt_nr_args(const struct opt_parser *p);
const char *opt_arg(const struct opt_parser *p, unsigned int i);

/* The texts of all OPT_LIST rows together, in the order given; NULL after the last. */
const struct opt_item *opt_item(const struct opt_parser *p, unsigned int i);

/* "d:agsize" or "-d agsize" or "d" (no suboption) to its row; NULL if none. */
const struct opt_row *opt_find(const struct opt_table *t, const char *ref);

/* The sentence of the last error, without program name and newline. */
const char *opt_error(const struct opt_parser *p);
/* Sets it; returns -EINVAL.  For the program's own checks of combinations. */
int opt_fail(struct opt_parser *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Writes --help: every row that is not hidden, by group. */
void opt_help(const struct opt_table *t, FILE *out);

/*
 * A number in C notation with an optional size suffix.  0; -EINVAL: no number;
 * -ERANGE: negative or beyond 64 bits.  Suffixes b and s need @units; no suffix at
 * all is allowed when @units is NULL.
 */
int opt_number(const char *text, const struct opt_units *units, uint64_t *value);

#endif /* COMMON_OPTIONS_H */
