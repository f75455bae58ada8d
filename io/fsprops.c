// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * getfsprops, setfsprops, listfsprops, removefsprops: properties of a filesystem.
 *
 * A property is an extended attribute trusted.xfs:NAME of the root directory; the text
 * is its value.  All words are checked before the first change.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "io/fsprops.h"

#define PREFIX		"trusted.xfs:"
#define PREFIX_LEN	(sizeof(PREFIX) - 1)
#define VALUE_MAX	65536U			/* of an extended attribute */
#define LIST_MAX	65536U			/* bytes of names that the kernel lists */

bool fsprop_name_ok(const char *name, size_t len)
{
	return len > 0 && len <= FSPROP_NAME_MAX && !memchr(name, '=', len);
}

bool fsprop_value_ok(const char *name, size_t len, const char *value)
{
	static const char *const autofsck[] = { "none", "check", "optimize", "repair" };
	size_t i;

	if (len != strlen("autofsck") || strncmp(name, "autofsck", len))
		return true;
	for (i = 0; i < sizeof(autofsck) / sizeof(autofsck[0]); i++)
		if (!strcmp(value, autofsck[i]))
			return true;
	return false;
}

/* XFS itself knows its root; a mount point may be any directory. */
static int check_root(struct io *io)
{
	struct io_file *file = io_file(io);
	struct { struct xfs_bulk_ireq hdr; struct xfs_bulkstat root; } req = {
		.hdr = { .ino = XFS_BULK_IREQ_SPECIAL_ROOT, .flags = XFS_BULK_IREQ_SPECIAL,
			 .icount = 1 },
	};
	struct stat st;

	if (fstat(file->fd, &st) < 0 || ioctl(file->fd, XFS_IOC_BULKSTAT, &req) < 0)
		return io_fail_call(io, io->running->name, -errno);
	if (req.hdr.ocount != 1 || req.root.bs_ino != st.st_ino)
		return io_fail(io, "%s is not the root directory of the filesystem", file->name);
	return 0;
}

static void attr_name(char *attr, const char *name, size_t len)
{
	memcpy(attr, PREFIX, PREFIX_LEN);
	memcpy(attr + PREFIX_LEN, name, len);
	attr[PREFIX_LEN + len] = 0;
}

static int check_names(struct io *io, const struct io_args *args)
{
	unsigned int i;

	for (i = 0; i < args->nr; i++)
		if (!fsprop_name_ok(args->words[i], strlen(args->words[i])))
			return io_fail(io, "'%.64s' cannot be a property: 1 to %d bytes without =",
				       args->words[i], FSPROP_NAME_MAX);
	return 0;
}

static int get_one(struct io *io, const char *name, char *value)
{
	char attr[PREFIX_LEN + FSPROP_NAME_MAX + 1];
	ssize_t len;

	attr_name(attr, name, strlen(name));
	len = fgetxattr(io_file(io)->fd, attr, value, VALUE_MAX);
	if (len < 0)
		return io_fail_call(io, name, -errno);
	printf("%s=", name);
	fwrite(value, 1, len, stdout);
	putchar('\n');
	return 0;
}

static int run_getfsprops(struct io *io, const struct io_args *args)
{
	char *value;
	unsigned int i;
	int error = check_names(io, args);

	if (!error)
		error = check_root(io);
	if (error)
		return error;
	value = malloc(VALUE_MAX);
	if (!value)
		return io_fail_call(io, "getfsprops", -ENOMEM);
	for (i = 0; !error && i < args->nr; i++)
		error = get_one(io, args->words[i], value);
	free(value);
	return error;
}

struct setfsprops_opts {
	bool	force;
};

static const struct opt_row setfsprops_rows[] = {
	IO_FLAG('f', struct setfsprops_opts, force, .help = "do not check the value"),
};

static int check_assignment(struct io *io, const char *word, bool force)
{
	size_t len = strcspn(word, "=");

	if (!word[len])
		return io_fail(io, "'%.64s' lacks a value: write name=value", word);
	if (!fsprop_name_ok(word, len))
		return io_fail(io, "'%.64s': a name has 1 to %d bytes", word, FSPROP_NAME_MAX);
	if (strlen(word + len + 1) > VALUE_MAX)
		return io_fail(io, "%.*s: the value is longer than %u bytes", (int)len, word,
			       VALUE_MAX);
	if (!force && !fsprop_value_ok(word, len, word + len + 1))
		return io_fail(io, "'%.64s': autofsck is one of none, check, optimize, repair",
			       word);
	return 0;
}

static int set_one(struct io *io, const char *word)
{
	char attr[PREFIX_LEN + FSPROP_NAME_MAX + 1];
	size_t len = strcspn(word, "=");
	const char *value = word + len + 1;

	attr_name(attr, word, len);
	if (fsetxattr(io_file(io)->fd, attr, value, strlen(value), 0) < 0)
		return io_fail_call(io, attr + PREFIX_LEN, -errno);
	puts(word);
	return 0;
}

static int run_setfsprops(struct io *io, const struct io_args *args)
{
	const struct setfsprops_opts *opts = args->opts;
	unsigned int i;
	int error = 0;

	for (i = 0; !error && i < args->nr; i++)
		error = check_assignment(io, args->words[i], opts->force);
	if (!error)
		error = check_root(io);
	for (i = 0; !error && i < args->nr; i++)
		error = set_one(io, args->words[i]);
	return error;
}

static void print_props(const char *list, size_t size)
{
	const char *name = list, *end = list + size;

	while (name < end) {
		size_t len = strnlen(name, end - name);

		if (len >= PREFIX_LEN && !memcmp(name, PREFIX, PREFIX_LEN))
			printf("%.*s\n", (int)(len - PREFIX_LEN), name + PREFIX_LEN);
		name += len + 1;
	}
}

static int run_listfsprops(struct io *io, const struct io_args *args)
{
	int error = check_root(io);
	ssize_t size;
	char *list;

	(void)args;
	if (error)
		return error;
	list = malloc(LIST_MAX);
	if (!list)
		return io_fail_call(io, "listfsprops", -ENOMEM);
	size = flistxattr(io_file(io)->fd, list, LIST_MAX);
	if (size < 0)
		error = io_fail_call(io, "listfsprops", -errno);
	else
		print_props(list, size);
	free(list);
	return error;
}

static int run_removefsprops(struct io *io, const struct io_args *args)
{
	char attr[PREFIX_LEN + FSPROP_NAME_MAX + 1];
	unsigned int i;
	int error = check_names(io, args);

	if (!error)
		error = check_root(io);
	for (i = 0; !error && i < args->nr; i++) {
		attr_name(attr, args->words[i], strlen(args->words[i]));
		if (fremovexattr(io_file(io)->fd, attr) < 0)
			error = io_fail_call(io, args->words[i], -errno);
	}
	return error;
}

const struct io_command io_fsprops_commands[] = {
	{ .name = "getfsprops", .run = run_getfsprops, .flags = IO_NEEDS_XFS,
	  .min_words = 1, .max_words = 255,
	  .usage = "name ...", .brief = "print properties of the filesystem",
	  .help = "Prints name=value for each property named.  Properties belong to the whole\n"
		  "filesystem; the current file must be its root directory.\n"
		  "\n"
		  "  xfs_io -r -c 'getfsprops autofsck' /mnt" },
	{ .name = "setfsprops", .run = run_setfsprops, .flags = IO_NEEDS_XFS,
	  .rows = setfsprops_rows, .nr_rows = 1, .opts_size = sizeof(struct setfsprops_opts),
	  .min_words = 1, .max_words = 255,
	  .usage = "[-f] name=value ...", .brief = "set properties of the filesystem",
	  .help = "Stores each property and prints it.  autofsck tells the self-checking\n"
		  "service what it may do: none, check, optimize or repair.  Nothing is stored\n"
		  "when one of the words is wrong.\n"
		  "\n"
		  "  xfs_io -r -c 'setfsprops autofsck=check' /mnt" },
	{ .name = "listfsprops", .run = run_listfsprops, .flags = IO_NEEDS_XFS,
	  .brief = "list the properties of the filesystem",
	  .help = "Prints the names of all properties the filesystem has, one a line.\n"
		  "\n"
		  "  xfs_io -r -c listfsprops /mnt" },
	{ .name = "removefsprops", .run = run_removefsprops, .flags = IO_NEEDS_XFS,
	  .min_words = 1, .max_words = 255,
	  .usage = "name ...", .brief = "remove properties of the filesystem",
	  .help = "Removes the properties named; stops at one that is not there.\n"
		  "\n"
		  "  xfs_io -r -c 'removefsprops autofsck' /mnt" },
	{ 0 }
};
