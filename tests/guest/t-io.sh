#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# xfs_io against the stock one where it takes a newer kernel: the rows of
# tests/differential/xfs_io.guest/*.table.
# TAP; ROWS= chooses some by id, KERNEL= another kernel than 7.2.
# In CI one day in 6.

KERNEL=${KERNEL:-7.2}
export KERNEL
. tests/lib/tap.sh
. tests/guest/lib.sh
. tests/lib/newer-apt.sh
tests/lib/peer 7.2 --prepare && tests/lib/peer 6.1 --prepare || {
	echo "Bail out! the stock programs cannot be had"
	exit 1
}
in_guest io.sh --pmem 512M --pmem 512M --env XFS_DAX_CACHE="$(newer_apt_cache)" \
	--env ROWS="${ROWS:-}" --env SELF="${SELF:-}" --timeout 600
