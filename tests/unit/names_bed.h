// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the tests of names share: blocks of a directory or an attribute fork put together
 * in memory, written to scattered places of a device, and what a check tells of them.
 *
 * A test makes an inode and its blocks, spoils something, calls bed_write() and checks.
 */
#ifndef NAMES_BED_H
#define NAMES_BED_H

#include <stdlib.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/inode/da_block.h"
#include "tests/unit/sample_geom.h"
#include "tests/unit/tap.h"

#define BED_INO		131
#define BED_BLOCKS	16
#define BED_FAULTS	16
#define BED __attribute__((unused)) static

struct bed_block {
	uint32_t	dablk;
	int		crc;		/* where its checksum stands; -1: left alone */
	bool		unmapped;
	bool		unread;		/* lies behind the end of the device */
	uint8_t		*data;
};

struct names_bed {
	struct xfs_geom		g;
	struct xfs_dev		*dev;
	struct xfs_buf_cache	*cache;
	struct xfs_dinode	*dip;
	enum xfs_fork		which;
	uint32_t		len;		/* of a block */
	struct bed_block	b[BED_BLOCKS];
	unsigned int		nr;
	struct xfs_da_fault	told[BED_FAULTS];
	unsigned int		nr_told;
	unsigned int		entries;
	uint64_t		sum;		/* of what the entries were */
};

/* Blocks of @len bytes in fork @which of an inode of type @mode. */
BED void bed_begin(struct names_bed *bed, enum xfs_fork which, uint32_t len,
		   unsigned int mode)
{
	memset(bed, 0, sizeof(*bed));
	bed->g = sample_geom();
	bed->which = which;
	bed->len = len;
	if (which == XFS_DATA_FORK)
		bed->g.dirblksize = len;
	xfs_geom_derive(&bed->g);
	bed->dip = calloc(1, bed->g.inodesize);
	if (!bed->dip)
		abort();
	bed->dip->di_mode = cpu_to_be16(mode | 0755);
	bed->dip->di_format = XFS_DINODE_FMT_EXTENTS;
	bed->dip->di_aformat = XFS_DINODE_FMT_EXTENTS;
	bed->dip->di_forkoff = which == XFS_ATTR_FORK ? 2 : 0;
}

BED void bed_end(struct names_bed *bed)
{
	unsigned int i;

	xfs_buf_cache_destroy(bed->cache);
	if (bed->dev)
		device_close(bed->dev);
	for (i = 0; i < bed->nr; i++)
		free(bed->b[i].data);
	free(bed->dip);
}

/* Piece @p of block @i: backwards and never next to each other. */
BED xfs_fsblock_t bed_place(const struct names_bed *bed, unsigned int i, unsigned int p)
{
	if (bed->b[i].unread)
		return xfs_agb_fsb(&bed->g, 3, 60000 + i * 32 + p);
	return xfs_agb_fsb(&bed->g, 0, 1000 - 2 * (i * 16 + p));
}

/* A new block, empty; blocks are made in the order of @dablk. */
BED void *bed_block(struct names_bed *bed, uint32_t dablk, int crc)
{
	struct bed_block *b = &bed->b[bed->nr++];

	b->dablk = dablk;
	b->crc = crc;
	b->data = calloc(1, bed->len);
	if (!b->data)
		abort();
	return b->data;
}

BED struct bed_block *bed_find(struct names_bed *bed, uint32_t dablk)
{
	unsigned int i;

	for (i = 0; i < bed->nr; i++)
		if (bed->b[i].dablk == dablk)
			return &bed->b[i];
	abort();
}

BED void *bed_data(struct names_bed *bed, uint32_t dablk)
{
	return bed_find(bed, dablk)->data;
}

/* The address the last block made will have. */
BED xfs_daddr_t bed_daddr(const struct names_bed *bed)
{
	return xfs_fsb_daddr(&bed->g, bed_place(bed, bed->nr - 1, 0));
}

BED void bed_dir_head(struct names_bed *bed, void *block, uint32_t magic)
{
	struct xfs_dir3_blk_hdr *hdr = block;

	hdr->magic = cpu_to_be32(magic);
	hdr->blkno = cpu_to_be64(bed_daddr(bed));
	hdr->uuid = bed->g.meta_uuid;
	hdr->owner = cpu_to_be64(BED_INO);
}

BED void bed_da_head(struct names_bed *bed, void *block, uint16_t magic, uint32_t forw,
		     uint32_t back)
{
	struct xfs_da3_blkinfo *info = block;

	info->forw = cpu_to_be32(forw);
	info->back = cpu_to_be32(back);
	info->magic = cpu_to_be16(magic);
	info->blkno = cpu_to_be64(bed_daddr(bed));
	info->uuid = bed->g.meta_uuid;
	info->owner = cpu_to_be64(BED_INO);
}

/* The extents, one a filesystem block, into the fork; the blocks to the device. */
BED void bed_write(struct names_bed *bed)
{
	struct xfs_bmbt_rec *recs = (void *)xfs_dfork_ptr(bed->dip, bed->which);
	unsigned int i, p, nr = 0, pieces = bed->len / bed->g.blocksize;
	char path[] = "/tmp/names-bed.XXXXXX";
	struct xfs_bmbt_irec irec = { .br_blockcount = 1 };
	int fd = mkstemp(path);

	if (fd < 0 || device_open(path, DEVICE_WRITE, &bed->dev) ||
	    device_resize(bed->dev, 64 << 20))
		abort();
	close(fd);
	unlink(path);
	for (i = 0; i < bed->nr; i++) {
		if (bed->b[i].crc >= 0)
			xfs_cksum_update(bed->b[i].data, bed->len, bed->b[i].crc);
		for (p = 0; p < pieces && !bed->b[i].unmapped; p++) {
			irec.br_startoff = bed->b[i].dablk + p;
			irec.br_startblock = bed_place(bed, i, p);
			xfs_bmbt_rec_pack(&recs[nr++], &irec);
			if (!bed->b[i].unread &&
			    pwrite(device_fd(bed->dev),
				   bed->b[i].data + p * bed->g.blocksize,
				   bed->g.blocksize,
				   BBTOB(xfs_fsb_daddr(&bed->g, irec.br_startblock))) !=
			    (ssize_t)bed->g.blocksize)
				abort();
		}
	}
	if (bed->which == XFS_ATTR_FORK)
		bed->dip->di_anextents = cpu_to_be16(nr);
	else
		bed->dip->di_nextents = cpu_to_be32(nr);
	bed->cache = xfs_buf_cache_create(bed->dev, &bed->g);
	if (!bed->cache)
		abort();
}

BED int bed_told(void *priv, const struct xfs_da_fault *df)
{
	struct names_bed *bed = priv;

	if (bed->nr_told < BED_FAULTS)
		bed->told[bed->nr_told] = *df;
	bed->nr_told++;
	return 0;
}

/* What was told, as "610@0:64 625@8388609:3". */
BED const char *bed_said(const struct names_bed *bed)
{
	static char text[BED_FAULTS * 40];
	unsigned int i;
	size_t at = 0;

	text[0] = 0;
	for (i = 0; i < bed->nr_told && i < BED_FAULTS; i++)
		at += snprintf(text + at, sizeof(text) - at, "%s%u@%u:%u", i ? " " : "",
			       xfs_fault_number(bed->told[i].fault), bed->told[i].dablk,
			       bed->told[i].index);
	return text;
}

#endif /* NAMES_BED_H */
