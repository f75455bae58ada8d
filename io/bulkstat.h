// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Asking the kernel for inodes, or for chunks of inodes, in bulk: one form of answer
 * whichever of the two generations of calls gave it, checked before anyone reads it.
 */
#ifndef IO_BULKSTAT_H
#define IO_BULKSTAT_H

#include <stdint.h>

#include "common/compat.h"

#define IO_BULK_BATCH	4096		/* records a call, unless told otherwise */
#define IO_BULK_MAX	(1U << 20)

struct io_bulk_kind;
extern const struct io_bulk_kind io_bulk_stat;		/* struct xfs_bulkstat */
extern const struct io_bulk_kind io_bulk_inumbers;	/* struct xfs_inumbers */

struct io_bulk {
	const struct io_bulk_kind	*kind;
	int				fd;
	const struct xfs_fsop_geom	*geom;
	unsigned int			version;	/* 1, 5; 0: the newest there is */
	struct xfs_bulk_ireq		*req;		/* followed by the records */
	void				*old;		/* records of version 1 */
};

/*
 * Room for @batch records.  Set ->req's ino, flags and agno afterwards; 0 or -ENOMEM.
 * Whatever came back, free with io_bulk_free().
 */
int io_bulk_init(struct io_bulk *bulk, const struct io_bulk_kind *kind, int fd,
		 const struct xfs_fsop_geom *geom, unsigned int version, uint32_t batch);
void io_bulk_free(struct io_bulk *bulk);

/*
 * The next records: ->req->ocount of them, none at the end, and ->req->ino moves on.
 * -EPROTO when the kernel answers more than was asked, or goes backwards.
 */
int io_bulk_next(struct io_bulk *bulk);

static inline struct xfs_bulkstat *io_bulk_stats(const struct io_bulk *bulk)
{
	return ((struct xfs_bulkstat_req *)bulk->req)->bulkstat;
}

static inline struct xfs_inumbers *io_bulk_chunks(const struct io_bulk *bulk)
{
	return ((struct xfs_inumbers_req *)bulk->req)->inumbers;
}

/*
 * Inode @ino, or with version 5 the next in use; XFS_BULK_IREQ_* in @flags.  -EINVAL
 * when there is none.
 */
int io_bulkstat_one(int fd, const struct xfs_fsop_geom *geom, unsigned int version,
		    uint64_t ino, uint32_t flags, struct xfs_bulkstat *bs);

/* The first inode number of allocation group @agno. */
uint64_t io_first_ino(const struct xfs_fsop_geom *geom, uint32_t agno);

#endif /* IO_BULKSTAT_H */
