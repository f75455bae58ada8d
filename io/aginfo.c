// SPDX-License-Identifier: GPL-2.0-or-later
/* aginfo, rginfo: size, use and health of allocation groups and realtime groups. */

#include <errno.h>
#include <stdio.h>

#include "io/io.h"

struct group_opts {
	uint32_t	number;
};

enum { GROUP_NUMBER };

static const struct opt_row aginfo_rows[] = {
	IO_OPT_MAX('a', GROUP_NUMBER, struct group_opts, number, OPT_NUMBER, UINT32_MAX,
		   .arg = "AGNO", .help = "this allocation group only"),
};

static const struct opt_row rginfo_rows[] = {
	IO_OPT_MAX('r', GROUP_NUMBER, struct group_opts, number, OPT_NUMBER, UINT32_MAX,
		   .arg = "RGNO", .help = "this realtime group only"),
};

static int print_ag(int fd, uint32_t agno)
{
	struct xfs_ag_geometry ag = { .ag_number = agno };

	if (ioctl(fd, XFS_IOC_AG_GEOMETRY, &ag) < 0)
		return -errno;
	printf("AG: %u\nBlocks: %u\nFree Blocks: %u\nInodes: %u\nFree Inodes: %u\n",
	       ag.ag_number, ag.ag_length, ag.ag_freeblks, ag.ag_icount, ag.ag_ifree);
	printf("Sick: 0x%x\nChecked: 0x%x\nFlags: 0x%x\n", ag.ag_sick, ag.ag_checked,
	       ag.ag_flags);
	return 0;
}

static int print_rg(int fd, uint32_t rgno)
{
	struct xfs_rtgroup_geometry rg = { .rg_number = rgno };

	if (ioctl(fd, XFS_IOC_RTGROUP_GEOMETRY, &rg) < 0)
		return -errno;
	printf("RTG: %u\nLength: %u\nSick: 0x%x\nChecked: 0x%x\nFlags: 0x%x\n",
	       rg.rg_number, rg.rg_length, rg.rg_sick, rg.rg_checked, rg.rg_flags);
	return 0;
}

/* The group that was named, or all @count. */
static int print_groups(struct io *io, const struct io_args *args, uint32_t count,
			int (*print)(int fd, uint32_t number))
{
	const struct group_opts *o = args->opts;
	bool one = IO_GIVEN(args, GROUP_NUMBER);
	uint32_t i, end = one ? o->number : count - 1;
	int error;

	if (one && count && o->number >= count)
		return io_fail(io, "there is no group %u: the last is %u", o->number, count - 1);
	if (!one && !count)
		return 0;
	for (i = one ? end : 0; ; i++) {
		error = print(io_file(io)->fd, i);
		if (!error && io_interrupted())
			error = -EINTR;
		if (error)
			return io_fail_call(io, io->running->name, error);
		if (i >= end)
			return 0;
	}
}

static int run_aginfo(struct io *io, const struct io_args *args)
{
	return print_groups(io, args, io_file(io)->geom.agcount, print_ag);
}

static int run_rginfo(struct io *io, const struct io_args *args)
{
	return print_groups(io, args, io_file(io)->geom.rgcount, print_rg);
}

const struct io_command io_aginfo_commands[] = {
	{ .name = "aginfo", .run = run_aginfo, .rows = aginfo_rows,
	  .nr_rows = sizeof(aginfo_rows) / sizeof(aginfo_rows[0]),
	  .opts_size = sizeof(struct group_opts),
	  .flags = IO_NEEDS_XFS, .usage = "[-a agno]",
	  .brief = "tell about allocation groups",
	  .help = "Prints blocks, free blocks, inodes, free inodes and the masks of health of "
		  "each\nallocation group, or of the one named: what was checked since the mount, "
		  "and what\nof it was sick.\nExample: aginfo -a 0" },
	{ .name = "rginfo", .run = run_rginfo, .rows = rginfo_rows,
	  .nr_rows = sizeof(rginfo_rows) / sizeof(rginfo_rows[0]),
	  .opts_size = sizeof(struct group_opts),
	  .flags = IO_NEEDS_XFS, .usage = "[-r rgno]",
	  .brief = "tell about realtime groups",
	  .help = "Prints length and the masks of health of each realtime group, or of the one "
		  "named.\nA filesystem without realtime groups prints nothing.\n"
		  "Example: rginfo -r 0" },
	{ 0 }
};
