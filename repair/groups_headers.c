// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The headers of a group.
 *
 * A header that is the group's own is used whatever else is wrong with it: what it points
 * at is verified there, and its counters are compared with what is counted.
 */
#include <errno.h>
#include <string.h>

#include "libxfs/ag/agf.h"
#include "libxfs/ag/agfl.h"
#include "libxfs/ag/agi.h"
#include "libxfs/fs/features.h"
#include "repair/groups_check.h"

/* The fault of a header that was read, or could not be. */
static enum xfs_fault header_fault(int error, const struct xfs_buf *bp)
{
	if (!error)
		return XFS_FAULT_NONE;
	if (!bp)
		return XFS_FAULT_UNREADABLE;
	return error == -EFSBADCRC ? XFS_FAULT_BAD_CRC : bp->fault;
}

static void tell(struct group_check *c, const char *name, enum xfs_fault fault)
{
	if (fault)
		report_fault(c->r->report, FIND_AG_HEADER, place_ag(name, c->agno), fault);
}

/* A wrong checksum says nothing about the structure. */
static void tell_both(struct group_check *c, const char *name, enum xfs_fault fault,
		      enum xfs_fault structure)
{
	tell(c, name, fault);
	if (fault == XFS_FAULT_BAD_CRC)
		tell(c, name, structure);
}

static bool is_ours(const struct group_check *c, __be32 magic, uint32_t want, __be32 seqno,
		    const struct xfs_uuid *uuid)
{
	return be32_to_cpu(magic) == want && be32_to_cpu(seqno) == c->agno &&
	       !memcmp(uuid, &c->r->geom.meta_uuid, sizeof(*uuid));
}

static int check_agf(struct group_check *c)
{
	struct group_facts *gf = c->gf;
	struct xfs_buf *bp;
	int error = xfs_agf_read(c->r->cache, c->agno, &bp);
	enum xfs_fault fault = header_fault(error, bp);

	if (!bp) {
		tell(c, "AGF", fault);
		return error == -ENOMEM ? error : 0;
	}
	memcpy(&gf->agf, bp->data, sizeof(gf->agf));
	xfs_buf_release(bp);
	tell_both(c, "AGF", fault, xfs_agf_verify(&c->r->geom, &gf->agf, c->agno));
	gf->agf_ok = is_ours(c, gf->agf.agf_magicnum, XFS_AGF_MAGIC, gf->agf.agf_seqno,
			     &gf->agf.agf_uuid);
	if (gf->agf_ok)
		repair_check_lsn(c->r, be64_to_cpu(gf->agf.agf_lsn), place_ag("AGF", c->agno));
	return 0;
}

static int check_agi(struct group_check *c)
{
	struct group_facts *gf = c->gf;
	struct xfs_buf *bp;
	int error = xfs_agi_read(c->r->cache, c->agno, &bp);
	enum xfs_fault fault = header_fault(error, bp);

	if (!bp) {
		tell(c, "AGI", fault);
		return error == -ENOMEM ? error : 0;
	}
	memcpy(&gf->agi, bp->data, sizeof(gf->agi));
	xfs_buf_release(bp);
	tell_both(c, "AGI", fault, xfs_agi_verify(&c->r->geom, &gf->agi, c->agno));
	gf->agi_ok = is_ours(c, gf->agi.agi_magicnum, XFS_AGI_MAGIC, gf->agi.agi_seqno,
			     &gf->agi.agi_uuid);
	if (gf->agi_ok)
		repair_check_lsn(c->r, be64_to_cpu(gf->agi.agi_lsn), place_ag("AGI", c->agno));
	return 0;
}

int group_check_headers(struct group_check *c)
{
	int error = check_agf(c);

	return error ? error : check_agi(c);
}

/* ---- The free list ---- */

/* False if not all the blocks on the list can be told. */
static bool check_slots(struct group_check *c, const struct xfs_agfl *agfl)
{
	const struct xfs_agf *agf = &c->gf->agf;
	xfs_agblock_t agbno;
	uint32_t n, slot;
	bool good = true;

	for (n = 0; xfs_agfl_slot(&c->r->geom, agf, n, &slot); n++) {
		agbno = get_unaligned_be32(&agfl->agfl_bno[slot]);
		if (xfs_agbno_valid(&c->r->geom, c->agno, agbno))
			continue;
		report_note(c->r->report, FIND_AGFL_SLOT, place_ag("AGFL", c->agno),
			    "slot %u says block %u", slot, agbno);
		good = false;
	}
	return good && n == be32_to_cpu(agf->agf_flcount);	/* else a fault of the AGF, told */
}

int group_check_agfl(struct group_check *c)
{
	const struct xfs_agfl *agfl;
	struct xfs_buf *bp;
	int error = xfs_agfl_read(c->r->cache, c->agno, &bp);
	enum xfs_fault fault = header_fault(error, bp);

	if (!bp) {
		tell(c, "AGFL", fault);
		return error == -ENOMEM ? error : 0;
	}
	agfl = bp->data;
	tell_both(c, "AGFL", fault, xfs_agfl_verify(&c->r->geom, agfl, c->agno));
	c->gf->agfl_ok = is_ours(c, agfl->agfl_magicnum, XFS_AGFL_MAGIC, agfl->agfl_seqno,
				 &agfl->agfl_uuid);
	if (c->gf->agfl_ok)
		repair_check_lsn(c->r, get_unaligned_be64(&agfl->agfl_lsn),
				 place_ag("AGFL", c->agno));
	if (c->gf->agf_ok && c->gf->agfl_ok)
		c->gf->agfl_whole = check_slots(c, agfl);
	xfs_buf_release(bp);
	return 0;
}

/* ---- Counters ---- */

static void check_counter(struct group_check *c, const char *header, const char *field,
			  __be32 found, uint64_t want)
{
	if (be32_to_cpu(found) != want)
		report_values(c->r->report, FIND_AG_COUNT,
			      place_field(place_ag(header, c->agno), field),
			      be32_to_cpu(found), want);
}

static void check_free_counters(struct group_check *c)
{
	const struct tree_sums *bno = &c->tree[TREE_BNO];
	const struct xfs_agf *agf = &c->gf->agf;

	if (!group_has_whole(c, TREE_BNO))
		return;
	check_counter(c, "AGF", "agf_freeblks", agf->agf_freeblks, bno->sum);
	check_counter(c, "AGF", "agf_longest", agf->agf_longest, bno->longest);
}

bool group_count_btreeblks(const struct group_check *c, uint64_t *blocks)
{
	bool rmap = xfs_has_rmapbt(&c->r->geom);

	*blocks = c->tree[TREE_BNO].blocks + c->tree[TREE_CNT].blocks - 2;
	if (rmap)
		*blocks += c->tree[TREE_RMAP].blocks - 1;
	return group_has_whole(c, TREE_BNO) && group_has_whole(c, TREE_CNT) &&
	       (!rmap || group_has_whole(c, TREE_RMAP));
}

static void check_block_counters(struct group_check *c)
{
	const struct xfs_agf *agf = &c->gf->agf;
	bool rmap = xfs_has_rmapbt(&c->r->geom);
	uint64_t blocks;

	if (group_count_btreeblks(c, &blocks))
		check_counter(c, "AGF", "agf_btreeblks", agf->agf_btreeblks, blocks);
	if (rmap && group_has_whole(c, TREE_RMAP))
		check_counter(c, "AGF", "agf_rmap_blocks", agf->agf_rmap_blocks,
			      c->tree[TREE_RMAP].blocks);
	if (group_has_whole(c, TREE_REFC))
		check_counter(c, "AGF", "agf_refcount_blocks", agf->agf_refcount_blocks,
			      c->tree[TREE_REFC].blocks);
}

static void check_inode_counters(struct group_check *c)
{
	const struct xfs_agi *agi = &c->gf->agi;

	if (group_has_whole(c, TREE_INO)) {
		check_counter(c, "AGI", "agi_count", agi->agi_count, c->tree[TREE_INO].sum);
		check_counter(c, "AGI", "agi_freecount", agi->agi_freecount,
			      c->tree[TREE_INO].free);
	}
	if (!xfs_has_inobtcount(&c->r->geom))
		return;
	if (group_has_whole(c, TREE_INO))
		check_counter(c, "AGI", "agi_iblocks", agi->agi_iblocks,
			      c->tree[TREE_INO].blocks);
	if (group_has_whole(c, TREE_FINO))
		check_counter(c, "AGI", "agi_fblocks", agi->agi_fblocks,
			      c->tree[TREE_FINO].blocks);
}

void group_check_counters(struct group_check *c)
{
	if (c->gf->agf_ok) {
		check_free_counters(c);
		check_block_counters(c);
	}
	if (c->gf->agi_ok)
		check_inode_counters(c);
}
