// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Phase 1: which superblock to believe.
 *
 * Checks the primary by itself: checksum, fields, features by name, size of the device, the
 * devices that log and realtime section need.  Leaves geom, dsb, primary and the cache behind
 * (FACT_GEOMETRY).  Counters are for the phases that have counted.
 *
 * Copies, and whether the primary agrees with them, are reported by a phase of their own, when
 * the log is known to be clean: kernels write the copies at once and log the primary, so that
 * after a crash they differ until the log is replayed.
 *
 * The primary is believed unless more of the copies agree on something else, and it has not
 * just grown; when neither copies nor group headers are where it says, the device is
 * searched.  A primary with sane fields but without any copy is believed in the end, as is
 * one alone in a filesystem of one group: everything else is checked against what it says.
 */

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "repair/superblock.h"

/* Named, but nothing here knows what is behind them. */
#define NOT_COVERED	(XFS_SB_FEAT_INCOMPAT_METADIR | XFS_SB_FEAT_INCOMPAT_ZONED | \
			 XFS_SB_FEAT_INCOMPAT_ZONE_GAPS)

/* Little is read twice, and inodes not through the cache: for the upper levels of trees. */
#define CACHE_BLOCKS	384

static const char *const word_names[XFS_WORD_NR] = {
	[XFS_WORD_versionnum] = "version", [XFS_WORD_features2] = "features2",
	[XFS_WORD_compat] = "compat", [XFS_WORD_ro_compat] = "ro_compat",
	[XFS_WORD_incompat] = "incompat", [XFS_WORD_log_incompat] = "log_incompat",
};

/* Version 4 has no checksums: it is told from damage by its copies. */
static bool is_version_4(struct repair *r, const struct sb_copy *primary, void *buf)
{
	const struct xfs_dsb *dsb = &primary->dsb;
	uint64_t group = (uint64_t)be32_to_cpu(dsb->sb_agblocks) *
			 be32_to_cpu(dsb->sb_blocksize);
	struct sb_copy copy;

	if (primary->fault != XFS_FAULT_SB_V4)
		return false;
	if (be32_to_cpu(dsb->sb_agcount) < 2 || !group || group % BBSIZE)
		return true;
	sb_copy_read(r->data, BTOBBT(group), buf, &copy);
	return copy.error || copy.fault == XFS_FAULT_SB_V4;
}

/* Copies are written after the primary when a filesystem grows, and a crash keeps them old. */
static bool has_grown(const struct sb_copy *primary, const struct sb_votes *votes)
{
	const struct xfs_dsb *dsb = &primary->dsb;
	struct xfs_dsb grown = votes->other;

	if (primary->fault || be64_to_cpu(grown.sb_dblocks) >= be64_to_cpu(dsb->sb_dblocks))
		return false;
	grown.sb_dblocks = dsb->sb_dblocks;
	grown.sb_agcount = dsb->sb_agcount;
	return sb_same(&grown, dsb) && votes->places == be32_to_cpu(dsb->sb_agcount) - 1 &&
		votes->same + votes->headers == votes->places;
}

/* The primary's fields are sane: does the device bear it out? */
static int choose_with_primary(struct repair *r, const struct sb_copy *primary,
			       struct xfs_dsb *believed)
{
	struct sb_votes votes;
	int error = sb_vote(r, &primary->dsb, &votes);

	if (error)
		return error;
	*believed = primary->dsb;
	if (votes.most > votes.same + !primary->fault && !has_grown(primary, &votes)) {
		*believed = votes.other;
		return 0;
	}
	if (!votes.places || (votes.same + votes.headers) * 2 >= votes.places)
		return 0;
	error = sb_scan(r, &primary->dsb, believed);
	return error == -ENOENT ? 0 : error;
}

/* PHASE_WITHOUT: there is none. */
static int choose(struct repair *r, const struct sb_copy *primary, struct xfs_dsb *believed)
{
	void *buf = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	bool old;
	int error;

	if (!buf)
		return -ENOMEM;
	old = is_version_4(r, primary, buf);
	xfs_env_io_free(buf);
	if (old)
		return repair_fail(r, -EOPNOTSUPP, "%s is XFS of version 4 or older, which has no "
				   "checksums; only version 5 is checked here",
				   r->opts.device);
	if (primary->sane)
		return choose_with_primary(r, primary, believed);
	error = sb_scan(r, &primary->dsb, believed);
	if (error != -ENOENT)
		return error;
	if (primary->error == -ENXIO)
		report_note(r->report, FIND_SB_NONE, place_ag("superblock", 0),
			    "%s has only %" PRIu64 " bytes", r->opts.device,
			    device_facts(r->data)->size);
	else
		report_fault(r->report, FIND_SB_NONE, place_ag("superblock", 0), primary->fault);
	return PHASE_WITHOUT;
}

static void report_primary(struct repair *r, const struct sb_copy *primary)
{
	const struct place place = place_ag("superblock", 0);

	if (primary->error) {
		report_note(r->report, FIND_SB_UNREADABLE, place, "%s",
			    strerror(-primary->error));
		return;
	}
	if (primary->fault)
		report_fault(r->report, FIND_SB_PRIMARY, place, primary->fault);
	if (primary->tail)
		report_plain(r->report, FIND_SB_TAIL, place);
	if (r->primary_ok && xfs_has_needsrepair(&r->geom))
		report_plain(r->report, FIND_SB_NEEDSREPAIR, place);
}

/* What belongs to the primary alone is taken from it where it is sane. */
static void believe(struct repair *r, const struct sb_copy *primary,
		    const struct xfs_dsb *believed)
{
	bool same = primary->sane && sb_same(&primary->dsb, believed);

	r->dsb_of_primary = same;
	r->primary_ok = same && !primary->fault;
	r->dsb = same ? primary->dsb : *believed;
	r->primary = primary->sane ? primary->dsb : r->dsb;
	xfs_geom_from_sb(&r->geom, &r->dsb);
}

static void report_size(struct repair *r, enum finding_id id, const struct xfs_dev *dev,
			uint64_t want_fsb)
{
	uint64_t want = want_fsb << r->geom.blocklog;
	uint64_t size = device_facts(dev)->size;
	struct place place = PLACE_NOWHERE;

	place.structure = dev == r->rt ? "realtime device" : NULL;
	if (size < want)
		report_note(r->report, id, place, "%s has %" PRIu64 " bytes, should have at "
			    "least %" PRIu64, device_path(dev), size, want);
}

/*
 * Most groups would be behind the device's end.  What is known of a group takes memory, and
 * how many there are is only the superblock's word.
 */
#define GROUPS_BEYOND_MAX	4096

static bool is_hopeless(const struct repair *r)
{
	uint64_t group = (uint64_t)r->geom.agblocks << r->geom.blocklog;
	uint64_t there = device_facts(r->data)->size / group;

	return r->geom.agcount > there * 2 + GROUPS_BEYOND_MAX;
}

static int refuse_feature(struct repair *r, enum xfs_feature_word word, uint32_t bit)
{
	const char *name = xfs_feature_name(word, bit);

	if (name)
		return repair_fail(r, -EOPNOTSUPP, "the filesystem has the feature %s, which is not "
				   "covered by this version; nothing more was checked", name);
	return repair_fail(r, -EOPNOTSUPP, "the filesystem has a feature unknown to this version, "
			   "bit %d of the %s features; nothing more was checked",
			   __builtin_ctz(bit), word_names[word]);
}

static int check_features(struct repair *r)
{
	enum xfs_feature_word word;
	uint32_t refused;
	int error = 0;

	for (word = 0; word < XFS_WORD_NR; word++) {
		refused = xfs_features_unknown(&r->geom, word);
		if (word == XFS_WORD_incompat)
			refused |= r->geom.incompat & NOT_COVERED;
		for (; refused; refused &= refused - 1)
			error = refuse_feature(r, word, refused & -refused);
	}
	return error;
}

static int check_devices(struct repair *r)
{
	if (r->geom.sectsize < device_facts(r->data)->lsectsize)
		return repair_fail(r, -EINVAL, "the filesystem has sectors of %u bytes, but %s only "
				   "reads sectors of %u; copy it to a file and check that",
				   r->geom.sectsize, r->opts.device,
				   device_facts(r->data)->lsectsize);
	if (!r->geom.logstart && !r->log)
		return repair_fail(r, -EINVAL, "the log is on another device; name it with -l");
	if (r->geom.logstart && r->log)
		return repair_fail(r, -EINVAL, "the log is on %s itself; leave out -l",
				   r->opts.device);
	if (r->dsb.sb_rblocks && !r->rt)
		return repair_fail(r, -EINVAL, "the filesystem has a realtime section; name its "
				   "device with -r");
	if (!r->dsb.sb_rblocks && r->rt)
		return repair_fail(r, -EINVAL, "the filesystem has no realtime section; leave out -r");
	return 0;
}

static int leave_behind(struct repair *r)
{
	int error = check_features(r);
	size_t limit;

	if (!error)
		error = check_devices(r);
	if (error)
		return error;
	r->cache = xfs_buf_cache_create(r->data, &r->geom);
	if (!r->cache)
		return -ENOMEM;
	limit = (size_t)CACHE_BLOCKS << r->geom.blocklog;
	if (r->opts.max_mib && limit > (r->opts.max_mib << 20) / 4)
		limit = (r->opts.max_mib << 20) / 4;
	xfs_buf_cache_limit(r->cache, limit);
	return 0;
}

static int find(struct repair *r, const struct sb_copy *primary)
{
	struct xfs_dsb believed;
	int error = choose(r, primary, &believed);

	if (error) {
		if (error == PHASE_WITHOUT && primary->error && primary->error != -ENXIO)
			report_primary(r, primary);
		return error;
	}
	believe(r, primary, &believed);
	report_primary(r, primary);
	report_size(r, FIND_SB_TRUNCATED, r->data, r->geom.dblocks);
	if (r->rt)
		report_size(r, FIND_SB_RT_TRUNCATED, r->rt, be64_to_cpu(r->dsb.sb_rblocks));
	return is_hopeless(r) ? PHASE_WITHOUT : leave_behind(r);
}

int phase_superblock(struct repair *r)
{
	void *buf = xfs_env_io_alloc(XFS_MAX_SECTORSIZE);
	struct sb_copy primary;
	int error = -ENOMEM;

	if (buf) {
		sb_copy_read(r->data, 0, buf, &primary);
		error = find(r, &primary);
	}
	xfs_env_io_free(buf);
	return error;
}

int phase_sb_copies(struct repair *r)
{
	sb_report_fields(r->report, FIND_SB_PRIMARY_FIELD, 0, &r->primary, &r->dsb);
	return sb_report_copies(r, &r->dsb);
}
