// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Phase 6: ownership and sharing.
 *
 * Checks that every block has exactly the owners it is supposed to have: what was gathered
 * from groups and inodes (r->owners) against free space, reference counts and reverse map,
 * both ways, and the reflink flag of inodes.  Leaves no facts behind and gives the
 * gathered owners up.
 *
 * First each group is compared while its trees stream by.  What differs is a range; only
 * then, and only if there is any, everything is enumerated again to name the owners.
 */
#include <errno.h>
#include <stdlib.h>

#include "libxfs/fs/features.h"
#include "repair/sharing.h"

#define MAX_RANGES	65536
#define MAX_OWNERS	262144

bool sharing_knows_all(const struct sharing *s, xfs_agnumber_t agno)
{
	const struct group_facts *gf = &s->r->groups[agno];

	return !__atomic_load_n(&s->r->owners_missing, __ATOMIC_RELAXED) && gf->agf_ok &&
	       gf->agfl_whole && gf->agi_ok && gf->complete == gf->present;
}

static int compare_group(void *arg, uint64_t item, unsigned int thread)
{
	struct sharing *s = arg;
	int error = sharing_compare_group(s, item);

	if (!error && xfs_has_rmapbt(&s->r->geom))
		error = sharing_sum_group(s, item);
	progress_add(s->r->progress, 1);
	return error;
}

static int begin(struct sharing *s)
{
	int error = 0, i;

	for (i = 0; !error && i < NR_SETS; i++)
		error = owner_ranges_init(&s->set[i], MAX_RANGES, MAX_OWNERS);
	if (!error && s->r->nr_reflinked) {
		s->shared = calloc(s->r->geom.agcount, sizeof(*s->shared));
		if (!s->shared)
			error = -ENOMEM;
	}
	return error;
}

static void end(struct sharing *s)
{
	xfs_agnumber_t agno;
	int i;

	for (i = 0; i < NR_SETS; i++)
		owner_ranges_destroy(&s->set[i]);
	for (agno = 0; s->shared && agno < s->r->geom.agcount; agno++)
		xfs_packed_destroy(&s->shared[agno]);
	free(s->shared);
	owners_destroy(s->r->owners);
	s->r->owners = NULL;
}

static int name_all(struct sharing *s)
{
	bool forgotten = false;
	int error, i;

	for (i = 0; i < NR_SETS; i++) {
		owner_ranges_sort(&s->set[i]);
		forgotten |= s->set[i].forgotten != 0;
	}
	if (forgotten)
		repair_note_missing(s->r, "who owns what in more blocks with faults than are kept");
	error = sharing_name_owners(s);
	if (!error)
		error = sharing_name_mapped(s);
	if (!error && s->shared)
		error = sharing_check_flags(s);
	return error;
}

int phase_sharing(struct repair *r)
{
	struct sharing s = { .r = r };
	int error = begin(&s);

	progress_begin(r->progress, "ownership and sharing", r->geom.agcount);
	if (!error)
		error = workers_run(r->workers, r->geom.agcount, compare_group, &s);
	if (!error)
		error = name_all(&s);
	if (s.left_out)
		repair_note_missing(r, "superfluous records and lost blocks, where not all owners "
				    "could be read");
	end(&s);
	return error;
}
