// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The realtime phase: data that is not in allocation groups.
 *
 * Realtime extents have no owners in trees: a bitmap says which are free, a summary how many
 * free runs of which length begin where.  Both are files, of words in the byte order of the
 * machine that wrote them.  Leaves no facts behind.
 *
 * Layout: XFS Algorithms & Data Structures, "Real-time Devices".
 */
#include <errno.h>
#include <stdlib.h>

#include "repair/realtime.h"

static int begin(struct realtime *rt)
{
	size_t words = (rt->nr + 63) / 64;

	rt->used = calloc(words, sizeof(*rt->used));
	rt->twice = calloc(words, sizeof(*rt->twice));
	rt->free_runs = calloc((size_t)be32_to_cpu(rt->r->dsb.sb_rbmblocks) *
			       rt_summary_levels(rt->r), sizeof(*rt->free_runs));
	return rt->used && rt->twice && rt->free_runs ? 0 : -ENOMEM;
}

static void end(struct realtime *rt)
{
	free(rt->used);
	free(rt->twice);
	free(rt->free_runs);
}

int phase_realtime(struct repair *r)
{
	struct realtime rt = { .r = r, .nr = be64_to_cpu(r->dsb.sb_rextents) };
	int error;

	/* A bitmap that the data device cannot hold is none. */
	if (be32_to_cpu(r->dsb.sb_rbmblocks) > r->geom.dblocks) {
		repair_note_missing(r, NULL);
		return 0;
	}
	error = begin(&rt);
	if (!error)
		error = realtime_find_users(&rt);
	if (!error)
		error = realtime_check_bitmap(&rt);
	if (!error && rt.free_runs)
		error = realtime_check_summary(&rt);
	end(&rt);
	return error;
}
