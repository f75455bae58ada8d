// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which kernel knows which feature: one table, from which defaults, the sets that
 * -m kernel= names, and the warning about the running kernel are all read.
 *
 * A release counts twice: the first that mounts a filesystem with the feature, and
 * the first that mounts it without calling it experimental.  Defaults and named
 * sets go by the second, warnings by the first.
 */
#ifndef MKFS_KERNELS_H
#define MKFS_KERNELS_H

#include <stddef.h>

#include "mkfs/mkfs.h"

/* A kernel release as one comparable number: major and minor only. */
#define MKFS_KERNEL(major, minor)	((unsigned int)(major) << 16 | (minor))

/* Below this -m kernel= chooses nothing: nobody tests there any more. */
#define MKFS_KERNEL_OLDEST		MKFS_KERNEL(4, 19)

/* Where in struct xfs_geom the feature's bit stands. */
enum mkfs_feature_word {
	MKFS_WORD_FEATURES2,
	MKFS_WORD_RO_COMPAT,
	MKFS_WORD_INCOMPAT,
};

struct mkfs_feature {
	const char	*name;		/* "reflink" */
	const char	*option;	/* "-m reflink" */
	enum mkfs_opt	opt;
	size_t		choice;		/* offset of its bool in struct mkfs_options */
	enum mkfs_feature_word word;
	uint32_t	bit;
	unsigned int	mounts;		/* first kernel that mounts it */
	unsigned int	stable;		/* first that does not call it experimental */
	bool		by_default;	/* without -m kernel= */
};

extern const struct mkfs_feature mkfs_features[];
extern const size_t mkfs_nr_features;

/* Whether @o chooses @f: the bool itself. */
static inline bool *mkfs_feature_choice(struct mkfs_options *o,
					const struct mkfs_feature *f)
{
	return (bool *)((char *)o + f->choice);
}

/*
 * Reads the major and minor number off the front of @release ("6.12",
 * "6.1.0-44-amd64") into MKFS_KERNEL form.  -EINVAL when there are none.
 */
int mkfs_kernel_parse(const char *release, unsigned int *kernel);

/* As above, but -m kernel= takes nothing after "6.12" or "6.12.3". */
int mkfs_kernel_parse_exact(const char *release, unsigned int *kernel);

/*
 * The chosen features (m->geom, after mkfs_choose_features) that a kernel of
 * this @release does not mount: writes at most @max rows to @lacks and returns how
 * many there are.  A release that cannot be read lacks nothing.
 */
size_t mkfs_kernel_lacks(const struct mkfs *m, const char *release,
			 const struct mkfs_feature **lacks, size_t max);

/* Whether -m kernel=@kernel turns @feature on. */
bool mkfs_kernel_has(unsigned int kernel, const struct mkfs_feature *feature);

#endif /* MKFS_KERNELS_H */
