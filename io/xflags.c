// SPDX-License-Identifier: GPL-2.0-or-later
/* Extended inode flags in letters and words, and the state of DAX of a file. */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "io/xflags.h"

static const struct xflag {
	uint32_t	flag;
	char		letter;
	bool		fixed;		/* the kernel's own, not for chattr */
	const char	*name;
} xflags[XFLAGS_NR] = {
	{ FS_XFLAG_REALTIME, 'r', false, "realtime" },
	{ FS_XFLAG_PREALLOC, 'p', true, "prealloc" },
	{ FS_XFLAG_IMMUTABLE, 'i', false, "immutable" },
	{ FS_XFLAG_APPEND, 'a', false, "append-only" },
	{ FS_XFLAG_SYNC, 's', false, "sync" },
	{ FS_XFLAG_NOATIME, 'A', false, "no-atime" },
	{ FS_XFLAG_NODUMP, 'd', false, "no-dump" },
	{ FS_XFLAG_RTINHERIT, 't', false, "rt-inherit" },
	{ FS_XFLAG_PROJINHERIT, 'P', false, "proj-inherit" },
	{ FS_XFLAG_NOSYMLINKS, 'n', false, "nosymlinks" },
	{ FS_XFLAG_EXTSIZE, 'e', false, "extsize" },
	{ FS_XFLAG_EXTSZINHERIT, 'E', false, "extsz-inherit" },
	{ FS_XFLAG_NODEFRAG, 'f', false, "no-defrag" },
	{ FS_XFLAG_FILESTREAM, 'S', false, "filestream" },
	{ FS_XFLAG_DAX, 'x', false, "dax" },
	{ FS_XFLAG_COWEXTSIZE, 'C', false, "cowextsize" },
	{ FS_XFLAG_HASATTR, 'X', true, "has-xattr" },
};

void xflags_letters(uint32_t flags, char text[XFLAGS_TEXT])
{
	size_t i;

	for (i = 0; i < XFLAGS_NR; i++)
		text[i] = flags & xflags[i].flag ? xflags[i].letter : '-';
	text[i] = 0;
}

void xflags_names(uint32_t flags, char text[XFLAGS_TEXT])
{
	char *to = text;
	size_t i;

	for (i = 0; i < XFLAGS_NR; i++) {
		if (!(flags & xflags[i].flag))
			continue;
		if (to > text)
			to = stpncpy(to, ", ", text + XFLAGS_TEXT - 1 - to);
		to = stpncpy(to, xflags[i].name, text + XFLAGS_TEXT - 1 - to);
	}
	*to = 0;
}

uint32_t xflags_find(char letter)
{
	size_t i;

	for (i = 0; i < XFLAGS_NR; i++)
		if (xflags[i].letter == letter && !xflags[i].fixed)
			return xflags[i].flag;
	return 0;
}

enum dax_state dax_state(mode_t mode, bool flag, bool in_effect, const struct mounted *m,
			 uint32_t page)
{
	if (S_ISDIR(mode))
		return flag ? DAX_INHERIT : DAX_PLAIN_FOLDER;
	if (flag == in_effect)
		return flag ? DAX_ON : DAX_OFF;
	if (in_effect)
		return m->dax == MOUNT_DAX_ALWAYS ? DAX_ALWAYS : DAX_OFF_LATER;
	if (m->dax == MOUNT_DAX_NEVER)
		return DAX_NEVER;
	if (m->dev_known && !m->device_dax)
		return DAX_NO_DEVICE;
	if (m->xfs && m->geom.blocksize != page)
		return DAX_BLOCK_SIZE;
	return DAX_ON_LATER;
}

const char *dax_state_text(enum dax_state state)
{
	static const char *const texts[DAX_NR_STATES] = {
		[DAX_OFF] = "off",
		[DAX_ON] = "on (the kernel maps this file's memory directly)",
		[DAX_INHERIT] = "inherited (files made in this folder get the flag)",
		[DAX_PLAIN_FOLDER] = "not inherited (files made in this folder do not get the "
			"flag)",
		[DAX_ALWAYS] = "on (the filesystem is mounted with dax=always; the flag is not "
			"set)",
		[DAX_NEVER] = "off (the flag is set, but the filesystem is mounted with "
			"dax=never)",
		[DAX_NO_DEVICE] = "off (the flag is set, but the device offers no direct "
			"access)",
		[DAX_BLOCK_SIZE] = "off (the flag is set, but the block size is not the size "
			"of a page)",
		[DAX_ON_LATER] = "off (the flag is set; it takes effect when the kernel next "
			"reads the inode in, after all users have closed the file)",
		[DAX_OFF_LATER] = "on (the flag is cleared; that takes effect when the kernel "
			"next reads the inode in, after all users have closed the file)",
	};

	return texts[state];
}

bool xflags_is_realtime(int fd)
{
	struct fsxattr attr;

	return ioctl(fd, FS_IOC_FSGETXATTR, &attr) == 0 &&
	       attr.fsx_xflags & FS_XFLAG_REALTIME;
}

int dax_state_of(int fd, const struct mounted *m, enum dax_state *state)
{
	struct compat_statx stx = { 0 };
	struct mounted mine = { 0 };
	struct fsxattr attr = { 0 };
	bool in_effect;
	int error = 0;

	if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx) < 0 ||
	    ioctl(fd, FS_IOC_FSGETXATTR, &attr) < 0)
		return -errno;
	in_effect = stx.stx_attributes & STATX_ATTR_DAX;
	if (!m && in_effect != !!(attr.fsx_xflags & FS_XFLAG_DAX))
		error = mounted_probe(fd, &mine);
	if (!error)
		*state = dax_state(stx.stx_mode, attr.fsx_xflags & FS_XFLAG_DAX, in_effect,
				   m ? m : &mine, getpagesize());
	mounted_free(&mine);
	return error;
}
