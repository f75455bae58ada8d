#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Memory that goes bad under a mapping: xfs_io's mread and mwrite name the place in the
# file, fail, and leave the commands after them their turn.  The memory is made bad as in
# t-badblocks.sh.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest io_poison.sh --pmem 512M
