// SPDX-License-Identifier: GPL-2.0-or-later
/* Words the commands of whole filesystems read and print: masks, keys, modes, properties. */

#include <errno.h>
#include <stdlib.h>

#include "io/encrypt.h"
#include "io/fsprops.h"
#include "io/inject.h"
#include "io/mounts.h"
#include "tests/unit/tap.h"

static void is_words(const struct mounts_flag *flags, uint64_t value, const char *want)
{
	char text[512];

	mounts_words(flags, value, text, sizeof(text));
	if (!ok(!strcmp(text, want), "0x%" PRIx64 " in words: %s", value, want))
		printf("# got %s\n", text);
}

static void test_words(void)
{
	is_words(mounts_masks, 0, "{}");
	is_words(mounts_masks, 3, "{sb_basic,mnt_basic}");
	is_words(mounts_masks, 0x1000, "{supported_mask}");
	is_words(mounts_masks, 0x6020, "{fs_type,0x6000}");
	is_words(mounts_masks, 0x8000000000000000, "{0x8000000000000000}");
	is_words(mounts_attrs, 0xf, "{rdonly,nosuid,nodev,noexec}");
	is_words(mounts_attrs, 0x20, "{atime,strictatime}");
	is_words(mounts_attrs, 0x10, "{atime,noatime}");
	is_words(mounts_propagations, 1 << 18, "{private}");
	is_words(mounts_propagations, 3 << 19, "{shared,nopeer}");
}

/* Whatever room there is, nothing is written beyond it and the text ends. */
static void test_words_cut(void)
{
	char *text;
	size_t size;
	bool good = true;

	for (size = 1; size < 200; size++) {
		text = malloc(size);
		if (!text)
			break;
		memset(text, 'x', size);
		mounts_words(mounts_masks, UINT64_MAX, text, size);
		good = good && memchr(text, 0, size);
		free(text);
	}
	ok(good && size == 200, "words cut short end with a zero");
}

static void test_masks(void)
{
	static const struct { const char *text; int error; uint64_t mask; } cases[] = {
		{ "0", 0, 0 }, { "48", 0, 48 }, { "0x30", 0, 0x30 },
		{ "mnt_point", 0, 0x10 }, { "mnt_point,fs_type", 0, 0x30 },
		{ "sb_basic,supported_mask,sb_basic", 0, 0x1001 },
		{ "", -EINVAL, 0 }, { ",", -EINVAL, 0 }, { "mnt_point,", -EINVAL, 0 },
		{ "mnt_poin", -EINVAL, 0 }, { "mnt_points", -EINVAL, 0 }, { "-1", -EINVAL, 0 },
		{ "0x", -EINVAL, 0 }, { "12,fs_type", -EINVAL, 0 },
		{ "99999999999999999999", -EINVAL, 0 },
	};
	uint64_t mask;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int error = mounts_parse_mask(cases[i].text, &mask);

		ok(error == cases[i].error && (error || mask == cases[i].mask),
		   "mask '%s'", cases[i].text);
	}
}

static void test_keyspec(void)
{
	struct fscrypt_key_specifier spec;

	ok(!encrypt_keyspec("0123456789abcDEF", &spec) &&
	   spec.type == FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR &&
	   !memcmp(spec.u.descriptor, "\x01\x23\x45\x67\x89\xab\xcd\xef", 8) &&
	   encrypt_keyspec_bytes(&spec) == 8, "16 digits are a descriptor");
	ok(!encrypt_keyspec("00112233445566778899aabbccddeeff", &spec) &&
	   spec.type == FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER &&
	   !memcmp(spec.u.identifier + 8, "\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 8) &&
	   encrypt_keyspec_bytes(&spec) == 16, "32 digits are an identifier");
	ok(encrypt_keyspec("", &spec) == -EINVAL, "no digit");
	ok(encrypt_keyspec("0123456789abcde", &spec) == -EINVAL, "15 digits");
	ok(encrypt_keyspec("0123456789abcdefa", &spec) == -EINVAL, "17 digits");
	ok(encrypt_keyspec("0123456789abcdeg", &spec) == -EINVAL, "a letter that is no digit");
	ok(encrypt_keyspec("0x23456789abcdef", &spec) == -EINVAL, "a prefix");
}

static void test_modes(void)
{
	uint8_t mode = 0;

	ok(!encrypt_mode("AES-256-XTS", &mode) && mode == 1, "a mode by name");
	ok(!encrypt_mode("adiantum", &mode) && mode == 9, "in any case");
	ok(!encrypt_mode("255", &mode) && mode == 255, "by number");
	ok(!encrypt_mode("0xa", &mode) && mode == 10, "by hexadecimal number");
	ok(encrypt_mode("256", &mode) == -EINVAL, "a number too great");
	ok(encrypt_mode("", &mode) == -EINVAL, "nothing");
	ok(encrypt_mode("AES", &mode) == -EINVAL, "half a name");
	ok(!strcmp(encrypt_mode_name(6), "AES-128-CTS"), "mode 6 in words");
	ok(!encrypt_mode_name(10), "mode 10 has no word");
}

static void test_props(void)
{
	char name[FSPROP_NAME_MAX + 2];

	memset(name, 'n', sizeof(name));
	ok(fsprop_name_ok(name, FSPROP_NAME_MAX), "the longest name");
	ok(!fsprop_name_ok(name, FSPROP_NAME_MAX + 1), "one byte more");
	ok(!fsprop_name_ok("", 0), "no name");
	ok(!fsprop_name_ok("a=b", 3), "a name with =");
	ok(fsprop_value_ok("autofsck=none", 8, "none"), "autofsck=none");
	ok(!fsprop_value_ok("autofsck=", 8, ""), "autofsck= nothing");
	ok(!fsprop_value_ok("autofsck=nonesuch", 8, "nonesuch"), "autofsck=nonesuch");
	ok(fsprop_value_ok("autofsc=x", 7, "x"), "another property takes any value");
	ok(fsprop_value_ok("autofsck2=x", 9, "x"), "and so does one with a longer name");
}

static void test_tags(void)
{
	is_u64(inject_tag("noerror"), 0, "tag 0");
	is_u64(inject_tag("ag_resv_critical"), 27, "tag 27");
	is_u64(inject_tag("log_bad_crc"), 29, "tag 29, after the one that is gone");
	is_u64(inject_tag("zone_reset"), 47, "tag 47");
	ok(inject_tag("") == -ENOENT, "the tag that is gone has no name");
	ok(inject_tag("nosuch") == -ENOENT, "no such tag");
}

int main(void)
{
	test_words();
	test_words_cut();
	test_masks();
	test_keyspec();
	test_modes();
	test_props();
	test_tags();
	return done();
}
