// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first chunk of inodes: the root directory, the realtime bitmap and summary
 * files (which every filesystem has, empty here), and free inodes to the chunk's
 * end.  The root carries what new files are to inherit.
 */

#include <errno.h>

#include "libxfs/dax/dax.h"
#include "libxfs/env.h"
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/dir.h"
#include "libxfs/format/inode.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "mkfs/write.h"

/* What every inode of the chunk has, in use or not. */
static void fill_free(const struct xfs_geom *g, struct xfs_dinode *dip, xfs_ino_t ino)
{
	dip->di_magic = cpu_to_be16(XFS_DINODE_MAGIC);
	dip->di_version = XFS_DINODE_VERSION_3;
	dip->di_next_unlinked = cpu_to_be32(NULLAGINO);
	dip->di_ino = cpu_to_be64(ino);
	dip->di_uuid = g->meta_uuid;
}

static void fill_used(const struct xfs_geom *g, struct xfs_dinode *dip,
		      const struct xfs_time *now)
{
	const struct xfs_time epoch = { 0, 0 };
	uint64_t flags2 = 0;

	if (xfs_has_bigtime(g))
		flags2 |= XFS_DIFLAG2_BIGTIME;
	if (xfs_has_nrext64(g))
		flags2 |= XFS_DIFLAG2_NREXT64;
	dip->di_flags2 = cpu_to_be64(flags2);
	dip->di_aformat = XFS_DINODE_FMT_EXTENTS;
	dip->di_atime = xfs_dinode_time_pack(&epoch, xfs_has_bigtime(g));
	dip->di_mtime = xfs_dinode_time_pack(now, xfs_has_bigtime(g));
	dip->di_ctime = dip->di_mtime;
	dip->di_crtime = dip->di_mtime;
	dip->di_changecount = cpu_to_be64(2);
}

/*
 * Where stripe alignment cannot help, only allocations of whole 2 MiB keep files on
 * the boundaries that free space begins at, so they are the default there.
 */
static uint32_t inherited_extsize(const struct mkfs *m)
{
	if (m->dax_agbno && !mkfs_given(&m->opts, MKFS_OPT_D_EXTSZINHERIT))
		return XFS_DAX_HUGE >> m->geom.blocklog;
	return m->opts.d.extszinherit_fsb;
}

static void fill_inherited(const struct mkfs *m, struct xfs_dinode *dip)
{
	const struct mkfs_options *o = &m->opts;
	uint32_t extsize = inherited_extsize(m);
	uint64_t flags2 = be64_to_cpu(dip->di_flags2);
	uint16_t flags = 0;

	if (o->d.rtinherit)
		flags |= XFS_DIFLAG_RTINHERIT;
	if (mkfs_given(o, MKFS_OPT_D_PROJINHERIT)) {
		flags |= XFS_DIFLAG_PROJINHERIT;
		dip->di_projid_lo = cpu_to_be16(o->d.projinherit & 0xffff);
		dip->di_projid_hi = cpu_to_be16(o->d.projinherit >> 16);
	}
	if (extsize) {
		flags |= XFS_DIFLAG_EXTSZINHERIT;
		dip->di_extsize = cpu_to_be32(extsize);
	}
	if (o->d.cowextsize_fsb) {
		flags2 |= XFS_DIFLAG2_COWEXTSIZE;
		dip->di_cowextsize = cpu_to_be32(o->d.cowextsize_fsb);
	}
	if (o->d.daxinherit)
		flags2 |= XFS_DIFLAG2_DAX;
	dip->di_flags = cpu_to_be16(flags);
	dip->di_flags2 = cpu_to_be64(flags2);
}

/* The property -m autofsck asks for, "0" and "1" in words. */
static const char *autofsck_value(const struct mkfs *m)
{
	const char *word = m->opts.m.autofsck;

	if (!strcmp(word, "0"))
		return "none";
	return strcmp(word, "1") ? word : "repair";
}

/*
 * An attribute fork of one entry in the root inode, where the kernel would put it:
 * room for the smallest B+tree root with two pointers at the inode's end.
 */
static void fill_property(const struct mkfs *m, struct xfs_dinode *dip)
{
	static const char name[] = "xfs:autofsck";
	const char *value = autofsck_value(m);
	uint8_t namelen = sizeof(name) - 1, valuelen = strlen(value);
	uint32_t literal = m->geom.inodesize - XFS_DINODE_LITERAL;
	uint32_t least = sizeof(struct xfs_bmdr_block) +
		2 * (sizeof(struct xfs_bmbt_key) + sizeof(xfs_bmbt_ptr_t));
	struct xfs_attr_sf_hdr *dhdr;
	struct xfs_attr_sf_entry *dsfe;

	dip->di_forkoff = (literal - least) / 8;
	dip->di_aformat = XFS_DINODE_FMT_LOCAL;
	dip->di_changecount = cpu_to_be64(4);
	dhdr = (void *)((uint8_t *)(dip + 1) + dip->di_forkoff * 8);
	dsfe = (void *)(dhdr + 1);
	dhdr->totsize = cpu_to_be16(sizeof(*dhdr) + sizeof(*dsfe) + namelen + valuelen);
	dhdr->count = 1;
	dsfe->namelen = namelen;
	dsfe->valuelen = valuelen;
	dsfe->flags = XFS_ATTR_ROOT;
	memcpy(dsfe->nameval, name, namelen);
	memcpy(dsfe->nameval + namelen, value, valuelen);
}

static void fill_root(const struct mkfs *m, struct xfs_dinode *dip)
{
	struct xfs_dir2_sf_hdr *dhdr = (struct xfs_dir2_sf_hdr *)(dip + 1);

	dip->di_mode = cpu_to_be16(XFS_IFDIR | 0755);
	dip->di_nlink = cpu_to_be32(2);
	dip->di_format = XFS_DINODE_FMT_LOCAL;
	dip->di_size = cpu_to_be64(sizeof(*dhdr) + sizeof(uint32_t));
	put_unaligned_be32((uint32_t)m->geom.rootino, dhdr->parent);
	fill_inherited(m, dip);
	if (mkfs_given(&m->opts, MKFS_OPT_M_AUTOFSCK))
		fill_property(m, dip);
}

/* The realtime bitmap and summary, of length 0 without a realtime device. */
static void fill_realtime(struct xfs_dinode *dip, bool bitmap)
{
	dip->di_mode = cpu_to_be16(XFS_IFREG);
	dip->di_nlink = cpu_to_be32(1);
	dip->di_format = XFS_DINODE_FMT_EXTENTS;
	if (bitmap)
		dip->di_flags = cpu_to_be16(XFS_DIFLAG_NEWRTBM);
}

static void fill_chunk(const struct mkfs *m, uint8_t *buf)
{
	const struct xfs_geom *g = &m->geom;
	struct xfs_time now;
	uint32_t i;

	xfs_env_now(&now);
	for (i = 0; i < g->ialloc_inos; i++) {
		uint8_t *inode = buf + ((size_t)i << g->inodelog);
		struct xfs_dinode *dip = (struct xfs_dinode *)inode;
		xfs_ino_t ino = g->rootino + i;

		fill_free(g, dip, ino);
		if (i < MKFS_INODES_USED)
			fill_used(g, dip, &now);
		if (ino == g->rootino)
			fill_root(m, dip);
		else if (i < MKFS_INODES_USED)
			fill_realtime(dip, ino == g->rbmino);
		xfs_cksum_update(inode, g->inodesize, XFS_DINODE_CRC_OFF);
	}
}

int mkfs_write_inodes(struct mkfs *m)
{
	const struct xfs_geom *g = &m->geom;
	size_t len = (size_t)g->ialloc_blks << g->blocklog;
	uint8_t *buf = mkfs_io_alloc(len);
	int error;

	if (!buf)
		return -ENOMEM;
	fill_chunk(m, buf);
	error = mkfs_write_bytes(m->data,
			xfs_agb_daddr(g, 0, xfs_ino_agbno(g, g->rootino)),
			buf, len);
	xfs_env_io_free(buf);
	return error;
}
