// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blocks of directories and attribute forks.
 *
 * One contiguous piece is a buffer of the cache, several are read as such and put
 * together.  Either is read unverified, because the magic number of a block of the hash
 * tree says what to verify it as.  The list of mapped blocks is bounded by the blocks
 * the filesystem has: extents that name the same ones again and again are refused.
 */
#include "libxfs/inode/da_block.h"

/* Of a file, so many bytes the host is told to fetch. */
#define AHEAD_MAX	(4U << 20)

#include "libxfs/fs/checksum.h"
#include "libxfs/inode/da_buf.h"

int xfs_da_tell(struct xfs_da_file *f, enum xfs_fault fault, uint32_t dablk,
		uint32_t index)
{
	struct xfs_da_fault df = {
		.fault = fault, .dablk = dablk, .index = index,
	};

	return f->fault ? f->fault(f->priv, &df) : 0;
}

static int tell_unreadable(struct xfs_da_file *f, uint32_t dablk, int error)
{
	struct xfs_da_fault df = {
		.fault = XFS_FAULT_UNREADABLE, .error = error, .dablk = dablk,
	};

	return f->fault ? f->fault(f->priv, &df) : 0;
}

uint32_t xfs_da_place_lower(const struct xfs_da_file *f, uint32_t dablk)
{
	uint32_t low = 0, high = f->nr_places, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (f->places[mid].dablk < dablk)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct xfs_da_place *xfs_da_place_find(struct xfs_da_file *f, uint32_t dablk)
{
	uint32_t at = xfs_da_place_lower(f, dablk);

	if (at == f->nr_places || f->places[at].dablk != dablk)
		return NULL;
	return &f->places[at];
}

void xfs_da_places_drop(struct xfs_da_file *f, uint32_t from, uint32_t end)
{
	memmove(&f->places[from], &f->places[end],
		(f->nr_places - end) * sizeof(*f->places));
	f->nr_places -= end - from;
}

/* Is all of the block that begins at @dablk mapped? */
static bool block_mapped(const struct xfs_da_file *f, uint64_t dablk)
{
	struct xfs_bmbt_irec irec;
	uint64_t off = dablk;

	while (off < dablk + f->blkfsbs) {
		if (!xfs_fork_map_find(&f->map, off, &irec, NULL) ||
		    irec.br_startoff > off)
			return false;
		off = irec.br_startoff + irec.br_blockcount;
	}
	return true;
}

/* The blocks that begin or end in one extent; *@next: the first not yet looked at. */
static int add_places(struct xfs_da_file *f, const struct xfs_bmbt_irec *irec,
		      uint64_t *next)
{
	uint64_t end = irec->br_startoff + irec->br_blockcount, at;
	int error = 0;

	at = irec->br_startoff - irec->br_startoff % f->blkfsbs;
	if (at < *next)
		at = *next;
	for (; !error && at < end; at += f->blkfsbs) {
		if (block_mapped(f, at))
			f->places[f->nr_places++].dablk = at;
		else
			error = xfs_da_tell(f, XFS_FAULT_DA_HOLE, at, 0);
	}
	if (at > *next)
		*next = at;
	return error;
}

static int list_places(struct xfs_da_file *f)
{
	struct xfs_bmbt_irec irec;
	uint64_t i, next = 0;
	int error = 0;

	if (f->map.blocks > SIZE_MAX / sizeof(*f->places) - 1)
		return -ENOMEM;
	f->places = xfs_env_alloc((f->map.blocks + 1) * sizeof(*f->places));
	if (!f->places)
		return -ENOMEM;
	for (i = 0; !error && i < f->map.nr; i++) {
		xfs_fork_map_get(&f->map, i, &irec);
		error = add_places(f, &irec, &next);
	}
	return error;
}

/* No file block beyond @end has a number in the trees' pointers or any use. */
static int check_map(struct xfs_da_file *f, uint64_t end)
{
	int error;

	if (xfs_fork_map_end(&f->map) <= end && f->map.blocks <= f->g->dblocks &&
	    f->map.blocks < UINT32_MAX)
		return 0;
	error = xfs_da_tell(f, xfs_fork_map_end(&f->map) > end ?
			    XFS_FAULT_BMAP_OFFSET : XFS_FAULT_BMAP_BLOCKS,
			    0, f->map.nr - 1);
	return error ? error : -EFSCORRUPTED;
}

/* ---- Blocks that were met ---- */

static int count_blocks(struct xfs_da_file *f)
{
	struct xfs_bmbt_irec irec;
	uint32_t nr = 0;
	uint64_t i;

	if (f->map.nr > SIZE_MAX / sizeof(*f->before) - 1)
		return -ENOMEM;
	f->met = xfs_env_alloc((f->map.blocks / 64 + 1) * sizeof(*f->met));
	f->before = xfs_env_alloc((f->map.nr + 1) * sizeof(*f->before));
	if (!f->met || !f->before)
		return -ENOMEM;
	for (i = 0; i < f->map.nr; i++) {
		xfs_fork_map_get(&f->map, i, &irec);
		f->before[i] = nr;
		nr += irec.br_blockcount;
	}
	return 0;
}

static enum xfs_da_met meet_bit(struct xfs_da_file *f, uint32_t dablk)
{
	struct xfs_bmbt_irec irec;
	uint64_t i, nr, bit;

	if (!xfs_fork_map_find(&f->map, dablk, &irec, &i) || irec.br_startoff > dablk)
		return XFS_DA_UNMAPPED;
	nr = f->before[i] + dablk - irec.br_startoff;
	bit = 1ULL << nr % 64;
	if (f->met[nr / 64] & bit)
		return XFS_DA_AGAIN;
	f->met[nr / 64] |= bit;
	return XFS_DA_FIRST;
}

enum xfs_da_met xfs_da_meet(struct xfs_da_file *f, uint32_t dablk)
{
	struct xfs_da_place *place;

	if (f->met)
		return meet_bit(f, dablk);
	place = xfs_da_place_find(f, dablk);
	if (!place)
		return XFS_DA_UNMAPPED;
	if (place->flags & XFS_DA_SEEN)
		return XFS_DA_AGAIN;
	place->flags |= XFS_DA_SEEN;
	return XFS_DA_FIRST;
}

bool xfs_da_mapped(struct xfs_da_file *f, uint32_t dablk)
{
	return f->met ? block_mapped(f, dablk) : xfs_da_place_find(f, dablk) != NULL;
}

/* The first met from number @nr on, or @end. */
static uint64_t next_met(const struct xfs_da_file *f, uint64_t nr, uint64_t end)
{
	uint64_t word;

	while (nr < end) {
		word = f->met[nr / 64] >> nr % 64;
		if (word & 1)
			return nr;
		nr += word ? 1 : 64 - nr % 64;
	}
	return end;
}

/* *@lost: the block behind those last told of. */
static int tell_unmet_in(struct xfs_da_file *f, const struct xfs_bmbt_irec *irec,
			 uint64_t first, enum xfs_fault fault, uint64_t *lost)
{
	uint64_t end = first + irec->br_blockcount, nr = first, next;
	int error = 0;

	for (; !error && nr < end; nr = next + 1) {
		next = next_met(f, nr, end);
		if (next == nr)
			continue;
		if (irec->br_startoff + nr - first != *lost)
			error = xfs_da_tell(f, fault, irec->br_startoff + nr - first, 0);
		*lost = irec->br_startoff + next - first;
	}
	return error;
}

int xfs_da_tell_unmet(struct xfs_da_file *f, enum xfs_fault fault)
{
	struct xfs_bmbt_irec irec;
	uint64_t i, lost = UINT64_MAX;
	int error = 0;

	for (i = 0; !error && i < f->map.nr; i++) {
		xfs_fork_map_get(&f->map, i, &irec);
		error = tell_unmet_in(f, &irec, f->before[i], fault, &lost);
	}
	return error;
}

/* Nearly all will be read, in whatever order. */
static void read_ahead(struct xfs_da_file *f)
{
	uint64_t i, left = AHEAD_MAX >> f->g->blocklog;
	struct xfs_bmbt_irec irec;

	for (i = 0; left && i < f->map.nr; i++) {
		xfs_fork_map_get(&f->map, i, &irec);
		if (irec.br_blockcount > left)
			irec.br_blockcount = left;
		xfs_buf_read_ahead(f->cache, xfs_fsb_daddr(f->g, irec.br_startblock),
				   (size_t)irec.br_blockcount << f->g->blocklog);
		left -= irec.br_blockcount;
	}
}

int xfs_da_file_open(struct xfs_da_file *f, struct xfs_buf_cache *cache,
		     const struct xfs_dinode *dip, xfs_ino_t ino,
		     enum xfs_fork which, uint64_t limit, xfs_da_fault_fn fault,
		     void *priv)
{
	const struct xfs_geom *g = xfs_buf_cache_geom(cache);
	bool dir = which == XFS_DATA_FORK;
	int error, told;

	memset(f, 0, sizeof(*f));
	f->cache = cache;
	f->g = g;
	f->dip = dip;
	f->ino = ino;
	f->fault = fault;
	f->priv = priv;
	f->blksize = dir ? g->dirblksize : g->blocksize;
	f->blkfsbs = f->blksize >> g->blocklog;
	error = xfs_fork_map_read(&f->map, cache, dip, ino, which, limit);
	if (error == -ENOMEM || error == -EFBIG || error == -EINVAL)
		return error;
	if (error) {
		told = error == -EFSCORRUPTED ?
			xfs_da_tell(f, f->map.fault, 0, f->map.fault_index) :
			tell_unreadable(f, 0, error);
		return told ? told : -EFSCORRUPTED;
	}
	error = check_map(f, dir ? 3 * XFS_DIR2_SPACE_SIZE >> g->blocklog :
				   (uint64_t)UINT32_MAX);
	if (!error)
		error = dir ? list_places(f) : count_blocks(f);
	if (!error && f->map.blocks > 1)
		read_ahead(f);
	return error;
}

void xfs_da_file_close(struct xfs_da_file *f)
{
	xfs_fork_map_free(&f->map);
	xfs_env_free(f->places);
	xfs_env_free(f->met);
	xfs_env_free(f->before);
	f->places = NULL;
	f->met = NULL;
	f->before = NULL;
	f->nr_places = 0;
}

/* The device's addresses and length of what one extent has of a block from @off on. */
static uint32_t piece(const struct xfs_da_file *f, uint64_t off, uint32_t left,
		      xfs_daddr_t *daddr)
{
	struct xfs_bmbt_irec irec;
	uint64_t skip, len;

	if (!xfs_fork_map_find(&f->map, off, &irec, NULL) || irec.br_startoff > off)
		return 0;
	skip = off - irec.br_startoff;
	len = irec.br_blockcount - skip;
	*daddr = xfs_fsb_daddr(f->g, irec.br_startblock + skip);
	return len < left ? len : left;
}

static int read_pieces(struct xfs_da_file *f, struct xfs_da_block *b)
{
	uint32_t at = 0, len;
	struct xfs_buf *bp;
	xfs_daddr_t daddr;
	int error;

	b->own = xfs_env_alloc(b->len);
	if (!b->own)
		return -ENOMEM;
	while (at < f->blkfsbs) {
		len = piece(f, (uint64_t)b->dablk + at, f->blkfsbs - at, &daddr);
		if (!len)
			return -ENXIO;
		error = xfs_buf_read(f->cache, daddr, len << f->g->blocklog, NULL, &bp);
		if (error)
			return error;
		memcpy((uint8_t *)b->own + ((size_t)at << f->g->blocklog), bp->data,
		       bp->len);
		xfs_buf_release(bp);
		at += len;
	}
	b->data = b->own;
	return 0;
}

int xfs_da_block_read(struct xfs_da_file *f, uint32_t dablk, struct xfs_da_block *b)
{
	uint32_t len;
	int error;

	memset(b, 0, sizeof(*b));
	b->dablk = dablk;
	b->len = f->blksize;
	len = piece(f, dablk, f->blkfsbs, &b->daddr);
	if (!len) {
		error = -ENXIO;
	} else if (len == f->blkfsbs) {
		error = xfs_buf_read(f->cache, b->daddr, b->len, NULL, &b->bp);
		if (!error)
			b->data = b->bp->data;
	} else {
		error = read_pieces(f, b);
	}
	if (error && error != -ENOMEM)
		error = tell_unreadable(f, dablk, error);
	return error;
}

void xfs_da_block_release(struct xfs_da_block *b)
{
	xfs_buf_release(b->bp);
	xfs_env_free(b->own);
	memset(b, 0, sizeof(*b));
}

/* Where the checksum stands tells the two kinds of head apart. */
static enum xfs_fault verify_owner(const struct xfs_da_file *f, const void *data,
				   const struct xfs_buf_ops *ops)
{
	const struct xfs_dir3_blk_hdr *blk = data;
	const struct xfs_da3_blkinfo *da = data;

	if (ops->crc_offset == XFS_DIR3_BLK_CRC_OFF)
		return be64_to_cpu(blk->owner) == f->ino ? XFS_FAULT_NONE :
							   XFS_FAULT_DIR_OWNER;
	return be64_to_cpu(da->owner) == f->ino ? XFS_FAULT_NONE : XFS_FAULT_DA_OWNER;
}

static void tell_lsn(const struct xfs_da_file *f, const struct xfs_da_block *b,
		     const struct xfs_buf_ops *ops)
{
	const struct xfs_dir3_blk_hdr *blk = b->data;
	const struct xfs_da3_blkinfo *da = b->data;

	if (f->lsn)
		f->lsn(f->priv, b->dablk, be64_to_cpu(ops->crc_offset == XFS_DIR3_BLK_CRC_OFF ?
						      blk->lsn : da->lsn));
}

/* What is no such block has no such checksum. */
static bool is_magic(enum xfs_fault fault)
{
	return fault == XFS_FAULT_DIR_MAGIC || fault == XFS_FAULT_DA_MAGIC;
}

int xfs_da_block_verify(struct xfs_da_file *f, const struct xfs_da_block *b,
			const struct xfs_buf_ops *ops, enum xfs_fault *found)
{
	struct xfs_buf view = {
		.daddr = b->daddr, .len = b->len, .data = (void *)b->data,
	};
	int error = 0;

	*found = ops->verify(f->g, &view);
	if (!*found)
		*found = verify_owner(f, b->data, ops);
	if (!is_magic(*found) && !xfs_cksum_verify(b->data, b->len, ops->crc_offset))
		error = xfs_da_tell(f, XFS_FAULT_BAD_CRC, b->dablk, 0);
	if (*found && !error)
		error = xfs_da_tell(f, *found, b->dablk, 0);
	if (!*found)
		tell_lsn(f, b, ops);
	return error;
}
