// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The core of an inode, field by field.
 *
 * The verifier of the core ends at its first fault, and its tests come in an order: whose inode it
 * is, where things are, how it is to be treated.  A fault of the last kind leaves the rest
 * to be trusted, so the inode is still examined, though kernels refuse it.
 */
#include "libxfs/fs/checksum.h"
#include "libxfs/inode/inode_verify.h"
#include "repair/inodes.h"

/* Is @fault one that says nothing against where the core says that things are? */
static bool fault_is_of_ways(enum xfs_fault fault)
{
	switch (fault) {
	case XFS_FAULT_INO_FLAGS:
	case XFS_FAULT_INO_FLAGS_DIR:
	case XFS_FAULT_INO_FLAGS_REG:
	case XFS_FAULT_INO_FLAGS2:
	case XFS_FAULT_INO_BIGTIME:
	case XFS_FAULT_INO_REFLINK:
	case XFS_FAULT_INO_REFLINK_TYPE:
	case XFS_FAULT_INO_REFLINK_RT:
	case XFS_FAULT_INO_EXTSIZE:
	case XFS_FAULT_INO_COWEXTSIZE:
	case XFS_FAULT_INO_COWEXTSIZE_USE:
	case XFS_FAULT_INO_TIME:
	case XFS_FAULT_INO_PAD:
		return true;
	default:
		return false;
	}
}

bool inode_core_check(struct inode_check *c)
{
	const struct xfs_geom *g = &c->r->geom;
	struct report *report = c->r->report;
	enum xfs_fault fault = xfs_dinode_verify_core(g, c->dip, c->ino);

	if (!xfs_cksum_verify(c->dip, g->inodesize, XFS_DINODE_CRC_OFF))
		report_fault(report, FIND_INODE_CRC, inode_place(c), XFS_FAULT_BAD_CRC);
	repair_check_lsn(c->r, be64_to_cpu(c->dip->di_lsn), inode_place(c));
	if (fault)
		report_fault(report, FIND_INODE_CORE, inode_place(c), fault);
	return !fault || fault_is_of_ways(fault);
}
