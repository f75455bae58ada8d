// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Regular files as devices: whole transfers, and every way they can fail, each
 * with its errno and a sentence that has the address in it.  Block devices are
 * tested with a loop device where the machine lets us have one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/env.h"
#include "tests/unit/tap.h"

#define SIZE	((uint64_t)4 << 20)

static char dir[] = "/tmp/u-device.XXXXXX";
static char file[64], other[64];

static struct xfs_dev *open_ok(const char *path, unsigned int flags)
{
	struct xfs_dev *dev = NULL;
	int error = device_open(path, flags, &dev);

	if (!ok(!error, "open %s", path + strlen(dir))) {
		printf("# %s\n", strerror(-error));
		exit(1);
	}
	return dev;
}

static void opening(void)
{
	struct xfs_dev *dev = NULL;

	ok(device_open(file, 0, &dev) == -ENOENT, "a missing file is ENOENT");
	ok(device_open(dir, 0, &dev) == -EISDIR, "a directory is EISDIR");
	ok(device_open("/dev/null", DEVICE_WRITE, &dev) == -ENOTBLK,
	   "a character device is ENOTBLK");
	if (!mkfifo(other, 0600)) {
		ok(device_open(other, 0, &dev) == -ENOTBLK,
		   "a FIFO is ENOTBLK and does not block");
		unlink(other);
	}
	ok(!dev, "no device came of that");
}

static void whole_transfers(struct xfs_dev *dev)
{
	unsigned char *buf = xfs_env_io_alloc(SIZE);
	uint64_t i, wrong = 0;
	struct stat st;

	ok(!device_resize(dev, SIZE), "resize");
	is_u64(device_facts(dev)->size, SIZE, "the size is known");
	memset(buf, 0xaa, SIZE);
	ok(!xfs_env_write(dev, 0, buf, SIZE), "write all of it");
	ok(!xfs_env_zero(dev, 16, 65536), "zero 64 KiB");
	ok(!xfs_env_zero(dev, 3, 512), "zero a sector");
	ok(!xfs_env_flush(dev), "flush");
	ok(!xfs_env_read(dev, 0, buf, SIZE), "read all of it");
	for (i = 0; i < SIZE; i++) {
		bool zero = (i >= 8192 && i < 8192 + 65536) ||
			    (i >= 1536 && i < 2048);

		wrong += buf[i] != (zero ? 0 : 0xaa);
	}
	is_u64(wrong, 0, "zeroes where zeroed and nowhere else");
	ok(!xfs_env_zero(dev, 0, SIZE), "zero everything");
	ok(!xfs_env_read(dev, 0, buf, SIZE) && !buf[0] && !memcmp(buf, buf + 1, SIZE - 1),
	   "all of it reads as zeroes");
	ok(!fstat(device_fd(dev), &st) && st.st_blocks >= (blkcnt_t)(SIZE / 512),
	   "and the file keeps its blocks");
	ok(!xfs_env_zero(dev, 0, 0), "zero nothing");
	memset(buf, 0x55, SIZE);
	ok(!xfs_env_write(dev, 0, buf, SIZE), "write again");
	device_discard(dev, 0, SIZE);
	ok(!xfs_env_read(dev, 0, buf, 512) && buf[0] == 0x55 && buf[511] == 0x55,
	   "a file is not discarded");
	xfs_env_io_free(buf);
}

/* Zeroes where there are some already cost nothing; room set aside costs it all. */
static void allocation(void)
{
	struct xfs_dev *dev = open_ok(other, DEVICE_WRITE | DEVICE_CREATE), *second;
	char *buf = xfs_env_io_alloc(4096);
	struct stat st;

	ok(device_open("/tmp/u-device.none/none", DEVICE_WRITE | DEVICE_CREATE,
		       &second) == -ENOENT, "nothing is created in no folder");
	ok(!device_resize(dev, SIZE), "a sparse file");
	memset(buf, 0x66, 4096);
	ok(!xfs_env_write(dev, SIZE / 1024, buf, 4096), "with something in its middle");
	ok(!xfs_env_zero(dev, 0, SIZE), "zero everything");
	ok(!fstat(device_fd(dev), &st) && st.st_blocks < 64, "it is as sparse as before");
	ok(!xfs_env_read(dev, SIZE / 1024, buf, 4096) && !buf[0] && !buf[4095],
	   "and what stood there is gone");
	ok(!device_reserve(dev, 0, SIZE), "reserve all of it");
	ok(!fstat(device_fd(dev), &st) && st.st_blocks >= (blkcnt_t)(SIZE / 512),
	   "it has its blocks");
	ok(!xfs_env_zero(dev, 0, SIZE) && !fstat(device_fd(dev), &st) &&
	   st.st_blocks >= (blkcnt_t)(SIZE / 512), "which zeroing does not give back");
	ok(device_reserve(dev, SIZE - 512, 1024) == -ENXIO, "nothing beyond its end");
	xfs_env_io_free(buf);
	device_close(dev);
	unlink(other);
	ok(!symlink("nothing", other) &&
	   device_open(other, DEVICE_WRITE | DEVICE_CREATE, &second) == -EEXIST,
	   "nothing is created through a link");
	unlink(other);
}

static void bad_addresses(struct xfs_dev *dev)
{
	const xfs_daddr_t end = SIZE / BBSIZE;
	char *buf = xfs_env_io_alloc(8192), want[160];
	void *addr;

	ok(!xfs_env_read(dev, end - 1, buf, 512), "the last sector");
	ok(xfs_env_read(dev, end, buf, 512) == -ENXIO, "past the end");
	ok(xfs_env_read(dev, end - 1, buf, 1024) == -ENXIO, "across the end");
	snprintf(want, sizeof(want), "cannot read 1024 bytes at sector 8191 of "
		 "%s: the device ends at sector 8192", file);
	is_str(device_error(dev), want, "and the sentence says where");
	ok(xfs_env_write(dev, -1, buf, 512) == -ENXIO, "a negative address");
	ok(xfs_env_write(dev, INT64_MAX, buf, 512) == -ENXIO, "a huge address");
	ok(xfs_env_write(dev, INT64_MIN, buf, 512) == -ENXIO, "the smallest one");
	ok(xfs_env_write(dev, (xfs_daddr_t)1 << 55, buf, 512) == -ENXIO,
	   "an address whose byte offset would wrap to 0");
	ok(xfs_env_zero(dev, 8, UINT64_MAX - 511) == -ENXIO, "a huge length");
	ok(xfs_env_read(dev, 0, buf, 100) == -EINVAL, "part of a sector");
	snprintf(want, sizeof(want), "cannot read 100 bytes at sector 0 of %s: "
		 "not a whole number of 512-byte sectors", file);
	is_str(device_error(dev), want, "and the sentence says why");
	ok(xfs_env_map_pmem(dev, 0, 4096, &addr) == -EOPNOTSUPP,
	   "a file on an ordinary disk is not device memory");
	xfs_env_io_free(buf);
}

/* The file shrinks behind our back: a short read is EIO, never half a buffer. */
static void short_file(struct xfs_dev *dev)
{
	char *buf = xfs_env_io_alloc(4096), want[160];

	ok(!truncate(file, SIZE - 1000), "somebody shortens the file");
	ok(xfs_env_read(dev, SIZE / 512 - 8, buf, 4096) == -EIO, "a short read");
	snprintf(want, sizeof(want), "cannot read 4096 bytes at sector 8184 of "
		 "%s: it ended early", file);
	is_str(device_error(dev), want, "and its sentence");
	xfs_env_io_free(buf);
}

static void read_only(void)
{
	struct xfs_dev *dev = open_ok(file, 0);
	char *buf = xfs_env_io_alloc(4096);

	ok(xfs_env_write(dev, 0, buf, 512) == -EBADF, "no writing to read-only");
	ok(xfs_env_zero(dev, 0, 4096) == -EBADF, "nor zeroing");
	ok(strstr(device_error(dev), "cannot zero 4096 bytes at sector 0 of"),
	   "and the sentence says zero");
	ok(device_resize(dev, 0) == -EINVAL, "nor resizing");
	xfs_env_io_free(buf);
	ok(!device_close(dev), "close");
}

/* A file that may not grow: what a full disk looks like, without filling one. */
static void no_room(void)
{
	struct rlimit old, tiny;
	struct xfs_dev *dev = open_ok(other, DEVICE_WRITE | DEVICE_CREATE);
	char *buf = xfs_env_io_alloc(65536), want[160];

	ok(!device_resize(dev, SIZE), "a sparse file");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	tiny = old;
	tiny.rlim_cur = 20480;
	setrlimit(RLIMIT_FSIZE, &tiny);
	ok(!xfs_env_write(dev, 0, buf, 16384), "a write below the limit");
	is_u64(-xfs_env_write(dev, 32, buf, 65536), EFBIG,
	       "a write over the limit");
	ok(device_resize(dev, 2 * SIZE) == -EFBIG, "a resize over the limit");
	setrlimit(RLIMIT_FSIZE, &old);
	is_u64(device_facts(dev)->size, SIZE, "a failed resize changes nothing");
	snprintf(want, sizeof(want), "cannot set the size of %s: File too large",
		 other);
	is_str(device_error(dev), want, "and the sentence says so");
	ok(device_resize(dev, UINT64_MAX) == -EFBIG, "a size no file can have");
	xfs_env_io_free(buf);
	device_close(dev);
	unlink(other);
}

static void full_device(void)
{
	struct xfs_dev *dev;

	/* Never a file or a block device, so never opened, even for writing. */
	ok(device_open("/dev/full", DEVICE_WRITE | DEVICE_CREATE, &dev) == -ENOTBLK,
	   "/dev/full is refused");
}

/* One line of a command's output, "" when it fails. */
static void line_of(const char *command, char *line, size_t size)
{
	FILE *f = popen(command, "r");

	line[0] = '\0';
	if (f && fgets(line, size, f))
		line[strcspn(line, "\n")] = '\0';
	if (f && pclose(f))
		line[0] = '\0';
}

static void block_io(struct xfs_dev *dev)
{
	const struct device_facts *facts = device_facts(dev);
	unsigned char *buf = xfs_env_io_alloc(8192);

	ok(facts->block && !facts->readonly, "it is a block device");
	is_u64(facts->size, SIZE, "its size");
	is_u64(facts->lsectsize, 4096, "its sector");
	ok(facts->psectsize >= 4096, "its physical sector");
	memset(buf, 0x5a, 8192);
	ok(!xfs_env_write(dev, 8, buf, 8192), "direct write");
	ok(!xfs_env_zero(dev, 16, 4096), "zero");
	ok(!xfs_env_flush(dev), "flush");
	memset(buf, 0, 8192);
	ok(!xfs_env_read(dev, 8, buf, 8192), "direct read");
	ok(buf[0] == 0x5a && buf[4095] == 0x5a && !buf[4096] && !buf[8191],
	   "what was written and zeroed");
	ok(xfs_env_read(dev, 1, buf, 4096) == -EINVAL, "unaligned address");
	ok(xfs_env_read(dev, 8, buf, 512) == -EINVAL, "unaligned length");
	ok(xfs_env_read(dev, SIZE / 512, buf, 4096) == -ENXIO, "past the end");
	ok(device_resize(dev, 2 * SIZE) == -EINVAL, "it has its own size");
	device_discard(dev, 0, SIZE);
	ok(!xfs_env_read(dev, 8, buf, 4096) && !buf[0], "discarded");
	xfs_env_io_free(buf);
}

static void block_device(void)
{
	struct xfs_dev *dev, *second = NULL;
	char command[256], loop[64];

	ok(!truncate(file, SIZE), "a file for the loop device");
	snprintf(command, sizeof(command),
		 "losetup --sector-size 4096 --show -f %s 2>/dev/null", file);
	line_of(command, loop, sizeof(loop));
	if (!loop[0] || device_open(loop, DEVICE_WRITE | DEVICE_EXCL, &dev)) {
		ok(true, "block device # SKIP no loop device to be had here");
		goto out;
	}
	block_io(dev);
	ok(device_open(loop, DEVICE_WRITE | DEVICE_EXCL, &second) == -EBUSY,
	   "a second exclusive open is refused");
	device_close(dev);
out:
	if (loop[0]) {
		snprintf(command, sizeof(command), "losetup -d %s", loop);
		ok(!system(command), "the loop device is gone again");
	}
}

int main(void)
{
	struct xfs_dev *dev;

	if (!mkdtemp(dir))
		return 1;
	snprintf(file, sizeof(file), "%s/file", dir);
	snprintf(other, sizeof(other), "%s/other", dir);
	opening();
	dev = open_ok(file, DEVICE_WRITE | DEVICE_CREATE | DEVICE_EXCL);
	is_str(device_path(dev), file, "its path");
	ok(!device_facts(dev)->block, "it is a file");
	whole_transfers(dev);
	bad_addresses(dev);
	short_file(dev);
	ok(!device_close(dev), "close");
	read_only();
	allocation();
	no_room();
	full_device();
	block_device();
	unlink(file);
	rmdir(dir);
	return done();
}
