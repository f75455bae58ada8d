// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damages the metadata of an image that is whole:
 *
 *	spoil list IMAGE		how many structures there are of each kind
 *	spoil random IMAGE SEED [COUNT [KIND]]
 *					changes COUNT (1) fields of structures, of any kind,
 *					and says what it did; the same SEED does the same
 *	spoil delete IMAGE DADDR N	record N (from 1) of the leaf at DADDR is gone
 *	spoil double IMAGE DADDR N	record N is there twice
 *	spoil trade IMAGE DADDR N	records N and N + 1 change places
 *	spoil read IMAGE		reads and checksums all of it, twice: bytes, and the
 *					microseconds that took with and without a cold cache
 *	spoil same IMAGE OTHER		status 0 if they hold the same bytes, holes skipped
 *
 * A kind is chosen first, a structure of it second, so that the rare ones get their share.
 * A field is 1 to 8 bytes, aligned, near the beginning as likely as behind it; it becomes
 * zero, all ones, one more, one less, random, another by a bit, or its neighbour.  Most times
 * the checksum is made right.
 *
 * What is read here is a whole image of our own: an odd one ends the program, no more.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "libxfs/format/ag.h"
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/dir.h"
#include "libxfs/format/inode.h"
#include "libxfs/format/sb.h"
#include "libxfs/format/symlink.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/geom.h"

/* Beyond these no tree of ours goes. */
#define LEVELS_MAX	10

enum kind {
	KIND_SB, KIND_AGF, KIND_AGI, KIND_AGFL,
	KIND_BNO, KIND_CNT, KIND_INO, KIND_FINO, KIND_RMAP, KIND_REFC, KIND_BMBT,
	KIND_DIRBLOCK, KIND_DIRDATA, KIND_DIRFREE, KIND_LEAF1, KIND_LEAFN, KIND_DANODE,
	KIND_ATTRLEAF, KIND_ATTRRMT, KIND_SYMLINK,
	KIND_FILE, KIND_DIRECTORY, KIND_LINK, KIND_SPECIAL, KIND_FREE_INODE,
	KINDS
};

static const char *const kind_name[KINDS] = {
	"sb", "agf", "agi", "agfl", "bnobt", "cntbt", "inobt", "finobt", "rmapbt", "refcountbt",
	"bmbt", "dir-block", "dir-data", "dir-free", "dir-leaf1", "dir-leafn", "da-node",
	"attr-leaf", "attr-remote", "symlink", "file-inode", "dir-inode", "link-inode",
	"special-inode", "free-inode",
};

/* What begins with a magic number of four bytes at its start. */
static const struct {
	uint32_t	magic;
	enum kind	kind;
	uint32_t	crc_off;
	uint32_t	rec_off, rec_len;	/* of leaves */
} magics[] = {
	{ XFS_ABTB_CRC_MAGIC, KIND_BNO, XFS_BTREE_SBLOCK_CRC_OFF, 56, 8 },
	{ XFS_ABTC_CRC_MAGIC, KIND_CNT, XFS_BTREE_SBLOCK_CRC_OFF, 56, 8 },
	{ XFS_IBT_CRC_MAGIC, KIND_INO, XFS_BTREE_SBLOCK_CRC_OFF, 56, 16 },
	{ XFS_FIBT_CRC_MAGIC, KIND_FINO, XFS_BTREE_SBLOCK_CRC_OFF, 56, 16 },
	{ XFS_RMAP_CRC_MAGIC, KIND_RMAP, XFS_BTREE_SBLOCK_CRC_OFF, 56, 24 },
	{ XFS_REFC_CRC_MAGIC, KIND_REFC, XFS_BTREE_SBLOCK_CRC_OFF, 56, 12 },
	{ XFS_BMAP_CRC_MAGIC, KIND_BMBT, XFS_BTREE_LBLOCK_CRC_OFF, 72, 16 },
	{ XFS_DIR3_BLOCK_MAGIC, KIND_DIRBLOCK, XFS_DIR3_BLK_CRC_OFF, 0, 0 },
	{ XFS_DIR3_DATA_MAGIC, KIND_DIRDATA, XFS_DIR3_BLK_CRC_OFF, 0, 0 },
	{ XFS_DIR3_FREE_MAGIC, KIND_DIRFREE, XFS_DIR3_BLK_CRC_OFF, 0, 0 },
	{ XFS_ATTR3_RMT_MAGIC, KIND_ATTRRMT, XFS_ATTR3_RMT_CRC_OFF, 0, 0 },
	{ XFS_SYMLINK_MAGIC, KIND_SYMLINK, XFS_SYMLINK_CRC_OFF, 0, 0 },
};

/* And of two bytes behind the two neighbours. */
static const struct {
	uint16_t	magic;
	enum kind	kind;
} da_magics[] = {
	{ XFS_DIR3_LEAF1_MAGIC, KIND_LEAF1 }, { XFS_DIR3_LEAFN_MAGIC, KIND_LEAFN },
	{ XFS_DA3_NODE_MAGIC, KIND_DANODE }, { XFS_ATTR3_LEAF_MAGIC, KIND_ATTRLEAF },
};

struct thing {
	uint64_t	offset;
	uint32_t	length, crc_off;
	uint32_t	rec_off, rec_len;
	enum kind	kind;
};

struct spoil {
	int		fd;
	uint64_t	size;
	struct xfs_geom	geom;
	uint8_t		*is_free;	/* a byte a block */
	struct thing	*things;
	size_t		nr, room;
	uint64_t	state;
	uint8_t		buf[65536];
};

static void die(const char *what)
{
	fprintf(stderr, "spoil: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
	exit(2);
}

static uint64_t random_word(struct spoil *s)
{
	uint64_t x = s->state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

static uint32_t below(struct spoil *s, uint64_t limit)
{
	return (uint32_t)(random_word(s) % limit);
}

static void read_at(struct spoil *s, void *buf, size_t len, uint64_t offset)
{
	memset(buf, 0, len);
	if (pread(s->fd, buf, len, (off_t)offset) < 0)
		die("read");
}

static void write_at(struct spoil *s, const void *buf, size_t len, uint64_t offset)
{
	if (pwrite(s->fd, buf, len, (off_t)offset) != (ssize_t)len)
		die("write");
}

static uint64_t block_offset(struct spoil *s, xfs_agnumber_t agno, xfs_agblock_t agbno)
{
	return BBTOB((uint64_t)xfs_agb_daddr(&s->geom, agno, agbno));
}

/* --- free space: what stands there is of the past --- */

static void mark_free(struct spoil *s, xfs_agnumber_t agno, const struct xfs_btree_block_shdr *hdr)
{
	const struct xfs_alloc_rec *rec = (const void *)(hdr + 1);
	unsigned int nr = be16_to_cpu(hdr->bb_numrecs);

	for (unsigned int i = 0; i < nr && (uint8_t *)(rec + i + 1) <= s->buf + s->geom.blocksize; i++) {
		uint32_t start = be32_to_cpu(rec[i].ar_startblock);
		uint32_t len = be32_to_cpu(rec[i].ar_blockcount);

		if (xfs_agb_extent_valid(&s->geom, agno, start, len))
			memset(s->is_free + xfs_agb_rfsb(&s->geom, agno, start), 1, len);
	}
}

static void find_free(struct spoil *s, xfs_agnumber_t agno)
{
	const struct xfs_btree_block_shdr *hdr = (const void *)s->buf;
	struct xfs_agf agf;
	xfs_agblock_t agbno;
	unsigned int i;

	read_at(s, &agf, sizeof(agf),
		BBTOB((uint64_t)xfs_ag_header_daddr(&s->geom, agno, XFS_AGF_SECTOR)));
	agbno = be32_to_cpu(agf.agf_bno_root);
	for (i = 0; i < LEVELS_MAX && xfs_agbno_valid(&s->geom, agno, agbno); i++) {
		read_at(s, s->buf, s->geom.blocksize, block_offset(s, agno, agbno));
		if (!be16_to_cpu(hdr->bb_level))
			break;
		/* Keys and records are of one length; pointers stand behind a full block's. */
		agbno = be32_to_cpu(*(const __be32 *)(s->buf + sizeof(*hdr) +
			(s->geom.blocksize - sizeof(*hdr)) / 12 * 8));
	}
	for (i = 0; i < s->geom.agblocks; i++) {
		if (be32_to_cpu(hdr->bb_magic) != XFS_ABTB_CRC_MAGIC)
			return;
		mark_free(s, agno, hdr);
		agbno = be32_to_cpu(hdr->bb_rightsib);
		if (!xfs_agbno_valid(&s->geom, agno, agbno))
			return;
		read_at(s, s->buf, s->geom.blocksize, block_offset(s, agno, agbno));
	}
}

/* --- finding things --- */

static void add_thing(struct spoil *s, const struct thing *t)
{
	if (s->nr == s->room) {
		s->room = s->room * 2 + 1024;
		s->things = realloc(s->things, s->room * sizeof(*s->things));
		if (!s->things)
			die("memory");
	}
	s->things[s->nr++] = *t;
}

static enum kind inode_kind(const struct xfs_dinode *dip)
{
	switch (be16_to_cpu(dip->di_mode) & XFS_IFMT) {
	case XFS_IFREG:	return KIND_FILE;
	case XFS_IFDIR:	return KIND_DIRECTORY;
	case XFS_IFLNK:	return KIND_LINK;
	case 0:		return KIND_FREE_INODE;
	default:	return KIND_SPECIAL;
	}
}

static void add_inodes(struct spoil *s, const uint8_t *block, uint64_t offset)
{
	struct thing t = { .length = s->geom.inodesize, .crc_off = XFS_DINODE_CRC_OFF };

	for (uint32_t at = 0; at < s->geom.blocksize; at += t.length) {
		const struct xfs_dinode *dip = (const void *)(block + at);

		if (be16_to_cpu(dip->di_magic) != XFS_DINODE_MAGIC ||
		    !xfs_cksum_verify(dip, t.length, XFS_DINODE_CRC_OFF))
			continue;
		t.offset = offset + at;
		t.kind = inode_kind(dip);
		add_thing(s, &t);
	}
}

/* Directory blocks may be longer than a block; the checksum tells. */
static bool find_length(struct spoil *s, const uint8_t *block, struct thing *t)
{
	t->length = s->geom.blocksize;
	if (xfs_cksum_verify(block, t->length, t->crc_off))
		return true;
	t->length = s->geom.dirblksize;
	return xfs_cksum_verify(block, t->length, t->crc_off);
}

static bool recognize(struct spoil *s, const uint8_t *block, struct thing *t)
{
	const struct xfs_da3_blkinfo *info = (const void *)block;
	uint32_t magic = be32_to_cpu(*(const __be32 *)block);

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (magic == magics[i].magic) {
			t->kind = magics[i].kind;
			t->crc_off = magics[i].crc_off;
			t->rec_off = magics[i].rec_off;
			t->rec_len = magics[i].rec_len;
			return find_length(s, block, t);
		}
	for (size_t i = 0; i < sizeof(da_magics) / sizeof(da_magics[0]); i++)
		if (be16_to_cpu(info->magic) == da_magics[i].magic) {
			t->kind = da_magics[i].kind;
			t->crc_off = XFS_DA3_CRC_OFF;
			return find_length(s, block, t);
		}
	return false;
}

static void look_at_block(struct spoil *s, uint64_t offset)
{
	struct thing t = { .offset = offset };

	read_at(s, s->buf, sizeof(s->buf), offset);
	if (be16_to_cpu(*(const __be16 *)s->buf) == XFS_DINODE_MAGIC)
		add_inodes(s, s->buf, offset);
	else if (recognize(s, s->buf, &t))
		add_thing(s, &t);
}

static void add_headers(struct spoil *s, xfs_agnumber_t agno)
{
	static const uint32_t crc_off[] = {
		XFS_SB_CRC_OFF, XFS_AGF_CRC_OFF, XFS_AGI_CRC_OFF, XFS_AGFL_CRC_OFF
	};

	for (unsigned int i = 0; i < 4; i++)
		add_thing(s, &(struct thing){
			.offset = BBTOB((uint64_t)xfs_ag_header_daddr(&s->geom, agno, i)),
			.length = s->geom.sectsize, .crc_off = crc_off[i],
			.kind = (enum kind)(KIND_SB + i) });
}

static bool in_log(struct spoil *s, uint64_t rfsb)
{
	uint64_t start = BBTOB((uint64_t)xfs_fsb_daddr(&s->geom, s->geom.logstart)) / s->geom.blocksize;

	return s->geom.logstart && rfsb >= start && rfsb - start < s->geom.logblocks;
}

static void find_things(struct spoil *s)
{
	uint64_t bs = s->geom.blocksize, rfsb = 0;
	off_t data;

	s->is_free = calloc(s->geom.dblocks, 1);
	if (!s->is_free)
		die("memory");
	for (xfs_agnumber_t agno = 0; agno < s->geom.agcount; agno++) {
		find_free(s, agno);
		add_headers(s, agno);
	}
	while (rfsb < s->geom.dblocks) {
		data = lseek(s->fd, (off_t)(rfsb * bs), SEEK_DATA);
		if (data < 0)
			break;
		if ((uint64_t)data / bs > rfsb)
			rfsb = (uint64_t)data / bs;
		for (unsigned int i = 0; i < 64 && rfsb < s->geom.dblocks; i++, rfsb++)
			if (!s->is_free[rfsb] && !in_log(s, rfsb))
				look_at_block(s, rfsb * bs);
	}
}

/* --- random damage --- */

static const struct thing *choose(struct spoil *s, int kind)
{
	uint32_t count[KINDS] = { 0 }, skip;
	size_t i;

	for (i = 0; i < s->nr; i++)
		count[s->things[i].kind]++;
	while (kind < 0 || !count[kind])
		kind = (int)below(s, KINDS);
	skip = below(s, count[kind]);
	for (i = 0; i < s->nr; i++)
		if ((int)s->things[i].kind == kind && !skip--)
			break;
	return &s->things[i];
}

static uint64_t get_field(const uint8_t *p, unsigned int width)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < width; i++)
		v = v << 8 | p[i];
	return v;
}

static void put_field(uint8_t *p, unsigned int width, uint64_t v)
{
	for (unsigned int i = width; i--; v >>= 8)
		p[i] = (uint8_t)v;
}

static const char *change(struct spoil *s, uint8_t *p, unsigned int width, uint64_t old)
{
	static const char *const names[] = {
		"zero", "ones", "plus", "minus", "random", "bit", "swap", "neighbour"
	};
	unsigned int how = below(s, 8);
	uint64_t next = get_field(p + width, width);

	switch (how) {
	case 0:	put_field(p, width, 0); break;
	case 1:	put_field(p, width, UINT64_MAX); break;
	case 2:	put_field(p, width, old + 1); break;
	case 3:	put_field(p, width, old - 1); break;
	case 4:	put_field(p, width, random_word(s)); break;
	case 5:	put_field(p, width, old ^ 1ULL << below(s, 8 * width)); break;
	case 6:
		put_field(p, width, next);
		put_field(p + width, width, old);
		break;
	default:
		put_field(p, width, next);
		break;
	}
	return names[how];
}

static bool touches(uint32_t at, uint32_t len, uint32_t field)
{
	return at < field + 4 && field < at + len;
}

static void spoil_one(struct spoil *s, int kind)
{
	const struct thing *t = choose(s, kind);
	unsigned int width;
	uint32_t used, at;
	const char *how = NULL;
	uint64_t old = 0;
	bool stamped;

	read_at(s, s->buf, t->length, t->offset);
	for (used = t->length; used > 64 && !s->buf[used - 1]; used--)
		continue;
	do {
		width = 1U << below(s, 4);
		at = below(s, below(s, 5) < 2 ? 128 : used) / width * width;
		/* A neighbour is needed, and a checksum is no field. */
		if (at + 2 * width > t->length || touches(at, 2 * width, t->crc_off))
			continue;
		old = get_field(s->buf + at, width);
		how = change(s, s->buf + at, width, old);
	} while (!how || old == get_field(s->buf + at, width));
	stamped = below(s, 8) > 0;
	if (stamped)
		xfs_cksum_update(s->buf, t->length, t->crc_off);
	write_at(s, s->buf, t->length, t->offset);
	printf("%s at byte %" PRIu64 ": %u bytes from %u on, %s: %#" PRIx64 " is %#" PRIx64 "%s\n",
	       kind_name[t->kind], t->offset, width, at, how, old, get_field(s->buf + at, width),
	       stamped ? "" : ", not stamped");
}

static void spoil_random(struct spoil *s, int argc, char **argv)
{
	unsigned long count = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
	int kind = -1;

	if (argc < 4)
		die("a seed is wanted");
	s->state = strtoul(argv[3], NULL, 10) * 1000003;
	if (argc > 5)
		for (kind = 0; kind < KINDS && strcmp(kind_name[kind], argv[5]); kind++)
			continue;
	if (kind == KINDS)
		die("no such kind");
	while (count--)
		spoil_one(s, kind);
}

/* --- one record --- */

static void spoil_record(struct spoil *s, int argc, char **argv)
{
	struct thing t = { 0 };
	uint8_t spare[64], *rec;
	unsigned int nr, n;

	if (argc < 4)
		die("an address is wanted");
	t.offset = BBTOB(strtoull(argv[3], NULL, 0));
	n = argc > 4 ? (unsigned int)strtoul(argv[4], NULL, 10) : 1;
	read_at(s, s->buf, sizeof(s->buf), t.offset);
	if (!recognize(s, s->buf, &t))
		die("no block with a right checksum is there");
	nr = be16_to_cpu(*(const __be16 *)(s->buf + 6));
	rec = s->buf + t.rec_off + (n - 1) * t.rec_len;
	if (!t.rec_len || !n || n > nr || t.rec_off + nr * t.rec_len > t.length)
		die("no such record");
	if (!strcmp(argv[1], "double") && t.rec_off + (nr + 1) * t.rec_len > t.length)
		die("no room");
	if (!strcmp(argv[1], "delete")) {
		memmove(rec, rec + t.rec_len, (nr - n) * t.rec_len);
		put_field(s->buf + 6, 2, nr - 1);
	} else if (!strcmp(argv[1], "double")) {
		memmove(rec + t.rec_len, rec, (nr - n + 1) * t.rec_len);
		put_field(s->buf + 6, 2, nr + 1);
	} else {
		memcpy(spare, rec, t.rec_len);
		memmove(rec, rec + t.rec_len, t.rec_len);
		memcpy(rec + t.rec_len, spare, t.rec_len);
	}
	xfs_cksum_update(s->buf, t.length, t.crc_off);
	write_at(s, s->buf, t.length, t.offset);
}

/* --- the yardstick: the same bytes, nothing asked of them --- */

#define RUN_MAX		(1U << 20)

static int by_offset(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

static uint64_t microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* One run of things that touch; what follows it. */
static size_t read_run(struct spoil *s, size_t i, uint8_t *buf, uint64_t *bytes)
{
	uint64_t start = s->things[i].offset, end = start;
	size_t j = i;

	while (i < s->nr && s->things[i].offset <= end &&
	       s->things[i].offset + s->things[i].length - start <= RUN_MAX) {
		end = s->things[i].offset + s->things[i].length;
		i++;
	}
	read_at(s, buf, end - start, start);
	for (; j < i; j++)
		xfs_cksum_verify(buf + s->things[j].offset - start, s->things[j].length,
				 s->things[j].crc_off);
	*bytes += end - start;
	return i;
}

static void read_all(struct spoil *s)
{
	uint8_t *buf = malloc(RUN_MAX);
	uint64_t began, bytes = 0, took[2];

	if (!buf)
		die("memory");
	qsort(s->things, s->nr, sizeof(*s->things), by_offset);
	posix_fadvise(s->fd, 0, 0, POSIX_FADV_DONTNEED);
	for (unsigned int pass = 0; pass < 2; pass++) {
		began = microseconds();
		bytes = 0;
		for (size_t i = 0; i < s->nr; )
			i = read_run(s, i, buf, &bytes);
		took[pass] = microseconds() - began;
	}
	printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", bytes, took[0], took[1]);
	free(buf);
}

/* --- comparison --- */

static bool same_from(struct spoil *s, int other, off_t at)
{
	static uint8_t theirs[sizeof(s->buf)];
	ssize_t n = pread(s->fd, s->buf, sizeof(s->buf), at);

	return n > 0 && pread(other, theirs, sizeof(theirs), at) == n && !memcmp(s->buf, theirs, n);
}

/* What has data in one of the two. */
static bool same(struct spoil *s, const char *name)
{
	int other = open(name, O_RDONLY);
	off_t at = 0, mine, theirs, end = lseek(s->fd, 0, SEEK_END);

	if (other < 0)
		die(name);
	while (at < end) {
		mine = lseek(s->fd, at, SEEK_DATA);
		theirs = lseek(other, at, SEEK_DATA);
		if (mine < 0 && theirs < 0)
			break;
		at = mine < 0 || (theirs >= 0 && theirs < mine) ? theirs : mine;
		if (!same_from(s, other, at))
			break;
		at += sizeof(s->buf);
		mine = theirs = 0;
	}
	close(other);
	return at >= end || (mine < 0 && theirs < 0);
}

static void list(struct spoil *s)
{
	for (int kind = 0; kind < KINDS; kind++) {
		unsigned int count = 0;

		for (size_t i = 0; i < s->nr; i++)
			count += (int)s->things[i].kind == kind;
		printf("%-14s %u\n", kind_name[kind], count);
	}
}

int main(int argc, char **argv)
{
	struct spoil *s = calloc(1, sizeof(*s));
	struct xfs_dsb dsb;

	if (argc < 3 || !s)
		die("usage: spoil list|random|read|delete|double|trade|same IMAGE ...");
	s->fd = open(argv[2], O_RDWR);
	if (s->fd < 0)
		die(argv[2]);
	if (!strcmp(argv[1], "same") && argc > 3)
		return !same(s, argv[3]);
	read_at(s, &dsb, sizeof(dsb), 0);
	errno = 0;
	if (xfs_sb_verify_primary(&dsb))
		die("no whole superblock");
	xfs_geom_from_sb(&s->geom, &dsb);
	if (!strcmp(argv[1], "list") || !strcmp(argv[1], "random") || !strcmp(argv[1], "read"))
		find_things(s);
	if (!strcmp(argv[1], "list"))
		list(s);
	else if (!strcmp(argv[1], "read"))
		read_all(s);
	else if (!strcmp(argv[1], "random"))
		spoil_random(s, argc, argv);
	else
		spoil_record(s, argc, argv);
	free(s->is_free);
	free(s->things);
	close(s->fd);
	free(s);
	return 0;
}
