// SPDX-License-Identifier: GPL-2.0-or-later
/* What is stored on a target, as libblkid sees it (mkfs/target_check.h). */

#include <blkid.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mkfs/target_check.h"

/* What the last blkid_do_probe() found, in people's words. */
static const char *describe(blkid_probe pr, const char **type)
{
	const char *usage = "";

	if (!blkid_probe_lookup_value(pr, "PTTYPE", type, NULL))
		return "a partition table";
	if (blkid_probe_lookup_value(pr, "TYPE", type, NULL))
		return NULL;
	blkid_probe_lookup_value(pr, "USAGE", &usage, NULL);
	if (!strcmp(usage, "filesystem"))
		return "a filesystem";
	if (!strcmp(usage, "raid"))
		return "a part of a RAID or volume group";
	if (!strcmp(usage, "crypto"))
		return "an encrypted volume";
	return "data";
}

static void list_contents(blkid_probe pr, char *what, size_t size, int *error)
{
	const char *type, *kind;
	size_t len = 0;
	int rc;

	while ((rc = blkid_do_probe(pr)) == 0 && len < size) {
		kind = describe(pr, &type);
		if (kind)
			len += snprintf(what + len, size - len, "%s%s (%s)",
					len ? " and " : "", kind, type);
	}
	if (rc < 0)
		*error = errno ? -errno : -EIO;
}

int target_find_contents(const char *path, char *what, size_t size)
{
	blkid_probe pr = blkid_new_probe();
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error = 0;

	what[0] = '\0';
	if (fd < 0) {
		error = -errno;
	} else if (!pr) {
		error = -ENOMEM;
	} else if (blkid_probe_set_device(pr, fd, 0, 0)) {
		error = -EIO;
	} else {
		blkid_probe_enable_superblocks(pr, 1);
		blkid_probe_set_superblocks_flags(pr, BLKID_SUBLKS_TYPE |
						  BLKID_SUBLKS_USAGE);
		blkid_probe_enable_partitions(pr, 1);
		errno = 0;
		list_contents(pr, what, size, &error);
	}
	if (fd >= 0)
		close(fd);
	blkid_free_probe(pr);
	return error;
}
