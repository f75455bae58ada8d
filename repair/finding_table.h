// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every finding of xfs_repair, one row each.
 *
 *	X(name, number, severity, text, consequence)
 *
 * The number is what people and scripts see (XFS-<number>); never reused, never changed.
 * It is in one line with those of libxfs/fs/fault_table.h, which are below 1000: a
 * finding says which promise is broken, and may quote a fault that says how a block
 * breaks it.  @text is what is wrong, without the place; @consequence what comes of it.
 * New rows stand at the end of their group:
 * run and superblock 1000, log 1100, group headers 1200, trees 1300, inodes 1400,
 * names 1500, ownership and sharing 1600, DAX and media 1700.
 */
#ifndef REPAIR_FINDING_TABLE_H
#define REPAIR_FINDING_TABLE_H

#define FINDING_TABLE(X) \
	FINDING_TABLE_SB(X) \
	FINDING_TABLE_LOG(X) \
	FINDING_TABLE_AG(X) \
	FINDING_TABLE_TREE(X) \
	FINDING_TABLE_INODE(X) \
	FINDING_TABLE_NAME(X) \
	FINDING_TABLE_OWNER(X) \
	FINDING_TABLE_MEDIA(X)

#define FINDING_TABLE_SB(X) \
	X(FIND_SB_NONE, 1000, CORRUPTION, \
	  "no superblock of an XFS filesystem can be found", \
	  "nothing else can be checked; is this the right device?") \
	X(FIND_SB_PRIMARY, 1001, CORRUPTION, \
	  "the primary superblock is damaged", \
	  "the filesystem cannot be mounted, or not be trusted when it is") \
	X(FIND_SB_PRIMARY_FIELD, 1002, CORRUPTION, \
	  "the primary superblock differs from most of its copies", \
	  "everything that is read by this field is read wrongly") \
	X(FIND_SB_COPY, 1003, CORRUPTION, \
	  "a copy of the superblock is damaged", \
	  "should the primary be lost, this copy cannot replace it") \
	X(FIND_SB_COPY_FIELD, 1004, CORRUPTION, \
	  "a copy of the superblock differs from the primary", \
	  "should the primary be lost, this copy would replace it wrongly") \
	X(FIND_SB_TAIL, 1005, CORRUPTION, \
	  "bytes behind the superblock's fields are not zero", \
	  "a newer kernel may take them for fields") \
	X(FIND_SB_UNREADABLE, 1006, CORRUPTION, \
	  "a superblock cannot be read", \
	  "the medium is failing, or the device is smaller than it was") \
	X(FIND_SB_TRUNCATED, 1007, CORRUPTION, \
	  "the device is smaller than the filesystem", \
	  "what was behind its end is lost; kernels refuse to mount") \
	X(FIND_SB_NEEDSREPAIR, 1008, CORRUPTION, \
	  "an interrupted repair has left its mark", \
	  "kernels refuse to mount until a repair has been completed") \
	X(FIND_SB_COPY_QUOTA, 1009, LEFTOVER, \
	  "a copy of the superblock has quota fields the primary does not have", \
	  "should the primary be lost, quotas would be taken from this copy") \
	X(FIND_SB_RT_TRUNCATED, 1010, CORRUPTION, \
	  "the realtime device is smaller than the realtime section", \
	  "what was behind its end is lost; is it the right device?")

#define FINDING_TABLE_LOG(X) \
	X(FIND_LOG_DAMAGED, 1100, CORRUPTION, \
	  "the log is damaged", \
	  "what waits in it is lost, kernels may refuse to mount; -L checks the rest") \
	X(FIND_LOG_ITEM, 1101, CORRUPTION, \
	  "the log has an item that is not right", \
	  "kernels fail to replay the log, or do damage with it") \
	X(FIND_LOG_UNREADABLE, 1102, CORRUPTION, \
	  "the log cannot be read", \
	  "the medium is failing, or the device is shorter than it was; what waits in the log is " \
	  "not known; -L checks the rest") \
	X(FIND_LSN_AHEAD, 1103, CORRUPTION, \
	  "metadata was written by a transaction that the log has not come to yet", \
	  "kernels refuse to use it; replaying the log later may undo newer changes") \
	X(FIND_LOG_TRUNCATED, 1104, CORRUPTION, \
	  "the log device is smaller than the log", \
	  "what waits in the log is not known, kernels refuse to mount; is it the right " \
	  "device? -L checks the rest")

#define FINDING_TABLE_AG(X) \
	X(FIND_AG_HEADER, 1200, CORRUPTION, \
	  "a header of an allocation group is damaged", \
	  "kernels refuse to use the group, or to mount") \
	X(FIND_AG_COUNT, 1201, CORRUPTION, \
	  "a counter in a group's header is wrong", \
	  "space is promised that is not there, or not used though it is") \
	X(FIND_AGFL_SLOT, 1202, CORRUPTION, \
	  "the free list names a block that cannot be on it", \
	  "kernels shut the filesystem down when they take it") \
	X(FIND_SB_COUNT, 1203, CORRUPTION, \
	  "a counter of the superblock is wrong", \
	  "free space or free inodes are shown wrongly until it is counted again") \
	X(FIND_CHUNKS_SCANNED, 1204, CORRUPTION, \
	  "inodes had to be found without their tree", \
	  "which of them are free is not known; kernels cannot reach them")

#define FINDING_TABLE_TREE(X) \
	X(FIND_TREE_BLOCK, 1300, CORRUPTION, \
	  "a block of a tree of an allocation group is damaged", \
	  "kernels shut the filesystem down when they come to it") \
	X(FIND_FREE_NOT_BY_SIZE, 1301, CORRUPTION, \
	  "a free extent is not in the tree of sizes", \
	  "kernels shut the filesystem down when they allocate or free here") \
	X(FIND_FREE_ONLY_BY_SIZE, 1302, CORRUPTION, \
	  "the tree of sizes has an extent that is not free", \
	  "kernels may give these blocks to a file, whoever has them") \
	X(FIND_FREE_UNMERGED, 1303, OPTIMIZATION, \
	  "neighbouring free extents are not one", \
	  "large allocations may not find the room there is") \
	X(FIND_CHUNK_ALIGN, 1304, CORRUPTION, \
	  "a chunk of inodes does not begin where it should", \
	  "kernels look for its inodes in the wrong place") \
	X(FIND_FINO_MISSING, 1305, CORRUPTION, \
	  "free inodes are not in the tree of free inodes", \
	  "they are not used again, and freeing another of the chunk shuts kernels down") \
	X(FIND_FINO_WRONG, 1306, CORRUPTION, \
	  "the tree of free inodes and that of all inodes disagree", \
	  "an inode in use may be given to a new file") \
	X(FIND_FINO_SUPERFLUOUS, 1307, CORRUPTION, \
	  "the tree of free inodes has a chunk that does not exist", \
	  "a new file's inode may be written over other data") \
	X(FIND_RMAP_OVERLAP, 1308, CORRUPTION, \
	  "the reverse map has two owners for blocks that cannot be shared", \
	  "one of them does not have the blocks, or both write to them") \
	X(FIND_RMAP_UNMERGED, 1309, OPTIMIZATION, \
	  "neighbouring records of the reverse map are not one", \
	  "the tree is larger than it need be") \
	X(FIND_REFC_UNMERGED, 1310, OPTIMIZATION, \
	  "neighbouring reference counts are not one record", \
	  "the tree is larger than it need be")

#define FINDING_TABLE_INODE(X) \
	X(FIND_INODE_UNREADABLE, 1400, CORRUPTION, \
	  "an inode cannot be read", \
	  "the medium is failing; the file is lost, and what it owns is not known") \
	X(FIND_INODE_CORE, 1401, CORRUPTION, \
	  "an inode is damaged", \
	  "kernels refuse to open it, and may shut down when they come to it") \
	X(FIND_INODE_CRC, 1402, CORRUPTION, \
	  "an inode does not match its checksum", \
	  "kernels refuse to open it") \
	X(FIND_INODE_NOT_FREE, 1403, CORRUPTION, \
	  "an inode is in use, and free in the inode tree", \
	  "kernels shut down when they choose it for a new file") \
	X(FIND_INODE_FREE, 1404, CORRUPTION, \
	  "an inode is free, and in use in the inode tree", \
	  "it can never be used again") \
	X(FIND_INODE_MAP, 1405, CORRUPTION, \
	  "an extent map is damaged", \
	  "kernels refuse to read the file's data or shut down, and may read other data") \
	X(FIND_INODE_EXTENTS, 1406, CORRUPTION, \
	  "an inode does not count its extents rightly", \
	  "kernels refuse to read the map, and the file with it") \
	X(FIND_INODE_NBLOCKS, 1407, CORRUPTION, \
	  "an inode does not count its blocks rightly", \
	  "its size on disk and quotas are wrong, and kernels may shut down when it is removed") \
	X(FIND_INODE_FLAG, 1408, CORRUPTION, \
	  "an inode has a flag that its kind does not have", \
	  "kernels and programs may treat it in unforeseen ways") \
	X(FIND_INODE_REALTIME, 1409, CORRUPTION, \
	  "a file is said to be on a realtime device, which the filesystem lacks", \
	  "kernels cannot read it; whose blocks it maps is not known") \
	X(FIND_INODE_CHAINED, 1410, CORRUPTION, \
	  "an inode that is not on its way out is chained to those that are", \
	  "kernels shut down when it is removed") \
	X(FIND_INODE_SIZE, 1411, CORRUPTION, \
	  "an inode has a size that its kind does not have", \
	  "programs are told that there is something to read") \
	X(FIND_ATTR, 1412, CORRUPTION, \
	  "extended attributes are damaged", \
	  "some cannot be read: access lists and security labels may be among them") \
	X(FIND_ATTR_INCOMPLETE, 1413, LEFTOVER, \
	  "an extended attribute was left half made or half removed", \
	  "nobody sees it, and its space is not given back") \
	X(FIND_SYMLINK, 1414, CORRUPTION, \
	  "a symbolic link is damaged", \
	  "it cannot be followed, or leads elsewhere") \
	X(FIND_ROOT, 1415, CORRUPTION, \
	  "the root directory is lost", \
	  "the filesystem cannot be mounted") \
	X(FIND_QUOTA_FILE, 1416, CORRUPTION, \
	  "a quota file that the superblock names is none", \
	  "kernels refuse to mount with quotas") \
	X(FIND_QUOTA_RECORD, 1417, CORRUPTION, \
	  "a quota record is damaged", \
	  "limits and use of this id are lost until kernels count anew") \
	X(FIND_RT_FILE, 1418, CORRUPTION, \
	  "a file of the realtime device that the superblock names is none", \
	  "kernels refuse to mount the filesystem") \
	X(FIND_ACL, 1419, CORRUPTION, \
	  "an access control list is damaged", \
	  "kernels refuse access by it, or grant what was never granted")

#define FINDING_TABLE_NAME(X) \
	X(FIND_DIR, 1500, CORRUPTION, \
	  "a directory is damaged", \
	  "some names in it cannot be found, and kernels shut down when they come to it") \
	X(FIND_ENTRY_NOWHERE, 1501, CORRUPTION, \
	  "a name leads to an inode that does not exist", \
	  "the name cannot be opened; kernels may shut down when it is removed") \
	X(FIND_ENTRY_FREE, 1502, CORRUPTION, \
	  "a name leads to an inode that is free", \
	  "the name cannot be opened, and leads to another file once the inode is reused") \
	X(FIND_ENTRY_SPECIAL, 1503, CORRUPTION, \
	  "a name leads to an inode of the filesystem's own metadata", \
	  "who opens and writes it destroys the filesystem") \
	X(FIND_ENTRY_TYPE, 1504, CORRUPTION, \
	  "a name states another type of file than its inode", \
	  "programs treat the file as what it is not, and pass it over") \
	X(FIND_DIR_SEVERAL, 1505, CORRUPTION, \
	  "a directory has more than one name", \
	  "programs that walk the tree meet it twice or never come to an end") \
	X(FIND_DOTDOT, 1506, CORRUPTION, \
	  "a directory's entry for its parent leads elsewhere", \
	  "the way up leads to another place than the way down came from") \
	X(FIND_DIR_ISLAND, 1507, CORRUPTION, \
	  "a directory has no name", \
	  "nothing in it can be reached") \
	X(FIND_DIR_CIRCLE, 1508, CORRUPTION, \
	  "directories are each other's parents in a circle", \
	  "nothing in them can be reached") \
	X(FIND_NAMELESS, 1509, CORRUPTION, \
	  "an inode in use has no name", \
	  "it cannot be reached, and its space is not given back") \
	X(FIND_NLINK, 1510, CORRUPTION, \
	  "an inode does not count its links rightly", \
	  "too low, it is freed while names still lead to it; too high, never") \
	X(FIND_UNLINKED_LIST, 1511, CORRUPTION, \
	  "a list of inodes on their way out is damaged", \
	  "kernels shut down when they come to it, and what follows is never freed") \
	X(FIND_UNLINKED_LINKED, 1512, CORRUPTION, \
	  "an inode with links or names is on a list of those on their way out", \
	  "the next mount may free it") \
	X(FIND_UNLINKED_LEFT, 1513, LEFTOVER, \
	  "a removed file waits to be freed", \
	  "its space is not given back before a kernel comes to it") \
	X(FIND_UNLINKED_LOST, 1514, LEFTOVER, \
	  "a removed file is on no list of those that wait to be freed", \
	  "its space is never given back") \
	X(FIND_PARENT_MISSING, 1515, CORRUPTION, \
	  "an inode lacks a parent pointer for one of its names", \
	  "its path cannot be told from it, and renaming or removing the name shuts kernels down") \
	X(FIND_PARENT_SUPERFLUOUS, 1516, CORRUPTION, \
	  "an inode has a parent pointer for a name that does not lead to it", \
	  "a wrong path is told from it") \
	X(FIND_PARENTS_DIFFER, 1517, CORRUPTION, \
	  "parent pointers are not those of the names", \
	  "too many differ to name each")

#define FINDING_TABLE_OWNER(X) \
	X(FIND_CLAIMED_TWICE, 1600, CORRUPTION, \
	  "blocks are used twice that cannot be shared", \
	  "whoever writes last destroys what the others have there") \
	X(FIND_FREE_IN_USE, 1601, CORRUPTION, \
	  "blocks in use are counted as free space", \
	  "the next write may take them and destroy what is there") \
	X(FIND_BLOCKS_LOST, 1602, LEFTOVER, \
	  "blocks are neither free nor in use", \
	  "this space is lost until a repair gives it back") \
	X(FIND_REFC_MISSING, 1603, CORRUPTION, \
	  "shared blocks have no reference count", \
	  "writing to one file changes the others, and removing one frees their blocks") \
	X(FIND_REFC_WRONG, 1604, CORRUPTION, \
	  "a reference count is wrong", \
	  "too low, blocks are freed while files still have them; too high, never") \
	X(FIND_REFC_SUPERFLUOUS, 1605, CORRUPTION, \
	  "a reference count stands for blocks that are not shared", \
	  "the blocks are copied at every write and will never become free") \
	X(FIND_STAGING_LEFT, 1606, LEFTOVER, \
	  "blocks reserved for copy-on-write were left behind", \
	  "this space is lost until the filesystem is mounted for writing") \
	X(FIND_STAGING_IN_USE, 1607, CORRUPTION, \
	  "blocks reserved for copy-on-write are in use", \
	  "the next mount frees them under whoever has them") \
	X(FIND_SHARED_UNWRITTEN, 1608, CORRUPTION, \
	  "unwritten blocks are shared", \
	  "a write makes them readable in one file and not in the others") \
	X(FIND_UNFLAGGED, 1609, CORRUPTION, \
	  "a file shares blocks and its inode does not say so", \
	  "writing to it changes the other files") \
	X(FIND_FLAG_UNUSED, 1610, OPTIMIZATION, \
	  "an inode has the reflink flag and shares nothing", \
	  "writes to the file are slower than they need be") \
	X(FIND_RMAP_MISSING, 1611, CORRUPTION, \
	  "the reverse map lacks an owner", \
	  "should this memory fail, nobody will be told that the owner lost it") \
	X(FIND_RMAP_WRONG, 1612, CORRUPTION, \
	  "the reverse map has a wrong owner, offset or state", \
	  "should this memory fail, the wrong owner will be told") \
	X(FIND_RMAP_SUPERFLUOUS, 1613, CORRUPTION, \
	  "the reverse map has an owner that does not have the blocks", \
	  "kernels shut the filesystem down when the blocks change hands") \
	X(FIND_RMAP_DIFFERS, 1614, CORRUPTION, \
	  "the reverse map differs from what is mapped among these blocks", \
	  "too much is mapped there to name each difference") \
	X(FIND_RT_TWICE, 1615, CORRUPTION, \
	  "a realtime extent is used twice", \
	  "whoever writes last destroys what the others have there") \
	X(FIND_RT_FREE_IN_USE, 1616, CORRUPTION, \
	  "a realtime extent in use is free in the bitmap", \
	  "the next write may take it and destroy what is there") \
	X(FIND_RT_LOST, 1617, LEFTOVER, \
	  "a realtime extent is neither free nor in use", \
	  "this space is lost until a repair gives it back") \
	X(FIND_RT_SUMMARY, 1618, CORRUPTION, \
	  "the realtime summary counts free extents that the bitmap does not have, or too few", \
	  "kernels look for space where there is none, or do not find what there is") \
	X(FIND_RT_UNREADABLE, 1619, CORRUPTION, \
	  "a part of the realtime bitmap or summary is missing or cannot be read", \
	  "nobody knows what is free there; kernels fail when they need it")

#define FINDING_TABLE_MEDIA(X) \
	X(FIND_BAD_FILE, 1700, CORRUPTION, \
	  "a file has blocks on bad memory", \
	  "what stood there is lost: restore it, or punch it out of every file that shares it") \
	X(FIND_BAD_METADATA, 1701, CORRUPTION, \
	  "metadata of the filesystem is on bad memory", \
	  "kernels shut the filesystem down when they read it; make it anew from a backup") \
	X(FIND_BAD_INODE_BLOCK, 1702, CORRUPTION, \
	  "names, a link's target, attributes, quota records or a map are on bad memory", \
	  "what needs them fails, and kernels may shut the filesystem down; punching does not " \
	  "help: copy off what can still be read")

#endif /* REPAIR_FINDING_TABLE_H */
