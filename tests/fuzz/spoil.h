/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FUZZ_SPOIL_H
#define TESTS_FUZZ_SPOIL_H
/*
 * One run of spoil over an image; what is odd ends the program.  Offsets and lengths are in
 * bytes.
 */

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>

#include "libxfs/fs/geom.h"

enum kind {
	KIND_SB, KIND_AGF, KIND_AGI, KIND_AGFL,
	KIND_BNO, KIND_CNT, KIND_INO, KIND_FINO, KIND_RMAP, KIND_REFC, KIND_BMBT,
	KIND_DIRBLOCK, KIND_DIRDATA, KIND_DIRFREE, KIND_LEAF1, KIND_LEAFN, KIND_DANODE,
	KIND_ATTRLEAF, KIND_ATTRRMT, KIND_SYMLINK,
	KIND_FILE, KIND_DIRECTORY, KIND_LINK, KIND_SPECIAL, KIND_FREE_INODE,
	KINDS
};

struct thing {
	uint64_t	offset;
	uint32_t	length, crc_off;
	uint32_t	rec_off, rec_len;
	enum kind	kind;
};

struct spoil {
	int		fd;
	struct xfs_geom	geom;
	uint8_t		*is_free;	/* a byte a block */
	struct thing	*things;
	size_t		nr, room;
	uint64_t	state;
	uint8_t		buf[65536];
};

/* Ends the program. */
void die(const char *what);

/* Anything, the same for the same seed; below a limit. */
uint64_t random_word(struct spoil *s);
uint32_t below(struct spoil *s, uint64_t limit);

/* What is behind the end of the image reads as zeroes. */
void read_at(struct spoil *s, void *buf, size_t len, uint64_t offset);
void write_at(struct spoil *s, const void *buf, size_t len, uint64_t offset);

/*
 * spoil_find.c: all structures, in s->things; what a block at t->offset, in s->buf, is by its
 * magic number and checksum.
 */
extern const char *const kind_name[KINDS];
void find_things(struct spoil *s);
bool recognize(struct spoil *s, struct thing *t);

/* One of a kind by chance; kind -1: a kind by chance first. */
const struct thing *choose(struct spoil *s, int kind);

/* The commands of these names; arguments as main() has them. */
void spoil_random(struct spoil *s, int argc, char **argv);
void spoil_sharing(struct spoil *s, int argc, char **argv);
void spoil_record(struct spoil *s, int argc, char **argv);
void spoil_read(struct spoil *s);
bool spoil_same(struct spoil *s, const char *other);

#endif /* TESTS_FUZZ_SPOIL_H */
