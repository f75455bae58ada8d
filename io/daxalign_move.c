// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Moves one piece of a file to an aligned extent, safe against whoever uses the file.
 *
 * The contents are copied to fresh space, and the kernel is asked to deduplicate the
 * piece against the copy: it locks both files, compares byte for byte, and only when
 * they are equal lets the piece refer to the blocks of the copy, in one transaction for
 * each extent, all of which hold the same bytes.  So no reader sees anything but the
 * contents, and a store that comes between our copy and the comparison makes it fail,
 * and us try again, rather than be lost.  It works on DAX files since 6.0; before 6.2
 * only block by block, see daxalign_step().
 *
 * Unsharing in place is not used: it leaves what the file owns alone where it lies, so
 * a piece split by small writes stays split, and aligned extents come out of it or not,
 * by kernel and by chance.
 *
 * Where nothing can be shared, newer kernels can exchange the blocks of two files if
 * one was not changed since it was sampled.  Stores through mappings are noticed, too,
 * because writing the file out takes the right to write away from all mappings, and the
 * next store changes the file's times: provided that these are some ticks old.
 */

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "io/daxalign.h"
#include "io/interrupt.h"

#define TRIES	8

/* Before 6.3, for nothing newer than 6.1 and older than 6.12 was tried. */
#define SOUND_MAJOR	6
#define SOUND_MINOR	3

uint64_t daxalign_step(bool dax, uint64_t blocksize)
{
	unsigned int major = 0, minor = 0;
	struct utsname name;

	if (!dax)
		return XFS_DAX_HUGE;
	if (uname(&name) < 0 || sscanf(name.release, "%u.%u", &major, &minor) != 2)
		return blocksize;
	return major > SOUND_MAJOR || (major == SOUND_MAJOR && minor >= SOUND_MINOR) ?
		XFS_DAX_HUGE : blocksize;
}

/* 0, 1 when the contents differ, or a negative errno. */
static int dedupe(struct daxalign *d, uint64_t from, uint64_t to, uint64_t len)
{
	/* Room for the one answer that follows the question. */
	union {
		struct file_dedupe_range	range;
		char				room[sizeof(struct file_dedupe_range) +
						     sizeof(struct file_dedupe_range_info)];
	} r = { .room = "" };
	struct file_dedupe_range_info *info = r.range.info;

	r.range = (struct file_dedupe_range) {
		.src_offset = from, .src_length = len, .dest_count = 1,
	};
	*info = (struct file_dedupe_range_info) { .dest_fd = d->fd, .dest_offset = to };
	if (ioctl(d->pool.file.fd, FIDEDUPERANGE, &r) < 0)
		return -errno;
	if (info->status == FILE_DEDUPE_RANGE_DIFFERS)
		return 1;
	if (info->status < 0)
		return info->status;
	return 0;
}

/* From *@done on, which counts what has been swapped: that is shared now, and must not
   be written to again in our copy. */
static int swap_by_content(struct daxalign *d, uint64_t at, const struct align_piece *p,
			   uint64_t *done)
{
	uint64_t len;
	int error = 0;

	for (; !error && *done < p->len; *done += error ? 0 : len) {
		len = p->len - *done < d->step ? p->len - *done : d->step;
		error = dedupe(d, at + *done, p->off + *done, len);
	}
	return error;
}

static int swap_by_commit(struct daxalign *d, uint64_t at, const struct align_piece *p,
			  struct xfs_commit_range *sample)
{
	sample->file1_fd = d->pool.file.fd;
	sample->file1_offset = at;
	sample->file2_offset = p->off;
	sample->length = p->len;
	sample->flags = XFS_EXCHANGE_RANGE_FILE1_WRITTEN;
	if (ioctl(d->fd, XFS_IOC_COMMIT_RANGE, sample) == 0)
		return 0;
	return errno == EBUSY ? 1 : -errno;
}

/* Times advance by ticks of the clock, at most 10 ms; some more for safety. */
#define TICKS_NS	40000000

static bool is_past(struct timespec t)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec - t.tv_sec > 1 ||
		(now.tv_sec - t.tv_sec) * 1000000000LL + now.tv_nsec - t.tv_nsec > TICKS_NS;
}

/*
 * Samples the file; 1 when it was changed so recently that the next change could come
 * with the same times and would not be noticed.
 */
static int start_commit(struct daxalign *d, struct xfs_commit_range *sample)
{
	struct timespec wait = { .tv_nsec = TICKS_NS };
	struct stat st;

	*sample = (struct xfs_commit_range) { 0 };
	if (fsync(d->fd) < 0)
		return -errno;
	if (ioctl(d->fd, XFS_IOC_START_COMMIT, sample) < 0)
		return errno == ENOTTY ? -EOPNOTSUPP : -errno;
	/* After the sample: what changed before it shows here, too. */
	if (fstat(d->fd, &st) < 0)
		return -errno;
	if (is_past(st.st_mtim) && is_past(st.st_ctim))
		return 0;
	nanosleep(&wait, NULL);
	return 1;
}

static int copy_and_swap(struct daxalign *d, uint64_t at, const struct align_piece *p,
			 uint64_t *done)
{
	struct xfs_commit_range sample;
	int error = d->by_content ? 0 : start_commit(d, &sample);

	if (!error)
		error = staging_copy(d->fd, p->off + *done, d->pool.file.fd, at + *done,
				     p->len - *done, d->buffer);
	/* The last block of a file can only take the place of a last block. */
	if (!error && p->len < XFS_DAX_HUGE && ftruncate(d->pool.file.fd, at + p->len) < 0)
		error = -errno;
	if (!error && fdatasync(d->pool.file.fd) < 0)
		error = -errno;
	if (error)
		return error;
	return d->by_content ? swap_by_content(d, at, p, done) :
		swap_by_commit(d, at, p, &sample);
}

/*
 * The layout tells what was done, not the kernel's answer: of a file that grows, the last
 * piece may have been taken in part, which is answered with the whole length.  0, 1 when
 * the piece is not aligned, or a negative errno.
 */
static int look_after(struct daxalign *d, const struct align_piece *p)
{
	struct layout l = { 0 };
	int error;

	io_interrupt_hold();
	error = layout_read(d->fd, d->m, p->off, p->len, false, &l);
	io_interrupt_resume();
	if (!error)
		error = layout_eligible(&l, p->off, p->len) < p->len;
	layout_free(&l);
	return error;
}

int daxalign_move(struct daxalign *d, const struct align_piece *p, uint64_t wanted)
{
	uint64_t at, done = 0;
	int tries, error;

	error = staging_pool_cut(&d->pool, wanted, &at);
	if (error)
		return error;
	for (tries = 0, error = 1; error == 1 && tries < TRIES; tries++)
		error = copy_and_swap(d, at, p, &done);
	/* From here on the file alone owns the new blocks, and nobody the old ones. */
	if (fallocate(d->pool.file.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at,
		      XFS_DAX_HUGE) < 0 && !error)
		error = -errno;
	if (!error)
		error = look_after(d, p);
	return error == 1 ? -EBUSY : error;
}
