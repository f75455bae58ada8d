// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One run of xfs_repair: its context, its phases, and how it speaks.
 *
 * A phase is a function over the context.  It reports findings (repair/report.h) and
 * leaves facts behind for the phases that need them; a phase that could not find the facts
 * it gives says so with PHASE_WITHOUT, and what needs them is left out of the run.
 *
 * Nothing here is global: two runs can be in one process.
 */
#ifndef REPAIR_REPAIR_H
#define REPAIR_REPAIR_H

#include <limits.h>

#include "common/device.h"
#include "common/progress.h"
#include "common/workers.h"
#include "libxfs/fs/buf.h"
#include "libxfs/fs/features.h"
#include "libxfs/fs/superblock.h"
#include "repair/options.h"
#include "repair/report.h"

/* What phases leave behind for others. */
enum {
	FACT_GEOMETRY	= 1 << 0,	/* geom, dsb, cache */
	FACT_LOG_CLEAN	= 1 << 1,	/* nothing waits in the log */
	FACT_GROUPS	= 1 << 2,	/* group headers and what their trees hold */
	FACT_INODES	= 1 << 3,	/* every inode's core and maps */
	FACT_NAMES	= 1 << 4,	/* which inode has which names */
	FACT_NO_REPLAY	= 1 << 5,	/* the log will change nothing: it is clean, given up, or so
					   damaged that no kernel replays it */
};

/* Ends of the exit status. */
enum { EXIT_CLEAN = 0, EXIT_FOUND = 1, EXIT_DIRTY = 2 };

/* The longest sentence, which may quote two paths. */
#define REPAIR_SAY_MAX	(2 * PATH_MAX)

struct group_facts;
struct names;
struct owners;
struct paths;

struct repair {
	struct repair_options	opts;
	struct xfs_dev		*data, *log, *rt;	/* log, rt: NULL unless given */
	struct report		*report;
	struct workers		*workers;
	struct progress		*progress;

	unsigned int		facts;		/* FACT_* left behind so far */
	bool			log_dirty;	/* something waits in the log: by its phase */
	bool			log_damaged;	/* nobody knows what waits: by its phase */
	bool			log_head_known;
	xfs_lsn_t		log_head;	/* where the next record belongs */
	const char		*phase;		/* the name of the one that runs */
	struct report_gap	*gaps;		/* what was not looked at, nr_gaps of max_gaps */
	size_t			nr_gaps, max_gaps;
	char			failure[REPAIR_SAY_MAX];	/* first sentence of repair_fail() */

	/* FACT_GEOMETRY: of the superblock that is believed. */
	struct xfs_geom		geom;
	struct xfs_dsb		dsb;		/* counters mean something only if primary_ok;
						   from copies sb_rootino may be none */
	struct xfs_dsb		primary;	/* as found; dsb where its fields are not sane */
	bool			primary_ok;	/* dsb is the primary's, undamaged */
	bool			dsb_of_primary;	/* or its checksum alone is wrong */
	struct xfs_buf_cache	*cache;		/* of data */

	/* FACT_GROUPS, and what the phases behind add to it. */
	struct group_facts	*groups;	/* repair/groups.h; agcount of them */
	struct owners		*owners;	/* repair/owners.h; who owns which blocks */
	bool			owners_missing;	/* atomic: not all owners could be read */

	/* FACT_INODES. */
	uint64_t		nr_reflinked;	/* atomic: inodes with the reflink flag */
	uint64_t		nr_dax;		/* atomic: inodes with the DAX flag */

	/* FACT_NAMES. */
	struct names		*names;		/* repair/names.h; directories and their parents */
	struct paths		*paths;		/* repair/paths.h; NULL: none was wanted */
};

/* Returned by a phase that ended well but leaves its facts not behind. */
#define PHASE_WITHOUT	1

struct phase {
	const char	*name;
	/* 0, PHASE_WITHOUT, or an error that ends the run, after repair_fail(); but for
	   -ENOMEM, of which repair_run() tells.  NULL: this build does not have the phase,
	   and no run can say "clean". */
	int		(*run)(struct repair *r);
	bool		(*wanted)(const struct repair *r);	/* NULL: always */
	unsigned int	needs, gives;		/* FACT_* */
};

/* repair/run.c: runs the phases in their order; 0, or the error that ended it. */
int repair_run(struct repair *r, const struct phase *phases, size_t nr);
/* The phase that runs did not look at @part, which is static storage; NULL: at anything.  One
   thread only. */
void repair_note_missing(struct repair *r, const char *part);
/* Prints what the run came to and returns the exit status.  @error: of repair_run(). */
int repair_conclude(struct repair *r, int error);

/* repair/open.c: devices, workers, progress, report.  0, or an error after a sentence. */
int repair_open(struct repair *r);
void repair_close(struct repair *r);

/* repair/memory.c: holds the process to -m, if given.  0, or an error after a sentence. */
int repair_limit_memory(struct repair *r);
/* Has so many threads share what is free; before they are. */
void repair_save_memory(unsigned int nr_threads);
/* So many threads -m is enough for; 0: as many as there are processors. */
unsigned int repair_max_threads(const struct repair *r);

/* repair/say.c: one line on standard error, whatever names it quotes. */
void repair_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same, and keeps the first for the summary; returns @error.  One thread only. */
int repair_fail(struct repair *r, int error, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* That memory has run out in @what and what can be done; returns -ENOMEM. */
int repair_no_memory(struct repair *r, const char *what);

/*
 * repair/log.c: may a block have @lsn?  Zero and ~0 are of blocks that no transaction has
 * touched, all others are before the log's head, or the log came after them.  True while the
 * head is not known.
 */
bool repair_lsn_ok(const struct repair *r, uint64_t lsn);
/* Reports @lsn of the block at @where if it is not. */
void repair_check_lsn(struct repair *r, uint64_t lsn, struct place where);

/* The phases. */
int phase_superblock(struct repair *r);
int phase_log(struct repair *r);
int phase_sb_copies(struct repair *r);
int phase_groups(struct repair *r);
int phase_inodes(struct repair *r);
int phase_names(struct repair *r);
int phase_sharing(struct repair *r);
int phase_realtime(struct repair *r);
int phase_dax(struct repair *r);
int phase_badblocks(struct repair *r);

#endif /* REPAIR_REPAIR_H */
