// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Findings: taken in from any thread, counted, held, printed (repair/report.h).
 *
 * For the grouped text of each kind a few are kept.  With -v and as JSON all are, within
 * a bound: those that reach it are printed before their time.
 */

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "repair/report.h"
#include "repair/report_hold.h"
#include "repair/report_text.h"

struct report {
	struct report_style	style;
	struct json_lines	lines;
	FILE			*json;		/* writes to lines; NULL: not as JSON */
	pthread_mutex_t		lock;
	uint64_t		count[SEVERITY_NR];
	uint64_t		count_of[FINDING_NR];
	struct fold		folds[FINDING_NR];
	struct hold		hold;		/* with -v and as JSON instead */
};

const struct finding_row finding_rows[FINDING_NR] = {
#define FINDING_ROW(name_, number_, severity_, text_, consequence_) \
	[name_] = { .number = number_, .severity = SEVERITY_##severity_, .name = #name_, \
		    .text = text_, .consequence = consequence_ },
	FINDING_TABLE(FINDING_ROW)
#undef FINDING_ROW
};

const char *severity_name(enum severity severity)
{
	static const char *const names[SEVERITY_NR] = {
		[SEVERITY_CORRUPTION] = "corruption",
		[SEVERITY_LEFTOVER] = "leftover",
		[SEVERITY_OPTIMIZATION] = "optimization",
	};

	return names[severity];
}

int report_create(const struct report_style *style, struct report **rp)
{
	struct report *r = calloc(1, sizeof(*r));

	if (!r)
		return -ENOMEM;
	r->style = *style;
	if (style->json)
		r->json = json_lines_open(&r->lines, style->out);
	if ((style->json && !r->json) || pthread_mutex_init(&r->lock, NULL)) {
		if (r->json)
			fclose(r->json);
		free(r);
		return -ENOMEM;
	}
	*rp = r;
	return 0;
}

void report_destroy(struct report *r)
{
	if (!r)
		return;
	if (r->json)
		fclose(r->json);
	pthread_mutex_destroy(&r->lock);
	hold_free(&r->hold);
	free(r);
}

static const char *path_of(struct report *r, const struct place *where, char *path, size_t size)
{
	if (where->ino == NULLFSINO || !r->style.name_inode ||
	    !r->style.name_inode(r->style.arg, where->ino, path, size))
		return NULL;
	return path;
}

static void before_print(struct report *r)
{
	if (r->style.before_print)
		r->style.before_print(r->style.arg);
}

static void print_one(struct report *r, const struct finding *f)
{
	char path[REPORT_PATH_MAX];
	const char *known = path_of(r, &f->where, path, sizeof(path));
	struct json j;

	if (!r->json) {
		finding_line(r->style.out, f, known);
		return;
	}
	json_begin(&j, r->json);
	finding_json(&j, f, known);
	json_lines_end(&j, &r->lines);
}

static bool shows_all(const struct report *r)
{
	return r->json || r->style.verbose;
}

static void print_held(struct report *r)
{
	size_t i;

	hold_sort(&r->hold);
	for (i = 0; i < r->hold.nr; i++)
		print_one(r, &r->hold.f[i]);
	r->hold.nr = 0;
}

static void keep(struct report *r, const struct finding *f)
{
	if (hold_add(&r->hold, f))
		return;
	before_print(r);
	print_held(r);
	if (!hold_add(&r->hold, f))
		print_one(r, f);
}

static bool add(struct report *r, const struct finding *f)
{
	pthread_mutex_lock(&r->lock);
	r->count[finding_rows[f->id].severity]++;
	r->count_of[f->id]++;
	if (shows_all(r))
		keep(r, f);
	else
		fold_add(&r->folds[f->id], f);
	pthread_mutex_unlock(&r->lock);
	return false;
}

bool report_plain(struct report *r, enum finding_id id, struct place where)
{
	struct finding f = { .id = id, .where = where };

	return add(r, &f);
}

bool report_values(struct report *r, enum finding_id id, struct place where,
		   uint64_t found, uint64_t want)
{
	struct finding f = {
		.id = id, .where = where, .values = true, .found = found, .want = want,
	};

	return add(r, &f);
}

bool report_fault(struct report *r, enum finding_id id, struct place where,
		  enum xfs_fault fault)
{
	struct finding f = { .id = id, .where = where, .fault = fault };

	return add(r, &f);
}

bool report_note(struct report *r, enum finding_id id, struct place where,
		 const char *fmt, ...)
{
	struct finding f = { .id = id, .where = where };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(f.note, sizeof(f.note), fmt, ap);
	va_end(ap);
	return add(r, &f);
}

uint64_t report_count(struct report *r, enum severity severity)
{
	uint64_t count;

	pthread_mutex_lock(&r->lock);
	count = r->count[severity];
	pthread_mutex_unlock(&r->lock);
	return count;
}

uint64_t report_count_of(struct report *r, enum finding_id id)
{
	uint64_t count;

	pthread_mutex_lock(&r->lock);
	count = r->count_of[id];
	pthread_mutex_unlock(&r->lock);
	return count;
}

static size_t add_inode(const struct finding *f, xfs_ino_t *inos, size_t nr, size_t max)
{
	if (f->where.ino == NULLFSINO)
		return nr;
	if (inos && nr < max)
		inos[nr] = f->where.ino;
	return nr + 1;
}

size_t report_held_inodes(struct report *r, xfs_ino_t *inos, size_t max)
{
	unsigned int id, k;
	size_t i, nr = 0;

	pthread_mutex_lock(&r->lock);
	for (i = 0; i < r->hold.nr; i++)
		nr = add_inode(&r->hold.f[i], inos, nr, max);
	for (id = 0; id < FINDING_NR; id++)
		for (k = 0; k < r->folds[id].nr; k++)
			nr = add_inode(&r->folds[id].first[k], inos, nr, max);
	pthread_mutex_unlock(&r->lock);
	return nr;
}

void report_info(struct report *r, const struct report_info *info, const void *arg)
{
	struct json j;

	pthread_mutex_lock(&r->lock);
	before_print(r);
	if (r->json) {
		json_begin(&j, r->json);
		json_open(&j, NULL, '{');
		json_str(&j, "type", info->type);
		info->json(&j, arg);
		json_close(&j);
		json_lines_end(&j, &r->lines);
	} else {
		info->text(r->style.out, arg);
	}
	pthread_mutex_unlock(&r->lock);
}

static void print_group(struct report *r, enum finding_id id)
{
	const struct fold *fold = &r->folds[id];
	char path[REPORT_PATH_MAX];
	unsigned int i;

	finding_head(r->style.out, id, r->count_of[id]);
	for (i = 0; i < fold->nr; i++)
		finding_place(r->style.out, &fold->first[i],
			      path_of(r, &fold->first[i].where, path, sizeof(path)));
	if (r->count_of[id] > fold->nr)
		fprintf(r->style.out, "    and at %" PRIu64 " more places (-v shows all)\n",
			r->count_of[id] - fold->nr);
}

static void print_findings(struct report *r)
{
	unsigned int id;

	print_held(r);
	for (id = 0; !shows_all(r) && id < FINDING_NR; id++)
		if (r->count_of[id])
			print_group(r, id);
}

static void print_end(struct report *r, const struct report_end *end)
{
	if (end->sentence)
		fprintf(r->style.out, "%s: %s\n", end->device, end->sentence);
}

static void print_gaps(struct json *j, const struct report_end *end)
{
	size_t i;

	json_open(j, "missing", '[');
	for (i = 0; i < end->nr_gaps; i++) {
		json_open(j, NULL, '{');
		json_str(j, "phase", end->gaps[i].phase);
		if (end->gaps[i].part)
			json_str(j, "part", end->gaps[i].part);
		json_close(j);
	}
	json_close(j);
}

static void print_summary(struct report *r, const struct report_end *end)
{
	enum severity severity;
	struct json j;

	json_begin(&j, r->json);
	json_open(&j, NULL, '{');
	json_str(&j, "type", "summary");
	json_str(&j, "device", end->device);
	json_str(&j, "verdict", end->verdict);
	if (end->failure)
		json_str(&j, "error", end->failure);
	for (severity = 0; severity < SEVERITY_NR; severity++)
		json_u64(&j, severity_name(severity), r->count[severity]);
	print_gaps(&j, end);
	json_i64(&j, "status", end->status);
	json_close(&j);
	json_lines_end(&j, &r->lines);
}

int report_finish(struct report *r, const struct report_end *end)
{
	int error;

	pthread_mutex_lock(&r->lock);
	before_print(r);
	print_findings(r);
	if (r->json)
		print_summary(r, end);
	else
		print_end(r, end);
	error = fflush(r->style.out) || ferror(r->style.out) ? -EIO : 0;
	pthread_mutex_unlock(&r->lock);
	return error;
}
