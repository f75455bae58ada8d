// SPDX-License-Identifier: GPL-2.0-or-later
/* The report of --dax.  Only the DAX phase's files include this. */
#ifndef REPAIR_DAX_H
#define REPAIR_DAX_H

#include "common/pmem.h"
#include "repair/repair.h"

/* Looks at all files and prints the report; needs FACT_INODES.  0 or -ENOMEM. */
int dax_report(struct repair *r, const struct pmem_info *pmem);

#endif /* REPAIR_DAX_H */
