// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is left of link counts when every name has been taken off, and the lists of
 * inodes that have none and wait to be freed.  A group at a time, by all threads.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "libxfs/format/ag.h"
#include "repair/names.h"

struct links_check {
	struct repair		*r;
	struct group_facts	*gf;
	xfs_agnumber_t		agno;
	bool			lists_whole;	/* every inode that is on a list was met */
	struct xfs_dinode	*dip;		/* of the last that was loaded */
};

static int load(struct links_check *c, xfs_ino_t ino)
{
	if (!c->dip)
		c->dip = malloc(c->r->geom.inodesize);
	return c->dip ? inode_load(c->r, ino, c->dip) : -ENOMEM;
}

static xfs_ino_t ino_of(const struct links_check *c, xfs_agino_t agino)
{
	return xfs_agino_ino(&c->r->geom, c->agno, agino);
}

/* ---- Unlinked lists ---- */

static void bad_list(struct links_check *c, unsigned int bucket, xfs_agino_t agino,
		     const char *what)
{
	c->lists_whole = false;
	report_note(c->r->report, FIND_UNLINKED_LIST,
		    place_field(place_ag("AGI", c->agno), "agi_unlinked"),
		    "list %u leads to inode %" PRIu32 " of the group, %s", bucket, agino, what);
}

/* NULL: the list ends here, or what follows is not known. */
static struct inode_chunk *find_listed(struct links_check *c, unsigned int bucket,
				       xfs_agino_t agino, unsigned int *bit)
{
	struct inode_chunk *chunk;

	chunk = groups_find_inode(c->r, ino_of(c, agino), bit);
	if (!xfs_agino_valid(&c->r->geom, c->agno, agino))
		chunk = NULL;
	if (!chunk) {
		c->lists_whole = false;
		if (group_tree_is_complete(c->gf, TREE_INO))
			bad_list(c, bucket, agino, "which does not exist");
	} else if (chunk->lost >> *bit & 1) {
		c->lists_whole = false;
		chunk = NULL;
	} else if (!(chunk->used >> *bit & 1)) {
		bad_list(c, bucket, agino, "which is free");
		chunk = NULL;
	} else if (chunk->unlinked >> *bit & 1) {
		bad_list(c, bucket, agino, "where it or another list has been before");
		chunk = NULL;
	} else if (agino % XFS_AGI_UNLINKED_BUCKETS != bucket) {
		bad_list(c, bucket, agino, "which belongs to another list");
		chunk = NULL;
	}
	return chunk;
}

static int check_listed(struct links_check *c, xfs_ino_t ino, bool named, xfs_agino_t *next)
{
	struct place place = place_ino(NULL, ino, NULLFILEOFF);
	int error = load(c, ino);

	*next = NULLAGINO;
	if (error == -ENOMEM)
		return error;
	if (error) {
		c->lists_whole = false;
		return 0;
	}
	if (c->dip->di_nlink || named)
		report_note(c->r->report, FIND_UNLINKED_LINKED, place, "%" PRIu32 " links%s",
			    be32_to_cpu(c->dip->di_nlink), named ? ", and it has a name" : "");
	else
		report_plain(c->r->report, FIND_UNLINKED_LEFT, place);
	*next = be32_to_cpu(c->dip->di_next_unlinked);
	return 0;
}

static int check_list(struct links_check *c, unsigned int bucket)
{
	xfs_agino_t agino = be32_to_cpu(c->gf->agi.agi_unlinked[bucket]), next;
	struct inode_chunk *chunk;
	unsigned int bit;
	int error;

	for (; agino != NULLAGINO; agino = next) {
		chunk = find_listed(c, bucket, agino, &bit);
		if (!chunk)
			break;
		chunk->unlinked |= 1ULL << bit;
		error = check_listed(c, ino_of(c, agino), chunk_has(&chunk->named, bit), &next);
		if (error)
			return error;
	}
	return 0;
}

static int check_lists(struct links_check *c)
{
	unsigned int i;
	int error = 0;

	c->lists_whole = c->gf->agi_ok;
	for (i = 0; !error && c->gf->agi_ok && i < XFS_AGI_UNLINKED_BUCKETS; i++)
		error = check_list(c, i);
	return error;
}

/* ---- Link counts ---- */

/* Links that are no names of others: a directory's to itself, a root's also by "..". */
static uint32_t own_links(const struct links_check *c, xfs_ino_t ino, unsigned int type)
{
	if (type != XFS_DIR3_FT_DIR)
		return 0;
	return names_is_root(c->r, ino) ? 2 : 1;
}

/* No entry leads to it; of directories names_check_dirs() has told. */
static void check_nameless(struct links_check *c, xfs_ino_t ino, unsigned int type,
			   uint32_t links)
{
	const struct names_dir *dir = type == XFS_DIR3_FT_DIR ? names_find_dir(c->r, ino) : NULL;
	struct place place = place_ino(NULL, ino, NULLFILEOFF);

	if (!links && !(dir && names_is_filled(c->r, dir))) {
		if (c->lists_whole)
			report_plain(c->r->report, FIND_UNLINKED_LOST, place);
	} else if (type != XFS_DIR3_FT_DIR && names_are_whole(c->r) && c->r->dsb_of_primary) {
		report_note(c->r->report, FIND_NAMELESS, place, "%" PRIu32 " links", links);
	}
}

static int check_named(struct links_check *c, xfs_ino_t ino, uint32_t rest)
{
	uint32_t found;
	int error;

	if (!rest || (!names_are_whole(c->r) && (int32_t)rest > 0))
		return 0;
	error = load(c, ino);
	if (error)
		return error == -ENOMEM ? error : 0;
	found = be32_to_cpu(c->dip->di_nlink);
	report_values(c->r->report, FIND_NLINK,
		      place_field(place_ino(NULL, ino, NULLFILEOFF), "di_nlink"), found,
		      (uint32_t)(found - rest));
	return 0;
}

static int check_inode(struct links_check *c, const struct inode_chunk *chunk, unsigned int bit)
{
	xfs_ino_t ino = ino_of(c, chunk->start + bit);
	unsigned int type = chunk->links->type[bit];
	uint32_t links = chunk->links->links[bit];

	if (names_is_special(c->r, ino) || chunk->unlinked >> bit & 1)
		return 0;
	if (names_is_root(c->r, ino) || chunk_has(&chunk->named, bit))
		return check_named(c, ino, links - own_links(c, ino, type));
	check_nameless(c, ino, type, links);
	return 0;
}

static int check_chunk(struct links_check *c, const struct inode_chunk *chunk)
{
	uint64_t todo = chunk->used;
	int error = 0;

	for (; !error && todo; todo &= todo - 1)
		error = check_inode(c, chunk, __builtin_ctzll(todo));
	return error;
}

static int check_group(void *arg, uint64_t item, unsigned int thread)
{
	struct links_check c = { .r = arg, .agno = item };
	int error;
	size_t i;

	c.gf = &c.r->groups[item];
	error = check_lists(&c);
	for (i = 0; !error && i < c.gf->nr_chunks; i++)
		error = check_chunk(&c, &c.gf->chunks[i]);
	free(c.dip);
	return error;
}

int names_check_links(struct repair *r)
{
	return workers_run(r->workers, r->geom.agcount, check_group, r);
}
