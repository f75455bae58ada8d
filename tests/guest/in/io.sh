# SPDX-License-Identifier: GPL-2.0-or-later
# Rows of tests/differential/xfs_io.guest; see tests/guest/t-io.sh.
. tests/guest/in/lib.sh

[ -e /dev/fd ] || ln -s /proc/self/fd /dev/fd
TABLE='tests/differential/xfs_io.guest/*.table'
XFS_DAX_CACHE=$(here "$XFS_DAX_CACHE")
export O TABLE XFS_DAX_CACHE
set -f
exec tests/differential/xfs_io $ROWS
