// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Signals that ask xfs_io to stop.  The first one only sets a flag, so that a command
 * can leave things as they were; afterwards the prompt comes back (SIGINT) or the
 * program ends by that same signal, so that a shell's loop around it stops, too.
 */
#ifndef IO_INTERRUPT_H
#define IO_INTERRUPT_H

#include <stdbool.h>

/*
 * From here on SIGINT, SIGTERM and SIGHUP are remembered instead of fatal.  One that is
 * ignored stays so, as nohup wants it, but for SIGINT at a @terminal.
 */
void io_interrupt_catch(bool terminal);
/*
 * Between these two io_interrupted() tells only of a signal that comes in between: for
 * what an interrupted command still has to find out, to say how far it came.
 */
void io_interrupt_hold(void);
void io_interrupt_resume(void);
/* The signal that came, or 0. */
int io_interrupt_signal(void);
/* Forgets a SIGINT; the others stay. */
void io_interrupt_clear(void);
/* Ends the program by the signal that came; returns if none did. */
void io_interrupt_raise(void);

#endif /* IO_INTERRUPT_H */
