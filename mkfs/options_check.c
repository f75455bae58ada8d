// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Combinations of options that are wrong on any device.  What depends on the
 * device's size or sectors is for mkfs/geometry.c.
 *
 * Block size is always known here (its default does not depend on the device);
 * other sizes are looked at only where they were given.
 */

#include <errno.h>
#include <inttypes.h>

#include "libxfs/types.h"
#include "mkfs/kernels.h"

static int check_inode_size(const struct mkfs_options *o)
{
	uint64_t block = o->b.size;

	if (mkfs_given(o, MKFS_OPT_I_SIZE) && o->i.size > block / 2)
		return mkfs_fail("-i size=%" PRIu64 " is out of range: at least two inodes must fit a block, so 512 to %" PRIu64,
				 o->i.size, block / 2 < 2048 ? block / 2 : 2048);
	if (mkfs_given(o, MKFS_OPT_I_PERBLOCK) &&
	    (block / o->i.perblock < 512 || block / o->i.perblock > 2048))
		return mkfs_fail("-i perblock=%" PRIu64 " is out of range: inodes have 512 to 2048 bytes, so %" PRIu64 " to %" PRIu64,
				 o->i.perblock,
				 block / 2048 < 2 ? 2 : block / 2048, block / 512);
	return 0;
}

static int check_block_multiples(const struct mkfs_options *o)
{
	const struct {
		enum mkfs_opt	opt;
		const char	*name;
		uint64_t	bytes;
	} sizes[] = {
		{ MKFS_OPT_D_AGSIZE, "-d agsize", o->d.agsize },
		{ MKFS_OPT_D_SU, "-d su", o->d.su },
		{ MKFS_OPT_D_SUNIT, "-d sunit (in bytes)", BBTOB(o->d.sunit_bb) },
		{ MKFS_OPT_L_SU, "-l su", o->l.su },
		{ MKFS_OPT_L_SUNIT, "-l sunit (in bytes)", BBTOB(o->l.sunit_bb) },
		{ MKFS_OPT_R_EXTSIZE, "-r extsize", o->r.extsize },
	};
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (mkfs_given(o, sizes[i].opt) && sizes[i].bytes % o->b.size)
			return mkfs_fail("%s is %" PRIu64 ", which is not a multiple of the block size, %" PRIu64,
					 sizes[i].name, sizes[i].bytes, o->b.size);
	return 0;
}

static int check_sectors(const struct mkfs_options *o)
{
	if (o->s.size > o->b.size)
		return mkfs_fail("-s size=%" PRIu64 " is out of range: a sector is at most a block, 512 to %" PRIu64,
				 o->s.size, o->b.size);
	if (o->l.sectsize > o->b.size)
		return mkfs_fail("-l sectsize=%" PRIu64 " is out of range: a sector is at most a block, 512 to %" PRIu64,
				 o->l.sectsize, o->b.size);
	if (mkfs_given(o, MKFS_OPT_N_SIZE) && o->n.size < o->b.size)
		return mkfs_fail("-n size=%" PRIu64 " is out of range: a directory block is at least a filesystem block, %" PRIu64 " to 65536",
				 o->n.size, o->b.size);
	return 0;
}

static int check_stripes(const struct mkfs_options *o)
{
	if (mkfs_given(o, MKFS_OPT_D_SU) && !o->d.su != !o->d.sw)
		return mkfs_fail("-d su=%" PRIu64 ",sw=%" PRIu64 " is half a stripe: both are zero or none is",
				 o->d.su, o->d.sw);
	if (mkfs_given(o, MKFS_OPT_D_SU) && o->d.su &&
	    o->d.sw > UINT32_MAX / o->d.su)
		return mkfs_fail("-d sw=%" PRIu64 " is out of range: a stripe is below 4 GiB, so 1 to %" PRIu64,
				 o->d.sw, UINT32_MAX / o->d.su);
	if (!mkfs_given(o, MKFS_OPT_D_SUNIT))
		return 0;
	if (!o->d.sunit_bb != !o->d.swidth_bb)
		return mkfs_fail("-d sunit=%" PRIu64 ",swidth=%" PRIu64 " is half a stripe: both are zero or none is",
				 o->d.sunit_bb, o->d.swidth_bb);
	if (o->d.sunit_bb && o->d.swidth_bb % o->d.sunit_bb)
		return mkfs_fail("-d swidth=%" PRIu64 " is not a multiple of sunit, %" PRIu64,
				 o->d.swidth_bb, o->d.sunit_bb);
	return 0;
}

static int check_files(const struct mkfs_options *o)
{
	if (o->d.file && (!o->d.name || !mkfs_given(o, MKFS_OPT_D_SIZE)) &&
	    (!o->device || !mkfs_given(o, MKFS_OPT_D_SIZE)))
		return mkfs_fail("-d file needs a name and -d size as well");
	if (o->l.file && (!o->l.logdev || !mkfs_given(o, MKFS_OPT_L_SIZE)))
		return mkfs_fail("-l file needs -l name and -l size as well");
	if (mkfs_given(o, MKFS_OPT_L_INTERNAL) && !o->l.internal)
		return mkfs_fail("-l internal=0 needs a device for the log: give -l logdev=PATH instead");
	if (mkfs_given(o, MKFS_OPT_L_SECTSIZE) && !o->l.logdev && o->s.size &&
	    o->l.sectsize != o->s.size)
		return mkfs_fail("-l sectsize=%" PRIu64 " differs from the data sector, %" PRIu64 ": only an external log may",
				 o->l.sectsize, o->s.size);
	return 0;
}

static int check_features(const struct mkfs_options *o)
{
	unsigned int kernel;

	if (mkfs_given(o, MKFS_OPT_M_INOBTCOUNT) && o->m.inobtcount &&
	    mkfs_given(o, MKFS_OPT_M_FINOBT) && !o->m.finobt)
		return mkfs_fail("-m inobtcount=1 needs -m finobt=1");
	if (mkfs_given(o, MKFS_OPT_D_COWEXTSIZE) &&
	    mkfs_given(o, MKFS_OPT_M_REFLINK) && !o->m.reflink)
		return mkfs_fail("-d cowextsize needs -m reflink=1");
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

static int check_rt_hint(const struct mkfs_options *o)
{
	uint64_t extent = o->r.extsize;

	if (!o->d.rtinherit || !extent || !o->d.extszinherit_fsb)
		return 0;
	if (o->d.extszinherit_fsb * o->b.size % extent)
		return mkfs_fail("-d extszinherit=%" PRIu64 " is not a multiple of the realtime extent, %" PRIu64 " blocks",
				 o->d.extszinherit_fsb, extent / o->b.size);
	return 0;
}

int mkfs_options_check(struct mkfs_options *o)
{
	static int (*const checks[])(const struct mkfs_options *) = {
		check_sectors, check_inode_size, check_block_multiples,
		check_stripes, check_files, check_features, check_rt_hint,
	};
	size_t i;
	int error = 0;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]) && !error; i++)
		error = checks[i](o);
	return error;
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
	return 0;
}
