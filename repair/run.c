// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Running phases in their order, and what the run comes to.
 *
 * "Clean" is said only when every phase that was asked for has run: one that this build
 * lacks, or that could not run for want of what an earlier one would have left behind,
 * is named, and the exit status is not 0.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "repair/paths.h"
#include "repair/repair.h"

/* What phases that did run may say they have left out. */
#define NOTES_OF_PHASES	8

static void add_gap(struct repair *r, const char *phase, const char *part)
{
	if (r->nr_gaps < r->max_gaps)
		r->gaps[r->nr_gaps++] = (struct report_gap){ .phase = phase, .part = part };
}

void repair_note_missing(struct repair *r, const char *part)
{
	add_gap(r, r->phase, part);
}

static bool is_wanted(const struct repair *r, const struct phase *phase)
{
	return !phase->wanted || phase->wanted(r);
}

static int run_phase(struct repair *r, const struct phase *phase)
{
	int error;

	if (!is_wanted(r, phase))
		return 0;
	if (!phase->run || phase->needs & ~r->facts) {
		add_gap(r, phase->name, NULL);
		return 0;
	}
	r->phase = phase->name;
	error = phase->run(r);
	progress_end(r->progress);
	if (error == -ENOMEM)
		repair_no_memory(r, phase->name);
	if (!error)
		r->facts |= phase->gives;
	return error == PHASE_WITHOUT ? 0 : error;
}

int repair_run(struct repair *r, const struct phase *phases, size_t nr)
{
	size_t i;
	int error = 0;

	r->max_gaps = nr + NOTES_OF_PHASES;
	r->gaps = calloc(r->max_gaps, sizeof(*r->gaps));
	if (!r->gaps)
		return repair_no_memory(r, "beginning");
	for (i = 0; i < nr && !error; i++)
		error = run_phase(r, &phases[i]);
	for (; i < nr; i++)
		if (is_wanted(r, &phases[i]))
			add_gap(r, phases[i].name, NULL);
	return error;
}

static uint64_t nr_wrong(struct repair *r)
{
	return report_count(r->report, SEVERITY_CORRUPTION) +
		report_count(r->report, SEVERITY_LEFTOVER);
}

/* Joined, for the last sentence. */
static void put_gaps(const struct repair *r, char *text, size_t size)
{
	const struct report_gap *gap;
	size_t used = 0;
	int n;

	text[0] = '\0';
	for (gap = r->gaps; gap < r->gaps + r->nr_gaps; gap++) {
		n = snprintf(text + used, size - used, "%s%s", used ? "; " : "",
			     gap->part ? gap->part : gap->phase);
		if (n < 0 || (size_t)n >= size - used)
			return;
		used += n;
	}
}

static void judge(struct repair *r, int error, struct report_end *end)
{
	end->status = EXIT_FOUND;
	if (error) {
		end->verdict = "failed";
	} else if (r->log_dirty) {
		end->verdict = "dirty log";
		end->status = EXIT_DIRTY;
	} else if (nr_wrong(r)) {
		end->verdict = "damaged";
		if (r->log_damaged)
			end->status = EXIT_DIRTY;
	} else if (r->nr_gaps) {
		end->verdict = "incomplete";
	} else if (report_count(r->report, SEVERITY_OPTIMIZATION)) {
		end->verdict = "could be better";
		end->status = r->opts.strict ? EXIT_FOUND : EXIT_CLEAN;
	} else {
		end->verdict = "clean";
		end->status = EXIT_CLEAN;
	}
}

static void put_sentence(struct repair *r, const struct report_end *end, char *text,
			 size_t size)
{
	uint64_t nr = nr_wrong(r) + report_count(r->report, SEVERITY_OPTIMIZATION);
	char gaps[512], findings[128] = "";

	put_gaps(r, gaps, sizeof(gaps));
	if (nr_wrong(r))
		snprintf(findings, sizeof(findings), "%" PRIu64 " finding%s, nothing was changed",
			 nr, nr == 1 ? "" : "s");
	if (r->log_dirty || nr_wrong(r))
		snprintf(text, size, "%s%s%s%s%s", r->log_dirty ? "the log is dirty" : "",
			 r->log_dirty && *findings ? "; " : "", findings,
			 *gaps ? "; not checked: " : "", gaps);
	else if (*gaps)
		snprintf(text, size, "nothing wrong was found, but that is not \"clean\", because "
			 "this was not checked: %s", gaps);
	else
		snprintf(text, size, "%s", end->verdict);
}

/* Of what findings are about. */
static int find_paths(struct repair *r)
{
	size_t i, nr = report_held_inodes(r->report, NULL, 0);
	xfs_ino_t *inos;
	int error = 0;

	if (nr > paths_max(r))
		nr = paths_max(r);
	inos = calloc(nr + 1, sizeof(*inos));
	if (!inos)
		return -ENOMEM;
	report_held_inodes(r->report, inos, nr);
	for (i = 0; !error && i < nr; i++)
		error = paths_want(r, inos[i]);
	free(inos);
	return error ? error : paths_resolve(r);
}

int repair_conclude(struct repair *r, int error)
{
	struct report_end end = {
		.device = r->opts.device,
	};
	char text[1024];

	if (!r->report)
		return EXIT_FOUND;
	if (!error) {
		error = find_paths(r);
		if (error == -ENOMEM)
			repair_no_memory(r, "paths");
	}
	judge(r, error, &end);
	if (!error) {
		put_sentence(r, &end, text, sizeof(text));
		end.sentence = text;
	}
	end.failure = error ? r->failure : NULL;
	end.gaps = r->gaps;
	end.nr_gaps = r->nr_gaps;
	error = report_finish(r->report, &end);
	if (error)
		repair_fail(r, error, "standard output did not take the whole report");
	return error ? EXIT_FOUND : end.status;
}
