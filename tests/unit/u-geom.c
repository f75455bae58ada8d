// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Geometry: address arithmetic against the same done the long way, on random
 * geometries and at the limits; the superblock there and back; every field of it
 * put wrong and caught; the feature names.  Where the stock mkfs.xfs is installed,
 * its superblocks come out of ours byte for byte.
 */
#include <fcntl.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "libxfs/fs/superblock.h"
#include "tests/unit/sample_geom.h"
#include "tests/unit/tap.h"

static off_t bad_from = INT64_MAX;	/* where the medium has failed */

/* The C library's, for a medium with a bad end. */
ssize_t pread(int fd, void *buf, size_t len, off_t offset)
{
	if (offset + (off_t)len > bad_from) {
		errno = EIO;
		return -1;
	}
	return syscall(SYS_pread64, fd, buf, len, offset);
}

static uint64_t rng_state = 0x9e3779b97f4a7c15ull;

static uint64_t rng(void)
{
	rng_state ^= rng_state << 13;
	rng_state ^= rng_state >> 7;
	rng_state ^= rng_state << 17;
	return rng_state;
}

/* From lo to hi, both included. */
static uint64_t between(uint64_t lo, uint64_t hi)
{
	return hi - lo == UINT64_MAX ? rng() : lo + rng() % (hi - lo + 1);
}

static struct xfs_geom random_geom(void)
{
	struct xfs_geom g = sample_geom();
	unsigned int blocklog = between(10, 16), sectlog = between(9, 15);
	unsigned int inodelog = between(9, 11);

	if (sectlog > blocklog)
		sectlog = blocklog;
	if (inodelog >= blocklog)
		inodelog = blocklog - 1;
	g.blocksize = 1u << blocklog;
	g.sectsize = 1u << sectlog;
	g.inodesize = 1u << inodelog;
	g.dirblksize = 1u << between(blocklog, 16);
	g.agblocks = between(XFS_MIN_AG_BLOCKS, XFS_MAX_AG_BYTES >>
			     between(blocklog, 34));
	g.agcount = between(1, 1ull << between(0, 22));
	g.dblocks = (uint64_t)g.agcount * g.agblocks -
		    between(0, g.agblocks - XFS_MIN_AG_BLOCKS);
	xfs_geom_derive(&g);
	return g;
}

/* One block of @g, by every route. */
static bool block_agrees(const struct xfs_geom *g, xfs_agnumber_t agno,
			 xfs_agblock_t agbno)
{
	unsigned __int128 byte = ((unsigned __int128)agno * g->agblocks + agbno) *
				 g->blocksize;
	xfs_daddr_t daddr = byte / 512;
	xfs_fsblock_t fsb = xfs_agb_fsb(g, agno, agbno);

	return xfs_agb_daddr(g, agno, agbno) == daddr &&
	       xfs_fsb_daddr(g, fsb) == daddr &&
	       xfs_daddr_agno(g, daddr) == agno &&
	       xfs_daddr_agbno(g, daddr) == agbno &&
	       xfs_daddr_fsb(g, daddr) == fsb &&
	       xfs_fsb_agno(g, fsb) == agno && xfs_fsb_agbno(g, fsb) == agbno &&
	       xfs_daddr_rfsb(g, daddr) == (uint64_t)(byte / g->blocksize) &&
	       xfs_daddr_valid(g, daddr, g->blocksize);
}

static bool inode_agrees(const struct xfs_geom *g, xfs_agnumber_t agno,
			 xfs_agblock_t agbno, uint32_t offset)
{
	uint64_t agino = (uint64_t)agbno * (g->blocksize / g->inodesize) + offset;
	xfs_ino_t ino = xfs_agino_ino(g, agno, agino);

	return agino < UINT32_MAX && xfs_agb_agino(g, agbno, offset) == agino &&
	       xfs_agino_agbno(g, agino) == agbno &&
	       xfs_agino_offset(g, agino) == offset &&
	       xfs_ino_agno(g, ino) == agno && xfs_ino_agino(g, ino) == agino &&
	       xfs_ino_agbno(g, ino) == agbno && xfs_ino_offset(g, ino) == offset &&
	       xfs_ino_fsb(g, ino) == xfs_agb_fsb(g, agno, agbno);
}

/* What the headers and the group's end leave of its blocks. */
static bool validity_agrees(const struct xfs_geom *g, xfs_agnumber_t agno,
			    uint64_t agbno, uint64_t len)
{
	uint64_t headers = (4ull * g->sectsize + g->blocksize - 1) / g->blocksize;
	uint64_t length = agno == g->agcount - 1 ?
		g->dblocks - (uint64_t)agno * g->agblocks : g->agblocks;
	bool in = agno < g->agcount && agbno >= headers && agbno < length;
	bool fits = in && len && len <= length - agbno;
	bool packs = agbno >> g->agblklog == 0;

	return xfs_agbno_valid(g, agno, agbno) == in &&
	       xfs_agb_extent_valid(g, agno, agbno, len) == fits &&
	       (!packs || xfs_fsb_valid(g, xfs_agb_fsb(g, agno, agbno)) == in) &&
	       (!packs || xfs_fsb_extent_valid(g, xfs_agb_fsb(g, agno, agbno),
					       len) == fits) &&
	       (!packs || agbno << g->inopblog > UINT32_MAX ||
		xfs_agino_valid(g, agno, agbno << g->inopblog) == in);
}

static xfs_agblock_t interesting_agbno(const struct xfs_geom *g,
				       xfs_agnumber_t agno)
{
	xfs_agblock_t length = xfs_ag_length(g, agno);

	switch (between(0, 3)) {
	case 0:
		return between(0, 8);
	case 1:
		return length - between(1, 8);
	default:
		return between(0, length - 1);
	}
}

static void addresses(const char *what, struct xfs_geom (*make)(void), int n)
{
	unsigned int blocks = 0, inodes = 0, valid = 0, headers = 0;
	int i, k;

	for (i = 0; i < n; i++) {
		struct xfs_geom g = make();

		for (k = 0; k < 32; k++) {
			xfs_agnumber_t agno = k & 1 ? g.agcount - 1 :
					      between(0, g.agcount - 1);
			xfs_agblock_t agbno = interesting_agbno(&g, agno);

			blocks += !block_agrees(&g, agno, agbno);
			inodes += !inode_agrees(&g, agno, agbno,
						between(0, g.inopblock - 1));
			headers += xfs_ag_header_daddr(&g, agno, k & 3) !=
				   xfs_agb_daddr(&g, agno, 0) +
				   (k & 3) * (g.sectsize / 512);
			valid += !validity_agrees(&g, agno, agbno,
						  between(0, 2 * g.agblocks));
			valid += !validity_agrees(&g, between(0, UINT32_MAX),
						  between(0, UINT32_MAX),
						  between(0, UINT32_MAX));
		}
	}
	is_u64(blocks, 0, "%s: blocks", what);
	is_u64(inodes, 0, "%s: inodes", what);
	is_u64(headers, 0, "%s: headers", what);
	is_u64(valid, 0, "%s: what is valid", what);
}

/* The largest groups, and as many blocks as a device can have. */
static struct xfs_geom huge_geom(void)
{
	struct xfs_geom g = random_geom();

	g.agblocks = XFS_MAX_AG_BYTES / g.blocksize - between(0, 1);
	g.agcount = (INT64_MAX >> g.blocklog) / g.agblocks;
	g.dblocks = (uint64_t)g.agcount * g.agblocks;
	xfs_geom_derive(&g);
	return g;
}

static void hostile_addresses(void)
{
	struct xfs_geom g = sample_geom();
	uint64_t end = g.dblocks * 8;

	ok(!xfs_fsb_valid(&g, NULLFSBLOCK), "no null block");
	ok(!xfs_fsb_valid(&g, (uint64_t)1 << 48 | 100), "group 2^32 is not group 0");
	ok(!xfs_ino_valid(&g, NULLFSINO) && !xfs_ino_valid(&g, 0), "no null inode");
	ok(!xfs_ino_valid(&g, (uint64_t)1 << 51 | 128), "nor inode of group 2^32");
	ok(xfs_ino_valid(&g, 128), "but the root is");
	ok(!xfs_fsb_extent_valid(&g, 100, UINT64_MAX), "no endless extent");
	ok(!xfs_fsb_extent_valid(&g, 100, (uint64_t)1 << 32), "nor 2^32 blocks");
	ok(xfs_daddr_valid(&g, end - 1, 512), "the last sector");
	ok(!xfs_daddr_valid(&g, end, 0), "not the one behind");
	ok(!xfs_daddr_valid(&g, end - 1, 513), "not across the end");
	ok(!xfs_daddr_valid(&g, -1, 512), "not before the start");
	ok(!xfs_daddr_valid(&g, 0, UINT64_MAX), "not for ever");
}

static struct xfs_dsb sample_sb(void)
{
	struct xfs_geom g = sample_geom();
	struct xfs_dsb dsb;

	xfs_geom_to_sb(&g, 64, 61, 200000, &dsb);
	return dsb;
}

static void there_and_back(void)
{
	struct xfs_dsb dsb = sample_sb();
	struct xfs_geom g = sample_geom(), again;
	unsigned int refused = 0, differ = 0, i;

	is_u64(xfs_sb_verify_primary(&dsb), 0, "the sample is good");
	xfs_geom_from_sb(&again, &dsb);
	ok(!memcmp(&g, &again, sizeof(g)), "and comes back the same");
	g.incompat |= XFS_SB_FEAT_INCOMPAT_META_UUID;
	g.meta_uuid.b[3]++;
	xfs_geom_to_sb(&g, 64, 61, 200000, &dsb);
	is_u64(xfs_sb_verify_primary(&dsb), 0, "with a metadata UUID too");
	xfs_geom_from_sb(&again, &dsb);
	ok(!memcmp(&g, &again, sizeof(g)), "and comes back the same");
	for (i = 0; i < 2000; i++) {
		g = random_geom();
		g.inoalignmt = 64 * g.inodesize / g.blocksize;
		g.spino_align = g.inoalignmt / 2;
		g.logsectsize = g.sectsize;
		g.rextsize = g.blocksize < 4096 ? 4096 / g.blocksize : 1;
		g.logblocks = 512;
		g.logstart = 0;
		g.rootino = xfs_agino_ino(&g, 0, xfs_agb_agino(&g, 20, 0));
		g.rbmino = g.rootino + 1;
		g.rsumino = g.rootino + 2;
		g.versionnum = g.sectsize > 512 ? 0xbca5 : 0xb4a5;
		xfs_geom_to_sb(&g, 0, 0, 0, &dsb);
		refused += xfs_sb_verify_primary(&dsb) != 0;
		xfs_geom_from_sb(&again, &dsb);
		differ += memcmp(&g, &again, sizeof(g)) != 0;
	}
	is_u64(refused, 0, "random geometries are good");
	is_u64(differ, 0, "and come back the same");
}

#define PUT(field, bits, value, fault) do {				\
	struct xfs_dsb dsb = sample_sb();				\
	dsb.field = cpu_to_be##bits(value);				\
	is_u64(xfs_sb_verify_primary(&dsb), fault, #field " = " #value);	\
} while (0)
#define PUT8(field, value, fault) do {					\
	struct xfs_dsb dsb = sample_sb();				\
	dsb.field = (value);						\
	is_u64(xfs_sb_verify_primary(&dsb), fault, #field " = " #value);	\
} while (0)

static void wrong_identity(void)
{
	PUT(sb_magicnum, 32, 0x58465343, XFS_FAULT_SB_MAGIC);
	PUT(sb_versionnum, 16, 0xb4a4, XFS_FAULT_SB_V4);
	PUT(sb_versionnum, 16, 0xb4a6, XFS_FAULT_SB_VERSION);
	PUT(sb_versionnum, 16, 0x34a5, XFS_FAULT_SB_VERSION_BITS);
	PUT(sb_versionnum, 16, 0xb6a5, XFS_FAULT_SB_VERSION_BITS);
	PUT(sb_versionnum, 16, 0xb5a5, XFS_FAULT_SB_UNIT);
	PUT(sb_versionnum, 16, 0xbca5, XFS_FAULT_SB_LOGSECTSIZE);
	PUT(sb_versionnum, 16, 0xf4b5, 0);
	PUT(sb_features2, 32, 0x8a, XFS_FAULT_SB_FEATURES2);
	PUT(sb_features2, 32, 0x8000018a, XFS_FAULT_SB_FEATURES2);
	PUT(sb_bad_features2, 32, 0, XFS_FAULT_SB_BAD_FEATURES2);
	PUT(sb_features_incompat, 32, 0x80000003, XFS_FAULT_SB_INCOMPAT);
	PUT(sb_features_incompat, 32, 0x203, XFS_FAULT_SB_ZONED);
	PUT(sb_features_incompat, 32, 0x503, XFS_FAULT_SB_ZONED);
	PUT(sb_features_ro_compat, 32, 0x8, XFS_FAULT_SB_INOBTCNT);
	PUT(sb_features_ro_compat, 32, 0x80000001, 0);
	PUT(sb_features_compat, 32, 0xffffffff, 0);
}

static void wrong_sizes(void)
{
	PUT(sb_blocksize, 32, 0, XFS_FAULT_SB_BLOCKSIZE);
	PUT(sb_blocksize, 32, 8192, XFS_FAULT_SB_BLOCKSIZE);
	PUT8(sb_blocklog, 9, XFS_FAULT_SB_BLOCKSIZE);
	PUT8(sb_blocklog, 255, XFS_FAULT_SB_BLOCKSIZE);
	PUT(sb_sectsize, 16, 513, XFS_FAULT_SB_SECTSIZE);
	PUT8(sb_sectlog, 0, XFS_FAULT_SB_SECTSIZE);
	PUT8(sb_sectlog, 16, XFS_FAULT_SB_SECTSIZE);
	PUT(sb_inodesize, 16, 256, XFS_FAULT_SB_INODESIZE);
	PUT(sb_inodesize, 16, 0, XFS_FAULT_SB_INODESIZE);
	PUT8(sb_inodelog, 12, XFS_FAULT_SB_INODESIZE);
	PUT8(sb_inodelog, 200, XFS_FAULT_SB_INODESIZE);
	PUT(sb_inopblock, 16, 4, XFS_FAULT_SB_INOPBLOCK);
	PUT8(sb_inopblog, 4, XFS_FAULT_SB_INOPBLOCK);
	PUT8(sb_dirblklog, 5, XFS_FAULT_SB_DIRBLKLOG);
	PUT8(sb_dirblklog, 255, XFS_FAULT_SB_DIRBLKLOG);
	PUT8(sb_dirblklog, 4, 0);
	PUT8(sb_imax_pct, 101, XFS_FAULT_SB_IMAX_PCT);
	PUT8(sb_imax_pct, 100, 0);
}

static void wrong_groups(void)
{
	PUT(sb_agblocks, 32, 0, XFS_FAULT_SB_AGBLOCKS);
	PUT(sb_agblocks, 32, 63, XFS_FAULT_SB_AGBLOCKS);
	PUT(sb_agblocks, 32, (1u << 28) + 1, XFS_FAULT_SB_AGBLOCKS);
	PUT(sb_agblocks, 32, UINT32_MAX, XFS_FAULT_SB_AGBLOCKS);
	PUT(sb_agblocks, 32, 65537, XFS_FAULT_SB_AGBLKLOG);
	PUT(sb_agblocks, 32, 32768, XFS_FAULT_SB_AGBLKLOG);
	PUT(sb_agblocks, 32, 65535, 0);
	PUT8(sb_agblklog, 17, XFS_FAULT_SB_AGBLKLOG);
	PUT8(sb_agblklog, 15, XFS_FAULT_SB_AGBLKLOG);
	PUT8(sb_agblklog, 255, XFS_FAULT_SB_AGBLKLOG);
	PUT(sb_agcount, 32, 0, XFS_FAULT_SB_AGCOUNT);
	PUT(sb_agcount, 32, UINT32_MAX, XFS_FAULT_SB_AGCOUNT);
	PUT(sb_agcount, 32, 3, XFS_FAULT_SB_DBLOCKS);
	PUT(sb_agcount, 32, 5, XFS_FAULT_SB_DBLOCKS);
	PUT(sb_dblocks, 64, 0, XFS_FAULT_SB_DBLOCKS);
	PUT(sb_dblocks, 64, 4 * 65536 + 1, XFS_FAULT_SB_DBLOCKS);
	PUT(sb_dblocks, 64, 3 * 65536 + 63, XFS_FAULT_SB_DBLOCKS);
	PUT(sb_dblocks, 64, 4 * 65536, 0);
	PUT(sb_dblocks, 64, UINT64_MAX, XFS_FAULT_SB_DBLOCKS);
	PUT(sb_unit, 32, 16, XFS_FAULT_SB_UNIT);
	PUT(sb_width, 32, 16, XFS_FAULT_SB_WIDTH);
	PUT(sb_inoalignmt, 32, 4, XFS_FAULT_SB_INOALIGNMT);
	PUT(sb_spino_align, 32, 16, XFS_FAULT_SB_SPINO_ALIGN);
	PUT(sb_spino_align, 32, 3, XFS_FAULT_SB_SPINO_ALIGN);
}

static void wrong_log_and_rest(void)
{
	PUT(sb_logblocks, 32, 511, XFS_FAULT_SB_LOGBLOCKS);
	PUT(sb_logblocks, 32, UINT32_MAX, XFS_FAULT_SB_LOGBLOCKS);
	PUT(sb_logblocks, 32, 1u << 19, XFS_FAULT_SB_LOGBLOCKS);
	PUT(sb_logblocks, 32, 65530, XFS_FAULT_SB_LOGSTART);
	PUT(sb_logstart, 64, 0, 0);
	PUT(sb_logstart, 64, 131072, XFS_FAULT_SB_LOGSTART);
	PUT(sb_logstart, 64, 4 * 65536 + 7, XFS_FAULT_SB_LOGSTART);
	PUT(sb_logstart, 64, UINT64_MAX, XFS_FAULT_SB_LOGSTART);
	PUT(sb_logsunit, 32, 2, XFS_FAULT_SB_LOGSUNIT);
	PUT(sb_logsunit, 32, 1u << 19, XFS_FAULT_SB_LOGSUNIT);
	PUT(sb_logsunit, 32, 32768, 0);
	PUT(sb_logsectsize, 16, 512, XFS_FAULT_SB_LOGSECTSIZE);
	PUT8(sb_logsectlog, 9, XFS_FAULT_SB_LOGSECTSIZE);
	PUT(sb_rextsize, 32, 0, XFS_FAULT_SB_REXTSIZE);
	PUT(sb_rextsize, 32, (1u << 18) + 1, XFS_FAULT_SB_REXTSIZE);
	PUT(sb_rblocks, 64, 1, XFS_FAULT_SB_RBLOCKS);
	PUT(sb_rextents, 64, 1, XFS_FAULT_SB_RBLOCKS);
	PUT(sb_rbmblocks, 32, 1, XFS_FAULT_SB_RBLOCKS);
	PUT(sb_frextents, 64, 1, XFS_FAULT_SB_RBLOCKS);
	PUT8(sb_rextslog, 1, XFS_FAULT_SB_RBLOCKS);
	PUT(sb_qflags, 16, 0x800, XFS_FAULT_SB_QFLAGS);
	PUT(sb_qflags, 16, 0x10, XFS_FAULT_SB_QFLAGS);
	PUT(sb_qflags, 16, 0x7cf, 0);
	PUT8(sb_flags, 2, XFS_FAULT_SB_FLAGS);
	PUT8(sb_shared_vn, 1, XFS_FAULT_SB_SHARED_VN);
	PUT8(sb_inprogress, 1, XFS_FAULT_SB_INPROGRESS);
	PUT8(sb_inprogress, 2, XFS_FAULT_SB_INPROGRESS);
}

static void wrong_inodes_and_counters(void)
{
	PUT(sb_rootino, 64, 0, XFS_FAULT_SB_ROOTINO);
	PUT(sb_rootino, 64, UINT64_MAX, XFS_FAULT_SB_ROOTINO);
	PUT(sb_rootino, 64, 4ull << 19, XFS_FAULT_SB_ROOTINO);
	PUT(sb_rbmino, 64, UINT64_MAX, XFS_FAULT_SB_RTINO);
	PUT(sb_rsumino, 64, 1, XFS_FAULT_SB_RTINO);
	PUT(sb_uquotino, 64, 1, XFS_FAULT_SB_QUOTINO);
	PUT(sb_uquotino, 64, UINT64_MAX, 0);
	PUT(sb_gquotino, 64, 7ull << 40, XFS_FAULT_SB_QUOTINO);
	PUT(sb_pquotino, 64, 2, XFS_FAULT_SB_QUOTINO);
	PUT(sb_icount, 64, 60, XFS_FAULT_SB_ICOUNT);
	PUT(sb_icount, 64, UINT64_MAX, XFS_FAULT_SB_ICOUNT);
	PUT(sb_ifree, 64, 65, XFS_FAULT_SB_ICOUNT);
	PUT(sb_fdblocks, 64, 262144, XFS_FAULT_SB_FDBLOCKS);
}

static void put_superblock(struct xfs_dev *dev, uint32_t sectsize)
{
	struct xfs_dsb *dsb = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	struct xfs_geom g = sample_geom();

	g.sectsize = sectsize;
	g.logsectsize = sectsize;
	xfs_geom_derive(&g);
	xfs_geom_to_sb(&g, 64, 61, 200000, dsb);
	xfs_cksum_update(dsb, sectsize, XFS_SB_CRC_OFF);
	xfs_env_write(dev, 0, dsb, XFS_MAX_SECTORSIZE);
	xfs_env_io_free(dsb);
}

/* A superblock's own sector is all that must be readable. */
static void bad_medium_behind(void)
{
	char path[] = "/tmp/u-geom.XXXXXX";
	int fd = mkstemp(path);
	enum xfs_fault fault;
	struct xfs_dev *dev;
	struct xfs_dsb dsb;
	struct xfs_geom g;

	if (!ok(fd >= 0 && !close(fd) && !device_open(path, DEVICE_WRITE, &dev) &&
		!device_resize(dev, 1 << 20), "a file to read from"))
		return;
	put_superblock(dev, 512);
	bad_from = 512;
	ok(!xfs_geom_read(dev, 0, &g, &dsb, &fault) && g.agcount == 4 &&
	   be32_to_cpu(dsb.sb_agcount) == 4, "bad from the second sector on");
	bad_from = 511;
	ok(xfs_geom_read(dev, 0, &g, NULL, &fault) == -EIO && !fault, "in the first");
	put_superblock(dev, 4096);
	bad_from = 4096;
	ok(!xfs_geom_read(dev, 0, &g, NULL, &fault) && g.sectsize == 4096,
	   "behind a large sector");
	bad_from = 4095;
	ok(xfs_geom_read(dev, 0, &g, NULL, &fault) == -EIO && !fault, "in it");
	bad_from = INT64_MAX;
	device_close(dev);
	unlink(path);
}

static void secondary(void)
{
	struct xfs_dsb dsb = sample_sb();

	dsb.sb_inprogress = 1;
	dsb.sb_rootino = cpu_to_be64(NULLFSINO);
	dsb.sb_rbmino = cpu_to_be64(NULLFSINO);
	is_u64(xfs_sb_verify(&dsb), 0, "a copy as stock mkfs leaves it is good");
}

static void realtime(void)
{
	struct xfs_dsb dsb = sample_sb();

	dsb.sb_rblocks = cpu_to_be64(100001);
	dsb.sb_rextsize = cpu_to_be32(2);
	dsb.sb_rextents = cpu_to_be64(50000);
	dsb.sb_rextslog = 15;
	dsb.sb_rbmblocks = cpu_to_be32(2);
	is_u64(xfs_sb_verify(&dsb), 0, "a realtime device");
	dsb.sb_frextents = cpu_to_be64(50001);
	is_u64(xfs_sb_verify_primary(&dsb), XFS_FAULT_SB_FREXTENTS, "more are free than there are");
	dsb.sb_rbmblocks = cpu_to_be32(1);
	is_u64(xfs_sb_verify(&dsb), XFS_FAULT_SB_RBMBLOCKS, "bitmap too small");
	dsb.sb_rextslog = 16;
	is_u64(xfs_sb_verify(&dsb), XFS_FAULT_SB_REXTSLOG, "wrong logarithm");
	dsb.sb_rextents = cpu_to_be64(50001);
	is_u64(xfs_sb_verify(&dsb), XFS_FAULT_SB_RBLOCKS, "extents too many");
}

/* Realtime groups as the stock mkfs.xfs 7.2 makes them of 750000 blocks. */
static struct xfs_dsb grouped_sb(void)
{
	struct xfs_dsb dsb = sample_sb();

	dsb.sb_features_incompat |= cpu_to_be32(XFS_SB_FEAT_INCOMPAT_METADIR);
	dsb.sb_metadirino = cpu_to_be64(129);
	dsb.sb_rblocks = cpu_to_be64(750000);
	dsb.sb_rextsize = cpu_to_be32(7);
	dsb.sb_rextents = cpu_to_be64(107142);
	dsb.sb_rextslog = 16;
	dsb.sb_rgcount = cpu_to_be32(5);
	dsb.sb_rgextents = cpu_to_be32(26785);
	dsb.sb_rgblklog = 18;
	return dsb;
}

#define GROUPED(fault, ...) do {					\
	struct xfs_dsb dsb = grouped_sb();				\
	__VA_ARGS__;							\
	is_u64(xfs_sb_verify_primary(&dsb), fault, "groups: " #__VA_ARGS__);	\
} while (0)

static void realtime_groups(void)
{
	GROUPED(0, (void)dsb);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgcount = cpu_to_be32(4));
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgcount = cpu_to_be32(6));
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgcount = 0);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgextents = 0);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgextents = cpu_to_be32(UINT32_MAX),
		dsb.sb_rgcount = cpu_to_be32(1), dsb.sb_rgblklog = 35);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgblklog = 17);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgblklog = 19);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rgblklog = 200);
	GROUPED(XFS_FAULT_SB_PAD, dsb.sb_pad[6] = 0xaa);
	GROUPED(0, dsb.sb_rextents = 0, dsb.sb_rblocks = 0, dsb.sb_rextslog = 0,
		dsb.sb_rgcount = 0);
	GROUPED(XFS_FAULT_SB_RGROUPS, dsb.sb_rextents = 0, dsb.sb_rblocks = 0,
		dsb.sb_rextslog = 0);
}

#define ZONED								\
	dsb.sb_features_incompat |= cpu_to_be32(XFS_SB_FEAT_INCOMPAT_ZONED)
#define GAPS ZONED,							\
	dsb.sb_features_incompat |= cpu_to_be32(XFS_SB_FEAT_INCOMPAT_ZONE_GAPS)

static void realtime_zones(void)
{
	GROUPED(0, ZONED);
	GROUPED(0, ZONED, dsb.sb_rtstart = dsb.sb_dblocks);
	GROUPED(XFS_FAULT_SB_ZONES, ZONED, dsb.sb_rtstart = cpu_to_be64(1));
	GROUPED(XFS_FAULT_SB_ZONES, ZONED, dsb.sb_rtstart = cpu_to_be64(UINT64_MAX));
	GROUPED(0, ZONED, dsb.sb_rtreserved = cpu_to_be64(36432));
	GROUPED(XFS_FAULT_SB_ZONES, ZONED, dsb.sb_rtreserved = cpu_to_be64(750001));
	GROUPED(XFS_FAULT_SB_RGROUPS, ZONED, dsb.sb_rgblklog = 20);
	GROUPED(0, GAPS, dsb.sb_rgblklog = 20);
	GROUPED(XFS_FAULT_SB_RGROUPS, GAPS, dsb.sb_rgblklog = 17);
	GROUPED(XFS_FAULT_SB_RGROUPS, GAPS, dsb.sb_rgblklog = 33);
}

/* Whatever the bytes, the verifier answers, and what passes can be used. */
static void random_bytes(void)
{
	unsigned int i, passed = 0, unknown = 0;

	for (i = 0; i < 200000; i++) {
		struct xfs_dsb dsb = sample_sb();
		struct xfs_geom g;
		enum xfs_fault fault;
		int n = between(1, 3);

		while (n--)
			((uint8_t *)&dsb)[between(4, sizeof(dsb) - 1)] ^=
				1u << between(0, 7);
		fault = xfs_sb_verify_primary(&dsb);
		unknown += fault && !xfs_fault_number(fault);
		if (fault)
			continue;
		passed++;
		xfs_geom_from_sb(&g, &dsb);
		unknown += !block_agrees(&g, g.agcount - 1,
					 xfs_ag_length(&g, g.agcount - 1) - 1);
	}
	is_u64(unknown, 0, "200000 damaged superblocks are refused or usable");
	ok(passed > 0 && passed < 150000, "and %u of them pass", passed);
}

static void features(void)
{
	struct xfs_geom g = sample_geom();
	enum xfs_feature_word word;
	uint32_t bit;

	ok(xfs_has_reflink(&g) && xfs_has_rmapbt(&g) && xfs_has_crc(&g) &&
	   xfs_has_sparse(&g) && xfs_has_nrext64(&g), "what the sample has");
	ok(!xfs_has_metadir(&g) && !xfs_has_parent(&g) && !xfs_has_asciici(&g) &&
	   !xfs_has_zoned(&g), "and what not");
	for (word = 0; word < XFS_WORD_NR; word++)
		is_u64(xfs_features_unknown(&g, word), 0, "all known, word %d", word);
	g.ro_compat |= 1u << 31;
	is_u64(xfs_features_unknown(&g, XFS_WORD_ro_compat), 1u << 31, "one not");
	is_str(xfs_feature_name(XFS_WORD_ro_compat, 4), "reflink", "a name");
	ok(!xfs_feature_name(XFS_WORD_ro_compat, 1u << 31), "no name");
	ok(!xfs_feature_name(XFS_WORD_compat, 0), "no name for no bit");
	ok(xfs_feature_find("metadir", &word, &bit) &&
	   word == XFS_WORD_incompat && bit == 1u << 8, "a bit by name");
	ok(!xfs_feature_find("metadi", &word, &bit) &&
	   !xfs_feature_find("metadirs", &word, &bit) &&
	   !xfs_feature_find("", &word, &bit), "no bit by nearly the name");
}

static void fault_table(void)
{
	unsigned int i, k, twice = 0, empty = 0;

	for (i = 1; i < XFS_FAULT_NR; i++) {
		empty += !xfs_fault_number(i) || !xfs_fault_text(i)[0];
		for (k = 1; k < i; k++)
			twice += xfs_fault_number(i) == xfs_fault_number(k);
	}
	is_u64(empty, 0, "every fault has number and text");
	is_u64(twice, 0, "no number is given twice");
	is_u64(xfs_fault_number(XFS_FAULT_NR), 0, "an unknown fault has none");
	ok(xfs_fault_text(9999)[0], "but a text");
	is_u64(xfs_fault_number(XFS_FAULT_SB_MAGIC), 100, "a stable number");
}

/* The stock superblock, taken apart and put together: the same bytes. */
static void one_stock_image(const char *path, const char *options)
{
	enum xfs_fault fault = XFS_FAULT_NONE;
	char command[400], *found, *ours;
	struct xfs_dsb dsb;
	struct xfs_geom g;
	struct xfs_dev *dev;

	snprintf(command, sizeof(command), "rm -f %s && truncate -s 1g %s && "
		 "/usr/sbin/mkfs.xfs -q -K %s %s", path, path, options, path);
	if (!ok(!system(command) && !device_open(path, 0, &dev),
		"stock mkfs.xfs %s", options))
		return;
	ok(!xfs_geom_read(dev, 0, &g, &dsb, &fault), "verifies: %s",
	   xfs_fault_text(fault));
	found = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	ours = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	xfs_geom_to_sb(&g, be64_to_cpu(dsb.sb_icount), be64_to_cpu(dsb.sb_ifree),
		       be64_to_cpu(dsb.sb_fdblocks), (struct xfs_dsb *)ours);
	xfs_cksum_update(ours, g.sectsize, XFS_SB_CRC_OFF);
	ok(!xfs_env_read(dev, 0, found, g.sectsize) &&
	   !memcmp(found, ours, g.sectsize), "is ours byte for byte");
	ok(!xfs_geom_read(dev, xfs_agb_daddr(&g, 1, 0), &g, NULL, &fault),
	   "so does group 1's copy: %s", xfs_fault_text(fault));
	xfs_env_io_free(found);
	xfs_env_io_free(ours);
	device_close(dev);
}

static void stock_images(void)
{
	static const char *const options[] = {
		"", "-s size=4096", "-d su=64k,sw=4", "-l su=32k", "-b size=1024",
		"-b size=65536", "-i size=2048", "-b size=1024 -i size=512",
		"-n size=65536", "-i sparse=0", "-n version=ci", "-L label",
		"-m finobt=0,reflink=0,bigtime=0,inobtcount=0",
		"-m rmapbt=1,reflink=1 -i nrext64=1", "-s size=4096 -l su=4k",
		"-b size=16384 -s size=16384", "-i maxpct=0", "-d agcount=7",
	};
	char dir[] = "/tmp/u-geom.XXXXXX", path[64];
	unsigned int i;

	if (access("/usr/sbin/mkfs.xfs", X_OK) || !mkdtemp(dir)) {
		ok(true, "stock images # SKIP no stock mkfs.xfs");
		return;
	}
	snprintf(path, sizeof(path), "%s/image", dir);
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		one_stock_image(path, options[i]);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	addresses("random", random_geom, 4000);
	addresses("huge", huge_geom, 500);
	hostile_addresses();
	there_and_back();
	wrong_identity();
	wrong_sizes();
	wrong_groups();
	wrong_log_and_rest();
	wrong_inodes_and_counters();
	bad_medium_behind();
	secondary();
	realtime();
	realtime_groups();
	realtime_zones();
	random_bytes();
	features();
	fault_table();
	stock_images();
	return done();
}
