// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A recorded sequence of changes to files, as faultio.so writes it and replay reads
 * it: this header, followed by len bytes where op is TRACE_WRITE.
 */
#ifndef TESTS_FAULT_TRACE_H
#define TESTS_FAULT_TRACE_H

#include <stdint.h>

enum trace_op {
	TRACE_WRITE	= 'W',
	TRACE_ZERO	= 'Z',
	TRACE_RESIZE	= 'T',	/* to len bytes */
	TRACE_FLUSH	= 'F',	/* everything before is durable */
};

#define TRACE_FILES	4

struct trace_record {
	uint32_t	op;
	uint32_t	file;	/* which of FAULTIO_FILES */
	uint64_t	off;
	uint64_t	len;
};

#endif /* TESTS_FAULT_TRACE_H */
