// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The verifier of one B+tree block: a good block of every tree passes, and each
 * field made wrong is found and called by its name; nothing that random bytes do to
 * a block leads outside it.
 */
#include "tests/unit/btree_bed.h"

struct block {
	const struct xfs_btree_ops *ops;
	struct xfs_geom	g;
	uint8_t		*data;
	xfs_daddr_t	daddr;
	uint64_t	self;
	struct xfs_btree_view v;
};

static void place(struct block *b, const struct xfs_btree_ops *ops, uint32_t blocksize)
{
	b->ops = ops;
	bed_geom(&b->g, blocksize);
	b->data = realloc(b->data, blocksize);
	b->self = ops->lptr ? xfs_agb_fsb(&b->g, 1, 500) : 500;
	b->daddr = xfs_agb_daddr(&b->g, 1, 500);
}

static void good_leaf(struct block *b, const struct xfs_btree_ops *ops, unsigned int nr)
{
	union xfs_btree_irec rec[400];
	unsigned int i;

	place(b, ops, 4096);
	for (i = 0; i < nr; i++)
		bed_rec(ops, &b->g, i, &rec[i]);
	xfs_btree_leaf_fill(ops, &b->g, b->data, b->daddr, bed_owner(ops), rec, nr);
	xfs_btree_view_init(&b->v, ops, b->data, 4096, false);
}

static void good_node(struct block *b, const struct xfs_btree_ops *ops, unsigned int nr)
{
	uint8_t drec[XFS_BTREE_REC_MAX];
	union xfs_btree_irec rec;
	unsigned int i;

	place(b, ops, 4096);
	xfs_btree_block_init(ops, &b->g, b->data, b->daddr, bed_owner(ops), 1);
	xfs_btree_view_init(&b->v, ops, b->data, 4096, false);
	for (i = 0; i < nr; i++) {
		bed_rec(ops, &b->g, 10 * i, &rec);
		ops->pack(&b->g, &rec, drec);
		ops->rec_key(drec, xfs_btree_view_key(&b->v, i));
		if (ops->overlapping)
			ops->rec_high_key(drec, xfs_btree_view_high_key(&b->v, i));
		xfs_btree_view_set_ptr(&b->v, i, b->self + 1 + i);
	}
	xfs_btree_view_set_nr(&b->v, nr);
}

static enum xfs_fault verify(const struct block *b)
{
	return xfs_btree_block_verify(b->ops, &b->g, b->data, b->g.blocksize, b->daddr);
}

static void is_fault(const struct block *b, enum xfs_fault want, const char *what)
{
	enum xfs_fault got = verify(b);

	if (!ok(got == want, "%s: %s", b->ops->name, what))
		printf("# got %u %s\n", xfs_fault_number(got), xfs_fault_text(got));
}

/* ---- Headers ---- */

static uint64_t outside(const struct block *b)
{
	return b->ops->lptr ? xfs_agb_fsb(&b->g, 2, 500) :
			      xfs_ag_length(&b->g, 1);
}

static void headers(struct block *b, const struct xfs_btree_ops *ops)
{
	unsigned int owner = ops->lptr ? 63 : 51, uuid = ops->lptr ? 40 : 32;
	unsigned int blkno = ops->lptr ? 31 : 23;

	good_leaf(b, ops, 3);
	is_fault(b, XFS_FAULT_NONE, "a good leaf");
	b->data[0] ^= 1;
	is_fault(b, XFS_FAULT_BT_MAGIC, "magic");
	b->data[0] ^= 1;
	b->data[owner] ^= 64;
	if (ops->lptr)
		b->data[owner - 7] ^= 1;
	is_fault(b, XFS_FAULT_BT_OWNER, "owner");
	good_leaf(b, ops, 3);
	b->data[uuid] ^= 1;
	is_fault(b, XFS_FAULT_BT_UUID, "uuid");
	b->data[uuid] ^= 1;
	b->data[blkno] ^= 1;
	is_fault(b, XFS_FAULT_BT_BLKNO, "address");
	b->data[blkno] ^= 1;
	put_unaligned_be16(ops->maxlevels(&b->g), b->data + 4);
	is_fault(b, XFS_FAULT_BT_LEVEL, "level");
	good_leaf(b, ops, 3);
	b->daddr++;
	is_fault(b, XFS_FAULT_BT_BLKNO, "between two blocks");
	b->daddr = xfs_agb_daddr(&b->g, 1, 0);
	is_fault(b, XFS_FAULT_BT_BLKNO, "over a group's headers");
	b->daddr = xfs_agb_daddr(&b->g, 2, 500);
	is_fault(b, XFS_FAULT_BT_BLKNO, "behind the last group");
	b->daddr = -8;
	is_fault(b, XFS_FAULT_BT_BLKNO, "before the first");
	ok(xfs_btree_block_verify(ops, &b->g, b->data, 512, 0) == XFS_FAULT_BT_BLKNO,
	   "%s: less than a block", ops->name);
}

static void counts_and_siblings(struct block *b, const struct xfs_btree_ops *ops)
{
	unsigned int max = xfs_btree_maxrecs(ops, 4096, true);

	good_leaf(b, ops, 0);
	is_fault(b, XFS_FAULT_NONE, "an empty root");
	xfs_btree_set_right(ops, b->data, b->self + 1);
	is_fault(b, XFS_FAULT_BT_NUMRECS, "an empty leaf with a sibling");
	good_leaf(b, ops, 3);
	put_unaligned_be16(max + 1, b->data + 6);
	is_fault(b, XFS_FAULT_BT_NUMRECS, "one more than fits");
	put_unaligned_be16(65535, b->data + 6);
	is_fault(b, XFS_FAULT_BT_NUMRECS, "far more than fits");
	good_leaf(b, ops, max / 2);
	xfs_btree_set_left(ops, b->data, b->self + 1);
	is_fault(b, XFS_FAULT_NONE, "the minimum with a sibling");
	xfs_btree_view_set_nr(&b->v, max / 2 - 1);
	is_fault(b, XFS_FAULT_BT_NUMRECS, "less than that");
	xfs_btree_view_set_nr(&b->v, max / 2);
	xfs_btree_set_right(ops, b->data, b->self + 1);
	is_fault(b, XFS_FAULT_BT_SIBLING, "one block on both sides");
	xfs_btree_set_right(ops, b->data, b->self);
	is_fault(b, XFS_FAULT_BT_SIBLING, "itself on the right");
	xfs_btree_set_right(ops, b->data, outside(b));
	is_fault(b, XFS_FAULT_BT_SIBLING, "a right sibling outside");
	xfs_btree_set_right(ops, b->data, xfs_btree_null_ptr(ops));
	xfs_btree_set_left(ops, b->data, 0);
	is_fault(b, XFS_FAULT_BT_SIBLING, "the superblock on the left");
}

static void entries(struct block *b, const struct xfs_btree_ops *ops)
{
	uint8_t key[2 * XFS_BTREE_KEY_MAX];
	unsigned int len = xfs_btree_keys_len(ops);

	good_leaf(b, ops, 9);
	memcpy(xfs_btree_view_rec(&b->v, 4), xfs_btree_view_rec(&b->v, 5), ops->rec_len);
	is_fault(b, XFS_FAULT_BT_REC_ORDER, "a record twice");
	good_leaf(b, ops, 9);
	memset(xfs_btree_view_rec(&b->v, 7), 0, ops->rec_len);
	is_fault(b, ops->rec_fault, "a record of zeroes");
	memset(xfs_btree_view_rec(&b->v, 7), 0xff, ops->rec_len);
	is_fault(b, ops->rec_fault, "a record of ones");

	good_node(b, ops, 9);
	is_fault(b, XFS_FAULT_NONE, "a good node");
	memcpy(key, xfs_btree_view_key(&b->v, 4), len);
	memcpy(xfs_btree_view_key(&b->v, 5), key, len);
	is_fault(b, XFS_FAULT_BT_KEY_ORDER, "a key twice");
	good_node(b, ops, 9);
	xfs_btree_view_set_ptr(&b->v, 8, outside(b));
	is_fault(b, XFS_FAULT_BT_PTR, "a child outside");
	xfs_btree_view_set_ptr(&b->v, 8, b->self);
	is_fault(b, XFS_FAULT_BT_PTR, "a node its own child");
	xfs_btree_view_set_ptr(&b->v, 8, xfs_btree_null_ptr(ops));
	is_fault(b, XFS_FAULT_BT_PTR, "a null child");
	good_node(b, ops, 0);
	is_fault(b, XFS_FAULT_BT_NUMRECS, "a node without children");
	if (!ops->overlapping)
		return;
	good_node(b, ops, 9);
	memset(xfs_btree_view_high_key(&b->v, 3), 0, ops->key_len);
	is_fault(b, XFS_FAULT_BT_HIGH_KEY, "a high key below the low one");
}

/* ---- Records ---- */

static void one_record(struct block *b, const struct xfs_btree_ops *ops,
		       union xfs_btree_irec rec, bool good, const char *what)
{
	place(b, ops, 4096);
	xfs_btree_leaf_fill(ops, &b->g, b->data, b->daddr, bed_owner(ops), &rec, 1);
	is_fault(b, good ? XFS_FAULT_NONE : ops->rec_fault, what);
}

#define REC(ops, good, what, member, ...) \
	one_record(b, &xfs_##ops##_ops, \
		   (union xfs_btree_irec){ .member = { __VA_ARGS__ } }, good, what)

static void free_records(struct block *b)
{
	uint32_t end;

	place(b, &xfs_bnobt_ops, 4096);
	end = xfs_ag_length(&b->g, 1);
	REC(bnobt, true, "the group's last block", alloc, end - 1, 1);
	REC(bnobt, false, "one block behind it", alloc, end, 1);
	REC(bnobt, false, "across the end", alloc, end - 1, 2);
	REC(bnobt, false, "no block", alloc, 50, 0);
	REC(bnobt, false, "a header", alloc, 0, 1);
	REC(cntbt, true, "all but the headers", alloc, 1, end - 1);
	REC(cntbt, false, "more than a group", alloc, 1, 0xffffffff);
}

/* Of a chunk without a free inode, these inodes are holes, four to a bit of @mask. */
static void hole_record(uint32_t blocksize, uint32_t align, uint16_t mask, bool good,
			const char *what)
{
	union xfs_btree_irec rec = { .inobt = {
		.startino = 128, .holemask = mask,
		.count = XFS_INODES_PER_CHUNK - 4 * __builtin_popcount(mask),
	} };
	uint8_t drec[XFS_BTREE_REC_MAX];
	struct xfs_geom g;

	bed_geom(&g, blocksize);
	g.spino_align = align;
	xfs_inobt_ops.pack(&g, &rec, drec);
	ok(xfs_inobt_ops.rec_verify(&g, 1, drec) == good, "blocks of %u, aligned to %u: %s",
	   blocksize, align, what);
}

/* Inodes of 512 bytes, so two to 128 a block. */
static void hole_records(void)
{
	hole_record(4096, 0, 0x0003, true, "a hole of a block");
	hole_record(4096, 0, 0x0001, false, "a hole of half a block");
	hole_record(4096, 0, 0x0006, false, "a hole of two halves");
	hole_record(4096, 2, 0xf00f, true, "holes of the alignment");
	hole_record(4096, 2, 0xf003, false, "a hole of half of it");
	hole_record(4096, 2, 0x003c, false, "a hole between two");
	hole_record(4096, 8, 0x0000, true, "a full chunk, which is the alignment");
	hole_record(4096, 8, 0xff00, false, "half of one");
	hole_record(1024, 0, 0x0001, true, "a hole of two blocks");
	hole_record(1024, 4, 0x0001, false, "a hole of half the alignment");
	hole_record(65536, 1, 0x0000, true, "a full chunk in half a block");
	hole_record(65536, 1, 0xff00, false, "half of one");
}

static void inode_records(struct block *b)
{
	uint32_t end;

	place(b, &xfs_inobt_ops, 4096);
	end = xfs_ag_length(&b->g, 1) << b->g.inopblog;
	REC(inobt, true, "a full chunk", inobt, 64, 0, 64, 0, 0);
	REC(inobt, true, "a sparse chunk", inobt, 64, 0xff00, 32, 32, ~0ULL);
	REC(inobt, false, "a count that is not the mask's", inobt, 64, 0xff00, 64, 32,
	    ~0ULL);
	REC(inobt, false, "all holes", inobt, 64, 0xffff, 0, 0, ~0ULL);
	REC(inobt, false, "a wrong free count", inobt, 64, 0, 64, 2, 1);
	REC(inobt, false, "holes counted as free", inobt, 64, 0xff00, 32, 64, ~0ULL);
	REC(inobt, false, "between blocks", inobt, 65, 0, 64, 0, 0);
	REC(inobt, false, "outside the group", inobt, 0xffffffc0, 0, 64, 0, 0);
	REC(inobt, true, "the group's last chunk", inobt, end - 64, 0, 64, 0, 0);
	REC(inobt, false, "a chunk over the end", inobt, end - 8, 0, 64, 0, 0);
	REC(inobt, false, "over it by its last eight", inobt, end - 56, 0x3ffc, 16, 0, 0);
	REC(inobt, true, "over it by a hole alone", inobt, end - 8, 0xfffc, 8, 0, 0);
	REC(finobt, true, "a chunk with a free inode", inobt, 64, 0, 64, 1, 1);
	REC(finobt, false, "a chunk without", inobt, 64, 0, 64, 0, 0);
}

static void rmap_records(struct block *b)
{
	const uint64_t attr = XFS_RMAP_OFF_ATTR_FORK, map = XFS_RMAP_OFF_BMBT_BLOCK;
	const uint64_t unwritten = XFS_RMAP_OFF_UNWRITTEN;

	REC(rmapbt, true, "headers", rmap, 0, 1, XFS_RMAP_OWN_FS, 0, 0);
	REC(rmapbt, false, "headers elsewhere", rmap, 9, 1, XFS_RMAP_OWN_FS, 0, 0);
	REC(rmapbt, false, "long headers", rmap, 0, 2, XFS_RMAP_OWN_FS, 0, 0);
	REC(rmapbt, true, "staging", rmap, 9, 1, XFS_RMAP_OWN_COW, 0, 0);
	REC(rmapbt, false, "an unknown owner", rmap, 9, 1, XFS_RMAP_OWN_MIN, 0, 0);
	REC(rmapbt, false, "a null owner", rmap, 9, 1, XFS_RMAP_OWN_NULL, 0, 0);
	REC(rmapbt, false, "a log with offset", rmap, 9, 1, XFS_RMAP_OWN_LOG, 5, 0);
	REC(rmapbt, false, "a log with a flag", rmap, 9, 1, XFS_RMAP_OWN_LOG, 0, attr);
	REC(rmapbt, true, "a file, unwritten", rmap, 9, 1, BED_INO, 5, unwritten);
	REC(rmapbt, true, "attributes", rmap, 9, 1, BED_INO, 5, attr);
	REC(rmapbt, false, "attributes, unwritten", rmap, 9, 1, BED_INO, 5,
	    attr | unwritten);
	REC(rmapbt, true, "an extent map's block", rmap, 9, 1, BED_INO, 0, map);
	REC(rmapbt, false, "one with offset", rmap, 9, 1, BED_INO, 5, map);
	REC(rmapbt, false, "one unwritten", rmap, 9, 1, BED_INO, 0, map | unwritten);
	REC(rmapbt, false, "no such inode", rmap, 9, 1, 1ULL << 60, 0, 0);
	REC(rmapbt, false, "over the end of a file", rmap, 9, 2, BED_INO,
	    XFS_RMAP_OFF_MASK, 0);
	REC(rmapbt, true, "at the end of a file", rmap, 9, 1, BED_INO,
	    XFS_RMAP_OFF_MASK, 0);
}

static void other_records(struct block *b)
{
	union xfs_btree_irec rec = { .bmap = { 5, 1000, 3, false } };

	REC(refcountbt, true, "two owners", refcount, 9, 1, 2, false);
	REC(refcountbt, false, "one owner", refcount, 9, 1, 1, false);
	REC(refcountbt, true, "staging", refcount, 9, 1, 1, true);
	REC(refcountbt, false, "staging twice", refcount, 9, 1, 2, true);
	REC(refcountbt, false, "a header shared", refcount, 0, 1, 2, false);
	REC(bmbt, false, "no length", bmap, 5, 1000, 0, false);
	REC(bmbt, false, "behind the largest file", bmap, BMBT_STARTOFF_MASK, 1000, 2,
	    false);
	REC(bmbt, true, "at its end", bmap, BMBT_STARTOFF_MASK, 1000, 1, false);
	ok(xfs_bmbt_irec_ok(&b->g, &rec.bmap), "an extent on the data device");
	rec.bmap.br_blockcount = b->g.agblocks;
	ok(!xfs_bmbt_irec_ok(&b->g, &rec.bmap), "an extent over two groups");
	rec.bmap.br_startblock = BMBT_STARTBLOCK_MASK;
	ok(!xfs_bmbt_irec_ok(&b->g, &rec.bmap), "an extent nowhere");
}

/* ---- The rest ---- */

static void forks(struct block *b)
{
	struct xfs_btree_view v;
	uint8_t fork[340] = { 0 };
	const struct xfs_btree_ops *ops = &xfs_bmbt_ops;

	place(b, ops, 4096);
	xfs_btree_view_init(&v, ops, fork, sizeof(fork), true);
	is_u64(v.max, 21, "pointers in a fork of 340 bytes");
	ok(xfs_btree_fork_verify(ops, &b->g, fork, sizeof(fork)) ==
	   XFS_FAULT_BT_LEVEL, "a fork of zeroes");
	put_unaligned_be16(1, fork);
	ok(xfs_btree_fork_verify(ops, &b->g, fork, sizeof(fork)) ==
	   XFS_FAULT_BT_NUMRECS, "a root without children");
	xfs_btree_view_set_nr(&v, 2);
	xfs_btree_view_set_ptr(&v, 0, 500);
	xfs_btree_view_set_ptr(&v, 1, 501);
	ok(xfs_btree_fork_verify(ops, &b->g, fork, sizeof(fork)) ==
	   XFS_FAULT_BT_KEY_ORDER, "a key twice in a fork");
	put_unaligned_be64(1, xfs_btree_view_key(&v, 1));
	ok(!xfs_btree_fork_verify(ops, &b->g, fork, sizeof(fork)), "a good fork");
	xfs_btree_view_set_ptr(&v, 1, 0);
	ok(xfs_btree_fork_verify(ops, &b->g, fork, sizeof(fork)) ==
	   XFS_FAULT_BT_PTR, "a fork that points at the superblock");
	ok(xfs_btree_fork_verify(ops, &b->g, fork, 3) == XFS_FAULT_BT_FORK_ROOT,
	   "a fork of three bytes");
	ok(xfs_btree_fork_verify(ops, &b->g, fork, 20) == XFS_FAULT_BT_NUMRECS,
	   "more than a small fork has room for");
}

/* Whatever stands in a block, the verifier stays inside and what it passes is sane. */
static void random_bytes(struct block *b, const struct xfs_btree_ops *ops)
{
	uint64_t seed = ops->magic;
	unsigned int i, n, passed = 0;

	for (i = 0; i < 3000; i++) {
		if (i & 1)
			good_leaf(b, ops, 100);
		else
			good_node(b, ops, 60);
		for (n = bed_random(&seed) % 8; n; n--)
			b->data[bed_random(&seed) % (i & 2 ? 80 : 4096)] =
				bed_random(&seed);
		if (verify(b))
			continue;
		xfs_btree_view_init(&b->v, ops, b->data, 4096, false);
		passed += b->v.nr <= b->v.max;
		if (b->v.nr > b->v.max)
			break;
	}
	ok(i == 3000 && passed > 100 && passed < 3000,
	   "%s: %u of 3000 damaged blocks pass", ops->name, passed);
}

/* A shared mapping's highest key goes along with its offset, others' do not. */
static void rmap_high_keys(struct block *b)
{
	static const struct {
		uint64_t	owner, flags, offset, high;
	} row[] = {
		{ BED_INO, 0, 50, 56 },
		{ BED_INO, XFS_RMAP_OFF_UNWRITTEN, 50, 56 },
		{ BED_INO, XFS_RMAP_OFF_ATTR_FORK, 50, XFS_RMAP_OFF_ATTR_FORK | 56 },
		{ BED_INO, XFS_RMAP_OFF_BMBT_BLOCK, 0, XFS_RMAP_OFF_BMBT_BLOCK },
		{ XFS_RMAP_OWN_AG, 0, 0, 0 },
	};
	union xfs_btree_irec rec = { .rmap = { .startblock = 100, .blockcount = 7 } };
	uint8_t drec[XFS_BTREE_REC_MAX], key[XFS_BTREE_KEY_MAX];
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		rec.rmap.owner = row[i].owner;
		rec.rmap.flags = row[i].flags;
		rec.rmap.offset = row[i].offset;
		xfs_rmapbt_ops.pack(&b->g, &rec, drec);
		xfs_rmapbt_ops.rec_high_key(drec, key);
		ok(get_unaligned_be32(key) == 106 &&
		   get_unaligned_be64(key + 4) == row[i].owner &&
		   get_unaligned_be64(key + 12) == row[i].high,
		   "rmapbt: highest key of record %zu", i);
	}
}

static void heights(void)
{
	static const uint32_t blocksizes[] = { 1024, 4096, 65536 };
	struct xfs_geom g;
	bool bounded = true;
	size_t t, s;

	for (s = 0; s < 3; s++) {
		bed_geom(&g, blocksizes[s]);
		g.agblocks = XFS_MAX_AG_BYTES >> g.blocklog;
		xfs_geom_derive(&g);
		for (t = 0; t < BED_NR_TREES; t++)
			bounded &= bed_trees[t]->maxlevels(&g) <= XFS_BTREE_CUR_LEVELS;
	}
	ok(bounded, "no tree of the largest group is higher than a cursor");
	is_u64(xfs_btree_height(&xfs_bnobt_ops, 4096, 0), 1, "height of nothing");
	is_u64(xfs_btree_height(&xfs_bnobt_ops, 4096, 252), 1, "of a minimal leaf");
	is_u64(xfs_btree_height(&xfs_bnobt_ops, 4096, 253), 2, "of one more");
	is_u64(xfs_btree_height_in_space(&xfs_rmapbt_ops, 4096, 1), 1, "in one block");
	is_u64(xfs_btree_height_in_space(&xfs_rmapbt_ops, 4096, 3), 1,
	       "in three, of which two must stay over");
	is_u64(xfs_btree_height_in_space(&xfs_rmapbt_ops, 4096, 4), 2, "in four");
}

int main(void)
{
	struct block b = { .data = NULL };
	size_t t;

	for (t = 0; t < BED_NR_TREES; t++) {
		headers(&b, bed_trees[t]);
		counts_and_siblings(&b, bed_trees[t]);
		entries(&b, bed_trees[t]);
		random_bytes(&b, bed_trees[t]);
	}
	free_records(&b);
	inode_records(&b);
	hole_records();
	rmap_records(&b);
	other_records(&b);
	rmap_high_keys(&b);
	forks(&b);
	heights();
	free(b.data);
	return done();
}
