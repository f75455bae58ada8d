// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DAX: the EXPERIMENTAL sentence, which every run says where the common rule holds
 * (libxfs/dax/dax.h).
 *
 * How a filesystem will be mounted nobody knows here, so the device and the flags of inodes
 * decide.
 */
#include <errno.h>
#include <sys/stat.h>

#include "repair/dax.h"

/* As xfs_io has it of a mounted one; an image has no device. */
static void find_device(struct repair *r, struct mounted *m)
{
	struct stat st;

	if (fstat(device_fd(r->data), &st) == 0 && S_ISBLK(st.st_mode)) {
		m->dev = st.st_rdev;
		m->dev_known = true;
	}
	mounted_find_device(m);
}

int phase_dax(struct repair *r)
{
	struct xfs_dax_facts facts = { .reflink = xfs_has_reflink(&r->geom) };
	struct mounted m = { 0 };
	int error = 0;

	find_device(r, &m);
	facts.device = m.pmem.dax;
	facts.inode = r->nr_dax;
	if (m.pmem_error == -ENOMEM) {
		error = -ENOMEM;
		goto out;
	}
	if (xfs_dax_experimental(&facts))
		repair_say("%s", XFS_DAX_EXPERIMENTAL_TEXT);
	if (r->opts.dax && r->facts & FACT_INODES)
		error = dax_report(r, &m);
	else if (r->opts.dax)
		repair_note_missing(r, NULL);
out:
	mounted_free(&m);
	return error;
}
