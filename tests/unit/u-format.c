// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The format headers against facts: bytes that a stock mkfs.xfs or kernel wrote and
 * what the stock xfs_db says they mean.  Sizes and offsets are asserted by the
 * headers themselves.
 */
#include "libxfs/format/ag.h"
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/dir.h"
#include "libxfs/format/inode.h"
#include "libxfs/format/log.h"
#include "libxfs/format/quota.h"
#include "libxfs/format/sb.h"
#include "libxfs/format/symlink.h"
#include "tests/unit/tap.h"

/* The start of a 512 MiB filesystem of the stock mkfs.xfs 6.1. */
static const uint8_t stock_sb[256] = {
	0x58, 0x46, 0x53, 0x42, 0x00, 0x00, 0x10, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00,
	[0x20] = 0x56, 0x62, 0x02, 0xaf, 0xfd, 0x86, 0x44, 0x62,
	0xb8, 0x68, 0x6b, 0xcb, 0x2b, 0x05, 0x7e, 0xdd,
	[0x35] = 0x01, 0x00, 0x06, [0x3f] = 0x80,
	[0x47] = 0x81, [0x4f] = 0x82,
	[0x53] = 0x01, 0x00, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x04,
	[0x60] = 0x00, 0x00, 0x40, 0x00, 0xb4, 0xa5, 0x02, 0x00,
	0x02, 0x00, 0x00, 0x08,
	[0x78] = 0x0c, 0x09, 0x09, 0x03, 0x0f, 0x00, 0x00, 0x19,
	[0x87] = 0x40, [0x8f] = 0x3d,
	[0x95] = 0x01, 0xbf, 0xe0, [0xb7] = 0x08,
	[0xc7] = 0x01, 0x00, 0x00, 0x01, 0x8a, 0x00, 0x00, 0x01, 0x8a,
	[0xd7] = 0x0d, [0xdb] = 0x0b,
	[0xe0] = 0xaf, 0x38, 0x20, 0x48, 0x00, 0x00, 0x00, 0x04,
};

static void test_sb(void)
{
	struct xfs_dsb sb = { 0 };

	memcpy(&sb, stock_sb, sizeof(stock_sb));
	is_u64(be32_to_cpu(sb.sb_magicnum), XFS_SB_MAGIC, "magic");
	is_u64(be64_to_cpu(sb.sb_dblocks), 131072, "dblocks");
	is_u64(be64_to_cpu(sb.sb_logstart), 65542, "logstart");
	is_u64(be64_to_cpu(sb.sb_rsumino), 130, "rsumino");
	is_u64(be32_to_cpu(sb.sb_agblocks), 32768, "agblocks");
	is_u64(be32_to_cpu(sb.sb_logblocks), 16384, "logblocks");
	is_u64(be16_to_cpu(sb.sb_versionnum), XFS_SB_VERSION_5 |
	       XFS_SB_VERSION_NLINKBIT | XFS_SB_VERSION_ALIGNBIT |
	       XFS_SB_VERSION_LOGV2BIT | XFS_SB_VERSION_EXTFLGBIT |
	       XFS_SB_VERSION_DIRV2BIT | XFS_SB_VERSION_MOREBITSBIT,
	       "version bits");
	is_u64(sb.sb_agblklog, 15, "agblklog");
	is_u64(sb.sb_imax_pct, 25, "imax_pct");
	is_u64(be64_to_cpu(sb.sb_ifree), 61, "ifree");
	is_u64(be64_to_cpu(sb.sb_fdblocks), 114656, "fdblocks");
	is_u64(be32_to_cpu(sb.sb_inoalignmt), 8, "inoalignmt");
	is_u64(be32_to_cpu(sb.sb_logsunit), 1, "logsunit");
	is_u64(be32_to_cpu(sb.sb_features2), XFS_SB_VERSION2_LAZYSBCOUNTBIT |
	       XFS_SB_VERSION2_ATTR2BIT | XFS_SB_VERSION2_PROJID32BIT |
	       XFS_SB_VERSION2_CRCBIT, "features2");
	is_u64(be32_to_cpu(sb.sb_features_ro_compat),
	       XFS_SB_FEAT_RO_COMPAT_FINOBT | XFS_SB_FEAT_RO_COMPAT_REFLINK |
	       XFS_SB_FEAT_RO_COMPAT_INOBTCNT, "ro_compat");
	is_u64(be32_to_cpu(sb.sb_features_incompat), XFS_SB_FEAT_INCOMPAT_FTYPE |
	       XFS_SB_FEAT_INCOMPAT_SPINODES | XFS_SB_FEAT_INCOMPAT_BIGTIME,
	       "incompat");
	is_u64(le32_to_cpu(sb.sb_crc), 0x482038af, "the checksum is little-endian");
	is_u64(be32_to_cpu(sb.sb_spino_align), 4, "spino_align");
}

struct feature_row {
	const char	*word;
	uint32_t	bit;
	const char	*name;
};

static void test_features(void)
{
	static const struct feature_row rows[] = {
#define ROW(word, bit, name)	{ #word, bit, name },
		XFS_FEATURE_TABLE(ROW)
#undef ROW
	};
	const unsigned int nr = sizeof(rows) / sizeof(rows[0]);
	unsigned int i, k, clash = 0, single = 0;

	for (i = 0; i < nr; i++) {
		single += rows[i].bit && !(rows[i].bit & (rows[i].bit - 1));
		for (k = 0; k < i; k++)
			clash += !strcmp(rows[i].name, rows[k].name) ||
				 (!strcmp(rows[i].word, rows[k].word) &&
				  rows[i].bit == rows[k].bit);
	}
	is_u64(single, nr, "each feature is one bit");
	is_u64(clash, 0, "no two features have the same bit or name");
}

static void test_bmbt(void)
{
	struct xfs_bmbt_irec in = { 33, 32981, 15, true }, out;
	struct xfs_bmbt_rec rec;

	xfs_bmbt_rec_pack(&rec, &in);
	is_u64(be64_to_cpu(rec.l0), 0x8000000000004200ULL, "extent, first half");
	is_u64(be64_to_cpu(rec.l1), 32981ULL << 21 | 15, "extent, second half");
	xfs_bmbt_rec_unpack(&rec, &out);
	ok(!memcmp(&in, &out, sizeof(in)), "extent there and back");

	in = (struct xfs_bmbt_irec){ BMBT_STARTOFF_MASK, BMBT_STARTBLOCK_MASK,
				     BMBT_BLOCKCOUNT_MASK, false };
	xfs_bmbt_rec_pack(&rec, &in);
	xfs_bmbt_rec_unpack(&rec, &out);
	is_u64(out.br_startoff, in.br_startoff, "largest offset");
	is_u64(out.br_startblock, in.br_startblock, "largest block");
	is_u64(out.br_blockcount, in.br_blockcount, "largest length");
	ok(!out.br_unwritten, "and written");
}

/* An inode's times as a 6.18 kernel wrote them, and as xfs_db printed them. */
static void test_time(void)
{
	struct xfs_time t, u;

	xfs_dinode_time_unpack(cpu_to_be64(0x36b7d4a3aa5da9a3ULL), true, &t);
	is_u64(t.sec, 1795370150, "bigtime seconds");
	is_u64(t.nsec, 189181347, "bigtime nanoseconds");
	is_u64(be64_to_cpu(xfs_dinode_time_pack(&t, true)), 0x36b7d4a3aa5da9a3ULL,
	       "and back");
	t = (struct xfs_time){ -1, 999999999 };
	xfs_dinode_time_unpack(xfs_dinode_time_pack(&t, false), false, &u);
	ok(u.sec == -1 && u.nsec == 999999999, "old time before 1970");
	xfs_dinode_time_unpack(xfs_dinode_time_pack(&t, true), true, &u);
	ok(u.sec == -1 && u.nsec == 999999999, "bigtime before 1970");
	xfs_dinode_time_unpack(0, true, &u);
	ok(u.sec == INT32_MIN, "bigtime starts in 1901");
}

static uint32_t hash(const char *s)
{
	return xfs_da_hashname((const uint8_t *)s, strlen(s));
}

static void test_names(void)
{
	is_u64(hash("a"), 0x61, "hash of one byte");
	is_u64(hash(".."), 0x172e, "hash of ..");
	is_u64(hash("lost+found"), 0x21aa60c, "hash of lost+found");
	is_u64(hash("xfsprogs-dax"), 0xc553967e, "hash of xfsprogs-dax");
	is_u64(xfs_dir2_data_entsize(1, true), 16, "size of entry .");
	is_u64(xfs_dir2_data_entsize(2, true), 16, "size of entry ..");
	is_u64(xfs_dir2_data_entsize(5, true), 24, "size of a longer entry");
	is_u64(xfs_dir2_data_entsize(5, false), 16, "the same without a type");
	is_u64(xfs_attr_leaf_entsize_local(1, 2), 8, "size of a local attribute");
	is_u64(xfs_attr_leaf_entsize_remote(5), 16, "size of a remote one");
}

static void test_numbers(void)
{
	is_u64(XFS_AGFL_SIZE(512), 119, "slots of an AGFL of 512 bytes");
	is_u64(XFS_AGFL_SIZE(4096), 1015, "slots of an AGFL of 4096 bytes");
	is_u64(XFS_DEV(1, 3), 0x40003, "device number");
	is_u64(XFS_DEV_MAJOR(0x40003), 1, "major");
	is_u64(XFS_DEV_MINOR(0x40003), 3, "minor");
	is_u64(XFS_LSN(7, 9), 0x700000009ULL, "sequence number");
	is_u64(XFS_LSN_CYCLE(0x700000009ULL), 7, "its cycle");
	is_u64(XFS_LSN_BLOCK(0x700000009ULL), 9, "its block");
	ok(XFS_RMAP_NON_INODE_OWNER(XFS_RMAP_OWN_COW), "staging is no inode");
	ok(!XFS_RMAP_NON_INODE_OWNER(128), "an inode is one");
}

int main(void)
{
	test_sb();
	test_features();
	test_bmbt();
	test_time();
	test_names();
	test_numbers();
	return done();
}
