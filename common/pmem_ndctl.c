// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Persistent memory as libndctl tells it: the namespace whose disk has the wanted
 * name.  Compiled to nothing where the build has no libndctl.
 */

#include "config.h"

#ifdef HAVE_LIBNDCTL

#include <errno.h>
#include <ndctl/libndctl.h>
#include <stdio.h>
#include <string.h>

#include "common/pmem_source.h"

static const char *disk_of(struct ndctl_namespace *ndns)
{
	struct ndctl_btt *btt = ndctl_namespace_get_btt(ndns);
	struct ndctl_pfn *pfn = ndctl_namespace_get_pfn(ndns);

	if (btt)
		return ndctl_btt_get_block_device(btt);
	if (pfn)
		return ndctl_pfn_get_block_device(pfn);
	if (ndctl_namespace_get_dax(ndns))
		return NULL;
	return ndctl_namespace_get_block_device(ndns);
}

static enum pmem_mode mode_of(struct ndctl_namespace *ndns)
{
	if (ndctl_namespace_get_btt(ndns))
		return PMEM_SECTOR;
	if (ndctl_namespace_get_pfn(ndns))
		return PMEM_FSDAX;
	return ndctl_namespace_get_mode(ndns) == NDCTL_NS_MODE_FSDAX ?
		PMEM_FSDAX : PMEM_RAW;
}

static void fill(struct ndctl_namespace *ndns, struct pmem_info *info)
{
	struct ndctl_region *region = ndctl_namespace_get_region(ndns);
	struct ndctl_pfn *pfn = ndctl_namespace_get_pfn(ndns);
	unsigned long long resource;
	int node = ndctl_namespace_get_numa_node(ndns);

	info->mode = mode_of(ndns);
	snprintf(info->namespace, sizeof(info->namespace), "%s",
		 ndctl_namespace_get_devname(ndns));
	snprintf(info->region, sizeof(info->region), "%s",
		 ndctl_region_get_devname(region));
	info->numa_node = node < 0 ? -1 : node;
	info->align = pfn ? ndctl_pfn_get_align(pfn) : 0;
	if (info->align & (info->align - 1))
		info->align = 0;
	resource = pfn ? ndctl_pfn_get_resource(pfn) : ndctl_namespace_get_resource(ndns);
	info->phys_known = info->mode != PMEM_SECTOR && resource != 0 &&
			   resource != UINT64_MAX;
	info->phys_start = info->phys_known ? resource : 0;
}

static struct ndctl_namespace *find(struct ndctl_ctx *ctx, const char *disk)
{
	struct ndctl_namespace *ndns;
	struct ndctl_region *region;
	struct ndctl_bus *bus;
	const char *name;

	ndctl_bus_foreach(ctx, bus)
		ndctl_region_foreach(bus, region)
			ndctl_namespace_foreach(region, ndns) {
				name = disk_of(ndns);
				if (name && !strcmp(name, disk))
					return ndns;
			}
	return NULL;
}

int pmem_ndctl_namespace(const struct pmem_disk *disk, struct pmem_info *info)
{
	struct ndctl_namespace *ndns;
	struct ndctl_ctx *ctx;
	int error;

	error = ndctl_new(&ctx);
	if (error)
		return error;
	ndns = find(ctx, disk->name);
	if (ndns)
		fill(ndns, info);
	ndctl_unref(ctx);
	return ndns ? 0 : -ENOENT;
}

#endif /* HAVE_LIBNDCTL */
