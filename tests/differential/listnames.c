// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tool of tests/differential/names.
 *
 *	listnames fill FOLDER SEED BIG	makes directories and attributes of all sizes
 *	listnames mount FOLDER		lists a mounted tree: entries, attributes, targets
 *	listnames image IMAGE		the same list from the core's readers; faults go to
 *					standard error, and then it exits 1
 *	listnames read IMAGE		without the checks
 *	listnames flip IMAGE INO STEP	each STEP-th byte of the blocks of INO's data and
 *					attribute forks changed in turn, checksum made
 *					good; IMAGE is written to
 *
 *	listnames hurt IMAGE INO ROUNDS	at random several bytes of these blocks and of the
 *					inode, only to see that nothing breaks
 *
 * A list has each directory in the order its entries are met, breadth first.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/device.h"
#include "include/libxfs.h"

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "listnames: %s: %s\n", what, strerror(errno));
	exit(2);
}

static uint64_t seed = 1;

static uint32_t rnd(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 20) % n;
}

/* ---- fill ---- */

static void random_name(char *name, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len; i++)
		do
			name[i] = 1 + rnd(255);
		while (name[i] == '/' || (name[i] == '.' && i < 2));
	name[len] = 0;
}

/* @nr files of names of up to @maxlen bytes, and @percent of them removed again. */
static void fill_dir(const char *path, unsigned int nr, unsigned int maxlen,
		     unsigned int percent)
{
	uint64_t before;
	char name[256];
	unsigned int i;
	int dir, fd;

	if (mkdir(path, 0755))
		die(path);
	dir = open(path, O_RDONLY | O_DIRECTORY);
	before = seed;
	for (i = 0; i < nr; i++) {
		random_name(name, 1 + rnd(maxlen));
		rnd(100);
		fd = openat(dir, name, O_CREAT | O_WRONLY, 0644);
		if (fd < 0)
			die(path);
		close(fd);
	}
	seed = before;
	for (i = 0; i < nr; i++) {
		random_name(name, 1 + rnd(maxlen));
		if (rnd(100) < percent)
			unlinkat(dir, name, 0);
	}
	close(dir);
}

static void fill_attrs(const char *path, unsigned int nr, unsigned int maxlen,
		       unsigned int maxvalue, unsigned int percent)
{
	static const char *const spaces[] = { "user.", "trusted.", "security." };
	static char value[65536];
	uint64_t before = seed;
	char name[256];
	unsigned int i, at, len;
	int pass, fd = open(path, O_RDONLY);

	if (fd < 0)
		fd = open(path, O_CREAT | O_RDONLY, 0644);
	if (fd < 0)
		die(path);
	for (pass = 0; pass < 2; pass++) {
		seed = before;
		for (i = 0; i < nr; i++) {
			at = snprintf(name, sizeof(name), "%s", spaces[rnd(3)]);
			random_name(name + at, 1 + rnd(maxlen));
			len = rnd(maxvalue + 1);
			memset(value, rnd(256), len);
			if (!pass && fsetxattr(fd, name, value, len, 0))
				die(path);
			if (rnd(100) < percent && pass)
				fremovexattr(fd, name);
		}
	}
	close(fd);
}

static void fill_links(void)
{
	static const unsigned int lens[] = { 1, 40, 300, 500, 967, 968, 969, 1000, 1023 };
	char target[1024], name[32];
	unsigned int i;

	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		memset(target, 'a' + i, lens[i]);
		target[lens[i]] = 0;
		snprintf(name, sizeof(name), "link%u", lens[i]);
		if (symlink(target, name))
			die(name);
	}
}

static int fill(const char *folder, unsigned int big)
{
	static const unsigned int sizes[] = { 0, 1, 2, 5, 20, 60, 120, 300, 1000, 5000 };
	char name[64];
	unsigned int i, percent;

	if (chdir(folder))
		die(folder);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (percent = 0; percent < 100; percent += 45) {
			snprintf(name, sizeof(name), "d%u-%u", sizes[i], percent);
			fill_dir(name, sizes[i], sizes[i] % 7 == 6 ? 20 : 255, percent);
		}
	}
	fill_dir("big", big, 40, 30);
	fill_dir("emptied", big / 4, 200, 100);
	fill_attrs("a-short", 3, 6, 10, 0);
	fill_attrs("a-leaf", 30, 30, 60, 30);
	fill_attrs("a-tree", 120, 60, 120, 30);
	fill_attrs("a-value", 24, 60, 5000, 10);
	fill_attrs("a-long", 60, 200, 65536, 30);
	fill_attrs("a-many", 3000, 16, 300, 30);
	fill_attrs("a-huge", big / 10, 100, 300, 40);
	fill_attrs("a-mixed", big / 50, 200, 6000, 20);
	fill_attrs("big", 30, 20, 4000, 0);
	fill_links();
	mknod("fifo", S_IFIFO | 0644, 0);
	return 0;
}

/* ---- A list: what is told of an inode, and the directories still to do ---- */

struct todo {
	char		*path;		/* mounted */
	uint64_t	ino;
};

static struct todo *queue;
static size_t queue_nr, queue_room, queue_at;

static void later(const char *dir, const char *name, uint64_t ino)
{
	char *path = NULL;

	if (dir && asprintf(&path, "%s/%s", dir, name) < 0)
		die("memory");
	if (queue_nr == queue_room) {
		queue_room = queue_room * 2 + 64;
		queue = realloc(queue, queue_room * sizeof(*queue));
		if (!queue)
			die("memory");
	}
	queue[queue_nr].path = path;
	queue[queue_nr++].ino = ino;
}

static void put_name(const uint8_t *name, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len; i++)
		if (name[i] > 32 && name[i] < 127 && name[i] != '%')
			putchar(name[i]);
		else
			printf("%%%02x", name[i]);
	putchar('\n');
}

struct attr {
	char		text[300];
	unsigned int	len;
	uint32_t	valuelen, sum;
};

static struct attr *attrs;
static size_t attrs_nr, attrs_room;

static struct attr *attr_new(void)
{
	if (attrs_nr == attrs_room) {
		attrs_room = attrs_room * 2 + 64;
		attrs = realloc(attrs, attrs_room * sizeof(*attrs));
		if (!attrs)
			die("memory");
	}
	return &attrs[attrs_nr++];
}

static int attr_cmp(const void *a, const void *b)
{
	return strcmp(((const struct attr *)a)->text, ((const struct attr *)b)->text);
}

static void put_attrs(void)
{
	size_t i;

	if (attrs_nr)
		qsort(attrs, attrs_nr, sizeof(*attrs), attr_cmp);
	for (i = 0; i < attrs_nr; i++) {
		printf("A %u %08x ", attrs[i].valuelen, attrs[i].sum);
		put_name((const uint8_t *)attrs[i].text, attrs[i].len);
	}
	attrs_nr = 0;
}

/* ---- mount ---- */

static void mount_attrs(const char *path)
{
	static char list[1 << 20], value[65536];
	ssize_t len = llistxattr(path, list, sizeof(list)), got;
	struct attr *a;
	char *p;

	/* More names than the system call can tell: left out in both lists. */
	if (len < 0 && errno == E2BIG) {
		printf("A too many\n");
		return;
	}
	if (len < 0)
		die(path);
	for (p = list; p < list + len; p += strlen(p) + 1) {
		a = attr_new();
		a->len = snprintf(a->text, sizeof(a->text), "%s", p);
		got = lgetxattr(path, p, value, sizeof(value));
		if (got < 0)
			die(path);
		a->valuelen = got;
		a->sum = xfs_env_crc32c(~0U, value, got);
	}
	put_attrs();
}

static void mount_inode(const char *path, unsigned int type)
{
	char target[2048];
	ssize_t len;

	mount_attrs(path);
	if (type != DT_LNK)
		return;
	len = readlink(path, target, sizeof(target));
	if (len < 0)
		die(path);
	putchar('L');
	put_name((const uint8_t *)target, len);
}

static void mount_dir(const struct todo *t)
{
	DIR *dir = opendir(t->path);
	struct dirent *de;
	char *path;

	if (!dir)
		die(t->path);
	printf("D %" PRIu64 "\n", t->ino);
	mount_attrs(t->path);
	while ((de = readdir(dir))) {
		printf("E %" PRIu64 " %u ", (uint64_t)de->d_ino, de->d_type);
		put_name((const uint8_t *)de->d_name, strlen(de->d_name));
		if (!strcmp(de->d_name, ".") || !strcmp(de->d_name, ".."))
			continue;
		if (de->d_type == DT_DIR) {
			later(t->path, de->d_name, de->d_ino);
			continue;
		}
		if (asprintf(&path, "%s/%s", t->path, de->d_name) < 0)
			die("memory");
		mount_inode(path, de->d_type);
		free(path);
	}
	closedir(dir);
}

static int list_mount(const char *folder)
{
	struct stat st;
	char *copy = strdup(folder);

	if (!copy || lstat(folder, &st))
		die(folder);
	later(folder, ".", st.st_ino);
	for (; queue_at < queue_nr; queue_at++) {
		struct todo t = queue[queue_at];

		mount_dir(&t);
		free(t.path);
	}
	free(copy);
	return 0;
}

/* ---- image ---- */

static struct xfs_dev *dev;
static struct xfs_geom g;
static struct xfs_buf_cache *cache;
static unsigned int faults;
static bool quiet;
static uint64_t listed;		/* sum over names, whatever they lead to */

struct image_dir {
	xfs_ino_t	ino;
};

static int on_fault(void *priv, const struct xfs_da_fault *df)
{
	struct image_dir *d = priv;

	faults++;
	if (!quiet)
		fprintf(stderr, "inode %" PRIu64 ": XFS-%u %s (block %u, %u, %d)\n",
			(uint64_t)d->ino, xfs_fault_number(df->fault),
			xfs_fault_text(df->fault), df->dablk, df->index, df->error);
	return 0;
}

static struct xfs_dinode *read_inode(xfs_ino_t ino)
{
	struct xfs_dinode *dip = malloc(g.inodesize);
	struct xfs_buf *bp;

	if (!dip || !xfs_ino_valid(&g, ino) ||
	    xfs_buf_read(cache, xfs_fsb_daddr(&g, xfs_ino_fsb(&g, ino)), g.blocksize,
			 NULL, &bp))
		die("inode");
	memcpy(dip, (uint8_t *)bp->data + xfs_ino_offset(&g, ino) * g.inodesize,
	       g.inodesize);
	xfs_buf_release(bp);
	if (xfs_dinode_verify_core(&g, dip, ino))
		die("inode core");
	return dip;
}

static int image_attr(void *priv, const struct xfs_attr_entry *e)
{
	struct attr *a;

	listed += xfs_da_hashname(e->name, e->namelen) * 3ULL + e->namelen;
	if (quiet || (e->flags & (XFS_ATTR_PARENT | XFS_ATTR_INCOMPLETE)))
		return 0;
	a = attr_new();
	a->len = snprintf(a->text, sizeof(a->text), "%s%.*s",
			  e->flags & XFS_ATTR_ROOT ? "trusted." :
			  e->flags & XFS_ATTR_SECURE ? "security." : "user.",
			  (int)e->namelen, (const char *)e->name);
	a->valuelen = e->valuelen;
	a->sum = e->value ? xfs_env_crc32c(~0U, e->value, e->valuelen) : 0;
	return 0;
}

static void image_attrs(const struct xfs_dinode *dip, struct image_dir *d)
{
	struct xfs_attr_visit v = {
		.entry = image_attr, .fault = on_fault, .priv = d, .max_extents = 1 << 20,
	};
	size_t i, bytes = 0;
	int error = xfs_attr_check(cache, dip, d->ino, &v);

	if (error) {
		errno = -error;
		die("attributes");
	}
	for (i = 0; i < attrs_nr; i++)
		bytes += attrs[i].len + 1;
	if (bytes > 65536) {
		printf("A too many\n");
		attrs_nr = 0;
	}
	put_attrs();
}

static void image_inode(xfs_ino_t ino)
{
	struct xfs_dinode *dip = read_inode(ino);
	struct image_dir d = { .ino = ino };
	uint8_t target[XFS_SYMLINK_MAXLEN];
	unsigned int len;
	bool whole;

	image_attrs(dip, &d);
	if ((be16_to_cpu(dip->di_mode) & XFS_IFMT) == XFS_IFLNK) {
		if (xfs_symlink_check(cache, dip, ino, target, &len, &whole, on_fault,
				      &d) || !whole)
			die("symlink");
		putchar('L');
		put_name(target, len);
	}
	free(dip);
}

static int image_entry(void *priv, const struct xfs_dir_entry *e)
{
	static const uint8_t types[] = {
		DT_UNKNOWN, DT_REG, DT_DIR, DT_CHR, DT_BLK, DT_FIFO, DT_SOCK, DT_LNK,
		DT_WHT,
	};

	listed += (xfs_da_hashname(e->name, e->namelen) * 3ULL + e->namelen) * e->offset;
	if (quiet)
		return 0;
	printf("E %" PRIu64 " %u ", (uint64_t)e->ino, types[e->ftype]);
	put_name(e->name, e->namelen);
	if (e->name[0] == '.' &&
	    (e->namelen == 1 || (e->namelen == 2 && e->name[1] == '.')))
		return 0;
	if (e->ftype == XFS_DIR3_FT_DIR)
		later(NULL, NULL, e->ino);
	else
		image_inode(e->ino);
	return 0;
}

static void image_dir(xfs_ino_t ino, bool one_pass)
{
	struct xfs_dinode *dip = read_inode(ino);
	struct image_dir d = { .ino = ino };
	struct xfs_dir_visit v = {
		.entry = image_entry, .fault = on_fault, .priv = &d,
		.max_extents = 1 << 20,
	};
	int error;

	if (!quiet)
		printf("D %" PRIu64 "\n", (uint64_t)ino);
	image_attrs(dip, &d);
	error = one_pass ? xfs_dir_check(cache, dip, ino, &v) :
			   xfs_dir_read(cache, dip, ino, &v);
	if (error) {
		errno = -error;
		die("directory");
	}
	free(dip);
}

static void open_image(const char *image, unsigned int flags)
{
	enum xfs_fault fault;

	if (device_open(image, flags, &dev))
		die(image);
	if (xfs_geom_read(dev, 0, &g, NULL, &fault))
		die("superblock");
	cache = xfs_buf_cache_create(dev, &g);
	if (!cache)
		die("memory");
}

static void close_image(void)
{
	xfs_buf_cache_destroy(cache);
	device_close(dev);
	free(queue);
	free(attrs);
}

static int list_image(const char *image, bool check)
{
	open_image(image, 0);
	later(NULL, NULL, g.rootino);
	for (; queue_at < queue_nr; queue_at++)
		image_dir(queue[queue_at].ino, check);
	close_image();
	return faults ? 1 : 0;
}

/* ---- flip ---- */

static const char *form;	/* of the block being changed */
static unsigned long tried, found, silent, lost;

/* Where the checksum of a block stands, which its magic number tells. */
static int crc_place(const uint8_t *block)
{
	uint32_t magic = get_unaligned_be32(block);

	form = "da";
	switch (magic) {
	case XFS_DIR3_BLOCK_MAGIC:
	case XFS_DIR3_DATA_MAGIC:
		form = "data";
		return XFS_DIR3_BLK_CRC_OFF;
	case XFS_DIR3_FREE_MAGIC:
		form = "free";
		return XFS_DIR3_BLK_CRC_OFF;
	case XFS_ATTR3_RMT_MAGIC:
		form = "remote";
		return XFS_ATTR3_RMT_CRC_OFF;
	}
	if (get_unaligned_be16(block + 8) == XFS_ATTR3_LEAF_MAGIC)
		form = "attr";
	return XFS_DA3_CRC_OFF;
}

/* May a change at @off of a leaf, node or free index block mean nothing? */
static bool may_be_silent(const uint8_t *block, uint32_t len, uint32_t off)
{
	uint32_t magic = get_unaligned_be16(block + 8), end;

	if (get_unaligned_be32(block) == XFS_DIR3_FREE_MAGIC) {
		end = 64 + 2 * get_unaligned_be32(block + 52);
		return (off >= 16 && off < 24) || (off >= 60 && off < 64) || off >= end;
	}
	end = 64 + 8 * get_unaligned_be16(block + 56);
	if (magic == XFS_DIR3_LEAF1_MAGIC &&
	    off >= len - 4 - 2 * get_unaligned_be32(block + len - 4))
		return false;
	/* A stale entry's hash is in the order, no more. */
	if (magic != XFS_DA3_NODE_MAGIC && off >= 64 && off < end &&
	    !get_unaligned_be32(block + (off & ~7U) + 4))
		return off % 8 < 4;
	return (off >= 24 && off < 32) || off == 10 || off == 11 ||
	       (off >= 60 && off < 64) || off >= end;
}

static void flip_one(xfs_ino_t ino, uint8_t *block, uint32_t len, xfs_daddr_t daddr,
		     uint32_t off, uint8_t bits, uint64_t want)
{
	int crc = crc_place(block);
	bool strict = !strcmp(form, "da") || !strcmp(form, "free");
	bool silence = strict && may_be_silent(block, len, off);

	if ((int)off >= crc && (int)off < crc + 4)
		return;
	block[off] ^= bits;
	xfs_cksum_update(block, len, crc);
	if (pwrite(device_fd(dev), block, len, BBTOB(daddr)) != (ssize_t)len)
		die("write");
	faults = 0;
	listed = 0;
	image_dir(ino, true);
	tried++;
	found += faults != 0;
	silent += !faults;
	if (!faults && (listed != want || (strict && !silence))) {
		lost++;
		fprintf(stderr, "no fault: %s block at %" PRIu64 ", byte %u ^ %02x\n",
			form, (uint64_t)daddr, off, bits);
	}
	block[off] ^= bits;
	xfs_cksum_update(block, len, crc);
}

static void fresh_cache(void)
{
	xfs_buf_cache_destroy(cache);
	cache = xfs_buf_cache_create(dev, &g);
	if (!cache)
		die("memory");
}

static void flip_block(xfs_ino_t ino, xfs_daddr_t daddr, uint32_t len, unsigned int step)
{
	uint8_t *block = malloc(len), *before = malloc(len);
	uint64_t want;
	uint32_t off;

	if (!block || !before ||
	    pread(device_fd(dev), block, len, BBTOB(daddr)) != (ssize_t)len)
		die("read");
	memcpy(before, block, len);
	listed = 0;
	image_dir(ino, true);
	want = listed;
	for (off = 0; off < len; off += step) {
		fresh_cache();
		flip_one(ino, block, len, daddr, off, 1U << rnd(8), want);
		fresh_cache();
		flip_one(ino, block, len, daddr, off, 0xff, want);
	}
	if (pwrite(device_fd(dev), before, len, BBTOB(daddr)) != (ssize_t)len)
		die("write");
	fresh_cache();
	free(block);
	free(before);
}

/* The first whole block from @from on; false if there is none. */
static bool next_block(struct xfs_da_file *f, uint64_t from, uint32_t *dablk)
{
	struct xfs_bmbt_irec irec;

	for (;; from += f->blkfsbs) {
		if (from > UINT32_MAX || !xfs_fork_map_find(&f->map, from, &irec, NULL))
			return false;
		if (irec.br_startoff > from)
			from = irec.br_startoff - irec.br_startoff % f->blkfsbs;
		if (xfs_da_mapped(f, from))
			break;
	}
	*dablk = from;
	return true;
}

static void flip_fork(xfs_ino_t ino, const struct xfs_dinode *dip, enum xfs_fork which,
		      unsigned int step)
{
	struct image_dir d = { .ino = ino };
	struct xfs_da_file f;
	struct xfs_da_block b;
	xfs_daddr_t daddr;
	uint32_t dablk = 0, len;

	if (xfs_dfork_format(dip, which) == XFS_DINODE_FMT_LOCAL)
		return;
	if (xfs_da_file_open(&f, cache, dip, ino, which, 1 << 20, on_fault, &d))
		die("fork");
	for (; next_block(&f, dablk, &dablk); dablk += f.blkfsbs) {
		/* The file keeps its extents, not its cache. */
		f.cache = cache;
		if (xfs_da_block_read(&f, dablk, &b))
			die("block");
		daddr = b.bp ? b.daddr : -1;	/* in one piece only */
		len = b.len;
		xfs_da_block_release(&b);
		if (daddr >= 0)
			flip_block(ino, daddr, len, step);
	}
	xfs_da_file_close(&f);
}

/* ---- hurt ---- */

/* A few bytes near each other in one block; the checksum good three times of four. */
static void hurt_block(uint8_t *block, uint32_t len, xfs_daddr_t daddr)
{
	int crc = crc_place(block);
	uint32_t at = rnd(2) ? rnd(len) : (rnd(128) + len - 32) % len, i;

	for (i = rnd(4) + 1; i; i--)
		block[(at + rnd(8)) % len] = rnd(2) ? rnd(256) : rnd(3) * 0x7f;
	if (rnd(4))
		xfs_cksum_update(block, len, crc);
	if (pwrite(device_fd(dev), block, len, BBTOB(daddr)) != (ssize_t)len)
		die("write");
}

/* Where the blocks of a good inode stand. */
struct target {
	xfs_daddr_t	daddr;
	uint32_t	len;
};

static unsigned int targets_of(xfs_ino_t ino, const struct xfs_dinode *dip,
			       enum xfs_fork which, struct target *t, unsigned int max)
{
	struct image_dir d = { .ino = ino };
	struct xfs_bmbt_irec irec;
	struct xfs_da_file f;
	unsigned int nr = 0;
	uint32_t dablk = 0;

	if ((which == XFS_ATTR_FORK && !dip->di_forkoff) ||
	    xfs_dfork_format(dip, which) == XFS_DINODE_FMT_LOCAL)
		return 0;
	if (xfs_da_file_open(&f, cache, dip, ino, which, 1 << 20, on_fault, &d))
		die("fork");
	for (; nr < max && next_block(&f, dablk, &dablk); dablk += f.blkfsbs) {
		if (!xfs_fork_map_find(&f.map, dablk, &irec, NULL))
			die("place");
		if (irec.br_startoff + irec.br_blockcount <
		    dablk + (uint64_t)f.blkfsbs)
			continue;
		t[nr].daddr = xfs_fsb_daddr(&g, irec.br_startblock +
					    dablk - irec.br_startoff);
		t[nr++].len = f.blksize;
	}
	xfs_da_file_close(&f);
	return nr;
}

static void read_hurt(xfs_ino_t ino, const struct xfs_dinode *dip)
{
	struct image_dir d = { .ino = ino };
	struct xfs_attr_visit av = {
		.entry = image_attr, .fault = on_fault, .priv = &d, .max_extents = 1 << 20,
	};
	struct xfs_dir_visit v = {
		.entry = image_entry, .fault = on_fault, .priv = &d,
		.max_extents = 1 << 20,
	};
	uint8_t target[XFS_SYMLINK_MAXLEN];
	unsigned int len;
	bool whole;

	if (xfs_dinode_verify_core(&g, dip, ino))
		return;
	xfs_attr_check(cache, dip, ino, &av);
	switch (be16_to_cpu(dip->di_mode) & XFS_IFMT) {
	case XFS_IFDIR:
		xfs_dir_read(cache, dip, ino, &v);
		xfs_dir_check(cache, dip, ino, &v);
		break;
	case XFS_IFLNK:
		xfs_symlink_check(cache, dip, ino, target, &len, &whole, on_fault, &d);
		break;
	}
}

static void hurt_round(xfs_ino_t ino, const struct xfs_dinode *good,
		       const struct target *t, unsigned int nr)
{
	static uint8_t now[XFS_MAX_BLOCKSIZE], before[XFS_MAX_BLOCKSIZE];
	const struct target *one = nr ? &t[rnd(nr)] : NULL;
	uint8_t *inode = malloc(g.inodesize);
	unsigned int i;

	if (!inode)
		die("memory");
	memcpy(inode, good, g.inodesize);
	for (i = rnd(one ? 8 : 4); i > 4 || (!one && i); i--)
		inode[rnd(4) ? 176 + rnd(g.inodesize - 176) : 40 + rnd(60)] =
			rnd(2) ? rnd(256) : rnd(3) * 0x7f;
	fresh_cache();
	if (one) {
		if (pread(device_fd(dev), before, one->len, BBTOB(one->daddr)) !=
		    (ssize_t)one->len)
			die("read");
		memcpy(now, before, one->len);
		for (i = rnd(3) + 1; i; i--)
			hurt_block(now, one->len, one->daddr);
	}
	faults = 0;
	read_hurt(ino, (const struct xfs_dinode *)inode);
	tried++;
	found += faults != 0;
	if (one && pwrite(device_fd(dev), before, one->len, BBTOB(one->daddr)) !=
		   (ssize_t)one->len)
		die("write");
	free(inode);
}

static int hurt(const char *image, uint64_t ino, unsigned int rounds)
{
	static struct target t[4096];
	struct xfs_dinode *dip;
	unsigned int nr;

	open_image(image, DEVICE_WRITE);
	quiet = true;
	dip = read_inode(ino);
	nr = targets_of(ino, dip, XFS_DATA_FORK, t, 2048);
	nr += targets_of(ino, dip, XFS_ATTR_FORK, t + nr, 2048);
	while (rounds--)
		hurt_round(ino, dip, t, nr);
	free(dip);
	close_image();
	printf("%lu rounds, %lu told of\n", tried, found);
	return found * (nr ? 4 : 100) > tried ? 0 : 1;
}

static int flip(const char *image, uint64_t ino, unsigned int step)
{
	struct xfs_dinode *dip;

	open_image(image, DEVICE_WRITE);
	quiet = true;
	dip = read_inode(ino);
	flip_fork(ino, dip, XFS_DATA_FORK, step);
	if (dip->di_forkoff)
		flip_fork(ino, dip, XFS_ATTR_FORK, step);
	image_dir(ino, true);
	free(dip);
	close_image();
	printf("%lu changes, %lu told of, %lu not, %lu of these matter\n", tried, found,
	       silent, lost);
	return lost ? 1 : 0;
}

int main(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[1], "fill")) {
		seed = strtoull(argv[3], NULL, 0) * 2 + 1;
		return fill(argv[2], strtoul(argv[4], NULL, 0));
	}
	if (argc == 3 && !strcmp(argv[1], "mount"))
		return list_mount(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "image"))
		return list_image(argv[2], true);
	if (argc == 3 && !strcmp(argv[1], "read"))
		return list_image(argv[2], false);
	if (argc == 5 && !strcmp(argv[1], "flip"))
		return flip(argv[2], strtoull(argv[3], NULL, 0),
			    strtoul(argv[4], NULL, 0));
	if (argc == 5 && !strcmp(argv[1], "hurt"))
		return hurt(argv[2], strtoull(argv[3], NULL, 0),
			    strtoul(argv[4], NULL, 0));
	fprintf(stderr, "usage: see the head of tests/differential/names.c\n");
	return 2;
}
