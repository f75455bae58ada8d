// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An empty log: zeroes but for one record at its start, the unmount record of
 * cycle 1, which says that there is nothing to replay.  doc/format/log.md
 *
 * The record fills one log stripe unit; each of its 512-byte blocks begins with the
 * cycle number, and the words that stood there are kept in the header (all zero
 * but the first).
 */

#include <errno.h>

#include "libxfs/env.h"
#include "libxfs/format/log.h"
#include "mkfs/write.h"

#define LOG_CYCLE		1
#define LOG_UNMOUNT_TID		0xb0c0d0d0U

static uint32_t max32(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static void fill_header(const struct mkfs *m, struct xlog_rec_header *dhead,
			uint32_t record, uint32_t headers)
{
	dhead->h_magicno = cpu_to_be32(XLOG_HEADER_MAGIC_NUM);
	dhead->h_cycle = cpu_to_be32(LOG_CYCLE);
	dhead->h_version = cpu_to_be32(XLOG_VERSION_2);
	dhead->h_len = cpu_to_be32(record - BBTOB(headers));
	dhead->h_lsn = cpu_to_be64((uint64_t)LOG_CYCLE << 32);
	dhead->h_tail_lsn = dhead->h_lsn;
	dhead->h_prev_block = cpu_to_be32(-1);
	dhead->h_num_logops = cpu_to_be32(1);
	dhead->h_cycle_data[0] = cpu_to_be32(LOG_UNMOUNT_TID);
	dhead->h_fmt = cpu_to_be32(XLOG_FMT_LINUX_LE);
	dhead->h_fs_uuid = m->geom.uuid;
	dhead->h_size = cpu_to_be32(max32(record, XLOG_HEADER_CYCLE_SIZE));
}

/* The operation's first word, its tid, is in the header: the cycle stands there. */
static void fill_operation(void *block)
{
	struct xlog_op_header *dop = block;
	uint8_t *payload = (uint8_t *)(dop + 1);

	dop->oh_len = cpu_to_be32(sizeof(struct xfs_unmount_log_format));
	dop->oh_clientid = XFS_LOG;
	dop->oh_flags = XLOG_UNMOUNT_TRANS;
	/* Little-endian, as h_fmt says, whatever this machine is. */
	payload[0] = XLOG_UNMOUNT_TYPE & 0xff;
	payload[1] = XLOG_UNMOUNT_TYPE >> 8;
}

static void fill_record(const struct mkfs *m, uint8_t *buf, uint32_t record)
{
	/* A header block has room for the cycle words of so many bytes. */
	uint32_t headers = (record + XLOG_HEADER_CYCLE_SIZE - 1) /
		XLOG_HEADER_CYCLE_SIZE;
	uint32_t off;

	fill_header(m, (struct xlog_rec_header *)buf, record, headers);
	fill_operation(buf + BBTOB(headers));
	for (off = BBSIZE; off < record; off += BBSIZE)
		put_unaligned_be32(LOG_CYCLE, buf + off);
}

int mkfs_write_log(struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	struct xfs_dev *dev = g->logstart ? m->data : m->logdev;
	xfs_daddr_t daddr = g->logstart ? xfs_fsb_daddr(g, g->logstart) : 0;
	uint32_t record = max32(g->logsunit, 2 * BBSIZE);
	size_t len = max32(record, g->blocksize);
	uint8_t *buf;
	int error;

	error = mkfs_zero_bytes(dev, daddr, (uint64_t)g->logblocks << g->blocklog);
	if (error)
		return error;
	buf = mkfs_io_alloc(len);
	if (!buf)
		return -ENOMEM;
	fill_record(m, buf, record);
	error = mkfs_write_bytes(dev, daddr, buf, len);
	xfs_env_io_free(buf);
	return error;
}
