// SPDX-License-Identifier: GPL-2.0-or-later
/* Access control lists, as they stand in attributes. */
#ifndef REPAIR_INODES_ACL_H
#define REPAIR_INODES_ACL_H

#include "libxfs/inode/attr_read.h"

/* Is it an attribute whose value is such a list, and can be read? */
bool attr_is_acl(const struct xfs_attr_entry *e);

/*
 * What is wrong with the list of @len bytes, static storage; NULL: nothing.  Pure.
 * Format: doc/format/attribute.md.
 */
const char *acl_fault(const uint8_t *value, uint32_t len);

#endif /* REPAIR_INODES_ACL_H */
