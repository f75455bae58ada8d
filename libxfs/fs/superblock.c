// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The superblock: from bytes to geometry and back, and its verifier.
 *
 * Everything else is verified against the geometry, so this verifier has nothing
 * to lean on: each test may use only fields that a test before it has bounded,
 * which is why their order is fixed in one table.  The sizes come first, in bytes
 * small enough that products of two 32-bit fields fit 64 bits; then the groups;
 * then what lies inside groups.
 */
#include "libxfs/fs/superblock.h"

#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"

/* Of every V5 filesystem; mkfs and kernel have never made one without. */
#define V5_VERSIONNUM	(XFS_SB_VERSION_NLINKBIT | XFS_SB_VERSION_ALIGNBIT | \
			 XFS_SB_VERSION_LOGV2BIT | XFS_SB_VERSION_EXTFLGBIT | \
			 XFS_SB_VERSION_DIRV2BIT | XFS_SB_VERSION_MOREBITSBIT)
#define V5_FEATURES2	(XFS_SB_VERSION2_LAZYSBCOUNTBIT | \
			 XFS_SB_VERSION2_ATTR2BIT | \
			 XFS_SB_VERSION2_PROJID32BIT | XFS_SB_VERSION2_CRCBIT)

#define MIN_INODELOG	9
#define MAX_INODELOG	11
#define MAX_LOG_SUNIT	(256U << 10)
#define MAX_DIRBLK_LOG	16
#define CHUNK_INODES	64

/* A power of two whose exponent the superblock gives beside it. */
static bool is_power(uint32_t n, unsigned int log, unsigned int min,
		     unsigned int max)
{
	return log >= min && log <= max && n == (uint32_t)1 << log;
}

static enum xfs_fault verify_version(const struct xfs_dsb *dsb)
{
	uint16_t version = be16_to_cpu(dsb->sb_versionnum);
	uint32_t features2 = be32_to_cpu(dsb->sb_features2);

	if (be32_to_cpu(dsb->sb_magicnum) != XFS_SB_MAGIC)
		return XFS_FAULT_SB_MAGIC;
	if ((version & XFS_SB_VERSION_NUMBITS) < XFS_SB_VERSION_5)
		return XFS_FAULT_SB_V4;
	if ((version & XFS_SB_VERSION_NUMBITS) > XFS_SB_VERSION_5)
		return XFS_FAULT_SB_VERSION;
	if ((version & V5_VERSIONNUM) != V5_VERSIONNUM ||
	    version & XFS_SB_VERSION_SHAREDBIT)
		return XFS_FAULT_SB_VERSION_BITS;
	if ((features2 & V5_FEATURES2) != V5_FEATURES2 ||
	    features2 & ~xfs_features_known(XFS_WORD_features2))
		return XFS_FAULT_SB_FEATURES2;
	if (dsb->sb_bad_features2 != dsb->sb_features2)
		return XFS_FAULT_SB_BAD_FEATURES2;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_features(const struct xfs_dsb *dsb)
{
	uint32_t ro_compat = be32_to_cpu(dsb->sb_features_ro_compat);
	uint32_t incompat = be32_to_cpu(dsb->sb_features_incompat);

	if (incompat & ~xfs_features_known(XFS_WORD_incompat))
		return XFS_FAULT_SB_INCOMPAT;
	if (ro_compat & XFS_SB_FEAT_RO_COMPAT_INOBTCNT &&
	    !(ro_compat & XFS_SB_FEAT_RO_COMPAT_FINOBT))
		return XFS_FAULT_SB_INOBTCNT;
	if (incompat & XFS_SB_FEAT_INCOMPAT_ZONED &&
	    !(incompat & XFS_SB_FEAT_INCOMPAT_METADIR))
		return XFS_FAULT_SB_ZONED;
	if (incompat & XFS_SB_FEAT_INCOMPAT_ZONE_GAPS &&
	    !(incompat & XFS_SB_FEAT_INCOMPAT_ZONED))
		return XFS_FAULT_SB_ZONED;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_sizes(const struct xfs_dsb *dsb)
{
	if (!is_power(be32_to_cpu(dsb->sb_blocksize), dsb->sb_blocklog,
		      XFS_MIN_BLOCKSIZE_LOG + 1, XFS_MAX_BLOCKSIZE_LOG))
		return XFS_FAULT_SB_BLOCKSIZE;
	if (!is_power(be16_to_cpu(dsb->sb_sectsize), dsb->sb_sectlog,
		      XFS_MIN_SECTORSIZE_LOG, XFS_MAX_SECTORSIZE_LOG) ||
	    dsb->sb_sectlog > dsb->sb_blocklog)
		return XFS_FAULT_SB_SECTSIZE;
	if (dsb->sb_sectlog > XFS_MIN_SECTORSIZE_LOG &&
	    !(dsb->sb_versionnum & cpu_to_be16(XFS_SB_VERSION_SECTORBIT)))
		return XFS_FAULT_SB_SECTOR_BIT;
	if (!is_power(be16_to_cpu(dsb->sb_inodesize), dsb->sb_inodelog,
		      MIN_INODELOG, MAX_INODELOG) ||
	    dsb->sb_inodelog >= dsb->sb_blocklog)
		return XFS_FAULT_SB_INODESIZE;
	if (dsb->sb_inopblog != dsb->sb_blocklog - dsb->sb_inodelog ||
	    be16_to_cpu(dsb->sb_inopblock) != 1U << dsb->sb_inopblog)
		return XFS_FAULT_SB_INOPBLOCK;
	if (dsb->sb_dirblklog > MAX_DIRBLK_LOG - dsb->sb_blocklog)
		return XFS_FAULT_SB_DIRBLKLOG;
	if (dsb->sb_imax_pct > 100)
		return XFS_FAULT_SB_IMAX_PCT;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_groups(const struct xfs_dsb *dsb)
{
	uint64_t dblocks = be64_to_cpu(dsb->sb_dblocks);
	uint64_t agblocks = be32_to_cpu(dsb->sb_agblocks);
	uint64_t agcount = be32_to_cpu(dsb->sb_agcount);

	if (agblocks < XFS_MIN_AG_BLOCKS ||
	    agblocks > XFS_MAX_AG_BYTES >> dsb->sb_blocklog)
		return XFS_FAULT_SB_AGBLOCKS;
	if (dsb->sb_agblklog > 31 || agblocks > 1ULL << dsb->sb_agblklog ||
	    agblocks <= 1ULL << dsb->sb_agblklog >> 1)
		return XFS_FAULT_SB_AGBLKLOG;
	if (agcount == 0 || agcount == NULLAGNUMBER)
		return XFS_FAULT_SB_AGCOUNT;
	if (dblocks > agcount * agblocks ||
	    dblocks < (agcount - 1) * agblocks + XFS_MIN_AG_BLOCKS ||
	    dblocks > (uint64_t)INT64_MAX >> dsb->sb_blocklog)
		return XFS_FAULT_SB_DBLOCKS;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_stripe(const struct xfs_dsb *dsb)
{
	uint32_t unit = be32_to_cpu(dsb->sb_unit);
	uint32_t width = be32_to_cpu(dsb->sb_width);
	bool dalign = dsb->sb_versionnum & cpu_to_be16(XFS_SB_VERSION_DALIGNBIT);

	if (dalign != (unit != 0))
		return XFS_FAULT_SB_UNIT;
	if (unit ? width < unit || width % unit : width)
		return XFS_FAULT_SB_WIDTH;
	return XFS_FAULT_NONE;
}

/* With sparse inodes a chunk's alignment is its size, else it only bounds one. */
static enum xfs_fault verify_inode_alignment(const struct xfs_dsb *dsb)
{
	uint32_t chunk = (uint32_t)CHUNK_INODES << dsb->sb_inodelog >>
			 dsb->sb_blocklog;
	uint32_t align = be32_to_cpu(dsb->sb_inoalignmt);
	uint32_t spino = be32_to_cpu(dsb->sb_spino_align);

	if (!(dsb->sb_features_incompat &
	      cpu_to_be32(XFS_SB_FEAT_INCOMPAT_SPINODES)))
		return align > chunk || align & (align - 1) ?
		       XFS_FAULT_SB_INOALIGNMT : XFS_FAULT_NONE;
	if (align != chunk)
		return XFS_FAULT_SB_INOALIGNMT;
	if (spino > align || spino & (spino - 1))
		return XFS_FAULT_SB_SPINO_ALIGN;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_log_place(const struct xfs_dsb *dsb)
{
	struct xfs_geom g;

	if (!dsb->sb_logstart)
		return XFS_FAULT_NONE;
	xfs_geom_from_sb(&g, dsb);
	return xfs_fsb_extent_valid(&g, g.logstart, g.logblocks) ?
	       XFS_FAULT_NONE : XFS_FAULT_SB_LOGSTART;
}

static enum xfs_fault verify_log(const struct xfs_dsb *dsb)
{
	uint64_t logblocks = be32_to_cpu(dsb->sb_logblocks);
	uint32_t sunit = be32_to_cpu(dsb->sb_logsunit);
	uint16_t sectsize = be16_to_cpu(dsb->sb_logsectsize);

	if (logblocks < XFS_MIN_LOG_BLOCKS || logblocks > XFS_MAX_LOG_BLOCKS ||
	    logblocks << dsb->sb_blocklog > XFS_MAX_LOG_BYTES)
		return XFS_FAULT_SB_LOGBLOCKS;
	if (sunit > MAX_LOG_SUNIT ||
	    (sunit > 1 && sunit & (be32_to_cpu(dsb->sb_blocksize) - 1)))
		return XFS_FAULT_SB_LOGSUNIT;
	if (dsb->sb_versionnum & cpu_to_be16(XFS_SB_VERSION_SECTORBIT) ?
	    !is_power(sectsize, dsb->sb_logsectlog, XFS_MIN_SECTORSIZE_LOG,
		      XFS_MAX_SECTORSIZE_LOG) :
	    sectsize || dsb->sb_logsectlog)
		return XFS_FAULT_SB_LOGSECTSIZE;
	return verify_log_place(dsb);
}

/* The bitmap has a bit for each extent; groups (METADIR) count otherwise. */
static enum xfs_fault verify_realtime_counts(const struct xfs_dsb *dsb)
{
	uint64_t rblocks = be64_to_cpu(dsb->sb_rblocks);
	uint64_t rextents = be64_to_cpu(dsb->sb_rextents);
	uint32_t rextsize = be32_to_cpu(dsb->sb_rextsize);
	unsigned int bitslog = dsb->sb_blocklog + 3;

	if (!rblocks || !rextents)
		return rblocks || rextents || dsb->sb_rextslog || dsb->sb_rbmblocks ||
		       dsb->sb_frextents ? XFS_FAULT_SB_RBLOCKS : XFS_FAULT_NONE;
	if (rblocks > (uint64_t)INT64_MAX >> dsb->sb_blocklog ||
	    rextents > rblocks || rextents != rblocks / rextsize)
		return XFS_FAULT_SB_RBLOCKS;
	if (dsb->sb_rextslog != 63 - __builtin_clzll(rextents))
		return XFS_FAULT_SB_REXTSLOG;
	if (!(dsb->sb_features_incompat &
	      cpu_to_be32(XFS_SB_FEAT_INCOMPAT_METADIR)) &&
	    be32_to_cpu(dsb->sb_rbmblocks) !=
	    (rextents + (1ULL << bitslog) - 1) >> bitslog)
		return XFS_FAULT_SB_RBMBLOCKS;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_realtime(const struct xfs_dsb *dsb)
{
	uint64_t bytes = (uint64_t)be32_to_cpu(dsb->sb_rextsize) <<
			 dsb->sb_blocklog;

	if (bytes < XFS_MIN_RTEXTSIZE || bytes > XFS_MAX_RTEXTSIZE)
		return XFS_FAULT_SB_REXTSIZE;
	return verify_realtime_counts(dsb);
}

/* Gaps between groups leave block numbers unused, so only the least is known. */
static bool rgblklog_valid(const struct xfs_dsb *dsb, uint64_t rgblocks, bool gaps)
{
	unsigned int log = dsb->sb_rgblklog;

	return log <= 32 && rgblocks <= 1ULL << log &&
	       (gaps || rgblocks > 1ULL << log >> 1);
}

/* Without METADIR these bytes are no fields; a group's blocks have 32-bit numbers. */
static enum xfs_fault verify_realtime_groups(const struct xfs_dsb *dsb)
{
	uint32_t incompat = be32_to_cpu(dsb->sb_features_incompat);
	uint64_t rextents = be64_to_cpu(dsb->sb_rextents);
	uint64_t rgextents = be32_to_cpu(dsb->sb_rgextents);
	uint64_t rgcount = be32_to_cpu(dsb->sb_rgcount);
	unsigned int i;

	if (!(incompat & XFS_SB_FEAT_INCOMPAT_METADIR))
		return XFS_FAULT_NONE;
	if (!rgextents ||
	    rgcount != rextents / rgextents + (rextents % rgextents != 0))
		return XFS_FAULT_SB_RGROUPS;
	if (!rgblklog_valid(dsb, rgextents * be32_to_cpu(dsb->sb_rextsize),
			    incompat & XFS_SB_FEAT_INCOMPAT_ZONE_GAPS))
		return XFS_FAULT_SB_RGROUPS;
	for (i = 0; i < sizeof(dsb->sb_pad); i++)
		if (dsb->sb_pad[i])
			return XFS_FAULT_SB_PAD;
	return XFS_FAULT_NONE;
}

/* On the data device zones begin behind its data; 0 if they have a device. */
static enum xfs_fault verify_zones(const struct xfs_dsb *dsb)
{
	uint64_t rtstart = be64_to_cpu(dsb->sb_rtstart);

	if (!(dsb->sb_features_incompat &
	      cpu_to_be32(XFS_SB_FEAT_INCOMPAT_ZONED)))
		return XFS_FAULT_NONE;
	if (rtstart && (rtstart < be64_to_cpu(dsb->sb_dblocks) ||
			rtstart > (uint64_t)INT64_MAX >> dsb->sb_blocklog))
		return XFS_FAULT_SB_ZONES;
	return be64_to_cpu(dsb->sb_rtreserved) > be64_to_cpu(dsb->sb_rblocks) ?
	       XFS_FAULT_SB_ZONES : XFS_FAULT_NONE;
}

static enum xfs_fault verify_rest(const struct xfs_dsb *dsb)
{
	uint16_t qflags = be16_to_cpu(dsb->sb_qflags);

	if (qflags & ~XFS_ALL_QUOTA_FLAGS ||
	    qflags & (XFS_OQUOTA_ENFD | XFS_OQUOTA_CHKD))
		return XFS_FAULT_SB_QFLAGS;
	if (dsb->sb_flags & ~XFS_SBF_READONLY)
		return XFS_FAULT_SB_FLAGS;
	if (dsb->sb_shared_vn)
		return XFS_FAULT_SB_SHARED_VN;
	if (dsb->sb_inprogress > 1)
		return XFS_FAULT_SB_INPROGRESS;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_sb_verify(const struct xfs_dsb *dsb)
{
	static enum xfs_fault (*const tests[])(const struct xfs_dsb *) = {
		verify_version, verify_features, verify_sizes, verify_groups,
		verify_stripe, verify_inode_alignment, verify_log,
		verify_realtime, verify_realtime_groups, verify_zones,
		verify_rest,
	};
	enum xfs_fault fault;
	size_t i;

	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		fault = tests[i](dsb);
		if (fault)
			return fault;
	}
	return XFS_FAULT_NONE;
}

static bool quota_ino_valid(const struct xfs_geom *g, __be64 dino)
{
	xfs_ino_t ino = be64_to_cpu(dino);

	return ino == 0 || ino == NULLFSINO || xfs_ino_valid(g, ino);
}

static enum xfs_fault verify_inodes(const struct xfs_geom *g,
				    const struct xfs_dsb *dsb)
{
	if (!xfs_ino_valid(g, g->rootino))
		return XFS_FAULT_SB_ROOTINO;
	if (xfs_has_metadir(g))
		return xfs_ino_valid(g, be64_to_cpu(dsb->sb_metadirino)) ?
		       XFS_FAULT_NONE : XFS_FAULT_SB_METADIRINO;
	if (!xfs_ino_valid(g, g->rbmino) || !xfs_ino_valid(g, g->rsumino))
		return XFS_FAULT_SB_RTINO;
	if (!quota_ino_valid(g, dsb->sb_uquotino) ||
	    !quota_ino_valid(g, dsb->sb_gquotino) ||
	    !quota_ino_valid(g, dsb->sb_pquotino))
		return XFS_FAULT_SB_QUOTINO;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_sb_verify_primary(const struct xfs_dsb *dsb)
{
	enum xfs_fault fault = xfs_sb_verify(dsb);
	struct xfs_geom g;

	if (fault)
		return fault;
	if (dsb->sb_inprogress)
		return XFS_FAULT_SB_INPROGRESS;
	xfs_geom_from_sb(&g, dsb);
	if (be64_to_cpu(dsb->sb_icount) >> g.inopblog > g.dblocks ||
	    be64_to_cpu(dsb->sb_ifree) > be64_to_cpu(dsb->sb_icount))
		return XFS_FAULT_SB_ICOUNT;
	if (be64_to_cpu(dsb->sb_fdblocks) > g.dblocks)
		return XFS_FAULT_SB_FDBLOCKS;
	if (!xfs_has_metadir(&g) && be64_to_cpu(dsb->sb_frextents) >
				    be64_to_cpu(dsb->sb_rextents))
		return XFS_FAULT_SB_FREXTENTS;
	return verify_inodes(&g, dsb);
}

static void features_from_sb(struct xfs_geom *g, const struct xfs_dsb *dsb)
{
	g->versionnum = be16_to_cpu(dsb->sb_versionnum);
	g->features2 = be32_to_cpu(dsb->sb_features2);
	g->compat = be32_to_cpu(dsb->sb_features_compat);
	g->ro_compat = be32_to_cpu(dsb->sb_features_ro_compat);
	g->incompat = be32_to_cpu(dsb->sb_features_incompat);
	g->log_incompat = be32_to_cpu(dsb->sb_features_log_incompat);
	g->uuid = dsb->sb_uuid;
	g->meta_uuid = xfs_has_metauuid(g) ? dsb->sb_meta_uuid : dsb->sb_uuid;
}

void xfs_geom_from_sb(struct xfs_geom *g, const struct xfs_dsb *dsb)
{
	memset(g, 0, sizeof(*g));
	g->blocksize = be32_to_cpu(dsb->sb_blocksize);
	g->sectsize = be16_to_cpu(dsb->sb_sectsize);
	g->inodesize = be16_to_cpu(dsb->sb_inodesize);
	g->dirblksize = g->blocksize << dsb->sb_dirblklog;
	g->logsectsize = be16_to_cpu(dsb->sb_logsectsize);
	if (!g->logsectsize)
		g->logsectsize = BBSIZE;
	g->logsunit = be32_to_cpu(dsb->sb_logsunit);
	g->dblocks = be64_to_cpu(dsb->sb_dblocks);
	g->agblocks = be32_to_cpu(dsb->sb_agblocks);
	g->agcount = be32_to_cpu(dsb->sb_agcount);
	g->logstart = be64_to_cpu(dsb->sb_logstart);
	g->logblocks = be32_to_cpu(dsb->sb_logblocks);
	g->rextsize = be32_to_cpu(dsb->sb_rextsize);
	g->rootino = be64_to_cpu(dsb->sb_rootino);
	g->rbmino = be64_to_cpu(dsb->sb_rbmino);
	g->rsumino = be64_to_cpu(dsb->sb_rsumino);
	g->unit = be32_to_cpu(dsb->sb_unit);
	g->width = be32_to_cpu(dsb->sb_width);
	g->inoalignmt = be32_to_cpu(dsb->sb_inoalignmt);
	g->spino_align = be32_to_cpu(dsb->sb_spino_align);
	g->imax_pct = dsb->sb_imax_pct;
	memcpy(g->fname, dsb->sb_fname, sizeof(g->fname));
	features_from_sb(g, dsb);
	xfs_geom_derive(g);
}

static bool has_sectors(const struct xfs_geom *g)
{
	return g->sectsize > BBSIZE || g->logsectsize > BBSIZE;
}

static void features_to_sb(const struct xfs_geom *g, struct xfs_dsb *dsb)
{
	uint16_t version = g->versionnum & ~(XFS_SB_VERSION_SECTORBIT |
					     XFS_SB_VERSION_DALIGNBIT);

	if (has_sectors(g))
		version |= XFS_SB_VERSION_SECTORBIT;
	if (g->unit)
		version |= XFS_SB_VERSION_DALIGNBIT;
	dsb->sb_versionnum = cpu_to_be16(version);
	dsb->sb_features2 = cpu_to_be32(g->features2);
	dsb->sb_bad_features2 = dsb->sb_features2;
	dsb->sb_features_compat = cpu_to_be32(g->compat);
	dsb->sb_features_ro_compat = cpu_to_be32(g->ro_compat);
	dsb->sb_features_incompat = cpu_to_be32(g->incompat);
	dsb->sb_features_log_incompat = cpu_to_be32(g->log_incompat);
	dsb->sb_uuid = g->uuid;
	if (xfs_has_metauuid(g))
		dsb->sb_meta_uuid = g->meta_uuid;
}

static void logs_to_sb(const struct xfs_geom *g, struct xfs_dsb *dsb)
{
	dsb->sb_blocklog = g->blocklog;
	dsb->sb_sectlog = g->sectlog;
	dsb->sb_inodelog = g->inodelog;
	dsb->sb_inopblog = g->inopblog;
	dsb->sb_agblklog = g->agblklog;
	dsb->sb_dirblklog = g->dirblklog;
}

static void log_to_sb(const struct xfs_geom *g, struct xfs_dsb *dsb)
{
	dsb->sb_logstart = cpu_to_be64(g->logstart);
	dsb->sb_logblocks = cpu_to_be32(g->logblocks);
	dsb->sb_logsunit = cpu_to_be32(g->logsunit);
	if (has_sectors(g)) {
		dsb->sb_logsectsize = cpu_to_be16(g->logsectsize);
		dsb->sb_logsectlog = 31 - __builtin_clz(g->logsectsize);
	}
}

void xfs_geom_to_sb(const struct xfs_geom *g, uint64_t icount, uint64_t ifree,
		    uint64_t fdblocks, struct xfs_dsb *dsb)
{
	memset(dsb, 0, sizeof(*dsb));
	dsb->sb_magicnum = cpu_to_be32(XFS_SB_MAGIC);
	dsb->sb_blocksize = cpu_to_be32(g->blocksize);
	dsb->sb_dblocks = cpu_to_be64(g->dblocks);
	dsb->sb_rootino = cpu_to_be64(g->rootino);
	dsb->sb_rbmino = cpu_to_be64(g->rbmino);
	dsb->sb_rsumino = cpu_to_be64(g->rsumino);
	dsb->sb_rextsize = cpu_to_be32(g->rextsize);
	dsb->sb_agblocks = cpu_to_be32(g->agblocks);
	dsb->sb_agcount = cpu_to_be32(g->agcount);
	dsb->sb_sectsize = cpu_to_be16(g->sectsize);
	dsb->sb_inodesize = cpu_to_be16(g->inodesize);
	dsb->sb_inopblock = cpu_to_be16(g->inopblock);
	memcpy(dsb->sb_fname, g->fname, sizeof(dsb->sb_fname));
	dsb->sb_imax_pct = g->imax_pct;
	dsb->sb_icount = cpu_to_be64(icount);
	dsb->sb_ifree = cpu_to_be64(ifree);
	dsb->sb_fdblocks = cpu_to_be64(fdblocks);
	dsb->sb_inoalignmt = cpu_to_be32(g->inoalignmt);
	dsb->sb_unit = cpu_to_be32(g->unit);
	dsb->sb_width = cpu_to_be32(g->width);
	dsb->sb_spino_align = cpu_to_be32(g->spino_align);
	logs_to_sb(g, dsb);
	log_to_sb(g, dsb);
	features_to_sb(g, dsb);
}

static enum xfs_fault sb_buf_verify(const struct xfs_geom *g,
				    const struct xfs_buf *bp)
{
	if (!xfs_buf_is_ag_header(g, bp, xfs_daddr_agno(g, bp->daddr),
				  XFS_SB_SECTOR))
		return XFS_FAULT_BAD_PLACE;
	return bp->daddr ? xfs_sb_verify(bp->data) :
			   xfs_sb_verify_primary(bp->data);
}

const struct xfs_buf_ops xfs_sb_buf_ops = {
	.name		= "superblock",
	.crc_offset	= XFS_SB_CRC_OFF,
	.verify		= sb_buf_verify,
};

/* What a superblock claims that is not verified yet; 0 if that cannot be. */
static uint32_t claimed_sectsize(const struct xfs_dsb *dsb)
{
	uint16_t sectsize = be16_to_cpu(dsb->sb_sectsize);

	return is_power(sectsize, dsb->sb_sectlog, XFS_MIN_SECTORSIZE_LOG,
			XFS_MAX_SECTORSIZE_LOG) ? sectsize : 0;
}

/*
 * One sector and no more, as what is behind it may be unreadable.  The smallest
 * that the device reads says how large the filesystem's is.
 */
static int sb_read(struct xfs_dev *dev, xfs_daddr_t daddr, struct xfs_dsb *dsb)
{
	uint32_t len = XFS_MIN_SECTORSIZE, claimed;
	int error = xfs_env_read(dev, daddr, dsb, len);

	while (error == -EINVAL && len < XFS_MAX_SECTORSIZE) {
		len *= 2;
		error = xfs_env_read(dev, daddr, dsb, len);
	}
	if (error)
		return error;
	claimed = be32_to_cpu(dsb->sb_magicnum) == XFS_SB_MAGIC ?
		  claimed_sectsize(dsb) : 0;
	return claimed > len ? xfs_env_read(dev, daddr, dsb, claimed) : 0;
}

/* Of a superblock whose sector size is not known: what it claims, if sane. */
static enum xfs_fault sb_verify_unsized(const struct xfs_dsb *dsb, bool primary)
{
	uint32_t sectsize = claimed_sectsize(dsb);
	enum xfs_fault fault = verify_version(dsb);

	if (fault == XFS_FAULT_SB_MAGIC || fault == XFS_FAULT_SB_V4)
		return fault;
	if (!sectsize)
		return XFS_FAULT_SB_SECTSIZE;
	if (!xfs_cksum_verify(dsb, sectsize, XFS_SB_CRC_OFF))
		return XFS_FAULT_BAD_CRC;
	return primary ? xfs_sb_verify_primary(dsb) : xfs_sb_verify(dsb);
}

int xfs_geom_read(struct xfs_dev *dev, xfs_daddr_t daddr, struct xfs_geom *g,
		  struct xfs_dsb *dsb, enum xfs_fault *fault)
{
	void *buf = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	int error;

	*fault = XFS_FAULT_NONE;
	if (!buf)
		return -ENOMEM;
	error = sb_read(dev, daddr, buf);
	if (error)
		goto out;
	if (dsb)
		memcpy(dsb, buf, sizeof(*dsb));
	*fault = sb_verify_unsized(buf, daddr == 0);
	if (*fault)
		error = *fault == XFS_FAULT_BAD_CRC ? -EFSBADCRC : -EFSCORRUPTED;
	else
		xfs_geom_from_sb(g, buf);
out:
	xfs_env_io_free(buf);
	return error;
}
