// SPDX-License-Identifier: GPL-2.0-or-later
/* mmap, munmap, mremap, msync: the table of mappings and the commands over it. */

#include <stdio.h>

#include "io/mmap.h"

void io_mapping_print(const struct io *io, unsigned int index)
{
	const struct io_mapping *map = &io->mappings[index];
	uintptr_t start = (uintptr_t)map->addr;
	bool current = index == io->cur_mapping;

	printf("%c%03u%c 0x%jx - 0x%jx %c%c%c  %14s (%lld : %llu)\n",
	       current ? '[' : ' ', index, current ? ']' : ' ',
	       (uintmax_t)start, (uintmax_t)(start + map->length),
	       map->prot & PROT_READ ? 'r' : '-', map->prot & PROT_WRITE ? 'w' : '-',
	       map->prot & PROT_EXEC ? 'x' : '-', map->name, (long long)map->offset,
	       (unsigned long long)map->length);
}
