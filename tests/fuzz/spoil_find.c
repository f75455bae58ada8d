// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the structures of an image are: all blocks that are not free and not the log's are
 * looked at, and known by their magic number and checksum.
 */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libxfs/format/ag.h"
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/dir.h"
#include "libxfs/format/inode.h"
#include "libxfs/format/sb.h"
#include "libxfs/format/symlink.h"
#include "libxfs/fs/checksum.h"
#include "tests/fuzz/spoil.h"

/* Beyond these no tree of ours goes. */
#define LEVELS_MAX	10

const char *const kind_name[KINDS] = {
	"sb", "agf", "agi", "agfl", "bnobt", "cntbt", "inobt", "finobt", "rmapbt", "refcountbt",
	"bmbt", "dir-block", "dir-data", "dir-free", "dir-leaf1", "dir-leafn", "da-node",
	"attr-leaf", "attr-remote", "symlink", "file-inode", "dir-inode", "link-inode",
	"special-inode", "free-inode",
};

/* What begins with a magic number of four bytes at its start. */
static const struct {
	uint32_t	magic;
	enum kind	kind;
	uint32_t	crc_off;
	uint32_t	rec_off, rec_len;	/* of leaves */
} magics[] = {
	{ XFS_ABTB_CRC_MAGIC, KIND_BNO, XFS_BTREE_SBLOCK_CRC_OFF, 56, 8 },
	{ XFS_ABTC_CRC_MAGIC, KIND_CNT, XFS_BTREE_SBLOCK_CRC_OFF, 56, 8 },
	{ XFS_IBT_CRC_MAGIC, KIND_INO, XFS_BTREE_SBLOCK_CRC_OFF, 56, 16 },
	{ XFS_FIBT_CRC_MAGIC, KIND_FINO, XFS_BTREE_SBLOCK_CRC_OFF, 56, 16 },
	{ XFS_RMAP_CRC_MAGIC, KIND_RMAP, XFS_BTREE_SBLOCK_CRC_OFF, 56, 24 },
	{ XFS_REFC_CRC_MAGIC, KIND_REFC, XFS_BTREE_SBLOCK_CRC_OFF, 56, 12 },
	{ XFS_BMAP_CRC_MAGIC, KIND_BMBT, XFS_BTREE_LBLOCK_CRC_OFF, 72, 16 },
	{ XFS_DIR3_BLOCK_MAGIC, KIND_DIRBLOCK, XFS_DIR3_BLK_CRC_OFF, 0, 0 },
	{ XFS_DIR3_DATA_MAGIC, KIND_DIRDATA, XFS_DIR3_BLK_CRC_OFF, 0, 0 },
	{ XFS_DIR3_FREE_MAGIC, KIND_DIRFREE, XFS_DIR3_BLK_CRC_OFF, 0, 0 },
	{ XFS_ATTR3_RMT_MAGIC, KIND_ATTRRMT, XFS_ATTR3_RMT_CRC_OFF, 0, 0 },
	{ XFS_SYMLINK_MAGIC, KIND_SYMLINK, XFS_SYMLINK_CRC_OFF, 0, 0 },
};

/* And of two bytes behind the two neighbours. */
static const struct {
	uint16_t	magic;
	enum kind	kind;
} da_magics[] = {
	{ XFS_DIR3_LEAF1_MAGIC, KIND_LEAF1 }, { XFS_DIR3_LEAFN_MAGIC, KIND_LEAFN },
	{ XFS_DA3_NODE_MAGIC, KIND_DANODE }, { XFS_ATTR3_LEAF_MAGIC, KIND_ATTRLEAF },
};

static uint64_t block_offset(struct spoil *s, xfs_agnumber_t agno, xfs_agblock_t agbno)
{
	return BBTOB((uint64_t)xfs_agb_daddr(&s->geom, agno, agbno));
}

/* --- free space: what stands there is of the past --- */

static void mark_free(struct spoil *s, xfs_agnumber_t agno, const struct xfs_btree_block_shdr *hdr)
{
	const struct xfs_alloc_rec *rec = (const void *)(hdr + 1);
	unsigned int nr = be16_to_cpu(hdr->bb_numrecs);

	for (unsigned int i = 0; i < nr && (uint8_t *)(rec + i + 1) <= s->buf + s->geom.blocksize; i++) {
		uint32_t start = be32_to_cpu(rec[i].ar_startblock);
		uint32_t len = be32_to_cpu(rec[i].ar_blockcount);

		if (xfs_agb_extent_valid(&s->geom, agno, start, len))
			memset(s->is_free + xfs_agb_rfsb(&s->geom, agno, start), 1, len);
	}
}

static void read_header(struct spoil *s, xfs_agnumber_t agno, unsigned int sector, void *header)
{
	read_at(s, header, s->geom.sectsize,
		BBTOB((uint64_t)xfs_ag_header_daddr(&s->geom, agno, sector)));
}

/* So is what waits to become a block of a tree. */
static void find_reserved(struct spoil *s, xfs_agnumber_t agno, const struct xfs_agf *agf)
{
	const struct xfs_agfl *agfl = (const void *)s->buf;
	uint32_t size = XFS_AGFL_SIZE(s->geom.sectsize), i = be32_to_cpu(agf->agf_flfirst);
	xfs_agblock_t agbno;

	read_header(s, agno, XFS_AGFL_SECTOR, s->buf);
	for (uint32_t nr = be32_to_cpu(agf->agf_flcount); nr && i < size; nr--, i = (i + 1) % size) {
		agbno = be32_to_cpu(agfl->agfl_bno[i]);
		if (xfs_agbno_valid(&s->geom, agno, agbno))
			s->is_free[xfs_agb_rfsb(&s->geom, agno, agbno)] = 1;
	}
}

static void find_free(struct spoil *s, xfs_agnumber_t agno)
{
	const struct xfs_btree_block_shdr *hdr = (const void *)s->buf;
	struct xfs_agf agf;
	xfs_agblock_t agbno;
	unsigned int i;

	read_header(s, agno, XFS_AGF_SECTOR, s->buf);
	memcpy(&agf, s->buf, sizeof(agf));
	find_reserved(s, agno, &agf);
	agbno = be32_to_cpu(agf.agf_bno_root);
	for (i = 0; i < LEVELS_MAX && xfs_agbno_valid(&s->geom, agno, agbno); i++) {
		read_at(s, s->buf, s->geom.blocksize, block_offset(s, agno, agbno));
		if (!be16_to_cpu(hdr->bb_level))
			break;
		/* Keys and records are of one length; pointers stand behind a full block's. */
		agbno = be32_to_cpu(*(const __be32 *)(s->buf + sizeof(*hdr) +
			(s->geom.blocksize - sizeof(*hdr)) / 12 * 8));
	}
	for (i = 0; i < s->geom.agblocks; i++) {
		if (be32_to_cpu(hdr->bb_magic) != XFS_ABTB_CRC_MAGIC)
			return;
		mark_free(s, agno, hdr);
		agbno = be32_to_cpu(hdr->bb_rightsib);
		if (!xfs_agbno_valid(&s->geom, agno, agbno))
			return;
		read_at(s, s->buf, s->geom.blocksize, block_offset(s, agno, agbno));
	}
}

/* --- finding things --- */

static void add_thing(struct spoil *s, const struct thing *t)
{
	if (s->nr == s->room) {
		s->room = s->room * 2 + 1024;
		s->things = realloc(s->things, s->room * sizeof(*s->things));
		if (!s->things)
			die("memory");
	}
	s->things[s->nr++] = *t;
}

static enum kind inode_kind(const struct xfs_dinode *dip)
{
	switch (be16_to_cpu(dip->di_mode) & XFS_IFMT) {
	case XFS_IFREG:	return KIND_FILE;
	case XFS_IFDIR:	return KIND_DIRECTORY;
	case XFS_IFLNK:	return KIND_LINK;
	case 0:		return KIND_FREE_INODE;
	default:	return KIND_SPECIAL;
	}
}

static void add_inodes(struct spoil *s, const uint8_t *block, uint64_t offset)
{
	struct thing t = { .length = s->geom.inodesize, .crc_off = XFS_DINODE_CRC_OFF };

	for (uint32_t at = 0; at < s->geom.blocksize; at += t.length) {
		const struct xfs_dinode *dip = (const void *)(block + at);

		if (be16_to_cpu(dip->di_magic) != XFS_DINODE_MAGIC ||
		    !xfs_cksum_verify(dip, t.length, XFS_DINODE_CRC_OFF))
			continue;
		t.offset = offset + at;
		t.kind = inode_kind(dip);
		add_thing(s, &t);
	}
}

/* Directory blocks may be longer than a block; the checksum tells. */
static bool find_length(struct spoil *s, struct thing *t)
{
	t->length = s->geom.blocksize;
	if (xfs_cksum_verify(s->buf, t->length, t->crc_off))
		return true;
	if (s->geom.dirblksize == t->length)
		return false;
	t->length = s->geom.dirblksize;
	read_at(s, s->buf, t->length, t->offset);
	return xfs_cksum_verify(s->buf, t->length, t->crc_off);
}

bool recognize(struct spoil *s, struct thing *t)
{
	const struct xfs_da3_blkinfo *info = (const void *)s->buf;
	uint32_t magic = be32_to_cpu(*(const __be32 *)s->buf);

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (magic == magics[i].magic) {
			t->kind = magics[i].kind;
			t->crc_off = magics[i].crc_off;
			t->rec_off = magics[i].rec_off;
			t->rec_len = magics[i].rec_len;
			return find_length(s, t);
		}
	for (size_t i = 0; i < sizeof(da_magics) / sizeof(da_magics[0]); i++)
		if (be16_to_cpu(info->magic) == da_magics[i].magic) {
			t->kind = da_magics[i].kind;
			t->crc_off = XFS_DA3_CRC_OFF;
			return find_length(s, t);
		}
	return false;
}

static void look_at_block(struct spoil *s, uint64_t offset)
{
	struct thing t = { .offset = offset };

	read_at(s, s->buf, s->geom.blocksize, offset);
	if (be16_to_cpu(*(const __be16 *)s->buf) == XFS_DINODE_MAGIC)
		add_inodes(s, s->buf, offset);
	else if (recognize(s, &t))
		add_thing(s, &t);
}

static void add_headers(struct spoil *s, xfs_agnumber_t agno)
{
	static const uint32_t crc_off[] = {
		XFS_SB_CRC_OFF, XFS_AGF_CRC_OFF, XFS_AGI_CRC_OFF, XFS_AGFL_CRC_OFF
	};

	for (unsigned int i = 0; i < 4; i++)
		add_thing(s, &(struct thing){
			.offset = BBTOB((uint64_t)xfs_ag_header_daddr(&s->geom, agno, i)),
			.length = s->geom.sectsize, .crc_off = crc_off[i],
			.kind = (enum kind)(KIND_SB + i) });
}

static bool in_log(struct spoil *s, uint64_t rfsb)
{
	uint64_t start = BBTOB((uint64_t)xfs_fsb_daddr(&s->geom, s->geom.logstart)) / s->geom.blocksize;

	return s->geom.logstart && rfsb >= start && rfsb - start < s->geom.logblocks;
}

void find_things(struct spoil *s)
{
	uint64_t bs = s->geom.blocksize, rfsb = 0;
	off_t data;

	s->is_free = calloc(s->geom.dblocks, 1);
	if (!s->is_free)
		die("memory");
	for (xfs_agnumber_t agno = 0; agno < s->geom.agcount; agno++) {
		find_free(s, agno);
		add_headers(s, agno);
	}
	while (rfsb < s->geom.dblocks) {
		data = lseek(s->fd, (off_t)(rfsb * bs), SEEK_DATA);
		if (data < 0)
			break;
		if ((uint64_t)data / bs > rfsb)
			rfsb = (uint64_t)data / bs;
		for (unsigned int i = 0; i < 64 && rfsb < s->geom.dblocks; i++, rfsb++)
			if (!s->is_free[rfsb] && !in_log(s, rfsb))
				look_at_block(s, rfsb * bs);
	}
}

const struct thing *choose(struct spoil *s, int kind)
{
	uint32_t count[KINDS] = { 0 }, skip;
	size_t i;

	for (i = 0; i < s->nr; i++)
		count[s->things[i].kind]++;
	while (kind < 0 || !count[kind])
		kind = (int)below(s, KINDS);
	skip = below(s, count[kind]);
	for (i = 0; i < s->nr; i++)
		if ((int)s->things[i].kind == kind && !skip--)
			break;
	return &s->things[i];
}
