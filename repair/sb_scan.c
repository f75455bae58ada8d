// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finding copies of a superblock whose primary is lost, by looking at every sector.
 *
 * Copies of other filesystems lie about, too, in images that are files: a copy counts only
 * where its own geometry has one, and is believed only if most of its fellows agree.  The
 * number of candidates that are asked for their fellows is bounded, as each costs a read
 * a group.  Holes of a file have no copies and are not read; where a long piece cannot
 * be read, its parts are tried.
 */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "repair/superblock.h"

#define PIECE		((uint64_t)1 << 20)
#define PART		((uint64_t)32 << 10)
#define MAX_CANDIDATES	64

struct scan {
	struct repair	*r;
	char		*piece;		/* PIECE bytes */
	char		*sector;	/* XFS_MAX_SECTORSIZE bytes */
	unsigned int	nr_tried;
	struct xfs_dsb	tried[MAX_CANDIDATES];
	struct xfs_dsb	found;
	bool		done;		/* found is believed */
};

/* It stands where group 1 or a later one of its own geometry begins. */
static bool is_in_place(const struct xfs_dsb *dsb, xfs_daddr_t daddr)
{
	struct xfs_geom g;
	uint64_t group, agno;

	xfs_geom_from_sb(&g, dsb);
	group = (uint64_t)g.agblocks * g.blockbb;
	agno = (uint64_t)daddr / group;
	return (uint64_t)daddr % group == 0 && agno > 0 && agno < g.agcount;
}

static bool was_tried(const struct scan *s, const struct xfs_dsb *dsb)
{
	unsigned int i;

	for (i = 0; i < s->nr_tried; i++)
		if (sb_same(&s->tried[i], dsb))
			return true;
	return false;
}

static int try_copy(struct scan *s, xfs_daddr_t daddr)
{
	struct sb_votes votes;
	struct sb_copy copy;
	int error;

	sb_copy_read(s->r->data, daddr, s->sector, &copy);
	if (copy.error || copy.fault || !is_in_place(&copy.dsb, daddr) ||
	    was_tried(s, &copy.dsb) || s->nr_tried == MAX_CANDIDATES)
		return 0;
	s->tried[s->nr_tried++] = copy.dsb;
	error = sb_vote(s->r, &copy.dsb, &votes);
	if (error)
		return error;
	s->done = votes.same * 2 > votes.places ||
		(votes.same > votes.most && (votes.same + votes.headers) * 2 > votes.places);
	s->found = copy.dsb;
	return 0;
}

static int search(struct scan *s, uint64_t start, const char *bytes, uint64_t len)
{
	const __be32 magic = cpu_to_be32(XFS_SB_MAGIC);
	uint64_t at;
	int error = 0;

	for (at = 0; at < len && !s->done && !error; at += XFS_MIN_SECTORSIZE)
		if (start + at && !memcmp(bytes + at, &magic, sizeof(magic)))
			error = try_copy(s, BTOBBT(start + at));
	return error;
}

/* Behind an unreadable sector may stand what is looked for. */
static int search_parts(struct scan *s, uint64_t start, uint64_t len)
{
	uint64_t at, part;
	int error = 0;

	for (at = 0; at < len && !s->done && !error; at += part) {
		part = len - at < PART ? len - at : PART;
		if (!xfs_env_read(s->r->data, BTOBBT(start + at), s->piece, part))
			error = search(s, start + at, s->piece, part);
	}
	return error;
}

/* Where data begin at or behind @start; @end if there are none. */
static uint64_t next_data(const struct xfs_dev *dev, uint64_t start, uint64_t end)
{
	off_t data;

	if (device_facts(dev)->block)
		return start;
	data = lseek(device_fd(dev), start, SEEK_DATA);
	if (data < 0)
		return errno == ENXIO ? end : start;
	data = (uint64_t)data / PART * PART;
	return (uint64_t)data > start ? (uint64_t)data : start;
}

static int search_device(struct scan *s)
{
	const struct xfs_dev *dev = s->r->data;
	uint64_t sector = device_facts(dev)->lsectsize;
	uint64_t end = device_facts(dev)->size / sector * sector;
	uint64_t at, len;
	int error = 0;

	progress_begin(s->r->progress, "search for superblocks", end);
	for (at = next_data(dev, 0, end); at < end && !s->done && !error;
	     at = next_data(dev, at + len, end)) {
		len = end - at < PIECE ? end - at : PIECE;
		if (xfs_env_read(s->r->data, BTOBBT(at), s->piece, len))
			error = search_parts(s, at, len);
		else
			error = search(s, at, s->piece, len);
		progress_set(s->r->progress, at + len);
	}
	progress_end(s->r->progress);
	return error;
}

/* A damaged primary often still says how large a group is. */
static int try_hint(struct scan *s, const struct xfs_dsb *hint)
{
	uint64_t size = device_facts(s->r->data)->size;
	uint64_t block = be32_to_cpu(hint->sb_blocksize);
	uint64_t group = be32_to_cpu(hint->sb_agblocks) * block;
	unsigned int agno;
	int error = 0;

	if (block < XFS_MIN_BLOCKSIZE || block > XFS_MAX_BLOCKSIZE || block & (block - 1) ||
	    !group)
		return 0;
	for (agno = 1; agno < 4 && agno * group < size && !s->done && !error; agno++)
		error = try_copy(s, BTOBBT(agno * group));
	return error;
}

static int scan(struct scan *s, const struct xfs_dsb *hint)
{
	int error = try_hint(s, hint);

	if (!error && !s->done) {
		repair_say("looking for copies of the superblock on the whole of %s",
			   s->r->opts.device);
		error = search_device(s);
	}
	return error ? error : s->done ? 0 : -ENOENT;
}

int sb_scan(struct repair *r, const struct xfs_dsb *hint, struct xfs_dsb *dsb)
{
	struct scan *s = xfs_env_alloc(sizeof(*s));
	int error = -ENOMEM;

	if (!s)
		return error;
	s->r = r;
	s->piece = xfs_env_io_alloc(PIECE);
	s->sector = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	if (s->piece && s->sector)
		error = scan(s, hint);
	if (!error)
		*dsb = s->found;
	xfs_env_io_free(s->piece);
	xfs_env_io_free(s->sector);
	xfs_env_free(s);
	return error;
}
