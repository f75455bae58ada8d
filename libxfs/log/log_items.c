// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Transactions put together from a log's operations, and what they leave unfinished.
 *
 * Transactions lie interleaved; each collects its regions until its commit operation.
 * A region in one piece is judged where it lies in the record; only one cut by a
 * record's end is copied, and, for a callback, all of them: into an arena that goes
 * with the transaction.  Without a callback nothing else is kept but the ids of
 * intents, so that memory does not depend on how much is logged.
 */
#include "libxfs/log/log_items.h"

#include "libxfs/log/log_intents.h"

#define NR_BUCKETS	64U
#define MAX_OPEN	1024U		/* transactions at once */
#define MAX_REGION	(128U << 10)	/* a directory block or a value: 64 KiB */
#define CHUNK_BYTES	(16U << 10)

/* A piece of a transaction's memory. */
struct chunk {
	struct chunk	*next;
	size_t		used, size;
	uint64_t	data[];
};

/* Elements of one size, growing. */
struct array {
	void		*data;
	uint32_t	used, size;
};

/* A transaction not yet committed. */
struct open_trans {
	struct open_trans *next;
	uint32_t	tid;
	bool		has_header;	/* its header was seen */
	bool		in_region;	/* part holds the beginning of one */
	uint16_t	item_type;	/* of the item its regions belong to now */
	uint16_t	item_regions;
	uint16_t	item_left;	/* regions yet to come */
	uint64_t	item_ino;	/* of an inode item */
	uint8_t		*part;
	uint32_t	part_len, part_size;
	uint32_t	counts[XLOG_NR_TYPES];
	struct chunk	*chunks;
	struct array	regions;	/* struct xlog_region */
	struct array	items;		/* struct xlog_item */
	struct array	intents;	/* struct xlog_intent, done items too */
	size_t		bytes;
};

struct xlog_items {
	const struct xlog_scan_params *params;
	struct xlog_scan_result *result;
	struct open_trans *buckets[NR_BUCKETS];
	uint32_t	nr_open;
	uint64_t	bytes, limit;
	struct xlog_intents intents;
};

const char *xlog_item_name(unsigned int type)
{
	switch (type) {
#define XFS_LI_NAME(name, number, what)	case number: return what;
	XFS_LI_TABLE(XFS_LI_NAME)
#undef XFS_LI_NAME
	default:
		return NULL;
	}
}

/* Intents have even numbers, and what answers one the number after it. */
static bool is_intent_or_done(unsigned int type)
{
	return type == XFS_LI_EFI || type == XFS_LI_EFD || type >= XFS_LI_RUI;
}

struct xlog_items *xlog_items_create(const struct xlog_scan_params *params,
				     struct xlog_scan_result *result)
{
	struct xlog_items *items = xfs_env_alloc(sizeof(*items));

	if (!items)
		return NULL;
	items->params = params;
	items->result = result;
	items->limit = params->limit ? params->limit : XLOG_LIMIT_DEFAULT;
	return items;
}

static void trans_free(struct xlog_items *items, struct open_trans *tp)
{
	struct chunk *chunk;

	while ((chunk = tp->chunks)) {
		tp->chunks = chunk->next;
		xfs_env_free(chunk);
	}
	items->bytes -= tp->bytes;
	xfs_env_free(tp->part);
	xfs_env_free(tp->regions.data);
	xfs_env_free(tp->items.data);
	xfs_env_free(tp->intents.data);
	xfs_env_free(tp);
}

void xlog_items_destroy(struct xlog_items *items)
{
	struct open_trans *tp;
	unsigned int i;

	if (!items)
		return;
	for (i = 0; i < NR_BUCKETS; i++) {
		while ((tp = items->buckets[i])) {
			items->buckets[i] = tp->next;
			trans_free(items, tp);
		}
	}
	xlog_intents_destroy(&items->intents);
	xfs_env_free(items);
}

static int fault_is(enum xfs_fault *fault, enum xfs_fault which)
{
	*fault = which;
	return -EFSCORRUPTED;
}

/* --- a transaction's memory ------------------------------------------------------- */

/* Memory for @tp; what is freed before the transaction counts until its end. */
static int trans_alloc(struct xlog_items *items, struct open_trans *tp, size_t size,
		       void **p, enum xfs_fault *fault)
{
	if (items->bytes + size > items->limit)
		return fault_is(fault, XFS_FAULT_LOG_TRANS_LIMIT);
	*p = xfs_env_alloc(size);
	if (!*p)
		return -ENOMEM;
	items->bytes += size;
	tp->bytes += size;
	return 0;
}

/* Room for one more element, which is cleared. */
static int array_add(struct xlog_items *items, struct open_trans *tp,
		     struct array *array, size_t size, void **element,
		     enum xfs_fault *fault)
{
	uint32_t more = array->size ? array->size * 2 : 16;
	void *data;
	int error;

	if (array->used == array->size) {
		error = trans_alloc(items, tp, more * size, &data, fault);
		if (error)
			return error;
		if (array->used)
			memcpy(data, array->data, array->used * size);
		items->bytes -= array->size * size;
		tp->bytes -= array->size * size;
		xfs_env_free(array->data);
		array->data = data;
		array->size = more;
	}
	*element = (uint8_t *)array->data + array->used++ * size;
	return 0;
}

static int arena_copy(struct xlog_items *items, struct open_trans *tp,
		      const uint8_t *data, uint32_t len, const uint8_t **copy,
		      enum xfs_fault *fault)
{
	size_t need = ((size_t)len + 7) & ~(size_t)7, size;
	struct chunk *chunk = tp->chunks;
	void *p;
	int error;

	if (!chunk || need > chunk->size - chunk->used) {
		size = need > CHUNK_BYTES ? need : CHUNK_BYTES;
		error = trans_alloc(items, tp, sizeof(*chunk) + size, &p, fault);
		if (error)
			return error;
		chunk = p;
		chunk->size = size;
		chunk->next = tp->chunks;
		tp->chunks = chunk;
	}
	p = (uint8_t *)chunk->data + chunk->used;
	chunk->used += need;
	memcpy(p, data, len);
	*copy = p;
	return 0;
}

static int part_append(struct xlog_items *items, struct open_trans *tp,
		       const uint8_t *data, uint32_t len, enum xfs_fault *fault)
{
	uint32_t size = tp->part_size;
	void *part;
	int error;

	if (len > MAX_REGION || tp->part_len + len > MAX_REGION)
		return fault_is(fault, XFS_FAULT_LOG_REGION_LEN);
	if (tp->part_len + len > size) {
		size = tp->part_len + len + 4096;
		error = trans_alloc(items, tp, size, &part, fault);
		if (error)
			return error;
		if (tp->part_len)
			memcpy(part, tp->part, tp->part_len);
		items->bytes -= tp->part_size;
		tp->bytes -= tp->part_size;
		xfs_env_free(tp->part);
		tp->part = part;
		tp->part_size = size;
	}
	if (len)
		memcpy(tp->part + tp->part_len, data, len);
	tp->part_len += len;
	return 0;
}

/* --- items -------------------------------------------------------------------------- */

/* An item that is not right, though its extent is known: the scan goes on. */
static void note_item_fault(struct xlog_items *items, uint32_t block,
			    enum xfs_fault fault)
{
	struct xlog_scan_result *result = items->result;

	if (!fault)
		return;
	result->item_faults++;
	if (result->fault)
		return;
	result->fault = fault;
	result->fault_block = block;
}

/* All intents and done items have their id at the same place. */
XFS_CHECK_OFFSET(struct xfs_efi_log_format, efi_id, 8);
XFS_CHECK_OFFSET(struct xfs_done_log_format, done_intent_id, 8);
XFS_CHECK_OFFSET(struct xfs_attri_log_format, alfi_id, 8);
XFS_CHECK_OFFSET(struct xfs_xmi_log_format, xmi_id, 8);

static int keep_intent(struct xlog_items *items, struct open_trans *tp,
		       const uint8_t *data, uint32_t len, enum xfs_fault *fault)
{
	struct xlog_intent *intent;
	void *p;
	int error;

	if (len < 16)
		return 0;	/* its verifier has noted that */
	error = array_add(items, tp, &tp->intents, sizeof(*intent), &p, fault);
	if (error)
		return error;
	intent = p;
	intent->type = tp->item_type;
	memcpy(&intent->id, data + 8, sizeof(intent->id));
	return 0;
}

static uint64_t inode_item_ino(const uint8_t *data, uint32_t len)
{
	size_t at = len == sizeof(struct xfs_inode_log_format_32) ?
		    offsetof(struct xfs_inode_log_format_32, ilf_ino) :
		    offsetof(struct xfs_inode_log_format, ilf_ino);
	uint64_t ino = 0;

	if (len >= at + sizeof(ino))
		memcpy(&ino, data + at, sizeof(ino));
	return ino;
}

/* Without type and extent nothing after it could be understood. */
static int item_begin(struct xlog_items *items, struct open_trans *tp,
		      const uint8_t *data, uint32_t len, uint32_t block,
		      enum xfs_fault *fault)
{
	struct xlog_item *item;
	uint16_t head[2];
	void *p;
	int error;

	if (len < sizeof(head))
		return fault_is(fault, XFS_FAULT_LOG_ITEM_LEN);
	memcpy(head, data, sizeof(head));
	if (!xlog_item_name(head[0]))
		return fault_is(fault, XFS_FAULT_LOG_ITEM_TYPE);
	if (!head[1])
		return fault_is(fault, XFS_FAULT_LOG_ITEM_SIZE);
	note_item_fault(items, block,
			xfs_log_item_verify(items->params->geom, data, len));
	tp->item_type = head[0];
	tp->item_regions = head[1];
	tp->item_left = head[1] - 1;
	tp->counts[head[0] - XFS_LI_EFI]++;
	if (head[0] == XFS_LI_INODE)
		tp->item_ino = inode_item_ino(data, len);
	if (is_intent_or_done(head[0])) {
		error = keep_intent(items, tp, data, len, fault);
		if (error)
			return error;
	}
	if (!items->params->fn)
		return 0;
	error = array_add(items, tp, &tp->items, sizeof(*item), &p, fault);
	if (error)
		return error;
	item = p;
	item->type = head[0];
	item->nr_regions = head[1];
	return 0;
}

static void item_go_on(struct xlog_items *items, struct open_trans *tp,
		       const uint8_t *data, uint32_t len, uint32_t block)
{
	bool second = tp->item_left-- == tp->item_regions - 1;

	if (tp->item_type == XFS_LI_INODE && second)
		note_item_fault(items, block,
				xfs_log_dinode_verify(items->params->geom, data,
						      len, tp->item_ino));
}

static int keep_region(struct xlog_items *items, struct open_trans *tp,
		       const uint8_t *data, uint32_t len, enum xfs_fault *fault)
{
	struct xlog_region *region;
	const uint8_t *copy;
	void *p;
	int error = arena_copy(items, tp, data, len, &copy, fault);

	if (!error)
		error = array_add(items, tp, &tp->regions, sizeof(*region), &p,
				  fault);
	if (error)
		return error;
	region = p;
	region->data = copy;
	region->len = len;
	return 0;
}

/* A whole region: the transaction's header, then the regions of item after item. */
static int add_region(struct xlog_items *items, struct open_trans *tp,
		      const uint8_t *data, uint32_t len, uint32_t block,
		      enum xfs_fault *fault)
{
	int error;

	if (!len)
		return 0;	/* counts in no item */
	if (!tp->has_header) {
		*fault = xfs_trans_header_verify(data, len);
		tp->has_header = true;
		return *fault ? -EFSCORRUPTED : 0;
	}
	if (tp->item_left) {
		item_go_on(items, tp, data, len, block);
	} else {
		error = item_begin(items, tp, data, len, block, fault);
		if (error)
			return error;
	}
	return items->params->fn ? keep_region(items, tp, data, len, fault) : 0;
}

/* --- transactions ------------------------------------------------------------------- */

/* The intents first: one transaction may hold a promise and its fulfilment. */
static int settle_intents(struct xlog_items *items, const struct open_trans *tp,
			  enum xfs_fault *fault)
{
	const struct xlog_intent *intents = tp->intents.data;
	uint32_t i;
	int error;

	if (items->intents.nr_slots * sizeof(*intents) > items->limit)
		return fault_is(fault, XFS_FAULT_LOG_TRANS_LIMIT);
	for (i = 0; i < tp->intents.used; i++) {
		if (intents[i].type & 1)
			continue;
		error = xlog_intents_add(&items->intents, intents[i].type,
					 intents[i].id);
		if (error)
			return error;
	}
	for (i = 0; i < tp->intents.used; i++)
		if (intents[i].type & 1)
			xlog_intents_remove(&items->intents, intents[i].type - 1,
					    intents[i].id);
	return 0;
}

static int call_back(struct xlog_items *items, const struct open_trans *tp,
		     uint32_t block)
{
	const struct xlog_region *regions = tp->regions.data;
	struct xlog_item *item = tp->items.data;
	struct xlog_trans trans = {
		.tid = tp->tid,
		.block = block,
		.nr_items = tp->items.used,
		.items = item,
	};
	uint32_t i;

	for (i = 0; i < trans.nr_items; i++) {
		item[i].regions = regions;
		regions += item[i].nr_regions;
	}
	return items->params->fn(items->params->priv, &trans);
}

/* @tp is no longer in the table; it is freed whatever happens. */
static int trans_commit(struct xlog_items *items, struct open_trans *tp,
			uint32_t block, enum xfs_fault *fault)
{
	struct xlog_scan_result *result = items->result;
	unsigned int i;
	int error;

	if (tp->in_region || tp->item_left)
		error = fault_is(fault, XFS_FAULT_LOG_TRANS_ITEMS);
	else
		error = settle_intents(items, tp, fault);
	if (error)
		goto out_free;
	result->committed++;
	for (i = 0; i < XLOG_NR_TYPES; i++)
		result->items[i] += tp->counts[i];
	if (items->params->fn)
		error = call_back(items, tp, block);
out_free:
	trans_free(items, tp);
	return error;
}

static struct open_trans **trans_find(struct xlog_items *items, uint32_t tid)
{
	struct open_trans **tpp = &items->buckets[tid % NR_BUCKETS];

	while (*tpp && (*tpp)->tid != tid)
		tpp = &(*tpp)->next;
	return tpp;
}

/* @tpp is the free place in the table. */
static int trans_start(struct xlog_items *items, struct open_trans **tpp,
		       uint32_t tid, enum xfs_fault *fault)
{
	struct open_trans *tp;

	if (items->nr_open == MAX_OPEN)
		return fault_is(fault, XFS_FAULT_LOG_TRANS_LIMIT);
	tp = xfs_env_alloc(sizeof(*tp));
	if (!tp)
		return -ENOMEM;
	tp->tid = tid;
	*tpp = tp;
	items->nr_open++;
	return 0;
}

/* The next piece of the region that a record's end cut. */
static int trans_continue(struct xlog_items *items, struct open_trans *tp,
			  const uint8_t *data, uint32_t len, uint32_t block,
			  bool more, enum xfs_fault *fault)
{
	int error;

	if (!tp->in_region)
		return fault_is(fault, XFS_FAULT_LOG_CONTINUE);
	error = part_append(items, tp, data, len, fault);
	if (error || more)
		return error;
	tp->in_region = false;
	return add_region(items, tp, tp->part, tp->part_len, block, fault);
}

static int trans_region(struct xlog_items *items, struct open_trans *tp,
			const uint8_t *data, uint32_t len, uint32_t block,
			bool more, enum xfs_fault *fault)
{
	if (tp->in_region)
		return fault_is(fault, XFS_FAULT_LOG_CONTINUE);
	if (!more)
		return len > MAX_REGION ?
			fault_is(fault, XFS_FAULT_LOG_REGION_LEN) :
			add_region(items, tp, data, len, block, fault);
	tp->in_region = true;
	tp->part_len = 0;
	return part_append(items, tp, data, len, fault);
}

int xlog_items_add(struct xlog_items *items, const struct xlog_op_header *ohead,
		   const uint8_t *data, uint32_t block, enum xfs_fault *fault)
{
	uint32_t tid = be32_to_cpu(ohead->oh_tid);
	uint32_t len = be32_to_cpu(ohead->oh_len);
	uint8_t flags = ohead->oh_flags;
	struct open_trans **tpp, *tp;
	int error;

	if (flags & XLOG_UNMOUNT_TRANS)
		return 0;	/* of the mount before */
	tpp = trans_find(items, tid);
	if (!*tpp && !(flags & XLOG_START_TRANS)) {
		items->result->orphans++;
		return 0;
	}
	if (*tpp && (flags & XLOG_START_TRANS))
		return fault_is(fault, XFS_FAULT_LOG_TRANS_START);
	if (!*tpp) {
		error = trans_start(items, tpp, tid, fault);
		if (error)
			return error;
	}
	tp = *tpp;
	if (flags & XLOG_COMMIT_TRANS) {
		*tpp = tp->next;
		items->nr_open--;
		return trans_commit(items, tp, block, fault);
	}
	if (flags & XLOG_WAS_CONT_TRANS)
		return trans_continue(items, tp, data, len, block,
				      flags & XLOG_CONTINUE_TRANS, fault);
	return trans_region(items, tp, data, len, block,
			    flags & XLOG_CONTINUE_TRANS, fault);
}

void xlog_items_finish(struct xlog_items *items)
{
	struct xlog_scan_result *result = items->result;
	const struct xlog_intents *set = &items->intents;
	size_t i;

	result->uncommitted = items->nr_open;
	for (i = 0; i < set->nr_slots; i++)
		if (set->slots[i].type)
			result->intents[set->slots[i].type - XFS_LI_EFI]++;
}
