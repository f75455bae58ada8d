// SPDX-License-Identifier: GPL-2.0-or-later
/* The words in which listmount and statmount print and take masks. */
#ifndef IO_MOUNTS_H
#define IO_MOUNTS_H

#include "io/io.h"

struct mounts_flag {
	uint64_t	bits;		/* a flag of several bits is there when one is */
	const char	*name;
};

extern const struct mounts_flag mounts_masks[];		/* STATMOUNT_*; ends with { 0 } */
extern const struct mounts_flag mounts_attrs[];		/* MOUNT_ATTR_* */
extern const struct mounts_flag mounts_propagations[];	/* MS_SHARED ... */

/*
 * "{name,name,0x6000}" into @text, the bits without a name last; cut short to @size.
 * Returns @text.
 */
char *mounts_words(const struct mounts_flag *flags, uint64_t value, char *text, size_t size);
/* A number, or names of mounts_masks with commas between, into @mask; else -EINVAL. */
int mounts_parse_mask(const char *text, uint64_t *mask);

#endif /* IO_MOUNTS_H */
