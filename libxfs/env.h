// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Everything the core asks of its host, and nothing else: a core file that
 * calls a function neither the core nor this header declares does not link into
 * a kernel object, and tests/kernel/ checks exactly that.
 *
 * Need: types and names.  <xfs_host.h>, found through the include path
 * (common/host/ for programs, kernel/host/ for the module), gives the fixed-width
 * integers, bool, size_t, offsetof, static_assert, errno values, __be16.. and
 * their conversions, get/put_unaligned_be*, memcpy, memmove, memset, memcmp.
 */
#ifndef LIBXFS_ENV_H
#define LIBXFS_ENV_H

#include "libxfs/types.h"

/* Need: memory.  Zeroed; NULL when there is none; free takes NULL. */
void *xfs_env_alloc(size_t size);
void xfs_env_free(void *p);

/*
 * Need: memory for I/O.  Zeroed and aligned for direct I/O on any device the
 * host opens (at least to a page).  Freed with xfs_env_io_free only.
 */
void *xfs_env_io_alloc(size_t size);
void xfs_env_io_free(void *p);

/*
 * Need: checksum.  crc32c (Castagnoli, reflected) of @len bytes, continuing from
 * @crc, without inversion at either end: the caller starts with ~0 and inverts.
 */
uint32_t xfs_env_crc32c(uint32_t crc, const void *p, size_t len);

/* Need: time.  The wall clock. */
void xfs_env_now(struct xfs_time *now);

/* Need: a log line.  For what no return value can carry; one line, no newline. */
void xfs_env_log(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Need: a lock.  Sleeping, not recursive; embedded through a pointer. */
struct xfs_env_lock;
struct xfs_env_lock *xfs_env_lock_create(void);
void xfs_env_lock_destroy(struct xfs_env_lock *lock);
void xfs_env_lock(struct xfs_env_lock *lock);
void xfs_env_unlock(struct xfs_env_lock *lock);

/*
 * Need: block I/O.  @dev is the host's.  @len is a multiple of the device's
 * sector and @buf came from xfs_env_io_alloc.  All or nothing for the caller: a
 * short transfer is -EIO, an address outside the device -ENXIO.  The host
 * remembers address and length of the last failure for the message.
 */
struct xfs_dev;
int xfs_env_read(struct xfs_dev *dev, xfs_daddr_t daddr, void *buf, size_t len);
/* These bytes will be read soon.  A hint that may do nothing, and cannot fail. */
void xfs_env_read_ahead(struct xfs_dev *dev, xfs_daddr_t daddr, size_t len);
int xfs_env_write(struct xfs_dev *dev, xfs_daddr_t daddr, const void *buf,
		  size_t len);
/* Makes @len bytes read as zeroes, by the cheapest means the device has. */
int xfs_env_zero(struct xfs_dev *dev, xfs_daddr_t daddr, uint64_t len);
/* Everything written so far is durable when this returns 0. */
int xfs_env_flush(struct xfs_dev *dev);

/*
 * Need: a map from address to buffer that many threads read without a lock.
 * The host owns the table; entries belong to the core and embed
 * struct xfs_env_node (opaque storage, at least 4 words, that the host may use).
 * A found entry stays valid until xfs_env_map_read_end.
 */
struct xfs_env_map;
struct xfs_env_node {
	uintptr_t	host[4];
	uint64_t	key;
};
struct xfs_env_map *xfs_env_map_create(void);
void xfs_env_map_destroy(struct xfs_env_map *map);
void xfs_env_map_read_begin(void);
void xfs_env_map_read_end(void);
struct xfs_env_node *xfs_env_map_find(struct xfs_env_map *map, uint64_t key);
/* Returns @node, or the entry that was already there under the same key. */
struct xfs_env_node *xfs_env_map_insert(struct xfs_env_map *map,
					struct xfs_env_node *node);
/* True if this call removed it; readers may still hold it until they end. */
bool xfs_env_map_remove(struct xfs_env_map *map, struct xfs_env_node *node);
/* Waits until no reader from before can still see a removed entry. */
void xfs_env_map_synchronize(void);

/*
 * Need: a mapping of device memory.  Maps @len bytes at @daddr of a DAX device;
 * -EOPNOTSUPP when the device cannot.
 */
int xfs_env_map_pmem(struct xfs_dev *dev, xfs_daddr_t daddr, size_t len,
		     void **addrp);
void xfs_env_unmap_pmem(struct xfs_dev *dev, void *addr, size_t len);

#endif /* LIBXFS_ENV_H */
