// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Transactions put together from a log's operations, and what they leave unfinished.
 * Only the core's log files include this.
 */
#ifndef LIBXFS_LOG_LOG_ITEMS_H
#define LIBXFS_LOG_LOG_ITEMS_H

#include "libxfs/log/log_ring.h"
#include "libxfs/log/log_scan.h"

struct xlog_items;

/* All pointers must outlive it.  NULL: no memory. */
struct xlog_items *xlog_items_create(const struct xlog_scan_params *params,
				     struct xlog_scan_result *result);
void xlog_items_destroy(struct xlog_items *items);

/*
 * The next operation: @ohead and its region @data, of a record at @block.  0, an error
 * of xlog_scan(), or -EFSCORRUPTED with *@fault set.
 */
int xlog_items_add(struct xlog_items *items, const struct xlog_op_header *ohead,
		   const uint8_t *data, uint32_t block, enum xfs_fault *fault);

/* Counts what is left at the head: transactions not committed, intents not done. */
void xlog_items_finish(struct xlog_items *items);

#endif /* LIBXFS_LOG_LOG_ITEMS_H */
