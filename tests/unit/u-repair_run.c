// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Running phases: what is needed and given, what is missing, and the exit status, which is
 * never that of "clean" while something was not looked at.
 */

#include <errno.h>
#include <stdlib.h>

#include "repair/repair.h"
#include "tests/unit/tap.h"

static unsigned int ran;

static int good(struct repair *r)
{
	ran++;
	return 0;
}

static int without(struct repair *r)
{
	ran++;
	return PHASE_WITHOUT;
}

static int fails(struct repair *r)
{
	ran++;
	return -EIO;
}

static int finds(struct repair *r)
{
	report_plain(r->report, FIND_SB_TAIL, PLACE_NOWHERE);
	return 0;
}

static int finds_leftover(struct repair *r)
{
	report_plain(r->report, FIND_SB_COPY_QUOTA, PLACE_NOWHERE);
	return 0;
}

static int finds_dirty(struct repair *r)
{
	r->log_dirty = true;
	return PHASE_WITHOUT;
}

static bool never(const struct repair *r)
{
	return false;
}

/* Runs the phases and checks status, how many good ones ran, and a part of the text. */
static void run(const char *what, const struct phase *phases, size_t nr, int status,
		unsigned int want_ran, const char *part)
{
	struct repair r = { .opts = { .device = "a.img" } };
	char *text = NULL;
	size_t len;
	struct report_style style = { .out = open_memstream(&text, &len) };
	int got;

	ran = 0;
	if (!style.out || report_create(&style, &r.report)) {
		ok(false, "%s: begins", what);
		return;
	}
	got = repair_conclude(&r, repair_run(&r, phases, nr));
	is_u64(got, status, "%s: status", what);
	is_u64(ran, want_ran, "%s: phases", what);
	fclose(style.out);
	if (!ok(strstr(text, part), "%s: the sentence", what))
		printf("# %s# without %s\n", text, part);
	free(text);
	repair_close(&r);
}

#define RUN(what, status, ran, part, ...) do { \
	const struct phase phases[] = { __VA_ARGS__ }; \
	run(what, phases, sizeof(phases) / sizeof(phases[0]), status, ran, part); \
} while (0)

int main(void)
{
	RUN("all good", 0, 2, "a.img: clean\n",
	    { .name = "one", .run = good, .gives = FACT_GEOMETRY },
	    { .name = "two", .run = good, .needs = FACT_GEOMETRY });
	RUN("not in this build", 1, 1, "\"clean\", because this was not checked: two; three\n",
	    { .name = "one", .run = good }, { .name = "two" }, { .name = "three" });
	RUN("facts not left behind", 1, 1, "this was not checked: two\n",
	    { .name = "one", .run = without, .gives = FACT_GEOMETRY },
	    { .name = "two", .run = good, .needs = FACT_GEOMETRY });
	RUN("facts of a phase that is missing", 1, 1, "this was not checked: one; two\n",
	    { .name = "one", .gives = FACT_GEOMETRY },
	    { .name = "two", .run = good, .needs = FACT_GEOMETRY },
	    { .name = "three", .run = good });
	RUN("not asked for", 0, 1, "clean", { .name = "one", .run = good },
	    { .name = "two", .run = good, .wanted = never },
	    { .name = "three", .wanted = never });
	RUN("an error", 1, 2, "", { .name = "one", .run = good },
	    { .name = "two", .run = fails }, { .name = "three", .run = good });
	RUN("a finding", 1, 1, "a.img: 1 finding, nothing was changed\n",
	    { .name = "one", .run = finds }, { .name = "two", .run = good });
	RUN("findings and what is missing", 1, 0,
	    "2 findings, nothing was changed; not checked: three\n",
	    { .name = "one", .run = finds }, { .name = "two", .run = finds },
	    { .name = "three" });
	RUN("a leftover", 1, 0, "1 finding", { .name = "one", .run = finds_leftover });
	RUN("a dirty log", 2, 0, "a.img: the log is dirty; not checked: two\n",
	    { .name = "one", .run = finds_dirty, .gives = FACT_LOG_CLEAN },
	    { .name = "two", .run = good, .needs = FACT_LOG_CLEAN });
	return done();
}
