// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One tree of a group: its blocks, and what its records must agree in with each other and
 * with what was read before.
 *
 * Each record is looked at once, as it streams by; no tree is kept but that of inode
 * chunks, which later phases need.
 */
#include <errno.h>
#include <stdlib.h>

#include "common/array.h"
#include "libxfs/fs/features.h"
#include "libxfs/fs/siphash.h"
#include "repair/groups_check.h"

struct tree_check {
	struct group_check	*c;
	enum group_tree		tree;
	struct tree_sums	*sums;
	bool			met;		/* last is set */
	union xfs_btree_irec	last;		/* that was not left out */
	bool			leave_out;	/* the record at hand */
	bool			lost;		/* one was left out */
	xfs_agblock_t		leaf;		/* block of the record at hand */
	/* Reverse map: blocks up to which somebody, and who may not share, has any. */
	uint64_t		end_any, end_alone;
	/* Free inodes: the next chunk to compare with. */
	size_t			chunk;
};

static struct place block_place(const struct tree_check *t, xfs_agblock_t agbno)
{
	return place_agb(group_tree_ops(t->tree)->name, t->c->agno, agbno, 1);
}

/* Blocks a record speaks of. */
static void tell(struct tree_check *t, enum finding_id id, xfs_agblock_t agbno,
		 xfs_extlen_t len)
{
	report_plain(t->c->r->report, id,
		     place_agb(group_tree_ops(t->tree)->name, t->c->agno, agbno, len));
}

static int tree_fault(void *priv, const struct xfs_btree_scan_fault *sf)
{
	struct tree_check *t = priv;

	report_fault(t->c->r->report, FIND_TREE_BLOCK, block_place(t, sf->ptr), sf->fault);
	return 0;
}

static int tree_block(void *priv, unsigned int level, uint64_t ptr, const struct xfs_buf *bp)
{
	struct tree_check *t = priv;
	const struct xfs_btree_block_shdr *block = bp->data;

	repair_check_lsn(t->c->r, be64_to_cpu(block->bb_lsn), block_place(t, ptr));
	return 0;
}

/* ---- Free space ---- */

static int take_free(struct tree_check *t, const struct xfs_alloc_irec *rec)
{
	const struct xfs_rmap_seed *seed = &t->c->r->owners->seed;
	struct tree_sums *sums = t->sums;
	struct xfs_sip sip;
	uint64_t out[2];

	xfs_sip_start(&sip, seed->k[0], seed->k[1]);
	xfs_sip_word(&sip, (uint64_t)rec->startblock << 32 | rec->blockcount);
	xfs_sip_end(&sip, out);
	sums->print[0] += out[0];
	sums->print[1] += out[1];
	sums->sum += rec->blockcount;
	if (rec->blockcount > sums->longest)
		sums->longest = rec->blockcount;
	if (t->tree == TREE_BNO && t->met &&
	    t->last.alloc.startblock + t->last.alloc.blockcount == rec->startblock)
		tell(t, FIND_FREE_UNMERGED, rec->startblock, rec->blockcount);
	return 0;
}

/* ---- Inodes ---- */

static uint64_t exists(const struct xfs_inobt_irec *rec)
{
	uint64_t alloc = ~0ULL;
	unsigned int i;

	for (i = 0; i < XFS_INOBT_HOLEMASK_BITS; i++)
		if (rec->holemask >> i & 1)
			alloc &= ~(0xfULL << i * XFS_INODES_PER_HOLEMASK_BIT);
	return alloc;
}

static int add_chunk(struct group_check *c, const struct xfs_inobt_irec *rec)
{
	struct group_facts *gf = c->gf;
	struct inode_chunk *chunks = array_grow(gf->chunks, &c->room, gf->nr_chunks,
						sizeof(*chunks));

	if (!chunks)
		return -ENOMEM;
	gf->chunks = chunks;
	gf->chunks[gf->nr_chunks++] = (struct inode_chunk){
		.start = rec->startino, .alloc = exists(rec), .free = rec->free & exists(rec),
	};
	return 0;
}

static void check_alignment(struct tree_check *t, const struct xfs_inobt_irec *rec)
{
	const struct xfs_geom *g = &t->c->r->geom;
	xfs_agblock_t agbno = xfs_agino_agbno(g, rec->startino);

	if (xfs_has_align(g) && g->inoalignmt > 1 && agbno % g->inoalignmt)
		tell(t, FIND_CHUNK_ALIGN, agbno, g->ialloc_blks);
}

static int take_chunk(struct tree_check *t, const struct xfs_inobt_irec *rec)
{
	t->sums->sum += rec->count;
	t->sums->free += rec->freecount;
	check_alignment(t, rec);
	/* Told as an overlap. Which of the two is right, looking for inodes will show. */
	t->leave_out = t->met &&
		       t->last.inobt.startino + XFS_INODES_PER_CHUNK > rec->startino;
	return t->leave_out ? 0 : add_chunk(t->c, rec);
}

/* Chunks with free inodes that the tree of free inodes has not named, up to @start. */
static void skip_chunks(struct tree_check *t, xfs_agino_t start)
{
	const struct group_facts *gf = t->c->gf;
	const struct inode_chunk *chunk;

	for (; t->chunk < gf->nr_chunks && gf->chunks[t->chunk].start < start; t->chunk++) {
		chunk = &gf->chunks[t->chunk];
		if (chunk->free)
			tell(t, FIND_FINO_MISSING,
			     xfs_agino_agbno(&t->c->r->geom, chunk->start), 1);
	}
}

static int take_free_chunk(struct tree_check *t, const struct xfs_inobt_irec *rec)
{
	const struct group_facts *gf = t->c->gf;
	const struct inode_chunk *chunk;
	xfs_agblock_t agbno = xfs_agino_agbno(&t->c->r->geom, rec->startino);

	if (!group_has_whole(t->c, TREE_INO))
		return 0;
	skip_chunks(t, rec->startino);
	if (t->chunk == gf->nr_chunks || gf->chunks[t->chunk].start != rec->startino) {
		tell(t, FIND_FINO_SUPERFLUOUS, agbno, 1);
		return 0;
	}
	chunk = &gf->chunks[t->chunk++];
	if (chunk->alloc != exists(rec) || chunk->free != (rec->free & chunk->alloc))
		tell(t, FIND_FINO_WRONG, agbno, 1);
	return 0;
}

/* ---- Reverse map ---- */

static bool may_share(const struct tree_check *t, const struct xfs_rmap_irec *rec)
{
	return xfs_has_reflink(&t->c->r->geom) && !XFS_RMAP_NON_INODE_OWNER(rec->owner) &&
	       !rec->flags;
}

static bool continues(const struct xfs_rmap_irec *a, const struct xfs_rmap_irec *b)
{
	if (a->owner != b->owner || a->flags != b->flags ||
	    (uint64_t)a->startblock + a->blockcount != b->startblock ||
	    (uint64_t)a->blockcount + b->blockcount > XFS_RMAP_LEN_MAX)
		return false;
	return XFS_RMAP_NON_INODE_OWNER(a->owner) || (a->flags & XFS_RMAP_OFF_BMBT_BLOCK) ||
	       a->offset + a->blockcount == b->offset;
}

static int take_rmap(struct tree_check *t, const struct xfs_rmap_irec *rec)
{
	uint64_t end = (uint64_t)rec->startblock + rec->blockcount;
	bool shares = may_share(t, rec);

	if (rec->startblock < (shares ? t->end_alone : t->end_any))
		tell(t, FIND_RMAP_OVERLAP, rec->startblock, rec->blockcount);
	if (end > t->end_any)
		t->end_any = end;
	if (!shares && end > t->end_alone)
		t->end_alone = end;
	if (t->met && continues(&t->last.rmap, rec))
		tell(t, FIND_RMAP_UNMERGED, rec->startblock, rec->blockcount);
	return 0;
}

/* ---- Reference counts ---- */

static int take_refcount(struct tree_check *t, const struct xfs_refcount_irec *rec)
{
	const struct xfs_refcount_irec *last = &t->last.refcount;

	if (t->met && last->cow == rec->cow && last->refcount == rec->refcount &&
	    (uint64_t)last->startblock + last->blockcount == rec->startblock &&
	    (uint64_t)last->blockcount + rec->blockcount <= XFS_MAX_BMBT_EXTLEN)
		tell(t, FIND_REFC_UNMERGED, rec->startblock, rec->blockcount);
	return 0;
}

/* ---- Any of them ---- */

/* Within a block the verifier has seen to the order; this is for the borders. */
static void check_order(struct tree_check *t, const union xfs_btree_irec *irec)
{
	const struct xfs_btree_ops *ops = group_tree_ops(t->tree);
	uint8_t last[XFS_BTREE_REC_MAX], here[XFS_BTREE_REC_MAX];

	ops->pack(&t->c->r->geom, &t->last, last);
	ops->pack(&t->c->r->geom, irec, here);
	if (!ops->rec_order(last, here))
		report_fault(t->c->r->report, FIND_TREE_BLOCK, block_place(t, t->leaf),
			     XFS_FAULT_BT_REC_ORDER);
}

static int take(struct tree_check *t, const union xfs_btree_irec *irec)
{
	if (t->met)
		check_order(t, irec);
	switch (t->tree) {
	case TREE_BNO:
	case TREE_CNT:
		return take_free(t, &irec->alloc);
	case TREE_INO:
		return take_chunk(t, &irec->inobt);
	case TREE_FINO:
		return take_free_chunk(t, &irec->inobt);
	case TREE_RMAP:
		return take_rmap(t, &irec->rmap);
	default:
		return take_refcount(t, &irec->refcount);
	}
}

static void keep(struct tree_check *t, const union xfs_btree_irec *irec)
{
	if (t->leave_out) {
		t->lost = true;
		return;
	}
	t->last = *irec;
	t->met = true;
}

static int scan_tree(struct tree_check *t, struct xfs_btree_host *host)
{
	const struct xfs_btree_scan_visit visit = {
		.fault = tree_fault, .block = tree_block, .priv = t,
	};
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	bool found;
	int error;

	xfs_btree_scan_init(&scan, group_tree_ops(t->tree), &t->c->r->geom, host, &visit);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found) {
		t->leaf = scan.lv[0].before;
		error = take(t, &irec);
		if (error)
			break;
		keep(t, &irec);
	}
	t->sums->blocks = scan.nr_blocks;
	if (!error && scan.complete && !t->lost)
		t->c->gf->complete |= 1U << t->tree;
	xfs_btree_scan_done(&scan);
	return error;
}

int group_check_tree(struct group_check *c, enum group_tree tree)
{
	struct tree_check t = { .c = c, .tree = tree, .sums = &c->tree[tree] };
	struct xfs_btree_host host;
	int error;

	if (!group_tree_host(c->r, c->agno, tree, &host))
		return 0;
	c->gf->present |= 1U << tree;
	error = scan_tree(&t, &host);
	if (!error && tree == TREE_FINO && group_has_whole(c, TREE_INO) &&
	    group_has_whole(c, TREE_FINO))
		skip_chunks(&t, NULLAGINO);
	return error;
}

/* ---- Free space by block and by size ---- */

/* Tells of each record of @tree that @other does not have. */
static int compare_with(struct group_check *c, enum group_tree tree, enum group_tree other,
			enum finding_id id)
{
	struct tree_check t = { .c = c, .tree = tree };
	struct xfs_btree_host host, other_host;
	struct xfs_btree_scan scan;
	struct xfs_btree_cur cur;
	union xfs_btree_irec irec, there;
	bool found, has;
	int error;

	group_tree_host(c->r, c->agno, tree, &host);
	group_tree_host(c->r, c->agno, other, &other_host);
	xfs_btree_scan_init(&scan, group_tree_ops(tree), &c->r->geom, &host, NULL);
	xfs_btree_cur_init(&cur, group_tree_ops(other), &c->r->geom, &other_host);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found) {
		error = xfs_btree_lookup(&cur, XFS_LOOKUP_EQ, &irec, &has);
		if (!error && has)
			error = xfs_btree_get(&cur, &there);
		if (error)
			break;
		if (!has || there.alloc.startblock != irec.alloc.startblock ||
		    there.alloc.blockcount != irec.alloc.blockcount)
			tell(&t, id, irec.alloc.startblock, irec.alloc.blockcount);
	}
	xfs_btree_cur_done(&cur);
	xfs_btree_scan_done(&scan);
	/* A tree with a fault that a cursor does not pass has been told of. */
	return error == -ENOMEM ? error : 0;
}

int group_compare_free(struct group_check *c)
{
	const struct tree_sums *bno = &c->tree[TREE_BNO], *cnt = &c->tree[TREE_CNT];
	int error;

	if (!group_has_whole(c, TREE_BNO) || !group_has_whole(c, TREE_CNT) ||
	    (bno->print[0] == cnt->print[0] && bno->print[1] == cnt->print[1]))
		return 0;
	error = compare_with(c, TREE_BNO, TREE_CNT, FIND_FREE_NOT_BY_SIZE);
	return error ? error : compare_with(c, TREE_CNT, TREE_BNO, FIND_FREE_ONLY_BY_SIZE);
}
