// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The steps of daxclone: plan what is shared and what is copied, build it in a file
 * nobody sees, and bring that into the destination or leave the destination alone.
 */
#ifndef IO_DAXCLONE_H
#define IO_DAXCLONE_H

#include <sys/stat.h>

#include "io/staging.h"

enum clone_kind {
	CLONE_SHARE,		/* the blocks of the source */
	CLONE_COPY,		/* into blocks of its own, wherever they lie */
	CLONE_ALIGN,		/* whole pieces of 2 MiB, into fresh aligned extents */
	CLONE_HOLE,		/* nothing written in the source */
	CLONE_SKIP,		/* in bad memory: left out, a hole */
	CLONE_NR_KINDS
};

struct clone_piece {
	uint64_t	off, len;	/* in the destination */
	enum clone_kind	kind;
};

struct clone_range {
	uint64_t	off, len;
};

struct clone_plan {
	struct clone_piece	*pieces;	/* sorted, without gaps */
	size_t			nr, room;
	uint64_t		bytes[CLONE_NR_KINDS];
};

/*
 * Plans the range [@off, @off + @len) of the destination.  @l is the layout of the
 * source as it will be at the offsets of the destination, and @bad the ranges of it in
 * bad memory: sorted, disjoint, in whole blocks.
 *
 * The whole 2 MiB pieces of the destination in the range are shared, what is before
 * and behind them is copied.  With @align a piece that huge pages could not map when
 * shared is to be copied to an aligned place, all of it, holes as zeros, unless there
 * is nothing in it or bad memory; the latter is copied around what is bad.
 */
int clone_plan_make(const struct layout *l, const struct clone_range *bad, size_t nr_bad,
		    uint64_t off, uint64_t len, bool align, struct clone_plan *plan);
void clone_plan_free(struct clone_plan *plan);

struct daxclone_opts {
	bool	align, whole_name, skip_bad, json;
};

struct daxclone {
	struct io			*io;
	struct io_file			*file;		/* the destination */
	const struct daxclone_opts	*opts;
	struct mounted			m;
	const char			*src_name;
	int				src;
	struct stat			src_st, dst_st;
	struct fsxattr			src_fsx;
	int				dax;		/* the source's state */
	bool				whole;		/* no ranges given */
	uint64_t			src_off, dst_off, len;
	uint64_t			low, high;	/* what @stage holds: the range in blocks,
							   or to the end of the source */
	int				dir;		/* the folder @stage is in */
	struct staging			stage;
	void				*buffer;	/* of XFS_DAX_HUGE bytes */
	struct clone_range		*bad;		/* in the destination */
	size_t				nr_bad;
	struct clone_plan		plan;
	uint64_t			unaligned;	/* pieces no aligned space was found for */
	uint64_t			before, after;	/* bytes huge-page eligible */
	bool				after_known;
	bool				hint_refused;	/* the destination keeps its hints */
};

/* Fills the staging file: a snapshot of the source, then what is to be copied.  What
   goes wrong has been said. */
int daxclone_build(struct daxclone *c);
/* Brings it into the destination, or restores that; no signal may come in. */
int daxclone_commit(struct daxclone *c);
/* Gives it its name and makes it the open file, or leaves all as it is; the same. */
int daxclone_publish(struct daxclone *c);

/* How the destination was opened, as far as opening it again can say. */
#define DAXCLONE_OFLAGS	(O_ACCMODE | O_APPEND | O_DIRECT | O_SYNC | O_DSYNC | O_NONBLOCK | \
			 O_NOATIME)

/* Project and flags of the destination for the staging file.  Before it has data: a
   kernel before 6.2 takes none for a DAX file that shares. */
int daxclone_take_flags(struct daxclone *c);
/* Hints of the source, and copy-on-write in pieces of 2 MiB; @size_hint: with that for
   the size of extents, which only a file without any can take. */
int daxclone_set_hints(struct daxclone *c, int fd, bool size_hint);

#endif /* IO_DAXCLONE_H */
