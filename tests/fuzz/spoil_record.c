// SPDX-License-Identifier: GPL-2.0-or-later
/* A record of a tree's leaf taken out, doubled, or moved. */

#include <stdlib.h>
#include <string.h>

#include "libxfs/fs/checksum.h"
#include "tests/fuzz/spoil.h"

void spoil_record(struct spoil *s, int argc, char **argv)
{
	struct thing t = { 0 };
	uint8_t spare[64], *rec;
	unsigned int nr, n;

	if (argc < 4)
		die("an address is wanted");
	t.offset = BBTOB(strtoull(argv[3], NULL, 0));
	n = argc > 4 ? (unsigned int)strtoul(argv[4], NULL, 10) : 1;
	read_at(s, s->buf, s->geom.blocksize, t.offset);
	if (!recognize(s, &t))
		die("no block with a right checksum is there");
	nr = be16_to_cpu(*(const __be16 *)(s->buf + 6));
	rec = s->buf + t.rec_off + (n - 1) * t.rec_len;
	if (!t.rec_len || !n || n > nr || t.rec_off + nr * t.rec_len > t.length)
		die("no such record");
	if (!strcmp(argv[1], "double") && t.rec_off + (nr + 1) * t.rec_len > t.length)
		die("no room");
	if (!strcmp(argv[1], "delete")) {
		memmove(rec, rec + t.rec_len, (nr - n) * t.rec_len);
		put_unaligned_be16(nr - 1, s->buf + 6);
	} else if (!strcmp(argv[1], "double")) {
		memmove(rec + t.rec_len, rec, (nr - n + 1) * t.rec_len);
		put_unaligned_be16(nr + 1, s->buf + 6);
	} else {
		memcpy(spare, rec, t.rec_len);
		memmove(rec, rec + t.rec_len, t.rec_len);
		memcpy(rec + t.rec_len, spare, t.rec_len);
	}
	xfs_cksum_update(s->buf, t.length, t.crc_off);
	write_at(s, s->buf, t.length, t.offset);
}
