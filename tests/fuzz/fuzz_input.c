// SPDX-License-Identifier: GPL-2.0-or-later
/* From bytes to a filesystem in memory; see fuzz_input.h. */

#include <stdlib.h>

#include "libxfs/fs/checksum.h"
#include "tests/fuzz/fuzz_input.h"

static void choose_features(struct xfs_geom *g, uint8_t features)
{
	g->versionnum = 0xb4a5;
	g->features2 = 0x18a;
	g->ro_compat = (features & FUZZ_FINOBT ? XFS_SB_FEAT_RO_COMPAT_FINOBT : 0) |
		(features & FUZZ_RMAPBT ? XFS_SB_FEAT_RO_COMPAT_RMAPBT : 0) |
		(features & FUZZ_REFLINK ? XFS_SB_FEAT_RO_COMPAT_REFLINK : 0);
	if (features & FUZZ_FINOBT)
		g->ro_compat |= XFS_SB_FEAT_RO_COMPAT_INOBTCNT;
	g->incompat = (features & FUZZ_FTYPE ? XFS_SB_FEAT_INCOMPAT_FTYPE : 0) |
		(features & FUZZ_SPARSE ? XFS_SB_FEAT_INCOMPAT_SPINODES : 0) |
		(features & FUZZ_BIGTIME ? XFS_SB_FEAT_INCOMPAT_BIGTIME : 0) |
		(features & FUZZ_NREXT64 ? XFS_SB_FEAT_INCOMPAT_NREXT64 : 0) |
		(features & FUZZ_PARENT ? XFS_SB_FEAT_INCOMPAT_PARENT : 0);
}

void fuzz_geom(struct xfs_geom *g, const struct fuzz_head *head)
{
	static const uint32_t sizes[] = { 1024, 4096, 2048, 65536 };

	memset(g, 0, sizeof(*g));
	g->blocksize = sizes[head->sizes % 4];
	g->dirblksize = g->blocksize << (head->sizes >> 2) % 8;
	if (g->dirblksize > 65536)
		g->dirblksize = 65536;
	g->sectsize = g->logsectsize = 512;
	g->inodesize = 512;
	g->logsunit = 1;
	g->dblocks = FUZZ_BYTES / g->blocksize;
	g->agcount = 4;
	g->agblocks = (xfs_agblock_t)(g->dblocks / g->agcount);
	g->rextsize = 1;
	g->rootino = 128;
	g->rbmino = 129;
	g->rsumino = 130;
	g->imax_pct = 25;
	choose_features(g, head->features);
	memcpy(g->uuid.b, FUZZ_UUID, sizeof(g->uuid.b));
	g->meta_uuid = g->uuid;
	xfs_geom_derive(g);
}

static void put_piece(struct fuzz_bed *bed, const struct fuzz_piece *piece, const uint8_t *bytes)
{
	uint8_t *to = (uint8_t *)bed->dip;
	uint32_t room = bed->g.inodesize, len = piece->len;

	if (piece->block != FUZZ_INODE) {
		to = fuzz_dev_block(&bed->dev, piece->block % bed->g.dblocks);
		room = bed->g.blocksize;
	}
	if (!to || piece->at >= room)
		return;
	if (len > room - piece->at)
		len = room - piece->at;
	memcpy(to + piece->at, bytes, len);
}

static void put_pieces(struct fuzz_bed *bed, const uint8_t *data, size_t size)
{
	struct fuzz_piece piece;

	while (size > sizeof(piece)) {
		memcpy(&piece, data, sizeof(piece));
		data += sizeof(piece);
		size -= sizeof(piece);
		if (piece.len > size)
			piece.len = (uint16_t)size;
		put_piece(bed, &piece, data);
		data += piece.len;
		size -= piece.len;
	}
}

bool fuzz_begin(struct fuzz_bed *bed, const uint8_t *data, size_t size)
{
	memset(bed, 0, sizeof(*bed));
	if (size < sizeof(bed->head))
		return false;
	memcpy(&bed->head, data, sizeof(bed->head));
	fuzz_geom(&bed->g, &bed->head);
	bed->ino = xfs_ino_valid(&bed->g, bed->head.ino) ? bed->head.ino : bed->g.rootino;
	bed->dev.unit = bed->g.blocksize;
	bed->dev.end = bed->g.dblocks;
	bed->dev.fd = -1;
	bed->dev.mend = bed->head.mend;
	bed->dev.uuid = bed->g.meta_uuid;
	bed->dip = calloc(1, bed->g.inodesize);
	fuzz_starve(0);
	bed->cache = xfs_buf_cache_create(&bed->dev, &bed->g);
	if (!bed->dip || !bed->cache)
		abort();
	put_pieces(bed, data + sizeof(bed->head), size - sizeof(bed->head));
	if (bed->head.mend & FUZZ_STARVE)
		fuzz_starve(1 + (bed->head.arg >> 24));
	return true;
}

void fuzz_end(struct fuzz_bed *bed)
{
	fuzz_starve(0);
	xfs_buf_cache_destroy(bed->cache);
	fuzz_dev_clear(&bed->dev);
	free(bed->dip);
}

void fuzz_own(struct fuzz_bed *bed, uint64_t owner, uint32_t magic)
{
	bed->dev.owner = owner;
	bed->dev.magic = magic;
}

void fuzz_mend_inode(struct fuzz_bed *bed, unsigned int type)
{
	unsigned int mode = be16_to_cpu(bed->dip->di_mode);

	if (bed->head.mend & FUZZ_MEND_MAGIC) {
		bed->dip->di_magic = cpu_to_be16(XFS_DINODE_MAGIC);
		bed->dip->di_version = 3;
		if (type)
			bed->dip->di_mode = cpu_to_be16((mode & ~XFS_IFMT) | type);
	}
	if (bed->head.mend & FUZZ_MEND_PLACE)
		bed->dip->di_ino = cpu_to_be64(bed->ino);
	if (bed->head.mend & FUZZ_MEND_UUID)
		bed->dip->di_uuid = bed->g.meta_uuid;
	if (bed->head.mend & FUZZ_MEND_CRC)
		xfs_cksum_update(bed->dip, bed->g.inodesize, XFS_DINODE_CRC_OFF);
}

void fuzz_expect(const struct fuzz_bed *bed, int error)
{
	switch (error) {
	case 0:
	case -EFSCORRUPTED:
	case -EFSBADCRC:
	case -EIO:
	case -ENXIO:
	case -EFBIG:
		return;
	}
	assert(error == -ENOMEM && bed->head.mend & FUZZ_STARVE);
}

uint32_t fuzz_touch(const uint8_t *p, size_t len)
{
	uint32_t sum = 0;

	while (len--)
		sum = sum * 31 + *p++;
	return sum;
}
