// SPDX-License-Identifier: GPL-2.0-or-later
/* open, close, file, print: the table of open files and the commands over it. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/open.h"

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

/* Takes over @fd. */
static int add_file(struct io *io, int fd, const char *path, unsigned int flags)
{
	struct io_file *files = realloc(io->files, (io->nr_files + 1) * sizeof(*files));
	struct io_file *file;

	if (!files) {
		close(fd);
		return io_fail_call(io, path, -ENOMEM);
	}
	io->files = files;
	file = &files[io->nr_files];
	*file = (struct io_file) { .fd = fd, .flags = flags, .name = strdup(path) };
	if (!file->name) {
		close(fd);
		return io_fail_call(io, path, -ENOMEM);
	}
	if (ioctl(fd, XFS_IOC_FSGEOMETRY, &file->geom) < 0)
		file->flags |= IO_FOREIGN;
	io->cur_file = io->nr_files++;
	return 0;
}

int io_file_open(struct io *io, const char *path, unsigned int flags, mode_t mode)
{
	int fd = open(path, open_flags(flags), mode);

	if (fd < 0 && errno == EISDIR && !(flags & (IO_CREAT | IO_TMPFILE)))
		fd = open(path, open_flags(flags |= IO_READONLY), mode);
	if (fd < 0)
		return io_fail_call(io, path, -errno);
	return add_file(io, fd, path, flags);
}

int io_open_other(struct io *io, const char *path, int oflags, int *fd)
{
	*fd = open(path, oflags | O_CLOEXEC);
	return *fd < 0 ? io_fail_call(io, path, -errno) : 0;
}

int io_file_close(struct io *io, unsigned int index)
{
	struct io_file *file = &io->files[index];
	int error = close(file->fd) < 0 ? -errno : 0;

	if (error)
		io_fail_call(io, file->name, error);
	free(file->name);
	memmove(file, file + 1, (--io->nr_files - index) * sizeof(*file));
	if (io->cur_file >= io->nr_files)
		io->cur_file = io->nr_files ? io->nr_files - 1 : 0;
	return error;
}

static int run_close(struct io *io, const struct io_args *args)
{
	return io_file_close(io, io->cur_file);
}

const struct io_command io_open_commands[] = {
	{ .name = "close", .alias = "c", .run = run_close,
	  .flags = IO_NEEDS_FILE | IO_ONCE, .brief = "close the current file" },
	{ 0 }
};
