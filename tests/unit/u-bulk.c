// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bulk load: every tree, block sizes from 1 KiB to 64 KiB, from no record to a
 * million; every block is read back and verified, and iteration gives the stream
 * back.  Then the ways it refuses.
 */
#include "tests/unit/btree_bed.h"

static const uint32_t blocksizes[] = { 1024, 2048, 4096, 8192, 16384, 32768, 65536 };
#define NR_BLOCKSIZES (sizeof(blocksizes) / sizeof(blocksizes[0]))

/* Forwards and backwards, the tree holds records 0..n of the series. */
static bool same_stream(struct bed *b, uint64_t n)
{
	union xfs_btree_irec got, want;
	struct xfs_btree_cur cur;
	uint64_t i = 0, left = n;
	bool found, good = true;
	int error;

	xfs_btree_cur_init(&cur, b->ops, &b->g, &b->host);
	error = xfs_btree_first(&cur, &found);
	while (!error && found && good) {
		bed_rec(b->ops, &b->g, i++, &want);
		good = !xfs_btree_get(&cur, &got) && bed_rec_same(b, &got, &want);
		error = xfs_btree_next(&cur, &found);
	}
	good = good && !error && i == n;
	error = xfs_btree_last(&cur, &found);
	while (!error && found && good) {
		bed_rec(b->ops, &b->g, --left, &want);
		good = !xfs_btree_get(&cur, &got) && bed_rec_same(b, &got, &want);
		error = xfs_btree_prev(&cur, &found);
	}
	xfs_btree_cur_done(&cur);
	return good && !error && !left;
}

static bool one_load(const struct xfs_btree_ops *ops, uint32_t blocksize, uint64_t n,
		     int slack)
{
	struct xfs_btree_bulk bulk;
	uint64_t blocks;
	struct bed b;
	bool good;
	int error;

	bed_open(&b, ops, blocksize);
	error = bed_load(&b, &bulk, n, slack);
	good = !error && bed_check(&b, n, &blocks) && blocks == bulk.nr_blocks &&
		b.unused == blocks && same_stream(&b, n);
	if (good && ops->fork_root)
		good = !xfs_btree_fork_verify(ops, &b.g, b.fork, b.host.fork_bytes);
	if (!good)
		printf("# %s, block size %u, %" PRIu64 " records, slack %d: error %d\n",
		       ops->name, blocksize, n, slack, error);
	bed_close(&b);
	return good;
}

/* Numbers of records around which the shape of the tree changes. */
static void sizes(const struct xfs_btree_ops *ops, uint32_t blocksize)
{
	unsigned int max = xfs_btree_maxrecs(ops, blocksize, true);
	unsigned int node = xfs_btree_maxrecs(ops, blocksize, false);
	uint64_t seed = blocksize + ops->magic, tall = (uint64_t)max * node;
	uint64_t n[] = {
		1, 2, max - 1, max, max + 1, 2 * max, 2 * max + 1,
		tall < 100000 ? tall : max * 3, tall < 100000 ? tall + 1 : max * 4 + 1,
		bed_random(&seed) % 1000, bed_random(&seed) % 30000,
	};
	static const int slacks[] = { -1, 0, 2, 1 << 20 };
	bool good = true;
	size_t i, s;

	if (!ops->fork_root)
		good = one_load(ops, blocksize, 0, -1);
	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++)
		for (s = 0; s < (blocksize <= 4096 && n[i] < 5000 ? 4 : 1); s++)
			good &= one_load(ops, blocksize, n[i] + !n[i], slacks[s]);
	ok(good, "%s of %u: few to many records come back", ops->name, blocksize);
}

static void million(const struct xfs_btree_ops *ops)
{
	bool good = one_load(ops, 1024, 1000000, -1);

	if (ops->lptr || ops->overlapping) {
		good &= one_load(ops, 4096, 1000000, 0);
		good &= one_load(ops, 65536, 1000000, -1);
	}
	ok(good, "%s: a million records come back", ops->name);
}

static void full_blocks(void)
{
	unsigned int max = xfs_btree_maxrecs(&xfs_bnobt_ops, 4096, true);
	struct xfs_btree_bulk bulk;
	struct bed b;

	bed_open(&b, &xfs_bnobt_ops, 4096);
	ok(!bed_load(&b, &bulk, 10 * max, 0), "load without slack");
	is_u64(bulk.level[0].blocks, 10, "no slack fills every leaf");
	ok(!bed_load(&b, &bulk, 10 * (max - 5), 5), "load with a slack of 5");
	is_u64(bulk.level[0].blocks, 10, "slack leaves just so many slots");
	is_u64(bulk.nlevels, 2, "and one root above");
	bed_close(&b);
}

static int backwards(void *priv, union xfs_btree_irec *irec)
{
	struct bed *b = priv;

	bed_rec(b->ops, &b->g, 1000 - b->at++, irec);
	return 0;
}

static int impossible(void *priv, union xfs_btree_irec *irec)
{
	memset(irec, 0, sizeof(*irec));
	return 0;
}

static int broken(void *priv, union xfs_btree_irec *irec)
{
	struct bed *b = priv;

	return b->at++ < 700 ? bed_next(priv, irec) : -EIO;
}

static int outside(void *priv, unsigned int level, uint64_t *ptr)
{
	*ptr = NULLAGBLOCK - 1;
	return 0;
}

static int emits;

static int refuse_third(void *priv, unsigned int level, xfs_daddr_t daddr,
			const void *block)
{
	struct bed *b = priv;

	if (xfs_btree_block_verify(b->ops, &b->g, block, b->g.blocksize, daddr) ||
	    !xfs_cksum_verify(block, b->g.blocksize, b->ops->buf_ops->crc_offset))
		return -EINVAL;
	return ++emits == 3 ? -EIO : 0;
}

static void refusals(void)
{
	struct xfs_btree_bulk bulk;
	struct bed b;

	bed_open(&b, &xfs_bnobt_ops, 1024);
	ok(!bed_load(&b, &bulk, 900, -1), "load to be refused later");
	b.at = 0;
	bulk.next = backwards;
	ok(xfs_btree_bulk_load(&bulk) == -EINVAL, "records out of order");
	bulk.next = impossible;
	ok(xfs_btree_bulk_load(&bulk) == -EINVAL, "an impossible record");
	b.at = 0;
	bulk.next = broken;
	ok(xfs_btree_bulk_load(&bulk) == -EIO, "a stream that breaks");
	bulk.next = bed_next;
	b.fail_after = 5;
	ok(xfs_btree_bulk_load(&bulk) == -ENOSPC, "no more blocks");
	b.fail_after = -1;
	bulk.claim = outside;
	ok(xfs_btree_bulk_load(&bulk) == -EINVAL, "a block outside the group");
	bulk.claim = bed_claim;
	bulk.emit = refuse_third;
	b.at = 0;
	ok(xfs_btree_bulk_load(&bulk) == -EIO && emits == 3, "a write that fails");
	b.at = 0;
	ok(!xfs_btree_bulk_load(&bulk), "emitted blocks are whole, checksum and all");
	bed_close(&b);

	bed_open(&b, &xfs_bmbt_ops, 1024);
	ok(bed_load(&b, &bulk, 0, -1) == -EINVAL, "no records in a fork");
	b.host.fork_bytes = 10;
	ok(bed_load(&b, &bulk, 10, -1) == -EINVAL, "a fork without room for a pointer");
	bed_close(&b);
}

int main(void)
{
	size_t t, s;

	for (t = 0; t < BED_NR_TREES; t++) {
		for (s = 0; s < NR_BLOCKSIZES; s++)
			sizes(bed_trees[t], blocksizes[s]);
		million(bed_trees[t]);
	}
	full_blocks();
	refusals();
	return done();
}
