/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FUZZ_FUZZ_TREE_H
#define TESTS_FUZZ_FUZZ_TREE_H
/* Which tree an input of fuzz-tree is, and where it hangs. */

#include "libxfs/btree/btree.h"
#include "tests/fuzz/fuzz_input.h"

#define FUZZ_TREES	7
#define FUZZ_TREE_BMBT	6

static const struct xfs_btree_ops *const fuzz_trees[] = {
	&xfs_bnobt_ops, &xfs_cntbt_ops, &xfs_inobt_ops, &xfs_finobt_ops,
	&xfs_rmapbt_ops, &xfs_refcountbt_ops, &xfs_bmbt_ops,
};

/* head.select: bits 0-3 the tree, 4-7 its levels; head.arg: the root, or 8 bytes of fork. */
static inline const struct xfs_btree_ops *fuzz_tree_ops(const struct fuzz_bed *bed)
{
	return fuzz_trees[(bed->head.select & 15) % FUZZ_TREES];
}

static inline uint32_t fuzz_tree_fork_bytes(const struct fuzz_bed *bed)
{
	return 24 + bed->head.arg % 40 * 8;
}

#endif /* TESTS_FUZZ_FUZZ_TREE_H */
