#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# daxmap on persistent memory: its addresses are those the kernel maps, its verdicts on
# 2 MiB pieces are those of the kernel's page faults, before and after sharing and both
# ways of copying on write; bad memory, partitions, mounts without DAX, realtime files.
# TAP; KERNEL= chooses the kernel, $XFS_IO the program under test ($O/io/xfs_io).
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest daxmap.sh --timeout 300 --pmem 512M --pmem 512M \
	--env XFS_IO="${XFS_IO:-$O/io/xfs_io}"
