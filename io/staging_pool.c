// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Aligned pieces of fresh space.
 *
 * No call asks the kernel for an extent on a 2 MiB boundary: an extent size hint aligns
 * lengths, a stripe unit aligns what is appended, and only where the filesystem has one.
 * So we allocate a little more than is wanted, look where it lies, and use the aligned
 * pieces within it: sharing into a file does not ask that both lie at the same offset
 * of their files.  The rest goes when the pool does.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "io/staging.h"

#define CHUNK_MAX	(32 * XFS_DAX_HUGE)
#define CHUNK_TRIES	16

/* The next aligned piece of the chunk. */
static bool cut_chunk(struct staging_pool *p, uint64_t *off)
{
	for (; p->extent < p->chunk.nr; p->extent++) {
		const struct layout_extent *e = &p->chunk.extents[p->extent];
		uint64_t pos = p->at > e->file_off ? p->at : e->file_off;
		uint64_t end = e->file_off + e->len, address, gap;

		if (!e->address_known || pos >= end)
			continue;
		address = p->chunk.mem_start + e->dev_off + (pos - e->file_off);
		gap = -address & (XFS_DAX_HUGE - 1);
		if (gap >= end - pos || end - pos - gap < XFS_DAX_HUGE)
			continue;
		*off = pos + gap;
		p->at = *off + XFS_DAX_HUGE;
		return true;
	}
	return false;
}

/* Allocates as much of @len as there is, by halves. */
static int allocate(struct staging_pool *p, uint64_t *len)
{
	for (;;) {
		if (fallocate(p->file.fd, 0, p->end, *len) == 0)
			return 0;
		if (errno != ENOSPC)
			return -errno;
		/* What was allocated before space ran out lies beyond the end. */
		if (ftruncate(p->file.fd, p->end) < 0)
			return -errno;
		if (*len <= XFS_DAX_HUGE)
			return -ENOSPC;
		*len = *len / 2 > XFS_DAX_HUGE ? *len / 2 : XFS_DAX_HUGE;
	}
}

static int refill(struct staging_pool *p, uint64_t wanted)
{
	uint64_t len = CHUNK_MAX;
	int error;

	if (wanted < CHUNK_MAX / XFS_DAX_HUGE)
		len = (wanted + 1) * XFS_DAX_HUGE;
	error = allocate(p, &len);
	if (error)
		return error;
	layout_free(&p->chunk);
	p->extent = 0;
	p->at = p->end;
	error = layout_read(p->file.fd, p->m, p->end, len, false, &p->chunk);
	p->end += len;
	return error;
}

int staging_pool_cut(struct staging_pool *p, uint64_t wanted, uint64_t *off)
{
	int tries, error;

	for (tries = 0; !cut_chunk(p, off); tries++) {
		if (io_interrupted())
			return -EINTR;
		error = tries < CHUNK_TRIES ? refill(p, wanted) : -EAGAIN;
		/* Space there was, but none of it aligned. */
		if (error == -ENOSPC && tries)
			error = -EAGAIN;
		if (error)
			return error;
	}
	p->cut++;
	return 0;
}

void staging_pool_drop(struct staging_pool *p)
{
	layout_free(&p->chunk);
	staging_drop(&p->file);
}
