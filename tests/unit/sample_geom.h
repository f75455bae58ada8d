// SPDX-License-Identifier: GPL-2.0-or-later
/* A geometry such as mkfs makes by default on 1 GiB, for tests to vary. */
#ifndef SAMPLE_GEOM_H
#define SAMPLE_GEOM_H

#include "libxfs/fs/geom.h"

static inline struct xfs_geom sample_geom(void)
{
	struct xfs_geom g = {
		.blocksize = 4096,
		.sectsize = 512,
		.inodesize = 512,
		.dirblksize = 4096,
		.logsectsize = 512,
		.logsunit = 1,
		.dblocks = 262144 - 100,	/* the last group is shorter */
		.agblocks = 65536,
		.agcount = 4,
		.logblocks = 16384,
		.rextsize = 1,
		.rootino = 128,
		.rbmino = 129,
		.rsumino = 130,
		.inoalignmt = 8,
		.spino_align = 4,
		.imax_pct = 25,
		.versionnum = 0xb4a5,
		.features2 = 0x18a,
		.ro_compat = XFS_SB_FEAT_RO_COMPAT_FINOBT |
			     XFS_SB_FEAT_RO_COMPAT_RMAPBT |
			     XFS_SB_FEAT_RO_COMPAT_REFLINK |
			     XFS_SB_FEAT_RO_COMPAT_INOBTCNT,
		.incompat = XFS_SB_FEAT_INCOMPAT_FTYPE |
			    XFS_SB_FEAT_INCOMPAT_SPINODES |
			    XFS_SB_FEAT_INCOMPAT_BIGTIME |
			    XFS_SB_FEAT_INCOMPAT_NREXT64,
		.uuid = { "0123456789abcde" },
		.fname = "sample",
	};

	g.meta_uuid = g.uuid;
	xfs_geom_derive(&g);
	g.logstart = xfs_agb_fsb(&g, 2, 7);
	return g;
}

#endif /* SAMPLE_GEOM_H */
