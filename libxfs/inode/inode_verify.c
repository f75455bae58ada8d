// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of an inode on disk: the core's fields one by one, then the forks.
 *
 * Only what is wrong by itself is a fault: what needs another structure to judge
 * (are these blocks allocated, is the link count right) is left to the checkers.
 * A free inode keeps whatever its last use left in most fields, so little of it is
 * tested.
 */
#include "libxfs/btree/btree.h"
#include "libxfs/fs/features.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/dir_verify.h"
#include "libxfs/inode/inode_verify.h"
#include "libxfs/inode/symlink_verify.h"

static unsigned int dinode_type(const struct xfs_dinode *dip)
{
	return be16_to_cpu(dip->di_mode) & XFS_IFMT;
}

static bool is_reg(const struct xfs_dinode *dip)
{
	return dinode_type(dip) == XFS_IFREG;
}

static bool is_dir(const struct xfs_dinode *dip)
{
	return dinode_type(dip) == XFS_IFDIR;
}

static enum xfs_fault verify_identity(const struct xfs_geom *g,
				      const struct xfs_dinode *dip, xfs_ino_t ino)
{
	xfs_agino_t next = be32_to_cpu(dip->di_next_unlinked);

	if (be16_to_cpu(dip->di_magic) != XFS_DINODE_MAGIC)
		return XFS_FAULT_INO_MAGIC;
	if (dip->di_version != XFS_DINODE_VERSION_3)
		return XFS_FAULT_INO_VERSION;
	if (be64_to_cpu(dip->di_ino) != ino)
		return XFS_FAULT_INO_NUMBER;
	if (memcmp(&dip->di_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_INO_UUID;
	if (next != NULLAGINO && !xfs_agino_valid(g, xfs_ino_agno(g, ino), next))
		return XFS_FAULT_INO_NEXT_UNLINKED;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_metatype(const struct xfs_geom *g,
				      const struct xfs_dinode *dip)
{
	unsigned int metatype = be16_to_cpu(dip->di_metatype);

	if (!(be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_METADATA))
		return metatype ? XFS_FAULT_INO_METATYPE : XFS_FAULT_NONE;
	if (!xfs_has_metadir(g))
		return XFS_FAULT_INO_METADATA;
	return metatype < XFS_METAFILE_MAX ? XFS_FAULT_NONE :
					     XFS_FAULT_INO_METATYPE;
}

static enum xfs_fault verify_counts(const struct xfs_geom *g,
				    const struct xfs_dinode *dip)
{
	uint64_t nex = xfs_dfork_nextents(dip, XFS_DATA_FORK);
	uint64_t anex = xfs_dfork_nextents(dip, XFS_ATTR_FORK);
	bool large = xfs_dinode_has_nrext64(dip);

	if (large && !xfs_has_nrext64(g))
		return XFS_FAULT_INO_NREXT64;
	if (large ? dip->di_nrext64_pad != 0 : dip->di_v3_pad != 0)
		return XFS_FAULT_INO_NREXT64_PAD;
	if (nex > (large ? XFS_MAX_EXTCNT_DATA_FORK_LARGE :
			   XFS_MAX_EXTCNT_DATA_FORK_SMALL))
		return XFS_FAULT_INO_NEXTENTS;
	if (anex > (large ? XFS_MAX_EXTCNT_ATTR_FORK_LARGE :
			    XFS_MAX_EXTCNT_ATTR_FORK_SMALL))
		return XFS_FAULT_INO_ANEXTENTS;
	if (be64_to_cpu(dip->di_nblocks) < nex + anex)
		return XFS_FAULT_INO_NBLOCKS;
	return XFS_FAULT_NONE;
}

/* A directory or symlink is empty only on its way out, with no link left. */
static enum xfs_fault verify_size(const struct xfs_geom *g,
				  const struct xfs_dinode *dip)
{
	uint64_t size = be64_to_cpu(dip->di_size);
	unsigned int type = dinode_type(dip);

	if (size >> 63)
		return XFS_FAULT_INO_SIZE;
	if (type != XFS_IFDIR && type != XFS_IFLNK)
		return XFS_FAULT_NONE;
	if (!size)
		return dip->di_nlink ? XFS_FAULT_INO_EMPTY : XFS_FAULT_NONE;
	if (type == XFS_IFLNK)
		return size < XFS_SYMLINK_MAXLEN ? XFS_FAULT_NONE :
						    XFS_FAULT_INO_SIZE;
	if (size > XFS_DIR2_SPACE_SIZE)
		return XFS_FAULT_INO_SIZE;
	if (dip->di_format != XFS_DINODE_FMT_LOCAL && size % g->dirblksize)
		return XFS_FAULT_INO_SIZE;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_data_format(const struct xfs_dinode *dip)
{
	unsigned int format = dip->di_format;
	bool mapped = format == XFS_DINODE_FMT_EXTENTS ||
		      format == XFS_DINODE_FMT_BTREE;

	switch (dinode_type(dip)) {
	case XFS_IFIFO:
	case XFS_IFCHR:
	case XFS_IFBLK:
	case XFS_IFSOCK:
		return format == XFS_DINODE_FMT_DEV ? XFS_FAULT_NONE :
						      XFS_FAULT_INO_FORMAT;
	case XFS_IFREG:
		if (format == XFS_DINODE_FMT_META_BTREE &&
		    (be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_METADATA))
			return XFS_FAULT_NONE;
		return mapped ? XFS_FAULT_NONE : XFS_FAULT_INO_FORMAT;
	case XFS_IFDIR:
	case XFS_IFLNK:
		return mapped || format == XFS_DINODE_FMT_LOCAL ?
			XFS_FAULT_NONE : XFS_FAULT_INO_FORMAT;
	default:
		return XFS_FAULT_INO_MODE;
	}
}

/* Without an attribute fork its format is that of an empty map, or never set. */
static enum xfs_fault verify_attr_format(const struct xfs_dinode *dip)
{
	switch (dip->di_aformat) {
	case XFS_DINODE_FMT_EXTENTS:
		return XFS_FAULT_NONE;
	case XFS_DINODE_FMT_LOCAL:
	case XFS_DINODE_FMT_BTREE:
		return dip->di_forkoff ? XFS_FAULT_NONE : XFS_FAULT_INO_AFORMAT;
	case 0:
		return dip->di_forkoff ? XFS_FAULT_INO_AFORMAT : XFS_FAULT_NONE;
	default:
		return XFS_FAULT_INO_AFORMAT;
	}
}

static enum xfs_fault verify_forkoff(const struct xfs_geom *g,
				     const struct xfs_dinode *dip)
{
	unsigned int boff = dip->di_forkoff * 8U;

	if (!boff)
		return xfs_dfork_nextents(dip, XFS_ATTR_FORK) ?
			XFS_FAULT_INO_ANEXTENTS : XFS_FAULT_NONE;
	if (boff >= xfs_dinode_literal(g))
		return XFS_FAULT_INO_FORKOFF;
	if (dip->di_format == XFS_DINODE_FMT_DEV && dip->di_forkoff != 1)
		return XFS_FAULT_INO_FORKOFF;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_flags(const struct xfs_dinode *dip)
{
	unsigned int flags = be16_to_cpu(dip->di_flags);

	if (flags & ~XFS_DIFLAG_ANY)
		return XFS_FAULT_INO_FLAGS;
	if (!is_dir(dip) && (flags & (XFS_DIFLAG_RTINHERIT |
				      XFS_DIFLAG_PROJINHERIT |
				      XFS_DIFLAG_EXTSZINHERIT)))
		return XFS_FAULT_INO_FLAGS_DIR;
	if (!is_reg(dip) && (flags & (XFS_DIFLAG_REALTIME | XFS_DIFLAG_EXTSIZE)))
		return XFS_FAULT_INO_FLAGS_REG;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_flags2(const struct xfs_geom *g,
				    const struct xfs_dinode *dip)
{
	uint64_t flags2 = be64_to_cpu(dip->di_flags2);

	if (flags2 & ~XFS_DIFLAG2_ANY)
		return XFS_FAULT_INO_FLAGS2;
	if ((flags2 & XFS_DIFLAG2_BIGTIME) && !xfs_has_bigtime(g))
		return XFS_FAULT_INO_BIGTIME;
	if (!(flags2 & XFS_DIFLAG2_REFLINK))
		return XFS_FAULT_NONE;
	if (!xfs_has_reflink(g))
		return XFS_FAULT_INO_REFLINK;
	if (!is_reg(dip))
		return XFS_FAULT_INO_REFLINK_TYPE;
	if (xfs_dinode_is_realtime(dip) && !xfs_has_metadir(g))
		return XFS_FAULT_INO_REFLINK_RT;
	return XFS_FAULT_NONE;
}

/* Hints are set if and only if a flag says so. */
static enum xfs_fault verify_extsize(const struct xfs_geom *g,
				     const struct xfs_dinode *dip)
{
	unsigned int flags = be16_to_cpu(dip->di_flags);
	uint32_t extsize = be32_to_cpu(dip->di_extsize);
	bool hint = flags & (XFS_DIFLAG_EXTSIZE | XFS_DIFLAG_EXTSZINHERIT);

	if (hint != (extsize != 0) || extsize > XFS_MAX_BMBT_EXTLEN)
		return XFS_FAULT_INO_EXTSIZE;
	if (flags & XFS_DIFLAG_REALTIME) {
		if (g->rextsize > 1 && extsize % g->rextsize)
			return XFS_FAULT_INO_EXTSIZE;
	} else if (extsize > g->agblocks / 2) {
		return XFS_FAULT_INO_EXTSIZE;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_cowextsize(const struct xfs_geom *g,
					const struct xfs_dinode *dip)
{
	bool hint = be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_COWEXTSIZE;
	uint32_t cowextsize = be32_to_cpu(dip->di_cowextsize);

	/* Zoned filesystems keep another number in its place. */
	if (xfs_has_zoned(g))
		return XFS_FAULT_NONE;
	if (hint != (cowextsize != 0))
		return XFS_FAULT_INO_COWEXTSIZE;
	if (!hint)
		return XFS_FAULT_NONE;
	if (!xfs_has_reflink(g) || (!is_reg(dip) && !is_dir(dip)))
		return XFS_FAULT_INO_COWEXTSIZE_USE;
	if (xfs_dinode_is_realtime(dip) && !xfs_has_metadir(g))
		return XFS_FAULT_INO_COWEXTSIZE_USE;
	if (cowextsize > XFS_MAX_BMBT_EXTLEN || cowextsize > g->agblocks / 2)
		return XFS_FAULT_INO_COWEXTSIZE;
	return XFS_FAULT_NONE;
}

static bool time_bad(__be64 disk)
{
	struct xfs_time t;

	xfs_dinode_time_unpack(disk, false, &t);
	return t.nsec >= XFS_NSEC_PER_SEC;
}

/* Every value is a time with BIGTIME. */
static enum xfs_fault verify_times(const struct xfs_dinode *dip)
{
	if (be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_BIGTIME)
		return XFS_FAULT_NONE;
	if (time_bad(dip->di_atime) || time_bad(dip->di_mtime) ||
	    time_bad(dip->di_ctime) || time_bad(dip->di_crtime))
		return XFS_FAULT_INO_TIME;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_pad(const struct xfs_dinode *dip)
{
	unsigned int i;

	for (i = 0; i < sizeof(dip->di_pad2); i++)
		if (dip->di_pad2[i])
			return XFS_FAULT_INO_PAD;
	return XFS_FAULT_NONE;
}

/*
 * What kernels look at when they read it: there is no attribute fork, and what was
 * added to the core after the first version has a meaning.
 */
static enum xfs_fault verify_free(const struct xfs_geom *g,
				  const struct xfs_dinode *dip)
{
	enum xfs_fault fault;

	if (dip->di_nblocks || dip->di_nlink)
		return XFS_FAULT_INO_FREE;
	if (dip->di_metatype && !xfs_has_metadir(g))
		return XFS_FAULT_INO_METATYPE;
	fault = verify_attr_format(dip);
	if (!fault)
		fault = verify_forkoff(g, dip);
	if (!fault && (be64_to_cpu(dip->di_flags2) & ~XFS_DIFLAG2_ANY))
		fault = XFS_FAULT_INO_FLAGS2;
	return fault;
}

/* The fields that say where things are: format, size, counters, fork offset. */
static enum xfs_fault verify_shape(const struct xfs_geom *g,
				   const struct xfs_dinode *dip)
{
	enum xfs_fault fault;

	fault = verify_data_format(dip);
	if (!fault)
		fault = verify_attr_format(dip);
	if (!fault)
		fault = verify_size(g, dip);
	if (!fault)
		fault = verify_counts(g, dip);
	if (!fault)
		fault = verify_forkoff(g, dip);
	return fault;
}

/* The fields that say how the inode is to be treated. */
static enum xfs_fault verify_ways(const struct xfs_geom *g,
				  const struct xfs_dinode *dip)
{
	enum xfs_fault fault;

	fault = verify_flags(dip);
	if (!fault)
		fault = verify_flags2(g, dip);
	if (!fault)
		fault = verify_extsize(g, dip);
	if (!fault)
		fault = verify_cowextsize(g, dip);
	if (!fault)
		fault = verify_times(dip);
	if (!fault)
		fault = verify_pad(dip);
	return fault;
}

enum xfs_fault xfs_dinode_verify_core(const struct xfs_geom *g,
				      const struct xfs_dinode *dip, xfs_ino_t ino)
{
	enum xfs_fault fault = verify_identity(g, dip, ino);

	if (fault)
		return fault;
	if (!dip->di_mode)
		return verify_free(g, dip);
	fault = verify_metatype(g, dip);
	if (!fault)
		fault = verify_shape(g, dip);
	if (!fault)
		fault = verify_ways(g, dip);
	return fault;
}

static enum xfs_fault verify_rec(const struct xfs_geom *g,
				 const struct xfs_bmbt_irec *irec,
				 bool unwritten, bool rt)
{
	if (!irec->br_blockcount)
		return XFS_FAULT_BMAP_EMPTY;
	if (!xfs_file_range_valid(irec->br_startoff, irec->br_blockcount))
		return XFS_FAULT_BMAP_OFFSET;
	if (irec->br_unwritten && !unwritten)
		return XFS_FAULT_BMAP_UNWRITTEN;
	if (!rt && !xfs_fsb_extent_valid(g, irec->br_startblock,
					 irec->br_blockcount))
		return XFS_FAULT_BMAP_BLOCK;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_bmbt_recs_verify(const struct xfs_geom *g,
				    const struct xfs_bmbt_rec *drecs,
				    unsigned int nr, bool unwritten, bool rt)
{
	struct xfs_bmbt_irec irec;
	xfs_fileoff_t next = 0;
	enum xfs_fault fault;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		xfs_bmbt_rec_unpack(&drecs[i], &irec);
		fault = verify_rec(g, &irec, unwritten, rt);
		if (fault)
			return fault;
		if (irec.br_startoff < next)
			return XFS_FAULT_BMAP_ORDER;
		next = irec.br_startoff + irec.br_blockcount;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_extents(const struct xfs_geom *g,
				     const struct xfs_dinode *dip,
				     enum xfs_fork which)
{
	unsigned int size = xfs_dfork_size(g, dip, which);
	uint64_t nr = xfs_dfork_nextents(dip, which);
	bool data = which == XFS_DATA_FORK;
	bool rt = data && xfs_dinode_is_realtime(dip);

	if (nr > xfs_dfork_maxext(size))
		return XFS_FAULT_BMAP_NR;
	return xfs_bmbt_recs_verify(g, xfs_dfork_ptr(dip, which), nr,
				    data && is_reg(dip), rt);
}

/* A tree is there because its extents did not fit; attributes never grow as high. */
static enum xfs_fault verify_root(const struct xfs_geom *g,
				  const struct xfs_dinode *dip,
				  enum xfs_fork which)
{
	const struct xfs_bmdr_block *dr = xfs_dfork_ptr(dip, which);
	unsigned int size = xfs_dfork_size(g, dip, which);
	enum xfs_fault fault;

	if (xfs_dfork_nextents(dip, which) <= xfs_dfork_maxext(size))
		return XFS_FAULT_BMAP_NR;
	fault = xfs_btree_fork_verify(&xfs_bmbt_ops, g, dr, size);
	if (fault)
		return fault;
	if (be16_to_cpu(dr->bb_level) >=
	    xfs_bmbt_maxlevels(g, which == XFS_ATTR_FORK))
		return XFS_FAULT_BT_LEVEL;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_local(const struct xfs_geom *g,
				   const struct xfs_dinode *dip,
				   enum xfs_fork which)
{
	const void *fork = xfs_dfork_ptr(dip, which);
	unsigned int space = xfs_dfork_size(g, dip, which);
	uint64_t size = be64_to_cpu(dip->di_size);

	if (xfs_dfork_nextents(dip, which))
		return XFS_FAULT_INO_LOCAL_EXTENTS;
	if (which == XFS_ATTR_FORK)
		return xfs_attr_sf_verify(fork, space);
	if (size > space)
		return XFS_FAULT_INO_LOCAL_SIZE;
	if (!size && !dip->di_nlink)	/* as verify_size() has it */
		return XFS_FAULT_NONE;
	if (is_dir(dip))
		return xfs_dir2_sf_verify(g, fork, size);
	return xfs_symlink_sf_verify(fork, size);
}

/*
 * Root of a realtime tree: a leaf at level 0.  Bytes an entry takes: record, or
 * keys and pointer.
 */
static enum xfs_fault verify_meta_root(const struct xfs_geom *g,
				       const struct xfs_dinode *dip)
{
	const struct xfs_bmdr_block *dr = xfs_dfork_ptr(dip, XFS_DATA_FORK);
	unsigned int space = xfs_dfork_size(g, dip, XFS_DATA_FORK);
	unsigned int entry, level;

	if (xfs_dfork_nextents(dip, XFS_DATA_FORK))
		return XFS_FAULT_INO_LOCAL_EXTENTS;
	level = be16_to_cpu(dr->bb_level);
	if (level >= XFS_BTREE_CUR_LEVELS)
		return XFS_FAULT_META_ROOT_LEVEL;
	switch (be16_to_cpu(dip->di_metatype)) {
	case XFS_METAFILE_RTRMAP:
		entry = level ? 2 * sizeof(struct xfs_rmap_key) + 8 :
				sizeof(struct xfs_rmap_rec);
		break;
	case XFS_METAFILE_RTREFCOUNT:
		entry = level ? sizeof(struct xfs_refcount_key) + 8 :
				sizeof(struct xfs_refcount_rec);
		break;
	default:
		return XFS_FAULT_INO_FORMAT;
	}
	if (sizeof(*dr) + be16_to_cpu(dr->bb_numrecs) * entry > space ||
	    (level && !dr->bb_numrecs))
		return XFS_FAULT_META_ROOT_NR;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_dinode_verify_fork(const struct xfs_geom *g,
				      const struct xfs_dinode *dip,
				      enum xfs_fork which)
{
	if (which == XFS_ATTR_FORK && !dip->di_forkoff)
		return XFS_FAULT_NONE;
	switch (xfs_dfork_format(dip, which)) {
	case XFS_DINODE_FMT_DEV:
		return xfs_dfork_nextents(dip, which) ?
			XFS_FAULT_INO_LOCAL_EXTENTS : XFS_FAULT_NONE;
	case XFS_DINODE_FMT_LOCAL:
		return verify_local(g, dip, which);
	case XFS_DINODE_FMT_EXTENTS:
		return verify_extents(g, dip, which);
	case XFS_DINODE_FMT_BTREE:
		return verify_root(g, dip, which);
	case XFS_DINODE_FMT_META_BTREE:
		return which == XFS_DATA_FORK ? verify_meta_root(g, dip) :
						XFS_FAULT_INO_AFORMAT;
	default:
		return which == XFS_DATA_FORK ? XFS_FAULT_INO_FORMAT :
						XFS_FAULT_INO_AFORMAT;
	}
}

enum xfs_fault xfs_dinode_verify(const struct xfs_geom *g,
				 const struct xfs_dinode *dip, xfs_ino_t ino)
{
	enum xfs_fault fault = xfs_dinode_verify_core(g, dip, ino);

	if (fault || !dip->di_mode)
		return fault;
	fault = xfs_dinode_verify_fork(g, dip, XFS_DATA_FORK);
	if (!fault)
		fault = xfs_dinode_verify_fork(g, dip, XFS_ATTR_FORK);
	return fault;
}
