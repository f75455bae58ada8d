// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * statfs: the figures of the filesystem the current file is on, and whether it has
 * reflink and a reverse map and can use DAX.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "common/mounted.h"
#include "io/io.h"

struct statfs_opts {
	bool	counts, geometry, statfs;
};

static const struct opt_row statfs_rows[] = {
	IO_FLAG('c', struct statfs_opts, counts, .help = "the counters of free space and inodes"),
	IO_FLAG('g', struct statfs_opts, geometry,
		.help = "the geometry, and whether reflink, reverse map and DAX are there"),
	IO_FLAG('s', struct statfs_opts, statfs, .help = "what statfs(2) tells"),
};

static int print_statfs(struct io *io, int fd)
{
	struct statfs s;

	if (fstatfs(fd, &s) < 0)
		return io_fail_call(io, "fstatfs", -errno);
	printf("statfs.f_bsize = %" PRIu64 "\n", (uint64_t)s.f_bsize);
	printf("statfs.f_blocks = %" PRIu64 "\n", (uint64_t)s.f_blocks);
	printf("statfs.f_bavail = %" PRIu64 "\n", (uint64_t)s.f_bavail);
	printf("statfs.f_files = %" PRIu64 "\n", (uint64_t)s.f_files);
	printf("statfs.f_ffree = %" PRIu64 "\n", (uint64_t)s.f_ffree);
	printf("statfs.f_flags = 0x%" PRIx64 "\n", (uint64_t)s.f_flags);
	return 0;
}

static const char *dax_text(const struct mounted *m)
{
	if (m->dax == MOUNT_DAX_NEVER)
		return "off (mounted with dax=never)";
	if (!m->dev_known)
		return "unknown (the device is not known)";
	if (!m->device_dax)
		return "off (the device offers no direct access)";
	if (m->geom.blocksize != (uint32_t)getpagesize())
		return "off (the block size is not the size of a page)";
	if (m->dax == MOUNT_DAX_ALWAYS)
		return "on (mounted with dax=always)";
	return "possible (for files with the flag; chattr +x sets it)";
}

static int print_features(struct io *io, int fd)
{
	struct mounted m = { 0 };
	int error = mounted_probe(fd, &m);

	if (error) {
		io_fail_call(io, io_file(io)->name, error);
	} else {
		printf("dax = %s\n", dax_text(&m));
		printf("reflink = %s\n",
		       m.geom.flags & XFS_FSOP_GEOM_FLAGS_REFLINK ? "on" : "off");
		printf("rmapbt = %s\n",
		       m.geom.flags & XFS_FSOP_GEOM_FLAGS_RMAPBT ? "on" : "off");
	}
	mounted_free(&m);
	return error;
}

static int print_geometry(struct io *io, int fd)
{
	struct xfs_fsop_geom g = { 0 };

	if (ioctl(fd, XFS_IOC_FSGEOMETRY, &g) < 0)
		return io_fail_call(io, "XFS_IOC_FSGEOMETRY", -errno);
	printf("geom.bsize = %u\n", g.blocksize);
	printf("geom.agcount = %u\n", g.agcount);
	printf("geom.agblocks = %u\n", g.agblocks);
	printf("geom.datablocks = %" PRIu64 "\n", (uint64_t)g.datablocks);
	printf("geom.rtblocks = %" PRIu64 "\n", (uint64_t)g.rtblocks);
	printf("geom.rtextents = %" PRIu64 "\n", (uint64_t)g.rtextents);
	printf("geom.rtextsize = %u\n", g.rtextsize);
	printf("geom.sunit = %u\n", g.sunit);
	printf("geom.swidth = %u\n", g.swidth);
	printf("geom.rgextents = %u\n", g.rgextents);
	printf("geom.rgcount = %u\n", g.rgcount);
	printf("geom.rtstart = %" PRIu64 "\n", (uint64_t)g.rtstart);
	printf("geom.rtreserved = %" PRIu64 "\n", (uint64_t)g.rtreserved);
	return 0;
}

static int print_counts(struct io *io, int fd)
{
	struct xfs_fsop_counts c = { 0 };

	if (ioctl(fd, XFS_IOC_FSCOUNTS, &c) < 0)
		return io_fail_call(io, "XFS_IOC_FSCOUNTS", -errno);
	printf("counts.freedata = %" PRIu64 "\n", (uint64_t)c.freedata);
	printf("counts.freertx = %" PRIu64 "\n", (uint64_t)c.freertx);
	printf("counts.freeino = %" PRIu64 "\n", (uint64_t)c.freeino);
	printf("counts.allocino = %" PRIu64 "\n", (uint64_t)c.allocino);
	return 0;
}

static int run_statfs(struct io *io, const struct io_args *args)
{
	const struct statfs_opts *o = args->opts;
	bool all = !o->counts && !o->geometry && !o->statfs;
	const struct io_file *file = io_file(io);
	bool xfs = !(file->flags & IO_FOREIGN);
	int error = 0;

	printf("fd.path = \"%s\"\n", file->name);
	if (all || o->statfs)
		error = print_statfs(io, file->fd);
	if (!error && xfs && (all || o->geometry))
		error = print_geometry(io, file->fd);
	if (!error && xfs && (all || o->counts))
		error = print_counts(io, file->fd);
	if (!error && xfs && (all || o->geometry))
		error = print_features(io, file->fd);
	return error;
}

const struct io_command io_statfs_commands[] = {
	{ .name = "statfs", .run = run_statfs, .rows = statfs_rows,
	  .nr_rows = sizeof(statfs_rows) / sizeof(statfs_rows[0]),
	  .opts_size = sizeof(struct statfs_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-c] [-g] [-s]", .brief = "show the figures of the filesystem",
	  .help =
"Shows what statfs(2) tells of the filesystem and, on XFS, its geometry, its counters,\n"
"and in words whether DAX, reflink and reverse map are there.  Without options all.\n"
"Example: statfs -g" },
	{ 0 }
};
