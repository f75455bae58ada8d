// SPDX-License-Identifier: GPL-2.0-or-later
/* get_encpolicy, set_encpolicy: the encryption policy of a file or directory. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>

#include "io/encrypt.h"

/*
 * Names that scripts know; the kernel's other modes go by number.  Older headers
 * have no name for byte 4 of a v2 policy, the data unit size since Linux 6.7.
 */
static const struct { const char *name; uint8_t mode; } modes[] = {
	{ "AES-256-XTS", FSCRYPT_MODE_AES_256_XTS },
	{ "AES-256-CTS", FSCRYPT_MODE_AES_256_CTS },
	{ "AES-128-CBC", FSCRYPT_MODE_AES_128_CBC },
	{ "AES-128-CTS", FSCRYPT_MODE_AES_128_CTS },
	{ "Adiantum", FSCRYPT_MODE_ADIANTUM },
};

#define V2_LOG2_UNIT	4

union policy {
	uint8_t				version;
	struct fscrypt_policy_v1	v1;
	struct fscrypt_policy_v2	v2;
};

const char *encrypt_mode_name(uint8_t mode)
{
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (modes[i].mode == mode)
			return modes[i].name;
	return NULL;
}

int encrypt_mode(const char *text, uint8_t *mode)
{
	static const struct opt_units none = { .block = 1, .sector = 1 };
	uint64_t number;
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (!strcasecmp(modes[i].name, text)) {
			*mode = modes[i].mode;
			return 0;
		}
	}
	if (opt_number(text, &none, &number) || number > UINT8_MAX)
		return -EINVAL;
	*mode = number;
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

size_t encrypt_keyspec_bytes(const struct fscrypt_key_specifier *spec)
{
	switch (spec->type) {
	case FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR:
		return FSCRYPT_KEY_DESCRIPTOR_SIZE;
	case FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER:
		return FSCRYPT_KEY_IDENTIFIER_SIZE;
	}
	return 0;
}

int encrypt_keyspec(const char *text, struct fscrypt_key_specifier *spec)
{
	size_t i, len = strlen(text);

	memset(spec, 0, sizeof(*spec));
	if (len == 2 * FSCRYPT_KEY_DESCRIPTOR_SIZE)
		spec->type = FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR;
	else if (len == 2 * FSCRYPT_KEY_IDENTIFIER_SIZE)
		spec->type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	else
		return -EINVAL;
	for (i = 0; i < len; i++) {
		int digit = hex_digit(text[i]);

		if (digit < 0)
			return -EINVAL;
		/* The descriptor lies at the same place. */
		spec->u.identifier[i / 2] |= digit << (i % 2 ? 0 : 4);
	}
	return 0;
}

void encrypt_print_hex(const uint8_t *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		printf("%02x", bytes[i]);
}

static void print_mode(const char *what, uint8_t mode)
{
	const char *name = encrypt_mode_name(mode);

	if (name)
		printf("\t%s encryption mode: %u (%s)\n", what, mode, name);
	else
		printf("\t%s encryption mode: %u (0x%02x)\n", what, mode, mode);
}

static void print_policy(const struct io_file *file, const union policy *p)
{
	bool v2 = p->version == FSCRYPT_POLICY_V2;

	printf("Encryption policy for %s:\n\tPolicy version: %u\n", file->name, p->version);
	printf("\tMaster key %s: ", v2 ? "identifier" : "descriptor");
	if (v2)
		encrypt_print_hex(p->v2.master_key_identifier, FSCRYPT_KEY_IDENTIFIER_SIZE);
	else
		encrypt_print_hex(p->v1.master_key_descriptor, FSCRYPT_KEY_DESCRIPTOR_SIZE);
	putchar('\n');
	/* Both versions begin with the same four bytes. */
	print_mode("Contents", p->v1.contents_encryption_mode);
	print_mode("Filenames", p->v1.filenames_encryption_mode);
	printf("\tFlags: 0x%02x\n", p->v1.flags);
}

struct get_opts {
	bool	old;
	bool	test;
};

static const struct opt_row get_rows[] = {
	IO_FLAG('1', struct get_opts, old, .help = "ask the older way, for v1 policies only"),
	IO_FLAG('t', struct get_opts, test, .help = "only say whether v2 policies are supported"),
};

static int get_policy(int fd, bool old, union policy *p)
{
	struct fscrypt_get_policy_ex_arg arg = { .policy_size = sizeof(arg.policy) };

	memset(p, 0, sizeof(*p));
	if (!old && !ioctl(fd, FS_IOC_GET_ENCRYPTION_POLICY_EX, &arg)) {
		memcpy(p, &arg.policy, sizeof(*p));
		return 0;
	}
	if (!old && errno != ENOTTY)
		return -errno;
	return ioctl(fd, FS_IOC_GET_ENCRYPTION_POLICY, &p->v1) < 0 ? -errno : 0;
}

/* A file without a policy is an answer, too: the kernel knows the question. */
static int test_v2(struct io *io)
{
	struct fscrypt_get_policy_ex_arg arg = { .policy_size = sizeof(arg.policy) };

	if (!ioctl(io_file(io)->fd, FS_IOC_GET_ENCRYPTION_POLICY_EX, &arg) || errno == ENODATA)
		puts("supported");
	else if (errno == ENOTTY || errno == EOPNOTSUPP)
		puts("unsupported");
	else
		return io_fail_call(io, "get_encpolicy", -errno);
	return 0;
}

static int run_get_encpolicy(struct io *io, const struct io_args *args)
{
	const struct get_opts *opts = args->opts;
	union policy policy;
	int error;

	if (opts->test && opts->old)
		return io_fail(io, "-1 and -t exclude each other");
	if (opts->test)
		return test_v2(io);
	error = get_policy(io_file(io)->fd, opts->old, &policy);
	if (error)
		return io_fail_call(io, "get_encpolicy", error);
	if (policy.version != FSCRYPT_POLICY_V1 && policy.version != FSCRYPT_POLICY_V2)
		return io_fail(io, "policy version %u is unknown", policy.version);
	print_policy(io_file(io), &policy);
	return 0;
}

enum { SET_CONTENTS, SET_NAMES, SET_FLAGS, SET_UNIT, SET_VERSION };

struct set_opts {
	const char	*contents;
	const char	*names;
	uint32_t	flags;
	uint32_t	log2_unit;
	uint32_t	version;
};

static const struct set_opts set_defaults = {
	.contents = "AES-256-XTS", .names = "AES-256-CTS", .flags = FSCRYPT_POLICY_FLAGS_PAD_16,
};

static const struct opt_row set_rows[] = {
	IO_OPT('c', SET_CONTENTS, struct set_opts, contents, OPT_STRING,
	       .arg = "MODE", .help = "how contents are encrypted: a name or a number"),
	IO_OPT('n', SET_NAMES, struct set_opts, names, OPT_STRING,
	       .arg = "MODE", .help = "how file names are encrypted"),
	IO_OPT_MAX('f', SET_FLAGS, struct set_opts, flags, OPT_NUMBER, UINT8_MAX,
		   .arg = "FLAGS", .help = "flags of the policy, a number (2)"),
	IO_OPT_MAX('s', SET_UNIT, struct set_opts, log2_unit, OPT_NUMBER, UINT8_MAX,
		   .arg = "LOG2", .help = "logarithm of the data unit's size; v2 only"),
	IO_OPT_MAX('v', SET_VERSION, struct set_opts, version, OPT_NUMBER, 2,
		   .arg = "VERSION", .help = "1 (also 0) or 2; else the key's name tells, or 1"),
};

/* The version that -v, or else the length of the key's name, asks for. */
static int choose_version(struct io *io, const struct io_args *args,
			  struct fscrypt_key_specifier *spec, bool *v2)
{
	const struct set_opts *opts = args->opts;

	*v2 = IO_GIVEN(args, SET_VERSION) && opts->version == 2;
	memset(spec, 0, sizeof(*spec));
	if (!args->nr)
		return 0;
	if (encrypt_keyspec(args->words[0], spec))
		return io_fail(io, "'%.64s' names no key: 16 hexadecimal digits (v1) or 32 (v2)",
			       args->words[0]);
	if (IO_GIVEN(args, SET_VERSION) &&
	    *v2 != (spec->type == FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER))
		return io_fail(io, "a v%d policy names its key by %d hexadecimal digits",
			       *v2 ? 2 : 1, *v2 ? 32 : 16);
	*v2 = spec->type == FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	return 0;
}

static void fill_policy(union policy *p, bool v2, const struct set_opts *opts,
			const struct fscrypt_key_specifier *spec)
{
	p->v1.version = v2 ? FSCRYPT_POLICY_V2 : FSCRYPT_POLICY_V1;
	p->v1.flags = opts->flags;
	if (v2) {
		((uint8_t *)&p->v2)[V2_LOG2_UNIT] = opts->log2_unit;
		memcpy(p->v2.master_key_identifier, spec->u.identifier,
		       FSCRYPT_KEY_IDENTIFIER_SIZE);
	} else {
		memcpy(p->v1.master_key_descriptor, spec->u.descriptor,
		       FSCRYPT_KEY_DESCRIPTOR_SIZE);
	}
}

static int run_set_encpolicy(struct io *io, const struct io_args *args)
{
	const struct set_opts *opts = args->opts;
	struct fscrypt_key_specifier spec;
	union policy policy = { 0 };
	bool v2;
	int error;

	if (encrypt_mode(opts->contents, &policy.v1.contents_encryption_mode))
		return io_fail(io, "-c %.64s is no encryption mode", opts->contents);
	if (encrypt_mode(opts->names, &policy.v1.filenames_encryption_mode))
		return io_fail(io, "-n %.64s is no encryption mode", opts->names);
	error = choose_version(io, args, &spec, &v2);
	if (error)
		return error;
	if (!v2 && opts->log2_unit)
		return io_fail(io, "-s needs a v2 policy (-v 2)");
	fill_policy(&policy, v2, opts, &spec);
	if (ioctl(io_file(io)->fd, FS_IOC_SET_ENCRYPTION_POLICY, &policy) < 0)
		return io_fail_call(io, "set_encpolicy", -errno);
	return 0;
}

const struct io_command io_encrypt_commands[] = {
	{ .name = "get_encpolicy", .run = run_get_encpolicy,
	  .rows = get_rows, .nr_rows = sizeof(get_rows) / sizeof(get_rows[0]),
	  .opts_size = sizeof(struct get_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-1] [-t]", .brief = "show the encryption policy of the file",
	  .help = "Prints version, key, modes and flags of the policy that encrypts the\n"
		  "current file or directory; a file without one is an error.  Ext4, f2fs\n"
		  "and others encrypt, XFS does not.\n"
		  "\n"
		  "  xfs_io -r -c get_encpolicy /mnt/secret" },
	{ .name = "set_encpolicy", .run = run_set_encpolicy,
	  .rows = set_rows, .nr_rows = sizeof(set_rows) / sizeof(set_rows[0]),
	  .opts_size = sizeof(struct set_opts), .defaults = &set_defaults,
	  .max_words = 1, .flags = IO_NEEDS_FILE,
	  .usage = "[-c mode] [-n mode] [-f flags] [-s log2_dusize] [-v version] [keyspec]",
	  .brief = "encrypt an empty directory from now on",
	  .help = "Gives the current directory, which must be empty, a policy that every file\n"
		  "made in it inherits.  Without a keyspec the key's name is all zeroes.\n"
		  "Modes by name: AES-256-XTS, AES-256-CTS, AES-128-CBC, AES-128-CTS,\n"
		  "Adiantum; others by the kernel's number.\n"
		  "\n"
		  "  xfs_io -r -c 'set_encpolicy -v 2' /mnt/secret" },
	{ 0 }
};
