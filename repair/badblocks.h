// SPDX-License-Identifier: GPL-2.0-or-later
/* Bad memory: which ranges of the device are bad, and who has blocks in them. */
#ifndef REPAIR_BADBLOCKS_H
#define REPAIR_BADBLOCKS_H

#include "repair/owner_ranges.h"

/* More ranges are refused, more owners left out. */
#define BADBLOCKS_MAX		65536
#define BADBLOCKS_OWNERS_MAX	((size_t)1 << 18)

struct bad_range {
	uint64_t	start, len;	/* sectors of 512 bytes */
};

struct bad_list {
	struct bad_range	*range;		/* sorted, disjoint */
	size_t			nr, room;
};

/*
 * repair/badblocks_list.c: the ranges that --badblocks asks for.  0, or an error after a
 * sentence.  Free with bad_list_free() whatever was returned.
 */
int bad_list_load(struct repair *r, struct bad_list *list);
void bad_list_free(struct bad_list *list);

/*
 * repair/badblocks_owners.c: everyone in @ranges, through the reverse map in groups where it
 * is complete, else by walking all maps; both find the same.  *@by_rmap: files are known
 * whatever inodes could not be read.  -E2BIG: some were left out.
 */
int badblocks_find_owners(struct repair *r, struct owner_ranges *ranges, bool *by_rmap);

#endif /* REPAIR_BADBLOCKS_H */
