// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The superblock's bytes: the fixed facts of a filesystem, its feature bits and
 * its counters.  doc/format/superblock.md
 *
 * A copy stands in the first sector of every allocation group; the one of group 0
 * is the one in use.  Only V5 (checksummed) filesystems are covered; V4's bits are
 * named so that they can be refused by name.
 */
#ifndef LIBXFS_FORMAT_SB_H
#define LIBXFS_FORMAT_SB_H

#include "libxfs/types.h"

#define XFS_SB_MAGIC		0x58465342	/* "XFSB" */

/* Which sector of an allocation group holds which header. */
#define XFS_SB_SECTOR		0
#define XFS_AGF_SECTOR		1
#define XFS_AGI_SECTOR		2
#define XFS_AGFL_SECTOR		3

/* Limits of what the superblock may say. */
#define XFS_MIN_BLOCKSIZE_LOG	9
#define XFS_MAX_BLOCKSIZE_LOG	16
#define XFS_MIN_BLOCKSIZE	(1 << XFS_MIN_BLOCKSIZE_LOG)
#define XFS_MAX_BLOCKSIZE	(1 << XFS_MAX_BLOCKSIZE_LOG)
#define XFS_MIN_CRC_BLOCKSIZE	(1 << (XFS_MIN_BLOCKSIZE_LOG + 1))
#define XFS_MIN_SECTORSIZE_LOG	9
#define XFS_MAX_SECTORSIZE_LOG	15
#define XFS_MIN_SECTORSIZE	(1 << XFS_MIN_SECTORSIZE_LOG)
#define XFS_MAX_SECTORSIZE	(1 << XFS_MAX_SECTORSIZE_LOG)
#define XFS_MIN_AG_BYTES	(1ULL << 24)
#define XFS_MAX_AG_BYTES	(1ULL << 40)
#define XFS_MIN_AG_BLOCKS	64
#define XFS_MIN_LOG_BYTES	(10ULL << 20)
#define XFS_MIN_LOG_BLOCKS	512
#define XFS_MAX_LOG_BLOCKS	(1ULL << 20)
#define XFS_MAX_LOG_BYTES	((2ULL << 30) - 1)
#define XFS_MIN_RTEXTSIZE	(4ULL << 10)
#define XFS_MAX_RTEXTSIZE	(1ULL << 30)
#define XFS_SB_FNAME_MAX	12

/* Superblock: sector 0 of each AG.  doc/format/superblock.md */
struct xfs_dsb {
	__be32		sb_magicnum;	/* XFS_SB_MAGIC */
	__be32		sb_blocksize;	/* bytes */
	__be64		sb_dblocks;	/* blocks of the data device */
	__be64		sb_rblocks;	/* blocks of the realtime device */
	__be64		sb_rextents;	/* extents of the realtime device */
	struct xfs_uuid	sb_uuid;	/* what the user sees */
	__be64		sb_logstart;	/* fsblock of the log; 0: other device */
	__be64		sb_rootino;
	__be64		sb_rbmino;	/* realtime bitmap */
	__be64		sb_rsumino;	/* realtime summary */
	__be32		sb_rextsize;	/* blocks in a realtime extent */
	__be32		sb_agblocks;	/* blocks in every AG but the last */
	__be32		sb_agcount;
	__be32		sb_rbmblocks;	/* blocks of the realtime bitmap */
	__be32		sb_logblocks;
	__be16		sb_versionnum;	/* XFS_SB_VERSION_5 | XFS_SB_VERSION_* */
	__be16		sb_sectsize;	/* bytes */
	__be16		sb_inodesize;	/* bytes */
	__be16		sb_inopblock;	/* inodes in a block */
	char		sb_fname[XFS_SB_FNAME_MAX];	/* label, zero padded */
	uint8_t		sb_blocklog;	/* log2 of sb_blocksize */
	uint8_t		sb_sectlog;	/* log2 of sb_sectsize */
	uint8_t		sb_inodelog;	/* log2 of sb_inodesize */
	uint8_t		sb_inopblog;	/* log2 of sb_inopblock */
	uint8_t		sb_agblklog;	/* log2 of sb_agblocks, rounded up */
	uint8_t		sb_rextslog;	/* log2 of sb_rextents, rounded down */
	uint8_t		sb_inprogress;	/* mkfs has not finished */
	uint8_t		sb_imax_pct;	/* share of space inodes may take; 0: all */
	__be64		sb_icount;	/* inodes allocated */
	__be64		sb_ifree;	/* of those, free */
	__be64		sb_fdblocks;	/* free data blocks */
	__be64		sb_frextents;	/* free realtime extents */
	__be64		sb_uquotino;	/* user quota file; 0 or -1: none */
	__be64		sb_gquotino;	/* group quota file */
	__be16		sb_qflags;	/* XFS_*QUOTA_* */
	uint8_t		sb_flags;	/* XFS_SBF_* */
	uint8_t		sb_shared_vn;	/* zero */
	__be32		sb_inoalignmt;	/* inode chunk alignment, blocks */
	__be32		sb_unit;	/* stripe unit, blocks */
	__be32		sb_width;	/* stripe width, blocks */
	uint8_t		sb_dirblklog;	/* log2 of blocks in a directory block */
	uint8_t		sb_logsectlog;	/* log2 of sb_logsectsize; 0 for 512 */
	__be16		sb_logsectsize;	/* bytes; 0 for 512 */
	__be32		sb_logsunit;	/* log stripe unit, bytes; 1: none */
	__be32		sb_features2;	/* XFS_SB_VERSION2_* */
	__be32		sb_bad_features2;	/* the same number again */
	__be32		sb_features_compat;
	__be32		sb_features_ro_compat;
	__be32		sb_features_incompat;
	__be32		sb_features_log_incompat;
	__le32		sb_crc;		/* crc32c of the sector, this field zero */
	__be32		sb_spino_align;	/* sparse inode chunk alignment, blocks */
	__be64		sb_pquotino;	/* project quota file */
	__be64		sb_lsn;		/* last write; 0 in secondary copies */
	struct xfs_uuid	sb_meta_uuid;	/* stamped in metadata if META_UUID is set */
	__be64		sb_metadirino;	/* METADIR: its root */
	__be32		sb_rgcount;	/* METADIR: realtime groups */
	__be32		sb_rgextents;	/* METADIR: realtime extents in a group */
	uint8_t		sb_rgblklog;	/* METADIR: shift of the group number */
	uint8_t		sb_pad[7];	/* zero */
	__be64		sb_rtstart;	/* ZONED: first rt block on the data device */
	__be64		sb_rtreserved;	/* ZONED: rt blocks kept back */
};
XFS_CHECK_OFFSET(struct xfs_dsb, sb_uuid, 32);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_logstart, 48);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_rextsize, 80);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_versionnum, 100);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_fname, 108);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_blocklog, 120);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_icount, 128);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_uquotino, 160);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_inoalignmt, 180);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_dirblklog, 192);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_features2, 200);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_features_compat, 208);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_crc, 224);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_pquotino, 232);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_lsn, 240);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_meta_uuid, 248);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_metadirino, 264);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_rgblklog, 280);
XFS_CHECK_OFFSET(struct xfs_dsb, sb_rtstart, 288);
XFS_CHECK_SIZE(struct xfs_dsb, 304);

#define XFS_SB_CRC_OFF		offsetof(struct xfs_dsb, sb_crc)

/* sb_flags */
#define XFS_SBF_NOFLAGS		0x00
#define XFS_SBF_READONLY	0x01

/* sb_qflags: what is counted (ACCT), limited (ENFD), and known right (CHKD) */
#define XFS_UQUOTA_ACCT		0x0001
#define XFS_UQUOTA_ENFD		0x0002
#define XFS_UQUOTA_CHKD		0x0004
#define XFS_PQUOTA_ACCT		0x0008
#define XFS_OQUOTA_ENFD		0x0010	/* V4: group or project */
#define XFS_OQUOTA_CHKD		0x0020	/* V4: group or project */
#define XFS_GQUOTA_ACCT		0x0040
#define XFS_GQUOTA_ENFD		0x0080
#define XFS_GQUOTA_CHKD		0x0100
#define XFS_PQUOTA_ENFD		0x0200
#define XFS_PQUOTA_CHKD		0x0400
#define XFS_ALL_QUOTA_FLAGS	0x07ff

/* sb_versionnum: the version in the low four bits, features above */
#define XFS_SB_VERSION_NUMBITS	0x000f
#define XFS_SB_VERSION_4	4
#define XFS_SB_VERSION_5	5
#define XFS_SB_VERSION_ATTRBIT	0x0010	/* some inode has extended attributes */
#define XFS_SB_VERSION_NLINKBIT	0x0020	/* 32-bit link counts */
#define XFS_SB_VERSION_QUOTABIT	0x0040	/* quota files may exist */
#define XFS_SB_VERSION_ALIGNBIT	0x0080	/* sb_inoalignmt is in force */
#define XFS_SB_VERSION_DALIGNBIT 0x0100	/* sb_unit and sb_width are in force */
#define XFS_SB_VERSION_SHAREDBIT 0x0200
#define XFS_SB_VERSION_LOGV2BIT	0x0400	/* log record headers of version 2 */
#define XFS_SB_VERSION_SECTORBIT 0x0800	/* sectors other than 512 bytes */
#define XFS_SB_VERSION_EXTFLGBIT 0x1000	/* unwritten extents */
#define XFS_SB_VERSION_DIRV2BIT	0x2000
#define XFS_SB_VERSION_BORGBIT	0x4000	/* names compare without ASCII case */
#define XFS_SB_VERSION_MOREBITSBIT 0x8000	/* sb_features2 is in force */

/* sb_features2 */
#define XFS_SB_VERSION2_RESERVED1BIT	0x00000001
#define XFS_SB_VERSION2_LAZYSBCOUNTBIT	0x00000002	/* counters are not logged */
#define XFS_SB_VERSION2_RESERVED4BIT	0x00000004
#define XFS_SB_VERSION2_ATTR2BIT	0x00000008	/* attribute fork may move */
#define XFS_SB_VERSION2_PARENTBIT	0x00000010	/* never used */
#define XFS_SB_VERSION2_PROJID32BIT	0x00000080	/* 32-bit project ids */
#define XFS_SB_VERSION2_CRCBIT		0x00000100	/* metadata has checksums */
#define XFS_SB_VERSION2_FTYPE		0x00000200	/* V4: types in directories */

/* sb_features_ro_compat */
#define XFS_SB_FEAT_RO_COMPAT_FINOBT	(1U << 0)	/* free inode B+tree */
#define XFS_SB_FEAT_RO_COMPAT_RMAPBT	(1U << 1)	/* reverse map B+tree */
#define XFS_SB_FEAT_RO_COMPAT_REFLINK	(1U << 2)	/* shared blocks */
#define XFS_SB_FEAT_RO_COMPAT_INOBTCNT	(1U << 3)	/* inode B+trees counted */

/* sb_features_incompat */
#define XFS_SB_FEAT_INCOMPAT_FTYPE	(1U << 0)	/* types in directories */
#define XFS_SB_FEAT_INCOMPAT_SPINODES	(1U << 1)	/* sparse inode chunks */
#define XFS_SB_FEAT_INCOMPAT_META_UUID	(1U << 2)	/* sb_meta_uuid in force */
#define XFS_SB_FEAT_INCOMPAT_BIGTIME	(1U << 3)	/* times to 2486 */
#define XFS_SB_FEAT_INCOMPAT_NEEDSREPAIR (1U << 4)	/* repair was interrupted */
#define XFS_SB_FEAT_INCOMPAT_NREXT64	(1U << 5)	/* wide extent counters */
#define XFS_SB_FEAT_INCOMPAT_EXCHRANGE	(1U << 6)	/* exchange of file ranges */
#define XFS_SB_FEAT_INCOMPAT_PARENT	(1U << 7)	/* parent pointers */
#define XFS_SB_FEAT_INCOMPAT_METADIR	(1U << 8)	/* metadata directory tree */
#define XFS_SB_FEAT_INCOMPAT_ZONED	(1U << 9)	/* zoned realtime device */
#define XFS_SB_FEAT_INCOMPAT_ZONE_GAPS	(1U << 10)	/* rt groups with gaps */

/* sb_features_log_incompat: set only while the log holds such items */
#define XFS_SB_FEAT_INCOMPAT_LOG_XATTRS	(1U << 0)	/* attribute intents */

/*
 * Every feature bit by the word of the superblock it stands in
 * (sb_versionnum, sb_features2, ...): X(word, bit, name).
 */
#define XFS_FEATURE_TABLE(X)						\
	X(versionnum, XFS_SB_VERSION_ATTRBIT, "attr")			\
	X(versionnum, XFS_SB_VERSION_NLINKBIT, "nlink")			\
	X(versionnum, XFS_SB_VERSION_QUOTABIT, "quota")			\
	X(versionnum, XFS_SB_VERSION_ALIGNBIT, "align")			\
	X(versionnum, XFS_SB_VERSION_DALIGNBIT, "dalign")		\
	X(versionnum, XFS_SB_VERSION_SHAREDBIT, "shared")		\
	X(versionnum, XFS_SB_VERSION_LOGV2BIT, "logv2")			\
	X(versionnum, XFS_SB_VERSION_SECTORBIT, "sector")		\
	X(versionnum, XFS_SB_VERSION_EXTFLGBIT, "extflg")		\
	X(versionnum, XFS_SB_VERSION_DIRV2BIT, "dirv2")			\
	X(versionnum, XFS_SB_VERSION_BORGBIT, "ascii-ci")		\
	X(versionnum, XFS_SB_VERSION_MOREBITSBIT, "morebits")		\
	X(features2, XFS_SB_VERSION2_RESERVED1BIT, "reserved1")		\
	X(features2, XFS_SB_VERSION2_LAZYSBCOUNTBIT, "lazy-count")	\
	X(features2, XFS_SB_VERSION2_RESERVED4BIT, "reserved4")		\
	X(features2, XFS_SB_VERSION2_ATTR2BIT, "attr2")			\
	X(features2, XFS_SB_VERSION2_PARENTBIT, "old-parent")		\
	X(features2, XFS_SB_VERSION2_PROJID32BIT, "projid32bit")	\
	X(features2, XFS_SB_VERSION2_CRCBIT, "crc")			\
	X(features2, XFS_SB_VERSION2_FTYPE, "v4-ftype")			\
	X(ro_compat, XFS_SB_FEAT_RO_COMPAT_FINOBT, "finobt")		\
	X(ro_compat, XFS_SB_FEAT_RO_COMPAT_RMAPBT, "rmapbt")		\
	X(ro_compat, XFS_SB_FEAT_RO_COMPAT_REFLINK, "reflink")		\
	X(ro_compat, XFS_SB_FEAT_RO_COMPAT_INOBTCNT, "inobtcount")	\
	X(incompat, XFS_SB_FEAT_INCOMPAT_FTYPE, "ftype")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_SPINODES, "sparse")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_META_UUID, "metauuid")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_BIGTIME, "bigtime")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_NEEDSREPAIR, "needsrepair")	\
	X(incompat, XFS_SB_FEAT_INCOMPAT_NREXT64, "nrext64")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_EXCHRANGE, "exchange")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_PARENT, "parent")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_METADIR, "metadir")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_ZONED, "zoned")		\
	X(incompat, XFS_SB_FEAT_INCOMPAT_ZONE_GAPS, "zone-gaps")	\
	X(log_incompat, XFS_SB_FEAT_INCOMPAT_LOG_XATTRS, "log-xattrs")

#endif /* LIBXFS_FORMAT_SB_H */
