// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From command line and config files to struct mkfs_options.  The rows are in
 * mkfs/options_table.c, the engine in common/options.h, what no single row can
 * check in mkfs/options_check.c.
 */

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "common/options.h"
#include "config.h"
#include "mkfs/mkfs.h"

static void set_defaults(struct mkfs_options *o)
{
	memset(o, 0, sizeof(*o));
	o->b.size = 4096;
	o->m.crc = true;
	o->d.pmem = MKFS_PMEM_AUTO;
	o->i.align = true;
	o->i.attr = 2;
	o->i.projid32bit = true;
	o->l.internal = true;
	o->l.version = 2;
	o->l.lazy_count = true;
	o->n.version = "2";
	o->n.ftype = true;
}

/* The folder of the config files of a program run where it was built. */
static int build_tree_config(const char *name, char *path, size_t len)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (n <= 0)
		return -ENOENT;
	self[n] = 0;
	slash = strrchr(self, '/');
	if (!slash)
		return -ENOENT;
	*slash = 0;
	if (snprintf(path, len, "%s/config/%s", self, name) >= (int)len)
		return -ENAMETOOLONG;
	return access(path, R_OK) ? -errno : 0;
}

/* A bare name that is no file here is one of those that come with the program. */
static const char *find_config(const char *name, char *path, size_t len)
{
	if (strchr(name, '/') || !access(name, F_OK))
		return name;
	if (!build_tree_config(name, path, len))
		return path;
	if (snprintf(path, len, "%s/mkfs/%s", PACKAGE_DATADIR, name) < (int)len &&
	    !access(path, F_OK))
		return path;
	return name;
}

static int read_config(struct opt_parser *p, const char *ref,
		       enum opt_source source)
{
	const char *name = opt_text(p, opt_find(&mkfs_option_table, ref));
	char path[PATH_MAX];

	if (!name || !*name)
		return 0;
	return opt_parse_config(p, find_config(name, path, sizeof(path)), source);
}

/* The target is the argument or -d name, not both. */
static int choose_device(struct mkfs_options *o, struct opt_parser *p)
{
	const char *arg = opt_arg(p, 0);

	if (arg && o->d.name)
		return opt_fail(p, "-d name and the argument both name the target; give one of them");
	o->device = arg ? arg : o->d.name;
	if (!o->device || !*o->device)
		return opt_fail(p, "no device is named; mkfs.xfs --help shows how");
	if (strlen(o->device) >= PATH_MAX)
		return opt_fail(p, "the name of the device is too long: at most %d bytes",
				PATH_MAX - 1);
	return 0;
}

/* What follows from what was given. */
static void settle(struct mkfs_options *o)
{
	if (mkfs_given(o, MKFS_OPT_D_SECTSIZE))
		o->given[MKFS_OPT_S_SIZE / 64] |= 1ULL << (MKFS_OPT_S_SIZE % 64);
	if (o->l.logdev)
		o->l.internal = false;
}

static int convert(struct mkfs_options *o, struct opt_parser *p)
{
	struct opt_units units;
	int error;

	error = opt_convert_units(p);
	if (error)
		return error;
	units.block = o->b.size;
	units.sector = o->s.size ? o->s.size : 512;
	return opt_finish(p, &units);
}

static bool was_given(const struct opt_parser *p, const char *ref)
{
	return opt_is_given(p, opt_find(&mkfs_option_table, ref));
}

/* 1 when help or the version was all that was asked. */
static int answer(struct opt_parser *p)
{
	if (was_given(p, "--help"))
		opt_help(&mkfs_option_table, stdout);
	else if (was_given(p, "-V"))
		printf("mkfs.xfs version %s (xfsprogs-dax)\n", PACKAGE_VERSION);
	else
		return 0;
	return 1;
}

static int parse(struct mkfs_options *o, int argc, char **argv)
{
	struct opt_parser *p = o->parser;
	int error = opt_parse_argv(p, argc, argv);

	if (error)
		return error;
	error = answer(p);
	if (error)
		return error;
	error = read_config(p, "c:options", OPT_CONFIG);
	if (!error)
		error = read_config(p, "c:defaults", OPT_DEFAULTS);
	if (!error)
		error = convert(o, p);
	if (error)
		return error;
	settle(o);
	error = choose_device(o, p);
	return error ? error : mkfs_options_check(o);
}

int mkfs_options_parse(struct mkfs_options *o, int argc, char **argv)
{
	int error;

	set_defaults(o);
	error = opt_parser_create(&mkfs_option_table, o, o->given, &o->parser);
	if (error)
		return mkfs_fail("no memory for the options");
	error = parse(o, argc, argv);
	if (error == -ENOMEM)
		return mkfs_fail("no memory for the options");
	if (error < 0 && *opt_error(o->parser))
		return mkfs_fail("%s", opt_error(o->parser));
	return error;
}

void mkfs_options_free(struct mkfs_options *o)
{
	opt_parser_free(o->parser);
	o->parser = NULL;
}
