// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * healthmon: prints what the kernel reports about the health of the filesystem, event by
 * event, until the filesystem is unmounted or the user interrupts, which is no failure.
 */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/io.h"
#include "io/open.h"

struct healthmon_opts {
	uint32_t	buffer;		/* bytes */
	bool		replace;
	uint32_t	delay;		/* milliseconds */
	bool		probe;
	bool		verbose;
};

#define EVENT		sizeof(struct xfs_health_monitor_event)
#define BUFFER_MAX	(1U << 20)

static const struct healthmon_opts healthmon_defaults = { .buffer = 64 * EVENT };

static const struct opt_row healthmon_rows[] = {
	IO_OPT_MAX('b', OPT_NO_ID, struct healthmon_opts, buffer, OPT_SIZE, BUFFER_MAX,
		   .min = EVENT, .arg = "BYTES",
		   .help = "room for events read at once (4096)"),
	IO_FLAG('c', struct healthmon_opts, replace,
		.help = "close the open file; the monitor takes its place"),
	IO_OPT_MAX('d', OPT_NO_ID, struct healthmon_opts, delay, OPT_NUMBER, 1000 * 86400,
		   .arg = "MSEC", .help = "wait between reads"),
	IO_FLAG('p', struct healthmon_opts, probe,
		.help = "only see whether the kernel has a monitor"),
	IO_FLAG('v', struct healthmon_opts, verbose,
		.help = "events that change nothing as well"),
};

struct bit_name {
	uint32_t	bit;
	const char	*name;
};

static const struct bit_name shutdown_bits[] = {
	{ XFS_HEALTH_SHUTDOWN_META_IO_ERROR, "metadata I/O error" },
	{ XFS_HEALTH_SHUTDOWN_LOG_IO_ERROR, "log I/O error" },
	{ XFS_HEALTH_SHUTDOWN_FORCE_UMOUNT, "forced unmount" },
	{ XFS_HEALTH_SHUTDOWN_CORRUPT_INCORE, "in-memory state corruption" },
	{ XFS_HEALTH_SHUTDOWN_CORRUPT_ONDISK, "ondisk metadata corruption" },
	{ XFS_HEALTH_SHUTDOWN_DEVICE_REMOVED, "device removed" },
	{ 0, NULL }
};

static const struct bit_name fs_bits[] = {
	{ XFS_FSOP_GEOM_SICK_COUNTERS, "fscounters" },
	{ XFS_FSOP_GEOM_SICK_UQUOTA, "usrquota" },
	{ XFS_FSOP_GEOM_SICK_GQUOTA, "grpquota" },
	{ XFS_FSOP_GEOM_SICK_PQUOTA, "prjquota" },
	{ XFS_FSOP_GEOM_SICK_RT_BITMAP, "bitmap" },
	{ XFS_FSOP_GEOM_SICK_RT_SUMMARY, "summary" },
	{ XFS_FSOP_GEOM_SICK_QUOTACHECK, "quotacheck" },
	{ XFS_FSOP_GEOM_SICK_NLINKS, "nlinks" },
	{ XFS_FSOP_GEOM_SICK_METADIR, "metadir" },
	{ XFS_FSOP_GEOM_SICK_METAPATH, "metapath" },
	{ 0, NULL }
};

static const struct bit_name ag_bits[] = {
	{ XFS_AG_GEOM_SICK_SB, "super" },
	{ XFS_AG_GEOM_SICK_AGF, "agf" },
	{ XFS_AG_GEOM_SICK_AGFL, "agfl" },
	{ XFS_AG_GEOM_SICK_AGI, "agi" },
	{ XFS_AG_GEOM_SICK_BNOBT, "bnobt" },
	{ XFS_AG_GEOM_SICK_CNTBT, "cntbt" },
	{ XFS_AG_GEOM_SICK_INOBT, "inobt" },
	{ XFS_AG_GEOM_SICK_FINOBT, "finobt" },
	{ XFS_AG_GEOM_SICK_RMAPBT, "rmapbt" },
	{ XFS_AG_GEOM_SICK_REFCNTBT, "refcountbt" },
	{ XFS_AG_GEOM_SICK_INODES, "inodes" },
	{ 0, NULL }
};

static const struct bit_name inode_bits[] = {
	{ XFS_BS_SICK_INODE, "core" },
	{ XFS_BS_SICK_BMBTD, "datafork" },
	{ XFS_BS_SICK_BMBTA, "attrfork" },
	{ XFS_BS_SICK_BMBTC, "cowfork" },
	{ XFS_BS_SICK_DIR, "directory" },
	{ XFS_BS_SICK_XATTR, "xattr" },
	{ XFS_BS_SICK_SYMLINK, "symlink" },
	{ XFS_BS_SICK_PARENT, "parent" },
	{ XFS_BS_SICK_DIRTREE, "dirtree" },
	{ 0, NULL }
};

static const struct bit_name rtgroup_bits[] = {
	{ XFS_RTGROUP_GEOM_SICK_SUPER, "super" },
	{ XFS_RTGROUP_GEOM_SICK_BITMAP, "bitmap" },
	{ XFS_RTGROUP_GEOM_SICK_SUMMARY, "summary" },
	{ XFS_RTGROUP_GEOM_SICK_RMAPBT, "rmapbt" },
	{ XFS_RTGROUP_GEOM_SICK_REFCNTBT, "refcountbt" },
	{ 0, NULL }
};

/* "agf, agi, 0x800": what has no name stands last, as a number. */
static void print_bits(uint32_t mask, const struct bit_name *names)
{
	const char *comma = "";

	for (; names->name; names++) {
		if (!(mask & names->bit))
			continue;
		printf("%s%s", comma, names->name);
		comma = ", ";
		mask &= ~names->bit;
	}
	if (mask)
		printf("%s0x%x", comma, mask);
}

static const char *health_text(uint32_t type)
{
	switch (type) {
	case XFS_HEALTH_MONITOR_TYPE_SICK:	return "sick";
	case XFS_HEALTH_MONITOR_TYPE_CORRUPT:	return "corrupt";
	case XFS_HEALTH_MONITOR_TYPE_HEALTHY:	return "healthy";
	default:				return NULL;
	}
}

static void print_unknown(const char *name, const struct xfs_health_monitor_event *ev)
{
	printf("%s: event of unknown type %u in domain %u\n", name, ev->type, ev->domain);
}

static void print_mount(const char *name, const struct xfs_health_monitor_event *ev)
{
	switch (ev->type) {
	case XFS_HEALTH_MONITOR_TYPE_RUNNING:
		printf("%s: monitoring started\n", name);
		break;
	case XFS_HEALTH_MONITOR_TYPE_LOST:
		printf("%s: %llu events lost\n", name, (unsigned long long)ev->e.lost.count);
		break;
	case XFS_HEALTH_MONITOR_TYPE_UNMOUNT:
		printf("%s: filesystem unmounted\n", name);
		break;
	case XFS_HEALTH_MONITOR_TYPE_SHUTDOWN:
		printf("%s: filesystem shut down due to ", name);
		print_bits(ev->e.shutdown.reasons, shutdown_bits);
		putchar('\n');
		break;
	default:
		print_unknown(name, ev);
	}
}

static void print_health(const char *name, const struct xfs_health_monitor_event *ev)
{
	const char *text = health_text(ev->type);

	if (!text) {
		print_unknown(name, ev);
		return;
	}
	printf("%s ", name);
	switch (ev->domain) {
	case XFS_HEALTH_MONITOR_DOMAIN_FS:
		print_bits(ev->e.fs.mask, fs_bits);
		break;
	case XFS_HEALTH_MONITOR_DOMAIN_AG:
		printf("agno 0x%x ", ev->e.group.gno);
		print_bits(ev->e.group.mask, ag_bits);
		break;
	case XFS_HEALTH_MONITOR_DOMAIN_RTGROUP:
		printf("rgno 0x%x ", ev->e.group.gno);
		print_bits(ev->e.group.mask, rtgroup_bits);
		break;
	default:
		printf("ino %llu gen 0x%x ", (unsigned long long)ev->e.inode.ino,
		       ev->e.inode.gen);
		print_bits(ev->e.inode.mask, inode_bits);
	}
	printf(": %s\n", text);
}

static void print_media(const char *name, const struct xfs_health_monitor_event *ev)
{
	const char *device = "rtdev";

	if (ev->type != XFS_HEALTH_MONITOR_TYPE_MEDIA_ERROR) {
		print_unknown(name, ev);
		return;
	}
	if (ev->domain == XFS_HEALTH_MONITOR_DOMAIN_DATADEV)
		device = "datadev";
	else if (ev->domain == XFS_HEALTH_MONITOR_DOMAIN_LOGDEV)
		device = "logdev";
	printf("%s %s daddr 0x%llx bbcount 0x%llx: media error\n", name, device,
	       (unsigned long long)ev->e.media.daddr, (unsigned long long)ev->e.media.bbcount);
}

static void print_filerange(const char *name, const struct xfs_health_monitor_event *ev)
{
	static const char *const texts[] = {
		[XFS_HEALTH_MONITOR_TYPE_BUFREAD]  = "buffered_read",
		[XFS_HEALTH_MONITOR_TYPE_BUFWRITE] = "buffered_write",
		[XFS_HEALTH_MONITOR_TYPE_DIOREAD]  = "directio_read",
		[XFS_HEALTH_MONITOR_TYPE_DIOWRITE] = "directio_write",
		[XFS_HEALTH_MONITOR_TYPE_DATALOST] = "media failed",
	};
	const struct xfs_health_monitor_filerange *range = &ev->e.filerange;
	const char *text = ev->type < sizeof(texts) / sizeof(texts[0]) ? texts[ev->type] : NULL;

	if (!text) {
		print_unknown(name, ev);
		return;
	}
	printf("%s ino %llu gen 0x%x pos %llu len %llu: %s", name,
	       (unsigned long long)range->ino, range->gen, (unsigned long long)range->pos,
	       (unsigned long long)range->len, text);
	if (ev->type != XFS_HEALTH_MONITOR_TYPE_DATALOST)
		printf(": %s", strerror((int)range->error));
	putchar('\n');
}

static void print_event(const char *name, const struct xfs_health_monitor_event *ev)
{
	switch (ev->domain) {
	case XFS_HEALTH_MONITOR_DOMAIN_MOUNT:
		print_mount(name, ev);
		break;
	case XFS_HEALTH_MONITOR_DOMAIN_FS:
	case XFS_HEALTH_MONITOR_DOMAIN_AG:
	case XFS_HEALTH_MONITOR_DOMAIN_INODE:
	case XFS_HEALTH_MONITOR_DOMAIN_RTGROUP:
		print_health(name, ev);
		break;
	case XFS_HEALTH_MONITOR_DOMAIN_DATADEV:
	case XFS_HEALTH_MONITOR_DOMAIN_RTDEV:
	case XFS_HEALTH_MONITOR_DOMAIN_LOGDEV:
		print_media(name, ev);
		break;
	case XFS_HEALTH_MONITOR_DOMAIN_FILERANGE:
		print_filerange(name, ev);
		break;
	default:
		print_unknown(name, ev);
	}
}

/* One read's events; @bytes of them came. */
static int print_events(struct io *io, const struct xfs_health_monitor_event *events,
			size_t bytes)
{
	const char *name = io_file(io)->name;
	size_t i;

	for (i = 0; i < bytes / EVENT; i++)
		print_event(name, &events[i]);
	fflush(stdout);
	if (bytes % EVENT)
		return io_fail(io, "the kernel cut an event short: %zu bytes", bytes % EVENT);
	return 0;
}

/*
 * Waits a second at a time, because the interruption may come just before the wait.
 * 1: there is something to read; 0: interrupted.
 */
static int wait_readable(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	int n;

	while (!io_interrupted()) {
		n = poll(&pfd, 1, 1000);
		if (n > 0)
			return 1;
		if (n < 0 && errno != EINTR)
			return -errno;
	}
	return 0;
}

static void pause_reading(uint32_t msec)
{
	uint32_t slice;

	for (; msec && !io_interrupted(); msec -= slice) {
		slice = msec < 1000 ? msec : 1000;
		poll(NULL, 0, (int)slice);
	}
}

static int watch(struct io *io, const struct healthmon_opts *o, int fd)
{
	struct xfs_health_monitor_event *events = malloc(o->buffer);
	ssize_t bytes;
	int error = events ? 0 : io_fail_call(io, "healthmon", -ENOMEM);

	while (!error) {
		error = wait_readable(fd);
		if (error <= 0)
			break;
		bytes = read(fd, events, o->buffer);
		if (!bytes)
			break;
		error = bytes > 0 ? print_events(io, events, (size_t)bytes) :
			errno == EINTR || errno == EAGAIN ? 0 :
			io_fail_call(io, "healthmon", -errno);
		if (!error)
			pause_reading(o->delay);
	}
	free(events);
	return error < 0 ? error : 0;
}

/* The file lets go of the filesystem, so that it can be unmounted while it is watched. */
static void replace_file(struct io_file *file, int fd)
{
	close(file->fd);
	file->fd = fd;
	file->flags |= IO_FOREIGN;
	memset(&file->geom, 0, sizeof(file->geom));
}

static int run_healthmon(struct io *io, const struct io_args *args)
{
	const struct healthmon_opts *o = args->opts;
	struct xfs_health_monitor hm = {
		.flags = o->verbose ? XFS_HEALTH_MONITOR_VERBOSE : 0,
		.format = XFS_HEALTH_MONITOR_FMT_V0,
	};
	struct io_file *file = io_file(io);
	int fd, error;

	if (o->replace && file->update)
		return io_fail_updating(io, file);
	fd = ioctl(file->fd, XFS_IOC_HEALTH_MONITOR, &hm);
	if (fd < 0)
		return io_fail_call(io, "XFS_IOC_HEALTH_MONITOR", -errno);
	if (o->probe) {
		close(fd);
		return 0;
	}
	if (o->replace)
		replace_file(file, fd);
	error = watch(io, o, fd);
	if (!o->replace)
		close(fd);
	return error;
}

const struct io_command io_healthmon_commands[] = {
	{ .name = "healthmon", .run = run_healthmon, .rows = healthmon_rows,
	  .nr_rows = sizeof(healthmon_rows) / sizeof(healthmon_rows[0]),
	  .opts_size = sizeof(struct healthmon_opts), .defaults = &healthmon_defaults,
	  .flags = IO_NEEDS_XFS, .usage = "[-cpv] [-b bytes] [-d msec]",
	  .brief = "print what goes wrong with the filesystem, as it happens",
	  .help = "Prints a line for each event of the filesystem's health: metadata found sick "
		  "or\nrepaired, media errors, failed reads and writes, shutdown.  It ends when the "
		  "filesystem\nis unmounted, for which -c is needed, or when interrupted; neither "
		  "is a failure.\nWith -c the open file is closed and stays the monitor.\n"
		  "Example: healthmon -c -v" },
	{ 0 }
};
