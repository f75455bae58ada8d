// SPDX-License-Identifier: GPL-2.0-or-later
/* For the beginning of main(): descriptors 0, 1 and 2 belong to standard streams. */
#ifndef COMMON_STDFDS_H
#define COMMON_STDFDS_H

/*
 * Takes those of the three that the caller has closed, so that no file we open becomes
 * standard output or error and has messages written into it.  Reading and writing them
 * goes on to fail with -EBADF, as when they are closed.  0 or a negative errno.
 */
int stdfds_take(void);

#endif /* COMMON_STDFDS_H */
