// SPDX-License-Identifier: GPL-2.0-or-later
/* The report of --dax.  Only the DAX phase's files include this. */
#ifndef REPAIR_DAX_H
#define REPAIR_DAX_H

#include "common/mounted.h"
#include "libxfs/dax/dax_pieces.h"
#include "libxfs/format/inode.h"
#include "repair/repair.h"

/* Bytes of data: mapped and in the file; holes count for nothing. */
struct dax_sums {
	uint64_t	bytes;
	uint64_t	shared;
	uint64_t	why[XFS_DAX_NR_WHY];	/* add up to @bytes */
	bool		shared_missing;		/* not all reference counts could be read */
};

/* repair/dax_files.c: a regular file whose core is good.  0 or -ENOMEM. */
int dax_look_at(struct repair *r, uint64_t mem_start, xfs_ino_t ino,
		const struct xfs_dinode *dip, struct dax_sums *sums);

/*
 * repair/dax_report.c: looks at all files, which are on the device of @m, and prints the
 * report, with -v each file too; needs FACT_INODES.  0 or -ENOMEM.
 */
int dax_report(struct repair *r, const struct mounted *m);

#endif /* REPAIR_DAX_H */
