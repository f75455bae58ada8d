// SPDX-License-Identifier: GPL-2.0-or-later
/* Every option of mkfs.xfs: one row each, read by common/options.h. */

#include "common/options.h"
#include "mkfs/options.h"

#define AT(field) \
	.offset = offsetof(struct mkfs_options, field), \
	.width = sizeof(((struct mkfs_options *)0)->field)

/* The letter's own option; a long one when the letter is 0. */
#define FLAG(l, n, field, ...) \
	{ .letter = l, .name = n, .type = OPT_FLAG, .id = OPT_NO_ID, \
	  .flags = OPT_REPEAT | OPT_NO_CONFIG, AT(field), __VA_ARGS__ }

#define ROW(l, n, ID, field, t, ...) \
	{ .letter = l, .name = n, .type = t, .id = MKFS_OPT_##ID, AT(field), \
	  __VA_ARGS__ }

#define BOOL(l, n, ID, field, ...) \
	ROW(l, n, ID, field, OPT_BOOL, .max = 1, .bare = "1", .arg = "0|1", \
	    __VA_ARGS__)

/* A boolean of which only one value can be had on V5. */
#define FIXED(l, n, ID, field, only, ...) \
	ROW(l, n, ID, field, OPT_BOOL, .min = only, .max = only, .bare = "1", \
	    .arg = "0|1", __VA_ARGS__)

#define NEVER(l, n, ID, field, t, ...) \
	ROW(l, n, ID, field, t, .flags = OPT_NEVER, __VA_ARGS__)

#define KiB		1024ULL
#define MiB		(1ULL << 20)
#define GiB		(1ULL << 30)
#define TiB		(1ULL << 40)
#define U32		4294967295ULL

/* The greatest extent length, for hints: 21 bits. */
#define MAX_EXTENT	2097151

/* Of whole blocks, below 2 GiB. */
#define MAX_STRIPE	(2 * GiB - KiB)

#define NO_V4		"only V5 filesystems, with checksums, are made here"
#define NO_REALTIME	"filesystems with a realtime device are not made here"
#define NO_METADIR	"the metadata directory tree is not made here"
#define NO_QUOTA	"quota files need the metadata directory tree, which is " \
			"not made here; mount with a quota option instead"
#define NO_ZONED	"zoned filesystems are not made here"
#define NO_PROTO	"filling a new filesystem from a prototype is not done here"

static const char *const pmem_words[] = { "0", "1", "auto", NULL };
static const char *const autofsck_words[] = {
	"0", "none", "1", "check", "optimize", "repair", NULL
};
static const char *const dirversion_words[] = { "2", "ci", NULL };
static const char *const concurrency_words[] = { "nr_cpus", NULL };

static const struct opt_row rows[] = {
	ROW('L', NULL, LABEL, label, OPT_STRING, .flags = OPT_REPEAT, .max = 12,
	    .arg = "LABEL", .help = "name of the filesystem, at most 12 bytes"),
	FLAG('f', NULL, force, .help = "overwrite what is there"),
	FLAG('K', NULL, no_discard, .help = "do not discard the device first"),
	FLAG('N', NULL, dry_run, .help = "print the geometry and write nothing"),
	FLAG('q', NULL, quiet, .help = "do not print the geometry"),
	FLAG('V', NULL, version, .help = "print the version and end"),
	FLAG(0, "json", json, .help = "print the geometry as JSON"),
	FLAG(0, "unsupported", unsupported,
	     .help = "allow sizes too small for real use, for tests"),
	FLAG(0, "help", help, .help = "print this and end"),

	ROW('b', "size", B_SIZE, b.size, OPT_SIZE, .flags = OPT_POW2 | OPT_UNIT,
	    .min = KiB, .max = 64 * KiB, .arg = "BYTES",
	    .help = "filesystem block; DAX needs the page size"),

	ROW('c', "options", C_OPTIONS, c.options, OPT_PATH, .arg = "FILE",
	    .help = "config file with options"),
	ROW('c', "defaults", C_DEFAULTS, c.defaults, OPT_PATH, .arg = "FILE",
	    .help = "config file that every other option overrides"),
	ROW('c', "makecfg", C_MAKECFG, c.makecfg, OPT_PATH, .arg = "FILE",
	    .help = "write the chosen features to a new config file"),

	FIXED('m', "crc", M_CRC, m.crc, 1, .refused = NO_V4,
	      .help = "checksums on metadata (always on)"),
	BOOL('m', "finobt", M_FINOBT, m.finobt,
	     .help = "index of free inodes"),
	BOOL('m', "inobtcount", M_INOBTCOUNT, m.inobtcount,
	     .help = "block counts of the inode indexes, needs finobt"),
	BOOL('m', "bigtime", M_BIGTIME, m.bigtime,
	     .help = "timestamps up to the year 2486"),
	BOOL('m', "rmapbt", M_RMAPBT, m.rmapbt,
	     .help = "reverse map from blocks to owners"),
	BOOL('m', "reflink", M_REFLINK, m.reflink,
	     .help = "files may share blocks"),
	FIXED('m', "metadir", M_METADIR, m.metadir, 0, .refused = NO_METADIR,
	      .help = "metadata directory tree (refused)"),
	ROW('m', "autofsck", M_AUTOFSCK, m.autofsck, OPT_WORD, .max = 5,
	    .words = autofsck_words, .bare = "1",
	    .help = "what automatic online checks may do"),
	NEVER('m', "uquota", M_UQUOTA, m.uquota, OPT_BOOL, .refused = NO_QUOTA,
	      .conflicts = "m:uqnoenforce", .help = "account and limit users"),
	NEVER('m', "gquota", M_GQUOTA, m.gquota, OPT_BOOL, .refused = NO_QUOTA,
	      .conflicts = "m:gqnoenforce", .help = "account and limit groups"),
	NEVER('m', "pquota", M_PQUOTA, m.pquota, OPT_BOOL, .refused = NO_QUOTA,
	      .conflicts = "m:pqnoenforce", .help = "account and limit projects"),
	NEVER('m', "uqnoenforce", M_UQNOENFORCE, m.uqnoenforce, OPT_BOOL,
	      .refused = NO_QUOTA, .conflicts = "m:uquota",
	      .help = "account users"),
	NEVER('m', "gqnoenforce", M_GQNOENFORCE, m.gqnoenforce, OPT_BOOL,
	      .refused = NO_QUOTA, .conflicts = "m:gquota",
	      .help = "account groups"),
	NEVER('m', "pqnoenforce", M_PQNOENFORCE, m.pqnoenforce, OPT_BOOL,
	      .refused = NO_QUOTA, .conflicts = "m:pquota",
	      .help = "account projects"),
	ROW('m', "uuid", M_UUID, m.uuid, OPT_UUID, .arg = "UUID",
	    .help = "identity of the filesystem"),
	ROW('m', "kernel", M_KERNEL, m.kernel, OPT_PATH, .arg = "VERSION",
	    .help = "default features for kernels from this one on"),

	ROW('d', "agcount", D_AGCOUNT, d.agcount, OPT_NUMBER, .min = 1,
	    .max = U32 - 1, .conflicts = "d:agsize d:concurrency",
	    .arg = "NUMBER", .help = "allocation groups"),
	ROW('d', "agsize", D_AGSIZE, d.agsize, OPT_SIZE, .min = 16 * MiB,
	    .max = TiB - KiB, .conflicts = "d:agcount d:concurrency",
	    .arg = "BYTES", .help = "length of a group"),
	ROW('d', "concurrency", D_CONCURRENCY, d.concurrency, OPT_NUMBER,
	    .max = U32, .bare = "1", .words = concurrency_words,
	    .conflicts = "d:agcount d:agsize", .arg = "NUMBER",
	    .help = "groups for so many writers; 1: processors, 0: no matter"),
	ROW('d', "size", D_SIZE, d.size, OPT_SIZE, .min = 16 * MiB,
	    .max = 8 * GiB * GiB - KiB, .arg = "BYTES",
	    .help = "part of the device to use"),
	ROW('d', "name", D_NAME, d.name, OPT_PATH, .arg = "PATH",
	    .help = "device or file, instead of the argument"),
	BOOL('d', "file", D_FILE, d.file,
	     .help = "the target is a file, made if need be; needs name and size"),
	ROW('d', "sunit", D_SUNIT, d.sunit_bb, OPT_NUMBER, .max = MAX_STRIPE / 512,
	    .conflicts = "d:su d:sw d:noalign", .requires = "d:swidth",
	    .arg = "SECTORS", .help = "stripe unit in 512-byte units"),
	ROW('d', "swidth", D_SWIDTH, d.swidth_bb, OPT_NUMBER, .max = MAX_STRIPE / 512,
	    .conflicts = "d:su d:sw d:noalign", .requires = "d:sunit",
	    .arg = "SECTORS", .help = "stripe width in 512-byte units"),
	ROW('d', "su", D_SU, d.su, OPT_SIZE, .max = MAX_STRIPE,
	    .conflicts = "d:noalign", .requires = "d:sw", .arg = "BYTES",
	    .help = "stripe unit"),
	ROW('d', "sw", D_SW, d.sw, OPT_NUMBER, .max = MAX_STRIPE / KiB,
	    .conflicts = "d:noalign", .requires = "d:su", .arg = "NUMBER",
	    .help = "stripe width in stripe units"),
	BOOL('d', "noalign", D_NOALIGN, d.noalign,
	     .help = "no stripe alignment, whatever the device says"),
	ROW('d', "sectsize", D_SECTSIZE, s.size, OPT_SIZE,
	    .flags = OPT_POW2 | OPT_UNIT, .min = 512, .max = 32 * KiB,
	    .conflicts = "s:size", .arg = "BYTES", .help = "the same as -s size"),
	BOOL('d', "rtinherit", D_RTINHERIT, d.rtinherit,
	     .help = "new files go to the realtime device"),
	ROW('d', "projinherit", D_PROJINHERIT, d.projinherit, OPT_NUMBER,
	    .max = U32, .arg = "ID", .help = "project of new files"),
	ROW('d', "extszinherit", D_EXTSZINHERIT, d.extszinherit_fsb, OPT_NUMBER,
	    .max = MAX_EXTENT, .arg = "BLOCKS",
	    .help = "extent size hint of new files"),
	ROW('d', "cowextsize", D_COWEXTSIZE, d.cowextsize_fsb, OPT_NUMBER,
	    .max = MAX_EXTENT, .arg = "BLOCKS",
	    .help = "copy-on-write extent size hint of new files"),
	BOOL('d', "daxinherit", D_DAXINHERIT, d.daxinherit,
	     .help = "new files use DAX where they can"),
	ROW('d', "pmem", D_PMEM, d.pmem, OPT_ENUM, .max = 2,
	    .words = pmem_words, .bare = "1", .arg = "auto|0|1",
	    .help = "lay out for persistent memory"),

	ROW('i', "size", I_SIZE, i.size, OPT_SIZE, .flags = OPT_POW2,
	    .min = 512, .max = 2 * KiB, .conflicts = "i:perblock",
	    .arg = "BYTES", .help = "length of an inode"),
	ROW('i', "perblock", I_PERBLOCK, i.perblock, OPT_NUMBER,
	    .flags = OPT_POW2, .min = 2, .max = 256, .conflicts = "i:size",
	    .arg = "NUMBER", .help = "inodes in a block"),
	ROW('i', "maxpct", I_MAXPCT, i.maxpct, OPT_NUMBER, .max = 100,
	    .arg = "PERCENT", .help = "space inodes may take; 0: all"),
	FIXED('i', "align", I_ALIGN, i.align, 1, .refused = NO_V4,
	      .help = "inodes aligned (always on)"),
	ROW('i', "attr", I_ATTR, i.attr, OPT_NUMBER, .min = 2, .max = 2,
	    .arg = "2", .refused = NO_V4 ", where attributes are version 2",
	    .help = "version of extended attributes"),
	FIXED('i', "projid32bit", I_PROJID32BIT, i.projid32bit, 1,
	      .refused = NO_V4, .help = "32-bit project ids (always on)"),
	BOOL('i', "sparse", I_SPARSE, i.sparse,
	     .help = "inode chunks may be allocated in part"),
	BOOL('i', "nrext64", I_NREXT64, i.nrext64,
	     .help = "files may have up to 2^48 extents"),
	BOOL('i', "exchange", I_EXCHANGE, i.exchange,
	     .help = "programs may exchange ranges of two files"),
	ROW('i', "max_atomic_write", I_MAX_ATOMIC_WRITE, i.max_atomic_write,
	    OPT_SIZE, .flags = OPT_POW2, .min = KiB, .max = GiB, .arg = "BYTES",
	    .help = "atomic write that the log is to have room for"),

	BOOL('l', "internal", L_INTERNAL, l.internal,
	     .conflicts = "l:logdev l:file l:sectsize",
	     .help = "the log is on the data device"),
	ROW('l', "agnum", L_AGNUM, l.agnum, OPT_NUMBER, .max = U32 - 2,
	    .conflicts = "l:logdev", .arg = "NUMBER",
	    .help = "the group that holds the log"),
	ROW('l', "size", L_SIZE, l.size, OPT_SIZE, .min = 2 * MiB,
	    .max = 2038 * MiB, .conflicts = "l:concurrency", .arg = "BYTES",
	    .help = "length of the log"),
	ROW('l', "concurrency", L_CONCURRENCY, l.concurrency, OPT_NUMBER,
	    .max = U32, .bare = "1", .words = concurrency_words,
	    .conflicts = "l:size l:logdev l:file", .arg = "NUMBER",
	    .help = "log for so many writers; 1: processors, 0: no matter"),
	ROW('l', "logdev", L_LOGDEV, l.logdev, OPT_PATH, .alias = "name",
	    .conflicts = "l:internal l:agnum l:concurrency", .arg = "PATH",
	    .help = "device or file for an external log"),
	ROW('l', "version", L_VERSION, l.version, OPT_NUMBER, .min = 2,
	    .max = 2, .arg = "2", .refused = NO_V4 ", where logs are version 2",
	    .help = "version of the log"),
	ROW('l', "sunit", L_SUNIT, l.sunit_bb, OPT_NUMBER, .min = 1, .max = 512,
	    .conflicts = "l:su", .arg = "SECTORS",
	    .help = "log stripe unit in 512-byte units"),
	ROW('l', "su", L_SU, l.su, OPT_SIZE, .min = 512, .max = 256 * KiB,
	    .conflicts = "l:sunit", .arg = "BYTES", .help = "log stripe unit"),
	ROW('l', "sectsize", L_SECTSIZE, l.sectsize, OPT_SIZE,
	    .flags = OPT_POW2, .min = 512, .max = 32 * KiB,
	    .conflicts = "l:internal", .arg = "BYTES",
	    .help = "sector size of an external log"),
	FIXED('l', "lazy-count", L_LAZY_COUNT, l.lazy_count, 1, .refused = NO_V4,
	      .help = "counters are not logged (always on)"),
	BOOL('l', "file", L_FILE, l.file,
	     .conflicts = "l:internal l:concurrency",
	     .help = "the log is a file, made if need be; needs name and size"),

	ROW('n', "size", N_SIZE, n.size, OPT_SIZE, .flags = OPT_POW2,
	    .min = 4 * KiB, .max = 64 * KiB, .arg = "BYTES",
	    .help = "directory block, at least a filesystem block"),
	ROW('n', "version", N_VERSION, n.version, OPT_WORD, .arg = "2",
	    .words = dirversion_words,
	    .refused = "names that ignore the case of ASCII letters are "
		       "deprecated and not made here",
	    .help = "version of directories"),
	FIXED('n', "ftype", N_FTYPE, n.ftype, 1, .refused = NO_V4,
	      .help = "file types in directories (always on)"),
	BOOL('n', "parent", N_PARENT, n.parent,
	     .help = "files know their parent directories"),

	ROW('p', NULL, P_FILE, p.file, OPT_PATH, .flags = OPT_NEVER | OPT_HIDDEN,
	    .refused = NO_PROTO),
	NEVER('p', "file", P_FILE, p.file, OPT_PATH, .refused = NO_PROTO,
	      .arg = "PATH", .help = "files to put in"),
	NEVER('p', "slashes_are_spaces", P_SLASHES_ARE_SPACES,
	      p.slashes_are_spaces, OPT_BOOL, .refused = NO_PROTO,
	      .arg = "0|1", .help = "how names are written there"),
	NEVER('p', "atime", P_ATIME, p.atime, OPT_BOOL, .refused = NO_PROTO,
	      .arg = "0|1", .help = "keep times of access"),

	NEVER('r', "rtdev", R_RTDEV, r.rtdev, OPT_PATH, .alias = "name",
	      .refused = NO_REALTIME, .arg = "PATH", .help = "realtime device"),
	ROW('r', "extsize", R_EXTSIZE, r.extsize, OPT_SIZE, .min = 4 * KiB,
	    .max = GiB, .arg = "BYTES",
	    .help = "realtime extent, noted in the superblock"),
	NEVER('r', "size", R_SIZE, r.size, OPT_SIZE, .refused = NO_REALTIME,
	      .arg = "BYTES", .help = "part of the realtime device to use"),
	BOOL('r', "noalign", R_NOALIGN, r.noalign,
	     .help = "realtime extents take no notice of stripes"),
	FIXED('r', "file", R_FILE, r.file, 0, .refused = NO_REALTIME,
	      .help = "the realtime device is a file (refused)"),
	NEVER('r', "rgcount", R_RGCOUNT, r.rgcount, OPT_NUMBER,
	      .refused = NO_REALTIME, .arg = "NUMBER", .help = "realtime groups"),
	NEVER('r', "rgsize", R_RGSIZE, r.rgsize, OPT_SIZE,
	      .refused = NO_REALTIME, .arg = "BYTES",
	      .help = "length of a realtime group"),
	NEVER('r', "concurrency", R_CONCURRENCY, r.concurrency, OPT_NUMBER,
	      .refused = NO_REALTIME, .arg = "NUMBER",
	      .help = "realtime groups for so many writers"),
	FIXED('r', "zoned", R_ZONED, r.zoned, 0, .refused = NO_ZONED,
	      .help = "zoned realtime device (refused)"),
	NEVER('r', "start", R_START, r.start, OPT_SIZE, .refused = NO_ZONED,
	      .arg = "BYTES", .help = "where zones begin on the data device"),
	NEVER('r', "reserved", R_RESERVED, r.reserved, OPT_SIZE,
	      .refused = NO_ZONED, .arg = "BYTES", .help = "space kept for moving"),

	ROW('s', "size", S_SIZE, s.size, OPT_SIZE, .alias = "sectsize",
	    .flags = OPT_POW2 | OPT_UNIT, .min = 512, .max = 32 * KiB,
	    .conflicts = "d:sectsize", .arg = "BYTES",
	    .help = "sector, the unit that is written whole"),
};

static const struct opt_group groups[] = {
	{ 0, NULL, "Options" },
	{ 'b', "block", "Blocks, -b; [block] of a config file" },
	{ 'c', NULL, "Config files, -c" },
	{ 'm', "metadata", "Features, -m; [metadata]" },
	{ 'd', "data", "Data device, -d; [data]" },
	{ 'i', "inode", "Inodes, -i; [inode]" },
	{ 'l', "log", "Log, -l; [log]" },
	{ 'n', "naming", "Directories, -n; [naming]" },
	{ 'p', "proto", "Prototype, -p; [proto]" },
	{ 'r', "realtime", "Realtime, -r; [realtime]" },
	{ 's', "sector", "Sectors, -s; [sector]" },
};

const struct opt_table mkfs_option_table = {
	.program = "mkfs.xfs",
	.usage = "[OPTION]... DEVICE",
	.rows = rows,
	.nr_rows = sizeof(rows) / sizeof(rows[0]),
	.groups = groups,
	.nr_groups = sizeof(groups) / sizeof(groups[0]),
	.max_args = 1,
};
