// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of the journal's bytes: record heads, operations, and the region every log
 * item starts with.
 *
 * Regions come from a buffer at any alignment, so each item is copied to a local
 * before its fields are read; what follows it is read with memcpy, piece by piece.
 */
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/inode.h"
#include "libxfs/format/quota.h"
#include "libxfs/log/log_verify.h"

static uint32_t native_fmt(void)
{
	const uint16_t one = 1;

	return *(const uint8_t *)&one ? XLOG_FMT_LINUX_LE : XLOG_FMT_LINUX_BE;
}

static uint64_t log_blocks(const struct xfs_geom *g)
{
	return (uint64_t)g->logblocks << (g->blocklog - BBSHIFT);
}

/* From the cycle before, only what this record has not overwritten is left. */
static bool tail_ok(const struct xfs_geom *g, uint64_t tail, uint64_t lsn)
{
	if (tail > lsn || XFS_LSN_BLOCK(tail) >= log_blocks(g))
		return false;
	return XFS_LSN_CYCLE(tail) == XFS_LSN_CYCLE(lsn) ||
	       (XFS_LSN_CYCLE(tail) == XFS_LSN_CYCLE(lsn) - 1 &&
		XFS_LSN_BLOCK(tail) > XFS_LSN_BLOCK(lsn));
}

static enum xfs_fault verify_lsns(const struct xfs_geom *g,
				  const struct xlog_rec_header *rhead,
				  uint32_t block)
{
	uint64_t lsn = be64_to_cpu(rhead->h_lsn);
	uint64_t tail = be64_to_cpu(rhead->h_tail_lsn);
	uint32_t prev = be32_to_cpu(rhead->h_prev_block);

	if (!rhead->h_cycle || XFS_LSN_CYCLE(lsn) != be32_to_cpu(rhead->h_cycle))
		return XFS_FAULT_LOG_CYCLE;
	if (XFS_LSN_BLOCK(lsn) != block || block >= log_blocks(g))
		return XFS_FAULT_LOG_LSN;
	if (!tail_ok(g, tail, lsn))
		return XFS_FAULT_LOG_TAIL;
	if (prev != 0xffffffff && prev >= log_blocks(g))
		return XFS_FAULT_LOG_PREV;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_lengths(const struct xfs_geom *g,
				     const struct xlog_rec_header *rhead)
{
	uint32_t len = be32_to_cpu(rhead->h_len);
	uint32_t size = be32_to_cpu(rhead->h_size);
	uint32_t ops = be32_to_cpu(rhead->h_num_logops);

	if (size % BBSIZE || size > XLOG_MAX_RECORD_BSIZE)
		return XFS_FAULT_LOG_SIZE;
	if (!len || len > XLOG_MAX_RECORD_BSIZE ||
	    len > xlog_rec_header_blocks(rhead) * XLOG_HEADER_CYCLE_SIZE ||
	    BTOBB(len) + xlog_rec_header_blocks(rhead) > log_blocks(g))
		return XFS_FAULT_LOG_LEN;
	if (!ops || ops > len / sizeof(struct xlog_op_header))
		return XFS_FAULT_LOG_NUM_OPS;
	return XFS_FAULT_NONE;
}

uint32_t xlog_rec_header_blocks(const struct xlog_rec_header *rhead)
{
	uint32_t size = be32_to_cpu(rhead->h_size);

	if (!(be32_to_cpu(rhead->h_version) & XLOG_VERSION_2) ||
	    size <= XLOG_HEADER_CYCLE_SIZE)
		return 1;
	return (size - 1) / XLOG_HEADER_CYCLE_SIZE + 1;
}

enum xfs_fault xlog_rec_header_verify(const struct xfs_geom *g,
				      const struct xlog_rec_header *rhead,
				      uint32_t block)
{
	uint32_t version = be32_to_cpu(rhead->h_version);
	enum xfs_fault fault;

	if (be32_to_cpu(rhead->h_magicno) != XLOG_HEADER_MAGIC_NUM)
		return XFS_FAULT_LOG_MAGIC;
	if (!version || (version & ~XLOG_VERSION_OKBITS))
		return XFS_FAULT_LOG_VERSION;
	if (be32_to_cpu(rhead->h_fmt) != native_fmt())
		return XFS_FAULT_LOG_FMT;
	if (memcmp(&rhead->h_fs_uuid, &g->uuid, sizeof(g->uuid)))
		return XFS_FAULT_LOG_UUID;
	fault = verify_lsns(g, rhead, block);
	return fault ? fault : verify_lengths(g, rhead);
}

enum xfs_fault xlog_op_header_verify(const struct xlog_op_header *ohead,
				     uint32_t left)
{
	if (left < sizeof(*ohead))
		return XFS_FAULT_LOG_OP_LEN;
	if (get_unaligned_be32(&ohead->oh_len) > left - sizeof(*ohead))
		return XFS_FAULT_LOG_OP_LEN;
	if (ohead->oh_clientid != XFS_TRANSACTION &&
	    ohead->oh_clientid != XFS_LOG)
		return XFS_FAULT_LOG_OP_CLIENT;
	if (ohead->oh_flags & ~XLOG_OP_FLAGS_ANY)
		return XFS_FAULT_LOG_OP_FLAGS;
	if ((ohead->oh_flags & XLOG_UNMOUNT_TRANS) &&
	    ohead->oh_clientid != XFS_LOG)
		return XFS_FAULT_LOG_OP_FLAGS;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_trans_header_verify(const void *region, uint32_t len)
{
	struct xfs_trans_header th;

	if (len != sizeof(th))
		return XFS_FAULT_LOG_TRANS_LEN;
	memcpy(&th, region, sizeof(th));
	if (th.th_magic != XFS_TRANS_HEADER_MAGIC)
		return XFS_FAULT_LOG_TRANS_MAGIC;
	return XFS_FAULT_NONE;
}

/* A run of basic blocks of the data device. */
static bool daddr_ok(const struct xfs_geom *g, int64_t daddr, uint32_t len_bb)
{
	return len_bb && xfs_daddr_valid(g, daddr, BBTOB(len_bb));
}

static unsigned int word_bits(uint32_t word)
{
	unsigned int n;

	for (n = 0; word; n++)
		word &= word - 1;
	return n;
}

/*
 * The map has a bit for each 128 bytes of the buffer and none beyond; each logged
 * region is at least one of them.
 */
static enum xfs_fault verify_buf_map(const uint8_t *map,
				     const struct xfs_buf_log_format *blf)
{
	unsigned int chunks = BBTOB(blf->blf_len) >> XFS_BLF_SHIFT;
	unsigned int i, bits = 0;
	uint32_t word;

	for (i = 0; i < blf->blf_map_size; i++) {
		memcpy(&word, map + i * sizeof(word), sizeof(word));
		if (i * XFS_BLF_BITS_PER_WORD >= chunks ? word != 0 :
		    chunks - i * XFS_BLF_BITS_PER_WORD < XFS_BLF_BITS_PER_WORD &&
		    word >> (chunks % XFS_BLF_BITS_PER_WORD))
			return XFS_FAULT_LOG_BUF_MAP;
		bits += word_bits(word);
	}
	if (!(blf->blf_flags & XFS_BLF_CANCEL) && blf->blf_size > bits + 1)
		return XFS_FAULT_LOG_BUF_MAP;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_buf(const struct xfs_geom *g, const uint8_t *p,
				 uint32_t len)
{
	struct xfs_buf_log_format blf;
	unsigned int type;

	if (len < sizeof(blf))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&blf, p, sizeof(blf));
	if (blf.blf_map_size > XFS_BLF_DATAMAP_SIZE ||
	    len != offsetof(struct xfs_buf_log_format, blf_data_map) +
		   blf.blf_map_size * sizeof(uint32_t))
		return XFS_FAULT_LOG_ITEM_LEN;
	type = (blf.blf_flags & XFS_BLFT_MASK) >> XFS_BLFT_SHIFT;
	if (type >= XFS_BLFT_NR ||
	    (blf.blf_flags & ~(XFS_BLFT_MASK | XFS_BLF_FLAGS_ANY)))
		return XFS_FAULT_LOG_BUF_FLAGS;
	if (!blf.blf_size)
		return XFS_FAULT_LOG_ITEM_SIZE;
	if (!daddr_ok(g, blf.blf_blkno, blf.blf_len))
		return XFS_FAULT_LOG_ITEM_ADDR;
	return verify_buf_map(p + offsetof(struct xfs_buf_log_format,
					   blf_data_map), &blf);
}

static enum xfs_fault verify_inode_fields(const struct xfs_geom *g,
					  const struct xfs_inode_log_format *ilf)
{
	uint32_t data = ilf->ilf_fields & XFS_ILOG_DFORK;
	uint32_t attr = ilf->ilf_fields & XFS_ILOG_AFORK;

	if ((ilf->ilf_fields & ~XFS_ILOG_ANY) || (data & (data - 1)) ||
	    (attr & (attr - 1)))
		return XFS_FAULT_LOG_INODE_FIELDS;
	if (ilf->ilf_size < 2 || ilf->ilf_size > 2 + !!data + !!attr)
		return XFS_FAULT_LOG_ITEM_SIZE;
	if (ilf->ilf_dsize > g->inodesize || ilf->ilf_asize > g->inodesize)
		return XFS_FAULT_LOG_INODE_FIELDS;
	if (!xfs_ino_valid(g, ilf->ilf_ino))
		return XFS_FAULT_LOG_ITEM_INO;
	if (ilf->ilf_len <= 0 || !daddr_ok(g, ilf->ilf_blkno, ilf->ilf_len) ||
	    ilf->ilf_boffset < 0 || ilf->ilf_boffset % (int32_t)g->inodesize ||
	    (uint64_t)ilf->ilf_boffset + g->inodesize > BBTOB(ilf->ilf_len))
		return XFS_FAULT_LOG_ITEM_ADDR;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_inode(const struct xfs_geom *g, const uint8_t *p,
				   uint32_t len)
{
	struct xfs_inode_log_format_32 ilf32;
	struct xfs_inode_log_format ilf;

	if (len == sizeof(ilf)) {
		memcpy(&ilf, p, sizeof(ilf));
	} else if (len == sizeof(ilf32)) {
		memcpy(&ilf32, p, sizeof(ilf32));
		memset(&ilf, 0, sizeof(ilf));
		ilf.ilf_size = ilf32.ilf_size;
		ilf.ilf_fields = ilf32.ilf_fields;
		ilf.ilf_asize = ilf32.ilf_asize;
		ilf.ilf_dsize = ilf32.ilf_dsize;
		ilf.ilf_ino = ilf32.ilf_ino;
		ilf.ilf_blkno = ilf32.ilf_blkno;
		ilf.ilf_len = ilf32.ilf_len;
		ilf.ilf_boffset = ilf32.ilf_boffset;
	} else {
		return XFS_FAULT_LOG_ITEM_LEN;
	}
	return verify_inode_fields(g, &ilf);
}

static enum xfs_fault verify_icreate(const struct xfs_geom *g, const uint8_t *p,
				     uint32_t len)
{
	struct xfs_icreate_log icl;
	uint32_t count, length;

	if (len != sizeof(icl))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&icl, p, sizeof(icl));
	count = be32_to_cpu(icl.icl_count);
	length = be32_to_cpu(icl.icl_length);
	if (icl.icl_size != 1)
		return XFS_FAULT_LOG_ITEM_SIZE;
	if (be32_to_cpu(icl.icl_isize) != g->inodesize || !count || !length ||
	    count > g->ialloc_inos || (uint64_t)length << g->inopblog != count)
		return XFS_FAULT_LOG_ICREATE;
	if (!xfs_agb_extent_valid(g, be32_to_cpu(icl.icl_ag),
				  be32_to_cpu(icl.icl_agbno), length))
		return XFS_FAULT_LOG_ITEM_ADDR;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_dquot(const struct xfs_geom *g, const uint8_t *p,
				   uint32_t len)
{
	struct xfs_dq_logformat qlf;
	uint64_t bytes;

	if (len != sizeof(qlf))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&qlf, p, sizeof(qlf));
	if (qlf.qlf_size != 2)
		return XFS_FAULT_LOG_ITEM_SIZE;
	bytes = (uint64_t)(uint32_t)qlf.qlf_len << g->blocklog;
	if (qlf.qlf_len <= 0 || !xfs_daddr_valid(g, qlf.qlf_blkno, bytes) ||
	    qlf.qlf_boffset % sizeof(struct xfs_dqblk) ||
	    qlf.qlf_boffset + sizeof(struct xfs_dqblk) > bytes)
		return XFS_FAULT_LOG_ITEM_ADDR;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_quotaoff(const uint8_t *p, uint32_t len)
{
	const uint32_t acct = XFS_UQUOTA_ACCT | XFS_GQUOTA_ACCT | XFS_PQUOTA_ACCT;
	struct xfs_qoff_logformat qf;

	if (len != sizeof(qf))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&qf, p, sizeof(qf));
	if (qf.qf_size != 1)
		return XFS_FAULT_LOG_ITEM_SIZE;
	return qf.qf_flags & acct ? XFS_FAULT_NONE : XFS_FAULT_LOG_QUOTAOFF;
}

/* Type, size, number of extents, id: how all intents with extents begin. */
static enum xfs_fault verify_intent_head(const uint8_t *p, uint32_t len,
					 uint32_t *nr)
{
	struct xfs_efi_log_format head;

	if (len < sizeof(head))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&head, p, sizeof(head));
	*nr = head.efi_nextents;
	return head.efi_size == 1 ? XFS_FAULT_NONE : XFS_FAULT_LOG_ITEM_SIZE;
}

/* 64-bit writers pad extents, 32-bit ones do not; a done item may list none. */
static enum xfs_fault verify_efi(const struct xfs_geom *g, const uint8_t *p,
				 uint32_t len, bool done, bool rt)
{
	uint32_t i, nr, body, step = sizeof(struct xfs_extent_64);
	enum xfs_fault fault = verify_intent_head(p, len, &nr);
	struct xfs_extent_32 ext;

	if (fault)
		return fault;
	body = len - sizeof(struct xfs_efi_log_format);
	if (body != (uint64_t)nr * step)
		step = sizeof(struct xfs_extent_32);
	if (body != (uint64_t)nr * step || (!nr && !done))
		return XFS_FAULT_LOG_ITEM_LEN;
	for (i = 0; i < nr; i++) {
		memcpy(&ext, p + sizeof(struct xfs_efi_log_format) + i * step,
		       sizeof(ext));
		if (rt ? !ext.ext_len :
			 !xfs_fsb_extent_valid(g, ext.ext_start, ext.ext_len))
			return XFS_FAULT_LOG_INTENT_EXTENT;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_rui_extent(const struct xfs_geom *g,
					const struct xfs_map_extent *me, bool rt)
{
	unsigned int type = me->me_flags & XFS_RMAP_EXTENT_TYPE_MASK;

	if ((me->me_flags & ~XFS_RMAP_EXTENT_FLAGS) || !type ||
	    type > XFS_RMAP_EXTENT_FREE)
		return XFS_FAULT_LOG_INTENT_FLAGS;
	if (!(me->me_owner >> 63) && !xfs_ino_valid(g, me->me_owner))
		return XFS_FAULT_LOG_ITEM_INO;
	if (rt ? !me->me_len :
		 !xfs_fsb_extent_valid(g, me->me_startblock, me->me_len))
		return XFS_FAULT_LOG_INTENT_EXTENT;
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_bui_extent(const struct xfs_geom *g,
					const struct xfs_map_extent *me)
{
	unsigned int type = me->me_flags & XFS_BMAP_EXTENT_TYPE_MASK;
	bool rt = me->me_flags & XFS_BMAP_EXTENT_REALTIME;

	if ((me->me_flags & ~XFS_BMAP_EXTENT_FLAGS) || !type ||
	    type > XFS_BMAP_EXTENT_UNMAP)
		return XFS_FAULT_LOG_INTENT_FLAGS;
	if (!xfs_ino_valid(g, me->me_owner))
		return XFS_FAULT_LOG_ITEM_INO;
	if (rt ? !me->me_len :
		 !xfs_fsb_extent_valid(g, me->me_startblock, me->me_len))
		return XFS_FAULT_LOG_INTENT_EXTENT;
	return XFS_FAULT_NONE;
}

/* Reverse map intents and extent map intents: the same extents, other flags. */
static enum xfs_fault verify_map_intent(const struct xfs_geom *g,
					const uint8_t *p, uint32_t len,
					unsigned int type)
{
	struct xfs_map_extent me;
	uint32_t i, nr;
	enum xfs_fault fault = verify_intent_head(p, len, &nr);

	if (fault)
		return fault;
	len -= sizeof(struct xfs_rui_log_format);
	if (!nr || len != (uint64_t)nr * sizeof(me) ||
	    (type == XFS_LI_BUI && nr > 1))
		return XFS_FAULT_LOG_ITEM_LEN;
	for (i = 0; !fault && i < nr; i++) {
		memcpy(&me, p + sizeof(struct xfs_rui_log_format) +
		       i * sizeof(me), sizeof(me));
		fault = type == XFS_LI_BUI ? verify_bui_extent(g, &me) :
			verify_rui_extent(g, &me, type == XFS_LI_RUI_RT);
	}
	return fault;
}

static enum xfs_fault verify_cui(const struct xfs_geom *g, const uint8_t *p,
				 uint32_t len, bool rt)
{
	struct xfs_phys_extent pe;
	uint32_t i, nr;
	enum xfs_fault fault = verify_intent_head(p, len, &nr);

	if (fault)
		return fault;
	len -= sizeof(struct xfs_cui_log_format);
	if (!nr || len != (uint64_t)nr * sizeof(pe))
		return XFS_FAULT_LOG_ITEM_LEN;
	for (i = 0; i < nr; i++) {
		memcpy(&pe, p + sizeof(struct xfs_cui_log_format) +
		       i * sizeof(pe), sizeof(pe));
		if (!pe.pe_flags || pe.pe_flags > XFS_REFCOUNT_EXTENT_FREE_COW)
			return XFS_FAULT_LOG_INTENT_FLAGS;
		if (rt ? !pe.pe_len :
			 !xfs_fsb_extent_valid(g, pe.pe_startblock, pe.pe_len))
			return XFS_FAULT_LOG_INTENT_EXTENT;
	}
	return XFS_FAULT_NONE;
}

static enum xfs_fault verify_done(const uint8_t *p, uint32_t len)
{
	struct xfs_done_log_format done;

	if (len != sizeof(done))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&done, p, sizeof(done));
	return done.done_size == 1 ? XFS_FAULT_NONE : XFS_FAULT_LOG_ITEM_SIZE;
}

/* Names of 1 to 255 bytes; a replaced parent pointer has two. */
static bool attri_names_bad(const struct xfs_attri_log_format *a, unsigned int op)
{
	if (op == XFS_ATTRI_OP_FLAGS_PPTR_REPLACE)
		return !a->alfi_old_name_len || !a->alfi_new_name_len ||
		       a->alfi_old_name_len > XFS_NAME_LEN_MAX ||
		       a->alfi_new_name_len > XFS_NAME_LEN_MAX;
	return !a->alfi_name_len || a->alfi_name_len > XFS_NAME_LEN_MAX;
}

static bool attri_value_bad(const struct xfs_attri_log_format *a, unsigned int op)
{
	if (op >= XFS_ATTRI_OP_FLAGS_PPTR_SET)
		return a->alfi_value_len != sizeof(struct xfs_parent_rec);
	if (op == XFS_ATTRI_OP_FLAGS_REMOVE)
		return a->alfi_value_len != 0;
	return a->alfi_value_len > XFS_XATTR_SIZE_MAX;
}

static enum xfs_fault verify_attri(const struct xfs_geom *g, const uint8_t *p,
				   uint32_t len)
{
	struct xfs_attri_log_format attri;
	unsigned int op;

	if (len != sizeof(attri))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&attri, p, sizeof(attri));
	op = attri.alfi_op_flags;
	if (!op || op > XFS_ATTRI_OP_FLAGS_PPTR_REPLACE ||
	    (attri.alfi_attr_filter & ~XFS_ATTRI_FILTER_MASK))
		return XFS_FAULT_LOG_INTENT_FLAGS;
	if (attri.alfi_size < 2 || attri.alfi_size > 5)
		return XFS_FAULT_LOG_ITEM_SIZE;
	if (!xfs_ino_valid(g, attri.alfi_ino))
		return XFS_FAULT_LOG_ITEM_INO;
	return attri_names_bad(&attri, op) || attri_value_bad(&attri, op) ?
		XFS_FAULT_LOG_ATTRI : XFS_FAULT_NONE;
}

static enum xfs_fault verify_xmi(const struct xfs_geom *g, const uint8_t *p,
				 uint32_t len)
{
	struct xfs_xmi_log_format xmi;

	if (len != sizeof(xmi))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&xmi, p, sizeof(xmi));
	if (xmi.xmi_size != 1)
		return XFS_FAULT_LOG_ITEM_SIZE;
	if (xmi.xmi_pad || (xmi.xmi_flags & ~XFS_EXCHMAPS_LOGGED_FLAGS))
		return XFS_FAULT_LOG_INTENT_FLAGS;
	if (!xfs_ino_valid(g, xmi.xmi_inode1) || !xfs_ino_valid(g, xmi.xmi_inode2))
		return XFS_FAULT_LOG_ITEM_INO;
	if (!xmi.xmi_blockcount ||
	    !xfs_file_range_valid(xmi.xmi_startoff1, xmi.xmi_blockcount) ||
	    !xfs_file_range_valid(xmi.xmi_startoff2, xmi.xmi_blockcount) ||
	    xmi.xmi_isize1 >> 63 || xmi.xmi_isize2 >> 63)
		return XFS_FAULT_LOG_INTENT_EXTENT;
	return XFS_FAULT_NONE;
}

enum xfs_fault xfs_log_item_verify(const struct xfs_geom *g, const void *region,
				   uint32_t len)
{
	uint16_t type;

	if (len < 2 * sizeof(type))
		return XFS_FAULT_LOG_ITEM_LEN;
	memcpy(&type, region, sizeof(type));
	switch (type) {
	case XFS_LI_BUF:
		return verify_buf(g, region, len);
	case XFS_LI_INODE:
		return verify_inode(g, region, len);
	case XFS_LI_ICREATE:
		return verify_icreate(g, region, len);
	case XFS_LI_DQUOT:
		return verify_dquot(g, region, len);
	case XFS_LI_QUOTAOFF:
		return verify_quotaoff(region, len);
	case XFS_LI_EFI:
	case XFS_LI_EFI_RT:
		return verify_efi(g, region, len, false, type == XFS_LI_EFI_RT);
	case XFS_LI_EFD:
	case XFS_LI_EFD_RT:
		return verify_efi(g, region, len, true, type == XFS_LI_EFD_RT);
	case XFS_LI_RUI:
	case XFS_LI_RUI_RT:
	case XFS_LI_BUI:
		return verify_map_intent(g, region, len, type);
	case XFS_LI_CUI:
	case XFS_LI_CUI_RT:
		return verify_cui(g, region, len, type == XFS_LI_CUI_RT);
	case XFS_LI_RUD:
	case XFS_LI_RUD_RT:
	case XFS_LI_CUD:
	case XFS_LI_CUD_RT:
	case XFS_LI_BUD:
	case XFS_LI_ATTRD:
	case XFS_LI_XMD:
		return verify_done(region, len);
	case XFS_LI_ATTRI:
		return verify_attri(g, region, len);
	case XFS_LI_XMI:
		return verify_xmi(g, region, len);
	default:
		return XFS_FAULT_LOG_ITEM_TYPE;
	}
}

/* What replay leans on; the inode's own verifier has the last word after it. */
enum xfs_fault xfs_log_dinode_verify(const struct xfs_geom *g, const void *region,
				     uint32_t len, xfs_ino_t ino)
{
	struct xfs_log_dinode di;

	if (len != sizeof(di))
		return XFS_FAULT_LOG_DINODE_LEN;
	memcpy(&di, region, sizeof(di));
	if (di.di_magic != XFS_DINODE_MAGIC ||
	    di.di_version != XFS_DINODE_VERSION_3)
		return XFS_FAULT_LOG_DINODE_MAGIC;
	if (di.di_ino != ino ||
	    memcmp(&di.di_uuid, &g->meta_uuid, sizeof(g->meta_uuid)))
		return XFS_FAULT_LOG_DINODE_INO;
	if (di.di_forkoff * 8U >= g->inodesize - XFS_DINODE_LITERAL)
		return XFS_FAULT_LOG_DINODE_FORKOFF;
	return XFS_FAULT_NONE;
}
