// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Turns SIGBUS and SIGSEGV within a range of memory into an answer.
 *
 * A signal handler has no context pointer, so what it needs is static, here only.  The
 * signals stay unblocked (SA_NODEFER), so the jump need not restore a mask, and entering
 * the guard costs no system call but the four that set and reset the handlers.
 */

#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "io/sigbus.h"

static struct {
	sigjmp_buf	env;
	uintptr_t	start, end;
	struct io_fault	fault;
} guard;

static bool is_poison(const siginfo_t *info)
{
	return info->si_code == BUS_MCEERR_AR || info->si_code == BUS_MCEERR_AO;
}

/* Bytes that went with the address: a page, or what the kernel says of failed memory. */
static uintptr_t unit_of(int sig, const siginfo_t *info)
{
	if (sig == SIGBUS && is_poison(info) && info->si_addr_lsb > 0 && info->si_addr_lsb < 48)
		return (uintptr_t)1 << info->si_addr_lsb;
	return (uintptr_t)sysconf(_SC_PAGESIZE);
}

/* Does what was lost with @addr, @unit bytes around it, touch the range? */
static bool is_ours(uintptr_t addr, uintptr_t unit)
{
	addr &= ~(unit - 1);
	return addr < guard.end && (addr >= guard.start || guard.start - addr < unit);
}

static void caught(int sig, siginfo_t *info, void *context)
{
	uintptr_t addr = (uintptr_t)info->si_addr & ~((uintptr_t)sysconf(_SC_PAGESIZE) - 1);

	(void)context;
	if (!is_ours(addr, unit_of(sig, info))) {
		signal(sig, SIG_DFL);
		raise(sig);
		return;
	}
	guard.fault.addr = (const uint8_t *)(addr > guard.start ? addr : guard.start);
	guard.fault.kind = sig == SIGSEGV ? IO_FAULT_ACCESS :
			   is_poison(info) ? IO_FAULT_POISON : IO_FAULT_NO_PAGE;
	siglongjmp(guard.env, 1);
}

bool io_sigbus_guard(const uint8_t *addr, size_t len, void (*touch)(void *arg), void *arg,
		     struct io_fault *fault)
{
	struct sigaction act = { .sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_NODEFER };
	struct sigaction old_bus, old_segv;
	volatile bool whole = false;

	guard.start = (uintptr_t)addr;
	guard.end = guard.start + len;
	sigemptyset(&act.sa_mask);
	sigaction(SIGBUS, &act, &old_bus);
	sigaction(SIGSEGV, &act, &old_segv);
	if (!sigsetjmp(guard.env, 0)) {
		touch(arg);
		whole = true;
	} else {
		*fault = guard.fault;
	}
	sigaction(SIGSEGV, &old_segv, NULL);
	sigaction(SIGBUS, &old_bus, NULL);
	return whole;
}
