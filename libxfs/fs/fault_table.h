// SPDX-License-Identifier: GPL-2.0-or-later
/* The rows of fault.h: name, stable number, what is wrong. */
#ifndef LIBXFS_FS_FAULT_TABLE_H
#define LIBXFS_FS_FAULT_TABLE_H

#define XFS_FAULT_TABLE(X)						\
	X(XFS_FAULT_BAD_CRC, 1, "the checksum does not match")		\
	XFS_FAULT_TABLE_SB(X)						\
	XFS_FAULT_TABLE_AG(X)						\
	XFS_FAULT_TABLE_BTREE(X)					\
	XFS_FAULT_TABLE_INODE(X)					\
	XFS_FAULT_TABLE_NAMES(X)					\
	XFS_FAULT_TABLE_LOG(X)						\
	XFS_FAULT_TABLE_QUOTA(X)

#define XFS_FAULT_TABLE_SB(X)						\
	X(XFS_FAULT_SB_MAGIC, 100, "superblock magic number is wrong") \
	X(XFS_FAULT_SB_V4, 101, \
	  "superblock is of version 4 or older, which has no checksums") \
	X(XFS_FAULT_SB_VERSION, 102, "superblock version is unknown") \
	X(XFS_FAULT_SB_VERSION_BITS, 103, \
	  "superblock version bits are not those of version 5") \
	X(XFS_FAULT_SB_FEATURES2, 104, \
	  "superblock's second feature word is not that of version 5") \
	X(XFS_FAULT_SB_BAD_FEATURES2, 105, \
	  "superblock's copy of the second feature word differs") \
	X(XFS_FAULT_SB_INCOMPAT, 106, \
	  "superblock has incompatible features unknown here") \
	X(XFS_FAULT_SB_INOBTCNT, 107, \
	  "superblock counts inode B+trees without a free inode B+tree") \
	X(XFS_FAULT_SB_ZONED, 108, \
	  "superblock has zone features without what they stand on") \
	X(XFS_FAULT_SB_BLOCKSIZE, 109, \
	  "superblock block size is out of range") \
	X(XFS_FAULT_SB_SECTSIZE, 110, \
	  "superblock sector size is out of range") \
	X(XFS_FAULT_SB_SECTOR_BIT, 111, \
	  "superblock has large sectors but not the bit that says so") \
	X(XFS_FAULT_SB_INODESIZE, 112, \
	  "superblock inode size is out of range") \
	X(XFS_FAULT_SB_INOPBLOCK, 113, \
	  "superblock inodes per block do not follow from the sizes") \
	X(XFS_FAULT_SB_DIRBLKLOG, 114, \
	  "superblock directory block size is out of range") \
	X(XFS_FAULT_SB_IMAX_PCT, 115, \
	  "superblock inode space is more than 100 percent") \
	X(XFS_FAULT_SB_AGBLOCKS, 116, \
	  "superblock group size is out of range") \
	X(XFS_FAULT_SB_AGBLKLOG, 117, \
	  "superblock group size and its logarithm disagree") \
	X(XFS_FAULT_SB_AGCOUNT, 118, \
	  "superblock group count is out of range") \
	X(XFS_FAULT_SB_DBLOCKS, 119, \
	  "superblock size does not fit the groups") \
	X(XFS_FAULT_SB_UNIT, 120, \
	  "superblock stripe unit and the bit for it disagree") \
	X(XFS_FAULT_SB_WIDTH, 121, \
	  "superblock stripe width is no multiple of the unit") \
	X(XFS_FAULT_SB_INOALIGNMT, 122, \
	  "superblock inode alignment is wrong") \
	X(XFS_FAULT_SB_SPINO_ALIGN, 123, \
	  "superblock sparse inode alignment is wrong") \
	X(XFS_FAULT_SB_LOGBLOCKS, 124, \
	  "superblock log size is out of range") \
	X(XFS_FAULT_SB_LOGSUNIT, 125, \
	  "superblock log stripe unit is out of range") \
	X(XFS_FAULT_SB_LOGSECTSIZE, 126, \
	  "superblock log sector size is out of range") \
	X(XFS_FAULT_SB_LOGSTART, 127, \
	  "superblock log does not lie inside one group") \
	X(XFS_FAULT_SB_REXTSIZE, 128, \
	  "superblock realtime extent size is out of range") \
	X(XFS_FAULT_SB_RBLOCKS, 129, \
	  "superblock realtime size and extent count disagree") \
	X(XFS_FAULT_SB_REXTSLOG, 130, \
	  "superblock realtime extent count and its logarithm disagree") \
	X(XFS_FAULT_SB_RBMBLOCKS, 131, \
	  "superblock realtime bitmap size does not fit the device") \
	X(XFS_FAULT_SB_QFLAGS, 132, "superblock quota flags are unknown") \
	X(XFS_FAULT_SB_FLAGS, 133, "superblock flags are unknown") \
	X(XFS_FAULT_SB_SHARED_VN, 134, \
	  "superblock shared version is not zero") \
	X(XFS_FAULT_SB_INPROGRESS, 135, \
	  "superblock says mkfs has not finished") \
	X(XFS_FAULT_SB_ROOTINO, 136, \
	  "superblock root inode is not an inode of this filesystem") \
	X(XFS_FAULT_SB_METADIRINO, 137, \
	  "superblock metadata root is not an inode of this filesystem") \
	X(XFS_FAULT_SB_RTINO, 138, \
	  "superblock realtime inodes are not inodes of this filesystem") \
	X(XFS_FAULT_SB_QUOTINO, 139, \
	  "superblock quota inodes are not inodes of this filesystem") \
	X(XFS_FAULT_SB_ICOUNT, 140, \
	  "superblock inode counts are out of range") \
	X(XFS_FAULT_SB_FDBLOCKS, 141, \
	  "superblock has more free blocks than blocks") \
	X(XFS_FAULT_SB_FREXTENTS, 142, \
	  "superblock has more free realtime extents than extents")

#define XFS_FAULT_TABLE_AG(X)						\
	X(XFS_FAULT_AGF_MAGIC, 200, "AGF magic number is wrong") \
	X(XFS_FAULT_AGF_VERSION, 201, "AGF version is unknown") \
	X(XFS_FAULT_AGF_UUID, 202, "AGF belongs to another filesystem") \
	X(XFS_FAULT_AGF_SEQNO, 203, "AGF is of another group") \
	X(XFS_FAULT_AGF_LENGTH, 204, "AGF length is not that of the group") \
	X(XFS_FAULT_AGF_FREELIST, 205, \
	  "AGF free list bounds are out of range") \
	X(XFS_FAULT_AGF_FLCOUNT, 206, \
	  "AGF free list count does not follow from its bounds") \
	X(XFS_FAULT_AGF_FREEBLKS, 207, \
	  "AGF has more free blocks than the group") \
	X(XFS_FAULT_AGF_LONGEST, 208, \
	  "AGF longest free extent is longer than the free space") \
	X(XFS_FAULT_AGF_BTREEBLKS, 209, \
	  "AGF B+tree block count is more than the group") \
	X(XFS_FAULT_AGF_BNO_ROOT, 210, \
	  "AGF root of free space by block is out of range") \
	X(XFS_FAULT_AGF_CNT_ROOT, 211, \
	  "AGF root of free space by size is out of range") \
	X(XFS_FAULT_AGF_RMAP_ROOT, 212, \
	  "AGF root of the reverse map is out of range") \
	X(XFS_FAULT_AGF_REFCOUNT_ROOT, 213, \
	  "AGF root of the reference counts is out of range") \
	X(XFS_FAULT_AGF_RMAP_BLOCKS, 214, \
	  "AGF reverse map block count is out of range") \
	X(XFS_FAULT_AGF_REFCOUNT_BLOCKS, 215, \
	  "AGF reference count block count is out of range") \
	X(XFS_FAULT_AGFL_MAGIC, 250, "AGFL magic number is wrong") \
	X(XFS_FAULT_AGFL_UUID, 251, "AGFL belongs to another filesystem") \
	X(XFS_FAULT_AGFL_SEQNO, 252, "AGFL is of another group") \
	X(XFS_FAULT_AGFL_BNO, 253, \
	  "AGFL lists a block that is not of the group") \
	X(XFS_FAULT_AGI_MAGIC, 300, "AGI magic number is wrong") \
	X(XFS_FAULT_AGI_VERSION, 301, "AGI version is unknown") \
	X(XFS_FAULT_AGI_UUID, 302, "AGI belongs to another filesystem") \
	X(XFS_FAULT_AGI_SEQNO, 303, "AGI is of another group") \
	X(XFS_FAULT_AGI_LENGTH, 304, "AGI length is not that of the group") \
	X(XFS_FAULT_AGI_COUNT, 305, \
	  "AGI inode count is more than the group holds") \
	X(XFS_FAULT_AGI_FREECOUNT, 306, \
	  "AGI has more free inodes than inodes") \
	X(XFS_FAULT_AGI_ROOT, 307, \
	  "AGI root of the inode B+tree is out of range") \
	X(XFS_FAULT_AGI_FREE_ROOT, 308, \
	  "AGI root of the free inode B+tree is out of range") \
	X(XFS_FAULT_AGI_BLOCKS, 309, \
	  "AGI B+tree block counts are out of range") \
	X(XFS_FAULT_AGI_NEWINO, 310, "AGI newest inode is not of the group") \
	X(XFS_FAULT_AGI_UNLINKED, 311, \
	  "AGI unlinked list starts with an inode not of the group")

#define XFS_FAULT_TABLE_BTREE(X)					\
	X(XFS_FAULT_BT_MAGIC, 400, "B+tree block magic number is wrong")	\
	X(XFS_FAULT_BT_LEVEL, 401, "B+tree block level is beyond the tree's height")	\
	X(XFS_FAULT_BT_NUMRECS, 402,					\
	  "B+tree block holds too few or too many entries")		\
	X(XFS_FAULT_BT_OWNER, 403, "B+tree block owner is wrong")	\
	X(XFS_FAULT_BT_BLKNO, 404, "B+tree block is not at the address it states")	\
	X(XFS_FAULT_BT_UUID, 405, "B+tree block belongs to another filesystem")	\
	X(XFS_FAULT_BT_SIBLING, 406, "B+tree sibling pointer is out of range")	\
	X(XFS_FAULT_BT_PTR, 407, "B+tree child pointer is out of range")	\
	X(XFS_FAULT_BT_REC_ORDER, 408, "B+tree records are out of order")	\
	X(XFS_FAULT_BT_KEY_ORDER, 409, "B+tree keys are out of order")	\
	X(XFS_FAULT_BT_HIGH_KEY, 410, "B+tree high key is below its low key")	\
	X(XFS_FAULT_BT_FREE_REC, 411, "free space record is impossible")	\
	X(XFS_FAULT_BT_INO_REC, 412, "inode chunk record is impossible")	\
	X(XFS_FAULT_BT_RMAP_REC, 413, "reverse mapping record is impossible")	\
	X(XFS_FAULT_BT_REFC_REC, 414, "reference count record is impossible")	\
	X(XFS_FAULT_BT_BMAP_REC, 415, "extent map record is impossible")	\
	X(XFS_FAULT_BT_FORK_ROOT, 416, "B+tree root in an inode fork is too small")	\
	X(XFS_FAULT_BT_ROOT, 420, "B+tree root pointer or height is out of range")	\
	X(XFS_FAULT_BT_CHILD_LEVEL, 421,				\
	  "B+tree child is not one level below its parent")		\
	X(XFS_FAULT_BT_CHILD_KEY, 422,					\
	  "B+tree child does not begin at its parent's key")		\
	X(XFS_FAULT_BT_CHILD_HIGH_KEY, 423,				\
	  "B+tree child is not covered by its parent's high key")	\
	X(XFS_FAULT_BT_NEIGHBOUR, 424,					\
	  "B+tree neighbours do not point at each other")		\
	X(XFS_FAULT_BT_NEIGHBOUR_ORDER, 425,				\
	  "B+tree block does not follow its left neighbour in order")	\
	X(XFS_FAULT_BT_CHILD_OWNER, 426, "B+tree block belongs to another inode")

#define XFS_FAULT_TABLE_INODE(X)					\
	X(XFS_FAULT_INO_MAGIC, 500, "inode magic number is wrong")

#define XFS_FAULT_TABLE_NAMES(X)					\
	X(XFS_FAULT_DIR_MAGIC, 600, "directory block magic number is wrong")

#define XFS_FAULT_TABLE_LOG(X)						\
	X(XFS_FAULT_LOG_MAGIC, 800, "log record magic number is wrong")

#define XFS_FAULT_TABLE_QUOTA(X)					\
	X(XFS_FAULT_DQ_MAGIC, 900, "quota block magic number is wrong")

#endif /* LIBXFS_FS_FAULT_TABLE_H */
