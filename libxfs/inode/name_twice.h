// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The list of all names of a directory or of an inode's attributes, 64 bits a name: its
 * hash, and a place where it can be read again.  For finding a name by both, and for
 * finding those that are there twice.
 */
#ifndef LIBXFS_INODE_NAME_TWICE_H
#define LIBXFS_INODE_NAME_TWICE_H

#include "libxfs/types.h"

/* A name of 255 bytes, and what else it takes for two to be one. */
#define XFS_NAME_TWICE_MAX	272

struct xfs_name_list {
	uint64_t	*keys;	/* hash << 32 | place */
	size_t		nr;
	size_t		room;
};

struct xfs_name_twice {
	/*
	 * Puts the name at @place to @name, which has XFS_NAME_TWICE_MAX bytes; *@len 0 if
	 * it cannot be read now.
	 */
	int	(*read)(void *priv, uint32_t place, uint8_t *name, unsigned int *len);
	/* A name before has the name at @place. */
	int	(*tell)(void *priv, uint32_t place);
	void	*priv;
};

/* Begins with all zero.  -ENOMEM. */
int xfs_name_list_add(struct xfs_name_list *l, uint32_t hash, uint32_t place);
void xfs_name_list_free(struct xfs_name_list *l);
void xfs_name_list_sort(struct xfs_name_list *l);

/* In a sorted list, the first key not below @key. */
size_t xfs_name_list_lower(const struct xfs_name_list *l, uint64_t key);

/*
 * Tells of every name of a sorted list but the first of its kind.  Uses the list up:
 * hashes are lost.  Takes no memory.  Returns what a callback did.
 */
int xfs_name_list_twice(struct xfs_name_list *l, const struct xfs_name_twice *t);

#endif /* LIBXFS_INODE_NAME_TWICE_H */
