// SPDX-License-Identifier: GPL-2.0-or-later
/* open, close, file, print: the table of open files and the commands over it. */

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "io/mmap.h"
#include "io/exchange.h"
#include "io/open.h"

/* statfs(2) calls it XFS_SUPER_MAGIC. */
#define XFS_MAGIC	0x58465342

static int open_flags(unsigned int flags)
{
	static const struct { unsigned int io; int os; } map[] = {
		{ IO_OSYNC, O_SYNC }, { IO_TRUNC, O_TRUNC }, { IO_APPEND, O_APPEND },
		{ IO_DIRECT, O_DIRECT }, { IO_CREAT, O_CREAT }, { IO_NONBLOCK, O_NONBLOCK },
		{ IO_TMPFILE, O_TMPFILE }, { IO_NOFOLLOW, O_NOFOLLOW }, { IO_PATH, O_PATH },
	};
	int os = flags & IO_READONLY ? O_RDONLY : O_RDWR;
	size_t i;

	for (i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (flags & map[i].io)
			os |= map[i].os;
	return os | O_CLOEXEC;
}

static int open_mode(struct io *io, const char *text, mode_t *mode)
{
	unsigned long value;
	char *end;

	*mode = 0600;
	if (!text)
		return 0;
	value = strtoul(text, &end, 8);
	if (*text < '0' || *text > '7' || *end || value > 07777)
		return io_fail(io, "-m %.64s is no mode: octal digits, 0 to 7777", text);
	*mode = value;
	return 0;
}

int io_open_wanted(struct io *io, const struct open_opts *opts, unsigned int *flags,
		   mode_t *mode)
{
	*flags = (opts->append ? IO_APPEND : 0) | (opts->direct ? IO_DIRECT : 0) |
		(opts->create ? IO_CREAT : 0) | (opts->nonblock ? IO_NONBLOCK : 0) |
		(opts->readonly ? IO_READONLY : 0) | (opts->sync ? IO_OSYNC : 0) |
		(opts->truncate ? IO_TRUNC : 0) | (opts->realtime ? IO_REALTIME : 0) |
		(opts->tmpfile ? IO_TMPFILE : 0) | (opts->path ? IO_PATH : 0) |
		(opts->nofollow ? IO_NOFOLLOW : 0);
	return open_mode(io, opts->mode, mode);
}

static int mark_realtime(struct io *io, int fd)
{
	struct fsxattr attr;

	if (ioctl(fd, FS_IOC_FSGETXATTR, &attr) < 0)
		return io_fail_call(io, "FS_IOC_FSGETXATTR", -errno);
	if (attr.fsx_xflags & FS_XFLAG_REALTIME)
		return 0;
	attr.fsx_xflags |= FS_XFLAG_REALTIME;
	if (ioctl(fd, FS_IOC_FSSETXATTR, &attr) < 0)
		return io_fail_call(io, "FS_IOC_FSSETXATTR", -errno);
	return 0;
}

static int make_room(struct io *io)
{
	struct io_file *files = reallocarray(io->files, (size_t)io->nr_files + 1,
					     sizeof(*files));

	if (!files)
		return -ENOMEM;
	io->files = files;
	return 0;
}

/*
 * A reference to a place (-P) takes no ioctl, and @geom stays zero; pipes, devices and
 * links count as foreign then as they do otherwise.
 */
static bool is_on_xfs(int fd, unsigned int flags, struct xfs_fsop_geom *geom)
{
	struct statfs fs;
	struct stat st;

	if (!(flags & IO_PATH))
		return !ioctl(fd, XFS_IOC_FSGEOMETRY, geom);
	return !fstat(fd, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) &&
		!fstatfs(fd, &fs) && fs.f_type == XFS_MAGIC;
}

/* Takes over @fd and, if it succeeds, @link_name. */
static int add_file(struct io *io, int fd, const char *path, unsigned int flags,
		    char *link_name)
{
	struct io_file file = { .fd = fd, .flags = flags, .link_name = link_name };
	int error = 0;

	if (flags & IO_REALTIME)
		error = mark_realtime(io, fd);
	if (!error) {
		file.name = strdup(path);
		error = file.name ? make_room(io) : -ENOMEM;
		if (error)
			io_fail_call(io, path, error);
	}
	if (error) {
		free(file.name);
		close(fd);
		return error;
	}
	if (!is_on_xfs(fd, flags, &file.geom))
		file.flags |= IO_FOREIGN;
	io->files[io->nr_files] = file;
	io->cur_file = io->nr_files++;
	return 0;
}

/* A folder can only be read; asking for more is how everybody names one. */
static int open_or_folder(const char *path, int oflags, mode_t mode)
{
	int fd = open(path, oflags, mode);

	if (fd < 0 && errno == EISDIR && !(oflags & (O_CREAT | O_TRUNC)))
		fd = open(path, (oflags & ~O_ACCMODE) | O_RDONLY, mode);
	return fd < 0 ? -errno : fd;
}

/* A file without a name beside @path, which is to be its name one day. */
static int open_unnamed(const char *path, int oflags, mode_t mode, char **link_name)
{
	char *copy = strdup(path);
	int fd = -ENOMEM;

	*link_name = strdup(path);
	if (copy && *link_name) {
		fd = open(dirname(copy), oflags, mode);
		fd = fd < 0 ? -errno : fd;
	}
	free(copy);
	return fd;
}

/*
 * A new name, or a folder for a file without one.  Anything else there is refused here:
 * the kernel would call it "not a directory", which is not what -T NAME means.
 */
static int open_tmpfile(struct io *io, const char *path, int os, mode_t mode, char **link_name)
{
	struct stat st;

	if (lstat(path, &st) < 0 && errno == ENOENT)
		return open_unnamed(path, os, mode, link_name);
	if (!stat(path, &st) && !S_ISDIR(st.st_mode)) {
		io_fail(io, "%s is there already; -T takes a folder, or a name that is free",
			path);
		return -EEXIST;
	}
	return open_or_folder(path, os, mode);
}

int io_file_open(struct io *io, const char *path, unsigned int flags, mode_t mode)
{
	char *link_name = NULL;
	int error, fd;

	if (flags & IO_TMPFILE)
		fd = open_tmpfile(io, path, open_flags(flags), mode, &link_name);
	else
		fd = open_or_folder(path, open_flags(flags), mode);
	if (fd == -EEXIST && flags & IO_TMPFILE)
		return fd;
	error = fd < 0 ? io_fail_call(io, path, fd) :
		add_file(io, fd, path, flags, link_name);
	if (error)
		free(link_name);
	return error;
}

int io_open_other(struct io *io, const char *path, int oflags, int *fd)
{
	*fd = open(path, oflags | O_CLOEXEC);
	return *fd < 0 ? io_fail_call(io, path, -errno) : 0;
}

int io_file_close(struct io *io, unsigned int index)
{
	struct io_file *file = &io->files[index];
	int error;

	io_update_drop(file);
	error = close(file->fd) < 0 ? -errno : 0;
	if (error)
		io_fail_call(io, file->name, error);
	free(file->name);
	free(file->link_name);
	memmove(file, file + 1, (--io->nr_files - index) * sizeof(*file));
	if (io->cur_file >= io->nr_files)
		io->cur_file = io->nr_files ? io->nr_files - 1 : 0;
	return error;
}

void io_flags_print(unsigned int flags, FILE *out)
{
	static const struct { unsigned int flag; const char *word; } more[] = {
		{ IO_APPEND, "append-only" }, { IO_NONBLOCK, "non-block" },
		{ IO_REALTIME, "real-time" }, { IO_TMPFILE, "tmpfile" },
		{ IO_PATH, "path" }, { IO_NOFOLLOW, "nofollow" },
	};
	size_t i;

	fprintf(out, "%s,%s,%s", flags & IO_OSYNC ? "sync" : "non-sync",
		flags & IO_DIRECT ? "direct" : "non-direct",
		flags & IO_READONLY ? "read-only" : "read-write");
	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (flags & more[i].flag)
			fprintf(out, ",%s", more[i].word);
}

static void print_files(struct io *io)
{
	unsigned int i;

	for (i = 0; i < io->nr_files; i++) {
		const struct io_file *file = &io->files[i];
		bool current = i == io->cur_file;

		printf("%c%03u%c %-14s (%s,", current ? '[' : ' ', i, current ? ']' : ' ',
		       file->name, file->flags & IO_FOREIGN ? "foreign" : "xfs");
		io_flags_print(file->flags, stdout);
		puts(")");
	}
}

static int run_print(struct io *io, const struct io_args *args)
{
	unsigned int i;

	print_files(io);
	for (i = 0; i < io->nr_mappings; i++)
		io_mapping_print(io, i);
	return 0;
}

static int run_file(struct io *io, const struct io_args *args)
{
	uint64_t n = io->cur_file;
	int error = args->nr ? io_number(io, "file", args->words[0], &n) : 0;

	if (!error && n >= io->nr_files)
		error = io_fail(io, "file %llu is out of range: 0 to %u", (unsigned long long)n,
				io->nr_files - 1);
	if (error)
		return error;
	io->cur_file = n;
	print_files(io);
	return 0;
}

int io_fail_updating(struct io *io, const struct io_file *file)
{
	return io_fail(io, "%s belongs to an atomic update: end it with commitupdate or "
		       "cancelupdate", file->name);
}

static int run_close(struct io *io, const struct io_args *args)
{
	struct io_file *file = io_file(io);
	int error;

	if (file->update)
		return io_fail_updating(io, file);
	error = io_file_close(io, io->cur_file);
	print_files(io);
	return error;
}

static const struct opt_row open_rows[] = {
	IO_OPEN_ROWS(struct open_opts, ),
	IO_FLAG('c', struct open_opts, create, .conflicts = "P T", .help = "the same as -f"),
	IO_FLAG('x', struct open_opts, realtime, .conflicts = "P", .help = "the same as -R"),
};

/* Without a path: what the current file is. */
static int open_nothing(struct io *io, const struct io_args *args)
{
	static const struct open_opts none;
	const struct open_opts *opts = args->opts;
	char stat[] = "stat", *words[] = { stat, NULL };

	if (memcmp(opts, &none, sizeof(none)))
		return io_fail(io, "there is no path behind the options");
	return io_run_words(io, 1, words);
}

static int run_open(struct io *io, const struct io_args *args)
{
	const struct open_opts *opts = args->opts;
	unsigned int flags;
	mode_t mode;
	int error;

	if (!args->nr)
		return open_nothing(io, args);
	error = io_open_wanted(io, opts, &flags, &mode);
	return error ? error : io_file_open(io, args->words[0], flags, mode);
}

const struct io_command io_open_commands[] = {
	{ .name = "open", .alias = "o", .run = run_open, .rows = open_rows,
	  .nr_rows = sizeof(open_rows) / sizeof(open_rows[0]),
	  .opts_size = sizeof(struct open_opts), .max_words = 1, .flags = IO_ONCE,
	  .usage = "[-acdfnrstxRTPL] [-m mode] [path]",
	  .brief = "open one more file and make it the current one",
	  .help =
"The file joins the list that `print` shows and becomes the current one.  Without a\n"
"path, `open` does what `stat` does.  -T with a folder makes a file that has no name;\n"
"with a path that does not exist yet it makes one in that path's folder and keeps the\n"
"path in mind, so that `daxclone -x` can give it that name when it is complete.\n"
"\n"
"  open -fd -m 640 data     create data for direct I/O" },
	{ .name = "close", .alias = "c", .run = run_close,
	  .flags = IO_NEEDS_FILE | IO_ONCE, .brief = "close the current file",
	  .help =
"The next file of the list, or else the last, becomes the current one; those left are\n"
"listed.  Mappings of the file stay until `munmap`." },
	{ .name = "file", .alias = "f", .run = run_file, .max_words = 1, .usage = "[N]",
	  .flags = IO_NEEDS_FILE | IO_ONCE, .brief = "list the open files, or make file N current",
	  .help =
"Square brackets mark the current file, the one that commands work on.\n"
"\n"
"  file 0                   back to the first" },
	{ .name = "print", .alias = "p", .run = run_print, .flags = IO_ONCE,
	  .brief = "list the open files and the mappings",
	  .help =
"A file's line tells whether it lies on XFS, and how it was opened; a mapping's has the\n"
"addresses, the access allowed, the file, and offset and length in it." },
	{ 0 }
};
