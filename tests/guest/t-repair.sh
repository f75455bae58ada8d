#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# xfs_repair -n on persistent memory: what bad memory took from whom, on a device whose
# reads fail there, and how much of the files huge pages can map.
# TAP; KERNEL= chooses the kernel.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest repair.sh --pmem 512M
