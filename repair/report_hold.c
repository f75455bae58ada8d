// SPDX-License-Identifier: GPL-2.0-or-later
/* Holding findings and putting them in order (repair/report_hold.h). */

#include <stdlib.h>
#include <string.h>

#include "repair/report_hold.h"

#define FIRST_ROOM	64

/* Numbers that are not set are the greatest there are, so those come last. */
static int compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_places(const struct place *p, const struct place *q)
{
	int order = compare(p->ino, q->ino);

	if (!order)
		order = compare(p->agno, q->agno);
	if (!order)
		order = compare(p->agbno, q->agbno);
	if (!order)
		order = compare(p->offset, q->offset);
	if (!order)
		order = compare(p->daddr, q->daddr);
	if (!order)
		order = compare(p->len, q->len);
	if (!order)
		order = compare_texts(p->structure, q->structure);
	return order ? order : compare_texts(p->field, q->field);
}

/* Those that compare equal are printed the same. */
static int compare_findings(const void *a, const void *b)
{
	const struct finding *f = a, *g = b;
	int order = compare(f->id, g->id);

	if (!order)
		order = compare_places(&f->where, &g->where);
	if (!order)
		order = compare(f->fault, g->fault);
	if (!order)
		order = compare(f->found, g->found);
	if (!order)
		order = compare(f->want, g->want);
	return order ? order : compare_texts(f->note, g->note);
}

void fold_add(struct fold *fold, const struct finding *f)
{
	unsigned int i = fold->nr;

	while (i > 0 && compare_findings(f, &fold->first[i - 1]) < 0)
		i--;
	if (i == FOLD)
		return;
	if (fold->nr < FOLD)
		fold->nr++;
	memmove(&fold->first[i + 1], &fold->first[i],
		(fold->nr - 1 - i) * sizeof(fold->first[0]));
	fold->first[i] = *f;
}

static bool hold_grow(struct hold *hold)
{
	size_t room = hold->room ? 2 * hold->room : FIRST_ROOM;
	size_t max = HOLD_BYTES / sizeof(*hold->f);
	struct finding *f;

	if (room > max)
		room = max;
	if (room <= hold->room)
		return false;
	f = realloc(hold->f, room * sizeof(*f));
	if (!f)
		return false;
	hold->f = f;
	hold->room = room;
	return true;
}

bool hold_add(struct hold *hold, const struct finding *f)
{
	if (hold->nr == hold->room && !hold_grow(hold))
		return false;
	hold->f[hold->nr++] = *f;
	return true;
}

void hold_sort(struct hold *hold)
{
	if (hold->nr)
		qsort(hold->f, hold->nr, sizeof(*hold->f), compare_findings);
}

void hold_free(struct hold *hold)
{
	free(hold->f);
	memset(hold, 0, sizeof(*hold));
}
