// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The option engine's words: how rows, values and ranges are written in errors,
 * which name is nearest to a mistyped one, and --help.
 */

#include <inttypes.h>
#include <string.h>

#include "common/options_impl.h"

void opt_row_name(const struct opt_row *row, char *buf)
{
	if (!row->letter)
		snprintf(buf, OPT_TEXT_MAX, "--%s", row->name);
	else
		snprintf(buf, OPT_TEXT_MAX, "-%c%s%s", row->letter,
			 row->name ? " " : "", row->name ? row->name : "");
}

void opt_hint(const struct opt_table *t, char *buf)
{
	if (t->hint)
		snprintf(buf, OPT_TEXT_MAX, "%s", t->hint);
	else
		snprintf(buf, OPT_TEXT_MAX, "%s --help", t->program);
}

void opt_quote(const char *text, char *buf)
{
	size_t i;

	for (i = 0; i < 64 && text[i]; i++) {
		unsigned char c = text[i];

		buf[i] = c < 0x20 || c == 0x7f ? '?' : c;
	}
	snprintf(buf + i, OPT_TEXT_MAX - i, "%s", text[i] ? "..." : "");
}

/* Everything before the value. */
static int spell_place(const struct opt_parser *p, const struct opt_row *row,
		       const struct opt_seen *seen, char *buf)
{
	char path[OPT_TEXT_MAX];

	if (!seen->path) {
		opt_row_name(row, buf);
		return strlen(buf);
	}
	opt_quote(seen->path, path);
	return snprintf(buf, OPT_TEXT_MAX, "%s: [%s] %s", path,
			opt_group_of(p->table, row->letter)->section, row->name);
}

void opt_spell(const struct opt_parser *p, const struct opt_row *row, char *buf)
{
	const struct opt_seen *seen = &p->seen[row - p->table->rows];
	int at = spell_place(p, row, seen, buf);
	char value[OPT_TEXT_MAX];

	if (!seen->text || !*seen->text)
		return;
	opt_quote(seen->text, value);
	snprintf(buf + at, OPT_TEXT_MAX - at, "%s%s",
		 row->name ? "=" : " ", value);
}

/* "64k" where a suffix says it exactly. */
static void size_text(uint64_t value, char *buf, size_t len)
{
	static const char suffixes[] = "kmgtpe";
	int i = -1;

	while (value && !(value & 1023) && suffixes[i + 1]) {
		value >>= 10;
		i++;
	}
	if (i < 0)
		snprintf(buf, len, "%" PRIu64, value);
	else
		snprintf(buf, len, "%" PRIu64 "%c", value, suffixes[i]);
}

static void number_range(const struct opt_row *row, char *buf)
{
	char min[32], max[32];

	if (row->type == OPT_SIZE) {
		size_text(row->min, min, sizeof(min));
		size_text(row->max, max, sizeof(max));
	} else {
		snprintf(min, sizeof(min), "%" PRIu64, row->min);
		snprintf(max, sizeof(max), "%" PRIu64, row->max);
	}
	if (row->max == UINT64_MAX)
		snprintf(buf, OPT_TEXT_MAX, "%s or more", min);
	else
		snprintf(buf, OPT_TEXT_MAX, "%s%s to %s",
			 row->flags & OPT_POW2 ? "a power of two from " : "", min, max);
}

static void word_range(const struct opt_row *row, char *buf)
{
	size_t at = 0;
	uint64_t i;

	buf[0] = 0;
	for (i = row->min; i <= row->max && row->words[i] && at < OPT_TEXT_MAX; i++)
		at += snprintf(buf + at, OPT_TEXT_MAX - at, "%s%s",
			       i == row->min ? "" : ", ", row->words[i]);
}

void opt_range_text(const struct opt_row *row, char *buf)
{
	switch (row->type) {
	case OPT_BOOL:
		if (row->min == row->max)
			snprintf(buf, OPT_TEXT_MAX, "only %u",
				 (unsigned int)row->min);
		else
			snprintf(buf, OPT_TEXT_MAX, "0 or 1");
		break;
	case OPT_NUMBER:
	case OPT_SIZE:
		number_range(row, buf);
		break;
	case OPT_ENUM:
	case OPT_WORD:
		word_range(row, buf);
		break;
	case OPT_UUID:
		snprintf(buf, OPT_TEXT_MAX,
			 "32 hexadecimal digits in groups of 8-4-4-4-12");
		break;
	case OPT_PATH:
		snprintf(buf, OPT_TEXT_MAX, "the name of a file or device");
		break;
	default:
		snprintf(buf, OPT_TEXT_MAX, "at most %" PRIu64 " bytes", row->max);
		break;
	}
}

#define NAME_MAX_LEN	24

/* How many letters must be changed, added or dropped to make @b of @a. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int line[NAME_MAX_LEN + 1], diagonal, above, best;
	size_t len = strlen(b), i, j;

	if (len > NAME_MAX_LEN || strlen(a) > NAME_MAX_LEN)
		return NAME_MAX_LEN;
	for (j = 0; j <= len; j++)
		line[j] = j;
	for (i = 0; a[i]; i++) {
		diagonal = line[0]++;
		for (j = 0; j < len; j++) {
			above = line[j + 1];
			best = diagonal + (a[i] != b[j]);
			best = above + 1 < best ? above + 1 : best;
			best = line[j] + 1 < best ? line[j] + 1 : best;
			line[j + 1] = best;
			diagonal = above;
		}
	}
	return line[len];
}

const char *opt_nearest(const struct opt_table *t, char letter, const char *name)
{
	const struct opt_row *row;
	const char *near = NULL;
	unsigned int best = strlen(name) > 4 ? 3 : 2;

	for (row = t->rows; row < t->rows + t->nr_rows; row++) {
		if (row->letter != letter || !row->name ||
		    row->flags & (OPT_HIDDEN | OPT_NEVER))
			continue;
		if (distance(name, row->name) < best) {
			best = distance(name, row->name);
			near = row->name;
		}
	}
	return near;
}

#define HELP_COLUMN	34

/* "-d agcount=NUMBER" in front, the one line behind, on the next line if need be. */
static void help_row(const struct opt_row *row, FILE *out)
{
	char name[OPT_TEXT_MAX], left[OPT_TEXT_MAX + 64], range[OPT_TEXT_MAX];
	const char *joint = row->letter && !row->name ? " " : "=";

	opt_row_name(row, name);
	snprintf(left, sizeof(left), "  %s%s%s", name, row->arg ? joint : "",
		 row->arg ? row->arg : "");
	fprintf(out, "%-*s", HELP_COLUMN, left);
	if (strlen(left) >= HELP_COLUMN)
		fprintf(out, "\n%*s", HELP_COLUMN, "");
	fputs(row->help, out);
	if (row->alias)
		fprintf(out, "; also %s", row->alias);
	if (row->flags & OPT_NEVER)
		fputs(" (refused)", out);
	else if (row->type == OPT_NUMBER || row->type == OPT_SIZE) {
		opt_range_text(row, range);
		fprintf(out, " (%s)", range);
	}
	fputc('\n', out);
}

void opt_help(const struct opt_table *t, FILE *out)
{
	const struct opt_group *g;
	const struct opt_row *row;

	fprintf(out, "usage: %s %s\n", t->program, t->usage);
	for (g = t->groups; g < t->groups + t->nr_groups; g++) {
		fprintf(out, "\n%s:\n", g->title);
		for (row = t->rows; row < t->rows + t->nr_rows; row++) {
			bool plain = !row->name || !row->letter;

			if (row->flags & OPT_HIDDEN)
				continue;
			if (g->letter ? row->letter == g->letter && !plain : plain)
				help_row(row, out);
		}
	}
	if (t->epilog)
		fprintf(out, "\n%s", t->epilog);
}
