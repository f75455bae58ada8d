// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The log's phase: is it whole, and is all of it done?
 *
 * A clean or empty log leaves FACT_LOG_CLEAN behind, and its head, which no block's LSN
 * may reach.  With a dirty log the filesystem is right only together with what waits in
 * it: what that is, is said, and nothing else is checked, as all that would be found may
 * be mended there.  Of a damaged log nobody knows what waits.  With -L both are given up,
 * and the rest is checked as it stands on disk, as the stock program does with -n.
 */

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/json.h"
#include "libxfs/log/log_scan.h"
#include "repair/repair.h"

#define NULLCOMMITLSN	((xfs_lsn_t)-1)		/* of blocks no transaction has touched */

static struct xfs_dev *log_device(const struct repair *r)
{
	return r->log ? r->log : r->data;
}

/* Of basic block @block of the log; sectors are its device's. */
static struct place log_place(const struct repair *r, uint32_t block)
{
	struct place place = PLACE_NOWHERE;

	place.structure = r->log ? "external log" : "log";
	place.daddr = xlog_start_daddr(&r->geom) + block;
	return place;
}

/* --- what waits in a dirty log ---------------------------------------------------------- */

static void put_items(FILE *out, const char *title, const uint64_t *counts)
{
	const char *joint = title;
	unsigned int i;

	for (i = 0; i < XLOG_NR_TYPES; i++) {
		if (!counts[i])
			continue;
		fprintf(out, "%s%s %" PRIu64, joint, xlog_item_name(XFS_LI_EFI + i),
			counts[i]);
		joint = ", ";
	}
	if (joint != title)
		fputc('\n', out);
}

struct pending {
	struct xlog_scan_result	s;
	bool			given_up;	/* by -L */
};

static const char *advice(const struct pending *p)
{
	if (p->given_up)
		return "-L gave them up: what follows is what is on disk without them";
	return p->s.fault ?
		"a mount may fail to replay it; -L checks what is on disk without it" :
		"mount the filesystem and unmount it once, so that the kernel replays it, "
		"and check again; -L checks what is on disk without it";
}

static void pending_text(FILE *out, const void *arg)
{
	const struct pending *p = arg;
	const struct xlog_scan_result *s = &p->s;

	fprintf(out, "log: %s%" PRIu64 " transaction%s in %" PRIu64 " record%s wait to be "
		"replayed, from block %" PRIu32 " to %" PRIu32 " of the log\n",
		s->fault && !s->item_faults ? "at least " : "", s->committed,
		s->committed == 1 ? "" : "s", s->records, s->records == 1 ? "" : "s",
		s->tail_block, s->head_block);
	put_items(out, "  items: ", s->items);
	put_items(out, "  intents without their done item: ", s->intents);
	if (s->torn_blocks)
		fprintf(out, "  half written at the head, and left out: %" PRIu32 " block%s\n",
			s->torn_blocks, s->torn_blocks == 1 ? "" : "s");
	fprintf(out, "  %s\n", advice(p));
}

static void items_json(struct json *j, const char *key, const uint64_t *counts)
{
	unsigned int i;

	json_open(j, key, '{');
	for (i = 0; i < XLOG_NR_TYPES; i++)
		if (counts[i])
			json_u64(j, xlog_item_name(XFS_LI_EFI + i), counts[i]);
	json_close(j);
}

static void pending_json(struct json *j, const void *arg)
{
	const struct pending *p = arg;
	const struct xlog_scan_result *s = &p->s;

	json_str(j, "state", "dirty");
	json_u64(j, "head_cycle", s->head_cycle);
	json_u64(j, "head_block", s->head_block);
	json_u64(j, "tail_cycle", s->tail_cycle);
	json_u64(j, "tail_block", s->tail_block);
	json_u64(j, "records", s->records);
	json_u64(j, "transactions", s->committed);
	json_u64(j, "uncommitted", s->uncommitted);
	json_u64(j, "torn_blocks", s->torn_blocks);
	items_json(j, "items", s->items);
	items_json(j, "unfinished", s->intents);
	json_str(j, "advice", advice(p));
}

static const struct report_info pending_info = {
	.type = "log", .text = pending_text, .json = pending_json,
};

/* --- the phase -------------------------------------------------------------------------- */

static void report_damage(struct repair *r, const struct xlog_scan_result *s, int error)
{
	if (error == -EFSCORRUPTED)
		report_fault(r->report, s->item_faults ? FIND_LOG_ITEM : FIND_LOG_DAMAGED,
			     log_place(r, s->fault_block), s->fault);
	else
		report_note(r->report, FIND_LOG_UNREADABLE, log_place(r, 0), "%s",
			    device_error(log_device(r)));
}

static void note_head(struct repair *r, const struct xlog_scan_result *s)
{
	r->log_head = (xfs_lsn_t)s->head_cycle << 32 | s->head_block;
	r->log_head_known = s->state != XLOG_UNKNOWN;
}

/* What to make of a log that is not clean: with -L, nothing. */
static int give_up_or_end(struct repair *r, bool dirty, bool damaged)
{
	if (r->opts.zero_log) {
		repair_say("the log is %s and was left out of account, as -L says; what it "
			   "would have mended counts as wrong", dirty ? "dirty" : "damaged");
		return 0;
	}
	r->log_dirty = dirty;
	r->log_damaged = damaged;
	if (damaged)
		r->facts |= FACT_NO_REPLAY;
	return PHASE_WITHOUT;
}

/* Whatever was found in a part of it would not be so. */
static bool is_too_short(struct repair *r)
{
	uint64_t want = (uint64_t)r->geom.logblocks << r->geom.blocklog;
	uint64_t size = device_facts(log_device(r))->size;
	struct place place = PLACE_NOWHERE;

	if (!r->log || size >= want)
		return false;
	place.structure = "external log";
	report_note(r->report, FIND_LOG_TRUNCATED, place, "%s has %" PRIu64 " bytes, "
		    "should have at least %" PRIu64, device_path(r->log), size, want);
	return true;
}

int phase_log(struct repair *r)
{
	const struct xlog_scan_params params = {
		.geom = &r->geom, .dev = log_device(r), .start = xlog_start_daddr(&r->geom),
	};
	struct pending pending = { .given_up = r->opts.zero_log };
	struct xlog_scan_result *s = &pending.s;
	int error;

	if (is_too_short(r))
		return give_up_or_end(r, false, false);
	error = xlog_scan(&params, s);
	if (error == -ENOMEM)
		return error;
	note_head(r, s);
	if (error)
		report_damage(r, s, error);
	if (s->state == XLOG_DIRTY)
		report_info(r->report, &pending_info, &pending);
	if (error || s->state == XLOG_DIRTY)
		return give_up_or_end(r, s->state == XLOG_DIRTY, error == -EFSCORRUPTED);
	return 0;
}

bool repair_lsn_ok(const struct repair *r, uint64_t lsn)
{
	return !lsn || lsn == NULLCOMMITLSN || !r->log_head_known || lsn < r->log_head;
}

void repair_check_lsn(struct repair *r, uint64_t lsn, struct place where)
{
	if (!repair_lsn_ok(r, lsn))
		report_note(r->report, FIND_LSN_AHEAD, where, "cycle %" PRIu64 ", block %" PRIu64
			    "; the log is at cycle %" PRIu64 ", block %" PRIu64, lsn >> 32,
			    lsn & UINT32_MAX, r->log_head >> 32, r->log_head & UINT32_MAX);
}
