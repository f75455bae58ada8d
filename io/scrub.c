// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scrub, repair, scrubv: checks and rebuilds metadata of a mounted filesystem.
 *
 * What was found goes to standard output in the words scripts look for.  A command has
 * failed when the kernel could not do it, when it left corruption behind, or when it did
 * not get to the end; that something could be optimized is no failure.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "io/io.h"

/* What the words after a type choose. */
enum scrub_target { TARGET_NONE, TARGET_AG, TARGET_RTGROUP, TARGET_INODE, TARGET_METAPATH };

struct scrub_type {
	const char		*name;
	const char		*text;		/* as scrubv calls it */
	enum scrub_target	target;
};

/* By XFS_SCRUB_TYPE_*. */
static const struct scrub_type types[XFS_SCRUB_TYPE_NR] = {
	[XFS_SCRUB_TYPE_PROBE]	   = { "probe", "metadata", TARGET_NONE },
	[XFS_SCRUB_TYPE_SB]	   = { "sb", "superblock", TARGET_AG },
	[XFS_SCRUB_TYPE_AGF]	   = { "agf", "free space header", TARGET_AG },
	[XFS_SCRUB_TYPE_AGFL]	   = { "agfl", "free list", TARGET_AG },
	[XFS_SCRUB_TYPE_AGI]	   = { "agi", "inode header", TARGET_AG },
	[XFS_SCRUB_TYPE_BNOBT]	   = { "bnobt", "freesp by block btree", TARGET_AG },
	[XFS_SCRUB_TYPE_CNTBT]	   = { "cntbt", "freesp by length btree", TARGET_AG },
	[XFS_SCRUB_TYPE_INOBT]	   = { "inobt", "inode btree", TARGET_AG },
	[XFS_SCRUB_TYPE_FINOBT]	   = { "finobt", "free inode btree", TARGET_AG },
	[XFS_SCRUB_TYPE_RMAPBT]	   = { "rmapbt", "reverse mapping btree", TARGET_AG },
	[XFS_SCRUB_TYPE_REFCNTBT]  = { "refcountbt", "reference count btree", TARGET_AG },
	[XFS_SCRUB_TYPE_INODE]	   = { "inode", "inode record", TARGET_INODE },
	[XFS_SCRUB_TYPE_BMBTD]	   = { "bmapbtd", "data block map", TARGET_INODE },
	[XFS_SCRUB_TYPE_BMBTA]	   = { "bmapbta", "attr block map", TARGET_INODE },
	[XFS_SCRUB_TYPE_BMBTC]	   = { "bmapbtc", "CoW block map", TARGET_INODE },
	[XFS_SCRUB_TYPE_DIR]	   = { "directory", "directory entries", TARGET_INODE },
	[XFS_SCRUB_TYPE_XATTR]	   = { "xattr", "extended attributes", TARGET_INODE },
	[XFS_SCRUB_TYPE_SYMLINK]   = { "symlink", "symbolic link", TARGET_INODE },
	[XFS_SCRUB_TYPE_PARENT]	   = { "parent", "parent pointer", TARGET_INODE },
	[XFS_SCRUB_TYPE_RTBITMAP]  = { "rtbitmap", "realtime bitmap", TARGET_RTGROUP },
	[XFS_SCRUB_TYPE_RTSUM]	   = { "rtsummary", "realtime summary", TARGET_RTGROUP },
	[XFS_SCRUB_TYPE_UQUOTA]	   = { "usrquota", "user quotas", TARGET_NONE },
	[XFS_SCRUB_TYPE_GQUOTA]	   = { "grpquota", "group quotas", TARGET_NONE },
	[XFS_SCRUB_TYPE_PQUOTA]	   = { "prjquota", "project quotas", TARGET_NONE },
	[XFS_SCRUB_TYPE_FSCOUNTERS] = { "fscounters", "filesystem summary counters",
					TARGET_NONE },
	[XFS_SCRUB_TYPE_QUOTACHECK] = { "quotacheck", "quota counters", TARGET_NONE },
	[XFS_SCRUB_TYPE_NLINKS]	   = { "nlinks", "inode link counts", TARGET_NONE },
	[XFS_SCRUB_TYPE_HEALTHY]   = { "healthy", "retained health records", TARGET_NONE },
	[XFS_SCRUB_TYPE_DIRTREE]   = { "dirtree", "directory tree structure", TARGET_INODE },
	[XFS_SCRUB_TYPE_METAPATH]  = { "metapath", "metadata directory path",
				       TARGET_METAPATH },
	[XFS_SCRUB_TYPE_RGSUPER]   = { "rgsuper", "realtime group superblock",
				       TARGET_RTGROUP },
	[XFS_SCRUB_TYPE_RTRMAPBT]  = { "rtrmapbt", "realtime reverse mapping btree",
				       TARGET_RTGROUP },
	[XFS_SCRUB_TYPE_RTREFCBT]  = { "rtrefcountbt", "realtime reference count btree",
				       TARGET_RTGROUP },
};

/* By XFS_SCRUB_METAPATH_*; those of a realtime group need its number. */
static const struct { const char *name; bool of_group; } metapaths[XFS_SCRUB_METAPATH_NR] = {
	[XFS_SCRUB_METAPATH_PROBE]	  = { "probe", false },
	[XFS_SCRUB_METAPATH_RTDIR]	  = { "rtdir", false },
	[XFS_SCRUB_METAPATH_RTBITMAP]	  = { "rtbitmap", true },
	[XFS_SCRUB_METAPATH_RTSUMMARY]	  = { "rtsummary", true },
	[XFS_SCRUB_METAPATH_QUOTADIR]	  = { "quotadir", false },
	[XFS_SCRUB_METAPATH_USRQUOTA]	  = { "usrquota", false },
	[XFS_SCRUB_METAPATH_GRPQUOTA]	  = { "grpquota", false },
	[XFS_SCRUB_METAPATH_PRJQUOTA]	  = { "prjquota", false },
	[XFS_SCRUB_METAPATH_RTRMAPBT]	  = { "rtrmapbt", true },
	[XFS_SCRUB_METAPATH_RTREFCOUNTBT] = { "rtrefcbt", true },
};

/* A finding, in the words of scrub and in those of repair. */
static const struct finding {
	uint32_t	flag;
	bool		failure;
	const char	*checked, *repaired;	/* NULL: not told */
} findings[] = {
	{ XFS_SCRUB_OFLAG_CORRUPT, true, "Corruption detected.", "Corruption remains." },
	{ XFS_SCRUB_OFLAG_PREEN, false, "Optimization possible.", "Optimization possible." },
	{ XFS_SCRUB_OFLAG_XFAIL, true, "Cross-referencing failed.",
	  "Cross-referencing failed." },
	{ XFS_SCRUB_OFLAG_XCORRUPT, true, "Corruption detected during cross-referencing.",
	  "Corruption still detected during cross-referencing." },
	{ XFS_SCRUB_OFLAG_INCOMPLETE, true, "Scan was not complete.",
	  "Repair was not complete." },
	{ XFS_SCRUB_OFLAG_WARNING, false, "Unusual, and worth a look.",
	  "Unusual, and worth a look." },
	{ XFS_SCRUB_OFLAG_NO_REPAIR_NEEDED, false, NULL,
	  "Metadata did not need repair or optimization." },
};

/* Prints what @flags say; whether that is a failure, and in @told whether anything was. */
static bool print_findings(uint32_t flags, bool repaired, bool *told)
{
	bool failure = false;
	const struct finding *f;
	const char *text;
	size_t i;

	*told = false;
	for (i = 0; i < sizeof(findings) / sizeof(findings[0]); i++) {
		f = &findings[i];
		text = repaired ? f->repaired : f->checked;
		if (!(flags & f->flag) || !text)
			continue;
		puts(text);
		*told = true;
		failure |= f->failure;
	}
	return failure;
}

static int fail_kernel(struct io *io, int error)
{
	const char *name = io->running->name;

	if (error != -ENOTTY && error != -EOPNOTSUPP)
		return io_fail_call(io, name, error);
	io_fail(io, "%s: this kernel or filesystem has no online %s of that", strerror(-error),
		strcmp(name, "repair") ? "check" : "repair");
	return error;
}

/* A number of 32 bits: a group, a generation. */
static int small_number(struct io *io, const char *what, const char *word, uint32_t *value)
{
	uint64_t n;
	int error = io_number(io, what, word, &n);

	if (error)
		return error;
	if (n > UINT32_MAX)
		return io_fail(io, "%s '%.64s' is out of range: 0 to %u", what, word, UINT32_MAX);
	*value = (uint32_t)n;
	return 0;
}

static int parse_none(struct io *io, const char *type, unsigned int nr)
{
	return nr ? io_fail(io, "%s takes no further words", type) : 0;
}

static int parse_group(struct io *io, const char *type, const char *what, unsigned int nr,
		       char *const *words, uint32_t *group)
{
	if (nr != 1)
		return io_fail(io, "%s takes one %s number", type, what);
	return small_number(io, "group number", words[0], group);
}

/* None stands for the open file. */
static int parse_inode(struct io *io, const char *type, unsigned int nr, char *const *words,
		       uint64_t *ino, uint32_t *gen)
{
	int error;

	if (!nr)
		return 0;
	if (nr != 2)
		return io_fail(io, "%s takes an inode number and its generation, or neither "
				   "for the open file", type);
	error = io_number(io, "inode", words[0], ino);
	return error ? error : small_number(io, "generation", words[1], gen);
}

static int parse_metapath(struct io *io, unsigned int nr, char *const *words,
			  struct xfs_scrub_metadata *meta)
{
	uint64_t path;
	bool of_group;
	int error;

	if (!nr)
		return io_fail(io, "metapath takes the name of a path, and of some a group number");
	for (path = 0; path < XFS_SCRUB_METAPATH_NR; path++)
		if (!strcmp(words[0], metapaths[path].name))
			break;
	if (path == XFS_SCRUB_METAPATH_NR) {
		error = io_number(io, "metapath", words[0], &path);
		if (error)
			return error;
	}
	meta->sm_ino = path;
	of_group = path < XFS_SCRUB_METAPATH_NR && metapaths[path].of_group;
	if (nr != 1U + of_group)
		return io_fail(io, "metapath %.64s takes %s", words[0],
			       of_group ? "one group number" : "no group number");
	return of_group ? small_number(io, "group number", words[1], &meta->sm_agno) : 0;
}

static int parse_target(struct io *io, const struct io_args *args,
			struct xfs_scrub_metadata *meta)
{
	const struct scrub_type *type = &types[meta->sm_type];
	unsigned int nr = args->nr - 1;
	char *const *words = args->words + 1;

	switch (type->target) {
	case TARGET_AG:
		return parse_group(io, type->name, "allocation group", nr, words, &meta->sm_agno);
	case TARGET_RTGROUP:
		return parse_group(io, type->name, "realtime group", nr, words, &meta->sm_agno);
	case TARGET_INODE: {
		uint64_t ino = 0;
		int error = parse_inode(io, type->name, nr, words, &ino, &meta->sm_gen);

		meta->sm_ino = ino;
		return error;
	}
	case TARGET_METAPATH:
		return parse_metapath(io, nr, words, meta);
	default:
		return parse_none(io, type->name, nr);
	}
}

static int find_type(struct io *io, const char *word, uint32_t *type)
{
	for (*type = 0; *type < XFS_SCRUB_TYPE_NR; ++*type)
		if (!strcmp(word, types[*type].name))
			return 0;
	return io_fail(io, "there is no type '%.64s'; help %s lists them", word,
		       io->running->name);
}

static int run_one(struct io *io, const struct io_args *args, uint32_t flags)
{
	struct xfs_scrub_metadata meta = { .sm_flags = flags };
	int error = find_type(io, args->words[0], &meta.sm_type);
	bool told;

	if (!error)
		error = parse_target(io, args, &meta);
	if (error)
		return error;
	if (ioctl(io_file(io)->fd, XFS_IOC_SCRUB_METADATA, &meta) < 0)
		return fail_kernel(io, -errno);
	if (print_findings(meta.sm_flags & XFS_SCRUB_FLAGS_OUT,
			   flags & XFS_SCRUB_IFLAG_REPAIR, &told))
		return io_fail(io, "%s is not in order", args->words[0]);
	return 0;
}

static int run_scrub(struct io *io, const struct io_args *args)
{
	return run_one(io, args, 0);
}

struct repair_opts {
	bool	rebuild;
};

static const struct opt_row repair_rows[] = {
	IO_FLAG('R', struct repair_opts, rebuild, .help = "rebuild even what is in order"),
};

static int run_repair(struct io *io, const struct io_args *args)
{
	const struct repair_opts *o = args->opts;

	return run_one(io, args, XFS_SCRUB_IFLAG_REPAIR |
				 (o->rebuild ? XFS_SCRUB_IFLAG_FORCE_REBUILD : 0));
}

enum { API_VECTOR, API_SINGLE };
static const char *const api_words[] = { "vector", "single", NULL };

struct scrubv_opts {
	uint32_t	barrier;	/* checks between barriers; 0: no barriers */
	bool		debug;
	uint32_t	mask;
	bool		repair;
	uint32_t	api;
	uint16_t	rest;		/* microseconds */
};

enum { SCRUBV_API };

static const struct scrubv_opts scrubv_defaults = { .mask = XFS_SCRUB_OFLAG_CORRUPT };

static const struct opt_row scrubv_rows[] = {
	IO_OPT_MAX('b', OPT_NO_ID, struct scrubv_opts, barrier, OPT_NUMBER, UINT32_MAX,
		   .arg = "NR", .help = "stop at a barrier after each NR checks"),
	IO_FLAG('d', struct scrubv_opts, debug, .help = "tell what the kernel returned for each"),
	IO_OPT_MAX('m', OPT_NO_ID, struct scrubv_opts, mask, OPT_NUMBER, XFS_SCRUB_FLAGS_OUT,
		   .requires = "b", .arg = "MASK",
		   .help = "the findings that a barrier stops at (0x2, corruption)"),
	IO_FLAG('r', struct scrubv_opts, repair, .help = "repair what is found; with -x only"),
	IO_OPT_MAX('v', SCRUBV_API, struct scrubv_opts, api, OPT_ENUM, 1, .words = api_words,
		   .arg = "HOW", .help = "vector: all in one call; single: a call for each"),
	IO_OPT_MAX('w', OPT_NO_ID, struct scrubv_opts, rest, OPT_NUMBER, UINT16_MAX,
		   .arg = "USEC", .help = "rest between checks, microseconds"),
};

/* Types first..last, and one more; 0 is no type of any group but probe's own. */
static const struct scrub_group {
	const char		*name;
	enum scrub_target	target;
	uint32_t		first, last, more;
} groups[] = {
	{ "probe", TARGET_NONE, XFS_SCRUB_TYPE_PROBE, XFS_SCRUB_TYPE_PROBE,
	  XFS_SCRUB_TYPE_HEALTHY },
	{ "agheader", TARGET_AG, XFS_SCRUB_TYPE_SB, XFS_SCRUB_TYPE_AGI, 0 },
	{ "ag", TARGET_AG, XFS_SCRUB_TYPE_BNOBT, XFS_SCRUB_TYPE_REFCNTBT, 0 },
	{ "inode", TARGET_INODE, XFS_SCRUB_TYPE_INODE, XFS_SCRUB_TYPE_PARENT,
	  XFS_SCRUB_TYPE_DIRTREE },
	{ "iscan", TARGET_NONE, XFS_SCRUB_TYPE_QUOTACHECK, XFS_SCRUB_TYPE_NLINKS, 0 },
	{ "fs", TARGET_NONE, XFS_SCRUB_TYPE_UQUOTA, XFS_SCRUB_TYPE_PQUOTA, 0 },
	{ "summary", TARGET_NONE, XFS_SCRUB_TYPE_FSCOUNTERS, XFS_SCRUB_TYPE_FSCOUNTERS, 0 },
	{ "rtgroup", TARGET_RTGROUP, XFS_SCRUB_TYPE_RTBITMAP, XFS_SCRUB_TYPE_RTSUM, 0 },
};

/* Every type, with a barrier behind each. */
#define MAX_VECTORS	(2 * XFS_SCRUB_TYPE_NR)

struct scrub_vector {
	struct xfs_scrub_vec_head	head;
	struct xfs_scrub_vec		vecs[MAX_VECTORS];
	unsigned int			checks;		/* without the barriers */
};

static void add_check(struct scrub_vector *v, const struct scrubv_opts *o, uint32_t type)
{
	v->vecs[v->head.svh_nr++] = (struct xfs_scrub_vec) {
		.sv_type = type, .sv_flags = o->repair ? XFS_SCRUB_IFLAG_REPAIR : 0,
	};
	/* The first barrier stands one check late; where they stand is part of the format. */
	if (o->barrier && v->checks && v->checks % o->barrier == 0)
		v->vecs[v->head.svh_nr++] = (struct xfs_scrub_vec) {
			.sv_type = XFS_SCRUB_TYPE_BARRIER, .sv_flags = o->mask,
		};
	v->checks++;
}

static void add_group(struct scrub_vector *v, const struct scrubv_opts *o,
		      const struct scrub_group *group)
{
	uint32_t type;

	for (type = group->first; type <= group->last; type++)
		add_check(v, o, type);
	if (group->more)
		add_check(v, o, group->more);
	if (group->target != TARGET_RTGROUP)
		return;
	for (type = XFS_SCRUB_TYPE_RGSUPER; type <= XFS_SCRUB_TYPE_RTREFCBT; type++)
		add_check(v, o, type);
}

static int find_group(struct io *io, const char *word, const struct scrub_group **groupp)
{
	size_t i;

	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		*groupp = &groups[i];
		if (!strcmp(word, groups[i].name))
			return 0;
	}
	return io_fail(io, "there is no group '%.64s'; help scrubv lists them", word);
}

static int parse_group_words(struct io *io, const struct io_args *args,
			     const struct scrub_group *group, struct scrub_vector *v)
{
	unsigned int nr = args->nr - 1;
	char *const *words = args->words + 1;
	uint64_t ino = 0;
	int error;

	switch (group->target) {
	case TARGET_AG:
		return parse_group(io, group->name, "allocation group", nr, words,
				   &v->head.svh_agno);
	case TARGET_RTGROUP:
		return parse_group(io, group->name, "realtime group", nr, words,
				   &v->head.svh_agno);
	case TARGET_INODE:
		error = parse_inode(io, group->name, nr, words, &ino, &v->head.svh_gen);
		v->head.svh_ino = ino;
		return error;
	default:
		return parse_none(io, group->name, nr);
	}
}

/* Whether a check before @end found what the barrier there stops at, or failed. */
static bool barrier_stops(const struct scrub_vector *v, unsigned int end)
{
	uint32_t mask = v->vecs[end].sv_flags;
	unsigned int i;

	for (i = 0; i < end; i++) {
		const struct xfs_scrub_vec *vec = &v->vecs[i];

		if (vec->sv_type != XFS_SCRUB_TYPE_BARRIER &&
		    ((vec->sv_ret && vec->sv_ret != -ENOENT) || vec->sv_flags & mask))
			return true;
	}
	return false;
}

static void rest(uint16_t usec)
{
	struct timespec ts = { .tv_nsec = usec * 1000L };

	if (usec)
		nanosleep(&ts, NULL);
}

/* What the vectored call does, a call for each check. */
static int check_singly(int fd, struct scrub_vector *v)
{
	struct xfs_scrub_metadata meta;
	unsigned int i;

	for (i = 0; i < v->head.svh_nr; i++) {
		struct xfs_scrub_vec *vec = &v->vecs[i];

		if (io_interrupted())
			return -EINTR;
		if (vec->sv_type == XFS_SCRUB_TYPE_BARRIER) {
			if (barrier_stops(v, i)) {
				vec->sv_ret = -ECANCELED;
				return 0;
			}
			continue;
		}
		meta = (struct xfs_scrub_metadata) {
			.sm_type = vec->sv_type, .sm_flags = vec->sv_flags,
			.sm_ino = v->head.svh_ino, .sm_gen = v->head.svh_gen,
			.sm_agno = v->head.svh_agno,
		};
		vec->sv_ret = ioctl(fd, XFS_IOC_SCRUB_METADATA, &meta) < 0 ? -errno : 0;
		vec->sv_flags = meta.sm_flags;
		rest(v->head.svh_rest_us);
	}
	return 0;
}

/* Whether the kernel checks anything at all. */
static int probe_kernel(int fd)
{
	struct xfs_scrub_metadata meta = { .sm_type = XFS_SCRUB_TYPE_PROBE };

	return ioctl(fd, XFS_IOC_SCRUB_METADATA, &meta) < 0 ? -errno : 0;
}

/* All in one call, where the kernel has it and the user does not say otherwise. */
static int check_all(struct io *io, const struct io_args *args, struct scrub_vector *v)
{
	const struct scrubv_opts *o = args->opts;
	int fd = io_file(io)->fd, error = -ENOTTY;

	if (o->api == API_VECTOR) {
		v->head.svh_vectors = (uintptr_t)v->vecs;
		error = ioctl(fd, XFS_IOC_SCRUBV_METADATA, &v->head) < 0 ? -errno : 0;
		if ((error != -ENOTTY && error != -EOPNOTSUPP) || IO_GIVEN(args, SCRUBV_API))
			return error;
	}
	error = probe_kernel(fd);
	return error ? error : check_singly(fd, v);
}

static const char *vector_text(const struct xfs_scrub_vec *vec)
{
	return vec->sv_type < XFS_SCRUB_TYPE_NR ? types[vec->sv_type].text : "barrier";
}

static void print_vectors(const struct scrub_vector *v)
{
	unsigned int i;

	for (i = 0; i < v->head.svh_nr; i++)
		printf("[%02u] %-25s: flags 0x%x ret %d\n", i, vector_text(&v->vecs[i]),
		       v->vecs[i].sv_flags, v->vecs[i].sv_ret);
}

/* One check's line; whether it is a failure. */
static bool print_result(const struct xfs_scrub_vec *vec)
{
	uint32_t flags = vec->sv_flags & XFS_SCRUB_FLAGS_OUT & ~XFS_SCRUB_OFLAG_NO_REPAIR_NEEDED;
	bool failure, told;

	printf("%s: ", vector_text(vec));
	if (vec->sv_ret) {
		puts(strerror(-vec->sv_ret));
		/* This inode, this filesystem has no such thing: nothing was to be checked. */
		return vec->sv_ret != -ENOENT || vec->sv_type == XFS_SCRUB_TYPE_INODE;
	}
	failure = print_findings(flags, vec->sv_flags & XFS_SCRUB_IFLAG_REPAIR, &told);
	if (!told)
		puts("OK.");
	return failure;
}

/* What lies behind a barrier that stopped was not checked and is not told. */
static unsigned int print_results(const struct scrub_vector *v)
{
	unsigned int i, failures = 0;

	for (i = 0; i < v->head.svh_nr; i++) {
		const struct xfs_scrub_vec *vec = &v->vecs[i];

		if (vec->sv_type != XFS_SCRUB_TYPE_BARRIER) {
			failures += print_result(vec);
		} else if (vec->sv_ret) {
			puts("barrier: FAILED");
			return failures + 1;
		}
	}
	return failures;
}

static int run_scrubv(struct io *io, const struct io_args *args)
{
	const struct scrubv_opts *o = args->opts;
	struct scrub_vector v = { .head.svh_rest_us = o->rest };
	const struct scrub_group *group;
	unsigned int failures;
	int error;

	if (o->repair && !io->expert)
		return io_fail(io, "-r is for experts: start xfs_io with -x");
	if (o->mask & ~XFS_SCRUB_FLAGS_OUT)
		return io_fail(io, "-m 0x%x has bits that are no findings: these are 0x%x",
			       o->mask, XFS_SCRUB_FLAGS_OUT);
	error = find_group(io, args->words[0], &group);
	if (!error)
		error = parse_group_words(io, args, group, &v);
	if (error)
		return error;
	add_group(&v, o, group);
	error = check_all(io, args, &v);
	if (error)
		return fail_kernel(io, error);
	if (o->debug)
		print_vectors(&v);
	failures = print_results(&v);
	return failures ? io_fail(io, "%u of %u checks of %s were not in order", failures,
				  v.checks, group->name) : 0;
}

#define TYPES_HELP \
	"Types of an allocation group, whose number follows: sb agf agfl agi bnobt cntbt\n" \
	"inobt finobt rmapbt refcountbt.  Of a realtime group, by number: rtbitmap rtsummary\n" \
	"rgsuper rtrmapbt rtrefcountbt.  Of a file: inode bmapbtd bmapbta bmapbtc directory\n" \
	"xattr symlink parent dirtree; without number and generation, of the open one.  Of the\n" \
	"filesystem: probe usrquota grpquota prjquota fscounters quotacheck nlinks healthy.\n" \
	"metapath takes a name (probe rtdir rtbitmap rtsummary quotadir usrquota grpquota\n" \
	"prjquota rtrmapbt rtrefcbt) or number, and for the rt ones but rtdir a group number.\n"

const struct io_command io_scrub_commands[] = {
	{ .name = "scrub", .alias = "sc", .run = run_scrub, .min_words = 1, .max_words = 3,
	  .flags = IO_NEEDS_XFS, .usage = "type [agno | rgno | ino gen | metapath [rgno]]",
	  .brief = "check one piece of metadata",
	  .help = "Has the kernel check one piece of metadata and prints what it found; it fails "
		  "when there\nis corruption, or the check could not be done or ended.\n"
		  TYPES_HELP "Example: scrub inobt 3" },
	{ .name = "repair", .alias = "fix", .run = run_repair, .rows = repair_rows,
	  .nr_rows = sizeof(repair_rows) / sizeof(repair_rows[0]),
	  .opts_size = sizeof(struct repair_opts), .min_words = 1, .max_words = 3,
	  .flags = IO_NEEDS_XFS | IO_EXPERT,
	  .usage = "[-R] type [agno | rgno | ino gen | metapath [rgno]]",
	  .brief = "repair one piece of metadata",
	  .help = "Has the kernel check one piece of metadata and repair it, -R even when it is "
		  "in order;\nit fails when corruption is left.\n"
		  TYPES_HELP "Example: repair -R bmapbtd 128 13525" },
	{ .name = "scrubv", .run = run_scrubv, .rows = scrubv_rows,
	  .nr_rows = sizeof(scrubv_rows) / sizeof(scrubv_rows[0]),
	  .opts_size = sizeof(struct scrubv_opts), .defaults = &scrubv_defaults,
	  .min_words = 1, .max_words = 3,
	  .flags = IO_NEEDS_XFS,
	  .usage = "[-dr] [-b nr] [-m mask] [-v vector|single] [-w usec] group "
		   "[agno | rgno | ino gen]",
	  .brief = "check a group of metadata",
	  .help = "Has the kernel check several pieces of metadata with one call.  Groups are ag "
		  "and\nagheader, which take the number of an allocation group; rtgroup, which "
		  "takes that of\na realtime group; inode, of the open file or of an inode number "
		  "and generation; fs,\niscan, summary and probe.  What a file or filesystem does "
		  "not have is told and is no\nfailure; corruption, or a barrier of -b that "
		  "stopped, is.\nExample: scrubv -b 2 -m 0x4 ag 3" },
	{ 0 }
};
