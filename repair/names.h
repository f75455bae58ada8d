// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which directory names which inode: what the parts of the names' phase share, and what
 * it leaves behind for paths.
 */
#ifndef REPAIR_NAMES_H
#define REPAIR_NAMES_H

#include "common/utf8.h"
#include "libxfs/inode/dir_read.h"
#include "repair/inode_walk.h"

/* No directory has more, and each takes memory: such a one is left unread. */
#define MAX_DIR_BLOCKS	(1U << 22)

struct names_dir {
	xfs_ino_t	ino;
	xfs_ino_t	dotdot;		/* NULLFSINO: not known */
	xfs_ino_t	parent;		/* directory that names it; the lowest of several, but
					   rather ->dotdot.  NULLFSINO: none does */
};

/* enum names_state, and these */
#define NAMES_SEVERAL	(1U << 7)	/* more than one entry names it */
#define NAMES_FILLED	(1U << 6)	/* it has an entry */
#define NAMES_FLAGS	(NAMES_SEVERAL | NAMES_FILLED)
enum names_state {
	NAMES_UNKNOWN	= 0,
	NAMES_WAY	= 1,	/* on the way that is being followed */
	NAMES_JOINED	= 2,	/* reaches a root */
	NAMES_ISLAND	= 3,
};

struct names {
	struct names_dir	*dirs;	/* by ino */
	size_t			nr_dirs;
	uint8_t			*state;	/* of each; while the phase runs */
	bool			incomplete;	/* atomic: there may be entries unseen */
};

/*
 * The directory that names directory @dir; false for a root, one without name, and what is
 * no directory.  On a damaged filesystem the way up may be a circle.
 */
bool names_parent_of(const struct repair *r, xfs_ino_t dir, xfs_ino_t *parent);

void names_destroy(struct repair *r);

/* ---- For the phase's own files ---- */

/* The two arguments of "%.*s" that show name and namelen of @e, or as much as notes hold. */
#define NAME_SHOWN_MAX	80
#define NAME_SHOWN(e) \
	(int)utf8_clip((const char *)(e)->name, (e)->namelen, NAME_SHOWN_MAX), \
	(const char *)(e)->name

/* The root directory, or the metadata directory's. */
bool names_is_root(const struct repair *r, xfs_ino_t ino);
/* Not to be named: inodes that the superblock alone leads to. */
bool names_is_special(const struct repair *r, xfs_ino_t ino);
bool names_are_whole(const struct repair *r);
/* Does it have an entry, as far as was met?  While the phase runs. */
bool names_is_filled(const struct repair *r, const struct names_dir *dir);
void names_set_filled(struct repair *r, const struct names_dir *dir);

/*
 * Is fork @which of good map and at most MAX_DIR_BLOCKS, so that its contents can be read?
 * -ENOMEM.
 */
enum names_fork { NAMES_FORK_OK, NAMES_FORK_BAD, NAMES_FORK_LARGE };
int names_probe_fork(struct repair *r, xfs_ino_t ino, const struct xfs_dinode *dip,
		     enum xfs_fork which, enum names_fork *found);

static inline bool chunk_has(const uint64_t *bits, unsigned int bit)
{
	return __atomic_load_n(bits, __ATOMIC_RELAXED) >> bit & 1;
}

/* The directory that an entry is in. */
struct names_from {
	struct repair			*r;
	xfs_ino_t			ino;
	uint32_t			gen;	/* di_gen */
	struct inode_chunk		*chunk;	/* of the directory */
	unsigned int			bit;
	struct names_dir		*dir;
};

/*
 * Calls @entry for every entry but dots of every directory, once more.  By all threads.
 * Progress is the caller's to begin: chunk_walk_total() units.
 */
typedef int (*names_entry_fn)(const struct names_from *from, const struct xfs_dir_entry *e,
			      void *priv);
int names_again(struct repair *r, names_entry_fn entry, void *priv);

/* repair/names_dirs.c: the table. */
int names_list_dirs(struct repair *r);		/* -ENOMEM */
struct names_dir *names_find_dir(const struct repair *r, xfs_ino_t ino);
/* Directory @from names directory @ino. */
void names_set_parent(struct repair *r, xfs_ino_t ino, xfs_ino_t from);
/* Several names, "..", and the way to the root.  Reports. */
int names_check_dirs(struct repair *r);

/* repair/names_links.c: unlinked lists, link counts and names of all inodes.  Reports. */
int names_check_links(struct repair *r);

#endif /* REPAIR_NAMES_H */
