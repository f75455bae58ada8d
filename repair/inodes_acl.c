// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Access control lists.  Kernels write only lists that acl(5) calls valid, and refuse to
 * read or to set others: the owner, the group and all others once, a mask at most once, and
 * once if users or groups are named.
 */
#include <string.h>

#include "repair/inodes_acl.h"

#define ACL_ENTRY_SIZE	12U
#define ACL_MAX_ENTRIES	((XFS_XATTR_SIZE_MAX - 4) / ACL_ENTRY_SIZE)

enum {
	ACL_USER_OBJ	= 1 << 0,
	ACL_USER	= 1 << 1,
	ACL_GROUP_OBJ	= 1 << 2,
	ACL_GROUP	= 1 << 3,
	ACL_MASK	= 1 << 4,
	ACL_OTHER	= 1 << 5,
};
#define ACL_ONCE	(ACL_USER_OBJ | ACL_GROUP_OBJ | ACL_MASK | ACL_OTHER)
#define ACL_NEEDED	(ACL_USER_OBJ | ACL_GROUP_OBJ | ACL_OTHER)

static bool name_is(const struct xfs_attr_entry *e, const char *name)
{
	return e->namelen == strlen(name) && !memcmp(e->name, name, e->namelen);
}

bool attr_is_acl(const struct xfs_attr_entry *e)
{
	return e->value && (e->flags & XFS_ATTR_ROOT) && !(e->flags & XFS_ATTR_INCOMPLETE) &&
	       (name_is(e, "SGI_ACL_FILE") || name_is(e, "SGI_ACL_DEFAULT"));
}

/* @p: one entry; @seen: the tags before it. */
static const char *entry_fault(const uint8_t *p, unsigned int *seen)
{
	uint32_t tag = get_unaligned_be32(p);

	if (!tag || (tag & (tag - 1)) || tag > ACL_OTHER)
		return "an entry is for nobody that exists";
	if (get_unaligned_be16(p + 8) > 7)
		return "an entry grants what cannot be granted";
	if (tag & *seen & ACL_ONCE)
		return "there are two entries where only one can be";
	*seen |= tag;
	return NULL;
}

const char *acl_fault(const uint8_t *value, uint32_t len)
{
	const char *fault = NULL;
	unsigned int seen = 0;
	uint32_t i, nr;

	if (len < 4)
		return "it is too short";
	nr = get_unaligned_be32(value);
	if (nr > ACL_MAX_ENTRIES || len != 4 + nr * ACL_ENTRY_SIZE)
		return "its length is not that of its entries";
	for (i = 0; !fault && i < nr; i++)
		fault = entry_fault(value + 4 + i * ACL_ENTRY_SIZE, &seen);
	if (fault)
		return fault;
	if ((seen & ACL_NEEDED) != ACL_NEEDED)
		return "the owner, the group or all others have no entry";
	if ((seen & (ACL_USER | ACL_GROUP)) && !(seen & ACL_MASK))
		return "it names users or groups and has no mask";
	return NULL;
}
