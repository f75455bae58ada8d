// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Builds the clone where nobody sees it.  The whole range is shared first, in one call,
 * so that what we look at and copy afterwards is one state of the source, whoever
 * writes to it meanwhile; then the parts that are not to be shared are replaced.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/daxclone.h"

static int say(struct daxclone *c, const char *what, int error)
{
	if (error == -EINTR)
		io_fail(c->io, "interrupted; nothing was changed");
	else
		io_fail(c->io, "cannot %s: %s; nothing was changed", what, strerror(-error));
	return error;
}

int daxclone_set_hints(struct daxclone *c, int fd, bool size_hint)
{
	struct fsxattr fsx, old;

	if (ioctl(fd, FS_IOC_FSGETXATTR, &fsx) < 0)
		return -errno;
	old = fsx;
	fsx.fsx_xflags |= FS_XFLAG_COWEXTSIZE;
	fsx.fsx_cowextsize = XFS_DAX_HUGE;
	if (size_hint) {
		fsx.fsx_xflags &= ~FS_XFLAG_EXTSIZE;
		fsx.fsx_xflags |= c->src_fsx.fsx_xflags & FS_XFLAG_EXTSIZE;
		fsx.fsx_extsize = c->src_fsx.fsx_xflags & FS_XFLAG_EXTSIZE ?
			c->src_fsx.fsx_extsize : 0;
	}
	if (fsx.fsx_xflags == old.fsx_xflags && fsx.fsx_cowextsize == old.fsx_cowextsize &&
	    (!size_hint || fsx.fsx_extsize == old.fsx_extsize))
		return 0;
	return ioctl(fd, FS_IOC_FSSETXATTR, &fsx) < 0 ? -errno : 0;
}

/* Everything the range touches: whole blocks, or to the end of the source.  Where that
   is, nobody but the kernel can say while others write. */
static int snapshot(struct daxclone *c)
{
	uint64_t block = c->m.geom.blocksize, end = c->src_off + c->len;
	uint64_t from = c->src_off / block * block, to = (end + block - 1) / block * block;

	c->low = c->dst_off / block * block;
	if (c->whole || to > (uint64_t)c->src_st.st_size)
		return staging_share_rest(c->src, from, c->stage.fd, c->low);
	return staging_share(c->src, from, c->stage.fd, c->low, to - from);
}

/* How much it was, in the end. */
static int measure(struct daxclone *c)
{
	struct stat st;

	if (fstat(c->stage.fd, &st) < 0)
		return say(c, "look at the clone", -errno);
	c->high = st.st_size;
	if (c->whole)
		c->len = c->high;
	if (c->high >= c->dst_off + c->len)
		return 0;
	return io_fail(c->io, "%s has become shorter than the range; nothing was changed",
		       c->src_name);
}

static int take_snapshot(struct daxclone *c)
{
	int error = snapshot(c);
	struct stat st;

	if (!error)
		return measure(c);
	if (fstat(c->src, &st) == 0 && c->src_off + c->len > (uint64_t)st.st_size)
		return io_fail(c->io, "%s has become shorter than the range; nothing was changed",
			       c->src_name);
	if (error != -EOPNOTSUPP && error != -EINVAL)
		return say(c, "share the source", error);
	io_fail(c->io, "the kernel does not share the blocks of %s (%s); nothing was changed",
		c->src_name, strerror(-error));
	return error;
}

/* One piece of 2 MiB, to an aligned place if there is one. */
static int align_piece(struct daxclone *c, struct staging_pool *pool, uint64_t wanted,
		       uint64_t off, void *buffer)
{
	uint64_t at;
	int error = staging_pool_cut(pool, wanted, &at);

	if (error == -EAGAIN) {
		c->unaligned++;
		return staging_copy(c->stage.fd, off, c->stage.fd, off, XFS_DAX_HUGE, buffer);
	}
	if (!error)
		error = staging_copy(c->stage.fd, off, pool->file.fd, at, XFS_DAX_HUGE, buffer);
	if (!error)
		error = staging_share(pool->file.fd, at, c->stage.fd, off, XFS_DAX_HUGE);
	return error;
}

static int build_piece(struct daxclone *c, struct staging_pool *pool,
		       const struct clone_piece *p, uint64_t *wanted, void *buffer)
{
	uint64_t done;
	int error = 0;

	switch (p->kind) {
	case CLONE_COPY:
		/* A write to shared blocks is a copy. */
		return staging_copy(c->stage.fd, p->off, c->stage.fd, p->off, p->len, buffer);
	case CLONE_SKIP:
		return fallocate(c->stage.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				 p->off, p->len) < 0 ? -errno : 0;
	case CLONE_ALIGN:
		for (done = 0; !error && done < p->len; done += XFS_DAX_HUGE)
			error = align_piece(c, pool, (*wanted)--, p->off + done, buffer);
		return error;
	default:
		return 0;
	}
}

static int build_pieces(struct daxclone *c, void *buffer)
{
	struct staging_pool pool = { .m = &c->m, .file = STAGING_NONE };
	uint64_t wanted = c->plan.bytes[CLONE_ALIGN] / XFS_DAX_HUGE;
	int error = 0;
	size_t i;

	if (wanted)
		error = staging_create(c->dir, c->dax, &pool.file);
	for (i = 0; !error && i < c->plan.nr; i++)
		error = build_piece(c, &pool, &c->plan.pieces[i], &wanted, buffer);
	staging_pool_drop(&pool);
	return error;
}

/* Bad memory under the snapshot, in whole blocks. */
static int find_bad(struct daxclone *c, const struct layout *l)
{
	uint64_t block = c->m.geom.blocksize, at = c->low, len, end;
	struct clone_range *bad, *last = NULL;

	for (; layout_next_bad(l, &c->m, &at, &len) > 0; at += len) {
		end = (at + len + block - 1) / block * block;
		if (last && last->off + last->len >= at / block * block) {
			if (end > last->off + last->len)
				last->len = end - last->off;
			continue;
		}
		bad = reallocarray(c->bad, c->nr_bad + 1, sizeof(*bad));
		if (!bad)
			return -ENOMEM;
		c->bad = bad;
		last = &bad[c->nr_bad++];
		last->off = at / block * block;
		last->len = end - last->off;
	}
	return 0;
}

static int plan(struct daxclone *c)
{
	struct layout l = { 0 };
	int error;

	error = layout_read(c->stage.fd, &c->m, c->low, c->high - c->low, false, &l);
	if (!error)
		error = find_bad(c, &l);
	/* The source was asked before; it went bad just now. */
	if (!error && c->nr_bad && !c->opts->skip_bad)
		error = -EIO;
	if (!error)
		error = clone_plan_make(&l, c->bad, c->nr_bad, c->dst_off, c->len,
					c->opts->align, &c->plan);
	layout_free(&l);
	return error;
}

static int prepare(struct daxclone *c)
{
	int error = c->opts->whole_name ? daxclone_take_flags(c) : 0;

	if (error)
		return say(c, "give a new file the project and flags of the old", error);
	error = daxclone_set_hints(c, c->stage.fd, true);
	return error ? say(c, "set the hints of a new file", error) : 0;
}

static int fill(struct daxclone *c)
{
	int error = plan(c);

	if (!error)
		error = build_pieces(c, c->buffer);
	if (!error)
		error = fsync(c->stage.fd) < 0 ? -errno : 0;
	return error ? say(c, "build the clone", error) : 0;
}

static int make_stage(struct daxclone *c)
{
	int error = staging_create(c->dir, c->dax, &c->stage);

	if (error && error != -EMEDIUMTYPE)
		return say(c, "make a file beside the destination", error);
	if (error)
		io_fail(c->io, "no new file here can be made %s like %s, and files of "
			"different DAX state cannot share", c->dax ? "DAX" : "not DAX",
			c->src_name);
	return error;
}

int daxclone_build(struct daxclone *c)
{
	int error = make_stage(c);

	if (error)
		return error;
	if (posix_memalign(&c->buffer, 4096, XFS_DAX_HUGE))
		return say(c, "get memory", -ENOMEM);
	error = prepare(c);
	if (!error)
		error = take_snapshot(c);
	return error ? error : fill(c);
}
