// SPDX-License-Identifier: GPL-2.0-or-later
/* The core's public headers, all of them. */
#ifndef LIBXFS_H
#define LIBXFS_H

#include "libxfs/types.h"
#include "libxfs/env.h"
#include "libxfs/fs/fault.h"
#include "libxfs/fs/geom.h"
#include "libxfs/fs/buf.h"
#include "libxfs/btree/btree.h"

#endif /* LIBXFS_H */
