#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# mkfs.xfs -d daxinherit=1 and mount -o dax=inode: new files are DAX, and clones of
# DAX files; a clone of a DAX file to one without is refused.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest inode.sh 
