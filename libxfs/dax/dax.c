// SPDX-License-Identifier: GPL-2.0-or-later
/* The rule of DAX and sharing (libxfs/dax/dax.h). */

#include "libxfs/dax/dax.h"

bool xfs_dax_possible(const struct xfs_dax_facts *facts)
{
	return facts->device || facts->mount_always || facts->inode;
}

bool xfs_dax_experimental(const struct xfs_dax_facts *facts)
{
	return facts->reflink && xfs_dax_possible(facts);
}
