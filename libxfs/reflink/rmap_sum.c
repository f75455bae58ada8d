// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sums of hashes of the ends of mappings.
 *
 * A mapping of blocks [b, e) adds H(key, b) - H(key, e), where the key is all that two
 * mappings must have in common to continue each other: owner, fork and state, and the
 * distance from block to file offset.  Where one ends and the next begins the two
 * hashes cancel, so that only the outline of what is mapped remains, and addition
 * forgets the order.  At the border of a bucket a mapping ends and begins anew.
 *
 * Two different multitudes of n mappings have equal sums if some sum of hashes with
 * small factors happens to be 0.  For a function that nobody without the seed can tell
 * from random that has the chance 2^-128 times the largest power of two in all factors,
 * squared: at worst, if one mapping is there 2^32 times too often, 2^-64.  So H must be
 * such a function: SipHash (fs/siphash.h) with 128 bits of output.  Its inputs here all have
 * three words, so that the length need not be one.
 */
#include "libxfs/reflink/rmap_sum.h"

#include "libxfs/fs/siphash.h"

/* ---- The hash ---- */

/* @s has taken the key in and stays as it is. */
xfs_sip_inline struct xfs_rmap_lanes hash_end(struct xfs_sip s, uint64_t flags,
					      uint64_t agbno)
{
	struct xfs_rmap_lanes h;

	/* Block numbers and ends have 33 bits at most, flags are the top three. */
	xfs_sip_word(&s, flags | agbno);
	xfs_sip_end(&s, h.lane);
	return h;
}

/* ---- Mappings ---- */

/* What stays the same along a mapping. */
static uint64_t distance(const struct xfs_rmap_irec *irec)
{
	if (XFS_RMAP_NON_INODE_OWNER(irec->owner) ||
	    (irec->flags & XFS_RMAP_OFF_BMBT_BLOCK))
		return irec->offset;
	return irec->offset - irec->startblock;
}

static void add(struct xfs_rmap_lanes *to, const struct xfs_rmap_lanes *h)
{
	to->lane[0] += h->lane[0];
	to->lane[1] += h->lane[1];
}

static void subtract(struct xfs_rmap_lanes *from, const struct xfs_rmap_lanes *h)
{
	from->lane[0] -= h->lane[0];
	from->lane[1] -= h->lane[1];
}

int xfs_rmap_sum_add(struct xfs_rmap_sum *sum, const struct xfs_rmap_irec *irec)
{
	uint64_t at = irec->startblock, end = at + irec->blockcount, border;
	struct xfs_rmap_lanes *bucket;
	struct xfs_rmap_lanes h;
	struct xfs_sip key;

	if (end > sum->blocks || end == at)
		return -EINVAL;
	xfs_sip_start(&key, sum->seed.k[0], sum->seed.k[1]);
	xfs_sip_word(&key, irec->owner);
	xfs_sip_word(&key, distance(irec));
	h = hash_end(key, irec->flags, at);
	while (at < end) {
		bucket = &sum->bucket[at >> sum->shift];
		border = ((at >> sum->shift) + 1) << sum->shift;
		at = border < end ? border : end;
		add(bucket, &h);
		h = hash_end(key, irec->flags, at);
		subtract(bucket, &h);
	}
	return 0;
}

/* ---- Sums ---- */

int xfs_rmap_sum_init(struct xfs_rmap_sum *sum, const struct xfs_rmap_seed *seed,
		      xfs_agblock_t blocks)
{
	memset(sum, 0, sizeof(*sum));
	if (!blocks)
		return -EINVAL;
	sum->seed = *seed;
	sum->blocks = blocks;
	while ((blocks - 1) >> sum->shift >= XFS_RMAP_SUM_BUCKETS)
		sum->shift++;
	sum->nr = ((blocks - 1) >> sum->shift) + 1;
	sum->bucket = xfs_env_alloc(sum->nr * sizeof(*sum->bucket));
	return sum->bucket ? 0 : -ENOMEM;
}

void xfs_rmap_sum_destroy(struct xfs_rmap_sum *sum)
{
	xfs_env_free(sum->bucket);
	memset(sum, 0, sizeof(*sum));
}

int xfs_rmap_sum_merge(struct xfs_rmap_sum *sum, const struct xfs_rmap_sum *from)
{
	unsigned int i;

	if (sum->blocks != from->blocks || sum->seed.k[0] != from->seed.k[0] ||
	    sum->seed.k[1] != from->seed.k[1])
		return -EINVAL;
	for (i = 0; i < sum->nr; i++)
		add(&sum->bucket[i], &from->bucket[i]);
	return 0;
}

unsigned int xfs_rmap_sum_differs(const struct xfs_rmap_sum *sum,
				  const struct xfs_rmap_sum *other, unsigned int bucket,
				  xfs_agblock_t *start, xfs_extlen_t *len)
{
	for (; bucket < sum->nr; bucket++) {
		if (sum->bucket[bucket].lane[0] == other->bucket[bucket].lane[0] &&
		    sum->bucket[bucket].lane[1] == other->bucket[bucket].lane[1])
			continue;
		*start = bucket << sum->shift;
		*len = sum->blocks - *start;
		if (*len > 1U << sum->shift)
			*len = 1U << sum->shift;
		break;
	}
	return bucket;
}
