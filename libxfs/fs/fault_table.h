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
	X(XFS_FAULT_SB_MAGIC, 100, "superblock magic number is wrong")

#define XFS_FAULT_TABLE_AG(X)						\
	X(XFS_FAULT_AGF_MAGIC, 200, "AGF magic number is wrong")

#define XFS_FAULT_TABLE_BTREE(X)					\
	X(XFS_FAULT_BT_MAGIC, 400, "B+tree block magic number is wrong")

#define XFS_FAULT_TABLE_INODE(X)					\
	X(XFS_FAULT_INO_MAGIC, 500, "inode magic number is wrong")

#define XFS_FAULT_TABLE_NAMES(X)					\
	X(XFS_FAULT_DIR_MAGIC, 600, "directory block magic number is wrong")

#define XFS_FAULT_TABLE_LOG(X)						\
	X(XFS_FAULT_LOG_MAGIC, 800, "log record magic number is wrong")

#define XFS_FAULT_TABLE_QUOTA(X)					\
	X(XFS_FAULT_DQ_MAGIC, 900, "quota block magic number is wrong")

#endif /* LIBXFS_FS_FAULT_TABLE_H */
