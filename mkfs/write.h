// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The parts of writing a filesystem, in the order mkfs/write.c calls them.
 *
 * All return 0 or a negative errno after one sentence on standard error.
 */
#ifndef MKFS_WRITE_H
#define MKFS_WRITE_H

#include "mkfs/aglayout.h"

/* Writes to @dev, and says what went wrong if it does. */
int mkfs_write_bytes(struct xfs_dev *dev, xfs_daddr_t daddr, const void *buf,
		     size_t len);
int mkfs_zero_bytes(struct xfs_dev *dev, xfs_daddr_t daddr, uint64_t len);
/* Memory for I/O; the message is said. */
void *mkfs_io_alloc(size_t len);

/* mkfs/wipe.c: nothing of what was there before can be found afterwards. */
int mkfs_wipe(struct mkfs *m);
/* mkfs/write_log.c: an empty log, cleanly closed. */
int mkfs_write_log(struct mkfs *m);
/* mkfs/write_ag.c: headers, roots, and every superblock but the first. */
int mkfs_write_ag(struct mkfs *m, xfs_agnumber_t agno);
/* mkfs/write_ag.c: the first superblock.  From here on it is a filesystem. */
int mkfs_write_primary(struct mkfs *m);
/* mkfs/write_inodes.c: the first chunk of inodes, the root directory among them. */
int mkfs_write_inodes(struct mkfs *m);

#endif /* MKFS_WRITE_H */
