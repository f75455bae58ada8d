// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading the entries of directories.
 *
 * The walk of a data block trusts nothing, so that it can go on where the verifier had
 * to stop: a piece must have a possible length and stay in the block, else the walk
 * ends; an entry must besides have a good name, inode number, type and tag, else it is
 * left out.  The tag, its own offset, makes it next to impossible that bytes of
 * something else are taken for an entry.
 *
 * Extents and size may lie.  Of a directory that is one block by its extents or its
 * magic number, that one is read.  Else every data block is that di_size covers, and those
 * behind it that are the directory's own, because di_size may say too little.  When
 * FOREIGN_MAX blocks in a row are none of the directory's, and more than there were of its
 * own, the rest is left: so a lie costs no more than a small multiple of what is there.
 */
#include "libxfs/inode/dir_read.h"

#include "libxfs/fs/features.h"
#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/dir_verify.h"

#define FOREIGN_MAX	64

static bool name_ok(const uint8_t *name, unsigned int namelen)
{
	unsigned int i;

	for (i = 0; i < namelen; i++)
		if (!name[i] || name[i] == '/')
			return false;
	return namelen > 0;
}

static int give(const struct xfs_geom *g, const struct xfs_dir_visit *v,
		const struct xfs_dir_entry *e)
{
	if (!v->entry || !name_ok(e->name, e->namelen) || !xfs_ino_valid(g, e->ino) ||
	    e->ftype >= XFS_DIR3_FT_MAX)
		return 0;
	return v->entry(v->priv, e);
}

/* ---- Short form ---- */

static uint64_t sf_ino(const uint8_t *p, bool wide)
{
	return wide ? get_unaligned_be64(p) : get_unaligned_be32(p);
}

static int sf_dots(const struct xfs_geom *g, xfs_ino_t ino, xfs_ino_t parent,
		   const struct xfs_dir_visit *v)
{
	bool ftype = xfs_has_ftype(g);
	struct xfs_dir_entry e = {
		.name = (const uint8_t *)"..",
		.namelen = 1,
		.ftype = ftype ? XFS_DIR3_FT_DIR : XFS_DIR3_FT_UNKNOWN,
		.ino = ino,
		.offset = sizeof(struct xfs_dir3_data_hdr),
	};
	int error = give(g, v, &e);

	e.offset += xfs_dir2_data_entsize(1, ftype);
	e.namelen = 2;
	e.ino = parent;
	return error ? error : give(g, v, &e);
}

static int sf_entries(const struct xfs_geom *g, const struct xfs_dir2_sf_hdr *sf,
		      const uint8_t *end, const struct xfs_dir_visit *v)
{
	bool ftype = xfs_has_ftype(g), wide = sf->i8count;
	unsigned int inolen = wide ? 8 : 4, i;
	const uint8_t *p = sf->parent + inolen;
	const struct xfs_dir2_sf_entry *sfe;
	struct xfs_dir_entry e;
	int error = 0;

	for (i = 0; !error && i < sf->count; i++) {
		sfe = (const void *)p;
		if ((size_t)(end - p) < sizeof(*sfe) ||
		    (size_t)(end - p) < sizeof(*sfe) + sfe->namelen + ftype + inolen)
			break;
		p = sfe->name + sfe->namelen;
		e.name = sfe->name;
		e.namelen = sfe->namelen;
		e.ftype = ftype ? *p++ : XFS_DIR3_FT_UNKNOWN;
		e.ino = sf_ino(p, wide);
		e.offset = get_unaligned_be16(sfe->offset);
		p += inolen;
		error = give(g, v, &e);
	}
	return error;
}

int xfs_dir_read_short(const struct xfs_geom *g, const struct xfs_dinode *dip,
		       xfs_ino_t ino, const struct xfs_dir_visit *v)
{
	const struct xfs_dir2_sf_hdr *sf = xfs_dfork_ptr(dip, XFS_DATA_FORK);
	unsigned int space = xfs_dfork_size(g, dip, XFS_DATA_FORK);
	uint64_t size = be64_to_cpu(dip->di_size);
	struct xfs_da_fault df = { .dablk = 0 };
	int error = 0;

	df.fault = size > space ? XFS_FAULT_DIR_SF_SIZE :
				  xfs_dir2_sf_verify(g, sf, size);
	if (df.fault && v->fault)
		error = v->fault(v->priv, &df);
	if (size > space)
		size = space;
	if (error || size < sizeof(*sf) + (sf->i8count ? 8 : 4))
		return error;
	error = sf_dots(g, ino, sf_ino(sf->parent, sf->i8count), v);
	return error ? error : sf_entries(g, sf, (const uint8_t *)sf + size, v);
}

/* ---- Data blocks ---- */

const struct xfs_dir2_leaf_entry *xfs_dir_block_leaf(const struct xfs_geom *g,
						     const void *block,
						     unsigned int *count)
{
	const struct xfs_dir2_block_tail *tail =
		(const void *)((const uint8_t *)block + g->dirblksize - sizeof(*tail));
	uint32_t max = (g->dirblksize - sizeof(*tail) -
			sizeof(struct xfs_dir3_data_hdr)) /
		       sizeof(struct xfs_dir2_leaf_entry);

	*count = be32_to_cpu(tail->count);
	if (*count > max)
		*count = max;
	return (const struct xfs_dir2_leaf_entry *)tail - *count;
}

/* Bytes of the piece at @off; 0 if it cannot be one. */
static unsigned int piece_len(const struct xfs_geom *g, const uint8_t *block,
			      unsigned int off, unsigned int end)
{
	const struct xfs_dir2_data_entry *dep = (const void *)(block + off);
	unsigned int len;

	if (end - off < XFS_DIR2_DATA_ALIGN)
		return 0;
	if (get_unaligned_be16(block + off) == XFS_DIR2_DATA_FREE_TAG)
		len = get_unaligned_be16(block + off + 2);
	else if (end - off < xfs_dir2_data_entsize(1, false))
		return 0;
	else
		len = xfs_dir2_data_entsize(dep->namelen, xfs_has_ftype(g));
	return len % XFS_DIR2_DATA_ALIGN || len > end - off ? 0 : len;
}

static int give_entry(const struct xfs_geom *g, const uint8_t *block, unsigned int off,
		      uint64_t base, const struct xfs_dir_visit *v)
{
	const struct xfs_dir2_data_entry *dep = (const void *)(block + off);
	struct xfs_dir_entry e = {
		.name = dep->name,
		.namelen = dep->namelen,
		.ino = get_unaligned_be64(&dep->inumber),
		.offset = base + off,
	};

	if (xfs_has_ftype(g))
		e.ftype = dep->name[dep->namelen];
	return give(g, v, &e);
}

static int walk_block(const struct xfs_geom *g, const uint8_t *block, unsigned int end,
		      uint64_t base, const struct xfs_dir_visit *v)
{
	unsigned int off = sizeof(struct xfs_dir3_data_hdr), len;
	int error = 0;

	for (; !error && off < end; off += len) {
		len = piece_len(g, block, off, end);
		if (!len)
			break;
		if (get_unaligned_be16(block + off) != XFS_DIR2_DATA_FREE_TAG &&
		    get_unaligned_be16(block + off + len - 2) == off)
			error = give_entry(g, block, off, base, v);
	}
	return error;
}

/* These say that the block is another's; all others, that something in it is bad. */
static bool is_identity(enum xfs_fault fault)
{
	return fault == XFS_FAULT_DIR_MAGIC || fault == XFS_FAULT_DIR_UUID ||
	       fault == XFS_FAULT_DIR_BLKNO || fault == XFS_FAULT_DIR_OWNER;
}

int xfs_dir_read_block(struct xfs_da_file *f, struct xfs_da_place *place, bool one,
		       const struct xfs_dir_visit *v, struct xfs_da_block *b)
{
	const struct xfs_dir3_data_hdr *hdr;
	unsigned int end = f->blksize, nleaf;
	enum xfs_fault found;
	int error;

	place->flags |= XFS_DA_SEEN | XFS_DA_BAD;
	error = xfs_da_block_read(f, place->dablk, b);
	if (error || !b->data)
		return error;
	error = xfs_da_block_verify(f, b, one ? &xfs_dir3_block_buf_ops :
				    &xfs_dir3_data_buf_ops, &found);
	if (error)
		return error;
	if (is_identity(found)) {
		xfs_da_block_release(b);
		return 0;
	}
	hdr = b->data;
	place->best = be16_to_cpu(hdr->best_free[0].length);
	if (!found)
		place->flags &= ~XFS_DA_BAD;
	if (one)
		end = (const uint8_t *)xfs_dir_block_leaf(f->g, b->data, &nleaf) -
		      (const uint8_t *)b->data;
	return walk_block(f->g, b->data, end,
			  (uint64_t)place->dablk << f->g->blocklog, v);
}

/* ---- Which blocks ---- */

static uint32_t nr_data_places(const struct xfs_da_file *f)
{
	return xfs_da_place_lower(f, XFS_DIR2_LEAF_OFFSET >> f->g->blocklog);
}

static int read_quietly(struct xfs_da_file *f, uint32_t dablk, struct xfs_da_block *b)
{
	xfs_da_fault_fn fault = f->fault;
	int error;

	f->fault = NULL;
	error = xfs_da_block_read(f, dablk, b);
	f->fault = fault;
	return error;
}

int xfs_dir_is_block(struct xfs_da_file *f, bool *one)
{
	const struct xfs_dir3_blk_hdr *hdr;
	struct xfs_da_block b;
	int error;

	*one = xfs_fork_map_end(&f->map) <= f->blkfsbs;
	if (*one || nr_data_places(f) < f->nr_places || !xfs_da_place_find(f, 0))
		return 0;
	error = read_quietly(f, 0, &b);
	hdr = b.data;
	*one = hdr && be32_to_cpu(hdr->magic) == XFS_DIR3_BLOCK_MAGIC;
	xfs_da_block_release(&b);
	if (*one)
		xfs_da_places_drop(f, 1, f->nr_places);
	return error;
}

struct data_walk {
	struct xfs_da_file		*f;
	const struct xfs_dir_visit	*v;
	uint32_t			own;	/* blocks of the directory */
	uint32_t			foreign;	/* blocks in a row that are not */
	uint32_t			end;	/* place behind the last own one */
};

static int read_data_block(struct data_walk *w, uint32_t i)
{
	struct xfs_da_block b;
	int error = xfs_dir_read_block(w->f, &w->f->places[i], false, w->v, &b);

	w->foreign++;
	if (b.data) {
		w->own++;
		w->foreign = 0;
		w->end = i + 1;
	}
	xfs_da_block_release(&b);
	return error;
}

/* Behind di_size a block that is another's is nothing to tell of. */
static int try_data_block(struct data_walk *w, uint32_t i)
{
	struct xfs_da_file *f = w->f;
	struct xfs_da_block b;
	int error = read_quietly(f, f->places[i].dablk, &b);
	bool own = b.data && !is_identity(xfs_dir3_data_verify(f->g, b.data, b.daddr, f->ino));

	xfs_da_block_release(&b);
	if (own)
		return read_data_block(w, i);
	f->places[i].flags |= XFS_DA_SEEN | XFS_DA_BAD;
	w->foreign++;
	return error;
}

static bool is_over(const struct data_walk *w)
{
	return w->foreign >= FOREIGN_MAX && w->foreign > w->own;
}

static int give_up(struct xfs_da_file *f, uint32_t from, uint32_t end)
{
	uint32_t i;

	for (i = from; i < end; i++)
		f->places[i].flags |= XFS_DA_SEEN | XFS_DA_BAD;
	return xfs_da_tell(f, XFS_FAULT_DIR_FOREIGN, f->places[from].dablk, 0);
}

int xfs_dir_read_data(struct xfs_da_file *f, const struct xfs_dir_visit *v)
{
	uint64_t size = be64_to_cpu(f->dip->di_size);
	struct data_walk w = { .f = f, .v = v };
	uint32_t i, nr = nr_data_places(f), sized = nr;
	int error = 0;

	if (size < XFS_DIR2_LEAF_OFFSET)
		sized = xfs_da_place_lower(f, (size + f->g->blocksize - 1) >> f->g->blocklog);
	for (i = 0; !error && i < nr && !is_over(&w); i++)
		error = i < sized ? read_data_block(&w, i) : try_data_block(&w, i);
	if (!error && i < sized)
		error = give_up(f, i, sized);
	if (!error)
		xfs_da_places_drop(f, w.end > sized ? w.end : sized, nr);
	return error;
}

static int read_blocks(struct xfs_da_file *f, const struct xfs_dir_visit *v)
{
	struct xfs_da_block b;
	bool one;
	int error = xfs_dir_is_block(f, &one);

	if (error || !f->nr_places)
		return error;
	if (!one)
		return xfs_dir_read_data(f, v);
	error = xfs_dir_read_block(f, &f->places[0], true, v, &b);
	xfs_da_block_release(&b);
	return error;
}

int xfs_dir_read(struct xfs_buf_cache *cache, const struct xfs_dinode *dip,
		 xfs_ino_t ino, const struct xfs_dir_visit *v)
{
	struct xfs_da_file f;
	int error;

	if (!dip->di_size)
		return 0;
	if (dip->di_format == XFS_DINODE_FMT_LOCAL)
		return xfs_dir_read_short(xfs_buf_cache_geom(cache), dip, ino, v);
	error = xfs_da_file_open(&f, cache, dip, ino, XFS_DATA_FORK, v->max_extents,
				 v->fault, v->priv);
	f.lsn = v->lsn;
	if (error == -EFSCORRUPTED)
		error = 0;
	else if (!error)
		error = read_blocks(&f, v);
	xfs_da_file_close(&f);
	return error;
}
