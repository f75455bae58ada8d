// SPDX-License-Identifier: GPL-2.0-or-later
/* resblks: the blocks that the filesystem keeps back for itself. */

#include <errno.h>
#include <stdio.h>

#include "io/io.h"

static int run_resblks(struct io *io, const struct io_args *args)
{
	struct xfs_fsop_resblks res = { 0 };
	uint64_t blocks;
	int error;

	if (args->nr) {
		error = io_number(io, "number of blocks", args->words[0], &blocks);
		if (error)
			return error;
		res.resblks = blocks;
		if (ioctl(io_file(io)->fd, XFS_IOC_SET_RESBLKS, &res) < 0)
			return io_fail_call(io, "XFS_IOC_SET_RESBLKS", -errno);
	} else if (ioctl(io_file(io)->fd, XFS_IOC_GET_RESBLKS, &res) < 0) {
		return io_fail_call(io, "XFS_IOC_GET_RESBLKS", -errno);
	}
	printf("reserved blocks = %llu\n", (unsigned long long)res.resblks);
	printf("available reserved blocks = %llu\n", (unsigned long long)res.resblks_avail);
	return 0;
}

const struct io_command io_resblks_commands[] = {
	{ .name = "resblks", .run = run_resblks, .max_words = 1,
	  .flags = IO_NEEDS_XFS | IO_EXPERT, .usage = "[blocks]",
	  .brief = "print or set the blocks kept in reserve",
	  .help = "Prints how many blocks the filesystem keeps back for operations that must not "
		  "run out\nof space, and how many of those are there now.  With a number, sets it "
		  "first; it lasts\nuntil the filesystem is unmounted.\nExample: resblks 8192" },
	{ 0 }
};
