// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rules of DAX (libxfs/dax/dax.h).
 *
 * Within one mapping the distance between file offset and memory address is
 * constant, so either every whole 2 MiB piece of it is aligned in memory or none
 * is: no walk is needed.
 */

#include "libxfs/dax/dax.h"

bool xfs_dax_possible(const struct xfs_dax_facts *facts)
{
	return facts->device || facts->mount_always || facts->inode;
}

bool xfs_dax_experimental(const struct xfs_dax_facts *facts)
{
	return facts->reflink && xfs_dax_possible(facts);
}

uint64_t xfs_dax_huge_eligible(const struct xfs_dax_mapping *map,
			       uint64_t mem_start, uint64_t *file_start)
{
	const uint64_t mask = XFS_DAX_HUGE - 1;
	uint64_t end = map->file_off + map->len;
	uint64_t skip = -map->file_off & mask;

	if (!map->written || end < map->file_off || map->len < skip)
		return 0;
	/* Wrapping is harmless: 2^64 is a multiple of 2 MiB. */
	if ((mem_start + map->dev_off + skip) & mask)
		return 0;
	*file_start = map->file_off + skip;
	return (map->len - skip) & ~mask;
}
