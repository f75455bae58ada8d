// SPDX-License-Identifier: GPL-2.0-or-later
/* The directory verifiers: good blocks of every form pass, each fault is named. */
#include "libxfs/inode/dir_verify.h"
#include "tests/unit/mutate.h"
#include "tests/unit/sample_geom.h"

#define INO	131
#define DADDR	800
#define LEN	4096

static struct xfs_geom g;
static uint8_t *block;

static void put_head(uint32_t magic)
{
	struct xfs_dir3_blk_hdr *hdr = (void *)block;

	memset(block, 0, LEN);
	hdr->magic = cpu_to_be32(magic);
	hdr->blkno = cpu_to_be64(DADDR);
	hdr->uuid = g.meta_uuid;
	hdr->owner = cpu_to_be64(INO);
}

static unsigned int put_entry(unsigned int off, const char *name, uint64_t ino)
{
	struct xfs_dir2_data_entry *dep = (void *)(block + off);
	unsigned int len = xfs_dir2_data_entsize(strlen(name), true);

	put_unaligned_be64(ino, &dep->inumber);
	dep->namelen = strlen(name);
	memcpy(dep->name, name, dep->namelen);
	dep->name[dep->namelen] = XFS_DIR3_FT_REG_FILE;
	put_unaligned_be16(off, block + off + len - 2);
	return off + len;
}

static unsigned int put_unused(unsigned int off, unsigned int len)
{
	put_unaligned_be16(XFS_DIR2_DATA_FREE_TAG, block + off);
	put_unaligned_be16(len, block + off + 2);
	put_unaligned_be16(off, block + off + len - 2);
	return off + len;
}

static void put_best(unsigned int i, unsigned int off, unsigned int len)
{
	put_unaligned_be16(off, block + 48 + i * 4);
	put_unaligned_be16(len, block + 50 + i * 4);
}

/*
 * Entries at 64, 80, 120 and 160 (24 bytes each but the first two), a hole of 24 at
 * 96 and of 16 at 144, the rest up to @end.
 */
static void put_entries(unsigned int end)
{
	put_entry(64, ".", INO);
	put_entry(80, "..", 128);
	put_unused(96, 24);
	put_entry(120, "alpha", 140);
	put_unused(144, 16);
	put_entry(160, "gamma", 142);
	put_unused(184, end - 184);
	put_best(0, 184, end - 184);
	put_best(1, 96, 24);
	put_best(2, 144, 16);
}

static void data(void)
{
	put_head(XFS_DIR3_DATA_MAGIC);
	put_entries(LEN);
}

#define LEAVES	5
static struct xfs_dir2_leaf_entry *leaves(void)
{
	return (void *)(block + LEN - 8 - LEAVES * 8);
}

/* Leaf entries by hash, a stale one first. */
static void one_block(void)
{
	static const char *const names[] = { "", ".", "..", "alpha", "gamma" };
	static const unsigned int offs[] = { 0, 64, 80, 120, 160 };
	struct xfs_dir2_leaf_entry *ents = leaves(), swap;
	unsigned int i, k;

	put_head(XFS_DIR3_BLOCK_MAGIC);
	put_entries(LEN - 8 - LEAVES * 8);
	for (i = 0; i < LEAVES; i++) {
		ents[i].hashval = cpu_to_be32(xfs_da_hashname(
			(const uint8_t *)names[i], strlen(names[i])));
		ents[i].address = cpu_to_be32(offs[i] / 8);
		for (k = i; k && be32_to_cpu(ents[k].hashval) <
				 be32_to_cpu(ents[k - 1].hashval); k--) {
			swap = ents[k];
			ents[k] = ents[k - 1];
			ents[k - 1] = swap;
		}
	}
	put_unaligned_be32(LEAVES, block + LEN - 8);
	put_unaligned_be32(1, block + LEN - 4);
}

static void put_da_head(uint16_t magic)
{
	struct xfs_da3_blkinfo *info = (void *)block;

	memset(block, 0, LEN);
	info->magic = cpu_to_be16(magic);
	info->blkno = cpu_to_be64(DADDR);
	info->uuid = g.meta_uuid;
	info->owner = cpu_to_be64(INO);
}

/* Leaf entries i: hash 10 * i, address in data block i of @nr; the third is stale. */
static void put_leaf_entries(unsigned int nr)
{
	unsigned int i;

	put_unaligned_be16(nr, block + 56);
	put_unaligned_be16(1, block + 58);
	for (i = 0; i < nr; i++) {
		put_unaligned_be32(10 * i, block + 64 + i * 8);
		put_unaligned_be32(i == 2 ? 0 : i * LEN / 8 + 9,
				   block + 68 + i * 8);
	}
}

static void leaf1(void)
{
	unsigned int i;

	put_da_head(XFS_DIR3_LEAF1_MAGIC);
	put_leaf_entries(6);
	put_unaligned_be32(6, block + LEN - 4);
	for (i = 0; i < 6; i++)
		put_unaligned_be16(i == 4 ? 0xffff : 24, block + LEN - 6 - i * 2);
}

static void leafn(void)
{
	put_da_head(XFS_DIR3_LEAFN_MAGIC);
	put_leaf_entries(6);
	put_unaligned_be32(8388609, block);
}

static void node(void)
{
	unsigned int i;

	put_da_head(XFS_DA3_NODE_MAGIC);
	put_unaligned_be16(4, block + 56);
	put_unaligned_be16(1, block + 58);
	for (i = 0; i < 4; i++) {
		put_unaligned_be32(100 * i, block + 64 + i * 8);
		put_unaligned_be32(8388609 + i, block + 68 + i * 8);
	}
}

static void free_index(void)
{
	put_head(XFS_DIR3_FREE_MAGIC);
	put_unaligned_be32(2016, block + 48);
	put_unaligned_be32(4, block + 52);
	put_unaligned_be32(3, block + 56);
	put_unaligned_be16(16, block + 64);
	put_unaligned_be16(0xffff, block + 66);
	put_unaligned_be16(4032, block + 68);
	put_unaligned_be16(24, block + 70);
}

static enum xfs_fault verify(const void *p, size_t len)
{
	uint32_t magic = get_unaligned_be32(p);

	switch (get_unaligned_be16((const uint8_t *)p + 8)) {
	case XFS_DIR3_LEAF1_MAGIC:
	case XFS_DIR3_LEAFN_MAGIC:
		return xfs_dir3_leaf_verify(&g, p, DADDR, INO);
	case XFS_DA3_NODE_MAGIC:
		return xfs_da3_node_verify(&g, p, LEN, DADDR, INO);
	}
	if (magic == XFS_DIR3_FREE_MAGIC)
		return xfs_dir3_free_verify(&g, p, DADDR, INO);
	if (magic == XFS_DIR3_DATA_MAGIC)
		return xfs_dir3_data_verify(&g, p, DADDR, INO);
	return xfs_dir3_block_verify(&g, p, DADDR, INO);
}

#define CAUGHT(make, fault, ...) do {					\
	make();								\
	__VA_ARGS__;							\
	is_u64(verify(block, LEN), fault, #make ": " #fault);		\
} while (0)
#define SET8(off, v)	(block[off] = (v))
#define SET16(off, v)	put_unaligned_be16(v, block + (off))
#define SET32(off, v)	put_unaligned_be32(v, block + (off))
#define SET64(off, v)	put_unaligned_be64(v, block + (off))

static void test_heads(void)
{
	CAUGHT(one_block, XFS_FAULT_DIR_MAGIC, SET32(0, 0x58443242));
	CAUGHT(data, XFS_FAULT_DIR_BLKNO, SET64(8, 808));
	CAUGHT(data, XFS_FAULT_DIR_UUID, SET8(24, 1));
	CAUGHT(data, XFS_FAULT_DIR_OWNER, SET64(40, 132));
	CAUGHT(free_index, XFS_FAULT_DIR_OWNER, SET64(40, 132));
	CAUGHT(leaf1, XFS_FAULT_DA_BLKNO, SET64(16, 808));
	CAUGHT(leafn, XFS_FAULT_DA_UUID, SET8(32, 1));
	CAUGHT(node, XFS_FAULT_DA_OWNER, SET64(48, 132));
	node();
	is_u64(xfs_da3_blkinfo_verify(&g, (void *)block, XFS_DIR3_LEAFN_MAGIC,
				      DADDR, INO), XFS_FAULT_DA_MAGIC,
	       "node where a leaf is wanted");
	is_u64(xfs_da3_node_verify(&g, block, LEN, DADDR, NULLFSINO),
	       XFS_FAULT_NONE, "any possible owner will do");
	SET64(48, 1ULL << 62);
	is_u64(xfs_da3_node_verify(&g, block, LEN, DADDR, NULLFSINO),
	       XFS_FAULT_DA_OWNER, "an impossible one will not");
}

static void test_data(void)
{
	CAUGHT(data, XFS_FAULT_DIR_BEST_FREE, put_best(0, 184, LEN - 192));
	CAUGHT(data, XFS_FAULT_DIR_BEST_FREE, put_best(2, 0, 0));
	CAUGHT(data, XFS_FAULT_DIR_BEST_FREE, put_best(2, 144, 0));
	CAUGHT(data, XFS_FAULT_DIR_BEST_FREE, put_best(2, 152, 16));
	CAUGHT(data, XFS_FAULT_DIR_BEST_FREE, put_best(1, 144, 16),
	       put_best(2, 96, 24));
	CAUGHT(data, XFS_FAULT_DIR_BEST_FREE, put_best(0, 184, 0xffff));
	CAUGHT(data, XFS_FAULT_DIR_UNUSED, SET16(98, 0));
	CAUGHT(data, XFS_FAULT_DIR_UNUSED, SET16(98, 23));
	CAUGHT(data, XFS_FAULT_DIR_UNUSED, SET16(98, 0xfff8));
	CAUGHT(data, XFS_FAULT_DIR_UNUSED, put_unused(96, 16), put_unused(112, 8),
	       put_best(1, 96, 16));
	CAUGHT(data, XFS_FAULT_DIR_TAG, SET16(118, 97));
	CAUGHT(data, XFS_FAULT_DIR_TAG, SET16(142, 0));
	CAUGHT(data, XFS_FAULT_DIR_NAMELEN, SET8(128, 0), SET16(134, 120));
	CAUGHT(data, XFS_FAULT_DIR_NAMELEN, put_unused(184, LEN - 192),
	       put_best(0, 184, LEN - 192));
	CAUGHT(data, XFS_FAULT_DIR_NAMELEN, put_unused(184, LEN - 200),
	       put_best(0, 184, LEN - 200), put_entry(LEN - 16, "x", 140),
	       SET8(LEN - 8, 200));
	CAUGHT(data, XFS_FAULT_DIR_NAME, SET8(130, '/'));
	CAUGHT(data, XFS_FAULT_DIR_NAME, SET8(130, 0));
	CAUGHT(data, XFS_FAULT_DIR_INUMBER, SET64(120, 0));
	CAUGHT(data, XFS_FAULT_DIR_INUMBER, SET64(120, 1ULL << 50));
	CAUGHT(data, XFS_FAULT_DIR_FTYPE, SET8(134, XFS_DIR3_FT_MAX));
}

static void test_one_block(void)
{
	CAUGHT(one_block, XFS_FAULT_DIR_COUNT, SET32(LEN - 8, 0x20000001));
	CAUGHT(one_block, XFS_FAULT_DIR_COUNT, SET32(LEN - 8, 504));
	CAUGHT(one_block, XFS_FAULT_DIR_COUNT, SET32(LEN - 4, 6));
	CAUGHT(one_block, XFS_FAULT_DIR_STALE, SET32(LEN - 4, 0));
	CAUGHT(one_block, XFS_FAULT_DIR_STALE, SET32(LEN - 4, 2));
	CAUGHT(one_block, XFS_FAULT_DIR_HASH_ORDER,
	       leaves()[0].hashval = cpu_to_be32(0xffffffff));
	CAUGHT(one_block, XFS_FAULT_DIR_HASH,
	       leaves()[LEAVES - 1].hashval = cpu_to_be32(0xffffffff));
	CAUGHT(one_block, XFS_FAULT_DIR_HASH, SET8(129, 'b'));
	CAUGHT(one_block, XFS_FAULT_DIR_HASH,
	       leaves()[LEAVES - 1].address = cpu_to_be32(8));
	CAUGHT(one_block, XFS_FAULT_DIR_COUNT,
	       leaves()[0].address = cpu_to_be32(8), SET32(LEN - 4, 0));
	/* Folded names hash otherwise, but their addresses must stand. */
	g.versionnum |= XFS_SB_VERSION_BORGBIT;
	CAUGHT(one_block, XFS_FAULT_NONE, SET8(129, 'A'));
	CAUGHT(one_block, XFS_FAULT_DIR_HASH,
	       leaves()[LEAVES - 1].address = cpu_to_be32(8));
	g = sample_geom();
}

static void test_leaf(void)
{
	CAUGHT(leafn, XFS_FAULT_DIR_COUNT, SET16(56, 505));
	CAUGHT(leafn, XFS_FAULT_DIR_STALE, SET16(58, 0));
	CAUGHT(leafn, XFS_FAULT_DIR_STALE, SET16(58, 2));
	CAUGHT(leafn, XFS_FAULT_DIR_HASH_ORDER, SET32(64, 11));
	CAUGHT(leaf1, XFS_FAULT_DA_SIBLING, SET32(0, 1));
	CAUGHT(leaf1, XFS_FAULT_DA_SIBLING, SET32(4, 1));
	CAUGHT(leaf1, XFS_FAULT_DIR_BESTS, SET32(LEN - 4, 0xffffffff));
	CAUGHT(leaf1, XFS_FAULT_DIR_BESTS, SET32(LEN - 4, 2000));
	CAUGHT(leaf1, XFS_FAULT_DIR_BESTS, SET16(LEN - 6, 4033));
	CAUGHT(leaf1, XFS_FAULT_DIR_ADDRESS, SET32(LEN - 4, 5));
	CAUGHT(leaf1, XFS_FAULT_DIR_ADDRESS, SET32(68, 0xffffffff));
}

static void test_node_and_free(void)
{
	CAUGHT(node, XFS_FAULT_DA_LEVEL, SET16(58, 0));
	CAUGHT(node, XFS_FAULT_DA_LEVEL, SET16(58, 6));
	CAUGHT(node, XFS_FAULT_DA_COUNT, SET16(56, 0));
	CAUGHT(node, XFS_FAULT_DA_COUNT, SET16(56, 505));
	CAUGHT(node, XFS_FAULT_DA_CHILD, SET32(76, 0));
	CAUGHT(node, XFS_FAULT_DA_HASH_ORDER, SET32(64, 101));
	CAUGHT(free_index, XFS_FAULT_DIR_FREE_FIRST, SET32(48, 2015));
	CAUGHT(free_index, XFS_FAULT_DIR_FREE_COUNT, SET32(52, 2017));
	CAUGHT(free_index, XFS_FAULT_DIR_FREE_COUNT, SET32(52, 0xffffffff));
	CAUGHT(free_index, XFS_FAULT_DIR_FREE_COUNT, SET32(56, 4));
	CAUGHT(free_index, XFS_FAULT_DIR_BESTS, SET16(64, 4033));
}

/* Parent 128 and two children. */
static const uint8_t sf[] = {
	2, 0, 0, 0, 0, 128,
	3, 0, 96, 'd', 'a', 'x', XFS_DIR3_FT_REG_FILE, 0, 0, 0, 132,
	1, 0, 112, 'p', XFS_DIR3_FT_DIR, 0, 0, 0, 133,
};

static enum xfs_fault verify_sf(const void *p, size_t len)
{
	return xfs_dir2_sf_verify(&g, p, len);
}

static void test_sf(void)
{
	uint8_t *p = NULL;

#define SF(size, fault, change) do {					\
	free(p);							\
	p = malloc(size);						\
	memcpy(p, sf, (size) < sizeof(sf) ? (size) : sizeof(sf));	\
	change;								\
	is_u64(verify_sf(p, size), fault, "short form: " #fault);	\
} while (0)
	SF(sizeof(sf), XFS_FAULT_NONE, (void)p);
	SF(1, XFS_FAULT_DIR_SF_SIZE, (void)p);
	SF(5, XFS_FAULT_DIR_SF_SIZE, (void)p);
	SF(9, XFS_FAULT_DIR_SF_SIZE, p[1] = 1);
	SF(8, XFS_FAULT_DIR_SF_SIZE, (void)p);
	SF(16, XFS_FAULT_DIR_SF_SIZE, (void)p);
	SF(sizeof(sf), XFS_FAULT_DIR_SF_SIZE, p[0] = 1);
	SF(sizeof(sf), XFS_FAULT_DIR_SF_SIZE, p[0] = 3);
	SF(sizeof(sf), XFS_FAULT_DIR_SF_SIZE, p[17] = 2);
	SF(sizeof(sf), XFS_FAULT_DIR_INUMBER, p[5] = 0);
	SF(sizeof(sf), XFS_FAULT_DIR_INUMBER, p[16] = 0);
	SF(sizeof(sf), XFS_FAULT_DIR_NAMELEN, p[6] = 0);
	SF(sizeof(sf), XFS_FAULT_DIR_NAME, p[9] = '/');
	SF(sizeof(sf), XFS_FAULT_DIR_FTYPE, p[12] = XFS_DIR3_FT_MAX);
	SF(sizeof(sf), XFS_FAULT_DIR_SF_OFFSET, p[8] = 88);
	SF(sizeof(sf), XFS_FAULT_DIR_SF_OFFSET, p[19] = 104);
	SF(sizeof(sf), XFS_FAULT_DIR_SF_OFFSET, put_unaligned_be16(4080, p + 18));
	SF(10, XFS_FAULT_DIR_SF_I8COUNT, p[0] = 0; p[1] = 1;
	   put_unaligned_be64(128, p + 2));
	free(p);
}

int main(void)
{
	g = sample_geom();
	block = malloc(LEN);
	CAUGHT(data, XFS_FAULT_NONE, (void)g);
	CAUGHT(one_block, XFS_FAULT_NONE, (void)g);
	CAUGHT(leaf1, XFS_FAULT_NONE, (void)g);
	CAUGHT(leafn, XFS_FAULT_NONE, (void)g);
	CAUGHT(node, XFS_FAULT_NONE, (void)g);
	CAUGHT(free_index, XFS_FAULT_NONE, (void)g);
	test_heads();
	test_data();
	test_one_block();
	test_leaf();
	test_node_and_free();
	test_sf();

	mutate_many("short form", sf, sizeof(sf), verify_sf, 40000);
	data();
	mutate_many("data", block, LEN, verify, 10000);
	one_block();
	mutate_many("one block", block, LEN, verify, 10000);
	leaf1();
	mutate_many("leaf1", block, LEN, verify, 10000);
	leafn();
	mutate_many("leafn", block, LEN, verify, 10000);
	node();
	mutate_many("node", block, LEN, verify, 10000);
	free_index();
	mutate_many("free index", block, LEN, verify, 10000);
	free(block);
	return done();
}
