// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Buffers: pieces of a device in memory, read by disk address and length with
 * the verifier of the expected type, checksum first, then structure, once.
 *
 * A buffer is referenced: get and read return it with a reference that the
 * caller gives back with xfs_buf_release().  Finding a cached buffer takes no
 * lock (xfs_env_map).  Contents are the holder's to serialise.
 *
 * One address, one length: what is read at an address is always read in that
 * length, and ranges must not overlap.  The cache would keep two copies of the
 * common part, and a change of one would not be seen in the other.
 */
#ifndef LIBXFS_FS_BUF_H
#define LIBXFS_FS_BUF_H

#include "libxfs/env.h"
#include "libxfs/fs/fault.h"
#include "libxfs/fs/geom.h"

struct xfs_buf;

/*
 * What one type of metadata block needs.  @verify is pure and may look at the
 * buffer's daddr, len and data only; @crc_offset is where the checksum of the
 * whole buffer stands, -1 where there is none and @verify sees to checksums.
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
	const struct xfs_buf_ops *ops;	/* atomic: what it was last verified as */
	unsigned int		fault;	/* atomic: the xfs_fault it was refused for */
	struct xfs_buf_cache	*cache;
	unsigned int		refs;	/* atomic; the upper bit is the cache's */
	bool			valid;	/* atomic: holds what is on disk */

	/* The cache's own: all buffers by age, under its lock. */
	bool			touched; /* atomic: found since last looked at */
	struct xfs_buf		*older;
	struct xfs_buf		*newer;
};

struct xfs_buf_cache *xfs_buf_cache_create(struct xfs_dev *dev,
					   const struct xfs_geom *g);
/* No buffer of it may be referenced any more.  Takes NULL. */
void xfs_buf_cache_destroy(struct xfs_buf_cache *cache);

const struct xfs_geom *xfs_buf_cache_geom(const struct xfs_buf_cache *cache);

/*
 * Unreferenced buffers beyond @bytes in all are thrown out, those not used for
 * long first.  Referenced ones stay, so this is no hard bound.  64 MiB at first.
 */
void xfs_buf_cache_limit(struct xfs_buf_cache *cache, size_t bytes);

/* What the cache holds now, in bytes of contents. */
size_t xfs_buf_cache_bytes(struct xfs_buf_cache *cache);

/*
 * The buffer at @daddr, contents unspecified unless already cached.  @len is a
 * multiple of 512, else -EINVAL.  -EBUSY if somebody holds a buffer of another
 * length at the same address; one that nobody holds is replaced.
 *
 * Unless it was cached, what the caller puts in is what everybody sees until it is
 * written or the last reference is given back, which forgets it.
 */
int xfs_buf_get(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		struct xfs_buf **bpp);

/*
 * The buffer at @daddr, read and verified; read once, and verified once for each
 * type it is asked for as.  @ops NULL verifies nothing.  -EFSBADCRC for a wrong checksum,
 * -EFSCORRUPTED for a wrong structure: then *bpp is still set, unverified, with
 * ->fault saying why, so that a checker can look; release it all the same.
 * Any other error leaves *bpp NULL.
 *
 * ->fault means something only after such an error.  Of several callers who were
 * refused the same buffer at once for different reasons, all see the last one's.
 *
 * Contents that a holder put in and that are not on disk yet are not replaced; their
 * structure is verified at each call, their checksum is not.
 */
int xfs_buf_read(struct xfs_buf_cache *cache, xfs_daddr_t daddr, uint32_t len,
		 const struct xfs_buf_ops *ops, struct xfs_buf **bpp);

/* What is at @daddr will be read soon: a hint. */
void xfs_buf_read_ahead(struct xfs_buf_cache *cache, xfs_daddr_t daddr, size_t len);

/*
 * Verifies, stamps the checksum, writes through.  -EFSCORRUPTED writes nothing and
 * leaves ->fault.  After any error the contents are as if got and not yet written:
 * verified as nothing, and once nobody holds them the next read asks the device.
 */
int xfs_buf_write(struct xfs_buf *bp, const struct xfs_buf_ops *ops);

void xfs_buf_release(struct xfs_buf *bp);

/*
 * Is @bp one sector at the place of header @sector (XFS_{SB,AGF,AGI,AGFL}_SECTOR) of
 * group @agno?  Verifiers look at a whole sector, whatever was read.
 */
static inline bool xfs_buf_is_ag_header(const struct xfs_geom *g,
					const struct xfs_buf *bp,
					xfs_agnumber_t agno, unsigned int sector)
{
	return bp->len == g->sectsize &&
	       bp->daddr == xfs_ag_header_daddr(g, agno, sector);
}

#endif /* LIBXFS_FS_BUF_H */
