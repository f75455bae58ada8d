// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * --dax: how much data of files huge pages can map, and why not the rest.
 *
 * Extents come in the order of the file, so each 2 MiB piece of it is judged as it goes by:
 * what lies wholly in one run of blocks at once, others when their last extent has been seen.
 * Bytes are those that are mapped and in the file; holes count for nothing.
 */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "libxfs/dax/dax.h"
#include "repair/dax.h"
#include "repair/fork_scan.h"
#include "repair/inode_walk.h"
#include "repair/paths.h"
#include "repair/report_text.h"

#define MASK	(XFS_DAX_HUGE - 1)
#define WORST	10

enum why { HUGE, HOLE, UNWRITTEN, LENGTH, SPLIT, PIECES, MISALIGNED, NR_WHY };

/* As io's daxmap has them. */
static const char *const why_names[NR_WHY] = {
	"eligible", "hole", "unwritten", "length", "split", "fragmented", "misaligned",
};

struct sums {
	uint64_t	bytes, why[NR_WHY];
};

struct worst {
	xfs_ino_t	ino;
	uint64_t	bytes, lost;	/* mapped; of them not eligible */
};

struct dax_report {
	pthread_mutex_t	lock;
	struct repair	*r;
	uint64_t	mem_start;
	bool		phys;		/* mem_start is an address of memory */
	uint64_t	files, flagged;
	struct sums	sums;
	struct worst	worst[WORST];	/* most lost first; ino 0: none */
};

/* A file that goes by. */
struct passing {
	const struct dax_report	*d;
	uint64_t		size;
	struct xfs_dax_mapping	run;		/* len 0: none */
	uint64_t		piece, mapped;	/* the piece that is open; 0 mapped: none is */
	unsigned int		runs;
	bool			unwritten, in_place;
	struct sums		sums;
};

static void count(struct passing *p, enum why why, uint64_t bytes)
{
	p->sums.bytes += bytes;
	p->sums.why[why] += bytes;
}

static bool in_place(const struct passing *p, const struct xfs_dax_mapping *run)
{
	return !((p->d->mem_start + run->dev_off - run->file_off) & MASK);
}

static void close_piece(struct passing *p)
{
	uint64_t in_file = p->size - p->piece < XFS_DAX_HUGE ? p->size - p->piece : XFS_DAX_HUGE;
	enum why why;

	if (!p->mapped)
		return;
	if (p->mapped < in_file)
		why = HOLE;
	else if (p->unwritten)
		why = UNWRITTEN;
	else if (((p->size + 4095) & ~4095ULL) - p->piece < XFS_DAX_HUGE)
		why = LENGTH;
	else if (p->runs > 1)
		why = p->in_place ? SPLIT : PIECES;
	else
		why = p->in_place ? HUGE : MISALIGNED;
	count(p, why, p->mapped);
	p->mapped = 0;
}

/* [@at, @end) of the run is in one piece, but not all of it. */
static void add_part(struct passing *p, uint64_t at, uint64_t end)
{
	if (p->mapped && (at & ~MASK) != p->piece)
		close_piece(p);
	if (!p->mapped) {
		p->piece = at & ~MASK;
		p->runs = 0;
		p->unwritten = p->in_place = false;
	}
	p->mapped += end - at;
	p->runs++;
	p->unwritten |= !p->run.written;
	p->in_place |= in_place(p, &p->run);
}

static void close_run(struct passing *p)
{
	uint64_t at = p->run.file_off, end = at + p->run.len, stop;

	end = end < p->size ? end : p->size;
	while (p->run.len && at < end) {
		if (!(at & MASK) && end - at >= XFS_DAX_HUGE) {
			stop = end & ~MASK;
			close_piece(p);
			count(p, !p->run.written ? UNWRITTEN : in_place(p, &p->run) ? HUGE :
			      MISALIGNED, stop - at);
		} else {
			stop = (at & ~MASK) + XFS_DAX_HUGE;
			stop = stop < end ? stop : end;
			add_part(p, at, stop);
		}
		at = stop;
	}
	p->run.len = 0;
}

static int take_extent(void *priv, const struct xfs_bmbt_irec *irec)
{
	struct passing *p = priv;
	const struct xfs_geom *g = &p->d->r->geom;
	struct xfs_dax_mapping next = {
		.file_off = irec->br_startoff << g->blocklog,
		.dev_off = (uint64_t)xfs_fsb_daddr(g, irec->br_startblock) << BBSHIFT,
		.len = irec->br_blockcount << g->blocklog,
		.written = !irec->br_unwritten,
	};

	if (p->run.len && p->run.file_off + p->run.len == next.file_off &&
	    p->run.dev_off + p->run.len == next.dev_off && p->run.written == next.written) {
		p->run.len += next.len;
		return 0;
	}
	close_run(p);
	p->run = next;
	return 0;
}

/* ---- All files ---- */

static void add_worst(struct dax_report *d, xfs_ino_t ino, const struct sums *sums)
{
	struct worst w = { ino, sums->bytes, sums->bytes - sums->why[HUGE] }, old;
	unsigned int i;

	if (!w.lost)
		return;
	for (i = 0; i < WORST; i++) {
		old = d->worst[i];
		if (old.ino && (old.lost > w.lost || (old.lost == w.lost && old.ino < w.ino)))
			continue;
		d->worst[i] = w;
		w = old;
	}
}

static void add_file(struct dax_report *d, xfs_ino_t ino, const struct xfs_dinode *dip,
		     const struct sums *sums)
{
	unsigned int i;

	pthread_mutex_lock(&d->lock);
	d->files++;
	d->flagged += !!(be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_DAX);
	d->sums.bytes += sums->bytes;
	for (i = 0; i < NR_WHY; i++)
		d->sums.why[i] += sums->why[i];
	add_worst(d, ino, sums);
	pthread_mutex_unlock(&d->lock);
}

static int look_at_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
			unsigned int thread, void *priv)
{
	struct passing p = { .d = priv, .size = be64_to_cpu(dip->di_size) };
	const struct fork_visit visit = { .extent = take_extent, .priv = &p };
	struct fork_sums sums;
	int error;

	if ((be16_to_cpu(dip->di_mode) & XFS_IFMT) != XFS_IFREG ||
	    be16_to_cpu(dip->di_flags) & XFS_DIFLAG_REALTIME)
		return 0;
	error = fork_scan(r, ino, dip, XFS_DATA_FORK, &visit, &sums);
	if (error)
		return error;
	close_run(&p);
	close_piece(&p);
	add_file(priv, ino, dip, &p.sums);
	return 0;
}

/* ---- Words ---- */

static void report_text(FILE *out, const void *arg)
{
	const struct dax_report *d = arg;
	char path[REPORT_PATH_MAX];
	unsigned int i;

	fprintf(out, "DAX: %" PRIu64 " files, %" PRIu64 " with the DAX flag; of %" PRIu64
		" bytes of data huge pages can map %" PRIu64 "\n", d->files, d->flagged,
		d->sums.bytes, d->sums.why[HUGE]);
	if (!d->phys)
		fputs("    the device's address in memory is not known: it is taken to begin on "
		      "a 2 MiB boundary\n", out);
	for (i = HUGE + 1; i < NR_WHY; i++)
		if (d->sums.why[i])
			fprintf(out, "    not, %s: %" PRIu64 " bytes\n", why_names[i],
				d->sums.why[i]);
	for (i = 0; i < WORST && d->worst[i].ino; i++) {
		fprintf(out, "    %" PRIu64 " of %" PRIu64 " bytes not: ", d->worst[i].lost,
			d->worst[i].bytes);
		if (paths_name(d->r, d->worst[i].ino, path, sizeof(path))) {
			report_put_name(out, path);
			fputs(", ", out);
		}
		fprintf(out, "inode %" PRIu64 "\n", d->worst[i].ino);
	}
}

static void report_json(struct json *j, const void *arg)
{
	const struct dax_report *d = arg;
	char path[REPORT_PATH_MAX];
	unsigned int i;

	json_u64(j, "files", d->files);
	json_u64(j, "flagged", d->flagged);
	json_bool(j, "address_known", d->phys);
	json_u64(j, "bytes", d->sums.bytes);
	for (i = 0; i < NR_WHY; i++)
		json_u64(j, why_names[i], d->sums.why[i]);
	json_open(j, "worst", '[');
	for (i = 0; i < WORST && d->worst[i].ino; i++) {
		json_open(j, NULL, '{');
		if (paths_name(d->r, d->worst[i].ino, path, sizeof(path)))
			json_str(j, "path", path);
		json_u64(j, "inode", d->worst[i].ino);
		json_u64(j, "bytes", d->worst[i].bytes);
		json_u64(j, "not_eligible", d->worst[i].lost);
		json_close(j);
	}
	json_close(j);
}

static const struct report_info info = {
	.type = "dax", .text = report_text, .json = report_json,
};

int dax_report(struct repair *r, const struct pmem_info *pmem)
{
	struct dax_report d = {
		.r = r,
		.mem_start = pmem->phys_known ? pmem->phys_start : 0, .phys = pmem->phys_known,
	};
	unsigned int i;
	int error;

	if (pthread_mutex_init(&d.lock, NULL))
		return -ENOMEM;
	progress_begin(r->progress, "DAX", chunk_walk_total(r));
	error = inode_walk(r, look_at_file, &d);
	for (i = 0; !error && i < WORST && d.worst[i].ino; i++)
		error = paths_want(r, d.worst[i].ino);
	if (!error)
		error = paths_resolve(r);
	if (!error)
		report_info(r->report, &info, &d);
	pthread_mutex_destroy(&d.lock);
	return error;
}
