// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stripe geometry, and how the device is cut into allocation groups.
 *
 * A plain disk gets 4 groups; what is striped gets up to 32, for there the disks
 * work in parallel.  No group is above 1 TiB less a block, nor below 16 MiB.  On
 * stripes, group sizes are whole stripe units, and if possible not whole stripe
 * widths, lest all headers land on one disk.  Persistent memory has stripe units of
 * a huge page for alignment's sake only, and counts as plain.
 */
#include <errno.h>
#include <inttypes.h>

#include "mkfs/geometry.h"

static uint64_t max_group(const struct xfs_geom *g)
{
	return XFS_MAX_AG_BYTES / g->blocksize - 1;
}

static uint64_t min_group(const struct xfs_geom *g)
{
	return XFS_MIN_AG_BYTES / g->blocksize;
}

static void set_stripe(struct mkfs *m, uint64_t unit, uint64_t width)
{
	m->geom.unit = unit / m->geom.blocksize;
	m->geom.width = width / m->geom.blocksize;
}

/* The stripe was asked for as sunit and swidth, not as su and sw. */
static bool in_sectors(const struct mkfs *m)
{
	return mkfs_given(&m->opts, MKFS_OPT_D_SUNIT) ||
	       mkfs_given(&m->opts, MKFS_OPT_D_SWIDTH);
}

static int check_unit(const struct mkfs *m, uint64_t unit)
{
	const char *name = in_sectors(m) ? "sunit" : "su";

	if (unit > INT32_MAX)
		return mkfs_fail("-d %s: a stripe unit of %" PRIu64 " bytes is out of range: a stripe is below 2 GiB",
				 name, unit);
	if (unit % m->geom.blocksize)
		return mkfs_fail("-d %s: a stripe unit of %" PRIu64 " bytes is not a multiple of the block size, %u",
				 name, unit, m->geom.blocksize);
	return 0;
}

/* @unit and @width are in what the options count: bytes, sectors, units. */
static int check_width(const struct mkfs *m, uint64_t unit, uint64_t width)
{
	uint64_t most = INT32_MAX / unit;

	if (in_sectors(m)) {
		most = INT32_MAX / BBSIZE / unit * unit;
		if (width % unit)
			return mkfs_fail("-d swidth=%" PRIu64 " is not a multiple of sunit, %" PRIu64,
					 width, unit);
	}
	if (width > most)
		return mkfs_fail("-d %s=%" PRIu64 " is out of range: a stripe is below 2 GiB, so %" PRIu64 " to %" PRIu64,
				 in_sectors(m) ? "swidth" : "sw", width,
				 in_sectors(m) ? unit : 1, most);
	return 0;
}

static int asked_stripe(struct mkfs *m)
{
	const struct mkfs_options *o = &m->opts;
	bool sectors = in_sectors(m);
	uint64_t unit = sectors ? o->d.sunit_bb : o->d.su;
	uint64_t width = sectors ? o->d.swidth_bb : o->d.sw;
	uint64_t bytes = sectors && unit <= UINT32_MAX ? BBTOB(unit) : unit;
	int error;

	if (!unit && !width)
		return 0;
	if (!unit || !width)
		return mkfs_fail(sectors ?
				 "-d sunit=%" PRIu64 ",swidth=%" PRIu64 " is half a stripe: both are zero or none is" :
				 "-d su=%" PRIu64 ",sw=%" PRIu64 " is half a stripe: both are zero or none is",
				 unit, width);
	error = check_unit(m, bytes);
	if (!error)
		error = check_width(m, unit, width);
	if (!error)
		set_stripe(m, bytes, sectors ? BBTOB(width) : bytes * width);
	return error;
}

/* What the device says is taken where it makes sense, and never complained of. */
static void device_stripe(struct mkfs *m)
{
	const struct device_facts *f = &m->data_facts;
	uint64_t unit = f->io_min, width = f->io_opt;
	uint32_t bs = m->geom.blocksize;

	if (!f->block || m->geom.dblocks < MKFS_GIB / bs)
		return;
	if (unit == f->psectsize || width == f->psectsize || !unit || !width)
		return;
	if (unit % bs || width % unit || width > INT32_MAX)
		return;
	set_stripe(m, unit, width);
}

int mkfs_choose_stripe(struct mkfs *m)
{
	const struct mkfs_options *o = &m->opts;
	uint32_t huge;

	m->geom.unit = m->geom.width = 0;
	if (o->d.noalign)
		return 0;
	if (in_sectors(m) || mkfs_given(o, MKFS_OPT_D_SU) ||
	    mkfs_given(o, MKFS_OPT_D_SW))
		return asked_stripe(m);
	if (!m->on_pmem) {
		device_stripe(m);
		return 0;
	}
	huge = mkfs_huge_blocks(m);
	if (huge && mkfs_huge_round_up(m, 0) == 0)
		m->geom.unit = m->geom.width = huge;
	return 0;
}

/* Stripes that are there for speed, not for huge pages. */
static bool is_striped(const struct mkfs *m)
{
	return m->geom.unit && !m->on_pmem;
}

/* The exponent of the number of groups; sizes are bytes. */
static unsigned int groups_log2(uint64_t size, bool striped)
{
	static const uint64_t steps[] = {
		512 * MKFS_GIB + 1, 8 * MKFS_GIB + 1, 128 * MKFS_MIB,
		64 * MKFS_MIB, 32 * MKFS_MIB,
	};
	unsigned int log2 = 5;
	size_t i;

	if (!striped && size >= 128 * MKFS_MIB)
		return 2;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		log2 -= size < steps[i];
	return log2;
}

static uint64_t default_group(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t max = max_group(g), blocks;
	uint64_t unlimited = (is_striped(m) ? 32 : 4) * MKFS_TIB / g->blocksize;
	unsigned int log2;

	if (g->dblocks >= unlimited)
		return max;
	log2 = groups_log2(g->dblocks * g->blocksize, is_striped(m));
	blocks = (g->dblocks + (1ULL << log2) - 1) >> log2;
	return blocks < max ? blocks : max;
}

/* One group for each writer, as long as it has 4 GiB. */
static uint64_t concurrent_group(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t blocks = default_group(m), writers = m->opts.d.concurrency;
	uint64_t most = g->dblocks / (4 * MKFS_GIB / g->blocksize);

	if (writers == 1)
		writers = m->nr_cpus;
	if (writers > most)
		writers = most;
	if (!writers || writers <= mkfs_div_up(g->dblocks, blocks))
		return blocks;
	blocks = g->dblocks / writers;
	return blocks < max_group(g) ? blocks : max_group(g);
}

static int asked_group(const struct mkfs *m, uint64_t *blocks)
{
	const struct mkfs_options *o = &m->opts;
	const struct xfs_geom *g = &m->geom;

	if (mkfs_given(o, MKFS_OPT_D_AGSIZE)) {
		if (o->d.agsize % g->blocksize)
			return mkfs_fail("-d agsize=%" PRIu64 " is not a multiple of the block size, %u",
					 o->d.agsize, g->blocksize);
		*blocks = o->d.agsize / g->blocksize;
		if (*blocks < min_group(g) || *blocks > max_group(g))
			return mkfs_fail("-d agsize=%" PRIu64 " is out of range: %llu to %" PRIu64,
					 o->d.agsize, XFS_MIN_AG_BYTES,
					 max_group(g) * g->blocksize);
	} else if (mkfs_given(o, MKFS_OPT_D_AGCOUNT)) {
		if (!o->d.agcount || o->d.agcount > g->dblocks)
			return mkfs_fail("-d agcount=%" PRIu64 " is out of range: 1 to %" PRIu64,
					 o->d.agcount, g->dblocks / min_group(g));
		*blocks = mkfs_div_up(g->dblocks, o->d.agcount);
		if (*blocks > max_group(g))
			return mkfs_fail("-d agcount=%" PRIu64 " is out of range: groups have at most %" PRIu64 " blocks, so at least %" PRIu64,
					 o->d.agcount, max_group(g),
					 mkfs_div_up(g->dblocks, max_group(g)));
	} else if (mkfs_given(o, MKFS_OPT_D_CONCURRENCY)) {
		*blocks = concurrent_group(m);
	} else {
		*blocks = default_group(m);
	}
	return 0;
}

/* To whole units, downwards only where there is no more room upwards. */
static int align_group(const struct mkfs *m, uint64_t unit, uint64_t *blocks)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t aligned = *blocks;

	if (!unit)
		return 0;
	if (aligned % unit)
		aligned += unit - aligned % unit;
	if (aligned > max_group(g))
		aligned = max_group(g) / unit * unit;
	if (aligned < min_group(g))
		return mkfs_fail("-d sunit, su: no group size from %" PRIu64 " to %" PRIu64 " blocks is a multiple of %" PRIu64 " blocks",
				 min_group(g), max_group(g), unit);
	*blocks = aligned;
	return 0;
}

/* All headers on one disk is to be avoided where the choice is ours. */
static void spread_group(const struct mkfs *m, uint64_t unit, uint64_t *blocks)
{
	const struct xfs_geom *g = &m->geom;

	if (!g->width || g->width == g->unit || *blocks % g->width)
		return;
	if (mkfs_given(&m->opts, MKFS_OPT_D_AGSIZE) ||
	    mkfs_given(&m->opts, MKFS_OPT_D_AGCOUNT))
		return;
	if (*blocks - unit >= min_group(g) && g->dblocks > *blocks)
		*blocks -= unit;
}

/*
 * A group is whole atomic writes long, too: with -i max_atomic_write=256m the four
 * groups of 20000 MiB have 1310720 blocks, not 1280000.  The write's length stands in
 * for a shorter stripe unit, also in the spreading: 20 GiB with su=64k,sw=4 are 20
 * groups of 262144, not 16 of 327664.  Groups asked for that are too short are judged
 * as the write has lengthened them.
 */
static int fit_group(const struct mkfs *m, uint64_t *blocks)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t unit = g->unit ? g->unit : mkfs_huge_blocks(m);
	uint64_t asked = *blocks, write = m->opts.i.max_atomic_write;
	int error;

	if (mkfs_given(&m->opts, MKFS_OPT_I_MAX_ATOMIC_WRITE) && write < g->blocksize)
		return mkfs_fail("-i max_atomic_write=%" PRIu64 " is out of range: at least a block, %u bytes",
				 write, g->blocksize);
	write /= g->blocksize;
	if (write <= unit || asked >= min_group(g)) {
		error = align_group(m, unit, blocks);
		if (error)
			return error;
		spread_group(m, g->unit, blocks);
	}
	if (write > *blocks)
		return mkfs_fail("-i max_atomic_write=%" PRIu64 " is out of range: at most a group, %" PRIu64 " blocks",
				 m->opts.i.max_atomic_write, *blocks);
	if (write <= unit)
		return 0;
	*blocks = asked;
	error = align_group(m, write, blocks);
	if (!error)
		spread_group(m, write, blocks);
	return error;
}

static int check_groups(const struct mkfs *m, uint64_t blocks, uint64_t count)
{
	const struct xfs_geom *g = &m->geom;

	if (blocks < min_group(g) || blocks > max_group(g))
		return mkfs_fail("-d agsize, agcount: groups of %" PRIu64 " blocks are out of range: %" PRIu64 " to %" PRIu64,
				 blocks, min_group(g), max_group(g));
	if (blocks > g->dblocks)
		return mkfs_fail("-d agsize: groups of %" PRIu64 " blocks are out of range: the filesystem has only %" PRIu64,
				 blocks, g->dblocks);
	if (count > NULLAGNUMBER - 1)
		return mkfs_fail("-d agsize: %" PRIu64 " groups are too many; choose larger ones",
				 count);
	if (count < 2 && !m->opts.unsupported)
		return mkfs_fail("-d agsize, agcount: one group leaves no second superblock to repair from; at least 2 groups are needed");
	return 0;
}

int mkfs_choose_groups(struct mkfs *m)
{
	struct xfs_geom *g = &m->geom;
	uint64_t blocks = 0, count;
	int error;

	error = asked_group(m, &blocks);
	if (!error)
		error = fit_group(m, &blocks);
	if (error)
		return error;
	count = mkfs_div_up(g->dblocks, blocks);
	/* A remainder too small for a group is left unused. */
	if (count > 1 && g->dblocks % blocks && g->dblocks % blocks < min_group(g)) {
		count--;
		g->dblocks = count * blocks;
	}
	error = check_groups(m, blocks, count);
	if (error)
		return error;
	g->agblocks = blocks;
	g->agcount = count;
	/* The steps that follow ask about trees. */
	xfs_geom_derive(g);
	return 0;
}
