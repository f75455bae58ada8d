// SPDX-License-Identifier: GPL-2.0-or-later
/* Growing arrays; see array.h. */
#include <stdlib.h>

#include "common/array.h"

#define ROOM_MIN	16

void *array_grow(void *array, size_t *room, size_t nr, size_t size)
{
	size_t more = *room ? *room * 2 : ROOM_MIN;

	if (nr < *room)
		return array;
	if (more < *room)
		return NULL;
	array = reallocarray(array, more, size);
	if (array)
		*room = more;
	return array;
}
