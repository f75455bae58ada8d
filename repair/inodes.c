// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The inodes' phase: every inode there is, its core, its extent maps and what belongs to
 * it alone.  What connects inodes with each other is the names' phase.
 *
 * Leaves behind FACT_INODES: of each chunk which inodes are in use and good, which are
 * lost, and their link counts and types; in r->owners what all of them own; and
 * r->owners_missing if some of that could not be read.
 *
 * An inode in use is one whose mode is not zero, whatever the inode tree says of it: a kernel
 * that comes to it by name does not ask the tree.
 */
#include <errno.h>
#include <stdlib.h>

#include "libxfs/format/dir.h"
#include "repair/inode_walk.h"
#include "repair/inodes.h"
#include "repair/owners.h"

static unsigned int ftype_of(const struct xfs_dinode *dip)
{
	switch (inode_type(dip)) {
	case XFS_IFREG:
		return XFS_DIR3_FT_REG_FILE;
	case XFS_IFDIR:
		return XFS_DIR3_FT_DIR;
	case XFS_IFCHR:
		return XFS_DIR3_FT_CHRDEV;
	case XFS_IFBLK:
		return XFS_DIR3_FT_BLKDEV;
	case XFS_IFIFO:
		return XFS_DIR3_FT_FIFO;
	case XFS_IFSOCK:
		return XFS_DIR3_FT_SOCK;
	case XFS_IFLNK:
		return XFS_DIR3_FT_SYMLINK;
	default:
		return XFS_DIR3_FT_UNKNOWN;
	}
}

static int keep_links(struct inode_chunk *chunk, unsigned int bit, const struct xfs_dinode *dip)
{
	if (!chunk->links)
		chunk->links = calloc(1, sizeof(*chunk->links));
	if (!chunk->links)
		return -ENOMEM;
	chunk->used |= 1ULL << bit;
	chunk->links->links[bit] = be32_to_cpu(dip->di_nlink);
	chunk->links->type[bit] = ftype_of(dip);
	return 0;
}

/* Nothing more is known of this inode; of its blocks neither, if it is in use. */
static void lose(struct repair *r, struct inode_chunk *chunk, unsigned int bit)
{
	chunk->lost |= 1ULL << bit;
	if (!(chunk->free >> bit & 1))
		__atomic_store_n(&r->owners_missing, true, __ATOMIC_RELAXED);
}

/* Does the inode tree agree? */
static void check_tree(struct inode_check *c)
{
	if (c->tree_free && c->dip->di_mode)
		report_plain(c->r->report, FIND_INODE_NOT_FREE, inode_place(c));
	if (!c->tree_free && !c->dip->di_mode)
		report_plain(c->r->report, FIND_INODE_FREE, inode_place(c));
}

static int check_used(struct inode_check *c, struct inode_chunk *chunk, unsigned int bit)
{
	int error = keep_links(chunk, bit, c->dip);

	if (!error)
		error = inode_forks_check(c);
	if (!error)
		error = inode_contents_check(c);
	if (!error)
		error = inode_special_check(c);
	if (!c->whole)
		__atomic_store_n(&c->r->owners_missing, true, __ATOMIC_RELAXED);
	if (be64_to_cpu(c->dip->di_flags2) & XFS_DIFLAG2_REFLINK)
		__atomic_fetch_add(&c->r->nr_reflinked, 1, __ATOMIC_RELAXED);
	if (be64_to_cpu(c->dip->di_flags2) & XFS_DIFLAG2_DAX)
		__atomic_fetch_add(&c->r->nr_dax, 1, __ATOMIC_RELAXED);
	return error;
}

static int check_inode(struct repair *r, const struct chunk_view *v, unsigned int bit,
		       struct owner_batch *batch)
{
	struct inode_check c = {
		.r = r, .dip = chunk_dinode(&r->geom, v, bit),
		.ino = chunk_ino(&r->geom, v, bit),
		.tree_free = v->chunk->free >> bit & 1,
		.whole = true, .batch = batch,
	};

	if (!(v->readable >> bit & 1)) {
		report_plain(r->report, FIND_INODE_UNREADABLE, inode_place(&c));
		lose(r, v->chunk, bit);
		return 0;
	}
	if (!inode_core_check(&c)) {
		lose(r, v->chunk, bit);
		return 0;
	}
	check_tree(&c);
	return c.dip->di_mode ? check_used(&c, v->chunk, bit) : 0;
}

static int check_chunk(struct repair *r, const struct chunk_view *v, void *priv)
{
	struct owner_batch *batches = priv;
	uint64_t todo = v->chunk->alloc;
	int error = 0;

	for (; !error && todo; todo &= todo - 1)
		error = check_inode(r, v, __builtin_ctzll(todo), &batches[v->thread]);
	return error;
}

int phase_inodes(struct repair *r)
{
	unsigned int i, nr = workers_nr(r->workers);
	struct owner_batch *batches = calloc(nr, sizeof(*batches));
	int error;

	if (!batches)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		owner_batch_init(&batches[i], &r->geom, &r->owners->sink, 0, 0);
	progress_begin(r->progress, "inodes", chunk_walk_total(r));
	error = chunk_walk(r, check_chunk, batches);
	for (i = 0; !error && i < nr; i++)
		error = owner_batch_flush(&batches[i]);
	free(batches);
	if (!error)
		special_inodes_check(r);
	return error;
}
