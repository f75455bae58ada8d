// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks rows of the fault table up; the table is fault_table.h. */
#include "libxfs/fs/fault.h"

static const struct {
	unsigned int	number;
	const char	*text;
} rows[XFS_FAULT_NR] = {
	[XFS_FAULT_NONE] = { 0, "no fault" },
#define ROW(name, number, text)	[name] = { number, text },
	XFS_FAULT_TABLE(ROW)
#undef ROW
};

unsigned int xfs_fault_number(enum xfs_fault fault)
{
	return (unsigned int)fault < XFS_FAULT_NR ? rows[fault].number : 0;
}

const char *xfs_fault_text(enum xfs_fault fault)
{
	return (unsigned int)fault < XFS_FAULT_NR ? rows[fault].text :
	       "unknown fault";
}
