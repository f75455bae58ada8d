// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Paths of inodes, for people.  Only those that are wanted are looked for, all of them in
 * two walks over the directories: one for the names of what is wanted, one for the
 * directories above.  Needs FACT_NAMES; without, no path is known.
 */
#ifndef REPAIR_PATHS_H
#define REPAIR_PATHS_H

#include "repair/repair.h"

/* So many can be wanted, fewer with little memory; of more nothing is known, which is said. */
size_t paths_max(const struct repair *r);

/* From one thread.  0 or -ENOMEM. */
int paths_want(struct repair *r, xfs_ino_t ino);
/* Finds what was wanted since the last call.  0 or -ENOMEM. */
int paths_resolve(struct repair *r);
/*
 * "/dir/name" of one that was wanted; of several links the first, by number of directory and
 * then by place in it.  What is too long for @path is ".../end".  False: not known.
 */
bool paths_name(const struct repair *r, xfs_ino_t ino, char *path, size_t size);
void paths_destroy(struct repair *r);

#endif /* REPAIR_PATHS_H */
