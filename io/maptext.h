// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the mapping tables of bmap, fiemap and fsmap share: ranges as "8..15", columns
 * that widen, and the flags that tell how an extent lies on the stripe.
 *
 * All are in basic blocks of 512 bytes.
 */
#ifndef IO_MAPTEXT_H
#define IO_MAPTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/compat.h"

#define MAP_BB_SHIFT	9
#define MAP_TEXT	64	/* fits a range of any numbers, with brackets */
#define MAP_COL_MIN	16	/* of a column of ranges */
#define MAP_TOTAL_MIN	5

/* The digits of the FLAGS column are octal, one bit each. */
enum {
	MAPTEXT_ATTR	= 01000000,
	MAPTEXT_SHARED	= 0100000,
	MAPTEXT_UNWRITTEN	= 010000,
	MAPTEXT_BEGIN_UNIT	= 01000,
	MAPTEXT_END_UNIT	= 0100,
	MAPTEXT_BEGIN_WIDTH	= 010,
	MAPTEXT_END_WIDTH	= 01,
};

/* How the file's data device, or its realtime device, is cut into groups. */
struct map_groups {
	uint64_t	group;		/* length of one; 0: not cut */
	uint64_t	unit, width;	/* stripe; 0: none */
};

void map_groups_data(const struct xfs_fsop_geom *geom, struct map_groups *g);
void map_groups_rt(const struct xfs_fsop_geom *geom, struct map_groups *g);

/* "<open>start..end<close>" into @text; @len 0 ends before it starts, as the peer's. */
void map_range(char text[MAP_TEXT], const char *open, uint64_t start, uint64_t len,
	       const char *close);
/* *width = the greater of it and the length of @text. */
void map_widen(int *width, const char *text);
void map_widen_number(int *width, uint64_t number);
/* MAPTEXT_BEGIN_UNIT and its like for an extent of the device. */
unsigned int map_stripe_flags(const struct map_groups *g, uint64_t start, uint64_t len);
/* What the digits of FLAGS mean; @digits of them a line. */
void map_legend(int digits, bool with_attr);

#endif /* IO_MAPTEXT_H */
