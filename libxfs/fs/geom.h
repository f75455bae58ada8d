// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The geometry of one filesystem: what its superblock says that does not change
 * while it is in use, converted once, with the derived numbers beside it; and the
 * arithmetic between the kinds of address.
 *
 * Constant after xfs_geom_from_sb() or xfs_geom_derive(); share it freely.
 * Format: doc/format/superblock.md.
 */
#ifndef LIBXFS_FS_GEOM_H
#define LIBXFS_FS_GEOM_H

#include "libxfs/types.h"
#include "libxfs/format/sb.h"
#include "libxfs/fs/fault.h"

struct xfs_geom {
	/* As in the superblock. */
	uint32_t	blocksize;
	uint32_t	sectsize;
	uint32_t	inodesize;
	uint32_t	dirblksize;
	uint32_t	logsectsize;
	uint32_t	logsunit;	/* bytes; 1 means none */
	xfs_rfsblock_t	dblocks;
	xfs_agblock_t	agblocks;
	xfs_agnumber_t	agcount;
	xfs_fsblock_t	logstart;	/* 0: external log */
	xfs_extlen_t	logblocks;
	uint32_t	rextsize;	/* blocks */
	xfs_ino_t	rootino;
	xfs_ino_t	rbmino;
	xfs_ino_t	rsumino;
	uint32_t	unit;		/* stripe unit, blocks */
	uint32_t	width;		/* stripe width, blocks */
	uint32_t	inoalignmt;	/* blocks */
	uint32_t	spino_align;	/* blocks */
	uint8_t		imax_pct;
	uint16_t	versionnum;
	uint32_t	features2;
	uint32_t	compat;
	uint32_t	ro_compat;
	uint32_t	incompat;
	uint32_t	log_incompat;
	struct xfs_uuid	uuid;
	struct xfs_uuid	meta_uuid;	/* stamped in metadata; == uuid unless the
					   incompat META_UUID bit says otherwise */
	char		fname[12];	/* label, not terminated */

	/* Derived by xfs_geom_derive(). */
	uint8_t		blocklog;
	uint8_t		sectlog;
	uint8_t		inodelog;
	uint8_t		inopblog;
	uint8_t		agblklog;
	uint8_t		dirblklog;	/* log2(dirblksize / blocksize) */
	uint8_t		agino_log;	/* bits of an inode number within its AG */
	uint32_t	inopblock;
	uint32_t	sectbb;		/* basic blocks in a sector */
	uint32_t	blockbb;	/* basic blocks in a block */
	uint32_t	ialloc_inos;	/* inodes in a full allocation chunk */
	uint32_t	ialloc_blks;	/* blocks in a full allocation chunk */
};

#endif /* LIBXFS_FS_GEOM_H */
