// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The core's public headers, all of them.  Not here: what only the core's own files
 * include (btree/block.h, btree/cursor.h, ag/ag_root.h, inode/fork.h, and of log/ all but
 * log_scan.h and log_verify.h).
 */
#ifndef LIBXFS_H
#define LIBXFS_H

#include "libxfs/types.h"
#include "libxfs/env.h"
#include "libxfs/format/ag.h"
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/dir.h"
#include "libxfs/format/inode.h"
#include "libxfs/format/log.h"
#include "libxfs/format/quota.h"
#include "libxfs/format/sb.h"
#include "libxfs/format/symlink.h"
#include "libxfs/fs/buf.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/fault.h"
#include "libxfs/fs/features.h"
#include "libxfs/fs/geom.h"
#include "libxfs/fs/siphash.h"
#include "libxfs/fs/superblock.h"
#include "libxfs/btree/btree.h"
#include "libxfs/btree/bulk.h"
#include "libxfs/btree/scan.h"
#include "libxfs/ag/agf.h"
#include "libxfs/ag/agfl.h"
#include "libxfs/ag/agi.h"
#include "libxfs/inode/attr_read.h"
#include "libxfs/inode/attr_verify.h"
#include "libxfs/inode/da_block.h"
#include "libxfs/inode/da_buf.h"
#include "libxfs/inode/da_tree.h"
#include "libxfs/inode/dir_check.h"
#include "libxfs/inode/dir_read.h"
#include "libxfs/inode/dir_verify.h"
#include "libxfs/inode/fork_map.h"
#include "libxfs/inode/inode_verify.h"
#include "libxfs/inode/name_twice.h"
#include "libxfs/inode/quota_verify.h"
#include "libxfs/inode/symlink_read.h"
#include "libxfs/inode/symlink_verify.h"
#include "libxfs/log/log_scan.h"
#include "libxfs/log/log_verify.h"
#include "libxfs/reflink/extent_store.h"
#include "libxfs/reflink/owner_sweep.h"
#include "libxfs/reflink/packed_array.h"
#include "libxfs/reflink/range_compare.h"
#include "libxfs/reflink/rmap_sum.h"
#include "libxfs/dax/dax.h"
#include "libxfs/dax/dax_pieces.h"

#endif /* LIBXFS_H */
