// SPDX-License-Identifier: GPL-2.0-or-later
/* label: shows and sets the label of a mounted filesystem. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "io/io.h"

struct label_opts {
	const char	*set;
	bool		clear;
};

enum { LABEL_SET };

static const struct opt_row label_rows[] = {
	IO_OPT('s', LABEL_SET, struct label_opts, set, OPT_STRING,
	       .arg = "LABEL", .help = "set it; XFS has room for 12 bytes"),
	IO_FLAG('c', struct label_opts, clear, .help = "clear it"),
};

static int show_label(struct io *io)
{
	char label[FSLABEL_MAX + 1] = "";

	if (ioctl(io_file(io)->fd, FS_IOC_GETFSLABEL, label) < 0)
		return io_fail_call(io, "label", -errno);
	printf("label = \"%s\"\n", label);
	return 0;
}

static int run_label(struct io *io, const struct io_args *args)
{
	const struct label_opts *opts = args->opts;
	char label[FSLABEL_MAX] = "";

	if (opts->set && opts->clear)
		return io_fail(io, "-s and -c exclude each other");
	if (opts->set) {
		if (strlen(opts->set) >= sizeof(label))
			return io_fail_call(io, "label", -EINVAL);
		memcpy(label, opts->set, strlen(opts->set));
	}
	if ((opts->set || opts->clear) &&
	    ioctl(io_file(io)->fd, FS_IOC_SETFSLABEL, label) < 0)
		return io_fail_call(io, "label", -errno);
	return show_label(io);
}

const struct io_command io_label_commands[] = {
	{ .name = "label", .run = run_label,
	  .rows = label_rows, .nr_rows = 2, .opts_size = sizeof(struct label_opts),
	  .flags = IO_NEEDS_FILE,
	  .usage = "[-s label | -c]", .brief = "show, set or clear the filesystem's label",
	  .help = "Works on the mounted filesystem of the current file and prints the label\n"
		  "it has afterwards.\n"
		  "\n"
		  "  xfs_io -r -c 'label -s scratch' /mnt" },
	{ 0 }
};
