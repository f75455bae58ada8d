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

/* Fills the derived fields from those above them, which must be sane. */
void xfs_geom_derive(struct xfs_geom *g);

/*
 * Tests every field of a superblock that does not count things and that its
 * features give a meaning, but for identities, the label and the LSN, of which any
 * value will do; whichever group's copy it is: stock secondary copies have sb_inprogress set, and some no
 * root inode.  0, or the id of the first test that failed; XFS_FAULT_SB_V4 for a
 * filesystem without checksums.  Feature bits that make the rest meaningless to
 * us are XFS_FAULT_SB_INCOMPAT; other unknown bits are the caller's to ask for
 * with xfs_features_unknown().
 */
enum xfs_fault xfs_sb_verify(const struct xfs_dsb *dsb);

/* The same, and what holds only for group 0's: finished, inodes, counters. */
enum xfs_fault xfs_sb_verify_primary(const struct xfs_dsb *dsb);

/* @dsb must have passed xfs_sb_verify(). */
void xfs_geom_from_sb(struct xfs_geom *g, const struct xfs_dsb *dsb);

/*
 * Group 0's superblock of a filesystem with geometry @g, apart from its checksum.
 * Clears all of @dsb first; the sector behind it is the caller's to clear.  The
 * version bits for sectors and stripes follow the geometry, whatever
 * g->versionnum says of them.
 */
void xfs_geom_to_sb(const struct xfs_geom *g, uint64_t icount, uint64_t ifree,
		    uint64_t fdblocks, struct xfs_dsb *dsb);

/*
 * Addresses.  Conversions trust what they are given; the _valid predicates take
 * any number whatever and say whether it stands for something in the filesystem.
 */

/* Blocks in group @agno, which must exist: the last may be shorter. */
static inline xfs_agblock_t xfs_ag_length(const struct xfs_geom *g,
					  xfs_agnumber_t agno)
{
	if (agno < g->agcount - 1)
		return g->agblocks;
	return g->dblocks - (uint64_t)(g->agcount - 1) * g->agblocks;
}

static inline xfs_agnumber_t xfs_fsb_agno(const struct xfs_geom *g,
					  xfs_fsblock_t fsb)
{
	return fsb >> g->agblklog;
}

static inline xfs_agblock_t xfs_fsb_agbno(const struct xfs_geom *g,
					  xfs_fsblock_t fsb)
{
	return fsb & (((xfs_fsblock_t)1 << g->agblklog) - 1);
}

static inline xfs_fsblock_t xfs_agb_fsb(const struct xfs_geom *g,
					xfs_agnumber_t agno, xfs_agblock_t agbno)
{
	return (xfs_fsblock_t)agno << g->agblklog | agbno;
}

static inline xfs_rfsblock_t xfs_agb_rfsb(const struct xfs_geom *g,
					  xfs_agnumber_t agno, xfs_agblock_t agbno)
{
	return (xfs_rfsblock_t)agno * g->agblocks + agbno;
}

static inline xfs_daddr_t xfs_rfsb_daddr(const struct xfs_geom *g,
					 xfs_rfsblock_t rfsb)
{
	return rfsb << (g->blocklog - BBSHIFT);
}

static inline xfs_daddr_t xfs_agb_daddr(const struct xfs_geom *g,
					xfs_agnumber_t agno, xfs_agblock_t agbno)
{
	return xfs_rfsb_daddr(g, xfs_agb_rfsb(g, agno, agbno));
}

static inline xfs_daddr_t xfs_fsb_daddr(const struct xfs_geom *g,
					xfs_fsblock_t fsb)
{
	return xfs_agb_daddr(g, xfs_fsb_agno(g, fsb), xfs_fsb_agbno(g, fsb));
}

static inline xfs_rfsblock_t xfs_daddr_rfsb(const struct xfs_geom *g,
					    xfs_daddr_t daddr)
{
	return (uint64_t)daddr >> (g->blocklog - BBSHIFT);
}

static inline xfs_agnumber_t xfs_daddr_agno(const struct xfs_geom *g,
					    xfs_daddr_t daddr)
{
	return xfs_daddr_rfsb(g, daddr) / g->agblocks;
}

static inline xfs_agblock_t xfs_daddr_agbno(const struct xfs_geom *g,
					    xfs_daddr_t daddr)
{
	return xfs_daddr_rfsb(g, daddr) % g->agblocks;
}

static inline xfs_fsblock_t xfs_daddr_fsb(const struct xfs_geom *g,
					  xfs_daddr_t daddr)
{
	return xfs_agb_fsb(g, xfs_daddr_agno(g, daddr), xfs_daddr_agbno(g, daddr));
}

/* Where header sector XFS_{SB,AGF,AGI,AGFL}_SECTOR of group @agno stands. */
static inline xfs_daddr_t xfs_ag_header_daddr(const struct xfs_geom *g,
					      xfs_agnumber_t agno,
					      unsigned int sector)
{
	return xfs_agb_daddr(g, agno, 0) + sector * g->sectbb;
}

/* The first block of a group behind its headers. */
static inline xfs_agblock_t xfs_ag_first_agbno(const struct xfs_geom *g)
{
	return (XFS_AGFL_SECTOR * g->sectsize >> g->blocklog) + 1;
}

static inline xfs_agino_t xfs_agb_agino(const struct xfs_geom *g,
					xfs_agblock_t agbno, uint32_t offset)
{
	return agbno << g->inopblog | offset;
}

static inline xfs_agblock_t xfs_agino_agbno(const struct xfs_geom *g,
					    xfs_agino_t agino)
{
	return agino >> g->inopblog;
}

/* Which inode of its block, not bytes. */
static inline uint32_t xfs_agino_offset(const struct xfs_geom *g,
					xfs_agino_t agino)
{
	return agino & (g->inopblock - 1);
}

static inline xfs_ino_t xfs_agino_ino(const struct xfs_geom *g,
				      xfs_agnumber_t agno, xfs_agino_t agino)
{
	return (xfs_ino_t)agno << g->agino_log | agino;
}

static inline xfs_agnumber_t xfs_ino_agno(const struct xfs_geom *g, xfs_ino_t ino)
{
	return ino >> g->agino_log;
}

static inline xfs_agino_t xfs_ino_agino(const struct xfs_geom *g, xfs_ino_t ino)
{
	return ino & (((xfs_ino_t)1 << g->agino_log) - 1);
}

static inline xfs_agblock_t xfs_ino_agbno(const struct xfs_geom *g, xfs_ino_t ino)
{
	return xfs_agino_agbno(g, xfs_ino_agino(g, ino));
}

static inline uint32_t xfs_ino_offset(const struct xfs_geom *g, xfs_ino_t ino)
{
	return xfs_agino_offset(g, ino);
}

static inline xfs_fsblock_t xfs_ino_fsb(const struct xfs_geom *g, xfs_ino_t ino)
{
	return ino >> g->inopblog;
}

/* A block of group @agno behind the headers, which may be owned. */
static inline bool xfs_agbno_valid(const struct xfs_geom *g, xfs_agnumber_t agno,
				   xfs_agblock_t agbno)
{
	return agno < g->agcount && agbno >= xfs_ag_first_agbno(g) &&
	       agbno < xfs_ag_length(g, agno);
}

/* At least one block, all of them such, none beyond the group. */
static inline bool xfs_agb_extent_valid(const struct xfs_geom *g,
					xfs_agnumber_t agno, xfs_agblock_t agbno,
					xfs_extlen_t len)
{
	return xfs_agbno_valid(g, agno, agbno) && len > 0 &&
	       len <= xfs_ag_length(g, agno) - agbno;
}

static inline bool xfs_fsb_valid(const struct xfs_geom *g, xfs_fsblock_t fsb)
{
	return fsb >> g->agblklog < g->agcount &&
	       xfs_agbno_valid(g, xfs_fsb_agno(g, fsb), xfs_fsb_agbno(g, fsb));
}

static inline bool xfs_fsb_extent_valid(const struct xfs_geom *g,
					xfs_fsblock_t fsb, xfs_filblks_t len)
{
	return xfs_fsb_valid(g, fsb) && len > 0 &&
	       len <= xfs_ag_length(g, xfs_fsb_agno(g, fsb)) -
		      xfs_fsb_agbno(g, fsb);
}

static inline bool xfs_agino_valid(const struct xfs_geom *g, xfs_agnumber_t agno,
				   xfs_agino_t agino)
{
	return xfs_agbno_valid(g, agno, xfs_agino_agbno(g, agino));
}

static inline bool xfs_ino_valid(const struct xfs_geom *g, xfs_ino_t ino)
{
	return ino >> g->agino_log < g->agcount &&
	       xfs_agino_valid(g, xfs_ino_agno(g, ino), xfs_ino_agino(g, ino));
}

/* All of @len bytes from @daddr on are blocks of the data device. */
static inline bool xfs_daddr_valid(const struct xfs_geom *g, xfs_daddr_t daddr,
				   uint64_t len)
{
	uint64_t end = (uint64_t)xfs_rfsb_daddr(g, g->dblocks);

	return daddr >= 0 && (uint64_t)daddr < end &&
	       len <= BBTOB(end - (uint64_t)daddr);
}

#endif /* LIBXFS_FS_GEOM_H */
