// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A line that says how far a long run is: phase, share done, time taken, time left.
 *
 * On a terminal the line is drawn over itself, at most five times a second.  Elsewhere
 * nothing is said, unless an interval was asked for: then a line of its own each time.
 * It goes to the stream given, which is standard error in programs: what is printed on
 * standard output never has a progress line in it.
 */
#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdint.h>
#include <stdio.h>

struct progress;

/*
 * @seconds: the interval of lines when @out is no terminal, 0 for none.  -ENOMEM.  All
 * other functions take NULL for a progress that is not wanted.
 */
int progress_create(FILE *out, unsigned int seconds, struct progress **pp);
void progress_destroy(struct progress *p);

/* Begins phase @name, static storage, of @total units. */
void progress_begin(struct progress *p, const char *name, uint64_t total);

/* @units more are done, or @done of them in all.  From any thread. */
void progress_add(struct progress *p, uint64_t units);
void progress_set(struct progress *p, uint64_t done);

/* Ends the phase and leaves no line behind. */
void progress_end(struct progress *p);

/* Takes the line away, before something else is printed on the same terminal. */
void progress_clear(struct progress *p);

/*
 * What the line says after @elapsed seconds, @done of @total units being done:
 * "superblock: 25 % done, 0:10 taken, about 0:30 left".
 */
void progress_text(const char *name, uint64_t done, uint64_t total, uint64_t elapsed,
		   char *text, size_t size);

#endif /* COMMON_PROGRESS_H */
