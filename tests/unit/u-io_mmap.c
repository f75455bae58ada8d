// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Mapped memory that is not there, or not allowed, ends a command and not the program;
 * parts of a mapping; the table of mappings as mappings come and go.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/command.h"
#include "io/mmap.h"
#include "io/open.h"
#include "io/sigbus.h"
#include "tests/unit/tap.h"

static size_t page;

struct loads {
	volatile uint8_t	*from;
	size_t			nr, step;
	volatile size_t		done;
	bool			store;
};

static void load(void *arg)
{
	struct loads *l = arg;

	for (l->done = 0; l->done < l->nr; l->done++) {
		if (l->store)
			l->from[l->done * l->step] = 1;
		else
			(void)l->from[l->done * l->step];
	}
}

/* Four pages of which the file has @there. */
static uint8_t *map_pages(size_t there, int prot)
{
	int fd = memfd_create("u-io_mmap", MFD_CLOEXEC);
	uint8_t *addr;

	if (fd < 0 || ftruncate(fd, (off_t)(there * page)) < 0)
		exit(1);
	addr = mmap(NULL, 4 * page, prot, MAP_SHARED, fd, 0);
	close(fd);
	if (addr == MAP_FAILED)
		exit(1);
	return addr;
}

static void test_guard(void)
{
	uint8_t *addr = map_pages(2, PROT_READ | PROT_WRITE);
	struct loads l = { .from = addr, .nr = 4, .step = page };
	struct io_fault fault;

	ok(io_sigbus_guard(addr, 2 * page, load, &(struct loads){ .from = addr, .nr = 2,
							       .step = page }, &fault),
	   "two pages that are there");
	ok(!io_sigbus_guard(addr, 4 * page, load, &l, &fault), "two more, beyond the end");
	is_u64(l.done, 2, "the first two were read");
	is_u64(fault.kind, IO_FAULT_NO_PAGE, "there was no page");
	is_u64((uint64_t)(fault.addr - addr), 2 * page, "where the file ends");
	l.from = addr + page + 100;
	l.step = 1;
	l.nr = 2 * page;
	ok(!io_sigbus_guard(addr + page + 100, 2 * page, load, &l, &fault), "byte by byte");
	is_u64(l.done, page - 100, "up to the last of the page");
	is_u64((uint64_t)(fault.addr - addr), 2 * page, "same place");
	munmap(addr, 4 * page);

	addr = map_pages(4, PROT_READ);
	l = (struct loads){ .from = addr + 10, .nr = 1, .step = 1, .store = true };
	ok(!io_sigbus_guard(addr + 10, 1, load, &l, &fault), "a store that is not allowed");
	is_u64(fault.kind, IO_FAULT_ACCESS, "is said to be that");
	is_u64((uint64_t)(fault.addr - addr), 10, "not before the range");
	munmap(addr, 4 * page);
}

/* A fault outside of the range is nobody's business here. */
static void test_elsewhere(void)
{
	uint8_t *addr = map_pages(1, PROT_READ);
	struct loads l = { .from = addr + 2 * page, .nr = 1, .step = 1 };
	struct io_fault fault;
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		io_sigbus_guard(addr, page, load, &l, &fault);
		_exit(0);
	}
	ok(pid > 0 && waitpid(pid, &status, 0) == pid && WIFSIGNALED(status),
	   "a fault elsewhere ends the program");
	munmap(addr, 4 * page);
}

static int run(struct io *io, const char *line)
{
	int error;

	fflush(stdout);
	error = io_run_line(io, line);
	return error;
}

static void test_table(void)
{
	char name[] = "/tmp/u-io_mmap.XXXXXX";
	struct io io = { .progname = "u-io_mmap" };
	char *words[2] = { NULL, NULL };
	struct io_args args = { .nr = 2, .words = words };
	struct io_span span;
	int fd = mkstemp(name);

	if (fd < 0 || ftruncate(fd, (off_t)(8 * page)) < 0 || io_file_open(&io, name, 0, 0)) {
		ok(false, "a file to map");
		return;
	}
	ok(run(&io, "mread") == -EINVAL, "nothing is mapped");
	ok(!run(&io, "mmap -rw 0 16k") && !run(&io, "mmap -r 16k 16k"), "two mappings");
	is_u64(io.nr_mappings, 2, "are in the table");
	is_u64(io.cur_mapping, 1, "the newest is current");
	is_u64((uint64_t)io.mappings[1].prot, PROT_READ, "with the access asked for");

	words[0] = "20480";
	words[1] = "12288";
	ok(!io_mapping_span(&io, &args, &span), "a range up to its end");
	is_u64((uint64_t)(span.addr - io.mappings[1].addr), 20480 - 4 * 4096, "begins in memory");
	is_u64(span.offset, 20480, "and in the file");
	words[1] = "12289";
	ok(io_mapping_span(&io, &args, &span) == -EINVAL, "one byte more is too much");
	words[0] = "16383";
	words[1] = "1";
	ok(io_mapping_span(&io, &args, &span) == -EINVAL, "one byte before as well");
	words[0] = "9223372036854775807";
	words[1] = "0";
	ok(io_mapping_span(&io, &args, &span) == -EINVAL, "and the greatest offset");
	args.nr = 0;
	ok(!io_mapping_span(&io, &args, &span) && span.len == 4 * 4096, "no words: all of it");

	ok(run(&io, "mwrite") == -EACCES, "a store into what may only be read");
	ok(!run(&io, "mmap 0") && io.cur_mapping == 0, "the first becomes current");
	ok(!run(&io, "mwrite -S 7 1 3") && io.mappings[0].addr[3] == 7 &&
	   io.mappings[0].addr[0] == 0 && io.mappings[0].addr[4] == 0, "three bytes are stored");
	ok(!ftruncate(fd, (off_t)page) && run(&io, "mread") == -EFAULT,
	   "the file became shorter than the mapping");
	ok(run(&io, "mread -r") == -EFAULT && run(&io, "mwrite 8k 4k") == -EFAULT,
	   "backwards, and for a store");
	ok(!run(&io, "munmap") && io.nr_mappings == 1 && io.cur_mapping == 0, "one is left");
	ok(!run(&io, "munmap") && io.nr_mappings == 0, "none is left");
	ok(run(&io, "munmap") == -EINVAL, "and no more can go");
	free(io.mappings);
	io_file_close(&io, 0);
	free(io.files);
	close(fd);
	unlink(name);
}

int main(void)
{
	page = (size_t)sysconf(_SC_PAGESIZE);
	test_guard();
	test_elsewhere();
	test_table();
	return done();
}
