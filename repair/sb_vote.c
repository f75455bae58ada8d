// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading every copy where a given superblock expects it, in parallel: once quietly, to
 * count who agrees with whom, and once more to report, when it is known which to believe.
 *
 * Places the device has no room for are not counted: of a truncated image the copies that
 * are left decide.  Memory does not grow with the number of groups: of different opinions
 * the first few are told apart.
 */

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "libxfs/ag/agf.h"
#include "repair/superblock.h"

#define MAX_OPINIONS	16

struct opinion {
	struct xfs_dsb	dsb;
	uint64_t	count;
};

struct survey {
	struct repair		*r;
	const struct xfs_dsb	*dsb;
	struct progress		*progress;	/* NULL: within somebody else's */
	struct xfs_geom		geom;
	uint64_t		nr;		/* copies, groups 1 to nr */
	char			*bufs;		/* a sector for each thread */
	pthread_mutex_t		lock;		/* of what follows */
	uint64_t		same, headers;
	unsigned int		nr_opinions;
	struct opinion		opinions[MAX_OPINIONS];
};

/* Copies, apart from the primary, that lie within the device. */
static uint64_t nr_copies(const struct survey *s)
{
	uint64_t size = device_facts(s->r->data)->size;
	uint64_t group = (uint64_t)s->geom.agblocks << s->geom.blocklog;
	uint64_t fit;

	if (size < group + s->geom.sectsize)
		return 0;
	fit = (size - s->geom.sectsize) / group;
	return fit < s->geom.agcount - 1 ? fit : s->geom.agcount - 1;
}

static int survey_run(struct survey *s, workers_fn fn)
{
	int error;

	s->nr = nr_copies(s);
	s->bufs = xfs_env_io_alloc((size_t)workers_nr(s->r->workers) * XFS_MAX_SECTORSIZE);
	if (!s->bufs)
		return -ENOMEM;
	pthread_mutex_init(&s->lock, NULL);
	progress_begin(s->progress, "superblocks", s->nr);
	error = workers_run(s->r->workers, s->nr, fn, s);
	progress_end(s->progress);
	pthread_mutex_destroy(&s->lock);
	xfs_env_io_free(s->bufs);
	return error;
}

static char *buf_of(const struct survey *s, unsigned int thread)
{
	return s->bufs + (size_t)thread * XFS_MAX_SECTORSIZE;
}

static void read_copy(const struct survey *s, xfs_agnumber_t agno, unsigned int thread,
		      struct sb_copy *copy)
{
	sb_copy_read(s->r->data, xfs_ag_header_daddr(&s->geom, agno, XFS_SB_SECTOR),
		     buf_of(s, thread), copy);
	progress_add(s->progress, 1);
}

/* Is the header of free space where this geometry says it is? */
static bool has_header(const struct survey *s, xfs_agnumber_t agno, unsigned int thread)
{
	const struct xfs_agf *agf = (const void *)buf_of(s, thread);

	if (xfs_env_read(s->r->data, xfs_ag_header_daddr(&s->geom, agno, XFS_AGF_SECTOR),
			 buf_of(s, thread), s->geom.sectsize))
		return false;
	return be32_to_cpu(agf->agf_magicnum) == XFS_AGF_MAGIC &&
		be32_to_cpu(agf->agf_seqno) == agno &&
		be32_to_cpu(agf->agf_length) == xfs_ag_length(&s->geom, agno);
}

static void count_opinion(struct survey *s, const struct xfs_dsb *dsb)
{
	unsigned int i;

	for (i = 0; i < s->nr_opinions; i++)
		if (sb_same(&s->opinions[i].dsb, dsb))
			break;
	if (i == MAX_OPINIONS)
		return;
	if (i == s->nr_opinions) {
		s->opinions[i].dsb = *dsb;
		s->nr_opinions++;
	}
	s->opinions[i].count++;
}

static int vote(void *arg, uint64_t item, unsigned int thread)
{
	struct survey *s = arg;
	struct sb_copy copy;
	bool good, same, header = false;

	read_copy(s, item + 1, thread, &copy);
	good = !copy.error && !copy.fault;
	same = good && sb_same(&copy.dsb, s->dsb);
	if (!same)
		header = has_header(s, item + 1, thread);
	pthread_mutex_lock(&s->lock);
	s->same += same;
	s->headers += header;
	if (good && !same)
		count_opinion(s, &copy.dsb);
	pthread_mutex_unlock(&s->lock);
	return 0;
}

int sb_vote(struct repair *r, const struct xfs_dsb *dsb, struct sb_votes *votes)
{
	struct survey s = { .r = r, .dsb = dsb };
	unsigned int i;
	int error;

	memset(votes, 0, sizeof(*votes));
	xfs_geom_from_sb(&s.geom, dsb);
	error = survey_run(&s, vote);
	if (error)
		return error;
	votes->places = s.nr;
	votes->same = s.same;
	votes->headers = s.headers;
	for (i = 0; i < s.nr_opinions; i++) {
		if (s.opinions[i].count <= votes->most)
			continue;
		votes->most = s.opinions[i].count;
		votes->other = s.opinions[i].dsb;
	}
	return 0;
}

static int tell(void *arg, uint64_t item, unsigned int thread)
{
	struct survey *s = arg;
	struct report *report = s->r->report;
	xfs_agnumber_t agno = item + 1;
	struct sb_copy copy;

	read_copy(s, agno, thread, &copy);
	if (copy.error) {
		report_note(report, FIND_SB_UNREADABLE, place_ag("superblock", agno), "%s",
			    strerror(-copy.error));
		return 0;
	}
	if (copy.fault)
		report_fault(report, FIND_SB_COPY, place_ag("superblock", agno), copy.fault);
	if (copy.sane) {
		sb_report_fields(report, FIND_SB_COPY_FIELD, agno, &copy.dsb, s->dsb);
		if (s->r->primary_ok)
			sb_report_own_fields(report, agno, &copy.dsb, &s->r->dsb);
	}
	if (copy.tail)
		report_plain(report, FIND_SB_TAIL, place_ag("superblock", agno));
	return 0;
}

int sb_report_copies(struct repair *r, const struct xfs_dsb *believed)
{
	struct survey s = { .r = r, .dsb = believed, .progress = r->progress };

	xfs_geom_from_sb(&s.geom, believed);
	return survey_run(&s, tell);
}
