// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * First inputs of the fuzz targets, taken from an image: fuzz_seeds IMAGE FEATURES SIZES DIR
 *
 * FEATURES and SIZES are the bytes of struct fuzz_head that describe the image.  A structure
 * is read by the core from the image; the blocks that were asked for are the input.
 * Inputs go to DIR/<target>/; of many alike a few are taken.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libxfs/ag/agf.h"
#include "libxfs/ag/agi.h"
#include "libxfs/btree/scan.h"
#include "libxfs/fs/superblock.h"
#include "libxfs/inode/attr_read.h"
#include "libxfs/inode/dir_check.h"
#include "libxfs/inode/inode_verify.h"
#include "libxfs/inode/symlink_read.h"
#include "libxfs/log/log_scan.h"
#include "tests/fuzz/fuzz_tree.h"

#define SEED_MAX	32768		/* bytes; longer ones are left out */
#define ALIKE		3
#define GAP		16		/* zeroes that end a piece */

struct seeds {
	struct fuzz_bed		bed;
	const char		*image;
	const char		*dir;
	struct xfs_geom		g;
	unsigned int		nr;
	uint8_t			alike[65536];
	uint8_t			out[SEED_MAX];
	size_t			len;
	bool			too_long;
};

static void die(const char *what)
{
	fprintf(stderr, "fuzz_seeds: %s\n", what);
	exit(1);
}

/* --- writing --- */

static void put(struct seeds *s, const void *bytes, size_t len)
{
	s->too_long |= len > sizeof(s->out) - s->len;
	if (s->too_long)
		return;
	memcpy(s->out + s->len, bytes, len);
	s->len += len;
}

static void put_piece(struct seeds *s, uint32_t block, const uint8_t *data, size_t at, size_t len)
{
	struct fuzz_piece piece = {
		.block = block, .at = (uint16_t)at, .len = (uint16_t)len,
	};

	put(s, &piece, sizeof(piece));
	put(s, data + at, len);
}

/* What is not zero, in pieces. */
static void put_block(struct seeds *s, uint32_t block, const uint8_t *data, size_t len)
{
	size_t at = 0, end, zeros;

	while (at < len) {
		while (at < len && !data[at])
			at++;
		for (end = at, zeros = 0; end < len && zeros < GAP; end++)
			zeros = data[end] ? 0 : zeros + 1;
		if (at < len)
			put_piece(s, block, data, at, end - at - zeros);
		at = end;
	}
}

static void save(struct seeds *s, const char *target)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", s->dir, target);
	mkdir(path, 0777);
	snprintf(path, sizeof(path), "%s/%s/%02x%02x-%04u", s->dir, target,
		 s->bed.head.features, s->bed.head.sizes, s->nr++);
	f = fopen(path, "w");
	if (!f || fwrite(s->out, 1, s->len, f) != s->len || fclose(f))
		die("an input cannot be written");
}

/* The head, the inode if there is one, and what has been read. */
static void emit(struct seeds *s, const char *target)
{
	const struct xfs_dev *dev = &s->bed.dev;

	s->len = 0;
	s->too_long = dev->full;
	put(s, &s->bed.head, sizeof(s->bed.head));
	put_block(s, FUZZ_INODE, (const uint8_t *)s->bed.dip, s->g.inodesize);
	for (unsigned int i = 0; i < dev->nr; i++)
		put_block(s, (uint32_t)dev->blocks[i].nr, dev->blocks[i].data, dev->unit);
	if (!s->too_long)
		save(s, target);
}

/* --- reading --- */

/* Nothing has been read yet. */
static void begin(struct seeds *s)
{
	struct fuzz_head head = s->bed.head;
	int fd = s->bed.dev.fd;

	fuzz_end(&s->bed);
	head.mend = FUZZ_MEND_CRC | FUZZ_MEND_PLACE | FUZZ_MEND_UUID | FUZZ_MEND_OWNER;
	head.select = 0;
	head.arg = 0;
	head.ino = 0;
	if (!fuzz_begin(&s->bed, (const uint8_t *)&head, sizeof(head)))
		die("no memory");
	s->bed.dev.fd = fd;
	s->bed.dev.mend = 0;
}

static bool too_many_alike(struct seeds *s, uint32_t kind)
{
	uint8_t *nr = &s->alike[(kind * 2654435761U) >> 16];

	return (*nr)++ >= ALIKE;
}

static void read_in(struct seeds *s, xfs_daddr_t daddr, size_t len)
{
	static uint8_t buf[65536];

	if (xfs_env_read(&s->bed.dev, daddr, buf, len))
		die("the image cannot be read");
}

static void seed_headers(struct seeds *s)
{
	for (xfs_agnumber_t agno = 0; agno < s->g.agcount; agno++) {
		begin(s);
		s->bed.head.ino = agno;
		read_in(s, xfs_ag_header_daddr(&s->g, agno, 0), 4 * (size_t)s->g.sectsize);
		emit(s, "fuzz-ag");
		s->bed.head.select = agno == 1;
		if (agno < 2)
			emit(s, "fuzz-super");
	}
}

static void scan_tree(struct seeds *s, struct xfs_btree_host *host)
{
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	bool found;

	xfs_btree_scan_init(&scan, fuzz_tree_ops(&s->bed), &s->g, host, NULL);
	while (!xfs_btree_scan_next(&scan, &irec, &found) && found)
		;
	xfs_btree_scan_done(&scan);
}

static void seed_tree(struct seeds *s, xfs_agnumber_t agno, unsigned int kind, __be32 root,
		      __be32 level)
{
	struct xfs_btree_host host = {
		.owner = agno, .root = be32_to_cpu(root), .nlevels = be32_to_cpu(level),
	};

	if (!host.nlevels)
		return;
	begin(s);
	host.cache = s->bed.cache;
	s->bed.head.ino = agno;
	s->bed.head.arg = be32_to_cpu(root);
	s->bed.head.select = (uint8_t)(kind | host.nlevels << 4);
	scan_tree(s, &host);
	emit(s, "fuzz-tree");
}

static void seed_trees(struct seeds *s, xfs_agnumber_t agno, struct xfs_agi *agi)
{
	struct xfs_buf *bp;
	struct xfs_agf agf;

	begin(s);
	if (xfs_agf_read(s->bed.cache, agno, &bp))
		die("no AGF");
	memcpy(&agf, bp->data, sizeof(agf));
	xfs_buf_release(bp);
	if (xfs_agi_read(s->bed.cache, agno, &bp))
		die("no AGI");
	memcpy(agi, bp->data, sizeof(*agi));
	xfs_buf_release(bp);
	seed_tree(s, agno, 0, agf.agf_bno_root, agf.agf_bno_level);
	seed_tree(s, agno, 1, agf.agf_cnt_root, agf.agf_cnt_level);
	seed_tree(s, agno, 2, agi->agi_root, agi->agi_level);
	seed_tree(s, agno, 3, agi->agi_free_root, agi->agi_free_level);
	seed_tree(s, agno, 4, agf.agf_rmap_root, agf.agf_rmap_level);
	seed_tree(s, agno, 5, agf.agf_refcount_root, agf.agf_refcount_level);
}

/* --- inodes --- */

static void load_inode(struct seeds *s, xfs_ino_t ino, const struct xfs_dinode *dip)
{
	begin(s);
	s->bed.head.ino = s->bed.ino = ino;
	memcpy(s->bed.dip, dip, s->g.inodesize);
}

static void seed_dir(struct seeds *s, xfs_ino_t ino)
{
	struct xfs_dir_visit v = { .max_extents = 10000 };

	if (!xfs_dir_check(s->bed.cache, s->bed.dip, ino, &v) &&
	    !too_many_alike(s, 1U << 16 | s->bed.dip->di_format << 8 | s->bed.dev.nr))
		emit(s, "fuzz-dir");
}

static void seed_attr(struct seeds *s, xfs_ino_t ino)
{
	struct xfs_attr_visit v = { .max_extents = 10000 };

	if (!xfs_attr_check(s->bed.cache, s->bed.dip, ino, &v) &&
	    !too_many_alike(s, 2U << 16 | s->bed.dip->di_aformat << 8 | s->bed.dev.nr))
		emit(s, "fuzz-attr");
}

static void seed_forks(struct seeds *s, xfs_ino_t ino)
{
	const struct xfs_dinode *dip = s->bed.dip;
	unsigned int type = (be16_to_cpu(dip->di_mode) & XFS_IFMT) >> 12, len;
	uint8_t target[XFS_SYMLINK_MAXLEN];
	struct xfs_fork_map map;
	bool whole;

	for (enum xfs_fork which = XFS_DATA_FORK; which <= XFS_ATTR_FORK; which++) {
		xfs_fork_map_read(&map, s->bed.cache, dip, ino, which, 10000);
		xfs_fork_map_free(&map);
	}
	if (type == XFS_IFLNK >> 12)
		xfs_symlink_check(s->bed.cache, dip, ino, target, &len, &whole, NULL, NULL);
	if (!too_many_alike(s, 3U << 20 | type << 16 | dip->di_format << 12 |
				dip->di_aformat << 8 | s->bed.dev.nr))
		emit(s, "fuzz-inode");
}

static void seed_map(struct seeds *s, xfs_ino_t ino)
{
	uint32_t bytes = xfs_dfork_size(&s->g, s->bed.dip, XFS_DATA_FORK);
	struct xfs_btree_host host = {
		.owner = ino, .cache = s->bed.cache,
		.fork = (void *)xfs_dfork_ptr(s->bed.dip, XFS_DATA_FORK), .fork_bytes = bytes,
	};

	s->bed.head.select = FUZZ_TREE_BMBT;
	s->bed.head.arg = (bytes - 24) / 8;
	scan_tree(s, &host);
	if (!too_many_alike(s, 4U << 16 | s->bed.dev.nr))
		emit(s, "fuzz-tree");
}

static void seed_inode(struct seeds *s, xfs_ino_t ino, const struct xfs_dinode *dip)
{
	if (xfs_dinode_verify_core(&s->g, dip, ino) || !dip->di_mode)
		return;
	load_inode(s, ino, dip);
	seed_forks(s, ino);
	load_inode(s, ino, dip);
	if ((be16_to_cpu(dip->di_mode) & XFS_IFMT) == XFS_IFDIR)
		seed_dir(s, ino);
	load_inode(s, ino, dip);
	if (dip->di_forkoff)
		seed_attr(s, ino);
	load_inode(s, ino, dip);
	if (dip->di_format == XFS_DINODE_FMT_BTREE)
		seed_map(s, ino);
}

static void seed_chunk(struct seeds *s, xfs_agnumber_t agno, const struct xfs_inobt_irec *irec)
{
	static struct { uint8_t b[512]; } inode;
	xfs_ino_t ino;

	for (unsigned int i = 0; i < XFS_INODES_PER_CHUNK; i++) {
		if (irec->free >> i & 1)
			continue;
		ino = (xfs_ino_t)agno << s->g.agino_log | (irec->startino + i);
		if (pread(s->bed.dev.fd, &inode, sizeof(inode),
			  (off_t)(BBTOB(xfs_fsb_daddr(&s->g, xfs_ino_fsb(&s->g, ino))) +
				  xfs_ino_offset(&s->g, ino))) != sizeof(inode))
			die("an inode cannot be read");
		seed_inode(s, ino, (const void *)&inode);
	}
}

static void seed_inodes(struct seeds *s, xfs_agnumber_t agno, const struct xfs_agi *agi)
{
	struct xfs_dev dev = { .unit = s->g.blocksize, .end = s->g.dblocks, .fd = s->bed.dev.fd };
	struct xfs_btree_host host = {
		.cache = xfs_buf_cache_create(&dev, &s->g), .owner = agno,
		.root = be32_to_cpu(agi->agi_root), .nlevels = be32_to_cpu(agi->agi_level),
	};
	struct xfs_btree_scan scan;
	union xfs_btree_irec irec;
	bool found;

	xfs_btree_scan_init(&scan, &xfs_inobt_ops, &s->g, &host, NULL);
	while (!xfs_btree_scan_next(&scan, &irec, &found) && found)
		seed_chunk(s, agno, &irec.inobt);
	xfs_btree_scan_done(&scan);
	xfs_buf_cache_destroy(host.cache);
	fuzz_dev_clear(&dev);
}

/* --- the log --- */

static void seed_item(struct seeds *s, const struct xlog_region *region)
{
	uint16_t type = region->len >= 2 ? *(const uint16_t *)region->data : 0;

	if (region->len > s->g.inodesize || too_many_alike(s, 5U << 28 | type << 12 | region->len))
		return;
	begin(s);
	s->bed.head.arg = region->len;
	memcpy(s->bed.dip, region->data, region->len);
	if (region->len > offsetof(struct xfs_log_dinode, di_ino) + 8)
		s->bed.head.ino = ((const struct xfs_log_dinode *)region->data)->di_ino;
	emit(s, "fuzz-logitem");
}

static int seed_trans(void *priv, const struct xlog_trans *trans)
{
	for (uint32_t i = 0; i < trans->nr_items; i++)
		for (uint32_t k = 0; k < trans->items[i].nr_regions && k < 2; k++)
			seed_item(priv, &trans->items[i].regions[k]);
	return 0;
}

/*
 * As a shorter log, which it can be as long as it has been written only once and not far.
 * The heads that a mount leaves beyond the end are left out.
 */
static void read_log(struct seeds *s, uint8_t *log, uint32_t blocks)
{
	for (uint32_t i = 0; i < blocks * s->g.blockbb; i++)
		if (get_unaligned_be32(log + BBTOB(i)) == XLOG_HEADER_MAGIC_NUM &&
		    !get_unaligned_be32(log + BBTOB(i) + 12))
			memset(log + BBTOB(i), 0, BBSIZE);
	for (uint32_t i = 0; i < blocks; i++)
		put_block(s, i, log + (size_t)i * s->g.blocksize, s->g.blocksize);
}

static void seed_log(struct seeds *s, int fd)
{
	size_t len = (size_t)s->g.logblocks * s->g.blocksize;
	uint8_t *log = malloc(len);
	off_t start = (off_t)BBTOB(xlog_start_daddr(&s->g));
	struct xfs_dev dev = {
		.unit = s->g.blocksize, .end = s->g.logblocks, .fd = -1, .flat = log,
	};
	struct xlog_scan_params params = { .geom = &s->g, .dev = &dev, .fn = seed_trans, .priv = s };
	struct xlog_scan_result result;

	if (!log || pread(fd, log, len, start) != (ssize_t)len)
		die("the log cannot be read");
	xlog_scan(&params, &result);
	begin(s);
	s->len = 0;
	s->too_long = false;
	put(s, &s->bed.head, sizeof(s->bed.head));
	read_log(s, log, s->g.logblocks);
	if (!s->too_long)
		save(s, "fuzz-log");
	free(log);
}

/* What the head says and what the image is must be the same. */
static void open_image(struct seeds *s, int fd)
{
	enum xfs_fault fault;
	struct xfs_geom want = s->bed.g;

	s->bed.dev.fd = fd;
	if (xfs_geom_read(&s->bed.dev, 0, &s->g, NULL, &fault))
		die("no filesystem");
	if (s->g.dblocks != want.dblocks || s->g.agblocks != want.agblocks ||
	    s->g.dirblksize != want.dirblksize || s->g.incompat != want.incompat ||
	    (s->g.ro_compat ^ want.ro_compat) & ~XFS_SB_FEAT_RO_COMPAT_INOBTCNT)
		die("the image is not what FEATURES and SIZES say");
}

int main(int argc, char **argv)
{
	static struct seeds s;
	struct fuzz_head head = { .mend = 0 };
	struct xfs_agi agi;
	int fd;

	if (argc != 5)
		die("IMAGE FEATURES SIZES DIR");
	head.features = (uint8_t)strtoul(argv[2], NULL, 0);
	head.sizes = (uint8_t)strtoul(argv[3], NULL, 0);
	s.dir = argv[4];
	fd = open(argv[1], O_RDONLY);
	if (fd < 0 || !fuzz_begin(&s.bed, (const uint8_t *)&head, sizeof(head)))
		die("no image");
	open_image(&s, fd);
	seed_headers(&s);
	for (xfs_agnumber_t agno = 0; agno < s.g.agcount; agno++) {
		seed_trees(&s, agno, &agi);
		seed_inodes(&s, agno, &agi);
	}
	seed_log(&s, fd);
	fuzz_end(&s.bed);
	close(fd);
	return 0;
}
