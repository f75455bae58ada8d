// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading a fork's extents.
 *
 * Records are kept as they are on disk: that is as small as they get, and 16 bytes an
 * extent are what decides the memory a checker needs on fragmented files.  The array
 * grows by a quarter, so that a count on disk that lies costs nothing.
 */
#include "libxfs/inode/fork_map.h"

#include "libxfs/btree/btree.h"
#include "libxfs/inode/inode_verify.h"

#define FIRST_ROOM	32

/* What the records of one fork may be. */
struct map_read {
	struct xfs_fork_map	*map;
	const struct xfs_geom	*g;
	uint64_t		limit;
	bool			unwritten;
	bool			rt;
};

static int map_bad(struct xfs_fork_map *map, enum xfs_fault fault, xfs_fsblock_t block)
{
	map->fault = fault;
	map->fault_index = map->nr;
	map->fault_block = block;
	return -EFSCORRUPTED;
}

static int map_grow(struct xfs_fork_map *map, uint64_t limit)
{
	uint64_t room = map->room ? map->room + map->room / 4 : FIRST_ROOM;
	struct xfs_bmbt_rec *recs;

	if (map->nr >= limit)
		return -EFBIG;
	if (room > limit)
		room = limit;
	if (room > SIZE_MAX / sizeof(*recs))
		return -ENOMEM;
	recs = xfs_env_alloc(room * sizeof(*recs));
	if (!recs)
		return -ENOMEM;
	if (map->nr)
		memcpy(recs, map->recs, map->nr * sizeof(*recs));
	xfs_env_free(map->recs);
	map->recs = recs;
	map->room = room;
	return 0;
}

static int map_add(struct map_read *r, const struct xfs_bmbt_rec *drec,
		   xfs_fsblock_t block)
{
	struct xfs_fork_map *map = r->map;
	struct xfs_bmbt_irec irec;
	enum xfs_fault fault;
	int error;

	fault = xfs_bmbt_recs_verify(r->g, drec, 1, r->unwritten, r->rt);
	if (fault)
		return map_bad(map, fault, block);
	xfs_bmbt_rec_unpack(drec, &irec);
	if (irec.br_startoff < xfs_fork_map_end(map))
		return map_bad(map, XFS_FAULT_BMAP_ORDER, block);
	if (map->nr == map->room) {
		error = map_grow(map, r->limit);
		if (error)
			return error;
	}
	map->recs[map->nr++] = *drec;
	map->blocks += irec.br_blockcount;
	return 0;
}

static int read_list(struct map_read *r, const struct xfs_dinode *dip,
		     enum xfs_fork which)
{
	const struct xfs_bmbt_rec *drecs = xfs_dfork_ptr(dip, which);
	uint64_t i, nr = xfs_dfork_nextents(dip, which);
	int error = 0;

	if (nr > xfs_dfork_maxext(xfs_dfork_size(r->g, dip, which)))
		return map_bad(r->map, XFS_FAULT_BMAP_NR, 0);
	for (i = 0; !error && i < nr; i++)
		error = map_add(r, &drecs[i], 0);
	return error;
}

/* The tree bounds itself: its keys rise.  The count must be its records'. */
static int read_tree(struct map_read *r, struct xfs_buf_cache *cache,
		     const struct xfs_dinode *dip, xfs_ino_t ino, enum xfs_fork which)
{
	struct xfs_btree_host host = {
		.cache = cache,
		.owner = ino,
		.fork = (void *)xfs_dfork_ptr(dip, which),
		.fork_bytes = xfs_dfork_size(r->g, dip, which),
	};
	struct xfs_btree_cur cur;
	union xfs_btree_irec irec;
	struct xfs_bmbt_rec drec;
	bool found;
	int error;

	xfs_btree_cur_init(&cur, &xfs_bmbt_ops, r->g, &host);
	error = xfs_btree_first(&cur, &found);
	while (!error && found) {
		error = xfs_btree_get(&cur, &irec);
		if (error)
			break;
		xfs_bmbt_rec_pack(&drec, &irec.bmap);
		error = map_add(r, &drec, cur.lv[0].ptr);
		if (!error)
			error = xfs_btree_next(&cur, &found);
	}
	if ((error == -EFSCORRUPTED || error == -EFSBADCRC) && !r->map->fault)
		error = map_bad(r->map, cur.fault ? cur.fault : XFS_FAULT_BAD_CRC,
				cur.fault_ptr);
	xfs_btree_cur_done(&cur);
	if (!error && r->map->nr != xfs_dfork_nextents(dip, which))
		error = map_bad(r->map, XFS_FAULT_BMAP_COUNT, 0);
	return error;
}

int xfs_fork_map_read(struct xfs_fork_map *map, struct xfs_buf_cache *cache,
		      const struct xfs_dinode *dip, xfs_ino_t ino,
		      enum xfs_fork which, uint64_t limit)
{
	bool data = which == XFS_DATA_FORK;
	struct map_read r = {
		.map = map,
		.g = xfs_buf_cache_geom(cache),
		.limit = limit,
		.unwritten = data &&
			     (be16_to_cpu(dip->di_mode) & XFS_IFMT) == XFS_IFREG,
		.rt = data && xfs_dinode_is_realtime(dip),
	};

	memset(map, 0, sizeof(*map));
	if (!data && !dip->di_forkoff)
		return 0;
	switch (xfs_dfork_format(dip, which)) {
	case XFS_DINODE_FMT_EXTENTS:
		return read_list(&r, dip, which);
	case XFS_DINODE_FMT_BTREE:
		return read_tree(&r, cache, dip, ino, which);
	default:
		return -EINVAL;
	}
}

void xfs_fork_map_free(struct xfs_fork_map *map)
{
	xfs_env_free(map->recs);
	map->recs = NULL;
	map->nr = 0;
	map->room = 0;
}

bool xfs_fork_map_find(const struct xfs_fork_map *map, xfs_fileoff_t off,
		       struct xfs_bmbt_irec *irec, uint64_t *index)
{
	uint64_t low = 0, high = map->nr, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		xfs_fork_map_get(map, mid, irec);
		if (irec->br_startoff + irec->br_blockcount <= off)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == map->nr)
		return false;
	xfs_fork_map_get(map, low, irec);
	if (index)
		*index = low;
	return true;
}

xfs_fileoff_t xfs_fork_map_end(const struct xfs_fork_map *map)
{
	struct xfs_bmbt_irec last;

	if (!map->nr)
		return 0;
	xfs_fork_map_get(map, map->nr - 1, &last);
	return last.br_startoff + last.br_blockcount;
}
