#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Holders that few hosts' kernels have, in the guest: device mapper, mounted
# partitions; and that DAX through device mapper is seen.  The rest of what must
# not be overwritten is in tests/differential/safety.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest safety.sh --pmem 512M
