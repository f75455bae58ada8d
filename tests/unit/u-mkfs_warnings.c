// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkfs/warnings: situations and exactly which warnings each gives; every row of
 * the table is met at least once, every sentence is one clean line.
 */

#include <stdlib.h>

#include "mkfs/warnings.h"
#include "tests/unit/tap.h"

#define NEW	"7.2.0"

enum { REFLINK = 1, RMAPBT = 2, BIGTIME = 4, DAXINHERIT = 8, FILE_TARGET = 16,
       ON_PMEM = 32, PARTITION = 64, NO_ADDRESS = 128 };

#define USUAL	(REFLINK | RMAPBT | BIGTIME)

/* One situation; @want lists the names of rows, in the table's order. */
static const struct situation {
	const char	*what;
	unsigned int	flags;
	enum pmem_mode	mode;
	bool		dax;
	uint64_t	start;
	const char	*release;
	const char	*want;
} situations[] = {
	{ "ordinary disk", USUAL, PMEM_NONE, false, 0, NEW, "" },
	{ "ordinary image", USUAL | FILE_TARGET, PMEM_NONE, false, 0, NEW, "" },
	{ "ordinary image, old kernel", USUAL | FILE_TARGET, PMEM_NONE, false, 0, "4.9.0", "" },
	{ "ordinary disk without reverse map", REFLINK, PMEM_NONE, false, 0, NEW, "" },
	{ "ordinary disk without reflink", BIGTIME, PMEM_NONE, false, 0, NEW, "" },
	{ "image for pmem", USUAL | FILE_TARGET | ON_PMEM, PMEM_NONE, false, 0, NEW,
	  "experimental" },
	{ "image for pmem, old kernel", USUAL | FILE_TARGET | ON_PMEM, PMEM_NONE, false, 0,
	  "5.4.0-1", "experimental" },
	{ "image for pmem without reflink", BIGTIME | FILE_TARGET | ON_PMEM, PMEM_NONE,
	  false, 0, NEW, "" },
	{ "image for pmem with daxinherit", USUAL | FILE_TARGET | ON_PMEM | DAXINHERIT,
	  PMEM_NONE, false, 0, NEW, "experimental" },
	{ "image with daxinherit", USUAL | FILE_TARGET | DAXINHERIT, PMEM_NONE, false, 0, NEW,
	  "experimental daxinherit" },
	{ "image with daxinherit, no reflink", FILE_TARGET | DAXINHERIT, PMEM_NONE, false, 0,
	  NEW, "daxinherit" },
	{ "fsdax", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, NEW, "experimental" },
	{ "fsdax, pmem=0", USUAL, PMEM_FSDAX, true, 0x140200000, NEW, "experimental" },
	{ "fsdax, no reflink", BIGTIME | ON_PMEM, PMEM_FSDAX, true, 0x140200000, NEW, "" },
	{ "fsdax, no reflink, kernel 5.15", BIGTIME | ON_PMEM, PMEM_FSDAX, true, 0x140200000,
	  "5.15.0", "" },
	{ "fsdax, no reverse map", REFLINK | ON_PMEM, PMEM_FSDAX, true, 0x140200000, NEW,
	  "experimental no-rmapbt" },
	{ "fsdax, daxinherit", USUAL | ON_PMEM | DAXINHERIT, PMEM_FSDAX, true, 0x140200000,
	  NEW, "experimental" },
	{ "fsdax, kernel 5.19", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, "5.19.17",
	  "experimental kernel-refuses" },
	{ "fsdax, kernel 6.0", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, "6.0.0",
	  "experimental kernel-faulty" },
	{ "fsdax, kernel 6.1", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000,
	  "6.1.0-44-amd64", "experimental kernel-faulty" },
	{ "fsdax, kernel 6.2", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, "6.2.0",
	  "experimental" },
	{ "fsdax, kernel 6.12", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, "6.12.9",
	  "experimental" },
	{ "fsdax, kernel 10.0", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, "10.0",
	  "experimental" },
	{ "fsdax, kernel without number", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000,
	  "custom", "experimental" },
	{ "fsdax, kernel 5.4", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140200000, "5.4.0",
	  "experimental kernel-refuses kernel-lacks" },
	{ "ordinary disk, kernel 5.4", USUAL, PMEM_NONE, false, 0, "5.4.0", "kernel-lacks" },
	{ "partition", USUAL | ON_PMEM | PARTITION, PMEM_FSDAX, true, 0x140400000, NEW,
	  "experimental partition" },
	{ "partition, no reflink", BIGTIME | ON_PMEM | PARTITION, PMEM_FSDAX, true,
	  0x140400000, NEW, "" },
	{ "partition, start 1 MiB", USUAL | ON_PMEM | PARTITION, PMEM_FSDAX, true,
	  0x140300000, NEW, "experimental partition partition-unaligned" },
	{ "namespace, start 1 MiB", USUAL | ON_PMEM, PMEM_FSDAX, true, 0x140300000, NEW,
	  "experimental namespace-unaligned" },
	{ "namespace, start unknown", USUAL | ON_PMEM | NO_ADDRESS, PMEM_FSDAX, true, 0, NEW,
	  "experimental address-unknown" },
	{ "device mapper", USUAL | ON_PMEM | NO_ADDRESS, PMEM_OTHER, true, 0, NEW,
	  "experimental address-unknown" },
	{ "raw", USUAL, PMEM_RAW, false, 0x140100000, NEW, "raw" },
	{ "raw, daxinherit", BIGTIME | DAXINHERIT, PMEM_RAW, false, 0x140000000, NEW,
	  "raw daxinherit" },
	{ "raw, pmem=1", USUAL | ON_PMEM, PMEM_RAW, false, 0x140000000, NEW,
	  "experimental raw" },
	{ "raw partition", USUAL | PARTITION, PMEM_RAW, false, 0x140000000, NEW, "raw" },
	{ "fsdax, kernel without DAX", USUAL, PMEM_FSDAX, false, 0x140300000, NEW, "no-dax" },
	{ "sector", USUAL | NO_ADDRESS, PMEM_SECTOR, false, 0, NEW, "sector" },
	{ "disk, pmem=1", USUAL | ON_PMEM, PMEM_NONE, false, 0, NEW, "experimental not-pmem" },
	{ "disk, pmem=1, all else wrong", REFLINK | BIGTIME | ON_PMEM | DAXINHERIT, PMEM_NONE,
	  false, 0, "4.19.0", "experimental not-pmem kernel-lacks daxinherit no-rmapbt" },
};

static void set_up(const struct situation *s, struct mkfs *m)
{
	memset(m, 0, sizeof(*m));
	m->opts.device = s->flags & FILE_TARGET ? "image" : "/dev/pmem7";
	m->opts.d.daxinherit = s->flags & DAXINHERIT;
	m->data_facts.block = !(s->flags & FILE_TARGET);
	m->on_pmem = s->flags & ON_PMEM;
	m->pmem.mode = s->mode;
	m->pmem.dax = s->dax;
	m->pmem.partition = s->flags & PARTITION;
	m->pmem.phys_known = s->mode != PMEM_NONE && !(s->flags & NO_ADDRESS);
	m->pmem.phys_start = s->start;
	if (s->mode != PMEM_NONE && s->mode != PMEM_OTHER)
		snprintf(m->pmem.namespace, sizeof(m->pmem.namespace), "namespace3.1");
	if (s->flags & REFLINK)
		m->geom.ro_compat |= XFS_SB_FEAT_RO_COMPAT_REFLINK;
	if (s->flags & RMAPBT)
		m->geom.ro_compat |= XFS_SB_FEAT_RO_COMPAT_RMAPBT;
	if (s->flags & BIGTIME)
		m->geom.incompat |= XFS_SB_FEAT_INCOMPAT_BIGTIME;
}

static void names(const struct mkfs_warn_facts *f, char *buf, size_t size, bool *met)
{
	size_t i, len = 0;

	buf[0] = '\0';
	for (i = 0; i < mkfs_nr_warnings && len < size; i++) {
		if (!mkfs_warnings[i].applies(f))
			continue;
		met[i] = true;
		len += snprintf(buf + len, size - len, "%s%s", len ? " " : "",
				mkfs_warnings[i].name);
	}
}

static unsigned int words(const char *s)
{
	unsigned int n = *s != '\0';

	for (; *s; s++)
		n += *s == ' ';
	return n;
}

/* As many lines as warnings, each with its head and with nothing left to replace. */
static bool clean_lines(const struct mkfs *m, const char *release, unsigned int want)
{
	char *text = NULL, *line, *end;
	unsigned int lines = 0;
	bool good = true;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	mkfs_warn_as(m, release, f);
	fclose(f);
	for (line = text; *line; line = end + 1, lines++) {
		end = strchr(line, '\n');
		if (!end) {
			good = false;
			break;
		}
		*end = '\0';
		good &= !strncmp(line, "mkfs.xfs: warning: ", 19) && strlen(line) > 60 &&
			!strpbrk(line, "{}?") && !strstr(line, ". ");
		if (!good)
			printf("# %s\n", line);
	}
	free(text);
	return good && lines == want;
}

static void test_situation(const struct situation *s, bool *met)
{
	struct mkfs_warn_facts facts;
	char got[512];
	struct mkfs m;

	set_up(s, &m);
	mkfs_warn_find_facts(&m, s->release, &facts);
	names(&facts, got, sizeof(got), met);
	is_str(got, s->want, "%s: %s", s->what, *s->want ? s->want : "silent");
	ok(clean_lines(&m, s->release, words(s->want)), "%s: a clean line each", s->what);
}

/* What the sentences name is what is there. */
static void test_wording(void)
{
	static const struct situation old = {
		"", USUAL | ON_PMEM | PARTITION, PMEM_RAW, false, 0x140300000, "5.4.9-x", "",
	};
	char *text = NULL;
	struct mkfs m;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	set_up(&old, &m);
	mkfs_warn_as(&m, old.release, f);
	fclose(f);
	ok(strstr(text, "/dev/pmem7 is a namespace in raw mode"), "the device is named");
	ok(strstr(text, "-e namespace3.1 -m fsdax"), "the namespace is named");
	ok(strstr(text, "(5.4.9-x) will not mount"), "the kernel is named");
	ok(strstr(text, "bigtime (since 5.10)"), "the feature, and since when it is known");
	free(text);
}

/* A device may be called anything, at any length a path can have. */
static void test_names(void)
{
	static const struct situation raw = { "", USUAL, PMEM_RAW, false, 0, NEW, "" };
	char name[4096] = "/dev/a\nb\033[31m", *text = NULL;
	struct mkfs m;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	set_up(&raw, &m);
	m.opts.device = name;
	mkfs_warn_as(&m, NEW, f);
	memset(name + strlen(name), 'x', sizeof(name) - strlen(name) - 1);
	mkfs_warn_as(&m, NEW, f);
	fclose(f);
	ok(strstr(text, "warning: /dev/a?b?[31m is a namespace"), "shown as one line");
	ok(strchr(text, '\n') + 1 < text + len && !strchr(text, 033) &&
	   strchr(strchr(text, '\n') + 1, '\n') == text + len - 1, "two lines in all");
	ok(strstr(text, "xxx is a namespace in raw mode"), "a long one swallows nothing");
	ok(strstr(strchr(text, '\n'), "destroys what is stored there\n"), "to its end");
	free(text);
}

int main(void)
{
	bool met[64] = { false };
	size_t i;

	ok(mkfs_nr_warnings <= 64, "the table fits this test");
	for (i = 0; i < sizeof(situations) / sizeof(situations[0]); i++)
		test_situation(&situations[i], met);
	for (i = 0; i < mkfs_nr_warnings; i++)
		ok(met[i], "warning %s is met", mkfs_warnings[i].name);
	test_wording();
	test_names();
	return done();
}
