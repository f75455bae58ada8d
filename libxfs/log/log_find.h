// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a log begins and ends.  Only the core's log files include this. */
#ifndef LIBXFS_LOG_LOG_FIND_H
#define LIBXFS_LOG_LOG_FIND_H

#include "libxfs/log/log_ring.h"
#include "libxfs/log/log_scan.h"

/*
 * Fills state, head, tail, last record and torn blocks of @result, and the positions
 * between which to replay, which are equal if there is nothing.  0, -EFSCORRUPTED with
 * the fault in @result, or the host's error.
 */
int xlog_find_ends(struct xlog_ring *ring, struct xlog_scan_result *result,
		   uint64_t *tail, uint64_t *head);

/* Notes the first fault and where; always -EFSCORRUPTED. */
int xlog_fail(const struct xlog_ring *ring, struct xlog_scan_result *result,
	      enum xfs_fault fault, uint64_t pos);

#endif /* LIBXFS_LOG_LOG_FIND_H */
