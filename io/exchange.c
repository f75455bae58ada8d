// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * swapext, exchangerange: two files trade contents; startupdate, commitupdate and
 * cancelupdate: a file is rewritten aside and trades with what was written, all at once.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/exchange.h"
#include "io/rate.h"
#include "io/share_why.h"
#include "io/staging.h"

/* The staging file stands in the table of files in place of the original. */
struct io_update {
	struct io_file		original;
	struct staging		staging;
	struct xfs_commit_range	range;		/* with what START_COMMIT noted of the original */
};

#define NO_EXCHANGE	"this filesystem was made without exchange (mkfs.xfs -i exchange=1)"

/* One sentence more after @error, when something known explains it. */
static int explain(struct io *io, const struct io_file *file, int error)
{
	if (error == -EBUSY)
		io_fail(io, "%s was changed in the meantime; nothing was exchanged", file->name);
	else if (error == -EOPNOTSUPP && !(file->geom.flags & XFS_FSOP_GEOM_FLAGS_EXCHANGE_RANGE))
		io_fail(io, "%s", NO_EXCHANGE);
	else if (error == -ENOTTY)
		io_fail(io, "this kernel cannot: it takes Linux 6.10, or 6.12 to commit");
	return error;
}

struct exchange_opts {
	bool		terse, commit, flush, dry, timing, written;
	uint64_t	dst_off, src_off, len;
};

enum { EXCHANGE_DST, EXCHANGE_SRC, EXCHANGE_LEN };

static const struct opt_row exchange_rows[] = {
	IO_FLAG('C', struct exchange_opts, terse,
		.help = "report in one line, for machines; implies -t"),
	IO_FLAG('c', struct exchange_opts, commit,
		.help = "only if the current file does not change before it happens"),
	IO_OPT('d', EXCHANGE_DST, struct exchange_opts, dst_off, OPT_SIZE, .arg = "OFFSET",
	       .help = "from there in the current file"),
	IO_FLAG('f', struct exchange_opts, flush, .help = "write both files out first"),
	IO_OPT('l', EXCHANGE_LEN, struct exchange_opts, len, OPT_SIZE, .arg = "LENGTH",
	       .help = "so many bytes; else to the ends of both files"),
	IO_FLAG('n', struct exchange_opts, dry, .help = "check everything, change nothing"),
	IO_OPT('s', EXCHANGE_SRC, struct exchange_opts, src_off, OPT_SIZE, .arg = "OFFSET",
	       .help = "from there in the donor"),
	IO_FLAG('t', struct exchange_opts, timing, .help = "report what was done and how fast"),
	IO_FLAG('w', struct exchange_opts, written,
		.help = "leave out what is a hole or unwritten in the donor"),
};

static int call_exchange(int fd, const struct xfs_exchange_range *range)
{
	return ioctl(fd, XFS_IOC_EXCHANGE_RANGE, range) < 0 ? -errno : 0;
}

static int call_start(int fd, struct xfs_commit_range *range)
{
	return ioctl(fd, XFS_IOC_START_COMMIT, range) < 0 ? -errno : 0;
}

static int call_commit(int fd, const struct xfs_commit_range *range)
{
	return ioctl(fd, XFS_IOC_COMMIT_RANGE, range) < 0 ? -errno : 0;
}

/* The same, if the file is then what it is now. */
static int exchange_unchanged(int fd, const struct xfs_exchange_range *range)
{
	struct xfs_commit_range commit = { 0 };
	int error = call_start(fd, &commit);

	if (error)
		return error;
	commit.file1_fd = range->file1_fd;
	commit.file1_offset = range->file1_offset;
	commit.file2_offset = range->file2_offset;
	commit.length = range->length;
	commit.flags = range->flags;
	return call_commit(fd, &commit);
}

static uint64_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) < 0 ? 0 : (uint64_t)st.st_size;
}

static int run_exchange(struct io *io, const struct io_args *args)
{
	const struct exchange_opts *o = args->opts;
	struct io_rate rate = { .quiet = !o->timing && !o->terse, .terse = o->terse };
	bool to_end = !IO_GIVEN(args, EXCHANGE_LEN);
	struct io_file *file = io_file(io);
	struct xfs_exchange_range range = {
		.file1_offset = o->src_off, .file2_offset = o->dst_off, .length = o->len,
		.flags = (to_end ? XFS_EXCHANGE_RANGE_TO_EOF : 0) |
			 (o->flush ? XFS_EXCHANGE_RANGE_DSYNC : 0) |
			 (o->dry ? XFS_EXCHANGE_RANGE_DRY_RUN : 0) |
			 (o->written ? XFS_EXCHANGE_RANGE_FILE1_WRITTEN : 0),
	};
	uint64_t asked;
	int donor, error = io_open_other(io, args->words[0], O_RDWR, &donor);

	if (error)
		return error;
	range.file1_fd = donor;
	asked = to_end ? size_of(file->fd) : o->len;
	io_rate_begin(&rate);
	error = o->commit ? exchange_unchanged(file->fd, &range) :
		call_exchange(file->fd, &range);
	if (error)
		explain(io, file, io_fail_call(io, "exchangerange", error));
	else
		io_rate_end(&rate, "exchangerange", o->dst_off, asked, asked, 1);
	close(donor);
	return error;
}

/* What the kernel compares the current file with, so as not to swap one that changes. */
static int stat_of(int fd, struct xfs_bstat *bs)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	*bs = (struct xfs_bstat) {
		.bs_ino = st.st_ino, .bs_mode = (uint16_t)st.st_mode, .bs_size = st.st_size,
		.bs_mtime = { st.st_mtim.tv_sec, (int32_t)st.st_mtim.tv_nsec },
		.bs_ctime = { st.st_ctim.tv_sec, (int32_t)st.st_ctim.tv_nsec },
	};
	return 0;
}

static int run_swapext(struct io *io, const struct io_args *args)
{
	struct io_file *file = io_file(io);
	struct xfs_swapext swap = { .sx_fdtarget = file->fd };
	int donor, error = io_open_other(io, args->words[0], O_RDWR, &donor);

	if (error)
		return error;
	swap.sx_fdtmp = donor;
	error = stat_of(file->fd, &swap.sx_stat);
	swap.sx_length = swap.sx_stat.bs_size;
	if (!error && ioctl(file->fd, XFS_IOC_SWAPEXT, &swap) < 0)
		error = -errno;
	if (error)
		io_fail_call(io, "swapext", error);
	if (error == -EFAULT && size_of(file->fd) != size_of(donor))
		io_fail(io, "%s and %s must have the same size", file->name, args->words[0]);
	else if (error == -EBUSY)
		io_fail(io, "%s is being changed or mapped; nothing was exchanged", file->name);
	close(donor);
	return error;
}

struct start_opts {
	bool	empty;
};

static const struct opt_row start_rows[] = {
	IO_FLAG('e', struct start_opts, empty, .help = "begin with an empty file, not with a copy"),
};

/* A realtime file trades only with another one, and the flag must come first. */
static int copy_realtime(int from, int to)
{
	struct fsxattr was, attr;

	if (ioctl(from, FS_IOC_FSGETXATTR, &was) < 0 || ioctl(to, FS_IOC_FSGETXATTR, &attr) < 0)
		return -errno;
	if (!((was.fsx_xflags ^ attr.fsx_xflags) & FS_XFLAG_REALTIME))
		return 0;
	attr.fsx_xflags ^= FS_XFLAG_REALTIME;
	return ioctl(to, FS_IOC_FSSETXATTR, &attr) < 0 ? -errno : 0;
}

/* An empty file beside @fd that can trade with it. */
static int make_staging(int fd, struct staging *s)
{
	int dax = staging_is_dax(fd), folder, error;

	if (dax < 0)
		return dax;
	folder = staging_folder(fd);
	if (folder < 0)
		return folder;
	error = staging_create(folder, dax, s);
	if (!error)
		error = copy_realtime(fd, s->fd);
	if (error)
		staging_drop(s);
	/* Whatever name it had for a moment is gone. */
	close(folder);
	return error;
}

static void free_update(struct io_update *u)
{
	if (!u)
		return;
	/* Only closed: what is mapped of it stays until munmap, and the kernel frees it then. */
	if (u->staging.fd >= 0)
		close(u->staging.fd);
	free(u);
}

void io_update_drop(struct io_file *file)
{
	struct io_update *u = file->update;

	if (!u)
		return;
	free(file->name);
	*file = u->original;
	free_update(u);
}

/* The staging file takes the place of @file, which moves into the update. */
static int stage(struct io_file *file, struct io_update *u)
{
	char *name;

	if (asprintf(&name, "%s (fileupdate)", file->name) < 0)
		return -ENOMEM;
	u->original = *file;
	file->fd = u->staging.fd;
	file->name = name;
	file->link_name = NULL;
	file->update = u;
	return 0;
}

static int run_start(struct io *io, const struct io_args *args)
{
	const struct start_opts *o = args->opts;
	struct io_file *file = io_file(io);
	struct share_range whole = { 0 };
	struct io_update *u;
	int error;

	if (file->flags & IO_READONLY)
		return io_fail(io, "%s is open read-only: it could not be committed", file->name);
	if (!(file->geom.flags & XFS_FSOP_GEOM_FLAGS_EXCHANGE_RANGE))
		return io_fail(io, "%s", NO_EXCHANGE);
	u = calloc(1, sizeof(*u));
	if (!u)
		return io_fail_call(io, "startupdate", -ENOMEM);
	u->staging = (struct staging)STAGING_NONE;
	error = call_start(file->fd, &u->range);
	if (!error)
		error = make_staging(file->fd, &u->staging);
	if (!error && !o->empty && ioctl(u->staging.fd, FICLONE, file->fd) < 0)
		error = -errno;
	if (!error)
		error = stage(file, u);
	if (!error)
		return 0;
	explain(io, file, io_fail_call(io, "startupdate", error));
	if (u->staging.fd >= 0)
		io_share_why(io, u->staging.fd, "the staging file", &whole, error);
	free_update(u);
	return error;
}

struct commit_opts {
	bool	terse, written, to_end, dry, quiet;
};

static const struct opt_row commit_rows[] = {
	IO_FLAG('C', struct commit_opts, terse, .help = "report in one line, for machines"),
	IO_FLAG('h', struct commit_opts, written,
		.help = "leave out what is a hole or unwritten in the staging file"),
	IO_FLAG('k', struct commit_opts, to_end, .help = "to the ends of both files; the default"),
	IO_FLAG('n', struct commit_opts, dry,
		.help = "check everything, change nothing; the update goes on"),
	IO_FLAG('q', struct commit_opts, quiet, .help = "no report"),
};

static int not_staging(struct io *io)
{
	return io_fail(io, "%s is not the staging file of an update; startupdate makes one",
		       io_file(io)->name);
}

static int run_commit(struct io *io, const struct io_args *args)
{
	const struct commit_opts *o = args->opts;
	struct io_rate rate = { .quiet = o->quiet, .terse = o->terse };
	struct io_file *file = io_file(io);
	struct io_update *u = file->update;
	uint64_t size;
	int error;

	if (!u)
		return not_staging(io);
	size = size_of(u->original.fd);
	u->range.file1_fd = file->fd;
	u->range.flags = XFS_EXCHANGE_RANGE_TO_EOF | (o->dry ? XFS_EXCHANGE_RANGE_DRY_RUN : 0) |
			 (o->written ? XFS_EXCHANGE_RANGE_FILE1_WRITTEN : 0);
	io_rate_begin(&rate);
	error = call_commit(u->original.fd, &u->range);
	if (error)
		return explain(io, &u->original, io_fail_call(io, "committing update", error));
	printf(o->dry ? "Updates to '%s' can be committed.\n" : "Committed updates to '%s'.\n",
	       u->original.name);
	io_rate_end(&rate, "commitupdate", 0, size, size, 1);
	if (!o->dry)
		io_update_drop(file);
	return 0;
}

static int run_cancel(struct io *io, const struct io_args *args)
{
	struct io_file *file = io_file(io);

	(void)args;
	if (!file->update)
		return not_staging(io);
	io_update_drop(file);
	printf("Cancelled updates to '%s'.\n", file->name);
	return 0;
}

#define ROWS(table, type) \
	.rows = table, .nr_rows = sizeof(table) / sizeof(table[0]), .opts_size = sizeof(type)

const struct io_command io_exchange_commands[] = {
	{ .name = "swapext", .run = run_swapext, .min_words = 1, .max_words = 1,
	  .flags = IO_NEEDS_XFS, .usage = "donor",
	  .brief = "trade all blocks with another file, as defragmentation does",
	  .help = "Both files must have the same size; what they hold is not compared.\n"
		  "exchangerange is the newer call and survives a crash.\n\n"
		  "  swapext defragmented\n" },
	{ .name = "exchangerange", .run = run_exchange, ROWS(exchange_rows, struct exchange_opts),
	  .min_words = 1, .max_words = 1, .flags = IO_NEEDS_XFS | IO_ONCE,
	  .usage = "[-Ccfntw] [-d dst_off] [-s src_off] [-l len] donor",
	  .brief = "trade contents with another file, all at once",
	  .help = "A crash leaves either both files as they were or both exchanged.  Without -l\n"
		  "everything to the end is traded, and the sizes with it.  Needs Linux 6.10 and\n"
		  "a filesystem with the exchange feature.\n\n"
		  "  exchangerange -f new                  all of it, on the disk before\n"
		  "  exchangerange -s 0 -d 1m -l 64k new   64 KiB\n" },
	{ .name = "startupdate", .run = run_start, ROWS(start_rows, struct start_opts),
	  .flags = IO_NEEDS_XFS | IO_ONCE, .usage = "[-e]",
	  .brief = "begin to rewrite the current file aside",
	  .help = "A file without a name, which shares all blocks of the current one, takes its\n"
		  "place: commands change it, and nobody else sees that until commitupdate.\n"
		  "Neither can be closed meanwhile; leaving the program cancels.\n\n"
		  "  xfs_io -c startupdate -c 'pwrite 0 4k' -c commitupdate FILE\n" },
	{ .name = "commitupdate", .run = run_commit, ROWS(commit_rows, struct commit_opts),
	  .flags = IO_NEEDS_XFS | IO_ONCE, .usage = "[-Chknq]",
	  .brief = "make the rewritten contents those of the file, all at once",
	  .help = "Fails, and leaves the staging file as it is, when the file was changed by\n"
		  "somebody since startupdate.  Then the file itself is the current one again.\n\n"
		  "  commitupdate -n    would it work?\n" },
	{ .name = "cancelupdate", .run = run_cancel, .flags = IO_NEEDS_XFS | IO_ONCE,
	  .brief = "drop what was written since startupdate",
	  .help = "The file itself is the current one again.\n" },
	{ 0 }
};
