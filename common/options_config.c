// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Config files of the option engine: an ini file whose sections are the groups of
 * the option table and whose keys are its suboptions, so that files and the command
 * line meet the same checks.
 *
 * libinih splits the lines.  It cuts lines longer than its buffer in two and skips
 * what it cannot read unless told, so the file is looked through before: long lines
 * and NUL bytes are refused here.  So is what is no file, for reading a pipe or a
 * terminal waits for somebody to write; /dev/null stands for an empty file.
 */

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/options_impl.h"

#define LINE_LIMIT	198
#define FILE_LIMIT	(1 << 20)

struct config {
	struct opt_parser *p;
	const char	*path;		/* kept */
	const char	*shown;		/* kept, quoted */
	enum opt_source	source;
	int		error;
};

static const struct opt_group *find_section(const struct opt_table *t,
					    const char *section)
{
	const struct opt_group *g;

	for (g = t->groups; g < t->groups + t->nr_groups; g++)
		if (g->section && !strcmp(g->section, section))
			return g;
	return NULL;
}

static int bad_section(struct config *c, const char *section, const char *key)
{
	char quoted[OPT_TEXT_MAX];

	if (!*section) {
		opt_quote(key, quoted);
		return opt_fail(c->p, "%s: %s stands before the first [section]",
				c->shown, quoted);
	}
	opt_quote(section, quoted);
	return opt_fail(c->p, "%s: there is no section [%s]", c->shown, quoted);
}

static int give_key(struct config *c, const char *section, const char *key,
		    const char *value)
{
	const struct opt_table *t = c->p->table;
	const struct opt_group *g = find_section(t, section);
	const struct opt_row *row;
	char where[OPT_TEXT_MAX];

	if (!g)
		return bad_section(c, section, key);
	snprintf(where, sizeof(where), "%.60s: [%s]", c->shown, g->section);
	row = opt_lookup(t, g->letter, key, strlen(key));
	if (!row)
		return opt_unknown(c->p, where, g->letter, key);
	if (row->flags & OPT_NO_CONFIG)
		return opt_fail(c->p, "%s cannot set %s: it belongs on the command line",
				where, row->name);
	return opt_give(c->p, row, value ? value : "", c->source, c->path);
}

/* For the pass that only looks for lines libinih cannot read. */
static int skip_key(void *user, const char *section, const char *key,
		    const char *value)
{
	return 1;
}

/* libinih's way: 1 goes on, 0 notes the line as bad. */
static int on_key(void *user, const char *section, const char *key,
		  const char *value)
{
	struct config *c = user;

	if (!c->error)
		c->error = give_key(c, section, key, value);
	return !c->error;
}

/* No line may be longer than libinih holds, and all must be text. */
static int check_lines(struct config *c, const char *text, size_t size)
{
	unsigned int line = 1;
	size_t i, start = 0;

	for (i = 0; i < size; i++) {
		if (!text[i])
			return opt_fail(c->p, "%s is not a config file: line %u holds a NUL byte",
					c->shown, line);
		if (text[i] == '\n') {
			start = i + 1;
			line++;
		}
		if (i - start >= LINE_LIMIT && i + 1 > start)
			return opt_fail(c->p, "%s: line %u is longer than %d bytes",
					c->shown, line, LINE_LIMIT);
	}
	return 0;
}

/* @text with a NUL behind, freed by the caller. */
static int read_file(struct config *c, FILE *f, char **textp, size_t *size)
{
	char *text = malloc(FILE_LIMIT + 1);

	if (!text)
		return -ENOMEM;
	*textp = text;
	*size = fread(text, 1, FILE_LIMIT + 1, f);
	if (ferror(f))
		return opt_fail(c->p, "%s cannot be read: %s", c->shown,
				strerror(errno));
	if (*size > FILE_LIMIT)
		return opt_fail(c->p, "%s is too large for a config file: more than 1 MiB",
				c->shown);
	text[*size] = 0;
	return 0;
}

static int parse_text(struct config *c, const char *text, size_t size)
{
	int line, error;

	error = check_lines(c, text, size);
	if (error)
		return error;
	line = ini_parse_string(text, skip_key, NULL);
	if (line > 0)
		return opt_fail(c->p, "%s: line %d is neither [section] nor name = value",
				c->shown, line);
	if (line < 0)
		return -ENOMEM;
	ini_parse_string(text, on_key, c);
	return c->error;
}

static bool is_dev_null(const struct stat *st)
{
	struct stat null;

	return S_ISCHR(st->st_mode) && !stat("/dev/null", &null) &&
	       null.st_rdev == st->st_rdev;
}

static int check_type(struct config *c, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return opt_fail(c->p, "the config file %s cannot be examined: %s",
				c->shown, strerror(errno));
	if (S_ISREG(st.st_mode) || is_dev_null(&st))
		return 0;
	return opt_fail(c->p, "the config file %s is %s", c->shown,
			S_ISDIR(st.st_mode) ? "a directory" :
			"neither a regular file nor /dev/null");
}

static int open_config(struct config *c, FILE **fp)
{
	int fd = open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), error;

	if (fd < 0)
		return opt_fail(c->p, "the config file %s cannot be opened: %s",
				c->shown, strerror(errno));
	error = check_type(c, fd);
	if (!error) {
		*fp = fdopen(fd, "r");
		error = *fp ? 0 : -ENOMEM;
	}
	if (error)
		close(fd);
	return error;
}

int opt_parse_config(struct opt_parser *p, const char *path,
		     enum opt_source source)
{
	struct config c = { .p = p, .source = source };
	char quoted[OPT_TEXT_MAX];
	char *text = NULL;
	size_t size = 0;
	FILE *f = NULL;
	int error;

	opt_quote(path, quoted);
	c.path = opt_keep(p, path, strlen(path));
	c.shown = opt_keep(p, quoted, strlen(quoted));
	if (!c.path || !c.shown)
		return -ENOMEM;
	error = open_config(&c, &f);
	if (error)
		return error;
	error = read_file(&c, f, &text, &size);
	fclose(f);
	if (!error)
		error = parse_text(&c, text, size);
	free(text);
	return error;
}
