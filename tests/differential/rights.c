// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * All that says who may do what with a file, for tests/differential/daxclone.
 *
 *	rights FILE			lists owner, mode and extended attributes, those
 *					of the system (ACLs, capabilities) among them
 *	rights FILE NAME HEX		sets one
 */
#include <linux/limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

static int fail(const char *what)
{
	perror(what);
	return EXIT_FAILURE;
}

/* HEX has two digits a byte. */
static int set(const char *path, const char *name, const char *hex)
{
	unsigned char value[256];
	unsigned int byte;
	size_t len;

	for (len = 0; len < sizeof(value) && sscanf(hex, "%2x", &byte) == 1; len++) {
		value[len] = byte;
		hex += 2;
	}
	return setxattr(path, name, value, len, 0) < 0 ? fail(name) : 0;
}

static int show_value(const char *path, const char *name)
{
	static unsigned char value[XATTR_SIZE_MAX];
	ssize_t i, len = getxattr(path, name, value, sizeof(value));

	if (len < 0)
		return fail(name);
	printf("%s ", name);
	for (i = 0; i < len; i++)
		printf("%02x", value[i]);
	putchar('\n');
	return 0;
}

static int show(const char *path)
{
	static char names[XATTR_LIST_MAX];
	ssize_t at, len = listxattr(path, names, sizeof(names));
	struct stat st;
	int error = 0;

	if (len < 0 || stat(path, &st) < 0)
		return fail(path);
	printf("%u %u %o\n", st.st_uid, st.st_gid, st.st_mode);
	for (at = 0; !error && at < len; at += strlen(names + at) + 1)
		error = show_value(path, names + at);
	return error;
}

int main(int argc, char **argv)
{
	if (argc == 4)
		return set(argv[1], argv[2], argv[3]);
	if (argc == 2)
		return show(argv[1]);
	fprintf(stderr, "usage: rights FILE [NAME HEX]\n");
	return EXIT_FAILURE;
}
