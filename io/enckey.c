// SPDX-License-Identifier: GPL-2.0-or-later
/* add_enckey, rm_enckey, enckey_status: the encryption keys a filesystem holds. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/encrypt.h"

static int named_key(struct io *io, const char *text, struct fscrypt_key_specifier *spec)
{
	if (!encrypt_keyspec(text, spec))
		return 0;
	return io_fail(io, "'%.64s' names no key: 16 hexadecimal digits (v1) or 32 (v2)", text);
}

/* "<before> descriptor 0123456789abcdef<after>" */
static void say_key(const char *before, const struct fscrypt_key_specifier *spec,
		    const char *after)
{
	printf("%s encryption key with %s ", before,
	       spec->type == FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER ? "identifier" : "descriptor");
	encrypt_print_hex(spec->u.identifier, encrypt_keyspec_bytes(spec));
	puts(after);
}

enum { ADD_DESCRIPTOR, ADD_KEY_ID };

struct add_opts {
	const char	*descriptor;
	uint32_t	key_id;
};

static const struct opt_row add_rows[] = {
	IO_OPT('d', ADD_DESCRIPTOR, struct add_opts, descriptor, OPT_STRING,
	       .arg = "DESCRIPTOR", .help = "for v1 policies, under this name"),
	IO_OPT_MAX('k', ADD_KEY_ID, struct add_opts, key_id, OPT_NUMBER, INT32_MAX, .min = 1,
		   .arg = "KEY_ID", .help = "take the key from the kernel's key of this number"),
};

/* Reads the key to its end; one byte more than fits tells that it is too long. */
static int read_key(struct io *io, struct fscrypt_add_key_arg *arg)
{
	uint8_t raw[FSCRYPT_MAX_KEY_SIZE + 1];
	size_t have = 0;
	ssize_t n = 1;

	while (have < sizeof(raw) && n) {
		n = read(STDIN_FILENO, raw + have, sizeof(raw) - have);
		if (n < 0 && errno == EINTR && !io_interrupted())
			continue;
		if (n < 0)
			break;
		have += n;
	}
	if (n >= 0 && have <= FSCRYPT_MAX_KEY_SIZE) {
		memcpy(arg->raw, raw, have);
		arg->raw_size = have;
	}
	explicit_bzero(raw, sizeof(raw));
	if (n < 0)
		return io_fail_call(io, "add_enckey", -errno);
	if (have > FSCRYPT_MAX_KEY_SIZE)
		return io_fail(io, "the key on standard input is longer than %d bytes",
			       FSCRYPT_MAX_KEY_SIZE);
	return 0;
}

static int run_add_enckey(struct io *io, const struct io_args *args)
{
	const struct add_opts *opts = args->opts;
	struct fscrypt_add_key_arg *arg = calloc(1, sizeof(*arg) + FSCRYPT_MAX_KEY_SIZE);
	int error = 0;

	if (!arg)
		return io_fail_call(io, "add_enckey", -ENOMEM);
	arg->key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	if (opts->descriptor) {
		error = encrypt_keyspec(opts->descriptor, &arg->key_spec);
		if (error || arg->key_spec.type != FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR)
			error = io_fail(io, "-d %.64s is not 16 hexadecimal digits",
					opts->descriptor);
	}
	if (!error && IO_GIVEN(args, ADD_KEY_ID))
		arg->key_id = opts->key_id;
	else if (!error)
		error = read_key(io, arg);
	if (!error && ioctl(io_file(io)->fd, FS_IOC_ADD_ENCRYPTION_KEY, arg) < 0)
		error = io_fail_call(io, "add_enckey", -errno);
	if (!error)
		say_key("Added", &arg->key_spec, "");
	explicit_bzero(arg, sizeof(*arg) + FSCRYPT_MAX_KEY_SIZE);
	free(arg);
	return error;
}

struct rm_opts {
	bool	all_users;
};

static const struct opt_row rm_rows[] = {
	IO_FLAG('a', struct rm_opts, all_users, .help = "whoever added it, not only you"),
};

static int run_rm_enckey(struct io *io, const struct io_args *args)
{
	const struct rm_opts *opts = args->opts;
	struct fscrypt_remove_key_arg arg = { 0 };
	int error = named_key(io, args->words[0], &arg.key_spec);

	if (error)
		return error;
	if (ioctl(io_file(io)->fd, opts->all_users ? FS_IOC_REMOVE_ENCRYPTION_KEY_ALL_USERS :
		  FS_IOC_REMOVE_ENCRYPTION_KEY, &arg) < 0)
		return io_fail_call(io, "rm_enckey", -errno);
	if (arg.removal_status_flags & FSCRYPT_KEY_REMOVAL_STATUS_FLAG_OTHER_USERS)
		say_key("Removed user's claim to", &arg.key_spec, "");
	else if (arg.removal_status_flags & FSCRYPT_KEY_REMOVAL_STATUS_FLAG_FILES_BUSY)
		say_key("Removed", &arg.key_spec, ", but files still busy");
	else
		say_key("Removed", &arg.key_spec, "");
	return 0;
}

static int run_enckey_status(struct io *io, const struct io_args *args)
{
	struct fscrypt_get_key_status_arg arg = { 0 };
	int error = named_key(io, args->words[0], &arg.key_spec);

	if (error)
		return error;
	if (ioctl(io_file(io)->fd, FS_IOC_GET_ENCRYPTION_KEY_STATUS, &arg) < 0)
		return io_fail_call(io, "enckey_status", -errno);
	switch (arg.status) {
	case FSCRYPT_KEY_STATUS_ABSENT:
		puts("Absent");
		return 0;
	case FSCRYPT_KEY_STATUS_PRESENT:
		fputs("Present", stdout);
		if (arg.user_count || arg.status_flags)
			printf(" (user_count=%u%s)", arg.user_count,
			       arg.status_flags & FSCRYPT_KEY_STATUS_FLAG_ADDED_BY_SELF ?
			       ", added_by_self" : "");
		putchar('\n');
		return 0;
	case FSCRYPT_KEY_STATUS_INCOMPLETELY_REMOVED:
		puts("Incompletely removed");
		return 0;
	}
	return io_fail(io, "the kernel tells a status this program does not know: %u",
		       arg.status);
}

const struct io_command io_enckey_commands[] = {
	{ .name = "add_enckey", .run = run_add_enckey,
	  .rows = add_rows, .nr_rows = sizeof(add_rows) / sizeof(add_rows[0]),
	  .opts_size = sizeof(struct add_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-d descriptor] [-k key_id]", .brief = "give the filesystem an encryption key",
	  .help = "Reads a key of 16 to 64 raw bytes from standard input, or takes one that\n"
		  "the kernel holds (-k), and adds it to the filesystem of the current file.\n"
		  "Without -d it serves v2 policies, and its identifier is printed.\n"
		  "\n"
		  "  xfs_io -r -c add_enckey /mnt <key" },
	{ .name = "rm_enckey", .run = run_rm_enckey,
	  .rows = rm_rows, .nr_rows = 1, .opts_size = sizeof(struct rm_opts),
	  .min_words = 1, .max_words = 1, .flags = IO_NEEDS_FILE,
	  .usage = "[-a] keyspec", .brief = "take an encryption key from the filesystem",
	  .help = "Files under the key are locked unless others hold them or the key still.\n"
		  "A keyspec is the key's descriptor (16 hexadecimal digits) or identifier\n"
		  "(32).\n"
		  "\n"
		  "  xfs_io -r -c 'rm_enckey 0000111122223333' /mnt" },
	{ .name = "enckey_status", .run = run_enckey_status,
	  .min_words = 1, .max_words = 1, .flags = IO_NEEDS_FILE,
	  .usage = "keyspec", .brief = "tell whether the filesystem holds a key",
	  .help = "Prints Present, Absent or Incompletely removed; for keys of v2 policies\n"
		  "also how many users added it, and whether you did.\n"
		  "\n"
		  "  xfs_io -r -c 'enckey_status 0000111122223333' /mnt" },
	{ 0 }
};
