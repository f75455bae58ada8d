#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# xfs_io daxclone on persistent memory: clones of an aligned and of a misaligned file,
# stored to through mmap, by daxmap, by content and by the kernel's trace of huge faults;
# files of different DAX state; known bad memory; interruption and a full filesystem.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest daxclone.sh --pmem 512M --pmem 512M
