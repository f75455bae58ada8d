// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The realtime bitmap and summary, read as the files they are.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "libxfs/format/dir.h"
#include "repair/fork_scan.h"
#include "repair/groups.h"
#include "repair/inode_walk.h"
#include "repair/realtime.h"

/* A file of words, block by block, in their order. */
struct rt_words {
	struct realtime	*rt;
	const char	*name;
	xfs_ino_t	ino;
	uint64_t	nr_blocks;	/* it should have */
	uint64_t	next;		/* block to come */
	bool		whole;
	void		(*words)(struct rt_words *w, uint64_t block, const uint32_t *words);
	void		*priv;
};

static void tell_missing(struct rt_words *w, uint64_t block, uint64_t nr)
{
	struct place place = place_ino(w->name, w->ino, block);

	w->whole = false;
	report_note(w->rt->r->report, FIND_RT_UNREADABLE, place, "%llu blocks from there on",
		    (unsigned long long)nr);
}

static int read_block(struct rt_words *w, uint64_t block, xfs_fsblock_t fsb)
{
	struct repair *r = w->rt->r;
	struct xfs_buf *bp;
	int error = xfs_buf_read(r->cache, xfs_fsb_daddr(&r->geom, fsb), r->geom.blocksize,
				 NULL, &bp);

	if (error == -ENOMEM)
		return error;
	if (error) {
		tell_missing(w, block, 1);
		return 0;
	}
	w->words(w, block, bp->data);
	xfs_buf_release(bp);
	return 0;
}

static int word_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct rt_words *w = priv;
	xfs_filblks_t i;
	int error = 0;

	if (irec->br_startoff > w->next && w->next < w->nr_blocks)
		tell_missing(w, w->next, irec->br_startoff - w->next);
	for (i = 0; !error && i < irec->br_blockcount && irec->br_startoff + i < w->nr_blocks; i++)
		error = read_block(w, irec->br_startoff + i, irec->br_startblock + i);
	w->next = irec->br_startoff + irec->br_blockcount;
	return error;
}

/* What the inodes' phase has found to be no file is not read. */
static bool is_file(const struct repair *r, xfs_ino_t ino)
{
	unsigned int bit;
	const struct inode_chunk *chunk = groups_find_inode(r, ino, &bit);

	return chunk && chunk->used >> bit & 1 &&
	       chunk->links->type[bit] == XFS_DIR3_FT_REG_FILE;
}

static int scan_words(struct rt_words *w)
{
	const struct fork_visit visit = { .extent = word_extent, .priv = w };
	struct repair *r = w->rt->r;
	struct fork_sums sums = { 0 };
	struct xfs_dinode *dip;
	int error;

	w->whole = true;
	if (!is_file(r, w->ino)) {
		w->whole = false;
		return 0;
	}
	dip = malloc(r->geom.inodesize);
	error = dip ? inode_load(r, w->ino, dip) : -ENOMEM;
	if (!error)
		error = fork_scan(r, w->ino, dip, XFS_DATA_FORK, &visit, &sums);
	if (!error && w->next < w->nr_blocks)
		tell_missing(w, w->next, w->nr_blocks - w->next);
	free(dip);
	w->whole &= sums.whole;
	return error == -ENOMEM ? error : 0;
}

/* ---- Bitmap ---- */

/* Runs of extents of which the same is wrong, and runs of free ones. */
struct bitmap_check {
	struct realtime	*rt;
	bool		knows_all;	/* what nobody is known to use, nobody uses */
	enum finding_id	id;		/* of the run, if @len */
	uint64_t	start, len;
	uint64_t	free_start, free_len;
	uint64_t	nr_free;
};

static void end_wrong_run(struct bitmap_check *c)
{
	const struct repair *r = c->rt->r;
	struct place place = place_ino("realtime bitmap", r->geom.rbmino,
				       c->start >> rt_blockbits_log(r));

	if (c->len)
		report_note(r->report, c->id, place, "%" PRIu64 " blocks from %" PRIu64 " of the "
			    "realtime section on", c->len * r->geom.rextsize,
			    c->start * r->geom.rextsize);
	c->len = 0;
}

static void wrong_bit(struct bitmap_check *c, enum finding_id id, uint64_t x)
{
	if (id == FIND_RT_LOST && !c->knows_all)
		return;
	if (c->len && (c->id != id || c->start + c->len != x))
		end_wrong_run(c);
	if (!c->len) {
		c->id = id;
		c->start = x;
	}
	c->len++;
}

static void end_free_run(struct bitmap_check *c)
{
	const struct repair *r = c->rt->r;
	uint32_t blocks = be32_to_cpu(r->dsb.sb_rbmblocks);

	if (c->free_len)
		c->rt->free_runs[(63 - __builtin_clzll(c->free_len)) * (size_t)blocks +
				 (c->free_start >> rt_blockbits_log(r))]++;
	c->free_len = 0;
}

static void count_free(struct bitmap_check *c, bool is_free, uint64_t x)
{
	if (!is_free) {
		end_free_run(c);
		return;
	}
	if (!c->free_len)
		c->free_start = x;
	c->free_len++;
	c->nr_free++;
}

static void check_bit(struct bitmap_check *c, bool is_free, uint64_t x)
{
	bool used = c->rt->used[x / 64] >> x % 64 & 1;

	if (is_free && used)
		wrong_bit(c, FIND_RT_FREE_IN_USE, x);
	else if (!is_free && !used)
		wrong_bit(c, FIND_RT_LOST, x);
	count_free(c, is_free, x);
}

static void check_bitmap_block(struct rt_words *w, uint64_t block, const uint32_t *words)
{
	struct bitmap_check *c = w->priv;
	unsigned int log = rt_blockbits_log(w->rt->r);
	uint64_t x = block << log, end = x + (1ULL << log);

	if (end > w->rt->nr)
		end = w->rt->nr;
	/* Behind what could not be read a new run begins. */
	if (c->free_len && c->free_start + c->free_len != x)
		end_free_run(c);
	for (; x < end; x++)
		check_bit(c, words[x % (1ULL << rt_blockbits_log(w->rt->r)) / 32] >> x % 32 & 1, x);
}

static void check_sum(struct bitmap_check *c)
{
	struct repair *r = c->rt->r;
	uint64_t said = be64_to_cpu(r->dsb.sb_frextents);

	if (r->primary_ok && said != c->nr_free)
		report_values(r->report, FIND_SB_COUNT,
			      place_field(place_ag("superblock", NULLAGNUMBER), "sb_frextents"),
			      said, c->nr_free);
}

int realtime_check_bitmap(struct realtime *rt)
{
	struct bitmap_check c = {
		.rt = rt, .knows_all = !rt->files_missing && !rt->r->owners_missing,
	};
	struct rt_words w = {
		.rt = rt, .name = "realtime bitmap", .ino = rt->r->geom.rbmino,
		.nr_blocks = be32_to_cpu(rt->r->dsb.sb_rbmblocks),
		.words = check_bitmap_block, .priv = &c,
	};
	int error = scan_words(&w);

	end_wrong_run(&c);
	end_free_run(&c);
	if (w.whole) {
		check_sum(&c);
		return error;
	}
	repair_note_missing(rt->r, "parts of the realtime bitmap, and its summary");
	free(rt->free_runs);
	rt->free_runs = NULL;
	return error;
}

/* ---- Summary ---- */

static void check_summary_block(struct rt_words *w, uint64_t block, const uint32_t *words)
{
	const struct realtime *rt = w->rt;
	const struct repair *r = rt->r;
	uint64_t per = r->geom.blocksize / sizeof(*words), i = block * per;
	uint64_t nr = (uint64_t)be32_to_cpu(r->dsb.sb_rbmblocks) * rt_summary_levels(r);
	const uint32_t *word = words;

	for (; i < nr && word < words + per; i++, word++)
		if (*word != rt->free_runs[i])
			report_values(r->report, FIND_RT_SUMMARY, place_ino(w->name, w->ino, block),
				      *word, rt->free_runs[i]);
}

int realtime_check_summary(struct realtime *rt)
{
	const struct repair *r = rt->r;
	uint64_t nr = (uint64_t)be32_to_cpu(r->dsb.sb_rbmblocks) * rt_summary_levels(r);
	struct rt_words w = {
		.rt = rt, .name = "realtime summary", .ino = r->geom.rsumino,
		.nr_blocks = (nr * sizeof(uint32_t) + r->geom.blocksize - 1) >> r->geom.blocklog,
		.words = check_summary_block,
	};

	return scan_words(&w);
}
