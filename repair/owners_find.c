// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Enumerating who owns what: the metadata of groups, the forks of inodes.
 *
 * Nothing is said here of what is wrong: the phases that check the same structures do.
 */
#include <errno.h>

#include "libxfs/ag/agfl.h"
#include "repair/fork_scan.h"
#include "repair/inode_walk.h"
#include "repair/owners.h"

/* ---- Metadata of a group ---- */

struct group_find {
	struct repair		*r;
	xfs_agnumber_t		agno;
	struct owner_sink	*sink;
	uint32_t		kind;
	uint64_t		owner;
	const char		*tree;		/* that is walked */
};

static int add(struct group_find *f, uint32_t kind, uint64_t owner, xfs_agblock_t agbno,
	       xfs_extlen_t len)
{
	struct owner_extent x = {
		.agbno = agbno, .len = len, .kind = kind, .owner = owner,
	};

	return f->sink->add(f->sink, f->agno, &x, 1);
}

static int add_block(void *priv, unsigned int level, uint64_t ptr, const struct xfs_buf *bp)
{
	struct group_find *f = priv;
	struct owner_extent x = {
		.agbno = ptr, .len = 1, .kind = f->kind, .owner = f->owner, .tree = f->tree,
	};

	return f->sink->add(f->sink, f->agno, &x, 1);
}

static int find_headers(struct group_find *f)
{
	const struct xfs_geom *g = &f->r->geom;
	int error = add(f, XFS_OWNER_HEADERS, XFS_RMAP_OWN_FS, 0, xfs_ag_first_agbno(g));

	if (!error && g->logstart && xfs_fsb_agno(g, g->logstart) == f->agno)
		error = add(f, XFS_OWNER_LOG, XFS_RMAP_OWN_LOG,
			    xfs_fsb_agbno(g, g->logstart), g->logblocks);
	return error;
}

static int find_staging(struct group_find *f, const struct xfs_refcount_irec *irec)
{
	if (!irec->cow)
		return 0;
	return add(f, XFS_OWNER_STAGING, XFS_RMAP_OWN_COW, irec->startblock, irec->blockcount);
}

static int find_tree(struct group_find *f, enum group_tree tree)
{
	static const struct {
		uint32_t kind;
		uint64_t owner;
		const char *name;
	} of[TREE_NR] = {
		[TREE_BNO] = { XFS_OWNER_ALLOC, XFS_RMAP_OWN_AG, "free space tree by block" },
		[TREE_CNT] = { XFS_OWNER_ALLOC, XFS_RMAP_OWN_AG, "free space tree by size" },
		[TREE_RMAP] = { XFS_OWNER_RMAP, XFS_RMAP_OWN_AG, "reverse map" },
		[TREE_REFC] = { XFS_OWNER_REFCOUNT, XFS_RMAP_OWN_REFC, "reference counts" },
		[TREE_INO] = { XFS_OWNER_INOBT, XFS_RMAP_OWN_INOBT, "inode tree" },
		[TREE_FINO] = { XFS_OWNER_INOBT, XFS_RMAP_OWN_INOBT, "free inode tree" },
	};
	const struct xfs_btree_scan_visit visit = { .block = add_block, .priv = f };
	struct xfs_btree_host host;
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	bool found;
	int error;

	if (!group_tree_host(f->r, f->agno, tree, &host))
		return 0;
	f->kind = of[tree].kind;
	f->owner = of[tree].owner;
	f->tree = of[tree].name;
	xfs_btree_scan_init(&scan, group_tree_ops(tree), &f->r->geom, &host, &visit);
	while (!(error = xfs_btree_scan_next(&scan, &irec, &found)) && found) {
		if (tree == TREE_REFC)
			error = find_staging(f, &irec.refcount);
		if (error)
			break;
	}
	xfs_btree_scan_done(&scan);
	return error;
}

static int find_agfl_slots(struct group_find *f, const struct xfs_agfl *agfl)
{
	const struct xfs_agf *agf = &f->r->groups[f->agno].agf;
	xfs_agblock_t agbno;
	uint32_t n, slot;
	int error = 0;

	for (n = 0; !error && xfs_agfl_slot(&f->r->geom, agf, n, &slot); n++) {
		agbno = get_unaligned_be32(&agfl->agfl_bno[slot]);
		if (xfs_agbno_valid(&f->r->geom, f->agno, agbno))
			error = add(f, XFS_OWNER_AGFL, XFS_RMAP_OWN_AG, agbno, 1);
	}
	return error;
}

static int find_agfl(struct group_find *f)
{
	const struct group_facts *gf = &f->r->groups[f->agno];
	struct xfs_buf *bp;
	int error;

	if (!gf->agf_ok || !gf->agfl_ok)
		return 0;
	error = xfs_agfl_read(f->r->cache, f->agno, &bp);
	if (!bp)
		return error == -ENOMEM ? error : 0;
	error = find_agfl_slots(f, bp->data);
	xfs_buf_release(bp);
	return error;
}

/* Neighbouring blocks of inodes. */
struct inode_run {
	xfs_agblock_t	start;
	xfs_extlen_t	len;
};

static int end_run(struct group_find *f, const struct inode_run *run)
{
	return run->len ? add(f, XFS_OWNER_INODES, XFS_RMAP_OWN_INODES, run->start, run->len) : 0;
}

/* Several chunks stand in one block where blocks are large. */
static int add_inodes(struct group_find *f, struct inode_run *run, xfs_agblock_t agbno)
{
	uint64_t end = (uint64_t)run->start + run->len;
	int error = 0;

	if (run->len && agbno < end)
		return 0;
	if (run->len && agbno == end) {
		run->len++;
		return 0;
	}
	error = end_run(f, run);
	*run = (struct inode_run){ agbno, 1 };
	return error;
}

static int find_chunk(struct group_find *f, const struct inode_chunk *chunk,
		      struct inode_run *run)
{
	const struct xfs_geom *g = &f->r->geom;
	unsigned int bit = 0, per = g->inopblock;
	int error = 0;

	if (per > XFS_INODES_PER_CHUNK)
		per = XFS_INODES_PER_CHUNK;
	for (; !error && bit < XFS_INODES_PER_CHUNK; bit += per)
		if (chunk->alloc >> bit & (per == 64 ? ~0ULL : (1ULL << per) - 1))
			error = add_inodes(f, run, xfs_agino_agbno(g, chunk->start + bit));
	return error;
}

static int find_chunks(struct group_find *f)
{
	const struct group_facts *gf = &f->r->groups[f->agno];
	struct inode_run run = { 0 };
	int error = 0;
	size_t i;

	for (i = 0; !error && i < gf->nr_chunks; i++)
		error = find_chunk(f, &gf->chunks[i], &run);
	return error ? error : end_run(f, &run);
}

int owners_of_group(struct repair *r, xfs_agnumber_t agno, struct owner_sink *sink)
{
	struct group_find f = { .r = r, .agno = agno, .sink = sink };
	enum group_tree tree;
	int error = find_headers(&f);

	for (tree = 0; !error && tree < TREE_NR; tree++)
		error = find_tree(&f, tree);
	if (!error)
		error = find_agfl(&f);
	if (!error)
		error = find_chunks(&f);
	return error;
}

/* ---- Files ---- */

void owner_batch_init(struct owner_batch *b, const struct xfs_geom *g,
		      struct owner_sink *sink, xfs_ino_t ino, uint32_t kind)
{
	b->sink = sink;
	b->g = g;
	b->ino = ino;
	b->kind = kind;
	b->agno = NULLAGNUMBER;
	b->nr = 0;
}

int owner_batch_flush(struct owner_batch *b)
{
	size_t nr = b->nr;

	b->nr = 0;
	return nr ? b->sink->add(b->sink, b->agno, b->x, nr) : 0;
}

int owner_batch_add(struct owner_batch *b, const struct xfs_bmbt_irec *irec)
{
	xfs_agnumber_t agno = xfs_fsb_agno(b->g, irec->br_startblock);
	int error = 0;

	if (b->nr == OWNER_BATCH || agno != b->agno)
		error = owner_batch_flush(b);
	b->agno = agno;
	b->x[b->nr++] = (struct owner_extent){
		.agbno = xfs_fsb_agbno(b->g, irec->br_startblock),
		.len = irec->br_blockcount,
		.kind = b->kind | (irec->br_unwritten ? XFS_EXTENT_UNWRITTEN : 0),
		.owner = b->ino,
		.offset = irec->br_startoff,
	};
	return error;
}

int owner_add_bmbt(const struct xfs_geom *g, struct owner_sink *sink, xfs_ino_t ino,
		   uint32_t kind, xfs_fsblock_t fsb)
{
	struct owner_extent x = {
		.agbno = xfs_fsb_agbno(g, fsb), .len = 1, .kind = kind | XFS_EXTENT_BMBT,
		.owner = ino,
	};

	return sink->add(sink, xfs_fsb_agno(g, fsb), &x, 1);
}

uint32_t owner_kind(const struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		    enum xfs_fork which)
{
	uint32_t flags = which == XFS_ATTR_FORK ? XFS_EXTENT_ATTR : 0;

	switch (xfs_sb_file_of(&r->dsb, ino)) {
	case XFS_SB_FILE_REALTIME:
		return XFS_OWNER_REALTIME | flags;
	case XFS_SB_FILE_QUOTA:
		return XFS_OWNER_QUOTA | flags;
	case XFS_SB_FILE_NONE:
		break;
	}
	switch (be16_to_cpu(dip->di_mode) & XFS_IFMT) {
	case XFS_IFREG:
		if (!(be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_REFLINK))
			flags |= XFS_EXTENT_NOREFLINK;
		return XFS_OWNER_FILE | flags;
	case XFS_IFDIR:
		return XFS_OWNER_DIR | flags;
	case XFS_IFLNK:
		return XFS_OWNER_SYMLINK | flags;
	default:
		return XFS_OWNER_INODE | flags;
	}
}

static int file_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	return owner_batch_add(priv, irec);
}

static int file_block(void *priv, unsigned int level, uint64_t fsb, const struct xfs_buf *bp)
{
	struct owner_batch *b = priv;

	return owner_add_bmbt(b->g, b->sink, b->ino, b->kind, fsb);
}

static int find_fork(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     enum xfs_fork which, struct owner_sink *sink, bool *whole)
{
	bool rt = which == XFS_DATA_FORK && xfs_dinode_is_realtime(dip);
	struct owner_batch b;
	struct fork_visit visit = {
		.extent = rt ? NULL : file_extent, .block = file_block, .priv = &b,
	};
	struct fork_sums sums;
	int error;

	owner_batch_init(&b, &r->geom, sink, ino, owner_kind(r, ino, dip, which));
	error = fork_scan(r, ino, dip, which, &visit, &sums);
	if (!error)
		error = owner_batch_flush(&b);
	*whole &= sums.whole;
	return error;
}

int owners_of_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		   struct owner_sink *sink, bool *whole)
{
	int error;

	*whole = true;
	error = find_fork(r, ino, dip, XFS_DATA_FORK, sink, whole);
	if (!error)
		error = find_fork(r, ino, dip, XFS_ATTR_FORK, sink, whole);
	return error;
}

/* ---- Everything ---- */

struct again {
	struct repair		*r;
	struct owner_sink	*sink;
};

static int again_group(void *arg, uint64_t item, unsigned int thread)
{
	struct again *a = arg;

	return owners_of_group(a->r, item, a->sink);
}

static int again_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		      unsigned int thread, void *priv)
{
	bool whole;

	return owners_of_file(r, ino, dip, priv, &whole);
}

int owners_again(struct repair *r, struct owner_sink *sink)
{
	struct again a = { .r = r, .sink = sink };
	int error = workers_run(r->workers, r->geom.agcount, again_group, &a);

	return error ? error : inode_walk(r, again_file, sink);
}
