// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every option of xfs_repair: one row each, read by common/options.h.
 *
 * The stock program's options are all here.  Those that steer how it reads have nothing
 * to steer: they are accepted, and -v says so.  Those that change the filesystem are
 * refused.
 */

#include <errno.h>
#include <string.h>

#include "config.h"
#include "repair/options.h"
#include "repair/repair.h"

#define AT(field) \
	.offset = offsetof(struct repair_options, field), \
	.width = sizeof(((struct repair_options *)0)->field)
#define FLAG(l, n, field, ...) \
	{ .letter = l, .name = n, .type = OPT_FLAG, .id = OPT_NO_ID, .flags = OPT_REPEAT, \
	  AT(field), __VA_ARGS__ }
#define ROW(l, n, t, field, ...) \
	{ .letter = l, .name = n, .type = t, .id = OPT_NO_ID, AT(field), __VA_ARGS__ }
#define IDLE(n, field) \
	ROW('o', n, OPT_NUMBER, o.field, .max = UINT64_MAX, .arg = "N", .help = "no effect")
#define UPGRADE(n) \
	ROW('c', #n, OPT_STRING, c.n, .flags = OPT_NEVER, .refused = NO_UPGRADE, \
	    .help = "change the feature")

#define NO_UPGRADE	"changing features is not available in this version"
#define NO_DANGER	"a mounted filesystem changes while it is read, and what would be " \
			"found is not so; unmount it"

/* The least that -m may give: buffers of every thread and the report. */
#define MIN_MIB		16

static const struct opt_row rows[] = {
	FLAG('n', NULL, no_modify, .help = "check and change nothing; needed in this version"),
	FLAG('e', NULL, tell_repaired, .conflicts = "n",
	     .help = "exit status 4 after repairing anything"),
	FLAG('L', NULL, zero_log, .help = "check as if the log's contents were given up"),
	ROW('l', NULL, OPT_PATH, logdev, .arg = "DEVICE", .help = "the external log"),
	ROW('r', NULL, OPT_PATH, rtdev, .arg = "DEVICE", .help = "the realtime device"),
	FLAG('f', NULL, file, .help = "no effect: that DEVICE is a file is seen"),
	FLAG('P', NULL, no_prefetch, .help = "no effect"),
	FLAG('v', NULL, verbose, .help = "every finding on a line of its own, and notes"),
	ROW('d', NULL, OPT_FLAG, dangerous, .flags = OPT_NEVER, .refused = NO_DANGER,
	    .help = "work on a mounted filesystem"),
	ROW('t', NULL, OPT_NUMBER, interval, .min = 1, .max = 86400, .arg = "SECONDS",
	    .help = "say how far it is, also where no terminal is, this often"),
	ROW('m', NULL, OPT_NUMBER, max_mib, .min = MIN_MIB, .max = UINT64_MAX, .arg = "MIB",
	    .conflicts = "o:bhash", .help = "use at most so much memory"),
	FLAG('V', NULL, version, .help = "print the version and end"),
	FLAG(0, "json", json, .help = "print findings as JSON, one object a line"),
	FLAG(0, "strict", strict, .help = "exit status 1 for optimizations, too"),
	FLAG(0, "dax", dax, .help = "report how much of the files huge pages can map"),
	ROW(0, "badblocks", OPT_PATH, badblocks, .arg = "auto|FILE|-",
	    .help = "name the owners of bad blocks: the device's own, or ranges of sectors"),
	FLAG(0, "help", help, .help = "print this and end"),

	IDLE("bhash", bhash),
	IDLE("ag_stride", ag_stride),
	IDLE("ihash", ihash),
	IDLE("phase2_threads", phase2_threads),
	IDLE("debug_bload_leaf_slack", leaf_slack),
	IDLE("debug_bload_node_slack", node_slack),
	FLAG('o', "force_geometry", o.force_geometry,
	     .help = "no effect: a lone superblock is believed when the groups agree"),
	FLAG('o', "noquota", o.noquota, .help = "no effect"),
	FLAG('o', "assume_xfs", o.assume_xfs, .help = "no effect"),

	UPGRADE(lazycount),
	UPGRADE(inobtcount),
	UPGRADE(bigtime),
	UPGRADE(nrext64),
	UPGRADE(exchange),
};

static const struct opt_group groups[] = {
	{ 0, NULL, "Options" },
	{ 'o', NULL, "How to work, -o" },
	{ 'c', NULL, "Features, -c" },
};

const struct opt_table repair_option_table = {
	.program = "xfs_repair",
	.usage = "-n [OPTION]... DEVICE",
	.rows = rows,
	.nr_rows = sizeof(rows) / sizeof(rows[0]),
	.groups = groups,
	.nr_groups = sizeof(groups) / sizeof(groups[0]),
	.max_args = 1,
	.epilog = "Exit status: 0, clean, or nothing but what could be better (see --strict);\n"
		  "1, something is wrong, not all could be checked, or the program could not run;\n"
		  "2, the log is dirty or damaged, and nothing behind it was checked.\n",
};

static bool was_given(const struct opt_parser *p, const char *ref)
{
	return opt_is_given(p, opt_find(&repair_option_table, ref));
}

/* 1 when help or the version was all that was asked. */
static int answer(struct opt_parser *p)
{
	if (was_given(p, "--help"))
		opt_help(&repair_option_table, stdout);
	else if (was_given(p, "-V"))
		printf("xfs_repair version %s (xfsprogs-dax)\n", PACKAGE_VERSION);
	else
		return 0;
	return 1;
}

static int check_together(struct repair_options *o, struct opt_parser *p)
{
	if (!o->device && o->badblocks)
		return opt_fail(p, "no device is named; %s was taken as the value of --badblocks",
				o->badblocks);
	if (!o->device || !*o->device)
		return opt_fail(p, "no device is named; xfs_repair --help shows how");
	if (o->max_mib > UINT64_MAX >> 20)
		o->max_mib = UINT64_MAX >> 20;
	if (!o->no_modify)
		return opt_fail(p, "repairing is not available in this version, and nothing was "
				"touched; give -n to check the filesystem");
	return 0;
}

/* Accepted for scripts that were written for another program. */
static void note_idle(const struct repair_options *o, const struct opt_parser *p)
{
	static const char *const idle[] = {
		"-f", "-P", "o:bhash", "o:ag_stride", "o:ihash", "o:phase2_threads",
		"o:debug_bload_leaf_slack", "o:debug_bload_node_slack",
		"o:force_geometry", "o:noquota", "o:assume_xfs",
	};
	size_t i;

	for (i = 0; o->verbose && i < sizeof(idle) / sizeof(idle[0]); i++)
		if (was_given(p, idle[i]))
			repair_say("%s%s has no effect here", idle[i][1] == ':' ? "-o " : "",
				   idle[i] + (idle[i][1] == ':' ? 2 : 0));
}

static int parse(struct repair_options *o, int argc, char **argv)
{
	const struct opt_units units = { .block = 4096, .sector = 512 };
	struct opt_parser *p = o->parser;
	int error = opt_parse_argv(p, argc, argv);

	if (!error)
		error = answer(p);
	if (error)
		return error;
	error = opt_convert_units(p);
	if (!error)
		error = opt_finish(p, &units);
	if (error)
		return error;
	o->device = opt_arg(p, 0);
	error = check_together(o, p);
	if (!error)
		note_idle(o, p);
	return error;
}

int repair_options_parse(struct repair_options *o, int argc, char **argv)
{
	int error;

	memset(o, 0, sizeof(*o));
	error = opt_parser_create(&repair_option_table, o, &o->given, &o->parser);
	if (!error)
		error = parse(o, argc, argv);
	if (error == -ENOMEM)
		repair_say("no memory for the options");
	else if (error < 0)
		repair_say("%s", opt_error(o->parser));
	return error;
}

void repair_options_free(struct repair_options *o)
{
	opt_parser_free(o->parser);
	o->parser = NULL;
}
