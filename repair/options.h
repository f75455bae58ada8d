// SPDX-License-Identifier: GPL-2.0-or-later
/* What the command line of xfs_repair says. */
#ifndef REPAIR_OPTIONS_H
#define REPAIR_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/options.h"

struct repair_options {
	uint64_t	given;		/* no row has a bit */
	const char	*device;
	const char	*logdev;	/* -l */
	const char	*rtdev;		/* -r */
	const char	*badblocks;	/* --badblocks: "auto" or a file; NULL: not asked */
	uint64_t	max_mib;	/* -m; 0: not given */
	uint64_t	interval;	/* -t, seconds; 0: not given */
	unsigned int	verbose;	/* -v, so many times */
	bool		no_modify;	/* -n */
	bool		json;
	bool		strict;
	bool		dax;
	bool		zero_log;	/* -L */
	bool		version, help;

	/* Accepted, of no effect. */
	bool		tell_repaired;	/* -e */
	bool		file;		/* -f */
	bool		no_prefetch;	/* -P */
	bool		dangerous;	/* -d: refused */
	struct {
		uint64_t bhash, ag_stride, ihash, phase2_threads, leaf_slack, node_slack;
		bool	force_geometry, noquota, assume_xfs;
	} o;
	struct {
		const char *lazycount, *inobtcount, *bigtime, *nrext64, *exchange;
	} c;

	struct opt_parser *parser;	/* owns the strings */
};

extern const struct opt_table repair_option_table;

/*
 * Parses the command line into @o.  0; 1 when --help or -V was all that was asked and is
 * printed; -EINVAL or -ENOMEM after a sentence on standard error.  Strings live until
 * repair_options_free(), which is to be called whatever was returned.
 */
int repair_options_parse(struct repair_options *o, int argc, char **argv);
void repair_options_free(struct repair_options *o);

#endif /* REPAIR_OPTIONS_H */
