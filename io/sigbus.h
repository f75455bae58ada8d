// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Touching mapped memory that may not be there: the file may be shorter than the
 * mapping, the memory under it may have failed, the mapping may forbid the access.  The
 * signal for that becomes an answer here, and nowhere else.
 */
#ifndef IO_SIGBUS_H
#define IO_SIGBUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum io_fault_kind {
	IO_FAULT_NO_PAGE,	/* nothing behind the address: past the end, or no space */
	IO_FAULT_POISON,	/* the memory failed */
	IO_FAULT_ACCESS,	/* the mapping does not allow it */
};

struct io_fault {
	enum io_fault_kind	kind;
	const uint8_t		*addr;	/* of the page, or of the range if it begins later */
};

/*
 * Calls @touch(@arg), which may fault anywhere in [@addr, @addr + @len) and may hold
 * nothing that would need releasing.  False when it was cut short: @fault says why.
 * Faults elsewhere end the program as ever.  One call at a time.
 */
bool io_sigbus_guard(const uint8_t *addr, size_t len, void (*touch)(void *arg), void *arg,
		     struct io_fault *fault);

#endif /* IO_SIGBUS_H */
