// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fields changed by chance.  A field is 1 to 8 bytes, aligned, near the beginning as likely as
 * behind it; it becomes zero, all ones, one more, one less, random, another by a bit, or its
 * neighbour.  Most times the checksum is made right.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libxfs/fs/checksum.h"
#include "tests/fuzz/spoil.h"

static uint64_t get_field(const uint8_t *p, unsigned int width)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < width; i++)
		v = v << 8 | p[i];
	return v;
}

static void put_field(uint8_t *p, unsigned int width, uint64_t v)
{
	for (unsigned int i = width; i--; v >>= 8)
		p[i] = (uint8_t)v;
}

static const char *change(struct spoil *s, uint8_t *p, unsigned int width, uint64_t old)
{
	static const char *const names[] = {
		"zero", "ones", "plus", "minus", "random", "bit", "swap", "neighbour"
	};
	unsigned int how = below(s, 8);
	uint64_t next = get_field(p + width, width);

	switch (how) {
	case 0:	put_field(p, width, 0); break;
	case 1:	put_field(p, width, UINT64_MAX); break;
	case 2:	put_field(p, width, old + 1); break;
	case 3:	put_field(p, width, old - 1); break;
	case 4:	put_field(p, width, random_word(s)); break;
	case 5:	put_field(p, width, old ^ 1ULL << below(s, 8 * width)); break;
	case 6:
		put_field(p, width, next);
		put_field(p + width, width, old);
		break;
	default:
		put_field(p, width, next);
		break;
	}
	return names[how];
}

static bool touches(uint32_t at, uint32_t len, uint32_t field)
{
	return at < field + 4 && field < at + len;
}

static void spoil_one(struct spoil *s, int kind)
{
	const struct thing *t = choose(s, kind);
	unsigned int width;
	uint32_t used, at;
	const char *how = NULL;
	uint64_t old = 0;
	bool stamped;

	read_at(s, s->buf, t->length, t->offset);
	for (used = t->length; used > 64 && !s->buf[used - 1]; used--)
		continue;
	do {
		width = 1U << below(s, 4);
		at = below(s, below(s, 5) < 2 ? 128 : used) / width * width;
		/* A neighbour is needed, and a checksum is no field. */
		if (at + 2 * width > t->length || touches(at, 2 * width, t->crc_off))
			continue;
		old = get_field(s->buf + at, width);
		how = change(s, s->buf + at, width, old);
	} while (!how || old == get_field(s->buf + at, width));
	stamped = below(s, 8) > 0;
	if (stamped)
		xfs_cksum_update(s->buf, t->length, t->crc_off);
	write_at(s, s->buf, t->length, t->offset);
	printf("%s at byte %" PRIu64 ": %u bytes from %u on, %s: %#" PRIx64 " is %#" PRIx64 "%s\n",
	       kind_name[t->kind], t->offset, width, at, how, old, get_field(s->buf + at, width),
	       stamped ? "" : ", not stamped");
}

void spoil_random(struct spoil *s, int argc, char **argv)
{
	unsigned long count = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
	int kind = -1;

	if (argc < 4)
		die("a seed is wanted");
	s->state = strtoul(argv[3], NULL, 10) * 1000003;
	if (argc > 5)
		for (kind = 0; kind < KINDS && strcmp(kind_name[kind], argv[5]); kind++)
			continue;
	if (kind == KINDS)
		die("no such kind");
	while (count--)
		spoil_one(s, kind);
}
