// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * AGF, AGFL and AGI: a good one of each passes, every field put wrong is caught
 * with its own fault, and those of stock images pass.
 */
#include <stdlib.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/ag/agf.h"
#include "libxfs/ag/agfl.h"
#include "libxfs/ag/agi.h"
#include "libxfs/btree/btree.h"
#include "libxfs/fs/superblock.h"
#include "tests/unit/sample_geom.h"
#include "tests/unit/tap.h"

#define AGNO	1

static struct xfs_geom geom;

static struct xfs_agf sample_agf(void)
{
	return (struct xfs_agf){
		.agf_magicnum = cpu_to_be32(XFS_AGF_MAGIC),
		.agf_versionnum = cpu_to_be32(1),
		.agf_seqno = cpu_to_be32(AGNO),
		.agf_length = cpu_to_be32(65536),
		.agf_bno_root = cpu_to_be32(1),
		.agf_cnt_root = cpu_to_be32(2),
		.agf_rmap_root = cpu_to_be32(5),
		.agf_refcount_root = cpu_to_be32(6),
		.agf_bno_level = cpu_to_be32(1),
		.agf_cnt_level = cpu_to_be32(1),
		.agf_rmap_level = cpu_to_be32(1),
		.agf_refcount_level = cpu_to_be32(1),
		.agf_rmap_blocks = cpu_to_be32(1),
		.agf_refcount_blocks = cpu_to_be32(1),
		.agf_flfirst = cpu_to_be32(116),
		.agf_fllast = cpu_to_be32(3),
		.agf_flcount = cpu_to_be32(7),
		.agf_freeblks = cpu_to_be32(65000),
		.agf_longest = cpu_to_be32(64000),
		.agf_uuid = geom.meta_uuid,
	};
}

#define PUT(make, verify, field, value, fault) do {			\
	typeof(make()) header = make();					\
	header.field = cpu_to_be32(value);				\
	is_u64(verify(&geom, &header, AGNO), fault, #field " = " #value);	\
} while (0)
#define AGF(field, value, fault) \
	PUT(sample_agf, xfs_agf_verify, field, value, XFS_FAULT_##fault)
#define AGI(field, value, fault) \
	PUT(sample_agi, xfs_agi_verify, field, value, XFS_FAULT_##fault)

static void agf_identity(void)
{
	struct xfs_agf agf = sample_agf();

	is_u64(xfs_agf_verify(&geom, &agf, AGNO), 0, "a good AGF");
	is_u64(xfs_agf_verify(&geom, &agf, 2), XFS_FAULT_AGF_SEQNO,
	       "but not group 2's");
	is_u64(xfs_agf_verify(&geom, &agf, 77), XFS_FAULT_AGF_SEQNO,
	       "nor that of a group that is not");
	AGF(agf_magicnum, XFS_AGI_MAGIC, AGF_MAGIC);
	AGF(agf_versionnum, 2, AGF_VERSION);
	AGF(agf_seqno, 0, AGF_SEQNO);
	AGF(agf_length, 65535, AGF_LENGTH);
	AGF(agf_length, UINT32_MAX, AGF_LENGTH);
	agf.agf_uuid.b[15]++;
	is_u64(xfs_agf_verify(&geom, &agf, AGNO), XFS_FAULT_AGF_UUID, "uuid");
}

static void agf_fields(void)
{
	AGF(agf_flfirst, 119, AGF_FREELIST);
	AGF(agf_fllast, UINT32_MAX, AGF_FREELIST);
	AGF(agf_flcount, 120, AGF_FREELIST);
	AGF(agf_flcount, 6, AGF_FLCOUNT);
	AGF(agf_flcount, 0, NONE);
	AGF(agf_flfirst, 0, AGF_FLCOUNT);
	AGF(agf_freeblks, 65536, AGF_FREEBLKS);
	AGF(agf_freeblks, UINT32_MAX, AGF_FREEBLKS);
	AGF(agf_longest, 65001, AGF_LONGEST);
	AGF(agf_btreeblks, 65536, AGF_BTREEBLKS);
	AGF(agf_bno_root, 0, AGF_BNO_ROOT);
	AGF(agf_bno_root, 65536, AGF_BNO_ROOT);
	AGF(agf_bno_level, 0, AGF_BNO_ROOT);
	AGF(agf_bno_level, xfs_bnobt_ops.maxlevels(&geom), NONE);
	AGF(agf_bno_level, xfs_bnobt_ops.maxlevels(&geom) + 1, AGF_BNO_ROOT);
	AGF(agf_cnt_root, NULLAGBLOCK, AGF_CNT_ROOT);
	AGF(agf_cnt_level, 0, AGF_CNT_ROOT);
	AGF(agf_cnt_level, xfs_cntbt_ops.maxlevels(&geom) + 1, AGF_CNT_ROOT);
	AGF(agf_rmap_root, 0, AGF_RMAP_ROOT);
	AGF(agf_rmap_level, xfs_rmapbt_ops.maxlevels(&geom), NONE);
	AGF(agf_rmap_level, xfs_rmapbt_ops.maxlevels(&geom) + 1, AGF_RMAP_ROOT);
	AGF(agf_refcount_root, 70000, AGF_REFCOUNT_ROOT);
	AGF(agf_refcount_level, 0, AGF_REFCOUNT_ROOT);
	AGF(agf_refcount_level, xfs_refcountbt_ops.maxlevels(&geom) + 1,
	    AGF_REFCOUNT_ROOT);
	AGF(agf_rmap_blocks, 0, AGF_RMAP_BLOCKS);
	AGF(agf_rmap_blocks, 65536, AGF_RMAP_BLOCKS);
	AGF(agf_refcount_blocks, 0, AGF_REFCOUNT_BLOCKS);
	geom.ro_compat = 0;
	AGF(agf_rmap_root, 0, NONE);
	AGF(agf_refcount_root, 0, NONE);
	geom = sample_geom();
}

static struct xfs_agi sample_agi(void)
{
	struct xfs_agi agi = {
		.agi_magicnum = cpu_to_be32(XFS_AGI_MAGIC),
		.agi_versionnum = cpu_to_be32(1),
		.agi_seqno = cpu_to_be32(AGNO),
		.agi_length = cpu_to_be32(65536),
		.agi_count = cpu_to_be32(128),
		.agi_root = cpu_to_be32(3),
		.agi_level = cpu_to_be32(1),
		.agi_freecount = cpu_to_be32(61),
		.agi_newino = cpu_to_be32(128),
		.agi_dirino = cpu_to_be32(NULLAGINO),
		.agi_uuid = geom.meta_uuid,
		.agi_free_root = cpu_to_be32(4),
		.agi_free_level = cpu_to_be32(1),
		.agi_iblocks = cpu_to_be32(1),
		.agi_fblocks = cpu_to_be32(1),
	};

	memset(agi.agi_unlinked, 0xff, sizeof(agi.agi_unlinked));
	return agi;
}

static void agi_fields(void)
{
	struct xfs_agi agi = sample_agi();

	is_u64(xfs_agi_verify(&geom, &agi, AGNO), 0, "a good AGI");
	is_u64(xfs_agi_verify(&geom, &agi, UINT32_MAX), XFS_FAULT_AGI_SEQNO,
	       "but not of no group");
	agi.agi_uuid.b[0]++;
	is_u64(xfs_agi_verify(&geom, &agi, AGNO), XFS_FAULT_AGI_UUID, "uuid");
	AGI(agi_magicnum, 0, AGI_MAGIC);
	AGI(agi_versionnum, 0, AGI_VERSION);
	AGI(agi_seqno, 2, AGI_SEQNO);
	AGI(agi_length, 0, AGI_LENGTH);
	AGI(agi_count, 524288, AGI_COUNT);
	AGI(agi_count, UINT32_MAX, AGI_COUNT);
	AGI(agi_count, 60, AGI_FREECOUNT);
	AGI(agi_freecount, 129, AGI_FREECOUNT);
	AGI(agi_root, 0, AGI_ROOT);
	AGI(agi_root, 65536, AGI_ROOT);
	AGI(agi_level, 0, AGI_ROOT);
	AGI(agi_level, xfs_inobt_ops.maxlevels(&geom), NONE);
	AGI(agi_level, xfs_inobt_ops.maxlevels(&geom) + 1, AGI_ROOT);
	AGI(agi_free_root, UINT32_MAX, AGI_FREE_ROOT);
	AGI(agi_free_level, 0, AGI_FREE_ROOT);
	AGI(agi_free_level, xfs_finobt_ops.maxlevels(&geom) + 1, AGI_FREE_ROOT);
	AGI(agi_iblocks, 0, AGI_BLOCKS);
	AGI(agi_fblocks, 65536, AGI_BLOCKS);
	AGI(agi_newino, 0, AGI_NEWINO);
	AGI(agi_newino, 65536 * 8, AGI_NEWINO);
	AGI(agi_newino, NULLAGINO, NONE);
	AGI(agi_unlinked[0], 7, AGI_UNLINKED);
	AGI(agi_unlinked[63], 65536 * 8, AGI_UNLINKED);
	AGI(agi_unlinked[63], 65536 * 8 - 1, NONE);
	geom.ro_compat = 0;
	AGI(agi_free_root, 0, NONE);
	AGI(agi_iblocks, 0, NONE);
	geom = sample_geom();
}

static void agfl_slot(unsigned int slot, uint32_t agbno, enum xfs_fault fault)
{
	unsigned char sector[512];
	struct xfs_agfl *agfl = (void *)sector;

	memset(sector, 0xff, sizeof(sector));
	agfl->agfl_magicnum = cpu_to_be32(XFS_AGFL_MAGIC);
	agfl->agfl_seqno = cpu_to_be32(AGNO);
	agfl->agfl_uuid = geom.meta_uuid;
	put_unaligned_be32(agbno, sector + 36 + 4 * slot);
	is_u64(xfs_agfl_verify(&geom, agfl, AGNO), fault, "AGFL slot %u = %u",
	       slot, agbno);
}

static void agfl_fields(void)
{
	unsigned char sector[512];
	struct xfs_agfl *agfl = (void *)sector;

	agfl_slot(0, 10, 0);
	agfl_slot(0, 65536, XFS_FAULT_AGFL_BNO);
	agfl_slot(118, 65535, 0);
	agfl_slot(118, 70000, XFS_FAULT_AGFL_BNO);
	memset(sector, 0xff, sizeof(sector));
	is_u64(xfs_agfl_verify(&geom, agfl, AGNO), XFS_FAULT_AGFL_MAGIC, "magic");
	agfl->agfl_magicnum = cpu_to_be32(XFS_AGFL_MAGIC);
	is_u64(xfs_agfl_verify(&geom, agfl, AGNO), XFS_FAULT_AGFL_UUID, "uuid");
	agfl->agfl_uuid = geom.meta_uuid;
	is_u64(xfs_agfl_verify(&geom, agfl, AGNO), XFS_FAULT_AGFL_SEQNO, "seqno");
	agfl->agfl_seqno = cpu_to_be32(AGNO);
	is_u64(xfs_agfl_verify(&geom, agfl, AGNO), 0, "a good AGFL");
	is_u64(xfs_agfl_verify(&geom, agfl, 4), XFS_FAULT_AGFL_SEQNO,
	       "but not of a group that is not");
}

/* The last group was made shorter, and an old slot is from before. */
static void agfl_shrunk(void)
{
	unsigned char sector[512];
	struct xfs_agfl *agfl = (void *)sector;

	memset(sector, 0xff, sizeof(sector));
	agfl->agfl_magicnum = cpu_to_be32(XFS_AGFL_MAGIC);
	agfl->agfl_seqno = cpu_to_be32(3);
	agfl->agfl_uuid = geom.meta_uuid;
	put_unaligned_be32(65535, sector + 36);
	ok(!xfs_agbno_valid(&geom, 3, 65535), "a block the last group lacks");
	is_u64(xfs_agfl_verify(&geom, agfl, 3), 0, "may stand in an old slot");
	put_unaligned_be32(65536, sector + 36);
	is_u64(xfs_agfl_verify(&geom, agfl, 3), XFS_FAULT_AGFL_BNO,
	       "one no group ever had may not");
}

/* Each header's operations take it whole, and at its own address only. */
static void header_places(const struct xfs_geom *g)
{
	static const struct {
		const struct xfs_buf_ops *ops;
		unsigned int sector;
	} headers[] = {
		{ &xfs_sb_buf_ops, XFS_SB_SECTOR }, { &xfs_agf_buf_ops, XFS_AGF_SECTOR },
		{ &xfs_agi_buf_ops, XFS_AGI_SECTOR },
		{ &xfs_agfl_buf_ops, XFS_AGFL_SECTOR },
	};
	struct xfs_buf bp = { .len = g->sectsize / 2 };
	unsigned int i;

	for (i = 0; i < 4; i++) {
		bp.daddr = xfs_ag_header_daddr(g, AGNO, headers[i].sector);
		bp.len = g->sectsize / 2;
		bp.data = calloc(1, bp.len);
		is_u64(headers[i].ops->verify(g, &bp), XFS_FAULT_BAD_PLACE,
		       "half a sector is no %s", headers[i].ops->name);
		free(bp.data);
		bp.len = g->sectsize;
		bp.data = calloc(1, bp.len);
		ok(headers[i].ops->verify(g, &bp) != XFS_FAULT_BAD_PLACE,
		   "a sector in its place is looked at");
		bp.daddr += 4 * g->sectbb;
		is_u64(headers[i].ops->verify(g, &bp), XFS_FAULT_BAD_PLACE,
		       "one elsewhere is not");
		free(bp.data);
	}
}

/* Every header of every group, through the buffer cache. */
static unsigned int read_groups(struct xfs_buf_cache *cache,
				const struct xfs_geom *g)
{
	static int (*const read[])(struct xfs_buf_cache *, xfs_agnumber_t,
				   struct xfs_buf **) = {
		xfs_agf_read, xfs_agfl_read, xfs_agi_read,
	};
	struct xfs_buf *bp;
	unsigned int wrong = 0, i;
	xfs_agnumber_t agno;

	for (agno = 0; agno < g->agcount; agno++) {
		for (i = 0; i < 3; i++) {
			if (!read[i](cache, agno, &bp))
				goto release;
			wrong++;
			printf("# group %u, %s: %s\n", agno, i == 0 ? "AGF" :
			       i == 1 ? "AGFL" : "AGI",
			       bp ? xfs_fault_text(bp->fault) : "not read");
release:
			xfs_buf_release(bp);
		}
		if (xfs_buf_read(cache, xfs_agb_daddr(g, agno, 0), g->sectsize,
				 &xfs_sb_buf_ops, &bp))
			wrong++;
		xfs_buf_release(bp);
	}
	wrong += xfs_agf_read(cache, g->agcount, &bp) != -EINVAL;
	wrong += xfs_agi_read(cache, UINT32_MAX, &bp) != -EINVAL;
	wrong += xfs_agfl_read(cache, g->agcount, &bp) != -EINVAL;
	return wrong;
}

static void one_stock_image(const char *path, const char *options)
{
	struct xfs_buf_cache *cache;
	enum xfs_fault fault;
	struct xfs_dev *dev;
	struct xfs_geom g;
	char command[400];

	snprintf(command, sizeof(command), "rm -f %s && truncate -s 1g %s && "
		 "/usr/sbin/mkfs.xfs -q -K %s %s", path, path, options, path);
	if (!ok(!system(command) && !device_open(path, 0, &dev),
		"stock mkfs.xfs %s", options))
		return;
	if (ok(!xfs_geom_read(dev, 0, &g, NULL, &fault), "its superblock")) {
		cache = xfs_buf_cache_create(dev, &g);
		is_u64(read_groups(cache, &g), 0, "its %u groups' headers",
		       g.agcount);
		xfs_buf_cache_destroy(cache);
	}
	device_close(dev);
}

static void stock_images(void)
{
	static const char *const options[] = {
		"", "-s size=4096", "-d su=64k,sw=4", "-b size=1024",
		"-b size=65536", "-m rmapbt=1", "-d agcount=7", "-s size=32768 -b size=65536",
		"-m finobt=0,reflink=0,inobtcount=0,bigtime=0",
	};
	char dir[] = "/tmp/u-ag_verify.XXXXXX", path[64];
	unsigned int i;

	if (access("/usr/sbin/mkfs.xfs", X_OK) || !mkdtemp(dir)) {
		ok(true, "stock images # SKIP no stock mkfs.xfs");
		return;
	}
	snprintf(path, sizeof(path), "%s/image", dir);
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		one_stock_image(path, options[i]);
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	geom = sample_geom();
	agf_identity();
	agf_fields();
	agi_fields();
	agfl_fields();
	agfl_shrunk();
	header_places(&geom);
	stock_images();
	return done();
}
