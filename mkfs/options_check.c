// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Combinations of options that are wrong whatever the device and the features are:
 * each rule stands in one place, and those about numbers of the geometry stand where
 * it is chosen (mkfs/geometry*.c), those about features in mkfs/features.c.
 */

#include <errno.h>
#include <inttypes.h>

#include "libxfs/types.h"
#include "mkfs/kernels.h"

static int check_files(const struct mkfs_options *o)
{
	if (o->d.file && !mkfs_given(o, MKFS_OPT_D_SIZE))
		return mkfs_fail("-d file needs -d size as well");
	if (o->l.file && (!o->l.logdev || !mkfs_given(o, MKFS_OPT_L_SIZE)))
		return mkfs_fail("-l file needs -l name and -l size as well");
	if (mkfs_given(o, MKFS_OPT_L_INTERNAL) && !o->l.internal)
		return mkfs_fail("-l internal=0 needs a device for the log: give -l logdev=PATH instead");
	return 0;
}

static int check_kernel(const struct mkfs_options *o)
{
	unsigned int kernel;

	if (!o->m.kernel)
		return 0;
	if (mkfs_kernel_parse_exact(o->m.kernel, &kernel))
		return mkfs_fail("-m kernel=%.32s is not a kernel version: two numbers such as 6.12",
				 o->m.kernel);
	if (kernel < MKFS_KERNEL_OLDEST)
		return mkfs_fail("-m kernel=%.32s is out of range: 4.19 is the oldest kernel to choose features for",
				 o->m.kernel);
	return 0;
}

int mkfs_options_check(struct mkfs_options *o)
{
	int error = check_files(o);

	return error ? error : check_kernel(o);
}

/* New files on the realtime device begin and end with its extents. */
static int check_rt_hint(const struct mkfs *m)
{
	const struct mkfs_options *o = &m->opts;

	if (!o->d.rtinherit || !mkfs_given(o, MKFS_OPT_R_EXTSIZE) ||
	    o->d.extszinherit_fsb % m->geom.rextsize == 0)
		return 0;
	return mkfs_fail("-d extszinherit=%" PRIu64 " is not a multiple of the realtime extent, %u blocks",
			 o->d.extszinherit_fsb, m->geom.rextsize);
}

int mkfs_check_hints(struct mkfs *m)
{
	const struct mkfs_options *o = &m->opts;
	uint32_t most = m->geom.agblocks / 2;

	if (o->d.extszinherit_fsb > most)
		return mkfs_fail("-d extszinherit=%" PRIu64 " is out of range: at most half an allocation group, 0 to %u",
				 o->d.extszinherit_fsb, most);
	if (o->d.cowextsize_fsb > most)
		return mkfs_fail("-d cowextsize=%" PRIu64 " is out of range: at most half an allocation group, 0 to %u",
				 o->d.cowextsize_fsb, most);
	return check_rt_hint(m);
}
