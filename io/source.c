// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the other file of a copy. */

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/source.h"

int io_source_open(struct io *io, const char *path, bool by_number, uint64_t number,
		   struct io_source *source)
{
	*source = (struct io_source) { .fd = -1 };
	if (!by_number == !path)
		return io_fail(io, "name the file to copy from, or its number with -f");
	if (path) {
		source->opened = true;
		return io_open_other(io, path, O_RDONLY, &source->fd);
	}
	if (number >= io->nr_files)
		return io_fail(io, "there is no open file %llu; the last one is %u",
			       (unsigned long long)number, io->nr_files - 1);
	source->fd = io->files[number].fd;
	return 0;
}

void io_source_close(struct io_source *source)
{
	if (source->opened && source->fd >= 0)
		close(source->fd);
	source->fd = -1;
}

int io_source_size(struct io *io, const struct io_source *source, uint64_t *size)
{
	struct stat st;

	if (fstat(source->fd, &st) < 0)
		return io_fail_call(io, "fstat", -errno);
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return io_fail(io, "the source is no regular file: give the length");
	*size = (uint64_t)st.st_size;
	return 0;
}
