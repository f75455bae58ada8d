// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a log begins and ends.
 *
 * Cycle numbers fall by one at the head, so a binary search finds it, roughly: the last
 * XLOG_INFLIGHT blocks may have been on their way when the power went, in any order.
 * Among them the first block that is a cycle behind is the head.  Then the last record
 * before it has to be whole, and so do those that were under way with it: the first
 * whose checksum is wrong is the head.  The record before says where the tail is.
 *
 * What those half written records had overwritten may be the tail; then replay starts
 * behind it, which is right, as they were allowed to overwrite only what was done with.
 */
#include "libxfs/log/log_find.h"

#define SCAN_AHEAD	1024U	/* blocks at a time, in linear parts */
#define NR_RECENT	(XLOG_MAX_ICLOGS + 1)

struct find {
	struct xlog_ring *ring;
	struct xlog_scan_result *result;
	uint64_t	edge;			/* where cycles fall, roughly */
	uint64_t	head;
	uint64_t	recent[NR_RECENT];	/* where records begin before the head */
	unsigned int	nr_recent;
	struct xlog_rec	last;
};

int xlog_fail(const struct xlog_ring *ring, struct xlog_scan_result *result,
	      enum xfs_fault fault, uint64_t pos)
{
	if (!result->fault) {
		result->fault = fault;
		result->fault_block = xlog_pos_block(ring, pos);
	}
	return -EFSCORRUPTED;
}

static int fail(struct find *f, enum xfs_fault fault, uint64_t pos)
{
	return xlog_fail(f->ring, f->result, fault, pos);
}

/* @back blocks before @pos; not beyond the first block of the first cycle. */
static uint64_t before(const struct find *f, uint64_t pos, uint32_t back)
{
	uint64_t first = f->ring->blocks;

	if (back > f->ring->blocks)
		back = f->ring->blocks;
	return pos - first > back ? pos - back : first;
}

/* The first block is of no cycle: nothing else may be, or the first block is lost. */
static int find_empty(struct find *f)
{
	uint64_t pos;
	uint32_t cycle;
	int error;

	for (pos = 0; pos < f->ring->blocks; pos++) {
		error = xlog_ring_cycle(f->ring, pos, SCAN_AHEAD, &cycle, NULL);
		if (error)
			return error;
		if (cycle)
			return fail(f, XFS_FAULT_LOG_START_LOST, 0);
	}
	f->result->state = XLOG_EMPTY;
	return 0;
}

/* The first block of a cycle before @cycle, the first block's; @last is the last's. */
static int search_edge(struct find *f, uint32_t cycle, uint32_t last)
{
	uint32_t lo = 0, hi = f->ring->blocks - 1, mid, c;
	int error;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		error = xlog_ring_cycle(f->ring, mid, 0, &c, NULL);
		if (error)
			return error;
		/*
		 * Ahead by one: a record under way while one at the end still was.
		 * Zero: what the stock repair does not stamp when it makes a log.
		 */
		if (c > cycle + (mid < XLOG_INFLIGHT) || (c && c + 1 < last))
			return fail(f, XFS_FAULT_LOG_CYCLE_ORDER, mid);
		if (c >= cycle)
			lo = mid;
		else
			hi = mid;
	}
	f->edge = (uint64_t)cycle * f->ring->blocks + hi;
	return 0;
}

/*
 * All blocks of one cycle: the head is the ring's end.  One apart: it is inside.  Two
 * apart: writes went round the end, and those before it did not get there.
 */
static int find_edge(struct find *f)
{
	uint32_t first, last;
	int error = xlog_ring_cycle(f->ring, 0, 0, &first, NULL);

	if (!error)
		error = xlog_ring_cycle(f->ring, f->ring->blocks - 1, 0, &last,
					NULL);
	if (error)
		return error;
	if (!first)
		return find_empty(f);
	if (last > first || first - last > 2)
		return fail(f, XFS_FAULT_LOG_CYCLE_ORDER, 0);
	if (first > last)
		return search_edge(f, first, last);
	f->edge = ((uint64_t)first + 1) * f->ring->blocks;
	return 0;
}

/* The first block before the edge that was not yet written when it should have been. */
static int find_hole(struct find *f)
{
	uint64_t pos;
	uint32_t cycle;
	int error;

	for (pos = before(f, f->edge, XLOG_INFLIGHT); pos < f->edge; pos++) {
		error = xlog_ring_cycle(f->ring, pos, SCAN_AHEAD, &cycle, NULL);
		if (error)
			return error;
		if (cycle < xlog_pos_cycle(f->ring, pos))
			break;
	}
	f->head = pos;
	return 0;
}

/* The starts of the last records before the head, oldest first. */
static int collect_recent(struct find *f)
{
	const uint32_t back = XLOG_INFLIGHT + BTOBB(XLOG_MAX_RECORD_BSIZE);
	uint64_t pos;
	uint32_t cycle;
	bool starts;
	int error;

	f->nr_recent = 0;
	for (pos = before(f, f->head, back); pos < f->head; pos++) {
		error = xlog_ring_cycle(f->ring, pos, SCAN_AHEAD, &cycle, &starts);
		if (error)
			return error;
		if (!starts || cycle != xlog_pos_cycle(f->ring, pos))
			continue;
		if (f->nr_recent == NR_RECENT)
			memmove(f->recent, f->recent + 1,
				--f->nr_recent * sizeof(f->recent[0]));
		f->recent[f->nr_recent++] = pos;
	}
	return f->nr_recent ? 0 : fail(f, XFS_FAULT_LOG_NO_RECORD, f->head);
}

/*
 * The last record has to end at the head.  One that is cut off there was being written;
 * it is dropped, and the one before has to end where it began.
 */
static int drop_cut_record(struct find *f)
{
	enum xfs_fault fault;
	uint64_t pos;
	bool dropped = false;
	int error;

	for (;;) {
		pos = f->recent[f->nr_recent - 1];
		error = xlog_rec_read(f->ring, pos, &f->last, &fault);
		if (error)
			return error;
		if (fault && !f->last.sized)
			return fail(f, fault, pos);
		if (f->last.end == f->head)
			return 0;
		if (f->last.end < f->head)
			return fail(f, XFS_FAULT_LOG_NO_RECORD, f->last.end);
		if (dropped || f->nr_recent == 1)
			return fail(f, XFS_FAULT_LOG_REC_END, pos);
		f->head = pos;
		f->nr_recent--;
		dropped = true;
	}
}

/* How many of the recent records, from the last on, each end where the next begins. */
static int chain_start(struct find *f, unsigned int *start)
{
	enum xfs_fault fault;
	struct xlog_rec rec;
	unsigned int i;
	int error;

	for (i = f->nr_recent - 1; i > 0; i--) {
		error = xlog_rec_read(f->ring, f->recent[i - 1], &rec, &fault);
		if (error)
			return error;
		if ((fault && !rec.sized) || rec.end != f->recent[i])
			break;
	}
	*start = i;
	return 0;
}

/*
 * Not as it was written?  Where the checksum holds and the head is wrong still, it was
 * written so, which no crash explains.
 */
static int is_torn(struct find *f, uint64_t pos, bool *torn, enum xfs_fault *fault)
{
	enum xfs_fault head_fault;
	struct xlog_rec rec;
	int error = xlog_rec_read(f->ring, pos, &rec, &head_fault);

	if (!error)
		error = xlog_rec_check(f->ring, &rec, fault);
	if (error)
		return error;
	*torn = *fault != XFS_FAULT_NONE;
	return !*torn && head_fault ? fail(f, head_fault, pos) : 0;
}

/* Those under way together are whole, or the first that is not is the head. */
static int drop_torn_records(struct find *f)
{
	enum xfs_fault fault;
	unsigned int i, start;
	bool torn = false;
	int error = chain_start(f, &start);

	if (error)
		return error;
	i = f->nr_recent > XLOG_MAX_ICLOGS ? f->nr_recent - XLOG_MAX_ICLOGS : 0;
	for (i = i > start ? i : start; i < f->nr_recent; i++) {
		error = is_torn(f, f->recent[i], &torn, &fault);
		if (error)
			return error;
		if (torn)
			break;
	}
	if (!torn)
		return 0;
	if (i == start)
		return fail(f, fault, f->recent[i]);
	f->head = f->recent[i];
	error = xlog_rec_read(f->ring, f->recent[i - 1], &f->last, &fault);
	return !error && fault ? fail(f, fault, f->recent[i - 1]) : error;
}

/* A record of a single operation, which says that the log is clean. */
static int is_unmount(struct find *f, bool *unmount)
{
	const struct xlog_rec *rec = &f->last;
	const struct xlog_op_header *ohead;
	const uint8_t *p;
	int error = xlog_ring_get(f->ring, rec->pos, rec->hblocks + 1, 0, &p);

	if (error)
		return error;
	/* The cycle number is where oh_tid was, which does not matter. */
	ohead = (const struct xlog_op_header *)(p + BBTOB(rec->hblocks));
	*unmount = rec->ops == 1 && (ohead->oh_flags & XLOG_UNMOUNT_TRANS);
	return 0;
}

static int next_record(struct find *f, uint64_t *pos)
{
	uint64_t limit = *pos + 2 * XLOG_INFLIGHT;
	uint32_t cycle;
	bool starts;
	int error;

	for (++*pos; *pos < f->head && *pos < limit; ++*pos) {
		error = xlog_ring_cycle(f->ring, *pos, SCAN_AHEAD, &cycle, &starts);
		if (error)
			return error;
		if (starts && cycle == xlog_pos_cycle(f->ring, *pos))
			return 0;
	}
	return fail(f, XFS_FAULT_LOG_NO_RECORD, *pos);
}

/* Did the next lap write over any of the record at @pos?  If not, *@end is its end. */
static int overwritten(struct find *f, uint64_t pos, bool *over, uint64_t *end)
{
	enum xfs_fault fault;
	struct xlog_rec rec;
	uint32_t cycle;
	int error = xlog_ring_cycle(f->ring, pos, 0, &cycle, NULL);

	if (error)
		return error;
	*end = f->head;
	*over = cycle > xlog_pos_cycle(f->ring, pos);
	if (*over)
		return 0;
	error = xlog_rec_read(f->ring, pos, &rec, &fault);
	if (error || fault)
		return error;	/* replay will say what is wrong with it */
	*end = rec.end;
	error = xlog_rec_check(f->ring, &rec, &fault);
	*over = fault == XFS_FAULT_LOG_BODY_CYCLE;
	return error;
}

/* Torn writes reach XLOG_INFLIGHT beyond the head: round the ring, perhaps to the tail. */
static int skip_overwritten(struct find *f, uint64_t *tail)
{
	uint64_t zone = f->head + XLOG_INFLIGHT, pos = *tail, end;
	bool over;
	int error;

	while (pos < f->head && pos + f->ring->blocks < zone) {
		error = overwritten(f, pos, &over, &end);
		if (!error && over)
			error = next_record(f, &pos);
		if (error)
			return error;
		if (over)
			*tail = pos;
		else
			pos = end;
	}
	return 0;
}

static int find_tail(struct find *f, uint64_t *tail)
{
	struct xlog_scan_result *result = f->result;
	bool unmount;
	int error = is_unmount(f, &unmount);

	if (error)
		return error;
	result->last_block = xlog_pos_block(f->ring, f->last.pos);
	result->record_size = f->last.size;
	*tail = f->head;
	if (unmount) {
		result->state = XLOG_CLEAN;
		return 0;
	}
	*tail = f->last.tail;
	if (*tail < f->ring->blocks || *tail > f->last.pos ||
	    f->head - *tail > f->ring->blocks)
		return fail(f, XFS_FAULT_LOG_TAIL, f->last.pos);
	error = skip_overwritten(f, tail);
	if (error)
		return error;
	result->state = XLOG_DIRTY;
	result->torn_tail_blocks = *tail - f->last.tail;
	return 0;
}

static int find_head(struct find *f)
{
	int error = find_hole(f);

	if (!error)
		error = collect_recent(f);
	if (!error)
		error = drop_cut_record(f);
	if (!error)
		error = drop_torn_records(f);
	return error;
}

int xlog_find_ends(struct xlog_ring *ring, struct xlog_scan_result *result,
		   uint64_t *tail, uint64_t *head)
{
	struct find f = { .ring = ring, .result = result };
	int error = find_edge(&f);

	*tail = *head = 0;
	if (error || result->state == XLOG_EMPTY)
		return error;
	error = find_head(&f);
	if (!error)
		error = find_tail(&f, tail);
	if (error)
		return error;
	*head = f.head;
	result->torn_blocks = f.edge - f.head;
	result->head_block = xlog_pos_block(ring, f.head);
	result->head_cycle = xlog_pos_cycle(ring, f.head);
	result->tail_block = xlog_pos_block(ring, *tail);
	result->tail_cycle = xlog_pos_cycle(ring, *tail);
	return 0;
}
