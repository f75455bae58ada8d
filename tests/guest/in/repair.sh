# SPDX-License-Identifier: GPL-2.0-or-later
# xfs_repair -n and memory that fails, in the guest; see tests/guest/t-repair.sh.
. tests/guest/in/lib.sh

repair=$O/repair/xfs_repair

# check ARG...: output in /tmp/out and /tmp/err; its exit status
check()
{
	"$repair" -n "$@" "$dev" >/tmp/out 2>/tmp/err
}

# dax_total JSON-FILE: how much of all files is eligible, by --dax.
dax_total()
{
	sed -n 's/.*"type": "dax".*"eligible": \([0-9]*\).*/\1/p' "$1" |
		awk '{ n += $1 } END { print n + 0 }'
}

# churned WHAT SEED: of the filesystem on $dev, after several processes at once have cloned
# files, stored to them through mappings, linked, renamed and removed them.
churned()
{
	klog_mark
	mount -o dax=always "$dev" /mnt
	ok $? "$1: mounted with DAX"
	"$churn" run /mnt/run "$2" 3 400 >/tmp/churn 2>/tmp/err
	ok $? "$1: three processes have worked, seed $2" || note </tmp/err
	set -- "$1" $(sed -n 's/^done //p' /tmp/churn)
	[ "${2:-0}" -ge 3000 ] && [ "${3:-0}" -gt 0 ]
	ok $? "$1: $2 stores through mappings, $3 of them with MAP_SYNC"
	"$file" write /mnt/image $((4 * huge)) 1 $huge &&
		"$io" -T -c 'daxclone -x /mnt/image' /mnt/clone >/tmp/out 2>&1 &&
		"$file" store /mnt/clone $((huge + 5000)) 1 255
	ok $? "$1: an image of huge pages, a clone, and a store to it" || note </tmp/out
	mapped=$(($(eligible /mnt/image) + $(eligible /mnt/clone)))
	umount /mnt && mount -o dax=always "$dev" /mnt &&
		"$churn" check /mnt/run </tmp/churn >/tmp/out
	ok $? "$1: $(grep -c ^sealed /tmp/churn) synced files are what they were" || note </tmp/out
	umount /mnt
	repair_clean "$dev" "$1"
	check --dax --json
	is "$? $(dax_total /tmp/out)" "0 $mapped" "$1: --dax finds what daxmap found"
	no_other_trouble "$1: the kernel complained of nothing"
}

namespace 0 fsdax
ok $? "an fsdax namespace: $dev"
mkfs -m reflink=1,rmapbt=1 "$dev"
ok $? "a filesystem with reflink and reverse map"
churned "our filesystem" 1
case $release in
[0-6].*) ;;
*)	$PEER_MKFS -q -f "$dev"
	ok $? "a filesystem of the stock mkfs.xfs, with all that is new"
	churned "a stock filesystem" 2 ;;
esac

mkfs -f -m reflink=1,rmapbt=1 "$dev" && mount -o dax=always "$dev" /mnt
ok $? "another, mounted with DAX"
start=$(start_of "$dev")
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
