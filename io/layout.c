// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading a file's layout from the kernel (io/layout.h), by FIEMAP.
 *
 * FIEMAP serves every filesystem, tells shared from not, and takes any range.  It is
 * asked in batches, of which each must get further than the one before.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "common/array.h"
#include "io/io.h"
#include "io/layout.h"
#include "io/xflags.h"

#define BATCH		1024	/* extents a call */

/* What makes an address no place on the data device. */
#define NO_PLACE	(FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC | \
			 FIEMAP_EXTENT_ENCODED | FIEMAP_EXTENT_DATA_ENCRYPTED | \
			 FIEMAP_EXTENT_NOT_ALIGNED | FIEMAP_EXTENT_DATA_INLINE | \
			 FIEMAP_EXTENT_DATA_TAIL)

struct reader {
	int		fd;
	struct layout	*l;
	uint64_t	at, end;	/* what is still to read, bytes */
	bool		no_place;	/* nothing in this file has a known one */
	bool		last;		/* the kernel said so */
};

void layout_free(struct layout *l)
{
	free(l->extents);
	l->extents = NULL;
	l->nr = l->room = 0;
}

static bool continues(const struct layout_extent *a, const struct layout_extent *b)
{
	return a->file_off + a->len == b->file_off && a->dev_off + a->len == b->dev_off &&
	       a->address_known && b->address_known && a->written == b->written &&
	       a->shared == b->shared && a->owners == b->owners;
}

int layout_add(struct layout *l, const struct layout_extent *e)
{
	struct layout_extent *extents;

	if (l->nr && continues(&l->extents[l->nr - 1], e)) {
		l->extents[l->nr - 1].len += e->len;
		return 0;
	}
	extents = array_grow(l->extents, &l->room, l->nr, sizeof(*extents));
	if (!extents)
		return -ENOMEM;
	l->extents = extents;
	l->extents[l->nr++] = *e;
	return 0;
}

/* Takes one answer over, clipped to what was asked for; -EIO if it makes no sense. */
static int take_extent(struct reader *r, const struct fiemap_extent *fe)
{
	uint64_t end = fe->fe_logical + fe->fe_length, skip = 0;
	struct layout_extent e = {
		.written = !(fe->fe_flags & FIEMAP_EXTENT_UNWRITTEN),
		.shared = fe->fe_flags & FIEMAP_EXTENT_SHARED,
		.address_known = !r->no_place && !(fe->fe_flags & NO_PLACE),
	};

	if (end <= r->at || end < fe->fe_logical ||
	    fe->fe_physical > UINT64_MAX - fe->fe_length)
		return -EIO;
	r->last |= fe->fe_flags & FIEMAP_EXTENT_LAST;
	if (fe->fe_logical >= r->end) {
		r->at = r->end;
		return 0;
	}
	if (fe->fe_logical < r->at)
		skip = r->at - fe->fe_logical;
	if (end > r->end)
		end = r->end;
	e.file_off = fe->fe_logical + skip;
	e.dev_off = fe->fe_physical + skip;
	e.len = end - e.file_off;
	r->at = end;
	return layout_add(r->l, &e);
}

/* One call; r->at moves on, to the end when there is no more. */
static int read_batch(struct reader *r, struct fiemap *map, bool sync)
{
	uint32_t i;
	int error = 0;

	memset(map, 0, sizeof(*map));
	map->fm_start = r->at;
	map->fm_length = r->end - r->at;
	map->fm_flags = sync ? FIEMAP_FLAG_SYNC : 0;
	map->fm_extent_count = BATCH;
	if (ioctl(r->fd, FS_IOC_FIEMAP, map) < 0)
		return -errno;
	if (map->fm_mapped_extents > BATCH)
		return -EIO;
	for (i = 0; i < map->fm_mapped_extents && !error; i++)
		error = take_extent(r, &map->fm_extents[i]);
	if (r->last || !map->fm_mapped_extents)
		r->at = r->end;
	return error;
}

static int read_extents(struct reader *r)
{
	struct fiemap *map = malloc(sizeof(*map) + BATCH * sizeof(map->fm_extents[0]));
	bool sync = true;
	int error = 0;

	if (!map)
		return -ENOMEM;
	while (!error && r->at < r->end) {
		error = io_interrupted() ? -EINTR : read_batch(r, map, sync);
		sync = false;
	}
	free(map);
	return error;
}

int layout_read(int fd, const struct mounted *m, uint64_t off, uint64_t len,
		bool owners, struct layout *l)
{
	const uint64_t most = INT64_MAX, mask = XFS_DAX_HUGE - 1;
	struct reader r = { .fd = fd, .l = l };
	struct stat st;
	int error;

	memset(l, 0, sizeof(*l));
	if (fstat(fd, &st) < 0)
		return -errno;
	l->size = st.st_size;
	l->mem_start = m->mem_start;
	if (off >= most || !len)
		return 0;
	r.at = off & ~mask;
	r.end = len > most - off ? most : (off + len + mask) & ~mask;
	if (r.end > most)
		r.end = most;
	r.no_place = !m->dev_known || xflags_is_realtime(fd);
	error = read_extents(&r);
	if (!error && owners)
		error = layout_find_owners(fd, m, l);
	return error;
}
