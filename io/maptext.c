// SPDX-License-Identifier: GPL-2.0-or-later
/* Ranges, column widths and stripe flags of the mapping tables. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/maptext.h"

void map_groups_data(const struct xfs_fsop_geom *geom, struct map_groups *g)
{
	uint64_t per_block = geom->blocksize >> MAP_BB_SHIFT;

	g->group = geom->agblocks * per_block;
	g->unit = geom->sunit * per_block;
	g->width = geom->swidth * per_block;
}

void map_groups_rt(const struct xfs_fsop_geom *geom, struct map_groups *g)
{
	uint64_t per_block = geom->blocksize >> MAP_BB_SHIFT;

	*g = (struct map_groups) { 0 };
	if (geom->rgcount)
		g->group = per_block * geom->rgextents * geom->rtextsize;
}

void map_range(char text[MAP_TEXT], const char *open, uint64_t start, uint64_t len,
	       const char *close)
{
	snprintf(text, MAP_TEXT, "%s%" PRIu64 "..%" PRIu64 "%s", open, start, start + len - 1,
		 close);
}

void map_widen(int *width, const char *text)
{
	int len = strlen(text);

	if (len > *width)
		*width = len;
}

void map_widen_number(int *width, uint64_t number)
{
	char text[MAP_TEXT];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	map_widen(width, text);
}

unsigned int map_stripe_flags(const struct map_groups *g, uint64_t start, uint64_t len)
{
	unsigned int flags = 0;

	if (g->unit && start % g->unit)
		flags |= MAPTEXT_BEGIN_UNIT;
	if (g->unit && (start + len) % g->unit)
		flags |= MAPTEXT_END_UNIT;
	if (g->width && start % g->width)
		flags |= MAPTEXT_BEGIN_WIDTH;
	if (g->width && (start + len) % g->width)
		flags |= MAPTEXT_END_WIDTH;
	return flags;
}

/* The words are the peer's, because they are part of the output. */
void map_legend(int digits, bool with_attr)
{
	printf(" FLAG Values:\n");
	if (with_attr)
		printf("    %0*o Attribute fork\n", digits, MAPTEXT_ATTR);
	printf("    %0*o Shared extent\n", digits, MAPTEXT_SHARED);
	printf("    %0*o Unwritten preallocated extent\n", digits, MAPTEXT_UNWRITTEN);
	printf("    %0*o Doesn't begin on stripe unit\n", digits, MAPTEXT_BEGIN_UNIT);
	printf("    %0*o Doesn't end   on stripe unit\n", digits, MAPTEXT_END_UNIT);
	printf("    %0*o Doesn't begin on stripe width\n", digits, MAPTEXT_BEGIN_WIDTH);
	printf("    %0*o Doesn't end   on stripe width\n", digits, MAPTEXT_END_WIDTH);
}
