// SPDX-License-Identifier: GPL-2.0-or-later
/* xfs_io: the command line. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/command.h"
#include "io/open.h"

int main(int argc, char **argv)
{
	struct io io = { .progname = "xfs_io" };
	const char *commands[64];
	unsigned int nr = 0, flags = 0, i;
	int c;

	while ((c = getopt(argc, argv, "c:frxRdst")) != -1) {
		switch (c) {
		case 'c': if (nr < 64) commands[nr++] = optarg; break;
		case 'f': flags |= IO_CREAT; break;
		case 'r': flags |= IO_READONLY; break;
		case 'd': flags |= IO_DIRECT; break;
		case 's': flags |= IO_OSYNC; break;
		case 't': flags |= IO_TRUNC; break;
		case 'x': io.expert = true; break;
		default: return EXIT_FAILURE;
		}
	}
	for (; optind < argc; optind++)
		if (io_file_open(&io, argv[optind], flags, 0600))
			return EXIT_FAILURE;
	for (i = 0; i < nr && !io.quit; i++)
		io_run_line_each(&io, commands[i]);
	while (io.nr_files)
		io_file_close(&io, 0);
	free(io.files);
	if (fflush(stdout))
		io.failed = true;
	return io.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
