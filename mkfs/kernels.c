// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of features and kernels, and the questions asked of it. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mkfs/kernels.h"

#define FEATURE(n, letter, ID, field, w, b, ...) \
	{ .name = n, .option = "-" letter " " n, .opt = MKFS_OPT_##ID, \
	  .choice = offsetof(struct mkfs_options, field), \
	  .word = MKFS_WORD_##w, .bit = b, __VA_ARGS__ }

const struct mkfs_feature mkfs_features[] = {
	FEATURE("crc", "m", M_CRC, m.crc, FEATURES2,
		XFS_SB_VERSION2_CRCBIT, .mounts = MKFS_KERNEL(3, 10),
		.stable = MKFS_KERNEL(3, 15), .by_default = true),
	FEATURE("finobt", "m", M_FINOBT, m.finobt, RO_COMPAT,
		XFS_SB_FEAT_RO_COMPAT_FINOBT, .mounts = MKFS_KERNEL(3, 16),
		.stable = MKFS_KERNEL(3, 16), .by_default = true),
	FEATURE("sparse", "i", I_SPARSE, i.sparse, INCOMPAT,
		XFS_SB_FEAT_INCOMPAT_SPINODES, .mounts = MKFS_KERNEL(4, 2),
		.stable = MKFS_KERNEL(4, 10), .by_default = true),
	FEATURE("rmapbt", "m", M_RMAPBT, m.rmapbt, RO_COMPAT,
		XFS_SB_FEAT_RO_COMPAT_RMAPBT, .mounts = MKFS_KERNEL(4, 8),
		.stable = MKFS_KERNEL(4, 16), .by_default = true),
	FEATURE("reflink", "m", M_REFLINK, m.reflink, RO_COMPAT,
		XFS_SB_FEAT_RO_COMPAT_REFLINK, .mounts = MKFS_KERNEL(4, 9),
		.stable = MKFS_KERNEL(4, 16), .by_default = true),
	FEATURE("inobtcount", "m", M_INOBTCOUNT, m.inobtcount, RO_COMPAT,
		XFS_SB_FEAT_RO_COMPAT_INOBTCNT, .mounts = MKFS_KERNEL(5, 10),
		.stable = MKFS_KERNEL(5, 15), .by_default = true),
	FEATURE("bigtime", "m", M_BIGTIME, m.bigtime, INCOMPAT,
		XFS_SB_FEAT_INCOMPAT_BIGTIME, .mounts = MKFS_KERNEL(5, 10),
		.stable = MKFS_KERNEL(5, 15), .by_default = true),
	FEATURE("nrext64", "i", I_NREXT64, i.nrext64, INCOMPAT,
		XFS_SB_FEAT_INCOMPAT_NREXT64, .mounts = MKFS_KERNEL(5, 19),
		.stable = MKFS_KERNEL(6, 5), .by_default = true),
	FEATURE("exchange", "i", I_EXCHANGE, i.exchange, INCOMPAT,
		XFS_SB_FEAT_INCOMPAT_EXCHRANGE, .mounts = MKFS_KERNEL(6, 10),
		.stable = MKFS_KERNEL(6, 18)),
	FEATURE("parent", "n", N_PARENT, n.parent, INCOMPAT,
		XFS_SB_FEAT_INCOMPAT_PARENT, .mounts = MKFS_KERNEL(6, 10),
		.stable = MKFS_KERNEL(6, 18)),
};

const size_t mkfs_nr_features = sizeof(mkfs_features) / sizeof(mkfs_features[0]);

/* A number below 1000 at *@text, which moves behind it. */
static int read_part(const char **text, unsigned int *part)
{
	unsigned long value;
	char *end;

	if (**text < '0' || **text > '9')
		return -EINVAL;
	value = strtoul(*text, &end, 10);
	if (value >= 1000)
		return -EINVAL;
	*part = value;
	*text = end;
	return 0;
}

static int read_release(const char **text, unsigned int *kernel)
{
	unsigned int major, minor;

	if (read_part(text, &major) || *(*text)++ != '.' ||
	    read_part(text, &minor))
		return -EINVAL;
	*kernel = MKFS_KERNEL(major, minor);
	return 0;
}

int mkfs_kernel_parse(const char *release, unsigned int *kernel)
{
	return read_release(&release, kernel);
}

int mkfs_kernel_parse_exact(const char *release, unsigned int *kernel)
{
	unsigned int patch;
	int error;

	error = read_release(&release, kernel);
	if (error)
		return error;
	if (*release == '.') {
		release++;
		error = read_part(&release, &patch);
	}
	return error ? error : *release ? -EINVAL : 0;
}

static bool is_on(const struct xfs_geom *g, const struct mkfs_feature *f)
{
	switch (f->word) {
	case MKFS_WORD_FEATURES2:
		return g->features2 & f->bit;
	case MKFS_WORD_RO_COMPAT:
		return g->ro_compat & f->bit;
	default:
		return g->incompat & f->bit;
	}
}

size_t mkfs_kernel_lacks(const struct mkfs *m, const char *release,
			 const struct mkfs_feature **lacks, size_t max)
{
	unsigned int kernel;
	size_t i, nr = 0;

	if (mkfs_kernel_parse(release, &kernel))
		return 0;
	for (i = 0; i < mkfs_nr_features; i++) {
		if (!is_on(&m->geom, &mkfs_features[i]) ||
		    mkfs_features[i].mounts <= kernel)
			continue;
		if (nr < max)
			lacks[nr] = &mkfs_features[i];
		nr++;
	}
	return nr;
}

bool mkfs_kernel_has(unsigned int kernel, const struct mkfs_feature *feature)
{
	return feature->stable <= kernel;
}
