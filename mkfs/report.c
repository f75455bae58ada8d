// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints the geometry: the columns that people and scripts know from the stock
 * mkfs.xfs 6.1 and xfs_info, with a line for persistent memory at the end; or, for
 * --json, the same facts as one object.
 *
 * Features newer than that stand where 7.2 prints them, and only when one of them
 * is on, so that what parses the older shape is not surprised without need.
 */
#include <errno.h>
#include <inttypes.h>

#include "common/json.h"
#include "libxfs/fs/features.h"
#include "mkfs/geometry.h"

/* What space can be aligned to in device memory. */
static uint64_t dax_align(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	bool units = g->unit && (uint64_t)g->unit * g->blocksize % XFS_DAX_HUGE == 0 &&
		mkfs_huge_round_up(m, 0) == 0;

	if (!m->on_pmem)
		return 0;
	return units || m->dax_agbno ? XFS_DAX_HUGE : g->blocksize;
}

static const char *pmem_name(const struct mkfs *m)
{
	if (m->on_pmem && m->pmem.mode == PMEM_NONE)
		return "assumed";
	return pmem_mode_name(m->pmem.mode);
}

static void print_features(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;

	printf("%-9s=%-22s isize=%-6u agcount=%u, agsize=%u blks\n",
	       "meta-data", m->opts.device ? m->opts.device : "", g->inodesize,
	       g->agcount, g->agblocks);
	printf("%-9s=%-22s sectsz=%-5u attr=2, projid32bit=%d\n", "", "",
	       g->sectsize, xfs_has_projid32(g));
	printf("%-9s=%-22s crc=%-8d finobt=%d, sparse=%d, rmapbt=%d\n", "", "",
	       xfs_has_crc(g), xfs_has_finobt(g), xfs_has_sparse(g),
	       xfs_has_rmapbt(g));
	printf("%-9s=%-22s reflink=%-4d bigtime=%d inobtcount=%d nrext64=%d\n",
	       "", "", xfs_has_reflink(g), xfs_has_bigtime(g),
	       xfs_has_inobtcount(g), xfs_has_nrext64(g));
	if (xfs_has_exchange(g) || xfs_has_parent(g))
		printf("%-9s=%-22s exchange=%-3d metadir=%d\n", "", "",
		       xfs_has_exchange(g), xfs_has_metadir(g));
}

static void print_data(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;

	printf("%-9s=%-22s bsize=%-6u blocks=%" PRIu64 ", imaxpct=%u\n", "data",
	       "", g->blocksize, g->dblocks, g->imax_pct);
	printf("%-9s=%-22s sunit=%-6u swidth=%u blks\n", "", "", g->unit, g->width);
	printf("%-9s=%-22s bsize=%-6u ascii-ci=%d, ftype=%d", "naming",
	       "version 2", g->dirblksize, xfs_has_asciici(g), xfs_has_ftype(g));
	if (xfs_has_exchange(g) || xfs_has_parent(g))
		printf(", parent=%d", xfs_has_parent(g));
	putchar('\n');
}

static void print_log(const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	const char *where = m->opts.l.logdev ? m->opts.l.logdev : "internal log";

	printf("%-9s=%-22s bsize=%-6u blocks=%u, version=2\n", "log", where,
	       g->blocksize, g->logblocks);
	printf("%-9s=%-22s sectsz=%-5u sunit=%u blks, lazy-count=%d\n", "", "",
	       g->logsectsize, (uint32_t)(BBTOB(m->sunit_bb) / g->blocksize),
	       xfs_has_lazysbcount(g));
	printf("%-9s=%-22s extsz=%-6u blocks=0, rtextents=0\n", "realtime", "none",
	       g->rextsize * g->blocksize);
}

static void print_pmem(const struct mkfs *m)
{
	printf("%-9s=%-22s dax=%-8d align=%" PRIu64 " bytes\n", "pmem",
	       pmem_name(m), m->on_pmem, dax_align(m));
}

static void json_features(struct json *j, const struct xfs_geom *g)
{
	json_open(j, "features", '{');
	json_bool(j, "crc", xfs_has_crc(g));
	json_bool(j, "finobt", xfs_has_finobt(g));
	json_bool(j, "sparse", xfs_has_sparse(g));
	json_bool(j, "rmapbt", xfs_has_rmapbt(g));
	json_bool(j, "reflink", xfs_has_reflink(g));
	json_bool(j, "bigtime", xfs_has_bigtime(g));
	json_bool(j, "inobtcount", xfs_has_inobtcount(g));
	json_bool(j, "nrext64", xfs_has_nrext64(g));
	json_bool(j, "exchange", xfs_has_exchange(g));
	json_bool(j, "parent", xfs_has_parent(g));
	json_bool(j, "metadir", xfs_has_metadir(g));
	json_bool(j, "projid32bit", xfs_has_projid32(g));
	json_bool(j, "lazy_count", xfs_has_lazysbcount(g));
	json_bool(j, "ftype", xfs_has_ftype(g));
	json_close(j);
}

static void json_uuid(struct json *j, const struct xfs_geom *g)
{
	char text[37];

	uuid_unparse_lower(g->uuid.b, text);
	json_str(j, "uuid", text);
}

static void json_data(struct json *j, const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	size_t label = strnlen(g->fname, sizeof(g->fname));

	json_str(j, "device", m->opts.device);
	json_uuid(j, g);
	json_strn(j, "label", g->fname, label);
	json_u64(j, "block_size", g->blocksize);
	json_u64(j, "sector_size", g->sectsize);
	json_u64(j, "inode_size", g->inodesize);
	json_u64(j, "directory_block_size", g->dirblksize);
	json_u64(j, "blocks", g->dblocks);
	json_u64(j, "agcount", g->agcount);
	json_u64(j, "agsize_blocks", g->agblocks);
	json_u64(j, "stripe_unit_blocks", g->unit);
	json_u64(j, "stripe_width_blocks", g->width);
	json_u64(j, "imaxpct", g->imax_pct);
	json_u64(j, "inode_alignment_blocks", g->inoalignmt);
	json_u64(j, "sparse_alignment_blocks", g->spino_align);
	json_u64(j, "root_inode", g->rootino);
	json_u64(j, "realtime_extent_blocks", g->rextsize);
}

static void json_log(struct json *j, const struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;

	json_open(j, "log", '{');
	json_bool(j, "internal", g->logstart != 0);
	json_str(j, "device", m->opts.l.logdev);
	json_u64(j, "blocks", g->logblocks);
	json_u64(j, "sector_size", g->logsectsize);
	json_u64(j, "stripe_unit_bytes", BBTOB(m->sunit_bb));
	if (g->logstart) {
		json_u64(j, "group", m->log_agno);
		json_u64(j, "group_block", m->log_agbno);
	}
	json_close(j);
}

/* What stands behind the device, where something does. */
static void json_namespace(struct json *j, const struct pmem_info *p)
{
	size_t i;

	json_str(j, "namespace", p->namespace[0] ? p->namespace : NULL);
	json_str(j, "region", p->region[0] ? p->region : NULL);
	json_i64(j, "numa_node", p->numa_node);
	json_u64(j, "namespace_align_bytes", p->align);
	json_u64(j, "namespace_sector_size", p->sectsize);
	json_bool(j, "partition", p->partition);
	if (p->phys_known)
		json_u64(j, "physical_start", p->phys_start);
	json_open(j, "bad_ranges", '[');
	for (i = 0; i < p->nr_bad; i++) {
		json_open(j, NULL, '{');
		json_u64(j, "start", p->bad[i].start);
		json_u64(j, "bytes", p->bad[i].len);
		json_close(j);
	}
	json_close(j);
}

static void json_pmem(struct json *j, const struct mkfs *m)
{
	json_open(j, "pmem", '{');
	json_str(j, "mode", pmem_name(m));
	json_bool(j, "dax", m->on_pmem);
	json_u64(j, "align_bytes", dax_align(m));
	json_u64(j, "start_in_huge_page", m->pmem_start % XFS_DAX_HUGE);
	json_u64(j, "first_aligned_group_block", m->dax_agbno);
	if (m->pmem.mode != PMEM_NONE)
		json_namespace(j, &m->pmem);
	json_close(j);
}

static int report_json(const struct mkfs *m)
{
	struct json j;

	json_begin(&j, stdout);
	json_open(&j, NULL, '{');
	json_data(&j, m);
	json_features(&j, &m->geom);
	json_log(&j, m);
	json_pmem(&j, m);
	json_close(&j);
	return json_end(&j);
}

static int report_text(const struct mkfs *m)
{
	print_features(m);
	print_data(m);
	print_log(m);
	print_pmem(m);
	return fflush(stdout) || ferror(stdout) ? -EIO : 0;
}

/* A report nobody can read is an error while there is still time for one. */
int mkfs_report(struct mkfs *m)
{
	int error = 0;

	if (!m->opts.quiet)
		error = m->opts.json ? report_json(m) : report_text(m);
	return error ? mkfs_fail("standard output cannot be written") : 0;
}
