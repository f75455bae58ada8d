// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The check of a directory.
 *
 * Hash and address of every entry are gathered while the data blocks are read, 64 bits
 * an entry, and sorted.  Then each leaf entry is looked up in that list and takes its
 * entry off it: an entry that is not taken is one no lookup by name would find.  Equal
 * hashes cost nothing extra, because the address is part of what is looked up.
 *
 * The tables of free space are compared with what the data blocks' own heads say, which
 * their verifier has compared with the blocks.
 */
#include "libxfs/inode/dir_check.h"

#include "libxfs/fs/features.h"
#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/da_tree.h"
#include "libxfs/inode/dir_verify.h"
#include "libxfs/inode/name_twice.h"

struct dir_check {
	struct xfs_da_file	f;
	const struct xfs_dir_visit *v;
	struct xfs_dir_visit	gather;
	const struct xfs_geom	*g;
	const struct xfs_dinode	*dip;
	xfs_ino_t		ino;
	bool			local;

	struct xfs_name_list	names;	/* by address, or place in the fork */
	uint8_t			*taken;	/* bit a name */
	bool			dot;
	bool			dotdot;
};

static int tell(struct dir_check *c, enum xfs_fault fault, uint32_t dablk,
		uint32_t index)
{
	struct xfs_da_fault df = { .fault = fault, .dablk = dablk, .index = index };

	return c->v->fault ? c->v->fault(c->v->priv, &df) : 0;
}

/* ---- Addresses ---- */

static uint64_t addr_offset(uint32_t addr)
{
	return (uint64_t)addr << XFS_DIR2_DATA_ALIGN_LOG;
}

static uint32_t offset_dablk(const struct dir_check *c, uint64_t offset)
{
	return (offset - offset % c->g->dirblksize) >> c->g->blocklog;
}

static int tell_at(struct dir_check *c, enum xfs_fault fault, uint64_t offset)
{
	return tell(c, fault, c->local ? 0 : offset_dablk(c, offset),
		    offset % c->g->dirblksize);
}

/* ---- Gathering ---- */

static uint32_t place_of(const struct dir_check *c, const struct xfs_dir_entry *e)
{
	if (c->local)
		return e->name - (const uint8_t *)xfs_dfork_ptr(c->dip, XFS_DATA_FORK);
	return e->offset >> XFS_DIR2_DATA_ALIGN_LOG;
}

static int key_add(struct dir_check *c, const struct xfs_dir_entry *e)
{
	uint32_t hash = xfs_has_asciici(c->g) ?
			xfs_ascii_ci_hashname(e->name, e->namelen) :
			xfs_da_hashname(e->name, e->namelen);

	return xfs_name_list_add(&c->names, hash, place_of(c, e));
}

/* "." is the first entry and leads here, ".." the second, and neither is elsewhere. */
static int check_dots(struct dir_check *c, const struct xfs_dir_entry *e,
		      unsigned int dots)
{
	unsigned int at = sizeof(struct xfs_dir3_data_hdr);
	bool typed = !xfs_has_ftype(c->g) || e->ftype == XFS_DIR3_FT_DIR;

	if (dots == 2)
		at += xfs_dir2_data_entsize(1, xfs_has_ftype(c->g));
	*(dots == 1 ? &c->dot : &c->dotdot) = true;
	if (e->offset == at && typed && (dots == 2 || e->ino == c->ino))
		return 0;
	return tell_at(c, dots == 1 ? XFS_FAULT_DIR_DOT : XFS_FAULT_DIR_DOTDOT,
		       e->offset);
}

static int gather_entry(void *priv, const struct xfs_dir_entry *e)
{
	struct dir_check *c = priv;
	unsigned int dots = xfs_dir_entry_dots(e);
	int error = dots ? check_dots(c, e, dots) : 0;

	/* The short form has no dots of its own. */
	if (!error && !(c->local && dots))
		error = key_add(c, e);
	if (!error && c->v->entry)
		error = c->v->entry(c->v->priv, e);
	return error;
}

static int gather_fault(void *priv, const struct xfs_da_fault *df)
{
	struct dir_check *c = priv;

	return c->v->fault ? c->v->fault(c->v->priv, df) : 0;
}

/* Only told if the block where they belong could be read. */
static int check_dots_seen(struct dir_check *c)
{
	struct xfs_da_place *first = xfs_da_place_find(&c->f, 0);
	int error = 0;

	if (first && (first->flags & XFS_DA_BAD))
		return 0;
	if (!c->dot)
		error = tell(c, XFS_FAULT_DIR_DOT, 0, 0);
	if (!error && !c->dotdot)
		error = tell(c, XFS_FAULT_DIR_DOTDOT, 0, 0);
	return error;
}

/* ---- Two entries of one name ---- */

static int read_short_name(const struct dir_check *c, uint32_t place, uint8_t *name,
			   unsigned int *namelen)
{
	const uint8_t *p = xfs_dfork_ptr(c->dip, XFS_DATA_FORK);
	const struct xfs_dir2_sf_entry *sfe = (const void *)(p + place - sizeof(*sfe));

	*namelen = sfe->namelen;
	memcpy(name, sfe->name, sfe->namelen);
	return 0;
}

static int read_name(void *priv, uint32_t addr, uint8_t *name, unsigned int *namelen)
{
	struct dir_check *c = priv;
	const struct xfs_dir2_data_entry *dep;
	unsigned int off = addr_offset(addr) % c->g->dirblksize;
	struct xfs_da_block b;
	int error;

	if (c->local)
		return read_short_name(c, addr, name, namelen);
	*namelen = 0;
	error = xfs_da_block_read(&c->f, offset_dablk(c, addr_offset(addr)), &b);
	if (!error && b.data) {
		dep = (const void *)((const uint8_t *)b.data + off);
		if (off + xfs_dir2_data_entsize(dep->namelen, false) <= b.len) {
			*namelen = dep->namelen;
			memcpy(name, dep->name, dep->namelen);
		}
	}
	xfs_da_block_release(&b);
	return error;
}

static int tell_twice(void *priv, uint32_t addr)
{
	struct dir_check *c = priv;

	return c->local ? tell(c, XFS_FAULT_DIR_TWICE, 0, addr) :
			  tell_at(c, XFS_FAULT_DIR_TWICE, addr_offset(addr));
}

static int check_names(struct dir_check *c)
{
	const struct xfs_name_twice t = {
		.read = read_name, .tell = tell_twice, .priv = c,
	};

	return xfs_name_list_twice(&c->names, &t);
}

/* ---- Leaf entries against entries ---- */

static int sort_and_mark(struct dir_check *c)
{
	xfs_name_list_sort(&c->names);
	c->taken = xfs_env_alloc(c->names.nr / 8 + 1);
	return c->taken ? 0 : -ENOMEM;
}

/* Where a bad block is, there may have been the entry. */
static bool may_be_lost(struct dir_check *c, uint32_t addr)
{
	struct xfs_da_place *place =
		xfs_da_place_find(&c->f, offset_dablk(c, addr_offset(addr)));

	return place && (place->flags & XFS_DA_BAD);
}

static int match_one(struct dir_check *c, const struct xfs_dir2_leaf_entry *ent,
		     uint32_t dablk, uint32_t index)
{
	uint32_t addr = be32_to_cpu(ent->address);
	uint64_t key = (uint64_t)be32_to_cpu(ent->hashval) << 32 | addr;
	size_t at;

	if (addr == XFS_DIR2_NULL_DATAPTR)
		return 0;
	at = xfs_name_list_lower(&c->names, key);
	if (at == c->names.nr || c->names.keys[at] != key || (c->taken[at / 8] & 1 << at % 8))
		return may_be_lost(c, addr) ? 0 :
			tell(c, XFS_FAULT_DIR_LEAF_ENTRY, dablk, index);
	c->taken[at / 8] |= 1 << at % 8;
	return 0;
}

static int match_leaf(struct dir_check *c, const struct xfs_dir2_leaf_entry *ents,
		      unsigned int count, uint32_t dablk)
{
	unsigned int i;
	int error = 0;

	for (i = 0; !error && i < count; i++)
		error = match_one(c, &ents[i], dablk, i);
	return error;
}

static int tell_unmatched(struct dir_check *c)
{
	size_t i;
	int error = 0;

	for (i = 0; !error && i < c->names.nr; i++)
		if (!(c->taken[i / 8] & 1 << i % 8))
			error = tell_at(c, XFS_FAULT_DIR_HASH,
					addr_offset((uint32_t)c->names.keys[i]));
	return error;
}

/* ---- Tables of free space against data blocks ---- */

static uint64_t leaf_space(const struct dir_check *c)
{
	return XFS_DIR2_LEAF_OFFSET >> c->g->blocklog;
}

static uint64_t free_space(const struct dir_check *c)
{
	return XFS_DIR2_FREE_OFFSET >> c->g->blocklog;
}

static uint32_t nr_data_places(const struct dir_check *c)
{
	return xfs_da_place_lower(&c->f, leaf_space(c));
}

/* Is @best what data block number @db has?  Of a bad block nobody knows. */
static bool best_ok(struct dir_check *c, uint64_t db, unsigned int best)
{
	struct xfs_da_place *place = NULL;
	uint64_t dablk = db * c->f.blkfsbs;

	if (dablk < leaf_space(c))
		place = xfs_da_place_find(&c->f, dablk);
	if (!place)
		return best == XFS_DIR2_NULL_DATAOFF;
	return (place->flags & XFS_DA_BAD) || best == place->best;
}

static int check_leaf1_bests(struct dir_check *c, const uint8_t *block)
{
	const uint8_t *end = block + c->f.blksize;
	uint32_t i, nr = get_unaligned_be32(end - 4);
	const uint8_t *bests = end - 4 - 2 * (size_t)nr;
	int error = 0;

	if (nr != be64_to_cpu(c->dip->di_size) / c->g->dirblksize)
		error = tell(c, XFS_FAULT_DIR_BEST_COUNT, leaf_space(c), nr);
	for (i = 0; !error && i < nr; i++)
		if (!best_ok(c, i, get_unaligned_be16(bests + 2 * i)))
			error = tell(c, XFS_FAULT_DIR_BEST, leaf_space(c), i);
	return error;
}

static uint32_t slots_per_free(const struct dir_check *c)
{
	return (c->g->dirblksize - sizeof(struct xfs_dir3_free_hdr)) / 2;
}

/* Data blocks from number @db up to below @end that are there are not in the table. */
static int check_not_covered(struct dir_check *c, uint64_t db, uint64_t end,
			     uint32_t dablk)
{
	uint32_t i;

	if (db * c->f.blkfsbs >= leaf_space(c))
		return 0;
	i = xfs_da_place_lower(&c->f, db * c->f.blkfsbs);
	if (i == c->f.nr_places || c->f.places[i].dablk >= leaf_space(c) ||
	    c->f.places[i].dablk >= end * c->f.blkfsbs)
		return 0;
	return tell(c, XFS_FAULT_DIR_BEST_COUNT, dablk,
		    c->f.places[i].dablk / c->f.blkfsbs);
}

static int check_free_slots(struct dir_check *c, const struct xfs_da_block *b)
{
	const struct xfs_dir3_free_hdr *hdr = b->data;
	const uint8_t *bests = (const uint8_t *)(hdr + 1);
	uint32_t i, first = be32_to_cpu(hdr->firstdb), nr = be32_to_cpu(hdr->nvalid);
	uint64_t want = (uint64_t)(b->dablk - free_space(c)) / c->f.blkfsbs *
			slots_per_free(c);
	int error = 0;

	if (first != want)
		return tell(c, XFS_FAULT_DIR_FREE_FIRST, b->dablk, 0);
	for (i = 0; !error && i < nr; i++)
		if (!best_ok(c, (uint64_t)first + i, get_unaligned_be16(bests + 2 * i)))
			error = tell(c, XFS_FAULT_DIR_BEST, b->dablk, i);
	if (!error)
		error = check_not_covered(c, (uint64_t)first + nr,
					  (uint64_t)first + slots_per_free(c), b->dablk);
	return error;
}

static int check_free_block(struct dir_check *c, struct xfs_da_place *place, bool *good)
{
	struct xfs_da_block b;
	enum xfs_fault found = XFS_FAULT_NONE;
	int error;

	place->flags |= XFS_DA_SEEN;
	error = xfs_da_block_read(&c->f, place->dablk, &b);
	if (!error && b.data)
		error = xfs_da_block_verify(&c->f, &b, &xfs_dir3_free_buf_ops, &found);
	*good = b.data && !found;
	if (!error && *good)
		error = check_free_slots(c, &b);
	xfs_da_block_release(&b);
	return error;
}

/* The free index block of the data block at @dablk. */
static uint64_t free_of(const struct dir_check *c, uint32_t dablk)
{
	return free_space(c) +
	       (uint64_t)dablk / (slots_per_free(c) * c->f.blkfsbs) * c->f.blkfsbs;
}

/* Each data block belongs to a free index block; a missing one is told once. */
static int check_free_there(struct dir_check *c)
{
	uint32_t i, nr = nr_data_places(c);
	uint64_t last = UINT64_MAX, dablk;
	int error = 0;

	for (i = 0; !error && i < nr; i++) {
		dablk = free_of(c, c->f.places[i].dablk);
		if (dablk == last || (c->f.places[i].flags & XFS_DA_BAD))
			continue;
		last = dablk;
		if (dablk > UINT32_MAX || !xfs_da_place_find(&c->f, dablk))
			error = tell(c, XFS_FAULT_DIR_NO_FREE, c->f.places[i].dablk, 0);
	}
	return error;
}

/* Behind those that the data blocks need, the first that is none ends it. */
static int check_free_index(struct dir_check *c)
{
	uint32_t i = xfs_da_place_lower(&c->f, free_space(c)), nr = nr_data_places(c);
	uint64_t need = nr ? free_of(c, c->f.places[nr - 1].dablk) : 0;
	int error = check_free_there(c);
	bool go_on = true;

	for (; !error && go_on && i < c->f.nr_places; i++) {
		error = check_free_block(c, &c->f.places[i], &go_on);
		if (c->f.places[i].dablk < need)
			go_on = true;
	}
	return error;
}

/* ---- The forms ---- */

static bool dir_leaf_hashes(const void *leaf, uint32_t *first, uint32_t *last)
{
	const struct xfs_dir3_leaf_hdr *hdr = leaf;
	const struct xfs_dir2_leaf_entry *ents = (const void *)(hdr + 1);
	unsigned int count = be16_to_cpu(hdr->count);

	if (!count)
		return false;
	*first = be32_to_cpu(ents[0].hashval);
	*last = be32_to_cpu(ents[count - 1].hashval);
	return true;
}

static int tree_leaf(struct xfs_da_tree *t, const struct xfs_da_block *b)
{
	const struct xfs_dir3_leaf_hdr *hdr = b->data;

	return match_leaf(t->priv, (const void *)(hdr + 1), be16_to_cpu(hdr->count),
			  b->dablk);
}

static int check_tree(struct dir_check *c)
{
	struct xfs_da_tree t = {
		.f = &c->f,
		.root = leaf_space(c),
		.end = free_space(c),
		.leaf_ops = &xfs_dir3_leafn_buf_ops,
		.hashes = dir_leaf_hashes,
		.leaf = tree_leaf,
		.priv = c,
	};
	int error = xfs_da_tree_walk(&t);

	if (!error && !t.broken)
		error = tell_unmatched(c);
	if (!error && !t.broken)
		error = xfs_da_tell_lost(&c->f, t.root, t.end, XFS_FAULT_DA_LOST);
	return error ? error : check_free_index(c);
}

static int check_leaf1(struct dir_check *c, const struct xfs_da_block *b)
{
	const struct xfs_dir3_leaf_hdr *hdr = b->data;
	enum xfs_fault found;
	int error;

	xfs_da_place_find(&c->f, b->dablk)->flags |= XFS_DA_SEEN;
	error = xfs_da_block_verify(&c->f, b, &xfs_dir3_leaf1_buf_ops, &found);
	if (!error && !found)
		error = match_leaf(c, (const void *)(hdr + 1), be16_to_cpu(hdr->count),
				   b->dablk);
	if (!error && !found)
		error = tell_unmatched(c);
	if (!error && !found)
		error = check_leaf1_bests(c, b->data);
	return error ? error : xfs_da_tell_lost(&c->f, b->dablk, UINT64_MAX, XFS_FAULT_DIR_EXTRA);
}

/* Which form it is the block at the start of the hash space says. */
static int check_hashes(struct dir_check *c)
{
	const struct xfs_da3_blkinfo *info;
	struct xfs_da_block b;
	int error;

	if (!xfs_da_place_find(&c->f, leaf_space(c)))
		return check_tree(c);		/* which tells of it */
	error = xfs_da_block_read(&c->f, leaf_space(c), &b);
	info = b.data;
	if (!error && info && be16_to_cpu(info->magic) == XFS_DIR3_LEAF1_MAGIC)
		error = check_leaf1(c, &b);
	else if (!error && info)
		error = check_tree(c);
	xfs_da_block_release(&b);
	return error;
}

static int check_one_block(struct dir_check *c)
{
	const struct xfs_dir2_leaf_entry *ents;
	struct xfs_da_block b;
	unsigned int count;
	int error;

	error = xfs_dir_read_block(&c->f, &c->f.places[0], true, &c->gather, &b);
	if (!error && b.data) {
		ents = xfs_dir_block_leaf(c->g, b.data, &count);
		error = sort_and_mark(c);
		if (!error)
			error = match_leaf(c, ents, count, 0);
		if (!error)
			error = tell_unmatched(c);
		if (!error)
			error = check_names(c);
	}
	xfs_da_block_release(&b);
	return error;
}

static int check_many_blocks(struct dir_check *c)
{
	int error = xfs_dir_read_data(&c->f, &c->gather);

	if (!error)
		error = sort_and_mark(c);
	if (!error)
		error = check_hashes(c);
	return error ? error : check_names(c);
}

static int check_size(struct dir_check *c)
{
	uint64_t size = be64_to_cpu(c->dip->di_size), end = 0;
	uint32_t nr = nr_data_places(c);

	if (nr)
		end = (uint64_t)c->f.places[nr - 1].dablk + c->f.blkfsbs;
	return end << c->g->blocklog == size ? 0 :
		tell(c, XFS_FAULT_DIR_SIZE, nr ? c->f.places[nr - 1].dablk : 0, 0);
}

static int check_blocks(struct dir_check *c)
{
	int error = check_size(c);
	bool one = false;

	if (!error)
		error = xfs_dir_is_block(&c->f, &one);
	if (error || !c->f.nr_places)
		return error;
	error = one ? check_one_block(c) : check_many_blocks(c);
	return error ? error : check_dots_seen(c);
}

static int check_short(struct dir_check *c)
{
	int error = xfs_dir_read_short(c->g, c->dip, c->ino, &c->gather);

	if (error)
		return error;
	xfs_name_list_sort(&c->names);
	return check_names(c);
}

static int check_mapped(struct dir_check *c, struct xfs_buf_cache *cache)
{
	const struct xfs_dir_visit *v = c->v;
	int error;

	error = xfs_da_file_open(&c->f, cache, c->dip, c->ino, XFS_DATA_FORK,
				 v->max_extents, v->fault, v->priv);
	c->f.lsn = v->lsn;
	if (error == -EFSCORRUPTED)
		error = 0;
	else if (!error)
		error = check_blocks(c);
	xfs_da_file_close(&c->f);
	return error;
}

int xfs_dir_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		  xfs_ino_t ino, const struct xfs_dir_visit *v)
{
	struct dir_check c = {
		.v = v,
		.g = xfs_buf_cache_geom(cache),
		.dip = dip,
		.ino = ino,
		.local = dip->di_format == XFS_DINODE_FMT_LOCAL,
	};
	int error;

	c.gather.entry = gather_entry;
	c.gather.fault = gather_fault;
	c.gather.priv = &c;
	if (!dip->di_size)
		return 0;
	error = c.local ? check_short(&c) : check_mapped(&c, cache);
	xfs_name_list_free(&c.names);
	xfs_env_free(c.taken);
	return error;
}
