// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a filesystem has: one predicate for each feature bit, and the bits by
 * name.  The bits themselves are XFS_FEATURE_TABLE of format/sb.h.
 */
#ifndef LIBXFS_FS_FEATURES_H
#define LIBXFS_FS_FEATURES_H

#include "libxfs/fs/geom.h"

#define XFS_HAS(name, word, bit)					\
static inline bool xfs_has_##name(const struct xfs_geom *g)		\
{									\
	return (g->word & (bit)) != 0;					\
}

XFS_HAS(attr, versionnum, XFS_SB_VERSION_ATTRBIT)
XFS_HAS(nlink, versionnum, XFS_SB_VERSION_NLINKBIT)
XFS_HAS(quota, versionnum, XFS_SB_VERSION_QUOTABIT)
XFS_HAS(align, versionnum, XFS_SB_VERSION_ALIGNBIT)
XFS_HAS(dalign, versionnum, XFS_SB_VERSION_DALIGNBIT)
XFS_HAS(shared, versionnum, XFS_SB_VERSION_SHAREDBIT)
XFS_HAS(logv2, versionnum, XFS_SB_VERSION_LOGV2BIT)
XFS_HAS(sector, versionnum, XFS_SB_VERSION_SECTORBIT)
XFS_HAS(extflg, versionnum, XFS_SB_VERSION_EXTFLGBIT)
XFS_HAS(dirv2, versionnum, XFS_SB_VERSION_DIRV2BIT)
XFS_HAS(asciici, versionnum, XFS_SB_VERSION_BORGBIT)
XFS_HAS(morebits, versionnum, XFS_SB_VERSION_MOREBITSBIT)

XFS_HAS(lazysbcount, features2, XFS_SB_VERSION2_LAZYSBCOUNTBIT)
XFS_HAS(attr2, features2, XFS_SB_VERSION2_ATTR2BIT)
XFS_HAS(projid32, features2, XFS_SB_VERSION2_PROJID32BIT)
XFS_HAS(crc, features2, XFS_SB_VERSION2_CRCBIT)

XFS_HAS(finobt, ro_compat, XFS_SB_FEAT_RO_COMPAT_FINOBT)
XFS_HAS(rmapbt, ro_compat, XFS_SB_FEAT_RO_COMPAT_RMAPBT)
XFS_HAS(reflink, ro_compat, XFS_SB_FEAT_RO_COMPAT_REFLINK)
XFS_HAS(inobtcount, ro_compat, XFS_SB_FEAT_RO_COMPAT_INOBTCNT)

XFS_HAS(ftype, incompat, XFS_SB_FEAT_INCOMPAT_FTYPE)
XFS_HAS(sparse, incompat, XFS_SB_FEAT_INCOMPAT_SPINODES)
XFS_HAS(metauuid, incompat, XFS_SB_FEAT_INCOMPAT_META_UUID)
XFS_HAS(bigtime, incompat, XFS_SB_FEAT_INCOMPAT_BIGTIME)
XFS_HAS(needsrepair, incompat, XFS_SB_FEAT_INCOMPAT_NEEDSREPAIR)
XFS_HAS(nrext64, incompat, XFS_SB_FEAT_INCOMPAT_NREXT64)
XFS_HAS(exchange, incompat, XFS_SB_FEAT_INCOMPAT_EXCHRANGE)
XFS_HAS(parent, incompat, XFS_SB_FEAT_INCOMPAT_PARENT)
XFS_HAS(metadir, incompat, XFS_SB_FEAT_INCOMPAT_METADIR)
XFS_HAS(zoned, incompat, XFS_SB_FEAT_INCOMPAT_ZONED)
XFS_HAS(zone_gaps, incompat, XFS_SB_FEAT_INCOMPAT_ZONE_GAPS)

XFS_HAS(log_xattrs, log_incompat, XFS_SB_FEAT_INCOMPAT_LOG_XATTRS)

/* The words of the superblock that hold feature bits. */
enum xfs_feature_word {
	XFS_WORD_versionnum,	/* the low four bits, the version, apart */
	XFS_WORD_features2,
	XFS_WORD_compat,
	XFS_WORD_ro_compat,
	XFS_WORD_incompat,
	XFS_WORD_log_incompat,
	XFS_WORD_NR
};

/* That word of @g. */
uint32_t xfs_features_word(const struct xfs_geom *g, enum xfs_feature_word word);

/* Every bit of @word that has a name. */
uint32_t xfs_features_known(enum xfs_feature_word word);

/* The bits of @word that @g has and the table does not name. */
uint32_t xfs_features_unknown(const struct xfs_geom *g,
			      enum xfs_feature_word word);

/* The name of a single bit, static storage; NULL if it has none. */
const char *xfs_feature_name(enum xfs_feature_word word, uint32_t bit);

/* Where the feature called @name stands; false if there is none. */
bool xfs_feature_find(const char *name, enum xfs_feature_word *word,
		      uint32_t *bit);

#endif /* LIBXFS_FS_FEATURES_H */
