// SPDX-License-Identifier: GPL-2.0-or-later
/* An array on the heap that grows as it is filled. */
#ifndef COMMON_ARRAY_H
#define COMMON_ARRAY_H

#include <stddef.h>

/*
 * @array with room for one more behind its @nr elements of @size bytes: itself, or a copy twice
 * as large, whose *@room is updated.  The caller's to free() either way.  NULL: there is no
 * memory, and @array stands.
 */
void *array_grow(void *array, size_t *room, size_t nr, size_t size);

#endif /* COMMON_ARRAY_H */
