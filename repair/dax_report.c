// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * --dax: how much data of files huge pages can map, how much is shared, and why not the rest.
 *
 * Files come from all threads.  With -v they are held until the end, when paths are known,
 * and printed by inode; whenever too many are held, those are printed as they are.
 */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/json.h"
#include "repair/dax.h"
#include "repair/inode_walk.h"
#include "repair/names.h"
#include "repair/paths.h"
#include "repair/report_text.h"

#define WORST		10

struct dax_file {
	struct repair	*r;		/* for its path */
	xfs_ino_t	ino;		/* 0: none */
	struct dax_sums	sums;
};

struct dax_report {
	pthread_mutex_t	lock;
	struct repair	*r;
	uint64_t	mem_start;	/* as struct mounted has it */
	bool		phys;		/* it is an address of memory */
	uint64_t	files, flagged;
	struct dax_sums	sums;
	struct dax_file	worst[WORST];	/* most lost first */
	struct dax_file	*held;		/* with -v, room for max_held; else NULL */
	size_t		nr_held, max_held;
};

static uint64_t lost(const struct dax_sums *s)
{
	return s->bytes - s->why[XFS_DAX_ELIGIBLE];
}

/* ---- Words for one file ---- */

static void put_reasons(FILE *out, const struct dax_sums *s, const char *before,
			const char *after)
{
	unsigned int i;

	for (i = XFS_DAX_ELIGIBLE + 1; i < XFS_DAX_NR_WHY; i++)
		if (s->why[i])
			fprintf(out, "%s%s: %" PRIu64 "%s", before, xfs_dax_why_name(i),
				s->why[i], after);
}

static void put_who(FILE *out, const struct dax_file *f)
{
	char path[REPORT_PATH_MAX];

	if (paths_name(f->r, f->ino, path, sizeof(path))) {
		report_put_name(out, path);
		fputs(", ", out);
	}
	fprintf(out, "inode %" PRIu64, f->ino);
}

static void file_text(FILE *out, const void *arg)
{
	const struct dax_file *f = arg;

	fputs("DAX: ", out);
	put_who(out, f);
	fprintf(out, ": %" PRIu64 " bytes, eligible: %" PRIu64 ", shared: %" PRIu64,
		f->sums.bytes, f->sums.why[XFS_DAX_ELIGIBLE], f->sums.shared);
	put_reasons(out, &f->sums, ", ", "");
	fputc('\n', out);
}

static void json_who(struct json *j, const struct dax_file *f)
{
	char path[REPORT_PATH_MAX];

	if (paths_name(f->r, f->ino, path, sizeof(path)))
		json_str(j, "path", path);
	json_u64(j, "inode", f->ino);
}

static void json_sums(struct json *j, const struct dax_sums *s)
{
	unsigned int i;

	json_u64(j, "bytes", s->bytes);
	for (i = 0; i < XFS_DAX_NR_WHY; i++)
		json_u64(j, xfs_dax_why_name(i), s->why[i]);
	json_u64(j, "shared", s->shared);
	json_bool(j, "shared_known", !s->shared_missing);
}

static void file_json(struct json *j, const void *arg)
{
	const struct dax_file *f = arg;

	json_who(j, f);
	json_sums(j, &f->sums);
}

static const struct report_info file_info = {
	.type = "dax_file", .text = file_text, .json = file_json,
};

/* ---- All files ---- */

static int by_inode(const void *pa, const void *pb)
{
	const struct dax_file *a = pa, *b = pb;

	return a->ino < b->ino ? -1 : a->ino > b->ino;
}

static void print_held(struct dax_report *d)
{
	size_t i;

	if (d->nr_held)
		qsort(d->held, d->nr_held, sizeof(*d->held), by_inode);
	for (i = 0; i < d->nr_held; i++)
		report_info(d->r->report, &file_info, &d->held[i]);
	d->nr_held = 0;
}

static void add_held(struct dax_report *d, const struct dax_file *f)
{
	if (d->nr_held == d->max_held)
		print_held(d);
	d->held[d->nr_held++] = *f;
}

static void add_worst(struct dax_report *d, struct dax_file f)
{
	struct dax_file old;
	unsigned int i;

	if (!lost(&f.sums))
		return;
	for (i = 0; i < WORST; i++) {
		old = d->worst[i];
		if (old.ino && (lost(&old.sums) > lost(&f.sums) ||
				(lost(&old.sums) == lost(&f.sums) && old.ino < f.ino)))
			continue;
		d->worst[i] = f;
		f = old;
	}
}

static void add_sums(struct dax_sums *to, const struct dax_sums *s)
{
	unsigned int i;

	to->bytes += s->bytes;
	to->shared += s->shared;
	to->shared_missing |= s->shared_missing;
	for (i = 0; i < XFS_DAX_NR_WHY; i++)
		to->why[i] += s->why[i];
}

static void add_file(struct dax_report *d, const struct dax_file *f, bool flagged)
{
	pthread_mutex_lock(&d->lock);
	d->files++;
	d->flagged += flagged;
	add_sums(&d->sums, &f->sums);
	add_worst(d, *f);
	if (d->held)
		add_held(d, f);
	pthread_mutex_unlock(&d->lock);
}

static int look_at_file(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
			unsigned int thread, void *priv)
{
	struct dax_report *d = priv;
	struct dax_file f = { .r = r, .ino = ino };
	int error;

	if ((be16_to_cpu(dip->di_mode) & XFS_IFMT) != XFS_IFREG || names_is_special(r, ino))
		return 0;
	error = dax_look_at(r, d->mem_start, ino, dip, &f.sums);
	if (!error)
		add_file(d, &f, be64_to_cpu(dip->di_flags2) & XFS_DIFLAG2_DAX);
	return error;
}

/* ---- Words for all ---- */

static void put_worst(FILE *out, const struct dax_report *d)
{
	unsigned int i;

	for (i = 0; i < WORST && d->worst[i].ino; i++) {
		fprintf(out, "    %" PRIu64 " of %" PRIu64 " bytes not: ",
			lost(&d->worst[i].sums), d->worst[i].sums.bytes);
		put_who(out, &d->worst[i]);
		fputc('\n', out);
	}
}

static void report_text(FILE *out, const void *arg)
{
	const struct dax_report *d = arg;

	fprintf(out, "DAX: %" PRIu64 " files, %" PRIu64 " with the DAX flag; of %" PRIu64
		" bytes of data huge pages can map %" PRIu64 "; %" PRIu64 " are shared\n",
		d->files, d->flagged, d->sums.bytes, d->sums.why[XFS_DAX_ELIGIBLE],
		d->sums.shared);
	if (d->sums.shared_missing)
		fputs("    more may be shared: not all reference counts could be read\n", out);
	if (!d->phys)
		fputs("    the address in memory is not known: the beginning of the disk, or of "
		      "the image, is taken to be on a 2 MiB boundary\n", out);
	put_reasons(out, &d->sums, "    not because of ", " bytes\n");
	if (!d->held)
		put_worst(out, d);
}

static void report_json(struct json *j, const void *arg)
{
	const struct dax_report *d = arg;
	unsigned int i;

	json_u64(j, "files", d->files);
	json_u64(j, "flagged", d->flagged);
	json_bool(j, "address_known", d->phys);
	json_sums(j, &d->sums);
	json_open(j, "worst", '[');
	for (i = 0; i < WORST && d->worst[i].ino; i++) {
		json_open(j, NULL, '{');
		json_who(j, &d->worst[i]);
		json_u64(j, "bytes", d->worst[i].sums.bytes);
		json_u64(j, "not_eligible", lost(&d->worst[i].sums));
		json_close(j);
	}
	json_close(j);
}

static const struct report_info info = {
	.type = "dax", .text = report_text, .json = report_json,
};

static int find_paths(struct dax_report *d)
{
	size_t i;
	int error = 0;

	for (i = 0; !error && i < WORST && d->worst[i].ino; i++)
		error = paths_want(d->r, d->worst[i].ino);
	for (i = 0; !error && i < d->nr_held; i++)
		error = paths_want(d->r, d->held[i].ino);
	return error ? error : paths_resolve(d->r);
}

static int look_and_print(struct dax_report *d)
{
	int error;

	progress_begin(d->r->progress, "DAX", chunk_walk_total(d->r));
	error = inode_walk(d->r, look_at_file, d);
	if (!error)
		error = find_paths(d);
	if (error)
		return error;
	print_held(d);
	report_info(d->r->report, &info, d);
	return 0;
}

int dax_report(struct repair *r, const struct mounted *m)
{
	struct dax_report d = {
		.r = r, .mem_start = m->mem_start, .phys = m->pmem.phys_known,
	};
	int error = -ENOMEM;

	if (pthread_mutex_init(&d.lock, NULL))
		return -ENOMEM;
	d.max_held = paths_max(r);
	if (r->opts.verbose)
		d.held = calloc(d.max_held, sizeof(*d.held));
	if (d.held || !r->opts.verbose)
		error = look_and_print(&d);
	free(d.held);
	pthread_mutex_destroy(&d.lock);
	return error;
}
