// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of directories: short form, data, leaf, node and free index blocks.
 *
 * A data block is walked once, each piece bounded by the end of the data before it
 * is looked at.  In a one-block directory every entry's hash must be found among the
 * leaf entries with the entry's own address; as their numbers agree, every leaf
 * entry then has exactly one entry.
 */
#include "libxfs/fs/features.h"
#include "libxfs/inode/dir_verify.h"

/* The data part of a block while it is walked. */
struct dir_walk {
	const struct xfs_geom	*g;
	const uint8_t		*block;
	unsigned int		end;	/* of the data part, offset */
	const struct xfs_dir2_leaf_entry *leaf;	/* one-block: sorted by hash */
	unsigned int		nleaf;
	unsigned int		entries;
	unsigned int		best;	/* unused pieces found among the best */
	bool			after_unused;
};

static enum xfs_fault verify_name(const uint8_t *name, unsigned int namelen)
{
	unsigned int i;

	if (!namelen)
		return XFS_FAULT_DIR_NAMELEN;
	for (i = 0; i < namelen; i++)
		if (!name[i] || name[i] == '/')
			return XFS_FAULT_DIR_NAME;
	return XFS_FAULT_NONE;
}

static bool owner_bad(const struct xfs_geom *g, __be64 found, xfs_ino_t owner)
{
	uint64_t ino = be64_to_cpu(found);

	return owner == NULLFSINO ? !xfs_ino_valid(g, ino) : ino != owner;
}

static enum xfs_fault verify_blk_hdr(const struct xfs_geom *g,
				     const struct xfs_dir3_blk_hdr *hdr,
				     uint32_t magic, xfs_daddr_t daddr,
				     xfs_ino_t owner)
{
	if (be32_to_cpu(hdr->magic) != magic)
		return XFS_FAULT_DIR_MAGIC;
	if (memcmp(&hdr->uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_DIR_UUID;
	if (be64_to_cpu(hdr->blkno) != (uint64_t)daddr)
		return XFS_FAULT_DIR_BLKNO;
	if (owner_bad(g, hdr->owner, owner))
		return XFS_FAULT_DIR_OWNER;
	return XFS_FAULT_NONE;
}

/* Sorted, longest first; what is not there is all zero. */
static enum xfs_fault verify_best_free(const struct xfs_dir2_data_free *bf,
				       unsigned int end)
{
	unsigned int i, length, prev = end;

	for (i = 0; i < XFS_DIR2_DATA_FD_COUNT; i++) {
		length = be16_to_cpu(bf[i].length);
		if (length > prev || (!length && bf[i].offset))
			return XFS_FAULT_DIR_BEST_FREE;
		prev = length;
	}
	return XFS_FAULT_NONE;
}

/* An unused piece: its length, its tag, and its place among the best. */
static enum xfs_fault verify_unused(struct dir_walk *w, unsigned int off,
				    unsigned int *len)
{
	const struct xfs_dir3_data_hdr *hdr = (const void *)w->block;
	const struct xfs_dir2_data_free *bf = hdr->best_free;
	unsigned int i;

	*len = get_unaligned_be16(w->block + off + 2);
	if (*len < XFS_DIR2_DATA_ALIGN || *len % XFS_DIR2_DATA_ALIGN ||
	    *len > w->end - off || w->after_unused)
		return XFS_FAULT_DIR_UNUSED;
	if (get_unaligned_be16(w->block + off + *len - 2) != off)
		return XFS_FAULT_DIR_TAG;
	w->after_unused = true;
	for (i = 0; i < XFS_DIR2_DATA_FD_COUNT; i++) {
		if (!bf[i].length || be16_to_cpu(bf[i].offset) != off)
			continue;
		w->best++;
		return be16_to_cpu(bf[i].length) == *len ?
			XFS_FAULT_NONE : XFS_FAULT_DIR_BEST_FREE;
	}
	return *len > be16_to_cpu(bf[XFS_DIR2_DATA_FD_COUNT - 1].length) ?
		XFS_FAULT_DIR_BEST_FREE : XFS_FAULT_NONE;
}

/* Index of the first leaf entry whose hash is not below @hash. */
static unsigned int leaf_lower_bound(const struct dir_walk *w, uint32_t hash)
{
	unsigned int low = 0, high = w->nleaf, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (be32_to_cpu(w->leaf[mid].hashval) < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The hash of a name with ASCII case folding is another one: look anywhere. */
static bool leaf_leads_to(const struct dir_walk *w, uint32_t hash,
			  unsigned int off)
{
	bool fold = xfs_has_asciici(w->g);
	unsigned int i = fold ? 0 : leaf_lower_bound(w, hash);

	for (; i < w->nleaf; i++) {
		if (!fold && be32_to_cpu(w->leaf[i].hashval) != hash)
			return false;
		if (be32_to_cpu(w->leaf[i].address) ==
		    off >> XFS_DIR2_DATA_ALIGN_LOG)
			return true;
	}
	return false;
}

static enum xfs_fault verify_entry(struct dir_walk *w, unsigned int off,
				   unsigned int *len)
{
	const struct xfs_dir2_data_entry *dep = (const void *)(w->block + off);
	bool ftype = xfs_has_ftype(w->g);
	enum xfs_fault fault;

	if (w->end - off < xfs_dir2_data_entsize(1, ftype))
		return XFS_FAULT_DIR_NAMELEN;
	*len = xfs_dir2_data_entsize(dep->namelen, ftype);
	if (*len > w->end - off)
		return XFS_FAULT_DIR_NAMELEN;
	fault = verify_name(dep->name, dep->namelen);
	if (fault)
		return fault;
	if (!xfs_ino_valid(w->g, get_unaligned_be64(&dep->inumber)))
		return XFS_FAULT_DIR_INUMBER;
	if (ftype && dep->name[dep->namelen] >= XFS_DIR3_FT_MAX)
		return XFS_FAULT_DIR_FTYPE;
	if (get_unaligned_be16(w->block + off + *len - 2) != off)
		return XFS_FAULT_DIR_TAG;
	if (w->leaf && !leaf_leads_to(w, xfs_da_hashname(dep->name, dep->namelen),
				      off))
		return XFS_FAULT_DIR_HASH;
	w->entries++;
	w->after_unused = false;
	return XFS_FAULT_NONE;
}

static enum xfs_fault walk_data(struct dir_walk *w)
{
	const struct xfs_dir3_data_hdr *hdr = (const void *)w->block;
	unsigned int off = sizeof(*hdr), len = 0, i;
	enum xfs_fault fault;

	fault = verify_best_free(hdr->best_free, w->end);
	for (; !fault && off < w->end; off += len) {
		if (get_unaligned_be16(w->block + off) == XFS_DIR2_DATA_FREE_TAG)
			fault = verify_unused(w, off, &len);
		else
			fault = verify_entry(w, off, &len);
	}
	if (fault)
		return fault;
	for (i = 0; i < XFS_DIR2_DATA_FD_COUNT; i++)
		if (hdr->best_free[i].length)
			w->best--;
	return w->best ? XFS_FAULT_DIR_BEST_FREE : XFS_FAULT_NONE;
}

/* Sorted by hash, with the number of stale ones the header gives. */
static enum xfs_fault verify_leaf_entries(const struct xfs_dir2_leaf_entry *ents,
					  unsigned int count, unsigned int stale)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (i && be32_to_cpu(ents[i].hashval) <
			 be32_to_cpu(ents[i - 1].hashval))
			return XFS_FAULT_DIR_HASH_ORDER;
		if (be32_to_cpu(ents[i].address) != XFS_DIR2_NULL_DATAPTR)
			continue;
		if (!stale--)
			return XFS_FAULT_DIR_STALE;
	}
	return stale ? XFS_FAULT_DIR_STALE : XFS_FAULT_NONE;
}

enum xfs_fault xfs_dir3_block_verify(const struct xfs_geom *g, const void *block,
				     xfs_daddr_t daddr, xfs_ino_t owner)
{
	struct dir_walk w = { .g = g, .block = block };
	const struct xfs_dir2_block_tail *tail;
	unsigned int count, stale;
	enum xfs_fault fault;

	fault = verify_blk_hdr(g, block, XFS_DIR3_BLOCK_MAGIC, daddr, owner);
	if (fault)
		return fault;
	tail = (const void *)(w.block + g->dirblksize - sizeof(*tail));
	count = be32_to_cpu(tail->count);
	stale = be32_to_cpu(tail->stale);
	if (count > (g->dirblksize - sizeof(*tail) -
		     sizeof(struct xfs_dir3_data_hdr)) / sizeof(*w.leaf) ||
	    stale > count)
		return XFS_FAULT_DIR_COUNT;
	w.leaf = (const struct xfs_dir2_leaf_entry *)tail - count;
	w.nleaf = count;
	w.end = (const uint8_t *)w.leaf - w.block;
	fault = verify_leaf_entries(w.leaf, count, stale);
	if (!fault)
		fault = walk_data(&w);
	if (!fault && w.entries != count - stale)
		fault = XFS_FAULT_DIR_COUNT;
	return fault;
}

enum xfs_fault xfs_dir3_data_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner)
{
	struct dir_walk w = { .g = g, .block = block, .end = g->dirblksize };
	enum xfs_fault fault;

	fault = verify_blk_hdr(g, block, XFS_DIR3_DATA_MAGIC, daddr, owner);
	return fault ? fault : walk_data(&w);
}

enum xfs_fault xfs_da3_blkinfo_verify(const struct xfs_geom *g,
				      const struct xfs_da3_blkinfo *info,
				      uint16_t magic, xfs_daddr_t daddr,
				      xfs_ino_t owner)
{
	if (be16_to_cpu(info->magic) != magic)
		return XFS_FAULT_DA_MAGIC;
	if (memcmp(&info->uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_DA_UUID;
	if (be64_to_cpu(info->blkno) != (uint64_t)daddr)
		return XFS_FAULT_DA_BLKNO;
	if (owner_bad(g, info->owner, owner))
		return XFS_FAULT_DA_OWNER;
	return XFS_FAULT_NONE;
}

/* The only leaf keeps the longest unused piece of each data block at its end. */
static enum xfs_fault verify_leaf1(const struct xfs_geom *g,
				   const struct xfs_dir3_leaf_hdr *hdr,
				   unsigned int count)
{
	const struct xfs_dir2_leaf_entry *ents = (const void *)(hdr + 1);
	const uint8_t *end = (const uint8_t *)hdr + g->dirblksize;
	unsigned int i, best, nbest = get_unaligned_be32(end - 4);
	uint64_t addr;

	if (nbest > (g->dirblksize - sizeof(*hdr) - 4) / 2 ||
	    count * sizeof(*ents) + nbest * 2 + 4 > g->dirblksize - sizeof(*hdr))
		return XFS_FAULT_DIR_BESTS;
	for (i = 1; i <= nbest; i++) {
		best = get_unaligned_be16(end - 4 - i * 2);
		if (best != XFS_DIR2_NULL_DATAOFF && best > g->dirblksize -
		    sizeof(struct xfs_dir3_data_hdr))
			return XFS_FAULT_DIR_BESTS;
	}
	for (i = 0; i < count; i++) {
		addr = (uint64_t)be32_to_cpu(ents[i].address) <<
			XFS_DIR2_DATA_ALIGN_LOG;
		if (addr && addr / g->dirblksize >= nbest)
			return XFS_FAULT_DIR_ADDRESS;
	}
	return hdr->info.forw || hdr->info.back ? XFS_FAULT_DA_SIBLING :
						  XFS_FAULT_NONE;
}

enum xfs_fault xfs_dir3_leaf_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner)
{
	const struct xfs_dir3_leaf_hdr *hdr = block;
	bool only = be16_to_cpu(hdr->info.magic) == XFS_DIR3_LEAF1_MAGIC;
	unsigned int count = be16_to_cpu(hdr->count);
	enum xfs_fault fault;

	fault = xfs_da3_blkinfo_verify(g, &hdr->info, only ?
				       XFS_DIR3_LEAF1_MAGIC : XFS_DIR3_LEAFN_MAGIC,
				       daddr, owner);
	if (fault)
		return fault;
	if (count > (g->dirblksize - sizeof(*hdr)) /
		    sizeof(struct xfs_dir2_leaf_entry))
		return XFS_FAULT_DIR_COUNT;
	if (only)
		fault = verify_leaf1(g, hdr, count);
	if (!fault)
		fault = verify_leaf_entries((const void *)(hdr + 1), count,
					    be16_to_cpu(hdr->stale));
	return fault;
}

enum xfs_fault xfs_dir3_free_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner)
{
	const struct xfs_dir3_free_hdr *hdr = block;
	const uint8_t *bests = (const uint8_t *)(hdr + 1);
	unsigned int max = (g->dirblksize - sizeof(*hdr)) / 2;
	uint32_t nvalid = be32_to_cpu(hdr->nvalid), i, best, used = 0;
	enum xfs_fault fault;

	fault = verify_blk_hdr(g, &hdr->hdr, XFS_DIR3_FREE_MAGIC, daddr, owner);
	if (fault)
		return fault;
	if (be32_to_cpu(hdr->firstdb) % max)
		return XFS_FAULT_DIR_FREE_FIRST;
	if (nvalid > max)
		return XFS_FAULT_DIR_FREE_COUNT;
	for (i = 0; i < nvalid; i++) {
		best = get_unaligned_be16(bests + i * 2);
		if (best == XFS_DIR2_NULL_DATAOFF)
			continue;
		if (best > g->dirblksize - sizeof(struct xfs_dir3_data_hdr))
			return XFS_FAULT_DIR_BESTS;
		used++;
	}
	return used == be32_to_cpu(hdr->nused) ? XFS_FAULT_NONE :
						 XFS_FAULT_DIR_FREE_COUNT;
}

enum xfs_fault xfs_da3_node_verify(const struct xfs_geom *g, const void *block,
				   uint32_t len, xfs_daddr_t daddr,
				   xfs_ino_t owner)
{
	const struct xfs_da3_node_hdr *hdr = block;
	const struct xfs_da_node_entry *ents = (const void *)(hdr + 1);
	unsigned int i, count = be16_to_cpu(hdr->count);
	unsigned int level = be16_to_cpu(hdr->level);
	enum xfs_fault fault;

	fault = xfs_da3_blkinfo_verify(g, &hdr->info, XFS_DA3_NODE_MAGIC, daddr,
				       owner);
	if (fault)
		return fault;
	if (!level || level > XFS_DA_NODE_MAXDEPTH)
		return XFS_FAULT_DA_LEVEL;
	if (!count || count > (len - sizeof(*hdr)) / sizeof(*ents))
		return XFS_FAULT_DA_COUNT;
	for (i = 0; i < count; i++) {
		if (!ents[i].before)
			return XFS_FAULT_DA_CHILD;
		if (i && be32_to_cpu(ents[i].hashval) <
			 be32_to_cpu(ents[i - 1].hashval))
			return XFS_FAULT_DA_HASH_ORDER;
	}
	return XFS_FAULT_NONE;
}

/* A short form while it is walked. */
struct sf_walk {
	const struct xfs_geom	*g;
	const uint8_t		*p;
	const uint8_t		*end;
	unsigned int		inolen;
	unsigned int		wide;	/* inode numbers over 32 bits */
	unsigned int		offset;	/* the next entry's lowest */
};

static enum xfs_fault sf_verify_ino(struct sf_walk *w)
{
	uint64_t ino = w->inolen == 8 ? get_unaligned_be64(w->p) :
					get_unaligned_be32(w->p);

	if (!xfs_ino_valid(w->g, ino))
		return XFS_FAULT_DIR_INUMBER;
	w->wide += ino > XFS_DIR2_MAX_SHORT_INUM;
	w->p += w->inolen;
	return XFS_FAULT_NONE;
}

static enum xfs_fault sf_verify_entry(struct sf_walk *w)
{
	const struct xfs_dir2_sf_entry *sfe = (const void *)w->p;
	size_t left = w->end - w->p;
	bool ftype = xfs_has_ftype(w->g);
	unsigned int offset;
	enum xfs_fault fault;

	if (left < sizeof(*sfe) ||
	    left < sizeof(*sfe) + sfe->namelen + ftype + w->inolen)
		return XFS_FAULT_DIR_SF_SIZE;
	fault = verify_name(sfe->name, sfe->namelen);
	if (fault)
		return fault;
	if (ftype && sfe->name[sfe->namelen] >= XFS_DIR3_FT_MAX)
		return XFS_FAULT_DIR_FTYPE;
	offset = get_unaligned_be16(sfe->offset);
	if (offset < w->offset)
		return XFS_FAULT_DIR_SF_OFFSET;
	w->offset = offset + xfs_dir2_data_entsize(sfe->namelen, ftype);
	w->p = sfe->name + sfe->namelen + ftype;
	return sf_verify_ino(w);
}

enum xfs_fault xfs_dir2_sf_verify(const struct xfs_geom *g, const void *data,
				  uint64_t size)
{
	const struct xfs_dir2_sf_hdr *sf = data;
	bool ftype = xfs_has_ftype(g);
	struct sf_walk w = {
		.g = g,
		.offset = sizeof(struct xfs_dir3_data_hdr) +
			  xfs_dir2_data_entsize(1, ftype) +
			  xfs_dir2_data_entsize(2, ftype),
	};
	enum xfs_fault fault;
	unsigned int i;

	if (size < sizeof(*sf))
		return XFS_FAULT_DIR_SF_SIZE;
	w.inolen = sf->i8count ? 8 : 4;
	if (size < sizeof(*sf) + w.inolen)
		return XFS_FAULT_DIR_SF_SIZE;
	w.p = sf->parent;
	w.end = (const uint8_t *)data + size;
	fault = sf_verify_ino(&w);
	for (i = 0; !fault && i < sf->count; i++)
		fault = sf_verify_entry(&w);
	if (fault)
		return fault;
	if (w.p != w.end)
		return XFS_FAULT_DIR_SF_SIZE;
	if (w.wide != sf->i8count)
		return XFS_FAULT_DIR_SF_I8COUNT;
	/* With ".", ".." and its leaf entries it must fit one block. */
	if (w.offset + (sf->count + 2) * sizeof(struct xfs_dir2_leaf_entry) +
	    sizeof(struct xfs_dir2_block_tail) > g->dirblksize)
		return XFS_FAULT_DIR_SF_OFFSET;
	return XFS_FAULT_NONE;
}
