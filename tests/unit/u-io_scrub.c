// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scrub, repair and scrubv against a kernel of our own: what is asked, what of the answer
 * is a failure, where barriers stand and stop, and the way around the vectored call.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "io/command.h"
#include "tests/unit/tap.h"

static struct {
	bool		vectored;	/* has the vectored call */
	int		error;		/* of every call */
	uint32_t	found;		/* flags set in the answer for ... */
	uint32_t	found_type;	/* ... this type */
	int		missing_type;	/* fails with ENOENT; -2: none */
	struct xfs_scrub_metadata one;	/* the last single call */
	unsigned int	singles;
	struct xfs_scrub_vec vecs[80];	/* the last vectored call */
	unsigned int	nr;
} kernel;

static int fail(int error)
{
	errno = error;
	return -1;
}

static int single(struct xfs_scrub_metadata *meta)
{
	kernel.one = *meta;
	kernel.singles++;
	if (kernel.error)
		return fail(kernel.error);
	if (kernel.missing_type == (int)meta->sm_type)
		return fail(ENOENT);
	if (kernel.found_type == meta->sm_type)
		meta->sm_flags |= kernel.found;
	return 0;
}

static int vectored(struct xfs_scrub_vec_head *head)
{
	struct xfs_scrub_vec *vecs = (struct xfs_scrub_vec *)(uintptr_t)head->svh_vectors;
	unsigned int i;

	if (!kernel.vectored)
		return fail(ENOTTY);
	kernel.nr = head->svh_nr;
	for (i = 0; i < head->svh_nr && i < 80; i++) {
		kernel.vecs[i] = vecs[i];
		if (kernel.found_type == vecs[i].sv_type)
			vecs[i].sv_flags |= kernel.found;
		if (kernel.missing_type == (int)vecs[i].sv_type)
			vecs[i].sv_ret = -ENOENT;
	}
	return 0;
}

/* In place of the C library's: the calls under test land here. */
int ioctl(int fd, unsigned long call, ...)
{
	va_list ap;
	void *arg;

	(void)fd;
	va_start(ap, call);
	arg = va_arg(ap, void *);
	va_end(ap);
	switch (call) {
	case XFS_IOC_SCRUB_METADATA:
		return single(arg);
	case XFS_IOC_SCRUBV_METADATA:
		return vectored(arg);
	default:
		return fail(ENOTTY);
	}
}

static struct io_file file = { .fd = 0, .name = "file" };

static int run(const char *line)
{
	struct io io = { .files = &file, .nr_files = 1, .expert = true, .progname = "test" };

	kernel.singles = kernel.nr = 0;
	return io_run_line(&io, line);
}

static void sound(void)
{
	kernel.vectored = true;
	kernel.error = 0;
	kernel.found = 0;
	kernel.found_type = UINT32_MAX - 1;
	kernel.missing_type = -2;
}

static void check_asked(void)
{
	sound();
	ok(!run("scrub agf 3") && kernel.one.sm_type == XFS_SCRUB_TYPE_AGF &&
	   kernel.one.sm_agno == 3 && !kernel.one.sm_flags, "a group's number is passed on");
	ok(!run("scrub bmapbtd 128 77") && kernel.one.sm_ino == 128 && kernel.one.sm_gen == 77,
	   "so are inode and generation");
	ok(!run("scrub metapath rtrmapbt 5") && kernel.one.sm_ino == 8 &&
	   kernel.one.sm_agno == 5, "and the path of a realtime group");
	ok(!run("repair -R inode") && kernel.one.sm_flags ==
	   (XFS_SCRUB_IFLAG_REPAIR | XFS_SCRUB_IFLAG_FORCE_REBUILD), "-R rebuilds");
	ok(run("scrub agf 4294967296") && run("scrub inode 1 4294967296") &&
	   run("scrub agf") && run("scrub probe 1") && run("scrub inode 1") && !kernel.singles,
	   "what does not fit is refused before the kernel is asked");
}

static void check_findings(void)
{
	static const struct { uint32_t flag; bool failure; } tests[] = {
		{ XFS_SCRUB_OFLAG_CORRUPT, true }, { XFS_SCRUB_OFLAG_PREEN, false },
		{ XFS_SCRUB_OFLAG_XFAIL, true }, { XFS_SCRUB_OFLAG_XCORRUPT, true },
		{ XFS_SCRUB_OFLAG_INCOMPLETE, true }, { XFS_SCRUB_OFLAG_WARNING, false },
		{ XFS_SCRUB_OFLAG_NO_REPAIR_NEEDED, false },
	};
	size_t i;

	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		sound();
		kernel.found = tests[i].flag;
		kernel.found_type = XFS_SCRUB_TYPE_SB;
		ok(!run("scrub sb 0") == !tests[i].failure, "scrub: finding 0x%x",
		   tests[i].flag);
		ok(!run("repair sb 0") == !tests[i].failure, "repair: the same");
		ok(!run("scrubv agheader 0") == !tests[i].failure, "scrubv: the same");
		kernel.vectored = false;
		ok(!run("scrubv agheader 0") == !tests[i].failure, "and singly");
	}
}

static void check_vectors(void)
{
	sound();
	ok(!run("scrubv ag 1") && kernel.nr == 6 && !kernel.singles, "one call for a group");
	ok(!run("scrubv -r ag 1") && kernel.vecs[5].sv_flags == XFS_SCRUB_IFLAG_REPAIR,
	   "-r asks for repair");
	ok(!run("scrubv -b 1 -m 4 ag 1") && kernel.nr == 11 &&
	   kernel.vecs[2].sv_type == XFS_SCRUB_TYPE_BARRIER && kernel.vecs[2].sv_flags == 4,
	   "barriers, the first after two checks");
	kernel.vectored = false;
	ok(!run("scrubv ag 1"), "a kernel without the vectored call");
	is_u64(kernel.singles, 7, "is asked whether it checks at all, and for each check");
	ok(run("scrubv -v vector ag 1") && !kernel.singles, "unless -v insists");
	kernel.found = XFS_SCRUB_OFLAG_CORRUPT;
	kernel.found_type = XFS_SCRUB_TYPE_CNTBT;
	ok(run("scrubv -b 1 ag 1") && kernel.singles == 3, "a barrier ends the work");
	ok(run("scrubv ag 1") && kernel.singles == 7, "without one it goes on");
	sound();
	kernel.vectored = false;
	kernel.error = EOPNOTSUPP;
	ok(run("scrubv ag 1") == -EOPNOTSUPP && kernel.singles == 1,
	   "a kernel that checks nothing is asked once");
	sound();
	kernel.missing_type = XFS_SCRUB_TYPE_DIR;
	ok(!run("scrubv inode"), "a file that is no folder is in order");
	kernel.missing_type = XFS_SCRUB_TYPE_INODE;
	ok(run("scrubv inode"), "an inode that is not there is not");
}

int main(void)
{
	check_asked();
	check_findings();
	check_vectors();
	return done();
}
