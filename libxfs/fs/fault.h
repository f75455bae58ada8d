// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of every fault a program can find in a filesystem.
 *
 * One row, one fault: the name code uses, the stable number people and scripts
 * see (XFS-<number>; never reused, never renumbered), and the sentence fragment
 * that says what is wrong.  Verifiers return the id; wording, JSON and exit codes
 * come from the row.  Numbers are grouped by hundreds:
 * superblock 100, AGF 200, AGFL 250, AGI 300, B+tree blocks 400, inodes 500,
 * extent maps 550, directories 600, attributes 700, symlinks 750, log 800,
 * quota 900.
 */
#ifndef LIBXFS_FS_FAULT_H
#define LIBXFS_FS_FAULT_H

#include "libxfs/types.h"
#include "libxfs/fs/fault_table.h"

enum xfs_fault {
	XFS_FAULT_NONE = 0,
#define XFS_FAULT_ROW(name, number, text)	name,
	XFS_FAULT_TABLE(XFS_FAULT_ROW)
#undef XFS_FAULT_ROW
	XFS_FAULT_NR
};

/* The stable number of @fault; 0 for XFS_FAULT_NONE and for anything unknown. */
unsigned int xfs_fault_number(enum xfs_fault fault);

/* The text of @fault, static storage, never NULL. */
const char *xfs_fault_text(enum xfs_fault fault);

#endif /* LIBXFS_FS_FAULT_H */
