// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The log as a ring of basic blocks read in long pieces, and records as runs of them.
 *
 * A position is cycle * blocks + block: it only grows, its block is where the ring
 * holds it, and the distance of two is a subtraction.
 *
 * A fault is an answer here, no error: functions return 0 with *fault set, or the
 * host's error.  Only the core's log files include this.  Format: doc/format/log.md.
 */
#ifndef LIBXFS_LOG_LOG_RING_H
#define LIBXFS_LOG_LOG_RING_H

#include "libxfs/env.h"
#include "libxfs/log/log_verify.h"

/* What may be under way at once, so what a crash may leave half written: blocks. */
#define XLOG_INFLIGHT	((uint32_t)(XLOG_MAX_ICLOGS * BTOBB(XLOG_MAX_RECORD_BSIZE)))

struct xlog_ring {
	const struct xfs_geom *geom;
	struct xfs_dev	*dev;
	xfs_daddr_t	start;		/* of the log on @dev */
	uint32_t	blocks;		/* of the log */
	uint32_t	sector;		/* basic blocks */
	uint8_t		*window;	/* window_len blocks from block window_start on */
	uint32_t	window_start;
	uint32_t	window_len;
};

/* One record's head, converted. */
struct xlog_rec {
	uint64_t	pos;
	bool		sized;		/* its lengths are within bounds */
	uint64_t	end;		/* where the next one begins */
	uint64_t	tail;		/* position of its tail */
	uint32_t	hblocks;	/* header blocks */
	uint32_t	len;		/* body, bytes */
	uint32_t	ops;
	uint32_t	size;		/* of the writer's buffers, bytes */
	uint32_t	crc;
};

/* @g, @dev and @start as for xlog_scan(). */
int xlog_ring_init(struct xlog_ring *ring, const struct xfs_geom *g,
		   struct xfs_dev *dev, xfs_daddr_t start);
void xlog_ring_destroy(struct xlog_ring *ring);

static inline uint32_t xlog_pos_block(const struct xlog_ring *ring, uint64_t pos)
{
	return pos % ring->blocks;
}

static inline uint32_t xlog_pos_cycle(const struct xlog_ring *ring, uint64_t pos)
{
	return pos / ring->blocks;
}

static inline uint64_t xlog_lsn_pos(const struct xlog_ring *ring, uint64_t lsn)
{
	return (uint64_t)XFS_LSN_CYCLE(lsn) * ring->blocks + XFS_LSN_BLOCK(lsn);
}

/*
 * @count blocks from the one at @pos on, at most a record's, in one piece: in the
 * window until the next call.  Reads ahead @ahead blocks where they are not there yet.
 */
int xlog_ring_get(struct xlog_ring *ring, uint64_t pos, uint32_t count,
		  uint32_t ahead, const uint8_t **blocks);

/*
 * The cycle the block at @pos was written in, and whether a record begins there;
 * @starts may be NULL.
 */
int xlog_ring_cycle(struct xlog_ring *ring, uint64_t pos, uint32_t ahead,
		    uint32_t *cycle, bool *starts);

/*
 * The record at @pos.  No fault: its head is right, and of that very position.  With a
 * fault only pos and sized count, and if it is sized, what xlog_rec_check() needs.
 */
int xlog_rec_read(struct xlog_ring *ring, uint64_t pos, struct xlog_rec *rec,
		  enum xfs_fault *fault);

/* All blocks of a sized record are of its cycle and its checksum matches. */
int xlog_rec_check(struct xlog_ring *ring, const struct xlog_rec *rec,
		   enum xfs_fault *fault);

/* The body as it was before cycle numbers went in: rec->len bytes to @body. */
int xlog_rec_unpack(struct xlog_ring *ring, const struct xlog_rec *rec,
		    uint8_t *body);

#endif /* LIBXFS_LOG_LOG_RING_H */
