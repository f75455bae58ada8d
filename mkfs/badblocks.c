// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Known bad blocks against what will be written (mkfs/badblocks.h).
 *
 * A write to a bad range of persistent memory may clear it or may fail; until it
 * has been cleared a read kills the reader.  So metadata is not laid over one.
 */

#include <inttypes.h>
#include <stdio.h>

#include "mkfs/badblocks.h"

#define MAX_LISTED	8

static void list_badblocks(const char *device, const struct pmem_info *pmem)
{
	char list[(MAX_LISTED + 1) * 64] = "";
	size_t i, len = 0;

	if (!pmem->nr_bad)
		return;
	for (i = 0; i < pmem->nr_bad && i < MAX_LISTED; i++)
		len += snprintf(list + len, sizeof(list) - len,
				"%s%" PRIu64 " bytes at %" PRIu64, i ? ", " : "",
				pmem->bad[i].len, pmem->bad[i].start);
	if (i < pmem->nr_bad)
		snprintf(list + len, sizeof(list) - len, " and %zu more",
			 pmem->nr_bad - i);
	mkfs_say(stderr, "%s has %zu known bad range%s: %s", device, pmem->nr_bad,
		 pmem->nr_bad == 1 ? "" : "s", list);
}

void mkfs_list_badblocks(const struct mkfs *m)
{
	list_badblocks(m->opts.device, &m->pmem);
	list_badblocks(m->opts.l.logdev, &m->log_pmem);
}

/* The first bad range that ends after @start; the list is sorted and disjoint. */
static const struct pmem_badrange *first_after(const struct pmem_info *pmem,
					       uint64_t start)
{
	size_t lo = 0, hi = pmem->nr_bad, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (pmem->bad[mid].start + pmem->bad[mid].len <= start)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < pmem->nr_bad ? &pmem->bad[lo] : NULL;
}

/* @what will be written to these bytes of @device. */
static int check(const char *what, const char *device, const struct pmem_info *pmem,
		 uint64_t start, uint64_t len)
{
	const struct pmem_badrange *bad = first_after(pmem, start);

	/* No end is computed: a range may reach up to 2^64. */
	if (!bad || !len || (bad->start > start && bad->start - start >= len))
		return 0;
	return mkfs_fail("%s (%" PRIu64 " bytes at %" PRIu64 " of %s) would lie on memory known to be bad (%" PRIu64 " bytes at %" PRIu64 "); repair that first, see ndctl clear-errors %s",
			 what, len, start, device, bad->len, bad->start,
			 pmem->namespace);
}

int mkfs_check_badblocks(const struct mkfs *m, uint64_t start, uint64_t len)
{
	return check("metadata", m->opts.device, &m->pmem, start, len);
}

int mkfs_check_log_badblocks(const struct mkfs *m)
{
	return check("the log", m->opts.l.logdev, &m->log_pmem, 0,
		     (uint64_t)m->geom.logblocks << m->geom.blocklog);
}
