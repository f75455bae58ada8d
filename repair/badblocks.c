// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bad memory to owners: --badblocks.
 *
 * For each bad range everyone who has blocks in it is named, sharers and all.  What is lost to
 * a file or to metadata is a finding too, one an owner; free space and what has no contents
 * (unwritten extents, reserve of copy-on-write, free list) is information only.
 *
 * Ranges are sectors, blocks may be larger: owners are cut to the sectors that are bad.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "common/json.h"
#include "repair/badblocks.h"
#include "repair/inode_walk.h"
#include "repair/paths.h"
#include "repair/report_text.h"

#define INODES_SHOWN	64

/* One range, for printing. */
struct shown {
	struct repair			*r;
	struct bad_range		range;
	uint64_t			outside;	/* sectors behind the filesystem */
	uint64_t			free;		/* sectors nobody has */
	const struct range_owner	**owner;	/* nr of them, by where they begin */
	size_t				nr;
};

static uint64_t fs_sectors(const struct repair *r)
{
	return xfs_rfsb_daddr(&r->geom, r->geom.dblocks);
}

static uint64_t sector_of(const struct repair *r, const struct range_owner *o)
{
	return xfs_agb_daddr(&r->geom, o->agno, o->x.agbno);
}

/* What of @o is in the bad range, sectors; false: nothing. */
static bool cut_owner(const struct shown *s, const struct range_owner *o, struct bad_range *cut)
{
	const struct xfs_geom *g = &s->r->geom;
	uint64_t start = sector_of(s->r, o);
	uint64_t end = start + ((uint64_t)o->x.len << (g->blocklog - BBSHIFT));
	uint64_t bad_end = s->range.start + s->range.len;

	cut->start = start > s->range.start ? start : s->range.start;
	end = end < bad_end ? end : bad_end;
	cut->len = end > cut->start ? end - cut->start : 0;
	return cut->len;
}

static bool is_inode(const struct range_owner *o)
{
	return !XFS_RMAP_NON_INODE_OWNER(o->x.owner);
}

static bool is_mapped(const struct range_owner *o)
{
	return is_inode(o) && !(o->x.kind & XFS_EXTENT_BMBT);
}

/* Byte of the file at which @cut begins. */
static uint64_t file_byte(const struct shown *s, const struct range_owner *o,
			  const struct bad_range *cut)
{
	const struct xfs_geom *g = &s->r->geom;

	return (o->x.offset << g->blocklog) +
	       ((cut->start - xfs_agb_daddr(g, o->agno, o->x.agbno)) << BBSHIFT);
}

/* Which of the headers at the beginning of a group. */
static void name_headers(const struct shown *s, const struct range_owner *o,
			 const struct bad_range *cut, char *text, size_t size)
{
	static const char *const names[] = { "superblock", "AGF", "AGI", "AGFL" };
	const struct xfs_geom *g = &s->r->geom;
	uint64_t base = xfs_agb_daddr(g, o->agno, 0), at;
	size_t used = 0;
	unsigned int i;

	snprintf(text, size, "rest of the header blocks");
	for (i = 0; i < 4; i++) {
		at = base + (uint64_t)i * g->sectbb;
		if (at < cut->start + cut->len && cut->start < at + g->sectbb)
			used += snprintf(text + used, size - used, "%s%s", used ? ", " : "",
					 names[i]);
	}
}

static const char *owner_text(const struct shown *s, const struct range_owner *o,
			      const struct bad_range *cut, char *text, size_t size)
{
	if (o->x.owner != XFS_RMAP_OWN_FS)
		return owner_name(&o->x);
	name_headers(s, o, cut, text, size);
	return text;
}

/* The inodes in use in @cut, the first INODES_SHOWN into @inos; returns how many. */
static uint64_t inodes_in(const struct shown *s, const struct range_owner *o,
			  const struct bad_range *cut, xfs_ino_t *inos)
{
	const struct xfs_geom *g = &s->r->geom;
	uint64_t base = xfs_agb_daddr(g, o->agno, 0), nr = 0;
	uint64_t from = ((cut->start - base) << BBSHIFT) >> g->inodelog;
	uint64_t bytes = (cut->start + cut->len - base) << BBSHIFT;
	uint64_t end = (bytes + g->inodesize - 1) >> g->inodelog;
	const struct inode_chunk *chunk;
	unsigned int bit;

	for (; from < end; from++) {
		chunk = groups_find_inode(s->r, xfs_agino_ino(g, o->agno, from), &bit);
		if (!chunk || !((chunk->used | (chunk->lost & ~chunk->free)) >> bit & 1))
			continue;
		if (nr < INODES_SHOWN)
			inos[nr] = xfs_agino_ino(g, o->agno, from);
		nr++;
	}
	return nr;
}

/* ---- For people ---- */

static void put_inodes(FILE *out, const struct shown *s, const struct range_owner *o,
		       const struct bad_range *cut)
{
	xfs_ino_t inos[INODES_SHOWN];
	uint64_t i, nr = inodes_in(s, o, cut, inos);

	fprintf(out, ", %" PRIu64 " in use%s", nr, nr ? ":" : "");
	for (i = 0; i < nr && i < INODES_SHOWN; i++)
		fprintf(out, " %" PRIu64, inos[i]);
	if (nr > INODES_SHOWN)
		fputs(" ...", out);
}

static void put_owner(FILE *out, const struct shown *s, const struct range_owner *o)
{
	char path[REPORT_PATH_MAX], text[64];
	struct bad_range cut;

	if (!cut_owner(s, o, &cut))
		return;
	fputs("    ", out);
	if (is_inode(o) && paths_name(s->r, o->x.owner, path, sizeof(path))) {
		report_put_name(out, path);
		fputs(", ", out);
	}
	if (is_inode(o))
		fprintf(out, "inode %" PRIu64 ", ", o->x.owner);
	else
		fprintf(out, "group %u, ", o->agno);
	fputs(owner_text(s, o, &cut, text, sizeof(text)), out);
	if (is_mapped(o))
		fprintf(out, ", %" PRIu64 " bytes from byte %" PRIu64, cut.len << BBSHIFT,
			file_byte(s, o, &cut));
	else
		fprintf(out, ", %" PRIu64 " bytes", cut.len << BBSHIFT);
	if (o->x.owner == XFS_RMAP_OWN_INODES)
		put_inodes(out, s, o, &cut);
	fputc('\n', out);
}

static const char *nobody(const struct shown *s)
{
	return s->r->owners_missing ? "no owner known" : "free space";
}

static void range_text(FILE *out, const void *arg)
{
	const struct shown *s = arg;
	size_t i;

	fprintf(out, "bad memory: %" PRIu64 " sector%s from sector %" PRIu64 "\n", s->range.len,
		s->range.len == 1 ? "" : "s", s->range.start);
	for (i = 0; i < s->nr; i++)
		put_owner(out, s, s->owner[i]);
	if (s->free)
		fprintf(out, "    %s, %" PRIu64 " bytes\n", nobody(s), s->free << BBSHIFT);
	if (s->outside)
		fprintf(out, "    outside the filesystem, %" PRIu64 " sectors\n", s->outside);
}

/* ---- As JSON ---- */

static void inodes_json(struct json *j, const struct shown *s, const struct range_owner *o,
			const struct bad_range *cut)
{
	xfs_ino_t inos[INODES_SHOWN];
	uint64_t i, nr = inodes_in(s, o, cut, inos);

	json_u64(j, "inodes_in_use", nr);
	json_open(j, "inodes", '[');
	for (i = 0; i < nr && i < INODES_SHOWN; i++)
		json_u64(j, NULL, inos[i]);
	json_close(j);
}

static void owner_json(struct json *j, const struct shown *s, const struct range_owner *o)
{
	char path[REPORT_PATH_MAX], text[64];
	struct bad_range cut;

	if (!cut_owner(s, o, &cut))
		return;
	json_open(j, NULL, '{');
	json_str(j, "what", owner_text(s, o, &cut, text, sizeof(text)));
	json_u64(j, "group", o->agno);
	json_u64(j, "sector", cut.start);
	json_u64(j, "bytes", cut.len << BBSHIFT);
	if (is_inode(o)) {
		if (paths_name(s->r, o->x.owner, path, sizeof(path)))
			json_str(j, "path", path);
		json_u64(j, "inode", o->x.owner);
		json_str(j, "fork", o->x.kind & XFS_EXTENT_ATTR ? "attr" : "data");
	}
	if (is_mapped(o))
		json_u64(j, "file_offset", file_byte(s, o, &cut));
	if (o->x.owner == XFS_RMAP_OWN_INODES)
		inodes_json(j, s, o, &cut);
	json_close(j);
}

static void range_json(struct json *j, const void *arg)
{
	const struct shown *s = arg;
	size_t i;

	json_u64(j, "sector", s->range.start);
	json_u64(j, "sectors", s->range.len);
	json_u64(j, "outside_bytes", s->outside << BBSHIFT);
	json_u64(j, "unowned_bytes", s->free << BBSHIFT);
	json_open(j, "owners", '[');
	for (i = 0; i < s->nr; i++)
		owner_json(j, s, s->owner[i]);
	json_close(j);
}

static const struct report_info range_info = {
	.type = "badblock", .text = range_text, .json = range_json,
};

/* ---- Ranges and owners ---- */

static int compare_owners(const void *pa, const void *pb)
{
	const struct range_owner *a = pa, *b = pb;

	if (a->agno != b->agno)
		return a->agno < b->agno ? -1 : 1;
	if (a->x.agbno != b->x.agbno)
		return a->x.agbno < b->x.agbno ? -1 : 1;
	if (a->x.owner != b->x.owner)
		return a->x.owner < b->x.owner ? -1 : 1;
	if (a->x.offset != b->x.offset)
		return a->x.offset < b->x.offset ? -1 : 1;
	return a->x.kind < b->x.kind ? -1 : a->x.kind > b->x.kind;
}

/* The blocks of sectors [@start, @end), group by group. */
static int add_blocks(struct repair *r, struct owner_ranges *o, uint64_t start, uint64_t end)
{
	const struct xfs_geom *g = &r->geom;
	uint64_t block = xfs_daddr_rfsb(g, start), last = xfs_daddr_rfsb(g, end - 1), len;
	xfs_agnumber_t agno;
	xfs_agblock_t agbno;
	int error = 0;

	for (; !error && block <= last; block += len) {
		agno = block / g->agblocks;
		agbno = block % g->agblocks;
		len = g->agblocks - agbno;
		len = len < last - block + 1 ? len : last - block + 1;
		error = owner_ranges_add(o, agno, agbno, len);
	}
	return error;
}

static int add_ranges(struct repair *r, const struct bad_list *list, struct owner_ranges *o)
{
	uint64_t end, fs = fs_sectors(r);
	int error = 0;
	size_t i;

	for (i = 0; !error && i < list->nr && list->range[i].start < fs; i++) {
		end = list->range[i].start + list->range[i].len;
		error = add_blocks(r, o, list->range[i].start, end < fs ? end : fs);
	}
	owner_ranges_sort(o);
	return error;
}

/* What of the range is outside, and what nobody has; owners are in the order of blocks. */
static void measure(struct shown *s)
{
	uint64_t fs = fs_sectors(s->r), end = s->range.start + s->range.len, at = s->range.start;
	struct bad_range cut;
	size_t i;

	s->free = 0;
	s->outside = end <= fs ? 0 : end - (at > fs ? at : fs);
	end -= s->outside;
	for (i = 0; i < s->nr; i++) {
		if (!cut_owner(s, s->owner[i], &cut))
			continue;
		if (cut.start > at)
			s->free += cut.start - at;
		if (cut.start + cut.len > at)
			at = cut.start + cut.len;
	}
	if (end > at)
		s->free += end - at;
}

/* Moves on to the next range: out with owners that end before it, in with what it reaches. */
static void advance(struct shown *s, const struct owner_ranges *o, size_t *next)
{
	struct bad_range cut;
	size_t i, nr = 0;

	for (i = 0; i < s->nr; i++)
		if (cut_owner(s, s->owner[i], &cut))
			s->owner[nr++] = s->owner[i];
	for (; *next < o->nr_owners; ++*next) {
		if (sector_of(s->r, &o->owners[*next]) >= s->range.start + s->range.len)
			break;
		if (cut_owner(s, &o->owners[*next], &cut))
			s->owner[nr++] = &o->owners[*next];
	}
	s->nr = nr;
}

/*
 * Owners and ranges in the order of sectors, and with each range those owners that are in
 * it.  An owner may be in many ranges: those of the same block, or of neighbours, are one to
 * whoever finds owners.
 */
static int show_ranges(struct repair *r, const struct bad_list *list,
		       const struct owner_ranges *o)
{
	struct shown s = { .r = r, .owner = calloc(o->nr_owners + 1, sizeof(*s.owner)) };
	size_t i, next = 0;

	if (!s.owner)
		return -ENOMEM;
	for (i = 0; i < list->nr; i++) {
		s.range = list->range[i];
		advance(&s, o, &next);
		measure(&s);
		report_info(r->report, &range_info, &s);
	}
	free(s.owner);
	return 0;
}

/* ---- What is lost ---- */

static unsigned int kind_of(const struct range_owner *o)
{
	return o->x.kind & XFS_EXTENT_KIND_MASK;
}

/* Nothing is lost with what has no contents. */
static bool has_contents(const struct range_owner *o)
{
	if (is_inode(o))
		return !(o->x.kind & XFS_EXTENT_UNWRITTEN);
	return kind_of(o) != XFS_OWNER_STAGING && kind_of(o) != XFS_OWNER_AGFL;
}

/* An inode of which the kind is not known counts as a file, which most are. */
static bool is_file_data(const struct range_owner *o)
{
	return !(o->x.kind & (XFS_EXTENT_ATTR | XFS_EXTENT_BMBT)) &&
	       (kind_of(o) == XFS_OWNER_FILE || kind_of(o) == XFS_OWNER_INODE);
}

static enum finding_id finding_of(const struct range_owner *o)
{
	if (!is_inode(o))
		return FIND_BAD_METADATA;
	return is_file_data(o) ? FIND_BAD_FILE : FIND_BAD_INODE_BLOCK;
}

static void report_owners(struct repair *r, const struct owner_ranges *o)
{
	const struct range_owner *owner;
	size_t i;

	for (i = 0; i < o->nr_owners; i++) {
		owner = &o->owners[i];
		if (has_contents(owner))
			report_plain(r->report, finding_of(owner),
				     owner_place(owner->agno, &owner->x));
	}
}

static int want_paths(struct repair *r, const struct owner_ranges *o)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && i < o->nr_owners; i++)
		if (is_inode(&o->owners[i]))
			error = paths_want(r, o->owners[i].x.owner);
	return error ? error : paths_resolve(r);
}

/* The list is that of one device; a filesystem may have three. */
static void mention_other_devices(const struct repair *r)
{
	if (!r->geom.logstart)
		repair_say("--badblocks is about %s alone, not the external log", r->opts.device);
	if (r->dsb.sb_rblocks)
		repair_say("--badblocks is about %s alone, not the realtime device",
			   r->opts.device);
}

static int find_and_show(struct repair *r, const struct bad_list *list, struct owner_ranges *o)
{
	int error = add_ranges(r, list, o);
	bool by_rmap;

	if (!error)
		error = badblocks_find_owners(r, o, &by_rmap);
	if (error == -E2BIG)
		repair_note_missing(r, "owners of bad memory, of which there are too many");
	else if (error)
		return error;
	if (o->nr_owners)
		qsort(o->owners, o->nr_owners, sizeof(*o->owners), compare_owners);
	error = want_paths(r, o);
	if (!error)
		error = show_ranges(r, list, o);
	if (error)
		return error;
	report_owners(r, o);
	if (r->owners_missing && !by_rmap)
		repair_note_missing(r, "owners of bad memory that could not be read");
	mention_other_devices(r);
	return 0;
}

int phase_badblocks(struct repair *r)
{
	struct owner_ranges ranges;
	struct bad_list list;
	int error = bad_list_load(r, &list);

	if (!error)
		error = owner_ranges_init(&ranges, 2 * BADBLOCKS_MAX, BADBLOCKS_OWNERS_MAX);
	if (!error) {
		error = find_and_show(r, &list, &ranges);
		owner_ranges_destroy(&ranges);
	}
	bad_list_free(&list);
	return error;
}
