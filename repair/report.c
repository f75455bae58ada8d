// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Findings: taken in from any thread, counted, folded, printed (repair/report.h).
 *
 * Of each kind the FOLD places that come first in the filesystem are kept, sorted, so
 * that the same image gives the same report however the threads ran.
 */

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "repair/report.h"
#include "repair/report_text.h"

#define FOLD	8

struct group {
	uint64_t	count;
	unsigned int	kept;
	struct finding	first[FOLD];
};

struct report {
	struct report_style	style;
	struct json_lines	lines;
	FILE			*json;		/* writes to lines; NULL: not as JSON */
	pthread_mutex_t		lock;
	uint64_t		count[SEVERITY_NR];
	struct group		groups[FINDING_NR];
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
	free(r);
}

/* Numbers that are not set are the greatest there are, so those come last. */
static int compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_places(const struct finding *a, const struct finding *b)
{
	const struct place *p = &a->where, *q = &b->where;
	int order = compare(p->ino, q->ino);

	if (!order)
		order = compare(p->agno, q->agno);
	if (!order)
		order = compare(p->agbno, q->agbno);
	if (!order)
		order = compare(p->offset, q->offset);
	if (!order)
		order = compare(p->daddr, q->daddr);
	if (!order)
		order = strcmp(p->structure ? p->structure : "", q->structure ? q->structure : "");
	if (!order)
		order = strcmp(p->field ? p->field : "", q->field ? q->field : "");
	return order ? order : compare(a->found, b->found);
}

static void keep(struct group *g, const struct finding *f)
{
	unsigned int i = g->kept;

	while (i > 0 && compare_places(f, &g->first[i - 1]) < 0)
		i--;
	if (i == FOLD)
		return;
	if (g->kept < FOLD)
		g->kept++;
	memmove(&g->first[i + 1], &g->first[i], (g->kept - 1 - i) * sizeof(g->first[0]));
	g->first[i] = *f;
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

static void print_now(struct report *r, const struct finding *f)
{
	char path[REPORT_PATH_MAX];
	const char *known = path_of(r, &f->where, path, sizeof(path));
	struct json j;

	before_print(r);
	if (!r->json) {
		finding_line(r->style.out, f, known);
		return;
	}
	json_begin(&j, r->json);
	finding_json(&j, f, known);
	json_lines_end(&j, &r->lines);
}

static bool add(struct report *r, const struct finding *f)
{
	pthread_mutex_lock(&r->lock);
	r->count[finding_rows[f->id].severity]++;
	r->groups[f->id].count++;
	if (r->json || r->style.verbose)
		print_now(r, f);
	else
		keep(&r->groups[f->id], f);
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
	count = r->groups[id].count;
	pthread_mutex_unlock(&r->lock);
	return count;
}

static void print_group(struct report *r, enum finding_id id)
{
	const struct group *g = &r->groups[id];
	char path[REPORT_PATH_MAX];
	unsigned int i;

	finding_head(r->style.out, id, g->count);
	for (i = 0; i < g->kept; i++)
		finding_place(r->style.out, &g->first[i],
			      path_of(r, &g->first[i].where, path, sizeof(path)));
	if (g->count > g->kept)
		fprintf(r->style.out, "    and at %" PRIu64 " more places (-v shows all)\n",
			g->count - g->kept);
}

static void print_groups(struct report *r)
{
	enum severity severity;
	unsigned int id;

	for (severity = 0; severity < SEVERITY_NR; severity++)
		for (id = 0; id < FINDING_NR; id++)
			if (r->groups[id].count && finding_rows[id].severity == severity)
				print_group(r, id);
}

static void print_end(struct report *r, const struct report_end *end)
{
	if (!r->style.verbose)
		print_groups(r);
	if (end->sentence)
		fprintf(r->style.out, "%s: %s\n", end->device, end->sentence);
}

static void print_summary(struct report *r, const struct report_end *end)
{
	enum severity severity;
	const char *const *name;
	struct json j;

	json_begin(&j, r->json);
	json_open(&j, NULL, '{');
	json_str(&j, "type", "summary");
	json_str(&j, "device", end->device);
	json_str(&j, "verdict", end->verdict);
	for (severity = 0; severity < SEVERITY_NR; severity++)
		json_u64(&j, severity_name(severity), r->count[severity]);
	json_open(&j, "missing", '[');
	for (name = end->missing; name && *name; name++)
		json_str(&j, NULL, *name);
	json_close(&j);
	json_i64(&j, "status", end->status);
	json_close(&j);
	json_lines_end(&j, &r->lines);
}

int report_finish(struct report *r, const struct report_end *end)
{
	int error;

	pthread_mutex_lock(&r->lock);
	before_print(r);
	if (r->json)
		print_summary(r, end);
	else
		print_end(r, end);
	error = fflush(r->style.out) || ferror(r->style.out) ? -EIO : 0;
	pthread_mutex_unlock(&r->lock);
	return error;
}
