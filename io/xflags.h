// SPDX-License-Identifier: GPL-2.0-or-later
/* The letters and names of the extended inode flags, and what the DAX flag comes to. */
#ifndef IO_XFLAGS_H
#define IO_XFLAGS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/mounted.h"

#define XFLAGS_NR	17
#define XFLAGS_TEXT	256	/* fits all letters or all names */

/* "-p--------------X", all letters when @flags is ~0. */
void xflags_letters(uint32_t flags, char text[XFLAGS_TEXT]);
/* "prealloc, has-xattr" */
void xflags_names(uint32_t flags, char text[XFLAGS_TEXT]);
/* The flag of @letter that chattr may change, else 0. */
uint32_t xflags_find(char letter);

/* Is the open file on the realtime device, whose blocks have numbers of their own that look
   like those of the data device?  False, too, of one without such flags. */
bool xflags_is_realtime(int fd);

/* How the DAX flag of a file and its being used with DAX go together. */
enum dax_state {
	DAX_OFF,		/* neither */
	DAX_ON,			/* both */
	DAX_INHERIT,		/* a folder that hands the flag down */
	DAX_PLAIN_FOLDER,
	DAX_ALWAYS,		/* in use without the flag: dax=always */
	DAX_NEVER,		/* flag without effect: dax=never */
	DAX_NO_DEVICE,		/* the same: the device offers none */
	DAX_BLOCK_SIZE,		/* the same: the block is not a page */
	DAX_ON_LATER,		/* flag set, in effect when next read in */
	DAX_OFF_LATER,		/* flag cleared, ends when next read in */
	DAX_NR_STATES
};

/* @page is the size of a page; @m what is known of the filesystem. */
enum dax_state dax_state(mode_t mode, bool flag, bool in_effect, const struct mounted *m,
			 uint32_t page);
/* A clause that says it, "on (the kernel maps the file's memory directly)". */
const char *dax_state_text(enum dax_state state);
/* The same of the open file, by STATX_ATTR_DAX and the flag; 0 or a negative errno.
   @m may be NULL: it is found out when it matters. */
int dax_state_of(int fd, const struct mounted *m, enum dax_state *state);

#endif /* IO_XFLAGS_H */
