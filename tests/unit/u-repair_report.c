// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Findings: the table, grouping, folding and sorting whatever the order they come in, lines,
 * JSON lines, what is held and what is not, information, counts, threads, a full stream.
 */

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/json.h"
#include "repair/report.h"
#include "tests/unit/tap.h"

static char *text;
static size_t text_len;
static FILE *out;
static unsigned int cleared;

static bool name_inode(void *arg, xfs_ino_t ino, char *path, size_t size)
{
	if (ino == 97)
		snprintf(path, size, "/bad \xff\xc3, csi \xc2\x9b, good \xc3\xa9");
	else if (ino == 99)
		snprintf(path, size, "/dir/new\nline");
	else
		return false;
	return true;
}

static void count_clears(void *arg)
{
	cleared++;
}

static struct report *start(bool json, unsigned int verbose)
{
	const struct report_style style = {
		.json = json, .verbose = verbose, .name_inode = name_inode,
		.before_print = count_clears,
	};
	struct report_style with_out = style;
	struct report *r = NULL;

	free(text);
	text = NULL;
	cleared = 0;
	with_out.out = out = open_memstream(&text, &text_len);
	ok(!report_create(&with_out, &r), "a report, json %d, verbose %u", json, verbose);
	return r;
}

/* What was printed so far. */
static size_t printed(void)
{
	fflush(out);
	return text_len;
}

/* What was printed, after the end. */
static const char *finish(struct report *r, const char *sentence)
{
	static const struct report_gap gaps[] = { { "log", NULL }, { "names", "half of them" } };
	const struct report_end end = {
		.device = "a.img", .verdict = "damaged", .sentence = sentence,
		.failure = "it \"broke\"", .gaps = gaps, .nr_gaps = 2, .status = 1,
	};

	ok(!report_finish(r, &end), "it ends");
	report_destroy(r);
	fclose(out);
	return text;
}

static void test_table(void)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < FINDING_NR; i++) {
		const struct finding_row *row = &finding_rows[i];

		wrong += !row->text || !*row->text || !row->consequence || !*row->consequence;
		wrong += row->severity >= SEVERITY_NR;
		wrong += row->number < 1000 || row->number > 1999;
		wrong += i && row->number <= row[-1].number;
		wrong += row->text && row->text[strlen(row->text) - 1] == '.';
	}
	is_u64(wrong, 0, "rows are whole, and their numbers rise");
	is_str(severity_name(SEVERITY_OPTIMIZATION), "optimization", "severities have names");
}

static void test_groups(void)
{
	struct report *r = start(false, 0);
	struct place place = place_ag("superblock", 3);

	ok(!report_fault(r, FIND_SB_COPY, place, XFS_FAULT_BAD_CRC), "nothing is to be mended");
	report_values(r, FIND_SB_COPY_FIELD,
		      place_field(place_ag("superblock", 1), "sb_dblocks"), 5, 7);
	report_fault(r, FIND_SB_COPY, place_ag("superblock", 2), XFS_FAULT_SB_MAGIC);
	report_plain(r, FIND_SB_COPY_QUOTA, place_ino("quota file", 12, NULLFILEOFF));
	report_note(r, FIND_SB_TAIL, PLACE_NOWHERE, "%d of %s", 4, "them");
	is_u64(report_count(r, SEVERITY_CORRUPTION), 4, "corruptions are counted");
	is_u64(report_count(r, SEVERITY_LEFTOVER), 1, "leftovers are");
	is_u64(report_count_of(r, FIND_SB_COPY), 2, "each kind is");
	is_str(finish(r, "that was it"),
	       "XFS-1003 corruption, 2 times: a copy of the superblock is damaged\n"
	       "  (should the primary be lost, this copy cannot replace it)\n"
	       "    group 2, superblock: superblock magic number is wrong (XFS-100)\n"
	       "    group 3, superblock: the checksum does not match (XFS-1)\n"
	       "XFS-1004 corruption: a copy of the superblock differs from the primary\n"
	       "  (should the primary be lost, this copy would replace it wrongly)\n"
	       "    group 1, superblock, sb_dblocks: 5, should be 7\n"
	       "XFS-1005 corruption: bytes behind the superblock's fields are not zero\n"
	       "  (a newer kernel may take them for fields)\n"
	       "    the filesystem: 4 of them\n"
	       "XFS-1009 leftover: a copy of the superblock has quota fields the primary "
	       "does not have\n"
	       "  (should the primary be lost, quotas would be taken from this copy)\n"
	       "    inode 12, quota file\n"
	       "a.img: that was it\n", "groups, by number and place");
	ok(cleared, "the progress line was cleared");
}

/* The same places in any order fold to the same text. */
static void test_fold(void)
{
	static const unsigned int steps[] = { 1, 7, 31, 99 };
	char *first = NULL;
	unsigned int s, i;

	for (s = 0; s < 4; s++) {
		struct report *r = start(false, 0);

		for (i = 0; i < 100; i++)
			report_plain(r, FIND_SB_COPY,
				     place_ag("superblock", 1 + i * steps[s] % 100));
		finish(r, NULL);
		if (!first)
			first = strdup(text);
		is_str(text, first, "folded, step %u", steps[s]);
	}
	ok(strstr(first, "    group 1, superblock\n    group 2, superblock\n") &&
	   strstr(first, "    group 8, superblock\n    and at 92 more places (-v shows all)\n"),
	   "the first eight, and a count");
	free(first);
}

static void test_lines(void)
{
	struct report *r = start(false, 1);
	struct place place = place_agb("attribute fork", 4, 10, 3);

	report_note(r, FIND_SB_TAIL, PLACE_NOWHERE, "name \x1b[\x80");
	place.ino = 99;
	place.offset = 0;
	report_plain(r, FIND_SB_COPY, place);
	place.ino = 98;
	place.len = 1;
	place.daddr = 80;
	report_plain(r, FIND_SB_COPY, place);
	is_u64(cleared, 0, "nothing is printed yet");
	is_str(finish(r, NULL),
	       "XFS-1003 corruption: a copy of the superblock is damaged: inode 98, "
	       "file block 0, group 4, block 10, sector 80, attribute fork\n"
	       "XFS-1003 corruption: a copy of the superblock is damaged: /dir/new?line, inode 99, "
	       "file block 0, group 4, blocks 10 to 12, attribute fork\n"
	       "XFS-1005 corruption: bytes behind the superblock's fields are not zero: "
	       "the filesystem: name ?[?\n",
	       "with -v a line each, sorted");
}

/* Names of any bytes, as text and as JSON. */
static void test_names(bool json)
{
	struct report *r = start(json, 1);

	report_plain(r, FIND_SB_COPY, place_ino("map", 97, NULLFILEOFF));
	finish(r, NULL);
	if (json)
		ok(strstr(text, "\"/bad \xef\xbf\xbd\xef\xbf\xbd, csi \xc2\x9b, good \xc3\xa9\""),
		   "JSON is UTF-8 whatever the name");
	else
		ok(strstr(text, ": /bad ??, csi ?, good \xc3\xa9, inode 97, map\n"),
		   "text has no bytes that are no character, and no controls");
}

static void test_json(void)
{
	struct report *r = start(true, 0);
	struct place place = place_agb("a", 0, 1, 1);

	place.ino = 99;
	report_fault(r, FIND_SB_COPY, place_ag("superblock", 3), XFS_FAULT_BAD_CRC);
	report_values(r, FIND_SB_COPY_FIELD, place_field(place, "b"), 5, UINT64_MAX);
	report_note(r, FIND_SB_COPY_QUOTA, PLACE_NOWHERE, "two  spaces \"\n\"");
	is_str(finish(r, "not said"),
	       "{\"type\": \"finding\",\"id\": 1003,\"severity\": \"corruption\","
	       "\"text\": \"a copy of the superblock is damaged\","
	       "\"consequence\": \"should the primary be lost, this copy cannot replace it\","
	       "\"place\": {\"group\": 3,\"structure\": \"superblock\"},"
	       "\"fault\": 1,\"fault_text\": \"the checksum does not match\"}\n"
	       "{\"type\": \"finding\",\"id\": 1004,\"severity\": \"corruption\","
	       "\"text\": \"a copy of the superblock differs from the primary\","
	       "\"consequence\": \"should the primary be lost, this copy would replace it "
	       "wrongly\",\"place\": {\"path\": \"/dir/new\\nline\",\"inode\": 99,\"group\": 0,"
	       "\"block\": 1,\"blocks\": 1,\"structure\": \"a\",\"field\": \"b\"},"
	       "\"found\": 5,\"expected\": 18446744073709551615}\n"
	       "{\"type\": \"finding\",\"id\": 1009,\"severity\": \"leftover\","
	       "\"text\": \"a copy of the superblock has quota fields the primary does not have\","
	       "\"consequence\": \"should the primary be lost, quotas would be taken from this "
	       "copy\",\"place\": {},\"note\": \"two  spaces \\\"\\n\\\"\"}\n"
	       "{\"type\": \"summary\",\"device\": \"a.img\",\"verdict\": \"damaged\","
	       "\"error\": \"it \\\"broke\\\"\",\"corruption\": 2,\"leftover\": 1,"
	       "\"optimization\": 0,\"missing\": [{\"phase\": \"log\"},{\"phase\": \"names\","
	       "\"part\": \"half of them\"}],"
	       "\"status\": 1}\n", "an object a line");
}

/* Far more than are held: all are printed, and what is held again is sorted again. */
static void test_bound(bool json)
{
	struct report *r = start(json, 1);
	unsigned int i, lines = 0, n = 100000;
	uint64_t last = 0, value;
	size_t early, held;
	char *p;

	for (i = 0; i < 1000; i++)
		report_plain(r, FIND_SB_COPY, place_ino("map", 1 + i * 7919 % n, NULLFILEOFF));
	is_u64(printed(), 0, "a thousand are held");
	is_u64(report_held_inodes(r, NULL, 0), 1000, "and their inodes known");
	for (; i < n; i++)
		report_plain(r, FIND_SB_COPY, place_ino("map", 1 + i * 7919 % n, NULLFILEOFF));
	early = printed();
	held = report_held_inodes(r, NULL, 0);
	ok(early && held > 0 && held < 20000, "not a hundred thousand: %zu are", held);
	is_u64(report_count_of(r, FIND_SB_COPY), n, "all are counted");
	finish(r, NULL);
	for (p = text; *p; p = strchr(p, '\n') + 1)
		lines++;
	is_u64(lines, n + json, "and printed");
	for (p = text + early; (p = strstr(p, json ? "\"inode\": " : "inode ")); p++) {
		value = strtoull(p + (json ? 9 : 6), NULL, 10);
		if (value <= last)
			break;
		last = value;
	}
	ok(!p && last, "in order");
}

static void test_held_inodes(void)
{
	struct report *r = start(false, 0);
	xfs_ino_t inos[4] = { 0 };

	report_plain(r, FIND_SB_COPY, place_ino("map", 12, NULLFILEOFF));
	report_plain(r, FIND_SB_COPY, place_ag("map", 12));
	report_plain(r, FIND_SB_TAIL, place_ino("map", 5, 3));
	is_u64(report_held_inodes(r, inos, 4), 2, "inodes of folded findings");
	ok(inos[0] == 12 && inos[1] == 5 && !inos[2], "are those");
	inos[1] = 0;
	is_u64(report_held_inodes(r, inos, 1), 2, "no more than there is room for");
	ok(inos[0] == 12 && !inos[1], "are told");
	finish(r, NULL);
}

static void info_text(FILE *stream, const void *arg)
{
	fputs("about ", stream);
	report_put_name(stream, arg);
	fputc('\n', stream);
}

static void info_json(struct json *j, const void *arg)
{
	json_str(j, "about", arg);
}

static void test_info(bool json)
{
	static const struct report_info info = {
		.type = "log", .text = info_text, .json = info_json,
	};
	const char *want = json ? "{\"type\": \"log\",\"about\": \"x\\ny\"}\n" : "about x?y\n";
	struct report *r = start(json, 0);

	report_plain(r, FIND_SB_COPY, PLACE_NOWHERE);
	report_info(r, &info, "x\ny");
	ok(printed() && cleared, "information is printed at once");
	finish(r, NULL);
	ok(!strncmp(text, want, strlen(want)), "as it is, json %d", json);
}

#define THREADS	4
#define EACH	2000

static void *report_many(void *arg)
{
	unsigned int i;

	for (i = 0; i < EACH; i++)
		report_note(arg, FIND_SB_COPY, place_ag("superblock", i), "%u", i);
	return NULL;
}

static void test_threads(bool json)
{
	struct report *r = start(json, 0);
	pthread_t thread[THREADS];
	unsigned int i, lines = 0, broken = 0;
	char *line, *save = NULL;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, report_many, r);
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	is_u64(report_count_of(r, FIND_SB_COPY), THREADS * EACH, "all were counted");
	finish(r, NULL);
	if (!json)
		return;
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		lines++;
		broken += line[0] != '{' || line[strlen(line) - 1] != '}' ||
			strstr(line, "{\"type\"") != line || strstr(line + 1, "{\"type\"");
	}
	is_u64(lines, THREADS * EACH + 1, "a line each");
	is_u64(broken, 0, "none mixed with another");
}

static void test_full(bool json)
{
	const struct report_end end = { .device = "a", .verdict = "clean" };
	FILE *full = fopen("/dev/full", "w");
	const struct report_style style = { .json = json, .out = full };
	struct report *r = NULL;

	ok(full && !report_create(&style, &r), "a full device");
	report_plain(r, FIND_SB_COPY, PLACE_NOWHERE);
	is_u64(-report_finish(r, &end), EIO, "is told of, json %d", json);
	report_destroy(r);
	fclose(full);
}

int main(void)
{
	test_table();
	test_groups();
	test_fold();
	test_lines();
	test_json();
	test_names(false);
	test_names(true);
	test_bound(false);
	test_bound(true);
	test_held_inodes();
	test_info(false);
	test_info(true);
	test_threads(false);
	test_threads(true);
	test_full(false);
	test_full(true);
	report_destroy(NULL);
	free(text);
	return done();
}
