// SPDX-License-Identifier: GPL-2.0-or-later
/* The log verifiers: good records and items pass, each fault is named. */
#include "libxfs/format/btree.h"
#include "libxfs/format/inode.h"
#include "libxfs/log/log_verify.h"
#include "tests/unit/mutate.h"
#include "tests/unit/sample_geom.h"

#define INO	131
#define BLOCK	64		/* of the record, basic block of the log */

static struct xfs_geom g;

/* A whole item region of any type; ->len is what the log would say. */
union item {
	uint8_t			b[512];
	uint16_t		type;
	struct xfs_inode_log_format ilf;
	struct xfs_inode_log_format_32 ilf32;
	struct xfs_icreate_log	icl;
	struct xfs_dq_logformat	qlf;
	struct xfs_qoff_logformat qf;
	struct xfs_done_log_format done;
	struct xfs_attri_log_format attri;
	struct xfs_xmi_log_format xmi;
	struct {
		uint16_t	type, size, flags, len;
		int64_t		blkno;
		uint32_t	map_size;
		uint32_t	map[4];
	} buf;
	struct {
		struct xfs_efi_log_format head;
		struct xfs_extent_64 ext[2];
	} efi;
	struct {
		struct xfs_efi_log_format head;
		struct xfs_extent_32 ext[2];
	} efi32;
	struct {
		struct xfs_rui_log_format head;
		struct xfs_map_extent me[2];
	} map;
	struct {
		struct xfs_cui_log_format head;
		struct xfs_phys_extent pe[2];
	} cui;
};

static union item it;
static uint32_t it_len;

static void start(uint16_t type, uint16_t size, uint32_t len)
{
	memset(&it, 0, sizeof(it));
	it.type = type;
	it.qf.qf_size = size;
	it_len = len;
}

/* A 4096-byte B+tree block of which the first, second and last chunk are logged. */
static void buf(void)
{
	start(XFS_LI_BUF, 3, 24);
	it.buf.flags = XFS_BLFT_BTREE_BUF << XFS_BLFT_SHIFT;
	it.buf.len = 8;
	it.buf.blkno = 800;
	it.buf.map_size = 1;
	it.buf.map[0] = 0x80000003;
}

static void inode(void)
{
	start(XFS_LI_INODE, 3, sizeof(it.ilf));
	it.ilf.ilf_fields = XFS_ILOG_CORE | XFS_ILOG_DEXT;
	it.ilf.ilf_dsize = 32;
	it.ilf.ilf_ino = INO;
	it.ilf.ilf_blkno = 128;
	it.ilf.ilf_len = 32;
	it.ilf.ilf_boffset = 3 * 512;
}

static void inode32(void)
{
	start(XFS_LI_INODE, 2, sizeof(it.ilf32));
	it.ilf32.ilf_fields = XFS_ILOG_CORE;
	it.ilf32.ilf_ino = INO;
	it.ilf32.ilf_blkno = 128;
	it.ilf32.ilf_len = 32;
	it.ilf32.ilf_boffset = 3 * 512;
}

static void icreate(void)
{
	start(XFS_LI_ICREATE, 1, sizeof(it.icl));
	it.icl.icl_ag = cpu_to_be32(1);
	it.icl.icl_agbno = cpu_to_be32(24);
	it.icl.icl_count = cpu_to_be32(64);
	it.icl.icl_isize = cpu_to_be32(512);
	it.icl.icl_length = cpu_to_be32(8);
}

static void dquot(void)
{
	start(XFS_LI_DQUOT, 2, sizeof(it.qlf));
	it.qlf.qlf_blkno = 800;
	it.qlf.qlf_len = 1;
	it.qlf.qlf_boffset = 136;
}

static void quotaoff(void)
{
	start(XFS_LI_QUOTAOFF, 1, sizeof(it.qf));
	it.qf.qf_flags = XFS_GQUOTA_ACCT;
}

static void efi(void)
{
	unsigned int i;

	start(XFS_LI_EFI, 1, sizeof(it.efi));
	it.efi.head.efi_nextents = 2;
	for (i = 0; i < 2; i++) {
		it.efi.ext[i].ext_start = xfs_agb_fsb(&g, i, 100);
		it.efi.ext[i].ext_len = 7;
	}
}

static void efi32(void)
{
	unsigned int i;

	start(XFS_LI_EFI, 1, sizeof(it.efi32));
	it.efi32.head.efi_nextents = 2;
	for (i = 0; i < 2; i++) {
		it.efi32.ext[i].ext_start = xfs_agb_fsb(&g, i, 100);
		it.efi32.ext[i].ext_len = 7;
	}
}

static void efd(void)
{
	efi();
	it.type = XFS_LI_EFD;
}

static void rui(void)
{
	unsigned int i;

	start(XFS_LI_RUI, 1, sizeof(it.map));
	it.map.head.rui_nextents = 2;
	for (i = 0; i < 2; i++) {
		it.map.me[i].me_owner = INO;
		it.map.me[i].me_startblock = xfs_agb_fsb(&g, i, 100);
		it.map.me[i].me_len = 7;
		it.map.me[i].me_flags = XFS_RMAP_EXTENT_UNMAP_SHARED |
					XFS_RMAP_EXTENT_UNWRITTEN;
	}
}

static void bui(void)
{
	rui();
	it.type = XFS_LI_BUI;
	it.map.head.rui_nextents = 1;
	it.map.me[0].me_flags = XFS_BMAP_EXTENT_MAP | XFS_BMAP_EXTENT_UNWRITTEN;
	it_len -= sizeof(it.map.me[0]);
}

static void cui(void)
{
	unsigned int i;

	start(XFS_LI_CUI, 1, sizeof(it.cui));
	it.cui.head.cui_nextents = 2;
	for (i = 0; i < 2; i++) {
		it.cui.pe[i].pe_startblock = xfs_agb_fsb(&g, i, 100);
		it.cui.pe[i].pe_len = 7;
		it.cui.pe[i].pe_flags = XFS_REFCOUNT_EXTENT_FREE_COW;
	}
}

static void done_item(void)
{
	start(XFS_LI_CUD, 1, sizeof(it.done));
}

static void attri(void)
{
	start(XFS_LI_ATTRI, 3, sizeof(it.attri));
	it.attri.alfi_ino = INO;
	it.attri.alfi_op_flags = XFS_ATTRI_OP_FLAGS_SET;
	it.attri.alfi_name_len = 5;
	it.attri.alfi_value_len = 65536;
}

static void pptr(void)
{
	start(XFS_LI_ATTRI, 5, sizeof(it.attri));
	it.attri.alfi_ino = INO;
	it.attri.alfi_op_flags = XFS_ATTRI_OP_FLAGS_PPTR_REPLACE;
	it.attri.alfi_old_name_len = 5;
	it.attri.alfi_new_name_len = 255;
	it.attri.alfi_value_len = 12;
	it.attri.alfi_attr_filter = 8;
}

static void xmi(void)
{
	start(XFS_LI_XMI, 1, sizeof(it.xmi));
	it.xmi.xmi_inode1 = INO;
	it.xmi.xmi_inode2 = INO + 1;
	it.xmi.xmi_blockcount = 100;
	it.xmi.xmi_flags = XFS_EXCHMAPS_SET_SIZES;
}

/* Region at an odd address, in memory of exactly its length. */
static enum xfs_fault verify_item(const void *p, size_t len)
{
	uint8_t *copy = malloc(len + 1);
	enum xfs_fault fault;

	memcpy(copy + 1, p, len);
	fault = xfs_log_item_verify(&g, copy + 1, len);
	free(copy);
	return fault;
}

#define CAUGHT(make, fault, ...) do {					\
	make();								\
	__VA_ARGS__;							\
	is_u64(verify_item(&it, it_len), fault, #make ": " #fault);	\
} while (0)

static void test_lengths(void)
{
	static void (*const make[])(void) = {
		buf, inode, inode32, icreate, dquot, quotaoff, efi, efi32, efd,
		rui, bui, cui, done_item, attri, pptr, xmi
	};
	unsigned int i;

	for (i = 0; i < sizeof(make) / sizeof(make[0]); i++) {
		make[i]();
		is_u64(verify_item(&it, it_len), XFS_FAULT_NONE,
		       "item 0x%x passes", it.type);
		is_u64(verify_item(&it, it_len - 1), XFS_FAULT_LOG_ITEM_LEN,
		       "a byte less does not");
		is_u64(verify_item(&it, it_len + 1), XFS_FAULT_LOG_ITEM_LEN,
		       "nor a byte more");
		is_u64(verify_item(&it, 4), XFS_FAULT_LOG_ITEM_LEN,
		       "nor the first four alone");
		it.qf.qf_size = 0;
		is_u64(verify_item(&it, it_len), XFS_FAULT_LOG_ITEM_SIZE,
		       "nor no operations");
	}
	CAUGHT(buf, XFS_FAULT_LOG_ITEM_TYPE, it.type = 0x1239);
	is_u64(verify_item(&it, 3), XFS_FAULT_LOG_ITEM_LEN, "three bytes");
}

static void test_buf(void)
{
	CAUGHT(buf, XFS_FAULT_LOG_BUF_FLAGS, it.buf.flags = 21 << XFS_BLFT_SHIFT);
	CAUGHT(buf, XFS_FAULT_LOG_BUF_FLAGS, it.buf.flags |= 0x20);
	CAUGHT(buf, XFS_FAULT_LOG_ITEM_ADDR, it.buf.blkno = -1);
	CAUGHT(buf, XFS_FAULT_LOG_ITEM_ADDR, it.buf.blkno = g.dblocks * 8 - 7);
	CAUGHT(buf, XFS_FAULT_LOG_ITEM_ADDR, it.buf.len = 0);
	CAUGHT(buf, XFS_FAULT_LOG_BUF_MAP, it.buf.len = 7);
	CAUGHT(buf, XFS_FAULT_LOG_BUF_MAP, it.buf.size = 5);
	CAUGHT(buf, XFS_FAULT_NONE, it.buf.flags |= XFS_BLF_CANCEL,
	       it.buf.map[0] = 0);
	CAUGHT(buf, XFS_FAULT_LOG_BUF_MAP, it.buf.map_size = 2, it_len += 4,
	       it.buf.map[1] = 1);
	CAUGHT(buf, XFS_FAULT_NONE, it.buf.map_size = 2, it_len += 4);
	CAUGHT(buf, XFS_FAULT_LOG_ITEM_LEN, it.buf.map_size = 18,
	       it_len = 20 + 18 * 4);
	CAUGHT(buf, XFS_FAULT_LOG_ITEM_LEN, it.buf.map_size = 0x40000001);
}

static void test_inode(void)
{
	CAUGHT(inode, XFS_FAULT_LOG_INODE_FIELDS, it.ilf.ilf_fields |= 0x800);
	CAUGHT(inode, XFS_FAULT_LOG_INODE_FIELDS,
	       it.ilf.ilf_fields |= XFS_ILOG_DBROOT);
	CAUGHT(inode, XFS_FAULT_LOG_INODE_FIELDS,
	       it.ilf.ilf_fields |= XFS_ILOG_ADATA | XFS_ILOG_AEXT);
	CAUGHT(inode, XFS_FAULT_LOG_INODE_FIELDS, it.ilf.ilf_dsize = 513);
	CAUGHT(inode, XFS_FAULT_LOG_INODE_FIELDS, it.ilf.ilf_asize = 513);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_SIZE, it.ilf.ilf_size = 4);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_INO, it.ilf.ilf_ino = 1ULL << 40);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_ADDR, it.ilf.ilf_blkno = 1LL << 40);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_ADDR, it.ilf.ilf_len = -1);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_ADDR, it.ilf.ilf_boffset = -512);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_ADDR, it.ilf.ilf_boffset = 100);
	CAUGHT(inode, XFS_FAULT_LOG_ITEM_ADDR, it.ilf.ilf_boffset = 32 * 512);
	CAUGHT(inode32, XFS_FAULT_LOG_ITEM_INO, it.ilf32.ilf_ino = 0);
	CAUGHT(icreate, XFS_FAULT_LOG_ICREATE, it.icl.icl_isize = cpu_to_be32(256));
	CAUGHT(icreate, XFS_FAULT_LOG_ICREATE, it.icl.icl_count = cpu_to_be32(32));
	CAUGHT(icreate, XFS_FAULT_LOG_ICREATE, it.icl.icl_length = 0);
	CAUGHT(icreate, XFS_FAULT_LOG_ITEM_ADDR, it.icl.icl_ag = cpu_to_be32(4));
	CAUGHT(icreate, XFS_FAULT_LOG_ITEM_ADDR, it.icl.icl_agbno = 0);
}

static void test_quota(void)
{
	CAUGHT(dquot, XFS_FAULT_LOG_ITEM_ADDR, it.qlf.qlf_blkno = -8);
	CAUGHT(dquot, XFS_FAULT_LOG_ITEM_ADDR, it.qlf.qlf_len = 0);
	CAUGHT(dquot, XFS_FAULT_NONE, it.qlf.qlf_boffset = 29 * 136);
	CAUGHT(dquot, XFS_FAULT_LOG_ITEM_ADDR, it.qlf.qlf_boffset = 30 * 136);
	CAUGHT(dquot, XFS_FAULT_LOG_ITEM_ADDR, it.qlf.qlf_boffset = 137);
	CAUGHT(dquot, XFS_FAULT_LOG_ITEM_ADDR, it.qlf.qlf_len = 0x7fffffff);
	CAUGHT(quotaoff, XFS_FAULT_LOG_QUOTAOFF, it.qf.qf_flags = 0);
}

static void test_extents(void)
{
	CAUGHT(efi, XFS_FAULT_LOG_INTENT_EXTENT, it.efi.ext[1].ext_len = 0);
	CAUGHT(efi, XFS_FAULT_LOG_INTENT_EXTENT, it.efi.ext[1].ext_start = 0);
	CAUGHT(efi32, XFS_FAULT_LOG_INTENT_EXTENT, it.efi32.ext[1].ext_len = 70000);
	CAUGHT(efi, XFS_FAULT_LOG_ITEM_LEN, it.efi.head.efi_nextents = 3);
	CAUGHT(efi, XFS_FAULT_LOG_ITEM_LEN, it.efi.head.efi_nextents = 0x10000002);
	CAUGHT(efi, XFS_FAULT_LOG_ITEM_LEN, it.efi.head.efi_nextents = 0, it_len = 16);
	CAUGHT(efd, XFS_FAULT_NONE, it.efi.head.efi_nextents = 0, it_len = 16);
	CAUGHT(efi, XFS_FAULT_NONE, it.type = XFS_LI_EFI_RT,
	       it.efi.ext[0].ext_start = 0);
	CAUGHT(rui, XFS_FAULT_LOG_INTENT_FLAGS, it.map.me[0].me_flags = 0);
	CAUGHT(rui, XFS_FAULT_LOG_INTENT_FLAGS, it.map.me[1].me_flags = 9);
	CAUGHT(rui, XFS_FAULT_LOG_INTENT_FLAGS, it.map.me[1].me_flags |= 0x100);
	CAUGHT(rui, XFS_FAULT_LOG_ITEM_INO, it.map.me[1].me_owner = 0);
	CAUGHT(rui, XFS_FAULT_NONE, it.map.me[1].me_owner = -9ULL);
	CAUGHT(rui, XFS_FAULT_LOG_INTENT_EXTENT, it.map.me[1].me_len = 0);
	CAUGHT(rui, XFS_FAULT_LOG_ITEM_LEN, it.map.head.rui_nextents = 0x08000002);
	CAUGHT(bui, XFS_FAULT_LOG_INTENT_FLAGS, it.map.me[0].me_flags = 3);
	CAUGHT(bui, XFS_FAULT_LOG_INTENT_FLAGS, it.map.me[0].me_flags |= 0x200);
	CAUGHT(bui, XFS_FAULT_LOG_ITEM_INO, it.map.me[0].me_owner = -9ULL);
	CAUGHT(bui, XFS_FAULT_LOG_INTENT_EXTENT, it.map.me[0].me_startblock = 0);
	CAUGHT(rui, XFS_FAULT_LOG_ITEM_LEN, it.type = XFS_LI_BUI);
	CAUGHT(cui, XFS_FAULT_LOG_INTENT_FLAGS, it.cui.pe[0].pe_flags = 0);
	CAUGHT(cui, XFS_FAULT_LOG_INTENT_FLAGS, it.cui.pe[1].pe_flags = 5);
	CAUGHT(cui, XFS_FAULT_LOG_INTENT_EXTENT, it.cui.pe[1].pe_len = 65536);
	CAUGHT(cui, XFS_FAULT_LOG_ITEM_LEN, it.cui.head.cui_nextents = 0);
}

static void test_files(void)
{
	CAUGHT(attri, XFS_FAULT_LOG_INTENT_FLAGS, it.attri.alfi_op_flags = 0);
	CAUGHT(attri, XFS_FAULT_LOG_INTENT_FLAGS, it.attri.alfi_op_flags = 7);
	CAUGHT(attri, XFS_FAULT_LOG_INTENT_FLAGS, it.attri.alfi_attr_filter = 1);
	CAUGHT(attri, XFS_FAULT_LOG_ITEM_SIZE, it.attri.alfi_size = 6);
	CAUGHT(attri, XFS_FAULT_LOG_ITEM_INO, it.attri.alfi_ino = 0);
	CAUGHT(attri, XFS_FAULT_LOG_ATTRI, it.attri.alfi_name_len = 0);
	CAUGHT(attri, XFS_FAULT_LOG_ATTRI, it.attri.alfi_name_len = 256);
	CAUGHT(attri, XFS_FAULT_LOG_ATTRI, it.attri.alfi_value_len = 65537);
	CAUGHT(attri, XFS_FAULT_LOG_ATTRI,
	       it.attri.alfi_op_flags = XFS_ATTRI_OP_FLAGS_REMOVE);
	CAUGHT(pptr, XFS_FAULT_LOG_ATTRI, it.attri.alfi_old_name_len = 0);
	CAUGHT(pptr, XFS_FAULT_LOG_ATTRI, it.attri.alfi_new_name_len = 256);
	CAUGHT(pptr, XFS_FAULT_LOG_ATTRI, it.attri.alfi_value_len = 11);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_FLAGS, it.xmi.xmi_flags = 1 << 5);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_FLAGS, it.xmi.xmi_pad = 1);
	CAUGHT(xmi, XFS_FAULT_LOG_ITEM_INO, it.xmi.xmi_inode1 = 0);
	CAUGHT(xmi, XFS_FAULT_LOG_ITEM_INO, it.xmi.xmi_inode2 = 0);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT, it.xmi.xmi_blockcount = 0);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT, it.xmi.xmi_startoff1 = -1ULL);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT, it.xmi.xmi_startoff2 = 1ULL << 54);
	CAUGHT(xmi, XFS_FAULT_NONE, it.xmi.xmi_startoff1 = BMBT_STARTOFF_MASK - 99);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT,
	       it.xmi.xmi_startoff1 = BMBT_STARTOFF_MASK - 98);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT, it.xmi.xmi_blockcount = -1ULL,
	       it.xmi.xmi_startoff1 = 2);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT, it.xmi.xmi_isize1 = 1ULL << 63);
	CAUGHT(xmi, XFS_FAULT_LOG_INTENT_EXTENT, it.xmi.xmi_isize2 = 1ULL << 63);
}

static struct xlog_rec_header rec;

static void record(void)
{
	memset(&rec, 0, sizeof(rec));
	rec.h_magicno = cpu_to_be32(XLOG_HEADER_MAGIC_NUM);
	rec.h_cycle = cpu_to_be32(2);
	rec.h_version = cpu_to_be32(XLOG_VERSION_2);
	rec.h_len = cpu_to_be32(1024);
	rec.h_lsn = cpu_to_be64(XFS_LSN(2, BLOCK));
	rec.h_tail_lsn = cpu_to_be64(XFS_LSN(1, 5000));
	rec.h_prev_block = cpu_to_be32(60);
	rec.h_num_logops = cpu_to_be32(5);
	rec.h_fmt = cpu_to_be32(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ?
				XLOG_FMT_LINUX_LE : XLOG_FMT_LINUX_BE);
	rec.h_fs_uuid = g.uuid;
	rec.h_size = cpu_to_be32(32768);
}

static enum xfs_fault verify_rec(const void *p, size_t len)
{
	return xlog_rec_header_verify(&g, p, BLOCK);
}

static void test_record(void)
{
#define REC(fault, ...) do {						\
	record();							\
	__VA_ARGS__;							\
	is_u64(verify_rec(&rec, sizeof(rec)), fault, "record: " #fault);\
} while (0)
	REC(XFS_FAULT_NONE, (void)rec);
	REC(XFS_FAULT_LOG_MAGIC, rec.h_magicno = 0);
	REC(XFS_FAULT_LOG_VERSION, rec.h_version = 0);
	REC(XFS_FAULT_LOG_VERSION, rec.h_version = cpu_to_be32(4));
	REC(XFS_FAULT_LOG_FMT, rec.h_fmt = cpu_to_be32(XLOG_FMT_IRIX_BE));
	REC(XFS_FAULT_LOG_UUID, rec.h_fs_uuid.b[15]++);
	REC(XFS_FAULT_LOG_CYCLE, rec.h_cycle = 0);
	REC(XFS_FAULT_LOG_CYCLE, rec.h_cycle = cpu_to_be32(3));
	REC(XFS_FAULT_LOG_LSN, rec.h_lsn = cpu_to_be64(XFS_LSN(2, BLOCK + 1)));
	REC(XFS_FAULT_LOG_TAIL, rec.h_tail_lsn = cpu_to_be64(XFS_LSN(2, 65)));
	REC(XFS_FAULT_LOG_TAIL, rec.h_tail_lsn = cpu_to_be64(XFS_LSN(0, 65)));
	REC(XFS_FAULT_LOG_TAIL, rec.h_tail_lsn = cpu_to_be64(XFS_LSN(1, 131072)));
	REC(XFS_FAULT_LOG_TAIL, rec.h_tail_lsn = cpu_to_be64(XFS_LSN(1, BLOCK)));
	REC(XFS_FAULT_NONE, rec.h_tail_lsn = cpu_to_be64(XFS_LSN(1, BLOCK + 1)));
	REC(XFS_FAULT_NONE, rec.h_tail_lsn = cpu_to_be64(XFS_LSN(2, BLOCK)));
	REC(XFS_FAULT_LOG_PREV, rec.h_prev_block = cpu_to_be32(131072));
	REC(XFS_FAULT_NONE, rec.h_prev_block = cpu_to_be32(0xffffffff));
	REC(XFS_FAULT_LOG_SIZE, rec.h_size = cpu_to_be32(262145));
	REC(XFS_FAULT_LOG_SIZE, rec.h_size = cpu_to_be32(524288));
	REC(XFS_FAULT_LOG_LEN, rec.h_len = 0);
	REC(XFS_FAULT_LOG_LEN, rec.h_len = cpu_to_be32(262145));
	REC(XFS_FAULT_LOG_LEN, rec.h_len = cpu_to_be32(0x80000000));
	REC(XFS_FAULT_NONE, rec.h_len = cpu_to_be32(32768));
	REC(XFS_FAULT_LOG_LEN, rec.h_len = cpu_to_be32(32769));
	REC(XFS_FAULT_LOG_LEN, rec.h_len = cpu_to_be32(32769), rec.h_size = 0);
	REC(XFS_FAULT_NONE, rec.h_len = cpu_to_be32(65536),
	    rec.h_size = cpu_to_be32(65536));
	REC(XFS_FAULT_LOG_LEN, rec.h_len = cpu_to_be32(65537),
	    rec.h_size = cpu_to_be32(65536));
	REC(XFS_FAULT_LOG_NUM_OPS, rec.h_num_logops = 0);
	REC(XFS_FAULT_LOG_NUM_OPS, rec.h_num_logops = cpu_to_be32(86));
	record();
	is_u64(xlog_rec_header_blocks(&rec), 1, "one header block to 32 KiB");
	rec.h_size = cpu_to_be32(262144);
	is_u64(xlog_rec_header_blocks(&rec), 8, "eight at 256 KiB");
	rec.h_version = cpu_to_be32(XLOG_VERSION_1);
	is_u64(xlog_rec_header_blocks(&rec), 1, "one in version 1");
	record();
	rec.h_lsn = cpu_to_be64(XFS_LSN(2, 131072));
	is_u64(xlog_rec_header_verify(&g, &rec, 131072), XFS_FAULT_LOG_LSN,
	       "beyond the log");
}

static void test_op(void)
{
	struct xlog_op_header op;

#define OP(fault, left, ...) do {					\
	memset(&op, 0, sizeof(op));					\
	op.oh_len = cpu_to_be32(100);					\
	op.oh_clientid = XFS_TRANSACTION;				\
	__VA_ARGS__;							\
	is_u64(xlog_op_header_verify(&op, left), fault, "op: " #fault);	\
} while (0)
	OP(XFS_FAULT_NONE, 112, (void)op);
	OP(XFS_FAULT_LOG_OP_LEN, 111, (void)op);
	OP(XFS_FAULT_LOG_OP_LEN, 11, (void)op);
	OP(XFS_FAULT_LOG_OP_LEN, 112, op.oh_len = cpu_to_be32(0xffffffff));
	OP(XFS_FAULT_LOG_OP_CLIENT, 112, op.oh_clientid = XFS_VOLUME);
	OP(XFS_FAULT_LOG_OP_FLAGS, 112, op.oh_flags = 0x40);
	OP(XFS_FAULT_LOG_OP_FLAGS, 112, op.oh_flags = XLOG_UNMOUNT_TRANS);
	OP(XFS_FAULT_NONE, 112, op.oh_flags = XLOG_UNMOUNT_TRANS,
	   op.oh_clientid = XFS_LOG);
}

static void test_regions(void)
{
	struct xfs_trans_header th = { .th_magic = XFS_TRANS_HEADER_MAGIC };
	struct xfs_log_dinode di = {
		.di_magic = XFS_DINODE_MAGIC, .di_version = 3, .di_ino = INO,
		.di_uuid = g.meta_uuid,
	};

	is_u64(xfs_trans_header_verify(&th, 16), XFS_FAULT_NONE, "transaction");
	is_u64(xfs_trans_header_verify(&th, 15), XFS_FAULT_LOG_TRANS_LEN,
	       "transaction too short");
	th.th_magic = 0;
	is_u64(xfs_trans_header_verify(&th, 16), XFS_FAULT_LOG_TRANS_MAGIC,
	       "transaction magic");
	is_u64(xfs_log_dinode_verify(&g, &di, 176, INO), XFS_FAULT_NONE, "core");
	is_u64(xfs_log_dinode_verify(&g, &di, 175, INO), XFS_FAULT_LOG_DINODE_LEN,
	       "core too short");
	is_u64(xfs_log_dinode_verify(&g, &di, 176, 132), XFS_FAULT_LOG_DINODE_INO,
	       "core of another inode");
	di.di_forkoff = 42;
	is_u64(xfs_log_dinode_verify(&g, &di, 176, INO),
	       XFS_FAULT_LOG_DINODE_FORKOFF, "core's fork offset");
	di.di_version = 2;
	is_u64(xfs_log_dinode_verify(&g, &di, 176, INO),
	       XFS_FAULT_LOG_DINODE_MAGIC, "core's version");
}

int main(void)
{
	g = sample_geom();
	test_lengths();
	test_buf();
	test_inode();
	test_quota();
	test_extents();
	test_files();
	test_record();
	test_op();
	test_regions();

#define MANY(make) \
	(make(), mutate_many(#make, &it, it_len, verify_item, 10000))
	MANY(buf);
	MANY(inode);
	MANY(inode32);
	MANY(icreate);
	MANY(efi);
	MANY(rui);
	MANY(bui);
	MANY(cui);
	MANY(pptr);
	MANY(xmi);
	record();
	mutate_many("record", &rec, sizeof(rec), verify_rec, 20000);
	return done();
}
