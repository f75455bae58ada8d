// SPDX-License-Identifier: GPL-2.0-or-later
/* The attribute verifiers: good ones of every form pass, each fault is named. */
#include "libxfs/inode/attr_verify.h"
#include "tests/unit/mutate.h"
#include "tests/unit/sample_geom.h"

#define INO	131
#define DADDR	800
#define LEN	4096

static struct xfs_geom g;
static uint8_t *block;

#define SET8(off, v)	(block[off] = (v))
#define SET16(off, v)	put_unaligned_be16(v, block + (off))
#define SET32(off, v)	put_unaligned_be32(v, block + (off))
#define SET64(off, v)	put_unaligned_be64(v, block + (off))

static void put_leaf_entry(unsigned int i, uint32_t hash, unsigned int idx,
			   unsigned int flags)
{
	SET32(80 + i * 8, hash);
	SET16(84 + i * 8, idx);
	SET8(86 + i * 8, flags);
}

/*
 * Three attributes: "a" with a value of 5 bytes beside it (12 bytes at 4084), "bb" of
 * the secure namespace whose value is at file block 3 (16 bytes at 4068), and a
 * parent pointer "c" (16 bytes at 4052).
 */
static void leaf(void)
{
	struct xfs_da3_blkinfo *info = (void *)block;

	memset(block, 0, LEN);
	info->magic = cpu_to_be16(XFS_ATTR3_LEAF_MAGIC);
	info->blkno = cpu_to_be64(DADDR);
	info->uuid = g.meta_uuid;
	info->owner = cpu_to_be64(INO);
	SET16(56, 3);
	SET16(58, 44);
	SET16(60, 4052);
	SET16(64, 104);
	SET16(66, 4052 - 104);
	put_leaf_entry(0, 'a', 4084, XFS_ATTR_LOCAL);
	put_leaf_entry(1, ('b' << 7) ^ 'b', 4068, XFS_ATTR_SECURE);
	put_leaf_entry(2, 'c' ^ 0x12345600 ^ 0x7, 4052, XFS_ATTR_LOCAL | XFS_ATTR_PARENT);
	SET16(4084, 5);
	SET8(4086, 1);
	memcpy(block + 4087, "avalue", 6);
	SET32(4068, 3);
	SET32(4072, 30000);
	SET8(4076, 2);
	memcpy(block + 4077, "bb", 2);
	SET16(4052, 12);
	SET8(4054, 1);
	SET8(4055, 'c');
	SET64(4056, 0x712345600ULL);
}

static enum xfs_fault verify(const void *p, size_t len)
{
	return xfs_attr3_leaf_verify(&g, p, DADDR, INO);
}

#define CAUGHT(fault, ...) do {						\
	leaf();								\
	__VA_ARGS__;							\
	is_u64(verify(block, LEN), fault, "leaf: " #fault);		\
} while (0)

static void test_leaf_head(void)
{
	CAUGHT(XFS_FAULT_NONE, (void)g);
	CAUGHT(XFS_FAULT_DA_MAGIC, SET16(8, 0x3dff));
	CAUGHT(XFS_FAULT_DA_UUID, SET8(32, 1));
	CAUGHT(XFS_FAULT_DA_BLKNO, SET64(16, 0));
	CAUGHT(XFS_FAULT_DA_OWNER, SET64(48, 0));
	CAUGHT(XFS_FAULT_ATTR_FIRSTUSED, SET16(60, 0));
	CAUGHT(XFS_FAULT_ATTR_FIRSTUSED, SET16(60, 4097));
	CAUGHT(XFS_FAULT_ATTR_COUNT, SET16(56, 0xffff));
	CAUGHT(XFS_FAULT_ATTR_COUNT, SET16(60, 100));
	CAUGHT(XFS_FAULT_ATTR_FREEMAP, SET16(64, 105));
	CAUGHT(XFS_FAULT_ATTR_FREEMAP, SET16(66, 3));
	CAUGHT(XFS_FAULT_ATTR_FREEMAP, SET16(66, 3996));
	CAUGHT(XFS_FAULT_ATTR_FREEMAP, SET16(72, 4100));
	CAUGHT(XFS_FAULT_ATTR_USEDBYTES, SET16(58, 40));
	CAUGHT(XFS_FAULT_ATTR_USEDBYTES, SET16(56, 2));
	CAUGHT(XFS_FAULT_NONE, SET16(56, 0), SET16(58, 0), SET16(60, 4096));
}

static void test_leaf_entries(void)
{
	CAUGHT(XFS_FAULT_ATTR_HASH_ORDER, SET32(96, 0));
	CAUGHT(XFS_FAULT_ATTR_HASH, SET32(80, 'b'));
	CAUGHT(XFS_FAULT_ATTR_HASH, SET8(4078, 'c'));
	CAUGHT(XFS_FAULT_ATTR_FLAGS, SET8(86, XFS_ATTR_LOCAL | 0x10));
	CAUGHT(XFS_FAULT_ATTR_FLAGS, SET8(94, XFS_ATTR_ROOT | XFS_ATTR_SECURE));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET16(84, 4048));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET16(84, 4096));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET16(84, 4085));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET16(84, 4092), SET16(4092, 9));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET16(92, 4092));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET16(4084, 0xffff));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET8(4086, 0xff));
	CAUGHT(XFS_FAULT_ATTR_NAMEIDX, SET8(4076, 0xff));
	CAUGHT(XFS_FAULT_ATTR_NAME, SET8(4086, 0));
	CAUGHT(XFS_FAULT_ATTR_NAME, SET8(4087, 0));
	CAUGHT(XFS_FAULT_ATTR_NAME, SET8(4078, 0));
	CAUGHT(XFS_FAULT_ATTR_PARENT, SET16(4052, 11));
	CAUGHT(XFS_FAULT_ATTR_HASH, SET64(4056, 0x612345600ULL));
	CAUGHT(XFS_FAULT_ATTR_PARENT, SET8(94, XFS_ATTR_PARENT), SET32(4072, 12));
	CAUGHT(XFS_FAULT_ATTR_VALUELEN, SET32(4072, 65537));
	CAUGHT(XFS_FAULT_ATTR_VALUEBLK, SET32(4068, 0));
	CAUGHT(XFS_FAULT_NONE, SET32(4068, 0),
	       SET8(94, XFS_ATTR_SECURE | XFS_ATTR_INCOMPLETE));
}

/* With ascii-ci a parent pointer is found by its entry's hash; "a" is hashed as it is. */
static void test_ascii_ci(void)
{
	static const uint8_t latin[] = { 'x', 0xc0, 0xd7, 0xde, 0xdf, 0xe0, 'Z' };
	static const uint8_t small[] = { 'x', 0xe0, 0xd7, 0xfe, 0xdf, 0xe0, 'z' };

	is_u64(xfs_ascii_ci_hashname(latin, sizeof(latin)),
	       xfs_da_hashname(small, sizeof(small)), "letters that fold");
	CAUGHT(XFS_FAULT_ATTR_HASH, SET8(4055, 'C'));
	CAUGHT(XFS_FAULT_ATTR_HASH, SET8(4087, 'A'));
	g.versionnum |= XFS_SB_VERSION_BORGBIT;
	CAUGHT(XFS_FAULT_NONE, SET8(4055, 'C'));
	CAUGHT(XFS_FAULT_NONE, (void)g);
	CAUGHT(XFS_FAULT_ATTR_HASH, SET8(4087, 'A'));
	CAUGHT(XFS_FAULT_ATTR_HASH, SET8(4055, 'B'));
	g = sample_geom();
}

static const uint8_t sf[] = {
	0, 17, 2, 0,
	1, 2, 0, 'k', 'v', 'w',
	2, 2, XFS_ATTR_ROOT, 'a', 'b', 'x', 'y'
};

static enum xfs_fault verify_sf(const void *p, size_t len)
{
	return xfs_attr_sf_verify(p, len);
}

static void test_sf(void)
{
	uint8_t *p = NULL;

#define SF(size, fault, change) do {					\
	free(p);							\
	p = calloc(1, size);						\
	memcpy(p, sf, (size) < sizeof(sf) ? (size) : sizeof(sf));	\
	change;								\
	is_u64(verify_sf(p, size), fault, "short form: " #fault);	\
} while (0)
	SF(sizeof(sf), XFS_FAULT_NONE, (void)p);
	SF(sizeof(sf) + 7, XFS_FAULT_NONE, (void)p);
	SF(3, XFS_FAULT_ATTR_SF_SIZE, (void)p);
	SF(16, XFS_FAULT_ATTR_SF_SIZE, (void)p);
	SF(sizeof(sf), XFS_FAULT_ATTR_SF_SIZE, p[1] = 3);
	SF(sizeof(sf), XFS_FAULT_ATTR_SF_SIZE, p[1] = 12);
	SF(sizeof(sf), XFS_FAULT_ATTR_SF_SIZE, p[2] = 1);
	SF(sizeof(sf), XFS_FAULT_ATTR_SF_SIZE, p[2] = 3);
	SF(sizeof(sf), XFS_FAULT_ATTR_SF_SIZE, p[11] = 3);
	SF(sizeof(sf), XFS_FAULT_ATTR_FLAGS, p[6] = XFS_ATTR_LOCAL);
	SF(sizeof(sf), XFS_FAULT_ATTR_FLAGS, p[12] = XFS_ATTR_ROOT | XFS_ATTR_SECURE);
	SF(sizeof(sf), XFS_FAULT_ATTR_PARENT, p[12] = XFS_ATTR_PARENT);
	SF(sizeof(sf), XFS_FAULT_ATTR_NAME, p[4] = 0);
	SF(sizeof(sf), XFS_FAULT_ATTR_NAME, p[7] = 0);
	free(p);
}

static void rmt(void)
{
	struct xfs_attr3_rmt_hdr *hdr = (void *)block;

	memset(block, 0, LEN);
	hdr->rm_magic = cpu_to_be32(XFS_ATTR3_RMT_MAGIC);
	hdr->rm_offset = cpu_to_be32(4040);
	hdr->rm_bytes = cpu_to_be32(1000);
	hdr->rm_uuid = g.meta_uuid;
	hdr->rm_owner = cpu_to_be64(INO);
	hdr->rm_blkno = cpu_to_be64(DADDR);
	hdr->rm_lsn = cpu_to_be64(-1);
}

static enum xfs_fault verify_rmt(const void *p, size_t len)
{
	return xfs_attr3_rmt_verify(&g, p, DADDR, INO);
}

static void test_rmt(void)
{
#define RMT(fault, change) do {						\
	rmt();								\
	change;								\
	is_u64(verify_rmt(block, LEN), fault, "value: " #fault);	\
} while (0)
	RMT(XFS_FAULT_NONE, (void)g);
	RMT(XFS_FAULT_ATTR_RMT_MAGIC, SET32(0, 0));
	RMT(XFS_FAULT_ATTR_RMT_OFFSET, SET32(4, 1));
	RMT(XFS_FAULT_ATTR_RMT_OFFSET, SET32(4, 16 * 4040));
	RMT(XFS_FAULT_ATTR_RMT_BYTES, SET32(8, 0));
	RMT(XFS_FAULT_ATTR_RMT_BYTES, SET32(8, 4041));
	RMT(XFS_FAULT_ATTR_RMT_UUID, SET8(16, 1));
	RMT(XFS_FAULT_ATTR_RMT_OWNER, SET64(32, 130));
	RMT(XFS_FAULT_ATTR_RMT_BLKNO, SET64(40, 792));
	is_u64(xfs_attr3_rmt_verify(&g, block, 792, NULLFSINO), XFS_FAULT_NONE,
	       "any possible owner will do");
	SET64(32, 0);
	is_u64(xfs_attr3_rmt_verify(&g, block, 792, NULLFSINO),
	       XFS_FAULT_ATTR_RMT_OWNER, "an impossible one will not");
}

int main(void)
{
	g = sample_geom();
	block = malloc(LEN);
	test_leaf_head();
	test_leaf_entries();
	test_ascii_ci();
	test_sf();
	test_rmt();
	mutate_many("short form", sf, sizeof(sf), verify_sf, 40000);
	leaf();
	mutate_many("leaf", block, LEN, verify, 20000);
	rmt();
	mutate_many("value", block, LEN, verify_rmt, 20000);
	free(block);
	return done();
}
