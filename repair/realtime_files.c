// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which realtime extents files have.
 *
 * Two maps of one file may meet within an extent, one written and one not; that is no second
 * owner.
 */
#include "repair/fork_scan.h"
#include "repair/inode_walk.h"
#include "repair/realtime.h"

struct rt_file {
	struct realtime	*rt;
	xfs_ino_t	ino;
	uint64_t	next;		/* extent behind the last */
	xfs_fsblock_t	next_block;	/* block behind the last */
	xfs_fileoff_t	next_offset;
};

/* Extents of a map: from *@first to before *@end; false if there are none. */
static bool map_extents(struct rt_file *f, const struct xfs_bmbt_irec *irec,
			uint64_t *first, uint64_t *end)
{
	uint32_t size = f->rt->r->geom.rextsize;

	*first = irec->br_startblock / size;
	*end = (irec->br_startblock + irec->br_blockcount - 1) / size + 1;
	if (*end > f->rt->nr)
		*end = f->rt->nr;
	if (*first < f->next && irec->br_startblock == f->next_block &&
	    irec->br_startoff == f->next_offset)
		*first = f->next;
	f->next = *end;
	f->next_block = irec->br_startblock + irec->br_blockcount;
	f->next_offset = irec->br_startoff + irec->br_blockcount;
	return *first < *end;
}

/* The bits of word @first / 64 from @first on and before @end. */
static uint64_t word_mask(uint64_t first, uint64_t end)
{
	uint64_t mask = ~0ULL << first % 64;

	if (end - first / 64 * 64 < 64)
		mask &= (1ULL << end % 64) - 1;
	return mask;
}

static int take(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct rt_file *f = priv;
	struct realtime *rt = f->rt;
	uint64_t x, end, mask, both;

	if (!map_extents(f, irec, &x, &end))
		return 0;
	for (; x < end; x = (x / 64 + 1) * 64) {
		mask = word_mask(x, end);
		both = __atomic_fetch_or(&rt->used[x / 64], mask, __ATOMIC_RELAXED) & mask;
		if (!both)
			continue;
		__atomic_fetch_or(&rt->twice[x / 64], both, __ATOMIC_RELAXED);
		__atomic_store_n(&rt->any_twice, true, __ATOMIC_RELAXED);
	}
	return 0;
}

static int tell(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct rt_file *f = priv;
	struct realtime *rt = f->rt;
	uint64_t x, end;

	if (!map_extents(f, irec, &x, &end))
		return 0;
	for (; x < end; x = (x / 64 + 1) * 64)
		if (rt->twice[x / 64] & word_mask(x, end))
			break;
	if (x < end)
		report_note(rt->r->report, FIND_RT_TWICE,
			    place_ino("file", f->ino, irec->br_startoff),
			    "%llu blocks from %llu of the realtime section on",
			    (unsigned long long)irec->br_blockcount,
			    (unsigned long long)irec->br_startblock);
	return 0;
}

static int scan(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		struct realtime *rt, int (*extent)(void *priv, const struct xfs_bmbt_irec *irec))
{
	struct rt_file f = { .rt = rt, .ino = ino };
	const struct fork_visit visit = { .extent = extent, .priv = &f };
	struct fork_sums sums;
	int error;

	if (!xfs_dinode_is_realtime(dip))
		return 0;
	error = fork_scan(r, ino, dip, XFS_DATA_FORK, &visit, &sums);
	if (!sums.whole)
		__atomic_store_n(&rt->files_missing, true, __ATOMIC_RELAXED);
	return error;
}

static int take_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     unsigned int thread, void *priv)
{
	return scan(r, ino, dip, priv, take);
}

static int tell_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     unsigned int thread, void *priv)
{
	return scan(r, ino, dip, priv, tell);
}

int realtime_find_users(struct realtime *rt)
{
	int error;

	progress_begin(rt->r->progress, "realtime section", chunk_walk_total(rt->r));
	error = inode_walk(rt->r, take_file, rt);
	if (!error && rt->any_twice)
		error = inode_walk(rt->r, tell_file, rt);
	return error;
}
