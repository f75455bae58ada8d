// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * daxclone: the open file becomes a clone of another, or a range of it does, so that
 * huge pages can map it: same DAX state, shared and copied by whole 2 MiB.
 *
 * All or nothing: everything is built in a file without a name (daxclone_build.c) and
 * brought into the destination last (daxclone_commit.c), or given its name
 * (daxclone_publish.c).
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/json.h"
#include "io/daxclone.h"

/* What was opened for writing before it was made immutable could be emptied, but
   neither filled nor put back. */
static int check_may_change(struct daxclone *c)
{
	struct fsxattr fsx;

	if (ioctl(c->file->fd, FS_IOC_FSGETXATTR, &fsx) < 0)
		return io_fail_call(c->io, c->file->name, -errno);
	if (fsx.fsx_xflags & (FS_XFLAG_IMMUTABLE | FS_XFLAG_APPEND))
		return io_fail(c->io, "%s is marked %s: clear that first (chattr -%c)",
			       c->file->name,
			       fsx.fsx_xflags & FS_XFLAG_IMMUTABLE ? "immutable" : "append-only",
			       fsx.fsx_xflags & FS_XFLAG_IMMUTABLE ? 'i' : 'a');
	return 0;
}

static int check_destination(struct daxclone *c)
{
	struct io *io = c->io;

	if (fstat(c->file->fd, &c->dst_st) < 0)
		return io_fail_call(io, c->file->name, -errno);
	if (!S_ISREG(c->dst_st.st_mode))
		return io_fail(io, "%s is not a regular file", c->file->name);
	if ((fcntl(c->file->fd, F_GETFL) & O_ACCMODE) != O_RDWR)
		return io_fail(io, "%s is not open for reading and writing", c->file->name);
	if (!(c->m.geom.flags & XFS_FSOP_GEOM_FLAGS_REFLINK))
		return io_fail(io, "the filesystem of %s has no reflink: no two files of it can "
			       "share blocks", c->file->name);
	return check_may_change(c);
}

static int check_source(struct daxclone *c)
{
	struct io *io = c->io;

	if (fstat(c->src, &c->src_st) < 0)
		return io_fail_call(io, c->src_name, -errno);
	if (!S_ISREG(c->src_st.st_mode))
		return io_fail(io, "%s is not a regular file", c->src_name);
	if (c->src_st.st_dev != c->dst_st.st_dev)
		return io_fail(io, "%s is on another filesystem than %s: they cannot share",
			       c->src_name, c->file->name);
	if (c->whole && c->src_st.st_ino == c->dst_st.st_ino)
		return io_fail(io, "%s is the open file itself", c->src_name);
	if (ioctl(c->src, FS_IOC_FSGETXATTR, &c->src_fsx) < 0)
		return io_fail_call(io, c->src_name, -errno);
	if (c->src_fsx.fsx_xflags & FS_XFLAG_REALTIME)
		return io_fail(io, "%s is on the realtime device, where addresses are not known "
			       "and nothing can be aligned", c->src_name);
	c->dax = staging_is_dax(c->src);
	return c->dax < 0 ? io_fail_call(io, c->src_name, c->dax) : 0;
}

static int check_name(struct daxclone *c)
{
	char *name;

	if (!c->opts->whole_name || c->file->link_name)
		return 0;
	name = staging_name(c->file->fd);
	if (!name)
		return io_fail(c->io, "-x needs a name for the new file: start with -T NAME");
	free(name);
	return 0;
}

static int read_range(struct daxclone *c, const struct io_args *args)
{
	uint64_t size = c->src_st.st_size, block = c->m.geom.blocksize;
	struct io *io = c->io;
	int error;

	c->len = size;
	if (!c->whole) {
		error = io_number(io, "source offset", args->words[1], &c->src_off);
		if (!error)
			error = io_range(io, args, 2, &c->dst_off, &c->len);
		if (error)
			return error;
	}
	if (c->src_off > size || c->len > size - c->src_off)
		return io_fail(io, "the range reaches beyond the end of %s, at %" PRIu64,
			       c->src_name, size);
	if (!c->len)
		c->len = size - c->src_off;
	if (c->len > INT64_MAX - c->dst_off)
		return io_fail(io, "the range reaches beyond the greatest file offset");
	if (c->src_off % block != c->dst_off % block)
		return io_fail(io, "source and destination offset lie at different places of "
			       "their %" PRIu64 "-byte blocks: nothing could be shared", block);
	if (c->src_st.st_ino == c->dst_st.st_ino && c->src_off < c->dst_off + c->len &&
	    c->dst_off < c->src_off + c->len)
		return io_fail(io, "the two ranges of one file overlap");
	return 0;
}

/* Says all that is bad in the source; refuses, unless it is to be skipped. */
static int check_bad(struct daxclone *c, const struct layout *l)
{
	uint64_t at = c->src_off, len, end = c->src_off + c->len, nr = 0;

	for (; layout_next_bad(l, &c->m, &at, &len) > 0 && at < end; at += len) {
		if (len > end - at)
			len = end - at;
		fprintf(stderr, "daxclone: %s: bad memory at offset %" PRIu64 ", %" PRIu64
			" bytes\n", c->src_name, at, len);
		nr++;
	}
	if (!nr || c->opts->skip_bad)
		return 0;
	io_fail(c->io, "%s lies in bad memory, see above; nothing was changed (-k makes holes of it)",
		c->src_name);
	return -EIO;
}

static int look_at_source(struct daxclone *c)
{
	struct layout_totals totals = { 0 };
	struct layout l = { 0 };
	int error;

	error = layout_read(c->src, &c->m, c->src_off, c->len, false, &l);
	if (error) {
		io_fail_call(c->io, c->src_name, error);
	} else {
		layout_totals(&l, c->src_off, c->len, &totals);
		c->before = totals.eligible;
		error = check_bad(c, &l);
	}
	layout_free(&l);
	return error;
}

/* The clone is complete, whatever goes wrong here. */
static void look_at_result(struct daxclone *c)
{
	struct layout_totals totals = { 0 };
	struct layout l = { 0 };
	int error;

	error = layout_read(c->file->fd, &c->m, c->dst_off, c->len, false, &l);
	if (error)
		fprintf(stderr, "daxclone: %s is complete, but how much of it huge pages can map "
			"could not be found out: %s\n", c->file->name, strerror(-error));
	else
		layout_totals(&l, c->dst_off, c->len, &totals);
	c->after = totals.eligible;
	c->after_known = !error;
	layout_free(&l);
}

static void report_json(const struct daxclone *c)
{
	const uint64_t *bytes = c->plan.bytes;
	struct json j;
	size_t i;

	json_begin(&j, stdout);
	json_open(&j, NULL, '{');
	json_str(&j, "source", c->src_name);
	json_str(&j, "file", c->file->name);
	json_bool(&j, "dax", c->dax);
	json_u64(&j, "source_offset", c->src_off);
	json_u64(&j, "offset", c->dst_off);
	json_u64(&j, "length", c->len);
	json_u64(&j, "shared", bytes[CLONE_SHARE]);
	json_u64(&j, "copied", bytes[CLONE_COPY] + bytes[CLONE_ALIGN]);
	json_u64(&j, "holes", bytes[CLONE_HOLE]);
	json_u64(&j, "skipped", bytes[CLONE_SKIP]);
	json_u64(&j, "eligible_before", c->before);
	if (c->after_known)
		json_u64(&j, "eligible_after", c->after);
	else
		json_str(&j, "eligible_after", NULL);
	json_u64(&j, "unaligned_pieces", c->unaligned);
	json_bool(&j, "hints_set", !c->hint_refused);
	json_open(&j, "bad", '[');
	for (i = 0; i < c->nr_bad; i++) {
		json_open(&j, NULL, '{');
		json_u64(&j, "offset", c->bad[i].off);
		json_u64(&j, "length", c->bad[i].len);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	json_end(&j);
	putchar('\n');
}

static void report_text(const struct daxclone *c)
{
	const uint64_t *bytes = c->plan.bytes;

	printf("cloned %" PRIu64 " bytes at offset %" PRIu64 ": %" PRIu64 " shared, %" PRIu64
	       " copied, %" PRIu64 " holes, %" PRIu64 " skipped\n", c->len, c->dst_off,
	       bytes[CLONE_SHARE], bytes[CLONE_COPY] + bytes[CLONE_ALIGN], bytes[CLONE_HOLE],
	       bytes[CLONE_SKIP]);
	if (c->after_known)
		printf("huge-page eligible: %" PRIu64 " bytes before, %" PRIu64 " after\n",
		       c->before, c->after);
}

/* 6.0 and 6.1 let DAX files share blocks, but make no file DAX that does. */
static void warn_of_kernel(void)
{
	unsigned int major, minor;
	struct utsname name;

	if (uname(&name) < 0 || sscanf(name.release, "%u.%u", &major, &minor) != 2 ||
	    major > 6 || (major == 6 && minor >= 2))
		return;
	fprintf(stderr, "daxclone: Linux %s takes a file that shares blocks for one without DAX "
		"as soon as it is read in anew, even with dax=always: use 6.2 or later\n",
		name.release);
}

static void report(const struct daxclone *c)
{
	if (c->opts->json)
		report_json(c);
	else
		report_text(c);
	if (c->unaligned)
		fprintf(stderr, "daxclone: for %" PRIu64 " pieces of 2 MiB there was no aligned "
			"free space; they are copied, but huge pages cannot map them\n",
			c->unaligned);
	if (c->hint_refused)
		fprintf(stderr, "daxclone: %s: the kernel refused a copy-on-write hint for a file "
			"that shares blocks; it keeps what it had\n", c->file->name);
	if (c->dax)
		warn_of_kernel();
}

static int find_folder(struct daxclone *c)
{
	c->dir = staging_folder(c->file->fd);
	return c->dir < 0 ? io_fail_call(c->io, c->file->name, c->dir) : 0;
}

static int prepare(struct daxclone *c, const struct io_args *args)
{
	int error = check_destination(c);

	if (!error)
		error = io_open_other(c->io, c->src_name, O_RDONLY, &c->src);
	if (!error)
		error = check_source(c);
	if (!error)
		error = check_name(c);
	if (!error)
		error = read_range(c, args);
	if (!error)
		error = look_at_source(c);
	return error ? error : find_folder(c);
}

static int finish(struct daxclone *c)
{
	int error;

	if (io_interrupted()) {
		io_fail(c->io, "interrupted; nothing was changed");
		return -EINTR;
	}
	error = c->opts->whole_name ? daxclone_publish(c) : daxclone_commit(c);
	if (error)
		return error;
	/* Before we look: blocks that only the file has left are not shared. */
	staging_drop(&c->stage);
	look_at_result(c);
	return 0;
}

/* Signals that come once it has begun find the command done. */
static int finish_undisturbed(struct daxclone *c)
{
	sigset_t set, old;
	int error;

	sigfillset(&set);
	sigdelset(&set, SIGBUS);
	sigdelset(&set, SIGSEGV);
	sigprocmask(SIG_BLOCK, &set, &old);
	error = finish(c);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return error;
}

static int clone(struct daxclone *c, const struct io_args *args)
{
	int error = prepare(c, args);

	if (!error)
		error = daxclone_build(c);
	if (!error)
		error = finish_undisturbed(c);
	if (!error)
		report(c);
	return error;
}

static int run_daxclone(struct io *io, const struct io_args *args)
{
	struct daxclone c = {
		.io = io, .file = io_file(io), .opts = args->opts,
		.src_name = args->words[0], .src = -1, .dir = -1,
		.stage = STAGING_NONE, .whole = args->nr == 1,
	};
	int error;

	if (args->nr != 1 && args->nr != 4)
		return io_fail(io, "either a source alone, or with its offset, ours and a length");
	if (c.opts->whole_name && !c.whole)
		return io_fail(io, "-x makes a new file: it takes a whole source, no ranges");
	io_warn_experimental(io);
	error = mounted_probe(c.file->fd, &c.m);
	if (error) {
		io_fail_call(io, c.file->name, error);
	} else {
		error = clone(&c, args);
		staging_drop(&c.stage);
	}
	if (c.src >= 0)
		close(c.src);
	if (c.dir >= 0)
		close(c.dir);
	clone_plan_free(&c.plan);
	free(c.buffer);
	free(c.bad);
	mounted_free(&c.m);
	return error;
}

static const struct opt_row daxclone_rows[] = {
	IO_FLAG('a', struct daxclone_opts, align,
		.help = "copy to aligned places what huge pages could not map if shared"),
	IO_FLAG('j', struct daxclone_opts, json, .help = "report as JSON"),
	IO_FLAG('k', struct daxclone_opts, skip_bad,
		.help = "leave out what lies in bad memory: holes in the clone"),
	IO_FLAG('x', struct daxclone_opts, whole_name,
		.help = "make a new file, which gets the name when it is complete"),
};

const struct io_command io_daxclone_commands[] = {
	{ .name = "daxclone", .run = run_daxclone,
	  .rows = daxclone_rows, .nr_rows = sizeof(daxclone_rows) / sizeof(daxclone_rows[0]),
	  .opts_size = sizeof(struct daxclone_opts),
	  .min_words = 1, .max_words = 4, .flags = IO_NEEDS_FILE | IO_NEEDS_XFS,
	  .usage = "[-a] [-j] [-k] [-x] src [src_off dst_off len]",
	  .brief = "clone a file so that huge pages can map it",
	  .help =
"Makes the open file a clone of src, or a range of it a clone of a range of src (len 0:\n"
"to its end).  Whole pieces of 2 MiB are shared, what is before and behind them is\n"
"copied.  The file gets the DAX state of src, its extent size hint and a copy-on-write\n"
"hint of 2 MiB.  On any failure the file stays as it was.\n"
"\n"
"Example: a clone of image all of which huge pages can map\n"
"  xfs_io -T -c 'daxclone -a -x image' copy\n" },
	{ 0 }
};
