// SPDX-License-Identifier: GPL-2.0-or-later
/* bulkstat, bulkstat_single, inumbers: inodes and chunks of inodes as the kernel lists them. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/bulkstat.h"
#include "io/io.h"

static const char *const version_words[] = { "1", "5", NULL };

struct bulk_opts {
	uint32_t	agno;
	bool		debug;
	uint64_t	end;
	bool		metadir;
	uint32_t	batch;
	bool		quiet;
	uint64_t	start;
	uint32_t	version;	/* position in version_words */
};

static const struct bulk_opts bulk_defaults = {
	.end = UINT64_MAX, .batch = IO_BULK_BATCH, .version = 1,
};

enum { BULK_AG, BULK_VERSION };

#define ROW_AG IO_OPT_MAX('a', BULK_AG, struct bulk_opts, agno, OPT_NUMBER, UINT32_MAX, \
	.arg = "AGNO", .help = "of this allocation group only")
#define ROW_DEBUG IO_FLAG('d', struct bulk_opts, debug, .help = "tell what each call returned")
#define ROW_END IO_OPT('e', OPT_NO_ID, struct bulk_opts, end, OPT_NUMBER, \
	.arg = "INO", .help = "stop after this inode")
#define ROW_METADIR IO_FLAG('m', struct bulk_opts, metadir, \
	.help = "metadata files and folders as well")
#define ROW_BATCH IO_OPT_MAX('n', OPT_NO_ID, struct bulk_opts, batch, OPT_NUMBER, IO_BULK_MAX, \
	.min = 1, .arg = "NR", .help = "records a call, at most (4096)")
#define ROW_QUIET IO_FLAG('q', struct bulk_opts, quiet, .help = "ask, print nothing")
#define ROW_START IO_OPT('s', OPT_NO_ID, struct bulk_opts, start, OPT_NUMBER, \
	.arg = "INO", .help = "begin at this inode")
#define ROW_VERSION IO_OPT_MAX('v', BULK_VERSION, struct bulk_opts, version, OPT_ENUM, 1, \
	.words = version_words, .arg = "VERSION", \
	.help = "of the kernel's calls: 1 or 5")

static const struct opt_row bulkstat_rows[] = {
	ROW_AG, ROW_DEBUG, ROW_END, ROW_METADIR, ROW_BATCH, ROW_QUIET, ROW_START, ROW_VERSION,
};

static const struct opt_row single_rows[] = { ROW_DEBUG, ROW_METADIR, ROW_VERSION };

static const struct opt_row inumbers_rows[] = {
	ROW_AG, ROW_DEBUG, ROW_END, ROW_BATCH, ROW_START, ROW_VERSION,
};

static unsigned int asked_version(const struct io_args *args)
{
	const struct bulk_opts *o = args->opts;

	if (!IO_GIVEN(args, BULK_VERSION))
		return 0;
	return o->version ? 5 : 1;
}

static void print_time(const char *name, int64_t seconds, uint32_t nsec)
{
	printf("\tbs_%s = %" PRId64 ".%09" PRIu32 "\n", name, seconds, nsec);
}

static void print_number(const char *name, uint64_t value)
{
	printf("\tbs_%s = %" PRIu64 "\n", name, value);
}

static void print_bits(const char *name, uint64_t value)
{
	printf("\tbs_%s = 0x%" PRIx64 "\n", name, value);
}

static void print_stat(const struct xfs_bulkstat *bs)
{
	printf("bs_ino = %" PRIu64 "\n", (uint64_t)bs->bs_ino);
	print_number("size", bs->bs_size);
	print_number("blocks", bs->bs_blocks);
	print_bits("xflags", bs->bs_xflags);
	print_time("atime", bs->bs_atime, bs->bs_atime_nsec);
	print_time("ctime", bs->bs_ctime, bs->bs_ctime_nsec);
	print_time("mtime", bs->bs_mtime, bs->bs_mtime_nsec);
	print_time("btime", bs->bs_btime, bs->bs_btime_nsec);
	print_bits("gen", bs->bs_gen);
	print_number("uid", bs->bs_uid);
	print_number("gid", bs->bs_gid);
	print_number("projectid", bs->bs_projectid);
	print_number("blksize", bs->bs_blksize);
	print_number("rdev", bs->bs_rdev);
	print_number("cowextsize_blks", bs->bs_cowextsize_blks);
	print_number("extsize_blks", bs->bs_extsize_blks);
	print_number("nlink", bs->bs_nlink);
	print_number("extents", bs->bs_extents);
	print_number("aextents", bs->bs_aextents);
	print_number("version", bs->bs_version);
	print_number("forkoff", bs->bs_forkoff);
	print_bits("sick", bs->bs_sick);
	print_bits("checked", bs->bs_checked);
	printf("\tbs_mode = 0%o\n", bs->bs_mode);
	print_number("extents64", bs->bs_extents64);
}

static void print_chunk(const struct xfs_inumbers *xi)
{
	printf("xi_startino = %" PRIu64 "\n", (uint64_t)xi->xi_startino);
	printf("\txi_allocmask = 0x%" PRIx64 "\n", (uint64_t)xi->xi_allocmask);
	printf("\txi_alloccount = %u\n", xi->xi_alloccount);
	printf("\txi_version = %u\n", xi->xi_version);
}

/* The word before it is "bulkstat" for inumbers too: scripts look for it. */
static void print_call(const struct xfs_bulk_ireq *req)
{
	printf("bulkstat: startino=%llu flags=0x%x agno=%u ret=0 icount=%u ocount=%u\n",
	       (unsigned long long)req->ino, req->flags, req->agno, req->icount, req->ocount);
}

static int print_stats(const struct io_bulk *bulk, const struct bulk_opts *o)
{
	const struct xfs_bulkstat *bs = io_bulk_stats(bulk);
	uint32_t i;

	for (i = 0; i < bulk->req->ocount; i++, bs++) {
		if (bs->bs_ino > o->end)
			return 1;
		if (!o->quiet)
			print_stat(bs);
	}
	return 0;
}

static int print_chunks(const struct io_bulk *bulk, const struct bulk_opts *o)
{
	const struct xfs_inumbers *xi = io_bulk_chunks(bulk);
	uint32_t i;

	for (i = 0; i < bulk->req->ocount; i++, xi++) {
		if (xi->xi_startino > o->end)
			return 1;
		print_chunk(xi);
	}
	return 0;
}

/* Fills the request; 0 or -EINVAL with the reason said. */
static int set_request(struct io *io, const struct io_args *args, struct xfs_bulk_ireq *req)
{
	const struct bulk_opts *o = args->opts;
	const struct xfs_fsop_geom *geom = &io_file(io)->geom;

	req->ino = o->start;
	if (IO_GIVEN(args, BULK_AG)) {
		if (o->agno >= geom->agcount)
			return io_fail(io, "there is no allocation group %u: the last is %u",
				       o->agno, geom->agcount - 1);
		req->flags |= XFS_BULK_IREQ_AGNO;
		req->agno = o->agno;
	}
	if (o->metadir)
		req->flags |= XFS_BULK_IREQ_METADIR;
	if (o->metadir && asked_version(args) == 1)
		return io_fail(io, "-m needs version 5 of the kernel's calls");
	return 0;
}

/* All records, batch by batch; @print returns nonzero past the last one wanted. */
static int list(struct io *io, const struct io_args *args, const char *call,
		struct io_bulk *bulk,
		int (*print)(const struct io_bulk *bulk, const struct bulk_opts *o))
{
	const struct bulk_opts *o = args->opts;
	int error = set_request(io, args, bulk->req);

	while (!error) {
		error = io_bulk_next(bulk);
		if (error)
			return io_fail_call(io, call, error);
		if (o->debug)
			print_call(bulk->req);
		if (!bulk->req->ocount || print(bulk, o))
			break;
		if (io_interrupted())
			error = io_fail_call(io, call, -EINTR);
	}
	return error;
}

static int run_bulkstat(struct io *io, const struct io_args *args)
{
	const struct bulk_opts *o = args->opts;
	struct io_file *file = io_file(io);
	unsigned int version = asked_version(args);
	struct io_bulk bulk;
	int error = io_bulk_init(&bulk, &io_bulk_stat, file->fd, &file->geom, version, o->batch);

	if (!error && version != 1 && file->geom.flags & XFS_FSOP_GEOM_FLAGS_NREXT64)
		bulk.req->flags |= XFS_BULK_IREQ_NREXT64;
	error = error ? io_fail_call(io, "bulkstat", error) :
		list(io, args, "xfrog_bulkstat", &bulk, print_stats);
	io_bulk_free(&bulk);
	return error;
}

static int run_inumbers(struct io *io, const struct io_args *args)
{
	const struct bulk_opts *o = args->opts;
	struct io_file *file = io_file(io);
	struct io_bulk bulk;
	int error = io_bulk_init(&bulk, &io_bulk_inumbers, file->fd, &file->geom,
				 asked_version(args), o->batch);

	error = error ? io_fail_call(io, "inumbers", error) :
		list(io, args, "xfrog_inumbers", &bulk, print_chunks);
	io_bulk_free(&bulk);
	return error;
}

/* An inode number, or the word "root". */
static int parse_inode(struct io *io, const char *word, unsigned int version, uint64_t *ino,
		       uint32_t *flags)
{
	if (strcmp(word, "root"))
		return io_number(io, "inode", word, ino);
	if (version == 1)
		return io_fail(io, "the word root needs version 5 of the kernel's calls");
	*ino = XFS_BULK_IREQ_SPECIAL_ROOT;
	*flags |= XFS_BULK_IREQ_SPECIAL;
	return 0;
}

static int stat_single(struct io *io, const struct io_args *args, const char *word)
{
	const struct bulk_opts *o = args->opts;
	struct io_file *file = io_file(io);
	unsigned int version = asked_version(args);
	uint32_t flags = o->metadir ? XFS_BULK_IREQ_METADIR : 0;
	struct xfs_bulkstat bs;
	uint64_t ino;
	int error;

	if (o->metadir && version == 1)
		return io_fail(io, "-m needs version 5 of the kernel's calls");
	error = parse_inode(io, word, version, &ino, &flags);
	if (error)
		return error;
	error = io_bulkstat_one(file->fd, &file->geom, version, ino, flags, &bs);
	if (error)
		return io_fail_call(io, "xfrog_bulkstat_single", error);
	if (o->debug)
		printf("bulkstat_single: startino=%" PRIu64 " flags=0x%x ret=0\n", ino, flags);
	print_stat(&bs);
	return 0;
}

static int run_single(struct io *io, const struct io_args *args)
{
	int error = 0, one;
	unsigned int i;

	for (i = 0; i < args->nr; i++) {
		if (io_interrupted())
			return io_fail_call(io, "bulkstat_single", -EINTR);
		one = stat_single(io, args, args->words[i]);
		error = error ? error : one;
	}
	return error;
}

#define ROWS(r)	.rows = (r), .nr_rows = sizeof(r) / sizeof((r)[0]), \
	.opts_size = sizeof(struct bulk_opts), .defaults = &bulk_defaults

const struct io_command io_bulkstat_commands[] = {
	{ .name = "bulkstat", .run = run_bulkstat, ROWS(bulkstat_rows),
	  .flags = IO_NEEDS_XFS,
	  .usage = "[-dmq] [-a agno] [-e endino] [-n batchsize] [-s startino] [-v version]",
	  .brief = "print every inode of the filesystem",
	  .help = "Prints what the kernel tells about each inode in use, in the order of their "
		  "numbers.\n-a confines it to one allocation group, -s and -e to a range.  -n is "
		  "how many are\nasked for at a time; -d tells of each call, and -q only makes the "
		  "calls.\nExample: bulkstat -s 128 -e 191 -n 64" },
	{ .name = "bulkstat_single", .run = run_single, ROWS(single_rows),
	  .min_words = 1, .max_words = 255,
	  .flags = IO_NEEDS_XFS, .usage = "[-dm] [-v version] inum|root ...",
	  .brief = "print single inodes of the filesystem",
	  .help = "Prints what the kernel tells about each inode named by its number; root is "
		  "the folder\nat the top.  With version 5 of the call, a number not in use stands "
		  "for the next one\nthat is; with version 1 it is an error.\n"
		  "Example: bulkstat_single root 131" },
	{ .name = "inumbers", .run = run_inumbers, ROWS(inumbers_rows),
	  .flags = IO_NEEDS_XFS,
	  .usage = "[-d] [-a agno] [-e endino] [-n batchsize] [-s startino] [-v version]",
	  .brief = "print the chunks of inodes of the filesystem",
	  .help = "Prints, for each 64 inodes that were allocated together, the first number, a "
		  "mask of those\nin use and their count.  The options are those of bulkstat.\n"
		  "Example: inumbers -a 1" },
	{ 0 }
};
