// SPDX-License-Identifier: GPL-2.0-or-later
/* What a block must carry of where and whose it is, put in; a block is known by its magic. */

#include "libxfs/format/ag.h"
#include "libxfs/format/attr.h"
#include "libxfs/format/btree.h"
#include "libxfs/format/sb.h"
#include "libxfs/format/symlink.h"
#include "libxfs/fs/checksum.h"
#include "tests/fuzz/fuzz_host.h"

#define NONE	(-1)

/* Offsets; the owner has four bytes where it is a group, eight where it is an inode. */
struct head {
	int	crc, place, uuid, owner, owner_len;
};

#define BTREE_S	{ 52, 16, 32, 48, 4 }
#define BTREE_L	{ 64, 24, 40, 56, 8 }
#define DIR	{ 4, 8, 24, 40, 8 }
#define EXTENT	{ 12, 40, 16, 32, 8 }	/* of an attribute's value, of a link's target */

static const struct {
	uint32_t	magic;
	struct head	head;
} magics[] = {
	{ XFS_ABTB_CRC_MAGIC, BTREE_S }, { XFS_ABTC_CRC_MAGIC, BTREE_S },
	{ XFS_IBT_CRC_MAGIC, BTREE_S }, { XFS_FIBT_CRC_MAGIC, BTREE_S },
	{ XFS_RMAP_CRC_MAGIC, BTREE_S }, { XFS_REFC_CRC_MAGIC, BTREE_S },
	{ XFS_BMAP_CRC_MAGIC, BTREE_L },
	{ XFS_DIR3_BLOCK_MAGIC, DIR }, { XFS_DIR3_DATA_MAGIC, DIR }, { XFS_DIR3_FREE_MAGIC, DIR },
	{ XFS_ATTR3_RMT_MAGIC, EXTENT }, { XFS_SYMLINK_MAGIC, EXTENT },
	{ XFS_SB_MAGIC, { XFS_SB_CRC_OFF, NONE, NONE, NONE, 0 } },
	{ XFS_AGF_MAGIC, { XFS_AGF_CRC_OFF, NONE, offsetof(struct xfs_agf, agf_uuid), 8, 4 } },
	{ XFS_AGI_MAGIC, { XFS_AGI_CRC_OFF, NONE, offsetof(struct xfs_agi, agi_uuid), 8, 4 } },
	{ XFS_AGFL_MAGIC, { XFS_AGFL_CRC_OFF, NONE, offsetof(struct xfs_agfl, agfl_uuid), 4, 4 } },
};

/* Of nodes, directory leaves and attribute leaves. */
static const struct head da_head = { 12, 16, 32, 48, 8 };

static const struct head *head_of(const uint8_t *buf)
{
	uint32_t magic = get_unaligned_be32(buf);

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (magics[i].magic == magic)
			return &magics[i].head;
	switch (get_unaligned_be16(buf + 8)) {
	case XFS_DA3_NODE_MAGIC:
	case XFS_DIR3_LEAF1_MAGIC:
	case XFS_DIR3_LEAFN_MAGIC:
	case XFS_ATTR3_LEAF_MAGIC:
		return &da_head;
	}
	return NULL;
}

static void mend_one(const struct xfs_dev *dev, uint8_t *buf, size_t len, xfs_daddr_t daddr)
{
	const struct head *h;

	if (dev->mend & FUZZ_MEND_MAGIC && dev->magic)
		put_unaligned_be32(dev->magic, buf);
	h = head_of(buf);
	if (!h)
		return;
	if (dev->mend & FUZZ_MEND_PLACE && h->place != NONE)
		put_unaligned_be64((uint64_t)daddr, buf + h->place);
	if (dev->mend & FUZZ_MEND_UUID && h->uuid != NONE)
		memcpy(buf + h->uuid, &dev->uuid, sizeof(dev->uuid));
	if (dev->mend & FUZZ_MEND_OWNER && h->owner_len == 8)
		put_unaligned_be64(dev->owner, buf + h->owner);
	if (dev->mend & FUZZ_MEND_OWNER && h->owner_len == 4)
		put_unaligned_be32((uint32_t)dev->owner, buf + h->owner);
	if (dev->mend & FUZZ_MEND_CRC)
		xfs_cksum_update(buf, len, (size_t)h->crc);
}

/* Of a value's blocks each has a head of its own. */
void fuzz_mend(const struct xfs_dev *dev, uint8_t *buf, size_t len, xfs_daddr_t daddr)
{
	size_t at;

	if (get_unaligned_be32(buf) != XFS_ATTR3_RMT_MAGIC || len % dev->unit) {
		mend_one(dev, buf, len, daddr);
		return;
	}
	for (at = 0; at < len; at += dev->unit)
		mend_one(dev, buf + at, dev->unit, daddr + (xfs_daddr_t)(at / BBSIZE));
}
