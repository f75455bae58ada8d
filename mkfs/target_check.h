// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * May this file or device be overwritten?  Two questions with two answers: whether
 * somebody uses it now, which nothing overrides, and whether something is stored
 * there, which -f overrides.
 */
#ifndef MKFS_TARGET_CHECK_H
#define MKFS_TARGET_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/*
 * Who uses the block device or regular file of @st: writes "is mounted on /mnt" or
 * the like to @who and returns true.  Looks at mounts, swap, holders (device
 * mapper, md ...), loop devices, and for a disk at its partitions.  Does not see
 * into other mount namespaces, except that a loop device on a file is tried for
 * exclusive use: a device that this finds free may still refuse to be opened so.
 */
bool target_find_user(const struct stat *st, char *who, size_t size);

/* The file or device that the loop device of sysfs folder @dir is made of. */
bool target_loop_backing(const char *dir, struct stat *backing);

/*
 * mkfs/target_overlap.c: do these two have a byte in common?  Sees through
 * loop devices and partitions; what else stacks devices holds the lower one
 * exclusively.
 */
bool target_overlap(const struct stat *a, const struct stat *b);

/*
 * What libblkid sees at @path, as "a filesystem (ext4)", several joined by "and";
 * "" for nothing.  0 or a negative errno.
 */
int target_find_contents(const char *path, char *what, size_t size);

#endif /* MKFS_TARGET_CHECK_H */
