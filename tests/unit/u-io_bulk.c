// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bulk calls against a kernel of our own: conversion of the old answers, the limit to
 * one allocation group, the fall back, and answers that no sound kernel gives.
 */

#include <errno.h>
#include <stdarg.h>

#include "io/bulkstat.h"
#include "tests/unit/tap.h"

/* 4 groups of 1024 blocks with 8 inodes each: 13 bits for the number within a group. */
static const struct xfs_fsop_geom geom = {
	.blocksize = 4096, .inodesize = 512, .agblocks = 1000, .agcount = 4,
};

#define GROUP	(1ULL << 13)

static struct {
	bool		old_only;	/* no calls of version 5 */
	uint32_t	lie;		/* added to the count answered */
	bool		backwards;	/* the next inode is the one asked for */
	unsigned int	calls;
} kernel;

static const uint64_t in_use[] = { 64, 65, 70, GROUP + 3, GROUP + 4, 3 * GROUP + 9 };
#define NR_IN_USE	(sizeof(in_use) / sizeof(in_use[0]))

static int fail(int error)
{
	errno = error;
	return -1;
}

static int old_stat(const struct xfs_fsop_bulkreq *ask)
{
	struct xfs_bstat *b = ask->ubuffer;
	uint64_t last = *ask->lastip;
	int n = 0;
	size_t i;

	for (i = 0; i < NR_IN_USE && n < ask->icount; i++) {
		if (in_use[i] <= last)
			continue;
		b[n] = (struct xfs_bstat) {
			.bs_ino = in_use[i], .bs_projid_lo = 0x5678, .bs_projid_hi = 0x1234,
			.bs_extsize = 8192, .bs_cowextsize = 2 << 20, .bs_mode = 0100644,
			.bs_mtime = { .tv_sec = -5, .tv_nsec = 7 }, .bs_size = 1 << 30,
		};
		*ask->lastip = b[n++].bs_ino;
	}
	*ask->ocount = n + (int)kernel.lie;
	return 0;
}

static int old_inumbers(const struct xfs_fsop_bulkreq *ask)
{
	struct xfs_inogrp *g = ask->ubuffer;
	uint64_t last = *ask->lastip;

	*ask->ocount = last < 64 ? 1 : 0;
	g[0] = (struct xfs_inogrp) {
		.xi_startino = 64, .xi_alloccount = 3, .xi_allocmask = 0x43,
	};
	*ask->lastip = 127;
	return 0;
}

static int new_stat(struct xfs_bulkstat_req *req)
{
	uint64_t from = req->hdr.ino;
	size_t i;

	req->hdr.ocount = 0;
	for (i = 0; i < NR_IN_USE && req->hdr.ocount < req->hdr.icount; i++) {
		if (in_use[i] < from)
			continue;
		req->bulkstat[req->hdr.ocount++] = (struct xfs_bulkstat) {
			.bs_ino = in_use[i], .bs_version = 5,
		};
		req->hdr.ino = in_use[i] + 1;
	}
	req->hdr.ocount += kernel.lie;
	if (kernel.backwards)
		req->hdr.ino = from;
	return 0;
}

/* In place of the C library's: the calls under test land here. */
int ioctl(int fd, unsigned long call, ...)
{
	va_list ap;
	void *arg;

	(void)fd;
	va_start(ap, call);
	arg = va_arg(ap, void *);
	va_end(ap);
	kernel.calls++;
	switch (call) {
	case XFS_IOC_FSBULKSTAT:
		return old_stat(arg);
	case XFS_IOC_FSINUMBERS:
		return old_inumbers(arg);
	case XFS_IOC_BULKSTAT:
		return kernel.old_only ? fail(ENOTTY) : new_stat(arg);
	default:
		return fail(ENOTTY);
	}
}

/* All inodes from @from of group @agno, or of all with -1, @batch at a time. */
static unsigned int count(unsigned int version, uint64_t from, int agno, uint32_t batch)
{
	struct io_bulk bulk;
	unsigned int n = 0, rounds = 0;

	if (io_bulk_init(&bulk, &io_bulk_stat, 0, &geom, version, batch))
		return 1000;
	bulk.req->ino = from;
	if (agno >= 0) {
		bulk.req->flags = XFS_BULK_IREQ_AGNO;
		bulk.req->agno = (uint32_t)agno;
	}
	do {
		if (io_bulk_next(&bulk))
			n = 999;
		else
			n += bulk.req->ocount;
	} while (n < 999 && bulk.req->ocount && ++rounds < 100);
	io_bulk_free(&bulk);
	return n;
}

static void check_old(void)
{
	uint32_t batch;

	is_u64(io_first_ino(&geom, 3), 3 * GROUP, "the first inode of a group");
	for (batch = 1; batch <= 7; batch++) {
		is_u64(count(1, 0, -1, batch), NR_IN_USE, "version 1, %u at a time: all", batch);
		is_u64(count(1, 0, 0, batch), 3, "of group 0");
		is_u64(count(1, 0, 1, batch), 2, "of group 1");
		is_u64(count(1, 0, 2, batch), 0, "of group 2, which has none");
		is_u64(count(1, 0, 3, batch), 1, "of group 3");
		is_u64(count(5, 0, -1, batch), NR_IN_USE, "version 5, all");
	}
	is_u64(count(1, GROUP + 4, 1, 4), 1, "from the middle of a group");
	is_u64(count(1, GROUP, 0, 4), 0, "from behind the group: none");
	is_u64(count(1, 5, 1, 4), 999, "from before the group: an error");
}

static void check_conversion(void)
{
	struct io_bulk bulk;
	struct xfs_bulkstat *bs;

	ok(!io_bulk_init(&bulk, &io_bulk_stat, 0, &geom, 1, 1) && !io_bulk_next(&bulk),
	   "one inode of version 1");
	bs = io_bulk_stats(&bulk);
	is_u64(bs->bs_projectid, 0x12345678, "its project has both halves");
	is_u64(bs->bs_extsize_blks, 2, "its extent hint is in blocks");
	is_u64(bs->bs_cowextsize_blks, 512, "its copy-on-write hint is in blocks");
	ok(bs->bs_mtime == -5 && bs->bs_mtime_nsec == 7, "its time lies before 1970");
	is_u64(bs->bs_version, 1, "it says which version answered");
	is_u64(bulk.req->ino, 65, "the next to ask for");
	io_bulk_free(&bulk);

	ok(!io_bulk_init(&bulk, &io_bulk_inumbers, 0, &geom, 0, 8) && !io_bulk_next(&bulk),
	   "chunks, by a kernel that has the old call only");
	is_u64(bulk.version, 1, "which is found out");
	is_u64(bulk.req->ocount, 1, "there is one");
	is_u64(io_bulk_chunks(&bulk)->xi_allocmask, 0x43, "with its mask");
	is_u64(bulk.req->ino, 128, "the next chunk");
	ok(!io_bulk_next(&bulk) && !bulk.req->ocount, "and then none");
	io_bulk_free(&bulk);
}

static int next_error(unsigned int version)
{
	struct io_bulk bulk;
	int error = io_bulk_init(&bulk, &io_bulk_stat, 0, &geom, version, 2);

	bulk.req->ino = 1;
	error = error ? error : io_bulk_next(&bulk);
	io_bulk_free(&bulk);
	return error;
}

static void check_lies(void)
{
	kernel.lie = 1;
	ok(next_error(5) == -EPROTO, "more records than asked for are refused");
	ok(next_error(1) == -EPROTO, "by version 1, too");
	kernel.lie = 0x80000000;
	ok(next_error(1) == -EPROTO, "and a negative count");
	kernel.lie = 0;
	kernel.backwards = true;
	ok(next_error(5) == -EPROTO, "an answer that does not move on is refused");
	kernel.backwards = false;
	kernel.old_only = true;
	ok(next_error(5) == -ENOTTY, "version 5 asked for and lacking is an error");
	ok(next_error(0) == 0, "not asked for, version 1 answers");
	kernel.old_only = false;
}

int main(void)
{
	struct xfs_bulkstat bs;
	struct io_bulk bulk;

	check_old();
	check_conversion();
	check_lies();
	ok(!io_bulkstat_one(0, &geom, 5, 66, 0, &bs) && bs.bs_ino == 70,
	   "version 5 goes on to the next inode");
	ok(io_bulkstat_one(0, &geom, 5, 4 * GROUP, 0, &bs) == -EINVAL, "until there is none");
	ok(io_bulkstat_one(0, &geom, 1, 1, XFS_BULK_IREQ_SPECIAL, &bs) == -EINVAL,
	   "version 1 has no names for inodes");
	ok(io_bulk_init(&bulk, &io_bulk_stat, 0, &geom, 5, UINT32_MAX) == -ENOMEM,
	   "an absurd batch is refused before it is allocated");
	io_bulk_free(&bulk);
	return done();
}
