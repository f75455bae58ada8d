// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Attributes and symlinks read and checked as a whole: good ones of every form are
 * silent, and each disagreement of two parts is told of, where it is.
 */
#include "libxfs/inode/attr_read.h"
#include "libxfs/inode/symlink_read.h"
#include "tests/unit/names_bed.h"

#define LEN	4096
#define ROOM	(LEN - 56)		/* of a value in a block */
#define LONG	(ROOM + 100)		/* a value of two blocks */

/* ---- Leaves ---- */

struct leaf {
	uint8_t		*block;
	unsigned int	count;
	unsigned int	first;		/* lowest name */
};

static void leaf_begin(struct names_bed *bed, struct leaf *l, uint32_t dablk,
		       uint32_t forw, uint32_t back)
{
	l->block = bed_block(bed, dablk, XFS_DA3_CRC_OFF);
	l->count = 0;
	l->first = LEN;
	bed_da_head(bed, l->block, XFS_ATTR3_LEAF_MAGIC, forw, back);
}

/* Entries come in the order of their hashes. */
static uint8_t *leaf_entry(struct leaf *l, uint32_t hash, unsigned int flags,
			   unsigned int size)
{
	uint8_t *ent = l->block + 80 + 8 * l->count++;

	l->first -= size;
	put_unaligned_be32(hash, ent);
	put_unaligned_be16(l->first, ent + 4);
	ent[6] = flags;
	put_unaligned_be16(l->count, l->block + 56);
	put_unaligned_be16(LEN - l->first, l->block + 58);
	put_unaligned_be16(l->first, l->block + 60);
	put_unaligned_be16(80 + 8 * l->count, l->block + 64);
	put_unaligned_be16(l->first - 80 - 8 * l->count, l->block + 66);
	return l->block + l->first;
}

static uint32_t hash_of(const char *name)
{
	return xfs_da_hashname((const uint8_t *)name, strlen(name));
}

static void leaf_local(struct leaf *l, const char *name, const void *value,
		       unsigned int len, unsigned int flags, uint32_t hash)
{
	unsigned int namelen = strlen(name);
	uint8_t *p = leaf_entry(l, hash, flags | XFS_ATTR_LOCAL,
				xfs_attr_leaf_entsize_local(namelen, len));

	put_unaligned_be16(len, p);
	p[2] = namelen;
	memcpy(p + 3, name, namelen);
	memcpy(p + 3 + namelen, value, len);
}

static void leaf_remote(struct leaf *l, const char *name, uint32_t valueblk,
			uint32_t valuelen, unsigned int flags)
{
	uint8_t *p = leaf_entry(l, hash_of(name), flags,
				xfs_attr_leaf_entsize_remote(strlen(name)));

	put_unaligned_be32(valueblk, p);
	put_unaligned_be32(valuelen, p + 4);
	p[8] = strlen(name);
	memcpy(p + 9, name, strlen(name));
}

static void remote_block(struct names_bed *bed, uint32_t dablk, uint32_t offset,
			 uint32_t bytes)
{
	struct xfs_attr3_rmt_hdr *rmt = bed_block(bed, dablk, XFS_ATTR3_RMT_CRC_OFF);

	rmt->rm_magic = cpu_to_be32(XFS_ATTR3_RMT_MAGIC);
	rmt->rm_offset = cpu_to_be32(offset);
	rmt->rm_bytes = cpu_to_be32(bytes);
	rmt->rm_uuid = bed->g.meta_uuid;
	rmt->rm_owner = cpu_to_be64(BED_INO);
	rmt->rm_blkno = cpu_to_be64(bed_daddr(bed));
	memset(rmt + 1, 'v', bytes);
}

static void node(struct names_bed *bed, uint32_t hash1, uint32_t hash2)
{
	uint8_t *block = bed_block(bed, 0, XFS_DA3_CRC_OFF);

	bed_da_head(bed, block, XFS_DA3_NODE_MAGIC, 0, 0);
	put_unaligned_be16(2, block + 56);
	put_unaligned_be16(1, block + 58);
	put_unaligned_be32(hash1, block + 64);
	put_unaligned_be32(1, block + 68);
	put_unaligned_be32(hash2, block + 72);
	put_unaligned_be32(2, block + 76);
}

/*
 * One leaf: "a", "bb" with a remote value in blocks 2 and 3, "cc" trusted; and, if
 * @second, "dd" that claims the same blocks.
 */
static void put_one_leaf(struct names_bed *bed, bool second)
{
	struct leaf l;

	bed_begin(bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	leaf_begin(bed, &l, 0, 0, 0);
	leaf_local(&l, "a", "one", 3, 0, hash_of("a"));
	leaf_remote(&l, "bb", 2, LONG, 0);
	leaf_local(&l, "cc", "three", 5, XFS_ATTR_ROOT, hash_of("cc"));
	if (second)
		leaf_remote(&l, "dd", 2, LONG, 0);
	remote_block(bed, 2, 0, ROOM);
	remote_block(bed, 3, ROOM, LONG - ROOM);
}

static void one_leaf(struct names_bed *bed)
{
	put_one_leaf(bed, false);
}

static void two_values(struct names_bed *bed)
{
	put_one_leaf(bed, true);
}

/* A node over leaf 1, with "a" and "bb", and leaf 2, which is to be filled. */
static void begin_second_leaf(struct names_bed *bed, struct leaf *l)
{
	bed_begin(bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	node(bed, hash_of("bb"), hash_of("cc"));
	leaf_begin(bed, l, 1, 2, 0);
	leaf_local(l, "a", "one", 3, 0, hash_of("a"));
	leaf_local(l, "bb", "two", 3, 0, hash_of("bb"));
	leaf_begin(bed, l, 2, 0, 1);
}

static void tree(struct names_bed *bed)
{
	struct leaf l;

	begin_second_leaf(bed, &l);
	leaf_local(&l, "cc", "three", 5, XFS_ATTR_SECURE, hash_of("cc"));
}

static uint8_t *at(struct names_bed *bed, uint32_t dablk, unsigned int off)
{
	return (uint8_t *)bed_data(bed, dablk) + off;
}

/* "bb" at the end of leaf 1 and, in namespace @flags, at the start of leaf 2. */
static void put_two_leaves(struct names_bed *bed, unsigned int flags)
{
	struct leaf l;

	begin_second_leaf(bed, &l);
	leaf_local(&l, "bb", "three", 5, flags, hash_of("bb"));
	leaf_local(&l, "cc", "four", 4, 0, hash_of("cc"));
}

static void twice_in_two(struct names_bed *bed)
{
	put_two_leaves(bed, 0);
}

static void two_namespaces(struct names_bed *bed)
{
	put_two_leaves(bed, XFS_ATTR_ROOT);
}

static void twice_in_one(struct names_bed *bed)
{
	struct leaf l;

	bed_begin(bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	leaf_begin(bed, &l, 0, 0, 0);
	leaf_local(&l, "a", "one", 3, 0, hash_of("a"));
	leaf_local(&l, "a", "two", 3, XFS_ATTR_SECURE, hash_of("a"));
	leaf_local(&l, "a", "three", 5, 0, hash_of("a"));
}

static void one_incomplete(struct names_bed *bed)
{
	*at(bed, 0, 80 + 6) |= XFS_ATTR_INCOMPLETE;
}

/* A leaf alone at the end of the fork's space. */
static void far_leaf(struct names_bed *bed)
{
	struct leaf l;

	bed_begin(bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	node(bed, hash_of("a"), hash_of("bb"));
	put_unaligned_be32(0x800000, at(bed, 0, 76));
	leaf_begin(bed, &l, 1, 0x800000, 0);
	leaf_local(&l, "a", "one", 3, 0, hash_of("a"));
	leaf_begin(bed, &l, 0x800000, 0, 1);
	leaf_local(&l, "bb", "two", 3, 0, hash_of("bb"));
}

static int count_entry(void *priv, const struct xfs_attr_entry *e)
{
	struct names_bed *bed = priv;

	bed->entries++;
	bed->sum += e->value ? e->valuelen : 1000000;
	return 0;
}

static int check(struct names_bed *bed)
{
	struct xfs_attr_visit v = {
		.entry = count_entry, .fault = bed_told, .priv = bed, .max_extents = 100,
	};

	return xfs_attr_check(bed->cache, bed->dip, BED_INO, &v);
}

/* The names of one_leaf() from the block's end: a 8, bb 16, cc 12. */
static void rmt_offset(struct names_bed *bed)
{
	put_unaligned_be32(0, at(bed, 3, 4));
}

static void rmt_bytes(struct names_bed *bed)
{
	put_unaligned_be32(LONG - ROOM - 1, at(bed, 3, 8));
}

static void rmt_owner(struct names_bed *bed)
{
	put_unaligned_be64(140, at(bed, 2, 32));
}

static void rmt_crc(struct names_bed *bed)
{
	bed_find(bed, 2)->crc = -1;
}

static void rmt_unread(struct names_bed *bed)
{
	bed_find(bed, 3)->unread = true;
}

static void rmt_hole(struct names_bed *bed)
{
	bed_find(bed, 3)->unmapped = true;
}

static void rmt_tree(struct names_bed *bed)
{
	put_unaligned_be32(0xffffffff, at(bed, 0, LEN - 24));
}

static void rmt_nowhere(struct names_bed *bed)
{
	put_unaligned_be32(0, at(bed, 0, LEN - 24));
}

static void rmt_lost(struct names_bed *bed)
{
	remote_block(bed, 5, 0, ROOM);
}

static void incomplete(struct names_bed *bed)
{
	*at(bed, 0, 80 + 8 + 6) |= XFS_ATTR_INCOMPLETE;
}

static void overlap(struct names_bed *bed)
{
	/* "a" where "bb" is, too: the sums still agree. */
	uint8_t *name = at(bed, 0, LEN - 20);

	put_unaligned_be16(3, name);
	name[2] = 1;
	name[3] = 'a';
	put_unaligned_be16(LEN - 20, at(bed, 0, 80 + 4));
}

static void freemap(struct names_bed *bed)
{
	put_unaligned_be16(LEN - 8, at(bed, 0, 68));
	put_unaligned_be16(4, at(bed, 0, 70));
}

/* Over the last of three entries. */
static void freemap_entry(struct names_bed *bed)
{
	put_unaligned_be16(80 + 3 * 8 - 4, at(bed, 0, 68));
	put_unaligned_be16(4, at(bed, 0, 70));
}

static void leaf_hash(struct names_bed *bed)
{
	*at(bed, 0, 80 + 3) ^= 1;
}

static void node_hash(struct names_bed *bed)
{
	*at(bed, 0, 67) ^= 1;
}

static void leaf_back(struct names_bed *bed)
{
	put_unaligned_be32(0, at(bed, 2, 4));
}

static void root_forw(struct names_bed *bed)
{
	put_unaligned_be32(2, at(bed, 0, 0));
}

static void leaf_lost(struct names_bed *bed)
{
	put_unaligned_be16(1, at(bed, 0, 56));
	put_unaligned_be32(0, at(bed, 1, 0));
}

static void root_gone(struct names_bed *bed)
{
	bed_find(bed, 0)->unmapped = true;
}

static void nothing(struct names_bed *bed)
{
}

struct spoil {
	const char	*what;
	void		(*make)(struct names_bed *bed);
	void		(*spoil)(struct names_bed *bed);
	const char	*said;
	unsigned int	entries;
	uint64_t	sum;		/* of lengths; 1000000 for a value not read */
};

static const struct spoil spoils[] = {
	{ "one leaf", one_leaf, nothing, "", 3, 8 + LONG },
	{ "piece's offset", one_leaf, rmt_offset, "726@3:0", 3, 1000008 },
	{ "piece's bytes", one_leaf, rmt_bytes, "726@3:0", 3, 1000008 },
	{ "piece's owner", one_leaf, rmt_owner, "723@2:0", 3, 1000008 },
	{ "piece's checksum", one_leaf, rmt_crc, "1@2:0", 3, 1000008 },
	{ "piece unreadable", one_leaf, rmt_unread, "3@3:0", 3, 1000008 },
	{ "piece unmapped", one_leaf, rmt_hole, "727@0:1", 3, 1000008 },
	{ "value beyond all", one_leaf, rmt_tree,
	  "727@0:1 727@0:1 666@2:0", 3, 1000008 },
	{ "value nowhere", one_leaf, rmt_nowhere, "712@0:0", 0, 0 },
	{ "value of two", two_values, nothing, "728@0:3 728@0:3", 4, 1000008 + LONG },
	{ "block of nobody", one_leaf, rmt_lost, "666@5:0", 3, 8 + LONG },
	{ "incomplete", one_leaf, incomplete, "716@0:1", 3, 1000008 },
	{ "free map over a name", one_leaf, freemap, "715@0:4", 3, 8 + LONG },
	{ "free map over an entry", one_leaf, freemap_entry, "715@0:4", 3, 8 + LONG },
	{ "hash", one_leaf, leaf_hash, "709@0:0", 0, 0 },
	{ "tree", tree, nothing, "", 3, 11 },
	{ "a name twice", twice_in_one, nothing, "717@0:2", 3, 11 },
	{ "a name twice, one incomplete", twice_in_one, one_incomplete, "716@0:0", 3, 11 },
	{ "a name twice over two leaves", twice_in_two, nothing, "717@2:0", 4, 15 },
	{ "a name in two namespaces", two_namespaces, nothing, "", 4, 15 },
	{ "a leaf far behind", far_leaf, nothing, "718@8388608:0", 2, 6 },
	{ "node's hash", tree, node_hash, "664@0:0", 3, 11 },
	{ "leaf back", tree, leaf_back, "663@2:0", 3, 11 },
	{ "root forw", tree, root_forw, "663@0:0", 3, 11 },
	{ "leaf of nobody", tree, leaf_lost, "666@2:0", 2, 6 },
	{ "root gone", tree, root_gone, "659@0:0", 0, 0 },
};

static void test_spoil(const struct spoil *s)
{
	struct names_bed bed;

	s->make(&bed);
	s->spoil(&bed);
	bed_write(&bed);
	is_u64(check(&bed), 0, "%s: checked", s->what);
	is_str(bed_said(&bed), s->said, "%s: told of", s->what);
	is_u64(bed.entries, s->entries, "%s: attributes", s->what);
	is_u64(bed.sum, s->sum, "%s: values", s->what);
	bed_end(&bed);
}

static void test_overlap(void)
{
	struct names_bed bed;

	one_leaf(&bed);
	overlap(&bed);
	bed_write(&bed);
	check(&bed);
	ok(bed.nr_told >= 1, "overlapping names: %s", bed_said(&bed));
	bed_end(&bed);
}

/* ---- An extent that claims much ---- */

#define MANY	20000

/* One leaf, and an extent of many blocks from block 10 on. */
static void many_blocks(struct names_bed *bed)
{
	struct xfs_bmbt_irec irec = {
		.br_startoff = 10, .br_blockcount = MANY,
		.br_startblock = xfs_agb_fsb(&bed->g, 0, 2000),
	};
	struct xfs_bmbt_rec *recs;

	one_leaf(bed);
	bed_write(bed);
	recs = (void *)xfs_dfork_ptr(bed->dip, XFS_ATTR_FORK);
	xfs_bmbt_rec_pack(&recs[3], &irec);
	bed->dip->di_anextents = cpu_to_be16(4);
}

static void test_many(void)
{
	struct names_bed bed;
	struct xfs_da_file f;

	many_blocks(&bed);
	is_u64(check(&bed), 0, "many blocks too many: checked");
	is_str(bed_said(&bed), "666@10:0", "many blocks too many: told of once");
	bed_end(&bed);

	many_blocks(&bed);
	is_u64(xfs_da_file_open(&f, bed.cache, bed.dip, BED_INO, XFS_ATTR_FORK, 9,
				bed_told, &bed), 0, "many blocks: opened");
	ok(!f.places, "many blocks: not listed");
	is_u64(xfs_da_meet(&f, 1), XFS_DA_UNMAPPED, "a block that is not mapped");
	is_u64(xfs_da_meet(&f, 9 + MANY), XFS_DA_FIRST, "the last one");
	is_u64(xfs_da_meet(&f, 9 + MANY), XFS_DA_AGAIN, "and again");
	is_u64(xfs_da_meet(&f, 10 + MANY), XFS_DA_UNMAPPED, "the one behind it");
	is_u64(xfs_da_meet(&f, 2), XFS_DA_FIRST, "one of the first");
	is_u64(xfs_da_meet(&f, 137), XFS_DA_FIRST, "one between many");
	is_u64(xfs_da_tell_unmet(&f, XFS_FAULT_DA_LOST), 0, "those not met");
	is_str(bed_said(&bed), "666@0:0 666@3:0 666@10:0 666@138:0",
	       "are told of by where they begin");
	xfs_da_file_close(&f);
	bed_end(&bed);
}

/* ---- Parent pointers ---- */

static void test_parent(bool feature, uint64_t parent, const char *name,
			const char *said, const char *what)
{
	uint32_t hash = hash_of(name) ^ (uint32_t)(parent >> 32) ^ (uint32_t)parent;
	struct xfs_parent_rec rec = { .p_ino = cpu_to_be64(parent) };
	struct names_bed bed;
	struct leaf l;

	bed_begin(&bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	if (feature)
		bed.g.incompat |= XFS_SB_FEAT_INCOMPAT_PARENT;
	leaf_begin(&bed, &l, 0, 0, 0);
	leaf_local(&l, name, &rec, sizeof(rec), XFS_ATTR_PARENT, hash);
	bed_write(&bed);
	is_u64(check(&bed), 0, "parent pointer, %s: checked", what);
	is_str(bed_said(&bed), said, "parent pointer, %s: told of", what);
	bed_end(&bed);
}

/* ---- Short form ---- */

/* Three attributes, of which the last has @namespace. */
static void test_short_twice(unsigned int namespace, const char *said, const char *what)
{
	const uint8_t three[] = {
		0, 25, 3, 0,
		1, 2, XFS_ATTR_ROOT, 'a', '1', '2',
		2, 2, 0, 'b', 'b', '1', '2',
		1, 4, namespace, 'a', '1', '2', '3', '4',
	};
	struct names_bed bed;

	bed_begin(&bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	bed_write(&bed);
	bed.dip->di_aformat = XFS_DINODE_FMT_LOCAL;
	memcpy((void *)xfs_dfork_ptr(bed.dip, XFS_ATTR_FORK), three, sizeof(three));
	is_u64(check(&bed), 0, "short form, %s: checked", what);
	is_str(bed_said(&bed), said, "short form, %s: told of", what);
	is_u64(bed.entries, 3, "short form, %s: all are given", what);
	bed_end(&bed);
}

static void test_short(void)
{
	static const uint8_t good[] = {
		0, 21, 2, 0,
		3, 4, 0, 'o', 'n', 'e', '1', '2', '3', '4',
		3, 1, XFS_ATTR_ROOT, 't', 'w', 'o', 'x',
	};
	struct names_bed bed;
	uint8_t *fork;

	bed_begin(&bed, XFS_ATTR_FORK, LEN, XFS_IFREG);
	bed_write(&bed);
	bed.dip->di_aformat = XFS_DINODE_FMT_LOCAL;
	fork = (uint8_t *)xfs_dfork_ptr(bed.dip, XFS_ATTR_FORK);
	memcpy(fork, good, sizeof(good));
	is_u64(check(&bed), 0, "short form checked");
	is_str(bed_said(&bed), "", "short form: nothing is wrong");
	is_u64(bed.entries, 2, "short form: two");
	is_u64(bed.sum, 5, "short form: values");
	fork[4] = 200;
	check(&bed);
	is_str(bed_said(&bed), "700@0:0", "short form: a name that leaves it");
	is_u64(bed.entries, 2, "short form: none of it is given then");
	bed_end(&bed);
}

/* ---- Symlinks ---- */

/* Nine hundred bytes in a block; or what @spoil makes of it. */
static void test_symlink(unsigned int spoil, const char *said, bool want,
			 const char *what)
{
	uint8_t target[XFS_SYMLINK_MAXLEN];
	struct xfs_dsymlink_hdr *dsl;
	struct names_bed bed;
	unsigned int len;
	bool whole;

	bed_begin(&bed, XFS_DATA_FORK, LEN, XFS_IFLNK);
	dsl = bed_block(&bed, 0, XFS_SYMLINK_CRC_OFF);
	dsl->sl_magic = cpu_to_be32(XFS_SYMLINK_MAGIC);
	dsl->sl_bytes = cpu_to_be32(spoil == 1 ? 899 : 900);
	dsl->sl_offset = cpu_to_be32(spoil == 2 ? 1 : 0);
	dsl->sl_uuid = bed.g.meta_uuid;
	dsl->sl_owner = cpu_to_be64(spoil == 3 ? 140 : BED_INO);
	dsl->sl_blkno = cpu_to_be64(bed_daddr(&bed));
	memset(dsl + 1, 't', 900);
	bed.dip->di_size = cpu_to_be64(900);
	bed.b[0].unread = spoil == 4;
	bed_write(&bed);
	is_u64(xfs_symlink_check(bed.cache, bed.dip, BED_INO, target, &len, &whole,
				 bed_told, &bed), 0, "symlink, %s: checked", what);
	is_str(bed_said(&bed), said, "symlink, %s: told of", what);
	ok(whole == want, "symlink, %s: whole or not", what);
	bed_end(&bed);
}

int main(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++)
		test_spoil(&spoils[i]);
	test_overlap();
	test_many();
	test_parent(true, 128, "name", "", "good");
	test_parent(false, 128, "name", "713@0:0", "without the feature");
	test_parent(true, 1ULL << 50, "name", "714@0:0", "to no inode");
	test_parent(true, 128, "na/me", "714@0:0", "with a slash");
	test_short();
	test_short_twice(XFS_ATTR_ROOT, "717@0:2", "a name twice");
	test_short_twice(XFS_ATTR_SECURE, "", "a name in two namespaces");
	test_symlink(0, "", true, "good");
	test_symlink(1, "758@0:0", false, "too short");
	test_symlink(2, "757@0:0", false, "another piece");
	test_symlink(3, "753@0:0", false, "another's");
	test_symlink(4, "3@0:0", false, "unreadable");
	return done();
}
