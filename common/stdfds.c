// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps the places of closed standard streams from the files that are opened next. */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "common/stdfds.h"

int stdfds_take(void)
{
	int fd;

	/* The lowest free one is given out; with O_PATH nothing can be read or written. */
	do {
		fd = open("/", O_PATH | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}
