// SPDX-License-Identifier: GPL-2.0-or-later
/* The progress line: its words, silence where no terminal is, and a terminal left clean. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/progress.h"
#include "tests/unit/tap.h"

static void test_words(void)
{
	char text[160], small[8];

	progress_text("log", 0, 100, 0, text, sizeof(text));
	is_str(text, "log: 0 % done, 0:00 taken", "nothing done, nothing to go by");
	progress_text("log", 25, 100, 10, text, sizeof(text));
	is_str(text, "log: 25 % done, 0:10 taken, about 0:30 left", "a quarter");
	progress_text("log", 1, 3, 4000, text, sizeof(text));
	is_str(text, "log: 33 % done, 1:06:40 taken, about 2:13:20 left", "hours");
	progress_text("log", 100, 100, 61, text, sizeof(text));
	is_str(text, "log: 100 % done, 1:01 taken", "all");
	progress_text("log", 300, 100, 5, text, sizeof(text));
	is_str(text, "log: 100 % done, 0:05 taken", "never more than all");
	progress_text("log", 5, 0, 5, text, sizeof(text));
	is_str(text, "log: 0 % done, 0:05 taken", "of none");
	progress_text("log", UINT64_MAX / 2, UINT64_MAX, 8, text, sizeof(text));
	ok(strstr(text, " % done, 0:08 taken, about 0:08 left"), "half of very many");
	progress_text("log", 25, 100, 10, small, sizeof(small));
	is_str(small, "log: 25", "cut to its room");
}

static void test_file(void)
{
	FILE *f = tmpfile();
	struct progress *p = NULL;
	unsigned int i;

	ok(f && !progress_create(f, 0, &p), "on a file");
	progress_begin(p, "log", 1000);
	for (i = 0; i < 1000; i++)
		progress_add(p, 1);
	progress_clear(p);
	progress_end(p);
	progress_destroy(p);
	is_u64(ftell(f), 0, "nothing is said");

	ok(!progress_create(f, 1, &p), "with an interval");
	progress_begin(p, "log", 2);
	usleep(1100000);
	progress_add(p, 1);
	progress_add(p, 1);
	progress_destroy(p);
	ok(ftell(f) > 20 && ftell(f) < 60, "one line a second");
	fclose(f);
}

/* Everything the terminal behind @master was sent. */
static size_t received(int master, char *text, size_t size)
{
	ssize_t n = read(master, text, size - 1);

	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? n : 0;
}

static void test_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	struct progress *p = NULL;
	char text[1024];
	size_t len;
	FILE *f;

	if (master < 0 || grantpt(master) || unlockpt(master)) {
		ok(true, "a terminal # SKIP no pseudo-terminal here");
		return;
	}
	setenv("TERM", "vt100", 1);
	f = fopen(ptsname(master), "w");
	ok(f && !progress_create(f, 0, &p), "on a terminal");
	progress_begin(p, "log", 4);
	progress_add(p, 1);
	is_u64(received(master, text, sizeof(text)), 0, "not at once");
	usleep(250000);
	progress_set(p, 2);
	received(master, text, sizeof(text));
	ok(strstr(text, "\rlog: 50 % done") && !strchr(text, '\n'), "a line, later");
	progress_clear(p);
	len = received(master, text, sizeof(text));
	ok(len == 4 && !strcmp(text, "\r\033[K"), "wiped before others print");
	progress_end(p);
	is_u64(received(master, text, sizeof(text)), 0, "once");
	progress_add(p, 1);
	progress_destroy(p);
	fclose(f);

	setenv("TERM", "dumb", 1);
	f = fopen(ptsname(master), "w");
	ok(f && !progress_create(f, 0, &p), "on a terminal that cannot redraw");
	progress_begin(p, "log", 4);
	usleep(250000);
	progress_add(p, 1);
	progress_destroy(p);
	is_u64(received(master, text, sizeof(text)), 0, "nothing is said");
	fclose(f);
	close(master);
}

int main(void)
{
	test_words();
	test_file();
	test_terminal();
	progress_begin(NULL, "log", 1);
	progress_add(NULL, 1);
	progress_set(NULL, 1);
	progress_clear(NULL);
	progress_end(NULL);
	progress_destroy(NULL);
	ok(true, "none at all");
	return done();
}
