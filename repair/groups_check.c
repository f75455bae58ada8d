// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Phase 3: the headers and trees of every allocation group.
 *
 * Leaves behind r->groups (FACT_GROUPS) and, in r->owners, who owns the groups' metadata.
 */
#include <errno.h>
#include <stdlib.h>

#include "libxfs/ag/agf.h"
#include "libxfs/ag/agfl.h"
#include "libxfs/ag/agi.h"
#include "libxfs/fs/features.h"
#include "repair/groups.h"
#include "repair/owners.h"

struct group_check {
	struct repair		*r;
	xfs_agnumber_t		agno;
	struct group_facts	*gf;
	enum group_tree		tree;
	size_t			room;	/* chunks allocated */
};

static bool header_good(struct group_check *c, const char *name, int error,
			const struct xfs_buf *bp)
{
	enum xfs_fault fault = XFS_FAULT_UNREADABLE;

	if (!error)
		return true;
	if (bp)
		fault = error == -EFSBADCRC ? XFS_FAULT_BAD_CRC : bp->fault;
	report_fault(c->r->report, FIND_AG_HEADER, place_ag(name, c->agno), fault);
	return false;
}

static int read_headers(struct group_check *c)
{
	struct group_facts *gf = c->gf;
	struct xfs_buf *bp;
	int error;

	error = xfs_agf_read(c->r->cache, c->agno, &bp);
	gf->agf_ok = header_good(c, "AGF", error, bp);
	if (gf->agf_ok)
		memcpy(&gf->agf, bp->data, sizeof(gf->agf));
	if (bp)
		xfs_buf_release(bp);
	error = xfs_agi_read(c->r->cache, c->agno, &bp);
	gf->agi_ok = header_good(c, "AGI", error, bp);
	if (gf->agi_ok)
		memcpy(&gf->agi, bp->data, sizeof(gf->agi));
	if (bp)
		xfs_buf_release(bp);
	error = xfs_agfl_read(c->r->cache, c->agno, &bp);
	gf->agfl_ok = header_good(c, "AGFL", error, bp);
	if (bp)
		xfs_buf_release(bp);
	return 0;
}

static int tree_fault(void *priv, const struct xfs_btree_scan_fault *sf)
{
	struct group_check *c = priv;

	report_fault(c->r->report, FIND_TREE_BLOCK,
		     place_agb(group_tree_ops(c->tree)->name, c->agno, sf->ptr, 1), sf->fault);
	return 0;
}

static int add_chunk(struct group_check *c, const struct xfs_inobt_irec *irec)
{
	struct group_facts *gf = c->gf;
	struct inode_chunk *chunks;
	size_t room = c->room ? c->room * 2 : 16;
	uint64_t alloc = ~0ULL;
	unsigned int i;

	for (i = 0; i < XFS_INOBT_HOLEMASK_BITS; i++)
		if (irec->holemask >> i & 1)
			alloc &= ~(0xfULL << i * XFS_INODES_PER_HOLEMASK_BIT);
	if (gf->nr_chunks == c->room) {
		chunks = realloc(gf->chunks, room * sizeof(*chunks));
		if (!chunks)
			return -ENOMEM;
		gf->chunks = chunks;
		c->room = room;
	}
	gf->chunks[gf->nr_chunks++] = (struct inode_chunk){
		.start = irec->startino, .alloc = alloc, .free = irec->free & alloc,
	};
	return 0;
}

static int check_tree(struct group_check *c, enum group_tree tree)
{
	const struct xfs_btree_scan_visit visit = { .fault = tree_fault, .priv = c };
	struct xfs_btree_host host;
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	bool found;
	int error;

	if (!group_tree_host(c->r, c->agno, tree, &host))
		return 0;
	c->tree = tree;
	c->gf->present |= 1U << tree;
	xfs_btree_scan_init(&scan, group_tree_ops(tree), &c->r->geom, &host, &visit);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found) {
		if (tree == TREE_INO)
			error = add_chunk(c, &irec.inobt);
		if (error)
			break;
	}
	if (scan.complete)
		c->gf->complete |= 1U << tree;
	xfs_btree_scan_done(&scan);
	return error;
}

static int check_group(void *arg, uint64_t item, unsigned int thread)
{
	struct repair *r = arg;
	struct group_check c = { .r = r, .agno = item, .gf = &r->groups[item] };
	enum group_tree tree;
	int error = read_headers(&c);

	for (tree = 0; !error && tree < TREE_NR; tree++)
		error = check_tree(&c, tree);
	if (!error)
		error = owners_of_group(r, item, &r->owners->sink);
	progress_add(r->progress, 1);
	return error;
}

int phase_groups(struct repair *r)
{
	int error = owners_create(&r->geom, &r->owners);

	if (error)
		return error;
	r->groups = calloc(r->geom.agcount, sizeof(*r->groups));
	if (!r->groups)
		return -ENOMEM;
	progress_begin(r->progress, "allocation groups", r->geom.agcount);
	return workers_run(r->workers, r->geom.agcount, check_group, r);
}
