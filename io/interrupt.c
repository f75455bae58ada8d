// SPDX-License-Identifier: GPL-2.0-or-later
/* Remembers a signal until the running command and main() have seen to it. */

#include <signal.h>
#include <stddef.h>

#include "io/interrupt.h"
#include "io/io.h"

static volatile sig_atomic_t caught, held;

/* SIGTERM and SIGHUP stay once they came: they end the program, SIGINT may not. */
static void remember(int number)
{
	if (!caught || caught == SIGINT)
		caught = number;
	held = false;
}

void io_interrupt_catch(bool terminal)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = remember }, old;
	size_t i;

	/* No SA_RESTART: a system call that waits must return. */
	sigemptyset(&action.sa_mask);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (sigaction(numbers[i], NULL, &old))
			continue;
		if (old.sa_handler != SIG_IGN || (terminal && numbers[i] == SIGINT))
			sigaction(numbers[i], &action, NULL);
	}
}

int io_interrupt_signal(void)
{
	return caught;
}

bool io_interrupted(void)
{
	return caught && !held;
}

void io_interrupt_hold(void)
{
	held = true;
}

void io_interrupt_resume(void)
{
	held = false;
}

void io_interrupt_clear(void)
{
	if (caught == SIGINT)
		caught = 0;
}

void io_interrupt_raise(void)
{
	if (!caught)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}
