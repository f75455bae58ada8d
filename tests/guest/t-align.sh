#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The first 2 MiB of a file are one 2 MiB aligned piece of physical memory, on a
# namespace whose data starts on such a boundary and on one where it does not: by
# the file's map and the namespace's start, by the page behind a mapping, and by
# the kernel's trace of the fault.
# 
# Kernels of today align every namespace's data, so the second one is made as older
# kernels left it (tests/guest/tools/guest-pfn.c).
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest align.sh --pmem 512M --pmem 512M
