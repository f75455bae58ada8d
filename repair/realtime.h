// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The realtime section: which of its extents the files have, and what its bitmap and summary
 * say.  Only the files of the realtime phase include this.
 */
#ifndef REPAIR_REALTIME_H
#define REPAIR_REALTIME_H

#include "repair/repair.h"

/* Numbers are of realtime extents, sb_rextsize blocks each, from the section's start. */
struct realtime {
	struct repair	*r;
	uint64_t	nr;		/* extents there are */
	uint64_t	*used;		/* bit an extent: a file has it; atomic */
	uint64_t	*twice;		/* another has it, too; atomic */
	bool		any_twice;	/* atomic */
	bool		files_missing;	/* atomic: not all files could be read */
	uint32_t	*free_runs;	/* of the bitmap, as the summary counts them; NULL: the
					   bitmap is not known wholly */
};

static inline unsigned int rt_blockbits_log(const struct repair *r)
{
	return r->geom.blocklog + 3;
}

/* Lengths of free runs are counted by their power of two, and by the bitmap block they begin in. */
static inline unsigned int rt_summary_levels(const struct repair *r)
{
	return r->dsb.sb_rextslog + 1;
}

/* repair/realtime_files.c: fills ->used and ->twice and reports who has what twice. */
int realtime_find_users(struct realtime *rt);

/* repair/realtime_map.c: the bitmap against ->used and sb_frextents; leaves ->free_runs. */
int realtime_check_bitmap(struct realtime *rt);
/* The summary against ->free_runs. */
int realtime_check_summary(struct realtime *rt);

#endif /* REPAIR_REALTIME_H */
