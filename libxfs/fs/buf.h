// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Buffers: pieces of a device in memory, read by disk address and length with
 * the verifier of the expected type, checksum first, then structure, once.
 *
 * A buffer is referenced: get and read return it with a reference that the
 * caller gives back with xfs_buf_release().  Finding a cached buffer takes no
 * lock (xfs_env_map).  Contents are the holder's to serialise.
 */
#ifndef LIBXFS_FS_BUF_H
#define LIBXFS_FS_BUF_H

#include "libxfs/env.h"
#include "libxfs/fs/fault.h"
#include "libxfs/fs/geom.h"

struct xfs_buf;

/*
 * What one type of metadata block needs.  @verify is pure; @crc_offset is where
 * its checksum stands; @lsn_offset likewise for the LSN that a write stamps, or -1.
 */
struct xfs_buf_ops {
	const char	*name;
	int		crc_offset;
	enum xfs_fault	(*verify)(const struct xfs_geom *g, const struct xfs_buf *bp);
};

struct xfs_buf_cache;			/* one device's buffers */

struct xfs_buf {
	struct xfs_env_node	node;	/* key: daddr */
	xfs_daddr_t		daddr;
	uint32_t		len;	/* bytes */
	void			*data;
	const struct xfs_buf_ops *ops;
	enum xfs_fault		fault;	/* of the last read that failed -EFSCORRUPTED */
	struct xfs_buf_cache	*cache;
	unsigned int		refs;	/* atomic */
	bool			valid;	/* holds what is on disk, verified */
};

struct xfs_buf_cache *xfs_buf_cache_create(struct xfs_dev *dev,
					   const struct xfs_geom *g);
/* No buffer of it may be referenced any more. */
void xfs_buf_cache_destroy(struct xfs_buf_cache *cache);

/* The buffer at @daddr, contents unspecified unless already cached. */
int xfs_buf_get(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		struct xfs_buf **bpp);

/*
 * The buffer at @daddr, read and verified.  -EFSBADCRC for a wrong checksum,
 * -EFSCORRUPTED for a wrong structure: then *bpp is still set, unverified, with
 * ->fault saying why, so that a checker can look; release it all the same.
 * Any other error leaves *bpp NULL.
 */
int xfs_buf_read(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		 const struct xfs_buf_ops *ops, struct xfs_buf **bpp);

/* Verifies, stamps the checksum, writes through.  -EFSCORRUPTED writes nothing. */
int xfs_buf_write(struct xfs_buf *bp, const struct xfs_buf_ops *ops);

void xfs_buf_release(struct xfs_buf *bp);

#endif /* LIBXFS_FS_BUF_H */
