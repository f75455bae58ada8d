// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * parent: the folders that hold a file and its names there, or its paths up to the root,
 * as the parent pointers tell; nothing is searched.
 *
 * A path is built from its end: each step asks for the one parent of a folder.  Steps and
 * bytes are bounded, so that a loop in a damaged tree ends.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mounted.h"
#include "io/io.h"

#define PATH_BYTES	65536
#define PATH_STEPS	(PATH_BYTES / 2)

struct parent_opts {
	uint32_t	buffer;
	uint64_t	ino;
	const char	*name;
	bool		paths;
	bool		brief;
	bool		one;
};

enum { PARENT_INO, PARENT_NAME };

static const struct parent_opts parent_defaults = { .buffer = XFS_XATTR_LIST_MAX };

static const struct opt_row parent_rows[] = {
	IO_OPT_MAX('b', OPT_NO_ID, struct parent_opts, buffer, OPT_SIZE, XFS_XATTR_LIST_MAX,
		   .min = 40, .arg = "BYTES",
		   .help = "room for the kernel's answer (65536)"),
	IO_OPT('i', PARENT_INO, struct parent_opts, ino, OPT_NUMBER,
	       .arg = "INO", .help = "only through this folder"),
	IO_OPT('n', PARENT_NAME, struct parent_opts, name, OPT_STRING,
	       .arg = "NAME", .help = "only under this name"),
	IO_FLAG('p', struct parent_opts, paths, .help = "paths up to the root"),
	IO_FLAG('s', struct parent_opts, brief, .conflicts = "p z",
		.help = "one line each: ino:gen:namelen:name"),
	IO_FLAG('z', struct parent_opts, one, .help = "the first path only"),
};

/* What is asked, and of whom. */
struct parent_query {
	const struct parent_opts *opts;
	uint64_t		given;
	int			fd;		/* the open file */
	int			dir_fd;		/* a folder, which calls by handle want */
	bool			by_handle;
	struct xfs_getparents_by_handle ask;
	char			*buffer;
	char			*mount;		/* where paths begin */
	uint64_t		mount_ino;
};

typedef int (*parent_fn)(struct parent_query *q, const struct xfs_getparents_rec *rec);

/* No handle stands for the open file. */
static void ask_about(struct parent_query *q, const struct xfs_handle *handle)
{
	q->by_handle = handle;
	q->ask = (struct xfs_getparents_by_handle) {
		.gph_request.gp_bufsize = q->opts->buffer,
		.gph_request.gp_buffer = (uintptr_t)q->buffer,
	};
	if (handle)
		q->ask.gph_handle = *handle;
}

/* The next bufferful; -EPROTO when the kernel claims more than fits. */
static int ask_more(struct parent_query *q)
{
	struct xfs_getparents *gp = &q->ask.gph_request;
	int ret;

	gp->gp_bufsize = q->opts->buffer;
	if (q->by_handle)
		ret = ioctl(q->dir_fd, XFS_IOC_GETPARENTS_BY_HANDLE, &q->ask);
	else
		ret = ioctl(q->fd, XFS_IOC_GETPARENTS, gp);
	if (ret < 0)
		return -errno;
	return gp->gp_bufsize <= q->opts->buffer ? 0 : -EPROTO;
}

/*
 * Whether @rec lies wholly in the @left bytes there, its name ended.  The last one may
 * reach to the end of the buffer, whatever its size.
 */
static bool record_sound(const struct xfs_getparents_rec *rec, size_t left)
{
	if (left < sizeof(*rec) + 2 || rec->gpr_reclen < sizeof(*rec) + 2 ||
	    rec->gpr_reclen > left || (rec->gpr_reclen % 8 && rec->gpr_reclen != left))
		return false;
	return memchr(rec->gpr_name, 0, rec->gpr_reclen - sizeof(*rec)) && rec->gpr_name[0];
}

/* Calls @fn for each record in the buffer until it returns nonzero. */
static int each_record(struct parent_query *q, parent_fn fn)
{
	const struct xfs_getparents_rec *rec;
	size_t at = 0, end = q->ask.gph_request.gp_bufsize;
	int ret = 0;

	while (at < end && !ret) {
		rec = (const struct xfs_getparents_rec *)(q->buffer + at);
		if (!record_sound(rec, end - at))
			return -EPROTO;
		at += rec->gpr_reclen;
		ret = fn(q, rec);
	}
	return ret;
}

static bool is_root(const struct parent_query *q)
{
	return q->ask.gph_request.gp_oflags & XFS_GETPARENTS_OFLAG_ROOT;
}

/*
 * Calls @fn for each parent of @handle.  Its nonzero value ends this and comes back, above
 * zero without being an error.  A second question follows in @q->ask.
 */
static int each_parent(struct parent_query *q, const struct xfs_handle *handle, parent_fn fn)
{
	struct xfs_attrlist_cursor before;
	int ret;

	ask_about(q, handle);
	do {
		before = q->ask.gph_request.gp_cursor;
		ret = ask_more(q);
		if (!ret && !is_root(q))
			ret = each_record(q, fn);
		if (ret || is_root(q) || q->ask.gph_request.gp_oflags & XFS_GETPARENTS_OFLAG_DONE)
			return ret;
		if (io_interrupted())
			return -EINTR;
	} while (memcmp(&before, &q->ask.gph_request.gp_cursor, sizeof(before)));
	return -EPROTO;
}

/* Whether -i and -n let this link pass. */
static bool wanted(const struct parent_query *q, const struct xfs_getparents_rec *rec)
{
	if (IO_GIVEN(q, PARENT_INO) && rec->gpr_parent.ha_fid.fid_ino != q->opts->ino)
		return false;
	return !IO_GIVEN(q, PARENT_NAME) || !strcmp(rec->gpr_name, q->opts->name);
}

static int print_record(struct parent_query *q, const struct xfs_getparents_rec *rec)
{
	unsigned long long ino = rec->gpr_parent.ha_fid.fid_ino;
	unsigned int gen = rec->gpr_parent.ha_fid.fid_gen;
	size_t len = strlen(rec->gpr_name);

	if (!wanted(q, rec))
		return 0;
	if (q->opts->brief)
		printf("%llu:%u:%zu:%s\n", ino, gen, len, rec->gpr_name);
	else
		printf("p_ino     = %llu\np_gen     = %u\np_namelen = %zu\np_name    = \"%s\"\n\n",
		       ino, gen, len, rec->gpr_name);
	return 0;
}

/* A path that grows towards its front, where @at is. */
struct parent_path {
	char		*text;		/* PATH_BYTES, ended by a zero byte */
	size_t		at;
	bool		wanted;		/* some link of it passed -i and -n */
	struct xfs_handle next;		/* the folder to ask about */
};

/* Each name of the file begins a path; these are gathered before any is followed. */
struct parent_links {
	struct parent_query	q;		/* first: callbacks find the rest behind it */
	struct parent_link {
		struct xfs_handle	parent;
		char			*name;
	}			*links;
	size_t			nr;
};

static int gather_link(struct parent_query *q, const struct xfs_getparents_rec *rec)
{
	struct parent_links *pl = (struct parent_links *)q;
	struct parent_link *links = realloc(pl->links, (pl->nr + 1) * sizeof(*links));
	char *name = strdup(rec->gpr_name);

	if (links)
		pl->links = links;
	if (!links || !name) {
		free(name);
		return -ENOMEM;
	}
	links[pl->nr++] = (struct parent_link) { .parent = rec->gpr_parent, .name = name };
	return 0;
}

static void forget_links(struct parent_links *pl)
{
	while (pl->nr)
		free(pl->links[--pl->nr].name);
	free(pl->links);
	pl->links = NULL;
}

static int prepend(struct parent_path *path, const char *name)
{
	size_t len = strlen(name);

	if (len + 1 > path->at)
		return -ENAMETOOLONG;
	path->at -= len + 1;
	path->text[path->at] = '/';
	memcpy(path->text + path->at + 1, name, len);
	return 0;
}

/* Folders have one name: a second one is damage. */
static int climb_link(struct parent_links *pl, struct parent_path *path)
{
	const struct parent_link *link = &pl->links[0];

	if (pl->nr != 1)
		return -EFSCORRUPTED;
	path->next = link->parent;
	if ((!IO_GIVEN(&pl->q, PARENT_INO) || link->parent.ha_fid.fid_ino == pl->q.opts->ino) &&
	    (!IO_GIVEN(&pl->q, PARENT_NAME) || !strcmp(link->name, pl->q.opts->name)))
		path->wanted = true;
	return prepend(path, link->name);
}

/* From @path->next up to the root. */
static int climb(const struct parent_query *q, struct parent_path *path)
{
	struct parent_links up = { .q = *q };
	unsigned int steps;
	int error = 0;

	for (steps = 0; steps < PATH_STEPS && !error; steps++) {
		error = each_parent(&up.q, &path->next, gather_link);
		if (!error && is_root(&up.q))
			break;
		if (!error)
			error = climb_link(&up, path);
		forget_links(&up);
		if (!error && io_interrupted())
			error = -EINTR;
	}
	forget_links(&up);
	if (!error && path->next.ha_fid.fid_ino != q->mount_ino)
		error = -EXDEV;
	return error ? error : steps < PATH_STEPS ? 0 : -ELOOP;
}

/* The path that ends in @link; 1 when it was printed. */
static int print_path(const struct parent_query *q, const struct parent_link *link)
{
	struct parent_path path = { .text = malloc(PATH_BYTES), .at = PATH_BYTES - 1 };
	struct parent_links first = { .q = *q, .links = (struct parent_link *)link, .nr = 1 };
	int error = path.text ? 0 : -ENOMEM;

	if (!error) {
		path.text[path.at] = 0;
		error = climb_link(&first, &path);
	}
	if (!error)
		error = climb(q, &path);
	if (!error && (path.wanted || !(q->given & (1 << PARENT_INO | 1 << PARENT_NAME)))) {
		printf("%s%s\n", strcmp(q->mount, "/") ? q->mount : "", path.text + path.at);
		error = 1;
	}
	free(path.text);
	return error;
}

static int print_paths(struct parent_query *q, const struct xfs_handle *handle)
{
	struct parent_links pl = { .q = *q };
	int error = each_parent(&pl.q, handle, gather_link);
	size_t i;

	if (!error && is_root(&pl.q))
		puts(q->mount);
	for (i = 0; !error && i < pl.nr; i++) {
		error = print_path(q, &pl.links[i]);
		if (error > 0)
			error = q->opts->one;
	}
	forget_links(&pl);
	return error;
}

/* Where the paths begin; a filesystem mounted in part has no beginning for them. */
static int find_mount(struct parent_query *q)
{
	struct mounted m = { 0 };
	struct stat st;
	int error = mounted_probe(q->fd, &m);

	if (!error && !m.point)
		error = -ENOENT;
	if (!error)
		q->dir_fd = open(m.point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!error && (q->dir_fd < 0 || fstat(q->dir_fd, &st) < 0))
		error = -errno;
	if (!error) {
		q->mount_ino = st.st_ino;
		q->mount = strdup(m.point);
		error = q->mount ? 0 : -ENOMEM;
	}
	mounted_free(&m);
	return error;
}

/* The handle of the inode named: the open file's, with another number. */
static int get_handle(struct io *io, const struct io_args *args, struct xfs_handle *handle)
{
	__u32 len = sizeof(*handle);
	struct xfs_fsop_handlereq req = {
		.fd = (__u32)io_file(io)->fd, .ohandle = handle, .ohandlen = &len,
	};
	uint64_t ino, gen;
	int error;

	if (ioctl(io_file(io)->fd, XFS_IOC_FD_TO_HANDLE, &req) < 0)
		return io_fail_call(io, io_file(io)->name, -errno);
	if (len != sizeof(*handle))
		return io_fail_call(io, io_file(io)->name, -EPROTO);
	error = io_number(io, "inode", args->words[0], &ino);
	if (!error)
		error = io_number(io, "generation", args->words[1], &gen);
	if (error)
		return error;
	if (gen > UINT32_MAX)
		return io_fail(io, "generation %" PRIu64 " is out of range: 0 to %u", gen,
			       UINT32_MAX);
	handle->ha_fid.fid_ino = ino;
	handle->ha_fid.fid_gen = (uint32_t)gen;
	return 0;
}

static int show(struct parent_query *q, const struct xfs_handle *handle)
{
	bool paths = q->opts->paths || q->opts->one;
	int error = paths || handle ? find_mount(q) : 0;

	if (error)
		return error;
	if (paths)
		return print_paths(q, handle);
	error = each_parent(q, handle, print_record);
	if (!error && is_root(q))
		puts("Root directory.");
	return error;
}

static int run_parent(struct io *io, const struct io_args *args)
{
	struct io_file *file = io_file(io);
	struct parent_query q = {
		.opts = args->opts, .given = args->given, .fd = file->fd, .dir_fd = -1,
	};
	struct xfs_handle handle = { 0 };
	int error = 0;

	if (args->nr == 1)
		return io_fail(io, "give inode number and generation, or neither");
	if (args->nr)
		error = get_handle(io, args, &handle);
	if (error)
		return error;
	q.buffer = malloc(q.opts->buffer);
	error = q.buffer ? show(&q, args->nr ? &handle : NULL) : -ENOMEM;
	free(q.buffer);
	free(q.mount);
	if (q.dir_fd >= 0)
		close(q.dir_fd);
	if (error == -EXDEV)
		return io_fail(io, "%s: only a part of the filesystem is mounted there, which "
				   "its paths do not lead to", file->name);
	return error < 0 ? io_fail_call(io, file->name, error) : 0;
}

const struct io_command io_parent_commands[] = {
	{ .name = "parent", .run = run_parent, .rows = parent_rows,
	  .nr_rows = sizeof(parent_rows) / sizeof(parent_rows[0]),
	  .opts_size = sizeof(struct parent_opts), .defaults = &parent_defaults,
	  .max_words = 2,
	  .flags = IO_NEEDS_XFS,
	  .usage = "[-psz] [-b bytes] [-i ino] [-n name] [ino gen]",
	  .brief = "print the folders that hold a file",
	  .help = "Prints each folder that holds the open file, or the inode with the number and "
		  "generation\ngiven, and the name it has there; with -p or -z its paths instead.  "
		  "-i and -n keep those\nthrough a folder, or under a name.  The filesystem must "
		  "have been made with parent pointers.\nExample: parent -p" },
	{ 0 }
};
