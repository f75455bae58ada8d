// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The steps of daxalign: which 2 MiB pieces of a file are broken, and how one of them is
 * moved to an aligned extent while others read, write and map the file.
 */
#ifndef IO_DAXALIGN_H
#define IO_DAXALIGN_H

#include "io/staging.h"

struct align_piece {
	uint64_t	off, len;	/* 2 MiB, or to the end of the file in its last page */
	uint64_t	extra;		/* bytes that become the file's own */
	bool		bad;		/* lies in bad memory: left alone */
};

struct align_plan {
	struct align_piece	*pieces;
	size_t			nr, room;
	uint64_t		nr_bad;
	uint64_t		bytes;		/* to be copied */
	uint64_t		extra;		/* more space the file takes then */
};

/*
 * The broken pieces that [@off, @off + @len) touches: with data, wholly inside the file,
 * and not such that a huge page can map them.  0 or -ENOMEM.
 */
int align_plan_make(const struct layout *l, const struct mounted *m, uint64_t off,
		    uint64_t len, struct align_plan *plan);
void align_plan_free(struct align_plan *plan);

struct daxalign {
	const struct mounted	*m;
	int			fd;		/* the file, for reading and writing */
	struct staging_pool	pool;
	void			*buffer;	/* XFS_DAX_HUGE bytes */
	bool			by_content;	/* swap by dedupe; else by commit of a range */
	uint64_t		step;		/* of a dedupe, bytes */
};

/*
 * How much may be deduplicated at once.  For DAX files the kernels before 6.2 compare the
 * beginning of one file with each extent of the other: right only for a single block.
 */
uint64_t daxalign_step(bool dax, uint64_t blocksize);

/*
 * Moves one piece, of which @wanted are to come.  The file keeps its contents at every
 * moment.  -EBUSY when it is not aligned in the end, because others wrote to it, -EAGAIN and -ENOSPC
 * as of staging_pool_cut(), -EOPNOTSUPP when the kernel has no way to do it.
 */
int daxalign_move(struct daxalign *d, const struct align_piece *p, uint64_t wanted);

/*
 * Has the kernel give back what small writes to the shared file @fd have set aside: the
 * next store would go there, away from where a piece was put, and no huge page maps it.
 * Only root can ask; it may happen some seconds later.
 */
void daxalign_free_leftovers(int fd);

#endif /* IO_DAXALIGN_H */
