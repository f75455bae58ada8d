// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SipHash, with one round a word and three at the end, and 64 or 128 bits of output: a
 * function that nobody without the key can tell from random.  Takes whole words; what
 * is hashed under one key must not be the beginning of something else that is.
 *
 * All inline: as calls, which -O2 makes them, these keep the state in memory and are
 * three times as slow.
 */
#ifndef LIBXFS_FS_SIPHASH_H
#define LIBXFS_FS_SIPHASH_H

#include "libxfs/types.h"

#define xfs_sip_inline	static inline __attribute__((always_inline))

struct xfs_sip {
	uint64_t	v[4];
};

xfs_sip_inline uint64_t xfs_sip_rotate(uint64_t x, unsigned int bits)
{
	return x << bits | x >> (64 - bits);
}

xfs_sip_inline void xfs_sip_round(struct xfs_sip *s)
{
	s->v[0] += s->v[1];
	s->v[2] += s->v[3];
	s->v[1] = xfs_sip_rotate(s->v[1], 13) ^ s->v[0];
	s->v[3] = xfs_sip_rotate(s->v[3], 16) ^ s->v[2];
	s->v[0] = xfs_sip_rotate(s->v[0], 32);
	s->v[2] += s->v[1];
	s->v[0] += s->v[3];
	s->v[1] = xfs_sip_rotate(s->v[1], 17) ^ s->v[2];
	s->v[3] = xfs_sip_rotate(s->v[3], 21) ^ s->v[0];
	s->v[2] = xfs_sip_rotate(s->v[2], 32);
}

xfs_sip_inline void xfs_sip_start(struct xfs_sip *s, uint64_t k0, uint64_t k1)
{
	s->v[0] = k0 ^ 0x736f6d6570736575ULL;
	s->v[1] = k1 ^ 0x646f72616e646f6dULL ^ 0xee;
	s->v[2] = k0 ^ 0x6c7967656e657261ULL;
	s->v[3] = k1 ^ 0x7465646279746573ULL;
}

xfs_sip_inline void xfs_sip_word(struct xfs_sip *s, uint64_t word)
{
	s->v[3] ^= word;
	xfs_sip_round(s);
	s->v[0] ^= word;
}

xfs_sip_inline uint64_t xfs_sip_output(struct xfs_sip *s)
{
	xfs_sip_round(s);
	xfs_sip_round(s);
	xfs_sip_round(s);
	return s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

/* Ends it; 128 bits. */
xfs_sip_inline void xfs_sip_end(struct xfs_sip *s, uint64_t out[2])
{
	s->v[2] ^= 0xee;
	out[0] = xfs_sip_output(s);
	s->v[1] ^= 0xdd;
	out[1] = xfs_sip_output(s);
}

#endif /* LIBXFS_FS_SIPHASH_H */
