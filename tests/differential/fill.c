// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fills a mounted filesystem with one of everything: fill DIRECTORY [SEED [SCALE [full]]]
 *
 * Directories, attributes, symlinks and extent maps of every format; links, special files,
 * strange and colliding names; clones that were rewritten, dedupe, hints, holes, unwritten
 * extents; then SCALE thousand random operations (1), the same for the same seed (1).  The
 * names of the fixed part are known to tests/differential/repair-damage.
 *
 * With "full", what is left is then cut into pieces and used up, by which sparse chunks of
 * inodes come about.  What the filesystem does not offer (sharing, an exchange of names) is
 * left out; any other error ends the program.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

/* falloc.h may be older than what it names. */
#define FALLOC_KEEP_SIZE	0x01
#define FALLOC_PUNCH_HOLE	0x02
#define FALLOC_COLLAPSE		0x08
#define FALLOC_ZERO		0x10
#define FALLOC_INSERT		0x20
#define FALLOC_UNSHARE		0x40

static uint64_t state;
static unsigned int blocksize;
static char page[65536];		/* values of attributes */
static const char zeros[65536];	/* files: images are copied with holes in them */

static void die(const char *what)
{
	fprintf(stderr, "fill: %s: %s\n", what, strerror(errno));
	exit(1);
}

static unsigned int random_below(unsigned int limit)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned int)(state >> 33) % limit;
}

__attribute__((format(printf, 1, 2)))
static const char *path(const char *fmt, ...)
{
	static char ring[8][PATH_MAX];
	static unsigned int next;
	char *p = ring[next++ % 8];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p, PATH_MAX, fmt, ap);
	va_end(ap);
	return p;
}

static void make_dir(const char *name)
{
	if (mkdir(name, 0755) && errno != EEXIST)
		die(name);
}

static int open_file(const char *name)
{
	int fd = open(name, O_RDWR | O_CREAT, 0644);

	if (fd < 0)
		die(name);
	return fd;
}

static void write_at(int fd, uint64_t pos, size_t len)
{
	while (len) {
		size_t piece = len < sizeof(zeros) ? len : sizeof(zeros);
		ssize_t n = pwrite(fd, zeros, piece, (off_t)pos);

		if (n <= 0)
			die("write");
		pos += (size_t)n;
		len -= (size_t)n;
	}
}

static void make_file(const char *name, size_t len)
{
	int fd = open_file(name);

	write_at(fd, 0, len);
	close(fd);
}

/* What the filesystem cannot do is not done. */
static int allocate(int fd, int how, uint64_t pos, uint64_t len)
{
	if (!fallocate(fd, how, (off_t)pos, (off_t)len))
		return 0;
	if (errno == EOPNOTSUPP || errno == EINVAL)
		return -1;
	die("fallocate");
	return -1;
}

static int clone_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY), out = open_file(to), error;

	if (in < 0)
		die(from);
	error = ioctl(out, FICLONE, in);
	if (error && errno != EOPNOTSUPP && errno != EINVAL)
		die(to);
	close(in);
	close(out);
	if (error)
		unlink(to);
	return error;
}

static void set_attr(const char *name, const char *attr, size_t len)
{
	if (lsetxattr(name, attr, page, len, 0))
		die(attr);
}

/* --- names --- */

static void many_names(const char *dir, unsigned int nr, unsigned int len)
{
	make_dir(dir);
	for (unsigned int i = 0; i < nr; i++)
		make_file(path("%s/%s%0*u", dir, i % 3 ? "f" : "some-", (int)len, i), i % 16 ? 0 : 10);
}

static void strange_names(void)
{
	char name[256];

	make_dir("names");
	for (int c = 1; c < 256; c++) {
		if (c == '/' || c == '.')
			continue;
		make_file(path("names/%c", c), 0);
		if (c % 8 == 0)
			make_dir(path("names/%c%c%c", c, 255 - c == '/' ? 1 : 255 - c, '\n'));
	}
	for (int len = 2; len < 256; len += 11) {
		memset(name, 'a' + len % 26, sizeof(name));
		name[len] = 0;
		make_file(path("names/%s", name), 0);
	}
}

/* Bit 0 of the third character of four is bit 7 of the fourth in the hash of names. */
static void colliding_names(unsigned int bits)
{
	char name[64];

	make_dir("collide");
	for (unsigned int n = 0; n < 1U << bits; n++) {
		for (unsigned int i = 0; i < bits; i++) {
			memcpy(name + i * 4, "abcd", 5);
			if (n & 1U << i) {
				name[i * 4 + 2] ^= 1;
				name[i * 4 + 3] = (char)(name[i * 4 + 3] ^ 0x80);
			}
		}
		make_file(path("collide/%s", name), 0);
	}
}

static void directories(void)
{
	char deep[512] = "deep";

	make_dir("short");
	make_file("short/one", 1000);
	make_file("short/two", 5000);
	make_dir("short/sub");
	make_file("short/sub/file", 1);
	many_names("block", 40, 10);
	many_names("leaf", 300, 8);
	many_names("node", 4000, 14);
	many_names("emptied", 2500, 12);
	for (unsigned int i = 0; i < 2500; i++)
		if (i != 1777 && unlink(path("emptied/%s%012u", i % 3 ? "f" : "some-", i)))
			die("emptied");
	/* One block again, and data blocks with holes between. */
	many_names("thinned", 1500, 12);
	for (unsigned int i = 0; i < 1500; i++)
		if (i % 300 > 40 && unlink(path("thinned/%s%012u", i % 3 ? "f" : "some-", i)))
			die("thinned");
	make_dir(deep);
	for (unsigned int i = 0; i < 60; i++) {
		snprintf(deep + strlen(deep), 8, "/d%u", i % 10);
		make_dir(deep);
	}
	make_file(path("%s/bottom", deep), 1);
	make_dir("wide");
	for (unsigned int i = 0; i < 200; i++)
		make_dir(path("wide/%u", i));
	strange_names();
	colliding_names(9);
}

static void links(void)
{
	make_dir("links");
	make_file("links/two", 0);
	if (link("links/two", "links/two.b") || link("links/two", "short/link"))
		die("link");
	make_file("links/many", 3000);
	for (unsigned int i = 0; i < 500; i++)
		if (link("links/many", path("links/many-%u", i)))
			die("link");
	for (unsigned int i = 0; i < 500; i += 3)
		if (rename(path("links/many-%u", i), path("wide/%u/again", i % 200)))
			die("rename");
	make_dir("links/away");
	make_dir("links/away/child");
	if (rename("links/away/child", "links/child"))
		die("rename");
	if (syscall(316 /* renameat2 */, AT_FDCWD, "links/child", AT_FDCWD, "links/two.b",
		    RENAME_EXCHANGE) && errno != EINVAL && errno != ENOSYS)
		die("renameat2");
}

static void special(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX, .sun_path = "special/socket" };
	int fd;

	make_dir("special");
	if (mkfifo("special/fifo", 0600) || mknod("special/null", S_IFCHR | 0666, makedev(1, 3)) ||
	    mknod("special/disk", S_IFBLK | 0600, makedev(200, 70000)))
		die("mknod");
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sun, sizeof(sun)))
		die("socket");
	close(fd);
	for (unsigned int i = 0; i < 4; i++)
		set_attr(path("special/%s", (const char *[]){ "fifo", "null", "disk", "socket" }[i]),
			 "trusted.special", 20 * i);
	fd = open("special", O_TMPFILE | O_RDWR, 0600);
	if (fd < 0)
		die("O_TMPFILE");
	write_at(fd, 0, 100000);
	if (linkat(AT_FDCWD, path("/proc/self/fd/%d", fd), AT_FDCWD, "special/late", AT_SYMLINK_FOLLOW))
		die("linkat");
	close(fd);
}

static void symlinks(void)
{
	static const unsigned int lengths[] = { 1, 20, 100, 300, 336, 337, 500, 800, 1000, 1023 };
	char target[1024];

	make_dir("sym");
	for (unsigned int i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		memset(target, 'x', sizeof(target));
		target[lengths[i]] = 0;
		if (symlink(target, path("sym/%u", lengths[i])))
			die("symlink");
		set_attr(path("sym/%u", lengths[i]), "trusted.link", i % 2 ? 10 : 200);
	}
}

/* --- attributes --- */

static void attributes(void)
{
	static const unsigned int lengths[] = { 0, 1, 300, 3000, 4041, 4096, 20000, 65535, 65536 };
	/* An access list: owner, user 1000, group, mask, other. */
	static const uint8_t acl[] = { 2, 0, 0, 0,
		1, 0, 6, 0, 255, 255, 255, 255, 2, 0, 4, 0, 232, 3, 0, 0,
		4, 0, 4, 0, 255, 255, 255, 255, 16, 0, 6, 0, 255, 255, 255, 255,
		32, 0, 4, 0, 255, 255, 255, 255 };

	make_dir("attr");
	make_file("attr/short", 10);
	set_attr("attr/short", "user.one", 10);
	set_attr("attr/short", "security.two", 3);
	make_file("attr/leaf", 10);
	for (unsigned int i = 0; i < 12; i++)
		set_attr("attr/leaf", path("user.name-%u", i), 20 + 10 * i);
	make_file("attr/node", 10);
	for (unsigned int i = 0; i < 300; i++)
		set_attr("attr/node", path("user.long-name-of-an-attribute-%u", i), 200);
	for (unsigned int i = 0; i < 300; i += 7)
		if (removexattr("attr/node", path("user.long-name-of-an-attribute-%u", i)))
			die("removexattr");
	make_file("attr/remote", 10);
	for (unsigned int i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		set_attr("attr/remote", path("trusted.%u", lengths[i]), lengths[i]);
	make_file("attr/large", 0);
	for (unsigned int i = 0; i < 40; i++)
		set_attr("attr/large", path("user.large-%u", i), i * 331 % 9000);
	make_file("attr/gone", 100);
	for (unsigned int round = 0; round < 2; round++)
		for (unsigned int i = 0; i < 60; i++)
			if (!round)
				set_attr("attr/gone", path("user.%u", i), 500);
			else if (removexattr("attr/gone", path("user.%u", i)))
				die("removexattr");
	make_dir("attr/dir");
	set_attr("attr/dir", "user.of-a-directory", 5000);
	make_file("attr/acl", 10);
	if (setxattr("attr/acl", "system.posix_acl_access", acl, sizeof(acl), 0) ||
	    setxattr("attr/dir", "system.posix_acl_default", acl, sizeof(acl), 0))
		die("posix_acl");
	make_file("attr/dir/inherits", 10);
	make_file("attr/collide", 0);
	for (unsigned int n = 0; n < 8; n++) {
		char name[] = "user.abcdabcdabcd";

		for (unsigned int i = 0; i < 3; i++)
			if (n & 1U << i) {
				name[5 + i * 4 + 2] ^= 1;
				name[5 + i * 4 + 3] = (char)(name[5 + i * 4 + 3] ^ 0x80);
			}
		set_attr("attr/collide", name, n);
	}
}

/* --- maps --- */

static void maps(void)
{
	uint64_t b = blocksize;
	int fd;

	make_dir("map");
	fd = open_file("map/deep");	/* extents enough for nodes above the leaves */
	for (unsigned int i = 0, nr = (blocksize > 4096 ? 24 << 20 : 6000 * b) / b; i < nr; i++)
		write_at(fd, 2 * b * (nr - 1 - i), 1);
	close(fd);
	fd = open_file("map/tree");
	for (unsigned int i = 0; i < 400; i++)
		write_at(fd, 3 * b * i, b);
	close(fd);
	fd = open_file("map/list");
	for (unsigned int i = 0; i < 6; i++)
		write_at(fd, 5 * b * i, 2 * b);
	close(fd);
	fd = open_file("map/unwritten");
	allocate(fd, 0, 0, 400 * b);
	for (unsigned int i = 0; i < 400; i += 8)
		write_at(fd, i * b, b);
	close(fd);
	fd = open_file("map/beyond");
	allocate(fd, FALLOC_KEEP_SIZE, 0, 64 * b);
	write_at(fd, 0, 3);
	close(fd);
	fd = open_file("map/far");
	write_at(fd, 1ULL << 40, 1);
	write_at(fd, 7ULL << 50, 1);
	close(fd);
	fd = open_file("map/shifted");
	write_at(fd, 0, 64 * b);
	fsync(fd);
	allocate(fd, FALLOC_PUNCH_HOLE | FALLOC_KEEP_SIZE, 4 * b, 3 * b);
	allocate(fd, FALLOC_COLLAPSE, 16 * b, 2 * b);
	allocate(fd, FALLOC_INSERT, 30 * b, 5 * b);
	allocate(fd, FALLOC_ZERO, 40 * b, 5 * b);
	close(fd);
	make_file("map/whole", 1 << 20);
	make_file("map/empty", 0);
	fd = open_file("map/hole");
	if (ftruncate(fd, 1 << 30))
		die("truncate");
	close(fd);
}

/* --- sharing --- */

static void rewrite(const char *name, unsigned int nr, unsigned int blocks)
{
	int fd = open_file(name);

	for (unsigned int i = 0; i < nr; i++)
		write_at(fd, (uint64_t)random_below(blocks) * blocksize, blocksize);
	close(fd);
}

static void dedupe(const char *a, const char *b)
{
	struct {
		struct file_dedupe_range head;
		struct file_dedupe_range_info info;
	} arg = { .head = { .src_length = 64 * blocksize, .dest_count = 1 } };
	int from, to;

	make_file(a, 64 * blocksize);
	make_file(b, 64 * blocksize);
	from = open_file(a);
	to = open_file(b);
	fsync(from);
	fsync(to);
	arg.info.dest_fd = to;
	if (ioctl(from, FIDEDUPERANGE, &arg))
		die("dedupe");
	close(from);
	close(to);
}

static void sharing(void)
{
	struct file_clone_range range = { .src_length = 0 };
	int fd;

	make_dir("share");
	make_file("share/base", 128 * blocksize);
	if (clone_file("share/base", "share/clone")) {
		puts("no sharing");
		return;
	}
	make_file("share/lone", 5 * blocksize);
	for (unsigned int i = 0; i < 300; i++) {
		clone_file("share/base", path("share/c%u", i));
		if (i % 4 == 0)
			rewrite(path("share/c%u", i), 5, 128);
	}
	for (unsigned int i = 0; i < 300; i += 10)
		if (unlink(path("share/c%u", i)))
			die("unlink");
	rewrite("share/base", 20, 128);
	fd = open_file("share/c1");
	allocate(fd, FALLOC_PUNCH_HOLE | FALLOC_KEEP_SIZE, 10 * blocksize, 7 * blocksize);
	allocate(fd, FALLOC_UNSHARE, 40 * blocksize, 7 * blocksize);
	if (ftruncate(fd, 100 * (off_t)blocksize + 77))
		die("truncate");
	close(fd);
	dedupe("share/same", "share/same.b");
	/* A file that shares with itself, and pieces in another order. */
	fd = open_file("share/self");
	write_at(fd, 0, 16 * blocksize);
	fsync(fd);
	range.src_fd = fd;
	range.src_length = 8 * blocksize;
	for (unsigned int i = 1; i < 20; i++) {
		range.dest_offset = (uint64_t)i * 16 * blocksize;
		if (ioctl(fd, FICLONERANGE, &range))
			die("clone range");
	}
	close(fd);
	clone_file("map/tree", "share/tree");
	rewrite("share/tree", 60, 1200);
	clone_file("share/tree", "share/tree.b");
	clone_file("map/unwritten", "share/unwritten");
	clone_file("map/shifted", "share/shifted");
	make_file("share/flagged", 3 * blocksize);	/* flag without sharing */
	clone_file("share/flagged", "share/flagged.b");
	unlink("share/flagged.b");
}

/* --- hints, flags, times --- */

static void set_flags(const char *name, uint32_t flags, uint32_t extsize, uint32_t cowextsize,
		      uint32_t project)
{
	struct fsxattr fsx = { 0 };
	int fd = open(name, O_RDONLY);

	if (fd < 0 || ioctl(fd, FS_IOC_FSGETXATTR, &fsx))
		die(name);
	fsx.fsx_xflags |= flags;
	fsx.fsx_extsize = extsize;
	fsx.fsx_cowextsize = cowextsize;
	fsx.fsx_projid = project;
	if (ioctl(fd, FS_IOC_FSSETXATTR, &fsx) && errno != EINVAL && errno != EOPNOTSUPP)
		die(name);
	close(fd);
}

static void hints(void)
{
	static const struct timespec old[2] = { { -2000000000, 5 }, { -1, 999999999 } };
	static const struct timespec late[2] = { { 4000000000LL, 0 }, { 7000000000LL, 1 } };

	make_dir("hint");
	make_dir("hint/inherits");
	set_flags("hint/inherits", FS_XFLAG_EXTSZINHERIT | FS_XFLAG_COWEXTSIZE | FS_XFLAG_DAX |
		  FS_XFLAG_PROJINHERIT | FS_XFLAG_NODUMP, 16 * blocksize, 32 * blocksize, 4711);
	make_file("hint/inherits/file", 100000);
	make_dir("hint/inherits/dir");
	make_file("hint/extsize", 0);
	set_flags("hint/extsize", FS_XFLAG_EXTSIZE, 32 * blocksize, 0, 0);
	make_file("hint/extsize", 10000);
	make_file("hint/cowextsize", 0);
	set_flags("hint/cowextsize", FS_XFLAG_COWEXTSIZE, 0, 64 * blocksize, 0);
	make_file("hint/cowextsize", 200000);
	if (!clone_file("hint/cowextsize", "hint/cowclone"))
		rewrite("hint/cowextsize", 3, 20);
	make_file("hint/dax", 0);
	set_flags("hint/dax", FS_XFLAG_DAX, 0, 0, 0);
	make_file("hint/dax", 50000);
	make_dir("hint/inherits/links");
	if (symlink("nowhere", "hint/inherits/links/sym") ||
	    mkfifo("hint/inherits/links/fifo", 0600))
		die("inherits");
	make_file("hint/flags", 10);
	set_flags("hint/flags", FS_XFLAG_SYNC | FS_XFLAG_NOATIME | FS_XFLAG_NODUMP |
		  FS_XFLAG_NODEFRAG, 0, 0, 77);
	make_file("hint/old", 0);
	make_file("hint/late", 0);
	if (utimensat(AT_FDCWD, "hint/old", old, 0) || utimensat(AT_FDCWD, "hint/late", late, 0))
		die("utimensat");
	make_file("hint/immutable", 10);
	set_flags("hint/immutable", FS_XFLAG_IMMUTABLE, 0, 0, 0);
}

/* --- random operations --- */

static void random_op(unsigned int nr)
{
	const char *file = path("random/d%u/f%u", random_below(8), random_below(nr));
	const char *other = path("random/d%u/f%u", random_below(8), random_below(nr));
	int fd;

	switch (random_below(12)) {
	case 0:
		unlink(file);
		break;
	case 1:
		rename(file, other);
		break;
	case 2:
		link(file, other);
		break;
	case 3:
		lsetxattr(file, path("user.r%u", random_below(40)), page, random_below(900), 0);
		break;
	case 4:
		lremovexattr(file, path("user.r%u", random_below(40)));
		break;
	case 5:
		truncate(file, random_below(40 * blocksize));
		break;
	case 6:
		clone_file(access(file, F_OK) ? "map/list" : file, path("%s-clone", other));
		break;
	case 7:
		if (mkdir(path("%s-dir", file), 0700) && errno == EEXIST)
			rename(path("%s-dir", file), path("%s-dir", other));
		break;
	case 8:
		rmdir(path("%s-dir", file));
		break;
	default:
		fd = open_file(file);
		if (random_below(3))
			write_at(fd, random_below(40 * blocksize), random_below(9 * blocksize));
		else
			allocate(fd, random_below(2) ? 0 : FALLOC_PUNCH_HOLE | FALLOC_KEEP_SIZE,
				 random_below(40 * blocksize), 1 + random_below(9 * blocksize));
		close(fd);
	}
}

static void random_part(unsigned int nr)
{
	make_dir("random");
	for (unsigned int i = 0; i < 8; i++)
		make_dir(path("random/d%u", i));
	for (unsigned int i = 0; i < nr; i++)
		random_op(20 + nr / 20);
}

/* --- no space left --- */

static int use_up(const char *dir, unsigned int *nr, size_t len)
{
	int fd;

	for (; *nr < 1000000; ++*nr) {
		fd = open(path("%s/%u", dir, *nr), O_RDWR | O_CREAT, 0644);
		if (fd < 0 || (len && pwrite(fd, zeros, len, 0) != (ssize_t)len)) {
			if (errno != ENOSPC)
				die(dir);
			if (fd >= 0)
				close(fd);
			return 0;
		}
		close(fd);
	}
	return -1;
}

static void full_part(void)
{
	unsigned int nr = 0, small = 0;

	make_dir("full");
	make_dir("full/blocks");
	make_dir("full/inodes");
	if (use_up("full/blocks", &nr, blocksize))
		die("full");
	sync();
	for (unsigned int i = 0; i < nr; i += 3)
		if (unlink(path("full/blocks/%u", i)))
			die("full/blocks");
	sync();
	use_up("full/inodes", &small, 0);
	sync();
	for (unsigned int i = 0; i < small; i += 5)
		if (unlink(path("full/inodes/%u", i)))
			die("full/inodes");
}

int main(int argc, char **argv)
{
	unsigned int seed = argc > 2 ? (unsigned int)strtoul(argv[2], NULL, 10) : 1;
	unsigned int scale = argc > 3 ? (unsigned int)strtoul(argv[3], NULL, 10) : 1;
	struct statvfs st;

	if (argc < 2 || chdir(argv[1]) || statvfs(".", &st))
		die(argc < 2 ? "usage: fill DIRECTORY [SEED [SCALE [full]]]" : argv[1]);
	umask(0);
	blocksize = (unsigned int)st.f_bsize;
	state = seed * 2654435761ULL + 1;
	memset(page, 'p', sizeof(page));
	directories();
	links();
	special();
	symlinks();
	attributes();
	maps();
	sharing();
	hints();
	random_part(scale * 1000);
	if (argc > 4 && !strcmp(argv[4], "full"))
		full_part();
	return 0;
}
