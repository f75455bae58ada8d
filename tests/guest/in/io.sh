# SPDX-License-Identifier: GPL-2.0-or-later
# Rows of tests/differential/xfs_io.guest; see tests/guest/t-io.sh.
. tests/guest/in/lib.sh

[ -e /dev/fd ] || ln -s /proc/self/fd /dev/fd
TABLE='tests/differential/xfs_io.guest/*.table'
XFS_DAX_CACHE=$(here "$XFS_DAX_CACHE")
# Both sides run at once.
XFS_IO_PMEM=
for region in 0 1; do
	namespace $region fsdax || ok 1 "a namespace for each side"
	XFS_IO_PMEM="$XFS_IO_PMEM $dev"
done
export XFS_IO_PMEM O TABLE XFS_DAX_CACHE
set -f
exec tests/differential/xfs_io $ROWS
