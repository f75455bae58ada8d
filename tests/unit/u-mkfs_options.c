// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The options of mkfs.xfs: number grammar, every row of the table at and beyond its
 * limits, conflicts, repetition, config files, and the features that result.
 */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/options.h"
#include "mkfs/kernels.h"
#include "tests/unit/tap.h"

static char dir[] = "/tmp/u-mkfs_options.XXXXXX";
static char said[4096];		/* on standard error, by the last run */

/* Parses @line, split at spaces, with standard error caught in said[]. */
static int run(struct mkfs_options *o, const char *line)
{
	char copy[1024], *words[40] = { (char *)"mkfs.xfs" };
	char *save = NULL, *word;
	FILE *catch = tmpfile();
	int saved = dup(2);
	int n = 1, error;

	snprintf(copy, sizeof(copy), "%s", line);
	for (word = strtok_r(copy, " ", &save); word && n < 39;
	     word = strtok_r(NULL, " ", &save))
		words[n++] = word;
	fflush(stderr);
	dup2(fileno(catch), 2);
	error = mkfs_options_parse(o, n, words);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	rewind(catch);
	said[fread(said, 1, sizeof(said) - 1, catch)] = 0;
	fclose(catch);
	return error;
}

static bool one_sentence(void)
{
	const char *end = strchr(said, '\n');

	return !strncmp(said, "mkfs.xfs: ", 10) && end && !end[1];
}

/* @line fails with one sentence in which @part stands. */
static void refused(const char *line, const char *part)
{
	struct mkfs_options o;
	int error = run(&o, line);

	if (!ok(error == -EINVAL && one_sentence() && strstr(said, part),
		"'%s' is refused", line))
		printf("# %d, without \"%s\": %s", error, part, said);
	mkfs_options_free(&o);
}

/* @line is taken; the caller frees @o. */
static bool taken(struct mkfs_options *o, const char *line)
{
	int error = run(o, line);

	if (!ok(!error && !*said, "'%s' is taken", line))
		printf("# %d: %s\n", error, said);
	return !error;
}

static void takes(const char *line)
{
	struct mkfs_options o;

	taken(&o, line);
	mkfs_options_free(&o);
}

static void number(const char *text, int error, uint64_t want)
{
	const struct opt_units units = { 1024, 512 };
	uint64_t got = 0;

	is_u64((unsigned int)-opt_number(text, &units, &got),
	       (unsigned int)-error, "number '%s': result", text);
	if (!error)
		is_u64(got, want, "number '%s': value", text);
}

static void test_numbers(void)
{
	uint64_t value;

	number("0", 0, 0);
	number("4096", 0, 4096);
	number("0x1000", 0, 4096);
	number("010000", 0, 4096);
	number("+7", 0, 7);
	number("3s", 0, 1536);
	number("3b", 0, 3072);
	number("4k", 0, 4096);
	number("4K", 0, 4096);
	number("2m", 0, 2 << 20);
	number("2g", 0, 2ULL << 30);
	number("2t", 0, 2ULL << 40);
	number("2p", 0, 2ULL << 50);
	number("15e", 0, 15ULL << 60);
	number("18446744073709551615", 0, UINT64_MAX);
	number("18446744073709551616", -ERANGE, 0);
	number("16e", -ERANGE, 0);
	number("-1", -ERANGE, 0);
	number("-0", -ERANGE, 0);
	number("-x", -EINVAL, 0);
	number("", -EINVAL, 0);
	number("k", -EINVAL, 0);
	number("4kb", -EINVAL, 0);
	number("4x", -EINVAL, 0);
	number("4 k", -EINVAL, 0);
	number(" 4", -EINVAL, 0);
	number("4.0", -EINVAL, 0);
	number("1e3", -EINVAL, 0);
	number("++4", -EINVAL, 0);
	is_u64((unsigned int)-opt_number("4k", NULL, &value), EINVAL,
	       "no suffix where none is allowed");
}

/* One row and what it requires, through the engine alone. */
static int give_row(struct mkfs_options *o, const struct opt_row *row,
		    const char *text)
{
	const struct opt_table *t = &mkfs_option_table;
	const struct opt_units units = { 4096, 512 };
	const struct opt_row *need;
	struct opt_parser *p;
	int error;

	memset(o, 0, sizeof(*o));
	if (opt_parser_create(t, o, o->given, &p))
		return -ENOMEM;
	o->parser = p;
	error = opt_give(p, row, text, OPT_COMMAND, NULL);
	need = row->requires ? opt_find(t, row->requires) : NULL;
	if (!error && need)
		error = opt_give(p, need, "1", OPT_COMMAND, NULL);
	if (!error)
		error = opt_convert_units(p);
	if (!error)
		error = opt_finish(p, &units);
	snprintf(said, sizeof(said), "%s", opt_error(p));
	return error;
}

static uint64_t landed(const struct mkfs_options *o, const struct opt_row *row)
{
	uint64_t value = 0;

	memcpy(&value, (const char *)o + row->offset, row->width);
	return value;
}

static const char *row_name(const struct opt_row *row)
{
	static char name[64];

	if (row->letter)
		snprintf(name, sizeof(name), "-%c%s%s", row->letter,
			 row->name ? " " : "", row->name ? row->name : "");
	else
		snprintf(name, sizeof(name), "--%s", row->name);
	return name;
}

static void row_takes(const struct opt_row *row, const char *text, uint64_t want)
{
	struct mkfs_options o;

	if (ok(!give_row(&o, row, text), "%s=%s is taken", row_name(row),
	       text ? text : "(bare)"))
		is_u64(landed(&o, row), want, "%s=%s lands", row_name(row),
		       text ? text : "(bare)");
	else
		printf("# %s\n", said);
	if (row->id != OPT_NO_ID)
		ok(mkfs_given(&o, row->id), "%s counts as given", row_name(row));
	mkfs_options_free(&o);
}

static void row_refuses(const struct opt_row *row, const char *text,
			const char *part)
{
	struct mkfs_options o;
	int error = give_row(&o, row, text);

	if (!ok(error == -EINVAL && strstr(said, part) &&
		strstr(said, row_name(row)), "%s=%s: %s", row_name(row),
		text ? text : "(bare)", part))
		printf("# %d: %s\n", error, said);
	mkfs_options_free(&o);
}

static const char *decimal(uint64_t value)
{
	static char text[4][24];
	static unsigned int turn;

	turn = (turn + 1) % 4;
	snprintf(text[turn], sizeof(text[turn]), "%" PRIu64, value);
	return text[turn];
}

static void test_number_row(const struct opt_row *row)
{
	const char *out = row->refused ? "refused" : "out of range";
	const char *word = row->type == OPT_SIZE ? "is not a size" :
		"is not a whole number";

	row_takes(row, decimal(row->min), row->min);
	row_takes(row, decimal(row->max), row->max);
	if (row->min)
		row_refuses(row, decimal(row->min - 1), out);
	row_refuses(row, decimal(row->max + 1), out);
	row_refuses(row, "-1", out);
	row_refuses(row, "99999999999999999999999999", out);
	row_refuses(row, "1q", word);
	row_refuses(row, "x", word);
	row_refuses(row, "", "needs a value");
	if (row->type == OPT_NUMBER)
		row_refuses(row, "4k", word);
	if (row->flags & OPT_POW2)
		row_refuses(row, decimal(row->min * 2 - 1), out);
	if (row->bare)
		row_takes(row, NULL, strtoull(row->bare, NULL, 0));
	else
		row_refuses(row, NULL, "needs a value");
}

static void test_bool_row(const struct opt_row *row)
{
	uint64_t v;

	for (v = 0; v <= 1; v++)
		if (v < row->min || v > row->max)
			row_refuses(row, decimal(v), "is refused");
		else
			row_takes(row, decimal(v), v);
	row_refuses(row, "2", "out of range");
	row_refuses(row, "-1", "out of range");
	row_refuses(row, "yes", "out of range");
	row_refuses(row, "", "needs a value");
	if (row->max)
		row_takes(row, NULL, 1);
	else
		row_refuses(row, NULL, "is refused");
}

static void test_word_row(const struct opt_row *row)
{
	uint64_t i;

	for (i = 0; row->words[i]; i++)
		if (i < row->min || i > row->max)
			row_refuses(row, row->words[i], "is refused");
		else
			row_takes(row, row->words[i], row->type == OPT_ENUM ? i :
				  (uintptr_t)row->words[i]);
	row_refuses(row, "nonsense", "out of range");
}

static void test_text_row(const struct opt_row *row)
{
	if (row->type == OPT_UUID) {
		row_refuses(row, "12345678-1234-1234-1234-12345678", "not a UUID");
		row_refuses(row, "", "needs a value");
		row_refuses(row, "00000000-0000-0000-0000-000000000000", "null UUID");
	} else if (row->type == OPT_PATH) {
		row_refuses(row, "", "needs a value");
		row_refuses(row, NULL, "needs a value");
	} else {
		row_refuses(row, "1234567890123", "too long");
	}
}

static void test_row(const struct opt_row *row)
{
	if (row->flags & OPT_NEVER) {
		row_refuses(row, "1", "is refused: ");
		row_refuses(row, NULL, "is refused: ");
		return;
	}
	switch (row->type) {
	case OPT_NUMBER:
	case OPT_SIZE:
		test_number_row(row);
		break;
	case OPT_BOOL:
		test_bool_row(row);
		break;
	case OPT_ENUM:
	case OPT_WORD:
		test_word_row(row);
		break;
	case OPT_FLAG:
		row_takes(row, NULL, 1);
		row_refuses(row, "1", "takes no value");
		break;
	default:
		test_text_row(row);
		break;
	}
}

/* A value the row takes, or at least gets as far as the conflicts. */
static const char *fitting(const struct opt_row *row)
{
	return row->type == OPT_PATH || row->type == OPT_UUID ? "x" :
		row->words ? row->words[0] : decimal(row->min);
}

static void test_conflict(const struct opt_row *row, const char *ref)
{
	const struct opt_row *other = opt_find(&mkfs_option_table, ref);
	char line[256], want[64];

	if (!ok(!!other, "%s: %s is an option", row_name(row), ref))
		return;
	snprintf(want, sizeof(want), "-%c %s", other->letter, other->name);
	snprintf(line, sizeof(line), "-%c %s=%s -%c %s=%s dev", row->letter,
		 row->name, fitting(row), other->letter, other->name,
		 fitting(other));
	refused(line, "contradict each other");
	ok(strstr(said, row_name(row)) && strstr(said, want),
	   "%s and %s are named", row_name(row), want);
}

static void test_conflicts_of(const struct opt_row *row)
{
	char list[128], *save = NULL, *ref;

	snprintf(list, sizeof(list), "%s", row->conflicts);
	for (ref = strtok_r(list, " ", &save); ref;
	     ref = strtok_r(NULL, " ", &save))
		test_conflict(row, ref);
}

static void test_twice(const struct opt_row *row)
{
	char line[256];

	snprintf(line, sizeof(line), "-%c %s=%s -%c %s=%s dev", row->letter,
		 row->name, fitting(row), row->letter, row->name, fitting(row));
	refused(line, "given twice");
}

static void test_rows(void)
{
	const struct opt_table *t = &mkfs_option_table;
	const struct opt_row *row;

	for (row = t->rows; row < t->rows + t->nr_rows; row++) {
		test_row(row);
		ok(row->help || row->flags & OPT_HIDDEN, "%s has help",
		   row_name(row));
		if (row->flags & OPT_NEVER)
			ok(!!row->refused, "%s says why not", row_name(row));
		if (row->conflicts)
			test_conflicts_of(row);
		if (row->letter && row->name)
			test_twice(row);
	}
}

static void test_command_line(void)
{
	struct mkfs_options o;

	if (taken(&o, "-fK -q -Nd agcount=4,size=500000b -bsize=1024 dev -L abc")) {
		ok(o.force && o.no_discard && o.quiet && o.dry_run, "bundled flags");
		is_u64(o.d.agcount, 4, "agcount");
		is_u64(o.d.size, 512000000, "blocks counted before -b");
		is_str(o.device, "dev", "device");
		is_str(o.label, "abc", "option after the argument");
	}
	mkfs_options_free(&o);
	if (taken(&o, "-d size=100000s,name=-odd -s sectsize=4k"))
		is_u64(o.d.size, 409600000, "sectors counted before -s");
	is_str(o.device, "-odd", "-d name is the device");
	ok(mkfs_given(&o, MKFS_OPT_S_SIZE), "-s sectsize counts as -s size");
	mkfs_options_free(&o);
	if (taken(&o, "-d sectsize=1k -l name=log -- -dev")) {
		is_u64(o.s.size, 1024, "-d sectsize is -s size");
		ok(mkfs_given(&o, MKFS_OPT_S_SIZE), "and counts as that");
		is_str(o.l.logdev, "log", "-l name is the log device");
		ok(!o.l.internal, "so the log is not internal");
		is_str(o.device, "-dev", "after -- all are arguments");
	}
	mkfs_options_free(&o);
	if (taken(&o, "dev"))
		ok(o.b.size == 4096 && o.d.pmem == MKFS_PMEM_AUTO && o.l.internal &&
		   o.i.attr == 2 && o.l.version == 2, "defaults");
	mkfs_options_free(&o);
	takes("-d agcount=4, dev");
	takes("-f -f -L a -L b dev");
	refused("", "no device");
	refused("a b", "one too many");
	refused("-d name=a b", "both name the target");
	refused("-d ,agcount=4 dev", "empty suboption");
	refused("-d agcuont=4 dev", "nearest is agcount");
	refused("-m reflnk dev", "nearest is reflink");
	refused("-m foo dev", "-m has no suboption foo");
	refused("-x dev", "-x is no option");
	refused("--jsno dev", "--jsno is no option");
	refused("--json=1 dev", "--json takes no value");
	refused("dev -b", "-b needs a value");
	refused("dev -L", "-L needs a value");
	refused("-p proto dev", "-p proto is refused");
	refused("-d size=1\033[31m dev", "size=1?[31m is not a size");
}

static void test_combinations(void)
{
	refused("-d su=64k dev", "-d su=64k needs -d sw");
	refused("-d swidth=8 dev", "-d swidth=8 needs -d sunit");
	refused("-l internal=0 dev", "-l logdev");
	refused("-l file=1 dev", "-l file");
	refused("-d file=1 dev", "-d file");
	takes("-d file=1,name=x,size=300m");
	refused("-m kernel=6 dev", "-m kernel=6 ");
	refused("-m kernel=6.x dev", "-m kernel=6.x ");
	refused("-m kernel=6.1-foo dev", "-m kernel=6.1-foo ");
	refused("-m kernel=2.6 dev", "4.19 is the oldest");
	takes("-m kernel=6.12.5 dev");
}

/* Writes @text to @name in the test's folder and returns its path. */
static const char *config(const char *name, const char *text, size_t len)
{
	static char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	if (!f || fwrite(text, 1, len, f) != len || fclose(f))
		ok(false, "cannot write %s", path);
	return path;
}

static const char *with(const char *text, const char *rest)
{
	static char line[512];

	snprintf(line, sizeof(line), "-c options=%s %s dev",
		 config("c.conf", text, strlen(text)), rest);
	return line;
}

static const char *with_defaults(const char *text, const char *rest)
{
	static char line[512];

	snprintf(line, sizeof(line), "-c defaults=%s %s dev",
		 config("d.conf", text, strlen(text)), rest);
	return line;
}

static void test_large_config(void)
{
	static char text[(1 << 20) + 1];
	char line[512];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = i % 64 ? '#' : '\n';
	snprintf(line, sizeof(line), "-c options=%s dev",
		 config("c.conf", text, sizeof(text)));
	refused(line, "too large");
	snprintf(line, sizeof(line), "-c options=%s dev",
		 config("c.conf", text, sizeof(text) - 1));
	takes(line);
}

static void test_config(void)
{
	struct mkfs_options o;
	char line[512];

	if (taken(&o, with("# text\n[block]\nsize = 1024 ; tail\n[data]\n"
			   "size=500000b\n[log]\nsize=64m\n", "")))
		ok(o.b.size == 1024 && o.d.size == 512000000 &&
		   o.l.size == 64 << 20, "values of a file");
	mkfs_options_free(&o);
	takes(with("", ""));
	refused(with("[block]\nsize=1024\n", "-b size=1024"), "given twice");
	refused(with("[block]\nsize=1024\nsize=1024\n", ""), "given twice");
	refused(with("[block]\nsice=1024\n", ""), "nearest is size");
	refused(with("[blok]\nsize=1024\n", ""), "no section [blok]");
	refused(with("size=1024\n", ""), "before the first [section]");
	refused(with("[block]\nsize\n", ""), "line 2");
	refused(with("[block\nsize=1k\n", ""), "line 1");
	refused(with("[block]\nsize=\n", ""), "[block] size needs a value");
	refused(with("[block]\nsize=3000\n", ""), "c.conf: [block] size=3000");
	refused(with("[metadata]\ncrc=0\n", ""), "[metadata] crc=0 is refused");
	refused(with("[data]\nagcount=4\nagsize=16m\n", ""), "contradict");
	refused(with("[data]\nagcount=4\n", "-d agsize=16m"), "contradict");
	snprintf(line, sizeof(line), "[data]\nname=%0300d\n", 0);
	refused(with(line, ""), "line 2 is longer");
	config("nul.conf", "[block]\nsi\0ze=1\n", 16);
	snprintf(line, sizeof(line), "-c options=%s/nul.conf dev", dir);
	refused(line, "NUL byte");
	snprintf(line, sizeof(line), "-c options=%s/none.conf dev", dir);
	refused(line, "cannot be opened");
	snprintf(line, sizeof(line), "-c options=%s dev", dir);
	refused(line, "is a directory");
	refused("-c options=/dev/zero dev", "neither a regular file nor /dev/null");
	takes("-c options=/dev/null dev");
	test_large_config();
	refused("-c options dev", "-c options needs a value");
	refused("-c a.conf dev", "-c has no suboption a.conf");
}

static void test_config_defaults(void)
{
	struct mkfs_options o;
	char both[1024];

	if (taken(&o, with_defaults("[block]\nsize=1024\n", "-b size=2048")))
		is_u64(o.b.size, 2048, "the command line wins over defaults=");
	mkfs_options_free(&o);
	if (taken(&o, with_defaults("[data]\nagcount=9\n", "-d agsize=16m")))
		ok(!mkfs_given(&o, MKFS_OPT_D_AGCOUNT) && !o.d.agcount &&
		   o.d.agsize == 16 << 20, "a default gives way to its opposite");
	mkfs_options_free(&o);
	config("d.conf", "[block]\nsize=1k\n[inode]\nmaxpct=7\n", 33);
	snprintf(both, sizeof(both), "%s -c defaults=%s/d.conf",
		 with("[block]\nsize=8k\n", ""), dir);
	if (taken(&o, both))
		ok(o.b.size == 8192 && o.i.maxpct == 7,
		   "options= wins over defaults=");
	mkfs_options_free(&o);
	refused(with_defaults("[block]\nsize=1\n", ""), "d.conf: [block] size=1");
	refused(with_defaults("[block]\nsize=1k\nsize=1k\n", ""), "given twice");
}

/* The feature words that @line leads to. */
static bool features(struct mkfs *m, const char *line)
{
	memset(m, 0, sizeof(*m));
	return taken(&m->opts, line) &&
		ok(!mkfs_choose_features(m), "features of '%s'", line);
}

static void feature_words(const char *line, uint32_t ro_compat, uint32_t incompat)
{
	/* Parent pointers are attributes, for which there is a bit: 0x10. */
	unsigned int parent = incompat & XFS_SB_FEAT_INCOMPAT_PARENT ?
		XFS_SB_VERSION_ATTRBIT : 0;
	struct mkfs m;

	if (features(&m, line)) {
		is_u64(m.geom.versionnum, 0xb4a5 | parent, "%s: versionnum", line);
		is_u64(m.geom.features2, 0x18a, "%s: features2", line);
		is_u64(m.geom.ro_compat, ro_compat, "%s: ro_compat", line);
		is_u64(m.geom.incompat, incompat, "%s: incompat", line);
		is_u64(m.geom.log_incompat, 0, "%s: log_incompat", line);
	}
	mkfs_options_free(&m.opts);
}

static void test_features(void)
{
	struct mkfs m;

	feature_words("dev", 0xf, 0x2b);
	feature_words("-m finobt=0 dev", 0x6, 0x2b);
	feature_words("-m rmapbt=0 dev", 0xd, 0x2b);
	feature_words("-m reflink=0 dev", 0xb, 0x2b);
	feature_words("-m inobtcount=0 dev", 0x7, 0x2b);
	feature_words("-m bigtime=0 dev", 0xf, 0x23);
	feature_words("-i sparse=0 dev", 0xf, 0x29);
	feature_words("-i nrext64=0 dev", 0xf, 0xb);
	feature_words("-i exchange=1 -n parent=1 dev", 0xf, 0xeb);
	feature_words("-m kernel=4.19 dev", 0x7, 0x3);
	feature_words("-m kernel=5.4 dev", 0x7, 0x3);
	feature_words("-m kernel=5.10 dev", 0x7, 0x3);
	feature_words("-m kernel=5.15 dev", 0xf, 0xb);
	feature_words("-m kernel=6.1 dev", 0xf, 0xb);
	feature_words("-m kernel=6.12 dev", 0xf, 0x2b);
	feature_words("-m kernel=6.18 dev", 0xf, 0xeb);
	feature_words("-m kernel=7.2 dev", 0xf, 0xeb);
	feature_words("-m kernel=6.1,rmapbt=0 -i nrext64=1 dev", 0xd, 0x2b);
	if (features(&m, "-L twelve_bytes -m uuid=01020304-0506-0708-090a-0b0c0d0e0f10 dev")) {
		ok(m.geom.uuid.b[0] == 1 && m.geom.uuid.b[15] == 16, "uuid");
		ok(!memcmp(&m.geom.uuid, &m.geom.meta_uuid, 16), "meta_uuid");
		ok(!memcmp(m.geom.fname, "twelve_bytes", 12), "label");
	}
	mkfs_options_free(&m.opts);
}

/* The files that come along say what -m kernel= says. */
static void test_shipped_config(void)
{
	static const char *const kernels[] = { "6.1", "6.6", "6.12", "6.18" };
	char line[128];
	struct mkfs a, b;
	size_t i;

	for (i = 0; i < 4; i++) {
		snprintf(line, sizeof(line), "-m kernel=%s dev", kernels[i]);
		features(&a, line);
		snprintf(line, sizeof(line),
			 "-c options=mkfs/config/lts_%s.conf dev", kernels[i]);
		features(&b, line);
		ok(a.geom.ro_compat == b.geom.ro_compat &&
		   a.geom.incompat == b.geom.incompat,
		   "lts_%s.conf is -m kernel=%s", kernels[i], kernels[i]);
		mkfs_options_free(&a.opts);
		mkfs_options_free(&b.opts);
	}
	if (features(&a, "-c options=mkfs/config/dax.conf dev"))
		ok(a.opts.d.daxinherit && a.opts.m.reflink && a.opts.m.rmapbt &&
		   a.opts.d.extszinherit_fsb == 512, "dax.conf");
	mkfs_options_free(&a.opts);
}

static void test_makecfg(void)
{
	struct mkfs a, b;
	char line[256];

	snprintf(line, sizeof(line),
		 "-m reflink=0 -n parent=1 -c makecfg=%s/made.conf dev", dir);
	features(&a, line);
	ok(!mkfs_write_config(&a), "the config file is written");
	ok(mkfs_write_config(&a) == -EINVAL, "but not over one that is there");
	snprintf(line, sizeof(line), "-c options=%s/made.conf dev", dir);
	features(&b, line);
	ok(a.geom.ro_compat == b.geom.ro_compat &&
	   a.geom.incompat == b.geom.incompat, "makecfg= then options=");
	mkfs_options_free(&a.opts);
	mkfs_options_free(&b.opts);
}

static void lacking(const char *line, const char *release, size_t want,
		    const char *first)
{
	const struct mkfs_feature *lacks[4];
	struct mkfs m;

	features(&m, line);
	is_u64(mkfs_kernel_lacks(&m, release, lacks, 4), want,
	       "kernel %s lacks so many of '%s'", release, line);
	if (first)
		is_str(lacks[0]->name, first, "the first");
	mkfs_options_free(&m.opts);
}

static void test_kernels(void)
{
	unsigned int kernel = 0;
	size_t i;

	ok(!mkfs_kernel_parse("6.1.0-44-amd64", &kernel) &&
	   kernel == MKFS_KERNEL(6, 1), "release of a distribution");
	ok(!mkfs_kernel_parse("6.12-rc1", &kernel) &&
	   kernel == MKFS_KERNEL(6, 12), "release candidate");
	ok(mkfs_kernel_parse("x", &kernel) && mkfs_kernel_parse("6", &kernel) &&
	   mkfs_kernel_parse("", &kernel) && mkfs_kernel_parse("9999.1", &kernel),
	   "no releases");
	lacking("dev", "6.1.0-44-amd64", 0, NULL);
	lacking("dev", "5.15.0", 1, "nrext64");
	lacking("dev", "5.4.0", 3, "inobtcount");
	lacking("-n parent=1 dev", "6.6.1", 1, "parent");
	lacking("-n parent=1 dev", "nonsense", 0, NULL);
	lacking("-n parent=1 dev", "2.6.32", 9, "crc");
	for (i = 0; i < mkfs_nr_features; i++) {
		const struct mkfs_feature *f = &mkfs_features[i];

		ok(f->mounts <= f->stable, "%s: mounts before it is stable",
		   f->name);
		ok(!f->by_default || f->mounts <= MKFS_KERNEL(6, 1),
		   "%s: a default that 6.1 mounts", f->name);
	}
}

static void clean_up(void)
{
	static const char *const names[] = {
		"c.conf", "d.conf", "nul.conf", "made.conf"
	};
	char path[128];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

int main(void)
{
	if (!mkdtemp(dir)) {
		perror(dir);
		return 1;
	}
	test_numbers();
	test_rows();
	test_command_line();
	test_combinations();
	test_config();
	test_config_defaults();
	test_features();
	test_shipped_config();
	test_makecfg();
	test_kernels();
	clean_up();
	return done();
}
