// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The log reader on logs made here, block by block: ends, wraps, what a crash leaves,
 * transactions cut and interleaved, damage; then every word of every header changed.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/env.h"
#include "libxfs/log/log_scan.h"
#include "libxfs/log/log_verify.h"
#include "tests/unit/mutate.h"
#include "tests/unit/sample_geom.h"

#define N	8192U		/* blocks of the log: more than can be in flight twice */
#define INO	131

static struct xfs_geom g;
static struct xfs_dev *dev;
static uint8_t *ring;			/* the log, mapped */
static struct xlog_scan_result r;

/* The record being made: its body. */
static uint8_t body[XLOG_MAX_RECORD_BSIZE + 64];
static uint32_t body_len, body_ops;

/* What the callback saw. */
static unsigned int seen_trans, seen_items, seen_wrong;
static uint8_t seen_last[70000];
static uint32_t seen_len;

static void op(uint32_t tid, uint8_t flags, const void *data, uint32_t len)
{
	struct xlog_op_header oh = {
		.oh_tid = cpu_to_be32(tid),
		.oh_len = cpu_to_be32(len),
		.oh_clientid = flags & XLOG_UNMOUNT_TRANS ? XFS_LOG : XFS_TRANSACTION,
		.oh_flags = flags,
	};

	memcpy(body + body_len, &oh, sizeof(oh));
	if (len)
		memcpy(body + body_len + sizeof(oh), data, len);
	body_len += sizeof(oh) + len;
	body_ops++;
}

/* As on disk: the checksum of a record whose other bytes are in place. */
static void stamp(uint64_t pos)
{
	struct xlog_rec_header *h = (void *)(ring + pos % N * BBSIZE);
	uint32_t len = be32_to_cpu(h->h_len), hblocks = xlog_rec_header_blocks(h);
	uint32_t i, crc;

	if (len > XLOG_MAX_RECORD_BSIZE || hblocks > 8)
		return;
	h->h_crc = cpu_to_le32(0);
	crc = xfs_env_crc32c(~0U, h, sizeof(*h));
	for (i = 1; i < hblocks && i * XLOG_HEADER_CYCLE_SIZE < len; i++)
		crc = xfs_env_crc32c(crc, ring + (pos + i) % N * BBSIZE,
				     sizeof(struct xlog_rec_ext_header));
	for (i = 0; i < len / BBSIZE; i++)
		crc = xfs_env_crc32c(crc, ring + (pos + hblocks + i) % N * BBSIZE,
				     BBSIZE);
	h->h_crc = cpu_to_le32(~crc);
}

static uint64_t lsn(uint64_t pos)
{
	return XFS_LSN(pos / N, pos % N);
}

static void put_body(uint64_t pos, struct xlog_rec_header *h, uint32_t hblocks)
{
	uint32_t i;
	__be32 *word, cycle;
	uint8_t *p;

	for (i = 0; i < BTOBB(body_len); i++) {
		word = i < 64 ? &h->h_cycle_data[i] :
		       (__be32 *)(ring + (pos + i / 64) % N * BBSIZE) + 1 + i % 64;
		memcpy(word, body + i * BBSIZE, sizeof(*word));
		p = ring + (pos + hblocks + i) % N * BBSIZE;
		memcpy(p, body + i * BBSIZE, BBSIZE);
		cycle = cpu_to_be32((pos + hblocks + i) / N);
		memcpy(p, &cycle, sizeof(cycle));
	}
}

/* The body so far as a record at @pos; where the next one belongs. */
static uint64_t record(uint64_t pos, uint64_t tail, uint32_t size)
{
	struct xlog_rec_header *h = (void *)(ring + pos % N * BBSIZE);
	uint32_t i, blocks;
	__be32 cycle;

	memset(body + body_len, 0, BBSIZE - body_len % BBSIZE);
	memset(h, 0, BBSIZE);
	h->h_magicno = cpu_to_be32(XLOG_HEADER_MAGIC_NUM);
	h->h_cycle = cpu_to_be32(pos / N);
	h->h_version = cpu_to_be32(XLOG_VERSION_2);
	h->h_len = cpu_to_be32(BBTOB(BTOBB(body_len)));
	h->h_lsn = cpu_to_be64(lsn(pos));
	h->h_tail_lsn = cpu_to_be64(lsn(tail));
	h->h_prev_block = cpu_to_be32(0xffffffff);
	h->h_num_logops = cpu_to_be32(body_ops);
	h->h_fmt = cpu_to_be32(XLOG_FMT_LINUX_LE);
	h->h_fs_uuid = g.uuid;
	h->h_size = cpu_to_be32(size);
	for (i = 1; i < xlog_rec_header_blocks(h); i++) {
		memset(ring + (pos + i) % N * BBSIZE, 0, BBSIZE);
		cycle = cpu_to_be32((pos + i) / N);
		memcpy(ring + (pos + i) % N * BBSIZE, &cycle, sizeof(cycle));
	}
	put_body(pos, h, xlog_rec_header_blocks(h));
	stamp(pos);
	blocks = xlog_rec_header_blocks(h) + BTOBB(body_len);
	body_len = body_ops = 0;
	return pos + blocks;
}

static void op_start(uint32_t tid)
{
	struct xfs_trans_header th = { .th_magic = XFS_TRANS_HEADER_MAGIC,
				       .th_type = XFS_TRANS_CHECKPOINT };

	op(tid, XLOG_START_TRANS, NULL, 0);
	op(tid, 0, &th, sizeof(th));
}

static void op_inode(uint32_t tid, uint64_t ino)
{
	struct xfs_inode_log_format ilf = {
		.ilf_type = XFS_LI_INODE, .ilf_size = 2,
		.ilf_fields = XFS_ILOG_CORE, .ilf_ino = ino,
		.ilf_blkno = 128, .ilf_len = 32, .ilf_boffset = 3 * 512,
	};
	struct xfs_log_dinode di = {
		.di_magic = 0x494e, .di_version = 3, .di_ino = ino,
		.di_uuid = g.meta_uuid,
	};

	op(tid, 0, &ilf, sizeof(ilf));
	op(tid, 0, &di, sizeof(di));
}

static void op_efi(uint32_t tid, uint64_t id)
{
	struct {
		struct xfs_efi_log_format head;
		struct xfs_extent_64 ext;
	} efi = {
		.head = { .efi_type = XFS_LI_EFI, .efi_size = 1,
			  .efi_nextents = 1, .efi_id = id },
		.ext = { .ext_start = 100, .ext_len = 5 },
	};

	op(tid, 0, &efi, sizeof(efi));
}

static void op_efd(uint32_t tid, uint64_t id)
{
	struct xfs_efd_log_format efd = { .efd_type = XFS_LI_EFD, .efd_size = 1,
					  .efd_efi_id = id };

	op(tid, 0, &efd, sizeof(efd));
}

static void op_commit(uint32_t tid)
{
	op(tid, XLOG_COMMIT_TRANS, NULL, 0);
}

/* A record with one small transaction. */
static uint64_t simple(uint64_t pos, uint64_t tail, uint32_t tid)
{
	op_start(tid);
	op_inode(tid, INO);
	op_commit(tid);
	return record(pos, tail, 32768);
}

static uint64_t unmount_record(uint64_t pos)
{
	struct xfs_unmount_log_format un = { .magic = XLOG_UNMOUNT_TYPE };

	op(0xb0c0d0d0, XLOG_UNMOUNT_TRANS, &un, sizeof(un));
	return record(pos, pos, 32768);
}

/* Every block before @pos of its cycle, every other of the one before. */
static void fresh(uint64_t pos)
{
	uint32_t b;
	__be32 cycle;

	memset(ring, 0, BBTOB(N));
	for (b = 0; b < N; b++) {
		cycle = cpu_to_be32(pos / N - (b >= pos % N));
		memcpy(ring + BBTOB(b), &cycle, sizeof(cycle));
	}
}

static int collect(void *priv, const struct xlog_trans *trans)
{
	const struct xlog_region *last;
	uint32_t i;

	(void)priv;
	seen_trans++;
	seen_items += trans->nr_items;
	for (i = 0; i < trans->nr_items; i++) {
		seen_wrong += memcmp(trans->items[i].regions[0].data,
				     &trans->items[i].type, 2) != 0;
		last = &trans->items[i].regions[trans->items[i].nr_regions - 1];
		seen_len = last->len;
		if (last->len <= sizeof(seen_last))
			memcpy(seen_last, last->data, last->len);
	}
	return 0;
}

/* Scans, both ways; the answers must agree. */
static int scan_limited(uint64_t limit)
{
	struct xlog_scan_params params = { .geom = &g, .dev = dev, .limit = limit };
	struct xlog_scan_result kept;
	int error, error2;

	seen_trans = seen_items = seen_wrong = seen_len = 0;
	error = xlog_scan(&params, &r);
	if (limit)
		return error;
	params.fn = collect;
	error2 = xlog_scan(&params, &kept);
	if (error != error2 || memcmp(&r, &kept, sizeof(r)) || seen_wrong)
		ok(false, "the same with and without transactions kept: %d %d", error,
		   error2);
	return error;
}

static int scan(void)
{
	return scan_limited(0);
}

/* Only the longer way, for those that come by the thousand. */
static int scan_once(void)
{
	struct xlog_scan_params params = { .geom = &g, .dev = dev, .fn = collect };

	return xlog_scan(&params, &r);
}

static void is_dirty(uint64_t tail, uint64_t head, uint64_t committed, const char *what)
{
	is_u64(scan(), 0, "%s: scanned", what);
	is_u64(r.state, XLOG_DIRTY, "%s: dirty", what);
	is_u64(XFS_LSN(r.tail_cycle, r.tail_block), lsn(tail), "%s: tail", what);
	is_u64(XFS_LSN(r.head_cycle, r.head_block), lsn(head), "%s: head", what);
	is_u64(r.committed, committed, "%s: transactions", what);
	is_u64(seen_trans, committed, "%s: called back", what);
}

static void is_clean(uint64_t head, const char *what)
{
	is_u64(scan(), 0, "%s: scanned", what);
	is_u64(r.state, XLOG_CLEAN, "%s: clean", what);
	is_u64(XFS_LSN(r.head_cycle, r.head_block), lsn(head), "%s: head", what);
}

static void is_fault(enum xfs_fault fault, uint64_t pos, const char *what)
{
	is_u64(scan(), (uint64_t)-EFSCORRUPTED, "%s: an error", what);
	is_u64(r.fault, fault, "%s: the fault", what);
	is_u64(r.fault_block, pos % N, "%s: its block", what);
}

static void test_clean(void)
{
	uint64_t pos;

	memset(ring, 0, BBTOB(N));
	is_u64(scan(), 0, "zeroes");
	is_u64(r.state, XLOG_EMPTY, "are an empty log");
	ring[BBTOB(N - 1) + 3] = 1;
	is_fault(XFS_FAULT_LOG_START_LOST, 0, "zeroes only at the start");
	memset(ring, 0, BBTOB(N));
	unmount_record(N);
	is_clean(N + 2, "as mkfs leaves it");
	((struct xlog_rec_header *)ring)->h_crc = cpu_to_le32(0);
	is_clean(N + 2, "without a checksum");
	fresh(7 * N + 500);
	pos = simple(7 * N + 500, 7 * N + 500, 1);
	pos = unmount_record(pos);
	is_clean(pos, "unmounted");
	fresh(9 * N + 4000);
	memset(ring, 0, BBTOB(4000));
	unmount_record(9 * N);
	is_clean(9 * N + 2, "as the stock repair makes it");
	fresh(8 * N);
	pos = unmount_record(8 * N - 2);
	is_clean(8 * N, "the head is the ring's end");
	fresh(8 * N);
	pos = unmount_record(8 * N - 1);
	is_clean(8 * N + 1, "the last record goes round the end");
}

static void test_transactions(void)
{
	static uint8_t big[65536];
	struct {
		uint16_t type, size, flags, len;
		int64_t blkno;
		uint32_t map_size, map[16];
	} blf = { XFS_LI_BUF, 2, XFS_BLFT_DIR_BLOCK_BUF << 11, 128, 800, 16, { 0 } };
	uint64_t pos, start = 3 * (uint64_t)N + 700;
	unsigned int i;

	for (i = 0; i < sizeof(big); i++)
		big[i] = i * 31 + i / 251;
	memset(blf.map, 0xff, sizeof(blf.map));
	fresh(start);
	op(77, 0, big, 40);		/* of one from before the tail */
	op_start(1);
	op_start(2);
	op_inode(2, INO);
	op(1, 0, &blf, 20 + 16 * 4);
	op(1, XLOG_CONTINUE_TRANS, big, 30000);
	pos = record(start, start, 32768);
	op(1, XLOG_WAS_CONT_TRANS | XLOG_CONTINUE_TRANS, big + 30000, 30001);
	pos = record(pos, start, 32768);
	op_inode(2, INO);
	op_efi(2, 0xffff888000000010);
	op_efi(2, 0xffff888000000020);
	op_commit(2);
	op(1, XLOG_WAS_CONT_TRANS | XLOG_END_TRANS, big + 60001, 5535);
	op_efd(1, 0xffff888000000010);
	op_efd(1, 0xffff888000000099);
	op_start(3);
	op_inode(3, INO);
	pos = record(pos, start, 262144);
	op_commit(1);
	pos = record(pos, start, 32768);
	is_dirty(start, pos, 2, "cut and interleaved");
	is_u64(r.items[XFS_LI_INODE - XFS_LI_EFI], 2, "inode items");
	is_u64(r.items[XFS_LI_BUF - XFS_LI_EFI], 1, "buffer items");
	is_u64(r.items[XFS_LI_EFI - XFS_LI_EFI], 2, "intents");
	is_u64(r.intents[XFS_LI_EFI - XFS_LI_EFI], 1, "one intent is not done");
	is_u64(r.uncommitted, 1, "one transaction is not committed");
	is_u64(r.orphans, 1, "one operation belongs to none");
	is_u64(r.records, 4, "records");
	is_u64(seen_items, 7, "items called back");

	fresh(start);
	op_start(1);
	op(1, 0, &blf, 20 + 16 * 4);
	op(1, XLOG_CONTINUE_TRANS, big, 1);
	pos = record(start, start, 32768);
	op(1, XLOG_WAS_CONT_TRANS | XLOG_END_TRANS, big + 1, 65535);
	op_commit(1);
	pos = record(pos, start, 131072);
	is_dirty(start, pos, 1, "a region in two unequal pieces");
	ok(seen_len == 65536 && !memcmp(seen_last, big, 65536), "is put together");
	is_u64(scan_limited(20000), (uint64_t)-EFSCORRUPTED, "too large for the limit");
	is_u64(r.fault, XFS_FAULT_LOG_TRANS_LIMIT, "is a fault");
}

/* Many intents, answered in another order: the set grows and shrinks. */
static void test_intents(void)
{
	uint64_t pos, start = 3 * (uint64_t)N;
	unsigned int i, k;

	fresh(start);
	pos = start;
	for (k = 0; k < 10; k++) {
		op_start(k);
		for (i = 0; i < 300; i++)
			op_efi(k, 0xffff888100000000 + (k * 300 + i) * 64);
		op_commit(k);
		pos = record(pos, start, 32768);
	}
	op_start(5000);
	for (i = 0; i < 2990; i++)
		op_efd(5000, 0xffff888100000000 + (i * 1009 % 3000) * 64);
	op_commit(5000);
	pos = record(pos, start, 262144);
	is_dirty(start, pos, 11, "3000 intents");
	is_u64(r.intents[0], 10, "ten are not done");
	is_u64(r.items[1], 2990, "the others are");
}

static void test_wrap(void)
{
	uint64_t pos, start = 5 * (uint64_t)N - 40, first;
	unsigned int i;

	fresh(start);
	for (i = 0, pos = start; i < 20; i++) {
		first = pos;
		pos = simple(pos, start, i);
		if (first < 5 * N && pos >= 5 * N)
			break;
	}
	is_dirty(start, pos, i + 1, "up to a record round the end");
	for (i++; i < 30; i++)
		pos = simple(pos, start, i);
	is_dirty(start, pos, 30, "and on");
	fresh(5 * N - 3);
	op_start(100);
	for (i = 0; i < 600; i++)
		op_inode(100, INO);
	op_commit(100);
	pos = record(5 * N - 3, 5 * N - 3, 262144);
	is_dirty(5 * N - 3, pos, 1, "head blocks go round the end");
}

static void age(uint64_t pos)		/* the block was never written this time */
{
	__be32 cycle = cpu_to_be32(pos / N - 1);

	memset(ring + pos % N * BBSIZE, 0, BBSIZE);
	memcpy(ring + pos % N * BBSIZE, &cycle, sizeof(cycle));
}

static void test_torn(uint64_t start, const char *what)
{
	uint64_t at[12], head;
	unsigned int i;

	printf("# torn %s\n", what);
	fresh(start);
	for (i = 0, head = start; i < 12; i++) {
		at[i] = head;
		head = simple(head, start, i);
	}
	is_dirty(start, head, 12, "whole");
	age(head - 1);
	is_dirty(start, at[11], 11, "its last block is missing");
	is_u64(r.torn_blocks > 0, 1, "some blocks are left out");
	age(at[9] + 1);
	is_dirty(start, at[9], 9, "and one of an earlier record");
	age(at[8]);
	is_dirty(start, at[8], 8, "and the head of one");
	simple(at[8], start, 8);
	simple(at[9], start, 9);
	simple(at[10], start, 10);
	simple(at[11], start, 11);
	ring[(at[11] + 1) % N * BBSIZE + 77] ^= 1;
	is_dirty(start, at[11], 11, "a wrong checksum");
	ring[(at[7]) % N * BBSIZE + 43] ^= 1;
	is_dirty(start, at[7], 7, "and one in the head of an earlier");
	simple(at[7], start, 7);
	simple(at[11], start, 11);
	ring[(at[2] + 1) % N * BBSIZE + 77] ^= 1;
	is_fault(XFS_FAULT_LOG_CRC, at[2], "a wrong checksum too far back");
}

/* The log is full; what is being written goes over its tail and does not get far. */
static void test_torn_tail(void)
{
	uint64_t start = 4 * (uint64_t)N + 100, pos = start, second = 0;
	unsigned int i;

	fresh(start);
	for (i = 0; pos < start + N - 2; i++) {
		pos = simple(pos, start, i);
		if (!i)
			second = pos;
	}
	is_dirty(start, pos, i, "a full log");
	/* A later record with another tail, of which two blocks arrive, over the first. */
	memcpy(ring + start % N * BBSIZE, "\0\0\0\5", 4);
	is_dirty(second, pos, i - 1, "its first record is written over");
	is_u64(r.torn_tail_blocks, second - start, "which is counted");
	simple(start, start, 0);
	ring[(start + 1) % N * BBSIZE + 100] ^= 1;
	is_fault(XFS_FAULT_LOG_CRC, start, "its first record is damaged");
}

static void test_damage(void)
{
	uint64_t start = 2 * (uint64_t)N + 5000, at[30], head = start;
	unsigned int i;

	fresh(start);
	for (i = 0; i < 30; i++) {
		at[i] = head;
		head = simple(head, start, i);
	}
	age(at[3] + N);
	is_fault(XFS_FAULT_LOG_MAGIC, at[3], "a record's head is gone");
	simple(at[3], start, 3);
	memcpy(ring + BBTOB(N / 2 - 1), "\0\0\0\x9", 4);
	is_fault(XFS_FAULT_LOG_CYCLE_ORDER, N / 2 - 1, "a cycle that cannot be");
	fresh(start);
	memcpy(ring, "\0\0\1\0", 4);
	is_fault(XFS_FAULT_LOG_CYCLE_ORDER, 0, "a first cycle that cannot be");
	fresh(start);
	is_fault(XFS_FAULT_LOG_NO_RECORD, start, "cycles but no record");
}

/* One record whose checksum is right, with operations that are not. */
static void is_op_fault(enum xfs_fault fault, const char *what)
{
	uint64_t start = 2 * (uint64_t)N + 5000;

	fresh(start);
	record(start, start, 32768);
	is_fault(fault, start, what);
}

static void test_operations(void)
{
	static uint8_t zero[140000];
	unsigned int i;

	op_start(1);
	op(1, XLOG_START_TRANS, NULL, 0);
	is_op_fault(XFS_FAULT_LOG_TRANS_START, "started twice");
	op_start(1);
	op(1, XLOG_WAS_CONT_TRANS, zero, 8);
	is_op_fault(XFS_FAULT_LOG_CONTINUE, "continued, not begun");
	op_start(1);
	op(1, XLOG_CONTINUE_TRANS, zero, 8);
	op(1, 0, zero, 8);
	is_op_fault(XFS_FAULT_LOG_CONTINUE, "begun, not continued");
	op_start(1);
	op_inode(1, INO);
	body_len -= 12 + 176;
	body_ops--;
	op_commit(1);
	is_op_fault(XFS_FAULT_LOG_TRANS_ITEMS, "committed inside an item");
	op_start(1);
	op(1, 0, zero, 8);
	is_op_fault(XFS_FAULT_LOG_ITEM_TYPE, "an item of no type");
	op_start(1);
	op(1, 0, "\x3b\x12\0\0", 4);
	is_op_fault(XFS_FAULT_LOG_ITEM_SIZE, "an item of no size");
	op(1, XLOG_START_TRANS, NULL, 0);
	op(1, 0, zero, 16);
	is_op_fault(XFS_FAULT_LOG_TRANS_MAGIC, "no transaction header");
	op_start(1);
	op(1, 0, zero, 8);
	body[body_len - 8 - 8 + 1] = 1;
	is_op_fault(XFS_FAULT_LOG_OP_LEN, "an operation leaves its record");
	for (i = 0; i < 1100; i++)
		op(i, XLOG_START_TRANS, NULL, 0);
	is_op_fault(XFS_FAULT_LOG_TRANS_LIMIT, "a thousand open transactions");
	op_start(1);
	op_inode(1, INO);
	op(1, 0, zero, 131073);
	fresh(3 * N);
	record(3 * N, 3 * N, 262144);
	is_fault(XFS_FAULT_LOG_REGION_LEN, 3 * N, "a region too long");
	op_start(1);
	op_inode(1, 1ULL << 60);
	op_inode(1, INO);
	op_commit(1);
	is_op_fault(XFS_FAULT_LOG_ITEM_INO, "an item its verifier refuses");
	is_u64(r.items[XFS_LI_INODE - XFS_LI_EFI], 2, "does not end the scan");
	is_u64(r.item_faults, 1, "and is counted");
}

/* A log with everything in it, and where its records begin. */
static unsigned int rich(uint64_t *at)
{
	uint64_t pos = 5 * (uint64_t)N - 300, start = pos;
	unsigned int i, n = 0;

	fresh(pos);
	for (i = 0; i < 12; i++) {
		at[n++] = pos;
		pos = simple(pos, start, i);
		op_start(i + 100);
		op_efi(i + 100, i);
		op_inode(i + 100, INO);
		op(i + 100, XLOG_CONTINUE_TRANS, "\x37\x12\1\0", 4);
		at[n++] = pos;
		pos = record(pos, start, i % 2 ? 32768 : 262144);
		op(i + 100, XLOG_WAS_CONT_TRANS | XLOG_END_TRANS,
		   "\0\0\0\0\1\0\0\0\0\0\0\0", 12);
		op_commit(i + 100);
		at[n++] = pos;
		pos = record(pos, start, 32768);
	}
	is_dirty(start, pos, 24, "before the changes");
	return n;
}

static void change_word(uint8_t *p, unsigned int how)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	switch (how) {
	case 0: word = 0; break;
	case 1: word = 0xffffffff; break;
	case 2: word ^= 1U << mutate_random() % 32; break;
	case 3: put_unaligned_be32(get_unaligned_be32(p) + 1, &word); break;
	default: word = mutate_random(); break;
	}
	memcpy(p, &word, sizeof(word));
}

/* Whatever a word becomes, with or without the checksum made right: an answer. */
static void test_mutations(void)
{
	static uint8_t good[BBTOB(N)];
	unsigned int i, word, how, n, bad = 0, caught = 0, tries = 0;
	uint64_t at[40], b;
	int error;

	n = rich(at);
	memcpy(good, ring, sizeof(good));
	for (i = 0; i < n; i += 7) {
		for (word = 0; word < 2 * BBSIZE / 4; word += word < 11 ? 1 : 5) {
			for (how = 0; how < 6; how++) {
				b = (at[i] + word / 128) % N;
				change_word(ring + BBTOB(b) + word % 128 * 4, tries % 5);
				if (how % 2)
					stamp(at[i]);
				error = scan_once();
				bad += error && error != -EFSCORRUPTED;
				bad += (error == -EFSCORRUPTED) != (r.fault != 0);
				caught += error != 0 || r.torn_blocks;
				tries++;
				memcpy(ring + BBTOB(b), good + BBTOB(b), BBSIZE);
				memcpy(ring + at[i] % N * BBSIZE,
				       good + at[i] % N * BBSIZE, BBSIZE);
			}
		}
	}
	is_u64(bad, 0, "%u changed words: an answer each time", tries);
	ok(caught > tries / 3, "%u of them were noticed", caught);
}

static void test_scrambled(void)
{
	static uint8_t good[BBTOB(N)];
	unsigned int i, k, bad = 0;
	uint64_t at[40], b;
	int error;

	rich(at);
	memcpy(good, ring, sizeof(good));
	for (i = 0; i < 400; i++) {
		for (k = 0; k < 1 + i % 40; k++) {
			b = mutate_random() % 4 ? (at[k % 30] + mutate_random() % 4) % N :
			    mutate_random() % N;
			if (k % 3)
				mutate(ring + BBTOB(b), BBSIZE);
			else
				memcpy(ring + BBTOB(b),
				       good + BBTOB(mutate_random() % N), BBSIZE);
		}
		for (k = 0; k < 30; k++)
			stamp(at[k]);
		error = scan_once();
		bad += error && error != -EFSCORRUPTED;
		memcpy(ring, good, sizeof(good));
	}
	is_u64(bad, 0, "400 scrambled logs: an answer each time");
}

static void test_io(void)
{
	uint64_t at[40];

	rich(at);
	if (ftruncate(device_fd(dev), BBTOB(N - 8)))
		abort();
	ok(scan() < 0 && !r.fault, "a log that cannot be read is an error, no fault");
}

int main(void)
{
	char path[64];
	int fd = memfd_create("log", 0);

	g = sample_geom();
	g.logblocks = N / 8;
	g.logstart = 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || ftruncate(fd, BBTOB(N)) ||
	    device_open(path, DEVICE_WRITE, &dev)) {
		printf("Bail out! no memory for a log\n");
		return 1;
	}
	ring = mmap(NULL, BBTOB(N), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (ring == MAP_FAILED)
		abort();
	test_clean();
	test_transactions();
	test_intents();
	test_wrap();
	test_torn(6 * (uint64_t)N + 5000, "in the middle");
	test_torn(6 * (uint64_t)N - 20, "round the end");
	test_torn((uint64_t)N, "from the very first");
	test_torn_tail();
	test_damage();
	test_operations();
	test_mutations();
	test_scrambled();
	test_io();
	device_close(dev);
	return done();
}
