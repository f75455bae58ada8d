// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A whole log: scanning it ends, its ends lie in it, and both ways of scanning agree on
 * them.  Pieces stand in blocks of the log; records' checksums are mended before.  Logs are
 * the shortest there are: long ones take long.
 */

#include <stdlib.h>

#include "libxfs/log/log_scan.h"
#include "libxfs/log/log_verify.h"
#include "tests/fuzz/fuzz_input.h"

#define BLOCKS_MIN	512		/* less no superblock may have */
#define BLOCKS_MORE	64

struct log {
	struct fuzz_bed	bed;
	uint8_t		*ring;
	uint32_t	blocks;
	uint64_t	trans;
	uint64_t	items;
};

/* Whole blocks of the log: those that a piece names, zeroes elsewhere. */
static void lay_out(struct log *l)
{
	struct xfs_dev *dev = &l->bed.dev;
	struct xfs_geom *g = &l->bed.g;

	g->logblocks = BLOCKS_MIN + l->bed.head.arg % BLOCKS_MORE;
	dev->end = g->logblocks;
	l->blocks = g->logblocks * g->blockbb;
	l->ring = calloc(l->blocks, BBSIZE);
	if (!l->ring)
		abort();
	for (unsigned int i = 0; i < dev->nr; i++)
		memcpy(l->ring + dev->blocks[i].nr % g->logblocks * g->blocksize,
		       dev->blocks[i].data, g->blocksize);
	dev->flat = l->ring;
}

static uint8_t *at(const struct log *l, uint64_t block)
{
	return l->ring + BBTOB(block % l->blocks);
}

static void mend_head(const struct log *l, uint32_t block)
{
	struct xlog_rec_header *h = (void *)at(l, block);

	if (l->bed.head.mend & FUZZ_MEND_UUID)
		h->h_fs_uuid = l->bed.g.uuid;
	if (l->bed.head.mend & FUZZ_MEND_MAGIC) {
		h->h_version = cpu_to_be32(XLOG_VERSION_2);
		h->h_fmt = cpu_to_be32(XLOG_FMT_LINUX_LE);
	}
	if (l->bed.head.mend & FUZZ_MEND_PLACE)
		h->h_lsn = cpu_to_be64(XFS_LSN(be32_to_cpu(h->h_cycle), block));
}

/* Behind the end of the log the cycle is the next. */
static void mend_cycles(const struct log *l, uint32_t block, uint32_t nr)
{
	uint32_t cycle = get_unaligned_be32(at(l, block) + 4);

	for (uint32_t i = 1; i < nr; i++)
		put_unaligned_be32(cycle + (block + i) / l->blocks, at(l, block + i));
}

static void mend_crc(const struct log *l, uint32_t block, uint32_t heads, uint32_t len)
{
	struct xlog_rec_header *h = (void *)at(l, block);
	uint32_t i, crc;

	h->h_crc = cpu_to_le32(0);
	crc = xfs_env_crc32c(~0U, h, sizeof(*h));
	for (i = 1; i < heads && i * XLOG_HEADER_CYCLE_SIZE < len; i++)
		crc = xfs_env_crc32c(crc, at(l, block + i), sizeof(struct xlog_rec_ext_header));
	for (i = 0; i < len / BBSIZE; i++)
		crc = xfs_env_crc32c(crc, at(l, block + heads + i), BBSIZE);
	h->h_crc = cpu_to_le32(~crc);
}

static void mend_record(const struct log *l, uint32_t block)
{
	const struct xlog_rec_header *h = (void *)at(l, block);
	uint32_t heads, len;

	if (get_unaligned_be32(at(l, block)) != XLOG_HEADER_MAGIC_NUM)
		return;
	mend_head(l, block);
	heads = xlog_rec_header_blocks(h);
	len = be32_to_cpu(h->h_len);
	if (len > XLOG_MAX_RECORD_BSIZE || heads > 8 || heads + BTOBB(len) > l->blocks)
		return;
	if (l->bed.head.mend & FUZZ_MEND_OWNER)
		mend_cycles(l, block, heads + (uint32_t)BTOBB(len));
	if (l->bed.head.mend & FUZZ_MEND_CRC)
		mend_crc(l, block, heads, len);
}

static void mend_records(const struct log *l)
{
	const struct xfs_geom *g = &l->bed.g;
	uint64_t first;

	for (unsigned int i = 0; i < l->bed.dev.nr; i++) {
		first = l->bed.dev.blocks[i].nr % g->logblocks * g->blockbb;
		for (uint32_t k = 0; k < g->blockbb; k++)
			mend_record(l, (uint32_t)first + k);
	}
}

static int see_trans(void *priv, const struct xlog_trans *trans)
{
	struct log *l = priv;
	uint32_t i, k;

	l->trans++;
	for (i = 0; i < trans->nr_items; i++) {
		const struct xlog_item *item = &trans->items[i];

		l->items++;
		for (k = 0; k < item->nr_regions; k++) {
			assert((uintptr_t)item->regions[k].data % 8 == 0);
			fuzz_touch(item->regions[k].data, item->regions[k].len);
		}
	}
	return 0;
}

static void check_ends(const struct log *l, const struct xlog_scan_result *r)
{
	uint64_t head = (uint64_t)r->head_cycle * l->blocks + r->head_block;
	uint64_t tail = (uint64_t)r->tail_cycle * l->blocks + r->tail_block;

	if (r->state == XLOG_UNKNOWN)
		return;
	assert(r->head_block < l->blocks && r->tail_block < l->blocks);
	assert(tail <= head && head - tail <= l->blocks);
	assert(r->torn_blocks <= l->blocks);
}

static uint64_t sum_items(const struct xlog_scan_result *r)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i < XLOG_NR_TYPES; i++) {
		assert(r->intents[i] <= r->items[i]);
		sum += r->items[i];
	}
	return sum;
}

static void scan(struct log *l)
{
	struct xlog_scan_params params = {
		.geom = &l->bed.g, .dev = &l->bed.dev, .fn = see_trans, .priv = l,
		.limit = 8 << 20,
	};
	struct xlog_scan_result whole, counted;
	int error = xlog_scan(&params, &whole), error2;

	fuzz_expect(&l->bed, error);
	assert(error != -EFSCORRUPTED || whole.fault);
	if (!error || error == -EFSCORRUPTED)
		check_ends(l, &whole);
	params.fn = NULL;
	error2 = xlog_scan(&params, &counted);
	fuzz_expect(&l->bed, error2);
	if (error || error2)
		return;
	assert(l->trans == whole.committed && l->items == sum_items(&whole));
	assert(sum_items(&counted) == l->items);
	assert(!memcmp(whole.intents, counted.intents, sizeof(whole.intents)));
	assert(whole.state == counted.state && whole.head_block == counted.head_block &&
	       whole.committed == counted.committed && whole.records == counted.records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct log l = { .trans = 0 };

	if (!fuzz_begin(&l.bed, data, size))
		return 0;
	if (l.bed.g.blocksize <= 4096) {
		lay_out(&l);
		mend_records(&l);
		scan(&l);
	}
	fuzz_end(&l.bed);
	return 0;
}
