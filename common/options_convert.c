// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The option engine's second step: makes values of the collected texts, within each
 * row's range, and checks which rows may and must stand together.
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <uuid.h>

#include "common/options_impl.h"

/* Multiplies by a suffix's factor; -EINVAL for what is no suffix here. */
static int scale(const char *suffix, const struct opt_units *units,
		 uint64_t *value)
{
	static const char powers[] = "kmgtpe";
	const char *at;
	uint64_t factor = 0;

	if (!*suffix)
		return 0;
	if (!units || suffix[1])
		return -EINVAL;
	at = strchr(powers, *suffix | 0x20);
	if (at)
		factor = 1ULL << (10 * (at - powers + 1));
	else if (*suffix == 'b' || *suffix == 'B')
		factor = units->block;
	else if (*suffix == 's' || *suffix == 'S')
		factor = units->sector;
	if (!factor)
		return -EINVAL;
	return __builtin_mul_overflow(*value, factor, value) ? -ERANGE : 0;
}

int opt_number(const char *text, const struct opt_units *units, uint64_t *value)
{
	bool negative = *text == '-';
	char *end;

	text += negative || *text == '+';
	if (*text < '0' || *text > '9')
		return -EINVAL;
	errno = 0;
	*value = strtoull(text, &end, 0);
	if (errno == ERANGE || negative)
		return *end && !units ? -EINVAL : -ERANGE;
	return scale(end, units, value);
}

static void store(const struct opt_parser *p, const struct opt_row *row,
		  uint64_t value)
{
	char *dest = (char *)p->dest + row->offset;

	switch (row->width) {
	case 1:
		*(uint8_t *)dest = value;
		break;
	case 2:
		*(uint16_t *)dest = value;
		break;
	case 4:
		*(uint32_t *)dest = value;
		break;
	default:
		*(uint64_t *)dest = value;
		break;
	}
}

/* The one place that says what is wrong with a value. */
static int bad_value(struct opt_parser *p, const struct opt_row *row,
		     const char *what)
{
	char spelled[OPT_TEXT_MAX], range[OPT_TEXT_MAX];

	opt_spell(p, row, spelled);
	opt_range_text(row, range);
	return opt_fail(p, "%s %s: %s", spelled, what, range);
}

static int refuse(struct opt_parser *p, const struct opt_row *row)
{
	char spelled[OPT_TEXT_MAX];

	opt_spell(p, row, spelled);
	return opt_fail(p, "%s is refused: %s", spelled, row->refused);
}

static bool in_range(const struct opt_row *row, uint64_t value)
{
	if (value < row->min || value > row->max)
		return false;
	return !(row->flags & OPT_POW2) || (value && !(value & (value - 1)));
}

static int convert_number(struct opt_parser *p, const struct opt_row *row,
			  const char *text)
{
	const struct opt_units *units = row->type == OPT_SIZE ? &p->units : NULL;
	uint64_t value;
	int error;

	if (row->words && !strcmp(text, row->words[0]))
		text = row->bare;
	error = opt_number(text, units, &value);
	if (error == -EINVAL)
		return bad_value(p, row, units ? "is not a size" :
				 "is not a whole number");
	if (error || !in_range(row, value))
		return row->refused ? refuse(p, row) :
			bad_value(p, row, "is out of range");
	store(p, row, value);
	return 0;
}

static int convert_bool(struct opt_parser *p, const struct opt_row *row,
			const char *text)
{
	uint64_t value;

	if (opt_number(text, NULL, &value) || value > 1)
		return bad_value(p, row, "is out of range");
	if (!in_range(row, value))
		return refuse(p, row);
	store(p, row, value);
	return 0;
}

static int convert_word(struct opt_parser *p, const struct opt_row *row,
			const char *text)
{
	uint64_t i;

	for (i = 0; row->words[i]; i++)
		if (!strcmp(row->words[i], text))
			break;
	if (!row->words[i])
		return bad_value(p, row, "is out of range");
	if (!in_range(row, i))
		return refuse(p, row);
	if (row->type == OPT_ENUM)
		store(p, row, i);
	else
		store(p, row, (uintptr_t)row->words[i]);
	return 0;
}

static int convert_string(struct opt_parser *p, const struct opt_row *row,
			  const char *text)
{
	if (row->type == OPT_PATH && !*text)
		return bad_value(p, row, "is empty");
	if (row->type == OPT_PATH && strlen(text) >= PATH_MAX)
		return bad_value(p, row, "is too long");
	if (row->max && strlen(text) > row->max)
		return bad_value(p, row, "is too long");
	store(p, row, (uintptr_t)text);
	return 0;
}

static int convert_uuid(struct opt_parser *p, const struct opt_row *row,
			const char *text)
{
	uuid_t uuid;

	if (uuid_parse(text, uuid))
		return bad_value(p, row, "is not a UUID");
	/* The kernel takes it for a filesystem without one and refuses to mount. */
	if (uuid_is_null(uuid))
		return bad_value(p, row, "is the null UUID, which marks having none");
	memcpy((char *)p->dest + row->offset, uuid, sizeof(uuid));
	return 0;
}

int opt_convert(struct opt_parser *p, const struct opt_row *row)
{
	const char *text = opt_text(p, row);

	if (row->flags & OPT_NEVER)
		return refuse(p, row);
	if (row->type == OPT_LIST)
		return 0;
	if (row->type == OPT_FLAG) {
		store(p, row, row->width > sizeof(bool) ?
		      p->seen[row - p->table->rows].times : 1);
		return 0;
	}
	if (!text || (!*text && row->type != OPT_STRING))
		return bad_value(p, row, "needs a value");
	switch (row->type) {
	case OPT_BOOL:
		return convert_bool(p, row, text);
	case OPT_NUMBER:
	case OPT_SIZE:
		return convert_number(p, row, text);
	case OPT_ENUM:
	case OPT_WORD:
		return convert_word(p, row, text);
	case OPT_UUID:
		return convert_uuid(p, row, text);
	default:
		return convert_string(p, row, text);
	}
}

/* Walks "d:agsize d:su"; returns the next row and moves on, NULL at the end. */
static const struct opt_row *next_ref(const struct opt_table *t,
				      const char **list)
{
	char ref[64];
	size_t len;

	*list += strspn(*list, " ");
	len = strcspn(*list, " ");
	if (!len || len >= sizeof(ref))
		return NULL;
	memcpy(ref, *list, len);
	ref[len] = 0;
	*list += len;
	return opt_find(t, ref);
}

/* What a defaults file says gives way to what contradicts it and was asked for. */
static int check_conflict(struct opt_parser *p, const struct opt_row *row,
			  const struct opt_row *other)
{
	struct opt_seen *a = &p->seen[row - p->table->rows];
	struct opt_seen *b = &p->seen[other - p->table->rows];
	char name_a[OPT_TEXT_MAX], name_b[OPT_TEXT_MAX];

	if (a->source == OPT_NOWHERE || b->source == OPT_NOWHERE)
		return 0;
	if (a->source != b->source && a->source == OPT_DEFAULTS) {
		a->source = OPT_NOWHERE;
		return 0;
	}
	if (a->source != b->source && b->source == OPT_DEFAULTS) {
		b->source = OPT_NOWHERE;
		return 0;
	}
	opt_row_name(row, name_a);
	opt_row_name(other, name_b);
	return opt_fail(p, "%s and %s contradict each other: give one of them",
			name_a, name_b);
}

static int check_conflicts(struct opt_parser *p, const struct opt_row *row)
{
	const struct opt_row *other;
	const char *list = row->conflicts;
	int error = 0;

	while (list && !error && (other = next_ref(p->table, &list)))
		error = check_conflict(p, row, other);
	return error;
}

static int check_requires(struct opt_parser *p, const struct opt_row *row)
{
	const char *list = row->requires;
	const struct opt_row *other;
	char spelled[OPT_TEXT_MAX], name[OPT_TEXT_MAX];

	while (list && (other = next_ref(p->table, &list))) {
		if (opt_is_given(p, other))
			continue;
		opt_spell(p, row, spelled);
		opt_row_name(other, name);
		return opt_fail(p, "%s needs %s as well", spelled, name);
	}
	return 0;
}

/* Runs @step over the rows that were given. */
static int each_given(struct opt_parser *p,
		      int (*step)(struct opt_parser *, const struct opt_row *),
		      unsigned int flags, unsigned int value)
{
	const struct opt_row *row = p->table->rows;
	const struct opt_row *end = row + p->table->nr_rows;
	int error = 0;

	for (; row < end && !error; row++)
		if (opt_is_given(p, row) && (row->flags & flags) == value)
			error = step(p, row);
	return error;
}

static int set_given(struct opt_parser *p, const struct opt_row *row)
{
	if (row->id != OPT_NO_ID)
		p->given[row->id / 64] |= 1ULL << (row->id % 64);
	return 0;
}

/* Conflicts first: a row that gives way to another must not be converted. */
int opt_convert_units(struct opt_parser *p)
{
	int error = each_given(p, check_conflicts, 0, 0);

	if (!error)
		error = each_given(p, check_requires, 0, 0);
	if (!error)
		error = each_given(p, opt_convert, OPT_UNIT, OPT_UNIT);
	return error;
}

int opt_finish(struct opt_parser *p, const struct opt_units *units)
{
	int error;

	p->units = *units;
	error = each_given(p, opt_convert, OPT_UNIT, 0);
	if (!error)
		error = each_given(p, set_given, 0, 0);
	return error;
}
