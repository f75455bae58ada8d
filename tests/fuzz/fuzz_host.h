/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_FUZZ_FUZZ_HOST_H
#define TESTS_FUZZ_FUZZ_HOST_H
/*
 * The core's host for fuzzing: one thread, a device in memory, and memory that can run out.
 *
 * A device is a set of blocks.  What a reader asks for is mended on the way, as bits of the
 * input tell, so that damage is met behind right checksums and addresses.
 */

#include "libxfs/env.h"

#define FUZZ_BLOCKS	256

/* What reading puts right, of a block that is known by its magic number. */
#define FUZZ_MEND_CRC	(1U << 0)
#define FUZZ_MEND_PLACE	(1U << 1)
#define FUZZ_MEND_UUID	(1U << 2)
#define FUZZ_MEND_OWNER	(1U << 3)
#define FUZZ_MEND_MAGIC	(1U << 4)	/* dev->magic, if any, goes into every block */
#define FUZZ_ALIAS	(1U << 5)	/* another block stands where there is none */
#define FUZZ_STARVE	(1U << 6)	/* an allocation fails */

struct fuzz_block {
	uint64_t	nr;
	uint8_t		*data;
};

struct xfs_dev {
	uint32_t	unit;		/* bytes of a block */
	uint64_t	end;		/* blocks of the device */
	struct fuzz_block blocks[FUZZ_BLOCKS];
	unsigned int	nr;
	bool		full;		/* a block more was asked for */
	int		fd;		/* where blocks come from; -1: none do */
	uint8_t		*flat;		/* or all bytes in one piece */
	uint8_t		mend;
	uint32_t	magic;
	struct xfs_uuid	uuid;
	uint64_t	owner;
};

/* That block, zeroed if it is new; NULL if there are too many. */
uint8_t *fuzz_dev_block(struct xfs_dev *dev, uint64_t nr);
void fuzz_dev_clear(struct xfs_dev *dev);

/* The @nth allocation from now on fails; 0: none does. */
void fuzz_starve(unsigned int nth);

/* Puts @len bytes at @buf, which stand at @daddr, right. */
void fuzz_mend(const struct xfs_dev *dev, uint8_t *buf, size_t len, xfs_daddr_t daddr);

#endif /* TESTS_FUZZ_FUZZ_HOST_H */
