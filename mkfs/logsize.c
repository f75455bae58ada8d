// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The shortest log that a filesystem may have.
 *
 * The kernel reserves log space for the worst a transaction can change, for as
 * many rounds as it will go through, and refuses a filesystem whose log does not
 * hold the largest such reservation three times over.  So mkfs has to know what
 * each kind of transaction changes: that is the table below, in pieces (inodes,
 * header sectors, paths through trees), each of which depends on the geometry.
 * Only kinds that are the largest of some geometry stand in it.
 *
 * The sizes are those of kernels before reservations were trimmed: a filesystem
 * must mount on all that know its features.  Kernels that know parent pointers
 * have only the trimmed ones, so with that feature these count.
 *
 * All numbers were fitted to what the stock tools report (the least in the error for
 * -l size=2m, "logres" of xfs_db) over random geometries, as
 * tests/differential/logsize-sweep still compares them; u-mkfs_geometry.c holds some.
 * Where a rule looks odd, two figures are the reason, in blocks: the least that
 *	mkfs.xfs -N -l size=2m -d file,name=x,size=10g OPTIONS
 * of 6.1 (7.2 with -n parent=1) names, and what the plain rule would give here.
 */
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"
#include "mkfs/geometry.h"

/* Bytes that describe a logged buffer, and one log operation. */
#define BUF_HEAD	128
#define OP_HEAD		12
#define TRANS_HEAD	16
#define INODE_HEAD	(4 * OP_HEAD + 56 + 2 * 72)
#define DQUOT_BYTES	(6 * BUF_HEAD)

/* The log is reserved as if written in records of this size, header included. */
#define RECORD_BYTES	(256 * MKFS_KIB)
/* A sector of head for each 32 KiB.  No options: 1986; one sector in all: 1920. */
#define RECORD_HEAD	(RECORD_BYTES / (32 * MKFS_KIB) * BBSIZE)
#define LOG_ROUNDS	3

#define DA_LEVELS	5	/* of a hashed directory or attribute tree */
#define NAME_MAX_BYTES	256
/* With reflink, whatever the group's size: the height bound of before there was a
   computed one.  -m rmapbt=1: 3693; the height the group has room for: 2877. */
#define OLD_RMAP_LEVELS	9

/* Heights of the trees at their fullest. */
struct heights {
	unsigned int	free, rmap, refcount, inode, data_map, attr_map;
};

/* How many of what a transaction changes. */
struct pieces {
	uint8_t	inodes;
	uint8_t	sectors;	/* group headers, superblock */
	uint8_t	bare_sectors;	/* the same without a buffer's description */
	uint8_t	blocks;
	uint8_t	bare_blocks;
	uint8_t	frees;		/* extents taken from or given to free space */
	uint8_t	refcounts;	/* reference counts of an extent */
	uint8_t	data_maps;	/* paths through a data fork's extent map */
	uint8_t	dir_edits;	/* names added to or taken from a directory */
	uint8_t	inode_trees;	/* records of an inode tree, and its blocks */
	uint8_t	free_inode_trees;
	uint8_t	clusters;	/* inode buffers in which lists are linked */
	uint8_t	chunk_buffers;	/* buffers of a chunk, invalidated */
	uint8_t	quota_blocks;
	uint8_t	quotas;		/* user, group and project */
	uint16_t bytes;
};

struct transaction {
	const char	*name;
	struct pieces	always, parent;		/* @parent: with parent pointers */
	struct pieces	either[2];		/* and the larger of these */
	uint8_t		rounds, parent_rounds;	/* 0: those of extent mapping */
};

static const struct transaction table[] = {
	{ .name = "map an extent", .always = { .quotas = 1 },
	  .either = {
		{ .inodes = 1, .data_maps = 1, .sectors = 3, .frees = 2,
		  .refcounts = 2 },
		{ .sectors = 5, .frees = 2, .refcounts = 2 } } },
	{ .name = "map a quota block",
	  .always = { .quotas = 1, .quota_blocks = 1 },
	  .either = {
		{ .inodes = 1, .data_maps = 1, .sectors = 3, .frees = 2,
		  .refcounts = 2 },
		{ .sectors = 5, .frees = 2, .refcounts = 2 } } },
	{ .name = "truncate", .always = { .quotas = 1 },
	  .either = {
		{ .inodes = 1, .data_maps = 1, .blocks = 1 },
		{ .sectors = 9, .frees = 4, .refcounts = 4 } } },
	/* -n parent=1: 2001; with two rounds another is the largest: 1817 */
	{ .name = "rename", .rounds = 2, .parent_rounds = 5,
	  .always = { .quotas = 1 },
	  /* three pointers: 40 bytes of intent, a name, 12 of value; one is
	     replaced, so has both twice */
	  .parent = { .bytes = 3 * (40 + NAME_MAX_BYTES + 12) +
			       NAME_MAX_BYTES + 12 },
	  .either = {
		{ .inodes = 5, .dir_edits = 2 },
		{ .sectors = 7, .frees = 3 } } },
	{ .name = "make a symbolic link", .rounds = 3, .parent_rounds = 6,
	  .always = { .quotas = 1, .bytes = 1024 + BUF_HEAD },
	  .parent = { .bytes = 40 + NAME_MAX_BYTES + 12 },
	  .either = {
		{ .sectors = 2, .bare_sectors = 1, .frees = 1, .inode_trees = 1,
		  .free_inode_trees = 1 },
		{ .inodes = 2, .sectors = 1, .bare_blocks = 1, .dir_edits = 1,
		  .free_inode_trees = 1 } } },
	{ .name = "free an inode", .rounds = 2, .parent_rounds = 2,
	  .always = { .quotas = 1, .inodes = 1, .sectors = 4, .clusters = 2,
		      .chunk_buffers = 1, .frees = 1, .inode_trees = 1,
		      .free_inode_trees = 1 } },
};

/*
 * The end of an atomic write of many blocks, -i max_atomic_write: intents for all of
 * its blocks at once, and the larger of two steps that carry one of them out.  Only
 * 7.2 knows it, and sizes and rounds are the trimmed ones whatever the features.
 * With max_atomic_write=256m the least is 51437 for groups of 16 GiB, and 41077
 * for groups of 256 MiB and -m rmapbt=0, where it is the first step that counts.
 */
#define ATOMIC_BLOCK_BYTES	208
static const struct transaction atomic_write = {
	.name = "end an atomic write",
	.either = {
		{ .quotas = 1, .inodes = 1, .data_maps = 1, .blocks = 1 },
		{ .sectors = 3, .frees = 1 } },
};

/* Setting an attribute goes on block by block, so it is counted apart. */
static const struct pieces set_attr = {
	.quotas = 1, .inodes = 1, .sectors = 1, .blocks = DA_LEVELS,
};

static unsigned int rmap_height(const struct xfs_geom *g)
{
	if (!xfs_has_rmapbt(g))
		return 0;
	if (xfs_has_reflink(g) && !xfs_has_parent(g))
		return OLD_RMAP_LEVELS;
	return xfs_rmapbt_ops.maxlevels(g);
}

/*
 * Levels of a file's map as the log is reserved for them, which is one less than
 * xfs_bmbt_maxlevels() where the root in the inode has no room for all of the level
 * below: the block put between them is counted as the root.  -m reflink=0: 878; the
 * tree's own bound: 2679.
 */
static unsigned int map_height(const struct xfs_geom *g, bool attr)
{
	unsigned int half = xfs_btree_minrecs(&xfs_bmbt_ops, g->blocksize, true);
	unsigned int bits = attr ? 15 : 31, root = attr ? 2 : 3, levels = 1;
	uint64_t blocks;

	if (xfs_has_nrext64(g))
		bits = attr ? 32 : 48;
	blocks = mkfs_div_up((1ULL << bits) - 1, half);
	for (; blocks > 1; levels++)
		blocks = blocks <= root ? 1 : mkfs_div_up(blocks, half);
	return levels;
}

static void measure(const struct xfs_geom *g, struct heights *h)
{
	h->free = xfs_bnobt_ops.maxlevels(g);
	h->rmap = rmap_height(g);
	h->refcount = xfs_refcountbt_ops.maxlevels(g);
	h->inode = xfs_inobt_ops.maxlevels(g);
	h->data_map = map_height(g, false);
	h->attr_map = map_height(g, true);
}

/* Blocks of a path down a tree and of its split or join back up. */
static unsigned int path(unsigned int levels)
{
	return levels ? 2 * levels - 1 : 0;
}

static uint64_t free_blocks(const struct heights *h)
{
	return 2 * path(h->free) + path(h->rmap);
}

/* Map blocks for @blocks new blocks of a fork whose map has @levels. */
static uint64_t map_blocks(const struct xfs_geom *g, uint64_t blocks,
			   unsigned int levels)
{
	unsigned int leaf = xfs_btree_maxrecs(&xfs_bmbt_ops, g->blocksize, true);

	return mkfs_div_up(blocks, leaf) * (levels - 1);
}

static uint64_t dir_blocks(const struct xfs_geom *g, const struct heights *h)
{
	uint64_t one = g->dirblksize / g->blocksize;

	return (DA_LEVELS + 2) * (one + map_blocks(g, one, h->data_map)) + 1;
}

static uint64_t whole_blocks(const struct xfs_geom *g, const struct heights *h,
			     const struct pieces *p)
{
	uint64_t inode_tree = h->inode + free_blocks(h), n = p->blocks;

	n += p->frees * free_blocks(h);
	/* trimmed reservations: in a round of their own, never the largest */
	if (xfs_has_reflink(g) && !xfs_has_parent(g))
		n += p->refcounts * path(h->refcount);
	n += p->data_maps * h->data_map;
	n += p->dir_edits * dir_blocks(g, h);
	n += p->inode_trees * inode_tree;
	if (xfs_has_finobt(g))
		n += p->free_inode_trees * inode_tree;
	return n;
}

static uint64_t inode_bytes(const struct xfs_geom *g, const struct pieces *p)
{
	uint64_t chunk = mkfs_div_up(64 * g->inodesize, g->blocksize);
	uint64_t cluster = mkfs_cluster_bytes(g);

	if (cluster < g->blocksize)
		cluster = g->blocksize;
	return p->inodes * (uint64_t)(INODE_HEAD + g->inodesize) +
		p->clusters * cluster + p->chunk_buffers * chunk * BUF_HEAD;
}

static uint64_t total(const struct xfs_geom *g, const struct heights *h,
		      const struct pieces *p)
{
	return whole_blocks(g, h, p) * (g->blocksize + BUF_HEAD) +
		inode_bytes(g, p) +
		p->sectors * (uint64_t)(g->sectsize + BUF_HEAD) +
		p->bare_sectors * (uint64_t)g->sectsize +
		p->bare_blocks * (uint64_t)g->blocksize +
		p->quota_blocks * (uint64_t)(g->blocksize + BUF_HEAD) +
		p->quotas * DQUOT_BYTES + p->bytes;
}

static uint64_t transaction_bytes(const struct xfs_geom *g,
				  const struct heights *h,
				  const struct transaction *t)
{
	uint64_t a = total(g, h, &t->either[0]), b = total(g, h, &t->either[1]);
	uint64_t bytes = total(g, h, &t->always) + (a > b ? a : b);

	if (xfs_has_parent(g))
		bytes += total(g, h, &t->parent);
	return bytes;
}

/* Of extent mapping, with the trimmed reservations. */
static unsigned int trimmed_rounds(const struct xfs_geom *g)
{
	bool reflink = xfs_has_reflink(g), rmap = xfs_has_rmapbt(g);

	return 2 + (reflink || rmap ? 2 : 0) + (reflink && rmap ? 1 : 0);
}

static unsigned int rounds(const struct xfs_geom *g, const struct transaction *t)
{
	if (t->rounds)
		return xfs_has_parent(g) ? t->parent_rounds : t->rounds;
	/* No options: 1986, and by the features as with parent pointers: 1185. */
	if (!xfs_has_parent(g))
		return xfs_has_reflink(g) ? 8 : 2;
	return trimmed_rounds(g);
}

/*
 * The longest attribute kept in a leaf: its blocks, and all they may split.  The
 * value counts as if each byte needed a block of the map: with -b size=16k
 * -m reflink=0 -i nrext64=1 the least is 2270, and would be 629 for its blocks.
 */
static uint64_t attr_bytes(const struct xfs_geom *g, const struct heights *h)
{
	uint64_t value = g->blocksize / 4 * 3 - NAME_MAX_BYTES;
	uint64_t blocks = DA_LEVELS * (1 + map_blocks(g, 1, h->attr_map)) +
		mkfs_div_up(value, g->blocksize) + map_blocks(g, value, h->attr_map);
	uint64_t each = g->sectsize + BUF_HEAD +
		h->attr_map * (uint64_t)(g->blocksize + BUF_HEAD);

	return total(g, h, &set_attr) + blocks * each;
}

static void weigh(struct mkfs_log_need *need, const char *name, uint64_t bytes,
		  unsigned int n)
{
	if (bytes * n <= need->bytes * need->rounds)
		return;
	need->transaction = name;
	need->bytes = bytes;
	need->rounds = n;
}

static void weigh_atomic_write(const struct xfs_geom *g, struct heights h,
			       uint64_t blocks, struct mkfs_log_need *need)
{
	h.rmap = xfs_has_rmapbt(g) ? xfs_rmapbt_ops.maxlevels(g) : 0;
	weigh(need, atomic_write.name, blocks * ATOMIC_BLOCK_BYTES +
	      transaction_bytes(g, &h, &atomic_write), trimmed_rounds(g));
}

static void find_largest(const struct xfs_geom *g, uint64_t atomic_blocks,
			 struct mkfs_log_need *need)
{
	struct heights h;
	uint64_t attr;
	size_t i;

	measure(g, &h);
	need->bytes = need->rounds = 0;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		weigh(need, table[i].name, transaction_bytes(g, &h, &table[i]),
		      rounds(g, &table[i]));
	if (atomic_blocks)
		weigh_atomic_write(g, h, atomic_blocks, need);
	/* One round of this is weighed against all rounds of the others.  -m reflink=0:
	   878; 1644 if all its rounds were. */
	attr = attr_bytes(g, &h);
	if (attr <= need->bytes * need->rounds)
		return;
	need->transaction = "set an attribute";
	need->bytes = attr;
	need->rounds = 3;
}

/*
 * What @bytes of changes take up in the log, headers and padding included: a record
 * more than they fill, and two units (no options: 1986; without the units 1980).
 */
static uint64_t in_log(uint64_t bytes, uint32_t logsunit)
{
	uint64_t space = RECORD_BYTES - RECORD_HEAD;
	uint64_t records;

	bytes += OP_HEAD + TRANS_HEAD;
	records = mkfs_div_up(bytes, space);
	bytes += OP_HEAD * records;
	while (mkfs_div_up(bytes, space) > records) {
		bytes += OP_HEAD;
		records++;
	}
	bytes += (records + 1) * RECORD_HEAD + OP_HEAD;
	return bytes + 2 * (logsunit > 1 ? logsunit : BBSIZE);
}

void mkfs_log_need(const struct xfs_geom *g, uint64_t atomic_blocks,
		   struct mkfs_log_need *need)
{
	uint64_t bbs, unit = g->logsunit > 1 ? g->logsunit / BBSIZE : 0;

	find_largest(g, atomic_blocks, need);
	bbs = BTOBB(in_log(need->bytes, g->logsunit) * need->rounds);
	if (unit)
		bbs = mkfs_div_up(bbs, unit) * unit + 2 * unit;
	else
		bbs += 2 * BBSIZE;	/* as many basic blocks, not bytes: with no
					   options 1986; two sectors: 1603 */
	need->blocks = mkfs_div_up(LOG_ROUNDS * bbs, g->blocksize / BBSIZE);
	if (need->blocks < XFS_MIN_LOG_BLOCKS)
		need->blocks = XFS_MIN_LOG_BLOCKS;
}
