// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reading half of recovery: where the journal begins and ends, whether it is
 * clean, and if not, the transactions in it.
 *
 * Nothing is written and nothing of what is read is trusted: a damaged log gives a
 * fault and the block it is at.  What a crash may leave half written at the head is
 * no damage: it is left out, as a mount would, and counted.  Format: doc/format/log.md.
 */
#ifndef LIBXFS_LOG_LOG_SCAN_H
#define LIBXFS_LOG_LOG_SCAN_H

#include "libxfs/env.h"
#include "libxfs/format/log.h"
#include "libxfs/fs/geom.h"

/* Item types, by index: type - XFS_LI_EFI. */
#define XLOG_NR_TYPES	(XFS_LI_CUD_RT - XFS_LI_EFI + 1)

enum xlog_state {
	XLOG_UNKNOWN,		/* no ends were found: see the fault */
	XLOG_EMPTY,		/* zeroes all over */
	XLOG_CLEAN,		/* ends with an unmount record */
	XLOG_DIRTY,		/* a mount would replay from tail to head */
};

struct xlog_region {
	const uint8_t	*data;	/* aligned to 8 bytes */
	uint32_t	len;
};

struct xlog_item {
	uint16_t	type;		/* XFS_LI_* */
	uint16_t	nr_regions;
	const struct xlog_region *regions;	/* the item's head, then what it has */
};

struct xlog_trans {
	uint32_t	tid;
	uint32_t	block;		/* of the record with its commit operation */
	uint32_t	nr_items;
	const struct xlog_item *items;
};

/* A committed transaction; valid during the call.  Not 0 ends the scan with it. */
typedef int (*xlog_trans_fn)(void *priv, const struct xlog_trans *trans);

struct xlog_scan_params {
	const struct xfs_geom *geom;
	struct xfs_dev	*dev;		/* that the log is on */
	xfs_daddr_t	start;		/* of the log on it; 0 for an external one */
	xlog_trans_fn	fn;		/* NULL: count only, in little memory */
	void		*priv;
	bool		ends_only;	/* leave out the transactions */
	uint64_t	limit;		/* bytes for transactions; 0: XLOG_LIMIT_DEFAULT */
};

#define XLOG_LIMIT_DEFAULT	(128ULL << 20)	/* twice what a kernel commits at once */

struct xlog_scan_result {
	enum xlog_state	state;
	enum xfs_fault	fault;		/* the first one */
	uint32_t	fault_block;	/* basic block of the log */

	uint32_t	head_cycle;	/* where the next record belongs */
	uint32_t	head_block;
	uint32_t	tail_cycle;	/* the first that counts; clean: the head */
	uint32_t	tail_block;
	uint32_t	last_block;	/* of the last record */
	uint32_t	record_size;	/* of its writer's buffers, bytes */
	uint32_t	torn_blocks;	/* at the head, half written and left out */
	uint32_t	torn_tail_blocks; /* at the tail, overwritten by such */

	/* Between tail and head. */
	uint64_t	records;
	uint64_t	committed;	/* transactions */
	uint64_t	uncommitted;	/* begun only */
	uint64_t	orphans;	/* operations of transactions begun before the tail */
	uint64_t	item_faults;	/* items that a verifier refuses */
	uint64_t	items[XLOG_NR_TYPES];	/* of committed transactions */
	uint64_t	intents[XLOG_NR_TYPES];	/* of them, intents without a done item */
};

/*
 * Scans a log and fills @result, on errors too as far as it got.  @params->geom is a
 * verified superblock's.  0; -EFSCORRUPTED with result->fault; -ENOMEM; the host's
 * error of a read; or what the callback returned.  An item that its verifier refuses is
 * a fault, but does not end the scan: the counts are whole when item_faults is not 0.
 */
int xlog_scan(const struct xlog_scan_params *params,
	      struct xlog_scan_result *result);

/* Where the log of @g begins on its device. */
static inline xfs_daddr_t xlog_start_daddr(const struct xfs_geom *g)
{
	return g->logstart ? xfs_fsb_daddr(g, g->logstart) : 0;
}

/* What an item of type @type is, as "buffer"; NULL if there is no such type. */
const char *xlog_item_name(unsigned int type);

#endif /* LIBXFS_LOG_LOG_SCAN_H */
