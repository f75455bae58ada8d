// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The scalar types and units every core file speaks in.
 *
 * A number's type tells its unit: daddr in 512-byte basic blocks, agblock in
 * filesystem blocks from the start of its allocation group, fsblock the same
 * packed with the group number, rfsblock in filesystem blocks from the start of
 * the device, agino/ino likewise for inodes.  Plain lengths are bytes unless
 * their name ends in _fsb or _bb.
 */
#ifndef LIBXFS_TYPES_H
#define LIBXFS_TYPES_H

#include <xfs_host.h>

typedef uint32_t	xfs_agnumber_t;	/* allocation group number */
typedef uint32_t	xfs_agblock_t;	/* block within a group */
typedef uint32_t	xfs_agino_t;	/* inode within a group */
typedef uint32_t	xfs_extlen_t;	/* blocks, at most one group */
typedef uint64_t	xfs_fsblock_t;	/* group number << agblklog | agblock */
typedef uint64_t	xfs_rfsblock_t;	/* block from the start of the device */
typedef uint64_t	xfs_ino_t;	/* inode number */
typedef uint64_t	xfs_fileoff_t;	/* block offset within a file */
typedef uint64_t	xfs_filblks_t;	/* blocks within a file */
typedef int64_t		xfs_daddr_t;	/* 512-byte basic block of a device */
typedef int64_t		xfs_off_t;	/* byte offset within a file */
typedef uint64_t	xfs_lsn_t;	/* log cycle << 32 | log basic block */

#define BBSHIFT			9
#define BBSIZE			(1 << BBSHIFT)
#define BTOBB(bytes)		(((uint64_t)(bytes) + BBSIZE - 1) >> BBSHIFT)
#define BTOBBT(bytes)		((uint64_t)(bytes) >> BBSHIFT)
#define BBTOB(bbs)		((uint64_t)(bbs) << BBSHIFT)

#define NULLAGNUMBER		((xfs_agnumber_t)-1)
#define NULLAGBLOCK		((xfs_agblock_t)-1)
#define NULLAGINO		((xfs_agino_t)-1)
#define NULLFSBLOCK		((xfs_fsblock_t)-1)
#define NULLFSINO		((xfs_ino_t)-1)
#define NULLRFSBLOCK		((xfs_rfsblock_t)-1)

/* Ours besides the host's errno values: bad structure, bad checksum. */
#ifndef EFSCORRUPTED
#define EFSCORRUPTED		EUCLEAN
#endif
#ifndef EFSBADCRC
#define EFSBADCRC		EBADMSG
#endif

struct xfs_uuid {
	uint8_t		b[16];
};

/* Seconds since 1970 (may be negative) and nanoseconds below 1e9. */
struct xfs_time {
	int64_t		sec;
	uint32_t	nsec;
};

/* Layout checks that every build runs, beside the structure they speak of. */
#define XFS_CHECK_SIZE(type, size) \
	static_assert(sizeof(type) == (size), "size of " #type)
#define XFS_CHECK_OFFSET(type, member, off) \
	static_assert(offsetof(type, member) == (off), \
		      "offset of " #type "." #member)

#endif /* LIBXFS_TYPES_H */
