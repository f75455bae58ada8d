// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bytes of the journal: records, operations in them, and the items those
 * operations carry.  doc/format/log.md
 *
 * Two byte orders meet here.  Record and operation headers are big-endian.  What an
 * operation carries is in the order of the machine that wrote it, which h_fmt of the
 * record tells: so item fields are plain integers, and a reader must refuse a record
 * of another order.  Logged pieces of metadata, and the fields of an inode creation
 * item after its size, are as on disk: big-endian.
 *
 * Every item starts with its type and with the number of operations it spans, each
 * 16 bits.
 */
#ifndef LIBXFS_FORMAT_LOG_H
#define LIBXFS_FORMAT_LOG_H

#include "libxfs/types.h"

#define XLOG_HEADER_MAGIC_NUM	0xfeedbabe
#define XLOG_VERSION_1		1
#define XLOG_VERSION_2		2
#define XLOG_VERSION_OKBITS	(XLOG_VERSION_1 | XLOG_VERSION_2)

#define XLOG_MAX_ICLOGS		8
#define XLOG_MIN_RECORD_BSIZE	(16 * 1024)
#define XLOG_BIG_RECORD_BSIZE	(32 * 1024)
#define XLOG_MAX_RECORD_BSIZE	(256 * 1024)
#define XLOG_HEADER_CYCLE_SIZE	(32 * 1024)	/* log bytes one header block covers */
#define XLOG_CYCLE_DATA_SIZE	(XLOG_HEADER_CYCLE_SIZE / BBSIZE)

/* h_fmt: order and alignment of what the operations carry */
#define XLOG_FMT_UNKNOWN	0
#define XLOG_FMT_LINUX_LE	1
#define XLOG_FMT_LINUX_BE	2
#define XLOG_FMT_IRIX_BE	3

/* Log sequence number: cycle, then basic block in the log. */
#define XFS_LSN(cycle, block)	((uint64_t)(cycle) << 32 | (uint32_t)(block))
#define XFS_LSN_CYCLE(lsn)	((uint32_t)((lsn) >> 32))
#define XFS_LSN_BLOCK(lsn)	((uint32_t)((lsn) & 0xffffffffU))

/*
 * Head of a record, one basic block.  The first word of every basic block of the
 * record's body is replaced by the cycle number; h_cycle_data holds what stood there.
 * doc/format/log.md
 */
struct xlog_rec_header {
	__be32		h_magicno;	/* XLOG_HEADER_MAGIC_NUM */
	__be32		h_cycle;	/* how often the log has been written round */
	__be32		h_version;	/* XLOG_VERSION_* */
	__be32		h_len;		/* bytes of the body, log stripe unit's padding too */
	__be64		h_lsn;		/* of this record */
	__be64		h_tail_lsn;	/* oldest record still needed */
	__le32		h_crc;		/* crc32c, this field zero: log.md says of what */
	__be32		h_prev_block;	/* basic block of the record before */
	__be32		h_num_logops;	/* operations */
	__be32		h_cycle_data[XLOG_CYCLE_DATA_SIZE];
	__be32		h_fmt;		/* XLOG_FMT_* */
	struct xfs_uuid	h_fs_uuid;
	__be32		h_size;		/* size of the writer's log buffers, bytes */
	__be32		h_pad0;
};
XFS_CHECK_OFFSET(struct xlog_rec_header, h_lsn, 16);
XFS_CHECK_OFFSET(struct xlog_rec_header, h_crc, 32);
XFS_CHECK_OFFSET(struct xlog_rec_header, h_cycle_data, 44);
XFS_CHECK_OFFSET(struct xlog_rec_header, h_fmt, 300);
XFS_CHECK_OFFSET(struct xlog_rec_header, h_fs_uuid, 304);
XFS_CHECK_OFFSET(struct xlog_rec_header, h_size, 320);
XFS_CHECK_SIZE(struct xlog_rec_header, 328);

/* Version 2, buffers above 32 KiB: one more basic block for each 32 KiB more. */
struct xlog_rec_ext_header {
	__be32		xh_cycle;	/* as h_cycle */
	__be32		xh_cycle_data[XLOG_CYCLE_DATA_SIZE];
};
XFS_CHECK_SIZE(struct xlog_rec_ext_header, 260);

/* Operation in a record's body; its bytes follow.  doc/format/log.md */
struct xlog_op_header {
	__be32		oh_tid;		/* transaction */
	__be32		oh_len;		/* bytes that follow */
	uint8_t		oh_clientid;	/* XFS_TRANSACTION, XFS_LOG */
	uint8_t		oh_flags;	/* XLOG_*_TRANS */
	__be16		oh_res2;	/* zero */
};
XFS_CHECK_OFFSET(struct xlog_op_header, oh_clientid, 8);
XFS_CHECK_SIZE(struct xlog_op_header, 12);

/* oh_clientid */
#define XFS_TRANSACTION		0x69
#define XFS_VOLUME		0x02
#define XFS_LOG			0xaa

/* oh_flags */
#define XLOG_START_TRANS	0x01	/* first of a transaction */
#define XLOG_COMMIT_TRANS	0x02	/* the transaction is whole */
#define XLOG_CONTINUE_TRANS	0x04	/* goes on in the next record */
#define XLOG_WAS_CONT_TRANS	0x08	/* comes from the record before */
#define XLOG_END_TRANS		0x10	/* last piece of one that was continued */
#define XLOG_UNMOUNT_TRANS	0x20	/* the log is clean */
#define XLOG_OP_FLAGS_ANY	0x3f

/* Unmount record: the only operation of a clean log's last record. */
#define XLOG_UNMOUNT_TYPE	0x556e	/* "Un" */
struct xfs_unmount_log_format {
	uint16_t	magic;		/* XLOG_UNMOUNT_TYPE */
	uint16_t	pad1;
	uint32_t	pad2;
};
XFS_CHECK_SIZE(struct xfs_unmount_log_format, 8);

/* Transaction header: the first region of a transaction. */
#define XFS_TRANS_HEADER_MAGIC	0x5452414e	/* "TRAN" */
#define XFS_TRANS_CHECKPOINT	40
struct xfs_trans_header {
	uint32_t	th_magic;	/* XFS_TRANS_HEADER_MAGIC */
	uint32_t	th_type;	/* XFS_TRANS_CHECKPOINT; older kernels others */
	int32_t		th_tid;		/* unused */
	uint32_t	th_num_items;	/* operations of the items that follow */
};
XFS_CHECK_SIZE(struct xfs_trans_header, 16);

/*
 * Every item type: X(name, number, what).  The word is "intent" where the item
 * promises work and "done" where it says that the work is in the log, too.
 */
#define XFS_LI_TABLE(X)							\
	X(XFS_LI_EFI, 0x1236, "extent free intent")			\
	X(XFS_LI_EFD, 0x1237, "extent free done")			\
	X(XFS_LI_IUNLINK, 0x1238, "unlinked list (never written)")	\
	X(XFS_LI_INODE, 0x123b, "inode")				\
	X(XFS_LI_BUF, 0x123c, "buffer")					\
	X(XFS_LI_DQUOT, 0x123d, "quota record")				\
	X(XFS_LI_QUOTAOFF, 0x123e, "quota off")				\
	X(XFS_LI_ICREATE, 0x123f, "inode chunk creation")		\
	X(XFS_LI_RUI, 0x1240, "reverse map intent")			\
	X(XFS_LI_RUD, 0x1241, "reverse map done")			\
	X(XFS_LI_CUI, 0x1242, "reference count intent")			\
	X(XFS_LI_CUD, 0x1243, "reference count done")			\
	X(XFS_LI_BUI, 0x1244, "extent map intent")			\
	X(XFS_LI_BUD, 0x1245, "extent map done")			\
	X(XFS_LI_ATTRI, 0x1246, "attribute intent")			\
	X(XFS_LI_ATTRD, 0x1247, "attribute done")			\
	X(XFS_LI_XMI, 0x1248, "mapping exchange intent")		\
	X(XFS_LI_XMD, 0x1249, "mapping exchange done")			\
	X(XFS_LI_EFI_RT, 0x124a, "realtime extent free intent")		\
	X(XFS_LI_EFD_RT, 0x124b, "realtime extent free done")		\
	X(XFS_LI_RUI_RT, 0x124c, "realtime reverse map intent")		\
	X(XFS_LI_RUD_RT, 0x124d, "realtime reverse map done")		\
	X(XFS_LI_CUI_RT, 0x124e, "realtime reference count intent")	\
	X(XFS_LI_CUD_RT, 0x124f, "realtime reference count done")

enum xfs_log_item_type {
#define XFS_LI_ROW(name, number, what)	name = number,
	XFS_LI_TABLE(XFS_LI_ROW)
#undef XFS_LI_ROW
};

/*
 * Buffer item.  One operation a run of set bits follows: that many 128-byte chunks of
 * the buffer.  doc/format/log.md
 */
#define XFS_BLF_CHUNK		128
#define XFS_BLF_SHIFT		7
#define XFS_BLF_BITS_PER_WORD	32
#define XFS_BLF_DATAMAP_SIZE	17	/* words of the largest map written */
struct xfs_buf_log_format {
	uint16_t	blf_type;	/* XFS_LI_BUF */
	uint16_t	blf_size;	/* operations, this one too */
	uint16_t	blf_flags;	/* XFS_BLF_*, enum xfs_blft in the top 5 bits */
	uint16_t	blf_len;	/* length of the buffer, basic blocks */
	int64_t		blf_blkno;	/* daddr of the buffer */
	uint32_t	blf_map_size;	/* words of the map */
	uint32_t	blf_data_map[];	/* bit per chunk */
};
XFS_CHECK_OFFSET(struct xfs_buf_log_format, blf_blkno, 8);
XFS_CHECK_OFFSET(struct xfs_buf_log_format, blf_data_map, 20);

/* blf_flags, low bits */
#define XFS_BLF_INODE_BUF	(1U << 0)	/* inodes: only di_next_unlinked counts */
#define XFS_BLF_CANCEL		(1U << 1)	/* freed: forget earlier ones */
#define XFS_BLF_UDQUOT_BUF	(1U << 2)
#define XFS_BLF_PDQUOT_BUF	(1U << 3)
#define XFS_BLF_GDQUOT_BUF	(1U << 4)
#define XFS_BLF_FLAGS_ANY	0x1fU
#define XFS_BLFT_SHIFT		11
#define XFS_BLFT_MASK		(31U << XFS_BLFT_SHIFT)

/* What the buffer holds: its verifier at replay. */
enum xfs_blft {
	XFS_BLFT_UNKNOWN_BUF	= 0,
	XFS_BLFT_UDQUOT_BUF	= 1,
	XFS_BLFT_PDQUOT_BUF	= 2,
	XFS_BLFT_GDQUOT_BUF	= 3,
	XFS_BLFT_BTREE_BUF	= 4,
	XFS_BLFT_AGF_BUF	= 5,
	XFS_BLFT_AGFL_BUF	= 6,
	XFS_BLFT_AGI_BUF	= 7,
	XFS_BLFT_DINO_BUF	= 8,
	XFS_BLFT_SYMLINK_BUF	= 9,
	XFS_BLFT_DIR_BLOCK_BUF	= 10,
	XFS_BLFT_DIR_DATA_BUF	= 11,
	XFS_BLFT_DIR_FREE_BUF	= 12,
	XFS_BLFT_DIR_LEAF1_BUF	= 13,
	XFS_BLFT_DIR_LEAFN_BUF	= 14,
	XFS_BLFT_DA_NODE_BUF	= 15,
	XFS_BLFT_ATTR_LEAF_BUF	= 16,
	XFS_BLFT_ATTR_RMT_BUF	= 17,
	XFS_BLFT_SB_BUF		= 18,
	XFS_BLFT_RTBITMAP_BUF	= 19,
	XFS_BLFT_RTSUMMARY_BUF	= 20,
	XFS_BLFT_NR		= 21,
};

/*
 * Inode item.  Operations follow: the core (struct xfs_log_dinode) always, then the
 * data fork's piece, then the attribute fork's, as ilf_fields says.
 */
struct xfs_inode_log_format {
	uint16_t	ilf_type;	/* XFS_LI_INODE */
	uint16_t	ilf_size;	/* operations, this one too */
	uint32_t	ilf_fields;	/* XFS_ILOG_* */
	uint16_t	ilf_asize;	/* bytes of the attribute fork's piece */
	uint16_t	ilf_dsize;	/* bytes of the data fork's piece */
	uint32_t	ilf_pad;
	uint64_t	ilf_ino;
	union {
		uint32_t	ilfu_rdev;	/* XFS_ILOG_DEV */
		uint8_t		pad[16];
	} ilf_u;
	int64_t		ilf_blkno;	/* daddr of the inode's buffer */
	int32_t		ilf_len;	/* of that buffer, basic blocks */
	int32_t		ilf_boffset;	/* of the inode in it, bytes */
};
XFS_CHECK_OFFSET(struct xfs_inode_log_format, ilf_ino, 16);
XFS_CHECK_OFFSET(struct xfs_inode_log_format, ilf_blkno, 40);
XFS_CHECK_SIZE(struct xfs_inode_log_format, 56);

/* The same without the padding, as 32-bit writers lay it out. */
struct xfs_inode_log_format_32 {
	uint16_t	ilf_type;
	uint16_t	ilf_size;
	uint32_t	ilf_fields;
	uint16_t	ilf_asize;
	uint16_t	ilf_dsize;
	uint64_t	ilf_ino;
	union {
		uint32_t	ilfu_rdev;
		uint8_t		pad[16];
	} ilf_u;
	int64_t		ilf_blkno;
	int32_t		ilf_len;
	int32_t		ilf_boffset;
} __packed;
XFS_CHECK_OFFSET(struct xfs_inode_log_format_32, ilf_ino, 12);
XFS_CHECK_SIZE(struct xfs_inode_log_format_32, 52);

/* ilf_fields */
#define XFS_ILOG_CORE		0x001
#define XFS_ILOG_DDATA		0x002	/* data fork, LOCAL */
#define XFS_ILOG_DEXT		0x004	/* data fork, EXTENTS */
#define XFS_ILOG_DBROOT		0x008	/* data fork, BTREE */
#define XFS_ILOG_DEV		0x010
#define XFS_ILOG_UUID		0x020	/* never used */
#define XFS_ILOG_ADATA		0x040	/* attribute fork, LOCAL */
#define XFS_ILOG_AEXT		0x080
#define XFS_ILOG_ABROOT		0x100
#define XFS_ILOG_DOWNER		0x200	/* restamp the owner of data fork tree blocks */
#define XFS_ILOG_AOWNER		0x400
#define XFS_ILOG_TIMESTAMP	0x4000	/* in memory only, but may appear */
#define XFS_ILOG_IVERSION	0x8000	/* likewise */
#define XFS_ILOG_DFORK		(XFS_ILOG_DDATA | XFS_ILOG_DEXT | XFS_ILOG_DBROOT)
#define XFS_ILOG_AFORK		(XFS_ILOG_ADATA | XFS_ILOG_AEXT | XFS_ILOG_ABROOT)
#define XFS_ILOG_ANY		0xc7ffU

/* Inode core in the log: struct xfs_dinode in the writer's byte order. */
struct xfs_log_dinode {
	uint16_t	di_magic;
	uint16_t	di_mode;
	int8_t		di_version;
	int8_t		di_format;
	uint16_t	di_metatype;
	uint32_t	di_uid;
	uint32_t	di_gid;
	uint32_t	di_nlink;
	uint16_t	di_projid_lo;
	uint16_t	di_projid_hi;
	union {
		uint64_t	di_big_nextents;
		uint64_t	di_v3_pad;
	};
	uint64_t	di_atime;	/* without BIGTIME two int32_t: seconds, nanoseconds */
	uint64_t	di_mtime;
	uint64_t	di_ctime;
	uint64_t	di_size;
	uint64_t	di_nblocks;
	uint32_t	di_extsize;
	union {
		struct {
			uint32_t	di_nextents;
			uint16_t	di_anextents;
		} __packed;
		struct {
			uint32_t	di_big_anextents;
			uint16_t	di_nrext64_pad;
		} __packed;
	} __packed;
	uint8_t		di_forkoff;
	int8_t		di_aformat;
	uint32_t	di_dmevmask;
	uint16_t	di_dmstate;
	uint16_t	di_flags;
	uint32_t	di_gen;
	uint32_t	di_next_unlinked;
	uint32_t	di_crc;
	uint64_t	di_changecount;
	uint64_t	di_lsn;
	uint64_t	di_flags2;
	uint32_t	di_cowextsize;
	uint8_t		di_pad2[12];
	uint64_t	di_crtime;
	uint64_t	di_ino;
	struct xfs_uuid	di_uuid;
};
XFS_CHECK_OFFSET(struct xfs_log_dinode, di_nextents, 76);
XFS_CHECK_OFFSET(struct xfs_log_dinode, di_forkoff, 82);
XFS_CHECK_OFFSET(struct xfs_log_dinode, di_crtime, 144);
XFS_CHECK_SIZE(struct xfs_log_dinode, 176);

/* Inode chunk creation: big-endian after the size.  doc/format/log.md */
struct xfs_icreate_log {
	uint16_t	icl_type;	/* XFS_LI_ICREATE */
	uint16_t	icl_size;	/* 1 */
	__be32		icl_ag;
	__be32		icl_agbno;	/* first block */
	__be32		icl_count;	/* inodes */
	__be32		icl_isize;	/* bytes of an inode */
	__be32		icl_length;	/* blocks */
	__be32		icl_gen;	/* di_gen of them all */
};
XFS_CHECK_SIZE(struct xfs_icreate_log, 28);

/* Piece of space to free; 64-bit writers pad it to 16 bytes, 32-bit ones do not. */
struct xfs_extent_64 {
	uint64_t	ext_start;	/* fsblock */
	uint32_t	ext_len;	/* blocks */
	uint32_t	ext_pad;
};
XFS_CHECK_SIZE(struct xfs_extent_64, 16);

struct xfs_extent_32 {
	uint64_t	ext_start;
	uint32_t	ext_len;
} __packed;
XFS_CHECK_SIZE(struct xfs_extent_32, 12);

/* Extent free intent; extents of either size follow.  doc/format/log.md */
struct xfs_efi_log_format {
	uint16_t	efi_type;	/* XFS_LI_EFI, XFS_LI_EFI_RT */
	uint16_t	efi_size;	/* 1 */
	uint32_t	efi_nextents;
	uint64_t	efi_id;
};
XFS_CHECK_SIZE(struct xfs_efi_log_format, 16);

/* Extent free done; the freed extents follow. */
struct xfs_efd_log_format {
	uint16_t	efd_type;	/* XFS_LI_EFD, XFS_LI_EFD_RT */
	uint16_t	efd_size;	/* 1 */
	uint32_t	efd_nextents;
	uint64_t	efd_efi_id;	/* efi_id of the intent */
};
XFS_CHECK_SIZE(struct xfs_efd_log_format, 16);

/* Mapping of a file: what reverse map and extent map intents promise to change. */
struct xfs_map_extent {
	uint64_t	me_owner;	/* inode number or XFS_RMAP_OWN_* */
	uint64_t	me_startblock;	/* fsblock */
	uint64_t	me_startoff;	/* blocks */
	uint32_t	me_len;		/* blocks */
	uint32_t	me_flags;
};
XFS_CHECK_SIZE(struct xfs_map_extent, 32);

/* me_flags of a reverse map intent */
#define XFS_RMAP_EXTENT_MAP		1
#define XFS_RMAP_EXTENT_MAP_SHARED	2
#define XFS_RMAP_EXTENT_UNMAP		3
#define XFS_RMAP_EXTENT_UNMAP_SHARED	4
#define XFS_RMAP_EXTENT_CONVERT		5
#define XFS_RMAP_EXTENT_CONVERT_SHARED	6
#define XFS_RMAP_EXTENT_ALLOC		7
#define XFS_RMAP_EXTENT_FREE		8
#define XFS_RMAP_EXTENT_TYPE_MASK	0xffU
#define XFS_RMAP_EXTENT_ATTR_FORK	(1U << 31)
#define XFS_RMAP_EXTENT_BMBT_BLOCK	(1U << 30)
#define XFS_RMAP_EXTENT_UNWRITTEN	(1U << 29)
#define XFS_RMAP_EXTENT_FLAGS \
	(XFS_RMAP_EXTENT_TYPE_MASK | XFS_RMAP_EXTENT_ATTR_FORK | \
	 XFS_RMAP_EXTENT_BMBT_BLOCK | XFS_RMAP_EXTENT_UNWRITTEN)

/* me_flags of an extent map intent */
#define XFS_BMAP_EXTENT_MAP		1
#define XFS_BMAP_EXTENT_UNMAP		2
#define XFS_BMAP_EXTENT_TYPE_MASK	0xffU
#define XFS_BMAP_EXTENT_ATTR_FORK	(1U << 31)
#define XFS_BMAP_EXTENT_UNWRITTEN	(1U << 30)
#define XFS_BMAP_EXTENT_REALTIME	(1U << 29)
#define XFS_BMAP_EXTENT_FLAGS \
	(XFS_BMAP_EXTENT_TYPE_MASK | XFS_BMAP_EXTENT_ATTR_FORK | \
	 XFS_BMAP_EXTENT_UNWRITTEN | XFS_BMAP_EXTENT_REALTIME)

/* Reverse map intent and extent map intent; struct xfs_map_extent[] follow. */
struct xfs_rui_log_format {
	uint16_t	rui_type;	/* XFS_LI_RUI, XFS_LI_RUI_RT */
	uint16_t	rui_size;	/* 1 */
	uint32_t	rui_nextents;
	uint64_t	rui_id;
};
XFS_CHECK_SIZE(struct xfs_rui_log_format, 16);

struct xfs_bui_log_format {
	uint16_t	bui_type;	/* XFS_LI_BUI */
	uint16_t	bui_size;	/* 1 */
	uint32_t	bui_nextents;	/* 1 is all that is written */
	uint64_t	bui_id;
};
XFS_CHECK_SIZE(struct xfs_bui_log_format, 16);

/* Extent whose reference count an intent promises to change. */
struct xfs_phys_extent {
	uint64_t	pe_startblock;	/* fsblock */
	uint32_t	pe_len;		/* blocks */
	uint32_t	pe_flags;	/* XFS_REFCOUNT_EXTENT_* */
};
XFS_CHECK_SIZE(struct xfs_phys_extent, 16);

#define XFS_REFCOUNT_EXTENT_INCREASE	1
#define XFS_REFCOUNT_EXTENT_DECREASE	2
#define XFS_REFCOUNT_EXTENT_ALLOC_COW	3
#define XFS_REFCOUNT_EXTENT_FREE_COW	4
#define XFS_REFCOUNT_EXTENT_TYPE_MASK	0xffU
#define XFS_REFCOUNT_EXTENT_FLAGS	XFS_REFCOUNT_EXTENT_TYPE_MASK

/* Reference count intent; struct xfs_phys_extent[] follow. */
struct xfs_cui_log_format {
	uint16_t	cui_type;	/* XFS_LI_CUI, XFS_LI_CUI_RT */
	uint16_t	cui_size;	/* 1 */
	uint32_t	cui_nextents;
	uint64_t	cui_id;
};
XFS_CHECK_SIZE(struct xfs_cui_log_format, 16);

/* RUD, CUD, BUD, ATTRD and XMD: the intent with this id is done. */
struct xfs_done_log_format {
	uint16_t	done_type;
	uint16_t	done_size;	/* 1 */
	uint32_t	done_pad;
	uint64_t	done_intent_id;
};
XFS_CHECK_SIZE(struct xfs_done_log_format, 16);

/*
 * Attribute intent.  Operations follow as their lengths say: name, new name (parent
 * pointer replaced), value, new value.
 */
struct xfs_attri_log_format {
	uint16_t	alfi_type;	/* XFS_LI_ATTRI */
	uint16_t	alfi_size;	/* operations, this one too */
	uint32_t	alfi_igen;	/* parent pointers: generation; else 0 */
	uint64_t	alfi_id;
	uint64_t	alfi_ino;
	uint32_t	alfi_op_flags;	/* XFS_ATTRI_OP_FLAGS_* */
	union {
		uint32_t	alfi_name_len;
		struct {	/* PPTR_REPLACE */
			uint16_t	alfi_old_name_len;
			uint16_t	alfi_new_name_len;
		};
	};
	uint32_t	alfi_value_len;
	uint32_t	alfi_attr_filter;	/* XFS_ATTR_* of attr.h */
};
XFS_CHECK_OFFSET(struct xfs_attri_log_format, alfi_name_len, 28);
XFS_CHECK_SIZE(struct xfs_attri_log_format, 40);

#define XFS_ATTRI_OP_FLAGS_SET		1
#define XFS_ATTRI_OP_FLAGS_REMOVE	2
#define XFS_ATTRI_OP_FLAGS_REPLACE	3
#define XFS_ATTRI_OP_FLAGS_PPTR_SET	4
#define XFS_ATTRI_OP_FLAGS_PPTR_REMOVE	5
#define XFS_ATTRI_OP_FLAGS_PPTR_REPLACE	6
#define XFS_ATTRI_OP_FLAGS_TYPE_MASK	0xffU
#define XFS_ATTRI_FILTER_MASK		0x8eU	/* ROOT, SECURE, PARENT, INCOMPLETE */

/* Mapping exchange intent: two ranges of two files change places. */
struct xfs_xmi_log_format {
	uint16_t	xmi_type;	/* XFS_LI_XMI */
	uint16_t	xmi_size;	/* 1 */
	uint32_t	xmi_pad;	/* zero */
	uint64_t	xmi_id;
	uint64_t	xmi_inode1;
	uint64_t	xmi_inode2;
	uint32_t	xmi_igen1;	/* their generations */
	uint32_t	xmi_igen2;
	uint64_t	xmi_startoff1;	/* blocks */
	uint64_t	xmi_startoff2;
	uint64_t	xmi_blockcount;
	uint64_t	xmi_flags;	/* XFS_EXCHMAPS_* */
	uint64_t	xmi_isize1;	/* sizes afterwards, if SET_SIZES */
	uint64_t	xmi_isize2;
};
XFS_CHECK_OFFSET(struct xfs_xmi_log_format, xmi_startoff1, 40);
XFS_CHECK_SIZE(struct xfs_xmi_log_format, 88);

#define XFS_EXCHMAPS_ATTR_FORK		(1ULL << 0)
#define XFS_EXCHMAPS_SET_SIZES		(1ULL << 1)
#define XFS_EXCHMAPS_INO1_WRITTEN	(1ULL << 2)
#define XFS_EXCHMAPS_CLEAR_INO1_REFLINK	(1ULL << 3)
#define XFS_EXCHMAPS_CLEAR_INO2_REFLINK	(1ULL << 4)
#define XFS_EXCHMAPS_LOGGED_FLAGS	0x1fULL

/* Quota record item; the record (struct xfs_disk_dquot) follows, big-endian. */
struct xfs_dq_logformat {
	uint16_t	qlf_type;	/* XFS_LI_DQUOT */
	uint16_t	qlf_size;	/* 2 */
	uint32_t	qlf_id;		/* user, group or project */
	int64_t		qlf_blkno;	/* daddr of the buffer */
	int32_t		qlf_len;	/* of that buffer, filesystem blocks */
	uint32_t	qlf_boffset;	/* of the record in the buffer, bytes */
};
XFS_CHECK_SIZE(struct xfs_dq_logformat, 24);

/* Quota off: no record of these kinds logged before counts. */
struct xfs_qoff_logformat {
	uint16_t	qf_type;	/* XFS_LI_QUOTAOFF */
	uint16_t	qf_size;	/* 1 */
	uint32_t	qf_flags;	/* XFS_*QUOTA_ACCT */
	uint8_t		qf_pad[12];
};
XFS_CHECK_SIZE(struct xfs_qoff_logformat, 20);

#endif /* LIBXFS_FORMAT_LOG_H */
