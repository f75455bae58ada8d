// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints what the core finds in an image's log, for tests/differential/logscan.
 *
 *	logread [-t | -l] [-m BYTES] IMAGE [LOGDEVICE]
 *
 * Always "state", "head", "tail" and what else is not zero, one a line; with -t a
 * line for each committed transaction before that.  With -l, no transactions, but the
 * block of the last record.  -m limits the memory for transactions.
 *
 * Exit status: 0 clean or empty, 2 dirty, 3 damaged, 1 could not look.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/device.h"
#include "libxfs/fs/superblock.h"
#include "libxfs/log/log_scan.h"

static const char *const state_names[] = {
	[XLOG_UNKNOWN] = "unknown",
	[XLOG_EMPTY] = "empty",
	[XLOG_CLEAN] = "clean",
	[XLOG_DIRTY] = "dirty",
};

/* Reads every byte it is given, too, so that a sanitized build sees wrong ones. */
static int print_trans(void *priv, const struct xlog_trans *trans)
{
	uint32_t i, j, k, bytes = 0, sum = 0;

	for (i = 0; i < trans->nr_items; i++) {
		for (j = 0; j < trans->items[i].nr_regions; j++) {
			bytes += trans->items[i].regions[j].len;
			for (k = 0; k < trans->items[i].regions[j].len; k++)
				sum += trans->items[i].regions[j].data[k];
		}
	}
	fprintf(priv, "trans %x items %u bytes %u sum %x\n", trans->tid,
		trans->nr_items, bytes, sum);
	return 0;
}

static void print_count(const char *what, uint64_t n)
{
	if (n)
		printf("%s %llu\n", what, (unsigned long long)n);
}

static void print_result(const struct xlog_scan_result *r)
{
	unsigned int i;

	printf("state %s\n", state_names[r->state]);
	printf("head %u %u\n", r->head_cycle, r->head_block);
	printf("tail %u %u\n", r->tail_cycle, r->tail_block);
	print_count("torn", r->torn_blocks);
	print_count("torntail", r->torn_tail_blocks);
	print_count("records", r->records);
	print_count("committed", r->committed);
	print_count("uncommitted", r->uncommitted);
	print_count("orphans", r->orphans);
	print_count("itemfaults", r->item_faults);
	for (i = 0; i < XLOG_NR_TYPES; i++) {
		if (r->items[i])
			printf("item %x %llu\n", XFS_LI_EFI + i,
			       (unsigned long long)r->items[i]);
		if (r->intents[i])
			printf("open %x %llu\n", XFS_LI_EFI + i,
			       (unsigned long long)r->intents[i]);
	}
	if (r->fault)
		printf("fault %u %u %s\n", xfs_fault_number(r->fault),
		       r->fault_block, xfs_fault_text(r->fault));
}

static int scan(struct xfs_dev *dev, const struct xfs_geom *geom,
		struct xlog_scan_params *params)
{
	struct xlog_scan_result result;
	int error;

	params->geom = geom;
	params->dev = dev;
	params->start = xlog_start_daddr(geom);
	error = xlog_scan(params, &result);
	if (params->ends_only)
		printf("last %u\n", result.last_block);
	print_result(&result);
	if (error == -EFSCORRUPTED)
		return 3;
	if (error) {
		fprintf(stderr, "logread: error %d: %s\n", error, device_error(dev));
		return 1;
	}
	return result.state == XLOG_DIRTY ? 2 : 0;
}

static int scan_image(const char *image, const char *log,
		      struct xlog_scan_params *params)
{
	struct xfs_dev *dev, *logdev = NULL;
	enum xfs_fault fault = XFS_FAULT_NONE;
	struct xfs_geom geom;
	int status = 1;

	if (device_open(image, 0, &dev) ||
	    (log && device_open(log, 0, &logdev))) {
		fprintf(stderr, "logread: cannot open %s\n", log ? log : image);
		return 1;
	}
	if (xfs_geom_read(dev, 0, &geom, NULL, &fault))
		fprintf(stderr, "logread: no superblock: %s\n",
			xfs_fault_text(fault));
	else if (!geom.logstart && !log)
		fprintf(stderr, "logread: the log is on another device\n");
	else
		status = scan(geom.logstart ? dev : logdev, &geom, params);
	if (logdev)
		device_close(logdev);
	device_close(dev);
	return status;
}

int main(int argc, char **argv)
{
	struct xlog_scan_params params = { .priv = stdout };
	int c;

	while ((c = getopt(argc, argv, "tlm:")) != -1) {
		if (c == 't')
			params.fn = print_trans;
		else if (c == 'l')
			params.ends_only = true;
		else if (c == 'm')
			params.limit = strtoull(optarg, NULL, 0);
		else
			return 1;
	}
	if (optind == argc || argc - optind > 2) {
		fprintf(stderr, "logread: wants an image\n");
		return 1;
	}
	return scan_image(argv[optind], argv[optind + 1], &params);
}
