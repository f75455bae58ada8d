// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading attributes.
 *
 * The verifier of a leaf sees to bounds, flags, names and hashes; here its parts are
 * laid beside each other in a map of a bit for 4 bytes, so that overlaps show.  A free map
 * that reaches into names or into the table of entries is damage, as it is to the stock
 * program: the next attribute would be written over them.
 *
 * All names are gathered, 64 bits each, so that two of one name show.  Whether they are
 * one also hangs on the namespace and, of parent pointers, on the parent.
 *
 * Every block of the fork is a tree's or a value's, once: a bit for each mapped
 * block says that it was met.
 */
#include "libxfs/inode/attr_read.h"

#include "libxfs/fs/features.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/da_tree.h"
#include "libxfs/inode/name_twice.h"

struct attr_check {
	struct xfs_da_file	f;
	const struct xfs_attr_visit *v;
	const struct xfs_geom	*g;
	uint8_t			*value;	/* XFS_XATTR_SIZE_MAX, once one is remote */
	uint8_t			*used;	/* bit for 4 bytes of a leaf */
	const uint8_t		*sf;	/* the short form, if it is that */
	struct xfs_name_list	names;
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
	enum xfs_da_met met = XFS_DA_UNMAPPED;

	if (dablk <= UINT32_MAX)
		met = xfs_da_meet(&c->f, dablk);
	*good = met == XFS_DA_FIRST;
	if (*good)
		return 0;
	return tell(c, met == XFS_DA_AGAIN ? XFS_FAULT_ATTR_RMT_TWICE :
		    XFS_FAULT_ATTR_RMT_HOLE, leaf, index);
}

/* Half made: the blocks it has are its own, and nothing is said of what is in them. */
static void claim_incomplete(struct attr_check *c, uint32_t valueblk, uint32_t valuelen)
{
	uint64_t i, nr = (valuelen + rmt_room(c) - 1) / rmt_room(c);

	for (i = 0; valueblk && i < nr && valueblk + i <= UINT32_MAX; i++)
		xfs_da_meet(&c->f, valueblk + i);
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

/* ---- Two attributes of one name ---- */

/* A leaf's names lie within 32 GiB, as a directory's do; 8 bytes are an entry's. */
static unsigned int index_bits(const struct attr_check *c)
{
	return c->g->blocklog - 3;
}

/* The old and the new one of a name stand side by side while one is incomplete. */
static int gather(struct attr_check *c, uint32_t hash, unsigned int flags, uint32_t place)
{
	return flags & XFS_ATTR_INCOMPLETE ? 0 : xfs_name_list_add(&c->names, hash, place);
}

static int gather_leaf(struct attr_check *c, const struct xfs_da_block *b)
{
	const struct xfs_attr3_leaf_hdr *hdr = b->data;
	const struct xfs_attr_leaf_entry *ents = (const void *)(hdr + 1);
	unsigned int i, count = be16_to_cpu(hdr->count);
	int error = 0;

	if (b->dablk > UINT32_MAX >> index_bits(c))
		return tell(c, XFS_FAULT_ATTR_FAR, b->dablk, 0);
	for (i = 0; !error && i < count; i++)
		error = gather(c, be32_to_cpu(ents[i].hashval), ents[i].flags,
			       b->dablk << index_bits(c) | i);
	return error;
}

/* What may not be twice. */
static unsigned int put_name(uint8_t *to, unsigned int flags, const uint8_t *name,
			     unsigned int namelen, unsigned int valuelen)
{
	to[0] = flags & XFS_ATTR_NSP_ONDISK_MASK;
	if (!(flags & XFS_ATTR_PARENT) || valuelen != sizeof(struct xfs_parent_rec))
		valuelen = 0;
	memcpy(to + 1, name, namelen + valuelen);
	return 1 + namelen + valuelen;
}

static unsigned int put_leaf_name(uint8_t *to, const uint8_t *block,
				  const struct xfs_attr_leaf_entry *ent)
{
	const uint8_t *p = block + be16_to_cpu(ent->nameidx);
	const struct xfs_attr_leaf_name_local *local = (const void *)p;
	const struct xfs_attr_leaf_name_remote *remote = (const void *)p;

	if (ent->flags & XFS_ATTR_LOCAL)
		return put_name(to, ent->flags, local->nameval, local->namelen,
				be16_to_cpu(local->valuelen));
	return put_name(to, ent->flags, remote->name, remote->namelen, 0);
}

/* The device may say something else than before. */
static bool name_inside(const struct attr_check *c, const uint8_t *block,
			const struct xfs_attr_leaf_entry *ent)
{
	unsigned int at = be16_to_cpu(ent->nameidx);
	unsigned int head = ent->flags & XFS_ATTR_LOCAL ?
		offsetof(struct xfs_attr_leaf_name_local, nameval) :
		offsetof(struct xfs_attr_leaf_name_remote, name);

	return at + head <= c->g->blocksize &&
	       at + name_size(block, ent) <= c->g->blocksize;
}

static int read_leaf_name(void *priv, uint32_t place, uint8_t *name, unsigned int *len)
{
	struct attr_check *c = priv;
	uint32_t index = place & ((1U << index_bits(c)) - 1);
	const struct xfs_attr_leaf_entry *ent;
	struct xfs_da_block b;
	int error;

	*len = 0;
	error = xfs_da_block_read(&c->f, place >> index_bits(c), &b);
	if (!error && b.data) {
		ent = (const void *)((const struct xfs_attr3_leaf_hdr *)b.data + 1);
		if (name_inside(c, b.data, ent + index))
			*len = put_leaf_name(name, b.data, ent + index);
	}
	xfs_da_block_release(&b);
	return error;
}

static int tell_leaf_twice(void *priv, uint32_t place)
{
	struct attr_check *c = priv;

	return tell(c, XFS_FAULT_ATTR_TWICE, place >> index_bits(c),
		    place & ((1U << index_bits(c)) - 1));
}

static int check_twice(struct attr_check *c, const struct xfs_name_twice *t)
{
	xfs_name_list_sort(&c->names);
	return xfs_name_list_twice(&c->names, t);
}

/* ---- Leaves as a whole ---- */

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
	return error ? error : gather_leaf(t->priv, b);
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
	const struct xfs_name_twice twice = {
		.read = read_leaf_name, .tell = tell_leaf_twice, .priv = c,
	};
	int error;

	if (!c->f.map.blocks)
		return 0;
	c->used = xfs_env_alloc(c->g->blocksize / (8 * XFS_ATTR_LEAF_NAME_ALIGN));
	if (!c->used)
		return -ENOMEM;
	error = xfs_da_tree_walk(&t);
	if (!error && !t.broken)
		error = xfs_da_tell_unmet(&c->f, XFS_FAULT_DA_LOST);
	return error ? error : check_twice(c, &twice);
}

/* ---- Short form ---- */

/* A place is the entry's offset in the fork and, in the lowest byte, its number. */
static int read_short_name(void *priv, uint32_t place, uint8_t *name, unsigned int *len)
{
	const struct attr_check *c = priv;
	const struct xfs_attr_sf_entry *sfe = (const void *)(c->sf + (place >> 8));

	*len = put_name(name, sfe->flags, sfe->nameval, sfe->namelen, sfe->valuelen);
	return 0;
}

static int tell_short_twice(void *priv, uint32_t place)
{
	return tell(priv, XFS_FAULT_ATTR_TWICE, 0, place & 0xff);
}

static int short_entry(struct attr_check *c, const struct xfs_attr_sf_entry *sfe,
		       unsigned int i)
{
	struct xfs_attr_entry e = {
		.name = sfe->nameval,
		.namelen = sfe->namelen,
		.flags = sfe->flags | XFS_ATTR_LOCAL,
		.value = sfe->nameval + sfe->namelen,
		.valuelen = sfe->valuelen,
	};
	int error = give(c, &e, 0, i);

	return error ? error : gather(c, xfs_da_hashname(e.name, e.namelen), e.flags,
				      ((const uint8_t *)sfe - c->sf) << 8 | i);
}

static int check_short(struct attr_check *c, const struct xfs_dinode *dip)
{
	const struct xfs_attr_sf_hdr *sf = xfs_dfork_ptr(dip, XFS_ATTR_FORK);
	unsigned int space = xfs_dfork_size(c->g, dip, XFS_ATTR_FORK), i;
	enum xfs_fault fault = xfs_attr_sf_verify(sf, space);
	const uint8_t *p = (const uint8_t *)(sf + 1);
	const struct xfs_attr_sf_entry *sfe;
	const struct xfs_name_twice twice = {
		.read = read_short_name, .tell = tell_short_twice, .priv = c,
	};
	int error = 0;

	if (fault)
		return tell(c, fault, 0, 0);
	c->sf = (const uint8_t *)sf;
	for (i = 0; !error && i < sf->count; i++) {
		sfe = (const void *)p;
		p = sfe->nameval + sfe->namelen + sfe->valuelen;
		error = short_entry(c, sfe, i);
	}
	return error ? error : check_twice(c, &twice);
}

int xfs_attr_check(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		   xfs_ino_t ino, const struct xfs_attr_visit *v)
{
	struct attr_check c = { .v = v, .g = xfs_buf_cache_geom(cache) };
	int error;

	if (!dip->di_forkoff)
		return 0;
	if (dip->di_aformat == XFS_DINODE_FMT_LOCAL) {
		error = check_short(&c, dip);
		xfs_name_list_free(&c.names);
		return error;
	}
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
	xfs_name_list_free(&c.names);
	return error;
}
