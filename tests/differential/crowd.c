// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fills a mounted filesystem with very many of the same, to measure with:
 *
 *	crowd DIRECTORY files NR	NR small files in NR / 1000 directories, every fourth a clone
 *	crowd DIRECTORY extents NR	four files of NR separate extents, ten clones of each of
 *					which a fiftieth has been written again
 *
 * Always the same.  Any error ends it.
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK	4096
#define IN_DIR	1000

static const char zeros[BLOCK];

static void die(const char *what)
{
	fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_file(const char *name)
{
	int fd = open(name, O_RDWR | O_CREAT, 0644);

	if (fd < 0)
		die(name);
	return fd;
}

static void write_block(int fd, uint64_t nr, size_t len)
{
	if (pwrite(fd, zeros, len, (off_t)(nr * BLOCK)) != (ssize_t)len)
		die("write");
}

static void flush(void)
{
	int fd = open(".", O_RDONLY);

	if (fd < 0 || syncfs(fd))
		die("sync");
	close(fd);
}

static void clone_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY), out = open_file(to);

	if (in < 0 || ioctl(out, FICLONE, in))
		die(to);
	close(in);
	close(out);
}

static void fill_dir(unsigned int dir, unsigned int nr)
{
	char name[64], source[64];
	unsigned int i;
	int fd;

	snprintf(name, sizeof(name), "d%u", dir);
	if (mkdir(name, 0755))
		die(name);
	for (i = 0; i < nr; i++) {
		if (i % 4 == 3)
			continue;
		snprintf(name, sizeof(name), "d%u/file-%u", dir, i);
		fd = open_file(name);
		write_block(fd, 0, 100);
		close(fd);
	}
	flush();	/* once for all that are cloned, not for each */
	for (i = 3; i < nr; i += 4) {
		snprintf(source, sizeof(source), "d%u/file-%u", dir, i - 1);
		snprintf(name, sizeof(name), "d%u/clone-%u", dir, i);
		clone_file(source, name);
	}
}

static void files(unsigned long nr)
{
	for (unsigned int dir = 0; nr; dir++) {
		unsigned int piece = nr < IN_DIR ? (unsigned int)nr : IN_DIR;

		fill_dir(dir, piece);
		nr -= piece;
	}
}

static void rewrite(const char *name, unsigned long nr)
{
	static uint64_t state = 1;
	int fd = open_file(name);

	for (unsigned long i = 0; i < nr / 50; i++) {
		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		write_block(fd, 2 * ((state >> 33) % nr), BLOCK);
	}
	close(fd);
}

static void extents(unsigned long nr)
{
	char name[64], clone[64];
	int fd;

	for (unsigned int file = 0; file < 4; file++) {
		snprintf(name, sizeof(name), "f%u", file);
		fd = open_file(name);
		for (unsigned long i = 0; i < nr; i++)
			write_block(fd, 2 * i, BLOCK);
		close(fd);
		flush();
		for (unsigned int i = 0; i < 10; i++) {
			snprintf(clone, sizeof(clone), "f%u.%u", file, i);
			clone_file(name, clone);
			rewrite(clone, nr);
		}
	}
}

int main(int argc, char **argv)
{
	unsigned long nr = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;

	errno = EINVAL;
	if (!nr || chdir(argv[1]))
		die("usage: crowd DIRECTORY files|extents NR");
	if (!strcmp(argv[2], "files"))
		files(nr);
	else
		extents(nr);
	return 0;
}
