// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Gathering who owns what: a store and a fingerprint a group, each under the group's lock.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "libxfs/fs/features.h"
#include "repair/owners.h"

void owner_to_rmap(const struct owner_extent *x, struct xfs_rmap_irec *irec)
{
	*irec = (struct xfs_rmap_irec){
		.startblock = x->agbno, .blockcount = x->len, .owner = x->owner,
		.offset = x->offset,
	};
	if (x->kind & XFS_EXTENT_UNWRITTEN)
		irec->flags |= XFS_RMAP_OFF_UNWRITTEN;
	if (x->kind & XFS_EXTENT_ATTR)
		irec->flags |= XFS_RMAP_OFF_ATTR_FORK;
	if (x->kind & XFS_EXTENT_BMBT)
		irec->flags |= XFS_RMAP_OFF_BMBT_BLOCK;
}

static int gather_one(struct group_owners *go, bool rmap, const struct owner_extent *x)
{
	struct xfs_rmap_irec irec;
	int error = xfs_extent_store_add(&go->store, x->agbno, x->len, x->kind);

	if (error || !rmap)
		return error;
	owner_to_rmap(x, &irec);
	return xfs_rmap_sum_add(&go->sum, &irec);
}

/* Extents come verified; one that is not all in the group is counted and left out. */
static int gather(struct owner_sink *sink, xfs_agnumber_t agno, const struct owner_extent *x,
		  size_t nr)
{
	struct owners *o = (struct owners *)sink;
	struct group_owners *go = &o->group[agno];
	int error = 0;
	size_t i;

	pthread_mutex_lock(&go->lock);
	for (i = 0; !error && i < nr; i++) {
		error = gather_one(go, o->rmap, &x[i]);
		if (error == -EINVAL) {
			go->outside++;
			error = 0;
		}
	}
	pthread_mutex_unlock(&go->lock);
	return error;
}

static int create_group(struct repair *r, struct owners *o, xfs_agnumber_t agno)
{
	struct group_owners *go = &o->group[agno];
	int error = 0;

	if (o->rmap)
		error = xfs_rmap_sum_init(&go->sum, &o->seed, xfs_ag_length(&r->geom, agno));
	if (error == -EINVAL)
		error = repair_fail(r, error, "allocation group %" PRIu32 " has no blocks, so the "
				    "superblock that is believed cannot be right", agno);
	if (!error && pthread_mutex_init(&go->lock, NULL)) {
		xfs_rmap_sum_destroy(&go->sum);
		error = -ENOMEM;
	}
	if (!error)
		o->nr++;
	return error;
}

static int draw_seed(struct repair *r, struct xfs_rmap_seed *seed)
{
	ssize_t got = getrandom(seed, sizeof(*seed), 0);

	if (got == (ssize_t)sizeof(*seed))
		return 0;
	return repair_fail(r, -EIO, "the kernel gives no random numbers, which comparing needs: "
			   "%s", got < 0 ? strerror(errno) : "too few came");
}

int owners_create(struct repair *r)
{
	struct owners *o = calloc(1, sizeof(*o));
	xfs_agnumber_t agno;
	int error = 0;

	if (!o)
		return -ENOMEM;
	o->sink.add = gather;
	o->rmap = xfs_has_rmapbt(&r->geom);
	o->group = calloc(r->geom.agcount, sizeof(*o->group));
	if (!o->group)
		error = -ENOMEM;
	else
		error = draw_seed(r, &o->seed);
	for (agno = 0; !error && agno < r->geom.agcount; agno++)
		error = create_group(r, o, agno);
	if (error)
		owners_destroy(o);
	else
		r->owners = o;
	return error;
}

void owners_destroy(struct owners *o)
{
	xfs_agnumber_t agno;

	if (!o)
		return;
	for (agno = 0; agno < o->nr; agno++) {
		xfs_extent_store_destroy(&o->group[agno].store);
		xfs_rmap_sum_destroy(&o->group[agno].sum);
		pthread_mutex_destroy(&o->group[agno].lock);
	}
	free(o->group);
	free(o);
}
