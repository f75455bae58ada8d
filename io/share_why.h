// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why two files could not share blocks, in one sentence: the kernel says EINVAL to a
 * dozen mistakes, and most of them show in the files themselves.
 */
#ifndef IO_SHARE_WHY_H
#define IO_SHARE_WHY_H

#include <stdbool.h>
#include <stdint.h>

#include "io/io.h"

struct share_range {
	uint64_t	src_off, dst_off, len;	/* all zero: the whole file */
	bool		same_data;		/* dedupe, whose target may be open read-only */
};

/*
 * After sharing from @src into the current file failed with @error: says the reason when
 * one of those known here holds, else nothing.
 */
void io_share_why(struct io *io, int src, const char *src_name,
		  const struct share_range *range, int error);

#endif /* IO_SHARE_WHY_H */
