// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * common/mounted: tables of mounts as the kernel writes them, devices in a prepared
 * sysfs tree, and the file system the test itself runs on.
 */

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "common/mounted.h"
#include "tests/unit/tap.h"

static char root[] = "/tmp/u-mounted.XXXXXX";

static struct mounted parse(const char *table, uint64_t id, unsigned int maj,
			    unsigned int min)
{
	struct mounted m = { .dax = MOUNT_DAX_INODE };
	char *copy = strdup(table);
	FILE *f = copy ? fmemopen(copy, strlen(copy), "r") : NULL;

	if (!f || mounted_parse(f, id, makedev(maj, min), &m))
		abort();
	fclose(f);
	free(copy);
	return m;
}

static const char *const table =
	"21 1 0:19 / /proc rw,nosuid - proc proc rw\n"
	"24 1 259:1 / / rw,relatime shared:1 - xfs /dev/pmem0 rw,attr2,dax=inode,noquota\n"
	"25 24 259:1 /home/a\\040b /srv/a\\040b\\134c rw shared:1 master:2 propagate_from:3 - "
	"xfs /dev/pmem0 rw,dax=always,rtdev=/dev/rt\\0541,noquota\n"
	"this line is nonsense\n"
	"26 24\n"
	"27 24 7:0 / /never rw - xfs /dev/loop0 rw,dax=never\n"
	"28 24 7:1 / /old rw - ext4 /dev/loop1 rw,dax\n"
	"29 24 7:2 / /cut rw - ext4\n"
	"30 24 7:2 / /cut rw shared:1\n"
	"31 24 7:3 / /plain rw - xfs /dev/loop3 rw,daxes,nodax=always,rtdev\n";

static void test_table(void)
{
	struct mounted m = parse(table, 25, 0, 0);

	is_str(m.point, "/srv/a b\\c", "a bind mount by number: its point, unescaped");
	is_str(m.source, "/dev/pmem0", "  its source");
	is_str(m.rt_source, "/dev/rt,1", "  its realtime device, unescaped");
	is_u64(m.dax, MOUNT_DAX_ALWAYS, "  dax=always");
	mounted_free(&m);
	ok(!m.point && !m.source && !m.rt_source, "freed");
	mounted_free(&m);

	m = parse(table, 0, 259, 1);
	is_str(m.point, "/", "by device: the first of several");
	is_u64(m.dax, MOUNT_DAX_INODE, "  dax=inode");
	ok(!m.rt_source, "  no realtime device");
	mounted_free(&m);

	m = parse(table, 99, 7, 0);
	is_str(m.point, "/never", "a number not in the table: by device");
	is_u64(m.dax, MOUNT_DAX_NEVER, "  dax=never");
	mounted_free(&m);

	m = parse(table, 27, 259, 1);
	is_str(m.point, "/never", "the number counts before the device");
	mounted_free(&m);

	m = parse(table, 0, 7, 1);
	is_u64(m.dax, MOUNT_DAX_ALWAYS, "dax alone means always");
	mounted_free(&m);

	m = parse(table, 0, 7, 3);
	is_u64(m.dax, MOUNT_DAX_INODE, "words that only resemble it mean nothing");
	ok(!m.rt_source, "  nor do those like rtdev=");
	mounted_free(&m);

	m = parse(table, 30, 7, 2);
	ok(!m.point && !m.source, "lines cut short are passed over");
	mounted_free(&m);
	m = parse("\n", 0, 0, 0);
	ok(!m.point && !m.source, "so is an empty one");
	mounted_free(&m);
}

/* No line, however damaged, may do harm. */
static void test_damage(void)
{
	size_t len = strlen(table), i;
	char *bad = malloc(len + 1);
	struct mounted m;

	if (!bad)
		abort();
	for (i = 1; i < len; i++) {
		memcpy(bad, table, len + 1);
		bad[i] = '\0';
		m = parse(bad, 25, 259, 1);
		mounted_free(&m);
		memcpy(bad, table, len + 1);
		bad[i] = "\n \\,-"[i % 5];
		m = parse(bad, 25, 259, 1);
		mounted_free(&m);
	}
	free(bad);
	ok(true, "%zu damaged tables are read", 2 * len);
}

static void put(const char *rel, const char *text)
{
	char path[512], *slash;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", root, rel);
	for (slash = strchr(path + 5, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f)) {
		perror(path);
		exit(1);
	}
}

/* dev/block/MAJOR:MINOR, as a link to ../../@to. */
static void put_device(const char *numbers, const char *to)
{
	char path[512], target[512];

	put("dev/block/made", "");
	snprintf(path, sizeof(path), "%s/dev/block/%s", root, numbers);
	snprintf(target, sizeof(target), "../../%s", to);
	if (symlink(target, path)) {
		perror(path);
		exit(1);
	}
}

#define NS	"devices/nd/region0/pfn0.1"
#define PMEM	NS "/block/pmem0"

static void make_tree(void)
{
	put("devices/sda/size", "204800\n");
	put("devices/sda/sda2/partition", "2\n");
	put("devices/sda/sda2/start", "34\n");
	put("devices/sda/sda2/size", "1000\n");
	put_device("8:0", "devices/sda");
	put_device("8:2", "devices/sda/sda2");
	put(NS "/resource", "0x140200000\n");
	put(NS "/namespace", "namespace0.0\n");
	put(NS "/mode", "pmem\n");
	put(PMEM "/size", "2097152\n");
	put(PMEM "/queue/dax", "1\n");
	put(PMEM "/badblocks", "4104 8\n");
	put(PMEM "/pmem0p1/partition", "1\n");
	put(PMEM "/pmem0p1/start", "4096\n");
	put(PMEM "/pmem0p1/size", "409600\n");
	put_device("259:0", PMEM);
	put_device("259:1", PMEM "/pmem0p1");
	put("devices/dm/size", "409600\n");
	put("devices/dm/queue/dax", "1\n");
	put_device("253:0", "devices/dm");
}

static void link_driver(void)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s/device", root, PMEM);
	if (symlink("../..", path)) {
		perror(path);
		exit(1);
	}
}

static struct mounted device(unsigned int maj, unsigned int min)
{
	struct mounted m = { .dev = makedev(maj, min), .dev_known = true };

	mounted_find_device(&m);
	return m;
}

static void test_devices(void)
{
	struct mounted m = device(8, 0);

	ok(m.mem_known && !m.mem_start && !m.device_dax, "a disk starts at 0");
	mounted_free(&m);
	m = device(8, 2);
	ok(m.mem_known && !m.pmem.phys_known, "a partition of a disk has a known start");
	is_u64(m.mem_start, 34 * 512, "  where the disk has it");
	mounted_free(&m);

	m = device(259, 0);
	ok(m.mem_known && m.device_dax && m.pmem.phys_known, "a namespace offers DAX");
	is_u64(m.mem_start, 0x140200000, "  and starts in memory");
	mounted_free(&m);
	m = device(259, 1);
	is_u64(m.mem_start, 0x140200000 + 4096 * 512, "its partition starts further on");
	ok(m.pmem.nr_bad == 1 && m.pmem.bad[0].start == 4096, "  with its own bad blocks");
	mounted_free(&m);

	put(NS "/resource", "0\n");
	m = device(259, 1);
	ok(!m.mem_known && m.device_dax, "to other than root its place in memory is unknown");
	is_u64(m.mem_start, 4096 * 512, "  its place in the namespace is not");
	mounted_free(&m);
	m = device(253, 0);
	ok(!m.mem_known && m.device_dax && !m.mem_start,
	   "a mapping that offers DAX is at no known place");
	mounted_free(&m);

	put(PMEM "/badblocks", "nonsense\n");
	m = device(259, 0);
	ok(m.pmem_error == -EINVAL, "a list of bad blocks that is none is told");
	mounted_free(&m);
	m = device(1, 77);
	ok(!m.mem_known && !m.pmem_error && !m.device_dax, "a device not in sysfs is unknown");
	mounted_free(&m);
}

static void test_facts(void)
{
	struct mounted m = { .xfs = true, .device_dax = true };

	ok(!mounted_dax_facts(&m, -1).reflink, "no reflink without the feature");
	m.geom.flags = XFS_FSOP_GEOM_FLAGS_REFLINK;
	ok(mounted_dax_facts(&m, -1).reflink, "reflink with it");
	ok(mounted_dax_facts(&m, -1).device && !mounted_dax_facts(&m, -1).mount_always &&
	   !mounted_dax_facts(&m, -1).inode, "DAX by the device alone");
	m.root_dax = true;
	m.dax = MOUNT_DAX_ALWAYS;
	ok(mounted_dax_facts(&m, -1).mount_always && mounted_dax_facts(&m, -1).inode,
	   "by mount and root directory");
}

static void test_real(void)
{
	int fd = open("/proc/self/stat", O_RDONLY);
	struct mounted m;

	ok(!mounted_probe(fd, &m), "a file of /proc can be asked");
	is_str(m.point, "/proc", "  it is below its mount");
	ok(!m.xfs && !m.dev_known && !m.mem_known && !m.geom.blocksize,
	   "  which is no XFS and on no device");
	mounted_free(&m);
	close(fd);
	ok(mounted_probe(-1, &m) == -EBADF, "no file is an error");
	mounted_free(&m);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

int main(void)
{
	test_table();
	test_damage();
	if (!mkdtemp(root) || setenv("XFS_DAX_SYSFS", root, 1)) {
		perror(root);
		return 1;
	}
	make_tree();
	link_driver();
	test_devices();
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	test_facts();
	test_real();
	return done();
}
