// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The option engine's first step: walks a command line and remembers the text of
 * each row.  Our own walk rather than getopt's, because that keeps its state in
 * globals and prints its own sentences.
 *
 * common/options_config.c collects from files, common/options_convert.c makes values
 * of the texts, common/options_text.c holds wording and --help.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/options_impl.h"

int opt_parser_create(const struct opt_table *table, void *dest,
		      uint64_t *given, struct opt_parser **parserp)
{
	struct opt_parser *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	p->table = table;
	p->dest = dest;
	p->given = given;
	p->seen = calloc(table->nr_rows, sizeof(*p->seen));
	p->args = calloc(table->max_args + 1, sizeof(*p->args));
	if (!p->seen || !p->args) {
		opt_parser_free(p);
		return -ENOMEM;
	}
	*parserp = p;
	return 0;
}

void opt_parser_free(struct opt_parser *p)
{
	struct opt_string *s;

	if (!p)
		return;
	while ((s = p->strings)) {
		p->strings = s->next;
		free(s);
	}
	free(p->seen);
	free(p->args);
	free(p->items);
	free(p);
}

const char *opt_keep(struct opt_parser *p, const char *text, size_t len)
{
	struct opt_string *s = malloc(sizeof(*s) + len + 1);

	if (!s)
		return NULL;
	memcpy(s->text, text, len);
	s->text[len] = 0;
	s->next = p->strings;
	p->strings = s;
	return s->text;
}

int opt_fail(struct opt_parser *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->message, sizeof(p->message), fmt, ap);
	va_end(ap);
	return -EINVAL;
}

const char *opt_error(const struct opt_parser *p)
{
	return p->message;
}

unsigned int opt_nr_args(const struct opt_parser *p)
{
	return p->nr_args;
}

const char *opt_arg(const struct opt_parser *p, unsigned int i)
{
	return i < p->nr_args ? p->args[i] : NULL;
}

const struct opt_item *opt_item(const struct opt_parser *p, unsigned int i)
{
	return i < p->nr_items ? &p->items[i] : NULL;
}

bool opt_is_given(const struct opt_parser *p, const struct opt_row *row)
{
	return p->seen[row - p->table->rows].source != OPT_NOWHERE;
}

const char *opt_text(const struct opt_parser *p, const struct opt_row *row)
{
	const struct opt_seen *seen = &p->seen[row - p->table->rows];

	if (seen->source == OPT_NOWHERE)
		return NULL;
	return seen->text ? seen->text : row->bare;
}

static bool same_name(const char *have, const char *name, size_t len)
{
	return have && strlen(have) == len && !memcmp(have, name, len);
}

const struct opt_row *opt_lookup(const struct opt_table *t, char letter,
				 const char *name, size_t len)
{
	const struct opt_row *row;

	for (row = t->rows; row < t->rows + t->nr_rows; row++) {
		if (row->letter != letter)
			continue;
		if (!name && !row->name)
			return row;
		if (name && (same_name(row->name, name, len) ||
			     same_name(row->alias, name, len)))
			return row;
	}
	return NULL;
}

const struct opt_row *opt_find(const struct opt_table *t, const char *ref)
{
	char letter;

	if (!strncmp(ref, "--", 2))
		return opt_lookup(t, 0, ref + 2, strlen(ref + 2));
	if (*ref == '-')
		ref++;
	letter = *ref;
	if (!letter || !ref[1])
		return opt_lookup(t, letter, NULL, 0);
	return opt_lookup(t, letter, ref + 2, strlen(ref + 2));
}

const struct opt_group *opt_group_of(const struct opt_table *t, char letter)
{
	const struct opt_group *g;

	for (g = t->groups; g < t->groups + t->nr_groups; g++)
		if (g->letter == letter)
			return g;
	return NULL;
}

/* Twice is an error, except that anything overrides a defaults file. */
static int check_again(struct opt_parser *p, const struct opt_row *row,
		       enum opt_source source, const char *path)
{
	const struct opt_seen *seen = &p->seen[row - p->table->rows];
	char name[OPT_TEXT_MAX];

	if (seen->source == OPT_NOWHERE || row->flags & OPT_REPEAT || row->type == OPT_LIST)
		return 0;
	if (seen->source == OPT_DEFAULTS && source != OPT_DEFAULTS)
		return 0;
	opt_row_name(row, name);
	if (seen->source == source)
		return opt_fail(p, "%s is given twice%s%s", name,
				path ? " in " : "", path ? path : "");
	return opt_fail(p, "%s is given twice, on the command line and in %s",
			name, path ? path : seen->path);
}

static int add_item(struct opt_parser *p, const struct opt_row *row, const char *text)
{
	struct opt_item *items = p->items;
	unsigned int nr = p->nr_items;

	if (!(nr & (nr - 1))) {
		items = reallocarray(items, nr ? 2 * (size_t)nr : 1, sizeof(*items));
		if (!items)
			return -ENOMEM;
		p->items = items;
	}
	items[p->nr_items++] = (struct opt_item) { row, text };
	return 0;
}

int opt_give(struct opt_parser *p, const struct opt_row *row, const char *text,
	     enum opt_source source, const char *path)
{
	struct opt_seen *seen = &p->seen[row - p->table->rows];
	char name[OPT_TEXT_MAX];
	int error;

	/* A defaults file read after the command line changes nothing there. */
	if (source == OPT_DEFAULTS && seen->source > OPT_DEFAULTS)
		return 0;
	error = check_again(p, row, source, path);
	if (error)
		return error;
	opt_row_name(row, name);
	if (row->type == OPT_FLAG && text)
		return opt_fail(p, "%s takes no value", name);
	if (text) {
		text = opt_keep(p, text, strlen(text));
		if (!text)
			return -ENOMEM;
	}
	*seen = (struct opt_seen) { text, path, source, seen->times + 1 };
	return row->type == OPT_LIST ? add_item(p, row, text) : 0;
}

int opt_unknown(struct opt_parser *p, const char *where, char letter,
		const char *name)
{
	const char *near = opt_nearest(p->table, letter, name);
	char quoted[OPT_TEXT_MAX], hint[OPT_TEXT_MAX];

	opt_quote(name, quoted);
	opt_hint(p->table, hint);
	if (!*name)
		return opt_fail(p, "%s is followed by an empty suboption", where);
	if (near)
		return opt_fail(p, "%s has no suboption %s; the nearest is %s", where,
				quoted, near);
	return opt_fail(p, "%s has no suboption %s; %s lists what it has", where, quoted,
			hint);
}

/* One "name", "name=" or "name=value" of @len bytes after @letter. */
static int give_suboption(struct opt_parser *p, char letter, const char *text,
			  size_t len)
{
	const char where[] = { '-', letter, 0 };
	const char *eq = memchr(text, '=', len);
	size_t name_len = eq ? (size_t)(eq - text) : len;
	const struct opt_row *row = opt_lookup(p->table, letter, text, name_len);
	const char *copy = opt_keep(p, text, len);

	if (!copy)
		return -ENOMEM;
	if (!row) {
		copy = opt_keep(p, text, name_len);
		return copy ? opt_unknown(p, where, letter, copy) : -ENOMEM;
	}
	return opt_give(p, row, eq ? copy + name_len + 1 : NULL, OPT_COMMAND,
			NULL);
}

/* "a=1,b=2"; one comma at the end is forgiven, as elsewhere. */
static int give_suboptions(struct opt_parser *p, char letter, const char *text)
{
	size_t len;
	int error;

	do {
		len = strcspn(text, ",");
		error = give_suboption(p, letter, text, len);
		if (error)
			return error;
		text += len + (text[len] == ',');
	} while (*text);
	return 0;
}

static int unknown_option(struct opt_parser *p, const char *text)
{
	char quoted[OPT_TEXT_MAX], hint[OPT_TEXT_MAX];

	opt_quote(text, quoted);
	opt_hint(p->table, hint);
	return opt_fail(p, "%s is no option; %s lists them", quoted, hint);
}

/* "name", "name=value" or "name value"; *used: the next word was its value. */
static int parse_long(struct opt_parser *p, const char *text, char **next, bool *used)
{
	size_t len = strcspn(text, "=");
	const struct opt_row *row = opt_lookup(p->table, 0, text, len);
	const char *value = text[len] ? text + len + 1 : NULL;

	if (!row)
		return unknown_option(p, text - 2);
	if (!value && row->type != OPT_FLAG && !row->bare) {
		value = *next;
		*used = value != NULL;
	}
	return opt_give(p, row, value, OPT_COMMAND, NULL);
}

/* The value of a letter: the rest of its word, else the next word. */
static int letter_value(struct opt_parser *p, const struct opt_row *row,
			char letter, const char *rest, char **next)
{
	const char *value = *rest ? rest : *next;
	char hint[OPT_TEXT_MAX];

	opt_hint(p->table, hint);
	if (!value)
		return opt_fail(p, "-%c needs a value; %s lists what it takes", letter,
				hint);
	if (row)
		return opt_give(p, row, value, OPT_COMMAND, NULL);
	return give_suboptions(p, letter, value);
}

/* One word of letters, "-fq" or "-dsize=1g"; *used: the next word was its value. */
static int parse_letters(struct opt_parser *p, const char *word, char **next,
			 bool *used)
{
	const struct opt_group *group;
	const struct opt_row *row;
	int error = 0;

	for (word++; *word && !error; word++) {
		const char text[] = { '-', *word, 0 };

		row = opt_lookup(p->table, *word, NULL, 0);
		group = opt_group_of(p->table, *word);
		if (!row && !group)
			return unknown_option(p, text);
		if (row && row->type == OPT_FLAG) {
			error = opt_give(p, row, NULL, OPT_COMMAND, NULL);
			continue;
		}
		*used = !word[1];
		return letter_value(p, row, *word, word + 1, next);
	}
	return error;
}

static int parse_argument(struct opt_parser *p, const char *word)
{
	char quoted[OPT_TEXT_MAX];

	opt_quote(word, quoted);
	if (p->nr_args == p->table->max_args)
		return opt_fail(p, "the argument %s is one too many", quoted);
	p->args[p->nr_args++] = word;
	return 0;
}

/* "-" alone and, where the table wants it, "-1" are none. */
static bool is_option(const struct opt_parser *p, const char *word)
{
	if (word[0] != '-' || !word[1])
		return false;
	if (!p->table->numbers || word[1] < '0' || word[1] > '9')
		return true;
	return opt_lookup(p->table, word[1], NULL, 0);
}

int opt_parse_argv(struct opt_parser *p, int argc, char **argv)
{
	bool options = true;
	int error = 0;
	int i;

	for (i = 1; i < argc && !error; i++) {
		bool used = false;

		if (!options || !is_option(p, argv[i]))
			error = parse_argument(p, argv[i]);
		else if (!strcmp(argv[i], "--"))
			options = false;
		else if (argv[i][1] == '-')
			error = parse_long(p, argv[i] + 2, &argv[i + 1], &used);
		else
			error = parse_letters(p, argv[i], &argv[i + 1], &used);
		i += used;
	}
	return error;
}
