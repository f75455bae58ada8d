// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading targets of symbolic links.  Each extent has one head and one checksum and
 * holds the next piece of the target; none is longer than the whole could be.
 */
#include "libxfs/inode/symlink_read.h"

#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/symlink_verify.h"

/* The most blocks a target can take: one head a block, the smallest blocks. */
#define MAX_BLOCKS	2

struct symlink_check {
	struct xfs_buf_cache	*cache;
	const struct xfs_geom	*g;
	xfs_ino_t		ino;
	uint8_t			*target;
	unsigned int		len;
	unsigned int		got;
	xfs_da_fault_fn		fault;
	void			*priv;
};

static int tell(struct symlink_check *c, enum xfs_fault fault, uint64_t dablk, int io)
{
	struct xfs_da_fault df = { .fault = fault, .error = io, .dablk = dablk };

	return c->fault ? c->fault(c->priv, &df) : 0;
}

static enum xfs_fault judge(const struct symlink_check *c, const struct xfs_buf *bp,
			    int error)
{
	const struct xfs_dsymlink_hdr *dsl = bp->data;
	uint32_t bytes = be32_to_cpu(dsl->sl_bytes);

	if (error)
		return error == -EFSBADCRC ? XFS_FAULT_BAD_CRC : bp->fault;
	if (be64_to_cpu(dsl->sl_owner) != c->ino)
		return XFS_FAULT_SYMLINK_OWNER;
	if (be32_to_cpu(dsl->sl_offset) != c->got || bytes > c->len - c->got)
		return XFS_FAULT_SYMLINK_PIECE;
	return XFS_FAULT_NONE;
}

static int read_extent(struct symlink_check *c, const struct xfs_bmbt_irec *irec,
		       bool *good)
{
	const struct xfs_dsymlink_hdr *dsl;
	enum xfs_fault fault;
	struct xfs_buf *bp;
	int error;

	*good = false;
	if (irec->br_blockcount > MAX_BLOCKS)
		return tell(c, XFS_FAULT_SYMLINK_SIZE, irec->br_startoff, 0);
	error = xfs_buf_read(c->cache, xfs_fsb_daddr(c->g, irec->br_startblock),
			     irec->br_blockcount << c->g->blocklog,
			     &xfs_symlink_buf_ops, &bp);
	if (error == -ENOMEM)
		return error;
	if (!bp)
		return tell(c, XFS_FAULT_UNREADABLE, irec->br_startoff, error);
	fault = judge(c, bp, error);
	error = 0;
	if (fault) {
		error = tell(c, fault, irec->br_startoff, 0);
	} else {
		dsl = bp->data;
		memcpy(c->target + c->got, dsl + 1, be32_to_cpu(dsl->sl_bytes));
		c->got += be32_to_cpu(dsl->sl_bytes);
		*good = true;
	}
	xfs_buf_release(bp);
	return error;
}

static int read_extents(struct symlink_check *c, const struct xfs_fork_map *map)
{
	struct xfs_bmbt_irec irec;
	uint64_t i, next = 0;
	bool good = true;
	int error = 0;

	for (i = 0; !error && good && i < map->nr; i++) {
		xfs_fork_map_get(map, i, &irec);
		if (irec.br_startoff != next)
			break;
		next += irec.br_blockcount;
		error = read_extent(c, &irec, &good);
	}
	if (!error && good && (c->got != c->len || i < map->nr))
		error = tell(c, XFS_FAULT_SYMLINK_SIZE, 0, 0);
	return error;
}

static int check_mapped(struct symlink_check *c, const struct xfs_dinode *dip)
{
	struct xfs_fork_map map;
	int error;

	error = xfs_fork_map_read(&map, c->cache, dip, c->ino, XFS_DATA_FORK, MAX_BLOCKS);
	if (error == -EFSCORRUPTED)
		error = tell(c, map.fault, 0, 0);
	else if (error == -EFBIG)
		error = tell(c, XFS_FAULT_SYMLINK_SIZE, 0, 0);
	else if (error && error != -ENOMEM)
		error = tell(c, XFS_FAULT_UNREADABLE, 0, error);
	else if (!error)
		error = read_extents(c, &map);
	xfs_fork_map_free(&map);
	return error;
}

static int check_local(struct symlink_check *c, const struct xfs_dinode *dip)
{
	const void *p = xfs_dfork_ptr(dip, XFS_DATA_FORK);
	enum xfs_fault fault;

	if (c->len > xfs_dfork_size(c->g, dip, XFS_DATA_FORK))
		return tell(c, XFS_FAULT_SYMLINK_BYTES, 0, 0);
	fault = xfs_symlink_sf_verify(p, c->len);
	if (fault)
		return tell(c, fault, 0, 0);
	memcpy(c->target, p, c->len);
	c->got = c->len;
	return 0;
}

int xfs_symlink_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		      xfs_ino_t ino, uint8_t target[XFS_SYMLINK_MAXLEN],
		      unsigned int *len, bool *whole, xfs_da_fault_fn fault,
		      void *priv)
{
	uint64_t size = be64_to_cpu(dip->di_size);
	struct symlink_check c = {
		.cache = cache,
		.g = xfs_buf_cache_geom(cache),
		.ino = ino,
		.target = target,
		.fault = fault,
		.priv = priv,
	};
	int error = 0;

	if (size >= XFS_SYMLINK_MAXLEN)
		error = tell(&c, XFS_FAULT_SYMLINK_BYTES, 0, 0);
	else
		c.len = size;
	if (!error && c.len)
		error = dip->di_format == XFS_DINODE_FMT_LOCAL ?
			check_local(&c, dip) : check_mapped(&c, dip);
	*len = c.got;
	*whole = c.len && c.got == c.len;
	return error;
}
