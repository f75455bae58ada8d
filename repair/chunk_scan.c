// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finding inodes by their looks.
 *
 * An inode names itself: magic number, version, filesystem, its own number, and a checksum
 * over all of it, so that none is taken for one by chance, and a copy of another filesystem's
 * inode in some file's data is none.  A block with one good inode is a block of inodes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/array.h"
#include "libxfs/format/inode.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "repair/chunk_scan.h"

#define PIECE	(1U << 20)

struct chunk_scan {
	struct repair		*r;
	const struct xfs_geom	*g;
	xfs_agnumber_t		agno;
	struct group_facts	*gf;
	uint8_t			*bytes;
	bool			whole;		/* every block could be read */
	struct inode_chunk	*chunks;	/* new ones, by start */
	size_t			nr, room;
};

static bool is_inode(const struct chunk_scan *s, const struct xfs_dinode *dip, xfs_ino_t ino)
{
	return be16_to_cpu(dip->di_magic) == XFS_DINODE_MAGIC &&
	       dip->di_version == XFS_DINODE_VERSION_3 && be64_to_cpu(dip->di_ino) == ino &&
	       !memcmp(&dip->di_uuid, &s->g->meta_uuid, sizeof(dip->di_uuid)) &&
	       xfs_cksum_verify(dip, s->g->inodesize, XFS_DINODE_CRC_OFF);
}

/* The chunk that @agino begins or belongs to, as far as alignment tells. */
static xfs_agino_t chunk_start(const struct chunk_scan *s, xfs_agino_t agino)
{
	const struct xfs_geom *g = s->g;
	xfs_agblock_t agbno = xfs_agino_agbno(g, agino);
	const struct inode_chunk *last = s->nr ? &s->chunks[s->nr - 1] : NULL;

	if (last && agino - last->start < XFS_INODES_PER_CHUNK)
		return last->start;
	if (g->inopblock >= XFS_INODES_PER_CHUNK)
		return agino & ~(xfs_agino_t)(XFS_INODES_PER_CHUNK - 1);
	if (xfs_has_align(g) && g->inoalignmt > 1)
		agbno -= agbno % g->inoalignmt;
	return xfs_agb_agino(g, agbno, 0);
}

static int add_chunk(struct chunk_scan *s, xfs_agino_t start)
{
	struct inode_chunk *chunks;

	if (s->nr && s->chunks[s->nr - 1].start == start)
		return 0;
	chunks = array_grow(s->chunks, &s->room, s->nr, sizeof(*chunks));
	if (!chunks)
		return -ENOMEM;
	s->chunks = chunks;
	s->chunks[s->nr++] = (struct inode_chunk){ .start = start };
	return 0;
}

/* Inodes @first to @first + @nr - 1 of the group exist; those in @free are not in use. */
static int add_inodes(struct chunk_scan *s, xfs_agino_t first, unsigned int nr, uint64_t free)
{
	uint64_t bits = nr == XFS_INODES_PER_CHUNK ? ~0ULL : (1ULL << nr) - 1;
	struct inode_chunk *chunk;
	int error = add_chunk(s, chunk_start(s, first));

	if (error)
		return error;
	chunk = &s->chunks[s->nr - 1];
	if (first - chunk->start > XFS_INODES_PER_CHUNK - nr)
		return 0;		/* not where alignment allows one */
	chunk->alloc |= bits << (first - chunk->start);
	chunk->free |= free << (first - chunk->start);
	return 0;
}

/* Up to a chunk's worth of inodes in @bytes, which may be any block's. */
static int look(struct chunk_scan *s, xfs_agino_t first, unsigned int nr, const uint8_t *bytes)
{
	const struct xfs_dinode *dip;
	unsigned int i, good = 0;
	uint64_t free = 0;

	for (i = 0; i < nr; i++) {
		dip = (const struct xfs_dinode *)(bytes + ((size_t)i << s->g->inodelog));
		if (!is_inode(s, dip, xfs_agino_ino(s->g, s->agno, first + i)))
			continue;
		good++;
		if (!dip->di_mode)
			free |= 1ULL << i;
	}
	return good ? add_inodes(s, first, nr, free) : 0;
}

static int look_at_block(struct chunk_scan *s, xfs_agblock_t agbno, const uint8_t *bytes)
{
	xfs_agino_t first = xfs_agb_agino(s->g, agbno, 0);
	unsigned int i, nr = s->g->inopblock;
	int error = 0;

	if (nr > XFS_INODES_PER_CHUNK)
		nr = XFS_INODES_PER_CHUNK;
	for (i = 0; !error && i < s->g->inopblock; i += nr)
		if (!group_find_chunk(s->gf, first + i))
			error = look(s, first + i, nr, bytes + ((size_t)i << s->g->inodelog));
	return error;
}

/* @nr blocks from @agbno on; what cannot be read is read again block by block. */
static int look_at_piece(struct chunk_scan *s, xfs_agblock_t agbno, xfs_extlen_t nr)
{
	const struct xfs_geom *g = s->g;
	bool whole = !xfs_env_read(s->r->data, xfs_agb_daddr(g, s->agno, agbno), s->bytes,
				   (size_t)nr << g->blocklog);
	uint8_t *bytes = s->bytes;
	int error = 0;

	for (; !error && nr; nr--, agbno++, bytes += g->blocksize)
		if (whole || !xfs_env_read(s->r->data, xfs_agb_daddr(g, s->agno, agbno), bytes,
					   g->blocksize))
			error = look_at_block(s, agbno, bytes);
		else
			s->whole = false;
	return error;
}

/* So many of the group's @nr blocks the device has. */
static xfs_agblock_t blocks_there(const struct chunk_scan *s, xfs_agblock_t nr)
{
	uint64_t size = device_facts(s->r->data)->size;
	uint64_t start = BBTOB(xfs_agb_daddr(s->g, s->agno, 0));
	uint64_t there = size > start ? (size - start) >> s->g->blocklog : 0;

	return there < nr ? there : nr;
}

static int look_at_group(struct chunk_scan *s)
{
	xfs_extlen_t step = PIECE >> s->g->blocklog, nr;
	xfs_agblock_t length = xfs_ag_length(s->g, s->agno), end = blocks_there(s, length);
	xfs_agblock_t at = xfs_ag_first_agbno(s->g);
	int error = 0;

	if (end < length)
		s->whole = false;
	for (; !error && at < end; at += nr) {
		nr = end - at < step ? end - at : step;
		error = look_at_piece(s, at, nr);
	}
	return error;
}

static int compare_chunks(const void *a, const void *b)
{
	const struct inode_chunk *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Joins the two tables; a new chunk may not reach into one of the tree's. */
static int join(struct chunk_scan *s, uint64_t *found)
{
	struct group_facts *gf = s->gf;
	struct inode_chunk *all;
	size_t i, nr = gf->nr_chunks;

	all = reallocarray(gf->chunks, gf->nr_chunks + s->nr + 1, sizeof(*all));
	if (!all)
		return -ENOMEM;
	gf->chunks = all;
	for (i = 0; i < s->nr; i++)
		if (s->chunks[i].alloc & ~s->chunks[i].free &&
		    !group_find_chunk(gf, s->chunks[i].start) &&
		    !group_find_chunk(gf, s->chunks[i].start + XFS_INODES_PER_CHUNK - 1))
			all[nr++] = s->chunks[i];
	*found = nr - gf->nr_chunks;
	gf->nr_chunks = nr;
	qsort(all, nr, sizeof(*all), compare_chunks);
	return 0;
}

int chunk_scan(struct repair *r, xfs_agnumber_t agno, uint64_t *found)
{
	struct chunk_scan s = {
		.r = r, .g = &r->geom, .agno = agno, .gf = &r->groups[agno], .whole = true,
	};
	int error = -ENOMEM;

	*found = 0;
	s.gf->chunks_scanned = false;
	if (!blocks_there(&s, xfs_ag_length(s.g, agno)))
		return 0;
	s.bytes = xfs_env_io_alloc(PIECE);
	if (s.bytes)
		error = look_at_group(&s);
	if (!error)
		error = join(&s, found);
	s.gf->chunks_scanned = s.whole;
	free(s.chunks);
	xfs_env_io_free(s.bytes);
	return error;
}
