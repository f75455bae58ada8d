// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every B+tree, read by a cursor both ways, by a query and by the tolerant walk.  Each walk
 * ends, keys rise, and what one calls sound the others find the same records in.
 */

#include <stdlib.h>

#include "libxfs/btree/scan.h"
#include "tests/fuzz/fuzz_tree.h"

struct tree {
	struct fuzz_bed		bed;
	struct xfs_btree_host	host;
	const struct xfs_btree_ops *ops;
	uint8_t			*fork;
	uint64_t		most;		/* records there can be in all blocks */
	union xfs_btree_irec	first, last;
	uint64_t		queried;
};

static bool hang(struct tree *t)
{
	const struct fuzz_head *head = &t->bed.head;

	t->ops = fuzz_tree_ops(&t->bed);
	t->host.cache = t->bed.cache;
	t->host.owner = t->ops->lptr ? t->bed.ino : head->ino % t->bed.g.agcount;
	t->host.root = head->arg & 0xffffff;
	t->host.nlevels = head->select >> 4;
	t->host.fork_bytes = fuzz_tree_fork_bytes(&t->bed);
	t->fork = malloc(t->host.fork_bytes);
	if (!t->fork)
		abort();
	memcpy(t->fork, (uint8_t *)t->bed.dip + XFS_DINODE_LITERAL, t->host.fork_bytes);
	t->host.fork = t->fork;
	t->most = t->bed.g.dblocks * xfs_btree_maxrecs(t->ops, t->bed.g.blocksize, true);
	fuzz_own(&t->bed, t->host.owner, t->ops->magic);
	/* Of a header the roots have been verified. */
	return t->ops->fork_root ||
		(t->host.nlevels >= 1 && t->host.nlevels <= t->ops->maxlevels(&t->bed.g) &&
		 xfs_agbno_valid(&t->bed.g, (xfs_agnumber_t)t->host.owner,
				 (xfs_agblock_t)t->host.root));
}

static void key_of(const struct tree *t, const union xfs_btree_irec *irec, uint8_t *key)
{
	uint8_t rec[XFS_BTREE_REC_MAX];

	t->ops->pack(&t->bed.g, irec, rec);
	t->ops->rec_key(rec, key);
}

/* Does the second stand behind the first, or with it? */
static bool rises(const struct tree *t, const union xfs_btree_irec *a,
		  const union xfs_btree_irec *b)
{
	uint8_t ka[XFS_BTREE_KEY_MAX], kb[XFS_BTREE_KEY_MAX];

	key_of(t, a, ka);
	key_of(t, b, kb);
	return t->ops->key_cmp(ka, kb) <= 0;
}

static int scan_fault(void *priv, const struct xfs_btree_scan_fault *sf)
{
	assert(sf->fault && sf->fault < XFS_FAULT_NR);
	return 0;
}

static int scan_all(struct tree *t, struct xfs_btree_scan *scan, uint64_t *nr)
{
	const struct xfs_btree_scan_visit visit = { .fault = scan_fault };
	union xfs_btree_irec irec, before;
	bool found;
	int error;

	*nr = 0;
	xfs_btree_scan_init(scan, t->ops, &t->bed.g, &t->host, &visit);
	while (!(error = xfs_btree_scan_next(scan, &irec, &found)) && found) {
		assert(++*nr <= t->most);
		assert(*nr == 1 || rises(t, &before, &irec));
		before = irec;
	}
	xfs_btree_scan_done(scan);
	assert(error || !scan->sound || scan->complete);
	return error;
}

static void expect_cursor(struct tree *t, const struct xfs_btree_cur *cur, int error)
{
	fuzz_expect(&t->bed, error);
	assert(error != -EFSCORRUPTED || cur->fault);
}

/* From the first record on, or from the last one back. */
static int step_all(struct tree *t, struct xfs_btree_cur *cur, bool back, uint64_t *nr)
{
	union xfs_btree_irec irec, before;
	bool found;
	int error = back ? xfs_btree_last(cur, &found) : xfs_btree_first(cur, &found);

	*nr = 0;
	while (!error && found) {
		assert(!xfs_btree_get(cur, &irec));
		assert(++*nr <= t->most);
		if (*nr == 1)
			t->first = irec;
		else
			assert(back ? rises(t, &irec, &before) : rises(t, &before, &irec));
		t->last = before = irec;
		error = back ? xfs_btree_prev(cur, &found) : xfs_btree_next(cur, &found);
	}
	expect_cursor(t, cur, error);
	return error;
}

static int count_queried(struct xfs_btree_cur *cur, const union xfs_btree_irec *irec, void *priv)
{
	struct tree *t = priv;

	assert(++t->queried <= t->most);
	return 0;
}

static int count_block(struct xfs_btree_cur *cur, unsigned int level, uint64_t ptr,
		       const struct xfs_buf *bp, void *priv)
{
	uint64_t *nr = priv;

	(*nr)++;
	return 0;
}

static void read_by_cursor(struct tree *t, const struct xfs_btree_scan *scan, uint64_t scanned)
{
	uint64_t nr, back, blocks = 0;
	struct xfs_btree_cur cur;
	bool found;
	int error;

	xfs_btree_cur_init(&cur, t->ops, &t->bed.g, &t->host);
	expect_cursor(t, &cur, xfs_btree_walk(&cur, count_block, &blocks));
	error = step_all(t, &cur, true, &back);
	error = step_all(t, &cur, false, &nr) ?: error;
	if (!error)
		assert(nr == back);
	if (!error && scan->complete)
		assert(nr == scanned);
	if (scan->sound && !(t->bed.head.mend & FUZZ_STARVE))
		assert(!error && nr == scanned);
	if (!error && nr) {
		error = xfs_btree_query(&cur, &t->first, &t->last, count_queried, t);
		assert(error || t->queried == nr);
		expect_cursor(t, &cur, error);
		error = xfs_btree_lookup(&cur, XFS_LOOKUP_EQ, &t->last, &found);
		assert(error || found);
		expect_cursor(t, &cur, error);
	}
	xfs_btree_cur_done(&cur);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xfs_btree_scan scan;
	struct tree t = { .ops = NULL };
	uint64_t scanned;
	int error;

	if (!fuzz_begin(&t.bed, data, size))
		return 0;
	if (hang(&t)) {
		error = scan_all(&t, &scan, &scanned);
		fuzz_expect(&t.bed, error);
		scan.complete &= !error;
		scan.sound &= !error;
		read_by_cursor(&t, &scan, scanned);
	}
	free(t.fork);
	fuzz_end(&t.bed);
	return 0;
}
