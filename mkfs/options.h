// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the user asked mkfs.xfs for, exactly as asked.
 *
 * One field for each suboption, grouped by option letter, and for each a bit
 * that says whether it was given (on the command line or in a config file).
 * Fields not given hold the default where the default does not depend on the
 * device, zero where it does; mkfs/features.c and mkfs/geometry.c choose those.
 * Sizes are bytes once parsing is over; numbers of blocks say so in their name.
 */
#ifndef MKFS_OPTIONS_H
#define MKFS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <uuid.h>

struct opt_parser;

/*
 * Row ids of the option table; MKFS_OPT_x_Y is suboption y of -x.  Names for the
 * same thing (-s sectsize and -d sectsize, -l name, -r name) count as S_SIZE,
 * L_LOGDEV and R_RTDEV.
 */
enum mkfs_opt {
	MKFS_OPT_B_SIZE,
	MKFS_OPT_C_OPTIONS, MKFS_OPT_C_DEFAULTS, MKFS_OPT_C_MAKECFG,
	MKFS_OPT_M_CRC, MKFS_OPT_M_FINOBT, MKFS_OPT_M_INOBTCOUNT, MKFS_OPT_M_BIGTIME,
	MKFS_OPT_M_RMAPBT, MKFS_OPT_M_REFLINK, MKFS_OPT_M_METADIR, MKFS_OPT_M_AUTOFSCK,
	MKFS_OPT_M_UQUOTA, MKFS_OPT_M_GQUOTA, MKFS_OPT_M_PQUOTA,
	MKFS_OPT_M_UQNOENFORCE, MKFS_OPT_M_GQNOENFORCE, MKFS_OPT_M_PQNOENFORCE,
	MKFS_OPT_M_UUID, MKFS_OPT_M_KERNEL,
	MKFS_OPT_D_AGCOUNT, MKFS_OPT_D_AGSIZE, MKFS_OPT_D_CONCURRENCY, MKFS_OPT_D_SIZE,
	MKFS_OPT_D_NAME, MKFS_OPT_D_FILE, MKFS_OPT_D_SUNIT, MKFS_OPT_D_SWIDTH,
	MKFS_OPT_D_SU, MKFS_OPT_D_SW, MKFS_OPT_D_NOALIGN, MKFS_OPT_D_SECTSIZE,
	MKFS_OPT_D_RTINHERIT, MKFS_OPT_D_PROJINHERIT, MKFS_OPT_D_EXTSZINHERIT,
	MKFS_OPT_D_COWEXTSIZE, MKFS_OPT_D_DAXINHERIT, MKFS_OPT_D_PMEM,
	MKFS_OPT_I_SIZE, MKFS_OPT_I_PERBLOCK, MKFS_OPT_I_MAXPCT, MKFS_OPT_I_ALIGN,
	MKFS_OPT_I_ATTR, MKFS_OPT_I_PROJID32BIT, MKFS_OPT_I_SPARSE, MKFS_OPT_I_NREXT64,
	MKFS_OPT_I_EXCHANGE, MKFS_OPT_I_MAX_ATOMIC_WRITE,
	MKFS_OPT_L_INTERNAL, MKFS_OPT_L_AGNUM, MKFS_OPT_L_SIZE, MKFS_OPT_L_CONCURRENCY,
	MKFS_OPT_L_LOGDEV, MKFS_OPT_L_VERSION, MKFS_OPT_L_SUNIT,
	MKFS_OPT_L_SU, MKFS_OPT_L_SECTSIZE, MKFS_OPT_L_LAZY_COUNT, MKFS_OPT_L_FILE,
	MKFS_OPT_N_SIZE, MKFS_OPT_N_VERSION, MKFS_OPT_N_FTYPE, MKFS_OPT_N_PARENT,
	MKFS_OPT_P_FILE, MKFS_OPT_P_SLASHES_ARE_SPACES, MKFS_OPT_P_ATIME,
	MKFS_OPT_R_RTDEV, MKFS_OPT_R_EXTSIZE, MKFS_OPT_R_SIZE,
	MKFS_OPT_R_NOALIGN, MKFS_OPT_R_FILE, MKFS_OPT_R_RGCOUNT, MKFS_OPT_R_RGSIZE,
	MKFS_OPT_R_CONCURRENCY, MKFS_OPT_R_ZONED, MKFS_OPT_R_START, MKFS_OPT_R_RESERVED,
	MKFS_OPT_S_SIZE,
	MKFS_OPT_LABEL,
	MKFS_OPT_NR
};

enum mkfs_pmem_choice { MKFS_PMEM_NO, MKFS_PMEM_YES, MKFS_PMEM_AUTO };

struct mkfs_options {
	uint64_t	given[(MKFS_OPT_NR + 63) / 64];

	struct {
		uint64_t	size;
	} b;
	struct {
		const char	*options, *defaults, *makecfg;
	} c;
	struct {
		bool		crc, finobt, inobtcount, bigtime, rmapbt, reflink;
		bool		metadir;
		uuid_t		uuid;
		const char	*autofsck;
		const char	*kernel;	/* "6.12": choose the features it has */
		bool		uquota, gquota, pquota;
		bool		uqnoenforce, gqnoenforce, pqnoenforce;
	} m;
	struct {
		uint64_t	agcount, agsize, concurrency, size;
		const char	*name;
		bool		file, noalign, rtinherit, daxinherit;
		uint64_t	sunit_bb, swidth_bb;	/* 512-byte units, as given */
		uint64_t	su, sw;			/* bytes; multiplier */
		uint32_t	projinherit;
		uint64_t	extszinherit_fsb, cowextsize_fsb;
		enum mkfs_pmem_choice pmem;
	} d;
	struct {
		uint64_t	size, perblock, maxpct, attr;
		bool		align, projid32bit, sparse, nrext64, exchange;
		uint64_t	max_atomic_write;
	} i;
	struct {
		bool		internal, lazy_count, file;
		uint64_t	agnum, size, concurrency, version;
		uint64_t	sunit_bb, su, sectsize;
		const char	*logdev;		/* -l logdev= or name= */
	} l;
	struct {
		uint64_t	size;
		const char	*version;		/* "2" or "ci" */
		bool		ftype, parent;
	} n;
	struct {
		const char	*file;
		bool		slashes_are_spaces, atime;
	} p;
	struct {
		const char	*rtdev;
		uint64_t	extsize, size, rgcount, rgsize, concurrency;
		uint64_t	start, reserved;
		bool		noalign, file, zoned;
	} r;
	struct {
		uint64_t	size;			/* -s size, sectsize; -d sectsize */
	} s;

	const char	*label;
	const char	*device;	/* the positional argument, or -d name */
	bool		no_discard;	/* -K */
	bool		force;		/* -f */
	bool		dry_run;	/* -N */
	bool		quiet;		/* -q */
	bool		json;		/* --json */
	bool		unsupported;	/* --unsupported: lifts the size floors */
	bool		help;		/* --help */
	bool		version;	/* -V */

	struct opt_parser *parser;	/* owns the strings above */
};

static inline bool mkfs_given(const struct mkfs_options *o, enum mkfs_opt opt)
{
	return o->given[opt / 64] >> (opt % 64) & 1;
}

struct opt_table;
/* Every option as data: for --help and the tests. */
extern const struct opt_table mkfs_option_table;

/* mkfs/options_check.c: combinations that no single row can know; 0 or -EINVAL. */
int mkfs_options_check(struct mkfs_options *o);

/*
 * Parses the command line and the config files it names into @o, checks every
 * range and every conflict of the table.  0; 1 when --help or -V was all that was
 * asked and is printed; or -EINVAL after one sentence on standard error.
 * Strings point into argv or live until mkfs_options_free().
 */
int mkfs_options_parse(struct mkfs_options *o, int argc, char **argv);
void mkfs_options_free(struct mkfs_options *o);

#endif /* MKFS_OPTIONS_H */
