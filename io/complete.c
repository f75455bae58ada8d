// SPDX-License-Identifier: GPL-2.0-or-later
/* How a half-typed word may go on: names of commands, names of files. */

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/command.h"
#include "io/interactive.h"

struct candidates {
	const char	*typed;		/* the part that is there */
	size_t		typed_len;
	char		**names;	/* nr, all that begin with @typed; ours */
	unsigned int	nr;
};

/* @name with @end behind it, if it begins as typed; without memory there is one less. */
static void add(struct candidates *c, const char *name, const char *end)
{
	char **names, *copy;

	if (strncmp(name, c->typed, c->typed_len))
		return;
	names = reallocarray(c->names, (size_t)c->nr + 1, sizeof(*names));
	if (names)
		c->names = names;
	if (names && asprintf(&copy, "%s%s", name, end) >= 0)
		names[c->nr++] = copy;
}

static void add_commands(const struct io *io, struct candidates *c)
{
	const struct io_command **list = calloc(io_command_list(io, NULL), sizeof(*list));
	unsigned int nr = list ? io_command_list(io, list) : 0, i;

	for (i = 0; i < nr; i++)
		add(c, list[i]->name, " ");
	free(list);
}

/* The entries of folder @dir; one that is a folder goes on behind its slash. */
static void add_entries(struct candidates *c, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	struct stat st;

	while (d && (entry = readdir(d))) {
		/* Hidden ones only when their dot was typed. */
		if (entry->d_name[0] == '.' && c->typed[0] != '.')
			continue;
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		add(c, entry->d_name, !fstatat(dirfd(d), entry->d_name, &st, 0) &&
		    S_ISDIR(st.st_mode) ? "/" : " ");
	}
	if (d)
		closedir(d);
}

static void add_files(struct candidates *c)
{
	const char *slash = strrchr(c->typed, '/');
	char *dir;

	if (!slash)
		return add_entries(c, ".");
	dir = strndup(c->typed, slash - c->typed + 1);
	c->typed = slash + 1;
	c->typed_len = strlen(c->typed);
	if (dir)
		add_entries(c, dir);
	free(dir);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What all go on with; sorted, so that first and last differ first. */
static char *common_part(const struct candidates *c)
{
	const char *first, *last;
	size_t len = 0;

	if (!c->nr)
		return strdup("");
	first = c->names[0] + c->typed_len;
	last = c->names[c->nr - 1] + c->typed_len;
	while (first[len] && first[len] == last[len])
		len++;
	return strndup(first, len);
}

void io_complete(const struct io *io, const char *line, FILE *out, char **common,
		 unsigned int *nr)
{
	const char *first = line + strspn(line, " \t"), *word = line + strlen(line);
	size_t len = strcspn(first, " \t");
	struct candidates c = { 0 };

	while (word > first && !strchr(" \t", word[-1]))
		word--;
	c.typed = word;
	c.typed_len = strlen(word);
	if (word == first || (len == 4 && !strncmp(first, "help", 4)))
		add_commands(io, &c);
	else
		add_files(&c);
	if (c.nr)
		qsort(c.names, c.nr, sizeof(*c.names), by_text);
	*common = common_part(&c);
	*nr = c.nr;
	while (c.nr--) {
		if (out)
			fprintf(out, "%s\n", c.names[*nr - 1 - c.nr]);
		free(c.names[*nr - 1 - c.nr]);
	}
	free(c.names);
}
