// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bulk calls of both generations behind one question: version 5 answers in the form
 * we keep; the answer of version 1 is converted, and its lack of a limit to one
 * allocation group made up for here.
 */

#include <errno.h>
#include <stdlib.h>

#include "io/bulkstat.h"

struct io_bulk_kind {
	unsigned long	call, old_call;
	size_t		size, old_size;
	void		(*convert)(const struct xfs_fsop_geom *geom, const void *old, void *record);
	uint64_t	(*first)(const void *record);
	unsigned int	step;			/* inodes a record stands for */
};

static unsigned int log2_up(uint64_t n)
{
	unsigned int bits = 0;

	while (bits < 63 && 1ULL << bits < n)
		bits++;
	return bits;
}

static unsigned int agino_bits(const struct xfs_fsop_geom *geom)
{
	uint32_t per_block = geom->inodesize ? geom->blocksize / geom->inodesize : 1;

	return log2_up(geom->agblocks) + log2_up(per_block);
}

uint64_t io_first_ino(const struct xfs_fsop_geom *geom, uint32_t agno)
{
	return (uint64_t)agno << agino_bits(geom);
}

static uint32_t in_blocks(const struct xfs_fsop_geom *geom, uint32_t bytes)
{
	return geom->blocksize ? bytes / geom->blocksize : bytes;
}

static void convert_stat(const struct xfs_fsop_geom *geom, const void *old, void *record)
{
	const struct xfs_bstat *b = old;
	/* The field that such a filesystem's counts are in. */
	bool wide = geom->flags & XFS_FSOP_GEOM_FLAGS_NREXT64;
	uint32_t extents = b->bs_extents;

	*(struct xfs_bulkstat *)record = (struct xfs_bulkstat) {
		.bs_ino = b->bs_ino, .bs_size = (uint64_t)b->bs_size,
		.bs_blocks = (uint64_t)b->bs_blocks, .bs_xflags = b->bs_xflags,
		.bs_atime = b->bs_atime.tv_sec, .bs_atime_nsec = (uint32_t)b->bs_atime.tv_nsec,
		.bs_mtime = b->bs_mtime.tv_sec, .bs_mtime_nsec = (uint32_t)b->bs_mtime.tv_nsec,
		.bs_ctime = b->bs_ctime.tv_sec, .bs_ctime_nsec = (uint32_t)b->bs_ctime.tv_nsec,
		.bs_gen = b->bs_gen, .bs_uid = b->bs_uid, .bs_gid = b->bs_gid,
		.bs_projectid = (uint32_t)b->bs_projid_hi << 16 | b->bs_projid_lo,
		.bs_blksize = (uint32_t)b->bs_blksize, .bs_rdev = b->bs_rdev,
		.bs_cowextsize_blks = in_blocks(geom, b->bs_cowextsize),
		.bs_extsize_blks = in_blocks(geom, (uint32_t)b->bs_extsize),
		.bs_nlink = b->bs_nlink, .bs_extents = wide ? 0 : extents,
		.bs_aextents = b->bs_aextents, .bs_version = XFS_BULKSTAT_VERSION_V1,
		.bs_forkoff = b->bs_forkoff, .bs_sick = b->bs_sick,
		.bs_checked = b->bs_checked, .bs_mode = b->bs_mode,
		.bs_extents64 = wide ? extents : 0,
	};
}

static uint64_t first_of_stat(const void *record)
{
	return ((const struct xfs_bulkstat *)record)->bs_ino;
}

static void convert_inumbers(const struct xfs_fsop_geom *geom, const void *old, void *record)
{
	const struct xfs_inogrp *g = old;

	(void)geom;
	*(struct xfs_inumbers *)record = (struct xfs_inumbers) {
		.xi_startino = g->xi_startino, .xi_allocmask = g->xi_allocmask,
		.xi_alloccount = (uint8_t)g->xi_alloccount,
		.xi_version = XFS_INUMBERS_VERSION_V1,
	};
}

static uint64_t first_of_inumbers(const void *record)
{
	return ((const struct xfs_inumbers *)record)->xi_startino;
}

const struct io_bulk_kind io_bulk_stat = {
	.call = XFS_IOC_BULKSTAT, .old_call = XFS_IOC_FSBULKSTAT,
	.size = sizeof(struct xfs_bulkstat), .old_size = sizeof(struct xfs_bstat),
	.convert = convert_stat, .first = first_of_stat, .step = 1,
};

const struct io_bulk_kind io_bulk_inumbers = {
	.call = XFS_IOC_INUMBERS, .old_call = XFS_IOC_FSINUMBERS,
	.size = sizeof(struct xfs_inumbers), .old_size = sizeof(struct xfs_inogrp),
	.convert = convert_inumbers, .first = first_of_inumbers, .step = 64,
};

int io_bulk_init(struct io_bulk *bulk, const struct io_bulk_kind *kind, int fd,
		 const struct xfs_fsop_geom *geom, unsigned int version, uint32_t batch)
{
	*bulk = (struct io_bulk) { .kind = kind, .fd = fd, .geom = geom, .version = version };
	if (batch > IO_BULK_MAX)
		return -ENOMEM;
	bulk->req = calloc(1, sizeof(*bulk->req) + batch * kind->size);
	bulk->old = calloc(batch + 1, kind->old_size);
	if (!bulk->req || !bulk->old)
		return -ENOMEM;
	bulk->req->icount = batch;
	return 0;
}

void io_bulk_free(struct io_bulk *bulk)
{
	free(bulk->req);
	free(bulk->old);
	bulk->req = NULL;
	bulk->old = NULL;
}

static uint64_t first_of(const struct io_bulk *bulk, uint32_t nr)
{
	const char *records = (const char *)(bulk->req + 1);

	return bulk->kind->first(records + nr * bulk->kind->size);
}

/* Takes over @count old records, those of later groups apart when one group is asked for. */
static void take_old(struct io_bulk *bulk, uint32_t count, uint64_t last)
{
	struct xfs_bulk_ireq *req = bulk->req;
	char *records = (char *)(req + 1), *old = bulk->old;
	uint32_t i;

	for (i = 0; i < count; i++) {
		bulk->kind->convert(bulk->geom, old + i * bulk->kind->old_size,
				    records + i * bulk->kind->size);
		if (req->flags & XFS_BULK_IREQ_AGNO &&
		    first_of(bulk, i) >> agino_bits(bulk->geom) > req->agno)
			break;
	}
	req->ocount = i;
	req->ino = i ? first_of(bulk, i - 1) + bulk->kind->step : last;
}

static int next_old(struct io_bulk *bulk)
{
	struct xfs_bulk_ireq *req = bulk->req;
	__u64 last;
	__s32 count = 0;
	struct xfs_fsop_bulkreq ask = {
		.lastip = &last, .icount = (__s32)req->icount,
		.ubuffer = bulk->old, .ocount = &count,
	};

	if (req->flags & XFS_BULK_IREQ_AGNO) {
		if (!req->ino)
			req->ino = io_first_ino(bulk->geom, req->agno);
		if (req->ino >> agino_bits(bulk->geom) < req->agno)
			return -EINVAL;
		req->ocount = 0;
		if (req->ino >> agino_bits(bulk->geom) > req->agno)
			return 0;
	}
	last = req->ino ? req->ino - 1 : 0;
	if (ioctl(bulk->fd, bulk->kind->old_call, &ask) < 0)
		return -errno;
	if (count < 0 || (uint32_t)count > req->icount)
		return -EPROTO;
	take_old(bulk, (uint32_t)count, last);
	return 0;
}

int io_bulk_next(struct io_bulk *bulk)
{
	uint64_t from = bulk->req->ino;
	int error = 0;

	if (bulk->version != 1 && ioctl(bulk->fd, bulk->kind->call, bulk->req) < 0)
		error = -errno;
	/* Kernels before 5.3 have the old calls only. */
	if (error == -ENOTTY && !bulk->version)
		bulk->version = 1;
	if (bulk->version == 1)
		error = next_old(bulk);
	if (error)
		return error;
	if (bulk->req->ocount > bulk->req->icount)
		return -EPROTO;
	if (bulk->req->ocount && bulk->req->ino <= from)
		return -EPROTO;
	return 0;
}

/* Version 1 has a call for one inode, which does not go on to the next. */
static int one_old(int fd, const struct xfs_fsop_geom *geom, uint64_t ino,
		   struct xfs_bulkstat *bs)
{
	struct xfs_bstat old = { 0 };
	__u64 last = ino;
	__s32 count = 0;
	struct xfs_fsop_bulkreq ask = {
		.lastip = &last, .icount = 1, .ubuffer = &old, .ocount = &count,
	};

	if (ioctl(fd, XFS_IOC_FSBULKSTAT_SINGLE, &ask) < 0)
		return -errno;
	convert_stat(geom, &old, bs);
	return 0;
}

int io_bulkstat_one(int fd, const struct xfs_fsop_geom *geom, unsigned int version,
		    uint64_t ino, uint32_t flags, struct xfs_bulkstat *bs)
{
	struct io_bulk bulk;
	int error;

	if (version == 1)
		return flags ? -EINVAL : one_old(fd, geom, ino, bs);
	error = io_bulk_init(&bulk, &io_bulk_stat, fd, geom, 5, 1);
	if (error)
		goto out;
	bulk.req->ino = ino;
	bulk.req->flags = flags;
	if (geom->flags & XFS_FSOP_GEOM_FLAGS_NREXT64)
		bulk.req->flags |= XFS_BULK_IREQ_NREXT64;
	if (ioctl(fd, XFS_IOC_BULKSTAT, bulk.req) < 0)
		error = -errno;
	else if (bulk.req->ocount != 1)
		error = bulk.req->ocount ? -EPROTO : -EINVAL;
	else
		*bs = *io_bulk_stats(&bulk);
	if (error == -ENOTTY && !version && !flags)
		error = one_old(fd, geom, ino, bs);
out:
	io_bulk_free(&bulk);
	return error;
}
