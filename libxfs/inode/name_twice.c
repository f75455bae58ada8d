// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finding names that are there twice.
 *
 * Equal names have equal hashes, but whoever wants to can give millions of names one hash.
 * So in each run of keys of one hash this is replaced by 32 bits of a stronger one and the
 * run sorted again, in place, a few times with different keys: what is neighbours then and
 * not of one name has collided in 128 bits.  Names of a hash of their own are not read.
 */
#include "libxfs/inode/name_twice.h"

#include "libxfs/env.h"
#include "libxfs/fs/siphash.h"

#define FIRST_ROOM	64
#define ROUNDS		4	/* of 32 bits */
#define SIP_KEY		0x6e616d6573747769ULL

static int list_grow(struct xfs_name_list *l)
{
	size_t room = l->room ? l->room + l->room / 4 : FIRST_ROOM;
	uint64_t *keys;

	if (room > SIZE_MAX / sizeof(*keys))
		return -ENOMEM;
	keys = xfs_env_alloc(room * sizeof(*keys));
	if (!keys)
		return -ENOMEM;
	if (l->nr)
		memcpy(keys, l->keys, l->nr * sizeof(*keys));
	xfs_env_free(l->keys);
	l->keys = keys;
	l->room = room;
	return 0;
}

int xfs_name_list_add(struct xfs_name_list *l, uint32_t hash, uint32_t place)
{
	int error = l->nr == l->room ? list_grow(l) : 0;

	if (!error)
		l->keys[l->nr++] = (uint64_t)hash << 32 | place;
	return error;
}

void xfs_name_list_free(struct xfs_name_list *l)
{
	xfs_env_free(l->keys);
	memset(l, 0, sizeof(*l));
}

/* ---- Sorting: a heap, in place, without recursion ---- */

static void sift_down(uint64_t *a, size_t root, size_t nr)
{
	uint64_t key = a[root];
	size_t child;

	while ((child = 2 * root + 1) < nr) {
		if (child + 1 < nr && a[child + 1] > a[child])
			child++;
		if (a[child] <= key)
			break;
		a[root] = a[child];
		root = child;
	}
	a[root] = key;
}

static void sort_keys(uint64_t *a, size_t nr)
{
	uint64_t last;
	size_t i;

	for (i = nr / 2; i-- > 0;)
		sift_down(a, i, nr);
	for (i = nr; i-- > 1;) {
		last = a[i];
		a[i] = a[0];
		a[0] = last;
		sift_down(a, 0, i);
	}
}

void xfs_name_list_sort(struct xfs_name_list *l)
{
	sort_keys(l->keys, l->nr);
}

size_t xfs_name_list_lower(const struct xfs_name_list *l, uint64_t key)
{
	size_t low = 0, high = l->nr, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (l->keys[mid] < key)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- Runs of one hash ---- */

static uint32_t strong_hash(const uint8_t *name, unsigned int len, unsigned int round)
{
	struct xfs_sip s;
	unsigned int i, part;
	uint64_t word, out[2];

	xfs_sip_start(&s, SIP_KEY, round);
	xfs_sip_word(&s, len);
	for (i = 0; i < len; i += part) {
		part = len - i < sizeof(word) ? len - i : sizeof(word);
		word = 0;
		memcpy(&word, name + i, part);
		xfs_sip_word(&s, word);
	}
	xfs_sip_end(&s, out);
	return out[0];
}

static int rehash(const struct xfs_name_twice *t, uint64_t *keys, size_t nr,
		  unsigned int round)
{
	uint8_t name[XFS_NAME_TWICE_MAX];
	unsigned int len;
	size_t i;
	int error = 0;

	for (i = 0; !error && i < nr; i++) {
		error = t->read(t->priv, (uint32_t)keys[i], name, &len);
		if (!error)
			keys[i] = (uint64_t)strong_hash(name, len, round) << 32 |
				  (uint32_t)keys[i];
	}
	sort_keys(keys, nr);
	return error;
}

static int compare(const struct xfs_name_twice *t, const uint64_t *keys, size_t nr)
{
	uint8_t name[2][XFS_NAME_TWICE_MAX];
	unsigned int len[2] = { 0 };
	size_t i;
	int error = 0;

	for (i = 0; !error && i < nr; i++) {
		error = t->read(t->priv, (uint32_t)keys[i], name[i % 2], &len[i % 2]);
		if (!error && len[0] && len[0] == len[1] && !memcmp(name[0], name[1], len[0]))
			error = t->tell(t->priv, (uint32_t)keys[i]);
	}
	return error;
}

static size_t run_end(const struct xfs_name_list *l, size_t from)
{
	size_t i = from + 1;

	while (i < l->nr && l->keys[i] >> 32 == l->keys[from] >> 32)
		i++;
	return i;
}

int xfs_name_list_twice(struct xfs_name_list *l, const struct xfs_name_twice *t)
{
	unsigned int round;
	size_t from, end;
	int error = 0;

	for (round = 0; round <= ROUNDS; round++)
		for (from = 0; !error && from < l->nr; from = end) {
			end = run_end(l, from);
			if (end - from < 2)
				continue;
			error = round == ROUNDS ?
				compare(t, l->keys + from, end - from) :
				rehash(t, l->keys + from, end - from, round);
		}
	return error;
}
