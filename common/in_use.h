// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who uses this block device or file?  A filesystem that somebody has mounted may neither
 * be overwritten nor be judged by what is on the device at the moment.
 */
#ifndef COMMON_IN_USE_H
#define COMMON_IN_USE_H

#include <stddef.h>
#include <sys/stat.h>

/*
 * Who uses the block device or regular file of @st: writes "is mounted on /mnt" or
 * the like to @who and returns 1; 0 if nobody does, -ENOMEM if there is no memory to
 * find out.  Looks at mounts, swap, holders (device
 * mapper, md ...), loop devices, and for a disk at its partitions.  Does not see
 * into other mount namespaces, except that a loop device on a file is tried for
 * exclusive use: a device that this finds free may still refuse to be opened so.
 */
int in_use_find(const struct stat *st, char *who, size_t size);

/* The file or device that the loop device of sysfs folder @dir is made of: 1, 0, -ENOMEM. */
int in_use_loop_backing(const char *dir, struct stat *backing);

#endif /* COMMON_IN_USE_H */
