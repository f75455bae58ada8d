// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One allocation group's bytes: superblock copy, AGF, AGI, AGFL and the roots of
 * its trees, built in one buffer that covers them all and written at once.
 *
 * Every structure goes through its own verifier before it is stamped; a fault
 * there is a defect of mkfs and stops the run while the device still has no
 * superblock.
 */

#include <errno.h>

#include "libxfs/ag/agf.h"
#include "libxfs/ag/agfl.h"
#include "libxfs/ag/agi.h"
#include "libxfs/env.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "libxfs/fs/superblock.h"
#include "mkfs/write.h"

static int refuse_fault(const char *what, xfs_agnumber_t agno, enum xfs_fault fault)
{
	if (!fault)
		return 0;
	mkfs_fail("internal error: the %s made for group %u is wrong (XFS-%u: %s); nothing mountable was written, please report this",
		  what, agno, xfs_fault_number(fault), xfs_fault_text(fault));
	return -EFSCORRUPTED;
}

static int build_sb(const struct mkfs *m, xfs_agnumber_t agno, void *sector)
{
	struct xfs_dsb *dsb = sector;
	enum xfs_fault fault;

	xfs_geom_to_sb(&m->geom, m->icount, m->ifree, m->fdblocks, dsb);
	fault = agno ? xfs_sb_verify(dsb) : xfs_sb_verify_primary(dsb);
	xfs_cksum_update(sector, m->geom.sectsize, XFS_SB_CRC_OFF);
	return refuse_fault("superblock", agno, fault);
}

static int build_agf(const struct mkfs *m, const struct mkfs_ag *ag, void *sector)
{
	const struct xfs_geom *g = &m->geom;
	struct xfs_agf *dagf = sector;
	enum xfs_fault fault;
	bool rmap = xfs_has_rmapbt(g), refc = xfs_has_reflink(g);

	dagf->agf_magicnum = cpu_to_be32(XFS_AGF_MAGIC);
	dagf->agf_versionnum = cpu_to_be32(XFS_AGF_VERSION);
	dagf->agf_seqno = cpu_to_be32(ag->agno);
	dagf->agf_length = cpu_to_be32(ag->length);
	dagf->agf_bno_root = cpu_to_be32(ag->root[MKFS_BNO]);
	dagf->agf_cnt_root = cpu_to_be32(ag->root[MKFS_CNT]);
	dagf->agf_rmap_root = cpu_to_be32(ag->root[MKFS_RMAP]);
	dagf->agf_refcount_root = cpu_to_be32(ag->root[MKFS_REFC]);
	dagf->agf_bno_level = cpu_to_be32(1);
	dagf->agf_cnt_level = cpu_to_be32(1);
	dagf->agf_rmap_level = cpu_to_be32(rmap);
	dagf->agf_rmap_blocks = cpu_to_be32(rmap);
	dagf->agf_refcount_level = cpu_to_be32(refc);
	dagf->agf_refcount_blocks = cpu_to_be32(refc);
	/* Slot 0 stays unused: a list that was empty grows behind its end. */
	dagf->agf_flfirst = cpu_to_be32(1);
	dagf->agf_fllast = cpu_to_be32(ag->agfl.len);
	dagf->agf_flcount = cpu_to_be32(ag->agfl.len);
	dagf->agf_freeblks = cpu_to_be32(ag->freeblks);
	dagf->agf_longest = cpu_to_be32(ag->longest);
	dagf->agf_uuid = g->meta_uuid;
	fault = xfs_agf_verify(g, dagf, ag->agno);
	xfs_cksum_update(sector, g->sectsize, XFS_AGF_CRC_OFF);
	return refuse_fault("AGF", ag->agno, fault);
}

static int build_agi(const struct mkfs *m, const struct mkfs_ag *ag, void *sector)
{
	const struct xfs_geom *g = &m->geom;
	struct xfs_agi *dagi = sector;
	enum xfs_fault fault;
	uint32_t count = ag->inodes.len ? g->ialloc_inos : 0;
	bool fino = xfs_has_finobt(g);

	dagi->agi_magicnum = cpu_to_be32(XFS_AGI_MAGIC);
	dagi->agi_versionnum = cpu_to_be32(XFS_AGI_VERSION);
	dagi->agi_seqno = cpu_to_be32(ag->agno);
	dagi->agi_length = cpu_to_be32(ag->length);
	dagi->agi_count = cpu_to_be32(count);
	dagi->agi_freecount = cpu_to_be32(count ? count - MKFS_INODES_USED : 0);
	dagi->agi_root = cpu_to_be32(ag->root[MKFS_INO]);
	dagi->agi_level = cpu_to_be32(1);
	dagi->agi_free_root = cpu_to_be32(ag->root[MKFS_FINO]);
	dagi->agi_free_level = cpu_to_be32(fino);
	dagi->agi_newino = cpu_to_be32(count ? (xfs_agino_t)g->rootino : NULLAGINO);
	dagi->agi_dirino = cpu_to_be32(NULLAGINO);
	memset(dagi->agi_unlinked, 0xff, sizeof(dagi->agi_unlinked));
	dagi->agi_uuid = g->meta_uuid;
	if (xfs_has_inobtcount(g)) {
		dagi->agi_iblocks = cpu_to_be32(1);
		dagi->agi_fblocks = cpu_to_be32(fino);
	}
	fault = xfs_agi_verify(g, dagi, ag->agno);
	xfs_cksum_update(sector, g->sectsize, XFS_AGI_CRC_OFF);
	return refuse_fault("AGI", ag->agno, fault);
}

static int build_agfl(const struct mkfs *m, const struct mkfs_ag *ag, void *sector)
{
	const struct xfs_geom *g = &m->geom;
	struct xfs_agfl *dagfl = sector;
	enum xfs_fault fault;
	unsigned int i;

	memset(dagfl->agfl_bno, 0xff, g->sectsize - sizeof(*dagfl));
	dagfl->agfl_magicnum = cpu_to_be32(XFS_AGFL_MAGIC);
	dagfl->agfl_seqno = cpu_to_be32(ag->agno);
	dagfl->agfl_uuid = g->meta_uuid;
	for (i = 0; i < ag->agfl.len; i++)
		dagfl->agfl_bno[1 + i] = cpu_to_be32(ag->agfl.start + i);
	fault = xfs_agfl_verify(g, dagfl, ag->agno);
	xfs_cksum_update(sector, g->sectsize, XFS_AGFL_CRC_OFF);
	return refuse_fault("AGFL", ag->agno, fault);
}

/* By size, then by place: two or three records need no better sort. */
static void sort_by_size(union xfs_btree_irec *recs, unsigned int nr)
{
	unsigned int i, j;

	for (i = 1; i < nr; i++) {
		union xfs_btree_irec rec = recs[i];

		for (j = i; j > 0 && recs[j - 1].alloc.blockcount >
				     rec.alloc.blockcount; j--)
			recs[j] = recs[j - 1];
		recs[j] = rec;
	}
}

/* A chunk record for every 64 inodes; those mkfs makes are the first. */
static unsigned int inode_records(const struct xfs_geom *g, const struct mkfs_ag *ag,
				  union xfs_btree_irec *recs, unsigned int max)
{
	unsigned int nr = ag->inodes.len ? g->ialloc_inos / XFS_INODES_PER_CHUNK : 0;
	unsigned int i;

	for (i = 0; i < nr && i < max; i++)
		recs[i].inobt = (struct xfs_inobt_irec){
			.startino = (xfs_agino_t)g->rootino + i * XFS_INODES_PER_CHUNK,
			.count = XFS_INODES_PER_CHUNK,
			.freecount = XFS_INODES_PER_CHUNK - (i ? 0 : MKFS_INODES_USED),
			.free = i ? ~0ULL : ~0ULL << MKFS_INODES_USED,
		};
	return i;
}

static unsigned int root_records(const struct mkfs *m, const struct mkfs_ag *ag,
				 enum mkfs_root root,
				 union xfs_btree_irec recs[MKFS_MAX_RMAP])
{
	switch (root) {
	case MKFS_BNO:
	case MKFS_CNT:
		memcpy(recs, ag->free, ag->nr_free * sizeof(*recs));
		if (root == MKFS_CNT)
			sort_by_size(recs, ag->nr_free);
		return ag->nr_free;
	case MKFS_INO:
	case MKFS_FINO:
		return inode_records(&m->geom, ag, recs, MKFS_MAX_RMAP);
	case MKFS_RMAP:
		memcpy(recs, ag->rmap, ag->nr_rmap * sizeof(*recs));
		return ag->nr_rmap;
	default:
		return 0;
	}
}

static int build_root(const struct mkfs *m, const struct mkfs_ag *ag,
		      enum mkfs_root root, void *block)
{
	const struct xfs_btree_ops *ops = mkfs_root_ops[root];
	const struct xfs_geom *g = &m->geom;
	xfs_daddr_t daddr = xfs_agb_daddr(g, ag->agno, ag->root[root]);
	union xfs_btree_irec recs[MKFS_MAX_RMAP];
	unsigned int nr = root_records(m, ag, root, recs);
	int error;

	error = xfs_btree_leaf_fill(ops, g, block, daddr, ag->agno, recs, nr);
	if (error)
		return mkfs_fail("internal error: the root of the %s of group %u cannot be made (%s)",
				 ops->name, ag->agno, strerror(-error));
	xfs_btree_block_stamp(ops, g, block);
	return refuse_fault(ops->name, ag->agno,
			    xfs_btree_block_verify(ops, g, block, g->blocksize, daddr));
}

/* A root that stands away from the headers has its own write. */
static int write_far_root(struct mkfs *m, const struct mkfs_ag *ag,
			  enum mkfs_root root)
{
	void *block = mkfs_io_alloc(m->geom.blocksize);
	int error;

	if (!block)
		return -ENOMEM;
	error = build_root(m, ag, root, block);
	if (!error)
		error = mkfs_write_bytes(m->data,
				xfs_agb_daddr(&m->geom, ag->agno, ag->root[root]),
				block, m->geom.blocksize);
	xfs_env_io_free(block);
	return error;
}

static int build_roots(struct mkfs *m, const struct mkfs_ag *ag, uint8_t *buf)
{
	int root, error;

	for (root = 0; root < MKFS_NR_ROOTS; root++) {
		if (!ag->root[root])
			continue;
		if (ag->root[root] >= ag->header_end)
			error = write_far_root(m, ag, root);
		else
			error = build_root(m, ag, root, buf +
				((size_t)ag->root[root] << m->geom.blocklog));
		if (error)
			return error;
	}
	return 0;
}

static int build_headers(struct mkfs *m, const struct mkfs_ag *ag, uint8_t *buf)
{
	size_t sector = m->geom.sectsize;
	int error = 0;

	/* The first superblock is the last write of all: its place stays zero. */
	if (ag->agno)
		error = build_sb(m, ag->agno, buf);
	if (!error)
		error = build_agf(m, ag, buf + sector);
	if (!error)
		error = build_agi(m, ag, buf + 2 * sector);
	if (!error)
		error = build_agfl(m, ag, buf + 3 * sector);
	return error;
}

int mkfs_write_ag(struct mkfs *m, xfs_agnumber_t agno)
{
	struct mkfs_ag ag;
	size_t len;
	uint8_t *buf;
	int error;

	error = mkfs_ag_layout(m, agno, &ag);
	if (error)
		return error;
	len = (size_t)ag.header_end << m->geom.blocklog;
	buf = mkfs_io_alloc(len);
	if (!buf)
		return -ENOMEM;
	error = build_headers(m, &ag, buf);
	if (!error)
		error = build_roots(m, &ag, buf);
	if (!error)
		error = mkfs_write_bytes(m->data, xfs_agb_daddr(&m->geom, agno, 0),
					 buf, len);
	xfs_env_io_free(buf);
	return error;
}

int mkfs_write_primary(struct mkfs *m)
{
	uint8_t *buf = mkfs_io_alloc(m->geom.sectsize);
	int error;

	if (!buf)
		return -ENOMEM;
	error = build_sb(m, 0, buf);
	if (!error)
		error = mkfs_write_bytes(m->data, 0, buf, m->geom.sectsize);
	xfs_env_io_free(buf);
	return error;
}
