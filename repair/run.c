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

void repair_note_missing(struct repair *r, const char *name)
{
	size_t nr = 0;

	while (nr < r->max_missing && r->missing[nr])
		nr++;
	if (nr < r->max_missing)
		r->missing[nr] = name;
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
		repair_note_missing(r, phase->name);
		return 0;
	}
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

	r->max_missing = nr + NOTES_OF_PHASES;
	r->missing = calloc(r->max_missing + 1, sizeof(*r->missing));
	if (!r->missing)
		return repair_no_memory(r, "beginning");
	for (i = 0; i < nr && !error; i++)
		error = run_phase(r, &phases[i]);
	for (; i < nr; i++)
		if (is_wanted(r, &phases[i]))
			repair_note_missing(r, phases[i].name);
	return error;
}

static uint64_t nr_wrong(struct repair *r)
{
	return report_count(r->report, SEVERITY_CORRUPTION) +
		report_count(r->report, SEVERITY_LEFTOVER);
}

/* Names of phases, joined, behind a beginning of the sentence. */
static void put_missing(const struct repair *r, char *text, size_t size)
{
	const char *const *name;
	size_t used = 0;
	int n;

	text[0] = '\0';
	for (name = (const char *const *)r->missing; name && *name; name++) {
		n = snprintf(text + used, size - used, "%s%s", used ? ", " : "", *name);
		if (n < 0 || (size_t)n >= size - used)
			return;
		used += n;
	}
}

static bool is_incomplete(const struct repair *r)
{
	return !r->missing || r->missing[0];
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
	} else if (is_incomplete(r)) {
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
	char missing[512], findings[128] = "";

	put_missing(r, missing, sizeof(missing));
	if (nr_wrong(r))
		snprintf(findings, sizeof(findings), "%" PRIu64 " finding%s, nothing was changed",
			 nr, nr == 1 ? "" : "s");
	if (r->log_dirty || nr_wrong(r))
		snprintf(text, size, "%s%s%s%s%s", r->log_dirty ? "the log is dirty" : "",
			 r->log_dirty && *findings ? "; " : "", findings,
			 *missing ? "; not checked: " : "", missing);
	else if (*missing)
		snprintf(text, size, "nothing wrong was found, but that is not \"clean\": these "
			 "phases are missing in this build or could not run: %s", missing);
	else
		snprintf(text, size, "%s", end->verdict);
}

/* Of what findings are about. */
static int find_paths(struct repair *r)
{
	size_t i, nr = report_held_inodes(r->report, NULL, 0);
	xfs_ino_t *inos;
	int error = 0;

	if (nr > PATHS_MAX)
		nr = PATHS_MAX;
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
		.device = r->opts.device, .missing = r->missing,
	};
	char text[1024];

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
	error = report_finish(r->report, &end);
	if (error)
		repair_fail(error, "standard output did not take the whole report");
	return error ? EXIT_FOUND : end.status;
}
