// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * listmount, statmount: what the kernel tells of mounts, without reading /proc.
 *
 * Strings of a mount come in the answer's own buffer, which grows until they fit.
 * The offsets in it are checked before they are followed.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "io/mounts.h"

#define IDS		64			/* asked for at a time */
#define BUFFER_MIN	((size_t)4096)
#define BUFFER_MAX	((size_t)16 << 20)

struct mounts_opts {
	const char	*mask;
	const char	*type;
	const char	*namespace;
	uint64_t	below;
	bool		raw;
};

enum { MOUNTS_MASK, MOUNTS_TYPE, MOUNTS_NAMESPACE, MOUNTS_BELOW };

#define MASK_ROW \
	{ .letter = 'f', .type = OPT_STRING, .id = MOUNTS_MASK, .arg = "MASK", \
	  .offset = offsetof(struct mounts_opts, mask), .width = sizeof(const char *), \
	  .help = "ask only for these: a number, or names as in the mask line" }
#define RAW_ROW \
	IO_FLAG('r', struct mounts_opts, raw, .help = "print masks and flags as numbers")

static const struct opt_row statmount_rows[] = { MASK_ROW, RAW_ROW };

static const struct opt_row listmount_rows[] = {
	MASK_ROW,
	IO_OPT('i', MOUNTS_BELOW, struct mounts_opts, below, OPT_NUMBER, .min = 1,
	       .arg = "ID", .help = "only mounts below the mount of this id"),
	IO_OPT('n', MOUNTS_NAMESPACE, struct mounts_opts, namespace, OPT_PATH,
	       .arg = "FILE", .help = "in this mount namespace, /proc/PID/ns/mnt"),
	RAW_ROW,
	IO_OPT('t', MOUNTS_TYPE, struct mounts_opts, type, OPT_STRING,
	       .arg = "TYPE", .help = "only filesystems of this type"),
};

/* One mount as the kernel described it. */
struct mount_answer {
	struct compat_statmount	*st;
	size_t			size;		/* of the buffer */
};

static uint64_t all_masks(void)
{
	const struct mounts_flag *f;
	uint64_t mask = 0;

	for (f = mounts_masks; f->name; f++)
		mask |= f->bits;
	return mask;
}

static int wanted_mask(struct io *io, const struct mounts_opts *opts, uint64_t *mask)
{
	*mask = all_masks();
	if (opts->mask && mounts_parse_mask(opts->mask, mask))
		return io_fail(io, "-f %.64s is neither a number nor names with commas between",
			       opts->mask);
	return 0;
}

static int answer_grow(struct mount_answer *a)
{
	size_t size = a->size ? a->size * 2 : BUFFER_MIN;
	void *st;

	if (size > BUFFER_MAX)
		return -EOVERFLOW;
	st = realloc(a->st, size);
	if (!st)
		return -ENOMEM;
	a->st = st;
	a->size = size;
	return 0;
}

/* What the kernel tells of mount @id of namespace @ns (0: the caller's own). */
static int answer_get(struct mount_answer *a, uint64_t id, uint64_t ns, uint64_t mask)
{
	struct compat_mnt_id_req req = {
		.size = ns ? MNT_ID_REQ_SIZE_VER1 : MNT_ID_REQ_SIZE_VER0,
		.mnt_id = id, .param = mask, .mnt_ns_id = ns,
	};
	int error = 0;

	for (;;) {
		if (!a->size || error == -EOVERFLOW)
			error = answer_grow(a);
		if (error)
			return error;
		memset(a->st, 0, sizeof(*a->st));
		if (!syscall(__NR_statmount, &req, a->st, a->size, 0))
			return 0;
		error = -errno;
		if (error != -EOVERFLOW)
			return error;
	}
}

/* The string at @offset, empty when the kernel's offset leads out of the buffer. */
static const char *answer_string(const struct mount_answer *a, uint32_t offset)
{
	size_t room = a->size - sizeof(*a->st);

	if (offset >= room || !memchr(a->st->str + offset, 0, room - offset))
		return "";
	return a->st->str + offset;
}

static void print_bits(const char *what, const struct mounts_flag *flags, uint64_t value,
		       bool raw)
{
	char words[512];

	if (raw)
		printf("\t%s: 0x%" PRIx64 "\n", what, value);
	else
		printf("\t%s: %s\n", what, mounts_words(flags, value, words, sizeof(words)));
}

static void print_basics(const struct compat_statmount *st, bool raw)
{
	if (st->mask & STATMOUNT_SB_BASIC)
		printf("\tsb_dev_major: %u\n\tsb_dev_minor: %u\n\tsb_magic: 0x%" PRIx64
		       "\n\tsb_flags: 0x%x\n", st->sb_dev_major, st->sb_dev_minor,
		       (uint64_t)st->sb_magic, st->sb_flags);
	if (!(st->mask & STATMOUNT_MNT_BASIC))
		return;
	printf("\tmnt_id: 0x%" PRIx64 "\n\tmnt_parent_id: 0x%" PRIx64
	       "\n\tmnt_id_old: %u\n\tmnt_parent_id_old: %u\n", (uint64_t)st->mnt_id,
	       (uint64_t)st->mnt_parent_id, st->mnt_id_old, st->mnt_parent_id_old);
	print_bits("mnt_attr", mounts_attrs, st->mnt_attr, raw);
	print_bits("mnt_propagation", mounts_propagations, st->mnt_propagation, raw);
	printf("\tmnt_peer_group: 0x%" PRIx64 "\n\tmnt_master: 0x%" PRIx64 "\n",
	       (uint64_t)st->mnt_peer_group, (uint64_t)st->mnt_master);
}

static void print_string(const struct mount_answer *a, uint64_t bit, const char *what,
			 uint32_t offset)
{
	if (a->st->mask & bit)
		printf("\t%s: %s\n", what, answer_string(a, offset));
}

static void print_answer(const struct mount_answer *a, bool raw)
{
	const struct compat_statmount *st = a->st;

	print_bits("mask", mounts_masks, st->mask, raw);
	print_basics(st, raw);
	if (st->mask & STATMOUNT_PROPAGATE_FROM)
		printf("\tpropagate_from: 0x%" PRIx64 "\n", (uint64_t)st->propagate_from);
	print_string(a, STATMOUNT_MNT_ROOT, "mnt_root", st->mnt_root);
	print_string(a, STATMOUNT_MNT_POINT, "mnt_point", st->mnt_point);
	print_string(a, STATMOUNT_FS_TYPE, "fs_type", st->fs_type);
	if (st->mask & STATMOUNT_MNT_NS_ID)
		printf("\tmnt_ns_id: 0x%" PRIx64 "\n", (uint64_t)st->mnt_ns_id);
	print_string(a, STATMOUNT_MNT_OPTS, "mnt_opts", st->mnt_opts);
	print_string(a, STATMOUNT_FS_SUBTYPE, "fs_subtype", st->fs_subtype);
	print_string(a, STATMOUNT_SB_SOURCE, "sb_source", st->sb_source);
	if (st->mask & STATMOUNT_SUPPORTED_MASK)
		print_bits("supported_mask", mounts_masks, st->supported_mask, raw);
}

static int run_statmount(struct io *io, const struct io_args *args)
{
	const struct mounts_opts *opts = args->opts;
	struct mount_answer answer = { 0 };
	struct statx stx;
	uint64_t mask;
	int error = wanted_mask(io, opts, &mask);

	if (error)
		return error;
	if (statx(io_file(io)->fd, "", AT_EMPTY_PATH, STATX_MNT_ID_UNIQUE, &stx) < 0)
		return io_fail_call(io, "statmount", -errno);
	if (!(stx.stx_mask & STATX_MNT_ID_UNIQUE))
		return io_fail_call(io, "statmount", -ENOSYS);
	error = answer_get(&answer, stx.stx_mnt_id, 0, mask);
	if (error) {
		io_fail_call(io, "statmount", error);
	} else {
		printf("path: %s\n", io_file(io)->name);
		print_answer(&answer, opts->raw);
	}
	free(answer.st);
	return error;
}

/* The number of the mount namespace that @path is the file of. */
static int namespace_id(struct io *io, const char *path, uint64_t *id)
{
	__u64 number = 0;
	int fd, error;

	error = io_open_other(io, path, O_RDONLY, &fd);
	if (error)
		return error;
	if (ioctl(fd, NS_GET_MNTNS_ID, &number) < 0)
		error = errno == ENOTTY || errno == EINVAL ?
			io_fail(io, "%s is no file of a mount namespace", path) :
			io_fail_call(io, path, -errno);
	close(fd);
	*id = number;
	return error;
}

struct listing {
	const struct mounts_opts	*opts;
	uint64_t			ns;
	uint64_t			mask;
	uint64_t			printed;
	struct mount_answer		answer;
};

/* A mount that has gone since it was listed is no failure. */
static int list_one(struct io *io, struct listing *l, uint64_t id)
{
	uint64_t mask = l->mask | (l->opts->type ? STATMOUNT_FS_TYPE : 0);
	int error = answer_get(&l->answer, id, l->ns, mask);

	if (error == -ENOENT)
		return 0;
	if (error)
		return io_fail_call(io, "listmount", error);
	if (l->opts->type &&
	    (!(l->answer.st->mask & STATMOUNT_FS_TYPE) ||
	     strcmp(answer_string(&l->answer, l->answer.st->fs_type), l->opts->type)))
		return 0;
	printf("mnt_id[%" PRIu64 "]: 0x%" PRIx64 "\n", l->printed++, id);
	print_answer(&l->answer, l->opts->raw);
	return 0;
}

/* Ids rise; an answer that does not is the end. */
static int list_all(struct io *io, struct listing *l)
{
	struct compat_mnt_id_req req = {
		.size = l->ns ? MNT_ID_REQ_SIZE_VER1 : MNT_ID_REQ_SIZE_VER0,
		.mnt_id = l->opts->below ? l->opts->below : LSMT_ROOT, .mnt_ns_id = l->ns,
	};
	uint64_t ids[IDS];
	int error = 0;
	long i, n;

	do {
		n = syscall(__NR_listmount, &req, ids, (size_t)IDS, 0);
		if (n < 0)
			return io_fail_call(io, "listmount", -errno);
		for (i = 0; !error && i < n && i < IDS; i++) {
			if (ids[i] <= req.param)
				return 0;
			req.param = ids[i];
			error = io_interrupted() ? io_fail_call(io, "listmount", -EINTR) :
				list_one(io, l, ids[i]);
		}
	} while (!error && n > 0);
	return error;
}

static int run_listmount(struct io *io, const struct io_args *args)
{
	const struct mounts_opts *opts = args->opts;
	struct listing l = { .opts = opts };
	int error = wanted_mask(io, opts, &l.mask);

	if (!error && opts->namespace)
		error = namespace_id(io, opts->namespace, &l.ns);
	if (!error)
		error = list_all(io, &l);
	free(l.answer.st);
	return error;
}

const struct io_command io_mounts_commands[] = {
	{ .name = "listmount", .run = run_listmount,
	  .rows = listmount_rows, .nr_rows = sizeof(listmount_rows) / sizeof(listmount_rows[0]),
	  .opts_size = sizeof(struct mounts_opts), .flags = IO_ONCE,
	  .usage = "[-f mask] [-i id] [-n nsfile] [-r] [-t type]", .brief = "list what is mounted",
	  .help = "Prints each mount that the calling process can see, as the kernel's mount\n"
		  "table tells it (Linux 6.8): id, flags, place, type, options and source.\n"
		  "\n"
		  "  xfs_io -c 'listmount -t xfs -f mnt_point,sb_source'" },
	{ .name = "statmount", .run = run_statmount,
	  .rows = statmount_rows, .nr_rows = sizeof(statmount_rows) / sizeof(statmount_rows[0]),
	  .opts_size = sizeof(struct mounts_opts), .flags = IO_NEEDS_FILE,
	  .usage = "[-f mask] [-r]", .brief = "tell about the mount the file is on",
	  .help = "Prints what listmount prints, of the mount through which the current file\n"
		  "was opened.\n"
		  "\n"
		  "  xfs_io -r -c 'statmount -f mnt_opts' /mnt" },
	{ 0 }
};
