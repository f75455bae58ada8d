// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The current file and, with -R or -D, what lies below it, for chattr, lsattr, chproj,
 * lsproj, extsize and cowextsize.
 *
 * A folder comes after what is in it.  Symbolic links are not followed, other
 * filesystems not entered.  Neither the stack nor the number of open files grows with
 * the depth of the tree: folders further up are closed and opened again by "..".
 */
#ifndef IO_WALK_H
#define IO_WALK_H

#include <stdbool.h>
#include <sys/types.h>

#include "io/io.h"

struct walk_entry {
	int		dirfd;		/* with @name "": the object itself */
	const char	*name;
	const char	*path;		/* to show; begins with the name of the current file */
	mode_t		mode;
};

enum walk_depth { WALK_ONE, WALK_ALL, WALK_FOLDERS };

/* The options that tell how far to go, and their rows for a structure @type, where each
   field has @in before its name. */
struct walk_opts {
	bool	all, folders;
};

#define WALK_ROWS(type, in) \
	IO_FLAG('R', type, in all, .conflicts = "D", \
		.help = "everything below the current folder, and itself"), \
	IO_FLAG('D', type, in folders, .help = "the same, folders only")

enum walk_depth walk_depth(const struct walk_opts *opts);

/* Says itself what went wrong; 0 or a negative errno. */
typedef int (*walk_fn)(struct io *io, const struct walk_entry *e, void *ctx);

/*
 * Calls @fn for the current file or for each object below it, with WALK_FOLDERS for the
 * folders only.  When @fn fails the walk goes on; the first failure is returned.
 */
int walk(struct io *io, enum walk_depth depth, walk_fn fn, void *ctx);

/*
 * The extended attributes of @e.  Devices, pipes, sockets and links are never opened;
 * kernels before 6.17 cannot be asked about them: -EOPNOTSUPP.
 */
int walk_getattr(const struct walk_entry *e, struct fsxattr *attr);
int walk_setattr(const struct walk_entry *e, const struct fsxattr *attr);
/* Of something else than a file, a folder or what the user opened himself. */
bool walk_is_special(const struct walk_entry *e);
/* Says "xfs_io: <what> <path>: <error>" unless it comes of what cannot be asked or told;
   0 then, else @error. */
int walk_failed(struct io *io, const struct walk_entry *e, const char *what, int error);
/* @e opened for reading; -EOPNOTSUPP when it is special. */
int walk_open(const struct walk_entry *e);

#endif /* IO_WALK_H */
