// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading attributes.
 *
 * The verifier of a leaf sees to bounds, flags, names and hashes; here its parts are
 * laid beside each other in a map of a bit for 4 bytes, so that overlaps show.  A free map
 * that reaches into names or into the table of entries is damage, as it is to the stock
 * program: the next attribute would be written over them.
 *
 * Every block of the fork is a tree's or a value's, once: a bit in the list of mapped
 * blocks says that it was met.
 */
#include "libxfs/inode/attr_read.h"

#include "libxfs/fs/features.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/da_tree.h"

struct attr_check {
	struct xfs_da_file	f;
	const struct xfs_attr_visit *v;
	const struct xfs_geom	*g;
	uint8_t			*value;	/* XFS_XATTR_SIZE_MAX, once one is remote */
	uint8_t			*used;	/* bit for 4 bytes of a leaf */
};

static int tell(struct attr_check *c, enum xfs_fault fault, uint32_t dablk,
		uint32_t index)
{
	struct xfs_da_fault df = { .fault = fault, .dablk = dablk, .index = index };

	return c->v->fault ? c->v->fault(c->v->priv, &df) : 0;
}

/* ---- One attribute ---- */

static enum xfs_fault parent_fault(const struct attr_check *c,
				   const struct xfs_attr_entry *e)
{
	unsigned int i;

	if (!xfs_has_parent(c->g))
		return XFS_FAULT_ATTR_PARENT_FEATURE;
	if (!e->value || e->valuelen != sizeof(struct xfs_parent_rec))
		return XFS_FAULT_ATTR_PARENT;
	if (!xfs_ino_valid(c->g, get_unaligned_be64(e->value)))
		return XFS_FAULT_ATTR_PARENT_INO;
	for (i = 0; i < e->namelen; i++)
		if (e->name[i] == '/')
			return XFS_FAULT_ATTR_PARENT_INO;
	return XFS_FAULT_NONE;
}

static int give(struct attr_check *c, const struct xfs_attr_entry *e, uint32_t dablk,
		uint32_t index)
{
	enum xfs_fault fault = XFS_FAULT_NONE;
	int error = 0;

	if (e->flags & XFS_ATTR_PARENT)
		fault = parent_fault(c, e);
	if (fault)
		error = tell(c, fault, dablk, index);
	if (!error && (e->flags & XFS_ATTR_INCOMPLETE))
		error = tell(c, XFS_FAULT_ATTR_INCOMPLETE, dablk, index);
	if (!error && c->v->entry)
		error = c->v->entry(c->v->priv, e);
	return error;
}

/* ---- Values in blocks of their own ---- */

static uint32_t rmt_room(const struct attr_check *c)
{
	return c->g->blocksize - sizeof(struct xfs_attr3_rmt_hdr);
}

/* What the block of piece @at of a value says of itself, the rest being verified. */
static bool piece_ok(const struct attr_check *c, const struct xfs_attr3_rmt_hdr *rmt,
		     uint32_t at, uint32_t left)
{
	uint32_t want = left < rmt_room(c) ? left : rmt_room(c);

	return be32_to_cpu(rmt->rm_offset) == at && be32_to_cpu(rmt->rm_bytes) == want;
}

/* One block of a value; *@good only if the piece is now in c->value. */
static int read_piece(struct attr_check *c, uint32_t dablk, uint32_t at, uint32_t left,
		      bool *good)
{
	const struct xfs_attr3_rmt_hdr *rmt;
	enum xfs_fault fault = XFS_FAULT_NONE;
	struct xfs_buf view = { .len = c->g->blocksize };
	struct xfs_da_block b;
	int error;

	error = xfs_da_block_read(&c->f, dablk, &b);
	if (!error && b.data) {
		rmt = view.data = (void *)b.data;
		view.daddr = b.daddr;
		fault = xfs_attr3_rmt_buf_ops.verify(c->g, &view);
		if (!fault && be64_to_cpu(rmt->rm_owner) != c->f.ino)
			fault = XFS_FAULT_ATTR_RMT_OWNER;
		if (!fault && !piece_ok(c, rmt, at, left))
			fault = XFS_FAULT_ATTR_RMT_PIECE;
		*good = !fault;
		if (fault)
			error = tell(c, fault, dablk, 0);
		else
			memcpy(c->value + at, rmt + 1, be32_to_cpu(rmt->rm_bytes));
	}
	xfs_da_block_release(&b);
	return error;
}

/* Marks a block as a value's; what cannot be is told of. */
static int claim(struct attr_check *c, uint64_t dablk, uint32_t leaf, uint32_t index,
		 bool *good)
{
	struct xfs_da_place *place = NULL;

	*good = false;
	if (dablk <= UINT32_MAX)
		place = xfs_da_place_find(&c->f, dablk);
	if (!place)
		return tell(c, XFS_FAULT_ATTR_RMT_HOLE, leaf, index);
	if (place->flags & XFS_DA_SEEN)
		return tell(c, XFS_FAULT_ATTR_RMT_TWICE, leaf, index);
	place->flags |= XFS_DA_SEEN;
	*good = true;
	return 0;
}

/* Half made: the blocks it has are its own, and nothing is said of what is in them. */
static void claim_incomplete(struct attr_check *c, uint32_t valueblk, uint32_t valuelen)
{
	struct xfs_da_place *place;
	uint64_t i, nr = (valuelen + rmt_room(c) - 1) / rmt_room(c);

	for (i = 0; valueblk && i < nr && valueblk + i <= UINT32_MAX; i++) {
		place = xfs_da_place_find(&c->f, valueblk + i);
		if (place)
			place->flags |= XFS_DA_SEEN;
	}
}

static int read_value(struct attr_check *c, uint32_t valueblk, uint32_t valuelen,
		      uint32_t leaf, uint32_t index, bool *whole)
{
	uint32_t at = 0, i;
	bool good = true;
	int error = 0;

	*whole = true;
	if (!c->value) {
		c->value = xfs_env_alloc(XFS_XATTR_SIZE_MAX);
		if (!c->value)
			return -ENOMEM;
	}
	for (i = 0; !error && at < valuelen; i++, at += rmt_room(c)) {
		error = claim(c, (uint64_t)valueblk + i, leaf, index, &good);
		if (!error && good) {
			good = false;
			error = read_piece(c, valueblk + i, at, valuelen - at, &good);
		}
		*whole = *whole && good;
	}
	return error;
}

/* ---- Leaves ---- */

static int give_remote(struct attr_check *c, const uint8_t *p, struct xfs_attr_entry *e,
		       uint32_t dablk, uint32_t index)
{
	const struct xfs_attr_leaf_name_remote *remote = (const void *)p;
	uint32_t valueblk = be32_to_cpu(remote->valueblk);
	bool whole = false;
	int error = 0;

	e->name = remote->name;
	e->namelen = remote->namelen;
	e->valuelen = be32_to_cpu(remote->valuelen);
	if (e->flags & XFS_ATTR_INCOMPLETE)
		claim_incomplete(c, valueblk, e->valuelen);
	else
		error = read_value(c, valueblk, e->valuelen, dablk, index, &whole);
	e->value = whole ? c->value : NULL;
	return error ? error : give(c, e, dablk, index);
}

static int give_leaf_entry(struct attr_check *c, const uint8_t *block,
			   const struct xfs_attr_leaf_entry *ent, uint32_t dablk,
			   uint32_t index)
{
	const uint8_t *p = block + be16_to_cpu(ent->nameidx);
	const struct xfs_attr_leaf_name_local *local = (const void *)p;
	struct xfs_attr_entry e = { .flags = ent->flags };

	if (!(ent->flags & XFS_ATTR_LOCAL))
		return give_remote(c, p, &e, dablk, index);
	e.name = local->nameval;
	e.namelen = local->namelen;
	e.value = local->nameval + local->namelen;
	e.valuelen = be16_to_cpu(local->valuelen);
	return give(c, &e, dablk, index);
}

/* Takes @len bytes at @base in the map; false if some are taken already. */
static bool take(uint8_t *used, unsigned int base, unsigned int len)
{
	unsigned int i, end = (base + len) / XFS_ATTR_LEAF_NAME_ALIGN;
	bool free = true;

	for (i = base / XFS_ATTR_LEAF_NAME_ALIGN; i < end; i++) {
		free = free && !(used[i / 8] & 1 << i % 8);
		used[i / 8] |= 1 << i % 8;
	}
	return free;
}

static unsigned int name_size(const uint8_t *block, const struct xfs_attr_leaf_entry *ent)
{
	const uint8_t *p = block + be16_to_cpu(ent->nameidx);
	const struct xfs_attr_leaf_name_local *local = (const void *)p;
	const struct xfs_attr_leaf_name_remote *remote = (const void *)p;

	if (ent->flags & XFS_ATTR_LOCAL)
		return xfs_attr_leaf_entsize_local(local->namelen,
						   be16_to_cpu(local->valuelen));
	return xfs_attr_leaf_entsize_remote(remote->namelen);
}

/*
 * Head and entries, names, and the free map share no byte.  The head's lowest name may be
 * one that is gone: kernels leave it.
 */
static int check_layout(struct attr_check *c, const struct xfs_da_block *b)
{
	const struct xfs_attr3_leaf_hdr *hdr = b->data;
	const struct xfs_attr_leaf_entry *ents = (const void *)(hdr + 1);
	unsigned int i, count = be16_to_cpu(hdr->count);
	int error = 0;

	memset(c->used, 0, c->g->blocksize / (8 * XFS_ATTR_LEAF_NAME_ALIGN));
	take(c->used, 0, sizeof(*hdr) + count * sizeof(*ents));
	for (i = 0; !error && i < count; i++)
		if (!take(c->used, be16_to_cpu(ents[i].nameidx),
			  name_size(b->data, &ents[i])))
			error = tell(c, XFS_FAULT_ATTR_OVERLAP, b->dablk, i);
	for (i = 0; !error && i < XFS_ATTR_LEAF_MAPSIZE; i++)
		if (!take(c->used, be16_to_cpu(hdr->freemap[i].base),
			  be16_to_cpu(hdr->freemap[i].size)))
			error = tell(c, XFS_FAULT_ATTR_OVERLAP, b->dablk, count + i);
	return error;
}

static int tree_leaf(struct xfs_da_tree *t, const struct xfs_da_block *b)
{
	const struct xfs_attr3_leaf_hdr *hdr = b->data;
	const struct xfs_attr_leaf_entry *ents = (const void *)(hdr + 1);
	unsigned int i, count = be16_to_cpu(hdr->count);
	int error = check_layout(t->priv, b);

	for (i = 0; !error && i < count; i++)
		error = give_leaf_entry(t->priv, b->data, &ents[i], b->dablk, i);
	return error;
}

static bool attr_leaf_hashes(const void *leaf, uint32_t *first, uint32_t *last)
{
	const struct xfs_attr3_leaf_hdr *hdr = leaf;
	const struct xfs_attr_leaf_entry *ents = (const void *)(hdr + 1);
	unsigned int count = be16_to_cpu(hdr->count);

	if (!count)
		return false;
	*first = be32_to_cpu(ents[0].hashval);
	*last = be32_to_cpu(ents[count - 1].hashval);
	return true;
}

static int check_blocks(struct attr_check *c)
{
	struct xfs_da_tree t = {
		.f = &c->f,
		.end = (uint64_t)UINT32_MAX + 1,
		.leaf_ops = &xfs_attr3_leaf_buf_ops,
		.hashes = attr_leaf_hashes,
		.leaf = tree_leaf,
		.priv = c,
	};
	int error;

	if (!c->f.nr_places)
		return 0;
	c->used = xfs_env_alloc(c->g->blocksize / (8 * XFS_ATTR_LEAF_NAME_ALIGN));
	if (!c->used)
		return -ENOMEM;
	error = xfs_da_tree_walk(&t);
	if (!error && !t.broken)
		error = xfs_da_tell_lost(&c->f, 0, t.end, XFS_FAULT_DA_LOST);
	return error;
}

/* ---- Short form ---- */

static int check_short(struct attr_check *c, const struct xfs_dinode *dip)
{
	const struct xfs_attr_sf_hdr *sf = xfs_dfork_ptr(dip, XFS_ATTR_FORK);
	unsigned int space = xfs_dfork_size(c->g, dip, XFS_ATTR_FORK), i;
	enum xfs_fault fault = xfs_attr_sf_verify(sf, space);
	const uint8_t *p = (const uint8_t *)(sf + 1);
	const struct xfs_attr_sf_entry *sfe;
	struct xfs_attr_entry e;
	int error = 0;

	if (fault)
		return tell(c, fault, 0, 0);
	for (i = 0; !error && i < sf->count; i++) {
		sfe = (const void *)p;
		e.name = sfe->nameval;
		e.namelen = sfe->namelen;
		e.flags = sfe->flags | XFS_ATTR_LOCAL;
		e.value = sfe->nameval + sfe->namelen;
		e.valuelen = sfe->valuelen;
		p = e.value + e.valuelen;
		error = give(c, &e, 0, i);
	}
	return error;
}

int xfs_attr_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		   xfs_ino_t ino, const struct xfs_attr_visit *v)
{
	struct attr_check c = { .v = v, .g = xfs_buf_cache_geom(cache) };
	int error;

	if (!dip->di_forkoff)
		return 0;
	if (dip->di_aformat == XFS_DINODE_FMT_LOCAL)
		return check_short(&c, dip);
	error = xfs_da_file_open(&c.f, cache, dip, ino, XFS_ATTR_FORK, v->max_extents,
				 v->fault, v->priv);
	c.f.lsn = v->lsn;
	if (error == -EFSCORRUPTED)
		error = 0;
	else if (!error)
		error = check_blocks(&c);
	xfs_da_file_close(&c.f);
	xfs_env_free(c.value);
	xfs_env_free(c.used);
	return error;
}
