// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tries one reason after another on two files that could not share blocks.  A reason is
 * told only when the files show it, never because the error number suggests it.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "io/share_why.h"
#include "io/xflags.h"

struct pair {
	struct io		*io;
	const struct io_file	*dst;
	const char		*src_name;
	int			src;
	struct statx		src_st, dst_st;
	const struct share_range *range;
	int			error;
};

static bool same_fs(const struct pair *p)
{
	return p->src_st.stx_dev_major == p->dst_st.stx_dev_major &&
	       p->src_st.stx_dev_minor == p->dst_st.stx_dev_minor;
}

static bool why_not_regular(const struct pair *p)
{
	bool src = S_ISREG(p->src_st.stx_mode), dst = S_ISREG(p->dst_st.stx_mode);

	if (src && dst)
		return false;
	io_fail(p->io, "%s is not a regular file; only those share blocks",
		src ? p->dst->name : p->src_name);
	return true;
}

static bool why_two_filesystems(const struct pair *p)
{
	if (same_fs(p))
		return false;
	io_fail(p->io, "%s and %s are on different filesystems; blocks are shared within one",
		p->src_name, p->dst->name);
	return true;
}

static bool why_read_only(const struct pair *p)
{
	int flags = fcntl(p->dst->fd, F_GETFL);

	if (p->error != -EBADF || p->range->same_data || flags < 0 ||
	    (flags & O_ACCMODE) != O_RDONLY)
		return false;
	io_fail(p->io, "%s is open read-only", p->dst->name);
	return true;
}

static bool why_locked(const struct pair *p)
{
	uint64_t set = p->dst_st.stx_attributes;

	if (p->error != -EPERM || !(set & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)))
		return false;
	io_fail(p->io, "%s is %s (chattr -%c)", p->dst->name,
		set & STATX_ATTR_IMMUTABLE ? "immutable" : "append-only",
		set & STATX_ATTR_IMMUTABLE ? 'i' : 'a');
	return true;
}

static bool why_no_feature(const struct pair *p)
{
	if (p->dst->flags & IO_FOREIGN ||
	    p->dst->geom.flags & XFS_FSOP_GEOM_FLAGS_REFLINK)
		return false;
	io_fail(p->io, "the filesystem of %s was made without reflink (mkfs.xfs -m reflink=1)",
		p->dst->name);
	return true;
}

static bool why_dax_differs(const struct pair *p)
{
	bool src = p->src_st.stx_attributes & STATX_ATTR_DAX;
	bool dst = p->dst_st.stx_attributes & STATX_ATTR_DAX;

	if (src == dst)
		return false;
	io_fail(p->io, "%s has DAX in effect and %s has not; only files of the same DAX state "
		"share blocks", src ? p->src_name : p->dst->name,
		src ? p->dst->name : p->src_name);
	return true;
}

static bool why_realtime_differs(const struct pair *p)
{
	bool src = xflags_is_realtime(p->src);

	if (src == xflags_is_realtime(p->dst->fd))
		return false;
	io_fail(p->io, "%s is on the realtime device and %s is not",
		src ? p->src_name : p->dst->name, src ? p->dst->name : p->src_name);
	return true;
}

static bool why_past_end(const struct pair *p)
{
	const struct share_range *r = p->range;

	if (r->src_off <= p->src_st.stx_size && r->len <= p->src_st.stx_size - r->src_off)
		return false;
	io_fail(p->io, "the range reaches beyond the end of %s, which has %llu bytes",
		p->src_name, (unsigned long long)p->src_st.stx_size);
	return true;
}

static bool why_unaligned(const struct pair *p)
{
	const struct share_range *r = p->range;
	uint32_t block = p->dst->geom.blocksize;
	bool to_end = r->src_off + r->len == p->src_st.stx_size;

	if (!block || xflags_is_realtime(p->dst->fd))
		return false;
	if (!(r->src_off % block) && !(r->dst_off % block) && (to_end || !(r->len % block)))
		return false;
	io_fail(p->io, "offsets and length must be multiples of the block size, %u bytes%s", block,
		to_end ? "" : "; only at the end of the source the length need not");
	return true;
}

static bool why_overlap(const struct pair *p)
{
	const struct share_range *r = p->range;
	uint64_t gap = r->src_off > r->dst_off ? r->src_off - r->dst_off : r->dst_off - r->src_off;
	uint64_t len = r->len ? r->len : p->src_st.stx_size;

	if (!same_fs(p) || p->src_st.stx_ino != p->dst_st.stx_ino || gap >= len)
		return false;
	io_fail(p->io, "both ranges are in the same file and overlap");
	return true;
}

/* The most certain first. */
static bool (*const reasons[])(const struct pair *p) = {
	why_not_regular, why_two_filesystems, why_read_only, why_locked, why_no_feature,
	why_dax_differs, why_realtime_differs,
};

/* Those that only speak of the range, and so only of EINVAL. */
static bool (*const range_reasons[])(const struct pair *p) = {
	why_past_end, why_unaligned, why_overlap,
};

void io_share_why(struct io *io, int src, const char *src_name,
		  const struct share_range *range, int error)
{
	struct pair p = {
		.io = io, .dst = io_file(io), .src_name = src_name, .src = src,
		.range = range, .error = error,
	};
	size_t i;

	if (error == -ENOSPC || error == -EDQUOT || error == -EINTR || error == -EIO)
		return;
	if (statx(src, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &p.src_st) < 0 ||
	    statx(p.dst->fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &p.dst_st) < 0)
		return;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i](&p))
			return;
	for (i = 0; error == -EINVAL && i < sizeof(range_reasons) / sizeof(range_reasons[0]); i++)
		if (range_reasons[i](&p))
			return;
}
