// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of extended attributes: short form, leaf, value blocks.
 *
 * That two names in a leaf do not overlap is tested by their sum only; a checker
 * that wants the exact answer needs memory for a bitmap.  The free map is a hint
 * kernels have kept loosely: it must lie inside the block, no more.
 */
#include "libxfs/fs/features.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/dir_verify.h"

/* At most one namespace; nothing but @allowed. */
static bool flags_bad(unsigned int flags, unsigned int allowed)
{
	unsigned int nsp = flags & XFS_ATTR_NSP_ONDISK_MASK;

	return (flags & ~allowed) || (nsp & (nsp - 1));
}

static enum xfs_fault verify_name(const uint8_t *name, unsigned int namelen,
				  unsigned int valuelen, unsigned int flags)
{
	unsigned int i;

	if (!namelen)
		return XFS_FAULT_ATTR_NAME;
	for (i = 0; i < namelen; i++)
		if (!name[i])
			return XFS_FAULT_ATTR_NAME;
	if ((flags & XFS_ATTR_PARENT) && valuelen != sizeof(struct xfs_parent_rec))
		return XFS_FAULT_ATTR_PARENT;
	return XFS_FAULT_NONE;
}

static enum xfs_fault sf_verify_entry(const uint8_t *p, const uint8_t *end,
				      unsigned int *len)
{
	const struct xfs_attr_sf_entry *sfe = (const void *)p;
	size_t left = end - p;

	if (left < sizeof(*sfe))
		return XFS_FAULT_ATTR_SF_SIZE;
	*len = sizeof(*sfe) + sfe->namelen + sfe->valuelen;
	if (left < *len)
		return XFS_FAULT_ATTR_SF_SIZE;
	if (flags_bad(sfe->flags, XFS_ATTR_NSP_ONDISK_MASK))
		return XFS_FAULT_ATTR_FLAGS;
	return verify_name(sfe->nameval, sfe->namelen, sfe->valuelen, sfe->flags);
}

enum xfs_fault xfs_attr_sf_verify(const void *data, unsigned int space)
{
	const struct xfs_attr_sf_hdr *sf = data;
	const uint8_t *p, *end;
	enum xfs_fault fault;
	unsigned int i, totsize, len = 0;

	if (space < sizeof(*sf))
		return XFS_FAULT_ATTR_SF_SIZE;
	totsize = be16_to_cpu(sf->totsize);
	if (totsize < sizeof(*sf) || totsize > space)
		return XFS_FAULT_ATTR_SF_SIZE;
	p = (const uint8_t *)(sf + 1);
	end = (const uint8_t *)data + totsize;
	for (i = 0; i < sf->count; i++, p += len) {
		fault = sf_verify_entry(p, end, &len);
		if (fault)
			return fault;
	}
	return p == end ? XFS_FAULT_NONE : XFS_FAULT_ATTR_SF_SIZE;
}

/*
 * A parent pointer's hash is that of the directory entry and mixes in the parent; its
 * value is always beside the name.
 */
static enum xfs_fault verify_hash(const struct xfs_geom *g, const uint8_t *name,
				  unsigned int namelen,
				  const struct xfs_attr_leaf_entry *ent)
{
	uint32_t hash = xfs_da_hashname(name, namelen);
	uint64_t parent;

	if (ent->flags & XFS_ATTR_PARENT) {
		if (!(ent->flags & XFS_ATTR_LOCAL))
			return XFS_FAULT_ATTR_PARENT;
		if (xfs_has_asciici(g))
			hash = xfs_ascii_ci_hashname(name, namelen);
		parent = get_unaligned_be64(name + namelen);
		hash ^= (uint32_t)(parent >> 32) ^ (uint32_t)(parent & 0xffffffff);
	}
	return be32_to_cpu(ent->hashval) == hash ? XFS_FAULT_NONE :
						   XFS_FAULT_ATTR_HASH;
}

static enum xfs_fault verify_local(const struct xfs_geom *g, const uint8_t *p,
				   unsigned int space,
				   const struct xfs_attr_leaf_entry *ent,
				   unsigned int *size)
{
	const struct xfs_attr_leaf_name_local *local = (const void *)p;
	unsigned int valuelen;
	enum xfs_fault fault;

	if (space < offsetof(struct xfs_attr_leaf_name_local, nameval))
		return XFS_FAULT_ATTR_NAMEIDX;
	valuelen = be16_to_cpu(local->valuelen);
	*size = xfs_attr_leaf_entsize_local(local->namelen, valuelen);
	if (*size > space)
		return XFS_FAULT_ATTR_NAMEIDX;
	fault = verify_name(local->nameval, local->namelen, valuelen, ent->flags);
	return fault ? fault : verify_hash(g, local->nameval, local->namelen, ent);
}

static enum xfs_fault verify_remote(const struct xfs_geom *g, const uint8_t *p,
				    unsigned int space,
				    const struct xfs_attr_leaf_entry *ent,
				    unsigned int *size)
{
	const struct xfs_attr_leaf_name_remote *remote = (const void *)p;
	enum xfs_fault fault;
	uint32_t valuelen;

	if (space < offsetof(struct xfs_attr_leaf_name_remote, name))
		return XFS_FAULT_ATTR_NAMEIDX;
	valuelen = be32_to_cpu(remote->valuelen);
	*size = xfs_attr_leaf_entsize_remote(remote->namelen);
	if (*size > space)
		return XFS_FAULT_ATTR_NAMEIDX;
	if (valuelen > XFS_XATTR_SIZE_MAX)
		return XFS_FAULT_ATTR_VALUELEN;
	if (!remote->valueblk && !(ent->flags & XFS_ATTR_INCOMPLETE))
		return XFS_FAULT_ATTR_VALUEBLK;
	fault = verify_name(remote->name, remote->namelen, valuelen, ent->flags);
	return fault ? fault : verify_hash(g, remote->name, remote->namelen, ent);
}

static enum xfs_fault verify_leaf_entry(const struct xfs_geom *g,
					const uint8_t *block,
					unsigned int firstused,
					const struct xfs_attr_leaf_entry *ent,
					unsigned int *size)
{
	unsigned int idx = be16_to_cpu(ent->nameidx), len = g->blocksize;

	if (flags_bad(ent->flags, XFS_ATTR_ONDISK_MASK))
		return XFS_FAULT_ATTR_FLAGS;
	if (idx < firstused || idx >= len || idx % XFS_ATTR_LEAF_NAME_ALIGN)
		return XFS_FAULT_ATTR_NAMEIDX;
	if (ent->flags & XFS_ATTR_LOCAL)
		return verify_local(g, block + idx, len - idx, ent, size);
	return verify_remote(g, block + idx, len - idx, ent, size);
}

static enum xfs_fault verify_freemap(const struct xfs_attr_leaf_map *map,
				     unsigned int len)
{
	unsigned int i, base, size;

	for (i = 0; i < XFS_ATTR_LEAF_MAPSIZE; i++) {
		base = be16_to_cpu(map[i].base);
		size = be16_to_cpu(map[i].size);
		if (base % XFS_ATTR_LEAF_NAME_ALIGN ||
		    size % XFS_ATTR_LEAF_NAME_ALIGN || base + size > len)
			return XFS_FAULT_ATTR_FREEMAP;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_leaf_entries(const struct xfs_geom *g,
					  const uint8_t *block,
					  unsigned int firstused)
{
	const struct xfs_attr3_leaf_hdr *hdr = (const void *)block;
	const struct xfs_attr_leaf_entry *ents = (const void *)(hdr + 1);
	unsigned int i, size = 0, used = 0, count = be16_to_cpu(hdr->count);
	enum xfs_fault fault;

	for (i = 0; i < count; i++) {
		if (i && be32_to_cpu(ents[i].hashval) <
			 be32_to_cpu(ents[i - 1].hashval))
			return XFS_FAULT_ATTR_HASH_ORDER;
		fault = verify_leaf_entry(g, block, firstused, &ents[i], &size);
		if (fault)
			return fault;
		used += size;
	}
	if (used != be16_to_cpu(hdr->usedbytes) || used > g->blocksize - firstused)
		return XFS_FAULT_ATTR_USEDBYTES;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_attr3_leaf_verify(const struct xfs_geom *g, const void *block,
				     xfs_daddr_t daddr, xfs_ino_t owner)
{
	const struct xfs_attr3_leaf_hdr *hdr = block;
	unsigned int firstused, ends;
	enum xfs_fault fault;

	fault = xfs_da3_blkinfo_verify(g, &hdr->info, XFS_ATTR3_LEAF_MAGIC, daddr,
				       owner);
	if (fault)
		return fault;
	firstused = be16_to_cpu(hdr->firstused);
	if (!firstused)		/* 65536 does not fit 16 bits */
		firstused = XFS_MAX_BLOCKSIZE;
	ends = sizeof(*hdr) + be16_to_cpu(hdr->count) *
		sizeof(struct xfs_attr_leaf_entry);
	if (firstused > g->blocksize)
		return XFS_FAULT_ATTR_FIRSTUSED;
	if (ends > firstused)
		return XFS_FAULT_ATTR_COUNT;
	fault = verify_freemap(hdr->freemap, g->blocksize);
	if (fault)
		return fault;
	return verify_leaf_entries(g, block, firstused);
}

enum xfs_fault xfs_attr3_rmt_verify(const struct xfs_geom *g, const void *block,
				    xfs_daddr_t daddr, xfs_ino_t owner)
{
	const struct xfs_attr3_rmt_hdr *rmt = block;
	uint32_t bytes = be32_to_cpu(rmt->rm_bytes);
	uint32_t offset = be32_to_cpu(rmt->rm_offset);
	uint32_t room = g->blocksize - sizeof(*rmt);
	uint64_t ino = be64_to_cpu(rmt->rm_owner);

	if (be32_to_cpu(rmt->rm_magic) != XFS_ATTR3_RMT_MAGIC)
		return XFS_FAULT_ATTR_RMT_MAGIC;
	if (memcmp(&rmt->rm_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_ATTR_RMT_UUID;
	if (be64_to_cpu(rmt->rm_blkno) != (uint64_t)daddr)
		return XFS_FAULT_ATTR_RMT_BLKNO;
	if (owner == NULLFSINO ? !xfs_ino_valid(g, ino) : ino != owner)
		return XFS_FAULT_ATTR_RMT_OWNER;
	if (!bytes || bytes > room)
		return XFS_FAULT_ATTR_RMT_BYTES;
	if (offset % room || (uint64_t)offset + bytes > XFS_XATTR_SIZE_MAX)
		return XFS_FAULT_ATTR_RMT_OFFSET;
	return XFS_FAULT_NONE;
}
