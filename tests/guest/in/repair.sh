# SPDX-License-Identifier: GPL-2.0-or-later
# xfs_repair -n and memory that fails, in the guest; see tests/guest/t-repair.sh.
. tests/guest/in/lib.sh

repair=$O/repair/xfs_repair

# check ARG...: output in /tmp/out and /tmp/err; its exit status
check()
{
	"$repair" -n "$@" "$dev" >/tmp/out 2>/tmp/err
}

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
start=$(start_of "$dev")
mkfs -m reflink=1,rmapbt=1 "$dev" && mount -o dax=always "$dev" /mnt
ok $? "a filesystem with reflink and reverse map, mounted with DAX"
mkdir /mnt/clones &&
	"$io" -f -c 'pwrite -q -S 7 0 4m' -c fsync /mnt/golden >/dev/null &&
	cp --reflink=always /mnt/golden /mnt/clones/one &&
	cp --reflink=always /mnt/golden /mnt/clones/two
ok $? "an image and two clones of it"
sync
mapped=$(eligible /mnt/golden)
file_bad=$(device_offset /mnt/golden 1052672)
check
is $? 1 "a mounted filesystem is refused"
is "$(says 'mounted on /mnt' /tmp/err)" 1 "and the sentence says where it is mounted"
umount /mnt

check
is $? 0 "unmounted, it is clean"
note </tmp/out
is "$(says EXPERIMENTAL /tmp/err)" 1 "and that reflink with DAX is EXPERIMENTAL is said once"
check --badblocks auto
is $? 0 "no memory is bad yet"
check --dax --json
is "$(sed -n 's/.*"type": "dax".*"eligible": \([0-9]*\).*/\1/p' /tmp/out | head -n 1)" \
	"$((3 * mapped))" "--dax finds what daxmap finds, in three files" || note </tmp/out

poison "$file_bad"
ok $? "the memory at byte 1052672 of the image goes bad"
check --badblocks auto
is $? 1 "now files have lost data"
for name in /golden /clones/one /clones/two; do
	is "$(grep -c "$name, .*1052672" /tmp/out)" 1 "$name is named, and where in it" ||
		note </tmp/out
done
check
is $? 0 "without --badblocks nothing is wrong: no metadata is there"

set -- $(xfs_db -r -c 'sb 0' -c 'p agblocks sectsize' "$dev" | awk '{ print $3 }')
poison $((2 * $1 * 4096 + $2))
ok $? "the AGF of group 2 goes bad"
check
is $? 1 "a group header that cannot be read is found"
is "$(says 'group 2, AGF: the block cannot be read' /tmp/out)" 1 "and named" || note </tmp/out
check --badblocks auto
is $? 1 "and is among the bad blocks"
is "$(says 'group 2.*group headers' /tmp/out)" 1 "by its owner" || note </tmp/out
is "$(grep -c '/clones/two, .*1052672' /tmp/out)" 1 "beside the files that lost data"
done_testing
