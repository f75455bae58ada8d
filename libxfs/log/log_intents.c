// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Intents that no done item has answered yet.  A table with linear probing, at most
 * half full; removal moves later entries up, so that no marks are left behind.
 */
#include "libxfs/log/log_intents.h"

#include "libxfs/env.h"

#define FIRST_SLOTS	64

/* Ids are addresses of the kernel's memory: the low bits say little. */
static size_t home_slot(const struct xlog_intents *set, uint64_t id)
{
	return (id * 0x9e3779b97f4a7c15ULL >> 32) & (set->nr_slots - 1);
}

/* The slot that holds it, or the free one where it belongs. */
static size_t find_slot(const struct xlog_intents *set, uint16_t type, uint64_t id)
{
	size_t i = home_slot(set, id);

	while (set->slots[i].type &&
	       (set->slots[i].type != type || set->slots[i].id != id))
		i = (i + 1) & (set->nr_slots - 1);
	return i;
}

static int grow(struct xlog_intents *set)
{
	struct xlog_intents bigger = {
		.nr_slots = set->nr_slots ? set->nr_slots * 2 : FIRST_SLOTS,
		.used = set->used,
	};
	size_t i;

	bigger.slots = xfs_env_alloc(bigger.nr_slots * sizeof(*bigger.slots));
	if (!bigger.slots)
		return -ENOMEM;
	for (i = 0; i < set->nr_slots; i++)
		if (set->slots[i].type)
			bigger.slots[find_slot(&bigger, set->slots[i].type,
					       set->slots[i].id)] = set->slots[i];
	xfs_env_free(set->slots);
	*set = bigger;
	return 0;
}

int xlog_intents_add(struct xlog_intents *set, uint16_t type, uint64_t id)
{
	size_t i;
	int error;

	if (set->used * 2 >= set->nr_slots) {
		error = grow(set);
		if (error)
			return error;
	}
	i = find_slot(set, type, id);
	if (!set->slots[i].type)
		set->used++;
	set->slots[i].type = type;
	set->slots[i].id = id;
	return 0;
}

void xlog_intents_remove(struct xlog_intents *set, uint16_t type, uint64_t id)
{
	size_t i, j, home, mask = set->nr_slots - 1;

	if (!set->nr_slots)
		return;
	i = find_slot(set, type, id);
	if (!set->slots[i].type)
		return;
	for (j = (i + 1) & mask; set->slots[j].type; j = (j + 1) & mask) {
		home = home_slot(set, set->slots[j].id);
		/* Not if it would come to stand before its home. */
		if (((j - home) & mask) < ((j - i) & mask))
			continue;
		set->slots[i] = set->slots[j];
		i = j;
	}
	set->slots[i].type = 0;
	set->used--;
}

void xlog_intents_destroy(struct xlog_intents *set)
{
	xfs_env_free(set->slots);
	memset(set, 0, sizeof(*set));
}
