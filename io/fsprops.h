// SPDX-License-Identifier: GPL-2.0-or-later
/* What names and values of filesystem properties are allowed. */
#ifndef IO_FSPROPS_H
#define IO_FSPROPS_H

#include "io/io.h"

/* An attribute's name has 255 bytes, of which "xfs:" takes four. */
#define FSPROP_NAME_MAX	251

bool fsprop_name_ok(const char *name, size_t len);
/* False only for a known property that has no such value. */
bool fsprop_value_ok(const char *name, size_t len, const char *value);

#endif /* IO_FSPROPS_H */
