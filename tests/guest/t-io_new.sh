#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The commands of xfs_io that only the newest kernels serve: scrub, repair, scrubv,
# rginfo, healthmon, verifymedia, exchangerange.  With KERNEL=7.2 they are compared with
# the stock xfs_io 7.2 in the same machine; an older kernel's refusal is told in one line.
# TAP; KERNEL= chooses the kernel.
# In CI one day in 6.

. tests/lib/tap.sh
. tests/guest/lib.sh

for program in xfs_io mkfs.xfs xfs_db; do
	exec=$(tests/lib/peer 7.2 --exec $program) || skip_all "no stock $program 7.2 here"
	case $program in
	xfs_io) peer=$exec ;;
	mkfs.xfs) peer_mkfs=$exec ;;
	xfs_db) peer_db=$exec ;;
	esac
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
truncate -s 400M "$work/data" && truncate -s 400M "$work/rt"
in_guest io_new.sh --timeout 300 --pmem 512M --disk "$work/data" --disk "$work/rt" \
	--env PEER="$peer" --env PEER_MKFS="$peer_mkfs" --env PEER_DB="$peer_db"
