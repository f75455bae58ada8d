// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The buffer cache: one map from disk address to buffer for each device.
 *
 * A buffer that is found is referenced by raising its count, unless the count
 * says that it is on its way out; then the finder looks again.  Only who can
 * change a count of 0 to DEAD, under the cache's lock, may take a buffer out, and
 * it is freed when no reader can still be looking at it.  Thus finding takes no
 * lock, and nothing is freed under anybody's hands.
 *
 * Reading and verifying happen under one of a few locks that the address chooses,
 * so that of several threads that ask for a buffer one does the work and the
 * others wait for it.  A buffer that was verified as what is asked for is handed
 * out without any lock.
 *
 * Contents that somebody puts in before they are on disk (got and not read, or
 * written in vain) are marked by a bit beside the count, so that who gives the
 * last reference back takes the mark off in the same step: no reader can find it
 * left over.
 *
 * What leaves first: buffers stand in the order they came; from the oldest on,
 * one that was found since it was last looked at goes to the other end, one
 * that is neither found nor referenced goes.
 */
#include "libxfs/fs/buf.h"

#include "libxfs/fs/checksum.h"

XFS_CHECK_OFFSET(struct xfs_buf, node, 0);

#define DEAD		(~0U)
#define FILLED		(1U << 31)	/* beside the count: do not load */
#define NR_READ_LOCKS	16
#define DEFAULT_LIMIT	((size_t)64 << 20)
#define EVICT_LOOK	256	/* buffers looked at for one that comes */

struct xfs_buf_cache {
	struct xfs_dev		*dev;
	const struct xfs_geom	*geom;
	struct xfs_env_map	*map;
	struct xfs_env_lock	*read_locks[NR_READ_LOCKS];
	struct xfs_env_lock	*lock;		/* of what follows */
	struct xfs_buf		*oldest;
	struct xfs_buf		*newest;
	size_t			bytes;
	size_t			count;
	size_t			limit;
};

static void buf_free(struct xfs_buf *bp)
{
	xfs_env_io_free(bp->data);
	xfs_env_free(bp);
}

static struct xfs_buf *buf_alloc(struct xfs_buf_cache *cache, xfs_daddr_t daddr,
				 uint32_t len)
{
	struct xfs_buf *bp = xfs_env_alloc(sizeof(*bp));

	if (!bp)
		return NULL;
	bp->data = xfs_env_io_alloc(len);
	if (!bp->data) {
		xfs_env_free(bp);
		return NULL;
	}
	bp->node.key = daddr;
	bp->daddr = daddr;
	bp->len = len;
	bp->cache = cache;
	bp->refs = 1;
	return bp;
}

/* Takes a reference unless the buffer is on its way out. */
static bool buf_take(struct xfs_buf *bp)
{
	unsigned int refs = __atomic_load_n(&bp->refs, __ATOMIC_RELAXED);

	do {
		if (refs == DEAD)
			return false;
	} while (!__atomic_compare_exchange_n(&bp->refs, &refs, refs + 1, true,
					      __ATOMIC_ACQUIRE,
					      __ATOMIC_RELAXED));
	return true;
}

/* True if nobody holds it and now nobody can. */
static bool buf_kill(struct xfs_buf *bp)
{
	unsigned int none = 0;

	return __atomic_compare_exchange_n(&bp->refs, &none, DEAD, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void xfs_buf_release(struct xfs_buf *bp)
{
	unsigned int refs, left;

	if (!bp)
		return;
	refs = __atomic_load_n(&bp->refs, __ATOMIC_RELAXED);
	do {
		left = refs == (FILLED | 1) ? 0 : refs - 1;
	} while (!__atomic_compare_exchange_n(&bp->refs, &refs, left, true,
					      __ATOMIC_RELEASE,
					      __ATOMIC_RELAXED));
}

/* The list by age; all of it under cache->lock. */

static void list_add(struct xfs_buf_cache *cache, struct xfs_buf *bp)
{
	bp->older = cache->newest;
	bp->newer = NULL;
	if (cache->newest)
		cache->newest->newer = bp;
	else
		cache->oldest = bp;
	cache->newest = bp;
}

static void list_del(struct xfs_buf_cache *cache, struct xfs_buf *bp)
{
	if (bp->older)
		bp->older->newer = bp->newer;
	else
		cache->oldest = bp->newer;
	if (bp->newer)
		bp->newer->older = bp->older;
	else
		cache->newest = bp->older;
}

/* Takes a killed buffer out of the cache and puts it on the list @gone. */
static void cache_remove(struct xfs_buf_cache *cache, struct xfs_buf *bp,
			 struct xfs_buf **gone)
{
	list_del(cache, bp);
	xfs_env_map_remove(cache->map, &bp->node);
	cache->bytes -= bp->len;
	cache->count--;
	bp->older = *gone;
	*gone = bp;
}

static void free_gone(struct xfs_buf *gone)
{
	struct xfs_buf *bp;

	if (gone)
		xfs_env_map_synchronize();
	while (gone) {
		bp = gone;
		gone = bp->older;
		buf_free(bp);
	}
}

/*
 * Down to seven eighths of the limit, so that it is not done for each buffer.  At
 * most @look buffers are looked at, and none more than twice: the first time it may
 * only lose its mark.
 */
static void cache_evict(struct xfs_buf_cache *cache, size_t look)
{
	struct xfs_buf *gone = NULL, *bp, *next;
	size_t target, looked = 0;

	xfs_env_lock(cache->lock);
	if (look > 2 * cache->count)
		look = 2 * cache->count;
	target = cache->bytes > cache->limit ? cache->limit - cache->limit / 8 :
		 cache->limit;
	for (bp = cache->oldest; bp && cache->bytes > target &&
	     looked < look; bp = next, looked++) {
		next = bp->newer;
		if (!__atomic_exchange_n(&bp->touched, false, __ATOMIC_RELAXED) &&
		    buf_kill(bp)) {
			cache_remove(cache, bp, &gone);
		} else {
			list_del(cache, bp);
			list_add(cache, bp);
		}
	}
	xfs_env_unlock(cache->lock);
	free_gone(gone);
}

/* One of another length is left alone: *@other, and not even referenced. */
static struct xfs_buf *cache_find(struct xfs_buf_cache *cache, xfs_daddr_t daddr,
				  uint32_t len, bool *other)
{
	struct xfs_buf *bp;

	xfs_env_map_read_begin();
	bp = (struct xfs_buf *)xfs_env_map_find(cache->map, daddr);
	*other = bp && bp->len != len;
	if (bp && (*other || !buf_take(bp)))
		bp = NULL;
	xfs_env_map_read_end();
	if (bp && !__atomic_load_n(&bp->touched, __ATOMIC_RELAXED))
		__atomic_store_n(&bp->touched, true, __ATOMIC_RELAXED);
	return bp;
}

/* True if @bp is in the cache now, false if there is already one like it. */
static bool cache_add(struct xfs_buf_cache *cache, struct xfs_buf *bp)
{
	bool added = xfs_env_map_insert(cache->map, &bp->node) == &bp->node;

	if (!added)
		return false;
	xfs_env_lock(cache->lock);
	list_add(cache, bp);
	cache->bytes += bp->len;
	cache->count++;
	added = cache->bytes > cache->limit;
	xfs_env_unlock(cache->lock);
	if (added)
		cache_evict(cache, EVICT_LOOK);
	return true;
}

/*
 * Throws out a buffer that is not @len long; -EBUSY if somebody holds it.  Nobody
 * but who has the lock takes buffers out, so what is found under it stays.
 */
static int cache_displace(struct xfs_buf_cache *cache, xfs_daddr_t daddr,
			  uint32_t len)
{
	struct xfs_buf *gone = NULL, *bp;
	int error = 0;

	xfs_env_lock(cache->lock);
	xfs_env_map_read_begin();
	bp = (struct xfs_buf *)xfs_env_map_find(cache->map, daddr);
	xfs_env_map_read_end();
	if (bp && bp->len != len) {
		if (buf_kill(bp))
			cache_remove(cache, bp, &gone);
		else
			error = -EBUSY;
	}
	xfs_env_unlock(cache->lock);
	free_gone(gone);
	return error;
}

static int cache_get(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		     struct xfs_buf **bpp)
{
	struct xfs_buf *bp;
	bool other;
	int error;

	*bpp = NULL;
	if (!len || len % BBSIZE)
		return -EINVAL;
	for (;;) {
		bp = cache_find(cache, daddr, len, &other);
		if (bp)
			break;
		error = other ? cache_displace(cache, daddr, len) : 0;
		if (error)
			return error;
		bp = buf_alloc(cache, daddr, len);
		if (!bp)
			return -ENOMEM;
		if (cache_add(cache, bp))
			break;
		buf_free(bp);
	}
	*bpp = bp;
	return 0;
}

static struct xfs_env_lock *read_lock_of(struct xfs_buf *bp)
{
	uint64_t n = (uint64_t)bp->daddr * 0x9e3779b97f4a7c15ULL;

	return bp->cache->read_locks[n >> 60];
}

/* Under the read lock: the contents are a holder's, whatever the disk says. */
static bool buf_filled(struct xfs_buf *bp)
{
	return !__atomic_load_n(&bp->valid, __ATOMIC_RELAXED) &&
	       __atomic_load_n(&bp->refs, __ATOMIC_RELAXED) & FILLED;
}

int xfs_buf_get(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		struct xfs_buf **bpp)
{
	int error = cache_get(cache, daddr, len, bpp);
	struct xfs_buf *bp = *bpp;

	if (error || __atomic_load_n(&bp->valid, __ATOMIC_ACQUIRE))
		return error;
	xfs_env_lock(read_lock_of(bp));
	if (!__atomic_load_n(&bp->valid, __ATOMIC_RELAXED))
		__atomic_fetch_or(&bp->refs, FILLED, __ATOMIC_RELAXED);
	xfs_env_unlock(read_lock_of(bp));
	return 0;
}

static int buf_load(struct xfs_buf *bp)
{
	int error;

	if (__atomic_load_n(&bp->valid, __ATOMIC_RELAXED) || buf_filled(bp))
		return 0;
	error = xfs_env_read(bp->cache->dev, bp->daddr, bp->data, bp->len);
	if (!error)
		__atomic_store_n(&bp->valid, true, __ATOMIC_RELEASE);
	return error;
}

/* A fault stays until the next one: another holder may not have looked yet. */
static int buf_bad(struct xfs_buf *bp, enum xfs_fault fault)
{
	__atomic_store_n(&bp->fault, fault, __ATOMIC_RELAXED);
	return fault == XFS_FAULT_BAD_CRC ? -EFSBADCRC : -EFSCORRUPTED;
}

/* A holder's contents have no checksum yet, and what they are today may change. */
static int buf_verify(struct xfs_buf *bp, const struct xfs_buf_ops *ops)
{
	bool filled = buf_filled(bp);
	enum xfs_fault fault;

	if (!ops || bp->ops == ops)
		return 0;
	__atomic_store_n(&bp->ops, NULL, __ATOMIC_RELAXED);
	if (!filled && ops->crc_offset >= 0 &&
	    !xfs_cksum_verify(bp->data, bp->len, ops->crc_offset))
		return buf_bad(bp, XFS_FAULT_BAD_CRC);
	fault = ops->verify(bp->cache->geom, bp);
	if (fault)
		return buf_bad(bp, fault);
	if (!filled)
		__atomic_store_n(&bp->ops, ops, __ATOMIC_RELEASE);
	return 0;
}

static bool buf_ready(struct xfs_buf *bp, const struct xfs_buf_ops *ops)
{
	return ops ? __atomic_load_n(&bp->ops, __ATOMIC_ACQUIRE) == ops :
		     __atomic_load_n(&bp->valid, __ATOMIC_ACQUIRE);
}

int xfs_buf_read(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		 const struct xfs_buf_ops *ops, struct xfs_buf **bpp)
{
	struct xfs_buf *bp;
	int error = cache_get(cache, daddr, len, bpp);

	if (error)
		return error;
	bp = *bpp;
	if (buf_ready(bp, ops))
		return 0;
	xfs_env_lock(read_lock_of(bp));
	error = buf_load(bp);
	if (error)
		*bpp = NULL;
	else
		error = buf_verify(bp, ops);
	xfs_env_unlock(read_lock_of(bp));
	if (!*bpp)
		xfs_buf_release(bp);
	return error;
}

/* What was not written is the holder's, and no longer what it was verified as. */
static void buf_wrote(struct xfs_buf *bp, const struct xfs_buf_ops *ops, int error)
{
	xfs_env_lock(read_lock_of(bp));
	if (error)
		__atomic_fetch_or(&bp->refs, FILLED, __ATOMIC_RELAXED);
	__atomic_store_n(&bp->valid, !error, __ATOMIC_RELEASE);
	__atomic_store_n(&bp->ops, error ? NULL : ops, __ATOMIC_RELEASE);
	xfs_env_unlock(read_lock_of(bp));
}

void xfs_buf_read_ahead(struct xfs_buf_cache *cache, xfs_daddr_t daddr, size_t len)
{
	xfs_env_read_ahead(cache->dev, daddr, len);
}

int xfs_buf_write(struct xfs_buf *bp, const struct xfs_buf_ops *ops)
{
	enum xfs_fault fault = ops->verify(bp->cache->geom, bp);
	int error;

	if (fault) {
		error = buf_bad(bp, fault);
	} else {
		if (ops->crc_offset >= 0)
			xfs_cksum_update(bp->data, bp->len, ops->crc_offset);
		error = xfs_env_write(bp->cache->dev, bp->daddr, bp->data, bp->len);
	}
	buf_wrote(bp, ops, error);
	return error;
}

const struct xfs_geom *xfs_buf_cache_geom(const struct xfs_buf_cache *cache)
{
	return cache->geom;
}

void xfs_buf_cache_limit(struct xfs_buf_cache *cache, size_t bytes)
{
	xfs_env_lock(cache->lock);
	cache->limit = bytes;
	xfs_env_unlock(cache->lock);
	cache_evict(cache, SIZE_MAX);
}

size_t xfs_buf_cache_bytes(struct xfs_buf_cache *cache)
{
	size_t bytes;

	xfs_env_lock(cache->lock);
	bytes = cache->bytes;
	xfs_env_unlock(cache->lock);
	return bytes;
}

struct xfs_buf_cache *xfs_buf_cache_create(struct xfs_dev *dev,
					   const struct xfs_geom *g)
{
	struct xfs_buf_cache *cache = xfs_env_alloc(sizeof(*cache));
	bool whole;
	int i;

	if (!cache)
		return NULL;
	cache->dev = dev;
	cache->geom = g;
	cache->limit = DEFAULT_LIMIT;
	cache->map = xfs_env_map_create();
	cache->lock = xfs_env_lock_create();
	whole = cache->map && cache->lock;
	for (i = 0; i < NR_READ_LOCKS; i++) {
		cache->read_locks[i] = xfs_env_lock_create();
		whole = whole && cache->read_locks[i];
	}
	if (!whole) {
		xfs_buf_cache_destroy(cache);
		return NULL;
	}
	return cache;
}

void xfs_buf_cache_destroy(struct xfs_buf_cache *cache)
{
	struct xfs_buf *gone = NULL;
	int i;

	if (!cache)
		return;
	while (cache->oldest)
		cache_remove(cache, cache->oldest, &gone);
	free_gone(gone);
	xfs_env_map_destroy(cache->map);
	xfs_env_lock_destroy(cache->lock);
	for (i = 0; i < NR_READ_LOCKS; i++)
		xfs_env_lock_destroy(cache->read_locks[i]);
	xfs_env_free(cache);
}
