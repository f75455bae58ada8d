// SPDX-License-Identifier: GPL-2.0-or-later
/* How one finding is written, for people and as JSON.  Only report*.c include this. */
#ifndef REPAIR_REPORT_TEXT_H
#define REPAIR_REPORT_TEXT_H

#include "common/json.h"
#include "repair/report.h"

#define REPORT_PATH_MAX	4096

struct finding {
	enum finding_id	id;
	enum xfs_fault	fault;		/* XFS_FAULT_NONE: none */
	struct place	where;
	bool		values;		/* found and want are set */
	uint64_t	found, want;
	char		note[REPORT_NOTE_MAX + 1];	/* empty: none */
};

/* "XFS-1003 corruption, 2 times: a copy ...\n    (consequence)". */
void finding_head(FILE *out, enum finding_id id, uint64_t count);
/* "    superblock of group 3: the checksum does not match (XFS-1)".  @path may be NULL. */
void finding_place(FILE *out, const struct finding *f, const char *path);
/* Everything on one line, for -v. */
void finding_line(FILE *out, const struct finding *f, const char *path);
/* One JSON object, without the end of the value. */
void finding_json(struct json *j, const struct finding *f, const char *path);

/*
 * A stream for common/json.h, which indents, that passes its values on to @out without
 * newlines and indentation; json_lines_end() ends a line.  NULL when there is no memory.
 */
struct json_lines {
	FILE	*out;
	bool	indent;		/* spaces are indentation */
};
FILE *json_lines_open(struct json_lines *l, FILE *out);
void json_lines_end(struct json *j, struct json_lines *l);

#endif /* REPAIR_REPORT_TEXT_H */
