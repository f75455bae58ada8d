// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What several processes do to files that share blocks, all at once, each by its own seed:
 *
 *	guest-churn run FOLDER SEED PROCESSES OPERATIONS
 *				in FOLDER, which is made; OPERATIONS in each process, 0 for
 *				without end
 *	guest-churn check FOLDER
 *				are the files named on standard input what they were?
 *
 * Stores go through shared mappings, MAP_SYNC where that can be had.  Now and then a file is
 * sealed: cloned, stored to, synced, never touched again, and told of in a line
 * "sealed NAME SUM", which is what check reads.  The last line of run is
 * "done STORES SYNCED", the second of which are those to MAP_SYNC mappings.
 *
 * Exit status 0; 1 when check finds a file that is something else; 2 is an error.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#ifndef MAP_SYNC
#define MAP_SYNC 0x80000
#endif
#ifndef MAP_SHARED_VALIDATE
#define MAP_SHARED_VALIDATE 3
#endif

#define PAGE		4096u
#define GOLD_BYTES	(256u << 10)
#define NR_GOLD		4	/* images that all processes clone and store to */
#define NR_SLOTS	24	/* files of each process */
#define NR_NAMES	500	/* of empty files, so that a folder grows and shrinks */
#define MAX_PROCESSES	16
#define OPS_A_SEAL	20

struct worker {
	uint64_t	random;
	uint64_t	stores, synced;
	int		dir;
	unsigned int	nr, nr_sealed;
};

/* Summed up for all processes. */
static struct totals {
	uint64_t	stores, synced;
} *totals;

static int fail(const char *what)
{
	fprintf(stderr, "guest-churn: %s: %s\n", what, strerror(errno));
	return 2;
}

static unsigned int below(struct worker *w, unsigned int limit)
{
	w->random = w->random * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned int)(w->random >> 33) % limit;
}

struct name {
	char	text[32];
};

static struct name name_of(const char *format, unsigned int nr)
{
	struct name name;

	snprintf(name.text, sizeof(name.text), format, nr);
	return name;
}

static struct name any_slot(struct worker *w)
{
	return name_of("f%u", below(w, NR_SLOTS));
}

static struct name any_gold(struct worker *w)
{
	return name_of("../gold%u", below(w, NR_GOLD));
}

static struct name any_source(struct worker *w)
{
	return below(w, 2) ? any_gold(w) : any_slot(w);
}

/* Closes; the error that counts is the one before. */
static int ended(int fd, int error)
{
	int saved = errno;

	close(fd);
	errno = saved;
	return error;
}

/* --- mappings ----------------------------------------------------------------------------- */

static unsigned char *map(int fd, size_t len, bool *synced)
{
	unsigned char *p = mmap(NULL, len, PROT_READ | PROT_WRITE,
				MAP_SHARED_VALIDATE | MAP_SYNC, fd, 0);

	*synced = p != MAP_FAILED;
	if (p == MAP_FAILED && errno == EOPNOTSUPP)
		p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return p;
}

static int store_mapped(struct worker *w, int fd, unsigned int stores)
{
	unsigned char *p;
	struct stat st;
	bool synced;

	if (fstat(fd, &st))
		return -1;
	if (!st.st_size) {
		errno = ENODATA;
		return -1;
	}
	p = map(fd, st.st_size, &synced);
	if (p == MAP_FAILED)
		return -1;
	for (unsigned int i = 0; i < stores; i++)
		p[below(w, st.st_size)] = (unsigned char)below(w, 256);
	w->stores += stores;
	w->synced += synced ? stores : 0;
	if (!below(w, 4) && msync(p, st.st_size, MS_SYNC))
		return -1;
	return munmap(p, st.st_size);
}

static int store(struct worker *w, const char *name, unsigned int stores)
{
	int fd = openat(w->dir, name, O_RDWR);

	if (fd < 0)
		return -1;
	return ended(fd, store_mapped(w, fd, stores));
}

/* Like FNV-1a, over words. */
static int sum_file(int fd, uint64_t *sum)
{
	static uint64_t buf[8192];
	off_t pos = 0;
	ssize_t n;

	*sum = 14695981039346656037ull;
	while ((n = pread(fd, buf, sizeof(buf), pos)) > 0) {
		memset((char *)buf + n, 0, -n & 7);
		for (ssize_t i = 0; i < (n + 7) / 8; i++)
			*sum = (*sum ^ buf[i]) * 1099511628211ull;
		pos += n;
	}
	return n < 0 ? -1 : 0;
}

/* --- operations: 0, or -1 and errno ------------------------------------------------------- */

static int clone_to(struct worker *w, const char *from, const char *to)
{
	int src = openat(w->dir, from, O_RDONLY), dst, error;

	if (src < 0)
		return -1;
	dst = openat(w->dir, to, O_RDWR | O_CREAT | O_TRUNC, 0644);
	if (dst < 0)
		return ended(src, -1);
	error = ioctl(dst, FICLONE, src);
	return ended(src, ended(dst, error));
}

static int op_clone(struct worker *w)
{
	struct name from = any_gold(w), to = any_slot(w);

	return clone_to(w, from.text, to.text);
}

static int op_clone_other(struct worker *w)
{
	struct name from = name_of("../w%u/", below(w, w->nr + 1)), slot = any_slot(w);
	struct name to = any_slot(w);

	if (!strcmp(slot.text, to.text))
		return 0;
	strcat(from.text, slot.text);
	return clone_to(w, from.text, to.text);
}

static int op_clone_range(struct worker *w)
{
	struct name from = any_gold(w), to = any_slot(w);
	struct file_clone_range range = {
		.src_offset = below(w, GOLD_BYTES / PAGE / 2) * PAGE,
		.src_length = (1 + below(w, GOLD_BYTES / PAGE / 2)) * PAGE,
		.dest_offset = below(w, GOLD_BYTES / PAGE) * PAGE,
	};
	int src = openat(w->dir, from.text, O_RDONLY), dst, error;

	if (src < 0)
		return -1;
	dst = openat(w->dir, to.text, O_RDWR | O_CREAT, 0644);
	if (dst < 0)
		return ended(src, -1);
	range.src_fd = src;
	error = ioctl(dst, FICLONERANGE, &range);
	return ended(src, ended(dst, error));
}

static int op_store(struct worker *w)
{
	struct name name = any_slot(w);

	return store(w, name.text, 1 + below(w, 40));
}

static int op_store_gold(struct worker *w)
{
	struct name name = any_gold(w);

	return store(w, name.text, 1 + below(w, 8));
}

static int op_write(struct worker *w)
{
	static unsigned char buf[16 * PAGE];
	struct name name = any_slot(w);
	size_t len = 1 + below(w, sizeof(buf));
	int fd = openat(w->dir, name.text, O_RDWR | O_CREAT, 0644);

	if (fd < 0)
		return -1;
	memset(buf, (int)below(w, 256), len);
	return ended(fd, pwrite(fd, buf, len, below(w, GOLD_BYTES)) == (ssize_t)len ? 0 : -1);
}

static int op_cut(struct worker *w)
{
	static const int modes[] = {
		FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, FALLOC_FL_ZERO_RANGE,
		FALLOC_FL_UNSHARE_RANGE, FALLOC_FL_KEEP_SIZE,
	};
	struct name name = any_slot(w);
	int fd = openat(w->dir, name.text, O_RDWR), mode = (int)below(w, 5), error;
	off_t at = below(w, GOLD_BYTES), len = 1 + below(w, GOLD_BYTES / 4);

	if (fd < 0)
		return -1;
	error = mode < 4 ? fallocate(fd, modes[mode], at, len) : ftruncate(fd, at);
	return ended(fd, error);
}

static int op_unlink(struct worker *w)
{
	struct name name = any_slot(w);

	return unlinkat(w->dir, name.text, 0);
}

static int op_link(struct worker *w)
{
	struct name from = any_slot(w), to = name_of("l%u", below(w, NR_SLOTS));

	if (below(w, 3) == 0)
		return unlinkat(w->dir, to.text, 0);
	return linkat(w->dir, from.text, w->dir, to.text, 0);
}

static int op_rename(struct worker *w)
{
	struct name from = any_slot(w), to = any_slot(w);

	return renameat(w->dir, from.text, w->dir, to.text);
}

static int op_attr(struct worker *w)
{
	static char value[12000];
	struct name slot = any_slot(w), attr = name_of("user.a%u", below(w, 12));
	int fd = openat(w->dir, slot.text, O_RDONLY), error;

	if (fd < 0)
		return -1;
	memset(value, 'a' + (int)below(w, 26), sizeof(value));
	error = below(w, 3) ?
		fsetxattr(fd, attr.text, value, below(w, 1u << (4 + below(w, 10))), 0) :
		fremovexattr(fd, attr.text);
	return ended(fd, error);
}

static int op_names(struct worker *w)
{
	bool make = below(w, 2);

	for (unsigned int i = 0; i < 10; i++) {
		struct name name = name_of("a-name-like-others-%u", below(w, NR_NAMES));
		int error = make ? mknodat(w->dir, name.text, S_IFREG | 0600, 0) :
			    unlinkat(w->dir, name.text, 0);

		if (error && errno != EEXIST && errno != ENOENT)
			return -1;
	}
	return 0;
}

static int op_folder(struct worker *w)
{
	struct name folder = name_of("d%u", below(w, NR_SLOTS)), link = folder;

	strcat(link.text, "/link");
	if (!mkdirat(w->dir, folder.text, 0755))
		return symlinkat("../f0", w->dir, link.text);
	if (unlinkat(w->dir, link.text, 0))
		return -1;
	return unlinkat(w->dir, folder.text, AT_REMOVEDIR);
}

static int op_sync(struct worker *w)
{
	struct name name = any_slot(w);
	int fd = openat(w->dir, name.text, O_RDONLY);

	return fd < 0 ? -1 : ended(fd, fsync(fd));
}

static const struct operation {
	unsigned int	weight;
	int		(*run)(struct worker *w);
} operations[] = {
	{ 14, op_clone },	{ 6, op_clone_other },	{ 10, op_clone_range },
	{ 24, op_store },	{ 8, op_store_gold },	{ 8, op_write },
	{ 6, op_cut },		{ 5, op_unlink },	{ 4, op_link },
	{ 3, op_rename },	{ 6, op_attr },		{ 3, op_names },
	{ 2, op_folder },	{ 1, op_sync },
};

static const struct operation *any_operation(struct worker *w)
{
	const struct operation *op = operations;
	unsigned int at = below(w, 100);

	for (; at >= op->weight; op++)
		at -= op->weight;
	return op;
}

/* What a random name may meet. */
static bool expected(int error)
{
	return error == ENOENT || error == EEXIST || error == ENODATA;
}

/* --- a process ---------------------------------------------------------------------------- */

static int seal_file(struct worker *w, int fd, const char *name)
{
	char line[80];
	uint64_t sum;
	int len;

	if (store_mapped(w, fd, 16) || fsync(fd) || fsync(w->dir) || sum_file(fd, &sum))
		return -1;
	len = snprintf(line, sizeof(line), "sealed w%u/%s %016" PRIx64 "\n", w->nr, name, sum);
	return write(STDOUT_FILENO, line, len) == len ? 0 : -1;
}

static int seal(struct worker *w)
{
	struct name from = any_source(w), to = name_of("keep%u", w->nr_sealed);
	int fd;

	if (clone_to(w, from.text, to.text))
		return -1;
	w->nr_sealed++;
	fd = openat(w->dir, to.text, O_RDWR);
	return fd < 0 ? -1 : ended(fd, seal_file(w, fd, to.text));
}

static int work(struct worker *w, uint64_t ops)
{
	struct name folder = name_of("w%u", w->nr);

	if (mkdir(folder.text, 0755))
		return fail(folder.text);
	w->dir = open(folder.text, O_RDONLY | O_DIRECTORY);
	if (w->dir < 0)
		return fail(folder.text);
	for (uint64_t i = 1; !ops || i <= ops; i++) {
		if (any_operation(w)->run(w) && !expected(errno))
			return fail("an operation");
		if (i % OPS_A_SEAL == 0 && seal(w) && !expected(errno))
			return fail("a sealed file");
	}
	__atomic_add_fetch(&totals->stores, w->stores, __ATOMIC_RELAXED);
	__atomic_add_fetch(&totals->synced, w->synced, __ATOMIC_RELAXED);
	return 0;
}

static int make_gold(struct worker *w)
{
	static unsigned char buf[GOLD_BYTES];

	for (unsigned int i = 0; i < NR_GOLD; i++) {
		struct name name = name_of("gold%u", i);
		int fd = open(name.text, O_RDWR | O_CREAT | O_EXCL, 0644);

		for (size_t at = 0; at < sizeof(buf); at++)
			buf[at] = (unsigned char)below(w, 256);
		if (fd < 0 || pwrite(fd, buf, sizeof(buf), 0) != (ssize_t)sizeof(buf))
			return fail(name.text);
		close(fd);
	}
	return 0;
}

static int wait_all(unsigned int processes)
{
	int result = 0, status;

	for (unsigned int i = 0; i < processes; i++) {
		if (wait(&status) < 0)
			return fail("wait");
		if (WIFSIGNALED(status))
			fprintf(stderr, "guest-churn: a process ended by signal %d\n",
				WTERMSIG(status));
		if (status)
			result = 2;
	}
	return result;
}

static int cmd_run(char **arg)
{
	struct worker w = { .random = strtoull(arg[1], NULL, 0) };
	unsigned int processes = (unsigned int)strtoul(arg[2], NULL, 0);

	totals = mmap(NULL, sizeof(*totals), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (totals == MAP_FAILED || processes > MAX_PROCESSES ||
	    mkdir(arg[0], 0755) || chdir(arg[0]))
		return fail(arg[0]);
	if (make_gold(&w))
		return 2;
	for (w.nr = 0; w.nr < processes; w.nr++) {
		w.random = w.random * 31 + w.nr;
		switch (fork()) {
		case 0:
			exit(work(&w, strtoull(arg[3], NULL, 0)));
		case -1:
			return fail("fork");
		}
	}
	if (wait_all(processes))
		return 2;
	printf("done %" PRIu64 " %" PRIu64 "\n", totals->stores, totals->synced);
	return 0;
}

static int check_file(const char *name, uint64_t want)
{
	int fd = open(name, O_RDONLY);
	uint64_t sum;

	if (fd < 0 || sum_file(fd, &sum)) {
		printf("%s: %s\n", name, strerror(errno));
		return 1;
	}
	close(fd);
	if (sum != want)
		printf("%s: other contents\n", name);
	return sum != want;
}

static int cmd_check(char **arg)
{
	char line[256], name[200];
	uint64_t sum;
	int result = 0;

	if (chdir(arg[0]))
		return fail(arg[0]);
	while (fgets(line, sizeof(line), stdin))
		if (sscanf(line, "sealed %199s %" SCNx64, name, &sum) == 2)
			result |= check_file(name, sum);
	return result;
}

int main(int argc, char **argv)
{
	if (argc == 6 && !strcmp(argv[1], "run"))
		return cmd_run(argv + 2);
	if (argc == 3 && !strcmp(argv[1], "check"))
		return cmd_check(argv + 2);
	fprintf(stderr, "usage: guest-churn run FOLDER SEED PROCESSES OPERATIONS | check FOLDER\n");
	return 2;
}
