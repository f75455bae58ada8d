#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# xfs_repair -n on persistent memory: clean after clones and stores of several processes
# through DAX mappings; what bad memory took from whom, on a device whose reads fail there,
# and how much of the files huge pages can map.
# TAP; KERNEL= chooses the kernel.

. tests/lib/tap.sh
. tests/guest/lib.sh
peer=$(tests/lib/peer 7.2 --exec xfs_repair) &&
	peer_mkfs=$(tests/lib/peer 7.2 --exec mkfs.xfs) || {
	echo "Bail out! no stock xfsprogs 7.2"
	exit 1
}
in_guest repair.sh --timeout 600 --pmem 512M --env PEER_REPAIR="$peer" --env PEER_MKFS="$peer_mkfs"
