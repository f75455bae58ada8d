// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DAX: the EXPERIMENTAL sentence, which every run says where the common rule holds
 * (libxfs/dax/dax.h).
 *
 * How a filesystem will be mounted nobody knows here, so the device and the flags of inodes
 * decide.
 */
#include <errno.h>

#include "libxfs/dax/dax.h"
#include "repair/dax.h"

int phase_dax(struct repair *r)
{
	struct xfs_dax_facts facts = { .reflink = xfs_has_reflink(&r->geom) };
	struct pmem_info pmem = { 0 };
	int error = pmem_probe(device_fd(r->data), NULL, &pmem);

	facts.device = pmem.dax;
	facts.inode = r->nr_dax;
	if (error == -ENOMEM)
		goto out;
	error = 0;
	if (xfs_dax_experimental(&facts))
		repair_say("%s", XFS_DAX_EXPERIMENTAL_TEXT);
	if (r->opts.dax && r->facts & FACT_INODES)
		error = dax_report(r, &pmem);
	else if (r->opts.dax)
		repair_note_missing(r, "DAX");
out:
	pmem_info_free(&pmem);
	return error;
}
