// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line of xfs_repair: what is taken, refused, noted, and never acted on. */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "repair/options.h"
#include "tests/unit/tap.h"

static char said[4096];		/* on standard error, by the last run */

/* Parses @line, split at spaces, with standard error caught in said[]. */
static int run(struct repair_options *o, const char *line)
{
	static char copy[1024];	/* options point into it */
	char *words[40] = { (char *)"xfs_repair" };
	char *save = NULL, *word;
	FILE *catch = tmpfile();
	int saved = dup(2);
	int n = 1, error;

	snprintf(copy, sizeof(copy), "%s", line);
	for (word = strtok_r(copy, " ", &save); word && n < 39;
	     word = strtok_r(NULL, " ", &save))
		words[n++] = word;
	fflush(stderr);
	dup2(fileno(catch), 2);
	error = repair_options_parse(o, n, words);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	rewind(catch);
	said[fread(said, 1, sizeof(said) - 1, catch)] = 0;
	fclose(catch);
	return error;
}

static void refused(const char *line, const char *part)
{
	struct repair_options o;
	int error = run(&o, line);
	const char *end = strchr(said, '\n');

	if (!ok(error == -EINVAL && !strncmp(said, "xfs_repair: ", 12) && end && !end[1] &&
		strstr(said, part), "'%s' is refused", line))
		printf("# %d, without \"%s\": %s", error, part, said);
	repair_options_free(&o);
}

static void taken(const char *line)
{
	struct repair_options o;
	int error = run(&o, line);

	if (!ok(!error && !*said, "'%s' is taken, silently", line))
		printf("# %d: %s", error, said);
	repair_options_free(&o);
}

static void test_refused(void)
{
	refused("a.img", "not available in this version");
	refused("-e a.img", "not available in this version");
	refused("-L a.img", "not available in this version");
	refused("-n", "no device");
	refused("-n a b", "b");
	refused("-n -e a", "contradict");
	refused("-n -d a", "unmount");
	refused("-n -c bigtime=1 a", "not available in this version");
	refused("-n -c reflink=1 a", "reflink");
	refused("-n -m 0 a", "range");
	refused("-n -m 15 a", "range");
	refused("-n -m 99999999999999999999 a", "range");
	refused("-n -m many a", "whole number");
	refused("-n -m 64 -o bhash=512 a", "contradict");
	refused("-n -t 0 a", "range");
	refused("-n -o bhash=many a", "whole number");
	refused("-n -o nothing a", "nothing");
	refused("-n -x a", "-x");
	refused("-n --jason a", "jason");
}

static void test_taken(void)
{
	taken("-n a");
	taken("a -n");
	taken("-nfPL a");
	taken("-n -n -f -f a");
	taken("-n -o bhash=512,ag_stride=4,force_geometry,noquota,assume_xfs,ihash=1 a");
	taken("-n -o phase2_threads=32 -o debug_bload_leaf_slack=0,debug_bload_node_slack=0 a");
	taken("-n -l log -r rt a");
	taken("-n -m 16 a");
	taken("-n -- -a");
}

static void test_values(void)
{
	struct repair_options o;

	ok(!run(&o, "-n -v -v -m 100 -t 5 -l x -r y --json --strict --dax --badblocks=auto d"),
	   "all that has an effect");
	is_u64(o.verbose, 2, "-v twice");
	is_u64(o.max_mib, 100, "-m");
	is_u64(o.interval, 5, "-t");
	is_str(o.logdev, "x", "-l");
	is_str(o.rtdev, "y", "-r");
	is_str(o.badblocks, "auto", "--badblocks");
	is_str(o.device, "d", "the device");
	ok(o.no_modify && o.json && o.strict && o.dax, "flags");
	repair_options_free(&o);

	ok(!run(&o, "-n -vPfL -o noquota,bhash=7 d") && strstr(said, "-P has no effect") &&
	   !strstr(said, "-L has no effect") && strstr(said, "-f has no effect") &&
	   strstr(said, "-o noquota has no effect") && strstr(said, "-o bhash has no effect"),
	   "-v tells what has no effect");
	repair_options_free(&o);
}

int main(void)
{
	test_refused();
	test_taken();
	test_values();
	return done();
}
