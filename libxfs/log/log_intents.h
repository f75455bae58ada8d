// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Intents that no done item has answered yet: a set of pairs of type and id.
 * Only the core's log files include this.
 */
#ifndef LIBXFS_LOG_LOG_INTENTS_H
#define LIBXFS_LOG_LOG_INTENTS_H

#include "libxfs/types.h"

struct xlog_intent {
	uint64_t	id;
	uint16_t	type;		/* of the intent, XFS_LI_*; 0 in a free slot */
};

/* All zeroes is an empty set. */
struct xlog_intents {
	struct xlog_intent *slots;
	size_t		nr_slots;	/* a power of two, or 0 */
	size_t		used;
};

/* 0, also if it is there already; or -ENOMEM. */
int xlog_intents_add(struct xlog_intents *set, uint16_t type, uint64_t id);

/* Does nothing if it is not there: its intent stood before the tail. */
void xlog_intents_remove(struct xlog_intents *set, uint16_t type, uint64_t id);

void xlog_intents_destroy(struct xlog_intents *set);

#endif /* LIBXFS_LOG_LOG_INTENTS_H */
