// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The core of an inode, field by field.
 *
 * The verifier of the core ends at its first fault.  One that says nothing against where
 * things are is mended in a copy, and the verifier asked again: so every field is judged,
 * and an inode that kernels refuse for, say, its timestamps is still examined.  What the
 * verifier leaves alone, as no kernel refuses to read it, follows.
 */
#include <inttypes.h>
#include <string.h>

#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "libxfs/inode/inode_verify.h"
#include "repair/inodes.h"

#define DIR_FLAGS	(XFS_DIFLAG_RTINHERIT | XFS_DIFLAG_PROJINHERIT | \
			 XFS_DIFLAG_NOSYMLINKS | XFS_DIFLAG_EXTSZINHERIT)
#define REG_FLAGS	(XFS_DIFLAG_REALTIME | XFS_DIFLAG_EXTSIZE)
#define MAX_FAULTS	16		/* more than can be mended */

static void clear_flags(struct xfs_dinode *dip, unsigned int flags)
{
	dip->di_flags = cpu_to_be16(be16_to_cpu(dip->di_flags) & ~flags);
}

static void clear_flags2(struct xfs_dinode *dip, uint64_t flags2)
{
	dip->di_flags2 = cpu_to_be64(be64_to_cpu(dip->di_flags2) & ~flags2);
}

/* Fields that bear on nothing else; false: @fault is not of one. */
static bool mend_field(struct xfs_dinode *dip, enum xfs_fault fault)
{
	switch (fault) {
	case XFS_FAULT_INO_NEXT_UNLINKED:
		dip->di_next_unlinked = cpu_to_be32(NULLAGINO);
		return true;
	case XFS_FAULT_INO_METATYPE:
		dip->di_metatype = 0;
		return !(be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_METADATA);
	case XFS_FAULT_INO_NREXT64_PAD:
		if (xfs_dinode_has_nrext64(dip))
			dip->di_nrext64_pad = 0;
		else
			dip->di_v3_pad = 0;
		return true;
	case XFS_FAULT_INO_NBLOCKS:
		dip->di_nblocks = cpu_to_be64(xfs_dfork_nextents(dip, XFS_DATA_FORK) +
					      xfs_dfork_nextents(dip, XFS_ATTR_FORK));
		return true;
	case XFS_FAULT_INO_TIME:
		dip->di_atime = dip->di_mtime = dip->di_ctime = dip->di_crtime = 0;
		return true;
	case XFS_FAULT_INO_PAD:
		memset(dip->di_pad2, 0, sizeof(dip->di_pad2));
		return true;
	default:
		return false;
	}
}

static bool mend_flags(struct xfs_dinode *dip, enum xfs_fault fault)
{
	switch (fault) {
	case XFS_FAULT_INO_FLAGS:
		clear_flags(dip, ~XFS_DIFLAG_ANY);
		return true;
	case XFS_FAULT_INO_FLAGS_DIR:
		clear_flags(dip, DIR_FLAGS);
		return true;
	case XFS_FAULT_INO_FLAGS_REG:
		clear_flags(dip, REG_FLAGS);
		return true;
	case XFS_FAULT_INO_FLAGS2:
		clear_flags2(dip, ~XFS_DIFLAG2_ANY);
		return true;
	case XFS_FAULT_INO_METADATA:
		clear_flags2(dip, XFS_DIFLAG2_METADATA);
		return true;
	case XFS_FAULT_INO_BIGTIME:
		clear_flags2(dip, XFS_DIFLAG2_BIGTIME);
		return true;
	case XFS_FAULT_INO_REFLINK:
	case XFS_FAULT_INO_REFLINK_TYPE:
	case XFS_FAULT_INO_REFLINK_RT:
		clear_flags2(dip, XFS_DIFLAG2_REFLINK);
		return true;
	default:
		return false;
	}
}

static bool mend_hints(struct xfs_dinode *dip, enum xfs_fault fault)
{
	switch (fault) {
	case XFS_FAULT_INO_EXTSIZE:
		clear_flags(dip, XFS_DIFLAG_EXTSIZE | XFS_DIFLAG_EXTSZINHERIT);
		dip->di_extsize = 0;
		return true;
	case XFS_FAULT_INO_COWEXTSIZE:
	case XFS_FAULT_INO_COWEXTSIZE_USE:
		clear_flags2(dip, XFS_DIFLAG2_COWEXTSIZE);
		dip->di_cowextsize = 0;
		return true;
	default:
		return false;
	}
}

/* Of an inode that is free, by its mode and by the inode tree, nothing is in use. */
static bool mend_free(struct xfs_dinode *dip, enum xfs_fault fault)
{
	switch (fault) {
	case XFS_FAULT_INO_FREE:
		dip->di_nblocks = 0;
		dip->di_nlink = 0;
		return true;
	case XFS_FAULT_INO_FORKOFF:
	case XFS_FAULT_INO_AFORMAT:
	case XFS_FAULT_INO_ANEXTENTS:
		dip->di_forkoff = 0;
		dip->di_aformat = XFS_DINODE_FMT_EXTENTS;
		dip->di_anextents = 0;
		dip->di_big_anextents = 0;
		return true;
	default:
		return false;
	}
}

static bool mend(const struct inode_check *c, struct xfs_dinode *dip, enum xfs_fault fault)
{
	if (c->tree_free && !dip->di_mode && mend_free(dip, fault))
		return true;
	return mend_field(dip, fault) || mend_flags(dip, fault) || mend_hints(dip, fault);
}

/* Everything the verifier has to say; false if it does not let the inode pass. */
static bool verify(struct inode_check *c)
{
	struct xfs_dinode copy = *c->dip;
	enum xfs_fault fault;
	unsigned int i;

	for (i = 0; i < MAX_FAULTS; i++) {
		fault = xfs_dinode_verify_core(&c->r->geom, &copy, c->ino);
		if (!fault)
			return true;
		report_fault(c->r->report, FIND_INODE_CORE, inode_place(c), fault);
		if (!mend(c, &copy, fault))
			return false;
	}
	return false;
}

/* ---- What kernels read all the same ---- */

static const char *type_name(const struct xfs_dinode *dip)
{
	switch (inode_type(dip)) {
	case XFS_IFREG:
		return "a regular file";
	case XFS_IFDIR:
		return "a directory";
	case XFS_IFLNK:
		return "a symbolic link";
	case XFS_IFIFO:
		return "a fifo";
	case XFS_IFSOCK:
		return "a socket";
	default:
		return "a device";
	}
}

static void misfit(struct inode_check *c, const char *field, const char *flag)
{
	report_note(c->r->report, FIND_INODE_FLAG, inode_field(c, field), "%s on %s", flag,
		    type_name(c->dip));
}

static void check_flags(struct inode_check *c)
{
	unsigned int flags = be16_to_cpu(c->dip->di_flags), type = inode_type(c->dip);
	uint64_t flags2 = be64_to_cpu(c->dip->di_flags2);

	if ((flags & XFS_DIFLAG_NOSYMLINKS) && type != XFS_IFDIR)
		misfit(c, "di_flags", "no symlinks");
	if ((flags & XFS_DIFLAG_NEWRTBM) && c->r->primary_ok && c->ino != c->r->geom.rbmino &&
	    !xfs_has_metadir(&c->r->geom))
		misfit(c, "di_flags", "new realtime bitmap");
	if ((flags2 & XFS_DIFLAG2_DAX) && type != XFS_IFREG && type != XFS_IFDIR)
		misfit(c, "di_flags2", "DAX");
	if (xfs_dinode_is_realtime(c->dip) && !c->r->dsb.sb_rblocks) {
		report_plain(c->r->report, FIND_INODE_REALTIME, inode_place(c));
		c->whole = false;
	}
}

/*
 * Only what is on its way out is chained to others that are.  Of a free inode, too: kernels
 * keep the field when they take the inode into use, and stumble over it when it is removed.
 * What is no inode of the group has been told.
 */
static void check_chain(struct inode_check *c)
{
	uint32_t next = be32_to_cpu(c->dip->di_next_unlinked);

	if (xfs_agino_valid(&c->r->geom, xfs_ino_agno(&c->r->geom, c->ino), next) &&
	    (!c->dip->di_mode || c->dip->di_nlink))
		report_note(c->r->report, FIND_INODE_CHAINED, inode_field(c, "di_next_unlinked"),
			    "inode %" PRIu32 " of its group", next);
}

static void check_size(struct inode_check *c)
{
	uint64_t size = be64_to_cpu(c->dip->di_size);

	if (c->dip->di_format == XFS_DINODE_FMT_DEV && size)
		report_values(c->r->report, FIND_INODE_SIZE, inode_field(c, "di_size"), size, 0);
}

bool inode_core_check(struct inode_check *c)
{
	const struct xfs_geom *g = &c->r->geom;

	if (!xfs_cksum_verify(c->dip, g->inodesize, XFS_DINODE_CRC_OFF))
		report_plain(c->r->report, FIND_INODE_CRC, inode_place(c));
	if (!verify(c))
		return false;
	repair_check_lsn(c->r, be64_to_cpu(c->dip->di_lsn), inode_place(c));
	check_chain(c);
	if (!c->dip->di_mode)
		return true;
	check_flags(c);
	check_size(c);
	return true;
}
