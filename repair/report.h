// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The one place through which a phase says that something is wrong.  Wording, counting,
 * folding, JSON and the exit status come from repair/finding_table.h and from here.
 *
 * For people, findings are grouped: one head line for each kind with what comes of it,
 * and the places under it, the first few and a count of the rest.  With -v each is a line
 * of its own.  As JSON each is one object on one line, and a summary is the last line.
 *
 * All that is printed at the end of the run, when paths are known, in the order of numbers
 * and of places, whatever the threads' order was.  With -v and as JSON some thousands
 * are held until then; whenever there are more, those held are printed as they are.
 *
 * All of it may be called from any thread.  Memory does not grow with what is found, and
 * reporting cannot fail; that standard output took it all is report_finish()'s to tell.
 */
#ifndef REPAIR_REPORT_H
#define REPAIR_REPORT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "libxfs/fs/fault.h"
#include "repair/finding_table.h"

enum severity {
	SEVERITY_CORRUPTION,	/* a promise of the format is broken */
	SEVERITY_LEFTOVER,	/* something nobody will give back by itself */
	SEVERITY_OPTIMIZATION,	/* right, and could be better; exit status 0 */
	SEVERITY_NR
};

enum finding_id {
#define FINDING_ROW(name, number, severity, text, consequence)	name,
	FINDING_TABLE(FINDING_ROW)
#undef FINDING_ROW
	FINDING_NR
};

struct finding_row {
	unsigned int	number;
	enum severity	severity;
	const char	*name;		/* as in the table, for its check by tests */
	const char	*text;
	const char	*consequence;
};
extern const struct finding_row finding_rows[FINDING_NR];
const char *severity_name(enum severity severity);

/*
 * Where: as much of it as is known.  Begin with PLACE_NOWHERE and set what applies.
 * @structure and @field are static storage ("superblock", "agf_length").
 */
struct place {
	const char	*structure;
	const char	*field;
	xfs_agnumber_t	agno;
	xfs_agblock_t	agbno;
	xfs_extlen_t	len;		/* blocks from agbno on; 0 or 1: one */
	xfs_ino_t	ino;
	xfs_fileoff_t	offset;		/* block within the file, or NULLFILEOFF */
	xfs_daddr_t	daddr;		/* sector, when there is no group; -1: none */
};
#define NULLFILEOFF	((xfs_fileoff_t)-1)
#define PLACE_NOWHERE ((struct place){ \
	.agno = NULLAGNUMBER, .agbno = NULLAGBLOCK, .ino = NULLFSINO, \
	.offset = NULLFILEOFF, .daddr = -1 })

/* Something of a group as a whole, its headers above all. */
static inline struct place place_ag(const char *structure, xfs_agnumber_t agno)
{
	struct place p = PLACE_NOWHERE;

	p.structure = structure;
	p.agno = agno;
	return p;
}

/* @len blocks of a group. */
static inline struct place place_agb(const char *structure, xfs_agnumber_t agno,
				     xfs_agblock_t agbno, xfs_extlen_t len)
{
	struct place p = place_ag(structure, agno);

	p.agbno = agbno;
	p.len = len;
	return p;
}

/* Something of an inode; @offset in blocks, or NULLFILEOFF. */
static inline struct place place_ino(const char *structure, xfs_ino_t ino,
				     xfs_fileoff_t offset)
{
	struct place p = PLACE_NOWHERE;

	p.structure = structure;
	p.ino = ino;
	p.offset = offset;
	return p;
}

/* The same place, and which field there. */
static inline struct place place_field(struct place p, const char *field)
{
	p.field = field;
	return p;
}

struct report;
struct json;

struct report_style {
	bool		json;
	unsigned int	verbose;
	FILE		*out;
	/* Both with @arg, under the report's lock, so neither may report; or NULL.  The path
	   of an inode, true if it is known; and what clears a progress line. */
	bool		(*name_inode)(void *arg, xfs_ino_t ino, char *path, size_t size);
	void		(*before_print)(void *arg);
	void		*arg;
};

int report_create(const struct report_style *style, struct report **rp);
void report_destroy(struct report *r);		/* takes NULL */

/*
 * Reports finding @id at @where.  True if the caller shall mend it, which is never the
 * case without the writing half.
 *
 * report_values: a number that is @found and should be @want.  report_fault: a block that
 * a verifier refused.  report_note: whatever else is to be said, at most REPORT_NOTE_MAX
 * bytes, no full stop.
 */
#define REPORT_NOTE_MAX	160
bool report_plain(struct report *r, enum finding_id id, struct place where);
bool report_values(struct report *r, enum finding_id id, struct place where,
		   uint64_t found, uint64_t want);
bool report_fault(struct report *r, enum finding_id id, struct place where,
		  enum xfs_fault fault);
bool report_note(struct report *r, enum finding_id id, struct place where,
		 const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* So many so far. */
uint64_t report_count(struct report *r, enum severity severity);
uint64_t report_count_of(struct report *r, enum finding_id id);

/*
 * The inodes that findings held so far are about, for name_inode to know them in time:
 * the first @max of them in no order, some more than once.  Returns how many there are,
 * so a call with NULL says how much room it takes.
 */
size_t report_held_inodes(struct report *r, xfs_ino_t *inos, size_t max);

/*
 * What was asked for and is no finding, printed at once: @text writes whole lines, @json
 * what stands in an object of type @type ("log", "dax", "badblock").  Both get @arg of the
 * call, and run under the report's lock.
 */
struct report_info {
	const char	*type;
	void		(*text)(FILE *out, const void *arg);
	void		(*json)(struct json *j, const void *arg);
};
void report_info(struct report *r, const struct report_info *info, const void *arg);

/* A name or another text from a disk: what would move the cursor or is no UTF-8 as "?". */
void report_put_name(FILE *out, const char *name);

/* What was not looked at: @part of a phase, or, if NULL, all of it. */
struct report_gap {
	const char	*phase, *part;
};

/* What the run as a whole came to, for the summary. */
struct report_end {
	const char	*device;
	const char	*verdict;	/* "clean", "damaged", ...: static storage */
	const char	*sentence;	/* the same for people; NULL: nothing is said */
	const char	*failure;	/* why the program could not go on, or NULL */
	const struct report_gap *gaps;
	size_t		nr_gaps;
	int		status;
};

/* Prints what is held, and the summary.  0, or -EIO if the stream did not take it. */
int report_finish(struct report *r, const struct report_end *end);

#endif /* REPAIR_REPORT_H */
