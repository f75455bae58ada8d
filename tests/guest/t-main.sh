#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The main job: mkfs.xfs -m reflink=1 on fsdax, mount -o dax=always, a file cloned,
# a store through mmap to the clone copied on write, the stock checker content.
# TAP; KERNEL= chooses the kernel.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest main.sh --pmem 1G
