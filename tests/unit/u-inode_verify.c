// SPDX-License-Identifier: GPL-2.0-or-later
/* The inode verifier: good inodes of every kind pass, each bad field is named. */
#include "libxfs/btree/btree.h"
#include "libxfs/format/dir.h"
#include "libxfs/inode/inode_verify.h"
#include "libxfs/inode/quota_verify.h"
#include "libxfs/inode/symlink_verify.h"
#include "tests/unit/mutate.h"
#include "tests/unit/sample_geom.h"

#define INO	131

static struct xfs_geom g;
static uint8_t *ibuf;		/* g.inodesize bytes */

static uint8_t *fork_at(struct xfs_dinode *dip, unsigned int off)
{
	return (uint8_t *)dip + XFS_DINODE_LITERAL + off;
}

static void set_rec(struct xfs_dinode *dip, unsigned int i, uint64_t off,
		    uint64_t block, uint64_t len, bool unwritten)
{
	struct xfs_bmbt_irec irec = { off, block, len, unwritten };

	xfs_bmbt_rec_pack((struct xfs_bmbt_rec *)fork_at(dip, 0) + i, &irec);
}

/* A regular file with two extents, the second unwritten. */
static struct xfs_dinode *regular(void)
{
	struct xfs_dinode *dip = (struct xfs_dinode *)ibuf;

	memset(ibuf, 0, g.inodesize);
	dip->di_magic = cpu_to_be16(XFS_DINODE_MAGIC);
	dip->di_mode = cpu_to_be16(XFS_IFREG | 0644);
	dip->di_version = 3;
	dip->di_format = XFS_DINODE_FMT_EXTENTS;
	dip->di_aformat = XFS_DINODE_FMT_EXTENTS;
	dip->di_nlink = cpu_to_be32(1);
	dip->di_size = cpu_to_be64(12345);
	dip->di_nblocks = cpu_to_be64(9);
	dip->di_big_nextents = cpu_to_be64(2);
	dip->di_next_unlinked = cpu_to_be32(NULLAGINO);
	dip->di_flags2 = cpu_to_be64(XFS_DIFLAG2_NREXT64 | XFS_DIFLAG2_BIGTIME);
	dip->di_ino = cpu_to_be64(INO);
	dip->di_uuid = g.meta_uuid;
	set_rec(dip, 0, 0, 100, 4, false);
	set_rec(dip, 1, 8, xfs_agb_fsb(&g, 1, 50), 5, true);
	return dip;
}

/* A directory in short form with one child, and a short attribute. */
static struct xfs_dinode *directory(void)
{
	static const uint8_t sf[] = {
		1, 0, 0, 0, 0, 128, 3, 0, 96, 'd', 'a', 'x', XFS_DIR3_FT_REG_FILE,
		0, 0, 0, 132
	};
	static const uint8_t attr[] = { 0, 10, 1, 0, 1, 2, 0, 'k', 'v', 'w' };
	struct xfs_dinode *dip = regular();

	dip->di_mode = cpu_to_be16(XFS_IFDIR | 0755);
	dip->di_nlink = cpu_to_be32(2);
	dip->di_format = XFS_DINODE_FMT_LOCAL;
	dip->di_size = cpu_to_be64(sizeof(sf));
	dip->di_nblocks = 0;
	dip->di_big_nextents = 0;
	dip->di_forkoff = 15;
	dip->di_aformat = XFS_DINODE_FMT_LOCAL;
	memset(fork_at(dip, 0), 0, 64);
	memcpy(fork_at(dip, 0), sf, sizeof(sf));
	memcpy(fork_at(dip, 15 * 8), attr, sizeof(attr));
	return dip;
}

/* A regular file whose extents need a tree of two blocks. */
static struct xfs_dinode *tree(void)
{
	struct xfs_dinode *dip = regular();
	struct xfs_bmdr_block *dr = (void *)fork_at(dip, 0);
	unsigned int max = xfs_btree_fork_maxrecs(&xfs_bmbt_ops,
						  xfs_dinode_literal(&g));

	memset(dr, 0, 64);
	dip->di_format = XFS_DINODE_FMT_BTREE;
	dip->di_big_nextents = cpu_to_be64(300);
	dip->di_nblocks = cpu_to_be64(302);
	dr->bb_level = cpu_to_be16(1);
	dr->bb_numrecs = cpu_to_be16(2);
	put_unaligned_be64(0, fork_at(dip, 4));
	put_unaligned_be64(500, fork_at(dip, 12));
	put_unaligned_be64(70, fork_at(dip, 4 + max * 8));
	put_unaligned_be64(71, fork_at(dip, 4 + max * 8 + 8));
	return dip;
}

/* An attribute fork whose extents need a tree. */
static struct xfs_dinode *attr_tree(void)
{
	struct xfs_dinode *dip = regular();
	uint8_t *root = fork_at(dip, 120);
	unsigned int max;

	dip->di_forkoff = 15;
	dip->di_aformat = XFS_DINODE_FMT_BTREE;
	dip->di_big_anextents = cpu_to_be32(300);
	dip->di_nblocks = cpu_to_be64(400);
	max = xfs_btree_fork_maxrecs(&xfs_bmbt_ops,
				     xfs_dfork_size(&g, dip, XFS_ATTR_FORK));
	put_unaligned_be16(1, root);
	put_unaligned_be16(1, root + 2);
	put_unaligned_be64(0, root + 4);
	put_unaligned_be64(70, root + 4 + max * 8);
	return dip;
}

static struct xfs_dinode *device(void)
{
	struct xfs_dinode *dip = regular();

	dip->di_mode = cpu_to_be16(XFS_IFCHR | 0600);
	dip->di_format = XFS_DINODE_FMT_DEV;
	dip->di_size = 0;
	dip->di_nblocks = 0;
	dip->di_big_nextents = 0;
	put_unaligned_be32(XFS_DEV(1, 3), fork_at(dip, 0));
	return dip;
}

static struct xfs_dinode *symlink_short(void)
{
	struct xfs_dinode *dip = device();

	dip->di_mode = cpu_to_be16(XFS_IFLNK | 0777);
	dip->di_format = XFS_DINODE_FMT_LOCAL;
	dip->di_size = cpu_to_be64(6);
	memcpy(fork_at(dip, 0), "target", 6);
	return dip;
}

/* Counters in the old place, times of the old kind. */
static struct xfs_dinode *narrow(void)
{
	struct xfs_dinode *dip = regular();

	dip->di_flags2 = 0;
	dip->di_big_nextents = 0;
	dip->di_nextents = cpu_to_be32(2);
	return dip;
}

static struct xfs_dinode *unused(void)
{
	struct xfs_dinode *dip = regular();

	dip->di_mode = 0;
	dip->di_nlink = 0;
	dip->di_nblocks = 0;
	return dip;
}

/* The reverse map of a realtime group, one record. */
static struct xfs_dinode *meta_tree(void)
{
	struct xfs_dinode *dip = regular();

	dip->di_format = XFS_DINODE_FMT_META_BTREE;
	dip->di_metatype = cpu_to_be16(XFS_METAFILE_RTRMAP);
	dip->di_flags2 |= cpu_to_be64(XFS_DIFLAG2_METADATA);
	dip->di_big_nextents = 0;
	memset(fork_at(dip, 0), 0, 64);
	fork_at(dip, 0)[3] = 1;
	return dip;
}

static enum xfs_fault verify(const void *p, size_t len)
{
	return xfs_dinode_verify(&g, p, INO);
}

#define GOOD(make) \
	is_u64(xfs_dinode_verify(&g, make(), INO), XFS_FAULT_NONE, #make " passes")
#define CAUGHT(make, fault, ...) do {					\
	struct xfs_dinode *d = make();					\
	__VA_ARGS__;							\
	is_u64(xfs_dinode_verify(&g, d, INO), fault, #make ": " #fault);\
} while (0)
#define PASSES(make, ...)	CAUGHT(make, XFS_FAULT_NONE, __VA_ARGS__)

static void set_flags(struct xfs_dinode *d, unsigned int flags, uint64_t flags2)
{
	d->di_flags = cpu_to_be16(flags);
	d->di_flags2 |= cpu_to_be64(flags2);
}

static void test_identity(void)
{
	CAUGHT(regular, XFS_FAULT_INO_MAGIC, d->di_magic = 0);
	CAUGHT(regular, XFS_FAULT_INO_VERSION, d->di_version = 2);
	CAUGHT(regular, XFS_FAULT_INO_NUMBER, d->di_ino = cpu_to_be64(132));
	CAUGHT(regular, XFS_FAULT_INO_UUID, d->di_uuid.b[15] ^= 1);
	CAUGHT(regular, XFS_FAULT_INO_NEXT_UNLINKED, d->di_next_unlinked = 0);
	PASSES(regular, d->di_next_unlinked = cpu_to_be32(200));
	CAUGHT(unused, XFS_FAULT_INO_FREE, d->di_nblocks = cpu_to_be64(1));
	CAUGHT(unused, XFS_FAULT_INO_FREE, d->di_nlink = cpu_to_be32(1));
	CAUGHT(unused, XFS_FAULT_INO_METATYPE, d->di_metatype = cpu_to_be16(1));
	CAUGHT(unused, XFS_FAULT_INO_FORKOFF, d->di_forkoff = 255);
	CAUGHT(unused, XFS_FAULT_INO_AFORMAT, d->di_aformat = XFS_DINODE_FMT_LOCAL,
	       d->di_forkoff = 0);
	CAUGHT(unused, XFS_FAULT_INO_FLAGS2, set_flags(d, 0, 1ULL << 40));
	PASSES(unused, d->di_size = cpu_to_be64(9), d->di_format = 9);
	CAUGHT(regular, XFS_FAULT_INO_METATYPE, d->di_metatype = cpu_to_be16(1));
	CAUGHT(regular, XFS_FAULT_INO_METADATA,
	       set_flags(d, 0, XFS_DIFLAG2_METADATA));
	g.incompat |= XFS_SB_FEAT_INCOMPAT_METADIR;
	PASSES(regular, set_flags(d, 0, XFS_DIFLAG2_METADATA));
	CAUGHT(regular, XFS_FAULT_INO_METATYPE,
	       set_flags(d, 0, XFS_DIFLAG2_METADATA),
	       d->di_metatype = cpu_to_be16(XFS_METAFILE_MAX));
	GOOD(meta_tree);
	CAUGHT(meta_tree, XFS_FAULT_META_ROOT_NR, fork_at(d, 0)[3] = 14);
	CAUGHT(meta_tree, XFS_FAULT_META_ROOT_NR, fork_at(d, 0)[1] = 1,
	       fork_at(d, 0)[3] = 7);
	CAUGHT(meta_tree, XFS_FAULT_META_ROOT_NR, fork_at(d, 0)[1] = 1,
	       fork_at(d, 0)[3] = 0);
	CAUGHT(meta_tree, XFS_FAULT_META_ROOT_LEVEL,
	       fork_at(d, 0)[1] = XFS_BTREE_CUR_LEVELS);
	CAUGHT(meta_tree, XFS_FAULT_INO_LOCAL_EXTENTS,
	       d->di_big_nextents = cpu_to_be64(1));
	CAUGHT(meta_tree, XFS_FAULT_INO_FORMAT, d->di_metatype = cpu_to_be16(1));
	CAUGHT(meta_tree, XFS_FAULT_INO_FORMAT, d->di_metatype = 0,
	       d->di_flags2 &= ~cpu_to_be64(XFS_DIFLAG2_METADATA));
	mutate_many("realtime tree", meta_tree(), g.inodesize, verify, 40000);
	g = sample_geom();
}

static void test_shape(void)
{
	CAUGHT(regular, XFS_FAULT_INO_MODE, d->di_mode = cpu_to_be16(0644));
	CAUGHT(regular, XFS_FAULT_INO_MODE, d->di_mode = cpu_to_be16(0170644));
	CAUGHT(regular, XFS_FAULT_INO_FORMAT, d->di_format = XFS_DINODE_FMT_LOCAL);
	CAUGHT(regular, XFS_FAULT_INO_FORMAT, d->di_format = XFS_DINODE_FMT_UUID);
	CAUGHT(device, XFS_FAULT_INO_FORMAT, d->di_format = XFS_DINODE_FMT_EXTENTS);
	CAUGHT(directory, XFS_FAULT_INO_FORMAT, d->di_format = XFS_DINODE_FMT_DEV);
	CAUGHT(regular, XFS_FAULT_INO_AFORMAT, d->di_aformat = XFS_DINODE_FMT_LOCAL);
	CAUGHT(directory, XFS_FAULT_INO_AFORMAT, d->di_aformat = 0);
	CAUGHT(directory, XFS_FAULT_INO_AFORMAT, d->di_aformat = 5);
	PASSES(regular, d->di_aformat = 0);
	CAUGHT(regular, XFS_FAULT_INO_SIZE, d->di_size = cpu_to_be64(1ULL << 63));
	CAUGHT(symlink_short, XFS_FAULT_INO_SIZE, d->di_size = cpu_to_be64(1024));
	CAUGHT(directory, XFS_FAULT_INO_SIZE, d->di_size = cpu_to_be64(1ULL << 36));
	CAUGHT(directory, XFS_FAULT_INO_SIZE, d->di_format = XFS_DINODE_FMT_EXTENTS);
	CAUGHT(directory, XFS_FAULT_INO_EMPTY, d->di_size = 0);
	CAUGHT(symlink_short, XFS_FAULT_INO_EMPTY, d->di_size = 0);
	CAUGHT(regular, XFS_FAULT_INO_NREXT64_PAD,
	       d->di_nrext64_pad = cpu_to_be16(1));
	CAUGHT(narrow, XFS_FAULT_INO_NREXT64_PAD, d->di_v3_pad = cpu_to_be64(1));
	CAUGHT(regular, XFS_FAULT_INO_NEXTENTS,
	       d->di_big_nextents = cpu_to_be64(1ULL << 48));
	CAUGHT(narrow, XFS_FAULT_INO_NEXTENTS,
	       d->di_nextents = cpu_to_be32(1U << 31));
	CAUGHT(narrow, XFS_FAULT_INO_ANEXTENTS,
	       d->di_anextents = cpu_to_be16(1U << 15));
	CAUGHT(regular, XFS_FAULT_INO_NBLOCKS, d->di_nblocks = cpu_to_be64(1));
	CAUGHT(regular, XFS_FAULT_INO_ANEXTENTS,
	       d->di_big_anextents = cpu_to_be32(1));
	CAUGHT(regular, XFS_FAULT_INO_FORKOFF, d->di_forkoff = 42);
	CAUGHT(device, XFS_FAULT_INO_FORKOFF, d->di_forkoff = 2);
	PASSES(device, d->di_forkoff = 1);
	g.incompat &= ~XFS_SB_FEAT_INCOMPAT_NREXT64;
	CAUGHT(regular, XFS_FAULT_INO_NREXT64, (void)d);
	g = sample_geom();
}

static void test_flags(void)
{
	CAUGHT(regular, XFS_FAULT_INO_FLAGS, set_flags(d, 0x8000, 0));
	CAUGHT(regular, XFS_FAULT_INO_FLAGS_DIR,
	       set_flags(d, XFS_DIFLAG_RTINHERIT, 0));
	CAUGHT(regular, XFS_FAULT_INO_FLAGS_DIR,
	       set_flags(d, XFS_DIFLAG_PROJINHERIT, 0));
	CAUGHT(directory, XFS_FAULT_INO_FLAGS_REG,
	       set_flags(d, XFS_DIFLAG_REALTIME, 0));
	CAUGHT(directory, XFS_FAULT_INO_FLAGS_REG,
	       set_flags(d, XFS_DIFLAG_EXTSIZE, 0));
	CAUGHT(regular, XFS_FAULT_INO_FLAGS2, set_flags(d, 0, 1ULL << 6));
	CAUGHT(regular, XFS_FAULT_INO_FLAGS2, set_flags(d, 0, 1ULL << 63));
	PASSES(regular, set_flags(d, XFS_DIFLAG_SYNC, XFS_DIFLAG2_DAX |
				  XFS_DIFLAG2_REFLINK));
	CAUGHT(directory, XFS_FAULT_INO_REFLINK_TYPE,
	       set_flags(d, 0, XFS_DIFLAG2_REFLINK));
	CAUGHT(regular, XFS_FAULT_INO_REFLINK_RT,
	       set_flags(d, XFS_DIFLAG_REALTIME, XFS_DIFLAG2_REFLINK));
	g.ro_compat &= ~XFS_SB_FEAT_RO_COMPAT_REFLINK;
	CAUGHT(regular, XFS_FAULT_INO_REFLINK,
	       set_flags(d, 0, XFS_DIFLAG2_REFLINK));
	CAUGHT(regular, XFS_FAULT_INO_COWEXTSIZE_USE,
	       set_flags(d, 0, XFS_DIFLAG2_COWEXTSIZE),
	       d->di_cowextsize = cpu_to_be32(16));
	g.incompat &= ~XFS_SB_FEAT_INCOMPAT_BIGTIME;
	CAUGHT(regular, XFS_FAULT_INO_BIGTIME, (void)d);
	g = sample_geom();
}

static void test_hints(void)
{
	PASSES(regular, set_flags(d, XFS_DIFLAG_EXTSIZE, 0),
	       d->di_extsize = cpu_to_be32(512));
	CAUGHT(regular, XFS_FAULT_INO_EXTSIZE, set_flags(d, XFS_DIFLAG_EXTSIZE, 0));
	CAUGHT(regular, XFS_FAULT_INO_EXTSIZE, d->di_extsize = cpu_to_be32(512));
	CAUGHT(regular, XFS_FAULT_INO_EXTSIZE, set_flags(d, XFS_DIFLAG_EXTSIZE, 0),
	       d->di_extsize = cpu_to_be32(g.agblocks / 2 + 1));
	PASSES(directory, set_flags(d, XFS_DIFLAG_EXTSZINHERIT,
				    XFS_DIFLAG2_COWEXTSIZE),
	       d->di_extsize = d->di_cowextsize = cpu_to_be32(512));
	CAUGHT(regular, XFS_FAULT_INO_COWEXTSIZE,
	       set_flags(d, 0, XFS_DIFLAG2_COWEXTSIZE));
	CAUGHT(regular, XFS_FAULT_INO_COWEXTSIZE,
	       d->di_cowextsize = cpu_to_be32(512));
	CAUGHT(regular, XFS_FAULT_INO_COWEXTSIZE,
	       set_flags(d, 0, XFS_DIFLAG2_COWEXTSIZE),
	       d->di_cowextsize = cpu_to_be32(g.agblocks / 2 + 1));
	CAUGHT(device, XFS_FAULT_INO_COWEXTSIZE_USE,
	       set_flags(d, 0, XFS_DIFLAG2_COWEXTSIZE),
	       d->di_cowextsize = cpu_to_be32(512));
	CAUGHT(narrow, XFS_FAULT_INO_TIME, d->di_atime = cpu_to_be64(1000000000));
	CAUGHT(narrow, XFS_FAULT_INO_TIME, d->di_mtime = cpu_to_be64(1000000000));
	CAUGHT(narrow, XFS_FAULT_INO_TIME, d->di_ctime = cpu_to_be64(1000000000));
	CAUGHT(narrow, XFS_FAULT_INO_TIME, d->di_crtime = cpu_to_be64(1000000000));
	CAUGHT(regular, XFS_FAULT_INO_PAD, d->di_pad2[11] = 1);
}

static void test_extents(void)
{
	CAUGHT(regular, XFS_FAULT_BMAP_EMPTY, set_rec(d, 1, 8, 200, 0, false));
	CAUGHT(regular, XFS_FAULT_BMAP_OFFSET,
	       set_rec(d, 1, BMBT_STARTOFF_MASK, 200, 2, false));
	PASSES(regular, set_rec(d, 1, BMBT_STARTOFF_MASK, 200, 1, false));
	CAUGHT(regular, XFS_FAULT_BMAP_BLOCK, set_rec(d, 1, 8, 0, 2, false));
	CAUGHT(regular, XFS_FAULT_BMAP_BLOCK,
	       set_rec(d, 1, 8, xfs_agb_fsb(&g, 1, 65530), 7, false));
	CAUGHT(regular, XFS_FAULT_BMAP_BLOCK,
	       set_rec(d, 1, 8, xfs_agb_fsb(&g, 4, 50), 1, false));
	CAUGHT(regular, XFS_FAULT_BMAP_ORDER, set_rec(d, 1, 3, 200, 2, false));
	PASSES(regular, set_rec(d, 1, 4, 104, 2, false));
	CAUGHT(regular, XFS_FAULT_BMAP_NR, d->di_big_nextents = cpu_to_be64(22),
	       d->di_nblocks = cpu_to_be64(22));
	CAUGHT(directory, XFS_FAULT_BMAP_UNWRITTEN,
	       d->di_format = XFS_DINODE_FMT_EXTENTS,
	       d->di_size = cpu_to_be64(4096), d->di_nblocks = cpu_to_be64(1),
	       d->di_big_nextents = cpu_to_be64(1),
	       set_rec(d, 0, 0, 200, 1, true));
	CAUGHT(tree, XFS_FAULT_BMAP_NR, d->di_big_nextents = cpu_to_be64(21));
	CAUGHT(tree, XFS_FAULT_BT_NUMRECS, fork_at(d, 0)[3] = 0);
	CAUGHT(tree, XFS_FAULT_BT_NUMRECS, fork_at(d, 0)[3] = 21);
	CAUGHT(tree, XFS_FAULT_BT_LEVEL, fork_at(d, 0)[1] = 0);
	PASSES(tree, fork_at(d, 0)[1] = xfs_bmbt_maxlevels(&g, false) - 1);
	CAUGHT(tree, XFS_FAULT_BT_LEVEL,
	       fork_at(d, 0)[1] = xfs_bmbt_maxlevels(&g, false));
	CAUGHT(tree, XFS_FAULT_BT_KEY_ORDER, put_unaligned_be64(0, fork_at(d, 12)));
	PASSES(tree, put_unaligned_be64(BMBT_STARTOFF_MASK, fork_at(d, 12)));
	CAUGHT(tree, XFS_FAULT_BT_KEY,
	       put_unaligned_be64(BMBT_STARTOFF_MASK + 1, fork_at(d, 12)));
	CAUGHT(tree, XFS_FAULT_BT_PTR,
	       put_unaligned_be64(0, fork_at(d, 4 + 20 * 8)));
}

/* A map of the least blocks may be higher; one of attributes never as high as data's. */
static void test_heights(void)
{
	unsigned int max;

	g.blocksize = 1024;
	xfs_geom_derive(&g);
	max = xfs_bmbt_maxlevels(&g, false);
	ok(max > xfs_bmbt_maxlevels(&g, true), "data's map is the higher one");
	PASSES(tree, fork_at(d, 0)[1] = max - 1);
	CAUGHT(tree, XFS_FAULT_BT_LEVEL, fork_at(d, 0)[1] = max);
	max = xfs_bmbt_maxlevels(&g, true);
	PASSES(attr_tree, fork_at(d, 120)[1] = max - 1);
	CAUGHT(attr_tree, XFS_FAULT_BT_LEVEL, fork_at(d, 120)[1] = max);
	g = sample_geom();
}

static void test_local(void)
{
	CAUGHT(directory, XFS_FAULT_INO_LOCAL_SIZE, d->di_size = cpu_to_be64(121));
	CAUGHT(directory, XFS_FAULT_INO_LOCAL_EXTENTS,
	       d->di_big_nextents = d->di_nblocks = cpu_to_be64(1));
	CAUGHT(directory, XFS_FAULT_INO_LOCAL_EXTENTS,
	       d->di_big_anextents = cpu_to_be32(1),
	       d->di_nblocks = cpu_to_be64(1));
	CAUGHT(device, XFS_FAULT_INO_LOCAL_EXTENTS,
	       d->di_big_nextents = d->di_nblocks = cpu_to_be64(1));
	CAUGHT(directory, XFS_FAULT_DIR_SF_SIZE, d->di_size = cpu_to_be64(18));
	CAUGHT(directory, XFS_FAULT_ATTR_SF_SIZE, fork_at(d, 120)[1] = 11);
	CAUGHT(symlink_short, XFS_FAULT_SYMLINK_TARGET, fork_at(d, 2)[0] = 0);
	PASSES(directory, d->di_size = 0, d->di_nlink = 0);
	PASSES(symlink_short, d->di_size = 0, d->di_nlink = 0);
	CAUGHT(directory, XFS_FAULT_DIR_SF_SIZE, d->di_size = cpu_to_be64(5),
	       d->di_nlink = 0);
}

/* A block of 4096 bytes with all of a target in it. */
static void test_symlink_block(void)
{
	struct xfs_dsymlink_hdr *sl = calloc(1, 4096);

#define SYM(fault, change) do {						\
	memset(sl, 'x', 4096);						\
	sl->sl_magic = cpu_to_be32(XFS_SYMLINK_MAGIC);			\
	sl->sl_offset = 0;						\
	sl->sl_bytes = cpu_to_be32(1000);				\
	sl->sl_uuid = g.meta_uuid;					\
	sl->sl_owner = cpu_to_be64(INO);				\
	sl->sl_blkno = cpu_to_be64(800);				\
	change;								\
	is_u64(xfs_symlink_verify(&g, sl, 4096, 800, INO), fault, #fault); \
} while (0)
	SYM(XFS_FAULT_NONE, (void)sl);
	SYM(XFS_FAULT_SYMLINK_MAGIC, sl->sl_magic = 0);
	SYM(XFS_FAULT_SYMLINK_UUID, sl->sl_uuid.b[0]++);
	SYM(XFS_FAULT_SYMLINK_BLKNO, sl->sl_blkno = 0);
	SYM(XFS_FAULT_SYMLINK_OWNER, sl->sl_owner = cpu_to_be64(132));
	SYM(XFS_FAULT_SYMLINK_BYTES, sl->sl_bytes = 0);
	SYM(XFS_FAULT_SYMLINK_BYTES, sl->sl_bytes = cpu_to_be32(4041));
	SYM(XFS_FAULT_SYMLINK_OFFSET, sl->sl_offset = cpu_to_be32(24));
	SYM(XFS_FAULT_SYMLINK_OFFSET, sl->sl_offset = cpu_to_be32(0xffffffff));
	SYM(XFS_FAULT_SYMLINK_TARGET, ((uint8_t *)(sl + 1))[999] = 0);
	sl->sl_owner = 0;
	is_u64(xfs_symlink_verify(&g, sl, 4096, 800, NULLFSINO),
	       XFS_FAULT_SYMLINK_OWNER, "an impossible owner");
	free(sl);
}

static void test_quota(void)
{
	struct xfs_dqblk dq;

#define QUOTA(fault, change) do {					\
	memset(&dq, 0, sizeof(dq));					\
	dq.dd_diskdq.d_magic = cpu_to_be16(XFS_DQUOT_MAGIC);		\
	dq.dd_diskdq.d_version = 1;					\
	dq.dd_diskdq.d_type = XFS_DQTYPE_GROUP | XFS_DQTYPE_BIGTIME;	\
	dq.dd_diskdq.d_id = cpu_to_be32(5);				\
	dq.dd_uuid = g.meta_uuid;					\
	change;								\
	is_u64(xfs_dqblk_verify(&g, &dq, 5, XFS_DQTYPE_GROUP), fault, #fault); \
} while (0)
#define DQ dq.dd_diskdq
	QUOTA(XFS_FAULT_NONE, (void)0);
	QUOTA(XFS_FAULT_DQ_MAGIC, DQ.d_magic = 0);
	QUOTA(XFS_FAULT_DQ_VERSION, DQ.d_version = 2);
	QUOTA(XFS_FAULT_DQ_TYPE, DQ.d_type = XFS_DQTYPE_USER);
	QUOTA(XFS_FAULT_DQ_TYPE, DQ.d_type = XFS_DQTYPE_GROUP | XFS_DQTYPE_USER);
	QUOTA(XFS_FAULT_DQ_TYPE, DQ.d_type = XFS_DQTYPE_GROUP | 0x10);
	QUOTA(XFS_FAULT_DQ_ID, DQ.d_id = cpu_to_be32(6));
	QUOTA(XFS_FAULT_DQ_BIGTIME, DQ.d_id = 0);
	QUOTA(XFS_FAULT_DQ_UUID, dq.dd_uuid.b[3]++);
	QUOTA(XFS_FAULT_DQ_TIMER, DQ.d_blk_softlimit = cpu_to_be64(4);
	      DQ.d_bcount = cpu_to_be64(5));
	QUOTA(XFS_FAULT_DQ_TIMER, DQ.d_ino_softlimit = cpu_to_be64(4);
	      DQ.d_icount = cpu_to_be64(5));
	QUOTA(XFS_FAULT_DQ_TIMER, DQ.d_rtb_softlimit = cpu_to_be64(4);
	      DQ.d_rtbcount = cpu_to_be64(5));
	QUOTA(XFS_FAULT_NONE, DQ.d_blk_softlimit = cpu_to_be64(4);
	      DQ.d_bcount = cpu_to_be64(5); DQ.d_btimer = cpu_to_be32(1));
}

int main(void)
{
	g = sample_geom();
	ibuf = malloc(g.inodesize);
	GOOD(regular);
	GOOD(directory);
	GOOD(tree);
	GOOD(attr_tree);
	GOOD(device);
	GOOD(symlink_short);
	GOOD(narrow);
	GOOD(unused);
	test_identity();
	test_shape();
	test_flags();
	test_hints();
	test_extents();
	test_heights();
	test_local();
	test_symlink_block();
	test_quota();
	mutate_many("regular file", regular(), g.inodesize, verify, 40000);
	mutate_many("directory", directory(), g.inodesize, verify, 40000);
	mutate_many("tree", tree(), g.inodesize, verify, 40000);
	mutate_many("symlink", symlink_short(), g.inodesize, verify, 40000);
	free(ibuf);
	return done();
}
