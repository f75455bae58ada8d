// SPDX-License-Identifier: GPL-2.0-or-later
/* The order, the buffer and the calls of pread and pwrite. */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/buffer.h"

void io_walk_begin(struct io_walk *walk)
{
	uint64_t len = walk->end - walk->start;

	walk->pos = walk->order == IO_BACKWARD ? walk->end : walk->start;
	walk->left = len / walk->step + (len % walk->step != 0);
}

/* The splitmix64 generator: public domain, no state but a counter. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Down to an aligned place first, so that only the ends are no whole blocks. */
static bool next_backward(struct io_walk *walk, uint64_t *offset, uint64_t *len)
{
	uint64_t tail = walk->pos % walk->block;

	*len = smaller(tail ? tail : walk->step, walk->pos - walk->start);
	*offset = walk->pos -= *len;
	return *len > 0;
}

static bool next_random_step(struct io_walk *walk, uint64_t *offset, uint64_t *len)
{
	uint64_t size = walk->end - walk->start;
	uint64_t steps = size / walk->step + (size % walk->step != 0);

	if (!walk->left)
		return false;
	walk->left--;
	*offset = walk->start + next_random(&walk->state) % steps * walk->step;
	*len = smaller(walk->step, walk->end - *offset);
	return true;
}

bool io_walk_next(struct io_walk *walk, uint64_t *offset, uint64_t *len)
{
	if (walk->order == IO_BACKWARD)
		return next_backward(walk, offset, len);
	if (walk->order == IO_RANDOM)
		return next_random_step(walk, offset, len);
	*offset = walk->pos;
	*len = smaller(walk->step, walk->end - walk->pos);
	walk->pos += *len;
	return *len > 0;
}

/* A block without -b: the filesystem's on XFS, 4 KiB elsewhere, whatever it has there:
   scripts count the calls. */
static uint64_t default_block(struct io *io)
{
	uint32_t block = io_file(io)->geom.blocksize;

	return block ? block : 4096;
}

int io_move_begin(struct io *io, struct io_move *move, const struct io_move_opts *opts)
{
	uint64_t block = opts->block ? opts->block : default_block(io);
	void *bytes;
	int error;

	*move = (struct io_move) {
		.io = io, .call = io->running->name, .fd = io_file(io)->fd,
		.vectored = opts->vectors > 0, .block = block,
		.step = block * (opts->vectors ? opts->vectors : 1),
		.rwf = opts->dontcache ? RWF_DONTCACHE : 0,
	};
	if (move->step > IO_BLOCK_MAX)
		return io_fail(io, "a call would move %llu bytes; the most is %u",
			       (unsigned long long)move->step, IO_BLOCK_MAX);
	error = posix_memalign(&bytes, (size_t)sysconf(_SC_PAGESIZE), move->step);
	if (error)
		return io_fail_call(io, "memalign", -error);
	move->bytes = bytes;
	return 0;
}

void io_move_end(struct io_move *move)
{
	free(move->bytes);
	move->bytes = NULL;
}

void io_move_walk(const struct io_move *move, const struct io_move_opts *opts,
		  uint64_t offset, uint64_t len, struct io_walk *walk)
{
	*walk = (struct io_walk) {
		.order = opts->backward ? IO_BACKWARD : opts->random ? IO_RANDOM : IO_FORWARD,
		.start = opts->backward ? offset - len : offset,
		.end = opts->backward ? offset : offset + len,
		.block = move->block, .step = move->step, .state = opts->seed,
	};
	io_walk_begin(walk);
}

/* Cuts @len bytes from @from on at the borders of blocks. */
static int fill_vectors(const struct io_move *move, uint64_t from, uint64_t len,
			struct iovec *iov)
{
	uint64_t n;
	int nr;

	for (nr = 0; len && nr < IO_VECTORS_MAX; nr++, from += n, len -= n) {
		n = smaller(len, move->block - from % move->block);
		iov[nr] = (struct iovec) { move->bytes + from, n };
	}
	return nr;
}

static ssize_t call_vectored(const struct io_move *move, uint64_t from, uint64_t len, off_t off)
{
	struct iovec iov[IO_VECTORS_MAX];
	int nr = fill_vectors(move, from, len, iov);

	if (move->write)
		return move->rwf ? pwritev2(move->fd, iov, nr, off, move->rwf) :
			pwritev(move->fd, iov, nr, off);
	return move->rwf ? preadv2(move->fd, iov, nr, off, move->rwf) :
		preadv(move->fd, iov, nr, off);
}

static ssize_t call(const struct io_move *move, uint64_t from, uint64_t len, off_t off)
{
	if (move->vectored)
		return call_vectored(move, from, len, off);
	return move->write ? pwrite(move->fd, move->bytes + from, len, off) :
		pread(move->fd, move->bytes + from, len, off);
}

ssize_t io_move_once(struct io_move *move, uint64_t from, uint64_t len, uint64_t offset)
{
	ssize_t n;

	do {
		if (io_interrupted())
			return -EINTR;
		n = call(move, from, len, (off_t)offset);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	move->done += (uint64_t)n;
	move->ops += n > 0;
	return n;
}

int io_move_piece(struct io_move *move, uint64_t offset, uint64_t len, uint64_t *moved)
{
	ssize_t n;

	for (*moved = 0; *moved < len; *moved += (uint64_t)n) {
		n = io_move_once(move, *moved, len - *moved, offset + *moved);
		if (n < 0)
			return io_fail_call(move->io, move->call, (int)n);
		if (!n)
			break;
	}
	return 0;
}
