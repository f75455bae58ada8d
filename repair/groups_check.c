// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Phase 3: the headers and trees of every allocation group.
 *
 * Checks headers, free lists, every block and record of the six trees, the trees that say the
 * same against each other, and every counter. Leaves behind r->groups (FACT_GROUPS)
 * and, in r->owners, who owns the groups' metadata.  Whether blocks are owned by who
 * the trees say is for the sharing phase.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "libxfs/fs/features.h"
#include "repair/chunk_scan.h"
#include "repair/groups_check.h"

/* What the superblock counts. */
struct sb_sums {
	uint64_t	icount, ifree, fdblocks;
};

struct groups_check {
	struct repair		*r;
	pthread_mutex_t		lock;
	struct sb_sums		sums;
	bool			whole_inodes, whole_free;	/* all groups could be counted */
};

static void add_sums(struct groups_check *all, const struct group_check *c)
{
	const struct group_facts *gf = c->gf;
	uint64_t btreeblks;

	pthread_mutex_lock(&all->lock);
	if (!group_count_btreeblks(c, &btreeblks) || !gf->agf_ok)
		all->whole_free = false;
	if (!group_has_whole(c, TREE_INO))
		all->whole_inodes = false;
	all->sums.icount += c->tree[TREE_INO].sum;
	all->sums.ifree += c->tree[TREE_INO].free;
	all->sums.fdblocks += c->tree[TREE_BNO].sum + be32_to_cpu(gf->agf.agf_flcount) +
			      btreeblks;
	pthread_mutex_unlock(&all->lock);
}

/* Where the tree cannot tell all inodes, they are looked for; some may be lost. */
static int find_inodes(struct group_check *c)
{
	uint64_t found;
	int error;

	if (c->gf->agi_ok && group_has_whole(c, TREE_INO))
		return 0;
	__atomic_store_n(&c->r->owners_missing, true, __ATOMIC_RELAXED);
	error = chunk_scan(c->r, c->agno, &found);
	if (!error)
		report_note(c->r->report, FIND_CHUNKS_SCANNED, place_ag("inobt", c->agno),
			    "chunks with inodes in use that were found: %" PRIu64, found);
	return error;
}

static int check_parts(struct group_check *c)
{
	static const enum group_tree order[] = {
		TREE_BNO, TREE_CNT, TREE_INO, TREE_FINO, TREE_RMAP, TREE_REFC,
	};
	int error = group_check_headers(c);
	size_t i;

	if (!error)
		error = group_check_agfl(c);
	for (i = 0; !error && i < TREE_NR; i++)
		error = group_check_tree(c, order[i]);
	if (!error)
		error = find_inodes(c);
	if (!error)
		error = group_compare_free(c);
	if (!error)
		group_check_counters(c);
	return error;
}

static int check_group(void *arg, uint64_t item, unsigned int thread)
{
	struct groups_check *all = arg;
	struct repair *r = all->r;
	struct group_check c = { .r = r, .agno = item, .gf = &r->groups[item] };
	int error = check_parts(&c);

	if (!error) {
		add_sums(all, &c);
		error = owners_of_group(r, item, &r->owners->sink);
	}
	progress_add(r->progress, 1);
	return error;
}

static void check_sb_counter(struct repair *r, const char *field, __be64 found, uint64_t want)
{
	if (be64_to_cpu(found) != want)
		report_values(r->report, FIND_SB_COUNT,
			      place_field(place_ag("superblock", 0), field),
			      be64_to_cpu(found), want);
}

/* A counter of a superblock that is damaged, or of groups that are, says nothing. */
static void check_sb_counters(const struct groups_check *all)
{
	struct repair *r = all->r;

	if (r->primary_ok && all->whole_inodes) {
		check_sb_counter(r, "sb_icount", r->dsb.sb_icount, all->sums.icount);
		check_sb_counter(r, "sb_ifree", r->dsb.sb_ifree, all->sums.ifree);
	}
	if (r->primary_ok && all->whole_free)
		check_sb_counter(r, "sb_fdblocks", r->dsb.sb_fdblocks, all->sums.fdblocks);
	if (!r->primary_ok || !all->whole_inodes || !all->whole_free)
		repair_note_missing(r, "counters of the superblock");
}

int phase_groups(struct repair *r)
{
	struct groups_check all = { .r = r, .whole_inodes = true, .whole_free = true };
	int error = owners_create(r);

	if (error)
		return error;
	r->groups = calloc(r->geom.agcount, sizeof(*r->groups));
	if (!r->groups || pthread_mutex_init(&all.lock, NULL))
		return -ENOMEM;
	if (r->primary_ok)
		repair_check_lsn(r, be64_to_cpu(r->dsb.sb_lsn), place_ag("superblock", 0));
	progress_begin(r->progress, "allocation groups", r->geom.agcount);
	error = workers_run(r->workers, r->geom.agcount, check_group, &all);
	if (!error)
		check_sb_counters(&all);
	pthread_mutex_destroy(&all.lock);
	return error;
}
