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
	FILE		*out;		/* NULL: nothing is listed */
	char		*common;	/* of all names, behind @typed; NULL: none yet */
	bool		no_memory;
	unsigned int	nr;
};

static void add(struct candidates *c, const char *name, const char *end)
{
	size_t i;

	if (strncmp(name, c->typed, c->typed_len))
		return;
	if (c->out)
		fprintf(c->out, "%s%s\n", name, end);
	name += c->typed_len;
	if (!c->nr++) {
		c->common = malloc(strlen(name) + strlen(end) + 2);
		c->no_memory = !c->common;
		if (c->common)
			stpcpy(stpcpy(c->common, name), end);
		return;
	}
	for (i = 0; c->common && c->common[i] && c->common[i] == name[i]; i++)
		;
	if (c->common)
		c->common[i] = 0;
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

void io_complete(const struct io *io, const char *line, FILE *out, char **common,
		 unsigned int *nr)
{
	const char *first = line + strspn(line, " \t"), *word;
	struct candidates c = { .out = out };
	size_t len = strcspn(first, " \t");

	word = line + strlen(line);
	while (word > first && !strchr(" \t", word[-1]))
		word--;
	c.typed = word;
	c.typed_len = strlen(word);
	if (word == first || (len == 4 && !strncmp(first, "help", 4)))
		add_commands(io, &c);
	else
		add_files(&c);
	*common = c.no_memory ? NULL : c.common ? c.common : strdup("");
	*nr = c.nr;
}
