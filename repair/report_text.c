// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One finding in words: "path, inode, group and block, structure and field".
 *
 * Names come from a hostile disk: bytes that are no character, and controls, of ASCII and
 * those that U+0080 to U+009F are, are shown as "?".
 */

#include <inttypes.h>
#include <string.h>

#include "common/utf8.h"

#include "repair/report_text.h"

/* Joins what is known of a place with commas. */
struct phrase {
	FILE		*out;
	const char	*joint;
};

static void join(struct phrase *p)
{
	fputs(p->joint, p->out);
	p->joint = ", ";
}

static bool is_printable(const char *text, size_t len)
{
	unsigned char c = text[0];

	if (len == 1)
		return c >= 0x20 && c != 0x7f;
	return len && !(c == 0xc2 && (unsigned char)text[1] < 0xa0);
}

void report_put_name(FILE *out, const char *name)
{
	size_t left = strlen(name), len;

	while (left) {
		len = utf8_length(name, left);
		if (is_printable(name, len))
			fwrite(name, 1, len, out);
		else
			fputc('?', out);
		len = len ? len : 1;
		name += len;
		left -= len;
	}
}

static void put_block(struct phrase *p, const struct place *w)
{
	if (w->agbno == NULLAGBLOCK)
		return;
	join(p);
	if (w->len > 1)
		fprintf(p->out, "blocks %u to %" PRIu64, w->agbno,
			(uint64_t)w->agbno + w->len - 1);
	else
		fprintf(p->out, "block %u", w->agbno);
}

static void put_place(FILE *out, const struct place *w, const char *path)
{
	struct phrase p = { .out = out, .joint = "" };

	if (path) {
		join(&p);
		report_put_name(out, path);
	}
	if (w->ino != NULLFSINO) {
		join(&p);
		fprintf(out, "inode %" PRIu64, w->ino);
	}
	if (w->offset != NULLFILEOFF) {
		join(&p);
		fprintf(out, "file block %" PRIu64, w->offset);
	}
	if (w->agno != NULLAGNUMBER) {
		join(&p);
		fprintf(out, "group %u", w->agno);
	}
	put_block(&p, w);
	if (w->daddr >= 0) {
		join(&p);
		fprintf(out, "sector %" PRId64, w->daddr);
	}
	if (w->structure) {
		join(&p);
		fputs(w->structure, out);
	}
	if (w->field) {
		join(&p);
		fputs(w->field, out);
	}
	if (!*p.joint)
		fputs("the filesystem", out);
}

static void put_what(FILE *out, const struct finding *f)
{
	if (f->values)
		fprintf(out, ": %" PRIu64 ", should be %" PRIu64, f->found, f->want);
	if (f->fault)
		fprintf(out, ": %s (XFS-%u)", xfs_fault_text(f->fault),
			xfs_fault_number(f->fault));
	if (f->note[0]) {
		fputs(": ", out);
		report_put_name(out, f->note);
	}
}

void finding_head(FILE *out, enum finding_id id, uint64_t count)
{
	const struct finding_row *row = &finding_rows[id];

	fprintf(out, "XFS-%u %s", row->number, severity_name(row->severity));
	if (count > 1)
		fprintf(out, ", %" PRIu64 " times", count);
	fprintf(out, ": %s\n  (%s)\n", row->text, row->consequence);
}

void finding_place(FILE *out, const struct finding *f, const char *path)
{
	fputs("    ", out);
	put_place(out, &f->where, path);
	put_what(out, f);
	fputc('\n', out);
}

void finding_line(FILE *out, const struct finding *f, const char *path)
{
	const struct finding_row *row = &finding_rows[f->id];

	fprintf(out, "XFS-%u %s: %s: ", row->number, severity_name(row->severity), row->text);
	put_place(out, &f->where, path);
	put_what(out, f);
	fputc('\n', out);
}

/* Within texts json.c writes no newline, so every one of them is indentation. */
static ssize_t write_unindented(void *cookie, const char *text, size_t len)
{
	struct json_lines *l = cookie;
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\n')
			l->indent = true;
		else if (text[i] != ' ')
			l->indent = false;
		if (!l->indent && fputc(text[i], l->out) == EOF)
			return 0;
	}
	return len;
}

FILE *json_lines_open(struct json_lines *l, FILE *out)
{
	cookie_io_functions_t functions = { .write = write_unindented };

	l->out = out;
	l->indent = false;
	return fopencookie(l, "w", functions);
}

void json_lines_end(struct json *j, struct json_lines *l)
{
	json_end(j);
	fputc('\n', l->out);
}

static void place_json(struct json *j, const struct place *w, const char *path)
{
	json_open(j, "place", '{');
	if (path)
		json_str(j, "path", path);
	if (w->ino != NULLFSINO)
		json_u64(j, "inode", w->ino);
	if (w->offset != NULLFILEOFF)
		json_u64(j, "file_block", w->offset);
	if (w->agno != NULLAGNUMBER)
		json_u64(j, "group", w->agno);
	if (w->agbno != NULLAGBLOCK) {
		json_u64(j, "block", w->agbno);
		json_u64(j, "blocks", w->len ? w->len : 1);
	}
	if (w->daddr >= 0)
		json_i64(j, "sector", w->daddr);
	if (w->structure)
		json_str(j, "structure", w->structure);
	if (w->field)
		json_str(j, "field", w->field);
	json_close(j);
}

static void what_json(struct json *j, const struct finding *f)
{
	if (f->values) {
		json_u64(j, "found", f->found);
		json_u64(j, "expected", f->want);
	}
	if (f->fault) {
		json_u64(j, "fault", xfs_fault_number(f->fault));
		json_str(j, "fault_text", xfs_fault_text(f->fault));
	}
	if (f->note[0])
		json_str(j, "note", f->note);
}

void finding_json(struct json *j, const struct finding *f, const char *path)
{
	const struct finding_row *row = &finding_rows[f->id];

	json_open(j, NULL, '{');
	json_str(j, "type", "finding");
	json_u64(j, "id", row->number);
	json_str(j, "severity", severity_name(row->severity));
	json_str(j, "text", row->text);
	json_str(j, "consequence", row->consequence);
	place_json(j, &f->where, path);
	what_json(j, f);
	json_close(j);
}
