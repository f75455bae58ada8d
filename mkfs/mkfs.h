// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One run of mkfs.xfs.  main() walks the phases of mkfs/main.c; each fills its
 * part of this structure from the parts before it.
 */
#ifndef MKFS_MKFS_H
#define MKFS_MKFS_H

#include <stdio.h>

#include "common/device.h"
#include "common/pmem.h"
#include "libxfs/fs/geom.h"
#include "mkfs/options.h"

struct mkfs {
	struct mkfs_options	opts;

	/* The devices (mkfs/target.c). */
	struct xfs_dev		*data;
	struct xfs_dev		*logdev;	/* NULL: internal log */
	struct device_facts	data_facts;	/* of @data, or what -d file,size= will be */
	struct device_facts	log_facts;
	bool			data_created;	/* by this run: gone again if it fails */
	bool			log_created;
	unsigned int		nr_cpus;	/* for concurrency= */

	/* Persistent memory (mkfs/target.c). */
	struct pmem_info	pmem;
	struct pmem_info	log_pmem;	/* behind @logdev */
	bool			on_pmem;	/* place everything for DAX */
	uint64_t		pmem_start;	/* physical address of byte 0, modulo what
						   matters; 0 for an image */

	/* The result (mkfs/features.c, mkfs/geometry.c). */
	struct xfs_geom		geom;
	xfs_agnumber_t		log_agno;	/* internal log's group */
	xfs_agblock_t		log_agbno;
	uint32_t		sunit_bb;	/* for the report */
	xfs_agblock_t		dax_agbno;	/* first block of a group that is 2 MiB
						   aligned in memory when stripe alignment
						   cannot give that; 0: not needed */

	/* What the superblock counts (mkfs/plan.c). */
	uint64_t		icount;
	uint64_t		ifree;
	uint64_t		fdblocks;
};

/* Room for any sentence: two file names of PATH_MAX bytes and what is said of them. */
#define MKFS_TEXT_MAX	(3 * 4096)

/* Prints "mkfs.xfs: <sentence>", always one line, after what standard output holds. */
void mkfs_say(FILE *to, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Says so on standard error and returns -EINVAL. */
int mkfs_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* mkfs/target.c: opens and examines the devices; refuses what is in use. */
int mkfs_open_targets(struct mkfs *m);
/* mkfs/features.c: the feature bits, by default, by kernel name, as asked. */
int mkfs_choose_features(struct mkfs *m);
/* mkfs/geometry.c: every number of the superblock that does not count things. */
int mkfs_choose_geometry(struct mkfs *m);
/* mkfs/plan.c: every group laid out and checked against known bad memory. */
int mkfs_plan(struct mkfs *m);
/* mkfs/options_check.c: hints of files against the size of a group. */
int mkfs_check_hints(struct mkfs *m);
/* mkfs/warnings.c: what the user should know before and would learn too late. */
int mkfs_warn(struct mkfs *m);
/* mkfs/report.c: the geometry, for people and (--json) for programs. */
int mkfs_report(struct mkfs *m);
/* mkfs/makecfg.c: -c makecfg, also in a dry run. */
int mkfs_write_config(struct mkfs *m);
/*
 * mkfs/target.c: a regular file is created, gets its size and the blocks that will
 * be written; the first change to any target.  Until then m->data and m->logdev are
 * NULL for a file to be created.  On failure old files are as they were.
 */
int mkfs_prepare_targets(struct mkfs *m);
/* mkfs/target.c: removes the files that this run created. */
void mkfs_abandon_targets(struct mkfs *m);
/*
 * mkfs/reserve.c: blocks for all metadata in regular files, of whose contents it
 * changes nothing; -EINVAL if there is no room.
 */
int mkfs_reserve(struct mkfs *m);
/* mkfs/write.c: discards, writes, superblock last; nothing in a dry run. */
int mkfs_write(struct mkfs *m);

#endif /* MKFS_MKFS_H */
