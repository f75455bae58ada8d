// SPDX-License-Identifier: GPL-2.0-or-later
/* libxfs/dax: the whole truth table of the EXPERIMENTAL rule. */

#include "libxfs/dax/dax.h"
#include "tests/unit/tap.h"

static void test_rule(void)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < 16; i++) {
		struct xfs_dax_facts f = {
			.reflink = i & 1, .device = i & 2,
			.mount_always = i & 4, .inode = i & 8,
		};

		wrong += xfs_dax_possible(&f) != (i >= 2);
		wrong += xfs_dax_experimental(&f) != ((i & 1) && i > 1);
	}
	is_u64(wrong, 0, "16 combinations of facts, all as the rule says");
	ok(strstr(XFS_DAX_EXPERIMENTAL_TEXT, "EXPERIMENTAL"), "the sentence says EXPERIMENTAL");
}

int main(void)
{
	test_rule();
	return done();
}
