// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Promises of sharing broken one at a time: reference counts, reverse mappings, and the flags
 * and extents of files that they speak of.  Everything else stays whole, checksums too.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libxfs/format/btree.h"
#include "libxfs/format/inode.h"
#include "libxfs/fs/checksum.h"
#include "libxfs/inode/fork.h"
#include "tests/fuzz/spoil.h"

/* A structure in s->buf and one of its records, from 0 on. */
struct place {
	struct spoil		*s;
	const struct thing	*t;
	unsigned int		n, nr;
};

static void *record(const struct place *p, unsigned int n)
{
	return p->s->buf + p->t->rec_off + n * p->t->rec_len;
}

static struct xfs_refcount_rec *refc(const struct place *p, unsigned int n)
{
	return record(p, n);
}

static struct xfs_rmap_rec *rmap(const struct place *p, unsigned int n)
{
	return record(p, n);
}

static void set_nr(struct place *p, unsigned int nr)
{
	put_unaligned_be16((uint16_t)nr, p->s->buf + 6);
	p->nr = nr;
}

/* Room for a record behind n: a copy of it. */
static bool open_gap(struct place *p)
{
	if (p->t->rec_off + (p->nr + 1) * p->t->rec_len > p->t->length)
		return false;
	memmove(record(p, p->n + 1), record(p, p->n), (p->nr - p->n) * p->t->rec_len);
	set_nr(p, p->nr + 1);
	return true;
}

static void close_gap(struct place *p, unsigned int n)
{
	memmove(record(p, n), record(p, n + 1), (p->nr - n - 1) * p->t->rec_len);
	set_nr(p, p->nr - 1);
}

static void add32(__be32 *field, int64_t n)
{
	*field = cpu_to_be32((uint32_t)(be32_to_cpu(*field) + n));
}

static bool gone(struct place *p)
{
	if (p->nr < 2)
		return false;
	close_gap(p, p->n);
	return true;
}

/* --- reference counts --- */

static uint32_t refc_end(const struct place *p, unsigned int n)
{
	return be32_to_cpu(refc(p, n)->rc_startblock) + be32_to_cpu(refc(p, n)->rc_blockcount);
}

/* Blocks between a record and the next. */
static uint32_t refc_free(const struct place *p)
{
	return p->n + 1 < p->nr ? be32_to_cpu(refc(p, p->n + 1)->rc_startblock) -
		refc_end(p, p->n) : 0;
}

static bool refc_more(struct place *p)
{
	add32(&refc(p, p->n)->rc_refcount, 1);
	return true;
}

static bool refc_less(struct place *p)
{
	add32(&refc(p, p->n)->rc_refcount, -1);
	return true;
}

static bool refc_longer(struct place *p)
{
	add32(&refc(p, p->n)->rc_blockcount, 1);
	return refc_free(p) > 0;
}

static bool refc_shorter(struct place *p)
{
	add32(&refc(p, p->n)->rc_blockcount, -1);
	return refc(p, p->n)->rc_blockcount != 0;
}

static bool refc_earlier(struct place *p)
{
	add32(&refc(p, p->n)->rc_startblock, -1);
	return p->n && refc_end(p, p->n - 1) <= be32_to_cpu(refc(p, p->n)->rc_startblock);
}

static bool refc_extra(struct place *p)
{
	uint32_t end = refc_end(p, p->n), room = refc_free(p);

	if (!room || room > 1U << 20 || !open_gap(p))
		return false;
	refc(p, p->n + 1)->rc_startblock = cpu_to_be32(end + below(p->s, room));
	refc(p, p->n + 1)->rc_blockcount = cpu_to_be32(1);
	return true;
}

static bool refc_split(struct place *p)
{
	uint32_t len = be32_to_cpu(refc(p, p->n)->rc_blockcount), cut;

	if (len < 2 || !open_gap(p))
		return false;
	cut = 1 + below(p->s, len - 1);
	refc(p, p->n)->rc_blockcount = cpu_to_be32(cut);
	add32(&refc(p, p->n + 1)->rc_startblock, cut);
	add32(&refc(p, p->n + 1)->rc_blockcount, -(int64_t)cut);
	return true;
}

static bool refc_merge(struct place *p)
{
	uint32_t start = be32_to_cpu(refc(p, p->n)->rc_startblock);

	if (p->n + 1 >= p->nr || refc_free(p) > 1U << 20)
		return false;
	refc(p, p->n)->rc_blockcount = cpu_to_be32(refc_end(p, p->n + 1) - start);
	close_gap(p, p->n + 1);
	return true;
}

static bool refc_overlap(struct place *p)
{
	uint32_t room = refc_free(p);

	if (p->n + 1 >= p->nr || room > 1U << 20)
		return false;
	add32(&refc(p, p->n)->rc_blockcount, room + 1);
	return true;
}

/* What is shared becomes staging: only at the end of all, where the order stays right. */
static bool refc_cow(struct place *p)
{
	const struct xfs_btree_block_shdr *hdr = (const void *)p->s->buf;

	p->n = p->nr - 1;
	add32(&refc(p, p->n)->rc_startblock, XFS_REFC_COWFLAG);
	if (below(p->s, 2))
		refc(p, p->n)->rc_refcount = cpu_to_be32(1);
	return be32_to_cpu(hdr->bb_rightsib) == NULLAGBLOCK;
}

/* --- reverse mappings --- */

static uint64_t some_inode(struct spoil *s)
{
	const struct thing *t = choose(s, KIND_FILE);
	struct xfs_dinode dip;

	read_at(s, &dip, sizeof(dip), t->offset);
	return be64_to_cpu(dip.di_ino);
}

static uint64_t rmap_owner(const struct place *p, unsigned int n)
{
	return be64_to_cpu(rmap(p, n)->rm_owner);
}

static bool set_owner(struct place *p, uint64_t owner)
{
	bool changed = owner != rmap_owner(p, p->n);

	rmap(p, p->n)->rm_owner = cpu_to_be64(owner);
	return changed;
}

static bool rmap_inode(struct place *p)
{
	return set_owner(p, some_inode(p->s));
}

static bool rmap_special(struct place *p)
{
	rmap(p, p->n)->rm_offset = 0;
	return set_owner(p, XFS_RMAP_OWN_COW + below(p->s, 7));
}

static bool rmap_flag(struct place *p, uint64_t flag)
{
	rmap(p, p->n)->rm_offset ^= cpu_to_be64(flag);
	return !XFS_RMAP_NON_INODE_OWNER(rmap_owner(p, p->n));
}

static bool rmap_fork(struct place *p)
{
	return rmap_flag(p, XFS_RMAP_OFF_ATTR_FORK);
}

static bool rmap_bmbt(struct place *p)
{
	return rmap_flag(p, XFS_RMAP_OFF_BMBT_BLOCK);
}

static bool rmap_unwritten(struct place *p)
{
	return rmap_flag(p, XFS_RMAP_OFF_UNWRITTEN);
}

static bool rmap_offset(struct place *p)
{
	__be64 *offset = &rmap(p, p->n)->rm_offset;

	*offset = cpu_to_be64(be64_to_cpu(*offset) + 1 + below(p->s, 3));
	return !XFS_RMAP_NON_INODE_OWNER(rmap_owner(p, p->n));
}

static bool rmap_longer(struct place *p)
{
	add32(&rmap(p, p->n)->rm_blockcount, 1);
	return true;
}

static bool rmap_shorter(struct place *p)
{
	add32(&rmap(p, p->n)->rm_blockcount, -1);
	return rmap(p, p->n)->rm_blockcount != 0;
}

static bool rmap_later(struct place *p)
{
	add32(&rmap(p, p->n)->rm_startblock, 1);
	return true;
}

/* The same blocks with one more owner, where the order has it. */
static bool rmap_extra(struct place *p)
{
	uint64_t owner = some_inode(p->s);

	if (owner <= rmap_owner(p, p->n) || !open_gap(p))
		return false;
	p->n++;
	return set_owner(p, owner);
}

static bool rmap_split(struct place *p)
{
	uint32_t len = be32_to_cpu(rmap(p, p->n)->rm_blockcount), cut;

	if (len < 2 || !open_gap(p))
		return false;
	cut = 1 + below(p->s, len - 1);
	rmap(p, p->n)->rm_blockcount = cpu_to_be32(cut);
	p->n++;
	add32(&rmap(p, p->n)->rm_startblock, cut);
	add32(&rmap(p, p->n)->rm_blockcount, -(int64_t)cut);
	if (!XFS_RMAP_NON_INODE_OWNER(rmap_owner(p, p->n)))
		rmap(p, p->n)->rm_offset = cpu_to_be64(
			be64_to_cpu(rmap(p, p->n)->rm_offset) + cut);
	return true;
}

static bool rmap_merge(struct place *p)
{
	uint32_t start = be32_to_cpu(rmap(p, p->n)->rm_startblock), next;

	if (p->n + 1 >= p->nr)
		return false;
	next = be32_to_cpu(rmap(p, p->n + 1)->rm_startblock);
	if (next != start + be32_to_cpu(rmap(p, p->n)->rm_blockcount))
		return false;
	add32(&rmap(p, p->n)->rm_blockcount, be32_to_cpu(rmap(p, p->n + 1)->rm_blockcount));
	close_gap(p, p->n + 1);
	return true;
}

/* --- files --- */

static struct xfs_dinode *inode(const struct place *p)
{
	return (struct xfs_dinode *)p->s->buf;
}

static bool set_reflink(struct place *p, bool on)
{
	__be64 flag = cpu_to_be64(XFS_DIFLAG2_REFLINK), *flags = &inode(p)->di_flags2;
	bool was = *flags & flag;

	*flags ^= flag;
	return was != on;
}

static bool reflink_lost(struct place *p)
{
	return set_reflink(p, false);
}

static bool reflink_extra(struct place *p)
{
	return set_reflink(p, true);
}

/* An extent of the data fork that stands in the inode. */
static struct xfs_bmbt_rec *some_extent(struct place *p, struct xfs_bmbt_irec *irec)
{
	uint64_t nr = xfs_dfork_nextents(inode(p), XFS_DATA_FORK);
	struct xfs_bmbt_rec *rec = (void *)xfs_dfork_ptr(inode(p), XFS_DATA_FORK);

	if (xfs_dfork_format(inode(p), XFS_DATA_FORK) != XFS_DINODE_FMT_EXTENTS || !nr ||
	    nr > xfs_dfork_maxext(xfs_dfork_size(&p->s->geom, inode(p), XFS_DATA_FORK)))
		return NULL;
	rec += below(p->s, nr);
	xfs_bmbt_rec_unpack(rec, irec);
	return rec;
}

static bool extent_elsewhere(struct place *p)
{
	struct xfs_bmbt_irec irec;
	struct xfs_bmbt_rec *rec = some_extent(p, &irec);

	if (!rec)
		return false;
	irec.br_startblock += below(p->s, 2) ? 1 : -1;
	xfs_bmbt_rec_pack(rec, &irec);
	return true;
}

static bool extent_later(struct place *p)
{
	struct xfs_bmbt_irec irec;
	struct xfs_bmbt_rec *rec = some_extent(p, &irec);

	if (!rec)
		return false;
	irec.br_startoff++;
	xfs_bmbt_rec_pack(rec, &irec);
	return true;
}

static bool extent_shorter(struct place *p)
{
	struct xfs_bmbt_irec irec;
	struct xfs_bmbt_rec *rec = some_extent(p, &irec);

	if (!rec || irec.br_blockcount < 2)
		return false;
	irec.br_blockcount--;
	xfs_bmbt_rec_pack(rec, &irec);
	return true;
}

static bool extent_unwritten(struct place *p)
{
	struct xfs_bmbt_irec irec;
	struct xfs_bmbt_rec *rec = some_extent(p, &irec);

	if (!rec)
		return false;
	irec.br_unwritten = !irec.br_unwritten;
	xfs_bmbt_rec_pack(rec, &irec);
	return true;
}

/* --- all --- */

static const struct {
	const char	*name;
	enum kind	kind;
	bool		(*damage)(struct place *p);	/* false: there it cannot be */
} damages[] = {
	{ "refcount-more", KIND_REFC, refc_more },
	{ "refcount-less", KIND_REFC, refc_less },
	{ "refcount-missing", KIND_REFC, gone },
	{ "refcount-superfluous", KIND_REFC, refc_extra },
	{ "refcount-longer", KIND_REFC, refc_longer },
	{ "refcount-shorter", KIND_REFC, refc_shorter },
	{ "refcount-earlier", KIND_REFC, refc_earlier },
	{ "refcount-split", KIND_REFC, refc_split },
	{ "refcount-merged", KIND_REFC, refc_merge },
	{ "refcount-overlap", KIND_REFC, refc_overlap },
	{ "refcount-cow-flag", KIND_REFC, refc_cow },
	{ "rmap-missing", KIND_RMAP, gone },
	{ "rmap-superfluous", KIND_RMAP, rmap_extra },
	{ "rmap-owner", KIND_RMAP, rmap_inode },
	{ "rmap-special-owner", KIND_RMAP, rmap_special },
	{ "rmap-offset", KIND_RMAP, rmap_offset },
	{ "rmap-fork", KIND_RMAP, rmap_fork },
	{ "rmap-bmbt", KIND_RMAP, rmap_bmbt },
	{ "rmap-unwritten", KIND_RMAP, rmap_unwritten },
	{ "rmap-longer", KIND_RMAP, rmap_longer },
	{ "rmap-shorter", KIND_RMAP, rmap_shorter },
	{ "rmap-later", KIND_RMAP, rmap_later },
	{ "rmap-split", KIND_RMAP, rmap_split },
	{ "rmap-merged", KIND_RMAP, rmap_merge },
	{ "reflink-flag-lost", KIND_FILE, reflink_lost },
	{ "reflink-flag-superfluous", KIND_FILE, reflink_extra },
	{ "extent-elsewhere", KIND_FILE, extent_elsewhere },
	{ "extent-later", KIND_FILE, extent_later },
	{ "extent-shorter", KIND_FILE, extent_shorter },
	{ "extent-unwritten", KIND_FILE, extent_unwritten },
};
#define NR_DAMAGES	(sizeof(damages) / sizeof(damages[0]))

static bool has(const struct spoil *s, enum kind kind)
{
	for (size_t i = 0; i < s->nr; i++)
		if (s->things[i].kind == kind)
			return true;
	return false;
}

/* A leaf with a record chosen, or a file. */
static bool find_place(struct spoil *s, enum kind kind, struct place *p)
{
	const struct xfs_btree_block_shdr *hdr = (const void *)s->buf;

	*p = (struct place){ .s = s, .t = choose(s, (int)kind) };
	read_at(s, s->buf, p->t->length, p->t->offset);
	if (kind == KIND_FILE)
		return true;
	p->nr = be16_to_cpu(hdr->bb_numrecs);
	if (be16_to_cpu(hdr->bb_level) || !p->nr || p->nr > (p->t->length - p->t->rec_off) / p->t->rec_len)
		return false;
	p->n = below(s, p->nr);
	return true;
}

void spoil_sharing(struct spoil *s, int argc, char **argv)
{
	struct place p;
	size_t i;

	if (argc < 4)
		die("a seed is wanted");
	s->state = strtoul(argv[3], NULL, 10) * 1000003;
	do
		i = below(s, NR_DAMAGES);
	while (!has(s, damages[i].kind));
	for (unsigned int tries = 0; !find_place(s, damages[i].kind, &p) || !damages[i].damage(&p); tries++)
		if (tries == 10000)
			die("nothing here can be damaged that way");
	xfs_cksum_update(s->buf, p.t->length, p.t->crc_off);
	write_at(s, s->buf, p.t->length, p.t->offset);
	printf("%s: %s at byte %" PRIu64, damages[i].name, kind_name[p.t->kind], p.t->offset);
	printf(p.nr ? ", record %u of %u\n" : "\n", p.n + 1, p.nr);
}
