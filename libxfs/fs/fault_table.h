// SPDX-License-Identifier: GPL-2.0-or-later
/* The rows of fault.h: name, stable number, what is wrong. */
#ifndef LIBXFS_FS_FAULT_TABLE_H
#define LIBXFS_FS_FAULT_TABLE_H

#define XFS_FAULT_TABLE(X)						\
	X(XFS_FAULT_BAD_CRC, 1, "the checksum does not match")		\
	X(XFS_FAULT_BAD_PLACE, 2,					\
	  "no header of a group has this address and length")		\
	X(XFS_FAULT_UNREADABLE, 3, "the block cannot be read") \
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
	  "superblock has more free realtime extents than extents") \
	X(XFS_FAULT_SB_RGROUPS, 143, \
	  "superblock realtime groups do not make up the realtime device") \
	X(XFS_FAULT_SB_ZONES, 144, \
	  "superblock zone start or reserve is out of range") \
	X(XFS_FAULT_SB_PAD, 145, "superblock padding is not zero")

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
	X(XFS_FAULT_BT_KEY, 417, "B+tree key is none a record can have")	\
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
	X(XFS_FAULT_INO_MAGIC, 500, "inode magic number is wrong") \
	X(XFS_FAULT_INO_VERSION, 501, "inode version is not 3") \
	X(XFS_FAULT_INO_NUMBER, 502, "inode states another inode number") \
	X(XFS_FAULT_INO_UUID, 503, "inode belongs to another filesystem") \
	X(XFS_FAULT_INO_NEXT_UNLINKED, 504, "inode's next unlinked inode is not of its group") \
	X(XFS_FAULT_INO_FREE, 505, "free inode has blocks or links") \
	X(XFS_FAULT_INO_MODE, 506, "inode type is unknown") \
	X(XFS_FAULT_INO_METATYPE, 507, "inode metadata file type is out of range") \
	X(XFS_FAULT_INO_METADATA, 508, "inode is of the metadata directory, which the filesystem lacks") \
	X(XFS_FAULT_INO_FORMAT, 509, "inode data fork format does not suit its type") \
	X(XFS_FAULT_INO_AFORMAT, 510, "inode attribute fork format is impossible") \
	X(XFS_FAULT_INO_SIZE, 511, "inode size is out of range") \
	X(XFS_FAULT_INO_EMPTY, 512, "linked directory or symlink has size zero") \
	X(XFS_FAULT_INO_NREXT64, 513, "inode has wide extent counters, which the filesystem lacks") \
	X(XFS_FAULT_INO_NREXT64_PAD, 514, "inode extent counter padding is not zero") \
	X(XFS_FAULT_INO_NEXTENTS, 515, "inode data fork extent count is out of range") \
	X(XFS_FAULT_INO_ANEXTENTS, 516, "inode attribute fork extent count is out of range") \
	X(XFS_FAULT_INO_NBLOCKS, 517, "inode has fewer blocks than extents") \
	X(XFS_FAULT_INO_FORKOFF, 518, "inode attribute fork offset is out of range") \
	X(XFS_FAULT_INO_FLAGS, 519, "inode flags are unknown") \
	X(XFS_FAULT_INO_FLAGS_DIR, 520, "inode that is no directory has directory flags") \
	X(XFS_FAULT_INO_FLAGS_REG, 521, "inode that is no regular file has regular file flags") \
	X(XFS_FAULT_INO_FLAGS2, 522, "inode has second-word flags that are unknown") \
	X(XFS_FAULT_INO_BIGTIME, 523, "inode has large timestamps, which the filesystem lacks") \
	X(XFS_FAULT_INO_REFLINK, 524, "inode shares blocks, which the filesystem lacks") \
	X(XFS_FAULT_INO_REFLINK_TYPE, 525, "inode that is no regular file shares blocks") \
	X(XFS_FAULT_INO_REFLINK_RT, 526, "realtime inode shares blocks, which the filesystem lacks") \
	X(XFS_FAULT_INO_EXTSIZE, 527, "inode extent size hint and its flag disagree, or it is out of range") \
	X(XFS_FAULT_INO_COWEXTSIZE, 528, "inode copy-on-write hint and its flag disagree, or it is out of range") \
	X(XFS_FAULT_INO_COWEXTSIZE_USE, 529, "inode has a copy-on-write hint where none may be") \
	X(XFS_FAULT_INO_TIME, 530, "inode timestamp has a second or more of nanoseconds") \
	X(XFS_FAULT_INO_PAD, 531, "inode padding is not zero") \
	X(XFS_FAULT_INO_LOCAL_SIZE, 532, "inode contents do not fit in the inode") \
	X(XFS_FAULT_INO_LOCAL_EXTENTS, 533, "inode fork without extents counts some") \
	X(XFS_FAULT_BMAP_NR, 550, "extent count does not suit the fork's format") \
	X(XFS_FAULT_BMAP_EMPTY, 551, "extent has no length") \
	X(XFS_FAULT_BMAP_OFFSET, 552, "extent goes beyond the largest file") \
	X(XFS_FAULT_BMAP_UNWRITTEN, 553, "extent is unwritten where it may not be") \
	X(XFS_FAULT_BMAP_BLOCK, 554, "extent has blocks that are not of one group's data") \
	X(XFS_FAULT_BMAP_ORDER, 555, "extents are out of order or overlap") \
	X(XFS_FAULT_META_ROOT_NR, 556, "realtime tree root has no or too many entries") \
	X(XFS_FAULT_META_ROOT_LEVEL, 557, "realtime tree root level is out of range") \
	X(XFS_FAULT_BMAP_COUNT, 558, "extent count is not that of the extents in the tree") \
	X(XFS_FAULT_BMAP_BLOCKS, 559, "fork maps more blocks than the filesystem has")

#define XFS_FAULT_TABLE_NAMES(X)					\
	X(XFS_FAULT_DIR_MAGIC, 600, "directory block magic number is wrong") \
	X(XFS_FAULT_DIR_UUID, 601, "directory block belongs to another filesystem") \
	X(XFS_FAULT_DIR_BLKNO, 602, "directory block is not at the address it states") \
	X(XFS_FAULT_DIR_OWNER, 603, "directory block belongs to another inode") \
	X(XFS_FAULT_DIR_COUNT, 604, "directory leaf entry count is out of range or not the entries'") \
	X(XFS_FAULT_DIR_STALE, 605, "directory stale entry count is not the stale entries'") \
	X(XFS_FAULT_DIR_HASH_ORDER, 606, "directory hashes are out of order") \
	X(XFS_FAULT_DIR_HASH, 607, "directory entry is not found by its hash") \
	X(XFS_FAULT_DIR_BEST_FREE, 608, "directory table of longest unused pieces is wrong") \
	X(XFS_FAULT_DIR_UNUSED, 609, "directory unused piece has an impossible length or a neighbour") \
	X(XFS_FAULT_DIR_TAG, 610, "directory entry tag is not its offset") \
	X(XFS_FAULT_DIR_NAMELEN, 611, "directory entry name is empty or leaves the block") \
	X(XFS_FAULT_DIR_NAME, 612, "directory entry name has a slash or a zero byte") \
	X(XFS_FAULT_DIR_INUMBER, 613, "directory entry leads to an impossible inode number") \
	X(XFS_FAULT_DIR_FTYPE, 614, "directory entry file type is unknown") \
	X(XFS_FAULT_DIR_BESTS, 615, "directory free space table is out of range") \
	X(XFS_FAULT_DIR_ADDRESS, 616, "directory leaf entry leads beyond the data blocks") \
	X(XFS_FAULT_DIR_FREE_FIRST, 617, "directory free index block starts at an impossible data block") \
	X(XFS_FAULT_DIR_FREE_COUNT, 618, "directory free index counts are wrong") \
	X(XFS_FAULT_DIR_SF_SIZE, 619, "short directory's entries do not fill its size") \
	X(XFS_FAULT_DIR_SF_OFFSET, 620, "short directory's entry offsets would not fit a block") \
	X(XFS_FAULT_DIR_SF_I8COUNT, 621, "short directory's count of large inode numbers is wrong") \
	X(XFS_FAULT_DIR_DOT, 622, "directory's entry for itself is missing, misplaced or leads elsewhere") \
	X(XFS_FAULT_DIR_DOTDOT, 623, "directory's entry for its parent is missing or misplaced") \
	X(XFS_FAULT_DIR_SIZE, 624, "directory size is not the end of its data blocks") \
	X(XFS_FAULT_DIR_LEAF_ENTRY, 625, "directory leaf entry leads to no entry of its hash") \
	X(XFS_FAULT_DIR_BEST, 626, "directory free space table disagrees with the data block") \
	X(XFS_FAULT_DIR_BEST_COUNT, 627, "directory free space table does not cover the data blocks") \
	X(XFS_FAULT_DIR_NO_FREE, 628, "directory has no free index block for its data blocks") \
	X(XFS_FAULT_DIR_EXTRA, 629, "directory has a block its form has no use for") \
	X(XFS_FAULT_DIR_TWICE, 630, "directory has two entries of one name") \
	X(XFS_FAULT_DIR_FOREIGN, 631, "directory is left unread from here on, behind too many blocks that are not its own") \
	X(XFS_FAULT_DA_MAGIC, 650, "hash tree block magic number is wrong") \
	X(XFS_FAULT_DA_UUID, 651, "hash tree block belongs to another filesystem") \
	X(XFS_FAULT_DA_BLKNO, 652, "hash tree block is not at the address it states") \
	X(XFS_FAULT_DA_OWNER, 653, "hash tree block belongs to another inode") \
	X(XFS_FAULT_DA_SIBLING, 654, "hash tree block has siblings where it is alone") \
	X(XFS_FAULT_DA_LEVEL, 655, "hash tree node level is out of range") \
	X(XFS_FAULT_DA_COUNT, 656, "hash tree node has no or too many entries") \
	X(XFS_FAULT_DA_CHILD, 657, "hash tree node leads to its own root") \
	X(XFS_FAULT_DA_HASH_ORDER, 658, "hash tree node hashes are out of order") \
	X(XFS_FAULT_DA_ROOT, 659, "hash tree root is missing") \
	X(XFS_FAULT_DA_PTR, 660, "hash tree node leads to a block that is not the tree's") \
	X(XFS_FAULT_DA_TWICE, 661, "hash tree block is reached twice") \
	X(XFS_FAULT_DA_CHILD_LEVEL, 662, "hash tree block's level is not one below its parent's") \
	X(XFS_FAULT_DA_NEIGHBOUR, 663, "hash tree neighbours do not lead to each other") \
	X(XFS_FAULT_DA_PARENT_HASH, 664, "hash tree node's hash is not the last below it") \
	X(XFS_FAULT_DA_LEAF_ORDER, 665, "hash tree leaf begins below the end of its neighbour") \
	X(XFS_FAULT_DA_LOST, 666, "block of the hash space is reached by nothing") \
	X(XFS_FAULT_DA_HOLE, 667, "directory block is only partly mapped") \
	X(XFS_FAULT_ATTR_SF_SIZE, 700, "short attributes do not fill their size") \
	X(XFS_FAULT_ATTR_FLAGS, 701, "attribute flags are unknown or name two namespaces") \
	X(XFS_FAULT_ATTR_NAME, 702, "attribute name is empty or has a zero byte") \
	X(XFS_FAULT_ATTR_PARENT, 703, "parent pointer value has the wrong length") \
	X(XFS_FAULT_ATTR_COUNT, 704, "attribute leaf has more entries than room") \
	X(XFS_FAULT_ATTR_FIRSTUSED, 705, "attribute leaf names start beyond the block") \
	X(XFS_FAULT_ATTR_USEDBYTES, 706, "attribute leaf byte count is not the names'") \
	X(XFS_FAULT_ATTR_FREEMAP, 707, "attribute leaf free map is out of range") \
	X(XFS_FAULT_ATTR_HASH_ORDER, 708, "attribute leaf hashes are out of order") \
	X(XFS_FAULT_ATTR_HASH, 709, "attribute hash is not that of its name") \
	X(XFS_FAULT_ATTR_NAMEIDX, 710, "attribute name lies outside the leaf's names") \
	X(XFS_FAULT_ATTR_VALUELEN, 711, "attribute value is too long") \
	X(XFS_FAULT_ATTR_VALUEBLK, 712, "attribute value is in blocks that are not named") \
	X(XFS_FAULT_ATTR_PARENT_FEATURE, 713, "parent pointer where the filesystem has none") \
	X(XFS_FAULT_ATTR_PARENT_INO, 714, "parent pointer leads to an impossible directory or name") \
	X(XFS_FAULT_ATTR_OVERLAP, 715, "attribute names overlap each other or the free map") \
	X(XFS_FAULT_ATTR_INCOMPLETE, 716, "attribute was left half made or half removed") \
	X(XFS_FAULT_ATTR_TWICE, 717, "attribute has the name and namespace of another") \
	X(XFS_FAULT_ATTR_FAR, 718, "attribute leaf is too far behind for its names to be compared") \
	X(XFS_FAULT_ATTR_RMT_MAGIC, 720, "attribute value block magic number is wrong") \
	X(XFS_FAULT_ATTR_RMT_UUID, 721, "attribute value block belongs to another filesystem") \
	X(XFS_FAULT_ATTR_RMT_BLKNO, 722, "attribute value block is not at the address it states") \
	X(XFS_FAULT_ATTR_RMT_OWNER, 723, "attribute value block belongs to another inode") \
	X(XFS_FAULT_ATTR_RMT_BYTES, 724, "attribute value block holds no or too many bytes") \
	X(XFS_FAULT_ATTR_RMT_OFFSET, 725, "attribute value block is at an impossible place of its value") \
	X(XFS_FAULT_ATTR_RMT_PIECE, 726, "attribute value block is not the piece that belongs here") \
	X(XFS_FAULT_ATTR_RMT_HOLE, 727, "attribute value lies in blocks that are not mapped") \
	X(XFS_FAULT_ATTR_RMT_TWICE, 728, "attribute value block belongs to another value or to the tree") \
	X(XFS_FAULT_SYMLINK_MAGIC, 750, "symlink block magic number is wrong") \
	X(XFS_FAULT_SYMLINK_UUID, 751, "symlink block belongs to another filesystem") \
	X(XFS_FAULT_SYMLINK_BLKNO, 752, "symlink block is not at the address it states") \
	X(XFS_FAULT_SYMLINK_OWNER, 753, "symlink block belongs to another inode") \
	X(XFS_FAULT_SYMLINK_BYTES, 754, "symlink target piece is empty or too long") \
	X(XFS_FAULT_SYMLINK_OFFSET, 755, "symlink target is too long") \
	X(XFS_FAULT_SYMLINK_TARGET, 756, "symlink target has a zero byte") \
	X(XFS_FAULT_SYMLINK_PIECE, 757, "symlink target piece is not the one that belongs here") \
	X(XFS_FAULT_SYMLINK_SIZE, 758, "symlink target pieces are not as long as its size")

#define XFS_FAULT_TABLE_LOG(X)						\
	X(XFS_FAULT_LOG_MAGIC, 800, "log record magic number is wrong") \
	X(XFS_FAULT_LOG_VERSION, 801, "log record version is unknown") \
	X(XFS_FAULT_LOG_FMT, 802, "log record was written by a machine of another byte order") \
	X(XFS_FAULT_LOG_UUID, 803, "log record belongs to another filesystem") \
	X(XFS_FAULT_LOG_CYCLE, 804, "log record cycle is zero or not that of its sequence number") \
	X(XFS_FAULT_LOG_LSN, 805, "log record is not at the block its sequence number states") \
	X(XFS_FAULT_LOG_TAIL, 806, "log record tail is out of range") \
	X(XFS_FAULT_LOG_PREV, 807, "log record's predecessor is outside the log") \
	X(XFS_FAULT_LOG_SIZE, 808, "log record buffer size is out of range") \
	X(XFS_FAULT_LOG_LEN, 809, "log record length is out of range") \
	X(XFS_FAULT_LOG_NUM_OPS, 810, "log record has no or more operations than fit") \
	X(XFS_FAULT_LOG_OP_LEN, 820, "log operation leaves its record") \
	X(XFS_FAULT_LOG_OP_CLIENT, 821, "log operation client is unknown") \
	X(XFS_FAULT_LOG_OP_FLAGS, 822, "log operation flags are unknown or contradict its client") \
	X(XFS_FAULT_LOG_TRANS_LEN, 823, "log transaction header has the wrong length") \
	X(XFS_FAULT_LOG_TRANS_MAGIC, 824, "log transaction header magic number is wrong") \
	X(XFS_FAULT_LOG_ITEM_TYPE, 830, "log item type is unknown") \
	X(XFS_FAULT_LOG_ITEM_LEN, 831, "log item length is not what its type and counts say") \
	X(XFS_FAULT_LOG_ITEM_SIZE, 832, "log item operation count is impossible") \
	X(XFS_FAULT_LOG_ITEM_ADDR, 833, "log item is about blocks outside the filesystem") \
	X(XFS_FAULT_LOG_ITEM_INO, 834, "log item is about an impossible inode number") \
	X(XFS_FAULT_LOG_BUF_FLAGS, 835, "log buffer item type or flags are unknown") \
	X(XFS_FAULT_LOG_BUF_MAP, 836, "log buffer item map does not suit the buffer") \
	X(XFS_FAULT_LOG_INODE_FIELDS, 837, "log inode item fields are impossible") \
	X(XFS_FAULT_LOG_ICREATE, 838, "log inode creation item is not a chunk of inodes") \
	X(XFS_FAULT_LOG_QUOTAOFF, 839, "log quota-off item names no quota") \
	X(XFS_FAULT_LOG_INTENT_FLAGS, 840, "log intent has an unknown operation or flags") \
	X(XFS_FAULT_LOG_INTENT_EXTENT, 841, "log intent is about an impossible extent") \
	X(XFS_FAULT_LOG_ATTRI, 842, "log attribute intent has impossible lengths") \
	X(XFS_FAULT_LOG_DINODE_LEN, 850, "logged inode core has the wrong length") \
	X(XFS_FAULT_LOG_DINODE_MAGIC, 851, "logged inode core magic number or version is wrong") \
	X(XFS_FAULT_LOG_DINODE_INO, 852, "logged inode core is of another inode or filesystem") \
	X(XFS_FAULT_LOG_DINODE_FORKOFF, 853, "logged inode core's attribute fork offset is out of range") \
	X(XFS_FAULT_LOG_CRC, 860, "log record checksum does not match") \
	X(XFS_FAULT_LOG_BODY_CYCLE, 861, "log record has a block of another cycle") \
	X(XFS_FAULT_LOG_NO_RECORD, 862, "no log record begins where one must") \
	X(XFS_FAULT_LOG_REC_END, 863, "log record reaches beyond where it must end") \
	X(XFS_FAULT_LOG_CYCLE_ORDER, 864, "log cycle numbers do not fall once and by one") \
	X(XFS_FAULT_LOG_START_LOST, 865, "log's first block is zero and the log is not") \
	X(XFS_FAULT_LOG_TRANS_START, 870, "log transaction starts twice") \
	X(XFS_FAULT_LOG_CONTINUE, 871, "log region is continued where none was begun, or not continued") \
	X(XFS_FAULT_LOG_REGION_LEN, 872, "log region is longer than any item's") \
	X(XFS_FAULT_LOG_TRANS_ITEMS, 873, "log transaction is committed inside an item") \
	X(XFS_FAULT_LOG_TRANS_LIMIT, 874, "log has more or larger transactions at once than are ever written")

#define XFS_FAULT_TABLE_QUOTA(X)					\
	X(XFS_FAULT_DQ_MAGIC, 900, "quota block magic number is wrong") \
	X(XFS_FAULT_DQ_VERSION, 901, "quota record version is unknown") \
	X(XFS_FAULT_DQ_TYPE, 902, "quota record type is unknown or not the file's") \
	X(XFS_FAULT_DQ_BIGTIME, 903, "quota record has large timers where none may be") \
	X(XFS_FAULT_DQ_ID, 904, "quota record is of another id") \
	X(XFS_FAULT_DQ_TIMER, 905, "quota record is over a soft limit without a timer") \
	X(XFS_FAULT_DQ_UUID, 906, "quota record belongs to another filesystem")

#endif /* LIBXFS_FS_FAULT_TABLE_H */
