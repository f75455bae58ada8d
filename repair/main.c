// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * xfs_repair -n: examines a filesystem that is not mounted and says what is wrong.
 *
 * The run is the table below.  Nothing is ever written: devices are opened for reading.
 */

#include <errno.h>
#include <string.h>

#include "common/stdfds.h"
#include "repair/repair.h"

static bool has_realtime(const struct repair *r)
{
	return r->dsb.sb_rblocks != 0;
}

/* Without a filesystem there is nothing to say but to who has asked. */
static bool wants_dax(const struct repair *r)
{
	return r->opts.dax || r->facts & FACT_GEOMETRY;
}

static bool wants_badblocks(const struct repair *r)
{
	return r->opts.badblocks != NULL;
}

/* A phase without function is missing in this build, and every run says so. */
static const struct phase phases[] = {
	{ "superblock", phase_superblock, .gives = FACT_GEOMETRY },
	{ "log", phase_log, .needs = FACT_GEOMETRY, .gives = FACT_LOG_CLEAN | FACT_NO_REPLAY },
	{ "superblock copies", phase_sb_copies, .needs = FACT_GEOMETRY | FACT_NO_REPLAY },
	{ "allocation groups", phase_groups, .needs = FACT_GEOMETRY | FACT_LOG_CLEAN,
	  .gives = FACT_GROUPS },
	{ "inodes", phase_inodes, .needs = FACT_GROUPS, .gives = FACT_INODES },
	{ "names", phase_names, .needs = FACT_INODES, .gives = FACT_NAMES },
	{ "ownership and sharing", phase_sharing, .needs = FACT_GROUPS | FACT_INODES },
	{ "realtime section", phase_realtime, has_realtime, .needs = FACT_GROUPS | FACT_INODES },
	{ "DAX", phase_dax, wants_dax, .needs = FACT_GEOMETRY },
	{ "bad blocks", phase_badblocks, wants_badblocks, .needs = FACT_GROUPS | FACT_INODES },
};

/* --help and -V. */
static int end_answer(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return EXIT_CLEAN;
	repair_say("standard output did not take it: %s", strerror(errno));
	return EXIT_FOUND;
}

static int examine(struct repair *r)
{
	int error = repair_open(r);

	if (!error)
		error = repair_run(r, phases, sizeof(phases) / sizeof(phases[0]));
	return repair_conclude(r, error);
}

int main(int argc, char **argv)
{
	struct repair r = { 0 };
	int status = EXIT_FOUND, error;

	error = stdfds_take();
	if (error)
		repair_fail(&r, error, "standard streams: %s", strerror(-error));
	else
		error = repair_options_parse(&r.opts, argc, argv);
	if (error > 0)
		status = end_answer();
	if (!error)
		status = examine(&r);
	repair_close(&r);
	repair_options_free(&r.opts);
	return status;
}
