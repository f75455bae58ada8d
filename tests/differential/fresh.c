// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An empty folder, in a filesystem with nothing left to do.
 *
 *	fresh PATH/DIR
 *
 * Removes DIR with all that is in it, waits until the filesystem has freed what belonged
 * to it, and makes DIR again.  XFS frees inodes and blocks in the background, and what it
 * has freed but not yet logged it does not give out, so that without the wait two equal
 * filesystems with equal histories put the next file into different places.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernel's structure of XFS_IOC_FREE_EOFBLOCKS, version 1. */
struct free_eofblocks {
	uint32_t	version;
	uint32_t	flags;		/* 1: wait */
	uint32_t	uid, gid, prid, pad32;
	uint64_t	min_file_size;
	uint64_t	pad64[12];
};

#define FREE_EOFBLOCKS	_IOR('X', 58, struct free_eofblocks)

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

/* The ioctl ends with a wait for all inodes that are to be freed. */
static int wait_idle(const char *dir)
{
	struct free_eofblocks all = { .version = 1, .flags = 1 };
	int fd = open(dir, O_RDONLY | O_DIRECTORY);
	int error = 0;

	if (fd < 0)
		return -1;
	if (ioctl(fd, FREE_EOFBLOCKS, &all) < 0 && errno != ENOTTY && errno != EOPNOTSUPP)
		error = -1;
	if (!error)
		error = syncfs(fd);
	close(fd);
	return error;
}

int main(int argc, char **argv)
{
	char *slash = argc == 2 ? strrchr(argv[1], '/') : NULL;

	if (!slash) {
		fprintf(stderr, "usage: fresh PATH/DIR\n");
		return 2;
	}
	if (nftw(argv[1], remove_one, 16, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
		goto failed;
	*slash = '\0';
	if (wait_idle(argv[1]) < 0)
		goto failed;
	*slash = '/';
	if (mkdir(argv[1], 0777) < 0)
		goto failed;
	return 0;
failed:
	fprintf(stderr, "fresh %s: %s\n", argv[1], strerror(errno));
	return 1;
}
