// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The buffer cache on a file: read once, verified once, what is damaged comes back
 * with its reason, nothing wrong is written, the bound holds, and threads that
 * all want the same few buffers from a cache too small for them get the right
 * bytes.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/fs/buf.h"
#include "libxfs/fs/checksum.h"
#include "tests/unit/sample_geom.h"
#include "tests/unit/tap.h"

#define BLOCK		4096
#define NR_BLOCKS	256
#define NR_THREADS	4
#define NR_LOOKS	20000
#define NR_SECTORS	2000
#define NR_DISPLACED	20000

static char file[] = "/tmp/u-buf.XXXXXX";
static struct xfs_geom geom;
static struct xfs_dev *dev;
static unsigned int verified;		/* atomic: calls of test_verify */

/* A block of this test: checksum, its own address, then the address again. */
struct dblock {
	__le32		crc;
	__be32		magic;
	__be64		daddr;
	__be64		fill[BLOCK / 8 - 2];
};

static enum xfs_fault test_verify(const struct xfs_geom *g,
				  const struct xfs_buf *bp)
{
	const struct dblock *block = bp->data;

	__atomic_fetch_add(&verified, 1, __ATOMIC_RELAXED);
	if (be32_to_cpu(block->magic) != 0x74657374)
		return XFS_FAULT_AGF_MAGIC;
	if (be64_to_cpu(block->daddr) != (uint64_t)bp->daddr || g != &geom)
		return XFS_FAULT_AGF_SEQNO;
	return XFS_FAULT_NONE;
}

static enum xfs_fault other_verify(const struct xfs_geom *g,
				   const struct xfs_buf *bp)
{
	return XFS_FAULT_AGI_MAGIC;
}

static const struct xfs_buf_ops test_ops = {
	.name = "test", .crc_offset = 0, .verify = test_verify,
};
static const struct xfs_buf_ops other_ops = {
	.name = "other", .crc_offset = -1, .verify = other_verify,
};

static void fill(struct dblock *block, xfs_daddr_t daddr)
{
	unsigned int i;

	block->magic = cpu_to_be32(0x74657374);
	block->daddr = cpu_to_be64(daddr);
	for (i = 0; i < BLOCK / 8 - 2; i++)
		block->fill[i] = cpu_to_be64(daddr + i);
}

static void prepare(void)
{
	struct dblock *block = xfs_env_io_alloc(BLOCK);
	unsigned int i;

	device_resize(dev, NR_BLOCKS * BLOCK);
	for (i = 0; i < NR_BLOCKS; i++) {
		fill(block, i * 8);
		xfs_cksum_update(block, BLOCK, 0);
		xfs_env_write(dev, i * 8, block, BLOCK);
	}
	xfs_env_io_free(block);
}

/* Changes a byte on the disk behind the cache's back. */
static void damage(xfs_daddr_t daddr, unsigned int offset, bool stamp)
{
	uint8_t *block = xfs_env_io_alloc(BLOCK);

	xfs_env_read(dev, daddr, block, BLOCK);
	block[offset] ^= 0x10;
	if (stamp)
		xfs_cksum_update(block, BLOCK, 0);
	xfs_env_write(dev, daddr, block, BLOCK);
	xfs_env_io_free(block);
}

static void read_once(struct xfs_buf_cache *cache)
{
	struct xfs_buf *a, *b;

	verified = 0;
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &a), "read");
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &b), "read again");
	ok(a == b, "it is the same buffer");
	is_u64(verified, 1, "verified once");
	xfs_buf_release(a);
	xfs_buf_release(b);
	damage(8, 100, false);
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &a) && a == b,
	   "and read once: damage behind its back is not seen");
	is_u64(verified, 1, "still verified once");
	is_u64(xfs_buf_cache_bytes(cache), BLOCK, "one block is cached");
	xfs_buf_release(a);
	damage(8, 100, false);
}

static void another_type(struct xfs_buf_cache *cache)
{
	struct xfs_buf *bp, *again;

	ok(xfs_buf_read(cache, 8, BLOCK, &other_ops, &bp) == -EFSCORRUPTED,
	   "a block good as one type is tested for the other");
	is_u64(bp->fault, XFS_FAULT_AGI_MAGIC, "and says why not");
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &again), "it is still good");
	is_u64(bp->fault, XFS_FAULT_AGI_MAGIC, "who was told why not is still told");
	xfs_buf_release(again);
	xfs_buf_release(bp);
	ok(!xfs_buf_read(cache, 16, BLOCK, NULL, &bp), "read as no type");
	xfs_buf_release(bp);
}

static void damaged(struct xfs_buf_cache *cache)
{
	struct xfs_buf *bp = NULL;

	damage(80, 2000, false);
	ok(xfs_buf_read(cache, 80, BLOCK, &test_ops, &bp) == -EFSBADCRC,
	   "a flipped bit is EFSBADCRC");
	ok(bp && bp->fault == XFS_FAULT_BAD_CRC, "the buffer is there to look at");
	is_u64(((uint8_t *)bp->data)[2000] ^ 0x10, be64_to_cpu(cpu_to_be64(
	       80 + 2000 / 8 - 2)) >> 56, "as it is on disk");
	ok(xfs_buf_read(cache, 80, BLOCK, &test_ops, &bp) == -EFSBADCRC,
	   "also the second time");
	xfs_buf_release(bp);
	xfs_buf_release(bp);
	damage(88, 8, true);
	ok(xfs_buf_read(cache, 88, BLOCK, &test_ops, &bp) == -EFSCORRUPTED,
	   "a wrong structure with a right checksum is EFSCORRUPTED");
	is_u64(bp->fault, XFS_FAULT_AGF_SEQNO, "with the fault");
	xfs_buf_release(bp);
}

static void bad_requests(struct xfs_buf_cache *cache)
{
	struct xfs_buf *bp = (void *)1, *held;

	ok(xfs_buf_read(cache, NR_BLOCKS * 8, BLOCK, &test_ops, &bp) == -ENXIO &&
	   !bp, "outside the device");
	ok(xfs_buf_read(cache, -8, BLOCK, &test_ops, &bp) == -ENXIO && !bp,
	   "before its start");
	ok(xfs_buf_get(cache, 8, 0, &bp) == -EINVAL && !bp, "no length");
	ok(xfs_buf_get(cache, 8, 1000, &bp) == -EINVAL, "odd length");
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &held), "hold a block");
	ok(xfs_buf_get(cache, 8, 512, &bp) == -EBUSY && !bp,
	   "other lengths are busy then");
	xfs_buf_release(held);
	ok(!xfs_buf_read(cache, 8, 512, NULL, &bp) && bp->len == 512,
	   "and not after it is released");
	xfs_buf_release(bp);
	xfs_buf_release(NULL);
}

static void writing(struct xfs_buf_cache *cache)
{
	struct xfs_buf_cache *other = xfs_buf_cache_create(dev, &geom);
	struct dblock *block;
	struct xfs_buf *bp;

	ok(!xfs_buf_get(cache, 160, BLOCK, &bp), "get without reading");
	block = bp->data;
	memset(block, 0, BLOCK);
	ok(xfs_buf_write(bp, &test_ops) == -EFSCORRUPTED, "rubbish is not written");
	is_u64(bp->fault, XFS_FAULT_AGF_MAGIC, "and it says why");
	fill(block, 160);
	block->fill[7] = cpu_to_be64(4711);
	ok(!xfs_buf_write(bp, &test_ops), "what is right is");
	xfs_buf_release(bp);
	verified = 0;
	ok(!xfs_buf_read(cache, 160, BLOCK, &test_ops, &bp), "then it is cached");
	is_u64(verified, 0, "and needs no verifying");
	xfs_buf_release(bp);
	ok(!xfs_buf_read(other, 160, BLOCK, &test_ops, &bp),
	   "another cache reads it with its checksum");
	block = bp->data;
	is_u64(be64_to_cpu(block->fill[7]), 4711, "and the new bytes");
	xfs_buf_release(bp);
	xfs_buf_cache_destroy(other);
}

/* What was refused is not taken for verified, held or not. */
static void refused_write(struct xfs_buf_cache *cache)
{
	struct xfs_buf *bp, *again;
	struct dblock *block;

	ok(!xfs_buf_read(cache, 168, BLOCK, &test_ops, &bp), "read one to spoil");
	block = bp->data;
	block->magic = 0;
	ok(xfs_buf_write(bp, &test_ops) == -EFSCORRUPTED, "spoilt it is refused");
	ok(xfs_buf_read(cache, 168, BLOCK, &test_ops, &again) == -EFSCORRUPTED &&
	   again == bp && !block->magic, "and bad for who reads it meanwhile");
	is_u64(bp->fault, XFS_FAULT_AGF_MAGIC, "for the reason it has");
	xfs_buf_release(again);
	xfs_buf_release(bp);
	ok(!xfs_buf_read(cache, 168, BLOCK, &test_ops, &bp),
	   "after its release the disk is asked");
	block = bp->data;
	is_u64(be32_to_cpu(block->magic), 0x74657374, "which has what it had");
	xfs_buf_release(bp);
}

/* A block that somebody is about to write is not read over what he put there. */
static void got_and_filled(struct xfs_buf_cache *cache)
{
	struct xfs_buf *bp, *again;
	struct dblock *block;

	ok(!xfs_buf_get(cache, 176, BLOCK, &bp), "get one not cached");
	block = bp->data;
	memset(block, 0x33, BLOCK);
	ok(xfs_buf_read(cache, 176, BLOCK, &test_ops, &again) == -EFSCORRUPTED &&
	   again == bp, "rubbish in it is not handed out as good");
	is_u64(be64_to_cpu(block->fill[3]), 0x3333333333333333, "and still there");
	xfs_buf_release(again);
	fill(block, 176);
	block->fill[3] = cpu_to_be64(4711);
	ok(!xfs_buf_read(cache, 176, BLOCK, &test_ops, &again),
	   "what has the right form is, with no checksum yet");
	is_u64(be64_to_cpu(block->fill[3]), 4711, "as its holder filled it");
	xfs_buf_release(again);
	ok(!xfs_buf_read(cache, 176, BLOCK, NULL, &again), "also as no type");
	is_u64(be64_to_cpu(block->fill[3]), 4711, "it stays the holder's");
	xfs_buf_release(bp);
	ok(xfs_buf_read(cache, 176, BLOCK, &other_ops, &bp) == -EFSCORRUPTED,
	   "it does while anybody holds it");
	is_u64(be64_to_cpu(block->fill[3]), 4711, "him who only read it, too");
	xfs_buf_release(bp);
	xfs_buf_release(again);
	ok(!xfs_buf_read(cache, 176, BLOCK, &test_ops, &bp), "then it is forgotten");
	block = bp->data;
	is_u64(be64_to_cpu(block->fill[3]), 176 + 3, "for what is on disk");
	xfs_buf_release(bp);
}

/* A device that cannot be written: afterwards the cache believes the disk. */
static void failed_write(void)
{
	struct xfs_buf_cache *cache;
	struct xfs_dev *readonly;
	struct dblock *block;
	struct xfs_buf *bp;

	if (!ok(!device_open(file, 0, &readonly), "open read-only"))
		return;
	cache = xfs_buf_cache_create(readonly, &geom);
	xfs_buf_read(cache, 240, BLOCK, &test_ops, &bp);
	block = bp->data;
	block->fill[0] = 0;
	ok(xfs_buf_write(bp, &test_ops) == -EBADF, "a write that fails");
	xfs_buf_release(bp);
	ok(!xfs_buf_read(cache, 240, BLOCK, &test_ops, &bp), "read after it");
	block = bp->data;
	is_u64(be64_to_cpu(block->fill[0]), 240, "gives what is on disk");
	xfs_buf_release(bp);
	xfs_buf_cache_destroy(cache);
	device_close(readonly);
}

static void bound(struct xfs_buf_cache *cache)
{
	struct xfs_buf *bp, *held;
	unsigned int i, wrong = 0;

	xfs_buf_cache_limit(cache, 0);
	is_u64(xfs_buf_cache_bytes(cache), 0, "a limit of 0 empties it");
	xfs_buf_cache_limit(cache, 16 * BLOCK);
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &held), "hold one");
	for (i = 20; i < NR_BLOCKS; i++) {
		if (xfs_buf_read(cache, i * 8, BLOCK, &test_ops, &bp))
			wrong++;
		xfs_buf_release(bp);
	}
	is_u64(wrong, 0, "read many more");
	ok(xfs_buf_cache_bytes(cache) <= 16 * BLOCK, "the limit holds");
	verified = 0;
	ok(!xfs_buf_read(cache, 8, BLOCK, &test_ops, &bp) && bp == held &&
	   !verified, "and the held one is still there");
	xfs_buf_release(bp);
	xfs_buf_release(held);
}

/* More small buffers than are looked at for one that comes, all found twice. */
static void limit_of_many(void)
{
	struct xfs_buf_cache *cache = xfs_buf_cache_create(dev, &geom);
	struct xfs_buf *bp, *held;
	unsigned int i, wrong = 0;

	ok(!xfs_buf_read(cache, 0, 512, NULL, &held), "hold one");
	for (i = 0; i < 2 * NR_SECTORS; i++) {
		wrong += xfs_buf_read(cache, i % NR_SECTORS, 512, NULL, &bp) != 0;
		xfs_buf_release(bp);
	}
	is_u64(wrong, 0, "read %u buffers twice", NR_SECTORS);
	is_u64(xfs_buf_cache_bytes(cache), NR_SECTORS * 512, "all of them stay");
	xfs_buf_cache_limit(cache, 0);
	is_u64(xfs_buf_cache_bytes(cache), 512, "a limit of 0 leaves the held one");
	xfs_buf_release(held);
	xfs_buf_cache_destroy(cache);
}

struct displacing {
	struct xfs_buf_cache	*cache;
	pthread_barrier_t	start;
};

/* Nobody holds the short buffer, and both want the same longer one. */
static void *displacer(void *arg)
{
	struct displacing *d = arg;
	uintptr_t busy = 0;
	struct xfs_buf *bp;
	unsigned int i;

	for (i = 0; i < NR_DISPLACED; i++) {
		pthread_barrier_wait(&d->start);
		busy += xfs_buf_read(d->cache, 24, 1024, NULL, &bp) != 0;
		xfs_buf_release(bp);
		if (pthread_barrier_wait(&d->start) == PTHREAD_BARRIER_SERIAL_THREAD) {
			busy += xfs_buf_read(d->cache, 24, 512, NULL, &bp) != 0;
			xfs_buf_release(bp);
		}
	}
	return (void *)busy;
}

static void displaced_by_two(void)
{
	struct displacing d = { .cache = xfs_buf_cache_create(dev, &geom) };
	pthread_t thread[2];
	uintptr_t busy = 0;
	void *one;
	int i;

	pthread_barrier_init(&d.start, NULL, 2);
	for (i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, displacer, &d);
	for (i = 0; i < 2; i++) {
		pthread_join(thread[i], &one);
		busy += (uintptr_t)one;
	}
	is_u64(busy, 0, "of two that replace a buffer nobody holds none is refused");
	pthread_barrier_destroy(&d.start);
	xfs_buf_cache_destroy(d.cache);
}

static void *looker(void *arg)
{
	struct xfs_buf_cache *cache = arg;
	uintptr_t wrong = 0;
	unsigned int i, x = (uintptr_t)pthread_self() >> 4 | 1;
	struct dblock *block;
	struct xfs_buf *bp;

	for (i = 0; i < NR_LOOKS; i++) {
		unsigned int n = 20 + ((x = x * 1664525 + 1013904223) >> 16) % 64;

		if (xfs_buf_read(cache, n * 8, BLOCK, &test_ops, &bp)) {
			wrong++;
			continue;
		}
		block = bp->data;
		wrong += be64_to_cpu(block->daddr) != n * 8 ||
			 be64_to_cpu(block->fill[100]) != n * 8 + 100;
		xfs_buf_release(bp);
	}
	return (void *)wrong;
}

static void threads(struct xfs_buf_cache *cache, const char *what)
{
	pthread_t thread[NR_THREADS];
	uintptr_t wrong = 0;
	void *one;
	int i;

	for (i = 0; i < NR_THREADS; i++)
		pthread_create(&thread[i], NULL, looker, cache);
	for (i = 0; i < NR_THREADS; i++) {
		pthread_join(thread[i], &one);
		wrong += (uintptr_t)one;
	}
	is_u64(wrong, 0, "threads, %s", what);
}

int main(void)
{
	struct xfs_buf_cache *cache;
	int fd = mkstemp(file);

	if (fd < 0 || close(fd) || device_open(file, DEVICE_WRITE, &dev))
		return 1;
	geom = sample_geom();
	prepare();
	cache = xfs_buf_cache_create(dev, &geom);
	ok(cache && xfs_buf_cache_geom(cache) == &geom, "create");
	read_once(cache);
	another_type(cache);
	damaged(cache);
	bad_requests(cache);
	writing(cache);
	refused_write(cache);
	got_and_filled(cache);
	failed_write();
	bound(cache);
	limit_of_many();
	displaced_by_two();
	threads(cache, "a cache too small");
	ok(xfs_buf_cache_bytes(cache) <= (16 + NR_THREADS) * BLOCK,
	   "and the limit holds");
	xfs_buf_cache_limit(cache, 0);
	xfs_buf_cache_limit(cache, 1 << 20);
	verified = 0;
	threads(cache, "a cache big enough");
	is_u64(verified, 64, "every block was verified once");
	xfs_buf_cache_destroy(cache);
	xfs_buf_cache_destroy(NULL);
	device_close(dev);
	unlink(file);
	return done();
}
