// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * -c makecfg: the features of this filesystem as a config file for the next one.
 *
 * Written once everything is decided, also in a dry run, and never over a file that
 * is there.  A file that could not be written whole is removed again.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mkfs/kernels.h"

/* The features of one config section; option letter @letter. */
static void write_section(FILE *f, struct mkfs_options *o, char letter,
			  const char *section)
{
	size_t i;

	fprintf(f, "\n[%s]\n", section);
	for (i = 0; i < mkfs_nr_features; i++)
		if (mkfs_features[i].option[1] == letter)
			fprintf(f, "%s=%d\n", mkfs_features[i].name,
				*mkfs_feature_choice(o, &mkfs_features[i]));
}

static int write_sections(FILE *f, struct mkfs_options *o)
{
	int error;

	fprintf(f, "# The features chosen by mkfs.xfs of xfsprogs-dax.\n");
	write_section(f, o, 'm', "metadata");
	write_section(f, o, 'i', "inode");
	write_section(f, o, 'n', "naming");
	error = ferror(f) ? -EIO : 0;
	return fclose(f) ? -errno : error;
}

int mkfs_write_config(struct mkfs *m)
{
	const char *path = m->opts.c.makecfg;
	int fd, error;
	FILE *f;

	if (!path)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return mkfs_fail("-c makecfg: the file cannot be made: %s: %s",
				 strerror(errno), path);
	f = fdopen(fd, "w");
	if (!f) {
		error = -errno;
		close(fd);
	} else {
		error = write_sections(f, &m->opts);
	}
	if (!error)
		return 0;
	unlink(path);
	return mkfs_fail("-c makecfg: the file cannot be written: %s: %s",
			 strerror(-error), path);
}
