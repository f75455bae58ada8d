// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rule of DAX that every program and the kernel module share: when reflink
 * together with DAX is EXPERIMENTAL.
 *
 * Pure functions over facts the caller has found; nothing here looks at a device.
 */
#ifndef LIBXFS_DAX_DAX_H
#define LIBXFS_DAX_DAX_H

#include "libxfs/types.h"

/* The piece of file that one huge page maps, and its alignment, in bytes. */
#define XFS_DAX_HUGE		((uint64_t)2 << 20)

/* What is known of one filesystem; false where it is not known or cannot be. */
struct xfs_dax_facts {
	bool	reflink;	/* the superblock has the feature */
	bool	device;		/* the data device offers, or will offer, DAX */
	bool	mount_always;	/* mounted, or to be mounted, with dax=always */
	bool	inode;		/* some inode, or what the root directory hands
				   down, has the DAX flag */
};

/*
 * The sentence of every program, without full stop.  It is said once, on standard
 * error, when xfs_dax_experimental() holds, and otherwise never.
 */
#define XFS_DAX_EXPERIMENTAL_TEXT \
	"EXPERIMENTAL: this filesystem has reflink and may be used with DAX; " \
	"do not trust the two together with data that is not also elsewhere"

/* Any way in which a file of this filesystem could come to be used with DAX. */
bool xfs_dax_possible(const struct xfs_dax_facts *facts);

/* The one rule: reflink together with any possibility of DAX. */
bool xfs_dax_experimental(const struct xfs_dax_facts *facts);

#endif /* LIBXFS_DAX_DAX_H */
