// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * daxalign: makes whole again what small writes to a shared file have split, so that
 * huge pages can map it; piece by piece, each complete in itself.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "common/json.h"
#include "io/daxalign.h"
#include "io/interrupt.h"

struct daxalign_opts {
	bool	dry_run, json;
};

struct job {
	struct io			*io;
	struct io_file			*file;
	const struct daxalign_opts	*opts;
	struct mounted			m;
	uint64_t			off, len;
	struct align_plan		plan;
	uint64_t			moved, copied;	/* pieces and bytes */
	uint64_t			extra;
	uint64_t			free;		/* space of the filesystem */
	uint64_t			before, after;	/* bytes huge-page eligible */
	uint64_t			possible;	/* of them, if all were aligned */
	struct align_plan		left;		/* what is broken afterwards */
};

static int check_file(struct job *job)
{
	int flags = fcntl(job->file->fd, F_GETFL);
	struct fsxattr fsx;
	struct stat st;

	if (flags < 0 || fstat(job->file->fd, &st) < 0 ||
	    ioctl(job->file->fd, FS_IOC_FSGETXATTR, &fsx) < 0)
		return io_fail_call(job->io, job->file->name, -errno);
	if (!S_ISREG(st.st_mode))
		return io_fail(job->io, "%s is not a regular file", job->file->name);
	if (fsx.fsx_xflags & FS_XFLAG_REALTIME)
		return io_fail(job->io, "%s is on the realtime device, where addresses are not "
			       "known and nothing can be aligned", job->file->name);
	if ((flags & O_ACCMODE) != O_RDWR && !job->opts->dry_run)
		return io_fail(job->io, "%s is not open for reading and writing; -n only needs "
			       "to read", job->file->name);
	return 0;
}

/* The layout, for the plan and for the figures after it. */
static int look(struct job *job, uint64_t *eligible, struct align_plan *plan)
{
	struct layout_totals totals;
	struct layout l = { 0 };
	int error;

	error = layout_read(job->file->fd, &job->m, job->off, job->len, false, &l);
	if (!error) {
		layout_totals(&l, job->off, job->len, &totals);
		*eligible = totals.eligible;
		job->possible = totals.realigned;
		error = align_plan_make(&l, &job->m, job->off, job->len, plan);
	}
	layout_free(&l);
	return error ? io_fail_call(job->io, job->file->name, error) : 0;
}

static int find_free(struct job *job)
{
	struct statvfs vfs;

	if (fstatvfs(job->file->fd, &vfs) < 0)
		return io_fail_call(job->io, job->file->name, -errno);
	job->free = (uint64_t)vfs.f_bavail * vfs.f_frsize;
	return 0;
}

/* Where in its list of pieces it stopped, and why. */
static void say_stop(struct job *job, int error)
{
	const char *name = job->file->name;

	if (error == -EINTR)
		io_fail(job->io, "interrupted");
	else if (error == -EAGAIN)
		io_fail(job->io, "there is free space, but no 2 MiB of it aligned");
	else if (error == -EOPNOTSUPP)
		io_fail(job->io, "the filesystem of %s has no reflink and the kernel exchanges "
			"no ranges here: without either a piece cannot be replaced safely", name);
	else if (error == -EMEDIUMTYPE)
		io_fail(job->io, "no new file can get the DAX state of %s", name);
	else
		io_fail(job->io, "cannot go on with %s: %s", name, strerror(-error));
}

static int move_piece(struct job *job, struct daxalign *d, size_t i)
{
	const struct align_piece *p = &job->plan.pieces[i];
	int error;

	if (p->bad)
		return 0;
	error = daxalign_move(d, p, job->plan.nr - i);
	if (error == -EBUSY) {
		io_fail(job->io, "others write to the 2 MiB at offset %" PRIu64 ", which are not "
			"aligned now", p->off);
		return 0;
	}
	if (error)
		return error;
	job->moved++;
	job->copied += p->len;
	job->extra += p->extra;
	return 0;
}

static int make_pool(struct job *job, struct daxalign *d)
{
	int dir = staging_folder(job->file->fd), dax = staging_is_dax(job->file->fd), error;

	if (dir < 0)
		return dir;
	d->step = daxalign_step(dax > 0, job->m.geom.blocksize);
	error = dax < 0 ? dax : staging_create(dir, dax, &d->pool.file);
	close(dir);
	return error;
}

static int move_pieces(struct job *job)
{
	struct daxalign d = {
		.m = &job->m, .pool = { .m = &job->m, .file = STAGING_NONE },
		.by_content = job->m.geom.flags & XFS_FSOP_GEOM_FLAGS_REFLINK,
	};
	int error;
	size_t i;

	if (posix_memalign(&d.buffer, 4096, XFS_DAX_HUGE))
		return -ENOMEM;
	/* A descriptor of our own: the open file may be one for direct I/O or appending. */
	error = d.fd = io_fd_reopen(job->file->fd, O_RDWR);
	if (d.fd >= 0)
		error = make_pool(job, &d);
	for (i = 0; !error && i < job->plan.nr; i++)
		error = io_interrupted() ? -EINTR : move_piece(job, &d, i);
	staging_pool_drop(&d.pool);
	if (d.fd >= 0) {
		if (job->moved && fsync(d.fd) < 0 && !error)
			error = -errno;
		daxalign_free_leftovers(d.fd);
		close(d.fd);
	}
	free(d.buffer);
	return error;
}

static void say_bad(struct job *job)
{
	size_t i;

	for (i = 0; i < job->plan.nr; i++)
		if (job->plan.pieces[i].bad)
			io_fail(job->io, "the 2 MiB at offset %" PRIu64 " have bad memory in "
				"them: left alone", job->plan.pieces[i].off);
}

static void report_json(const struct job *job)
{
	const struct align_plan *plan = &job->plan;
	struct json j;

	json_begin(&j, stdout);
	json_open(&j, NULL, '{');
	json_str(&j, "file", job->file->name);
	json_bool(&j, "dry_run", job->opts->dry_run);
	json_u64(&j, "broken_pieces", plan->nr);
	json_u64(&j, "bad_pieces", plan->nr_bad);
	json_u64(&j, "aligned_pieces", job->moved);
	json_u64(&j, "broken_after", job->opts->dry_run ? plan->nr : job->left.nr);
	json_u64(&j, "bytes_to_copy", plan->bytes);
	json_u64(&j, "bytes_copied", job->copied);
	json_u64(&j, "space_to_add", plan->extra);
	json_u64(&j, "space_added", job->extra);
	json_u64(&j, "space_free", job->free);
	json_u64(&j, "eligible_before", job->before);
	json_u64(&j, "eligible_after", job->after);
	json_u64(&j, "eligible_possible", job->possible);
	json_close(&j);
	json_end(&j);
	putchar('\n');
}

static void report_text(const struct job *job)
{
	const struct align_plan *plan = &job->plan;

	if (job->opts->dry_run) {
		printf("would align %" PRIu64 " of %zu broken pieces: %" PRIu64 " bytes to copy, "
		       "%" PRIu64 " bytes more space of %" PRIu64 " free\n",
		       (uint64_t)plan->nr - plan->nr_bad, plan->nr, plan->bytes, plan->extra,
		       job->free);
		printf("huge-page eligible: %" PRIu64 " bytes now, %" PRIu64 " then\n",
		       job->before, job->before + plan->bytes);
		return;
	}
	printf("aligned %" PRIu64 " of %zu broken pieces: %" PRIu64 " bytes copied, %" PRIu64
	       " bytes more space\n", job->moved, plan->nr, job->copied, job->extra);
	printf("huge-page eligible: %" PRIu64 " bytes before, %" PRIu64 " after\n",
	       job->before, job->after);
}

static void report(const struct job *job)
{
	if (job->opts->json)
		report_json(job);
	else
		report_text(job);
}

/* A piece is copied before its old blocks are given back. */
static int plan_only(struct job *job)
{
	const struct align_plan *plan = &job->plan;
	uint64_t needed = plan->extra > XFS_DAX_HUGE ? plan->extra : XFS_DAX_HUGE;

	report(job);
	if (plan->nr == plan->nr_bad || needed <= job->free)
		return 0;
	io_fail(job->io, "it takes %" PRIu64 " bytes, and %" PRIu64 " are free", needed,
		job->free);
	return -ENOSPC;
}

static uint64_t good_pieces(const struct align_plan *plan)
{
	return plan->nr - plan->nr_bad;
}

/* What happened is told however it ended, so after an interruption, too. */
static int tell(struct job *job)
{
	uint64_t failed = good_pieces(&job->plan) - job->moved;
	int error;

	io_interrupt_hold();
	error = look(job, &job->after, &job->left);
	io_interrupt_resume();
	if (error)
		return error;
	report(job);
	if (good_pieces(&job->left) > failed)
		io_fail(job->io, "others write to %s: %" PRIu64 " pieces more are broken by now",
			job->file->name, good_pieces(&job->left) - failed);
	return good_pieces(&job->left) ? -EBUSY : 0;
}

static int move(struct job *job)
{
	int told, error = 0;

	if (good_pieces(&job->plan)) {
		error = move_pieces(job);
		if (error)
			say_stop(job, error);
	}
	told = tell(job);
	return error ? error : told;
}

static int align(struct job *job)
{
	int error = check_file(job);

	if (!error)
		error = find_free(job);
	if (!error)
		error = look(job, &job->before, &job->plan);
	if (error)
		return error;
	say_bad(job);
	error = job->opts->dry_run ? plan_only(job) : move(job);
	return error ? error : job->plan.nr_bad ? -EIO : 0;
}

static int run_daxalign(struct io *io, const struct io_args *args)
{
	struct job job = {
		.io = io, .file = io_file(io), .opts = args->opts, .len = INT64_MAX,
	};
	int error = io_range_optional(io, args, &job.off, &job.len);

	if (error)
		return error;
	if (!job.len)
		job.len = INT64_MAX;
	io_warn_experimental(io);
	error = mounted_probe(job.file->fd, &job.m);
	if (error)
		io_fail_call(io, job.file->name, error);
	else
		error = align(&job);
	align_plan_free(&job.plan);
	align_plan_free(&job.left);
	mounted_free(&job.m);
	return error;
}

static const struct opt_row daxalign_rows[] = {
	IO_FLAG('j', struct daxalign_opts, json, .help = "report as JSON"),
	IO_FLAG('n', struct daxalign_opts, dry_run,
		.help = "only say what would be done, and what space it would take"),
};

const struct io_command io_daxalign_commands[] = {
	{ .name = "daxalign", .run = run_daxalign,
	  .rows = daxalign_rows, .nr_rows = sizeof(daxalign_rows) / sizeof(daxalign_rows[0]),
	  .opts_size = sizeof(struct daxalign_opts),
	  .max_words = 2, .flags = IO_NEEDS_FILE | IO_NEEDS_XFS,
	  .usage = "[-j] [-n] [off len]",
	  .brief = "move broken 2 MiB pieces of the file to aligned extents",
	  .help =
"Each whole 2 MiB piece of the file that has data but that huge pages cannot map is\n"
"copied to an aligned extent, and the kernel puts that in its place if the contents\n"
"are still the same.  Others may read, write and map the file meanwhile.  Pieces that\n"
"can be mapped stay as they are, shared or not; holes in broken ones are filled.\n"
"A length of 0 goes to the end.\n"
"\n"
"Example: what would it take?\n"
"  xfs_io -r -c 'daxalign -n' image\n" },
	{ 0 }
};
