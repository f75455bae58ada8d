// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Findings that wait to be printed: the first few of a kind, or all up to a bound.  Their
 * order is that of their numbers, then of their places, whatever order they came in.
 * Only report.c includes this.
 */
#ifndef REPAIR_REPORT_HOLD_H
#define REPAIR_REPORT_HOLD_H

#include "repair/report_text.h"

#define FOLD		8
#define HOLD_BYTES	((size_t)4 << 20)

/* Of one kind those whose places come first; all zeroes is none. */
struct fold {
	unsigned int	nr;
	struct finding	first[FOLD];
};
void fold_add(struct fold *fold, const struct finding *f);

/* All; all zeroes is none. */
struct hold {
	struct finding	*f;
	size_t		nr, room;
};
/* False if there is no room for it: HOLD_BYTES are reached, or there is no memory. */
bool hold_add(struct hold *hold, const struct finding *f);
void hold_sort(struct hold *hold);
void hold_free(struct hold *hold);

#endif /* REPAIR_REPORT_HOLD_H */
