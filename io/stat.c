// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stat, statx: what the kernel knows of the current file, by fstat(2) or statx(2), its
 * extended flags and direct I/O limits, and in words whether it is used with DAX.
 */

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/io.h"
#include "io/xflags.h"

struct stat_opts {
	bool		verbose, raw;
	bool		sync, no_sync;
};

static const struct opt_row stat_rows[] = {
	IO_FLAG('v', struct stat_opts, verbose, .help = "times too, and names of flags"),
	IO_FLAG('r', struct stat_opts, raw, .help = "the fields of the structure as they are"),
};

static const struct opt_row statx_rows[] = {
	IO_FLAG('v', struct stat_opts, verbose, .conflicts = "r",
		.help = "times too, and names of flags"),
	IO_FLAG('r', struct stat_opts, raw, .help = "the fields of the structure as they are"),
	{ .letter = 'm', .type = OPT_LIST, .id = OPT_NO_ID, .arg = "MASK",
	  .help = "fields to ask for: WORD or number, +WORD adds, -WORD takes; with commas, "
		"and again" },
	IO_FLAG('F', struct stat_opts, sync, .conflicts = "D",
		.help = "have a server asked anew"),
	IO_FLAG('D', struct stat_opts, no_sync, .help = "have no server asked"),
};

#define MASK_DEFAULT	(STATX_BASIC_STATS | STATX_BTIME)
#define MASK_ALL	(~(uint32_t)STATX__RESERVED)

static const struct { const char *name; uint32_t bits; } mask_words[] = {
	{ "basic", STATX_BASIC_STATS }, { "all", MASK_ALL }, { "type", STATX_TYPE },
	{ "mode", STATX_MODE }, { "nlink", STATX_NLINK }, { "uid", STATX_UID },
	{ "gid", STATX_GID }, { "atime", STATX_ATIME }, { "mtime", STATX_MTIME },
	{ "ctime", STATX_CTIME }, { "ino", STATX_INO }, { "size", STATX_SIZE },
	{ "blocks", STATX_BLOCKS }, { "btime", STATX_BTIME }, { "mnt_id", STATX_MNT_ID },
	{ "dioalign", STATX_DIOALIGN }, { "mnt_id_unique", STATX_MNT_ID_UNIQUE },
	{ "subvol", STATX_SUBVOL }, { "write_atomic", STATX_WRITE_ATOMIC },
	{ "dio_read_align", STATX_DIO_READ_ALIGN },
};

/* Bits of one word of @len bytes, without its sign. */
static int mask_word(struct io *io, const char *word, size_t len, uint32_t *bits)
{
	char text[32];
	uint64_t number;
	size_t i;

	for (i = 0; i < sizeof(mask_words) / sizeof(mask_words[0]); i++) {
		if (strlen(mask_words[i].name) == len &&
		    !strncmp(mask_words[i].name, word, len)) {
			*bits = mask_words[i].bits;
			return 0;
		}
	}
	snprintf(text, sizeof(text), "%.*s", (int)len, word);
	if (len >= sizeof(text) || !isdigit((unsigned char)text[0]) ||
	    opt_number(text, NULL, &number) || number > UINT32_MAX ||
	    !isxdigit((unsigned char)text[len - 1]))
		return io_fail(io, "'%.*s' is no field of statx; help statx lists them",
			       len > 64 ? 64 : (int)len, word);
	*bits = number;
	return 0;
}

/* Words with commas between them, each setting, adding or taking away. */
static int parse_mask(struct io *io, const char *text, uint32_t *mask)
{
	for (; *text; text += *text == ',') {
		char sign = *text == '+' || *text == '-' ? *text++ : 0;
		size_t len = strcspn(text, ",");
		uint32_t bits = 0;
		int error = len ? mask_word(io, text, len, &bits) : 0;

		if (error)
			return error;
		if (!len)
			continue;
		*mask = sign == '+' ? *mask | bits : sign == '-' ? *mask & ~bits : bits;
		text += len;
	}
	return 0;
}

static const char *type_name(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return "regular file";
	case S_IFDIR:
		return "directory";
	case S_IFCHR:
		return "char device";
	case S_IFBLK:
		return "block device";
	case S_IFIFO:
		return "fifo";
	case S_IFLNK:
		return "symbolic link";
	case S_IFSOCK:
		return "socket";
	}
	return "unknown";
}

static void print_file(const struct io_file *f)
{
	printf("fd.path = \"%s\"\n", f->name);
	printf("fd.flags = %s,%s,%s%s%s%s%s\n", f->flags & IO_OSYNC ? "sync" : "non-sync",
	       f->flags & IO_DIRECT ? "direct" : "non-direct",
	       f->flags & IO_READONLY ? "read-only" : "read-write",
	       f->flags & IO_REALTIME ? ",real-time" : "",
	       f->flags & IO_APPEND ? ",append-only" : "",
	       f->flags & IO_NONBLOCK ? ",non-block" : "",
	       f->flags & IO_TMPFILE ? ",tmpfile" : "");
}

static void print_time(const char *name, int64_t sec)
{
	time_t when = sec;
	char text[32];

	if (ctime_r(&when, text))
		printf("stat.%s = %s", name, text);
	else
		printf("stat.%s = %" PRId64 "\n", name, sec);
}

static void print_stamp(const char *name, const struct statx_timestamp *t)
{
	printf("stat.%s.tv_sec = %" PRId64 "\n", name, (int64_t)t->tv_sec);
	printf("stat.%s.tv_nsec = %u\n", name, t->tv_nsec);
}

/* The limits of direct I/O and what XFS adds; what cannot be asked is left out. */
static void print_xfs(const struct io_file *f)
{
	struct fsxattr attr = { 0 };
	struct dioattr dio = { 0 };

	if (f->flags & IO_FOREIGN)
		return;
	if (!ioctl(f->fd, XFS_IOC_FSGETXATTRA, &attr))
		printf("fsxattr.naextents = %u\n", attr.fsx_nextents);
	if (!ioctl(f->fd, XFS_IOC_DIOINFO, &dio)) {
		printf("dioattr.mem = 0x%x\n", dio.d_mem);
		printf("dioattr.miniosz = %u\n", dio.d_miniosz);
		printf("dioattr.maxiosz = %u\n", dio.d_maxiosz);
	}
}

/* Not every filesystem has these; but a descriptor that cannot be asked is said. */
static int print_attr(struct io *io, const struct io_file *f, bool verbose)
{
	char text[XFLAGS_TEXT];
	struct fsxattr attr = { 0 };

	if (ioctl(f->fd, FS_IOC_FSGETXATTR, &attr) < 0)
		return errno == EBADF ? io_fail_call(io, "FS_IOC_FSGETXATTR", -EBADF) : 0;
	if (verbose)
		xflags_names(attr.fsx_xflags, text);
	else
		xflags_letters(attr.fsx_xflags, text);
	printf("fsxattr.xflags = 0x%x [%s]\n", attr.fsx_xflags, text);
	printf("fsxattr.projid = %u\n", attr.fsx_projid);
	printf("fsxattr.extsize = %u\n", attr.fsx_extsize);
	printf("fsxattr.cowextsize = %u\n", attr.fsx_cowextsize);
	printf("fsxattr.nextents = %u\n", attr.fsx_nextents);
	print_xfs(f);
	return 0;
}

/* In words; other files than these are never used with DAX. */
static void print_dax(int fd, mode_t mode)
{
	enum dax_state state;

	if ((S_ISREG(mode) || S_ISDIR(mode)) && !dax_state_of(fd, NULL, &state))
		printf("dax = %s\n", dax_state_text(state));
}

static int print_words(struct io *io, const struct compat_statx *s, bool verbose)
{
	const struct io_file *f = io_file(io);

	print_file(f);
	printf("stat.ino = %" PRIu64 "\n", (uint64_t)s->stx_ino);
	printf("stat.type = %s\n", type_name(s->stx_mode));
	printf("stat.size = %" PRIu64 "\n", (uint64_t)s->stx_size);
	printf("stat.blocks = %" PRIu64 "\n", (uint64_t)s->stx_blocks);
	if (verbose) {
		print_time("atime", s->stx_atime.tv_sec);
		print_time("mtime", s->stx_mtime.tv_sec);
		print_time("ctime", s->stx_ctime.tv_sec);
		if (s->stx_mask & STATX_BTIME)
			print_time("btime", s->stx_btime.tv_sec);
	}
	return print_attr(io, f, verbose);
}

static void print_newer(const struct compat_statx *s)
{
	printf("stat.mnt_id = 0x%" PRIx64 "\n", (uint64_t)s->stx_mnt_id);
	printf("stat.dio_mem_align = %u\n", s->stx_dio_mem_align);
	printf("stat.dio_offset_align = %u\n", s->stx_dio_offset_align);
	printf("stat.subvol = 0x%" PRIx64 "\n", (uint64_t)s->stx_subvol);
	printf("stat.atomic_write_unit_min = %u\n", s->stx_atomic_write_unit_min);
	printf("stat.atomic_write_unit_max = %u\n", s->stx_atomic_write_unit_max);
	printf("stat.atomic_write_segments_max = %u\n", s->stx_atomic_write_segments_max);
	printf("stat.dio_read_offset_align = %u\n", s->stx_dio_read_offset_align);
	printf("stat.atomic_write_unit_max_opt = %u\n", s->stx_atomic_write_unit_max_opt);
}

/* @x: with what only statx(2) knows. */
static void print_raw(const struct compat_statx *s, bool x)
{
	if (x)
		printf("stat.mask = 0x%x\n", s->stx_mask);
	printf("stat.blksize = %u\n", s->stx_blksize);
	if (x)
		printf("stat.attributes = 0x%" PRIx64 "\n", (uint64_t)s->stx_attributes);
	printf("stat.nlink = %u\n", s->stx_nlink);
	printf("stat.uid = %u\n", s->stx_uid);
	printf("stat.gid = %u\n", s->stx_gid);
	printf("stat.mode: 0%o\n", s->stx_mode);
	printf("stat.ino = %" PRIu64 "\n", (uint64_t)s->stx_ino);
	printf("stat.size = %" PRIu64 "\n", (uint64_t)s->stx_size);
	printf("stat.blocks = %" PRIu64 "\n", (uint64_t)s->stx_blocks);
	if (x)
		printf("stat.attributes_mask = 0x%" PRIx64 "\n",
		       (uint64_t)s->stx_attributes_mask);
	print_stamp("atime", &s->stx_atime);
	if (x)
		print_stamp("btime", &s->stx_btime);
	print_stamp("ctime", &s->stx_ctime);
	print_stamp("mtime", &s->stx_mtime);
	printf("stat.rdev_major = %u\n", s->stx_rdev_major);
	printf("stat.rdev_minor = %u\n", s->stx_rdev_minor);
	printf("stat.dev_major = %u\n", s->stx_dev_major);
	printf("stat.dev_minor = %u\n", s->stx_dev_minor);
	if (x)
		print_newer(s);
}

/* statx(2) tells all that fstat(2) does, so both commands ask it. */
static int show(struct io *io, const struct stat_opts *opts, bool x, int flags, uint32_t mask)
{
	struct compat_statx s = { 0 };
	int error = 0, fd = io_file(io)->fd;

	if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH | flags, mask, &s) < 0)
		return io_fail_call(io, x ? "statx" : "fstat", -errno);
	if (opts->raw)
		print_raw(&s, x);
	else
		error = print_words(io, &s, opts->verbose);
	print_dax(fd, s.stx_mode);
	return error;
}

static int run_stat(struct io *io, const struct io_args *args)
{
	return show(io, args->opts, false, 0, STATX_BASIC_STATS);
}

static int run_statx(struct io *io, const struct io_args *args)
{
	const struct stat_opts *opts = args->opts;
	const struct opt_item *item;
	uint32_t mask = MASK_DEFAULT;
	unsigned int i;
	int error = 0;

	for (i = 0; !error && (item = opt_item(args->parser, i)); i++)
		error = parse_mask(io, item->text, &mask);
	if (error)
		return error;
	return show(io, opts, true, opts->sync ? AT_STATX_FORCE_SYNC :
		    opts->no_sync ? AT_STATX_DONT_SYNC : 0, mask);
}

const struct io_command io_stat_commands[] = {
	{ .name = "stat", .run = run_stat, .rows = stat_rows,
	  .nr_rows = sizeof(stat_rows) / sizeof(stat_rows[0]),
	  .opts_size = sizeof(struct stat_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-v|-r]", .brief = "show what is known of the file",
	  .help =
"Shows number, type and size of the file, its extended flags and, on XFS, what direct I/O\n"
"must keep to.  The line that begins with dax tells whether the file is used with DAX now,\n"
"and why that differs from its flag if it does.\n"
"Example: stat -v" },
	{ .name = "statx", .run = run_statx, .rows = statx_rows,
	  .nr_rows = sizeof(statx_rows) / sizeof(statx_rows[0]),
	  .opts_size = sizeof(struct stat_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-v|-r] [-m basic|all|MASK] [-F|-D]",
	  .brief = "show what is known of the file, by statx",
	  .help =
"As stat, through statx(2), whose fields can be chosen:\n"
"    basic all type mode nlink uid gid atime mtime ctime ino size blocks btime mnt_id\n"
"    dioalign mnt_id_unique subvol write_atomic dio_read_align, or a number\n"
"A word without sign stands for itself alone, so that the last such word counts.\n"
"Example: statx -r -m +dioalign,+write_atomic" },
	{ 0 }
};
