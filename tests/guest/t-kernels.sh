#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# mkfs.xfs -m kernel=: what it chooses for this kernel, this kernel mounts and calls
# settled; what the table says it lacks, it does not mount and mkfs warns of.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest kernels.sh
