// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tool of tests/differential/sharing.
 *
 *	sharing_core map FOLDER		what the kernel says each file of a mount maps
 *	sharing_core check IMAGE MAP	the trees of every group against each other and
 *					against such a list, through libxfs/reflink
 *
 * A list has "D inode" for what is no regular file and "E inode offset length address
 * unwritten" for each extent, in bytes.  The check prints a line a difference and a
 * summary; it exits 1 if there is any.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/device.h"
#include "include/libxfs.h"

#define EXTENTS_A_CALL	256

static void die(const char *what, int error)
{
	fprintf(stderr, "sharing_core: %s: %s\n", what, strerror(error));
	exit(2);
}

/* ---- map ---- */

static void print_extents(ino_t ino, const struct fiemap *fm)
{
	const struct fiemap_extent *x;
	unsigned int i;

	for (i = 0; i < fm->fm_mapped_extents; i++) {
		x = &fm->fm_extents[i];
		printf("E %ju %ju %ju %ju %d\n", (uintmax_t)ino, (uintmax_t)x->fe_logical,
		       (uintmax_t)x->fe_length, (uintmax_t)x->fe_physical,
		       !!(x->fe_flags & FIEMAP_EXTENT_UNWRITTEN));
	}
}

static void map_file(const char *path, ino_t ino)
{
	struct fiemap *fm = calloc(1, sizeof(*fm) + EXTENTS_A_CALL * sizeof(fm->fm_extents[0]));
	int fd = open(path, O_RDONLY);
	struct fiemap_extent *last;
	uint64_t at = 0;

	if (fd < 0 || !fm)
		die(path, errno);
	for (;;) {
		fm->fm_start = at;
		fm->fm_length = FIEMAP_MAX_OFFSET - at;
		fm->fm_flags = FIEMAP_FLAG_SYNC;
		fm->fm_extent_count = EXTENTS_A_CALL;
		if (ioctl(fd, FS_IOC_FIEMAP, fm))
			die(path, errno);
		if (!fm->fm_mapped_extents)
			break;
		print_extents(ino, fm);
		last = &fm->fm_extents[fm->fm_mapped_extents - 1];
		at = last->fe_logical + last->fe_length;
	}
	free(fm);
	close(fd);
}

static int map_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	if (S_ISREG(st->st_mode))
		map_file(path, st->st_ino);
	else
		printf("D %ju\n", (uintmax_t)st->st_ino);
	return 0;
}

/* ---- check ---- */

struct check {
	struct xfs_geom		g;
	struct xfs_buf_cache	*cache;
	FILE			*list;
	uint64_t		other[4096];	/* inodes that are no regular files */
	unsigned int		nr_others;
	struct xfs_rmap_sum	*mapped;	/* by the list, a group each */
	uint64_t		records, shared, differences;
};

/* A tree of a group, and whose records of which domain are wanted. */
struct tree {
	struct check		*check;
	struct xfs_btree_cur	cur;
	struct xfs_btree_host	host;
	const char		*name;
	xfs_agnumber_t		agno;
	bool			started;
	bool			cow;
};

static void tree_open(struct tree *t, struct check *c, xfs_agnumber_t agno,
		      const struct xfs_btree_ops *ops, __be32 root, __be32 level)
{
	memset(t, 0, sizeof(*t));
	t->check = c;
	t->agno = agno;
	t->name = ops->name;
	t->host.cache = c->cache;
	t->host.owner = agno;
	t->host.root = be32_to_cpu(root);
	t->host.nlevels = be32_to_cpu(level);
	xfs_btree_cur_init(&t->cur, ops, &c->g, &t->host);
}

static bool tree_next(struct tree *t, union xfs_btree_irec *irec)
{
	bool found;
	int error;

	error = t->started ? xfs_btree_next(&t->cur, &found) : xfs_btree_first(&t->cur, &found);
	t->started = true;
	if (!error && found)
		error = xfs_btree_get(&t->cur, irec);
	if (error)
		die(t->name, -error);
	return found;
}

static int next_free(void *priv, struct xfs_range_rec *rec, bool *found)
{
	union xfs_btree_irec irec;

	*found = tree_next(priv, &irec);
	if (*found)
		*rec = (struct xfs_range_rec){ irec.alloc.startblock,
					       irec.alloc.blockcount, 1 };
	return 0;
}

static int next_refcount(void *priv, struct xfs_range_rec *rec, bool *found)
{
	struct tree *t = priv;
	union xfs_btree_irec irec;

	do
		*found = tree_next(t, &irec);
	while (*found && irec.refcount.cow != t->cow);
	if (*found)
		*rec = (struct xfs_range_rec){ irec.refcount.startblock,
					       irec.refcount.blockcount,
					       irec.refcount.refcount };
	t->check->shared += *found;
	return 0;
}

static int say_difference(void *priv, const struct xfs_range_diff *d)
{
	static const char *const text[] = {
		"missing", "superfluous", "wrong", "unmerged", "disorder",
	};
	struct tree *t = priv;

	printf("%s%s %s: group %u, blocks %u+%u, %u in tree, %u computed\n", t->name,
	       t->cow ? " staging" : "", text[d->fault], t->agno, d->start, d->len,
	       d->in_tree, d->computed);
	t->check->differences++;
	return 0;
}

static const struct xfs_range_compare_ops free_ops = { next_free, say_difference };
static const struct xfs_range_compare_ops refcount_ops = { next_refcount, say_difference };

static void compare_group(struct check *c, const struct xfs_extent_store *store,
			  xfs_agnumber_t agno, const struct xfs_agf *dagf)
{
	struct xfs_range_compare cmp[3];
	struct xfs_owner_sweep sweep;
	struct xfs_owner_piece p;
	struct tree tree[3];
	bool found;
	unsigned int i;

	tree_open(&tree[0], c, agno, &xfs_bnobt_ops, dagf->agf_bno_root, dagf->agf_bno_level);
	for (i = 1; i < 3; i++)
		tree_open(&tree[i], c, agno, &xfs_refcountbt_ops, dagf->agf_refcount_root,
			  dagf->agf_refcount_level);
	tree[2].cow = true;
	xfs_range_compare_init(&cmp[0], &free_ops, xfs_owner_free, &tree[0]);
	xfs_range_compare_init(&cmp[1], &refcount_ops, xfs_owner_refcount, &tree[1]);
	xfs_range_compare_init(&cmp[2], &refcount_ops, xfs_owner_staging, &tree[2]);
	xfs_owner_sweep_init(&sweep, store, xfs_ag_length(&c->g, agno));
	while (!xfs_owner_sweep_piece(&sweep, &p, &found) && found) {
		for (i = 0; i < 3; i++)
			xfs_range_compare_piece(&cmp[i], &p);
		if (!xfs_owner_conflict(&p))
			continue;
		printf("conflict: group %u, blocks %u+%u\n", agno, p.start, p.len);
		c->differences++;
	}
	for (i = 0; i < 3; i++) {
		xfs_range_compare_finish(&cmp[i]);
		xfs_btree_cur_done(&tree[i].cur);
	}
	xfs_owner_sweep_done(&sweep);
}

static uint32_t owner_of(const struct xfs_rmap_irec *irec)
{
	uint32_t flags = 0;

	if (irec->owner == XFS_RMAP_OWN_COW)
		return XFS_OWNER_STAGING;
	if (XFS_RMAP_NON_INODE_OWNER(irec->owner))
		return XFS_OWNER_ALLOC;
	if (irec->flags & XFS_RMAP_OFF_UNWRITTEN)
		flags |= XFS_EXTENT_UNWRITTEN;
	if (irec->flags & XFS_RMAP_OFF_ATTR_FORK)
		flags |= XFS_EXTENT_ATTR;
	if (irec->flags & XFS_RMAP_OFF_BMBT_BLOCK)
		flags |= XFS_EXTENT_BMBT;
	return XFS_OWNER_FILE | flags;
}

/* Of those mappings that the list speaks of. */
static bool in_list(const struct check *c, const struct xfs_rmap_irec *irec)
{
	unsigned int i;

	for (i = 0; i < c->nr_others; i++)
		if (c->other[i] == irec->owner)
			return false;
	return !XFS_RMAP_NON_INODE_OWNER(irec->owner) &&
	       !(irec->flags & (XFS_RMAP_OFF_ATTR_FORK | XFS_RMAP_OFF_BMBT_BLOCK));
}

static void compare_sums(struct check *c, const struct xfs_rmap_sum *sum, xfs_agnumber_t agno)
{
	xfs_agblock_t at;
	xfs_extlen_t len;
	unsigned int i;

	for (i = 0;; i++) {
		i = xfs_rmap_sum_differs(sum, &c->mapped[agno], i, &at, &len);
		if (i == sum->nr)
			return;
		printf("mappings: group %u, among blocks %u+%u\n", agno, at, len);
		c->differences++;
	}
}

static void check_group(struct check *c, xfs_agnumber_t agno)
{
	struct xfs_extent_store store = { .unsorted = false };
	const struct xfs_agf *dagf;
	union xfs_btree_irec irec;
	struct xfs_rmap_sum sum;
	struct xfs_buf *bp;
	struct tree rmap;
	int error;

	error = xfs_agf_read(c->cache, agno, &bp);
	if (!error)
		error = xfs_rmap_sum_init(&sum, &c->mapped[agno].seed,
					  xfs_ag_length(&c->g, agno));
	if (error)
		die("AGF", -error);
	dagf = bp->data;
	tree_open(&rmap, c, agno, &xfs_rmapbt_ops, dagf->agf_rmap_root, dagf->agf_rmap_level);
	for (; !error && tree_next(&rmap, &irec); c->records++) {
		error = xfs_extent_store_add(&store, irec.rmap.startblock,
					     irec.rmap.blockcount, owner_of(&irec.rmap));
		if (!error && in_list(c, &irec.rmap))
			error = xfs_rmap_sum_add(&sum, &irec.rmap);
	}
	if (error || xfs_extent_store_sort(&store))
		die("reverse map", ENOMEM);
	compare_group(c, &store, agno, dagf);
	compare_sums(c, &sum, agno);
	xfs_btree_cur_done(&rmap.cur);
	xfs_rmap_sum_destroy(&sum);
	xfs_extent_store_destroy(&store);
	xfs_buf_release(bp);
}

static void add_listed(struct check *c, uint64_t ino, uint64_t off, uint64_t len,
		       uint64_t address, bool unwritten)
{
	xfs_rfsblock_t rfsb = address >> c->g.blocklog;
	struct xfs_rmap_irec irec = {
		.startblock	= rfsb % c->g.agblocks,
		.blockcount	= len >> c->g.blocklog,
		.owner		= ino,
		.offset		= off >> c->g.blocklog,
		.flags		= unwritten ? XFS_RMAP_OFF_UNWRITTEN : 0,
	};

	if (rfsb / c->g.agblocks >= c->g.agcount ||
	    xfs_rmap_sum_add(&c->mapped[rfsb / c->g.agblocks], &irec))
		die("an extent of the list", EINVAL);
}

static void read_list(struct check *c)
{
	uint64_t ino, off, len, address;
	int unwritten;
	char line[200];

	while (fgets(line, sizeof(line), c->list)) {
		if (sscanf(line, "D %" SCNu64, &ino) == 1 && c->nr_others < 4096)
			c->other[c->nr_others++] = ino;
		else if (sscanf(line, "E %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %d",
				&ino, &off, &len, &address, &unwritten) == 5)
			add_listed(c, ino, off, len, address, unwritten);
		else
			die("the list", EINVAL);
	}
}

static int check_image(const char *image, const char *list)
{
	static const struct xfs_rmap_seed seed = { { 20, 26 } };
	static struct check c;
	enum xfs_fault fault;
	struct xfs_dev *dev;
	xfs_agnumber_t agno;
	int error;

	c.list = fopen(list, "r");
	if (!c.list)
		die(list, errno);
	error = device_open(image, O_RDONLY, &dev);
	if (!error)
		error = xfs_geom_read(dev, 0, &c.g, NULL, &fault);
	if (error)
		die(image, -error);
	c.cache = xfs_buf_cache_create(dev, &c.g);
	c.mapped = calloc(c.g.agcount, sizeof(*c.mapped));
	for (agno = 0; agno < c.g.agcount; agno++)
		if (xfs_rmap_sum_init(&c.mapped[agno], &seed, xfs_ag_length(&c.g, agno)))
			die("sums", ENOMEM);
	read_list(&c);
	for (agno = 0; agno < c.g.agcount; agno++)
		check_group(&c, agno);
	for (agno = 0; agno < c.g.agcount; agno++)
		xfs_rmap_sum_destroy(&c.mapped[agno]);
	printf("%" PRIu64 " mappings, %" PRIu64 " reference counts, %" PRIu64 " differences\n",
	       c.records, c.shared, c.differences);
	free(c.mapped);
	xfs_buf_cache_destroy(c.cache);
	device_close(dev);
	fclose(c.list);
	return c.differences != 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "map"))
		return nftw(argv[2], map_one, 64, FTW_PHYS | FTW_MOUNT) ? 2 : 0;
	if (argc == 4 && !strcmp(argv[1], "check"))
		return check_image(argv[2], argv[3]);
	fprintf(stderr, "usage: see the head of tests/differential/sharing_core.c\n");
	return 2;
}
