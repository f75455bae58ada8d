// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * May this file or device be overwritten?  Two questions with two answers: whether
 * somebody uses it now (common/in_use.h), which nothing overrides, and whether something is
 * stored there, which -f overrides.
 */
#ifndef MKFS_TARGET_CHECK_H
#define MKFS_TARGET_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

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
