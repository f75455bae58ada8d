// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkfs_choose_geometry(): the stock tool's numbers for the options of
 * mkfs_geometry_rows.inc; the shortest logs it demands; placement on persistent
 * memory; and, for options at random and extreme, a sane geometry or one sentence.
 */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "libxfs/fs/features.h"
#include "mkfs/aglayout.h"
#include "mkfs/geometry.h"
#include "tests/unit/tap.h"

struct row {
	const char	*options, *data;
	uint64_t	size;
	bool		unsupported;
	struct {
		uint32_t	blocksize, sectsize, inodesize, dirblklog;
		uint64_t	dblocks;
		uint32_t	agblocks, agcount;
		uint64_t	logstart;
		uint32_t	logblocks, logsunit, logsectsize, rextsize;
		uint64_t	rootino;
		uint32_t	unit, width, inoalignmt, spino_align, imax_pct;
		uint32_t	versionnum;
	} want;
};

static const struct row rows[] = {
#include "tests/unit/mkfs_geometry_rows.inc"
};

static char said[4096];

static bool one_sentence(void)
{
	const char *end = strchr(said, '\n');

	return !strncmp(said, "mkfs.xfs: ", 10) && end && !end[1];
}

/* Runs @step with standard error caught in said[]. */
static int caught(struct mkfs *m, int (*step)(struct mkfs *m))
{
	FILE *catch = tmpfile();
	int saved = dup(2), error;

	fflush(stderr);
	dup2(fileno(catch), 2);
	error = step(m);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	rewind(catch);
	said[fread(said, 1, sizeof(said) - 1, catch)] = 0;
	fclose(catch);
	return error;
}

static int parse(struct mkfs *m, const char *options, const char *data,
		 uint64_t size)
{
	static char copy[1024], last[256];
	char *words[40] = { (char *)"mkfs.xfs" }, *save = NULL, *word;
	int n = 1;

	memset(m, 0, sizeof(*m));
	snprintf(copy, sizeof(copy), "%s", options);
	snprintf(last, sizeof(last), "file,name=/nowhere,size=%" PRIu64 "%s%s",
		 size, data[0] ? "," : "", data);
	for (word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
		words[n++] = word;
	words[n++] = (char *)"-d";
	words[n++] = last;
	m->data_facts = (struct device_facts){
		.size = size, .lsectsize = 512, .psectsize = 512 };
	m->log_facts = m->data_facts;
	m->nr_cpus = 4;
	return mkfs_options_parse(&m->opts, n, words);
}

/* The defaults of the stock 6.1, which differ from ours. */
static void as_stock(struct mkfs *m)
{
	if (!mkfs_given(&m->opts, MKFS_OPT_M_RMAPBT))
		m->geom.ro_compat &= ~XFS_SB_FEAT_RO_COMPAT_RMAPBT;
	if (!mkfs_given(&m->opts, MKFS_OPT_I_NREXT64))
		m->geom.incompat &= ~XFS_SB_FEAT_INCOMPAT_NREXT64;
}

static int choose(struct mkfs *m, const char *options, const char *data,
		  uint64_t size, bool unsupported)
{
	int error = parse(m, options, data, size);

	m->opts.unsupported |= unsupported;
	if (!error)
		error = caught(m, mkfs_choose_features);
	as_stock(m);
	return error ? error : caught(m, mkfs_choose_geometry);
}

static void test_row(const struct row *r)
{
	struct mkfs m;
	const struct xfs_geom *g = &m.geom;
	int error = choose(&m, r->options, r->data, r->size, r->unsupported);
	/* bits that inodes bring, not numbers */
	uint16_t version = g->versionnum & ~XFS_SB_VERSION_ATTRBIT;

	if (!ok(!error, "%" PRIu64 " %s -d %s", r->size, r->options, r->data)) {
		printf("# %s", said);
		mkfs_options_free(&m.opts);
		return;
	}
#define SAME(field) is_u64(g->field, r->want.field, "  " #field)
	SAME(blocksize); SAME(sectsize); SAME(inodesize); SAME(dirblklog);
	SAME(dblocks); SAME(agblocks); SAME(agcount); SAME(logstart);
	SAME(logblocks); SAME(logsunit); SAME(rextsize); SAME(rootino);
	SAME(unit); SAME(width); SAME(inoalignmt); SAME(spino_align);
	SAME(imax_pct);
#undef SAME
	is_u64(g->logsectsize, r->want.logsectsize ? r->want.logsectsize : 512,
	       "  logsectsize");
	is_u64(version, r->want.versionnum, "  versionnum");
	mkfs_options_free(&m.opts);
}

/* What "-l size=2m" is told, and "logres" of xfs_db; 7.2 where parent is on. */
static void test_log_need(void)
{
	static const struct {
		uint32_t	block, sector, inode, dir, agblocks, unit;
		uint32_t	ro_compat, incompat;
		uint32_t	blocks, atomic_blocks;
	} needs[] = {
		{ 4096, 512, 512, 4096, 655360, 1, 1 | 4, 0, 1986, 0 },
		{ 4096, 512, 512, 4096, 655360, 1, 1, 0, 878, 0 },
		{ 4096, 512, 512, 4096, 655360, 1, 1 | 2, 0, 943, 0 },
		{ 4096, 512, 512, 4096, 655360, 1, 1 | 2 | 4, 0, 3693, 0 },
		{ 4096, 512, 512, 4096, 655360, 4096, 1 | 4, 0, 1650, 0 },
		{ 4096, 512, 512, 4096, 655360, 32768, 1 | 4, 0, 2040, 0 },
		{ 4096, 512, 512, 4096, 655360, 262144, 1 | 4, 0, 5184, 0 },
		{ 4096, 512, 512, 65536, 655360, 1, 1 | 4, 0, 2174, 0 },
		{ 1024, 512, 512, 4096, 2621440, 1, 1 | 4, 0, 4175, 0 },
		{ 2048, 512, 512, 4096, 1310720, 1, 1 | 2 | 4, 0, 4470, 0 },
		{ 65536, 512, 512, 65536, 40960, 1, 1 | 2 | 4, 0, 2570, 0 },
		{ 4096, 512, 512, 4096, 19200, 1, 1 | 4, 0, 1368, 0 },
		{ 4096, 512, 512, 4096, 268435455, 1, 1 | 2 | 4, 0, 4287, 0 },
		{ 4096, 512, 512, 4096, 655360, 1, 7, 32 | 128, 2001, 0 },
		{ 4096, 512, 512, 4096, 4194304, 1, 7, 32, 51437, 65536 },
		{ 4096, 512, 512, 4096, 65536, 1, 1 | 4, 32, 41077, 65536 },
		{ 4096, 512, 512, 4096, 4194304, 1, 7, 32, 203574, 262144 },
	};
	size_t i;

	for (i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		struct xfs_geom g = {
			.blocksize = needs[i].block, .sectsize = needs[i].sector,
			.inodesize = needs[i].inode, .dirblksize = needs[i].dir,
			.agblocks = needs[i].agblocks, .logsunit = needs[i].unit,
			.ro_compat = needs[i].ro_compat,
			.incompat = needs[i].incompat,
		};
		struct mkfs_log_need need;

		xfs_geom_derive(&g);
		mkfs_log_need(&g, needs[i].atomic_blocks, &need);
		is_u64(need.blocks, needs[i].blocks, "shortest log %zu", i);
	}
}

static void test_concurrency(void)
{
	static const struct {
		uint64_t	size;
		const char	*data, *options;
		uint32_t	agcount, agblocks, logblocks;
	} cases[] = {	/* observed on 7.2 */
		{ 10ULL << 30, "concurrency=32", "-n parent=1", 4, 655360, 16384 },
		{ 100ULL << 30, "concurrency=32", "-n parent=1", 25, 1048576, 16384 },
		{ 100ULL << 30, "concurrency=8", "-n parent=1", 8, 3276800, 16384 },
		{ 100ULL << 30, "concurrency=32,su=64k,sw=2", "-n parent=1",
		  25, 1048560, 16384 },
		{ 10ULL << 30, "", "-n parent=1 -i nrext64=1 -m rmapbt=1 -l concurrency=64",
		  4, 655360, 50175 },
		{ 10ULL << 30, "", "-i nrext64=1 -m rmapbt=1 -l concurrency=64",
		  4, 655360, 102600 },
		{ 10ULL << 30, "", "-i nrext64=1 -m rmapbt=1 -l concurrency=1000",
		  4, 655360, 521728 },
		{ 1000ULL << 20, "", "-m rmapbt=1 -l concurrency=1000",
		  4, 64000, 16384 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mkfs m;

		if (!ok(!choose(&m, cases[i].options, cases[i].data,
				cases[i].size, false), "concurrency %zu", i))
			printf("# %s", said);
		is_u64(m.geom.agcount, cases[i].agcount, "  agcount");
		is_u64(m.geom.agblocks, cases[i].agblocks, "  agblocks");
		is_u64(m.geom.logblocks, cases[i].logblocks, "  logblocks");
		mkfs_options_free(&m.opts);
	}
}

/* The one place of each rule; a line without a sentence is taken. */
static void test_refusals(void)
{
	static const struct {
		const char	*options, *data, *part;
	} lines[] = {
		{ "", "sunit=8,swidth=12", "-d swidth=12 is not a multiple of sunit, 8" },
		{ "", "sunit=9,swidth=9", "-d sunit: a stripe unit of 4608 bytes" },
		{ "", "su=5000,sw=1", "-d su: a stripe unit of 5000 bytes" },
		{ "", "su=0,sw=1", "-d su=0,sw=1 is half a stripe" },
		{ "", "sunit=8,swidth=0", "-d sunit=8,swidth=0 is half a stripe" },
		{ "", "su=1m,sw=2048", "-d sw=2048 is out of range: a stripe is below 2 GiB, so 1 to 2047" },
		{ "", "su=1m,sw=2047", NULL },
		{ "", "sunit=2048,swidth=4194302", "not a multiple" },
		{ "", "sunit=2048,swidth=4192256", NULL },
		{ "", "su=0,sw=0", NULL },
		{ "-b size=1k -i size=1k", "", "-i size=1024 is out of range: a power of two from 512 to 512" },
		{ "-i size=2k", "", NULL },
		{ "-i perblock=16", "", "-i perblock=16 is out of range: a power of two from 2 to 8" },
		{ "-i perblock=8", "", NULL },
		{ "-b size=2k -s size=4k", "", "-s size=4096 is out of range: a power of two from 512, the device's sectors, to 2048" },
		{ "-b size=8k -n size=4k", "", "-n size=4096 is out of range" },
		{ "", "agsize=16777217", "-d agsize=16777217 is not a multiple" },
		{ "-l su=512", "", "-l su: " },
		{ "-l sunit=9", "", "-l sunit: " },
		{ "-r extsize=5000", "", "-r extsize=5000" },
		{ "-s size=512 -l sectsize=4k", "", "-l sectsize=4096 differs" },
		{ "-s size=512 -l sectsize=4k,logdev=x", "", NULL },
		{ "-s size=512 -l sectsize=8k,logdev=x", "", "-l sectsize=8192 is out of range: a power of two from 512 to 4096" },
		{ "-m finobt=0,inobtcount=1", "", "-m inobtcount=1 needs -m finobt=1" },
		{ "-m reflink=0", "cowextsize=8", "-d cowextsize needs -m reflink=1" },
		{ "-r extsize=8k", "rtinherit=1,extszinherit=3", "-d extszinherit=3 is not a multiple of the realtime extent, 2 blocks" },
		{ "-r extsize=8k", "rtinherit=1,extszinherit=4", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const char *part = lines[i].part;
		struct mkfs m;
		int error;

		said[0] = 0;
		error = choose(&m, lines[i].options, lines[i].data, 1ULL << 32, false);
		if (!ok(part ? error == -EINVAL : !error, "%s -d %s is %s",
			lines[i].options, lines[i].data, part ? "refused" : "taken") ||
		    !ok(!part || (one_sentence() && strstr(said, part)), "  %s",
			part ? part : "silently"))
			printf("# %d: %s\n", error, said);
		mkfs_options_free(&m.opts);
	}
}

/* A log device with larger sectors than a block: the block is too small, and no
   -l sectsize can help. */
static void test_log_sectors(void)
{
	struct mkfs m;
	int error = parse(&m, "-b size=1k -l logdev=x", "", 1ULL << 32);

	if (!error)
		error = mkfs_choose_features(&m);
	m.log_facts = (struct device_facts){
		.size = 1 << 30, .lsectsize = 4096, .psectsize = 4096 };
	ok(!error && caught(&m, mkfs_choose_geometry) == -EINVAL && one_sentence() &&
	   strstr(said, "-b size=1024 is out of range: the log device has sectors of 4096 bytes"),
	   "a log device whose sectors are above a block");
	mkfs_options_free(&m.opts);
}

static int choose_pmem(struct mkfs *m, const char *options, const char *data,
		       uint64_t size, uint64_t start)
{
	int error = parse(m, options, data, size);

	if (!error)
		error = mkfs_choose_features(m);
	m->on_pmem = true;
	m->pmem_start = start;
	m->data_facts.psectsize = 4096;
	m->data_facts.block = true;
	return error ? error : caught(m, mkfs_choose_geometry);
}

/* True if block @agbno of group @agno is on a huge page in memory. */
static bool is_huge(const struct mkfs *m, xfs_agnumber_t agno, uint64_t agbno)
{
	uint64_t block = (uint64_t)agno * m->geom.agblocks + agbno;

	return (m->pmem_start + block * m->geom.blocksize) % XFS_DAX_HUGE == 0;
}

static void test_pmem_place(uint64_t size, uint64_t start)
{
	struct mkfs m;
	const struct xfs_geom *g = &m.geom;
	bool aligned = start % XFS_DAX_HUGE == 0;
	struct mkfs_ag ag;

	if (!ok(!choose_pmem(&m, "", "", size, start),
		"pmem of %" PRIu64 " at 0x%" PRIx64, size, start)) {
		printf("# %s", said);
		mkfs_options_free(&m.opts);
		return;
	}
	is_u64(g->agcount, 4, "  four groups");
	is_u64(g->sectsize, 4096, "  sector");
	is_u64(g->logsunit, 4096, "  log stripe unit");
	is_u64(g->agblocks % 512, 0, "  groups are whole huge pages");
	is_u64(g->unit, aligned ? 512 : 0, "  stripe unit");
	is_u64(g->width, g->unit, "  stripe width");
	ok(is_huge(&m, m.log_agno, m.log_agbno + g->logblocks),
	   "  a huge page begins behind the log");
	ok((m.dax_agbno != 0) == !aligned, "  separators only off the boundary");
	ok(aligned || is_huge(&m, 1, m.dax_agbno), "  which is a boundary");
	ok(!mkfs_ag_layout(&m, 0, &ag) && !mkfs_ag_layout(&m, 2, &ag),
	   "  the groups can be laid out");
	mkfs_options_free(&m.opts);
}

static void test_pmem(void)
{
	static const uint64_t starts[] = {
		0, 1ULL << 32, 0x100000000 + 4096, 0x110100000, 0x1801ff000,
	};
	static const uint64_t sizes[] = {
		300ULL << 20, 1ULL << 30, (4ULL << 30) - (6 << 20), 16ULL << 30,
		(1ULL << 40) + 4096,
	};
	struct mkfs m;
	size_t i, j;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		for (j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++)
			test_pmem_place(sizes[j], starts[i]);
	ok(choose_pmem(&m, "-b size=1024", "", 1ULL << 30, 0) == -EINVAL &&
	   one_sentence() && strstr(said, "page size"), "blocks below a page");
	mkfs_options_free(&m.opts);
	ok(choose_pmem(&m, "", "", 1ULL << 30, 512) == -EINVAL &&
	   one_sentence(), "memory that begins off a page");
	mkfs_options_free(&m.opts);
	ok(!choose_pmem(&m, "", "noalign", 1ULL << 30, 0) && !m.geom.unit &&
	   !m.dax_agbno, "noalign");
	mkfs_options_free(&m.opts);
	ok(!choose_pmem(&m, "", "su=2m,sw=1", 16ULL << 30, 0) &&
	   m.geom.unit == 512 && m.geom.agcount == 4, "su=2m,sw=1: still 4 groups");
	mkfs_options_free(&m.opts);
	ok(!choose_pmem(&m, "-l agnum=0", "", 16ULL << 30, 0x100100000) &&
	   !mkfs_ag_layout(&m, 0, (struct mkfs_ag[1]){ 0 }), "log in group 0");
	mkfs_options_free(&m.opts);
}

static uint64_t seed = 42;

static uint64_t next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Any power, a bit beside it, or anything. */
static uint64_t wild(void)
{
	uint64_t n = 1ULL << (next() % 64);

	switch (next() % 4) {
	case 0: return n;
	case 1: return n - 1 + next() % 3;
	case 2: return next() % 4 ? next() % 100 : UINT64_MAX;
	default: return next() >> next() % 64;
	}
}

static void give(struct mkfs_options *o, enum mkfs_opt opt, uint64_t *value)
{
	if (next() % 20)
		return;
	*value = wild();
	o->given[opt / 64] |= 1ULL << (opt % 64);
}

/* Values that the parser lets through, and those it never would. */
static void make_wild(struct mkfs *m)
{
	struct mkfs_options *o = &m->opts;

	memset(m, 0, sizeof(*m));
	o->b.size = next() % 3 ? 1024ULL << next() % 7 : wild();
	give(o, MKFS_OPT_D_AGCOUNT, &o->d.agcount);
	give(o, MKFS_OPT_D_AGSIZE, &o->d.agsize);
	give(o, MKFS_OPT_D_CONCURRENCY, &o->d.concurrency);
	give(o, MKFS_OPT_D_SUNIT, &o->d.sunit_bb);
	give(o, MKFS_OPT_D_SWIDTH, &o->d.swidth_bb);
	give(o, MKFS_OPT_D_SU, &o->d.su);
	give(o, MKFS_OPT_D_SW, &o->d.sw);
	give(o, MKFS_OPT_I_SIZE, &o->i.size);
	give(o, MKFS_OPT_I_PERBLOCK, &o->i.perblock);
	give(o, MKFS_OPT_I_MAXPCT, &o->i.maxpct);
	give(o, MKFS_OPT_L_AGNUM, &o->l.agnum);
	give(o, MKFS_OPT_L_SIZE, &o->l.size);
	give(o, MKFS_OPT_L_CONCURRENCY, &o->l.concurrency);
	give(o, MKFS_OPT_L_SU, &o->l.su);
	give(o, MKFS_OPT_L_SUNIT, &o->l.sunit_bb);
	give(o, MKFS_OPT_L_SECTSIZE, &o->l.sectsize);
	give(o, MKFS_OPT_N_SIZE, &o->n.size);
	give(o, MKFS_OPT_R_EXTSIZE, &o->r.extsize);
	give(o, MKFS_OPT_S_SIZE, &o->s.size);
	o->d.noalign = next() % 8 == 0;
	o->unsupported = next() % 2;
	m->data_facts = (struct device_facts){
		.size = next() % 4 ? 1 + (next() >> (4 + next() % 34)) : wild(),
		.lsectsize = 512 << next() % 4, .psectsize = 4096,
		.io_min = wild(), .io_opt = wild(), .block = next() % 2,
	};
	m->log_facts = (struct device_facts){
		.size = wild(), .lsectsize = 512, .psectsize = 512 };
	o->l.logdev = next() % 8 ? NULL : "/dev/log";
	m->nr_cpus = 1 + next() % 4096;
	m->on_pmem = next() % 4 == 0;
	m->pmem_start = next() % 2 ? next() >> next() % 64 << 12 : wild();
	m->geom.ro_compat = next() % 16;
	m->geom.incompat = next() % 256;
	m->geom.versionnum = 0xb4a5;
}

static bool is_sane(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	uint64_t end = (uint64_t)m->log_agbno + g->logblocks;

	if (g->dblocks * g->blocksize > m->data_facts.size || !g->agcount)
		return false;
	if ((uint64_t)(g->agcount - 1) * g->agblocks >= g->dblocks ||
	    (uint64_t)g->agcount * g->agblocks < g->dblocks)
		return false;
	if (g->unit && (g->width % g->unit || g->agblocks % g->unit))
		return false;
	if (m->opts.l.logdev)
		return !g->logstart &&
			(uint64_t)g->logblocks * g->blocksize <= m->log_facts.size;
	return m->log_agno < g->agcount && m->log_agbno &&
		end <= xfs_ag_length(g, m->log_agno) &&
		xfs_fsb_agbno(g, g->logstart) == m->log_agbno &&
		xfs_fsb_agno(g, g->logstart) == m->log_agno;
}

static void test_wild(void)
{
	unsigned int i, made = 0, refused = 0, wrong = 0;

	for (i = 0; i < 30000; i++) {
		uint64_t before = seed;
		struct mkfs m;
		int error;

		make_wild(&m);
		error = caught(&m, mkfs_choose_geometry);
		made += !error;
		refused += error != 0;
		if (error ? error == -EINVAL && one_sentence() :
		    is_sane(&m) && !said[0])
			continue;
		if (wrong++ < 5)
			printf("# seed %" PRIu64 ": %d, %s\n", before, error, said);
	}
	is_u64(wrong, 0, "%u wild requests: a sane geometry or one sentence", i);
	ok(made > 3000 && refused > 3000, "%u made, %u refused", made, refused);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		test_row(&rows[i]);
	test_refusals();
	test_log_sectors();
	test_log_need();
	test_concurrency();
	test_pmem();
	test_wild();
	return done();
}
