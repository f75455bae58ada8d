// SPDX-License-Identifier: GPL-2.0-or-later
/* What the files of the option engine (common/options*.c) share. */
#ifndef COMMON_OPTIONS_IMPL_H
#define COMMON_OPTIONS_IMPL_H

#include "common/options.h"

/* One row's text and where it stood. */
struct opt_seen {
	const char	*text;		/* NULL: "-m crc", to be read as .bare */
	const char	*path;		/* of the config file */
	enum opt_source	source;
	unsigned int	times;		/* given so often; flags count */
};

struct opt_string {
	struct opt_string *next;
	char		text[];
};

struct opt_parser {
	const struct opt_table *table;
	void		*dest;
	uint64_t	*given;
	struct opt_seen	*seen;		/* one for each row */
	struct opt_string *strings;	/* every copy made */
	const char	**args;
	unsigned int	nr_args;
	struct opt_item	*items;		/* nr_items, room for a power of two */
	unsigned int	nr_items;
	struct opt_units units;
	char		message[512];
};

/* Room for anything opt_spell and opt_range_text write. */
#define OPT_TEXT_MAX	200

/* A copy of @len bytes of @text that lives as long as the parser; NULL: no memory. */
const char *opt_keep(struct opt_parser *p, const char *text, size_t len);

/* "mkfs.xfs --help", or what the table has in its place. */
void opt_hint(const struct opt_table *t, char *buf);

/* "-d agcount", "-L", "--json". */
void opt_row_name(const struct opt_row *row, char *buf);

/* @text on one line and at most 64 bytes long, whatever it holds. */
void opt_quote(const char *text, char *buf);

/* A collected option as the user wrote it: "-d agcount=0", "x.conf: [data] agcount=0". */
void opt_spell(const struct opt_parser *p, const struct opt_row *row, char *buf);

/* What the row takes: "1 to 4294967294", "a power of two, 512 to 64k", "0 or 1". */
void opt_range_text(const struct opt_row *row, char *buf);

/* The name of this group nearest to @name, or NULL if none is near. */
const char *opt_nearest(const struct opt_table *t, char letter,
			const char *name);

/* The row of suboption (or alias) @name of @letter; NULL: the letter's own row. */
const struct opt_row *opt_lookup(const struct opt_table *t, char letter,
				 const char *name, size_t len);

const struct opt_group *opt_group_of(const struct opt_table *t, char letter);

/* Fails with "-d has no suboption agcuont; the nearest is agcount". */
int opt_unknown(struct opt_parser *p, const char *where, char letter,
		const char *name);

/* Converts one collected row into its destination. */
int opt_convert(struct opt_parser *p, const struct opt_row *row);

#endif /* COMMON_OPTIONS_IMPL_H */
