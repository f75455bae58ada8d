// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the buffer layer needs to read and write blocks of directories, attributes and
 * symlinks: the verifiers of dir_verify.h, attr_verify.h and symlink_verify.h.
 *
 * A block is verified without its owner, which a buffer does not tell.
 */
#ifndef LIBXFS_INODE_DA_BUF_H
#define LIBXFS_INODE_DA_BUF_H

#include "libxfs/fs/buf.h"

/* Buffers of g->dirblksize. */
extern const struct xfs_buf_ops xfs_dir3_block_buf_ops;
extern const struct xfs_buf_ops xfs_dir3_data_buf_ops;
extern const struct xfs_buf_ops xfs_dir3_leaf1_buf_ops;	/* the only leaf */
extern const struct xfs_buf_ops xfs_dir3_leafn_buf_ops;	/* one under nodes */
extern const struct xfs_buf_ops xfs_dir3_free_buf_ops;

/* Of g->dirblksize in directories, g->blocksize in attribute forks. */
extern const struct xfs_buf_ops xfs_da3_node_buf_ops;

/* Of g->blocksize. */
extern const struct xfs_buf_ops xfs_attr3_leaf_buf_ops;

/* One block of a value or several in a row: each has a head and checksum of its own. */
extern const struct xfs_buf_ops xfs_attr3_rmt_buf_ops;

/* A whole extent of a target. */
extern const struct xfs_buf_ops xfs_symlink_buf_ops;

#endif /* LIBXFS_INODE_DA_BUF_H */
