// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The log as a ring of basic blocks read in long pieces, and records as runs of them.
 *
 * One window of the ring is in memory.  It begins at the block that was asked for, so
 * that readers who go forward read every block once, and goes on past the ring's end.
 */
#include "libxfs/log/log_ring.h"

#define WINDOW_BLOCKS	2048U	/* four of the largest records */

/* Bytes of the first header block that the checksum covers; 32-bit x86 omits h_pad0. */
#define CRC_HEAD	sizeof(struct xlog_rec_header)
#define CRC_HEAD_I386	offsetof(struct xlog_rec_header, h_pad0)

int xlog_ring_init(struct xlog_ring *ring, const struct xfs_geom *g,
		   struct xfs_dev *dev, xfs_daddr_t start)
{
	uint64_t blocks = (uint64_t)g->logblocks << (g->blocklog - BBSHIFT);

	memset(ring, 0, sizeof(*ring));
	ring->geom = g;
	ring->dev = dev;
	ring->start = start;
	ring->blocks = blocks;
	ring->sector = g->logsectsize >> BBSHIFT;
	if (!ring->sector || ring->sector > WINDOW_BLOCKS / 8 || !blocks ||
	    blocks != ring->blocks || ring->blocks % ring->sector)
		return -EINVAL;
	ring->window = xfs_env_io_alloc(BBTOB(WINDOW_BLOCKS));
	return ring->window ? 0 : -ENOMEM;
}

void xlog_ring_destroy(struct xlog_ring *ring)
{
	xfs_env_io_free(ring->window);
	ring->window = NULL;
}

static uint32_t min_blocks(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Up to @want blocks from the sector of @block on, in one or, past the end, two reads. */
static int fill_window(struct xlog_ring *ring, uint32_t block, uint32_t want)
{
	uint32_t first, skip = block % ring->sector;
	int error;

	want += skip + ring->sector - 1;
	want = min_blocks(want - want % ring->sector,
			  min_blocks(WINDOW_BLOCKS, ring->blocks));
	want -= want % ring->sector;
	ring->window_start = block - skip;
	ring->window_len = 0;
	first = min_blocks(want, ring->blocks - ring->window_start);
	error = xfs_env_read(ring->dev, ring->start + ring->window_start,
			     ring->window, BBTOB(first));
	if (!error && first < want)
		error = xfs_env_read(ring->dev, ring->start,
				     ring->window + BBTOB(first),
				     BBTOB(want - first));
	if (!error)
		ring->window_len = want;
	return error;
}

static bool in_window(const struct xlog_ring *ring, uint32_t block, uint32_t count,
		      uint32_t *at)
{
	*at = block >= ring->window_start ? block - ring->window_start :
	      block + ring->blocks - ring->window_start;
	return *at < ring->window_len && count <= ring->window_len - *at;
}

int xlog_ring_get(struct xlog_ring *ring, uint64_t pos, uint32_t count,
		  uint32_t ahead, const uint8_t **blocks)
{
	uint32_t at, block = xlog_pos_block(ring, pos);
	int error;

	if (!in_window(ring, block, count, &at)) {
		error = fill_window(ring, block, count > ahead ? count : ahead);
		if (error)
			return error;
		/* The whole ring may be too small for what is asked. */
		if (!in_window(ring, block, count, &at))
			return -EFSCORRUPTED;
	}
	*blocks = ring->window + BBTOB(at);
	return 0;
}

int xlog_ring_cycle(struct xlog_ring *ring, uint64_t pos, uint32_t ahead,
		    uint32_t *cycle, bool *starts)
{
	const uint8_t *p;
	int error = xlog_ring_get(ring, pos, 1, ahead, &p);
	bool magic;

	if (error)
		return error;
	magic = get_unaligned_be32(p) == XLOG_HEADER_MAGIC_NUM;
	*cycle = get_unaligned_be32(magic ? p + 4 : p);
	if (starts)
		*starts = magic;
	return 0;
}

/* May its blocks be looked at, whatever else its head says? */
static bool is_sized(const struct xlog_ring *ring, const struct xlog_rec *rec)
{
	return rec->len && rec->len <= XLOG_MAX_RECORD_BSIZE &&
	       rec->size <= XLOG_MAX_RECORD_BSIZE &&
	       rec->len <= rec->hblocks * XLOG_HEADER_CYCLE_SIZE &&
	       rec->end - rec->pos <= ring->blocks;
}

int xlog_rec_read(struct xlog_ring *ring, uint64_t pos, struct xlog_rec *rec,
		  enum xfs_fault *fault)
{
	struct xlog_rec_header rhead;
	const uint8_t *p;
	int error = xlog_ring_get(ring, pos, 1, WINDOW_BLOCKS, &p);

	if (error)
		return error;
	memcpy(&rhead, p, sizeof(rhead));
	*fault = xlog_rec_header_verify(ring->geom, &rhead,
					xlog_pos_block(ring, pos));
	if (!*fault && be32_to_cpu(rhead.h_cycle) != xlog_pos_cycle(ring, pos))
		*fault = XFS_FAULT_LOG_CYCLE;
	rec->pos = pos;
	rec->hblocks = xlog_rec_header_blocks(&rhead);
	rec->len = be32_to_cpu(rhead.h_len);
	rec->end = pos + rec->hblocks + BTOBB(rec->len);
	rec->tail = xlog_lsn_pos(ring, be64_to_cpu(rhead.h_tail_lsn));
	rec->ops = be32_to_cpu(rhead.h_num_logops);
	rec->size = be32_to_cpu(rhead.h_size);
	rec->crc = le32_to_cpu(rhead.h_crc);
	rec->sized = is_sized(ring, rec);
	return 0;
}

static uint32_t rec_cksum(const struct xlog_rec *rec, const uint8_t *p, size_t head)
{
	const size_t field = offsetof(struct xlog_rec_header, h_crc);
	const uint32_t zero = 0;
	uint32_t i, crc;

	crc = xfs_env_crc32c(~0U, p, field);
	crc = xfs_env_crc32c(crc, &zero, sizeof(zero));
	crc = xfs_env_crc32c(crc, p + field + sizeof(zero),
			     head - field - sizeof(zero));
	for (i = 1; i <= (rec->len - 1) / XLOG_HEADER_CYCLE_SIZE; i++)
		crc = xfs_env_crc32c(crc, p + BBTOB(i),
				     sizeof(struct xlog_rec_ext_header));
	return ~xfs_env_crc32c(crc, p + BBTOB(rec->hblocks), rec->len);
}

/* What mkfs and repair write, a lone unmount operation, may have no checksum. */
static bool cksum_ok(const struct xlog_rec *rec, const uint8_t *p)
{
	return (!rec->crc && rec->ops == 1) ||
	       rec->crc == rec_cksum(rec, p, CRC_HEAD) ||
	       rec->crc == rec_cksum(rec, p, CRC_HEAD_I386);
}

/* Blocks behind the ring's end are of the next cycle. */
static bool cycles_ok(const struct xlog_ring *ring, const struct xlog_rec *rec,
		      const uint8_t *p)
{
	uint64_t pos;

	for (pos = rec->pos + 1; pos < rec->end; pos++) {
		p += BBSIZE;
		if (get_unaligned_be32(p) != xlog_pos_cycle(ring, pos))
			return false;
	}
	return true;
}

int xlog_rec_check(struct xlog_ring *ring, const struct xlog_rec *rec,
		   enum xfs_fault *fault)
{
	const uint8_t *p;
	int error = xlog_ring_get(ring, rec->pos, rec->end - rec->pos,
				  WINDOW_BLOCKS, &p);

	if (error)
		return error;
	if (!cycles_ok(ring, rec, p))
		*fault = XFS_FAULT_LOG_BODY_CYCLE;
	else if (!cksum_ok(rec, p))
		*fault = XFS_FAULT_LOG_CRC;
	else
		*fault = XFS_FAULT_NONE;
	return 0;
}

int xlog_rec_unpack(struct xlog_ring *ring, const struct xlog_rec *rec,
		    uint8_t *body)
{
	const size_t words = offsetof(struct xlog_rec_header, h_cycle_data);
	const size_t ext = offsetof(struct xlog_rec_ext_header, xh_cycle_data);
	const uint8_t *p, *word;
	uint32_t i;
	int error = xlog_ring_get(ring, rec->pos, rec->end - rec->pos,
				  WINDOW_BLOCKS, &p);

	if (error)
		return error;
	memcpy(body, p + BBTOB(rec->hblocks), BBTOB(BTOBB(rec->len)));
	for (i = 0; i < BTOBB(rec->len); i++) {
		word = p + BBTOB(i / XLOG_CYCLE_DATA_SIZE) +
		       (i < XLOG_CYCLE_DATA_SIZE ? words : ext) +
		       i % XLOG_CYCLE_DATA_SIZE * sizeof(__be32);
		memcpy(body + BBTOB(i), word, sizeof(__be32));
	}
	return 0;
}
