// SPDX-License-Identifier: GPL-2.0-or-later
/* The prompt, and lines from a pipe. */

#include <errno.h>
#include <histedit.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/command.h"
#include "io/interactive.h"
#include "io/interrupt.h"

#define HISTORY_LINES	1000

/* One line of @len bytes, its newline included; what is no text is not run. */
static void run_bytes(struct io *io, const char *line, size_t len)
{
	if (memchr(line, 0, len))
		io_fail(io, "a line with a null byte is no command");
	else
		io_run_line(io, line);
}

static void run_pipe(struct io *io)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while (!io->quit && !io_interrupted()) {
		errno = 0;
		len = getline(&line, &size, stdin);
		if (len < 0)
			break;
		run_bytes(io, line, len);
	}
	if (ferror(stdin) && !io_interrupted())
		io_fail_call(io, "standard input", errno ? -errno : -EIO);
	free(line);
}

static char *prompt(EditLine *el)
{
	char *text = NULL;

	el_get(el, EL_CLIENTDATA, &text);
	return text;
}

/* What editing needs beside the editor: its client data begins with the prompt. */
struct session {
	char		prompt[64];
	struct io	*io;
};

static void list_candidates(struct io *io, const char *line)
{
	char *common;
	unsigned int nr;

	putchar('\n');
	io_complete(io, line, stdout, &common, &nr);
	free(common);
	fflush(stdout);
}

/* The tab key: goes on as far as all candidates agree; where they part, lists them. */
static unsigned char complete(EditLine *el, int key)
{
	const LineInfo *info = el_line(el);
	char *line = strndup(info->buffer, info->cursor - info->buffer), *common = NULL;
	struct session *s = NULL;
	unsigned char answer = CC_ERROR;
	unsigned int nr = 0;

	el_get(el, EL_CLIENTDATA, &s);
	if (line)
		io_complete(s->io, line, NULL, &common, &nr);
	if (common && *common) {
		answer = el_insertstr(el, common) < 0 ? CC_ERROR : CC_REFRESH;
	} else if (nr > 1) {
		list_candidates(s->io, line);
		answer = CC_REDISPLAY;
	}
	free(common);
	free(line);
	return answer;
}

static EditLine *start_editor(struct session *s, History *history_list)
{
	EditLine *el = el_init("xfs_io", stdin, stdout, stderr);

	if (!el)
		return NULL;
	el_set(el, EL_CLIENTDATA, s);
	el_set(el, EL_PROMPT, prompt);
	el_set(el, EL_EDITOR, "emacs");
	el_set(el, EL_HIST, history, history_list);
	/* Its narrow form copies the two texts and forgets them. */
	el_wset(el, EL_ADDFN, L"xfs_io-complete", L"complete the word", complete);
	el_set(el, EL_BIND, "^I", "xfs_io-complete", NULL);
	el_set(el, EL_BIND, "^R", "em-inc-search-prev", NULL);
	/* ~/.editrc may say otherwise. */
	el_source(el, NULL);
	return el;
}

/* ^C at the prompt drops the line; true: go on. */
static bool was_cleared(EditLine *el)
{
	if (io_interrupt_signal() != SIGINT)
		return false;
	io_interrupt_clear();
	el_reset(el);
	putchar('\n');
	return true;
}

static void run_editor(struct io *io, EditLine *el, History *history_list)
{
	const char *line;
	HistEvent event;
	int len;

	while (!io->quit) {
		line = el_gets(el, &len);
		if (!line || len <= 0) {
			if (was_cleared(el))
				continue;
			putchar('\n');
			break;
		}
		if (line[strspn(line, " \t\r\n")])
			history(history_list, &event, H_ENTER, line);
		/* A ^C before the terminal was ready for the line meant nothing. */
		io_interrupt_clear();
		run_bytes(io, line, len);
		io_interrupt_clear();
	}
}

static int run_terminal(struct io *io)
{
	struct session s = { .io = io };
	History *history_list = history_init();
	EditLine *el = history_list ? start_editor(&s, history_list) : NULL;
	HistEvent event;

	if (el) {
		io_interrupt_catch(true);
		snprintf(s.prompt, sizeof(s.prompt), "%s> ", io->progname);
		history(history_list, &event, H_SETSIZE, HISTORY_LINES);
		history(history_list, &event, H_SETUNIQUE, 1);
		run_editor(io, el, history_list);
		el_end(el);
	}
	if (history_list)
		history_end(history_list);
	return el ? 0 : -ENOMEM;
}

void io_interactive(struct io *io)
{
	/* Without an editor there are still lines. */
	if (!isatty(STDIN_FILENO) || run_terminal(io))
		run_pipe(io);
}
