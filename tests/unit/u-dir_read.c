// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Directories read and checked as a whole: a small one of every form is silent, and each
 * disagreement of two of its parts is told of, where it is, and alone.
 */
#include "libxfs/inode/dir_check.h"
#include "libxfs/inode/dir_verify.h"
#include "tests/unit/names_bed.h"

#define PER_BLOCK	6	/* names in a data block, "." and ".." apart */
#define FIRST		96	/* offset of the first of them */
#define ENTRY		24	/* bytes of one */

static uint32_t unit;		/* filesystem blocks in a directory block */

/* Blocks by their number in the directory's three spaces. */
static uint32_t data_at(uint32_t i)
{
	return i * unit;
}

static uint32_t leaf_at(uint32_t i)
{
	return (XFS_DIR2_LEAF_OFFSET >> 12) + i * unit;
}

static uint32_t free_at(void)
{
	return XFS_DIR2_FREE_OFFSET >> 12;
}

static struct xfs_dir2_leaf_entry hashes[64];
static unsigned int nr_hashes;

static int hash_cmp(const void *a, const void *b)
{
	const struct xfs_dir2_leaf_entry *x = a, *y = b;
	uint32_t p = be32_to_cpu(x->hashval), q = be32_to_cpu(y->hashval);

	return p < q ? -1 : p > q;
}

static unsigned int put_entry(struct names_bed *bed, uint32_t db, unsigned int off,
			      const char *name, uint64_t ino, unsigned int ftype)
{
	uint8_t *block = bed_data(bed, data_at(db));
	struct xfs_dir2_data_entry *dep = (void *)(block + off);
	unsigned int len = xfs_dir2_data_entsize(strlen(name), true);

	put_unaligned_be64(ino, &dep->inumber);
	dep->namelen = strlen(name);
	memcpy(dep->name, name, dep->namelen);
	dep->name[dep->namelen] = ftype;
	put_unaligned_be16(off, block + off + len - 2);
	hashes[nr_hashes].hashval = cpu_to_be32(xfs_da_hashname(dep->name,
								dep->namelen));
	hashes[nr_hashes++].address = cpu_to_be32((db * bed->len + off) / 8);
	return off + len;
}

/* The only unused piece of a block. */
static void put_unused(uint8_t *block, unsigned int off, unsigned int end)
{
	put_unaligned_be16(XFS_DIR2_DATA_FREE_TAG, block + off);
	put_unaligned_be16(end - off, block + off + 2);
	put_unaligned_be16(off, block + end - 2);
	put_unaligned_be16(off, block + 48);
	put_unaligned_be16(end - off, block + 50);
}

/* The names of data block @db, and one unused piece up to @end. */
static void put_data(struct names_bed *bed, uint32_t db, uint32_t magic, unsigned int end)
{
	uint8_t *block = bed_block(bed, data_at(db), XFS_DIR3_BLK_CRC_OFF);
	unsigned int off = 64, i;
	char name[16];

	bed_dir_head(bed, block, magic);
	if (!db) {
		off = put_entry(bed, db, off, ".", BED_INO, XFS_DIR3_FT_DIR);
		off = put_entry(bed, db, off, "..", 128, XFS_DIR3_FT_DIR);
	}
	for (i = 0; i < PER_BLOCK; i++) {
		snprintf(name, sizeof(name), "name-%u-%u", db, i);
		off = put_entry(bed, db, off, name, 140 + i, XFS_DIR3_FT_REG_FILE);
	}
	put_unused(block, off, end);
}

static unsigned int best_of(struct names_bed *bed, uint32_t db)
{
	return get_unaligned_be16((uint8_t *)bed_data(bed, data_at(db)) + 50);
}

/* A leaf with the hashes from @from on, and a stale one at the end. */
static void put_leaf(struct names_bed *bed, uint32_t i, uint16_t magic, unsigned int from,
		     unsigned int nr, uint32_t forw, uint32_t back)
{
	uint8_t *block = bed_block(bed, leaf_at(i), XFS_DA3_CRC_OFF);
	struct xfs_dir2_leaf_entry stale = hashes[from + nr - 1];

	stale.address = 0;
	bed_da_head(bed, block, magic, forw, back);
	put_unaligned_be16(nr + 1, block + 56);
	put_unaligned_be16(1, block + 58);
	memcpy(block + 64, &hashes[from], nr * 8);
	memcpy(block + 64 + nr * 8, &stale, 8);
}

static void put_node(struct names_bed *bed, unsigned int half)
{
	uint8_t *block = bed_block(bed, leaf_at(0), XFS_DA3_CRC_OFF);

	bed_da_head(bed, block, XFS_DA3_NODE_MAGIC, 0, 0);
	put_unaligned_be16(2, block + 56);
	put_unaligned_be16(1, block + 58);
	put_unaligned_be32(be32_to_cpu(hashes[half - 1].hashval), block + 64);
	put_unaligned_be32(leaf_at(1), block + 68);
	put_unaligned_be32(be32_to_cpu(hashes[nr_hashes - 1].hashval), block + 72);
	put_unaligned_be32(leaf_at(2), block + 76);
}

static void put_free(struct names_bed *bed)
{
	uint8_t *block = bed_block(bed, free_at(), XFS_DIR3_BLK_CRC_OFF);

	bed_dir_head(bed, block, XFS_DIR3_FREE_MAGIC);
	put_unaligned_be32(4, block + 52);
	put_unaligned_be32(3, block + 56);
	put_unaligned_be16(best_of(bed, 0), block + 64);
	put_unaligned_be16(best_of(bed, 1), block + 66);
	put_unaligned_be16(XFS_DIR2_NULL_DATAOFF, block + 68);
	put_unaligned_be16(best_of(bed, 3), block + 70);
}

static void set_size(struct names_bed *bed, uint64_t blocks)
{
	bed->dip->di_size = cpu_to_be64(blocks * bed->len);
}

static void begin(struct names_bed *bed, uint32_t len)
{
	bed_begin(bed, XFS_DATA_FORK, len, XFS_IFDIR);
	unit = len / bed->g.blocksize;
	nr_hashes = 0;
}

/* Data blocks 0, 1 and 3; a node with two leaves; a free index block. */
static void node_dir(struct names_bed *bed, uint32_t len)
{
	begin(bed, len);
	put_data(bed, 0, XFS_DIR3_DATA_MAGIC, len);
	put_data(bed, 1, XFS_DIR3_DATA_MAGIC, len);
	put_data(bed, 3, XFS_DIR3_DATA_MAGIC, len);
	qsort(hashes, nr_hashes, sizeof(hashes[0]), hash_cmp);
	put_node(bed, 10);
	put_leaf(bed, 1, XFS_DIR3_LEAFN_MAGIC, 0, 10, leaf_at(2), 0);
	put_leaf(bed, 2, XFS_DIR3_LEAFN_MAGIC, 10, nr_hashes - 10, 0, leaf_at(1));
	put_free(bed);
	set_size(bed, 4);
}

/* Data blocks 0 and 1, one leaf. */
static void leaf_dir(struct names_bed *bed, uint32_t len)
{
	uint8_t *end;

	begin(bed, len);
	put_data(bed, 0, XFS_DIR3_DATA_MAGIC, len);
	put_data(bed, 1, XFS_DIR3_DATA_MAGIC, len);
	qsort(hashes, nr_hashes, sizeof(hashes[0]), hash_cmp);
	put_leaf(bed, 0, XFS_DIR3_LEAF1_MAGIC, 0, nr_hashes, 0, 0);
	end = (uint8_t *)bed_data(bed, leaf_at(0)) + len;
	put_unaligned_be32(2, end - 4);
	put_unaligned_be16(best_of(bed, 1), end - 6);
	put_unaligned_be16(best_of(bed, 0), end - 8);
	set_size(bed, 2);
}

static void block_dir(struct names_bed *bed, uint32_t len)
{
	unsigned int nr = PER_BLOCK + 2;
	uint8_t *block;

	begin(bed, len);
	put_data(bed, 0, XFS_DIR3_BLOCK_MAGIC, len - 8 - nr * 8);
	qsort(hashes, nr, sizeof(hashes[0]), hash_cmp);
	block = bed_data(bed, 0);
	memcpy(block + len - 8 - nr * 8, hashes, nr * 8);
	put_unaligned_be32(nr, block + len - 8);
	set_size(bed, 1);
}

/* Number @i of 64 names of one hash: a bit of each pair of letters makes up for another. */
static void put_alike(char name[13], unsigned int i)
{
	unsigned int bit;

	memcpy(name, "abcdefghijkl", 13);
	for (bit = 0; bit < 6; bit++)
		if (i & 1U << bit) {
			name[2 * bit] ^= 1;
			name[2 * bit + 1] ^= 0x80;
		}
}

/* One block of 40 names of one hash, the last of which is @last. */
static void alike_dir(struct names_bed *bed, unsigned int last)
{
	unsigned int nr = 40, end = 4096 - 8 - (nr + 2) * 8, off = 64, i;
	uint8_t *block;
	char name[13];

	begin(bed, 4096);
	block = bed_block(bed, 0, XFS_DIR3_BLK_CRC_OFF);
	bed_dir_head(bed, block, XFS_DIR3_BLOCK_MAGIC);
	off = put_entry(bed, 0, off, ".", BED_INO, XFS_DIR3_FT_DIR);
	off = put_entry(bed, 0, off, "..", 128, XFS_DIR3_FT_DIR);
	for (i = 0; i < nr; i++) {
		put_alike(name, i < nr - 1 ? i : last);
		off = put_entry(bed, 0, off, name, 140 + i, XFS_DIR3_FT_REG_FILE);
	}
	put_unused(block, off, end);
	qsort(hashes, nr_hashes, sizeof(hashes[0]), hash_cmp);
	memcpy(block + end, hashes, nr_hashes * 8);
	put_unaligned_be32(nr_hashes, block + 4096 - 8);
	set_size(bed, 1);
}

static int count_entry(void *priv, const struct xfs_dir_entry *e)
{
	struct names_bed *bed = priv;

	bed->entries++;
	bed->sum += e->ino * e->namelen + e->ftype;
	return 0;
}

static int check(struct names_bed *bed)
{
	struct xfs_dir_visit v = {
		.entry = count_entry, .fault = bed_told, .priv = bed, .max_extents = 100,
	};

	return xfs_dir_check(bed->cache, bed->dip, BED_INO, &v);
}

static void is_silent(const char *what, void (*make)(struct names_bed *, uint32_t),
		      uint32_t len, unsigned int entries)
{
	struct names_bed bed;

	make(&bed, len);
	bed_write(&bed);
	is_u64(check(&bed), 0, "%s, %u: checked", what, len);
	is_str(bed_said(&bed), "", "%s, %u: nothing is wrong", what, len);
	is_u64(bed.entries, entries, "%s, %u: all entries", what, len);
	bed_end(&bed);
}

/* ---- What is spoilt ---- */

static uint8_t *at(struct names_bed *bed, uint32_t dablk, unsigned int off)
{
	return (uint8_t *)bed_data(bed, dablk) + off;
}

static void leaf_address(struct names_bed *bed)
{
	put_unaligned_be32(bed->len / 8 + 40, at(bed, leaf_at(1), 68));
}

static void leaf_twice(struct names_bed *bed)
{
	memcpy(at(bed, leaf_at(1), 64), at(bed, leaf_at(1), 72), 8);
}

static void node_hash(struct names_bed *bed)
{
	*at(bed, leaf_at(0), 67) ^= 1;
}

static void leaf_back(struct names_bed *bed)
{
	put_unaligned_be32(0, at(bed, leaf_at(2), 4));
}

static void leaf_forw(struct names_bed *bed)
{
	put_unaligned_be32(leaf_at(3), at(bed, leaf_at(1), 0));
}

static void last_forw(struct names_bed *bed)
{
	put_unaligned_be32(leaf_at(1), at(bed, leaf_at(2), 0));
}

static void child_twice(struct names_bed *bed)
{
	put_unaligned_be32(leaf_at(1), at(bed, leaf_at(0), 76));
}

static void child_unmapped(struct names_bed *bed)
{
	put_unaligned_be32(leaf_at(9), at(bed, leaf_at(0), 76));
}

static void child_data(struct names_bed *bed)
{
	put_unaligned_be32(data_at(1), at(bed, leaf_at(0), 76));
}

static void node_level(struct names_bed *bed)
{
	put_unaligned_be16(2, at(bed, leaf_at(0), 58));
}

static void leaf_magic(struct names_bed *bed)
{
	put_unaligned_be16(XFS_DIR3_LEAF1_MAGIC, at(bed, leaf_at(2), 8));
}

static void leaf_crc(struct names_bed *bed)
{
	bed_find(bed, leaf_at(2))->crc = -1;
}

static void leaf_order(struct names_bed *bed)
{
	uint8_t *p = at(bed, leaf_at(2), 64);

	put_unaligned_be32(0, p);
	put_unaligned_be32(0, p + 4);
	put_unaligned_be16(2, at(bed, leaf_at(2), 58));
}

static void free_best(struct names_bed *bed)
{
	put_unaligned_be16(16, at(bed, free_at(), 66));
}

static void free_hole(struct names_bed *bed)
{
	put_unaligned_be16(16, at(bed, free_at(), 68));
	put_unaligned_be32(4, at(bed, free_at(), 56));
}

static void free_short(struct names_bed *bed)
{
	put_unaligned_be32(3, at(bed, free_at(), 52));
	put_unaligned_be32(2, at(bed, free_at(), 56));
}

static void free_first(struct names_bed *bed)
{
	put_unaligned_be32((bed->len - 64) / 2, at(bed, free_at(), 48));
}

static void free_gone(struct names_bed *bed)
{
	bed_find(bed, free_at())->unmapped = true;
}

static void dot_ino(struct names_bed *bed)
{
	put_unaligned_be64(140, at(bed, 0, 64));
}

static void dotdot_type(struct names_bed *bed)
{
	*at(bed, 0, 80 + 11) = XFS_DIR3_FT_REG_FILE;
}

static void size_long(struct names_bed *bed)
{
	set_size(bed, 5);
}

static void data_owner(struct names_bed *bed)
{
	put_unaligned_be64(140, at(bed, data_at(1), 40));
}

static void data_unread(struct names_bed *bed)
{
	bed_find(bed, data_at(1))->unread = true;
}

static void data_zero(struct names_bed *bed)
{
	memset(at(bed, data_at(1), 0), 0, bed->len);
	bed_find(bed, data_at(1))->crc = -1;
}

static void size_short(struct names_bed *bed)
{
	set_size(bed, 1);
}

static void tag_bad(struct names_bed *bed)
{
	*at(bed, data_at(1), 64 + ENTRY - 1) ^= 8;
}

static void name_twice(struct names_bed *bed)
{
	/* Another entry's name, and its hash in the leaf: as a lookup would find. */
	uint8_t *one = at(bed, data_at(1), 64), *two = one + ENTRY;
	uint32_t addr = (bed->len + 64 + ENTRY) / 8, hash;
	uint8_t *p, *other = NULL;
	unsigned int i, leaf;

	hash = xfs_da_hashname(one + 9, one[8]);
	memcpy(two + 9, one + 9, one[8]);
	for (leaf = 1; leaf <= 2; leaf++)
		for (i = 0; i < 10; i++) {
			p = at(bed, leaf_at(leaf), 64 + i * 8);
			if (get_unaligned_be32(p + 4) == addr)
				other = p;
		}
	put_unaligned_be32(hash, other);
}

static void lost_leaf(struct names_bed *bed)
{
	struct bed_block last = bed->b[--bed->nr];

	bed_block(bed, leaf_at(3), XFS_DA3_CRC_OFF);
	bed->b[bed->nr] = last;
	bed->nr++;
	put_unaligned_be64(bed_daddr(bed), last.data + 8);
}

static void root_gone(struct names_bed *bed)
{
	bed_find(bed, leaf_at(0))->unmapped = true;
}

static void nothing(struct names_bed *bed)
{
}

struct spoil {
	const char	*what;
	void		(*spoil)(struct names_bed *bed);
	const char	*said;		/* as bed_said() has it */
};

/* The numbers of 4096-byte blocks: leaves from 8388608 on, the free index 16777216. */
static const struct spoil node_spoils[] = {
	{ "nothing", nothing, "" },
	{ "node's hash", node_hash, "664@8388608:0" },
	{ "leaf back", leaf_back, "663@8388610:0" },
	{ "leaf forw", leaf_forw, "663@8388610:0" },
	{ "last leaf's forw", last_forw, "663@8388610:0" },
	{ "child twice", child_twice, "661@8388608:1" },
	{ "child unmapped", child_unmapped, "660@8388608:1" },
	{ "child a data block", child_data, "660@8388608:1" },
	{ "node level", node_level, "662@8388609:0 662@8388610:0" },
	{ "leaf magic", leaf_magic, "650@8388610:0" },
	{ "leaf begins too low", leaf_order, "665@8388610:0 607@0:144" },
	{ "free index best", free_best, "626@16777216:1" },
	{ "free index of a hole", free_hole, "626@16777216:2" },
	{ "free index too short", free_short, "627@16777216:3" },
	{ "free index place", free_first, "617@16777216:0" },
	{ "free index gone", free_gone, "628@0:0" },
	{ "dot", dot_ino, "622@0:64" },
	{ "dotdot", dotdot_type, "623@0:80" },
	{ "size", size_long, "624@3:0" },
	{ "size short", size_short, "624@3:0" },
	{ "data all zero", data_zero, "600@1:0" },
	{ "data owner", data_owner, "603@1:0" },
	{ "data unreadable", data_unread, "3@1:0" },
	{ "tag", tag_bad, "610@1:0" },
	{ "leaf lost", lost_leaf, "666@8388611:0" },
	{ "root gone", root_gone, "659@8388608:0" },
};

static void spoil_one(const struct spoil *s)
{
	struct names_bed bed;

	node_dir(&bed, 4096);
	s->spoil(&bed);
	bed_write(&bed);
	is_u64(check(&bed), 0, "%s: checked", s->what);
	is_str(bed_said(&bed), s->said, "%s: told of", s->what);
	bed_end(&bed);
}

/* What shows in several places: the first must be the one. */
static void spoil_many(const char *what, void (*spoil)(struct names_bed *bed),
		       enum xfs_fault first, enum xfs_fault last)
{
	struct names_bed bed;

	node_dir(&bed, 8192);
	spoil(&bed);
	bed_write(&bed);
	is_u64(check(&bed), 0, "%s: checked", what);
	ok(bed.nr_told && bed.told[0].fault == first &&
	   bed.told[bed.nr_told - 1].fault == last, "%s: %s", what, bed_said(&bed));
	bed_end(&bed);
}

static void test_alike(unsigned int last, const char *said, const char *what)
{
	struct names_bed bed;

	alike_dir(&bed, last);
	bed_write(&bed);
	is_u64(check(&bed), 0, "40 names of one hash, %s: checked", what);
	is_str(bed_said(&bed), said, "40 names of one hash, %s: told of", what);
	bed_end(&bed);
}

static void test_crc(void)
{
	struct names_bed bed;

	node_dir(&bed, 4096);
	leaf_crc(&bed);
	bed_write(&bed);
	check(&bed);
	is_str(bed_said(&bed), "1@8388610:0", "a checksum alone loses no entry");
	is_u64(bed.entries, 3 * PER_BLOCK + 2, "and all entries are read");
	bed_end(&bed);
}

static void test_leaf1(void)
{
	struct names_bed bed;

	leaf_dir(&bed, 4096);
	put_unaligned_be16(8, at(&bed, leaf_at(0), 4096 - 6));
	bed_write(&bed);
	check(&bed);
	is_str(bed_said(&bed), "626@8388608:1", "leaf form: a wrong best");
	bed_end(&bed);

	leaf_dir(&bed, 4096);
	bed_block(&bed, free_at(), -1);
	bed_write(&bed);
	check(&bed);
	is_str(bed_said(&bed), "629@16777216:0", "leaf form: no use for a free index");
	bed_end(&bed);
}

/* The last extent, half of a block, is taken away. */
static void test_hole(void)
{
	struct names_bed bed;

	node_dir(&bed, 8192);
	bed_write(&bed);
	bed.dip->di_nextents = cpu_to_be32(be32_to_cpu(bed.dip->di_nextents) - 1);
	check(&bed);
	is_u64(bed.told[0].fault, XFS_FAULT_DA_HOLE, "half a block: %s", bed_said(&bed));
	bed_end(&bed);
}

/* ---- Extents that say too much ---- */

/* An extent more, number @i, of @nr blocks from @off on: all zero. */
static void add_zeroes(struct names_bed *bed, unsigned int i, uint64_t off, uint64_t nr)
{
	struct xfs_bmbt_rec *recs = (void *)xfs_dfork_ptr(bed->dip, XFS_DATA_FORK);
	struct xfs_bmbt_irec irec = {
		.br_startoff = off, .br_blockcount = nr,
		.br_startblock = xfs_agb_fsb(&bed->g, 0, 2000),
	};
	unsigned int have = be32_to_cpu(bed->dip->di_nextents);

	memmove(&recs[i + 1], &recs[i], (have - i) * sizeof(*recs));
	xfs_bmbt_rec_pack(&recs[i], &irec);
	bed->dip->di_nextents = cpu_to_be32(have + 1);
}

static void surplus(const char *what, void (*make)(struct names_bed *, uint32_t),
		    unsigned int i, uint64_t off, unsigned int entries, const char *said)
{
	struct names_bed bed;

	make(&bed, 4096);
	bed_write(&bed);
	add_zeroes(&bed, i, off, 200);
	is_u64(check(&bed), 0, "200 blocks too many, %s: checked", what);
	is_str(bed_said(&bed), said, "200 blocks too many, %s: told of once", what);
	is_u64(bed.entries, entries, "200 blocks too many, %s: all entries", what);
	bed_end(&bed);
}

struct tally {
	unsigned int	zero, left;
	uint32_t	from;
};

static int tally_fault(void *priv, const struct xfs_da_fault *df)
{
	struct tally *t = priv;

	t->zero += df->fault == XFS_FAULT_DIR_MAGIC;
	if (df->fault == XFS_FAULT_DIR_FOREIGN) {
		t->left++;
		t->from = df->dablk;
	}
	return 0;
}

/* The size says the same as the extents. */
static void test_give_up(void)
{
	struct tally t = { 0 };
	struct xfs_dir_visit v = { .fault = tally_fault, .priv = &t, .max_extents = 100 };
	struct names_bed bed;

	node_dir(&bed, 4096);
	set_size(&bed, 204);
	bed_write(&bed);
	add_zeroes(&bed, 3, 4, 200);
	xfs_dir_check(bed.cache, bed.dip, BED_INO, &v);
	is_u64(t.zero, 64, "64 blocks in a row are none: each told of");
	is_u64(t.left, 1, "and that the rest is left");
	is_u64(t.from, 68, "from the next on");
	bed_end(&bed);
}

static int stop_at_third(void *priv, const struct xfs_dir_entry *e)
{
	return ++*(unsigned int *)priv == 3 ? -EINTR : 0;
}

static void test_limits(void)
{
	struct xfs_dir_visit v = { .max_extents = 3 };
	struct names_bed bed;
	unsigned int seen = 0;

	node_dir(&bed, 4096);
	bed_write(&bed);
	is_u64(-xfs_dir_check(bed.cache, bed.dip, BED_INO, &v), EFBIG,
	       "more extents than allowed");
	v.max_extents = 100;
	v.entry = stop_at_third;
	v.priv = &seen;
	is_u64(-xfs_dir_check(bed.cache, bed.dip, BED_INO, &v), EINTR, "stopped");
	is_u64(seen, 3, "at the third entry");
	bed_end(&bed);
}

/* ---- Extents ---- */

static void test_map(void)
{
	struct xfs_bmbt_rec *recs;
	struct xfs_bmbt_irec irec;
	struct xfs_fork_map map;
	struct names_bed bed;
	uint64_t index;

	node_dir(&bed, 4096);
	bed_write(&bed);
	is_u64(xfs_fork_map_read(&map, bed.cache, bed.dip, BED_INO, XFS_DATA_FORK, 7), 0,
	       "extents read");
	is_u64(map.nr, 7, "seven");
	is_u64(map.blocks, 7, "of a block each");
	ok(xfs_fork_map_find(&map, 2, &irec, &index) && irec.br_startoff == 3 &&
	   index == 2, "the first behind a hole");
	ok(!xfs_fork_map_find(&map, xfs_fork_map_end(&map), &irec, NULL),
	   "none behind the end");
	xfs_fork_map_free(&map);
	is_u64(-xfs_fork_map_read(&map, bed.cache, bed.dip, BED_INO, XFS_DATA_FORK, 6),
	       EFBIG, "one too many");
	xfs_fork_map_free(&map);
	recs = (void *)xfs_dfork_ptr(bed.dip, XFS_DATA_FORK);
	recs[4] = recs[3];
	is_u64(-xfs_fork_map_read(&map, bed.cache, bed.dip, BED_INO, XFS_DATA_FORK, 9),
	       EFSCORRUPTED, "an extent twice");
	ok(map.fault == XFS_FAULT_BMAP_ORDER && map.fault_index == 4 && map.nr == 4,
	   "is told with its number, and those before it are kept");
	xfs_fork_map_free(&map);
	check(&bed);
	is_str(bed_said(&bed), "555@0:4", "a directory's check tells of it, too");
	bed_end(&bed);
}

/* ---- Short form ---- */

static void put_short(struct names_bed *bed, const char *const *names, unsigned int nr)
{
	uint8_t *p = (uint8_t *)xfs_dfork_ptr(bed->dip, XFS_DATA_FORK), *start = p;
	unsigned int i, off = FIRST;

	*p++ = nr;
	*p++ = 0;
	put_unaligned_be32(128, p);
	p += 4;
	for (i = 0; i < nr; i++) {
		*p++ = strlen(names[i]);
		put_unaligned_be16(off, p);
		p += 2;
		memcpy(p, names[i], strlen(names[i]));
		p += strlen(names[i]);
		*p++ = XFS_DIR3_FT_REG_FILE;
		put_unaligned_be32(140 + i, p);
		p += 4;
		off += xfs_dir2_data_entsize(strlen(names[i]), true);
	}
	bed->dip->di_format = XFS_DINODE_FMT_LOCAL;
	bed->dip->di_size = cpu_to_be64(p - start);
}

static void test_short(const char *const *names, unsigned int nr, const char *said,
		       const char *what)
{
	struct names_bed bed;

	begin(&bed, 4096);
	bed_write(&bed);
	put_short(&bed, names, nr);
	is_u64(check(&bed), 0, "short form, %s: checked", what);
	is_str(bed_said(&bed), said, "short form, %s: told of", what);
	is_u64(bed.entries, nr + 2, "short form, %s: every entry, and the dots", what);
	bed_end(&bed);
}

int main(void)
{
	static const char *const good[] = { "alpha", "b", "gamma" };
	static const char *const twice[] = { "alpha", "b", "alpha" };
	static const char *const dots[] = { "alpha", ".." };
	unsigned int i;

	for (i = 4096; i <= 8192; i *= 2) {
		is_silent("one block", block_dir, i, PER_BLOCK + 2);
		is_silent("leaf", leaf_dir, i, 2 * PER_BLOCK + 2);
		is_silent("node", node_dir, i, 3 * PER_BLOCK + 2);
	}
	for (i = 0; i < sizeof(node_spoils) / sizeof(node_spoils[0]); i++)
		spoil_one(&node_spoils[i]);
	spoil_many("leaf address", leaf_address, XFS_FAULT_DIR_LEAF_ENTRY,
		   XFS_FAULT_DIR_HASH);
	spoil_many("leaf entry twice", leaf_twice, XFS_FAULT_DIR_LEAF_ENTRY,
		   XFS_FAULT_DIR_HASH);
	spoil_many("one name twice", name_twice, XFS_FAULT_DIR_TWICE, XFS_FAULT_DIR_TWICE);
	test_alike(39, "", "all different");
	test_alike(0, "630@0:1032", "the last that of the first");
	test_crc();
	test_leaf1();
	test_hole();
	surplus("one block", block_dir, 1, 1, PER_BLOCK + 2, "624@200:0");
	surplus("data", node_dir, 3, 4, 3 * PER_BLOCK + 2, "624@203:0");
	surplus("leaf", leaf_dir, 3, leaf_at(1), 2 * PER_BLOCK + 2, "629@8388609:0");
	surplus("free index", node_dir, 7, free_at() + 1, 3 * PER_BLOCK + 2, "600@16777217:0");
	test_give_up();
	test_limits();
	test_map();
	test_short(good, 3, "", "good");
	test_short(twice, 3, "630@0:31", "one name twice");
	test_short(dots, 2, "623@0:120", "dots");
	return done();
}
