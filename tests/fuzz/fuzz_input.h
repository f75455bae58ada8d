/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FUZZ_FUZZ_INPUT_H
#define TESTS_FUZZ_FUZZ_INPUT_H
/*
 * An input as a filesystem: a head that chooses features, sizes and what is mended, then
 * pieces of bytes and where in which block they stand.  Numbers are little-endian; what
 * no piece names is zero in a block that one names, and else cannot be read.
 */

#include <assert.h>

#include "libxfs/format/inode.h"
#include "libxfs/fs/buf.h"
#include "libxfs/fs/geom.h"
#include "tests/fuzz/fuzz_host.h"

#define FUZZ_INODE	0xffffffffU	/* a piece's block: the inode */
#define FUZZ_BYTES	(100U << 20)	/* of the filesystem, four groups */
#define FUZZ_UUID	"fuzzfuzzfuzzfuz"

#define FUZZ_RMAPBT	(1U << 0)
#define FUZZ_REFLINK	(1U << 1)
#define FUZZ_NREXT64	(1U << 2)
#define FUZZ_PARENT	(1U << 3)
#define FUZZ_FINOBT	(1U << 4)
#define FUZZ_SPARSE	(1U << 5)
#define FUZZ_BIGTIME	(1U << 6)
#define FUZZ_FTYPE	(1U << 7)

struct fuzz_head {
	uint8_t		features;
	uint8_t		sizes;		/* bits 0-1 a block, 2-4 a directory's block */
	uint8_t		mend;		/* FUZZ_MEND_*, FUZZ_ALIAS, FUZZ_STARVE */
	uint8_t		select;		/* the target's */
	uint32_t	arg;		/* the target's; top byte: which allocation fails */
	uint64_t	ino;		/* inode or group */
};
static_assert(sizeof(struct fuzz_head) == 16, "as in the file");

struct fuzz_piece {
	uint32_t	block;
	uint16_t	at;
	uint16_t	len;
};
static_assert(sizeof(struct fuzz_piece) == 8, "as in the file");

struct fuzz_bed {
	struct fuzz_head	head;
	struct xfs_geom		g;
	struct xfs_dev		dev;
	struct xfs_buf_cache	*cache;
	struct xfs_dinode	*dip;
	xfs_ino_t		ino;		/* a possible one */
};

/* The geometry that a head chooses. */
void fuzz_geom(struct xfs_geom *g, const struct fuzz_head *head);

/* False: the input is too short for anything.  fuzz_end() only after true. */
bool fuzz_begin(struct fuzz_bed *bed, const uint8_t *data, size_t size);
void fuzz_end(struct fuzz_bed *bed);

/* What is read is of this owner; of FUZZ_MEND_MAGIC, this magic. */
void fuzz_own(struct fuzz_bed *bed, uint64_t owner, uint32_t magic);

/* Identity, checksum, and type (XFS_IFDIR; 0: as it is) of the inode, as head.mend tells. */
void fuzz_mend_inode(struct fuzz_bed *bed, unsigned int type);

/* Any error but these is the core's mistake. */
void fuzz_expect(const struct fuzz_bed *bed, int error);

/* Reads every byte. */
uint32_t fuzz_touch(const uint8_t *p, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* TESTS_FUZZ_FUZZ_INPUT_H */
