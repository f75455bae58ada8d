#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The guest half of ./bootstrap demo: the main job with persistent memory and a
# stock kernel, told step by step.  Run in the top folder.  Exit status 0 when
# everything was shown, 1 when something failed, 77 with the reason when no virtual
# machine can be had.

set -u
cd "$(dirname "$0")/../.." || exit 1
O=$(cd "${O:-.}" && pwd)
MKFS=${MKFS:-$O/mkfs/mkfs.xfs}
kernel=${KERNEL:-6.1}

cat <<TXT

A virtual machine with persistent memory

  Emulated:  the whole machine, by qemu in software (no hardware virtualisation is
             used), and in it one NVDIMM, which is really a file of 1 GiB.  Its
             speed therefore means nothing, and power loss is not shown.
  Real:      the kernel, Debian's own $kernel as it is published, its XFS and its
             DAX; mkfs.xfs, xfs_io and xfs_repair of this checkout; Debian's xfs_repair.

TXT
for need in "$MKFS" "$O/io/xfs_io" "$O/repair/xfs_repair" "$O/tests/guest/guest-file"; do
	[ -x "$need" ] || { echo "demo: $need is not built: make check-programs" >&2; exit 1; }
done

echo "Fetching the kernel (once, about 70 MB) and starting it (about ten seconds) ..."
tests/guest/kernel "$kernel" >/dev/null || exit 77
tests/guest/vm --kernel "$kernel" --env O="$O" --env MKFS="$MKFS" --timeout 180 \
	-- sh tests/guest/in/demo.sh &
vm=$!
trap 'trap "" INT TERM HUP; kill "$vm" 2>/dev/null; wait "$vm"; exit 130' INT TERM HUP
wait "$vm"
