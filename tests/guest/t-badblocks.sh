#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Memory known to be bad: listed, and refused under anything mkfs.xfs would write.
# 
# The emulated firmware injects no errors, but the kernel's machine-check injector
# (mce-inject, software mode) reaches the NVDIMM driver the way a real machine check
# does: the range appears in the device's badblocks and reads of it fail.  The same
# without a guest, on a prepared sysfs tree, is tests/unit/u-pmem.c.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh
in_guest badblocks.sh --pmem 512M --pmem 512M
