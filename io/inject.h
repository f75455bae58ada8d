// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of XFS' places of error injection. */
#ifndef IO_INJECT_H
#define IO_INJECT_H

#include "io/io.h"

/* The kernel's number of the place @name, or -ENOENT. */
int inject_tag(const char *name);

#endif /* IO_INJECT_H */
