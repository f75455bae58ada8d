// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What libxfs/env.h asks, answered for one thread: memory of exactly the size asked for, a
 * lock that ends the program when it is misused, a map that is a list of lists.
 */

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/fuzz/fuzz_host.h"

#define BUCKETS	64

static unsigned int starve_in;

void fuzz_starve(unsigned int nth)
{
	starve_in = nth;
}

void *xfs_env_alloc(size_t size)
{
	if (starve_in && !--starve_in)
		return NULL;
	return calloc(1, size);
}

void xfs_env_free(void *p)
{
	free(p);
}

void *xfs_env_io_alloc(size_t size)
{
	return xfs_env_alloc(size);
}

void xfs_env_io_free(void *p)
{
	free(p);
}

void xfs_env_now(struct xfs_time *now)
{
	*now = (struct xfs_time){ .sec = 1 };
}

void xfs_env_log(const char *fmt, ...)
{
}

/* --- a lock --- */

struct xfs_env_lock {
	bool	held;
};

struct xfs_env_lock *xfs_env_lock_create(void)
{
	return xfs_env_alloc(sizeof(struct xfs_env_lock));
}

void xfs_env_lock_destroy(struct xfs_env_lock *lock)
{
	assert(!lock || !lock->held);
	free(lock);
}

void xfs_env_lock(struct xfs_env_lock *lock)
{
	assert(!lock->held);
	lock->held = true;
}

void xfs_env_unlock(struct xfs_env_lock *lock)
{
	assert(lock->held);
	lock->held = false;
}

/* --- a map --- */

struct xfs_env_map {
	struct xfs_env_node	*bucket[BUCKETS];
};

static struct xfs_env_node *next_of(const struct xfs_env_node *node)
{
	return (struct xfs_env_node *)node->host[0];
}

static struct xfs_env_node **bucket_of(struct xfs_env_map *map, uint64_t key)
{
	return &map->bucket[(key ^ key >> 6) % BUCKETS];
}

struct xfs_env_map *xfs_env_map_create(void)
{
	return xfs_env_alloc(sizeof(struct xfs_env_map));
}

void xfs_env_map_destroy(struct xfs_env_map *map)
{
	for (unsigned int i = 0; map && i < BUCKETS; i++)
		assert(!map->bucket[i]);
	free(map);
}

void xfs_env_map_read_begin(void)
{
}

void xfs_env_map_read_end(void)
{
}

void xfs_env_map_synchronize(void)
{
}

struct xfs_env_node *xfs_env_map_find(struct xfs_env_map *map, uint64_t key)
{
	struct xfs_env_node *node = *bucket_of(map, key);

	while (node && node->key != key)
		node = next_of(node);
	return node;
}

struct xfs_env_node *xfs_env_map_insert(struct xfs_env_map *map, struct xfs_env_node *node)
{
	struct xfs_env_node **head = bucket_of(map, node->key);
	struct xfs_env_node *there = xfs_env_map_find(map, node->key);

	if (there)
		return there;
	node->host[0] = (uintptr_t)*head;
	*head = node;
	return node;
}

bool xfs_env_map_remove(struct xfs_env_map *map, struct xfs_env_node *node)
{
	struct xfs_env_node **head = bucket_of(map, node->key), *before = *head;

	if (before == node) {
		*head = next_of(node);
		return true;
	}
	while (before && next_of(before) != node)
		before = next_of(before);
	if (before)
		before->host[0] = node->host[0];
	return before;
}

/* --- a device --- */

static uint8_t *find_block(const struct xfs_dev *dev, uint64_t nr)
{
	for (unsigned int i = 0; i < dev->nr; i++)
		if (dev->blocks[i].nr == nr)
			return dev->blocks[i].data;
	return NULL;
}

uint8_t *fuzz_dev_block(struct xfs_dev *dev, uint64_t nr)
{
	uint8_t *data = find_block(dev, nr);

	if (data)
		return data;
	dev->full |= dev->nr == FUZZ_BLOCKS;
	if (dev->full)
		return NULL;
	data = calloc(1, dev->unit);
	if (!data)
		abort();
	dev->blocks[dev->nr++] = (struct fuzz_block){ .nr = nr, .data = data };
	return data;
}

void fuzz_dev_clear(struct xfs_dev *dev)
{
	while (dev->nr)
		free(dev->blocks[--dev->nr].data);
	free(dev->flat);
	dev->flat = NULL;
	dev->full = false;
}

/* A block that is nowhere yet, from the file. */
static const uint8_t *fetch_block(struct xfs_dev *dev, uint64_t nr)
{
	uint8_t *data = fuzz_dev_block(dev, nr);

	if (data && pread(dev->fd, data, dev->unit, nr * dev->unit) != (ssize_t)dev->unit)
		return NULL;
	return data;
}

static const uint8_t *block_at(struct xfs_dev *dev, uint64_t nr)
{
	const uint8_t *data = find_block(dev, nr);

	if (!data && dev->fd >= 0)
		return fetch_block(dev, nr);
	if (!data && dev->nr && dev->mend & FUZZ_ALIAS)
		return dev->blocks[nr % dev->nr].data;
	return data;
}

static int read_blocks(struct xfs_dev *dev, uint64_t at, uint8_t *buf, size_t len)
{
	const uint8_t *data;
	size_t off, n;

	for (; len; at += n, buf += n, len -= n) {
		off = at % dev->unit;
		n = len < dev->unit - off ? len : dev->unit - off;
		data = block_at(dev, at / dev->unit);
		if (!data)
			return -EIO;
		memcpy(buf, data + off, n);
	}
	return 0;
}

int xfs_env_read(struct xfs_dev *dev, xfs_daddr_t daddr, void *buf, size_t len)
{
	uint64_t end = dev->end * dev->unit, at = BBTOB((uint64_t)daddr);
	int error;

	if (daddr < 0 || (uint64_t)daddr > end / BBSIZE || len > end - at)
		return -ENXIO;
	if (dev->flat) {
		memcpy(buf, dev->flat + at, len);
		return 0;
	}
	error = read_blocks(dev, at, buf, len);
	if (!error)
		fuzz_mend(dev, buf, len, daddr);
	return error;
}

void xfs_env_read_ahead(struct xfs_dev *dev, xfs_daddr_t daddr, size_t len)
{
}

int xfs_env_write(struct xfs_dev *dev, xfs_daddr_t daddr, const void *buf, size_t len)
{
	return -EROFS;
}

int xfs_env_zero(struct xfs_dev *dev, xfs_daddr_t daddr, uint64_t len)
{
	return -EROFS;
}

int xfs_env_flush(struct xfs_dev *dev)
{
	return -EROFS;
}

int xfs_env_map_pmem(struct xfs_dev *dev, xfs_daddr_t daddr, size_t len, void **addrp)
{
	return -EOPNOTSUPP;
}

void xfs_env_unmap_pmem(struct xfs_dev *dev, void *addr, size_t len)
{
}
