// SPDX-License-Identifier: GPL-2.0-or-later
/* Masks of listmount and statmount in words. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <linux/mount.h>

#include "io/mounts.h"

const struct mounts_flag mounts_masks[] = {
	{ STATMOUNT_SB_BASIC, "sb_basic" },
	{ STATMOUNT_MNT_BASIC, "mnt_basic" },
	{ STATMOUNT_PROPAGATE_FROM, "propagate_from" },
	{ STATMOUNT_MNT_ROOT, "mnt_root" },
	{ STATMOUNT_MNT_POINT, "mnt_point" },
	{ STATMOUNT_FS_TYPE, "fs_type" },
	{ STATMOUNT_MNT_NS_ID, "mnt_ns_id" },
	{ STATMOUNT_MNT_OPTS, "mnt_opts" },
	{ STATMOUNT_FS_SUBTYPE, "fs_subtype" },
	{ STATMOUNT_SB_SOURCE, "sb_source" },
	{ STATMOUNT_OPT_ARRAY, "opt_array" },
	{ STATMOUNT_OPT_SEC_ARRAY, "opt_sec_array" },
	{ STATMOUNT_SUPPORTED_MASK, "supported_mask" },
	{ 0 }
};

const struct mounts_flag mounts_attrs[] = {
	{ MOUNT_ATTR_RDONLY, "rdonly" },
	{ MOUNT_ATTR_NOSUID, "nosuid" },
	{ MOUNT_ATTR_NODEV, "nodev" },
	{ MOUNT_ATTR_NOEXEC, "noexec" },
	{ MOUNT_ATTR__ATIME, "atime" },
	{ MOUNT_ATTR_NOATIME, "noatime" },
	{ MOUNT_ATTR_STRICTATIME, "strictatime" },
	{ MOUNT_ATTR_NODIRATIME, "nodiratime" },
	{ MOUNT_ATTR_IDMAP, "idmap" },
	{ MOUNT_ATTR_NOSYMFOLLOW, "nosymfollow" },
	{ 0 }
};

/* MS_SHARED, MS_SLAVE and so on of linux/mount.h, which cannot stand beside sys/mount.h. */
const struct mounts_flag mounts_propagations[] = {
	{ 1 << 20, "shared" },
	{ 1 << 19, "nopeer" },
	{ 1 << 18, "private" },
	{ 1 << 17, "unbindable" },
	{ 0 }
};

char *mounts_words(const struct mounts_flag *flags, uint64_t value, char *text, size_t size)
{
	size_t used = 1;
	uint64_t rest = value;
	int n;

	snprintf(text, size, "{");
	for (; flags->name && used < size; flags++) {
		if (!(value & flags->bits))
			continue;
		n = snprintf(text + used, size - used, "%s%s", used > 1 ? "," : "", flags->name);
		used += n > 0 ? (size_t)n : 0;
		rest &= ~flags->bits;
	}
	if (rest && used < size) {
		n = snprintf(text + used, size - used, "%s0x%llx", used > 1 ? "," : "",
			     (unsigned long long)rest);
		used += n > 0 ? (size_t)n : 0;
	}
	if (used < size)
		snprintf(text + used, size - used, "}");
	return text;
}

static int mask_by_name(const char *name, size_t len, uint64_t *mask)
{
	const struct mounts_flag *f;

	for (f = mounts_masks; f->name; f++) {
		if (strlen(f->name) == len && !strncmp(f->name, name, len)) {
			*mask |= f->bits;
			return 0;
		}
	}
	return -EINVAL;
}

int mounts_parse_mask(const char *text, uint64_t *mask)
{
	static const struct opt_units none = { .block = 1, .sector = 1 };
	int error = 0;

	*mask = 0;
	if (*text >= '0' && *text <= '9')
		return opt_number(text, &none, mask) ? -EINVAL : 0;
	for (; !error; text++) {
		size_t len = strcspn(text, ",");

		error = mask_by_name(text, len, mask);
		text += len;
		if (!*text)
			break;
	}
	return error;
}
