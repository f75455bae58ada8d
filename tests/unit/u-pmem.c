// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * common/pmem: discovery in prepared sysfs trees, made in a temporary folder with
 * the shape the kernel gives them (seen on real namespaces by tests/guest).
 */

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "common/pmem.h"
#include "tests/unit/tap.h"

#define REGION	"devices/platform/ndbus0/region0"
#define DISK	REGION "/pfn0.1/block/pmem0"
#define PART	DISK "/pmem0p1"

static char root[] = "/tmp/u-pmem.XXXXXX";

static void make_parents(char *path)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

/* Writes @len bytes at root/@rel; a broken tree is a broken test. */
static void put_bytes(const char *rel, const void *data, size_t len)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", root, rel);
	make_parents(path);
	f = fopen(path, "w");
	if (!f || fwrite(data, 1, len, f) != len || fclose(f)) {
		perror(path);
		exit(1);
	}
}

static void put(const char *rel, const char *text)
{
	put_bytes(rel, text, strlen(text));
}

static void drop(const char *rel)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", root, rel);
	unlink(path);
}

static void make_link(const char *rel, const char *to)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", root, rel);
	make_parents(path);
	unlink(path);
	if (symlink(to, path)) {
		perror(path);
		exit(1);
	}
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

static void clean(void)
{
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	mkdir(root, 0755);
}

static void probe(unsigned int minor, int want, struct pmem_info *info, const char *what)
{
	int error = pmem_probe_rdev(makedev(259, minor), root, info);

	if (!ok(error == want, "%s: probing returns %d", what, want))
		printf("# got %d\n", error);
}

/* 4 GiB at 5 GiB, page structures on the medium: data begins 66 MiB in. */
static void make_fsdax(void)
{
	clean();
	put(REGION "/numa_node", "1\n");
	put(REGION "/namespace0.0/mode", "memory\n");
	put(REGION "/namespace0.0/resource", "0x140000000\n");
	put(REGION "/pfn0.1/namespace", "namespace0.0\n");
	put(REGION "/pfn0.1/resource", "0x144200000\n");
	put(REGION "/pfn0.1/align", "2097152\n");
	put(REGION "/pfn0.1/numa_node", "1\n");
	put(DISK "/size", "8253440\n");
	put(DISK "/queue/dax", "1\n");
	put(DISK "/queue/logical_block_size", "512\n");
	put(DISK "/badblocks", "");
	make_link(DISK "/device", "../../../pfn0.1");
	make_link("dev/block/259:0", "../../" DISK);
	put(PART "/partition", "1\n");
	put(PART "/start", "2048\n");
	put(PART "/size", "2097152\n");
	make_link("dev/block/259:1", "../../" PART);
}

static void test_fsdax(void)
{
	struct pmem_info info;

	make_fsdax();
	probe(0, 0, &info, "fsdax");
	is_str(pmem_mode_name(info.mode), "fsdax", "mode");
	is_str(info.namespace, "namespace0.0", "namespace");
	is_str(info.region, "region0", "region");
	is_u64(info.numa_node, 1, "numa node");
	is_u64(info.align, 2097152, "alignment");
	is_u64(info.sectsize, 512, "sector size");
	ok(info.dax && !info.partition, "DAX offered, whole disk");
	ok(info.phys_known, "address known");
	is_u64(info.phys_start, 0x144200000, "address is that of the data, not of the namespace");
	is_u64(info.nr_bad, 0, "no bad blocks");
	pmem_info_free(&info);
}

static void test_partition(void)
{
	struct pmem_info info;

	make_fsdax();
	/* Before, across the start, twice within and touching, across the end, after. */
	put(DISK "/badblocks", "0 8\n2040 16\n4096 8\n4104 8\n2099199 2\n3000000 1\n");
	probe(1, 0, &info, "partition");
	ok(info.partition && info.mode == PMEM_FSDAX && info.dax, "a part of an fsdax disk");
	is_u64(info.phys_start, 0x144200000 + (1 << 20), "address of the partition");
	is_u64(info.nr_bad, 3, "bad blocks in the partition");
	if (info.nr_bad == 3) {
		is_u64(info.bad[0].start, 0, "clipped at the start");
		is_u64(info.bad[0].len, 8 * 512, "to what lies within");
		is_u64(info.bad[1].start, (4096 - 2048) * 512, "one within");
		is_u64(info.bad[1].len, 16 * 512, "neighbours joined");
		is_u64(info.bad[2].start, 2097151ull * 512, "clipped at the end");
		is_u64(info.bad[2].len, 512, "to what lies within");
	}
	pmem_info_free(&info);

	put(PART "/start", "9223372036854775807\n");
	probe(1, -EINVAL, &info, "partition that starts past everything");
	pmem_info_free(&info);
	put(PART "/start", "-5\n");
	probe(1, -EINVAL, &info, "partition with a negative start");
	pmem_info_free(&info);
	drop(PART "/start");
	probe(1, -EINVAL, &info, "partition without a start");
	pmem_info_free(&info);
}

static void make_namespace_disk(const char *mode, const char *dax)
{
	clean();
	put(REGION "/namespace0.0/mode", mode);
	put(REGION "/namespace0.0/resource", "0x140000000\n");
	put(REGION "/namespace0.0/numa_node", "-1\n");
	put(REGION "/namespace0.0/block/pmem0/size", "8388608\n");
	put(REGION "/namespace0.0/block/pmem0/queue/dax", dax);
	put(REGION "/namespace0.0/block/pmem0/queue/logical_block_size", "4096\n");
	make_link(REGION "/namespace0.0/block/pmem0/device", "../../../namespace0.0");
	make_link("dev/block/259:0", "../../" REGION "/namespace0.0/block/pmem0");
}

static void test_raw(void)
{
	struct pmem_info info;

	make_namespace_disk("raw\n", "0\n");
	probe(0, 0, &info, "raw");
	is_str(pmem_mode_name(info.mode), "raw", "mode");
	ok(!info.dax, "no DAX");
	is_str(info.namespace, "namespace0.0", "namespace");
	is_u64(info.phys_start, 0x140000000, "address of the namespace");
	ok(info.numa_node == -1, "no numa node");
	is_u64(info.sectsize, 4096, "sector size");
	pmem_info_free(&info);

	make_namespace_disk("memory\n", "1\n");
	probe(0, 0, &info, "virtio-pmem or memmap=");
	ok(info.mode == PMEM_FSDAX && info.dax && info.phys_known,
	   "is fsdax without a pfn device");
	is_u64(info.align, 0, "and has no alignment of its own");
	pmem_info_free(&info);
}

static void test_sector(void)
{
	struct pmem_info info;

	clean();
	put(REGION "/btt0.0/namespace", "namespace0.0\n");
	put(REGION "/btt0.0/resource", "0x140000000\n");
	put(REGION "/btt0.0/block/pmem0s/size", "8388608\n");
	put(REGION "/btt0.0/block/pmem0s/queue/dax", "0\n");
	make_link(REGION "/btt0.0/block/pmem0s/device", "../../../btt0.0");
	make_link("dev/block/259:0", "../../" REGION "/btt0.0/block/pmem0s");
	probe(0, 0, &info, "sector");
	is_str(pmem_mode_name(info.mode), "sector", "mode");
	ok(!info.phys_known, "no address: a translation table lies between");
	is_str(info.namespace, "namespace0.0", "namespace");
	pmem_info_free(&info);
}

static void test_others(void)
{
	struct pmem_info info;
	int fd;

	clean();
	put("devices/virtual/block/dm-0/size", "8388608\n");
	put("devices/virtual/block/dm-0/queue/dax", "1\n");
	make_link("dev/block/259:0", "../../devices/virtual/block/dm-0");
	probe(0, 0, &info, "device mapper with DAX");
	ok(info.mode == PMEM_OTHER && info.dax && !info.phys_known, "offers DAX, is no namespace");
	pmem_info_free(&info);
	put("devices/virtual/block/dm-0/queue/dax", "0\n");
	put("devices/virtual/block/dm-0/badblocks", "nonsense");
	probe(0, 0, &info, "an ordinary disk");
	ok(info.mode == PMEM_NONE && !info.dax, "is no persistent memory");
	ok(info.numa_node == -1 && !info.sectsize, "and nothing more is told of it");
	pmem_info_free(&info);
	probe(7, 0, &info, "a device sysfs does not know");
	ok(info.mode == PMEM_NONE, "is no persistent memory");
	pmem_info_free(&info);

	fd = open("/dev/null", O_RDONLY);
	ok(pmem_probe(fd, root, &info) == 0 && info.mode == PMEM_NONE,
	   "what is no block device is no persistent memory");
	close(fd);
	ok(pmem_probe(-1, root, &info) == -EBADF, "a closed descriptor is an error");
}

/* Facts that make no sense are unknown; a bad-block list that makes none is an error. */
static void test_malformed(void)
{
	static const char *const bad_lists[] = {
		"nonsense\n", "12\n", "12 \n", " 12 3\n", "12 3 4\n", "-1 5\n", "12 -3\n",
		"99999999999999999999999 1\n", "36028797018963968 1\n", "1 2\n\n3 4\n",
		"0x 1\n", "12",
	};
	struct pmem_info info;
	char zeros[64] = "8 8\n";
	unsigned int i;

	make_fsdax();
	for (i = 0; i < sizeof(bad_lists) / sizeof(bad_lists[0]); i++) {
		put(DISK "/badblocks", bad_lists[i]);
		probe(0, -EINVAL, &info, "bad-block list that makes no sense");
		pmem_info_free(&info);
	}
	put_bytes(DISK "/badblocks", zeros, sizeof(zeros));
	probe(0, -EINVAL, &info, "bad-block list with zero bytes");
	pmem_info_free(&info);

	put(DISK "/badblocks", "16 8\n8 16\n0 0\n36028797018963967 36028797018963967\n12 3");
	probe(0, 0, &info, "list out of order, cut off within a line");
	is_u64(info.nr_bad, 1, "overlapping ranges are one, empty and far ones none");
	is_u64(info.nr_bad ? info.bad[0].start : 0, 8 * 512, "start");
	is_u64(info.nr_bad ? info.bad[0].len : 0, 16 * 512, "length");
	pmem_info_free(&info);
	drop(DISK "/badblocks");

	put(REGION "/pfn0.1/resource", "0x14420000000000000000\n");
	put(REGION "/pfn0.1/align", "2097153\n");
	put(REGION "/pfn0.1/namespace", "../../../etc\n");
	put(REGION "/pfn0.1/numa_node", "99999999999\n");
	put(DISK "/queue/logical_block_size", "513\n");
	put(DISK "/queue/dax", "yes\n");
	probe(0, 0, &info, "facts that make no sense");
	ok(info.mode == PMEM_FSDAX && !info.phys_known && !info.phys_start &&
	   !info.align && !info.namespace[0] && info.numa_node == -1 &&
	   !info.sectsize && !info.dax, "are unknown, every one");
	pmem_info_free(&info);

	put(REGION "/pfn0.1/resource", "0xffffffffffffff00\n");
	probe(1, 0, &info, "an address that wraps at the partition");
	ok(!info.phys_known && !info.phys_start, "is unknown");
	pmem_info_free(&info);

	put(DISK "/size", "\n");
	probe(0, -EINVAL, &info, "a disk without a size");
	pmem_info_free(&info);
}

/* More than the reader takes is an error, not a silent cut. */
static void test_long_list(void)
{
	static char list[100000];
	struct pmem_info info;
	size_t len = 0, n;

	make_fsdax();
	for (n = 0; n < 3000; n++)
		len += snprintf(list + len, sizeof(list) - len, "%zu 8\n", n * 16);
	put(DISK "/badblocks", list);
	probe(0, 0, &info, "a list of 3000");
	is_u64(info.nr_bad, 3000, "all there");
	pmem_info_free(&info);
	for (; n < 9000; n++)
		len += snprintf(list + len, sizeof(list) - len, "%zu 8\n", n * 16);
	put(DISK "/badblocks", list);
	probe(0, -E2BIG, &info, "a list beyond all bounds");
	pmem_info_free(&info);
}

int main(void)
{
	if (!mkdtemp(root)) {
		perror(root);
		return 1;
	}
	test_fsdax();
	test_partition();
	test_raw();
	test_sector();
	test_others();
	test_malformed();
	test_long_list();
	clean();
	rmdir(root);
	return done();
}
