// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk from a log's tail to its head: record after record, operation after
 * operation.  Every record in between was written before those at the head, so one
 * that is not right is damage, not a crash's doing.
 */
#include "libxfs/log/log_scan.h"

#include "libxfs/log/log_find.h"
#include "libxfs/log/log_items.h"
#include "libxfs/log/log_ring.h"

struct scan {
	struct xlog_ring ring;
	struct xlog_scan_result *result;
	struct xlog_items *items;
	uint8_t		*body;		/* of one record */
};

static int add_operations(struct scan *s, const struct xlog_rec *rec)
{
	struct xlog_op_header ohead = { 0 };
	enum xfs_fault fault = XFS_FAULT_NONE;
	uint32_t i, at = 0;
	int error = 0;

	for (i = 0; i < rec->ops && !error; i++) {
		if (rec->len - at >= sizeof(ohead))
			memcpy(&ohead, s->body + at, sizeof(ohead));
		fault = xlog_op_header_verify(&ohead, rec->len - at);
		if (fault)
			break;
		at += sizeof(ohead);
		error = xlog_items_add(s->items, &ohead, s->body + at,
				       xlog_pos_block(&s->ring, rec->pos), &fault);
		at += be32_to_cpu(ohead.oh_len);
	}
	return fault ? xlog_fail(&s->ring, s->result, fault, rec->pos) : error;
}

/* The record at @pos, which must end no later than @head. */
static int add_record(struct scan *s, uint64_t pos, uint64_t head, uint64_t *end)
{
	enum xfs_fault fault;
	struct xlog_rec rec;
	int error = xlog_rec_read(&s->ring, pos, &rec, &fault);

	if (!error && !fault)
		error = xlog_rec_check(&s->ring, &rec, &fault);
	if (error)
		return error;
	if (!fault && rec.end > head)
		fault = XFS_FAULT_LOG_REC_END;
	if (fault)
		return xlog_fail(&s->ring, s->result, fault, pos);
	error = xlog_rec_unpack(&s->ring, &rec, s->body);
	if (error)
		return error;
	s->result->records++;
	*end = rec.end;
	return add_operations(s, &rec);
}

static int walk(struct scan *s, uint64_t tail, uint64_t head)
{
	uint64_t pos = tail;
	int error = 0;

	while (!error && pos < head)
		error = add_record(s, pos, head, &pos);
	xlog_items_finish(s->items);
	return error;
}

static int scan_transactions(struct scan *s, const struct xlog_scan_params *params,
			     uint64_t tail, uint64_t head)
{
	int error = -ENOMEM;

	s->items = xlog_items_create(params, s->result);
	s->body = xfs_env_alloc(XLOG_MAX_RECORD_BSIZE);
	if (s->items && s->body)
		error = walk(s, tail, head);
	xlog_items_destroy(s->items);
	xfs_env_free(s->body);
	return error;
}

int xlog_scan(const struct xlog_scan_params *params,
	      struct xlog_scan_result *result)
{
	struct scan s = { .result = result };
	uint64_t tail, head;
	int error;

	memset(result, 0, sizeof(*result));
	error = xlog_ring_init(&s.ring, params->geom, params->dev, params->start);
	if (error)
		return error;
	error = xlog_find_ends(&s.ring, result, &tail, &head);
	if (!error && !params->ends_only && tail != head)
		error = scan_transactions(&s, params, tail, head);
	xlog_ring_destroy(&s.ring);
	return !error && result->fault ? -EFSCORRUPTED : error;
}
