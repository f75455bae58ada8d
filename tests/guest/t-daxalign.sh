#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# xfs_io daxalign: a shared DAX file that 1,000 small writes have split becomes wholly
# huge-page eligible again, with equal contents, while others read it, map it and store
# to it; the kernel maps huge pages then.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest daxalign.sh --pmem 512M
