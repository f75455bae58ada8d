// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which LSNs a block may have, as the stock xfs_repair 6.1 and 7.2 judge them: all before
 * the head, which is no longer one of them; 0 and ~0 always, of an empty log nothing else.
 */

#include <stdlib.h>

#include "repair/repair.h"
#include "tests/unit/tap.h"

#define LSN(cycle, block)	((uint64_t)(cycle) << 32 | (block))

static void test_head(bool known, xfs_lsn_t head, uint64_t lsn, bool good)
{
	struct repair r = { .log_head_known = known, .log_head = head };

	is_u64(repair_lsn_ok(&r, lsn), good, "head %llx, known %d: %llx",
	       (unsigned long long)head, known, (unsigned long long)lsn);
}

static void test_report(void)
{
	struct repair r = { .log_head_known = true, .log_head = LSN(1, 38) };
	char *text = NULL;
	size_t len;
	struct report_style style = { .verbose = 1, .out = open_memstream(&text, &len) };
	const struct report_end end = { 0 };

	if (!ok(style.out && !report_create(&style, &r.report), "a report"))
		return;
	repair_check_lsn(&r, LSN(1, 37), place_ag("AGF", 3));
	repair_check_lsn(&r, LSN(2, 5), place_ag("AGF", 2));
	report_finish(r.report, &end);
	report_destroy(r.report);
	fclose(style.out);
	is_str(text, "XFS-1103 corruption: metadata was written by a transaction that the log has "
	       "not come to yet: group 2, AGF: cycle 2, block 5; the log is at cycle 1, "
	       "block 38\n", "one is told of");
	free(text);
}

int main(void)
{
	test_head(true, LSN(1, 38), 0, true);
	test_head(true, LSN(1, 38), LSN(1, 37), true);
	test_head(true, LSN(1, 38), LSN(1, 38), false);
	test_head(true, LSN(1, 38), LSN(2, 0), false);
	test_head(true, LSN(1, 38), UINT64_MAX, true);
	test_head(true, LSN(1, 38), INT64_MAX, false);
	test_head(true, LSN(2, 3), LSN(1, 9999), true);
	test_head(true, 0, 0, true);
	test_head(true, 0, 1, false);
	test_head(true, 0, UINT64_MAX, true);
	test_head(false, 0, LSN(9, 9), true);
	test_report();
	return done();
}
