// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The warnings of mkfs.xfs: one table, each row a condition and a sentence.
 */
#ifndef MKFS_WARNINGS_H
#define MKFS_WARNINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "mkfs/mkfs.h"

/* What conditions look at and sentences name. */
struct mkfs_warn_facts {
	const struct mkfs *m;		/* after mkfs_choose_features() */
	char		release[64];	/* of the running kernel: "6.1.0-44-amd64" */
	unsigned int	kernel;		/* MKFS_KERNEL form; 0 unreadable */
	char		lacks[512];	/* features it does not mount; "" none */
	char		start[24];	/* physical address of the target, hexadecimal */
};

struct mkfs_warning {
	const char	*name;		/* for tests */
	bool		(*applies)(const struct mkfs_warn_facts *f);
	/* {device} {namespace} {kernel} {lacks} {start} stand for the facts. */
	const char	*text;
};

extern const struct mkfs_warning mkfs_warnings[];
extern const size_t mkfs_nr_warnings;

/* @release is what uname says, or in tests anything. */
void mkfs_warn_find_facts(const struct mkfs *m, const char *release,
			  struct mkfs_warn_facts *f);

/* Writes the sentence of @w to @to, its {names} replaced. */
void mkfs_warn_say(const struct mkfs_warning *w, const struct mkfs_warn_facts *f,
		   FILE *to);

/* mkfs_warn() for any release and stream: every row that applies, once. */
void mkfs_warn_as(const struct mkfs *m, const char *release, FILE *to);

#endif /* MKFS_WARNINGS_H */
