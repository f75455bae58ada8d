// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Inodes the superblock names: the root directory, the realtime bitmap and summary, and
 * the quota files with every record in them.  None but the root has a name; each has one
 * link all the same, and kernels leave a quota file's size at zero.
 *
 * A record holds its id, so a block is good in few places of a quota file, however often it
 * is mapped.  That bounds what is read of one: behind so many blocks without a good record
 * the rest is not looked at.
 */
#include <inttypes.h>

#include "libxfs/format/dir.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/fs/features.h"
#include "libxfs/inode/quota_verify.h"
#include "repair/fork_scan.h"
#include "repair/inodes.h"

struct special {
	xfs_ino_t		ino;
	const char		*field;		/* of the superblock */
	const char		*name;
	enum finding_id		id;
	unsigned int		quota;		/* XFS_DQTYPE_*; 0: no quota file */
};

#define NR_SPECIAL	5

/* Those that this filesystem has; fewer with a metadata directory, which names them. */
static unsigned int list_special(const struct repair *r, struct special list[NR_SPECIAL])
{
	const struct special all[NR_SPECIAL] = {
		{ r->geom.rbmino, "sb_rbmino", "realtime bitmap", FIND_RT_FILE, 0 },
		{ r->geom.rsumino, "sb_rsumino", "realtime summary", FIND_RT_FILE, 0 },
		{ be64_to_cpu(r->dsb.sb_uquotino), "sb_uquotino", "user quota file",
		  FIND_QUOTA_FILE, XFS_DQTYPE_USER },
		{ be64_to_cpu(r->dsb.sb_gquotino), "sb_gquotino", "group quota file",
		  FIND_QUOTA_FILE, XFS_DQTYPE_GROUP },
		{ be64_to_cpu(r->dsb.sb_pquotino), "sb_pquotino", "project quota file",
		  FIND_QUOTA_FILE, XFS_DQTYPE_PROJ },
	};
	unsigned int i, nr = 0;

	if (xfs_has_metadir(&r->geom))
		return 0;
	for (i = 0; i < NR_SPECIAL; i++)
		if (all[i].ino && xfs_ino_valid(&r->geom, all[i].ino))
			list[nr++] = all[i];
	return nr;
}

static bool find_special(const struct inode_check *c, struct special *s)
{
	struct special list[NR_SPECIAL];
	unsigned int i, nr = list_special(c->r, list);

	for (i = 0; i < nr; i++) {
		if (list[i].ino != c->ino)
			continue;
		*s = list[i];
		return true;
	}
	return false;
}

/* ---- Quota records ---- */

#define QUOTA_BAD_MAX	64	/* blocks in a row without a good record */
#define QUOTA_STOP	1

/* Blocks that follow each other and have no good record. */
struct bad_run {
	xfs_fileoff_t		start;
	unsigned int		len;		/* 0: there is none */
	enum xfs_fault		fault;		/* of each block's first record */
};

struct quota_check {
	struct inode_check	*c;
	const struct special	*s;
	uint8_t			*block;
	unsigned int		per;		/* records a block */
	struct bad_run		run;		/* waits */
	unsigned int		nr_bad;		/* blocks since one with a good record */
};

static struct place quota_place(const struct quota_check *q, xfs_fileoff_t off)
{
	return place_ino(q->s->name, q->c->ino, off);
}

static enum xfs_fault record_fault(const struct quota_check *q, const struct xfs_dqblk *dqb,
				   uint32_t id)
{
	enum xfs_fault fault = xfs_dqblk_verify(&q->c->r->geom, dqb, id, q->s->quota);

	if (!fault && !xfs_cksum_verify(dqb, sizeof(*dqb), XFS_DQUOT_CRC_OFF))
		fault = XFS_FAULT_BAD_CRC;
	return fault;
}

static void check_record(const struct quota_check *q, const struct xfs_dqblk *dqb, uint32_t id,
			 struct place place)
{
	enum xfs_fault fault = record_fault(q, dqb, id);

	if (fault)
		report_note(q->c->r->report, FIND_QUOTA_RECORD, place,
			    "id %" PRIu32 ": %s (XFS-%u)", id, xfs_fault_text(fault),
			    xfs_fault_number(fault));
	else
		repair_check_lsn(q->c->r, be64_to_cpu(dqb->dd_lsn), place);
}

static void tell_run(const struct quota_check *q)
{
	const struct bad_run *run = &q->run;

	if (run->len)
		report_note(q->c->r->report, FIND_QUOTA_RECORD, quota_place(q, run->start),
			    "no good record in %u block%s: %s (XFS-%u)", run->len,
			    run->len == 1 ? "" : "s", xfs_fault_text(run->fault),
			    xfs_fault_number(run->fault));
}

static void add_bad_block(struct quota_check *q, xfs_fileoff_t off, enum xfs_fault fault)
{
	struct bad_run *run = &q->run;

	q->nr_bad++;
	if (run->len && run->start + run->len == off && run->fault == fault) {
		run->len++;
		return;
	}
	tell_run(q);
	*run = (struct bad_run){ off, 1, fault };
}

/* How many records block @off has, fewer behind the greatest id. */
static unsigned int nr_records(const struct quota_check *q, xfs_fileoff_t off)
{
	uint64_t left = (1ULL << 32) - off * q->per;

	return left < q->per ? left : q->per;
}

static bool has_good_record(const struct quota_check *q, xfs_fileoff_t off)
{
	const struct xfs_dqblk *dqb = (const void *)q->block;
	unsigned int i, nr = nr_records(q, off);

	for (i = 0; i < nr; i++)
		if (!record_fault(q, &dqb[i], off * q->per + i))
			return true;
	return false;
}

static void check_quota_block(struct quota_check *q, xfs_fsblock_t fsb, xfs_fileoff_t off)
{
	const struct xfs_geom *g = &q->c->r->geom;
	const struct xfs_dqblk *dqb = (const void *)q->block;
	unsigned int i, nr = nr_records(q, off);

	if (xfs_env_read(q->c->r->data, xfs_fsb_daddr(g, fsb), q->block, g->blocksize)) {
		add_bad_block(q, off, XFS_FAULT_UNREADABLE);
		return;
	}
	if (!has_good_record(q, off)) {
		add_bad_block(q, off, record_fault(q, dqb, off * q->per));
		return;
	}
	q->nr_bad = 0;
	for (i = 0; i < nr; i++)
		check_record(q, &dqb[i], off * q->per + i, quota_place(q, off));
}

static int stop_quota(const struct quota_check *q, enum finding_id id, xfs_fileoff_t off,
		      const char *why)
{
	report_note(q->c->r->report, id, quota_place(q, off), "%s", why);
	return QUOTA_STOP;
}

static int check_quota_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct quota_check *q = priv;
	xfs_fileoff_t off;
	xfs_filblks_t i;

	for (i = 0; !irec->br_unwritten && i < irec->br_blockcount; i++) {
		off = irec->br_startoff + i;
		if (off > UINT32_MAX / q->per)
			return stop_quota(q, q->s->id, off, "behind the greatest id");
		if (q->nr_bad == QUOTA_BAD_MAX)
			return stop_quota(q, FIND_QUOTA_RECORD, off,
					  "no good record in so many blocks before this one that "
					  "the rest is not looked at");
		check_quota_block(q, irec->br_startblock + i, off);
	}
	return 0;
}

static int check_quota(struct inode_check *c, const struct special *s)
{
	unsigned int blocksize = c->r->geom.blocksize;
	struct quota_check q = {
		.c = c, .s = s, .block = xfs_env_io_alloc(blocksize),
		.per = blocksize / sizeof(struct xfs_dqblk),
	};
	const struct fork_visit visit = { .extent = check_quota_extent, .priv = &q };
	struct fork_sums sums;
	int error;

	if (!q.block)
		return -ENOMEM;
	error = fork_scan(c->r, c->ino, c->dip, XFS_DATA_FORK, &visit, &sums);
	tell_run(&q);
	xfs_env_io_free(q.block);
	return error == QUOTA_STOP ? 0 : error;
}

/* ---- Shapes ---- */

/* Bytes of the realtime bitmap.  A summary has no such number: of none, none. */
static void check_rt_size(struct inode_check *c, const struct special *s)
{
	const struct xfs_dsb *dsb = &c->r->dsb;
	uint64_t want = (uint64_t)be32_to_cpu(dsb->sb_rbmblocks) << c->r->geom.blocklog;
	uint64_t size = be64_to_cpu(c->dip->di_size);

	if (s->ino != c->r->geom.rbmino && dsb->sb_rblocks)
		return;
	if (size != want)
		report_values(c->r->report, FIND_INODE_SIZE,
			      place_field(place_ino(s->name, c->ino, NULLFILEOFF), "di_size"),
			      size, want);
}

static void check_quota_size(struct inode_check *c, const struct special *s)
{
	uint64_t size = be64_to_cpu(c->dip->di_size);

	if (size)
		report_values(c->r->report, FIND_INODE_SIZE,
			      place_field(place_ino(s->name, c->ino, NULLFILEOFF), "di_size"),
			      size, 0);
}

int inode_special_check(struct inode_check *c)
{
	struct special s;

	if (!find_special(c, &s) || inode_type(c->dip) != XFS_IFREG)
		return 0;
	if (be32_to_cpu(c->dip->di_nlink) != 1)
		report_values(c->r->report, s.id,
			      place_field(place_ino(s.name, c->ino, NULLFILEOFF), "di_nlink"),
			      be32_to_cpu(c->dip->di_nlink), 1);
	if (!s.quota) {
		check_rt_size(c, &s);
		return 0;
	}
	check_quota_size(c, &s);
	return check_quota(c, &s);
}

/* ---- Are they there? ---- */

static const char *type_text(unsigned int ftype)
{
	static const char *const text[XFS_DIR3_FT_MAX] = {
		[XFS_DIR3_FT_REG_FILE] = "it is a regular file",
		[XFS_DIR3_FT_DIR] = "it is a directory",
		[XFS_DIR3_FT_SYMLINK] = "it is a symbolic link",
	};

	return text[ftype] ? text[ftype] : "it is a special file";
}

/* What is wrong with @ino as an inode in use of type @ftype; NULL: nothing, or not known. */
static const char *missing_text(const struct repair *r, xfs_ino_t ino, unsigned int ftype)
{
	const struct group_facts *gf = &r->groups[xfs_ino_agno(&r->geom, ino)];
	unsigned int bit;
	const struct inode_chunk *chunk = groups_find_inode(r, ino, &bit);

	if (!chunk)
		return group_tree_is_complete(gf, TREE_INO) || gf->chunks_scanned ?
			"there is no such inode" : NULL;
	if (chunk->lost >> bit & 1)
		return "it is damaged or cannot be read";
	if (!(chunk->used >> bit & 1))
		return "it is free";
	return chunk->links->type[bit] == ftype ? NULL : type_text(chunk->links->type[bit]);
}

static void check_there(struct repair *r, const struct special *s, unsigned int ftype)
{
	struct place place = place_field(place_ino(s->name, s->ino, NULLFILEOFF), s->field);
	const char *text = missing_text(r, s->ino, ftype);

	if (text)
		report_note(r->report, s->id, place, "%s", text);
}

/* Is number @i of @list also one of those before it? */
static void check_own(struct repair *r, const struct special *list, unsigned int i)
{
	const struct special *s = &list[i];
	struct place place = place_field(place_ino(s->name, s->ino, NULLFILEOFF), s->field);
	unsigned int k;

	for (k = 0; k < i; k++)
		if (list[k].ino == s->ino)
			report_note(r->report, s->id, place, "it is the %s, too", list[k].name);
}

void special_inodes_check(struct repair *r)
{
	const struct special root = {
		r->geom.rootino, "sb_rootino", "root directory", FIND_ROOT, 0,
	};
	struct special list[NR_SPECIAL];
	unsigned int i, nr = list_special(r, list);

	if (xfs_ino_valid(&r->geom, root.ino))
		check_there(r, &root, XFS_DIR3_FT_DIR);
	for (i = 0; i < nr; i++) {
		check_there(r, &list[i], XFS_DIR3_FT_REG_FILE);
		check_own(r, list, i);
	}
}
