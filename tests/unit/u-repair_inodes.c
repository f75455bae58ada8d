// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The core of an inode as repair judges it: every fault is told, not the first alone;
 * those that say nothing against where things are do not lose the inode; what kernels read
 * all the same is told too.  And access control lists.
 */

#include <stdlib.h>

#include "libxfs/fs/checksum.h"
#include "libxfs/inode/inode_verify.h"
#include "repair/inodes.h"
#include "repair/inodes_acl.h"
#include "tests/unit/sample_geom.h"
#include "tests/unit/tap.h"

#define INO		131
#define NEXT_GROUP	0x7fffffff

static struct repair r;
static uint64_t room[512 / sizeof(uint64_t)];
static struct xfs_dinode *const dip = (struct xfs_dinode *)room;
static bool trusted, whole;
static char *text;

/* An empty regular file. */
static void make(unsigned int mode)
{
	memset(room, 0, sizeof(room));
	dip->di_magic = cpu_to_be16(XFS_DINODE_MAGIC);
	dip->di_version = XFS_DINODE_VERSION_3;
	dip->di_mode = cpu_to_be16(mode);
	dip->di_format = XFS_DINODE_FMT_EXTENTS;
	dip->di_aformat = XFS_DINODE_FMT_EXTENTS;
	dip->di_nlink = cpu_to_be32(mode != 0);
	dip->di_flags2 = cpu_to_be64(XFS_DIFLAG2_BIGTIME | XFS_DIFLAG2_NREXT64);
	dip->di_next_unlinked = cpu_to_be32(NULLAGINO);
	dip->di_ino = cpu_to_be64(INO);
	dip->di_uuid = r.geom.meta_uuid;
}

static void make_fifo(void)
{
	make(XFS_IFIFO | 0644);
	dip->di_format = XFS_DINODE_FMT_DEV;
}

static FILE *out;

static void start(void)
{
	static size_t size;
	struct report_style style = { 0 };

	out = open_memstream(&text, &size);
	style.out = out;
	if (!out || report_create(&style, &r.report))
		exit(1);
}

static void stop(void)
{
	report_destroy(r.report);
	fclose(out);
	free(text);
}

/* Judges the inode with a right checksum. */
static void judge(bool tree_free)
{
	struct inode_check c = {
		.r = &r, .dip = dip, .ino = INO, .tree_free = tree_free, .whole = true,
	};

	stop();
	start();
	xfs_cksum_update(dip, r.geom.inodesize, XFS_DINODE_CRC_OFF);
	trusted = inode_core_check(&c);
	whole = c.whole;
}

#define TOLD(id, nr, ...)	is_u64(report_count_of(r.report, id), nr, __VA_ARGS__)

static void nothing(const char *what)
{
	ok(trusted && whole && !report_count(r.report, SEVERITY_CORRUPTION) &&
	   !report_count(r.report, SEVERITY_LEFTOVER), "nothing is said of %s", what);
}

static void test_good(void)
{
	make(XFS_IFREG | 0644);
	judge(false);
	nothing("a file");
	make_fifo();
	judge(false);
	nothing("a fifo");
	make(0);
	judge(true);
	nothing("a free inode");
	make(XFS_IFREG | 0600);
	dip->di_nlink = 0;
	dip->di_next_unlinked = cpu_to_be32(200);
	judge(false);
	nothing("an inode on its way out");
	make(XFS_IFREG | 0600);
	dip->di_flags2 |= cpu_to_be64(XFS_DIFLAG2_DAX);
	judge(false);
	nothing("a file with DAX");
}

static void test_harmless(void)
{
	make(XFS_IFREG | 0644);
	dip->di_pad2[3] = 1;
	dip->di_v3_pad = 0;
	dip->di_nrext64_pad = cpu_to_be16(1);
	dip->di_next_unlinked = cpu_to_be32(NEXT_GROUP);
	dip->di_metatype = cpu_to_be16(3);
	dip->di_extsize = cpu_to_be32(5);
	dip->di_cowextsize = cpu_to_be32(5);
	dip->di_flags = cpu_to_be16(0x8000 | XFS_DIFLAG_RTINHERIT);
	dip->di_flags2 |= cpu_to_be64(1ULL << 40);
	judge(false);
	ok(trusted && whole, "faults that say nothing against the forks do not lose the inode");
	TOLD(FIND_INODE_CORE, 9, "and each is told");
	make(XFS_IFREG | 0644);
	dip->di_flags2 = cpu_to_be64(XFS_DIFLAG2_NREXT64);
	dip->di_mtime = cpu_to_be64(UINT64_MAX);
	judge(false);
	ok(trusted, "so does a time");
	TOLD(FIND_INODE_CORE, 1, "once");
	make(XFS_IFDIR | 0755);
	dip->di_size = cpu_to_be64(4096);
	dip->di_big_nextents = dip->di_nblocks = cpu_to_be64(1);
	dip->di_flags = cpu_to_be16(XFS_DIFLAG_EXTSIZE);
	dip->di_extsize = cpu_to_be32(4);
	dip->di_flags2 |= cpu_to_be64(XFS_DIFLAG2_REFLINK);
	judge(false);
	ok(trusted, "so do flags of another kind of file");
	TOLD(FIND_INODE_CORE, 3, "the hint, without its flag, too");
}

static void test_lost(void)
{
	make(XFS_IFREG | 0644);
	dip->di_forkoff = 200;
	dip->di_pad2[0] = 1;
	judge(false);
	ok(!trusted, "forks in an impossible place lose the inode");
	make(XFS_IFREG | 0644);
	dip->di_ino = cpu_to_be64(INO + 1);
	judge(false);
	ok(!trusted, "another number loses it");
	make(0);
	dip->di_nblocks = cpu_to_be64(1);
	judge(false);
	ok(!trusted, "a free inode with blocks is lost if the tree has it in use");
	judge(true);
	ok(trusted, "and is not if both say that it is free");
	TOLD(FIND_INODE_CORE, 1, "which is told");
}

static void test_checksum(void)
{
	struct inode_check c = { .r = &r, .dip = dip, .ino = INO, .whole = true };

	make(XFS_IFREG | 0644);
	judge(false);
	dip->di_gen = cpu_to_be32(1);
	ok(inode_core_check(&c), "a wrong checksum does not lose the inode");
	TOLD(FIND_INODE_CRC, 1, "and is told");
}

static void test_ways(void)
{
	make_fifo();
	dip->di_flags = cpu_to_be16(XFS_DIFLAG_NOSYMLINKS | XFS_DIFLAG_NEWRTBM);
	dip->di_flags2 |= cpu_to_be64(XFS_DIFLAG2_DAX);
	dip->di_size = cpu_to_be64(1);
	judge(false);
	ok(trusted && whole, "a fifo with flags and a size is believed");
	TOLD(FIND_INODE_FLAG, 3, "each flag is told");
	TOLD(FIND_INODE_SIZE, 1, "and the size");
	make(XFS_IFREG | 0644);
	dip->di_flags = cpu_to_be16(XFS_DIFLAG_REALTIME);
	judge(false);
	ok(trusted && !whole, "whose blocks a file has on no realtime device is not known");
	TOLD(FIND_INODE_REALTIME, 1, "which is told");
	r.dsb.sb_rblocks = cpu_to_be64(1000);
	judge(false);
	ok(whole && !report_count_of(r.report, FIND_INODE_REALTIME), "but not with one");
	r.dsb.sb_rblocks = 0;
}

static void test_chain(void)
{
	make(XFS_IFREG | 0644);
	dip->di_next_unlinked = cpu_to_be32(200);
	judge(false);
	TOLD(FIND_INODE_CHAINED, 1, "an inode with links in a chain is told");
	make(0);
	dip->di_next_unlinked = cpu_to_be32(200);
	judge(true);
	TOLD(FIND_INODE_CHAINED, 1, "and a free one");
}

static void test_lsn(void)
{
	r.log_head_known = true;
	r.log_head = (xfs_lsn_t)3 << 32 | 100;
	make(XFS_IFREG | 0644);
	dip->di_lsn = cpu_to_be64(3ULL << 32 | 99);
	judge(false);
	nothing("one written before the log's head");
	dip->di_lsn = cpu_to_be64(3ULL << 32 | 100);
	judge(false);
	TOLD(FIND_LSN_AHEAD, 1, "one written at the log's head is told");
	r.log_head_known = false;
}

/* A list of @nr entries, tag and permissions of each. */
static const char *acl(unsigned int nr, const unsigned int (*entries)[2])
{
	static uint8_t list[4 + 8 * 12];
	unsigned int i;

	memset(list, 0, sizeof(list));
	put_unaligned_be32(nr, list);
	for (i = 0; i < nr; i++) {
		put_unaligned_be32(entries[i][0], list + 4 + i * 12);
		put_unaligned_be16(entries[i][1], list + 4 + i * 12 + 8);
	}
	return acl_fault(list, 4 + nr * 12);
}
#define ACL(...) acl(sizeof((const unsigned int[][2]){ __VA_ARGS__ }) / 8, \
		     (const unsigned int[][2]){ __VA_ARGS__ })

static void test_acl(void)
{
	const uint8_t zeros[16] = { 0 };

	ok(!ACL({ 1, 6 }, { 4, 4 }, { 32, 0 }), "the smallest list");
	ok(!ACL({ 1, 7 }, { 2, 4 }, { 2, 5 }, { 4, 4 }, { 8, 1 }, { 16, 7 }, { 32, 0 }),
	   "a long list");
	ok(ACL({ 1, 6 }, { 4, 4 }), "no others");
	ok(ACL({ 1, 6 }, { 1, 6 }, { 4, 4 }, { 32, 0 }), "two owners");
	ok(ACL({ 1, 6 }, { 2, 6 }, { 4, 4 }, { 32, 0 }), "a user and no mask");
	ok(ACL({ 1, 8 }, { 4, 4 }, { 32, 0 }), "a permission there is not");
	ok(ACL({ 1, 6 }, { 3, 6 }, { 4, 4 }, { 32, 0 }), "a tag of two bits");
	ok(ACL({ 1, 6 }, { 64, 6 }, { 4, 4 }, { 32, 0 }), "an unknown tag");
	ok(acl_fault(zeros, 3) && acl_fault(zeros, 16), "lengths that do not fit");
	ok(acl_fault((const uint8_t *)"\xff\xff\xff\xff", 4), "a count beyond everything");
}

int main(void)
{
	r.geom = sample_geom();
	xfs_geom_derive(&r.geom);
	r.geom.meta_uuid = r.geom.uuid;
	r.primary_ok = true;
	start();
	test_good();
	test_harmless();
	test_lost();
	test_checksum();
	test_ways();
	test_chain();
	test_lsn();
	test_acl();
	stop();
	return done();
}
