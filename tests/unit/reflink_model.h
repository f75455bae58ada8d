// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A group of a few units as plain arrays, one element a unit of so many blocks, beside
 * a store of the same extents: what the sweep should say, by counting.
 */
#ifndef REFLINK_MODEL_H
#define REFLINK_MODEL_H

#include <stdlib.h>

#include "libxfs/reflink/owner_sweep.h"
#include "tests/unit/mutate.h"

#define MODEL_UNITS	120

struct model {
	unsigned int	units;
	uint32_t	unit;		/* blocks; all extents begin and end on one */
	xfs_agblock_t	base;		/* unit 0; a multiple of nothing */
	struct xfs_owner_piece owners[MODEL_UNITS];	/* ranges apart */
};

__attribute__((unused))
static uint32_t model_blocks(const struct model *m)
{
	return m->base + m->units * m->unit;
}

/* Few owner bits, so that equal neighbours occur; one in eight is anything. */
static uint32_t model_owner(void)
{
	static const uint32_t some[] = {
		XFS_OWNER_FILE, XFS_OWNER_FILE, XFS_OWNER_FILE,
		XFS_OWNER_FILE | XFS_EXTENT_UNWRITTEN,
		XFS_OWNER_FILE | XFS_EXTENT_NOREFLINK,
		XFS_OWNER_FILE | XFS_EXTENT_ATTR,
		XFS_OWNER_FILE | XFS_EXTENT_BMBT | XFS_EXTENT_ATTR,
		XFS_OWNER_STAGING,
	};
	uint32_t r = mutate_random();

	return r % 8 ? some[r / 8 % 8] : r / 8 & 0x7ff;
}

static void model_count(struct xfs_owner_piece *p, uint32_t owner)
{
	uint32_t no = XFS_EXTENT_ATTR | XFS_EXTENT_BMBT | XFS_EXTENT_KIND_MASK;

	if (owner & no)
		p->others++;
	else
		p->files++;
	p->kinds |= 1U << (owner & XFS_EXTENT_KIND_MASK);
	p->flags |= owner & ~XFS_EXTENT_KIND_MASK;
}

static void model_add(struct model *m, struct xfs_extent_store *store, unsigned int from,
		      unsigned int n, uint32_t owner)
{
	unsigned int i;

	if (xfs_extent_store_add(store, m->base + from * m->unit, n * m->unit, owner))
		abort();
	for (i = from; i < from + n; i++)
		model_count(&m->owners[i], owner);
}

/* A group at random in @store, sorted, collected by several threads as it were. */
__attribute__((unused))
static void model_random(struct model *m, struct xfs_extent_store *store)
{
	static const uint32_t units[] = { 1, 1, 9, XFS_MAX_BMBT_EXTLEN, 30000001 };
	struct xfs_extent_store part[3];
	unsigned int i, from, len, n, repeat;
	uint32_t owner;

	memset(part, 0, sizeof(part));
	memset(store, 0, sizeof(*store));
	memset(m, 0, sizeof(*m));
	m->units = 1 + mutate_random() % MODEL_UNITS;
	m->unit = units[mutate_random() % 5];
	if (mutate_random() % 2)
		m->base = NULLAGBLOCK - m->units * m->unit;
	n = mutate_random() % 60;
	for (i = 0; i < n; i++) {
		from = mutate_random() % m->units;
		len = 1 + mutate_random() % (m->units - from);
		if (mutate_random() % 3)
			len = 1 + len % 4 % (m->units - from);
		repeat = mutate_random() % 8 ? 1 : mutate_random() % 5;
		owner = model_owner();
		while (repeat--)
			model_add(m, &part[mutate_random() % 3], from, len, owner);
	}
	for (i = 0; i < 3; i++)
		if (xfs_extent_store_absorb(store, &part[i]))
			abort();
	if (xfs_extent_store_sort(store))
		abort();
}

#endif /* REFLINK_MODEL_H */
