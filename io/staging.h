// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where daxclone and daxalign build what is to become part of a file: files without a
 * name beside it, with the DAX state it needs, and in them pieces of fresh space that
 * start on a 2 MiB boundary of the device.
 *
 * Nothing of this can be seen by others before it is linked or shared into a file, and
 * all of it goes with the last descriptor, however the program ends.
 */
#ifndef IO_STAGING_H
#define IO_STAGING_H

#include <stdbool.h>
#include <stdint.h>

#include "io/io.h"
#include "io/layout.h"

/* Opens the file of @fd once more with @flags, whatever names it has now; close-on-exec.
   The descriptor or a negative errno. */
int io_fd_reopen(int fd, int flags);
/* Gives the file of @fd the name @name in the folder @dir (or AT_FDCWD), which must be
   free (-EEXIST).  Unlike linkat() with AT_EMPTY_PATH it needs no privilege. */
int io_fd_link(int fd, int dir, const char *name);

/* A file without a name. */
struct staging {
	int		fd;		/* -1: none */
	int		dir;		/* its folder; not owned */
};

#define STAGING_NONE	{ .fd = -1, .dir = -1 }

/* The folder that holds the open file @fd, wherever it is now; the descriptor or a
   negative errno (-EXDEV: another filesystem is mounted over it). */
int staging_folder(int fd);
/* The last part of the path of @fd, to be freed; NULL when it has none any more. */
char *staging_name(int fd);

/*
 * Makes a file in @dir whose DAX state is @dax.  A new file gets its state from the
 * folder; where that is not the wanted one, it is made in a folder of our own in @dir,
 * which hands that down and is gone afterwards: no name of the file can be swapped by
 * the owner of @dir.  -EMEDIUMTYPE when the state cannot be had.
 */
int staging_create(int dir, bool dax, struct staging *s);
/*
 * Gives it the name @name in its folder; without @replace it must be free (-EEXIST).
 * Afterwards it is an ordinary file.
 */
int staging_publish(struct staging *s, const char *name, bool replace);
/* Gives back its blocks at once, and the file; of one that was published, only closes. */
void staging_drop(struct staging *s);

/* The DAX state of an open file: 1, 0 or a negative errno. */
int staging_is_dax(int fd);
/* The flag behind it, which says what the state will be. */
int staging_set_dax(int fd, bool dax);

/* A file out of which aligned pieces are cut. */
struct staging_pool {
	const struct mounted	*m;
	struct staging		file;
	struct layout		chunk;		/* allocated, cut from @at on */
	size_t			extent;
	uint64_t		at;
	uint64_t		end;		/* of all chunks */
	uint64_t		cut;		/* pieces handed out */
};

/*
 * Finds the file offset, in the pool's file, of 2 MiB of fresh space in one extent on a
 * 2 MiB boundary of the device; @wanted pieces will be asked for, this one counted.
 * -ENOSPC when there is none, -EAGAIN when what there is has no such piece.
 */
int staging_pool_cut(struct staging_pool *p, uint64_t wanted, uint64_t *off);
void staging_pool_drop(struct staging_pool *p);

/* Copies through @buffer of XFS_DAX_HUGE bytes.  -EIO when the source ends early, -EINTR
   when interrupted. */
int staging_copy(int from, uint64_t from_off, int to, uint64_t to_off, uint64_t len,
		 void *buffer);
/* Shares [@from_off, @from_off + @len) of one file into another. */
int staging_share(int from, uint64_t from_off, int to, uint64_t to_off, uint64_t len);
/* Shares all of it from @from_off on, however long it has become. */
int staging_share_rest(int from, uint64_t from_off, int to, uint64_t to_off);

#endif /* IO_STAGING_H */
