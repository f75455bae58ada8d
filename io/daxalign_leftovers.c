// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Gives back the space that copy-on-write has set aside around small writes, which would
 * draw the next stores away from where daxalign has put a piece.
 *
 * The kernel waits for a moment without readers, which may be long in coming, and no
 * signal ends that.  So a process of its own waits, which holds nothing but the folder of
 * the file, and we for it, but not for ever.
 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/daxalign.h"

#define PATIENCE_MS	2000

/* Where the waiting process keeps its two descriptors, behind the standard ones. */
enum { KEPT_FOLDER = 3, KEPT_PIPE, KEPT_END };

/* Whoever waits for the end of our output or of our use of a file must not wait for this
   process, so it has none of them. */
static int keep_only(int folder, int end)
{
	int null = open("/dev/null", O_RDWR), fd;

	/* First out of the way of the places. */
	folder = fcntl(folder, F_DUPFD, KEPT_END);
	end = fcntl(end, F_DUPFD, KEPT_END);
	if (null < 0 || folder < 0 || end < 0)
		return -errno;
	for (fd = 0; fd < KEPT_FOLDER; fd++)
		if (dup2(null, fd) < 0)
			return -errno;
	if (dup2(folder, KEPT_FOLDER) < 0 || dup2(end, KEPT_PIPE) < 0)
		return -errno;
	return close_range(KEPT_END, ~0U, 0) < 0 ? -errno : 0;
}

/* A child of a child, so that nobody has to wait for its end. */
static void start_waiter(int folder, int end, struct xfs_fs_eofblocks *which)
{
	pid_t child = fork();

	if (child == 0) {
		if (fork() == 0 && !keep_only(folder, end))
			ioctl(KEPT_FOLDER, XFS_IOC_FREE_EOFBLOCKS, which);
		_exit(0);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
}

/* For a file that is open for writing, as ours is, newer kernels do it only with the flag
   to wait for it. */
void daxalign_free_leftovers(int fd)
{
	struct xfs_fs_eofblocks which = {
		.eof_version = XFS_EOFBLOCKS_VERSION,
		.eof_flags = XFS_EOF_FLAGS_SYNC | XFS_EOF_FLAGS_UID | XFS_EOF_FLAGS_MINFILESIZE,
	};
	struct pollfd done = { .events = POLLIN };
	struct stat st;
	int ends[2], folder;

	if (geteuid() != 0 || fstat(fd, &st) < 0)
		return;
	which.eof_uid = st.st_uid;
	which.eof_min_file_size = st.st_size;
	folder = staging_folder(fd);
	if (folder < 0)
		return;
	if (pipe2(ends, O_CLOEXEC) == 0) {
		start_waiter(folder, ends[1], &which);
		close(ends[1]);
		/* The pipe is closed with the other process. */
		done.fd = ends[0];
		poll(&done, 1, PATIENCE_MS);
		close(ends[0]);
	}
	close(folder);
}
