# SPDX-License-Identifier: GPL-2.0-or-later
# Bad memory under mappings of xfs_io, in the guest; see tests/guest/t-io_poison.sh.
. tests/guest/in/lib.sh

IO=$O/io/xfs_io
mkdir -p /tmp/m
m=/tmp/m
page=4096

# sigbus OFFSET COMMAND: on a mapping of the file it fails in one line that says where, and
# the commands after it read the pages on both sides of the bad one, as they were (A) or
# as mwrite left them (X).
sigbus()
{
	"$IO" -c 'mmap -rw 0 1m' -c "$2" -c "mread -v $((at - 4)) 4" \
		-c "mread -v $((at + page)) 4" $m/f >/tmp/out 2>/tmp/err </dev/null
	is "$? $(grep -c . /tmp/err)" "1 1" "$2: fails in one line" || note </tmp/err
	grep -q "SIGBUS at file offset $1: memory failure" /tmp/err
	ok $? "$2: $(cat /tmp/err)"
	tail -n 2 /tmp/out >/tmp/last
	is "$(grep -c -e '41 41 41 41' -e '58 58 58 58' /tmp/last)" 2 \
		"$2: and the pages beside it can be read" || note </tmp/last
}

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
start=$(start_of "$dev")
mkfs -m reflink=1 "$dev" && mount -o dax=always "$dev" $m
ok $? "a filesystem on it"
at=$((100 * page))
"$IO" -f -c 'pwrite -q -S 0x41 0 1m' -c fsync $m/f
ok $? "a file of 1 MiB"
poison "$(device_offset $m/f $at)"
ok $? "the memory of its byte $at goes bad"
klog_mark
sigbus $((at + 8)) "mread $((at + 8)) 16"
sigbus $at "mread -v 0 1m"
sigbus $((at + 100)) "mwrite $((at + 100)) 1"
sigbus $at "mwrite -r 0 1m"
"$IO" -r -c "pread -q $at 4k" -c 'pread -q 0 4k' -c 'mmap -r 0 4k' -c 'mread -v 0 4' \
	$m/f >/tmp/out 2>/tmp/err </dev/null
is "$? $(grep -c . /tmp/err) $(grep -c '41 41 41 41' /tmp/out)" "1 1 1" \
	"pread of it fails as well: $(cat /tmp/err)"
umount $m
no_trouble "the kernel had nothing to complain about"
done_testing
