// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One copy of the superblock, and which fields all copies have in common.
 *
 * Not common are the counters, sb_inprogress and sb_lsn (old in every copy), the label,
 * stripe and inode percentage (a kernel changes them in the primary alone), the realtime
 * size, quota fields, and the bits that appear with use: ATTR, QUOTA, NEEDSREPAIR and those
 * of the log.  Of these, a copy that names an inode names the primary's, and its realtime section
 * is no larger.  Stock copies may have no root inode.  doc/format/superblock.md
 */

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "libxfs/fs/checksum.h"
#include "repair/superblock.h"

struct sb_field {
	const char	*name;
	uint16_t	offset;
	uint8_t		size;		/* bytes; 16 for a UUID */
	uint32_t	mask;		/* bits that count; 0: all */
	uint32_t	incompat;	/* means something with this feature only; 0: always */
	bool		hex;		/* a mask of bits, to be shown so */
};

#define FIELD(f, ...) \
	{ .name = #f, .offset = offsetof(struct xfs_dsb, f), \
	  .size = sizeof(((struct xfs_dsb *)0)->f), __VA_ARGS__ }

static const struct sb_field common_fields[] = {
	FIELD(sb_magicnum), FIELD(sb_blocksize), FIELD(sb_dblocks), FIELD(sb_uuid),
	FIELD(sb_logstart), FIELD(sb_rextsize), FIELD(sb_agblocks), FIELD(sb_agcount),
	FIELD(sb_logblocks),
	FIELD(sb_versionnum, .mask = ~(uint32_t)(XFS_SB_VERSION_ATTRBIT |
						 XFS_SB_VERSION_QUOTABIT), .hex = true),
	FIELD(sb_sectsize), FIELD(sb_inodesize), FIELD(sb_inopblock), FIELD(sb_blocklog),
	FIELD(sb_sectlog), FIELD(sb_inodelog), FIELD(sb_inopblog), FIELD(sb_agblklog),
	FIELD(sb_inoalignmt), FIELD(sb_dirblklog), FIELD(sb_logsectlog),
	FIELD(sb_logsectsize), FIELD(sb_logsunit), FIELD(sb_features2, .hex = true),
	FIELD(sb_features_compat, .hex = true), FIELD(sb_features_ro_compat, .hex = true),
	FIELD(sb_features_incompat, .mask = ~XFS_SB_FEAT_INCOMPAT_NEEDSREPAIR, .hex = true),
	FIELD(sb_spino_align),
	FIELD(sb_meta_uuid, .incompat = XFS_SB_FEAT_INCOMPAT_META_UUID),
};

static const struct sb_field inode_fields[] = {
	FIELD(sb_rootino), FIELD(sb_rbmino), FIELD(sb_rsumino),
};

static const struct sb_field growing_fields[] = {
	FIELD(sb_rblocks), FIELD(sb_rextents), FIELD(sb_rextslog), FIELD(sb_rbmblocks),
};

static const struct sb_field quota_fields[] = {
	FIELD(sb_uquotino), FIELD(sb_gquotino), FIELD(sb_pquotino), FIELD(sb_qflags),
};

#define NR(table) (sizeof(table) / sizeof((table)[0]))

static uint64_t field_value(const struct xfs_dsb *dsb, const struct sb_field *f)
{
	const uint8_t *p = (const uint8_t *)dsb + f->offset;
	uint64_t value = 0;
	unsigned int i;

	for (i = 0; i < f->size && i < 8; i++)
		value = value << 8 | p[i];
	return f->mask ? value & f->mask : value;
}

static bool field_same(const struct xfs_dsb *a, const struct xfs_dsb *b,
		       const struct sb_field *f)
{
	if (f->incompat && !(a->sb_features_incompat & b->sb_features_incompat &
			     cpu_to_be32(f->incompat)))
		return true;
	if (f->size > 8)
		return !memcmp((const char *)a + f->offset, (const char *)b + f->offset,
			       f->size);
	return field_value(a, f) == field_value(b, f);
}

bool sb_same(const struct xfs_dsb *a, const struct xfs_dsb *b)
{
	size_t i;

	for (i = 0; i < NR(common_fields); i++)
		if (!field_same(a, b, &common_fields[i]))
			return false;
	return true;
}

static void report_field(struct report *r, enum finding_id id, xfs_agnumber_t agno,
			 const struct sb_field *f, const struct xfs_dsb *dsb,
			 const struct xfs_dsb *want)
{
	struct place place = place_field(place_ag("superblock", agno), f->name);

	if (f->size > 8)
		report_plain(r, id, place);
	else if (f->hex)
		report_note(r, id, place, "0x%" PRIx64 ", should be 0x%" PRIx64,
			    field_value(dsb, f), field_value(want, f));
	else
		report_values(r, id, place, field_value(dsb, f), field_value(want, f));
}

void sb_report_fields(struct report *r, enum finding_id id, xfs_agnumber_t agno,
		      const struct xfs_dsb *dsb, const struct xfs_dsb *want)
{
	size_t i;

	for (i = 0; i < NR(common_fields); i++)
		if (!field_same(dsb, want, &common_fields[i]))
			report_field(r, id, agno, &common_fields[i], dsb, want);
}

/* Zero or all ones: no such file. */
static bool is_none(uint64_t value)
{
	return value == 0 || value == NULLFSINO;
}

static bool may_stand(const struct xfs_dsb *dsb, const struct xfs_dsb *primary,
		      const struct sb_field *f)
{
	return is_none(field_value(dsb, f)) || field_same(dsb, primary, f);
}

void sb_report_own_fields(struct report *r, xfs_agnumber_t agno, const struct xfs_dsb *dsb,
			  const struct xfs_dsb *primary)
{
	size_t i;

	for (i = 0; i < NR(quota_fields); i++)
		if (!may_stand(dsb, primary, &quota_fields[i]))
			report_field(r, FIND_SB_COPY_QUOTA, agno, &quota_fields[i], dsb, primary);
	for (i = 0; i < NR(inode_fields); i++)
		if (!may_stand(dsb, primary, &inode_fields[i]))
			report_field(r, FIND_SB_COPY_FIELD, agno, &inode_fields[i], dsb, primary);
	for (i = 0; i < NR(growing_fields); i++)
		if (field_value(dsb, &growing_fields[i]) > field_value(primary, &growing_fields[i]))
			report_field(r, FIND_SB_COPY_FIELD, agno, &growing_fields[i], dsb, primary);
}

/* Without what verifiers refuse because they do not know it. */
static struct xfs_dsb known_part(const struct xfs_dsb *dsb)
{
	struct xfs_dsb known = *dsb;

	known.sb_features_incompat &= cpu_to_be32(xfs_features_known(XFS_WORD_incompat));
	return known;
}

/* Before METADIR the structure ended with sb_meta_uuid. */
static size_t fields_end(const struct xfs_dsb *dsb)
{
	return dsb->sb_features_incompat & cpu_to_be32(XFS_SB_FEAT_INCOMPAT_METADIR) ?
		sizeof(*dsb) : offsetof(struct xfs_dsb, sb_metadirino);
}

static bool has_tail(const char *buf, uint32_t len)
{
	size_t i;

	for (i = fields_end((const void *)buf); i < len; i++)
		if (buf[i])
			return true;
	return false;
}

static void verify(const void *buf, uint32_t sectsize, bool primary, struct sb_copy *copy)
{
	struct xfs_dsb known = known_part(&copy->dsb);
	enum xfs_fault fault = xfs_sb_verify(&known);

	copy->sane = !fault;
	if (primary && !fault)
		fault = xfs_sb_verify_primary(&known);
	if (fault != XFS_FAULT_SB_MAGIC && fault != XFS_FAULT_SB_V4 &&
	    !xfs_cksum_verify(buf, sectsize, XFS_SB_CRC_OFF))
		fault = XFS_FAULT_BAD_CRC;
	copy->fault = fault;
	copy->tail = copy->sane && has_tail(buf, sectsize);
}

/* What it says of its sector, as far as that can be read. */
static uint32_t claimed_sector(const struct xfs_dsb *dsb, uint32_t least)
{
	uint32_t size = be16_to_cpu(dsb->sb_sectsize);

	return be32_to_cpu(dsb->sb_magicnum) == XFS_SB_MAGIC && size > least &&
		size <= XFS_MAX_SECTORSIZE && !(size & (size - 1)) ? size : least;
}

void sb_copy_read(struct xfs_dev *dev, xfs_daddr_t daddr, void *buf, struct sb_copy *copy)
{
	uint32_t len = device_facts(dev)->lsectsize, sectsize;

	memset(copy, 0, sizeof(*copy));
	copy->error = len > XFS_MAX_SECTORSIZE ? -EINVAL : xfs_env_read(dev, daddr, buf, len);
	if (copy->error)
		return;
	sectsize = claimed_sector(buf, len);
	if (sectsize > len)
		copy->error = xfs_env_read(dev, daddr, buf, sectsize);
	if (copy->error)
		return;
	memcpy(&copy->dsb, buf, sizeof(copy->dsb));
	verify(buf, claimed_sector(buf, XFS_MIN_SECTORSIZE), daddr == 0, copy);
}
