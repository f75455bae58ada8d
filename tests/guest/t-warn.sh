#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What mkfs.xfs says where DAX cannot be had or not all of it (partition, raw and
# sector-mode namespaces, small blocks, no reverse map), and that the kernel
# agrees.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest warn.sh --pmem 1G --pmem 512M
