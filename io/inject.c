// SPDX-License-Identifier: GPL-2.0-or-later
/* inject: makes a debugging kernel's XFS fail at named places. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "io/inject.h"

/* The index is the number the kernel knows; a name that is gone is empty. */
static const char *const tags[] = {
	"noerror", "iflush1", "iflush2", "iflush3", "iflush4",
	"iflush5", "iflush6", "dareadbuf", "btree_chk_lblk", "btree_chk_sblk",
	"readagf", "readagi", "itobp", "iunlink", "iunlinkrm",
	"dirinovalid", "bulkstat", "logiodone", "stratread", "stratcmpl",
	"diowrite", "bmapifmt", "free_extent", "rmap_finish_one", "refcount_continue_update",
	"refcount_finish_one", "bmap_finish_one", "ag_resv_critical", "", "log_bad_crc",
	"log_item_pin", "buf_lru_ref", "force_repair", "bad_summary", "iunlink_fallback",
	"buf_ioerror", "reduce_max_iextents", "bmap_alloc_minlen_extent", "ag_resv_fail", "larp",
	"da_leaf_split", "attr_leaf_to_node", "wb_delay_ms", "write_delay_ms",
	"exchmaps_finish_one", "metafile_resv_crit", "force_zero_range", "zone_reset",
};

int inject_tag(const char *name)
{
	size_t i;

	for (i = 0; *name && i < sizeof(tags) / sizeof(tags[0]); i++)
		if (!strcmp(tags[i], name))
			return (int)i;
	return -ENOENT;
}

/* Five names a line; the one that is gone leaves its comma. */
static void list_tags(void)
{
	size_t i, named = 0, n = sizeof(tags) / sizeof(tags[0]);

	printf("tags: [ ");
	for (i = 0; i < n; i++) {
		if (*tags[i] && named && named % 5 == 0)
			printf("\n\t");
		named += *tags[i] != 0;
		printf("%s%s", tags[i], i + 1 < n ? ", " : " ]\n");
	}
}

static int inject_one(struct io *io, int tag)
{
	struct xfs_error_injection what = { .fd = io_file(io)->fd, .errtag = tag };
	int rc = ioctl(what.fd, tag ? XFS_IOC_ERROR_INJECTION : XFS_IOC_ERROR_CLEARALL, &what);

	/* A kernel without debugging returns the error as a positive number. */
	if (rc < 0)
		rc = errno;
	if (rc == ENOSYS)
		return io_fail(io, "this kernel's XFS is built without debugging and injects no errors");
	return rc ? io_fail_call(io, "inject", -rc) : 0;
}

static int run_inject(struct io *io, const struct io_args *args)
{
	unsigned int i;
	int error;

	if (!args->nr)
		list_tags();
	for (i = 0; i < args->nr; i++)
		if (inject_tag(args->words[i]) < 0)
			return io_fail(io, "there is no tag '%.64s'; inject alone lists them",
				       args->words[i]);
	for (i = 0; i < args->nr; i++) {
		error = inject_one(io, inject_tag(args->words[i]));
		if (error)
			return error;
	}
	return 0;
}

const struct io_command io_inject_commands[] = {
	{ .name = "inject", .run = run_inject, .flags = IO_NEEDS_XFS | IO_EXPERT,
	  .max_words = 255,
	  .usage = "[tag ...]", .brief = "make XFS fail at a named place",
	  .help = "A kernel whose XFS is built with debugging fails, from time to time, at the\n"
		  "places named; noerror ends all of it.  Without arguments the names are\n"
		  "listed.  /sys/fs/xfs/DEVICE/errortag sets how often.\n"
		  "\n"
		  "  xfs_io -x -r -c 'inject readagf' /mnt" },
	{ 0 }
};
