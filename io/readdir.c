// SPDX-License-Identifier: GPL-2.0-or-later
/* readdir: the entries of a directory as the kernel hands them out. */

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "io/rate.h"
#include "io/io.h"

#define DIR_BUFFER	32768

struct readdir_opts {
	uint64_t	offset, len;
	bool		verbose;
};

static const struct readdir_opts defaults = { .len = UINT64_MAX };

static const struct opt_row rows[] = {
	IO_OPT_MAX('o', OPT_NO_ID, struct readdir_opts, offset, OPT_SIZE, INT64_MAX,
		   .arg = "offset", .help = "begin at this position, a d_off printed before (0)"),
	IO_OPT('l', OPT_NO_ID, struct readdir_opts, len, OPT_SIZE, .arg = "length",
	       .help = "stop when entries of this many bytes have been read"),
	IO_FLAG('v', struct readdir_opts, verbose, .help = "print each entry"),
};

struct listing {
	const struct readdir_opts *opts;
	uint64_t	pos;		/* of the entry to come */
	uint64_t	bytes, entries;
};

static const char *type_name(unsigned char type)
{
	static const char *const names[] = {
		[DT_FIFO] = "FIFO", [DT_CHR] = "CHR", [DT_DIR] = "DIR", [DT_BLK] = "BLK",
		[DT_REG] = "REG", [DT_LNK] = "LNK", [DT_SOCK] = "SOCK", [DT_WHT] = "WHT",
	};

	return type < sizeof(names) / sizeof(names[0]) && names[type] ?
		names[type] : "UNKNOWN";
}

/* Lists what is in @buf; -EIO when the records do not fit together. */
static int list(struct listing *l, const char *buf, size_t len)
{
	const size_t head = offsetof(struct dirent64, d_name);
	const struct dirent64 *entry;
	size_t at, left;

	for (at = 0; at < len && l->bytes < l->opts->len; at += entry->d_reclen) {
		entry = (const struct dirent64 *)(buf + at);
		left = len - at;
		if (left <= head || entry->d_reclen <= head || entry->d_reclen > left ||
		    !memchr(entry->d_name, 0, entry->d_reclen - head))
			return -EIO;
		if (l->opts->verbose)
			printf("%08" PRIx64 ": d_ino: 0x%08" PRIx64 " d_off: 0x%08" PRIx64
			       " d_reclen: 0x%x d_type: DT_%s d_name: %s\n",
			       l->pos, (uint64_t)entry->d_ino, (uint64_t)entry->d_off,
			       entry->d_reclen, type_name(entry->d_type), entry->d_name);
		l->pos = (uint64_t)entry->d_off;
		l->bytes += entry->d_reclen;
		l->entries++;
	}
	return 0;
}

static int list_all(struct listing *l, int fd)
{
	_Alignas(struct dirent64) char buf[DIR_BUFFER];
	int error = lseek(fd, (off_t)l->pos, SEEK_SET) < 0 ? -errno : 0;
	long n;

	while (!error && l->bytes < l->opts->len) {
		if (io_interrupted())
			return -EINTR;
		n = syscall(SYS_getdents64, fd, buf, sizeof(buf));
		if (n <= 0)
			return n < 0 ? -errno : 0;
		error = list(l, buf, (size_t)n);
	}
	return error;
}

/* Nearly the lines of io_rate_end(), but not quite: they are the peer's. */
static void report(const struct listing *l, const struct timespec *taken)
{
	double seconds = (double)taken->tv_sec + (double)taken->tv_nsec / 1e9;
	char size[IO_SIZE_TEXT], time[IO_SIZE_TEXT], speed[IO_SIZE_TEXT];

	printf("read %" PRIu64 " bytes from offset %" PRIu64 "\n", l->bytes, l->opts->offset);
	printf("%s, %" PRIu64 " ops, %s (%s/sec and %f ops/sec)\n",
	       io_size_text((double)l->bytes, size), l->entries,
	       io_time_text(taken, false, time),
	       io_size_text(l->bytes ? (double)l->bytes / seconds : 0, speed),
	       l->entries ? (double)l->entries / seconds : 0);
}

static int run_readdir(struct io *io, const struct io_args *args)
{
	const struct readdir_opts *opts = args->opts;
	struct listing listing = { .opts = opts, .pos = opts->offset };
	struct timespec taken;
	struct io_rate rate;
	int error;

	io_rate_begin(&rate);
	error = list_all(&listing, io_file(io)->fd);
	if (error)
		return io_fail_call(io, "readdir", error);
	io_rate_taken(&rate, &taken);
	report(&listing, &taken);
	return 0;
}

const struct io_command io_readdir_commands[] = {
	{ .name = "readdir", .run = run_readdir,
	  .rows = rows, .nr_rows = sizeof(rows) / sizeof(rows[0]),
	  .opts_size = sizeof(struct readdir_opts), .defaults = &defaults,
	  .flags = IO_NEEDS_FILE, .usage = "[-v] [-o offset] [-l length]",
	  .brief = "read the entries of a directory",
	  .help = "Reads the entries of the open directory and reports how many bytes of\n"
		  "entries there were and how fast they came.\n"
		  "\n"
		  "Example: 'readdir -v' prints each with its position and inode." },
	{ 0 }
};
