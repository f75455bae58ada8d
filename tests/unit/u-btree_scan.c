// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tolerant walk: all of a sound tree; of a bad one each fault with its place, and
 * what stands behind it; and under mutation an end, an order and nothing twice.
 *
 * The walk is compiled in, so that its reads can be counted and made to fail.
 */
#include <errno.h>

#include "tests/unit/btree_bed.h"
#include "tests/unit/mutate.h"

static uint64_t reads;
static uint64_t fail_daddr = UINT64_MAX;	/* is answered so: */
static int fail_error;

static int counted_read(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
			const struct xfs_buf_ops *ops, struct xfs_buf **bpp)
{
	reads++;
	*bpp = NULL;
	if ((uint64_t)daddr == fail_daddr)
		return fail_error;
	return xfs_buf_read(cache, daddr, len, ops, bpp);
}

#define xfs_buf_read counted_read
#include "libxfs/btree/scan.c"
#undef xfs_buf_read

#define MAX_BLOCKS	256
#define MAX_FAULTS	64

/* ---- A tree whose blocks are at hand ---- */

struct tree {
	struct bed	b;
	uint64_t	records;
	unsigned int	top;		/* level of the root, of the one in a fork too */
	unsigned int	nr;		/* blocks, in the order a walk meets them */
	uint64_t	ptr[MAX_BLOCKS];
	unsigned int	level[MAX_BLOCKS];
	unsigned int	entries[MAX_BLOCKS];
	uint8_t		*good[MAX_BLOCKS];	/* what each holds */
	uint8_t		fork[512];
};

/* What one walk told. */
struct told {
	int		error;
	uint64_t	records;
	bool		rising;		/* every record's key above that before it */
	bool		series;		/* records are the first of the series */
	bool		complete;
	bool		sound;
	uint64_t	blocks;
	uint64_t	nr_blocks;
	unsigned int	nr;
	struct xfs_btree_scan_fault faults[MAX_FAULTS];
	int		stop;		/* what the callbacks return */
};

static xfs_daddr_t daddr_of(const struct tree *t, unsigned int i)
{
	return xfs_btree_ptr_daddr(t->b.ops, &t->b.g, t->b.host.owner, t->ptr[i]);
}

static int note_fault(void *priv, const struct xfs_btree_scan_fault *sf)
{
	struct told *told = priv;

	if (told->nr < MAX_FAULTS)
		told->faults[told->nr] = *sf;
	told->nr++;
	return told->stop;
}

static int note_block(void *priv, unsigned int level, uint64_t ptr,
		      const struct xfs_buf *bp)
{
	struct told *told = priv;

	told->blocks++;
	return 0;
}

static void note_record(struct tree *t, struct told *told, uint8_t *last,
			const union xfs_btree_irec *irec)
{
	uint8_t rec[XFS_BTREE_REC_MAX], key[XFS_BTREE_KEY_MAX];
	union xfs_btree_irec want;

	bed_rec(t->b.ops, &t->b.g, told->records, &want);
	told->series &= bed_rec_same(&t->b, irec, &want);
	t->b.ops->pack(&t->b.g, irec, rec);
	t->b.ops->rec_key(rec, key);
	if (told->records++ && t->b.ops->key_cmp(last, key) >= 0)
		told->rising = false;
	memcpy(last, key, sizeof(key));
}

/* Walks it all through a new cache. */
static void walk_to(struct tree *t, struct told *told, int stop)
{
	struct xfs_btree_scan_visit visit = {
		.fault = note_fault, .block = note_block, .priv = told,
	};
	uint8_t last[XFS_BTREE_KEY_MAX];
	union xfs_btree_irec irec;
	struct xfs_btree_scan scan;
	bool found;

	memset(told, 0, sizeof(*told));
	told->rising = told->series = true;
	told->stop = stop;
	reads = 0;
	bed_forget(&t->b);
	xfs_btree_scan_init(&scan, t->b.ops, &t->b.g, &t->b.host, &visit);
	while (!(told->error = xfs_btree_scan_next(&scan, &irec, &found)) && found)
		note_record(t, told, last, &irec);
	told->complete = scan.complete;
	told->sound = scan.sound;
	told->nr_blocks = scan.nr_blocks;
	if (told->error)
		told->rising &= !xfs_btree_scan_next(&scan, &irec, &found) && !found;
	xfs_btree_scan_done(&scan);
}

static void show(const struct told *told)
{
	unsigned int i;

	printf("# error %d, %" PRIu64 " records, complete %d, sound %d\n", told->error,
	       told->records, told->complete, told->sound);
	for (i = 0; i < told->nr && i < MAX_FAULTS; i++)
		printf("# level %u, block %" PRIu64 ": %s\n", told->faults[i].level,
		       told->faults[i].ptr, xfs_fault_text(told->faults[i].fault));
}

static bool tells(const struct told *told, enum xfs_fault fault, unsigned int level,
		  uint64_t ptr)
{
	unsigned int i;

	for (i = 0; i < told->nr && i < MAX_FAULTS; i++)
		if (told->faults[i].fault == fault && told->faults[i].level == level &&
		    told->faults[i].ptr == ptr)
			return true;
	return false;
}

static void put(struct tree *t, unsigned int i, const void *block)
{
	off_t at = (off_t)daddr_of(t, i) * 512;

	if (pwrite(device_fd(t->b.dev), block, t->b.g.blocksize, at) !=
	    (ssize_t)t->b.g.blocksize)
		abort();
}

static int keep_block(struct xfs_btree_cur *cur, unsigned int level, uint64_t ptr,
		      const struct xfs_buf *bp, void *priv)
{
	struct tree *t = priv;
	struct xfs_btree_view v;

	if (!bp)
		return 0;
	if (t->nr == MAX_BLOCKS)
		return -E2BIG;
	xfs_btree_view_init(&v, cur->ops, bp->data, bp->len, false);
	t->ptr[t->nr] = ptr;
	t->level[t->nr] = level;
	t->entries[t->nr] = v.nr;
	t->good[t->nr] = aligned_alloc(4096, 4096);
	memcpy(t->good[t->nr++], bp->data, bp->len);
	return 0;
}

static bool tree_open(struct tree *t, const struct xfs_btree_ops *ops, uint64_t records)
{
	struct xfs_btree_bulk bulk;
	struct xfs_btree_cur cur;
	int error;

	memset(t, 0, sizeof(*t));
	bed_open(&t->b, ops, 1024);
	t->records = records;
	error = bed_load(&t->b, &bulk, records, -1);
	bed_forget(&t->b);
	memcpy(t->fork, t->b.fork, sizeof(t->fork));
	t->top = ops->fork_root ? get_unaligned_be16(t->fork) : t->b.host.nlevels - 1;
	xfs_btree_cur_init(&cur, ops, &t->b.g, &t->b.host);
	if (!error)
		error = xfs_btree_walk(&cur, keep_block, t);
	xfs_btree_cur_done(&cur);
	return !error;
}

static void tree_close(struct tree *t)
{
	while (t->nr)
		free(t->good[--t->nr]);
	bed_close(&t->b);
}

static void mend(struct tree *t)
{
	unsigned int i;

	for (i = 0; i < t->nr; i++)
		put(t, i, t->good[i]);
	memcpy(t->b.fork, t->fork, sizeof(t->fork));
}

/* The @n-th block of @level; counted from 0 as a walk meets them. */
static unsigned int nth(const struct tree *t, unsigned int level, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < t->nr; i++)
		if (t->level[i] == level && !n--)
			return i;
	abort();
}

static unsigned int last_of(const struct tree *t, unsigned int level)
{
	unsigned int i = t->nr;

	while (i--)
		if (t->level[i] == level)
			return i;
	abort();
}

/* ---- Sound trees ---- */

static void sound_tree(const struct xfs_btree_ops *ops, uint64_t records)
{
	struct told told;
	struct tree t;

	ok(tree_open(&t, ops, records), "%s: %" PRIu64 " records", ops->name, records);
	walk_to(&t, &told, 0);
	if (!ok(!told.error && told.complete && told.sound && !told.nr && told.series &&
		told.records == records, "%s, root at level %u: all, in order",
		ops->name, t.top))
		show(&told);
	ok(told.blocks == t.nr && told.nr_blocks == t.nr && reads == t.nr,
	   "each of %u blocks once", t.nr);
	tree_close(&t);
}

/* ---- One fault each ---- */

struct change {
	uint8_t			*block;
	struct xfs_btree_view	v;
	struct tree		*t;
	unsigned int		i;
};

static void begin_change(struct tree *t, unsigned int i, struct change *c)
{
	static uint8_t block[4096] __attribute__((aligned(4096)));

	memcpy(block, t->good[i], t->b.g.blocksize);
	c->block = block;
	c->t = t;
	c->i = i;
	xfs_btree_view_init(&c->v, t->b.ops, block, t->b.g.blocksize, false);
}

static void end_change(struct change *c)
{
	xfs_btree_block_stamp(c->t->b.ops, &c->t->b.g, c->block);
	put(c->t, c->i, c->block);
}

/* The walk tells @fault of block @i and gives all but @lost records. */
static void expect(struct tree *t, const char *what, enum xfs_fault fault,
		   unsigned int level, uint64_t ptr, uint64_t lost)
{
	struct told told;

	walk_to(t, &told, 0);
	if (!ok(!told.error && !told.sound && told.rising &&
		told.complete == !lost && tells(&told, fault, level, ptr) &&
		told.records == t->records - lost, "%s: %s", t->b.ops->name, what))
		show(&told);
	mend(t);
}

static void bad_checksums(struct tree *t)
{
	unsigned int level, i;
	struct told told;
	struct change c;

	for (level = 0; level < t->top + !t->b.ops->fork_root; level++) {
		i = nth(t, level, 0);
		begin_change(t, i, &c);
		c.block[t->b.g.blocksize - 1] ^= 1;
		put(t, i, c.block);
		walk_to(t, &told, 0);
		ok(told.nr == 1 && told.series && told.records == t->records,
		   "records of a bad checksum come");
		expect(t, "a bad checksum", XFS_FAULT_BAD_CRC, level, t->ptr[i], 0);
	}
}

/* Leaf @i is refused: its own records are lost, no others. */
static void lost_leaf(struct tree *t, unsigned int i)
{
	struct change c;

	begin_change(t, i, &c);
	c.block[0] ^= 1;
	end_change(&c);
	expect(t, "a bad magic number", XFS_FAULT_BT_MAGIC, 0, t->ptr[i], t->entries[i]);
	begin_change(t, i, &c);
	if (t->b.ops->lptr)
		((struct xfs_btree_block_lhdr *)c.block)->bb_owner =
			cpu_to_be64(BED_INO + 1);
	else
		((struct xfs_btree_block_shdr *)c.block)->bb_owner = cpu_to_be32(0);
	end_change(&c);
	expect(t, "another owner", t->b.ops->lptr ? XFS_FAULT_BT_CHILD_OWNER :
	       XFS_FAULT_BT_OWNER, 0, t->ptr[i], t->entries[i]);
	begin_change(t, i, &c);
	put_unaligned_be16(100, c.v.head);
	end_change(&c);
	expect(t, "a level beyond all", XFS_FAULT_BT_LEVEL, 0, t->ptr[i], t->entries[i]);
	begin_change(t, i, &c);
	put_unaligned_be16(0xffff, c.v.head + 2);
	end_change(&c);
	expect(t, "too many entries", XFS_FAULT_BT_NUMRECS, 0, t->ptr[i], t->entries[i]);
	fail_daddr = daddr_of(t, i);
	fail_error = -EIO;
	expect(t, "an unreadable block", XFS_FAULT_UNREADABLE, 0, t->ptr[i],
	       t->entries[i]);
	fail_daddr = UINT64_MAX;
}

static void bad_siblings(struct tree *t)
{
	unsigned int i = nth(t, 0, 1), next = nth(t, 0, 2), end = last_of(t, 0);
	unsigned int first = nth(t, 0, 0);
	uint64_t far = t->ptr[end];
	struct change c;

	begin_change(t, i, &c);
	xfs_btree_set_left(t->b.ops, c.block, far);
	end_change(&c);
	expect(t, "a wrong left sibling", XFS_FAULT_BT_NEIGHBOUR, 0, t->ptr[i], 0);
	begin_change(t, i, &c);
	xfs_btree_set_right(t->b.ops, c.block, far);
	end_change(&c);
	expect(t, "a wrong right sibling", XFS_FAULT_BT_NEIGHBOUR, 0, t->ptr[i], 0);
	begin_change(t, end, &c);
	xfs_btree_set_right(t->b.ops, c.block, t->ptr[next]);
	end_change(&c);
	expect(t, "a last block with a right sibling", XFS_FAULT_BT_NEIGHBOUR, 0, far, 0);
	begin_change(t, first, &c);
	xfs_btree_set_left(t->b.ops, c.block, far);
	end_change(&c);
	expect(t, "a first block with a left sibling", XFS_FAULT_BT_NEIGHBOUR, 0,
	       t->ptr[first], 0);
	begin_change(t, i, &c);
	xfs_btree_set_right(t->b.ops, c.block, t->b.ops->lptr ? NULLFSBLOCK - 1 :
			    t->b.g.agblocks);
	end_change(&c);
	expect(t, "a sibling outside", XFS_FAULT_BT_SIBLING, 0, t->ptr[i], t->entries[i]);
}

/* Records below entries @from and on of node @i. */
static uint64_t below(const struct tree *t, unsigned int i, unsigned int from)
{
	unsigned int level = t->level[i], child = 0;
	uint64_t sum = 0;

	for (i++; i < t->nr && t->level[i] < level; i++) {
		child += t->level[i] == level - 1;
		if (!t->level[i] && child > from)
			sum += t->entries[i];
	}
	return sum;
}

/* Entry @e of the first node above leaves. */
static void bad_pointer(struct tree *t, const char *what, uint64_t ptr,
			enum xfs_fault fault)
{
	unsigned int node = nth(t, 1, 0);
	unsigned int leaf = nth(t, 0, 1);
	struct change c;

	begin_change(t, node, &c);
	xfs_btree_view_set_ptr(&c.v, 1, ptr);
	end_change(&c);
	expect(t, what, fault, 0, ptr, t->entries[leaf]);
}

static void bad_pointers(struct tree *t)
{
	unsigned int node = nth(t, 1, 0), leaf = nth(t, 0, 1);
	uint64_t outside = t->b.ops->lptr ? NULLFSBLOCK - 1 : t->b.g.agblocks;
	struct change c;

	bad_pointer(t, "the same child twice", t->ptr[nth(t, 0, 0)],
		    XFS_FAULT_BT_NEIGHBOUR_ORDER);
	if (t->level[0] > 1)
		bad_pointer(t, "an ancestor for a child", t->ptr[0],
			    XFS_FAULT_BT_CHILD_LEVEL);
	begin_change(t, node, &c);
	xfs_btree_view_set_ptr(&c.v, 1, t->ptr[nth(t, 0, 0)]);
	xfs_btree_view_set_ptr(&c.v, 3, t->ptr[nth(t, 0, 0)]);
	end_change(&c);
	expect(t, "a block met long ago", XFS_FAULT_BT_NEIGHBOUR_ORDER, 0,
	       t->ptr[nth(t, 0, 0)], t->entries[leaf] + t->entries[nth(t, 0, 3)]);
	begin_change(t, node, &c);
	xfs_btree_view_set_ptr(&c.v, 1, outside);
	end_change(&c);
	expect(t, "a pointer outside", XFS_FAULT_BT_PTR, 1, t->ptr[node],
	       below(t, node, 0));
}

static void bad_keys(struct tree *t)
{
	unsigned int node = nth(t, 1, 0), leaf = nth(t, 0, 1);
	struct change c;
	uint8_t *key;

	begin_change(t, node, &c);
	key = xfs_btree_view_key(&c.v, 1);
	key[t->b.ops->lptr ? 7 : 3]--;
	end_change(&c);
	expect(t, "a wrong key", XFS_FAULT_BT_CHILD_KEY, 0, t->ptr[leaf], 0);
	if (!t->b.ops->overlapping)
		return;
	begin_change(t, node, &c);
	xfs_btree_view_high_key(&c.v, 1)[2]++;
	end_change(&c);
	expect(t, "a wrong high key", XFS_FAULT_BT_CHILD_HIGH_KEY, 0, t->ptr[leaf], 0);
}

static void bad_node(struct tree *t)
{
	unsigned int i = nth(t, 1, 0);
	struct change c;

	begin_change(t, i, &c);
	c.block[0] ^= 1;
	end_change(&c);
	expect(t, "a bad node", XFS_FAULT_BT_MAGIC, 1, t->ptr[i], below(t, i, 0));
	fail_daddr = daddr_of(t, i);
	fail_error = -EIO;
	expect(t, "an unreadable node", XFS_FAULT_UNREADABLE, 1, t->ptr[i],
	       below(t, i, 0));
	fail_daddr = UINT64_MAX;
}

/* What ends a walk: memory, and a callback's wish. */
static void ends(struct tree *t)
{
	unsigned int at[] = { 0, nth(t, 0, 1), last_of(t, 0) }, k;
	struct told told;
	struct change c;

	fail_error = -ENOMEM;
	for (k = 0; k < 3; k++) {
		fail_daddr = daddr_of(t, at[k]);
		walk_to(t, &told, 0);
		ok(told.error == -ENOMEM && told.series && told.rising && !told.complete &&
		   !told.nr && told.records < t->records,
		   "%s: no memory for block %u ends it", t->b.ops->name, at[k]);
	}
	fail_daddr = UINT64_MAX;
	begin_change(t, nth(t, 0, 1), &c);
	c.block[0] ^= 1;
	end_change(&c);
	walk_to(t, &told, 77);
	ok(told.error == 77 && told.nr == 1 && told.records == t->entries[nth(t, 0, 0)] &&
	   told.rising, "%s: the callback ends it, for good", t->b.ops->name);
	mend(t);
}

static void one_fault_each(const struct xfs_btree_ops *ops, uint64_t records)
{
	struct tree t;

	ok(tree_open(&t, ops, records), "%s: a tree to spoil", ops->name);
	bad_checksums(&t);
	lost_leaf(&t, nth(&t, 0, 0));
	lost_leaf(&t, nth(&t, 0, 1));
	lost_leaf(&t, last_of(&t, 0));
	bad_siblings(&t);
	bad_pointers(&t);
	bad_keys(&t);
	bad_node(&t);
	ends(&t);
	tree_close(&t);
}

/* ---- Roots ---- */

static void bad_roots(void)
{
	struct told told;
	struct tree t;

	ok(tree_open(&t, &xfs_bnobt_ops, 400), "a root to lose");
	t.b.host.nlevels = 0;
	expect(&t, "no levels", XFS_FAULT_BT_ROOT, 0, t.ptr[0], 400);
	t.b.host.nlevels = 1000;
	expect(&t, "a thousand levels", XFS_FAULT_BT_ROOT, 0, t.ptr[0], 400);
	t.b.host.nlevels = 3;
	expect(&t, "a level too many", XFS_FAULT_BT_CHILD_LEVEL, 2, t.ptr[0], 400);
	t.b.host.nlevels = 2;
	t.b.host.root = t.b.g.agblocks;
	expect(&t, "a root outside", XFS_FAULT_BT_ROOT, 0, t.b.g.agblocks, 400);
	tree_close(&t);

	ok(tree_open(&t, &xfs_bmbt_ops, 400), "a fork to lose");
	put_unaligned_be16(0, t.b.fork);
	expect(&t, "a leaf in a fork", XFS_FAULT_BT_LEVEL, 0, NULLFSBLOCK, 400);
	put_unaligned_be16(200, t.b.fork + 2);
	expect(&t, "more than fits", XFS_FAULT_BT_NUMRECS, 0, NULLFSBLOCK, 400);
	put_unaligned_be16(200, t.b.fork);
	walk_to(&t, &told, 5);
	ok(told.error == 5 && told.rising, "the callback ends it before it began");
	mend(&t);
	tree_close(&t);
}

/* ---- Mutations ---- */

static unsigned int any(unsigned int n)
{
	return mutate_random() % n;
}

static uint64_t any_ptr(const struct tree *t)
{
	return any(8) ? t->ptr[any(t->nr)] : t->ptr[0] + any(64);
}

/* The block becomes another's copy that claims to be at home. */
static void impostor(struct tree *t, unsigned int i, uint8_t *block)
{
	memcpy(block, t->good[any(t->nr)], t->b.g.blocksize);
	if (t->b.ops->lptr)
		((struct xfs_btree_block_lhdr *)block)->bb_blkno =
			cpu_to_be64(daddr_of(t, i));
	else
		((struct xfs_btree_block_shdr *)block)->bb_blkno =
			cpu_to_be64(daddr_of(t, i));
}

static void mutate_block(struct tree *t, unsigned int i)
{
	struct change c;
	unsigned int e;

	begin_change(t, i, &c);
	switch (any(7)) {
	case 0:
		xfs_btree_set_left(t->b.ops, c.block, any_ptr(t));
		break;
	case 1:
		xfs_btree_set_right(t->b.ops, c.block, any_ptr(t));
		break;
	case 2:
		impostor(t, i, c.block);
		break;
	case 3:
		put_unaligned_be16(c.v.nr + any(5) - 2, c.v.head + 2);
		break;
	case 4:
	case 5:
		for (e = any(c.v.nr); c.v.level && e < c.v.nr; e += 1 + any(c.v.nr))
			xfs_btree_view_set_ptr(&c.v, e, any_ptr(t));
		if (c.v.level)
			break;
		/* fall through */
	default:
		mutate(any(2) ? c.v.entries : c.block, 256);
	}
	end_change(&c);
}

/* A cursor's walk, which ends at the first fault. */
static bool strict(struct tree *t)
{
	struct bed_count n = { .records = 0 };
	struct xfs_btree_cur cur;
	int error;

	bed_forget(&t->b);
	xfs_btree_cur_init(&cur, t->b.ops, &t->b.g, &t->b.host);
	error = xfs_btree_walk(&cur, bed_count_block, &n);
	xfs_btree_cur_done(&cur);
	return !error;
}

static void mutations(const struct xfs_btree_ops *ops, uint64_t records,
		      unsigned int rounds)
{
	unsigned int i, k, caught = 0, wrong = 0, endless = 0, differ = 0, alone = 0;
	struct told told;
	uint64_t bound;
	struct tree t;

	ok(tree_open(&t, ops, records), "%s: a tree to mutate", ops->name);
	bound = (uint64_t)(t.nr + 64) * xfs_btree_maxrecs(ops, 1024, false);
	for (i = 0; i < rounds; i++) {
		for (k = 1 + any(3); k; k--)
			mutate_block(&t, any(4) ? any(t.nr) : any(t.nr) / 8);
		if (ops->fork_root && !any(4))
			mutate(t.b.fork, t.b.host.fork_bytes);
		walk_to(&t, &told, 0);
		endless += reads > bound;
		wrong += told.error || !told.rising || told.sound != !told.nr ||
			(told.sound && !told.complete) ||
			told.blocks != told.nr_blocks || told.blocks > reads;
		caught += !told.sound;
		differ += told.sound && !strict(&t);
		for (k = 0; k < told.nr && k < MAX_FAULTS; k++)
			alone += told.faults[k].fault == XFS_FAULT_NONE ||
				told.faults[k].fault >= XFS_FAULT_NR;
		mend(&t);
	}
	is_u64(endless, 0, "%s: every walk ends soon", ops->name);
	is_u64(wrong, 0, "rising, nothing twice, counts agree");
	is_u64(differ, 0, "what is sound to a walk is so to a cursor");
	is_u64(alone, 0, "every fault is of the table");
	ok(caught > rounds / 2, "%u of %u were caught", caught, rounds);
	walk_to(&t, &told, 0);
	ok(told.sound && told.series && told.records == records, "and all is mended");
	tree_close(&t);
}

int main(void)
{
	size_t k;

	for (k = 0; k < BED_NR_TREES; k++) {
		if (!bed_trees[k]->fork_root)
			sound_tree(bed_trees[k], 0);
		sound_tree(bed_trees[k], 5);
		sound_tree(bed_trees[k], 300);
		sound_tree(bed_trees[k], 6000);
	}
	one_fault_each(&xfs_rmapbt_ops, 1500);
	one_fault_each(&xfs_bnobt_ops, 1500);
	one_fault_each(&xfs_bnobt_ops, 12000);
	one_fault_each(&xfs_bmbt_ops, 1500);
	bad_roots();
	mutations(&xfs_rmapbt_ops, 700, 1500);
	mutations(&xfs_bmbt_ops, 1000, 1500);
	mutations(&xfs_inobt_ops, 600, 1500);
	return done();
}
