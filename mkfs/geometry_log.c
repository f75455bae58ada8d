// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The log: its sectors and stripe unit, how long it is, where it lies.
 *
 * Its length is the 2048th part of the filesystem, at least 64 MiB, at most 2038
 * MiB, and whatever the largest transaction asks.  An internal log lies in the
 * middle group, directly behind the roots of the group's trees or on the next
 * stripe unit; on persistent memory so that it ends where a huge page begins.
 */
#include <errno.h>
#include <inttypes.h>

#include "libxfs/fs/features.h"
#include "mkfs/geometry.h"

/* A group keeps these beside the log, at least, and group 0 some inodes too. */
#define SPARE_BLOCKS	5
#define SPARE_CHUNKS	4
#define SPARE_UNITS	2

#define MAX_LOG_STRIPE	(256 * MKFS_KIB)
#define FALLBACK_STRIPE	(32 * MKFS_KIB)

static bool is_internal(const struct mkfs *m)
{
	return !m->opts.l.logdev;
}

static int choose_log_sector(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	uint32_t least = is_internal(m) ? g->sectsize : m->log_facts.lsectsize;
	uint32_t most = mkfs_most_sector(g);
	uint64_t size;

	if (least < XFS_MIN_SECTORSIZE)
		least = XFS_MIN_SECTORSIZE;
	size = g->sectsize < least ? least : g->sectsize;

	if (mkfs_given(&m->opts, MKFS_OPT_L_SECTSIZE))
		size = m->opts.l.sectsize;
	if (is_internal(m) && size != g->sectsize)
		return mkfs_fail("-l sectsize=%" PRIu64 " differs from the data sector, %u: only an external log may",
				 size, g->sectsize);
	if (least > most)
		return mkfs_fail("-b size=%u is out of range: the log device has sectors of %u bytes, of at most 32768 a block has to hold one",
				 g->blocksize, least);
	if (!mkfs_is_power(size, least, most))
		return mkfs_fail("-l sectsize=%" PRIu64 " is out of range: a power of two from %u to %u",
				 size, least, most);
	g->logsectsize = size;
	return 0;
}

static uint64_t default_log_stripe(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t stripe = (uint64_t)g->unit * g->blocksize;

	if (g->logsectsize > BBSIZE || m->on_pmem)
		return g->blocksize;
	if (!is_internal(m))
		return 0;
	return stripe > MAX_LOG_STRIPE ? FALLBACK_STRIPE : stripe;
}

static int choose_log_stripe(struct mkfs *m)
{
	const struct mkfs_options *o = &m->opts;
	struct xfs_geom *g = &m->geom;
	uint64_t stripe;

	if (mkfs_given(o, MKFS_OPT_L_SU) || mkfs_given(o, MKFS_OPT_L_SUNIT)) {
		stripe = mkfs_given(o, MKFS_OPT_L_SU) ? o->l.su :
			BBTOB(o->l.sunit_bb);
		if (!stripe || stripe % g->blocksize || stripe > MAX_LOG_STRIPE)
			return mkfs_fail("-l %s: a log stripe unit of %" PRIu64 " bytes is out of range: a multiple of the block size, %u, up to 262144",
					 mkfs_given(o, MKFS_OPT_L_SU) ? "su" : "sunit",
					 stripe, g->blocksize);
	} else {
		stripe = default_log_stripe(m);
	}
	/* In whole blocks, and the disk says 1 where there is none. */
	stripe -= stripe % g->blocksize;
	m->sunit_bb = BTOBB(stripe);
	g->logsunit = stripe ? stripe : 1;
	return 0;
}

/* What the log's start and length are multiples of: the data's stripe unit where
   the log's own came out below a block. */
static xfs_extlen_t log_unit(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;

	if (g->logsunit > 1)
		return g->logsunit / g->blocksize;
	return g->unit && is_internal(m) ? g->unit : 1;
}

xfs_extlen_t mkfs_root_blocks(const struct xfs_geom *g)
{
	xfs_extlen_t headers = (4 * g->sectsize + g->blocksize - 1) / g->blocksize;

	return headers + 3 + xfs_has_finobt(g) + xfs_has_rmapbt(g) +
		xfs_has_reflink(g);
}

static uint64_t round_up(uint64_t n, uint64_t unit)
{
	return n % unit ? n + unit - n % unit : n;
}

static uint64_t round_down(uint64_t n, uint64_t unit)
{
	return n - n % unit;
}

/* The log's group as it stands above the group block in a block number. */
static uint64_t log_group_base(const struct mkfs *m)
{
	unsigned int agblklog = 0;

	while (1ULL << agblklog < m->geom.agblocks)
		agblklog++;
	return (uint64_t)m->log_agno << agblklog;
}

/* It is the number of the block, group and all, that is on a stripe unit. */
static uint64_t first_log_block(const struct mkfs *m)
{
	uint64_t base = log_group_base(m);

	return round_up(base + mkfs_root_blocks(&m->geom), log_unit(m)) - base;
}

static xfs_agblock_t group_length(const struct xfs_geom *g, xfs_agnumber_t agno)
{
	uint64_t left = g->dblocks - (uint64_t)agno * g->agblocks;

	return left < g->agblocks ? left : g->agblocks;
}

/* What a group with a log has besides headers and roots. */
static uint64_t spare_blocks(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t chunks = SPARE_CHUNKS * (64 * g->inodesize / g->blocksize);
	uint64_t units = (uint64_t)SPARE_UNITS * g->unit;

	if (m->log_agno)
		return SPARE_BLOCKS;
	return SPARE_BLOCKS + (chunks > units ? chunks : units);
}

/* The longest log there is room for. */
static uint64_t most_log_blocks(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t blocks = MKFS_MAX_LOG / g->blocksize, room, length;

	if (blocks > XFS_MAX_LOG_BLOCKS)
		blocks = XFS_MAX_LOG_BLOCKS;
	if (!is_internal(m)) {
		room = m->log_facts.size / g->blocksize;
	} else {
		length = group_length(g, m->log_agno);
		room = mkfs_root_blocks(g) + spare_blocks(m);
		room = length > room ? length - room : 0;
		if (first_log_block(m) + room > length)
			room = length - first_log_block(m);
	}
	return blocks < room ? blocks : room;
}

/* Atomic writes do not count: with max_atomic_write=128m and 34 writers 25896. */
static uint64_t concurrent_blocks(const struct mkfs *m)
{
	uint64_t writers = m->opts.l.concurrency;
	uint64_t most = MKFS_MAX_LOG / m->geom.blocksize, each;
	struct mkfs_log_need need;

	mkfs_log_need(&m->geom, 0, &need);
	each = need.bytes * need.rounds / 2 * 3;
	if (!mkfs_given(&m->opts, MKFS_OPT_L_CONCURRENCY) ||
	    m->geom.dblocks < MKFS_GIB / m->geom.blocksize)
		return 0;
	if (writers == 1)
		writers = m->nr_cpus;
	if (writers > MKFS_MAX_LOG / each)
		return most;
	return writers * each / m->geom.blocksize;
}

static uint64_t default_log_blocks(const struct mkfs *m,
				   const struct mkfs_log_need *need)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t size = g->dblocks * g->blocksize, blocks, writers;
	uint64_t least = MKFS_MIN_LOG / g->blocksize;

	blocks = size / 2048 / g->blocksize;
	if (blocks < least)
		blocks = size < MKFS_MIN_DATA ? 0 : least;
	writers = concurrent_blocks(m);
	if (blocks < writers)
		blocks = writers;
	if (blocks < need->blocks)
		blocks = need->blocks;
	if (!is_internal(m))
		blocks = most_log_blocks(m);
	return blocks;
}

static int check_log_blocks(const struct mkfs *m, uint64_t blocks,
			    const struct mkfs_log_need *need)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t least = round_up(need->blocks, log_unit(m));
	uint64_t most = round_down(most_log_blocks(m), log_unit(m));

	if (!m->opts.unsupported && least < MKFS_MIN_LOG / g->blocksize)
		least = MKFS_MIN_LOG / g->blocksize;
	if (most < least)
		return mkfs_fail("-l size: the log needs at least %" PRIu64 " blocks, and there is room for %" PRIu64 "; choose larger groups or fewer of them",
				 least, most);
	if (blocks < need->blocks || blocks < least || blocks > most)
		return mkfs_fail("-l size: %" PRIu64 " blocks are out of range: %" PRIu64 " to %" PRIu64,
				 blocks, least, most);
	if (blocks % log_unit(m))
		return mkfs_fail("-l size: %" PRIu64 " blocks are not a multiple of the log stripe unit, %u blocks",
				 blocks, log_unit(m));
	return 0;
}

static int choose_log_length(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	struct mkfs_log_need need;
	uint64_t blocks, most = round_down(most_log_blocks(m), log_unit(m));
	int error;

	mkfs_log_need(g, m->opts.i.max_atomic_write / g->blocksize, &need);
	if (mkfs_given(&m->opts, MKFS_OPT_L_SIZE)) {
		blocks = m->opts.l.size / g->blocksize;
	} else {
		blocks = round_up(default_log_blocks(m, &need), log_unit(m));
		if (blocks > most)
			blocks = most;
	}
	error = check_log_blocks(m, blocks, &need);
	if (error)
		return error;
	g->logblocks = blocks;
	return 0;
}

static int choose_log_group(struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t agno = g->agcount / 2;

	if (mkfs_given(&m->opts, MKFS_OPT_L_AGNUM))
		agno = m->opts.l.agnum;
	if (agno >= g->agcount)
		return mkfs_fail("-l agnum=%" PRIu64 " is out of range: 0 to %u",
				 agno, g->agcount - 1);
	m->log_agno = agno;
	return 0;
}

/* Where a log that ends where a huge page begins would start; 0: nowhere. */
static uint64_t huge_log_block(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t start = first_log_block(m), end;

	if (!mkfs_huge_blocks(m))
		return 0;
	end = mkfs_huge_round_up(m, start + g->logblocks);
	start = end - g->logblocks;
	if ((log_group_base(m) + start) % log_unit(m) ||
	    end + spare_blocks(m) > group_length(g, m->log_agno))
		return 0;
	if (m->log_agno == 0 && mkfs_root_chunk(m) < end)
		return 0;
	return start;
}

static int place_log(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	uint64_t start = first_log_block(m), better;

	g->logstart = log_group_base(m) + start;
	better = huge_log_block(m);
	if (better)
		start = better;
	if (start + g->logblocks > group_length(g, m->log_agno))
		return mkfs_fail("-l size: a log of %u blocks does not fit in group %u, which has %u, behind block %" PRIu64,
				 g->logblocks, m->log_agno,
				 group_length(g, m->log_agno), start);
	m->log_agbno = start;
	g->logstart = log_group_base(m) + start;
	return 0;
}

int mkfs_choose_log(struct mkfs *m)
{
	int error;

	m->log_agno = m->log_agbno = 0;
	m->geom.logstart = 0;
	error = choose_log_sector(m);
	if (!error)
		error = choose_log_stripe(m);
	if (!error && is_internal(m))
		error = choose_log_group(m);
	if (!error)
		error = choose_log_length(m);
	if (!error && is_internal(m))
		error = place_log(m);
	return error;
}
