// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of extended flags, the state of DAX, and the texts of mapping tables. */

#include <sys/stat.h>

#include "io/maptext.h"
#include "io/xflags.h"
#include "tests/unit/tap.h"

static void test_flags(void)
{
	char text[XFLAGS_TEXT];

	xflags_letters(0, text);
	ok(!strcmp(text, "-----------------"), "no flag");
	xflags_letters(UINT32_MAX, text);
	ok(!strcmp(text, "rpiasAdtPneEfSxCX"), "all letters: %s", text);
	xflags_letters(FS_XFLAG_DAX | FS_XFLAG_HASATTR, text);
	ok(!strcmp(text, "--------------x-X"), "two letters: %s", text);
	xflags_names(0, text);
	ok(!*text, "no name");
	xflags_names(FS_XFLAG_DAX | FS_XFLAG_PREALLOC, text);
	ok(!strcmp(text, "prealloc, dax"), "two names: %s", text);
	xflags_names(UINT32_MAX, text);
	ok(strlen(text) > 150 && strlen(text) < XFLAGS_TEXT - 1, "all names fit");
	ok(xflags_find('x') == FS_XFLAG_DAX, "x");
	ok(!xflags_find('p') && !xflags_find('X') && !xflags_find('q'), "not to be changed");
}

static void test_dax(void)
{
	struct mounted m = { .xfs = true, .dev_known = true, .device_dax = true,
			     .geom.blocksize = 4096 };
	unsigned int i;

	ok(dax_state(S_IFREG, false, false, &m, 4096) == DAX_OFF, "off");
	ok(dax_state(S_IFREG, true, true, &m, 4096) == DAX_ON, "on");
	ok(dax_state(S_IFREG, true, false, &m, 4096) == DAX_ON_LATER, "on later");
	ok(dax_state(S_IFREG, false, true, &m, 4096) == DAX_OFF_LATER, "off later");
	ok(dax_state(S_IFDIR, true, false, &m, 4096) == DAX_INHERIT, "folder");
	ok(dax_state(S_IFDIR, false, false, &m, 4096) == DAX_PLAIN_FOLDER, "plain folder");
	ok(dax_state(S_IFREG, true, false, &m, 65536) == DAX_BLOCK_SIZE, "block and page");
	m.device_dax = false;
	ok(dax_state(S_IFREG, true, false, &m, 4096) == DAX_NO_DEVICE, "no device");
	m.dax = MOUNT_DAX_NEVER;
	ok(dax_state(S_IFREG, true, false, &m, 4096) == DAX_NEVER, "dax=never");
	m.dax = MOUNT_DAX_ALWAYS;
	ok(dax_state(S_IFREG, false, true, &m, 4096) == DAX_ALWAYS, "dax=always");
	for (i = 0; i < DAX_NR_STATES; i++)
		ok(dax_state_text(i) != NULL, "state %u has a text", i);
}

static void test_maps(void)
{
	struct map_groups g = { .unit = 512, .width = 1024 };
	char text[MAP_TEXT];
	int width = 5;

	map_range(text, "[", 8, 8, "]:");
	ok(!strcmp(text, "[8..15]:"), "range %s", text);
	map_range(text, "[", INT64_MAX, 1, "]:");
	ok(!strcmp(text, "[9223372036854775807..9223372036854775807]:"), "the greatest range");
	map_widen_number(&width, 99999);
	ok(width == 5, "five digits fit");
	map_widen_number(&width, 100000);
	ok(width == 6, "six widen");
	is_u64(map_stripe_flags(&g, 0, 1024), 0, "on the stripe");
	is_u64(map_stripe_flags(&g, 512, 512), MAPTEXT_BEGIN_WIDTH, "begins in the width");
	is_u64(map_stripe_flags(&g, 1, 1), MAPTEXT_BEGIN_UNIT | MAPTEXT_END_UNIT |
	       MAPTEXT_BEGIN_WIDTH | MAPTEXT_END_WIDTH, "off everything");
	g = (struct map_groups) { 0 };
	is_u64(map_stripe_flags(&g, 1, 1), 0, "no stripe");
}

int main(void)
{
	test_flags();
	test_dax();
	test_maps();
	return done();
}
