// SPDX-License-Identifier: GPL-2.0-or-later
/* What the table of open files has to know of atomic updates. */
#ifndef IO_EXCHANGE_H
#define IO_EXCHANGE_H

#include "io/io.h"

/* Drops the staging file in @file, if it is one; @file is the original again. */
void io_update_drop(struct io_file *file);

#endif /* IO_EXCHANGE_H */
