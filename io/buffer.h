// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What pread and pwrite share: the options both have, the buffer, the order in which the
 * blocks of a range are visited, and the calls that move one of them.
 *
 * A block is -b bytes; a vectored call (-V N) moves a step of N of them.  The blocks of a
 * backward walk are aligned in the file, those of the others are counted from the
 * beginning of the range, and no walk leaves the range.
 */
#ifndef IO_BUFFER_H
#define IO_BUFFER_H

#include "io/io.h"
#include "io/rate.h"

#define IO_BLOCK_MAX		(1U << 31)
#define IO_VECTORS_MAX		1024

enum io_order { IO_FORWARD, IO_BACKWARD, IO_RANDOM };

struct io_walk {
	enum io_order	order;
	uint64_t	start, end;	/* the range, bytes */
	uint64_t	block, step;	/* step: a multiple of block */
	uint64_t	pos;		/* forward: next byte; backward: end of the next step */
	uint64_t	left;		/* random: steps to come */
	uint64_t	state;		/* random: of the generator; set it to the seed */
};

/* Sets pos and left; the other fields are the caller's.  start <= end. */
void io_walk_begin(struct io_walk *walk);
/* The next piece, 1 to step bytes; false when there is none. */
bool io_walk_next(struct io_walk *walk, uint64_t *offset, uint64_t *len);

/* The options of both commands; theirs begin with this. */
struct io_move_opts {
	uint64_t	block;		/* 0: as the filesystem's, as in the peer */
	uint64_t	vectors, seed;
	bool		forward, backward, random, quiet, terse, dontcache;
};

#define IO_MOVE_ROWS(T, verb) \
	IO_OPT_MAX('b', OPT_NO_ID, T, m.block, OPT_SIZE, IO_BLOCK_MAX, .min = 1, \
	       .arg = "bs", .help = verb " blocks of this many bytes (one of the filesystem)"), \
	IO_FLAG('F', T, m.forward, .conflicts = "B R", \
		.help = verb " from the beginning of the range to its end (default)"), \
	IO_FLAG('B', T, m.backward, .conflicts = "F R", \
		.help = verb " the len bytes before off, from the end to the beginning"), \
	IO_FLAG('R', T, m.random, .conflicts = "F B", \
		.help = verb " as many blocks as the range has, each chosen at random"), \
	IO_OPT('Z', OPT_NO_ID, T, m.seed, OPT_NUMBER, .arg = "seed", .requires = "R", \
	       .help = "begin the random choice with this number"), \
	IO_OPT_MAX('V', OPT_NO_ID, T, m.vectors, OPT_NUMBER, IO_VECTORS_MAX, \
	       .arg = "N", .help = verb " N blocks in each call; 0: calls without vectors"), \
	IO_FLAG('U', T, m.dontcache, .requires = "V", \
		.help = "drop the pages from the cache afterwards (RWF_DONTCACHE)"), \
	IO_FLAG('q', T, m.quiet, .help = "print no report"), \
	IO_FLAG('C', T, m.terse, .help = "report in one line for programs")

/* One transfer: what a command sets up with io_move_begin() and gives back. */
struct io_move {
	struct io	*io;
	const char	*call;		/* "pread": begins the message of a failure */
	int		fd;
	bool		write;
	bool		vectored;	/* the calls with vectors */
	int		rwf;		/* RWF_*; needs vectored */
	uint64_t	block;		/* bytes of one vector */
	uint64_t	step;		/* bytes at @bytes, a multiple of block */
	uint8_t		*bytes;		/* aligned for direct I/O; owned */
	uint64_t	done, ops;	/* bytes moved; calls that moved some */
};

/* Fills @move and allocates; says why when it cannot. */
int io_move_begin(struct io *io, struct io_move *move, const struct io_move_opts *opts);
void io_move_end(struct io_move *move);
/* The walk that @opts ask for; for IO_BACKWARD the range is before @offset. */
void io_move_walk(const struct io_move *move, const struct io_move_opts *opts,
		  uint64_t offset, uint64_t len, struct io_walk *walk);

/*
 * One call for @len bytes of the buffer from @from on; -EINTR only after SIGINT.  The
 * result, or a negative errno; nothing is said.
 */
ssize_t io_move_once(struct io_move *move, uint64_t from, uint64_t len, uint64_t offset);
/*
 * Calls until @len bytes from the beginning of the buffer have been moved, or no more
 * come (end of file).  *@moved is right in every case.  Failures are said.
 */
int io_move_piece(struct io_move *move, uint64_t offset, uint64_t len, uint64_t *moved);

#endif /* IO_BUFFER_H */
