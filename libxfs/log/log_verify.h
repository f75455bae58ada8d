// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of the journal's bytes; pure.
 *
 * Each returns XFS_FAULT_NONE or the id of the first test that failed.  Nothing here
 * follows one structure to the next: that is recovery's.  Format: doc/format/log.md.
 */
#ifndef LIBXFS_LOG_LOG_VERIFY_H
#define LIBXFS_LOG_LOG_VERIFY_H

#include "libxfs/format/log.h"
#include "libxfs/fs/geom.h"

/*
 * Head of the record at basic block @block of the log.  Afterwards h_len and h_size
 * are within bounds, the header blocks keep a word for each block of the body, and the
 * record lies in the log, perhaps wrapping round.  The headers without a body that a mount leaves
 * beyond the head are no records, and fail.
 */
enum xfs_fault xlog_rec_header_verify(const struct xfs_geom *g,
				      const struct xlog_rec_header *rhead,
				      uint32_t block);

/* Basic blocks of a record's head: one, and one more for each 32 KiB more of h_size. */
uint32_t xlog_rec_header_blocks(const struct xlog_rec_header *rhead);

/* An operation with @left bytes of the body from its header on. */
enum xfs_fault xlog_op_header_verify(const struct xlog_op_header *ohead,
				     uint32_t left);

/* The first region of a transaction, @len bytes. */
enum xfs_fault xfs_trans_header_verify(const void *region, uint32_t len);

/*
 * The region a log item starts with, @len bytes, in this machine's byte order: its
 * type, its exact length, and every field that can be judged alone.
 */
enum xfs_fault xfs_log_item_verify(const struct xfs_geom *g, const void *region,
				   uint32_t len);

/* The inode core that follows an inode item, @len bytes. */
enum xfs_fault xfs_log_dinode_verify(const struct xfs_geom *g, const void *region,
				     uint32_t len, xfs_ino_t ino);

#endif /* LIBXFS_LOG_LOG_VERIFY_H */
